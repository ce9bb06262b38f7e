//! The operations of indicator values: those that all registers share.

use super::IndicatorValue;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<IndicatorValue>()
}
