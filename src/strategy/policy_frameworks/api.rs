//! The operations of policy frameworks: those that all registers share.

use super::PolicyFramework;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<PolicyFramework>()
}
