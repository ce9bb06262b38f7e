//! Formats that the schemas name and JSON Schema does not know, and rules that several registers share.

use chrono::{Datelike, NaiveDate};

use super::money;
use crate::db::types::Id;
use crate::error::{Fault, FaultCode};
use crate::text::{Bilingual, Message, Text, text};

/// A check of a format.
pub type Check = fn(&str) -> bool;

/// The formats of the document's schemas, with the check behind each.
pub const FORMATS: &[(&str, Check)] = &[
    ("date", is_date),
    ("web-address", is_web_address),
    ("country", is_country),
    ("organisation-number", has_check_digit),
    ("amount", money::is_amount),
    ("currency", money::is_currency),
];

/// What it means to break a format.
pub fn format_reason(format: &str) -> (FaultCode, Message) {
    let (code, reason): (FaultCode, Text) = match format {
        "date" => (
            FaultCode::WrongFormat,
            text("förväntade ett datum som finns, ÅÅÅÅ-MM-DD", "expected a date that exists, YYYY-MM-DD"),
        ),
        "uuid" => (FaultCode::WrongFormat, text("förväntade ett UUID", "expected a UUID")),
        "email" => (FaultCode::WrongFormat, text("förväntade en e-postadress", "expected an e-mail address")),
        "web-address" => (
            FaultCode::WrongFormat,
            text(
                "förväntade en webbadress som börjar med http:// eller https://",
                "expected a web address that begins with http:// or https://",
            ),
        ),
        "country" => (
            FaultCode::UnknownCode,
            text(
                "förväntade en landskod enligt ISO 3166-1 alfa-2, till exempel SE",
                "expected a country code of ISO 3166-1 alpha-2, such as SE",
            ),
        ),
        "amount" => (
            FaultCode::WrongFormat,
            text(
                "förväntade ett belopp som 1520000.00: inte negativt, decimalpunkt, högst 999999999999.99",
                "expected an amount such as 1520000.00: not negative, with a full stop, at most 999999999999.99",
            ),
        ),
        "currency" => (
            FaultCode::UnknownCode,
            text(
                "förväntade en valutakod enligt ISO 4217, till exempel SEK",
                "expected a currency code of ISO 4217, such as SEK",
            ),
        ),
        "organisation-number" => {
            (FaultCode::CheckDigit, text("kontrollsiffran stämmer inte", "the check digit does not fit"))
        }
        _ => (FaultCode::WrongFormat, text("fel format", "wrong format")),
    };
    (code, reason.into())
}

/// The years of dates and instants: those of four digits, which sort as text as they do in time.
pub const YEARS: std::ops::RangeInclusive<i32> = 1000..=9999;

/// A date that exists, with a year of four digits.
pub fn is_date(value: &str) -> bool {
    value.len() == 10 && value.parse::<NaiveDate>().is_ok_and(|date| YEARS.contains(&date.year()))
}

/// An address that a browser can open, with nothing to sign in with in it.
fn is_web_address(value: &str) -> bool {
    // The parser mends what lacks its slashes; a page that links to it does not.
    let begins = |scheme: &str| value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (begins("http://") || begins("https://"))
        && url::Url::parse(value).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.host_str().is_some_and(|host| !host.is_empty())
                && url.username().is_empty()
                && url.password().is_none()
                && !value.contains(char::is_whitespace)
        })
}

/// A code of ISO 3166-1 alpha-2.
fn is_country(value: &str) -> bool {
    crate::reference::countries::is_known(value)
}

/// Whether the check digit of a Swedish or Norwegian organisation number fits. What has neither form is left to the
/// schema's pattern, so that it is not blamed twice.
fn has_check_digit(value: &str) -> bool {
    match OrganisationNumber::read(value) {
        Some(number) => number.fits(),
        None => true,
    }
}

/// An organisation number, by the country whose form it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrganisationNumber {
    /// Ten digits, the third at least 2, Luhn's check digit.
    Swedish(String),
    /// Nine digits, check digit modulo 11.
    Norwegian(String),
}

