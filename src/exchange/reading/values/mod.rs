//! From a cell to what the API takes. An empty cell is no value; what cannot be read says why, and what to do.

mod dates;
mod places;
mod plain_text;

use std::str::FromStr as _;

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

pub use dates::{Day, Edge, Serials, date};
pub use places::{Municipalities, country, municipalities};
pub use plain_text::plain_text;

use super::numbers::{self, NotRead};
use super::{Cell, DecimalSign, Decimals};
use crate::register::money;
use crate::register::rules::OrganisationNumber;
use crate::text::{Message, Text, fold, normalise, text};

/// How much of a value is told.
const SEEN: usize = 200;

/// Why a value is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The value, cut; empty where it may be somebody's personal number.
    pub seen: String,
    /// What is wrong.
    pub why: Message,
    /// What to do.
    pub advice: Message,
}

impl Wrong {
    /// What is wrong with a cell.
    pub fn new(cell: &Cell, why: impl Into<Message>, advice: impl Into<Message>) -> Self {
        Self { seen: cut(&cell.to_string(), SEEN).0, why: why.into(), advice: advice.into() }
    }
}

/// The first letters of a text, and whether some were left out.
pub fn cut(text: &str, most: usize) -> (String, bool) {
    let cut: String = text.chars().take(most).collect();
    let shorter = cut.len() < text.len();
    (cut, shorter)
}

/// A text as it is stored.
pub fn line(cell: &Cell) -> Option<String> {
    let text = normalise(&cell.to_string());
    (!text.is_empty()).then_some(text)
}

/// A number as decimal text with a full stop.
///
/// # Errors
/// When it is none, or has two readings.
pub fn number(cell: &Cell, decimals: Decimals) -> Result<Option<String>, Wrong> {
    const NO_NUMBER: Text = text("är inget tal", "is no number");
    match cell {
        Cell::Empty => Ok(None),
        Cell::Number(number) => exact(number).map(Some).ok_or_else(|| Wrong::new(cell, NO_NUMBER, ALONE)),
        Cell::Text(written) => {
            numbers::read(written, decimals).map(Some).map_err(|reason| not_read(cell, reason, NO_NUMBER))
        }
        Cell::Date(_) | Cell::Bool(_) | Cell::Json(_) => Err(Wrong::new(cell, NO_NUMBER, ALONE)),
    }
}

const ALONE: Text = text(
    "Skriv siffrorna ensamma, och valutan i en egen kolumn",
    "Write the digits alone, and the currency in a column of its own",
);

/// The number of a cell that holds one: without an exponent.
fn exact(number: &str) -> Option<String> {
    if number.contains(['e', 'E']) {
        return Decimal::from_scientific(number).ok().map(|number| number.normalize().to_string());
    }
    let unsigned = number.strip_prefix('-').unwrap_or(number);
    unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.').then(|| number.to_owned())
}

fn not_read(cell: &Cell, reason: NotRead, no_number: Text) -> Wrong {
    match reason {
        NotRead::NoNumber => Wrong::new(cell, no_number, ALONE),
        NotRead::Ambiguous => Wrong::new(
            cell,
            text("kan läsas på två sätt: tusental eller decimaler", "can be read in two ways: thousands or decimals"),
            text("Ange decimal=comma eller decimal=point", "Declare decimal=comma or decimal=point"),
        ),
        NotRead::Contradicts(sign) => {
            let (sv, en) = match sign {
                DecimalSign::Comma => ("decimalkomma", "a decimal comma"),
                DecimalSign::Point => ("decimalpunkt", "a decimal point"),
            };
            Wrong::new(
                cell,
                Message::new(
                    format!("är inte skrivet med {sv}, som är angivet"),
                    format!("is not written with {en}, as declared"),
                ),
                text("Rätta värdet, eller ange rätt decimal=", "Correct the value, or declare the right decimal="),
            )
        }
    }
}

/// An amount of money in a currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// The amount, as the API takes it.
    pub amount: String,
    /// Whether it had more decimals than the currency.
    pub rounded: bool,
}

/// The rule of the domain by which amounts are what they are.
pub const AMOUNTS: &str = "R-24";

