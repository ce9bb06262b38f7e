//! The strategy: where the region wants to go.

mod chains;
pub mod framework_elements;
pub mod ownership;
pub mod policy_frameworks;
pub mod priorities;
pub mod profile_areas;
pub mod strategies;
pub mod strategy_areas;
