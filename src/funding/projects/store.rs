//! The rows of projects.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{ExchangeRate, FundingLine, Participation, Project, ProjectIn, StatedTotal, ValueKind};
use crate::cooperation::partners::PartnerKind;
use crate::db::schema::{
    calls, partners, project_municipalities as municipalities, project_participations as participations, projects,
};
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::{Fault, FaultCode};
use crate::funding::calls::Call;
use crate::funding::funding_programmes::FundingProgramme;
use crate::funding::project_ideas::ProjectIdea;
use crate::governance::decisions::Decision;
use crate::governance::units::Unit;
use crate::http::query::AnyOrNone;
use crate::planning::activities::Sustainability;
use crate::register::rules::Precision;
use crate::register::{ListQuery, Nothing, Record};
use crate::strategy::framework_elements::FrameworkLink;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{fold, sort_key, text};

crate::register_table! {
    projects for Project, row ProjectRow {
        state: String,
        state_reason: Option<String>,
        name: String,
        acronym: Option<String>,
        funding_programme_id: Option<Id<FundingProgramme>>,
        call_id: Option<Id<Call>>,
        project_idea_id: Option<Id<ProjectIdea>>,
        local_id: Option<String>,
        participations: Json<Vec<Participation>>,
        starts_on: Option<NaiveDate>,
        starts_on_precision: Option<Precision>,
        ends_on: Option<NaiveDate>,
        ends_on_precision: Option<Precision>,
        decided_on: Option<NaiveDate>,
        decided_on_precision: Option<Precision>,
        decision_ids: Json<Vec<Id<Decision>>>,
        stated_totals: Json<Vec<StatedTotal>>,
        funding_lines: Json<Vec<FundingLine>>,
        exchange_rates: Json<Vec<ExchangeRate>>,
        strategy_area_ids: Json<Vec<Id<StrategyArea>>>,
        framework_links: Json<Vec<FrameworkLink>>,
        municipality_codes: Json<Vec<String>>,
        value_kinds: Json<Vec<ValueKind>>,
        sustainability: Json<Vec<Sustainability>>,
        description: Option<String>,
        results: Option<String>,
        owner_unit_id: Option<Id<Unit>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort {
        "name" => name_key, "state" => state, "startsOn" => starts_on optional, "endsOn" => ends_on optional,
        "decidedOn" => decided_on optional
    }
}

/// The row of a record.
fn to_row(record: Record<Project>) -> ProjectRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let ProjectIn {
        name,
        acronym,
        description,
        funding_programme_id,
        call_id,
        project_idea_id,
        local_id,
        participations,
        starts_on,
        starts_on_precision,
        ends_on,
        ends_on_precision,
        decided_on,
        decided_on_precision,
        decision_ids,
        stated_totals,
        funding_lines,
        exchange_rates,
        strategy_area_ids,
        framework_links,
        municipality_codes,
        value_kinds,
        sustainability,
        results,
        owner_unit_id,
    } = content;
    let known_by = [Some(name.as_str()), acronym.as_deref(), local_id.as_deref()];
    let columns = Columns {
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        name_key: sort_key(&name),
        search: fold(&known_by.into_iter().flatten().collect::<Vec<_>>().join(" ")),
        name,
        acronym,
        funding_programme_id,
        call_id,
        project_idea_id,
        local_id,
        participations: Json(participations),
        starts_on,
        starts_on_precision,
        ends_on,
        ends_on_precision,
        decided_on,
        decided_on_precision,
        decision_ids: Json(decision_ids),
        stated_totals: Json(stated_totals),
        funding_lines: Json(funding_lines),
        exchange_rates: Json(exchange_rates),
        strategy_area_ids: Json(strategy_area_ids),
        framework_links: Json(framework_links),
        municipality_codes: Json(municipality_codes),
        value_kinds: Json(value_kinds),
        sustainability: Json(sustainability),
        description,
        results,
        owner_unit_id,
    };
    ProjectRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: ProjectRow) -> Record<Project> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = ProjectIn {
        name: row.name,
        acronym: row.acronym,
        description: row.description,
        funding_programme_id: row.funding_programme_id,
        call_id: row.call_id,
        project_idea_id: row.project_idea_id,
        local_id: row.local_id,
        participations: row.participations.0,
        starts_on: row.starts_on,
        starts_on_precision: row.starts_on_precision,
        ends_on: row.ends_on,
        ends_on_precision: row.ends_on_precision,
        decided_on: row.decided_on,
        decided_on_precision: row.decided_on_precision,
        decision_ids: row.decision_ids.0,
        stated_totals: row.stated_totals.0,
        funding_lines: row.funding_lines.0,
        exchange_rates: row.exchange_rates.0,
        strategy_area_ids: row.strategy_area_ids.0,
        framework_links: row.framework_links.0,
        municipality_codes: row.municipality_codes.0,
        value_kinds: row.value_kinds.0,
        sustainability: row.sustainability.0,
        results: row.results,
        owner_unit_id: row.owner_unit_id,
    };
    Record { meta, content, kept: Nothing {} }
}

