//! The two trees of migrations: twins, true in both directions, and run with care.

use crate::support::Test;

mod shape;
mod start;
mod steps;
mod twins;

pub fn tests() -> Vec<Test> {
    [start::tests(), steps::tests(), twins::tests()].into_iter().flatten().collect()
}
