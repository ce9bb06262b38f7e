//! The sheets of a workbook that are read, and their rows.
//!
//! A row borrows from the workbook, so both live in a thread of their own; a short queue is between it and the reader. The
//! thread ends when the last row is read, or when nobody reads any more.

use std::collections::HashSet;
use std::fs::File;
use std::io::BufReader;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use calamine::{Reader as _, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError};

use super::cells::{percent_styles, read};
use super::guard::guarded;
use crate::exchange::reading::headers::Headers;
use crate::exchange::reading::{Cell, Declared, FoundTable, MAX_ROW_BYTES, Refusal, Row, RowFault, fold_header};
use crate::text::Message;

type Book = Xlsx<BufReader<File>>;

/// The sheets that workbooks of other systems are read from, in the order in which they are read.
const KNOWN: &[&[&str]] =
    &[&["Search results, partners", "Search results, projects"], &["Partners", "Operations"], &["project_export"]];
/// How many rows wait to be read.
const QUEUE: usize = 32;

/// What the thread says.
enum Said {
    Row(Result<Row, RowFault>),
    End,
}

/// What a workbook says of itself before its first row.
pub(in crate::exchange::reading) struct Opened {
    pub(in crate::exchange::reading) rows: WorkbookRows,
    pub(in crate::exchange::reading) tables: Vec<FoundTable>,
    pub(in crate::exchange::reading) sheets: Vec<String>,
}

/// The rows of a workbook.
pub(in crate::exchange::reading) struct WorkbookRows {
    said: Receiver<Said>,
    ended: bool,
    number: u64,
}

impl Iterator for WorkbookRows {
    type Item = Result<Row, RowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.said.recv() {
            Ok(Said::Row(row)) => {
                self.number = row.as_ref().map_or_else(|fault| fault.row, |row| row.number);
                self.ended = row.as_ref().is_err_and(|fault| fault.last);
                Some(row)
            }
            Ok(Said::End) => {
                self.ended = true;
                None
            }
            // The thread is gone without a word: the file was too much for the library.
            Err(_) => {
                self.ended = true;
                Some(Err(RowFault::last(self.number + 1, broken_here())))
            }
        }
    }
}

/// Looks through a workbook and opens it.
pub(in crate::exchange::reading) fn open(file: File, declared: &Declared) -> Result<Opened, Refusal> {
    let file = guarded(file)?;
    let (sheet, kept) = (declared.sheet.clone(), declared.kept_columns.clone());
    let (tell, opened) = sync_channel(1);
    let (send, said) = sync_channel(QUEUE);
    std::thread::Builder::new().name("workbook".to_owned()).spawn(move || {
        let answer = Sheets::open(file, sheet.as_deref(), &kept);
        let (sheets, told) = match answer {
            Ok(sheets) => {
                let told = (sheets.tables(), sheets.all.clone());
                (Some(sheets), Ok(told))
            }
            Err(refusal) => (None, Err(refusal)),
        };
        if tell.send(told).is_ok()
            && let Some(sheets) = sheets
        {
            sheets.tell(&send);
        }
    })?;
    let (tables, sheets) = opened.recv().map_err(|_| unreadable())??;
    Ok(Opened { rows: WorkbookRows { said, ended: false, number: 0 }, tables, sheets })
}

fn unreadable() -> Refusal {
    Refusal::unreadable("Filen är ingen läsbar Excel-arbetsbok", "The file is no readable Excel workbook")
}

fn broken_here() -> Message {
    Message::new("Arbetsboken är trasig här", "The workbook is broken here")
}

/// A sheet that is read: its name, its headers, and the row on which they stand.
struct Sheet {
    name: String,
    headers: Headers,
    header_row: u32,
}

struct Sheets {
    book: Book,
    wanted: Vec<Sheet>,
    all: Vec<String>,
}

