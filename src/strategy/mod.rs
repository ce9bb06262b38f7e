//! The strategy: where the region wants to go.

pub mod strategy_areas;
