//! What happens when: the calendar of all registers, as JSON and for calendar programs; addresses under which a calendar can
//! be subscribed to; what a user has to do, and the e-mail that tells of it. Nothing is kept here but the subscriptions: the
//! days are those of the registers, read anew each time.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use crate::http::endpoint::Endpoint;

mod api;
pub mod digest;
mod events;
mod feed;
mod ical;
mod item;
mod sources;
mod subscriptions;
pub mod tasks;
mod words;

pub use api::{Calendar, CalendarOut, EventOut};
pub use events::{Event, EventKind, MOST, Span, events};
pub use item::{ItemLinks, RecordRef};
pub use subscriptions::{
    CalendarSubscriptionIn, CalendarSubscriptionOut, CalendarSubscriptions, NewCalendarSubscription,
};

/// What is answered here.
pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    use crate::openapi::add;
    add::<CalendarOut>(schemas);
    add::<tasks::TaskList>(schemas);
    subscriptions::schemas(schemas);
}

/// The endpoints of the calendar, its subscriptions and the tasks.
pub fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = api::endpoints();
    endpoints.extend(subscriptions::endpoints());
    endpoints.extend(feed::endpoints());
    endpoints.extend(tasks::endpoints());
    endpoints
}
