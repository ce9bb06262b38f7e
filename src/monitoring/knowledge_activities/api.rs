//! The operations of knowledge activities: those that all registers share.

use super::KnowledgeActivity;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<KnowledgeActivity>()
}
