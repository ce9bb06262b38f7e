//! What goes in and out: [`imports`], for which [`reading`] makes rows of files, [`exports`] of every list, the [`columns`] of
//! their tables, the feed of [`changes`], [`webhooks`], and [`open_data`]; [`leases`] by which instances share what is done in the background.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use crate::http::endpoint::Endpoint;

pub mod cells;
pub mod changes;
pub mod columns;
pub mod exports;
pub mod imports;
pub mod labels;
pub mod leases;
pub mod open_data;
pub mod reading;
pub mod webhooks;

/// What is answered here beside the registers' records.
pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    changes::schemas(schemas);
    exports::schemas(schemas);
    imports::schemas(schemas);
    open_data::schemas(schemas);
    webhooks::schemas(schemas);
}

/// The endpoints that are no register's.
pub fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = changes::endpoints();
    endpoints.extend(imports::endpoints());
    endpoints.extend(webhooks::endpoints());
    endpoints.extend(open_data::endpoints());
    endpoints
}
