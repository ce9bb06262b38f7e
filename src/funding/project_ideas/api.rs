//! The operations of project ideas: those that all registers share.

use super::ProjectIdea;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<ProjectIdea>()
}
