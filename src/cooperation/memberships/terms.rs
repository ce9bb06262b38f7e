//! When a membership is in force, and until when notice can be given.

use chrono::{Datelike as _, NaiveDate};

use super::{Membership, MembershipIn, MembershipKept, MembershipLevel};
use crate::cooperation::terms::{Term, after_notice, last_notice_day};
use crate::register::Record;

/// When a membership is in force: the region's own never before it is decided.
pub(super) fn of(record: &Record<Membership>) -> Option<Term> {
    let (membership, kept) = (&record.content, &record.kept);
    if !["active", "notice_given", "ended"].contains(&record.meta.state.as_deref()?) {
        return None;
    }
    let from = membership.starts_on?;
    let from = kept.approved_on.map_or(from, |approved| from.max(approved));
    Term::new(from, membership.ends_on.or_else(|| end_by_notice(membership, kept)))
}

/// When notice ends a membership without a last day: with the calendar year in which it takes effect.
fn end_by_notice(membership: &MembershipIn, kept: &MembershipKept) -> Option<NaiveDate> {
    let effective = after_notice(kept.notice_given_on?, membership.notice_months?)?;
    NaiveDate::from_ymd_opt(effective.year(), 12, 31)
}

/// The last day on which notice can be given: for the last day, or else for the end of the first calendar year for which
/// it can still be given, as fees are by the year.
pub(super) fn last_notice(record: &Record<Membership>, today: NaiveDate) -> Option<NaiveDate> {
    if record.meta.state.as_deref() != Some("active") {
        return None;
    }
    let months = record.content.notice_months?;
    if let Some(ends_on) = record.content.ends_on {
        return last_notice_day(ends_on, months);
    }
    let year_ends = (today.year()..).map_while(|year| NaiveDate::from_ymd_opt(year, 12, 31));
    year_ends.map_while(|end| last_notice_day(end, months)).find(|day| *day >= today)
}

/// The day before which it must be decided whether a membership of the region's own goes on.
pub(super) fn decision_basis(record: &Record<Membership>, today: NaiveDate) -> Option<NaiveDate> {
    if record.content.level != MembershipLevel::Direct {
        return None;
    }
    let is_active = record.meta.state.as_deref() == Some("active");
    last_notice(record, today).or(record.content.ends_on.filter(|_| is_active))
}
