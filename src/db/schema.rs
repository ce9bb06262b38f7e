//! The tables, as the migrations leave them. `tests/api/migrations.rs` compares this file with both databases.

#![expect(missing_docs, reason = "the tables and columns are explained where they are created, in migrations/")]

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    journal_head (id) {
        id -> Integer,
        seq -> BigInt,
        at -> Moment,
        hash -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    journal (seq) {
        seq -> BigInt,
        at -> Moment,
        actor_id -> Nullable<Guid>,
        action -> Text,
        resource_type -> Text,
        resource_id -> Guid,
        version -> Integer,
        format -> Integer,
        snapshot -> Nullable<Text>,
        cause_type -> Nullable<Text>,
        cause_id -> Nullable<Guid>,
        trace_id -> Text,
        salt -> Text,
        snapshot_hash -> Text,
        previous_hash -> Text,
        hash -> Text,
        confidential -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    records (id) {
        id -> Guid,
        resource_type -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::Guid;

    confidential_records (id) {
        id -> Guid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    record_references (from_id, reference, to_id) {
        from_id -> Guid,
        reference -> Text,
        to_id -> Guid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    external_ids (resource_type, system, value) {
        resource_type -> Text,
        system -> Text,
        value -> Text,
        resource_id -> Guid,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    units (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        code -> Text,
        name -> Text,
        kind -> Text,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    users (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        username -> Text,
        username_folded -> Text,
        display_name -> Nullable<Text>,
        roles -> Text,
        unit_id -> Nullable<Guid>,
        disabled -> Bool,
        name_key -> Binary,
        search -> Text,
        email -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    credentials (user_id) {
        user_id -> Guid,
        password_hash -> Text,
        changed_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    municipalities (code) {
        code -> Text,
        name -> Text,
        official_name -> Text,
        county_code -> Text,
        county_name -> Text,
        nuts_code -> Text,
        nuts_version -> Text,
        organisation_number -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    municipality_populations (municipality_code, counted_on) {
        municipality_code -> Text,
        counted_on -> Date,
        population -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    strategies (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        state -> Text,
        state_reason -> Nullable<Text>,
        title -> Text,
        purpose -> Text,
        strategic_goal -> Text,
        period_start -> Date,
        period_end -> Date,
        premises -> Text,
        delimitations -> Text,
        sections -> Text,
        next_review_on -> Nullable<Date>,
        supersedes_id -> Nullable<Guid>,
        adopted_on -> Nullable<Date>,
        superseded_on -> Nullable<Date>,
        name_key -> Binary,
        search -> Text,
        max_prioritised_areas -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    strategy_areas (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        code -> Text,
        name -> Text,
        description -> Nullable<Text>,
        position -> Integer,
        name_key -> Binary,
        search -> Text,
        state -> Text,
        state_reason -> Nullable<Text>,
        strategy_id -> Nullable<Guid>,
        owner_unit_id -> Nullable<Guid>,
        framework_links -> Text,
        link_justification -> Nullable<Text>,
        carried_from_id -> Nullable<Guid>,
        periods -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    strategy_area_periods (strategy_area_id, prioritised_on) {
        strategy_area_id -> Guid,
        prioritised_on -> Date,
        deprioritised_on -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    partners (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        state -> Text,
        state_reason -> Nullable<Text>,
        name -> Text,
        name_folded -> Text,
        aliases -> Text,
        kind -> Text,
        country -> Nullable<Text>,
        municipality_code -> Nullable<Text>,
        nuts_code -> Nullable<Text>,
        nuts_version -> Nullable<Text>,
        organisation_number -> Nullable<Text>,
        foreign_id -> Nullable<Text>,
        website -> Nullable<Text>,
        partnership_kind -> Text,
        alliance -> Bool,
        cross_border -> Bool,
        strategy_areas -> Text,
        predecessor_ids -> Text,
        valid_from -> Nullable<Date>,
        valid_from_precision -> Nullable<Text>,
        valid_to -> Nullable<Date>,
        valid_to_precision -> Nullable<Text>,
        exception_reason -> Nullable<Text>,
        description -> Nullable<Text>,
        contacts -> Text,
        created_by_unit_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
        merged_into_id -> Nullable<Guid>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    activities (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        state -> Text,
        state_reason -> Nullable<Text>,
        title -> Text,
        description -> Nullable<Text>,
        year -> Integer,
        priority -> Nullable<Text>,
        strategy_area_id -> Nullable<Guid>,
        framework_links -> Text,
        kind -> Text,
        cooperation_level -> Text,
        owner_unit_id -> Nullable<Guid>,
        responsible -> Nullable<Text>,
        responsible_user_id -> Nullable<Guid>,
        starts_on -> Nullable<Date>,
        ends_on -> Nullable<Date>,
        partner_ids -> Text,
        municipality_codes -> Text,
        citizen_benefit -> Nullable<Text>,
        effects -> Text,
        sustainability -> Text,
        target_groups -> Text,
        eu_focus -> Bool,
        cross_border -> Bool,
        aid_character -> Bool,
        exception_reason -> Nullable<Text>,
        cost_estimate_minor -> Nullable<BigInt>,
        cost_estimate_currency -> Nullable<Text>,
        cost_actual_minor -> Nullable<BigInt>,
        cost_actual_currency -> Nullable<Text>,
        continued_from_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
        profile_area_ids -> Text,
        status -> Nullable<Text>,
        percent_total -> Nullable<Integer>,
        last_update_on -> Nullable<Date>,
        last_update_period -> Nullable<Integer>,
        next_update_due_on -> Nullable<Date>,
        bases -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    report_links (secret_hash) {
        secret_hash -> Text,
        user_id -> Guid,
        report -> Text,
        query -> Text,
        expires_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    bodies (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        code -> Text,
        name -> Text,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    competences (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        body_code -> Text,
        decision_kind -> Text,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    meetings (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        body_code -> Text,
        held_on -> Date,
        agenda_deadline_on -> Nullable<Date>,
        place -> Nullable<Text>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    cooperation_agreements (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        state -> Text,
        state_reason -> Nullable<Text>,
        title -> Text,
        kind -> Text,
        partner_ids -> Text,
        master_id -> Nullable<Guid>,
        relation -> Text,
        valid_from -> Nullable<Date>,
        valid_from_precision -> Nullable<Text>,
        valid_to -> Nullable<Date>,
        valid_to_precision -> Nullable<Text>,
        open_ended -> Bool,
        notice_months -> Nullable<Integer>,
        focus_areas -> Text,
        strategy_area_ids -> Text,
        framework_links -> Text,
        obligations -> Text,
        signed_on -> Nullable<Date>,
        signed_on_precision -> Nullable<Text>,
        signatories -> Text,
        registry_number -> Nullable<Text>,
        registry_key -> Nullable<Text>,
        approved_on -> Nullable<Date>,
        notice_given_on -> Nullable<Date>,
        terminated_on -> Nullable<Date>,
        in_force_from -> Nullable<Date>,
        in_force_to -> Nullable<Date>,
        last_notice_day -> Nullable<Date>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    memberships (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        state -> Text,
        state_reason -> Nullable<Text>,
        organisation_id -> Guid,
        member_id -> Nullable<Guid>,
        level -> Text,
        via_organisation_id -> Nullable<Guid>,
        starts_on -> Nullable<Date>,
        starts_on_precision -> Nullable<Text>,
        ends_on -> Nullable<Date>,
        ends_on_precision -> Nullable<Text>,
        notice_months -> Nullable<Integer>,
        responsible_unit_id -> Nullable<Guid>,
        purpose -> Text,
        strategy_area_ids -> Text,
        framework_links -> Text,
        registry_number -> Nullable<Text>,
        registry_key -> Nullable<Text>,
        approved_on -> Nullable<Date>,
        notice_given_on -> Nullable<Date>,
        in_force_from -> Nullable<Date>,
        in_force_to -> Nullable<Date>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    membership_fees (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        membership_id -> Guid,
        year -> Integer,
        amount_minor -> BigInt,
        amount_currency -> Text,
        basis -> Text,
        population_count -> Nullable<Integer>,
        paid_on -> Nullable<Date>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    mandates (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        membership_id -> Nullable<Guid>,
        body_name -> Text,
        holder -> Text,
        seat -> Text,
        starts_on -> Nullable<Date>,
        ends_on -> Nullable<Date>,
        elected_by_decision_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    benefit_reviews (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        membership_id -> Guid,
        year -> Integer,
        meetings_held -> Nullable<Integer>,
        meetings_attended -> Nullable<Integer>,
        projects -> Nullable<Integer>,
        contacts -> Nullable<Integer>,
        influence_results -> Nullable<Text>,
        grade -> Nullable<Integer>,
        recommendation -> Text,
        text -> Text,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    visits (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        title -> Text,
        direction -> Text,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        place -> Text,
        country -> Nullable<Text>,
        partner_ids -> Text,
        representatives -> Text,
        purpose -> Nullable<Text>,
        strategy_area_ids -> Text,
        cost_minor -> Nullable<BigInt>,
        cost_currency -> Nullable<Text>,
        report -> Nullable<Text>,
        follow_up_ids -> Text,
        owner_unit_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    introductions (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        visit_id -> Nullable<Guid>,
        introduced_on -> Date,
        opened_by -> Text,
        partner_id -> Guid,
        contact -> Nullable<Text>,
        introduced_to -> Text,
        result -> Nullable<Text>,
        owner_unit_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    decisions (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        body_code -> Text,
        meeting_id -> Nullable<Guid>,
        decided_on -> Date,
        decided_on_precision -> Nullable<Text>,
        decided_year -> Integer,
        section -> Nullable<Text>,
        registry_number -> Nullable<Text>,
        registry_key -> Nullable<Text>,
        title -> Text,
        kind -> Text,
        subjects -> Text,
        outcome -> Text,
        adjusted_on -> Nullable<Date>,
        minutes_url -> Nullable<Text>,
        corrects_id -> Nullable<Guid>,
        historic -> Bool,
        eu_impact -> Nullable<Text>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    policy_frameworks (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        code -> Text,
        title -> Text,
        level -> Text,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        superseded_by_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    framework_elements (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        framework_id -> Guid,
        code -> Text,
        name -> Text,
        position -> Integer,
        parent_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    operational_plans (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        state -> Text,
        state_reason -> Nullable<Text>,
        year -> Integer,
        title -> Text,
        strategy_id -> Nullable<Guid>,
        cadence -> Text,
        update_days -> Integer,
        budget_ceiling_minor -> Nullable<BigInt>,
        budget_ceiling_currency -> Nullable<Text>,
        previous_plan_id -> Nullable<Guid>,
        adopted_on -> Nullable<Date>,
        closed_on -> Nullable<Date>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    matrix_cells (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        operational_plan_id -> Guid,
        priority -> Text,
        strategy_area_id -> Guid,
        direction -> Nullable<Text>,
        intentionally_empty -> Bool,
        empty_reason -> Nullable<Text>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    profile_areas (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        state -> Text,
        state_reason -> Nullable<Text>,
        strategy_area_id -> Guid,
        year -> Integer,
        name -> Text,
        description -> Nullable<Text>,
        rank -> Integer,
        carried_from_id -> Nullable<Guid>,
        owner_unit_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    progress_updates (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        state -> Text,
        state_reason -> Nullable<Text>,
        activity_id -> Guid,
        period -> Integer,
        reported_on -> Date,
        status -> Text,
        percent_total -> Integer,
        text -> Text,
        deviation -> Nullable<Text>,
        measure -> Nullable<Text>,
        unit_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    indicators (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        name -> Text,
        measure -> Text,
        activity_id -> Nullable<Guid>,
        strategy_area_id -> Nullable<Guid>,
        strategy_id -> Nullable<Guid>,
        baseline -> Nullable<Text>,
        target -> Nullable<Text>,
        direction -> Text,
        source -> Nullable<Text>,
        carried_from_id -> Nullable<Guid>,
        owner_unit_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    indicator_values (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        indicator_id -> Guid,
        observed_on -> Date,
        value -> Text,
        comment -> Nullable<Text>,
        unit_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    status_reports (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        state -> Text,
        state_reason -> Nullable<Text>,
        operational_plan_id -> Guid,
        unit_id -> Guid,
        period -> Integer,
        text -> Text,
        submitted_by_id -> Nullable<Guid>,
        approved_by_id -> Nullable<Guid>,
        approved_on -> Nullable<Date>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    report_snapshots (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        kind -> Text,
        year -> Integer,
        operational_plan_id -> Guid,
        status_report_id -> Nullable<Guid>,
        data -> Text,
        sha256 -> Text,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    integration_statements (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        unit_id -> Guid,
        year -> Integer,
        stage -> Text,
        text -> Text,
        self_grade -> Nullable<Text>,
        next_step -> Nullable<Text>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    roll_overs (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        state -> Text,
        state_reason -> Nullable<Text>,
        from_plan_id -> Guid,
        to_plan_id -> Nullable<Guid>,
        choices -> Text,
        items -> Text,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    calendar_subscriptions (id) {
        id -> Guid,
        secret_hash -> Text,
        user_id -> Guid,
        name -> Text,
        kinds -> Text,
        created_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    funding_programmes (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        name -> Text,
        strand -> Text,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        cci -> Nullable<Text>,
        eligible_area -> Nullable<Text>,
        minimum_partners -> Nullable<Integer>,
        typical_budget_minor -> Nullable<BigInt>,
        typical_budget_currency -> Nullable<Text>,
        description -> Nullable<Text>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    calls (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        funding_programme_id -> Guid,
        title -> Text,
        theme -> Nullable<Text>,
        target -> Nullable<Text>,
        opens_on -> Nullable<Date>,
        closes_on -> Nullable<Date>,
        budget_minor -> Nullable<BigInt>,
        budget_currency -> Nullable<Text>,
        minimum_partners -> Nullable<Integer>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    project_ideas (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        state -> Text,
        state_reason -> Nullable<Text>,
        title -> Text,
        description -> Nullable<Text>,
        call_id -> Nullable<Guid>,
        initiator_id -> Nullable<Guid>,
        partner_ids -> Text,
        municipality_codes -> Text,
        strategy_area_ids -> Text,
        framework_links -> Text,
        owner_unit_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    projects (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        state -> Text,
        state_reason -> Nullable<Text>,
        name -> Text,
        acronym -> Nullable<Text>,
        funding_programme_id -> Nullable<Guid>,
        call_id -> Nullable<Guid>,
        project_idea_id -> Nullable<Guid>,
        local_id -> Nullable<Text>,
        participations -> Text,
        starts_on -> Nullable<Date>,
        starts_on_precision -> Nullable<Text>,
        ends_on -> Nullable<Date>,
        ends_on_precision -> Nullable<Text>,
        decided_on -> Nullable<Date>,
        decided_on_precision -> Nullable<Text>,
        decision_ids -> Text,
        stated_totals -> Text,
        funding_lines -> Text,
        exchange_rates -> Text,
        strategy_area_ids -> Text,
        framework_links -> Text,
        municipality_codes -> Text,
        value_kinds -> Text,
        sustainability -> Text,
        description -> Nullable<Text>,
        results -> Nullable<Text>,
        owner_unit_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    monitoring_items (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        state -> Text,
        state_reason -> Nullable<Text>,
        title -> Text,
        source_url -> Nullable<Text>,
        published_on -> Nullable<Date>,
        level -> Text,
        reach -> Text,
        strategy_area_ids -> Text,
        framework_links -> Text,
        topics -> Text,
        procedure_reference -> Nullable<Text>,
        importance -> Nullable<Text>,
        deadline_on -> Nullable<Date>,
        assessment -> Nullable<Text>,
        call_id -> Nullable<Guid>,
        owner_unit_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    knowledge_activities (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        state -> Text,
        state_reason -> Nullable<Text>,
        title -> Text,
        kind -> Text,
        held_on -> Nullable<Date>,
        ends_on -> Nullable<Date>,
        place -> Nullable<Text>,
        description -> Nullable<Text>,
        audiences -> Text,
        competences -> Text,
        topics -> Text,
        monitoring_item_ids -> Text,
        call_ids -> Text,
        strategy_area_ids -> Text,
        municipality_codes -> Text,
        politicians -> Nullable<Integer>,
        officials -> Nullable<Integer>,
        others -> Nullable<Integer>,
        evaluation -> Nullable<Text>,
        cost_minor -> Nullable<BigInt>,
        cost_currency -> Nullable<Text>,
        owner_unit_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    influence_cases (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        state -> Text,
        state_reason -> Nullable<Text>,
        title -> Text,
        procedure_reference -> Nullable<Text>,
        arena -> Text,
        wanted_position -> Nullable<Text>,
        favours -> Nullable<Text>,
        monitoring_item_ids -> Text,
        strategy_area_ids -> Text,
        actions -> Text,
        decision_id -> Nullable<Guid>,
        outcome -> Nullable<Text>,
        favourability -> Nullable<Integer>,
        outcome_text -> Nullable<Text>,
        closed_on -> Nullable<Date>,
        owner_unit_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    profiling_actions (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        title -> Text,
        kind -> Text,
        held_on -> Date,
        ends_on -> Nullable<Date>,
        place -> Nullable<Text>,
        description -> Nullable<Text>,
        strategy_area_ids -> Text,
        profile_area_ids -> Text,
        influence_case_ids -> Text,
        reach -> Nullable<Integer>,
        cost_minor -> Nullable<BigInt>,
        cost_currency -> Nullable<Text>,
        owner_unit_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    engagements (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        partner_id -> Guid,
        held_on -> Date,
        kind -> Text,
        summary -> Text,
        unit_id -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::Guid;

    project_figures (project_id) {
        project_id -> Guid,
        year -> Nullable<Integer>,
        currency -> Text,
        total_minor -> Nullable<BigInt>,
        region_own_minor -> Nullable<BigInt>,
        municipality_minor -> Nullable<BigInt>,
        state_minor -> Nullable<BigInt>,
        eu_minor -> Nullable<BigInt>,
        norwegian_state_minor -> Nullable<BigInt>,
        other_public_minor -> Nullable<BigInt>,
        private_minor -> Nullable<BigInt>,
        in_kind_minor -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::Guid;

    project_municipalities (project_id, municipality_code) {
        project_id -> Guid,
        municipality_code -> Text,
        amount_minor -> Nullable<BigInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::Guid;

    project_participations (project_id, partner_id, role) {
        project_id -> Guid,
        partner_id -> Guid,
        role -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::Guid;

    project_idea_municipalities (project_idea_id, municipality_code) {
        project_idea_id -> Guid,
        municipality_code -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    clients (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        name -> Text,
        name_folded -> Text,
        description -> Nullable<Text>,
        owner_unit_id -> Guid,
        scopes -> Text,
        disabled -> Bool,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    client_secrets (id) {
        id -> Guid,
        client_id -> Guid,
        secret_hash -> Text,
        description -> Nullable<Text>,
        created_at -> Moment,
        expires_at -> Moment,
        last_used_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    sessions (id) {
        id -> Guid,
        user_id -> Guid,
        created_at -> Moment,
        last_used_at -> Moment,
        expires_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    refresh_tokens (token_hash) {
        token_hash -> Text,
        session_id -> Guid,
        created_at -> Moment,
        used_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    sign_outs (holder_id) {
        holder_id -> Guid,
        at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    idempotency_keys (caller_id, key) {
        caller_id -> Guid,
        key -> Text,
        fingerprint -> Text,
        resource_type -> Text,
        resource_id -> Guid,
        created_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    webhooks (id) {
        id -> Guid,
        version -> Integer,
        archived -> Bool,
        external_ids -> Text,
        documents -> Text,
        note -> Nullable<Text>,
        confidentiality -> Nullable<Text>,
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        state -> Text,
        state_reason -> Nullable<Text>,
        url -> Text,
        events -> Text,
        description -> Nullable<Text>,
        created_by -> Nullable<Guid>,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    webhook_secrets (webhook_id) {
        webhook_id -> Guid,
        secret -> Text,
        previous -> Nullable<Text>,
        previous_until -> Nullable<Moment>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::Guid;

    webhook_cursors (webhook_id) {
        webhook_id -> Guid,
        seq -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    webhook_deliveries (id) {
        id -> Guid,
        webhook_id -> Guid,
        seq -> Nullable<BigInt>,
        event -> Text,
        body -> Text,
        state -> Text,
        attempts -> Integer,
        created_at -> Moment,
        due_at -> Moment,
        gives_up_at -> Moment,
        finished_at -> Nullable<Moment>,
        last_status -> Nullable<Integer>,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    imports (id) {
        id -> Guid,
        created_at -> Moment,
        created_by -> Guid,
        unit_id -> Nullable<Guid>,
        trace_id -> Text,
        resource -> Text,
        mode -> Text,
        on_error -> Text,
        system -> Text,
        foreign_format -> Nullable<Text>,
        declared -> Text,
        fill -> Text,
        scopes -> Nullable<Text>,
        bytes -> BigInt,
        sha256 -> Text,
        found -> Text,
        mapping -> Text,
        state -> Text,
        done -> BigInt,
        created -> BigInt,
        updated -> BigInt,
        unchanged -> BigInt,
        skipped -> BigInt,
        errors -> BigInt,
        problem -> Nullable<Text>,
        finished_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::Guid;

    import_chunks (import_id, number) {
        import_id -> Guid,
        number -> Integer,
        content -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::Guid;

    import_rows (import_id, ordinal) {
        import_id -> Guid,
        ordinal -> BigInt,
        row_number -> BigInt,
        sheet -> Nullable<Text>,
        action -> Text,
        resource_id -> Nullable<Guid>,
        faults -> Text,
        notices -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::Moment;

    leases (name) {
        name -> Text,
        owner -> Text,
        until -> Moment,
    }
}

diesel::joinable!(refresh_tokens -> sessions (session_id));

diesel::allow_tables_to_appear_in_same_query!(
    journal_head,
    journal,
    records,
    confidential_records,
    record_references,
    external_ids,
    units,
    users,
    credentials,
    clients,
    client_secrets,
    sessions,
    refresh_tokens,
    sign_outs,
    idempotency_keys,
    webhooks,
    webhook_secrets,
    webhook_cursors,
    webhook_deliveries,
    leases,
    imports,
    import_chunks,
    import_rows,
    municipalities,
    municipality_populations,
    strategies,
    strategy_areas,
    strategy_area_periods,
    partners,
    activities,
    project_figures,
    project_municipalities,
    project_participations,
    project_idea_municipalities,
    funding_programmes,
    calls,
    project_ideas,
    projects,
    monitoring_items,
    knowledge_activities,
    influence_cases,
    profiling_actions,
    engagements,
    policy_frameworks,
    framework_elements,
    operational_plans,
    matrix_cells,
    profile_areas,
    progress_updates,
    indicators,
    indicator_values,
    status_reports,
    report_snapshots,
    integration_statements,
    roll_overs,
    calendar_subscriptions,
    decisions,
    bodies,
    competences,
    meetings,
    cooperation_agreements,
    memberships,
    membership_fees,
    mandates,
    benefit_reviews,
    visits,
    introductions,
    report_links,
);

diesel::allow_columns_to_appear_in_same_group_by_clause!(partners::municipality_code, project_participations::role);
