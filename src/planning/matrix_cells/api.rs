//! The operations of matrix cells: those that all registers share.

use super::MatrixCell;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<MatrixCell>()
}
