//! Meetings of the bodies: the calendar by which it is known when a decision can be taken at the latest. A meeting that is
//! put away was called off, and counts no more.

use diesel::QueryResult;

use crate::error::Fault;
use crate::governance::bodies;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::rules::check_order;
use crate::register::{Names, Nothing, Operation, Record, Register};
use crate::text::text;

mod api;
mod dto;
mod store;

pub use dto::{MeetingFilter, MeetingIn};
pub use store::{body_and_day, closing, days_between, following, held, nearest, preceding};

/// The register of meetings.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting;

impl Register for Meeting {
    const TYPE: &'static str = "meeting";
    const PATH: &'static str = "meetings";
    const NAMES: Names =
        Names { schema: "Meeting", one: "meeting", many: "meetings", title: text("Möten", "Meetings") };
    const ABOUT: &'static str = "A meeting of a body. One that is archived was called off.";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;

    type Content = MeetingIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = MeetingFilter;

    fn title(record: &Record<Self>) -> String {
        format!("{} {}", record.content.body_code, record.content.held_on)
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let meeting = &record.content;
        check_order(meeting.agenda_deadline_on, Some(meeting.held_on), "/agendaDeadlineOn", faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let conn = tx.conn()?;
        let meeting = &after.content;
        bodies::check(conn, "/bodyCode", &meeting.body_code, Some(meeting.held_on), faults)?;
        store::check_decided(conn, before, after, faults)
    }
}

/// The endpoints of meetings.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
