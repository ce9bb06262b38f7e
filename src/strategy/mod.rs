//! The strategy: where the region wants to go.

pub mod framework_elements;
pub mod priorities;
pub mod strategies;
pub mod strategy_areas;
