//! CSV: records in bounded memory, leniently. The automaton is that of the `csv` crate; its own reader would keep a whole
//! file as one record where a quotation mark is never closed.

use std::io::{self, BufRead, Read};

use super::headers::Headers;
use super::{Cell, Delimiter, FoundTable, MAX_COLUMNS, MAX_ROW_BYTES, Refusal, Row, RowFault};
use crate::text::Message;

/// A record and where it stands.
struct Record {
    fields: Vec<String>,
    /// How many fields there are: more than are kept, when there are too many.
    count: usize,
    first_line: u64,
    last_line: u64,
    too_long: bool,
    quotes: Quotes,
}

/// What is wrong with the quotation marks of a record, which the automaton takes as they come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Quotes {
    at: At,
    /// The field has a line end in it.
    lined: bool,
    /// Something follows the closing mark of such a field.
    stray: bool,
}

/// Where the last byte stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    #[default]
    Begin,
    Bare,
    Quoted,
    /// After a mark that closes, or begins a doubled one.
    Closed,
}

impl Quotes {
    /// Whether lines may have been taken for a part of a field: a mark was never closed, or was closed by the next one's.
    fn may_hide_lines(self) -> bool {
        self.at == At::Quoted || self.stray
    }

    fn pass(&mut self, bytes: &[u8], delimiter: u8) {
        for byte in bytes {
            self.lined = match self.at {
                At::Begin => false,
                At::Quoted => self.lined || matches!(byte, b'\r' | b'\n'),
                At::Bare | At::Closed => self.lined,
            };
            self.at = match (self.at, *byte) {
                (At::Quoted, b'"') => At::Closed,
                (At::Quoted, _) | (At::Begin | At::Closed, b'"') => At::Quoted,
                (_, b'\r' | b'\n') => At::Begin,
                (_, byte) if byte == delimiter => At::Begin,
                (At::Closed, _) => {
                    self.stray |= self.lined;
                    At::Bare
                }
                (At::Begin | At::Bare, _) => At::Bare,
            };
        }
    }
}

impl Record {
    fn is_blank(&self) -> bool {
        !self.too_long && self.count <= MAX_COLUMNS && self.fields.iter().all(|field| field.trim().is_empty())
    }
}

/// Counts lines, whatever they end with.
#[derive(Default)]
struct Lines {
    ended: u64,
    before: u8,
}

impl Lines {
    fn pass(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if *byte == b'\n' || self.before == b'\r' {
                self.ended += 1;
            }
            self.before = *byte;
        }
    }

    /// The line on which the next byte stands, when that does not end one.
    const fn current(&self) -> u64 {
        self.ended + 1 + (self.before == b'\r') as u64
    }
}

struct Records<R> {
    input: R,
    automaton: csv_core::Reader,
    delimiter: u8,
    lines: Lines,
    buffer: Vec<u8>,
}

impl<R: BufRead> Records<R> {
    fn next(&mut self) -> io::Result<Option<Record>> {
        self.pass_line_ends()?;
        let first_line = self.lines.current();
        let mut record = Record {
            fields: Vec::new(),
            count: 0,
            first_line,
            last_line: first_line,
            too_long: false,
            quotes: Quotes::default(),
        };
        let (mut field, mut length) = (Vec::new(), 0_usize);
        loop {
            let input = self.input.fill_buf()?;
            let (result, read, written) = self.automaton.read_field(input, &mut self.buffer);
            let passed = input.get(..read).unwrap_or_default();
            self.lines.pass(passed);
            record.quotes.pass(passed, self.delimiter);
            self.input.consume(read);
            length = length.saturating_add(written);
            record.too_long |= length > MAX_ROW_BYTES;
            if !record.too_long {
                field.extend_from_slice(self.buffer.get(..written).unwrap_or_default());
            }
            match result {
                csv_core::ReadFieldResult::InputEmpty | csv_core::ReadFieldResult::OutputFull => {}
                csv_core::ReadFieldResult::Field { record_end } => {
                    record.count += 1;
                    let text = String::from_utf8_lossy(&field).into_owned();
                    field.clear();
                    if record.fields.len() < MAX_COLUMNS {
                        record.fields.push(text);
                    }
                    if record_end {
                        let ended = matches!(self.lines.before, b'\r' | b'\n');
                        record.last_line = (self.lines.current() - u64::from(ended)).max(first_line);
                        return Ok(Some(record));
                    }
                }
                csv_core::ReadFieldResult::End => return Ok(None),
            }
        }
    }

    /// Passes the ends of blank lines, so that a record begins where its first letter is.
    fn pass_line_ends(&mut self) -> io::Result<()> {
        loop {
            let input = self.input.fill_buf()?;
            let ends = input.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            if ends == 0 {
                return Ok(());
            }
            self.lines.pass(input.get(..ends).unwrap_or_default());
            self.input.consume(ends);
        }
    }
}

/// The rows of a CSV file.
pub(super) struct CsvRows<R> {
    records: Records<R>,
    headers: Headers,
    ended: bool,
}

/// What a CSV file says of itself before its first row.
pub(super) struct Opened<R> {
    pub(super) rows: CsvRows<R>,
    pub(super) delimiter: Delimiter,
    pub(super) table: FoundTable,
}

