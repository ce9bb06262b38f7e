//! Where events come from: the days that the rooms know, one source after the other.

use chrono::{Days, NaiveDate};
use diesel::QueryResult;

use super::events::{Event, EventKind, MOST, Span};
use super::item::RecordRef;
use super::words;
use crate::cooperation::deadlines::{self, Deadline};
use crate::cooperation::{agreements, memberships};
use crate::db::Conn;
use crate::db::types::Instant;
use crate::funding::calls;
use crate::governance::meetings::Meeting;
use crate::governance::{bodies, meetings, units};
use crate::planning::periods::Rhythm;
use crate::planning::{activities, operational_plans};
use crate::register::{Record, Register as _};
use crate::strategy::strategies;
use crate::text::{Bilingual, Message};

/// Gathers the events of some kinds; what lies outside of the days is left out afterwards.
pub(super) type Source = fn(&mut Conn, &Span) -> QueryResult<Vec<Event>>;

/// The sources, and what each gives.
pub(super) const SOURCES: &[(&[EventKind], Source)] = &[
    (&[EventKind::UpdateDue], updates_due),
    (&[EventKind::StatusReportDue], status_reports_due),
    (&[EventKind::Meeting], held_meetings),
    (&[EventKind::AgendaDeadline], agenda_deadlines),
    (&[EventKind::NoticeDay, EventKind::DecisionNeeded, EventKind::DecisionReminder], decisions),
    (&[EventKind::AgreementEnd], agreement_ends),
    (&[EventKind::MembershipEnd], membership_ends),
    (&[EventKind::ActivityStart], activity_starts),
    (&[EventKind::ActivityEnd], activity_ends),
    (&[EventKind::StrategyReview], strategy_reviews),
    (&[EventKind::CallClosing], call_closings),
];

/// How many days before a decision is needed it is reminded of.
const REMINDERS: [u64; 2] = [90, 30];

/// The most rows of a query: one more than an answer holds, which tells that there are more.
fn most() -> i64 {
    i64::try_from(MOST + 1).unwrap_or(i64::MAX)
}

/// An event about one record, known by it alone.
fn about(kind: EventKind, on: NaiveDate, title: Message, record: RecordRef, changed_at: Instant) -> Event {
    Event { kind, on, title, record: Some(record), part: None, list: None, changed_at }
}

/// One event per unit and day, however many activities owe an update. What changes it is no single record.
fn updates_due(conn: &mut Conn, span: &Span) -> QueryResult<Vec<Event>> {
    let owed = activities::owed_by_unit(conn, span.days(), most())?;
    let names = units::names(conn, owed.iter().filter_map(|(unit, ..)| *unit))?;
    let event = |(unit, on, count): activities::Owed| {
        let owner = unit.map_or_else(|| "none".to_owned(), |unit| unit.to_string());
        Event {
            kind: EventKind::UpdateDue,
            on,
            title: words::updates_due(unit.and_then(|unit| names.get(&unit)), count),
            record: unit.map(RecordRef::of),
            part: Some(on.to_string()),
            list: Some(format!(
                "/activities?ownerUnitId={owner}&state=planned&state=ongoing&nextUpdateDueOnFrom={on}&nextUpdateDueOnTo={on}"
            )),
            changed_at: span.head_at,
        }
    };
    Ok(owed.into_iter().map(event).collect())
}

fn status_reports_due(conn: &mut Conn, span: &Span) -> QueryResult<Vec<Event>> {
    let plans = operational_plans::followed(conn, &span.years())?;
    let mut events = Vec::new();
    for plan in plans {
        events.extend(Rhythm::of(&plan.content).periods().into_iter().map(|period| Event {
            part: Some(period.period.to_string()),
            ..about(
                EventKind::StatusReportDue,
                period.due_on,
                words::status_reports_due(&plan.content.title, period.period),
                RecordRef::to(&plan),
                plan.meta.updated_at,
            )
        }));
    }
    Ok(events)
}

/// Events of some meetings, each on a day of its own.
fn of_meetings(
    conn: &mut Conn,
    kind: EventKind,
    found: &[Record<Meeting>],
    on: fn(&Record<Meeting>) -> Option<NaiveDate>,
    title: fn(&Bilingual, NaiveDate) -> Message,
) -> QueryResult<Vec<Event>> {
    let names = bodies::names(conn)?;
    let event = |meeting: &Record<Meeting>| {
        let code = &meeting.content.body_code;
        let unnamed = || Bilingual { sv: Some(code.clone()), en: None };
        let name = names.get(code).cloned().unwrap_or_else(unnamed);
        let title = title(&name, meeting.content.held_on);
        Some(about(kind, on(meeting)?, title, RecordRef::to(meeting), meeting.meta.updated_at))
    };
    Ok(found.iter().filter_map(event).collect())
}

