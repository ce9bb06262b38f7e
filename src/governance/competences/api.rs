//! The operations of competences: those that all registers share.

use super::Competence;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<Competence>()
}
