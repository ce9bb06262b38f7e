//! JSON: a list of objects, `{"items": [...]}`, or an object a line. Objects are cut out of the stream one by one, so that no
//! more than one is in memory.

mod cut;
mod fields;

use std::io::{self, BufRead};

use serde_json::value::RawValue;

use cut::{Cut, depth};
use fields::Fields;

use super::personal::{is_personal, strip};
use super::{Cell, FileFormat, MAX_COLUMNS, MAX_DEPTH, MAX_ROW_BYTES, Row, RowFault};
use crate::text::Message;

/// The name under which a list stands in an object, as in the answers of the API.
const LIST: &str = "items";

/// Whether the beginning of a text is a list, or an object a line: a whole object on the first line, unless it is a list's, with
/// nothing beside the list but names that begin with `_`, as in the answers of the API.
pub(super) fn guess(head: &[u8]) -> FileFormat {
    let head = head.trim_ascii_start();
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_list = |fields: &Fields| {
        fields.0.iter().any(|(name, raw)| name == LIST && raw.get().starts_with('['))
            && fields.0.iter().all(|(name, _)| name == LIST || name.starts_with('_'))
    };
    match serde_json::from_slice::<Fields>(line) {
        Ok(fields) if !is_list(&fields) => FileFormat::Ndjson,
        _ => FileFormat::Json,
    }
}

/// A value cut out of the stream.
struct Piece {
    bytes: Vec<u8>,
    too_long: bool,
}

/// Where the stream stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before the list.
    Start,
    /// In the list, before an object or the list's end.
    List,
    /// After an object: a comma or the end.
    After,
    /// A line each.
    Lines,
    /// Nothing more comes.
    End,
}

/// The objects of a JSON file.
pub(super) struct JsonRows<R> {
    input: R,
    place: Place,
    /// The object or line that was begun last.
    number: u64,
    kept: Vec<String>,
    wrapped: bool,
    dropped: Vec<String>,
}

