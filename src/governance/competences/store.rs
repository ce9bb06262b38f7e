//! The rows of competences.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Competence, CompetenceIn};
use crate::db::schema::competences;
use crate::db::{Conn, MultiBackend};
use crate::error::{Fault, FaultCode};
use crate::governance::decisions::DecisionKind;
use crate::register::{ListQuery, Nothing, Record};
use crate::text::{fold, text};

crate::register_table! {
    competences for Competence, row CompetenceRow {
        body_code: String,
        decision_kind: DecisionKind,
        valid_from: Option<NaiveDate>,
        valid_to: Option<NaiveDate>,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "bodyCode" => body_code, "decisionKind" => decision_kind, "validFrom" => valid_from optional }
}

/// The row of a record.
fn to_row(record: Record<Competence>) -> CompetenceRow {
    let name = Competence::name(&record);
    let Record { meta, content, kept: Nothing {} } = record;
    let CompetenceIn { body_code, decision_kind, valid_from, valid_to } = content;
    let columns = Columns {
        // Codes sort as they are.
        name_key: name.clone().into_bytes(),
        search: fold(&name),
        body_code,
        decision_kind,
        valid_from,
        valid_to,
    };
    CompetenceRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: CompetenceRow) -> Record<Competence> {
    let meta = row.take_meta();
    let content = CompetenceIn {
        body_code: row.body_code,
        decision_kind: row.decision_kind,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
    };
    Record { meta, content, kept: Nothing {} }
}

impl Competence {
    fn name(record: &Record<Self>) -> String {
        <Self as crate::register::Register>::title(record)
    }

    fn filtered(query: &ListQuery<Self>) -> competences::BoxedQuery<'static, MultiBackend> {
        let mut rows = competences::table.into_boxed();
        crate::narrow!(rows, competences::body_code, query.filter.body_code);
        crate::narrow!(rows, competences::decision_kind, query.filter.decision_kind);
        crate::narrow_in_force!(rows, competences::valid_from, competences::valid_to, query.on);
        rows
    }
}

/// A body's competence for a kind of decision, while it holds.
#[derive(Clone, Debug)]
pub struct Competent {
    /// The body.
    pub body_code: String,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl Competent {
    /// Whether it holds on a day.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// Who is or was competent for a kind of decision. What is put away counts no more.
///
/// # Errors
/// When the database refuses.
pub fn competent(conn: &mut Conn, kind: DecisionKind) -> QueryResult<Vec<Competent>> {
    let rows: Vec<(String, Option<NaiveDate>, Option<NaiveDate>)> = competences::table
        .filter(competences::decision_kind.eq(kind))
        .filter(competences::archived.eq(false))
        .order((competences::body_code, competences::id))
        .select((competences::body_code, competences::valid_from, competences::valid_to))
        .load(conn)?;
    Ok(rows.into_iter().map(|(body_code, from, to)| Competent { body_code, from, to }).collect())
}

/// Whether a body is competent for a kind of decision on a day.
///
/// # Errors
/// When the database refuses.
pub fn is_competent(conn: &mut Conn, body_code: &str, kind: DecisionKind, day: NaiveDate) -> QueryResult<bool> {
    Ok(competent(conn, kind)?.iter().any(|one| one.body_code == body_code && one.holds(day)))
}

/// The same body has the same competence for a part of the period already.
pub(super) fn check_overlap(conn: &mut Conn, record: &Record<Competence>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let CompetenceIn { body_code, decision_kind, valid_from, valid_to } = &record.content;
    let mut others = competences::table
        .filter(competences::body_code.eq(body_code))
        .filter(competences::decision_kind.eq(decision_kind))
        .filter(competences::archived.eq(false))
        .filter(competences::id.ne(record.meta.id))
        .into_boxed();
    if let Some(from) = valid_from {
        others = others.filter(competences::valid_to.is_null().or(competences::valid_to.ge(from)));
    }
    if let Some(to) = valid_to {
        others = others.filter(competences::valid_from.is_null().or(competences::valid_from.le(to)));
    }
    if !record.meta.archived && others.count().get_result::<i64>(conn)? > 0 {
        let reason = text(
            "organet har redan behörigheten under en del av perioden",
            "the body has the competence for a part of the period already",
        );
        faults.push(Fault::body("/validFrom", FaultCode::Taken, reason));
    }
    Ok(())
}
