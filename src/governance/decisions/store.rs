//! The rows of decisions.

use std::ops::RangeInclusive;

use chrono::{Datelike as _, NaiveDate};
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::{Decision, DecisionIn, DecisionKind, DecisionOutcome, DecisionSubject, EuImpact};
use crate::db::schema::decisions;
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::{Fault, FaultCode};
use crate::governance::competences;
use crate::governance::meetings::{self, Meeting};
use crate::register::rules::{Precision, check_free};
use crate::register::{ListQuery, Nothing, Record, RegistryKey, Table as _};
use crate::text::{fold, sort_key, text};

crate::register_table! {
    decisions for Decision, row DecisionRow {
        body_code: String,
        meeting_id: Option<Id<Meeting>>,
        decided_on: NaiveDate,
        decided_on_precision: Option<Precision>,
        decided_year: i32,
        section: Option<String>,
        registry_number: Option<String>,
        registry_key: Option<RegistryKey>,
        title: String,
        kind: DecisionKind,
        subjects: Json<Vec<DecisionSubject>>,
        outcome: DecisionOutcome,
        adjusted_on: Option<NaiveDate>,
        minutes_url: Option<String>,
        corrects_id: Option<Id<Decision>>,
        historic: bool,
        eu_impact: Option<EuImpact>,
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
        meeting_id,
        decided_on,
        decided_on_precision,
        section,
        registry_number,
        title,
        kind,
        subjects,
        outcome,
        adjusted_on,
        minutes_url,
        corrects_id,
        historic,
        eu_impact,
    } = content;
    let printed = registry_number.as_deref().unwrap_or_default();
    // Found as printed, and without the spaces that one writes and another does not.
    let closed: String = printed.split_whitespace().collect();
    let columns = Columns {
        name_key: sort_key(&title),
        search: fold(&format!("{title} {printed} {closed}")),
        decided_year: decided_on.year(),
        body_code,
        meeting_id,
        decided_on,
        decided_on_precision,
        section,
        registry_key: registry_number.as_deref().map(RegistryKey::of),
        registry_number,
        title,
        kind,
        subjects: Json(subjects),
        outcome,
        adjusted_on,
        minutes_url,
        corrects_id,
        historic,
        eu_impact,
    };
    DecisionRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: DecisionRow) -> Record<Decision> {
    let meta = row.take_meta();
    let content = DecisionIn {
        body_code: row.body_code,
        meeting_id: row.meeting_id,
        decided_on: row.decided_on,
        decided_on_precision: row.decided_on_precision,
        section: row.section,
        registry_number: row.registry_number,
        title: row.title,
        kind: row.kind,
        subjects: row.subjects.0,
        outcome: row.outcome,
        adjusted_on: row.adjusted_on,
        minutes_url: row.minutes_url,
        corrects_id: row.corrects_id,
        historic: row.historic,
        eu_impact: row.eu_impact,
    };
    Record { meta, content, kept: Nothing {} }
}

impl Decision {
    fn filtered(query: &ListQuery<Self>) -> decisions::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = decisions::table.into_boxed();
        crate::narrow!(rows, decisions::body_code, filter.body_code);
        crate::narrow_optional!(rows, decisions::meeting_id, filter.meeting_id);
        crate::narrow!(rows, decisions::kind, filter.kind);
        crate::narrow!(rows, decisions::outcome, filter.outcome);
        crate::narrow_optional!(rows, decisions::section, filter.section);
        crate::narrow_optional!(rows, decisions::registry_key, filter.registry_number);
        crate::narrow_optional!(rows, decisions::corrects_id, filter.corrects_id);
        crate::narrow!(rows, decisions::historic, filter.historic);
        crate::narrow!(rows, decisions::eu_impact, filter.eu_impact);
        crate::narrow_reference!(rows, decisions::id, "decision.strategies", filter.strategy_id);
        crate::narrow_reference!(rows, decisions::id, "decision.strategyAreas", filter.strategy_area_id);
        crate::narrow_reference!(
            rows,
            decisions::id,
            "decision.cooperationAgreements",
            filter.cooperation_agreement_id
        );
        crate::narrow_reference!(rows, decisions::id, "decision.memberships", filter.membership_id);
        crate::narrow_reference!(rows, decisions::id, "decision.operationalPlans", filter.operational_plan_id);
        crate::narrow_range!(rows, decisions::decided_on, filter.decided_on);
        rows
    }
}

