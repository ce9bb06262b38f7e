//! The operations of memberships: those that all registers share.

use super::Membership;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<Membership>()
}
