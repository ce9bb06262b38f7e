//! What all endpoints share on the wire.

pub mod answer;
pub mod body;
pub mod context;
pub mod endpoint;
pub mod envelope;
pub mod idempotency;
pub mod negotiate;
pub mod page;
pub mod preconditions;
pub mod prefer;
pub mod problem;
pub mod query;
pub mod schemas;
