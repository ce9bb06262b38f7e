//! The operations of progress updates: those that all registers share.

use super::ProgressUpdate;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<ProgressUpdate>()
}
