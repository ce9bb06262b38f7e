//! The rows of decisions.

use chrono::{Datelike as _, NaiveDate};
use diesel::prelude::*;

use super::{BodyCode, Decision, DecisionIn, DecisionKind, DecisionOutcome, DecisionSubject};
use crate::db::schema::{competences, decisions};
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::{Fault, FaultCode};
use crate::register::rules::check_free;
use crate::register::{ListQuery, Nothing, Record, Scope};
use crate::text::{fold, sort_key, text};

crate::register_table! {
    decisions for Decision, row DecisionRow {
        body_code: BodyCode,
        decided_on: NaiveDate,
        decided_year: i32,
        section: Option<String>,
        registry_number: Option<String>,
        title: String,
        kind: DecisionKind,
        subjects: Json<Vec<DecisionSubject>>,
        outcome: DecisionOutcome,
        adjusted_on: Option<NaiveDate>,
        minutes_url: Option<String>,
        historic: bool,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "title" => name_key, "decidedOn" => decided_on, "bodyCode" => body_code, "kind" => kind }
}

/// The row of a record.
fn to_row(record: Record<Decision>) -> DecisionRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let DecisionIn {
        body_code,
        decided_on,
        section,
        registry_number,
        title,
        kind,
        subjects,
        outcome,
        adjusted_on,
        minutes_url,
        historic,
    } = content;
    let printed = registry_number.as_deref().unwrap_or_default();
    // Found as printed, and without the spaces that one writes and another does not.
    let closed: String = printed.split_whitespace().collect();
    let columns = Columns {
        name_key: sort_key(&title),
        search: fold(&format!("{title} {printed} {closed}")),
        decided_year: decided_on.year(),
        body_code,
        decided_on,
        section,
        registry_number,
        title,
        kind,
        subjects: Json(subjects),
        outcome,
        adjusted_on,
        minutes_url,
        historic,
    };
    DecisionRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: DecisionRow) -> Record<Decision> {
    let meta = row.take_meta();
    let content = DecisionIn {
        body_code: row.body_code,
        decided_on: row.decided_on,
        section: row.section,
        registry_number: row.registry_number,
        title: row.title,
        kind: row.kind,
        subjects: row.subjects.0,
        outcome: row.outcome,
        adjusted_on: row.adjusted_on,
        minutes_url: row.minutes_url,
        historic: row.historic,
    };
    Record { meta, content, kept: Nothing {} }
}

impl Decision {
    fn filtered(_: &Scope, query: &ListQuery<Self>) -> decisions::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = decisions::table.into_boxed();
        crate::narrow!(rows, decisions::body_code, filter.body_code);
        crate::narrow!(rows, decisions::kind, filter.kind);
        crate::narrow!(rows, decisions::outcome, filter.outcome);
        crate::narrow_optional!(rows, decisions::section, filter.section);
        crate::narrow_optional!(rows, decisions::registry_number, filter.registry_number);
        crate::narrow!(rows, decisions::historic, filter.historic);
        crate::narrow_reference!(rows, decisions::id, "decision.strategies", filter.strategy_id);
        crate::narrow_reference!(rows, decisions::id, "decision.strategyAreas", filter.strategy_area_id);
        crate::narrow_range!(rows, decisions::decided_on, filter.decided_on);
        rows
    }
}

/// The section is another decision's of the same body and calendar year.
pub(super) fn check_section(conn: &mut Conn, record: &Record<Decision>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let decision = &record.content;
    let Some(section) = &decision.section else { return Ok(()) };
    let holder: Option<Id<Decision>> = decisions::table
        .filter(decisions::body_code.eq(decision.body_code))
        .filter(decisions::decided_year.eq(decision.decided_on.year()))
        .filter(decisions::section.eq(section))
        .select(decisions::id)
        .get_result(conn)
        .optional()?;
    let reason = text(
        "paragrafen är redan registrerad för organet och året",
        "the section is recorded already for the body and the year",
    );
    check_free("/section", holder, record.meta.id, reason, faults);
    Ok(())
}

/// the body is competent for the kind on the day of the decision.
pub(super) fn check_competence(conn: &mut Conn, record: &Record<Decision>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let DecisionIn { body_code, kind, decided_on, .. } = &record.content;
    let competent: i64 = competences::table
        .filter(competences::body_code.eq(body_code.as_str()))
        .filter(competences::decision_kind.eq(kind.as_str()))
        .filter(competences::valid_from.le(decided_on))
        .filter(competences::valid_to.is_null().or(competences::valid_to.ge(decided_on)))
        .count()
        .get_result(conn)?;
    if competent == 0 {
        let reason = text(
            "organet är inte behörigt för det här slags beslut den dagen",
            "the body is not competent for this kind of decision on that day",
        );
        faults.push(Fault { rule: Some("R-15"), ..Fault::body("/bodyCode", FaultCode::NotCompetent, reason) });
    }
    Ok(())
}
