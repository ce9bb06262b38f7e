//! With whom the region works.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

pub mod agreements;
pub mod benefit_reviews;
pub mod deadlines;
pub mod engagements;
pub mod mandates;
pub mod membership_fees;
pub mod memberships;
pub mod partners;
pub mod terms;

/// What the rooms are asked with beside their records.
pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    partners::MergeIn::schemas(schemas);
    schemas.push(("MergeIn".into(), partners::MergeIn::schema()));
}
