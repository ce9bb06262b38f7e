//! Who decides, who represents the region, and who runs what.

pub mod bodies;
pub mod competences;
pub mod decisions;
pub mod introductions;
pub mod meetings;
pub mod units;
pub mod visits;
