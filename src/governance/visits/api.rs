//! The operations of visits: those that all registers share.

use super::Visit;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<Visit>()
}
