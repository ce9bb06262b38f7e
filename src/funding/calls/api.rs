//! The operations of calls: those that all registers share.

use super::Call;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<Call>()
}