/// Reads up to the first row. What is at the head of the input is looked at for the delimiter.
pub(super) fn open(
    mut input: impl BufRead + Send + 'static,
    declared: Option<Delimiter>,
    kept: &[String],
) -> Result<Opened<Box<dyn BufRead + Send>>, Refusal> {
    let mut head = Vec::new();
    input.by_ref().take(MAX_ROW_BYTES as u64).read_to_end(&mut head)?;
    let mut lines = Lines::default();
    let said = sep_line(&head);
    if let Some((_, length)) = said {
        lines.pass(head.get(..length).unwrap_or_default());
        head.drain(..length);
    }
    let delimiter = declared.or(said.and_then(|(delimiter, _)| delimiter)).unwrap_or_else(|| sniffed(&head));
    let input: Box<dyn BufRead + Send> = Box::new(io::Cursor::new(head).chain(input));
    let automaton = csv_core::ReaderBuilder::new().delimiter(delimiter.byte()).build();
    let mut records = Records { input, automaton, delimiter: delimiter.byte(), lines, buffer: vec![0; 16 * 1024] };
    let first = loop {
        match records.next()? {
            None => return Err(Refusal::unreadable("Filen är tom", "The file is empty")),
            Some(record) if record.is_blank() => {}
            Some(record) => break record,
        }
    };
    if first.quotes.may_hide_lines() {
        return Err(Refusal::Unreadable(never_closed(&first)));
    }
    if first.too_long {
        return Err(Refusal::too_large("Rubrikraden är för lång", "The line of headers is too long"));
    }
    if first.count > MAX_COLUMNS {
        return Err(Refusal::too_large(
            format!("Filen har {} kolumner: högst {MAX_COLUMNS} tas emot", first.count),
            format!("The file has {} columns: at most {MAX_COLUMNS} are taken", first.count),
        ));
    }
    let headers = Headers::new(&first.fields, kept)?;
    let table = headers.table(None);
    Ok(Opened { rows: CsvRows { records, headers, ended: false }, delimiter, table })
}

/// What a first line such as `sep=;` says, and its length.
fn sep_line(head: &[u8]) -> Option<(Option<Delimiter>, usize)> {
    let length = head.iter().position(|byte| *byte == b'\n')? + 1;
    let line = std::str::from_utf8(head.get(..length)?).ok()?.trim_end_matches(['\r', '\n']).trim_matches('"');
    let (key, said) = line.split_at_checked(4)?;
    // A spreadsheet fills the line up to the width of the table.
    let said = said.trim_end_matches(';').as_bytes();
    let letter = said.first().copied().unwrap_or(b';');
    (key.eq_ignore_ascii_case("sep=") && said.len() <= 1)
        .then(|| (Delimiter::ALL.iter().copied().find(|delimiter| delimiter.byte() == letter), length))
}

/// The delimiter that the line of headers has most of, outside quotes; of equals the Swedish one.
fn sniffed(head: &[u8]) -> Delimiter {
    let (mut counts, mut quoted, mut begun) = ([0_u32; 3], false, false);
    for byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted && begun => break,
            _ if quoted => {}
            _ => {
                for (count, delimiter) in counts.iter_mut().zip(Delimiter::ALL) {
                    *count += u32::from(delimiter.byte() == *byte);
                }
            }
        }
        begun |= !byte.is_ascii_whitespace();
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let found = counts.iter().zip(Delimiter::ALL).find(|(count, _)| **count == most && most > 0);
    found.map_or(Delimiter::Comma, |(_, delimiter)| *delimiter)
}

impl<R: BufRead> CsvRows<R> {
    fn row(&self, record: Record) -> Result<Row, RowFault> {
        let line = record.first_line;
        if record.too_long {
            return Err(RowFault::new(line, too_long(&record)));
        }
        if record.quotes.may_hide_lines() {
            return Err(RowFault::new(line, never_closed(&record)));
        }
        // Empty fields after the last header are the marks of a table that was wider once.
        let used = record.fields.iter().rposition(|field| !field.trim().is_empty()).map_or(0, |last| last + 1);
        if used > self.headers.most() || record.count > MAX_COLUMNS || record.count < self.headers.least() {
            return Err(RowFault::new(line, does_not_fit(&record, self.headers.least())));
        }
        self.headers.row(line, None, record.fields.into_iter().map(Cell::text).enumerate())
    }
}

fn too_long(record: &Record) -> Message {
    let (first, last) = (record.first_line, record.last_line);
    Message::new(
        format!("Raden är längre än 1 MB (rad {first} till {last}). Ett citattecken kan sakna sitt slut"),
        format!("The row is longer than 1 MB (lines {first} to {last}). A quotation mark may lack its end"),
    )
}

fn never_closed(record: &Record) -> Message {
    let (first, last) = (record.first_line, record.last_line);
    Message::new(
        format!("Ett citattecken på rad {first} till {last} saknar sitt slut, eller står mitt i ett fält"),
        format!("A quotation mark on lines {first} to {last} lacks its end, or stands in the middle of a field"),
    )
}

fn does_not_fit(record: &Record, wanted: usize) -> Message {
    let (found, first, last) = (record.count, record.first_line, record.last_line);
    if last > first {
        return Message::new(
            format!(
                "Raden har {found} fält, rubrikerna är {wanted}. Den går från rad {first} till {last}: se efter om ett \
                 citattecken är ensamt"
            ),
            format!(
                "The row has {found} fields, the headers are {wanted}. It goes from line {first} to {last}: see whether a \
                 quotation mark stands alone"
            ),
        );
    }
    Message::new(
        format!("Raden har {found} fält, rubrikerna är {wanted}. Se efter avgränsare och citattecken"),
        format!("The row has {found} fields, the headers are {wanted}. See to delimiters and quotation marks"),
    )
}

impl<R: BufRead> Iterator for CsvRows<R> {
    type Item = Result<Row, RowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.records.next() {
                Ok(Some(record)) if record.is_blank() => {}
                Ok(Some(record)) => return Some(self.row(record)),
                Ok(None) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    return Some(Err(RowFault::broken_off(self.records.lines.current(), &error)));
                }
            }
        }
        None
    }
}
