//! Numbers as people write them: which mark stands before the decimals, and what the number is.

use super::DecimalSign;

/// What is known of a file's decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decimals {
    /// The sign before them, if it is known.
    pub sign: Option<DecimalSign>,
    /// Whether it was declared: then no other is taken.
    pub declared: bool,
    /// Whether nothing stands between thousands, as in our own exports.
    pub unparted: bool,
}

/// A number taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) negative: bool,
    whole: String,
    fraction: String,
    pub(super) sign: Certainty,
}

/// What a number tells of the sign before its decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    /// Nothing: it has no mark.
    Silent,
    /// It cannot be read otherwise.
    Certain(DecimalSign),
    /// The mark in it may stand before decimals or between thousands: `1,234`.
    Either(DecimalSign),
}

/// Why a text is not read as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotRead {
    /// It is none.
    NoNumber,
    /// It has two readings, and nothing tells which is meant.
    Ambiguous,
    /// It contradicts what is declared.
    Contradicts(DecimalSign),
}

impl Written {
    /// Takes a text apart; nothing when it is no number.
    pub(super) fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let unsigned = text.strip_prefix(['-', '\u{2212}', '\u{2011}', '\u{2013}']);
        let (body, spaced) = without_spaces(unsigned.unwrap_or(text).trim())?;
        let (whole, fraction, sign) = parted(&body, spaced)?;
        Some(Self { negative: unsigned.is_some(), whole, fraction, sign })
    }

    /// Its decimal text with a full stop, when the sign is as said.
    fn printed(&self, sign: Option<DecimalSign>) -> String {
        let (whole, fraction) = match self.sign {
            // Read as thousands.
            Certainty::Either(seen) if sign != Some(seen) => (format!("{}{}", self.whole, self.fraction), ""),
            _ => (self.whole.clone(), self.fraction.as_str()),
        };
        let whole = match whole.trim_start_matches('0') {
            "" => "0",
            digits => digits,
        };
        let minus = if self.negative { "-" } else { "" };
        if fraction.is_empty() { format!("{minus}{whole}") } else { format!("{minus}{whole}.{fraction}") }
    }
}

/// A number in words of the API: decimal text with a full stop.
pub(super) fn read(text: &str, decimals: Decimals) -> Result<String, NotRead> {
    let written = Written::of(text).ok_or(NotRead::NoNumber)?;
    match (written.sign, decimals.sign) {
        (Certainty::Either(_), None) => Err(NotRead::Ambiguous),
        (Certainty::Either(seen), Some(sign)) if decimals.unparted && seen != sign => Err(NotRead::Ambiguous),
        (Certainty::Certain(sign), Some(declared)) if decimals.declared && sign != declared => {
            Err(NotRead::Contradicts(declared))
        }
        (_, sign) => Ok(written.printed(sign)),
    }
}

/// Gathers what numbers tell of the sign before decimals.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    comma: bool,
    point: bool,
}

impl Evidence {
    pub(super) fn look_at(&mut self, text: &str) {
        match Written::of(text).map(|written| written.sign) {
            Some(Certainty::Certain(DecimalSign::Comma)) => self.comma = true,
            Some(Certainty::Certain(DecimalSign::Point)) => self.point = true,
            _ => {}
        }
    }

    /// The one that all numbers agree on.
    pub(super) const fn sign(&self) -> Option<DecimalSign> {
        match (self.comma, self.point) {
            (true, false) => Some(DecimalSign::Comma),
            (false, true) => Some(DecimalSign::Point),
            _ => None,
        }
    }
}

/// The text without spaces between thousands, and whether it had some; nothing when they stand elsewhere.
fn without_spaces(text: &str) -> Option<(String, bool)> {
    let is_space = |letter: char| matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}');
    if !text.contains(is_space) {
        return Some((text.to_owned(), false));
    }
    let end = text.find(['.', ',']).unwrap_or(text.len());
    let (whole, rest) = text.split_at_checked(end)?;
    if rest.contains(is_space) || !is_grouped(&whole.split(is_space).collect::<Vec<_>>()) {
        return None;
    }
    Some((text.chars().filter(|letter| !is_space(*letter)).collect(), true))
}

/// Whether these are groups of thousands: one to three digits, then threes.
fn is_grouped(groups: &[&str]) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    matches!(groups, [first, rest @ ..] if (1..=3).contains(&first.len()) && digits(first)
        && rest.iter().all(|group| group.len() == 3 && digits(group)))
}

