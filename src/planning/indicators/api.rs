//! The operations of indicators: those that all registers share.

use super::Indicator;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<Indicator>()
}
