//! A world in one line: a server on a database of its own, and a client for every role.

mod client;
mod database;
mod funding;
mod governance;
mod matrix;
mod monitoring;
mod planning;
pub mod service;
mod towns;
mod world;

pub use client::{Answer, Client};
pub use database::{Backend, Database, execute};
pub use funding::programme;
pub use governance::{agreement, id_of, membership, visit};
pub use matrix::{activity, decision, strategy};
pub use monitoring::{engagement, influence_case, knowledge_activity, monitoring_item, profiling_action, with};
pub use planning::{plan, update};
pub use towns::{TOWN_CODES, TOWNS};
pub use world::{World, partner};

/// A test: its name, and what it does on a database.
#[derive(Clone, Copy)]
pub struct Test {
    pub name: &'static str,
    pub run: fn(Backend),
    /// It asks nothing of the database, so one run is enough.
    pub once: bool,
}

/// Compares a text with a committed file, given from the top of the project; with `UPDATE_SNAPSHOTS` set it writes the
/// file instead.
#[track_caller]
pub fn snapshot(file: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, text).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let first = committed.lines().zip(text.lines()).position(|(one, other)| one != other);
    let place = first.map_or(committed.lines().count().min(text.lines().count()), |line| line) + 1;
    assert!(
        committed == text,
        "{file} differs from line {place} on: {:?} is committed, {:?} is true.\n\
         If the change is meant: UPDATE_SNAPSHOTS=1 cargo test --test api, and read the difference.",
        committed.lines().nth(place - 1),
        text.lines().nth(place - 1),
    );
}

/// The tests of a file, in a function `tests()`: `tests! { a_test, another }`; `once` before those that need no database.
#[macro_export]
macro_rules! tests {
    ($($name:ident),* $(,)? $(; once $($once:ident),* $(,)?)?) => {
        pub fn tests() -> Vec<$crate::support::Test> {
            vec![
                $($crate::support::Test {
                    name: concat!(module_path!(), "::", stringify!($name)),
                    run: |backend| { $name(backend); },
                    once: false,
                },)*
                $($($crate::support::Test {
                    name: concat!(module_path!(), "::", stringify!($once)),
                    run: |_| { $once(); },
                    once: true,
                },)*)?
            ]
        }
    };
}
