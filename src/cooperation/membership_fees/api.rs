//! The operations of membership fees: those that all registers share.

use super::MembershipFee;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<MembershipFee>()
}
