//! Who decides and who runs what.

pub mod decisions;
pub mod units;
