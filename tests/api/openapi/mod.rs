//! The contract: that it is current, served as committed, whole, and as the national profile asks.

use crate::support::Test;

mod contract;
pub mod document;
mod drift;
mod examples;
mod profile;

pub fn tests() -> Vec<Test> {
    [contract::tests(), drift::tests(), examples::tests(), profile::tests()].concat()
}
