//! The operations of clients: those that all registers share, and their secrets.

use super::{Client, secrets};
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = register::endpoints::<Client>();
    endpoints.extend(secrets::endpoints());
    endpoints
}
