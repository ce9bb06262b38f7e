//! The operations of benefit reviews: those that all registers share.

use super::BenefitReview;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<BenefitReview>()
}