/// The list of projects, as it is narrowed.
type Rows = projects::BoxedQuery<'static, MultiBackend>;

impl Project {
    fn filtered(query: &ListQuery<Self>) -> Rows {
        let filter = &query.filter;
        let mut rows = projects::table.into_boxed();
        crate::narrow!(rows, projects::state, filter.state);
        crate::narrow_optional!(rows, projects::funding_programme_id, filter.funding_programme_id);
        crate::narrow_optional!(rows, projects::call_id, filter.call_id);
        crate::narrow_optional!(rows, projects::project_idea_id, filter.project_idea_id);
        crate::narrow_reference!(rows, projects::id, "project.partners", filter.partner_id);
        rows = narrow_municipality(rows, &filter.municipality_code);
        crate::narrow_reference!(rows, projects::id, "project.strategyAreas", filter.strategy_area_id);
        crate::narrow_links!(rows, projects::framework_links, filter.framework_element);
        crate::narrow_list!(rows, projects::value_kinds, filter.value_kind);
        crate::narrow_list!(rows, projects::sustainability, filter.sustainability);
        crate::narrow_optional!(rows, projects::owner_unit_id, filter.owner_unit_id);
        crate::narrow_range!(rows, projects::starts_on, filter.starts_on);
        crate::narrow_range!(rows, projects::ends_on, filter.ends_on);
        crate::narrow_range!(rows, projects::decided_on, filter.decided_on);
        if let Some(day) = query.on {
            // Without a last day it is not known to have ended.
            rows = rows
                .filter(projects::starts_on.le(day))
                .filter(projects::ends_on.is_null().or(projects::ends_on.ge(day)));
        }
        rows
    }
}

/// Narrows to the projects in which any of some municipalities takes part: it is named, gives money, or is among the partners;
/// `none` asks for those without one.
fn narrow_municipality(rows: Rows, codes: &AnyOrNone<String>) -> Rows {
    let Some(values) = codes.values() else { return rows };
    let named = || municipalities::table.select(municipalities::project_id);
    let as_partner = || {
        participations::table
            .inner_join(partners::table.on(partners::id.eq(participations::partner_id)))
            .filter(partners::kind.eq(PartnerKind::Municipality))
            .select(participations::project_id)
    };
    let of_named = named().filter(municipalities::municipality_code.eq_any(values.to_vec()));
    let of_partners = as_partner().filter(partners::municipality_code.eq_any(values.to_vec()));
    let any = projects::id.eq_any(of_named).or(projects::id.eq_any(of_partners));
    if codes.none() {
        let coded = as_partner().filter(partners::municipality_code.is_not_null());
        rows.filter(any.or(projects::id.ne_all(named()).and(projects::id.ne_all(coded))))
    } else {
        rows.filter(any)
    }
}

/// The call that a project answered is one of its programme.
pub(super) fn check_call(conn: &mut Conn, record: &Record<Project>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let (Some(call), Some(programme)) = (record.content.call_id, record.content.funding_programme_id) else {
        return Ok(());
    };
    let of: Option<Id<FundingProgramme>> =
        calls::table.find(call).select(calls::funding_programme_id).get_result(conn).optional()?;
    // What is not there is named as a reference already.
    if of.is_some_and(|of| of != programme) {
        let reason = text("är en utlysning inom ett annat program", "is a call of another programme");
        faults.push(Fault::body("/callId", FaultCode::Rule, reason));
    }
    Ok(())
}