fn held_meetings(conn: &mut Conn, span: &Span) -> QueryResult<Vec<Event>> {
    let found = meetings::held(conn, span.days(), most())?;
    of_meetings(
        conn,
        EventKind::Meeting,
        &found,
        |meeting| Some(meeting.content.held_on),
        |name, _| words::meeting(name),
    )
}

fn agenda_deadlines(conn: &mut Conn, span: &Span) -> QueryResult<Vec<Event>> {
    let found = meetings::closing(conn, span.days(), most())?;
    let on = |meeting: &Record<Meeting>| meeting.content.agenda_deadline_on;
    of_meetings(conn, EventKind::AgendaDeadline, &found, on, words::agenda_deadline)
}

/// Last notice days, the days by which a decision is needed, and the reminders of those.
fn decisions(conn: &mut Conn, span: &Span) -> QueryResult<Vec<Event>> {
    let longest = REMINDERS.iter().copied().max().unwrap_or_default();
    let until = span.to.checked_add_days(Days::new(longest)).unwrap_or(span.to);
    let mut found = deadlines::of_agreements(conn, span.today, until)?;
    found.extend(deadlines::of_memberships(conn, span.today)?);
    Ok(found.iter().flat_map(of_deadline).collect())
}

/// The events of one deadline.
fn of_deadline(deadline: &Deadline) -> Vec<Event> {
    let title = &deadline.title;
    let event = |kind, on, title| {
        about(kind, on, title, RecordRef::within(deadline.register, deadline.id), deadline.updated_at)
    };
    let notice = deadline.last_notice_day.map(|on| event(EventKind::NoticeDay, on, words::notice_day(title)));
    let mut events: Vec<Event> = notice.into_iter().collect();
    let Some(needed) = deadline.decision else { return events };
    events.push(event(EventKind::DecisionNeeded, needed.on, words::decision_needed(title)));
    events.extend(REMINDERS.iter().filter_map(|days| {
        let on = needed.on.checked_sub_days(Days::new(*days))?;
        let reminder = event(EventKind::DecisionReminder, on, words::decision_reminder(title, needed.on));
        Some(Event { part: Some(days.to_string()), ..reminder })
    }));
    events
}

fn agreement_ends(conn: &mut Conn, span: &Span) -> QueryResult<Vec<Event>> {
    let found = agreements::last_days(conn, span.days(), most())?;
    let event = |(id, title, on, changed_at): agreements::LastDay| {
        about(EventKind::AgreementEnd, on, words::agreement_end(&title), RecordRef::of(id), changed_at)
    };
    Ok(found.into_iter().map(event).collect())
}

fn membership_ends(conn: &mut Conn, span: &Span) -> QueryResult<Vec<Event>> {
    let found = memberships::ending(conn, span.days(), most())?;
    let titles = memberships::Membership::titles(conn, &found)?;
    let event = |(record, title): (Record<memberships::Membership>, String)| {
        let on = memberships::term(&record)?.to?;
        let title = words::membership_end(&title);
        Some(about(EventKind::MembershipEnd, on, title, RecordRef::to(&record), record.meta.updated_at))
    };
    Ok(found.into_iter().zip(titles).filter_map(event).collect())
}

fn activity_starts(conn: &mut Conn, span: &Span) -> QueryResult<Vec<Event>> {
    let found = activities::beginning(conn, span.days(), most())?;
    let event = |(id, title, on, changed_at): activities::Dated| {
        about(EventKind::ActivityStart, on, words::activity_start(&title), RecordRef::of(id), changed_at)
    };
    Ok(found.into_iter().map(event).collect())
}

fn activity_ends(conn: &mut Conn, span: &Span) -> QueryResult<Vec<Event>> {
    let found = activities::ending(conn, span.days(), most())?;
    let event = |(id, title, on, changed_at): activities::Dated| {
        about(EventKind::ActivityEnd, on, words::activity_end(&title), RecordRef::of(id), changed_at)
    };
    Ok(found.into_iter().map(event).collect())
}

fn strategy_reviews(conn: &mut Conn, span: &Span) -> QueryResult<Vec<Event>> {
    let found = strategies::reviews(conn, span.days())?;
    let event = |record: Record<strategies::Strategy>| {
        let title = words::strategy_review(&record.content.title);
        let on = record.content.next_review_on?;
        Some(about(EventKind::StrategyReview, on, title, RecordRef::to(&record), record.meta.updated_at))
    };
    Ok(found.into_iter().filter_map(event).collect())
}

fn call_closings(conn: &mut Conn, span: &Span) -> QueryResult<Vec<Event>> {
    let found = calls::closing(conn, span.days(), most())?;
    let titles = calls::Call::titles(conn, &found)?;
    let event = |(record, title): (Record<calls::Call>, String)| {
        let on = record.content.closes_on?;
        let title = words::call_closing(&title);
        Some(about(EventKind::CallClosing, on, title, RecordRef::to(&record), record.meta.updated_at))
    };
    Ok(found.into_iter().zip(titles).filter_map(event).collect())
}
