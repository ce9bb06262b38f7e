//! The agreements and memberships that go on, or end, unless it is decided otherwise in time: until when notice can be
//! given, and by when a decision is needed. The board's agenda, the calendar and the tasks tell of them.

use chrono::{Datelike as _, NaiveDate};
use diesel::QueryResult;
use uuid::Uuid;

use super::agreements::{self, CooperationAgreement, CooperationAgreementComputed};
use super::memberships::{self, Membership, MembershipComputed};
use super::terms::{DecisionDay, DecisionDayBasis, REACH};
use crate::db::Conn;
use crate::db::types::Instant;
use crate::register::rules::YEARS;
use crate::register::{AnyRegister, Erased, Record, Register as _, read};

/// What goes on, or ends, unless it is decided otherwise in time.
pub struct Deadline {
    /// The register.
    pub register: &'static dyn AnyRegister,
    /// The record.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// Its last day.
    pub ends_on: Option<NaiveDate>,
    /// The last day on which notice can be given.
    pub last_notice_day: Option<NaiveDate>,
    /// The day by which a decision is needed; none when it was taken.
    pub decision: Option<DecisionDay>,
    /// When the record was last changed.
    pub updated_at: Instant,
}

fn decision(on: Option<NaiveDate>, basis: Option<DecisionDayBasis>) -> Option<DecisionDay> {
    on.zip(basis).map(|(on, basis)| DecisionDay { on, basis })
}

/// The last days that may need a decision before a day: a meeting counts that lies as long before them.
fn reach(before: NaiveDate) -> NaiveDate {
    before.checked_add_months(REACH).filter(|day| YEARS.contains(&day.year())).unwrap_or(before)
}

/// The signed agreements that are not over, as far as notice or a decision may be due until a day; with a fixed number of
/// queries.
///
/// # Errors
/// When the database refuses.
pub fn of_agreements(conn: &mut Conn, today: NaiveDate, until: NaiveDate) -> QueryResult<Vec<Deadline>> {
    let records = agreements::ending(conn, today, reach(until))?;
    let computed = read::computed(conn, &records, today)?;
    let of = |(record, computed): (Record<CooperationAgreement>, CooperationAgreementComputed)| Deadline {
        register: &Erased::<CooperationAgreement>::NEW,
        id: record.uuid(),
        title: record.content.title,
        ends_on: computed.in_force_to,
        last_notice_day: computed.last_notice_day,
        decision: decision(computed.decision_needed_by, computed.decision_needed_by_basis),
        updated_at: record.meta.updated_at,
    };
    Ok(records.into_iter().zip(computed).map(of).collect())
}

/// The active memberships with notice agreed or a last day, whenever that is; with a fixed number of queries.
///
/// # Errors
/// When the database refuses.
pub fn of_memberships(conn: &mut Conn, today: NaiveDate) -> QueryResult<Vec<Deadline>> {
    let records = memberships::going_on(conn)?;
    let computed = read::computed(conn, &records, today)?;
    let titles = Membership::titles(conn, &records)?;
    let of = |((record, computed), title): ((Record<Membership>, MembershipComputed), String)| Deadline {
        register: &Erased::<Membership>::NEW,
        id: record.uuid(),
        title,
        ends_on: record.content.ends_on,
        last_notice_day: computed.last_notice_day,
        decision: decision(computed.decision_needed_by, computed.decision_needed_by_basis),
        updated_at: record.meta.updated_at,
    };
    Ok(records.into_iter().zip(computed).zip(titles).map(of).collect())
}