impl Sheets {
    fn open(file: BufReader<File>, sheet: Option<&str>, kept: &[String]) -> Result<Self, Refusal> {
        let mut book = Book::new(file).map_err(|error| {
            log::info!("a workbook could not be opened: {error}");
            unreadable()
        })?;
        let all = book.sheet_names();
        let mut wanted = Vec::new();
        for name in chosen(&book, &all, sheet)? {
            let (header_row, names) = header_row(&mut book, &name)?;
            wanted.push(Sheet { headers: Headers::new(&names, kept)?, name, header_row });
        }
        Ok(Self { book, wanted, all })
    }

    fn tables(&self) -> Vec<FoundTable> {
        self.wanted.iter().map(|sheet| sheet.headers.table(Some(sheet.name.clone()))).collect()
    }

    /// Sends all rows, and that there are no more. Whoever does not listen any longer is told nothing.
    fn tell(mut self, send: &SyncSender<Said>) {
        for sheet in &self.wanted {
            if !tell_sheet(&mut self.book, sheet, send) {
                return;
            }
        }
        // When nobody listens, there is nobody to tell.
        let _ = send.send(Said::End);
    }
}

/// Sends the rows of a sheet; whether to go on.
fn tell_sheet(book: &mut Book, sheet: &Sheet, send: &SyncSender<Said>) -> bool {
    let broken = |number: u64| {
        let fault = RowFault { sheet: Some(sheet.name.clone()), ..RowFault::last(number, broken_here()) };
        let _ = send.send(Said::Row(Err(fault)));
        false
    };
    let Ok(mut rows) = SheetRows::open(book, &sheet.name) else { return broken(1) };
    let mut number = 0;
    loop {
        match rows.next() {
            Ok(None) => return true,
            Ok(Some(row)) if row.number <= sheet.header_row || row.cells.is_empty() => {}
            Ok(Some(row)) => {
                number = u64::from(row.number);
                if send.send(Said::Row(row.under(sheet))).is_err() {
                    return false;
                }
            }
            Err(_) => return broken(number + 1),
        }
    }
}

/// The sheets to read: the one that is declared, those of a known format, or the first that is shown.
fn chosen(book: &Book, all: &[String], declared: Option<&str>) -> Result<Vec<String>, Refusal> {
    let named = |wanted: &str| all.iter().find(|name| fold_header(name) == fold_header(wanted)).cloned();
    if let Some(wanted) = declared {
        let all = all.join(", ");
        return named(wanted).map(|name| vec![name]).ok_or_else(|| {
            Refusal::unreadable(
                format!("Arbetsboken har inget blad {wanted}. Den har: {all}"),
                format!("The workbook has no sheet {wanted}. It has: {all}"),
            )
        });
    }
    let known = KNOWN.iter().find_map(|names| names.iter().map(|name| named(name)).collect());
    let first = || {
        let shown = book
            .sheets_metadata()
            .iter()
            .find(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible);
        shown.map(|sheet| vec![sheet.name.clone()])
    };
    known.or_else(first).ok_or_else(|| {
        Refusal::unreadable("Arbetsboken har inget blad med celler", "The workbook has no sheet of cells")
    })
}

/// The line of headers: the first row that is no title above the table.
fn header_row(book: &mut Book, name: &str) -> Result<(u32, Vec<String>), Refusal> {
    let empty = || Refusal::unreadable(format!("Bladet {name} är tomt"), format!("The sheet {name} is empty"));
    let mut rows = SheetRows::open(book, name).map_err(|_| unreadable())?;
    let mut next = || -> Result<Option<SheetRow>, Refusal> {
        loop {
            match rows.next().map_err(|_| unreadable())? {
                Some(row) if row.cells.is_empty() => {}
                row => return Ok(row),
            }
        }
    };
    let mut row = next()?.ok_or_else(empty)?;
    // One cell alone above several is a title.
    while row.cells.len() == 1 {
        match next()? {
            Some(below) if below.cells.len() > 1 => row = below,
            _ => break,
        }
    }
    let width = row.cells.last().map_or(0, |(place, _)| place + 1);
    let mut names = vec![String::new(); width.min(crate::exchange::reading::MAX_COLUMNS + 1)];
    for (place, cell) in &row.cells {
        if let (Some(name), Ok(cell)) = (names.get_mut(*place), cell) {
            *name = cell.to_string();
        }
    }
    Ok((row.number, names))
}

