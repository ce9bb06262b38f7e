//! The operations of integration statements: those that all registers share.

use super::IntegrationStatement;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<IntegrationStatement>()
}
