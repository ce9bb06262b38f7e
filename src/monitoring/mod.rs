//! What the region sees of the European Union and the world, what it makes known of it, what it wants of others, and how
//! it is seen itself.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

pub mod influence_cases;
pub mod knowledge_activities;
pub mod monitoring_items;
pub mod profiling_actions;
pub mod topics;

/// What the rooms answer with beside their records.
pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    monitoring_items::MonitoringChain::schemas(schemas);
    schemas.push(("MonitoringChain".into(), monitoring_items::MonitoringChain::schema()));
}
