//! The rows of deliveries: what is due, and what became of a try.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::Value;

use super::super::{Webhook, WebhookState};
use super::DeliveryState;
use crate::db::Conn;
use crate::db::schema::{webhook_deliveries as table, webhooks};
use crate::db::types::{Id, Instant};
use crate::error::ApiError;

/// How long a delivery is tried.
const PATIENCE: TimeDelta = TimeDelta::days(3);
/// How long one is kept when it is over.
const KEPT: TimeDelta = TimeDelta::days(30);
/// The seconds until the next try, after each; the last again and again.
const BACK_OFF: [u32; 8] = [5, 30, 120, 600, 1_800, 3_600, 10_800, 21_600];
/// The most characters that are kept of why a try failed.
const ERROR_LENGTH: usize = 300;
/// What a test is called.
pub(super) const TEST: &str = "webhook.test";

/// A delivery.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = table)]
#[diesel(check_for_backend(crate::db::MultiBackend))]
pub struct Delivery {
    /// Its id.
    pub id: Id<Delivery>,
    /// The webhook.
    pub webhook_id: Id<Webhook>,
    /// The number of the change; none for a test.
    pub seq: Option<i64>,
    /// What happened.
    pub event: String,
    /// What is sent, the same each time.
    pub body: String,
    /// What became of it.
    pub state: DeliveryState,
    /// How many times it was tried.
    pub attempts: i32,
    /// When it was made.
    pub created_at: Instant,
    /// When it is tried next.
    pub due_at: Instant,
    /// When it is given up.
    pub gives_up_at: Instant,
    /// When it was delivered or given up.
    pub finished_at: Option<Instant>,
    /// What the last try was answered.
    pub last_status: Option<i32>,
    /// What the last try failed of.
    pub last_error: Option<String>,
}

impl Delivery {
    /// One that is due at once. The body has what happened, when, and the item of the change feed.
    pub(super) fn new(
        webhook_id: Id<Webhook>,
        seq: Option<i64>,
        event: String,
        (at, data): (Instant, Value),
        now: Instant,
    ) -> Self {
        let body = serde_json::json!({"type": event, "timestamp": at, "data": data}).to_string();
        Self {
            id: Id::new(),
            webhook_id,
            seq,
            event,
            body,
            state: DeliveryState::Pending,
            attempts: 0,
            created_at: now,
            due_at: now,
            gives_up_at: Instant(now.0 + PATIENCE),
            finished_at: None,
            last_status: None,
            last_error: None,
        }
    }

    /// The type of record that it is about.
    pub(super) fn kind(&self) -> &str {
        self.event.split('.').next().unwrap_or_default()
    }
}

/// What became of a try.
#[derive(Clone, Debug)]
pub(super) enum Tried {
    /// It was taken: answered 2xx.
    Taken(u16),
    /// It was not; with the status, if there was an answer.
    Refused(Option<u16>, String),
    /// It is never to be tried again.
    Dropped(String),
}

/// Enters a delivery.
///
/// # Errors
/// When the database refuses.
pub(super) fn enter(conn: &mut Conn, delivery: &Delivery) -> QueryResult<()> {
    diesel::insert_into(table::table).values(delivery.clone()).execute(conn).map(|_| ())
}

/// Enters a test of a webhook.
///
/// # Errors
/// When the database refuses.
pub(in super::super) fn enter_test(conn: &mut Conn, id: Id<Webhook>, now: Instant) -> QueryResult<Delivery> {
    let test = Delivery::new(id, None, TEST.to_owned(), (now, serde_json::json!({})), now);
    enter(conn, &test)?;
    Ok(test)
}

/// The webhooks that have something to send now: an active one anything, a paused one its tests.
///
/// # Errors
/// When the database refuses.
pub(super) fn with_due(conn: &mut Conn, now: Instant) -> QueryResult<Vec<Id<Webhook>>> {
    let is_active = webhooks::state.eq(WebhookState::Active.as_str()).and(webhooks::archived.eq(false));
    table::table
        .inner_join(webhooks::table.on(webhooks::id.eq(table::webhook_id)))
        .filter(table::state.eq(DeliveryState::Pending))
        .filter(table::due_at.le(now))
        .filter(is_active.or(table::event.eq(TEST)))
        .select(table::webhook_id)
        .distinct()
        .load(conn)
}

/// What a webhook sends next: the oldest that is due.
///
/// # Errors
/// When the database refuses.
pub(super) fn next(conn: &mut Conn, id: Id<Webhook>, is_active: bool, now: Instant) -> QueryResult<Option<Delivery>> {
    let mut due = table::table
        .filter(table::webhook_id.eq(id))
        .filter(table::state.eq(DeliveryState::Pending))
        .filter(table::due_at.le(now))
        .into_boxed();
    if !is_active {
        due = due.filter(table::event.eq(TEST));
    }
    due.order((table::created_at, table::id)).select(Delivery::as_select()).first(conn).optional()
}

