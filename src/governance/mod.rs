//! Who decides and who runs what.

pub mod units;
