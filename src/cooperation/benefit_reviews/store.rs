//! The rows of benefit reviews.

use std::collections::HashSet;

use diesel::prelude::*;

use super::{BenefitReview, BenefitReviewIn, Recommendation};
use crate::cooperation::memberships::Membership;
use crate::db::schema::benefit_reviews;
use crate::db::types::Id;
use crate::db::{Conn, MultiBackend};
use crate::error::Fault;
use crate::register::rules::check_free;
use crate::register::{ListQuery, Nothing, Record, Table as _};
use crate::text::{fold, text};

crate::register_table! {
    benefit_reviews for BenefitReview, row BenefitReviewRow {
        membership_id: Id<Membership>,
        year: i32,
        meetings_held: Option<i32>,
        meetings_attended: Option<i32>,
        projects: Option<i32>,
        contacts: Option<i32>,
        influence_results: Option<String>,
        grade: Option<i32>,
        recommendation: Recommendation,
        text: String,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "year" => year, "grade" => grade optional }
}

/// The row of a record.
fn to_row(record: Record<BenefitReview>) -> BenefitReviewRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let BenefitReviewIn {
        membership_id,
        year,
        meetings_held,
        meetings_attended,
        projects,
        contacts,
        influence_results,
        grade,
        recommendation,
        text,
    } = content;
    let columns = Columns {
        name_key: format!("{year:04}").into_bytes(),
        search: fold(&format!("{year} {text} {}", influence_results.as_deref().unwrap_or_default())),
        membership_id,
        year,
        meetings_held,
        meetings_attended,
        projects,
        contacts,
        influence_results,
        grade,
        recommendation,
        text,
    };
    BenefitReviewRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: BenefitReviewRow) -> Record<BenefitReview> {
    let meta = row.take_meta();
    let content = BenefitReviewIn {
        membership_id: row.membership_id,
        year: row.year,
        meetings_held: row.meetings_held,
        meetings_attended: row.meetings_attended,
        projects: row.projects,
        contacts: row.contacts,
        influence_results: row.influence_results,
        grade: row.grade,
        recommendation: row.recommendation,
        text: row.text,
    };
    Record { meta, content, kept: Nothing {} }
}

impl BenefitReview {
    fn filtered(query: &ListQuery<Self>) -> benefit_reviews::BoxedQuery<'static, MultiBackend> {
        let filter = &query.filter;
        let mut rows = benefit_reviews::table.into_boxed();
        crate::narrow!(rows, benefit_reviews::membership_id, filter.membership_id);
        crate::narrow_range!(rows, benefit_reviews::year, filter.year);
        crate::narrow!(rows, benefit_reviews::recommendation, filter.recommendation);
        crate::narrow_range!(rows, benefit_reviews::grade, filter.grade);
        rows
    }
}

/// A membership has one review a year. What is put away counts no more.
pub(super) fn check_year(conn: &mut Conn, record: &Record<BenefitReview>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    if record.meta.archived {
        return Ok(());
    }
    let holder: Option<Id<BenefitReview>> = benefit_reviews::table
        .filter(benefit_reviews::membership_id.eq(record.content.membership_id))
        .filter(benefit_reviews::year.eq(record.content.year))
        .filter(benefit_reviews::archived.eq(false))
        .filter(benefit_reviews::id.ne(record.meta.id))
        .select(benefit_reviews::id)
        .get_result(conn)
        .optional()?;
    let reason = text("bedömningen för året finns redan", "the review of the year is there already");
    check_free("/year", holder, record.meta.id, reason, faults);
    Ok(())
}

/// Those of some memberships whose benefit was reviewed for a year: one query. What is put away counts no more.
///
/// # Errors
/// When the database refuses.
pub fn reviewed(conn: &mut Conn, memberships: &[Id<Membership>], year: i32) -> QueryResult<HashSet<Id<Membership>>> {
    if memberships.is_empty() {
        return Ok(HashSet::new());
    }
    let found: Vec<Id<Membership>> = benefit_reviews::table
        .filter(benefit_reviews::membership_id.eq_any(memberships.to_vec()))
        .filter(benefit_reviews::year.eq(year))
        .filter(benefit_reviews::archived.eq(false))
        .select(benefit_reviews::membership_id)
        .load(conn)?;
    Ok(found.into_iter().collect())
}

/// The reviews of a year that are not put away.
///
/// # Errors
/// When the database refuses.
pub fn of_year(conn: &mut Conn, year: i32) -> QueryResult<Vec<Record<BenefitReview>>> {
    let rows: Vec<BenefitReviewRow> = benefit_reviews::table
        .filter(benefit_reviews::year.eq(year))
        .filter(benefit_reviews::archived.eq(false))
        .order(benefit_reviews::id)
        .select(BenefitReviewRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(BenefitReview::from_row).collect())
}
