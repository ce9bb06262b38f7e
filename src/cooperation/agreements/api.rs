//! The operations of cooperation agreements: those that all registers share.

use super::CooperationAgreement;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<CooperationAgreement>()
}
