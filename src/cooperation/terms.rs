//! The terms of agreements and memberships: when they hold, until when notice can be given, and by when a decision is
//! needed. All of it is computed, never typed.

use chrono::{Datelike as _, Days, Months, NaiveDate};
use diesel::QueryResult;

use crate::db::Conn;
use crate::governance::competences::competent;
use crate::governance::decisions::DecisionKind;
use crate::governance::meetings;

/// Days before the last notice day by which a decision is needed, where no meeting is known.
const DAYS_BEFORE: Days = Days::new(60);
/// How long before the last notice day a meeting may lie to count: a body whose last known meeting is earlier has no
/// calendar for the time yet.
pub const REACH: Months = Months::new(12);

crate::code_list! {
    /// What the day on which a decision is needed is taken from.
    pub enum DecisionDayBasis "decision-day-bases" ("Beslutsdagens grund", "Bases of the decision day") {
        Meeting = "meeting" ("Sista mötet före sista uppsägningsdag", "The last meeting before the last notice day"),
        DaysBefore = "days_before" ("60 dagar före, då inget möte är känt", "60 days before, as no meeting is known"),
    }
}

/// The days on which something holds; both ends belong to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The first.
    pub from: NaiveDate,
    /// The last, if there is one.
    pub to: Option<NaiveDate>,
}

impl Term {
    /// A term; none when it would end before it begins.
    pub fn new(from: NaiveDate, to: Option<NaiveDate>) -> Option<Self> {
        to.is_none_or(|to| from <= to).then_some(Self { from, to })
    }

    /// Whether a day belongs to it.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether it is over on a day.
    pub fn is_over(&self, day: NaiveDate) -> bool {
        self.to.is_some_and(|to| to < day)
    }

    /// Whether two have a day in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to)
    }

    /// The days between the end of this one and the start of a later one.
    pub fn gap_to(&self, later: NaiveDate) -> Option<Self> {
        let first = self.to?.succ_opt()?;
        Self::new(first, Some(later.pred_opt()?))
    }
}

/// When a notice of some months that is given on a day takes effect: the same day of the month, or its last one when there
/// is no such day (as the act 1930:173 on computing statutory time, section 1).
pub fn after_notice(given_on: NaiveDate, months: i32) -> Option<NaiveDate> {
    given_on.checked_add_months(Months::new(months.try_into().ok()?))
}

/// The last day on which notice can be given so that it takes effect at the latest on the day that something ends.
pub fn last_notice_day(ends_on: NaiveDate, months: i32) -> Option<NaiveDate> {
    let day = ends_on.checked_sub_months(Months::new(months.try_into().ok()?))?;
    // Notice that is given later in that month takes effect on its own last day, which is no later.
    if is_last_of_month(ends_on) { last_of_month(day) } else { Some(day) }
}

fn is_last_of_month(day: NaiveDate) -> bool {
    day.succ_opt().is_none_or(|next| next.day() == 1)
}

fn last_of_month(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

/// The day by which a decision is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecisionDay {
    /// The day.
    pub on: NaiveDate,
    /// What it is taken from.
    pub basis: DecisionDayBasis,
}

/// The days on which a body meets that is competent for a kind of decision, as far as some last days need them.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    days: Vec<NaiveDate>,
}