impl OrganisationNumber {
    /// Reads a number in any form in which it is written: `212000-1850`, `2120001850`, `162120001850`,
    /// `SE212000185001`; `974 760 673`, `NO974760673MVA`.
    pub fn read(value: &str) -> Option<Self> {
        let value: String = value.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
        let upper = value.to_uppercase();
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let vat = upper.strip_prefix("SE").and_then(|rest| rest.strip_suffix("01")).filter(|rest| rest.len() == 10);
        let long = upper.strip_prefix("16").filter(|rest| rest.len() == 10);
        let norwegian = upper.strip_prefix("NO").unwrap_or(&upper);
        let norwegian = norwegian.strip_suffix("MVA").unwrap_or(norwegian);
        match vat.or(long).unwrap_or(&upper) {
            swedish if swedish.len() == 10 && digits(swedish) => Some(Self::Swedish(swedish.to_owned())),
            _ if norwegian.len() == 9 && digits(norwegian) => Some(Self::Norwegian(norwegian.to_owned())),
            _ => None,
        }
    }

    /// Whether the check digit fits; for a Swedish one also that the third digit is at least 2, without which it would
    /// be a personal identity number.
    pub fn fits(&self) -> bool {
        match self {
            Self::Swedish(digits) => {
                digits.as_bytes().get(2).copied().is_some_and(|third| third >= b'2') && luhn(digits)
            }
            // Of the Brønnøysund Register Centre's numbers, which begin with 8 or 9.
            Self::Norwegian(digits) => digits.starts_with(['8', '9']) && mod11(digits),
        }
    }

    /// As it is printed: `212000-1850`, `974760673`.
    pub fn printed(&self) -> String {
        match self {
            Self::Swedish(digits) => {
                let (group, rest) = digits.split_at_checked(6).unwrap_or((digits, ""));
                format!("{group}-{rest}")
            }
            Self::Norwegian(digits) => digits.clone(),
        }
    }

    /// The country whose form it has, ISO 3166-1 alpha-2.
    pub const fn country(&self) -> &'static str {
        match self {
            Self::Swedish(_) => "SE",
            Self::Norwegian(_) => "NO",
        }
    }
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0');
            let doubled = if place % 2 == 1 { digit * 2 } else { digit };
            doubled / 10 + doubled % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

fn mod11(digits: &str) -> bool {
    const WEIGHTS: [u32; 8] = [3, 2, 7, 6, 5, 4, 3, 2];
    let values: Vec<u32> = digits.bytes().map(|byte| u32::from(byte - b'0')).collect();
    let sum: u32 = values.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = (11 - sum % 11) % 11;
    check != 10 && values.last() == Some(&check)
}

crate::code_list! {
    /// How exactly a business date is known.
    pub enum Precision "date-precisions" ("Datums noggrannhet", "Precision of dates") {
        Day = "day" ("Dag", "Day"),
        Month = "month" ("Månad", "Month"),
        Year = "year" ("År", "Year"),
    }
}

/// The rules of a period whose ends may be known only roughly: a precision exactly where there is a date, the first or
/// last day of a rough one, and no end before the start.
pub fn check_period(
    from: (Option<NaiveDate>, Option<Precision>),
    to: (Option<NaiveDate>, Option<Precision>),
    faults: &mut Vec<Fault>,
) {
    check_period_at(("/validFrom", from.0, from.1), ("/validTo", to.0, to.1), faults);
}

/// As [`check_period`], for fields of other names.
pub fn check_period_at(
    (from_pointer, from, from_precision): (&str, Option<NaiveDate>, Option<Precision>),
    (to_pointer, to, to_precision): (&str, Option<NaiveDate>, Option<Precision>),
    faults: &mut Vec<Fault>,
) {
    let precision = |pointer: &str| format!("{pointer}Precision");
    check_rough(&precision(from_pointer), from_pointer, (from, from_precision), Edge::is_first, faults);
    check_rough(&precision(to_pointer), to_pointer, (to, to_precision), Edge::is_last, faults);
    check_order(from, to, to_pointer, faults);
}

