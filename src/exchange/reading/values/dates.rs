//! Days, months and years as people write them, with how exactly they are known.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::{Cell, Wrong};
use crate::register::rules::Precision;
use crate::text::text;

/// A day, and how exactly it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day; of a month or year its first or last.
    pub on: NaiveDate,
    /// How exactly it is known.
    pub precision: Precision,
}

/// Which end of a period a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The first day: a rough one is the first of its month or year.
    First,
    /// The last day.
    Last,
}

/// Whether a text such as `41087` is a day of a spreadsheet. A number in a column of days is one anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Serials {
    /// It is.
    Taken,
    /// It is not.
    Refused,
}

/// The days that a number is taken for: 1954 to 2119.
const SERIAL: std::ops::RangeInclusive<u64> = 20_000..=80_000;
/// The years of days; of a rough one, which may be another number, they end sooner.
const YEARS: std::ops::RangeInclusive<i32> = 1000..=9999;
const ROUGH_YEARS: std::ops::RangeInclusive<i32> = 1000..=2999;

/// A day.
///
/// # Errors
/// When it is none.
pub fn date(cell: &Cell, edge: Edge, serials: Serials) -> Result<Option<Day>, Wrong> {
    let found = match cell {
        Cell::Empty => return Ok(None),
        Cell::Date(on) => Some(Day { on: *on, precision: Precision::Day }),
        Cell::Text(written) => {
            of_text(written.trim(), edge).or_else(|| serials.eq(&Serials::Taken).then(|| of_serial(written.trim()))?)
        }
        Cell::Number(number) => of_number(number, edge),
        Cell::Bool(_) | Cell::Json(_) => None,
    };
    let years = |day: &Day| if day.precision == Precision::Day { YEARS } else { ROUGH_YEARS };
    let found = found.filter(|day| years(day).contains(&day.on.year()));
    found.map(Some).ok_or_else(|| {
        Wrong::new(
            cell,
            text("är inget datum", "is no date"),
            text("Skriv som 2012-06-27, 2012-06 eller 2012", "Write it as 2012-06-27, 2012-06 or 2012"),
        )
    })
}

fn of_number(number: &str, edge: Edge) -> Option<Day> {
    let whole = number.split('.').next()?;
    // A column of days may hold a bare year.
    let is_year = whole == number && whole.parse().is_ok_and(|year: i32| ROUGH_YEARS.contains(&year));
    if is_year { of_text(whole, edge) } else { of_serial(whole) }
}

fn of_serial(text: &str) -> Option<Day> {
    let days: u64 = text.parse().ok().filter(|days| SERIAL.contains(days))?;
    // A spreadsheet counts a 29 February 1900 that never was.
    let on = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?;
    Some(Day { on, precision: Precision::Day })
}

fn of_text(text: &str, edge: Edge) -> Option<Day> {
    // The time of a day does not count.
    let day = text.split(['T', ' ']).next()?;
    let has_time = day.len() < text.len();
    if has_time && !text.get(day.len() + 1..).is_some_and(is_time) {
        return None;
    }
    let mark = day.find(['-', '/', '.']).and_then(|place| day.get(place..=place)).unwrap_or("-");
    let parts: Vec<&str> = day.split(mark).collect();
    let whole = |year: &str, month: &str, day: &str| {
        let on =
            NaiveDate::from_ymd_opt(digits(year, 4..=4)?.cast_signed(), digits(month, 1..=2)?, digits(day, 1..=2)?)?;
        Some(Day { on, precision: Precision::Day })
    };
    match (parts.as_slice(), mark) {
        ([year, month, day], "-" | "/") if year.len() == 4 => whole(year, month, day),
        ([day, month, year], "/" | ".") => whole(year, month, day),
        ([year, month], "-") if !has_time => rough(digits(year, 4..=4)?, Some(digits(month, 2..=2)?), edge),
        ([year], _) if !has_time && year.len() == 4 => rough(digits(year, 4..=4)?, None, edge),
        ([day], _) if day.len() == 8 => whole(day.get(..4)?, day.get(4..6)?, day.get(6..)?),
        _ => None,
    }
}

fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<u32> {
    (length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn is_time(text: &str) -> bool {
    !text.is_empty() && text.len() <= 24 && text.bytes().all(|byte| byte.is_ascii_digit() || b":.+-Z".contains(&byte))
}

fn rough(year: u32, month: Option<u32>, edge: Edge) -> Option<Day> {
    let first = NaiveDate::from_ymd_opt(year.cast_signed(), month.unwrap_or(1), 1)?;
    let (months, precision) = if month.is_some() { (1, Precision::Month) } else { (12, Precision::Year) };
    let on = match edge {
        Edge::First => first,
        Edge::Last => first.checked_add_months(Months::new(months))?.pred_opt()?,
    };
    Some(Day { on, precision })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &Cell, edge: Edge) -> Option<(String, Precision)> {
        date(cell, edge, Serials::Refused).unwrap().map(|day| (day.on.to_string(), day.precision))
    }

    #[test]
    fn days_keep_how_exactly_they_are_known() {
        for (text, first, last, precision) in [
            ("2012-06-27", "2012-06-27", "2012-06-27", Precision::Day),
            ("27/06/2012", "2012-06-27", "2012-06-27", Precision::Day),
            ("27.06.2012", "2012-06-27", "2012-06-27", Precision::Day),
            ("7.6.2012", "2012-06-07", "2012-06-07", Precision::Day),
            ("2012/06/27", "2012-06-27", "2012-06-27", Precision::Day),
            ("20120627", "2012-06-27", "2012-06-27", Precision::Day),
            ("2016-10-14 01:17:38", "2016-10-14", "2016-10-14", Precision::Day),
            ("2016-10-14T01:17:38Z", "2016-10-14", "2016-10-14", Precision::Day),
            (" 2012-02 ", "2012-02-01", "2012-02-29", Precision::Month),
            ("2012", "2012-01-01", "2012-12-31", Precision::Year),
        ] {
            let cell = Cell::text(text);
            assert_eq!(read(&cell, Edge::First), Some((first.into(), precision)), "{text}");
            assert_eq!(read(&cell, Edge::Last), Some((last.into(), precision)), "{text}");
        }
    }

    #[test]
    fn numbers_are_days_of_a_spreadsheet_or_years() {
        assert_eq!(read(&Cell::Number("41087".into()), Edge::First), Some(("2012-06-27".into(), Precision::Day)));
        assert_eq!(read(&Cell::Number("41087.75".into()), Edge::First), Some(("2012-06-27".into(), Precision::Day)));
        assert_eq!(read(&Cell::Number("2012".into()), Edge::Last), Some(("2012-12-31".into(), Precision::Year)));
        let text = Cell::text("41087");
        assert!(date(&text, Edge::First, Serials::Refused).is_err());
        assert_eq!(date(&text, Edge::First, Serials::Taken).unwrap().unwrap().on.to_string(), "2012-06-27");
    }

    #[test]
    fn what_is_no_day_says_so() {
        for text in [
            "2012-13",
            "31/02/2012",
            "06/27/2012",
            "27-06-2012",
            "2012-6",
            "12",
            "våren 2012",
            "2012-06-27 kväll",
            "0000",
            "2012-06-27-01",
            "１２",
            "99999",
        ] {
            let wrong = date(&Cell::text(text), Edge::First, Serials::Taken).unwrap_err();
            assert_eq!((wrong.seen.as_str(), wrong.why.en.as_str()), (text, "is no date"), "{text}");
        }
        assert!(date(&Cell::Number("12".into()), Edge::First, Serials::Taken).is_err());
        assert_eq!(date(&Cell::Empty, Edge::First, Serials::Taken), Ok(None));
    }
}
