//! The operations of profile areas: those that all registers share.

use super::ProfileArea;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<ProfileArea>()
}
