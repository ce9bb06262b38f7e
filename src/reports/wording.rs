//! Numbers and amounts as people write them.

use std::fmt::Display;

use crate::text::Lang;

/// A number and the word that goes with it.
pub(super) fn number<T: Display + PartialEq + From<u8>>(count: T, one: &str, many: &str) -> String {
    format!("{count} {}", if count == T::from(1) { one } else { many })
}

/// Words with how many there are of each: `Partner 3; Samordnande stödmottagare 1`.
pub(super) fn counted<'a>(of: impl Iterator<Item = (&'a str, i64)>) -> String {
    of.map(|(word, count)| format!("{word} {count}")).collect::<Vec<_>>().join("; ")
}

/// A part of a whole in percent, with one decimal, rounded half up; none of nothing.
pub(super) fn percent(part: i64, whole: i64) -> Option<String> {
    if whole <= 0 {
        return None;
    }
    let tenths = (i128::from(part) * 2000 + i128::from(whole)) / (2 * i128::from(whole));
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

/// The middle one of some whole numbers; between the two in the middle, where there is no single one, with `.5` where that
/// is no whole number. None of nothing.
pub(super) fn median(mut numbers: Vec<i64>) -> Option<String> {
    numbers.sort_unstable();
    let upper = *numbers.get(numbers.len() / 2)?;
    let lower = *numbers.get((numbers.len() - 1) / 2)?;
    let twice = i128::from(lower) + i128::from(upper);
    let (sign, size) = (if twice < 0 { "-" } else { "" }, twice.unsigned_abs());
    Some(format!("{sign}{}{}", size / 2, if size.is_multiple_of(2) { "" } else { ".5" }))
}

/// Decimal text as it is printed: groups of three, no decimals when there are none.
pub(super) fn decimal(number: &str, lang: Lang) -> String {
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let (group, point) = match lang {
        Lang::Sv => ('\u{a0}', ','),
        Lang::En => (',', '.'),
    };
    let mut printed = sign.to_owned();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            printed.push(group);
        }
        printed.push(digit);
    }
    if fraction.bytes().any(|digit| digit != b'0') {
        printed.push(point);
        printed.push_str(fraction);
    }
    printed
}

/// An amount as it is printed, the currency behind.
pub(super) fn amount(amount: &str, currency: &str, lang: Lang) -> String {
    format!("{}\u{a0}{currency}", decimal(amount, lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_have_one_decimal_and_nothing_has_none() {
        assert_eq!(percent(5, 8).as_deref(), Some("62.5"));
        assert_eq!(percent(2, 3).as_deref(), Some("66.7"));
        assert_eq!(percent(1, 1).as_deref(), Some("100.0"));
        assert_eq!(percent(0, 7).as_deref(), Some("0.0"));
        assert_eq!(percent(0, 0), None);
    }

    #[test]
    fn the_middle_one_of_an_even_number_may_lie_between_two() {
        for (numbers, middle) in [
            (vec![], None),
            (vec![7], Some("7")),
            (vec![9, 1, 2], Some("2")),
            (vec![4, 1, 2, 100], Some("3")),
            (vec![2, 1], Some("1.5")),
            (vec![-1, 0], Some("-0.5")),
            (vec![-2, -1], Some("-1.5")),
            (vec![-1, 1], Some("0")),
            (vec![i64::MAX, i64::MAX], Some("9223372036854775807")),
        ] {
            assert_eq!(median(numbers.clone()).as_deref(), middle, "{numbers:?}");
        }
    }

    #[test]
    fn amounts_are_printed_as_people_write_them() {
        assert_eq!(amount("1520000.00", "SEK", Lang::Sv), "1\u{a0}520\u{a0}000\u{a0}SEK");
        assert_eq!(amount("999.50", "EUR", Lang::En), "999.50\u{a0}EUR");
        assert_eq!(amount("1000.00", "SEK", Lang::En), "1,000\u{a0}SEK");
        assert_eq!(decimal("", Lang::Sv), "");
        assert_eq!(amount("-152000.50", "SEK", Lang::Sv), "-152\u{a0}000,50\u{a0}SEK");
    }
}
