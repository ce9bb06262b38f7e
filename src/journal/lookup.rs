//! What a transaction asks again and again, such as which plan a year has: asked once, and true until it is changed in here, as
//! nobody else writes.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::hash::Hash;

use diesel::QueryResult;

use crate::db::Conn;

/// Something to look up, for the rules of many records.
pub trait Lookup: Eq + Hash + 'static {
    /// What is found; cheap to clone.
    type Found: Clone + 'static;
    /// The types of all records that [`Lookup::look_up`] reads: when one of them is changed, it is looked up anew. None where
    /// no transaction changes what it follows from.
    const FROM: &'static [&'static str];

    /// Looks it up.
    ///
    /// # Errors
    /// When the database refuses.
    fn look_up(&self, conn: &mut Conn) -> QueryResult<Self::Found>;
}

/// What was looked up.
#[derive(Default)]
pub(super) struct Known(HashMap<TypeId, Answers>);

struct Answers {
    from: &'static [&'static str],
    /// By what was looked up.
    found: Box<dyn Any>,
}

impl Known {
    pub(super) fn get<L: Lookup>(&self, wanted: &L) -> Option<L::Found> {
        self.0.get(&TypeId::of::<L>())?.found.downcast_ref::<HashMap<L, L::Found>>()?.get(wanted).cloned()
    }

    pub(super) fn keep<L: Lookup>(&mut self, wanted: L, found: L::Found) {
        let answers = self
            .0
            .entry(TypeId::of::<L>())
            .or_insert_with(|| Answers { from: L::FROM, found: Box::<HashMap<L, L::Found>>::default() });
        if let Some(known) = answers.found.downcast_mut::<HashMap<L, L::Found>>() {
            known.insert(wanted, found);
        }
    }

    /// Forgets what follows from records of a type.
    pub(super) fn forget(&mut self, kind: &str) {
        self.0.retain(|_, answers| !answers.from.contains(&kind));
    }
}
