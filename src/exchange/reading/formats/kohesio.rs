//! What both files of Kohesio share.

use super::draft::Draft;
use crate::register::ExternalId;

/// The system in which Kohesio's ids are.
pub(super) const SYSTEM: &str = "kohesio";
/// Who states the amounts.
pub(super) const SOURCE: &str = "Kohesio";

/// An id of Kohesio: the address of an entity. The short form `Q2712` is made whole, so that both files meet.
pub(super) fn id(draft: &mut Draft<'_>, header: &str, written: &str) -> ExternalId {
    let short = written
        .strip_prefix('Q')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    let whole = if short { format!("https://linkedopendata.eu/entity/{written}") } else { written.to_owned() };
    draft.id(Some(header), SYSTEM, whole)
}