/// An amount: not negative, rounded to the decimals of its currency.
///
/// # Errors
/// When it is none, by [`AMOUNTS`].
pub fn amount(cell: &Cell, currency: &str, decimals: Decimals) -> Result<Option<Stated>, Wrong> {
    let Some(number) = number(cell, decimals)? else { return Ok(None) };
    let too_large = || {
        Wrong::new(
            cell,
            text("är större än 999999999999,99", "is larger than 999999999999.99"),
            text("Rätta beloppet", "Correct the amount"),
        )
    };
    let value = Decimal::from_str(&number).map_err(|_| too_large())?;
    if value.is_sign_negative() && !value.is_zero() {
        return Err(Wrong::new(
            cell,
            text("är negativt, och belopp är inte negativa", "is negative, and amounts are not negative"),
            text("Rätta beloppet eller lämna det tomt", "Correct the amount or leave it empty"),
        ));
    }
    let Some(places) = money::decimals(currency).and_then(|places| u32::try_from(places).ok()) else {
        return Err(Wrong::new(
            cell,
            Message::new(format!("har en okänd valuta: {currency}"), format!("has an unknown currency: {currency}")),
            text("Ange en valuta enligt ISO 4217", "Give a currency of ISO 4217"),
        ));
    };
    let rounded = value.abs().round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    let printed = format!("{:.*}", places as usize, rounded);
    if !money::is_amount(&printed) {
        return Err(too_large());
    }
    Ok(Some(Stated { rounded: rounded != value.abs(), amount: printed }))
}

/// A share in percent, as decimal text.
///
/// # Errors
/// When it is none; or when it is at most 1 without a sign, and may be a share of one.
pub fn percent(cell: &Cell, decimals: Decimals) -> Result<Option<String>, Wrong> {
    let written = cell.to_string();
    let bare = written.strip_suffix('%').map(str::trim_end);
    let found = match (cell, bare) {
        (Cell::Text(_), Some(bare)) => {
            number(&Cell::text(bare), decimals).map_err(|wrong| Wrong { seen: written.clone(), ..wrong })?
        }
        _ => number(cell, decimals)?,
    };
    let Some(found) = found else { return Ok(None) };
    let value = Decimal::from_str(&found).unwrap_or(Decimal::MAX);
    if value.is_sign_negative() && !value.is_zero() || value > Decimal::ONE_HUNDRED {
        return Err(Wrong::new(
            cell,
            text("är ingen andel mellan 0 och 100 procent", "is no share between 0 and 100 percent"),
            text("Rätta andelen", "Correct the share"),
        ));
    }
    if bare.is_none() && !value.is_zero() && value <= Decimal::ONE {
        return Err(Wrong::new(
            cell,
            text("kan vara procent eller en andel av ett", "may be percent or a share of one"),
            text("Skriv andelen med procenttecken", "Write the share with a percent sign"),
        ));
    }
    Ok(Some(found))
}

/// Yes or no.
///
/// # Errors
/// When it is neither.
pub fn yes_no(cell: &Cell) -> Result<Option<bool>, Wrong> {
    if let Cell::Bool(yes) = cell {
        return Ok(Some(*yes));
    }
    match fold(&cell.to_string()).as_str() {
        "" => Ok(None),
        "ja" | "yes" | "true" | "sant" | "1" => Ok(Some(true)),
        "nej" | "no" | "false" | "falskt" | "0" => Ok(Some(false)),
        _ => Err(Wrong::new(
            cell,
            text("är varken ja eller nej", "is neither yes nor no"),
            text("Skriv ja eller nej", "Write yes or no"),
        )),
    }
}

/// The texts of a list: `a; b`, `a|b`, or a JSON list.
pub fn list(cell: &Cell) -> Vec<String> {
    let written = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let items: Vec<String> = match cell {
        Cell::Json(Value::Array(items)) => items.iter().map(written).collect(),
        Cell::Text(text) if text.trim_start().starts_with('[') => match serde_json::from_str::<Vec<Value>>(text) {
            Ok(items) => items.iter().map(written).collect(),
            Err(_) => vec![text.clone()],
        },
        cell => cell.to_string().split([';', '|']).map(str::to_owned).collect(),
    };
    items.iter().map(|item| normalise(item)).filter(|item| !item.is_empty()).collect()
}

