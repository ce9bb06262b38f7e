//! What goes in and out: ways for the systems around to follow, to load and to be told.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use crate::http::endpoint::Endpoint;

pub mod changes;

/// What is answered here.
pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    changes::schemas(schemas);
}

/// The endpoints of the exchange.
pub fn endpoints() -> Vec<Endpoint> {
    changes::endpoints()
}