/// Writes down what became of a try; whether the webhook shall be paused, as nothing was taken as long as this was tried.
///
/// # Errors
/// When the database refuses.
pub(super) fn settle(conn: &mut Conn, delivery: &Delivery, tried: &Tried, now: Instant) -> QueryResult<bool> {
    let attempts = delivery.attempts + 1;
    let due_at = Instant(now.0 + back_off(attempts));
    let (state, status, error) = match tried {
        Tried::Taken(status) => (DeliveryState::Delivered, Some(*status), None),
        Tried::Dropped(error) => (DeliveryState::Failed, None, Some(error)),
        Tried::Refused(status, error) if due_at > delivery.gives_up_at => (DeliveryState::Failed, *status, Some(error)),
        Tried::Refused(status, error) => (DeliveryState::Pending, *status, Some(error)),
    };
    diesel::update(table::table.find(delivery.id))
        .set((
            table::state.eq(state),
            table::attempts.eq(attempts),
            table::due_at.eq(due_at),
            table::finished_at.eq((state != DeliveryState::Pending).then_some(now)),
            table::last_status.eq(status.map(i32::from)),
            table::last_error.eq(error.map(|error| error.chars().take(ERROR_LENGTH).collect::<String>())),
        ))
        .execute(conn)?;
    if state != DeliveryState::Failed || matches!(tried, Tried::Dropped(_)) {
        return Ok(false);
    }
    let taken: i64 = table::table
        .filter(table::webhook_id.eq(delivery.webhook_id))
        .filter(table::state.eq(DeliveryState::Delivered))
        .filter(table::finished_at.ge(delivery.created_at))
        .count()
        .get_result(conn)?;
    Ok(taken == 0)
}

/// How long to wait after so many tries: longer each time, and not all at the same moment.
fn back_off(attempts: i32) -> TimeDelta {
    let place = usize::try_from(attempts - 1).unwrap_or_default();
    let seconds = BACK_OFF.get(place).or(BACK_OFF.last()).copied().unwrap_or_default();
    let jitter = rand::random_range(0..=seconds * 100);
    TimeDelta::milliseconds(i64::from(seconds) * 1_000 + i64::from(jitter))
}

/// A delivery by its id.
///
/// # Errors
/// When the database refuses.
pub(in super::super) fn find(conn: &mut Conn, id: Id<Delivery>) -> QueryResult<Option<Delivery>> {
    table::table.find(id).select(Delivery::as_select()).get_result(conn).optional()
}

/// A page of a webhook's deliveries, the newest first, and how many there are.
///
/// # Errors
/// When the database refuses.
pub(in super::super) fn page(
    conn: &mut Conn,
    id: Id<Webhook>,
    states: &[DeliveryState],
    (offset, limit): (i64, i64),
) -> QueryResult<(Vec<Delivery>, i64)> {
    let of_webhook = || {
        let mut rows = table::table.filter(table::webhook_id.eq(id)).into_boxed();
        if !states.is_empty() {
            rows = rows.filter(table::state.eq_any(states.to_vec()));
        }
        rows
    };
    let total = of_webhook().count().get_result(conn)?;
    let rows = of_webhook()
        .order((table::created_at.desc(), table::id.desc()))
        .offset(offset)
        .limit(limit)
        .select(Delivery::as_select())
        .load(conn)?;
    Ok((rows, total))
}

/// Lets a delivery that is over be tried again, for another three days, under the same id.
///
/// # Errors
/// Not found when there is none.
pub(in super::super) fn again(conn: &mut Conn, id: Id<Delivery>, now: Instant) -> Result<Delivery, ApiError> {
    let over = table::table.find(id).filter(table::state.ne(DeliveryState::Pending));
    let patience = Instant(now.0 + PATIENCE);
    diesel::update(over)
        .set((
            table::state.eq(DeliveryState::Pending),
            table::attempts.eq(0),
            table::due_at.eq(now),
            table::gives_up_at.eq(patience),
            table::finished_at.eq(None::<Instant>),
        ))
        .execute(conn)?;
    find(conn, id)?.ok_or_else(|| crate::error::ErrorCode::NotFound.into())
}

/// Removes what has been over for long enough.
///
/// # Errors
/// When the database refuses.
pub(super) fn tidy(conn: &mut Conn, now: Instant) -> QueryResult<usize> {
    let before = Instant(now.0 - KEPT);
    diesel::delete(table::table.filter(table::finished_at.lt(before))).execute(conn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_become_rarer_until_three_days_are_over() {
        for (place, seconds) in BACK_OFF.iter().enumerate() {
            let waits: Vec<i64> =
                (0..50).map(|_| back_off(i32::try_from(place).unwrap() + 1).num_milliseconds()).collect();
            let (low, high) = (i64::from(*seconds) * 1_000, i64::from(*seconds) * 1_100);
            assert!(waits.iter().all(|wait| (low..=high).contains(wait)), "{waits:?}");
            assert!(waits.iter().any(|wait| *wait != waits[0]));
        }
        assert!(back_off(50) >= TimeDelta::hours(6));
    }
}