/// A row with what is in it, by column.
struct SheetRow {
    /// As it is shown beside the row: from 1.
    number: u32,
    cells: Vec<(usize, Result<Cell, Message>)>,
    too_long: bool,
}

impl SheetRow {
    fn under(self, sheet: &Sheet) -> Result<Row, RowFault> {
        let number = u64::from(self.number);
        let fault = |message| RowFault { sheet: Some(sheet.name.clone()), ..RowFault::new(number, message) };
        if self.too_long {
            return Err(fault(Message::new("Raden är längre än 1 MB", "The row is longer than 1 MB")));
        }
        let mut cells: Vec<(usize, Cell)> = (0..sheet.headers.most()).map(|place| (place, Cell::Empty)).collect();
        for (place, cell) in self.cells {
            let cell = cell.map_err(|message| {
                let column = place + 1;
                fault(Message::new(
                    format!("Cellen i kolumn {column} {}", message.sv),
                    format!("The cell in column {column} {}", message.en),
                ))
            })?;
            match cells.get_mut(place) {
                Some(free) => free.1 = cell,
                None => cells.push((place, cell)),
            }
        }
        sheet.headers.row(number, Some(&sheet.name), cells)
    }
}

/// A cell, or what is wrong with it, by row and column.
type Placed = (u32, usize, Result<Cell, Message>);

/// The rows of a sheet in the order of the file.
struct SheetRows<'a> {
    cells: XlsxCellReader<'a, BufReader<File>>,
    percent: Vec<bool>,
    /// Where cells that are merged with others of their row begin.
    merged: HashSet<(u32, u32)>,
    /// The first cell of the next row.
    next: Option<Placed>,
    ended: bool,
}

impl<'a> SheetRows<'a> {
    fn open(book: &'a mut Book, name: &str) -> Result<Self, XlsxError> {
        let wide = |dimensions: &calamine::Dimensions| dimensions.end.1 > dimensions.start.1;
        let merged =
            book.merge_cells_by_sheet_name(name)?.iter().filter(|area| wide(area)).map(|area| area.start).collect();
        let cells = book.worksheet_cells_reader(name)?;
        let percent = percent_styles(cells.styles());
        Ok(Self { cells, percent, merged, next: None, ended: false })
    }

    /// The next row; without cells, when it is a heading between rows.
    fn next(&mut self) -> Result<Option<SheetRow>, XlsxError> {
        let Some((number, place, cell)) = self.next.take().map_or_else(|| self.cell(), |next| Ok(Some(next)))? else {
            return Ok(None);
        };
        let mut row = SheetRow { number: number.saturating_add(1), cells: vec![(place, cell)], too_long: false };
        let mut size = 0;
        while let Some((of, place, cell)) = self.cell()? {
            if of != number {
                self.next = Some((of, place, cell));
                break;
            }
            size += 16 + cell.as_ref().map_or(0, |cell| if let Cell::Text(text) = cell { text.len() } else { 16 });
            row.too_long |= size > MAX_ROW_BYTES;
            if !row.too_long {
                row.cells.push((place, cell));
            }
        }
        if let [(place, _)] = row.cells.as_slice()
            && u32::try_from(*place).is_ok_and(|place| self.merged.contains(&(number, place)))
        {
            row.cells.clear();
        }
        Ok(Some(row))
    }

    /// The next cell with something in it.
    fn cell(&mut self) -> Result<Option<Placed>, XlsxError> {
        // After the last cell the library would read on into what is no cell.
        while !self.ended {
            let Some((found, style)) = self.cells.next_cell_with_style_id()? else {
                self.ended = true;
                break;
            };
            let (row, column) = found.get_position();
            let cell = read(&found, self.percent.get(style).copied().unwrap_or_default());
            if !cell.as_ref().is_ok_and(Cell::is_empty) {
                return Ok(Some((row, column as usize, cell)));
            }
        }
        Ok(None)
    }
}
