//! What the fuzz targets share: bytes as a file, read to its end.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek as _, Write as _};

use utblick::exchange::reading::formats::Projects;
use utblick::exchange::reading::values::{self, Edge, Serials};
use utblick::exchange::reading::{Cell, Declared, FileFormat, Reader};

fn file(bytes: &[u8]) -> Option<File> {
    let mut file = tempfile::tempfile().ok()?;
    file.write_all(bytes).ok()?;
    file.rewind().ok()?;
    Some(file)
}

/// Reads all rows, and every cell as every value.
pub fn read(bytes: &[u8], format: Option<FileFormat>) {
    let Some(file) = file(bytes) else { return };
    let Ok(reader) = Reader::open(file, &Declared { format, ..Declared::default() }) else { return };
    let decimals = reader.decimals();
    for (_, cell) in reader.flatten().flat_map(|row| row.cells) {
        let _ = values::amount(&cell, "SEK", decimals);
        let _ = values::percent(&cell, decimals);
        let _ = values::date(&cell, Edge::Last, Serials::Taken);
        let _ = values::country(&cell);
        let _ = values::yes_no(&cell);
        let _ = values::organisation_number(&cell);
        values::list(&cell);
        if let Cell::Text(text) = &cell {
            values::plain_text(text);
        }
    }
}

/// Reads all projects of a file of another system.
pub fn projects(bytes: &[u8]) {
    let known = BTreeMap::from([("1780".to_owned(), "Karlstad".to_owned())]);
    let Some(file) = file(bytes) else { return };
    let Ok(reader) = Reader::open(file, &Declared::default()) else { return };
    if let Ok(projects) = Projects::open(reader, None, known) {
        projects.for_each(drop);
    }
}