impl<R: BufRead> JsonRows<R> {
    pub(super) fn new(input: R, format: FileFormat, kept: Vec<String>) -> Self {
        let place = if format == FileFormat::Ndjson { Place::Lines } else { Place::Start };
        Self { input, place, number: 0, kept, wrapped: false, dropped: Vec::new() }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let input = self.input.fill_buf()?;
            let space = input.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let next = input.get(space).copied();
            let empty = input.is_empty();
            self.input.consume(space);
            if next.is_some() || empty {
                return Ok(next);
            }
        }
    }

    /// Cuts out the value that begins here: to its closing bracket, quotation mark, or end of word.
    fn piece(&mut self) -> io::Result<Piece> {
        let mut piece = Piece { bytes: Vec::new(), too_long: false };
        let mut cut = Cut::default();
        loop {
            let input = self.input.fill_buf()?;
            if input.is_empty() {
                return Ok(piece);
            }
            let (length, ended) = cut.length(input);
            if piece.bytes.len() + length > MAX_ROW_BYTES {
                piece.too_long = true;
                piece.bytes.clear();
            }
            if !piece.too_long {
                piece.bytes.extend_from_slice(input.get(..length).unwrap_or_default());
            }
            self.input.consume(length);
            if ended {
                return Ok(piece);
            }
        }
    }

    /// Goes to the first object of the list.
    fn enter(&mut self) -> io::Result<Result<(), Message>> {
        let first = self.peek()?;
        if matches!(first, Some(b'[' | b'{')) {
            self.input.consume(1);
        }
        match first {
            Some(b'[') => return Ok(Ok(())),
            Some(b'{') => self.wrapped = true,
            _ => return Ok(Err(no_list())),
        }
        loop {
            match self.peek()? {
                Some(b',') => self.input.consume(1),
                Some(b'"') => {}
                _ => return Ok(Err(no_list())),
            }
            if self.peek()? != Some(b'"') {
                return Ok(Err(no_list()));
            }
            let name = self.piece()?;
            if self.peek()? != Some(b':') {
                return Ok(Err(no_list()));
            }
            self.input.consume(1);
            let begins = self.peek()?;
            if begins == Some(b'[') && serde_json::from_slice::<String>(&name.bytes).is_ok_and(|name| name == LIST) {
                self.input.consume(1);
                return Ok(Ok(()));
            }
            self.piece()?;
        }
    }

    fn next_piece(&mut self) -> io::Result<Result<Option<Piece>, Message>> {
        loop {
            match self.place {
                Place::End => return Ok(Ok(None)),
                Place::Lines => return self.line().map(Ok),
                Place::Start => match self.enter()? {
                    Ok(()) => self.place = Place::List,
                    Err(message) => return Ok(Err(message)),
                },
                Place::List | Place::After => {
                    let next = self.peek()?;
                    match (next, self.place) {
                        (Some(b']'), _) => return self.leave(),
                        (Some(b','), Place::After) => {
                            self.input.consume(1);
                            self.place = Place::List;
                        }
                        (Some(b',' | b':' | b'}'), _) | (Some(_), Place::After) | (None, _) => {
                            return Ok(Err(broken_list()));
                        }
                        (Some(_), _) => {
                            self.number += 1;
                            self.place = Place::After;
                            return self.piece().map(|piece| Ok(Some(piece)));
                        }
                    }
                }
            }
        }
    }

    /// After the list there is nothing, but for the rest of the object around it.
    fn leave(&mut self) -> io::Result<Result<Option<Piece>, Message>> {
        self.input.consume(1);
        self.place = Place::End;
        let after = self.peek()?;
        let fits = if self.wrapped { matches!(after, Some(b',' | b'}')) } else { after.is_none() };
        Ok(if fits { Ok(None) } else { Err(broken_list()) })
    }

    fn line(&mut self) -> io::Result<Option<Piece>> {
        loop {
            let mut piece = Piece { bytes: Vec::new(), too_long: false };
            self.number += 1;
            let mut any = false;
            loop {
                let input = self.input.fill_buf()?;
                let end = input.iter().position(|byte| *byte == b'\n');
                let length = end.map_or(input.len(), |end| end + 1);
                any |= length > 0;
                piece.too_long |= piece.bytes.len() + length > MAX_ROW_BYTES;
                if !piece.too_long {
                    piece.bytes.extend_from_slice(input.get(..length).unwrap_or_default());
                }
                self.input.consume(length);
                if end.is_some() || length == 0 {
                    break;
                }
            }
            if !any {
                return Ok(None);
            }
            if piece.too_long || !piece.bytes.trim_ascii().is_empty() {
                return Ok(Some(piece));
            }
        }
    }

    fn row(&mut self, piece: &Piece) -> Result<Row, RowFault> {
        let fault = |message| RowFault::new(self.number, message);
        if piece.too_long {
            return Err(fault(Message::new("Objektet är längre än 1 MB", "The object is longer than 1 MB")));
        }
        if depth(&piece.bytes) > MAX_DEPTH {
            return Err(fault(Message::new(
                format!("Objektet är djupare än {MAX_DEPTH} nivåer"),
                format!("The object is deeper than {MAX_DEPTH} levels"),
            )));
        }
        let fields: Fields = serde_json::from_slice(&piece.bytes).map_err(|error| {
            let column = error.column();
            fault(Message::new(
                format!("Det är inget JSON-objekt (tecken {column})"),
                format!("This is no JSON object (letter {column})"),
            ))
        })?;
        if fields.0.len() > MAX_COLUMNS {
            return Err(fault(Message::new(
                format!("Objektet har fler än {MAX_COLUMNS} fält"),
                format!("The object has more than {MAX_COLUMNS} fields"),
            )));
        }
        let mut row = Row { number: self.number, sheet: None, cells: Vec::with_capacity(fields.0.len()) };
        for (name, raw) in fields.0 {
            if row.cells.iter().any(|(other, _)| *other == name) {
                return Err(RowFault::new(
                    row.number,
                    Message::new(format!("Fältet {name} står två gånger"), format!("The field {name} stands twice")),
                ));
            }
            if is_personal(&name, &self.kept) {
                if !self.dropped.contains(&name) && self.dropped.len() < MAX_COLUMNS {
                    self.dropped.push(name);
                }
                continue;
            }
            let cell = cell(&raw, &self.kept);
            row.cells.push((name, cell));
        }
        Ok(row)
    }

    /// The fields with personal data that were left out so far.
    pub(super) fn dropped(&self) -> &[String] {
        &self.dropped
    }
}

fn no_list() -> Message {
    Message::new(
        "Filen är ingen lista av objekt och har ingen sådan under items",
        "The file is no list of objects, and has none under items",
    )
}

fn broken_list() -> Message {
    Message::new("Listan av objekt är trasig eller avbruten här", "The list of objects is broken or cut off here")
}

fn cell(raw: &RawValue, kept: &[String]) -> Cell {
    let text = raw.get();
    match serde_json::from_str(text) {
        Ok(serde_json::Value::String(text)) => Cell::text(text),
        Ok(serde_json::Value::Bool(yes)) => Cell::Bool(yes),
        // The digits as written: a float would change them.
        Ok(serde_json::Value::Number(_)) => Cell::Number(text.to_owned()),
        Ok(mut value @ (serde_json::Value::Array(_) | serde_json::Value::Object(_))) => {
            strip(&mut value, kept);
            Cell::json(value)
        }
        Ok(serde_json::Value::Null) => Cell::Empty,
        // A number that no float holds is still text to name in a fault.
        Err(_) => Cell::text(text),
    }
}

impl<R: BufRead> Iterator for JsonRows<R> {
    type Item = Result<Row, RowFault>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.next_piece() {
            Ok(Ok(Some(piece))) => Some(self.row(&piece)),
            Ok(Ok(None)) => None,
            Ok(Err(message)) => {
                self.place = Place::End;
                Some(Err(RowFault::last(self.number.max(1), message)))
            }
            Err(error) => {
                self.place = Place::End;
                Some(Err(RowFault::broken_off(self.number, &error)))
            }
        }
    }
}
