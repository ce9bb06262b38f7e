//! The rows of project ideas, and the index of the municipalities that are interested.

use diesel::prelude::*;

use super::{ProjectIdea, ProjectIdeaIn};
use crate::cooperation::partners::Partner;
use crate::db::schema::{project_idea_municipalities as interested, project_ideas, record_references};
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::funding::calls::Call;
use crate::governance::units::Unit;
use crate::http::query::AnyOrNone;
use crate::register::{ListQuery, Nothing, Record};
use crate::strategy::framework_elements::FrameworkLink;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{fold, sort_key};

crate::register_table! {
    project_ideas for ProjectIdea, row ProjectIdeaRow {
        state: String,
        state_reason: Option<String>,
        title: String,
        description: Option<String>,
        call_id: Option<Id<Call>>,
        initiator_id: Option<Id<Partner>>,
        partner_ids: Json<Vec<Id<Partner>>>,
        municipality_codes: Json<Vec<String>>,
        strategy_area_ids: Json<Vec<Id<StrategyArea>>>,
        framework_links: Json<Vec<FrameworkLink>>,
        owner_unit_id: Option<Id<Unit>>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "title" => name_key, "state" => state }
}

/// The row of a record.
fn to_row(record: Record<ProjectIdea>) -> ProjectIdeaRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let ProjectIdeaIn {
        title,
        description,
        call_id,
        initiator_id,
        partner_ids,
        municipality_codes,
        strategy_area_ids,
        framework_links,
        owner_unit_id,
    } = content;
    let columns = Columns {
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        name_key: sort_key(&title),
        search: fold(&title),
        title,
        description,
        call_id,
        initiator_id,
        partner_ids: Json(partner_ids),
        municipality_codes: Json(municipality_codes),
        strategy_area_ids: Json(strategy_area_ids),
        framework_links: Json(framework_links),
        owner_unit_id,
    };
    ProjectIdeaRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: ProjectIdeaRow) -> Record<ProjectIdea> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = ProjectIdeaIn {
        title: row.title,
        description: row.description,
        call_id: row.call_id,
        initiator_id: row.initiator_id,
        partner_ids: row.partner_ids.0,
        municipality_codes: row.municipality_codes.0,
        strategy_area_ids: row.strategy_area_ids.0,
        framework_links: row.framework_links.0,
        owner_unit_id: row.owner_unit_id,
    };
    Record { meta, content, kept: Nothing {} }
}

/// The list of ideas, as it is narrowed.
type Rows = project_ideas::BoxedQuery<'static, MultiBackend>;

impl ProjectIdea {
    fn filtered(query: &ListQuery<Self>) -> Rows {
        let filter = &query.filter;
        let mut rows = project_ideas::table.into_boxed();
        crate::narrow!(rows, project_ideas::state, filter.state);
        crate::narrow_optional!(rows, project_ideas::call_id, filter.call_id);
        rows = narrow_partner(rows, &filter.partner_id);
        rows = narrow_municipality(rows, &filter.municipality_code);
        crate::narrow_reference!(rows, project_ideas::id, "project_idea.strategyAreas", filter.strategy_area_id);
        crate::narrow_links!(rows, project_ideas::framework_links, filter.framework_element);
        crate::narrow_optional!(rows, project_ideas::owner_unit_id, filter.owner_unit_id);
        rows
    }
}

/// Narrows to the ideas that any of some partners had or is interested in; `none` asks for those without a partner.
fn narrow_partner(rows: Rows, partners: &AnyOrNone<Id<Partner>>) -> Rows {
    let Some(ids) = partners.values() else { return rows };
    let of = || {
        let either = ["project_idea.initiator", "project_idea.partners"];
        record_references::table.filter(record_references::reference.eq_any(either))
    };
    let ids: Vec<Id<()>> = ids.iter().map(Id::erased).collect();
    let linked = of().filter(record_references::to_id.eq_any(ids)).select(record_references::from_id);
    if partners.none() {
        let all = of().select(record_references::from_id);
        rows.filter(project_ideas::id.eq_any(linked).or(project_ideas::id.ne_all(all)))
    } else {
        rows.filter(project_ideas::id.eq_any(linked))
    }
}

/// Narrows to the ideas in which any of some municipalities is interested; `none` asks for those without one.
fn narrow_municipality(rows: Rows, codes: &AnyOrNone<String>) -> Rows {
    let Some(values) = codes.values() else { return rows };
    let named = interested::table
        .filter(interested::municipality_code.eq_any(values.to_vec()))
        .select(interested::project_idea_id);
    if codes.none() {
        let all = interested::table.select(interested::project_idea_id);
        rows.filter(project_ideas::id.eq_any(named).or(project_ideas::id.ne_all(all)))
    } else {
        rows.filter(project_ideas::id.eq_any(named))
    }
}

/// Brings the index of interested municipalities up to date.
pub(super) fn index(conn: &mut Conn, record: &Record<ProjectIdea>) -> QueryResult<()> {
    let id = record.meta.id;
    diesel::delete(interested::table.filter(interested::project_idea_id.eq(id))).execute(conn)?;
    for code in &record.content.municipality_codes {
        diesel::insert_into(interested::table)
            .values((interested::project_idea_id.eq(id), interested::municipality_code.eq(code)))
            .execute(conn)?;
    }
    Ok(())
}