impl Calendar {
    /// Reads the meetings before any of some last days: two queries, however many there are.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn read(conn: &mut Conn, kind: DecisionKind, lasts: impl Iterator<Item = NaiveDate>) -> QueryResult<Self> {
        let lasts: Vec<NaiveDate> = lasts.collect();
        let (Some(first), Some(last)) = (lasts.iter().min(), lasts.iter().max()) else { return Ok(Self::default()) };
        let bodies = competent(conn, kind)?;
        let names: Vec<String> = bodies.iter().map(|body| body.body_code.clone()).collect();
        let from = first.checked_sub_months(REACH).unwrap_or(*first);
        let met = meetings::days_between(conn, &names, from, *last)?;
        let counts =
            |(body, day): &(String, NaiveDate)| bodies.iter().any(|one| one.body_code == *body && one.holds(*day));
        Ok(Self { days: met.into_iter().filter(counts).map(|(_, day)| day).collect() })
    }

    /// The last meeting before a last day, or else 60 days before it: also when that meeting is past and those days are not,
    /// as a later meeting may still be laid down.
    pub fn decision_day(&self, last: NaiveDate, today: NaiveDate) -> DecisionDay {
        let reach = last.checked_sub_months(REACH).unwrap_or(last);
        let before = self.days.partition_point(|day| *day < last);
        let days_before = last.checked_sub_days(DAYS_BEFORE).unwrap_or(last);
        let counts = |day: &&NaiveDate| **day >= reach && (**day >= today || days_before < today);
        match self.days.get(..before).and_then(<[NaiveDate]>::last).filter(counts) {
            Some(day) => DecisionDay { on: *day, basis: DecisionDayBasis::Meeting },
            None => DecisionDay { on: days_before, basis: DecisionDayBasis::DaysBefore },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (1..400_000_i32).prop_filter_map("a date", |days| NaiveDate::from_num_days_from_ce_opt(600_000 + days))
    }

    #[test]
    fn notice_at_the_ends_of_months() {
        for (ends_on, months, last) in [
            ("2026-12-31", 6, "2026-06-30"),
            ("2026-06-30", 6, "2025-12-31"),
            ("2026-08-31", 6, "2026-02-28"),
            ("2028-02-29", 12, "2027-02-28"),
            ("2027-02-28", 12, "2026-02-28"),
            ("2028-02-28", 12, "2027-02-28"),
            ("2026-03-30", 1, "2026-02-28"),
            ("2026-03-15", 0, "2026-03-15"),
        ] {
            assert_eq!(last_notice_day(day(ends_on), months), Some(day(last)), "{ends_on} {months}");
        }
    }

    #[test]
    fn a_meeting_counts_within_a_year_before() {
        let calendar =
            Calendar { days: vec![day("2025-06-29"), day("2026-05-20"), day("2026-05-20"), day("2026-06-30")] };
        let on = |last| calendar.decision_day(day(last), day("2025-01-01"));
        let meeting = |text| DecisionDay { on: day(text), basis: DecisionDayBasis::Meeting };
        let before = |text| DecisionDay { on: day(text), basis: DecisionDayBasis::DaysBefore };
        assert_eq!(on("2026-06-30"), meeting("2026-05-20"));
        assert_eq!(on("2026-07-01"), meeting("2026-06-30"));
        assert_eq!(on("2026-05-20"), meeting("2025-06-29"));
        assert_eq!(on("2027-07-01"), before("2027-05-02"));
        assert_eq!(on("2025-06-29"), before("2025-04-30"));
        // Past, it counts only when the 60 days have begun too.
        let today = |today| calendar.decision_day(day("2026-06-30"), day(today));
        assert_eq!(today("2026-06-01"), meeting("2026-05-20"));
        let later = |today| calendar.decision_day(day("2027-05-01"), day(today));
        assert_eq!((later("2026-06-30"), later("2026-07-01")), (meeting("2026-06-30"), before("2027-03-02")));
    }

    proptest! {
        #[test]
        fn notice_on_the_last_day_is_in_time_and_on_the_next_is_not(ends_on in any_day(), months in 0..240_i32) {
            let last = last_notice_day(ends_on, months);
            prop_assert!(last.is_some());
            let last = last.unwrap_or_default();
            prop_assert!(after_notice(last, months).is_some_and(|day| day <= ends_on), "{last}");
            let next = last.succ_opt().unwrap_or_default();
            prop_assert!(after_notice(next, months).is_some_and(|day| day > ends_on), "{next}");
        }

        #[test]
        fn a_decision_day_is_before_its_last_day_and_no_meeting_is_between(
            mut days in prop::collection::vec(any_day(), 0..20), last in any_day(),
        ) {
            days.sort();
            let found = Calendar { days: days.clone() }.decision_day(last, NaiveDate::MIN);
            prop_assert!(found.on < last);
            if found.basis == DecisionDayBasis::Meeting {
                prop_assert!(!days.iter().any(|day| found.on < *day && *day < last));
            }
        }

        #[test]
        fn terms_overlap_when_a_day_is_in_both(
            from in any_day(), long in 0..800_u64, other in 0..800_u64, length in 0..800_u64,
        ) {
            let plus = |day: NaiveDate, days| day.checked_add_days(Days::new(days));
            let one = Term { from, to: plus(from, long) };
            let two = Term { from: plus(from, other).unwrap_or_default(), to: plus(from, other + length) };
            let common = from.iter_days().take(1700).any(|day| one.holds(day) && two.holds(day));
            prop_assert_eq!(one.overlaps(&two), common);
            prop_assert_eq!(two.overlaps(&one), common);
            if let Some(gap) = one.gap_to(two.from) {
                prop_assert!(!gap.overlaps(&one) && !gap.overlaps(&two));
            }
        }
    }
}
