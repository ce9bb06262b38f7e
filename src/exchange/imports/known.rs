//! What a check and a trial remember of the parts that they have undone.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::RowAction;
use super::outcome::{Awaited, Outcome};
use super::source::Item;
use crate::register::ExternalId;

/// The records that earlier parts would have written, of which none was kept, by a hash of their ids.
#[derive(Default)]
pub(super) struct Known(HashSet<u64>);

impl Known {
    /// Rows that would have been written.
    pub(super) fn extend<'a>(&mut self, items: impl Iterator<Item = &'a Item>) {
        self.0.extend(items.flat_map(Item::known_by).map(hash));
    }

    /// A record that an earlier part would have written is there for those that refer to it and is no new one, and none that it
    /// would have created has an id yet.
    pub(super) fn note(&mut self, items: &[Item], outcomes: &mut [Outcome]) {
        for (item, outcome) in items.iter().zip(outcomes) {
            let is_known =
                |awaited: &Awaited| awaited.externals.iter().all(|external| self.0.contains(&hash(external)));
            if let Some(awaited) = outcome.awaits.take().filter(is_known) {
                outcome.expect(&awaited);
            }
            if outcome.action == RowAction::Create {
                outcome.resource_id = None;
                if item.known_by().any(|external| self.0.contains(&hash(external))) {
                    outcome.action = RowAction::Update;
                }
            }
            if outcome.action != RowAction::Error {
                self.extend(std::iter::once(item));
            }
        }
    }
}

fn hash(external: &ExternalId) -> u64 {
    let mut hasher = DefaultHasher::new();
    external.hash(&mut hasher);
    hasher.finish()
}
