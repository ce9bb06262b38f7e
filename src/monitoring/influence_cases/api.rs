//! The operations of influence cases: those that all registers share.

use super::InfluenceCase;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<InfluenceCase>()
}
