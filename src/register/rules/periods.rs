//! Business dates and periods, which may be known only roughly.

use chrono::{Datelike as _, NaiveDate};

use crate::error::{Fault, FaultCode};
use crate::text::text;

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

/// The end of a period is not before its start.
pub fn check_order(start: Option<NaiveDate>, end: Option<NaiveDate>, end_pointer: &str, faults: &mut Vec<Fault>) {
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        let reason = text("slutet ligger före början", "the end is before the start");
        faults.push(Fault::body(end_pointer, FaultCode::Rule, reason));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
