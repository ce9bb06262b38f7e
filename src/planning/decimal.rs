//! Measured numbers: decimal text, never a float. At most twelve digits before the decimal sign and six after it, as the
//! schemas say.

use rust_decimal::{Decimal, RoundingStrategy};

/// The number of a decimal text; none for what is no number.
fn read(text: &str) -> Option<Decimal> {
    Decimal::from_str_exact(text).ok()
}

/// The one form of a number: without zeros that say nothing, and without a sign for zero. What is no number stays as it
/// is.
pub fn normalise(text: &mut String) {
    if let Some(number) = read(text) {
        *text = number.normalize().to_string();
    }
}

/// How much of the way from a baseline to a target a value has come, in per cent with one decimal: over 100 beyond the
/// target, and negative away from it. None where there is no way to go.
pub fn percent_of_way(baseline: &str, target: &str, latest: &str) -> Option<String> {
    let (baseline, target, latest) = (read(baseline)?, read(target)?, read(latest)?);
    let gone = latest.checked_sub(baseline)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let percent = gone.checked_div(target.checked_sub(baseline)?)?;
    let mut percent = percent.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
    if percent.is_zero() {
        percent.set_sign_positive(true);
    }
    Some(format!("{percent:.1}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_form() {
        for (written, stored) in [
            ("12.5", "12.5"),
            ("12.500000", "12.5"),
            ("12.0", "12"),
            ("1200", "1200"),
            ("007", "7"),
            ("-0", "0"),
            ("-0.00", "0"),
            ("-3.10", "-3.1"),
            ("0.000001", "0.000001"),
            ("999999999999.999999", "999999999999.999999"),
            ("many", "many"),
        ] {
            let mut text = written.to_owned();
            normalise(&mut text);
            assert_eq!(text, stored, "{written}");
        }
    }

    #[test]
    fn the_way_is_told_in_per_cent() {
        for (baseline, target, latest, percent) in [
            ("0", "200", "125", Some("62.5")),
            ("10", "20", "10", Some("0.0")),
            ("10", "20", "20", Some("100.0")),
            ("10", "20", "25.5", Some("155.0")),
            ("10", "20", "8", Some("-20.0")),
            // Where less is better.
            ("40", "10", "25", Some("50.0")),
            ("40", "10", "49", Some("-30.0")),
            ("-5", "5", "0", Some("50.0")),
            // Rounded half away from zero; zero has no sign.
            ("0", "3", "1", Some("33.3")),
            ("0", "3", "2", Some("66.7")),
            ("0", "1000", "0.5", Some("0.1")),
            ("0", "1000", "-0.5", Some("-0.1")),
            ("0", "1000", "-0.4", Some("0.0")),
            // No way to go.
            ("10", "10", "10", None),
            ("10", "10.0", "12", None),
            ("", "10", "12", None),
            // The limits.
            ("-999999999999.999999", "999999999999.999999", "999999999999.999999", Some("100.0")),
            ("0", "0.000001", "999999999999.999999", Some("99999999999999999900.0")),
        ] {
            assert_eq!(percent_of_way(baseline, target, latest).as_deref(), percent, "{baseline} {target} {latest}");
        }
    }
}
