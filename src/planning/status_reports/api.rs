//! The operations of status reports: those that all registers share.

use super::StatusReport;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<StatusReport>()
}
