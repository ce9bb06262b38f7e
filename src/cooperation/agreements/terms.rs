//! When an agreement is in force, what renews it, and the gaps of its chain.

use chrono::NaiveDate;
use diesel::QueryResult;

use super::{AgreementRelation, CooperationAgreement, CooperationAgreementIn, CooperationAgreementKept, Gap};
use crate::cooperation::terms::{Term, after_notice, last_notice_day};
use crate::db::Conn;
use crate::db::types::Id;
use crate::register::{Record, Warning, WarningCode};
use crate::text::Message;

/// An agreement in its chain, amendments aside.
#[derive(Clone, Debug)]
pub struct Link {
    /// The agreement.
    pub id: Id<CooperationAgreement>,
    /// Whether it is decided.
    pub is_approved: bool,
    /// Its first day: in force, or else as far as it is agreed.
    pub start: Option<NaiveDate>,
    /// When it is in force.
    pub term: Option<Term>,
}

/// The original of an agreement's chain.
pub fn master(record: &Record<CooperationAgreement>) -> Id<CooperationAgreement> {
    record.content.master_id.unwrap_or(record.meta.id)
}

/// When an agreement is in force: nothing is valid before it is decided and signed.
pub fn of(record: &Record<CooperationAgreement>) -> Option<Term> {
    let (agreement, kept) = (&record.content, &record.kept);
    if !["signed", "notice_given", "terminated"].contains(&record.meta.state.as_deref()?) {
        return None;
    }
    let from = [agreement.valid_from, agreement.signed_on, kept.approved_on].into_iter().flatten().max()?;
    let ended = end_by_notice(agreement, kept).or(kept.terminated_on);
    Term::new(from, [agreement.valid_to, ended].into_iter().flatten().min())
}

/// The last day of the time of notice, where one is agreed: nobody cuts it short.
pub fn end_by_notice(agreement: &CooperationAgreementIn, kept: &CooperationAgreementKept) -> Option<NaiveDate> {
    after_notice(kept.notice_given_on?, agreement.notice_months?)
}

/// The first day of an agreement, as far as it is known yet.
pub fn start(record: &Record<CooperationAgreement>) -> Option<NaiveDate> {
    let agreed = [record.content.valid_from, record.kept.approved_on].into_iter().flatten().max();
    of(record).map(|term| term.from).or(agreed)
}

/// Whether an agreement is in force on a day.
pub fn is_in_force(record: &Record<CooperationAgreement>, day: NaiveDate) -> bool {
    of(record).is_some_and(|term| term.holds(day))
}

/// The agreements in force on a day that are not put away, by title.
///
/// # Errors
/// When the database refuses.
pub fn in_force_on(conn: &mut Conn, day: NaiveDate) -> QueryResult<Vec<Record<CooperationAgreement>>> {
    let mut records = super::store::all(conn)?;
    records.retain(|record| is_in_force(record, day));
    Ok(records)
}

/// The last day on which notice can be given for the last day of an agreement.
pub fn last_notice(record: &Record<CooperationAgreement>) -> Option<NaiveDate> {
    if record.meta.state.as_deref() != Some("signed") {
        return None;
    }
    last_notice_day(of(record)?.to?, record.content.notice_months?)
}

/// The day before which it must be decided whether an agreement goes on. An amendment goes with what it amends.
pub fn decision_basis(record: &Record<CooperationAgreement>) -> Option<NaiveDate> {
    if record.content.relation == AgreementRelation::Amendment {
        return None;
    }
    let is_signed = record.meta.state.as_deref() == Some("signed");
    let last = of(record).filter(|_| is_signed).and_then(|term| term.to);
    last_notice(record).or(last)
}

/// The approved agreement of the chain that comes after this one.
pub fn renewal(record: &Record<CooperationAgreement>, chain: &[Link]) -> Option<Id<CooperationAgreement>> {
    if record.content.relation == AgreementRelation::Amendment {
        return None;
    }
    let own = start(record)?;
    let later = chain.iter().filter(|link| link.id != record.meta.id && link.is_approved);
    later.filter(|link| link.start > Some(own)).min_by_key(|link| link.start).map(|link| link.id)
}

/// The days between the agreement before in the chain and this one.
pub fn gap(record: &Record<CooperationAgreement>, chain: &[Link]) -> Option<Gap> {
    if record.content.relation != AgreementRelation::Renewal {
        return None;
    }
    let start = start(record)?;
    let before = chain.iter().filter(|link| link.id != record.meta.id).filter_map(|link| link.term);
    let last = before.filter(|term| term.from < start).max_by_key(|term| term.to)?;
    last.gap_to(start).and_then(|gap| Some(Gap { from: gap.from, to: gap.to? }))
}

/// What is said of a gap.
pub fn gap_warning(Gap { from, to }: Gap) -> Warning {
    let message = Message::new(
        format!("Inget avtal i kedjan gällde från {from} till {to}."),
        format!("No agreement of the chain was in force from {from} to {to}."),
    );
    Warning::new(WarningCode::Gap, message)
}
