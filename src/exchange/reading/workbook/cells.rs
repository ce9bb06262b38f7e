//! A cell of a workbook as a person sees it.

use calamine::{Cell as Found, CellErrorType, DataRef, ExcelDateTime, Style};
use chrono::NaiveDate;

use crate::exchange::reading::Cell;
use crate::text::Message;

/// Which styles show a number as percent, by their ids.
pub(super) fn percent_styles(styles: &[Style]) -> Vec<bool> {
    let shows = |style: &Style| style.number_format.as_ref().is_some_and(|format| is_percent(&format.format_code));
    styles.iter().map(shows).collect()
}

/// Whether a number format has a percent sign that is no quoted text.
fn is_percent(code: &str) -> bool {
    let mut quoted = false;
    code.chars().any(|letter| {
        quoted ^= letter == '"';
        letter == '%' && !quoted
    })
}

/// The cell, or what is wrong with it.
pub(super) fn read(found: &Found<DataRef<'_>>, percent: bool) -> Result<Cell, Message> {
    Ok(match found.get_value() {
        DataRef::Empty => Cell::Empty,
        DataRef::String(text) => Cell::text(text.as_str()),
        DataRef::SharedString(text) => Cell::text(*text),
        DataRef::Bool(yes) => Cell::Bool(*yes),
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) if percent => Cell::Text(format!("{}%", shown(number * 100.0))),
        DataRef::Float(number) => Cell::Number(shown(*number)),
        DataRef::DateTime(moment) => moment_cell(moment),
        DataRef::DateTimeIso(text) => iso(text),
        DataRef::DurationIso(text) => Cell::text(text.as_str()),
        DataRef::Error(error) => return Err(failed(error)),
    })
}

fn failed(error: &CellErrorType) -> Message {
    Message::new(
        format!("har felet {error} i stället för ett värde. Rätta formeln"),
        format!("has the error {error} instead of a value. Correct the formula"),
    )
}

fn iso(text: &str) -> Cell {
    let day = text.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
    day.map_or_else(|| Cell::text(text), Cell::Date)
}

fn moment_cell(moment: &ExcelDateTime) -> Cell {
    let number = || Cell::Number(shown(moment.as_f64()));
    if moment.is_duration() || moment.as_f64() < 1.0 {
        return number();
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)).map_or_else(number, Cell::Date)
}

/// A number with the fifteen digits that a spreadsheet shows and keeps: the rest is noise of binary fractions.
pub(super) fn shown(number: f64) -> String {
    let written = format!("{number:.14e}");
    let Some((mantissa, exponent)) = written.split_once('e') else { return written };
    let Ok(exponent) = exponent.parse::<i32>() else { return written };
    if !(-30..=30).contains(&exponent) {
        return number.to_string();
    }
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits = mantissa.replace('.', "");
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return "0".to_owned();
    }
    let Ok(point) = usize::try_from(exponent + 1) else {
        let zeros = "0".repeat(exponent.unsigned_abs() as usize - 1);
        return format!("{sign}0.{zeros}{digits}");
    };
    match digits.split_at_checked(point) {
        Some((whole, "")) => format!("{sign}{whole}"),
        Some(("", fraction)) => format!("{sign}0.{fraction}"),
        Some((whole, fraction)) => format!("{sign}{whole}.{fraction}"),
        None => format!("{sign}{digits}{}", "0".repeat(point - digits.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_a_spreadsheet_shows_them() {
        for (number, text) in [
            (0.1 + 0.2, "0.3"),
            (1.1 * 3.0, "3.3"),
            (3_040_000.0, "3040000"),
            (56868.983, "56868.983"),
            (-0.05, "-0.05"),
            (0.0, "0"),
            (999_999_999_999.99, "999999999999.99"),
            (1e15, "1000000000000000"),
            (0.8, "0.8"),
            (1e-7, "0.0000001"),
            (20_201_234.0, "20201234"),
        ] {
            assert_eq!(shown(number), text);
        }
        assert!(!shown(f64::NAN).is_empty() && !shown(1e300).is_empty());
    }

    #[test]
    fn percent_is_a_matter_of_the_format() {
        assert!(is_percent("0%") && is_percent("0.00%;[Red]-0.00%"));
        assert!(!is_percent("0.00") && !is_percent("0\" % av\""));
    }
}
