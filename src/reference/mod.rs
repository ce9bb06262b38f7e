//! Reference data that the service brings along: read-only.

pub mod code_lists;
pub mod countries;
pub mod fixed;
pub mod municipalities;
