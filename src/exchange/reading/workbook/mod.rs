//! XLSX: rows of cells, streamed. A workbook is looked through by the [`guard`] before it is opened.

mod cells;
mod guard;
mod markup;
mod sheets;

pub(super) use guard::{is_legacy, is_zip};
pub(super) use sheets::{WorkbookRows, open};
