//! The operations of decisions: those that all registers share.

use super::Decision;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<Decision>()
}
