//! The operations of engagements: those that all registers share.

use super::Engagement;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<Engagement>()
}
