//! The operations of framework elements: those that all registers share.

use super::FrameworkElement;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<FrameworkElement>()
}
