//! The operations of partners: those that all registers share.

use super::Partner;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<Partner>()
}
