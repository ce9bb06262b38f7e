//! What goes in and out: ways for the systems around to follow, to load and to be told.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use crate::http::endpoint::Endpoint;

pub mod changes;
pub mod leases;
pub mod webhooks;

/// What is answered here beside the registers' records.
pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    changes::schemas(schemas);
    webhooks::schemas(schemas);
}

/// The endpoints of the exchange.
pub fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = changes::endpoints();
    endpoints.extend(webhooks::endpoints());
    endpoints
}
