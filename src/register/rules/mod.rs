//! Formats that the schemas name and JSON Schema does not know, and rules that several registers share.

use chrono::{Datelike as _, NaiveDate};

use super::{Record, Register, money};

use crate::db::types::Id;
use crate::error::{Fault, FaultCode};
use crate::text::{Bilingual, Message, Text, text};

mod organisation_number;
mod periods;

pub use organisation_number::OrganisationNumber;
pub use periods::{Precision, check_order, check_period, check_period_at, check_rough_start, say_precision};

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

/// Whether a field of a record is new or was changed: what was accepted once is not asked again.
pub fn is_changed<R: Register, T: PartialEq>(
    before: Option<&Record<R>>,
    after: &Record<R>,
    field: fn(&R::Content) -> &T,
) -> bool {
    before.is_none_or(|before| field(&before.content) != field(&after.content))
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
    use super::*;

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
}
