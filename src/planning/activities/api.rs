//! The operations of activities: those that all registers share.

use super::Activity;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<Activity>()
}
