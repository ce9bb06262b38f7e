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
        framework_elements -> Text,
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
        framework_elements -> Text,
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
        created_at -> Moment,
        updated_at -> Moment,
        updated_by -> Nullable<Guid>,
        body_code -> Text,
        decided_on -> Date,
        decided_year -> Integer,
        section -> Nullable<Text>,
        registry_number -> Nullable<Text>,
        title -> Text,
        kind -> Text,
        subjects -> Text,
        outcome -> Text,
        adjusted_on -> Nullable<Date>,
        minutes_url -> Nullable<Text>,
        historic -> Bool,
        name_key -> Binary,
        search -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    competences (body_code, decision_kind, valid_from) {
        body_code -> Text,
        decision_kind -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::types::{Guid, Moment};

    framework_elements (code) {
        code -> Text,
        framework -> Text,
        name_sv -> Text,
        name_en -> Text,
        position -> Integer,
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

diesel::allow_tables_to_appear_in_same_query!(
    journal_head,
    journal,
    records,
    record_references,
    external_ids,
    units,
    users,
    credentials,
    municipalities,
    municipality_populations,
    strategies,
    strategy_areas,
    strategy_area_periods,
    partners,
    activities,
    decisions,
    competences,
    framework_elements,
    report_links,
);