fn parted(body: &str, spaced: bool) -> Option<(String, String, Certainty)> {
    use DecimalSign::{Comma, Point};
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some(last) = body.rfind(['.', ',']) else {
        return digits(body).then(|| (body.to_owned(), String::new(), Certainty::Silent));
    };
    let (before, after) = body.split_at_checked(last)?;
    let (mark, other, sign, opposite) =
        if after.starts_with(',') { (',', '.', Comma, Point) } else { ('.', ',', Point, Comma) };
    let fraction = after.get(1..).filter(|fraction| digits(fraction))?;
    let certain = |whole: String| Some((whole, fraction.to_owned(), Certainty::Certain(sign)));
    if before.contains(mark) {
        // The same mark twice parts thousands: `1.234.567`.
        let groups: Vec<&str> = body.split(mark).collect();
        return (!spaced && is_grouped(&groups))
            .then(|| (groups.concat(), String::new(), Certainty::Certain(opposite)));
    }
    if before.contains(other) {
        let groups: Vec<&str> = before.split(other).collect();
        return if spaced || !is_grouped(&groups) { None } else { certain(groups.concat()) };
    }
    if !digits(before) {
        return None;
    }
    let either = !spaced && fraction.len() == 3 && before.len() <= 3 && !before.starts_with('0');
    if either {
        return Some((before.to_owned(), fraction.to_owned(), Certainty::Either(sign)));
    }
    certain(before.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as(text: &str, sign: Option<DecimalSign>, declared: bool) -> Result<String, NotRead> {
        read(text, Decimals { sign, declared, unparted: false })
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (text, number) in [
            ("3 040 000,00", "3040000.00"),
            ("3\u{a0}040\u{a0}000,00", "3040000.00"),
            ("3\u{202f}040\u{202f}000", "3040000"),
            ("4 973 906", "4973906"),
            ("75 354 267", "75354267"),
            ("2073781,25", "2073781.25"),
            ("1.234.567,5", "1234567.5"),
            ("1,234,567.5", "1234567.5"),
            ("1.234.567", "1234567"),
            ("56868.983", "56868.983"),
            ("0,125", "0.125"),
            ("1 234,567", "1234.567"),
            ("007", "7"),
            ("-23", "-23"),
            ("\u{2212}23", "-23"),
            ("\u{2011}23,5", "-23.5"),
            (" 12 ", "12"),
            ("0", "0"),
        ] {
            assert_eq!(read_as(text, None, false).as_deref(), Ok(number), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        for text in [
            "",
            "SEK 500.000 €",
            "500 000 kr",
            "12 34",
            "1 2",
            "1..2",
            ",5",
            "5,",
            "1,2,3",
            "1.23.456",
            "27.06.2012",
            "2012-06-27",
            "--5",
            "1e9",
            "١٢",
            "1 234.567.890",
            "12,345,67",
            "NaN",
            "1.234 567",
        ] {
            assert_eq!(read_as(text, None, false), Err(NotRead::NoNumber), "{text}");
        }
    }

    #[test]
    fn an_ambiguous_number_is_read_as_the_file_writes_them_or_not_at_all() {
        use DecimalSign::{Comma, Point};
        for text in ["1,234", "12.345", "123,456"] {
            assert_eq!(read_as(text, None, false), Err(NotRead::Ambiguous), "{text}");
        }
        assert_eq!(read_as("1,234", Some(Comma), false).as_deref(), Ok("1.234"));
        assert_eq!(read_as("1,234", Some(Point), true).as_deref(), Ok("1234"));
        assert_eq!(read_as("1.234", Some(Comma), true).as_deref(), Ok("1234"));
        // A guess gives way to what cannot be read otherwise; a declaration does not.
        assert_eq!(read_as("56868.983", Some(Comma), false).as_deref(), Ok("56868.983"));
        assert_eq!(read_as("56868.983", Some(Comma), true), Err(NotRead::Contradicts(Comma)));
    }

    #[test]
    fn a_file_tells_its_decimal_sign_only_if_its_numbers_agree() {
        let sign = |texts: &[&str]| {
            let mut evidence = Evidence::default();
            texts.iter().for_each(|text| evidence.look_at(text));
            evidence.sign()
        };
        assert_eq!(sign(&["3 040 000,00", "1,234", "27.06.2012"]), Some(DecimalSign::Comma));
        assert_eq!(sign(&["50.0", "1.234"]), Some(DecimalSign::Point));
        assert_eq!(sign(&["1,234", "500"]), None);
        assert_eq!(sign(&["1,5", "1.5"]), None);
    }
}
