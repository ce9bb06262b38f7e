//! Looks through the XML of a workbook as it is inflated: what would make a reader of it use memory without end is refused
//! before the reader sees it. Only the marks are looked at; whether it is XML is the reader's to say.

use crate::text::{Text, text};

/// The longest run of text, tag or comment, and the longest cell, in bytes.
const MAX_RUN: u64 = 1024 * 1024;
/// The most shared strings.
const MAX_STRINGS: u64 = 4_000_000;
/// The most elements of which a workbook keeps one each: styles, names, relationships.
const MAX_KEPT: u64 = 300_000;

/// Names of elements that a reader keeps all of.
const KEPT: &[&[u8]] = &[
    b"xf",
    b"font",
    b"fill",
    b"border",
    b"numFmt",
    b"dxf",
    b"cellStyle",
    b"Relationship",
    b"sheet",
    b"definedName",
    b"mergeCell",
];

const DTD: Text = text(
    "Arbetsboken har en DTD eller egna entiteter: sådana tas inte emot",
    "The workbook has a DTD or entities of its own: such are not taken",
);
const ODD: Text = text("Arbetsbokens XML är inte UTF-8", "The workbook's XML is not UTF-8");
const LONG: Text = text("Arbetsboken har en cell som är större än 1 MB", "The workbook has a cell larger than 1 MB");
const MANY: Text =
    text("Arbetsboken har för många format, namn eller texter", "The workbook has too many styles, names or texts");
const CLAIM: Text =
    text("Arbetsboken säger sig ha fler texter än den har", "The workbook says that it has more texts than it has");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Text,
    /// In a tag; quoted by this mark.
    Tag(u8),
    /// In a comment, CDATA or instruction, which ends with these bytes.
    Until(&'static [u8]),
}

/// One part of a workbook, looked at in chunks.
#[derive(Debug)]
pub(super) struct Markup {
    state: State,
    /// The tag or the last bytes, as far as is needed.
    seen: Vec<u8>,
    run: u64,
    cell: u64,
    in_cell: bool,
    strings: u64,
    claimed: u64,
    kept: u64,
}

impl Default for Markup {
    fn default() -> Self {
        Self {
            state: State::Text,
            seen: Vec::with_capacity(64),
            run: 0,
            cell: 0,
            in_cell: false,
            strings: 0,
            claimed: 0,
            kept: 0,
        }
    }
}

/// How many bytes of a tag are kept to be looked at.
const TAG: usize = 512;

impl Markup {
    /// Looks at the next bytes.
    pub(super) fn pass(&mut self, bytes: &[u8]) -> Result<(), Text> {
        for byte in bytes {
            self.byte(*byte)?;
        }
        Ok(())
    }

    /// What can be said when all was seen.
    pub(super) const fn finish(&self) -> Result<(), Text> {
        // The reader makes room for as many as are claimed.
        if self.claimed > self.strings + 1000 { Err(CLAIM) } else { Ok(()) }
    }

    fn byte(&mut self, byte: u8) -> Result<(), Text> {
        if byte == 0 || byte >= 0xFE {
            return Err(ODD);
        }
        self.run += 1;
        self.cell += 1;
        if self.run > MAX_RUN || (self.in_cell && self.cell > MAX_RUN) {
            return Err(LONG);
        }
        match self.state {
            State::Text if byte == b'<' => self.turn(State::Tag(0)),
            State::Text => {}
            State::Tag(0) if byte == b'>' => {
                self.tag()?;
                self.turn(State::Text);
            }
            State::Tag(quote) => {
                if self.seen.len() < TAG {
                    self.seen.push(byte);
                }
                match self.seen.as_slice() {
                    b"!--" => self.turn(State::Until(b"-->")),
                    b"![CDATA[" => self.turn(State::Until(b"]]>")),
                    [b'?'] => self.turn(State::Until(b"?>")),
                    seen if seen.len() == 3 && seen.starts_with(b"!") && seen != b"![C" => return Err(DTD),
                    _ if quote == 0 && matches!(byte, b'"' | b'\'') => self.state = State::Tag(byte),
                    _ if quote == byte => self.state = State::Tag(0),
                    _ => {}
                }
            }
            State::Until(end) => {
                self.seen.push(byte);
                if self.seen.ends_with(end) {
                    self.turn(State::Text);
                } else if self.seen.len() >= TAG {
                    self.seen.drain(..TAG - end.len());
                }
            }
        }
        Ok(())
    }