/// The meeting is of the same body and day, and was not called off.
pub(super) fn check_meeting(conn: &mut Conn, decision: &DecisionIn, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let Some(id) = decision.meeting_id else { return Ok(()) };
    let held = meetings::body_and_day(conn, id)?;
    if held.is_none_or(|(body, day)| body != decision.body_code || day != decision.decided_on) {
        let reason = text(
            "är ett annat organs möte, en annan dag eller inställt",
            "is another body's meeting, on another day or called off",
        );
        faults.push(Fault::body("/meetingId", FaultCode::Rule, reason));
    }
    Ok(())
}

/// The section is another decision's of the same body and calendar year. Those that were corrected have given theirs up.
pub(super) fn check_section(conn: &mut Conn, record: &Record<Decision>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let decision = &record.content;
    let Some(section) = &decision.section else { return Ok(()) };
    let holders: Vec<Id<Decision>> = decisions::table
        .filter(decisions::body_code.eq(&decision.body_code))
        .filter(decisions::decided_year.eq(decision.decided_on.year()))
        .filter(decisions::section.eq(section))
        .select(decisions::id)
        .load(conn)?;
    let mut holder = None;
    for one in holders.into_iter().filter(|one| Some(*one) != decision.corrects_id) {
        if !is_corrected(conn, one)? {
            holder = Some(one);
        }
    }
    let reason = text(
        "paragrafen är redan registrerad för organet och året",
        "the section is recorded already for the body and the year",
    );
    check_free("/section", holder, record.meta.id, reason, faults);
    Ok(())
}

/// Whether another decision corrects this one.
pub(super) fn is_corrected(conn: &mut Conn, id: Id<Decision>) -> QueryResult<bool> {
    let corrections: i64 = decisions::table.filter(decisions::corrects_id.eq(id)).count().get_result(conn)?;
    Ok(corrections > 0)
}

/// the body is competent for the kind on the day of the decision. What is only noted decides nothing.
pub(super) fn check_competence(conn: &mut Conn, decision: &DecisionIn, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let DecisionIn { body_code, kind, decided_on, .. } = decision;
    if kind.gate().is_none() || decision.outcome == DecisionOutcome::Noted {
        return Ok(());
    }
    if !competences::is_competent(conn, body_code, *kind, *decided_on)? {
        let reason = text(
            "organet är inte behörigt för det här slags beslut den dagen",
            "the body is not competent for this kind of decision on that day",
        );
        faults.push(Fault { rule: Some("R-15"), ..Fault::body("/bodyCode", FaultCode::NotCompetent, reason) });
    }
    Ok(())
}

/// The decisions that no other corrects: of several records of one decision, the last.
macro_rules! standing {
    () => {{
        let later = diesel::alias!(decisions as corrections);
        let corrected = later
            .filter(later.field(decisions::corrects_id).is_not_null())
            .select(later.field(decisions::corrects_id).assume_not_null());
        decisions::id.ne_all(corrected)
    }};
}

/// Decisions of a year that have the impact of the EU in common, if that was assessed, and how many they are.
pub type EuTally = (i32, Option<EuImpact>, i64);

/// The decisions of some years counted by the impact of the EU, but for those that were corrected: one query.
///
/// # Errors
/// When the database refuses.
pub fn by_eu_impact(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<Vec<EuTally>> {
    decisions::table
        .group_by((decisions::decided_year, decisions::eu_impact))
        .select((decisions::decided_year, decisions::eu_impact, count_star()))
        .filter(decisions::decided_year.between(*years.start(), *years.end()))
        .filter(decisions::archived.eq(false))
        .filter(standing!())
        .load(conn)
}

/// The decisions of a body that were taken from one day until another, in their order, but for those that were corrected.
///
/// # Errors
/// When the database refuses.
pub fn between(
    conn: &mut Conn,
    body: &str,
    from: Option<NaiveDate>,
    until: NaiveDate,
) -> QueryResult<Vec<Record<Decision>>> {
    let mut rows = decisions::table
        .filter(decisions::body_code.eq(body.to_owned()))
        .filter(decisions::decided_on.le(until))
        .filter(standing!())
        .into_boxed();
    if let Some(from) = from {
        rows = rows.filter(decisions::decided_on.ge(from));
    }
    let rows: Vec<DecisionRow> =
        rows.order((decisions::decided_on, decisions::id)).select(DecisionRow::as_select()).load(conn)?;
    let mut records: Vec<Record<Decision>> = rows.into_iter().map(Decision::from_row).collect();
    // As numbers: § 9 before § 10, and § 45 before § 45a.
    let digits = |section: &str| section.bytes().take_while(u8::is_ascii_digit).count();
    records.sort_by_cached_key(|Record { content, .. }| {
        (content.decided_on, content.section.clone().map(|section| (digits(&section), section)))
    });
    Ok(records)
}
