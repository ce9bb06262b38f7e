//! Reading the feed: a fixed number of queries a page, and a fixed number of the journal's rows at most.

use super::item::ChangeOut;
use crate::db::Conn;
use crate::error::{ApiError, Fault, FaultCode};
use crate::journal::{self, ChangeLine};
use crate::routes::register_of;
use crate::text::Message;

/// The most rows of the journal that a page looks through. When nearly all are of other types, the page may be short or
/// empty; the number to continue after has passed them all the same.
pub const SCANNED: i64 = 10_000;

/// Some changes in the order they were made.
#[derive(Clone, Debug)]
pub struct Page {
    /// The changes.
    pub items: Vec<ChangeOut>,
    /// The number to continue after.
    pub last: i64,
    /// Whether the journal goes on.
    pub more: bool,
}

/// The changes after a number of records of some types, at most so many; links begin with the address of the API. Two
/// queries, in a state of the database that both see.
///
/// # Errors
/// `invalid_request` when the number is not reached yet.
pub fn page(
    conn: &mut Conn,
    kinds: &[&'static str],
    (after, limit): (i64, i64),
    with_record: bool,
    base: &str,
) -> Result<Page, ApiError> {
    let (head, _) = journal::head(conn)?;
    if after > head {
        return Err(beyond(head));
    }
    let until = head.min(after.saturating_add(SCANNED));
    let items: Result<Vec<ChangeOut>, ApiError> = if with_record {
        let rows = journal::rows_after(conn, kinds, after, until, limit)?;
        let record = |row: &journal::JournalRow| match register_of(&row.resource_type) {
            Some(register) => register.stored_then(row),
            None => Ok(None),
        };
        let item = |row: journal::JournalRow| ChangeOut::of((&row).into(), Some(record(&row)?.into()), base);
        rows.into_iter().map(item).collect()
    } else {
        let lines: Vec<ChangeLine> = journal::lines_after(conn, kinds, after, until, limit)?;
        lines.into_iter().map(|line| ChangeOut::of(line, None, base)).collect()
    };
    let items = items?;
    let is_full = i64::try_from(items.len()).is_ok_and(|count| count >= limit);
    let last = items.last().filter(|_| is_full).map_or(until, |item| item.made.seq);
    Ok(Page { items, last, more: last < head })
}

/// A number that the journal has not reached: whoever has it followed another journal, perhaps the one before a restore.
fn beyond(head: i64) -> ApiError {
    let reason = Message::new(
        format!("journalen slutar med {head}: numret hör till en annan, kanske före en återställning"),
        format!("the journal ends with {head}: the number is of another, perhaps before a restore"),
    );
    ApiError::faults(vec![Fault::query("after", FaultCode::WrongFormat, reason)])
}