/// A Swedish or Norwegian organisation number, as it is printed. One that is no organisation's may be a person's: it is never
/// told back.
///
/// # Errors
/// When it is none.
pub fn organisation_number(cell: &Cell) -> Result<Option<String>, Wrong> {
    let Some(written) = line(cell) else { return Ok(None) };
    match OrganisationNumber::read(&written).filter(OrganisationNumber::fits) {
        Some(number) => Ok(Some(number.printed())),
        None => Err(Wrong {
            seen: String::new(),
            why: text("är inget organisationsnummer", "is no organisation number").into(),
            advice: text("Rätta numret eller lämna det tomt", "Correct the number or leave it empty").into(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Decimals = Decimals { sign: None, declared: false, unparted: false };

    fn of(text: &str) -> Cell {
        Cell::text(text)
    }

    #[test]
    fn amounts_are_read_and_rounded_to_their_currency() {
        for (cell, currency, wanted, rounded) in [
            (of("3\u{a0}040\u{a0}000,00"), "SEK", "3040000.00", false),
            (of("4 973 906"), "SEK", "4973906.00", false),
            (of("1.234.567,5"), "EUR", "1234567.50", false),
            (of("56868.983"), "EUR", "56868.98", true),
            (of("0,005"), "SEK", "0.01", true),
            (of("1234,5"), "JPY", "1235", true),
            (of("-0"), "SEK", "0.00", false),
            (Cell::Number("0.3".into()), "SEK", "0.30", false),
            (Cell::Number("1.5e6".into()), "SEK", "1500000.00", false),
        ] {
            assert_eq!(amount(&cell, currency, OPEN), Ok(Some(Stated { amount: wanted.into(), rounded })), "{cell}");
        }
        assert_eq!(amount(&Cell::Empty, "SEK", OPEN), Ok(None));
    }

    #[test]
    fn amounts_that_are_none_say_why_and_what_to_do() {
        for (cell, why) in [
            (of("\u{2212}23"), "not negative"),
            (of("\u{2011}23,50"), "not negative"),
            (Cell::Number("-1".into()), "not negative"),
            (of("SEK 500.000 €"), "no number"),
            (of("1,234"), "two ways"),
            (of("1000000000000"), "larger"),
            (of("99999999999999999999999999999999999"), "larger"),
            (Cell::Number("1e400".into()), "no number"),
            (Cell::Bool(true), "no number"),
        ] {
            let wrong = amount(&cell, "SEK", OPEN).unwrap_err();
            assert!(wrong.why.en.contains(why) && !wrong.advice.sv.is_empty(), "{cell}: {wrong:?}");
            assert_eq!(wrong.seen, cell.to_string());
        }
        assert!(amount(&of("5"), "XYZ", OPEN).unwrap_err().why.en.contains("unknown currency"));
        let wrong = number(&of(&"x".repeat(5000)), OPEN).unwrap_err();
        assert_eq!(wrong.seen.len(), SEEN);
        let declared = Decimals { sign: Some(DecimalSign::Comma), declared: true, unparted: false };
        assert!(number(&of("50.5"), declared).unwrap_err().why.en.contains("decimal comma"));
    }

    #[test]
    fn percents_ask_where_they_may_be_shares_of_one() {
        for (cell, wanted) in [
            (of("80%"), "80"),
            (of("50.0"), "50.0"),
            (of("0,5 %"), "0.5"),
            (Cell::Number("50".into()), "50"),
            (of("0"), "0"),
        ] {
            assert_eq!(percent(&cell, OPEN).unwrap().as_deref(), Some(wanted), "{cell}");
        }
        for cell in [of("0,5"), Cell::Number("0.8".into()), of("1")] {
            assert!(percent(&cell, OPEN).unwrap_err().advice.en.contains("percent sign"), "{cell}");
        }
        assert!(
            percent(&of("101%"), OPEN).is_err()
                && percent(&of("-5%"), OPEN).is_err()
                && percent(&of("%"), OPEN).is_ok_and(|none| none.is_none())
        );
        assert_eq!(percent(&of("x%"), OPEN).unwrap_err().seen, "x%");
    }

    #[test]
    fn yes_and_no_in_both_languages() {
        for yes in ["ja", "JA", "Yes", "true", "1"] {
            assert_eq!(yes_no(&of(yes)), Ok(Some(true)), "{yes}");
        }
        for no in ["nej", "No", "false", "0"] {
            assert_eq!(yes_no(&of(no)), Ok(Some(false)), "{no}");
        }
        assert_eq!(yes_no(&Cell::Number("1".into())), Ok(Some(true)));
        assert_eq!((yes_no(&Cell::Bool(false)), yes_no(&Cell::Empty)), (Ok(Some(false)), Ok(None)));
        assert!(yes_no(&of("kanske")).unwrap_err().why.sv.contains("varken"));
    }

    #[test]
    fn lists_in_their_three_forms() {
        let wanted = ["a", "b c"];
        for cell in [of("a; b c;"), of("a|b c"), of(r#"["a", "b c"]"#), Cell::Json(serde_json::json!(["a", "b c"]))] {
            assert_eq!(list(&cell), wanted, "{cell}");
        }
        assert_eq!(list(&Cell::Empty), [""; 0]);
        assert_eq!(list(&Cell::Json(serde_json::json!([1, "2"]))), ["1", "2"]);
        assert_eq!(list(&of("[broken")), ["[broken"]);
    }

    #[test]
    fn what_may_be_a_persons_number_is_not_told_back() {
        assert_eq!(organisation_number(&of("2120001850")), Ok(Some("212000-1850".into())));
        assert_eq!(organisation_number(&of("SE212000185001")), Ok(Some("212000-1850".into())));
        let wrong = organisation_number(&of("900101-1234")).unwrap_err();
        assert!(!format!("{wrong:?}").contains("900101"));
    }
}
