//! The operations of mandates: those that all registers share.

use super::Mandate;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<Mandate>()
}
