//! Events: days of records, put together from all registers by one mechanism.

use chrono::NaiveDate;

use super::item::RecordRef;
use super::sources::SOURCES;
use crate::db::Conn;
use crate::db::types::Instant;
use crate::error::ApiError;
use crate::journal;
use crate::text::{Message, sort_key};

/// The most events of an answer.
pub const MOST: usize = 2_000;

crate::code_list! {
    /// What happens.
    pub enum EventKind "calendar-kinds" ("Kalenderns händelser", "Events of the calendar") {
        UpdateDue = "update_due" ("Lägesrapporter ska vara lämnade", "Progress updates are due"),
        StatusReportDue = "status_report_due" ("Statusrapporter ska vara lämnade", "Status reports are due"),
        Meeting = "meeting" ("Möte", "Meeting"),
        AgendaDeadline = "agenda_deadline" ("Sista dag för ärenden till ett möte", "Last day for the agenda of a meeting"),
        NoticeDay = "notice_day" ("Sista uppsägningsdag", "Last notice day"),
        DecisionNeeded = "decision_needed" ("Beslut behövs senast", "Decision needed by"),
        DecisionReminder = "decision_reminder"
            ("Påminnelse om beslut: 90 och 30 dagar före", "Reminder of a decision: 90 and 30 days before"),
        AgreementEnd = "agreement_end" ("Ett avtals sista dag", "Last day of an agreement"),
        MembershipEnd = "membership_end" ("Ett medlemskaps sista dag", "Last day of a membership"),
        ActivityStart = "activity_start" ("En aktivitet börjar", "An activity begins"),
        ActivityEnd = "activity_end" ("En aktivitet slutar", "An activity ends"),
        StrategyReview = "strategy_review" ("En strategi ses över", "A strategy is reviewed"),
        CallClosing = "call_closing" ("En utlysning stänger", "A call closes"),
    }
}

/// What happens on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What kind of thing.
    pub kind: EventKind,
    /// The day.
    pub on: NaiveDate,
    /// What it is called: a line of plain text.
    pub title: Message,
    /// The record that it is about.
    pub record: Option<RecordRef>,
    /// What tells it from others of its kind and record, such as the number of a period.
    pub part: Option<String>,
    /// The path of a list of what it counts, below the API's.
    pub list: Option<String>,
    /// When what it tells was last changed.
    pub changed_at: Instant,
}

impl Event {
    /// What it is known by: the same as long as it is the same event, also when its day moves.
    pub fn key(&self) -> String {
        let record = self.record.as_ref().map(|record| record.id.to_string());
        let parts = [Some(self.kind.to_string()), record, self.part.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join("-")
    }
}

/// What events are gathered from.
pub struct Span {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Today: what is computed from the day is computed for this one.
    pub today: NaiveDate,
    /// When the last change of any record was made.
    pub head_at: Instant,
}

impl Span {
    /// Both ends.
    pub const fn days(&self) -> (NaiveDate, NaiveDate) {
        (self.from, self.to)
    }

    /// Whether a day lies within it.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }

    /// The years in which something may have begun that happens within it.
    pub fn years(&self) -> std::ops::RangeInclusive<i32> {
        use chrono::Datelike as _;
        self.from.year() - 1..=self.to.year()
    }
}

/// The events from one day to another, of some kinds or of all when none is named, by day, kind and title; with a fixed
/// number of queries. There may be more than the most of an answer: those that come first are there in any case.
///
/// # Errors
/// When the database refuses.
pub fn events(
    conn: &mut Conn,
    from: NaiveDate,
    to: NaiveDate,
    kinds: &[EventKind],
    today: NaiveDate,
) -> Result<Vec<Event>, ApiError> {
    let wanted = |kind: &EventKind| kinds.is_empty() || kinds.contains(kind);
    let span = Span { from, to, today, head_at: journal::head_at(conn)? };
    let mut events = Vec::new();
    for (kinds, source) in SOURCES {
        if kinds.iter().any(wanted) {
            events.extend(source(conn, &span)?);
        }
    }
    events.retain(|event| wanted(&event.kind) && span.holds(event.on));
    events.sort_by_cached_key(|event| (event.on, event.kind, sort_key(&event.title.sv), event.key()));
    Ok(events)
}
