//! The change feed: what has changed in all registers, from the journal, in the order it did. Whoever keeps the last number
//! and asks for what comes after misses nothing and gets nothing twice: the journal's numbers have no gap and appear in
//! the order of commits.

mod api;
mod asked;
mod feed;
mod item;
mod stream;
mod watch;

use crate::identity::caller::{Caller, Subject};
use crate::identity::policy::{Grant, Verb};
use crate::register::AnyRegister;
use crate::routes::REGISTERS;

pub use api::{endpoints, schemas};
pub use asked::RecordType;
pub use feed::{Page, SCANNED, page};
pub use item::{ChangeLinks, ChangeList, ChangeListLinks, ChangeMeta, ChangeOut};
pub use watch::{Place, Seen, Watch};

/// The change feed, as a subject of the policy.
pub struct Changes;

impl Subject for Changes {
    const NAME: &'static str = "changes";
}

/// The registers whose changes somebody may follow: those that they may read.
pub fn followed(caller: &Caller) -> impl Iterator<Item = &'static dyn AnyRegister> {
    REGISTERS.iter().copied().filter(|register| caller.grant(register.path(), Verb::Read) != Grant::No)
}
