//! The operations of introductions: those that all registers share.

use super::Introduction;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<Introduction>()
}