    fn turn(&mut self, state: State) {
        self.state = state;
        self.seen.clear();
        self.run = 0;
    }

    /// A whole tag was seen.
    fn tag(&mut self) -> Result<(), Text> {
        let tag = self.seen.as_slice();
        let (closes, tag) = tag.strip_prefix(b"/").map_or((false, tag), |tag| (true, tag));
        let name = tag.split(|byte| byte.is_ascii_whitespace() || *byte == b'/').next().unwrap_or_default();
        let name = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        match name {
            b"c" | b"si" => {
                self.in_cell = !closes && !tag.ends_with(b"/");
                self.cell = 0;
                self.strings += u64::from(!closes && name == b"si");
            }
            b"sst" if !closes => self.claimed = claimed(tag),
            name if !closes && KEPT.contains(&name) => self.kept += 1,
            _ => {}
        }
        if self.strings > MAX_STRINGS || self.kept > MAX_KEPT { Err(MANY) } else { Ok(()) }
    }
}

/// The number of shared strings that the tag claims; the most there is when it cannot be read.
fn claimed(tag: &[u8]) -> u64 {
    const NAME: &[u8] = b"uniqueCount";
    let Some(place) = tag.windows(NAME.len()).position(|window| window == NAME) else { return 0 };
    let rest = tag.get(place + NAME.len()..).unwrap_or_default();
    let digits: String = rest
        .iter()
        .skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\''))
        .take_while(|byte| byte.is_ascii_digit())
        .map(|byte| char::from(*byte))
        .collect();
    if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u64::MAX) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(xml: &str) -> Result<(), Text> {
        let mut markup = Markup::default();
        // Byte by byte: no mark may be missed at the end of a chunk.
        xml.as_bytes().iter().try_for_each(|byte| markup.pass(&[*byte]))?;
        markup.finish()
    }

    #[test]
    fn what_excel_writes_passes() {
        let xml = r#"<?xml version="1.0" encoding="UTF-8"?><!-- <!DOCTYPE in a comment --><sst count="2" uniqueCount="2">
            <si><t>a &lt; b &gt; c</t></si><si><t xml:space="preserve"><![CDATA[ <!ENTITY ]]></t></si></sst>"#;
        assert_eq!(look(xml), Ok(()));
        assert_eq!(look(r#"<c r="A1" t="s"><v>0</v></c><c r='B>1'/>"#), Ok(()));
    }

    #[test]
    fn tricks_are_refused() {
        assert_eq!(look(r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>"#), Err(DTD));
        assert_eq!(look(r#"<x><!ENTITY a "aa"></x>"#), Err(DTD));
        assert_eq!(look("<x>\0</x>"), Err(ODD));
        assert_eq!(look(r#"<sst uniqueCount="99999999999999999999"><si/></sst>"#), Err(CLAIM));
        assert_eq!(look(&format!("<c><v>{}</v></c>", "1".repeat(1_100_000))), Err(LONG));
        assert_eq!(look(&format!("<c><is>{}</is></c>", "<t>ab</t>".repeat(150_000))), Err(LONG));
        assert_eq!(look(&format!("<x a='{}'/>", "1".repeat(1_100_000))), Err(LONG));
        assert_eq!(look(&format!("<!--{}-->", "<a>".repeat(400_000))), Err(LONG));
        assert_eq!(look(&"<xf/>".repeat(300_001)), Err(MANY));
    }
}
