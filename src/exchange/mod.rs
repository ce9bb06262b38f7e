//! What goes in and out: the feed of [`changes`], [`exports`] of every list, and the [`columns`] of their tables.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use crate::http::endpoint::Endpoint;

pub mod cells;
pub mod changes;
pub mod columns;
pub mod exports;
pub mod labels;

/// What is answered here.
pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    changes::schemas(schemas);
    exports::schemas(schemas);
}

/// The endpoints that are no register's.
pub fn endpoints() -> Vec<Endpoint> {
    changes::endpoints()
}