/// A date without its precision is known to the day.
pub fn say_precision(date: Option<NaiveDate>, precision: &mut Option<Precision>) {
    if date.is_some() && precision.is_none() {
        *precision = Some(Precision::Day);
    }
}

/// The rules of a single day that may be known only roughly: the first of its month or year. Nothing said means the day.
pub fn check_rough_start(
    precision_pointer: &str,
    date_pointer: &str,
    (date, precision): (NaiveDate, Option<Precision>),
    faults: &mut Vec<Fault>,
) {
    let precision = precision.or(Some(Precision::Day));
    check_rough(precision_pointer, date_pointer, (Some(date), precision), Edge::is_first, faults);
}

fn check_rough(
    precision_pointer: &str,
    date_pointer: &str,
    (date, precision): (Option<NaiveDate>, Option<Precision>),
    at_edge: fn(NaiveDate, Precision) -> bool,
    faults: &mut Vec<Fault>,
) {
    match (date, precision) {
        (None, Some(_)) => faults.push(Fault::body(
            precision_pointer,
            FaultCode::Rule,
            text("noggrannhet utan datum", "a precision without a date"),
        )),
        (Some(_), None) => {
            let reason = text("ett datum kräver sin noggrannhet", "a date needs its precision");
            faults.push(Fault::body(precision_pointer, FaultCode::Rule, reason));
        }
        (Some(date), Some(precision)) if !at_edge(date, precision) => faults.push(Fault::body(
            date_pointer,
            FaultCode::Rule,
            text(
                "ett ungefärligt datum anges som periodens första dag (början) eller sista dag (slut)",
                "a rough date is given as the first day of its period (start) or the last (end)",
            ),
        )),
        _ => {}
    }
}

/// Where in its month or year a date stands.
struct Edge;

impl Edge {
    fn is_first(date: NaiveDate, precision: Precision) -> bool {
        match precision {
            Precision::Day => true,
            Precision::Month => date.day() == 1,
            Precision::Year => date.ordinal() == 1,
        }
    }

    fn is_last(date: NaiveDate, precision: Precision) -> bool {
        let next = date.succ_opt().unwrap_or(date);
        match precision {
            Precision::Day => true,
            Precision::Month => next.day() == 1,
            Precision::Year => next.ordinal() == 1,
        }
    }
}

/// A text in two languages has at least one of them; a merge patch may take both.
pub fn check_text(pointer: &str, bilingual: &Bilingual, faults: &mut Vec<Fault>) {
    if bilingual.sv.is_none() && bilingual.en.is_none() {
        let reason = text("minst ett av språken sv och en", "at least one of the languages sv and en");
        faults.push(Fault::body(pointer, FaultCode::TooFew, reason));
    }
}

/// What only one record may have is free, or the record's own; `holder` has it.
pub fn check_free<R>(pointer: &str, holder: Option<Id<R>>, own: Id<R>, reason: Text, faults: &mut Vec<Fault>) {
    if holder.is_some_and(|holder| holder != own) {
        faults.push(Fault::body(pointer, FaultCode::Taken, reason));
    }
}

/// No item twice; the later one is named.
pub fn check_unique<T: Eq + std::hash::Hash>(pointer: &str, items: impl Iterator<Item = T>, faults: &mut Vec<Fault>) {
    let mut seen = std::collections::HashSet::new();
    for (place, item) in items.enumerate() {
        if !seen.insert(item) {
            let reason = text("står redan i listan", "is in the list already");
            faults.push(Fault::body(format!("{pointer}/{place}"), FaultCode::DuplicateItem, reason));
        }
    }
}

/// The codes of a list, each with its JSON Pointer.
pub fn listed<'a>(pointer: &'a str, codes: &'a [String]) -> impl Iterator<Item = (String, &'a str)> {
    codes.iter().enumerate().map(move |(place, code)| (format!("{pointer}/{place}"), code.as_str()))
}

/// Names every code that is not among those of a list at `path`; each comes with its JSON Pointer.
pub fn check_known<'a>(
    codes: impl Iterator<Item = (String, &'a str)>,
    path: &str,
    known: &std::collections::HashSet<String>,
    faults: &mut Vec<Fault>,
) {
    for (pointer, code) in codes.filter(|(_, code)| !known.contains(*code)) {
        let reason = Message::new(format!("{code} finns inte i /{path}"), format!("{code} is not in /{path}"));
        faults.push(Fault::body(pointer, FaultCode::UnknownReference, reason));
    }
}

