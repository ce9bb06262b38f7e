//! The operations of meetings: those that all registers share.

use super::Meeting;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<Meeting>()
}
