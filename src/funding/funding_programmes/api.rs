//! The operations of funding programmes: those that all registers share.

use super::FundingProgramme;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<FundingProgramme>()
}
