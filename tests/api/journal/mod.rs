//! The journal: lossless, chained, in the order of time, and readable for ever.

use crate::support::Test;

pub mod as_of;
mod attempts;
mod chain;
mod dump;
mod frozen;
mod planning;
mod replay;
mod rows;
mod story;

pub fn tests() -> Vec<Test> {
    [as_of::tests(), attempts::tests(), chain::tests(), frozen::tests(), replay::tests(), rows::tests()]
        .into_iter()
        .flatten()
        .collect()
}
