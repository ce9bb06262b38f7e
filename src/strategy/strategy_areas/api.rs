//! The operations of strategy areas: those that all registers share.

use super::StrategyArea;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<StrategyArea>()
}
