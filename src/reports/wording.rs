//! Numbers and amounts as people write them.

use crate::text::Lang;

/// A number and the word that goes with it.
pub(super) fn number(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Decimal text as it is printed: groups of three, no decimals when there are none.
pub(super) fn decimal(number: &str, lang: Lang) -> String {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let (group, point) = match lang {
        Lang::Sv => ('\u{a0}', ','),
        Lang::En => (',', '.'),
    };
    let mut printed = String::new();
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
    fn amounts_are_printed_as_people_write_them() {
        assert_eq!(amount("1520000.00", "SEK", Lang::Sv), "1\u{a0}520\u{a0}000\u{a0}SEK");
        assert_eq!(amount("999.50", "EUR", Lang::En), "999.50\u{a0}EUR");
        assert_eq!(amount("1000.00", "SEK", Lang::En), "1,000\u{a0}SEK");
        assert_eq!(decimal("", Lang::Sv), "");
    }
}