/// The end of a period is not before its start.
pub fn check_order(start: Option<NaiveDate>, end: Option<NaiveDate>, end_pointer: &str, faults: &mut Vec<Fault>) {
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        let reason = text("slutet ligger före början", "the end is before the start");
        faults.push(Fault::body(end_pointer, FaultCode::Rule, reason));
    }
}

/// The country that a NUTS code begins with: Greece and the United Kingdom have codes of their own there.
pub fn nuts_country(code: &str) -> Option<&str> {
    match code.get(..2) {
        Some("EL") => Some("GR"),
        Some("UK") => Some("GB"),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn organisation_numbers_in_all_their_forms() {
        for form in ["212000-1850", "2120001850", "16212000-1850", "SE212000185001"] {
            let number = OrganisationNumber::read(form);
            assert_eq!(number.as_ref().map(OrganisationNumber::printed).as_deref(), Some("212000-1850"), "{form}");
            assert!(number.is_some_and(|number| number.fits()), "{form}");
        }
        // The Brønnøysund Register Centre's own number.
        for form in ["974760673", "974 760 673", "NO974760673MVA"] {
            assert!(
                OrganisationNumber::read(form).is_some_and(|number| number.fits() && number.country() == "NO"),
                "{form}"
            );
        }
        // A wrong digit, and the form of a personal identity number.
        for wrong in ["212000-1851", "974760674", "811218-9876", "000000000"] {
            assert!(OrganisationNumber::read(wrong).is_some_and(|number| !number.fits()), "{wrong}");
        }
        assert_eq!(OrganisationNumber::read("12345"), None);
    }

    #[test]
    fn dates_exist_and_have_four_digits() {
        assert!(is_date("2008-02-29"));
        for wrong in ["2009-02-29", "0000-01-01", "99999-01-01", "2009-1-1", "2009-02-30", "+2009-01-01"] {
            assert!(!is_date(wrong), "{wrong}");
        }
    }

    #[test]
    fn web_addresses_are_safe_to_link() {
        assert!(is_web_address("https://www.regionvarmland.se/å"));
        for wrong in [
            "javascript:alert(1)",
            "ftp://a.se",
            "https://",
            "https:a.se",
            "http:/a.se",
            "https:\\\\a.se",
            "https://u:p@a.se",
            "a.se",
            "https://a b.se",
        ] {
            assert!(!is_web_address(wrong), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_rough_date_is_the_first_or_the_last_of_its_month_or_year(
            year in 1000..9999_i32, ordinal in 1..=366_u32, by_year in any::<bool>(),
        ) {
            let Some(date) = NaiveDate::from_yo_opt(year, ordinal) else { return Ok(()) };
            let precision = if by_year { Precision::Year } else { Precision::Month };
            let same = |other: Option<NaiveDate>| {
                other.is_some_and(|other| other.year() == year && (by_year || other.month() == date.month()))
            };
            prop_assert_eq!(Edge::is_first(date, precision), !same(date.pred_opt()));
            prop_assert_eq!(Edge::is_last(date, precision), !same(date.succ_opt()));
            prop_assert!(Edge::is_first(date, Precision::Day) && Edge::is_last(date, Precision::Day));
        }
    }

    #[test]
    fn rough_dates_stand_at_the_edge_of_their_period() {
        let date = |text: &str| text.parse::<NaiveDate>().ok();
        let mut faults = Vec::new();
        check_period(
            (date("2012-01-01"), Some(Precision::Year)),
            (date("2013-11-30"), Some(Precision::Month)),
            &mut faults,
        );
        assert_eq!(faults, []);
        check_period(
            (date("2012-01-02"), Some(Precision::Year)),
            (date("2011-11-29"), Some(Precision::Month)),
            &mut faults,
        );
        assert_eq!(faults.len(), 3);
    }
}
