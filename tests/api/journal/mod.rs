//! The journal: lossless, chained, in the order of time, and readable for ever.

use crate::support::Test;

mod chain;
mod dump;
mod frozen;
mod replay;
mod rows;
mod story;

pub fn tests() -> Vec<Test> {
    [chain::tests(), frozen::tests(), replay::tests(), rows::tests()].into_iter().flatten().collect()
}
