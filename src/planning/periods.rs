//! Reporting periods: what a plan's cadence makes of its year, and when updates are due.

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Fault;
use crate::text::Message;

crate::code_list! {
    /// How often a plan is followed up.
    pub enum Cadence "cadences" ("Uppföljningstakter", "Cadences") {
        Month = "month" ("Månad", "Month"),
        Quarter = "quarter" ("Kvartal", "Quarter"),
        Tertial = "tertial" ("Tertial", "Four months"),
    }
}

impl Cadence {
    /// The months of a period.
    const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Tertial => 4,
        }
    }

    /// How many periods a year has.
    pub const fn periods(self) -> i32 {
        match self {
            Self::Month => 12,
            Self::Quarter => 4,
            Self::Tertial => 3,
        }
    }

    /// The first day of a period, from 1, of a year.
    fn start(self, year: i32, period: i32) -> Option<NaiveDate> {
        let months = u32::try_from(period - 1).ok()? * self.months();
        NaiveDate::from_ymd_opt(year, months + 1, 1)
    }

    /// The last day of a period of a year.
    fn end(self, year: i32, period: i32) -> Option<NaiveDate> {
        let next = if period == self.periods() { self.start(year + 1, 1) } else { self.start(year, period + 1) };
        next?.pred_opt()
    }

    /// The period in which a day of the year lies.
    fn period_of(self, day: NaiveDate) -> i32 {
        i32::try_from(day.month0() / self.months()).unwrap_or_default() + 1
    }
}

/// A reporting period of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportingPeriod {
    /// Its number in the year, from 1.
    #[schema(minimum = 1, maximum = 12, example = 1)]
    pub period: i32,
    /// The first day.
    #[schema(example = "2009-01-01")]
    pub starts_on: NaiveDate,
    /// The last day.
    #[schema(example = "2009-04-30")]
    pub ends_on: NaiveDate,
    /// The day by which updates are due.
    #[schema(example = "2009-05-14")]
    pub due_on: NaiveDate,
}

/// How the plan of a year is followed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rhythm {
    /// The year.
    pub year: i32,
    /// How often.
    pub cadence: Cadence,
    /// How many days after a period's end its updates are due.
    pub update_days: i32,
}

impl Rhythm {
    /// A period by its number.
    pub fn period(&self, period: i32) -> Option<ReportingPeriod> {
        if !(1..=self.cadence.periods()).contains(&period) {
            return None;
        }
        let ends_on = self.cadence.end(self.year, period)?;
        Some(ReportingPeriod {
            period,
            starts_on: self.cadence.start(self.year, period)?,
            ends_on,
            due_on: ends_on.checked_add_signed(TimeDelta::days(self.update_days.into()))?,
        })
    }

    /// A period by its number, which is named as a fault when the year has none of that number.
    pub fn check_period(&self, period: i32, faults: &mut Vec<Fault>) -> Option<ReportingPeriod> {
        let found = self.period(period);
        if found.is_none() {
            let last = self.cadence.periods();
            let reason =
                Message::new(format!("planen har perioderna 1-{last}"), format!("the plan has the periods 1-{last}"));
            faults.push(Fault::rule("/period", "R-12", reason));
        }
        found
    }

    /// All periods of the year.
    pub fn periods(&self) -> Vec<ReportingPeriod> {
        (1..=self.cadence.periods()).filter_map(|period| self.period(period)).collect()
    }

    /// The period of which an activity owes its next update: the first after its last update in whose course it had
    /// begun. None when the year has no more.
    pub fn next(&self, starts_on: Option<NaiveDate>, last_period: Option<i32>) -> Option<ReportingPeriod> {
        let begun = starts_on.filter(|day| day.year() == self.year).map_or(1, |day| self.cadence.period_of(day));
        self.period(begun.max(last_period.unwrap_or_default() + 1))
    }

    /// The last period whose updates were due before a day.
    pub fn last_due(&self, day: NaiveDate) -> Option<ReportingPeriod> {
        self.periods().into_iter().rfind(|period| period.due_on < day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn periods_fill_the_year_without_gaps() {
        for cadence in Cadence::ALL.iter().copied() {
            let rhythm = Rhythm { year: 2008, cadence, update_days: 14 };
            let periods = rhythm.periods();
            assert_eq!(periods.len(), usize::try_from(cadence.periods()).unwrap_or_default());
            assert_eq!(periods.first().map(|period| period.starts_on), Some(day("2008-01-01")));
            assert_eq!(periods.last().map(|period| period.ends_on), Some(day("2008-12-31")));
            for pair in periods.windows(2) {
                assert_eq!(pair.first().and_then(|one| one.ends_on.succ_opt()), pair.last().map(|two| two.starts_on));
            }
            assert!(periods.iter().all(|one| (one.due_on - one.ends_on).num_days() == 14));
        }
    }

    #[test]
    fn the_next_update_is_of_the_first_period_that_an_activity_had_begun_in() {
        let rhythm = Rhythm { year: 2009, cadence: Cadence::Tertial, update_days: 10 };
        let next = |starts: Option<&str>, last| rhythm.next(starts.map(day), last).map(|period| period.period);
        assert_eq!(next(None, None), Some(1));
        assert_eq!(next(Some("2009-04-30"), None), Some(1));
        assert_eq!(next(Some("2009-05-01"), None), Some(2));
        assert_eq!(next(Some("2009-02-01"), Some(1)), Some(2));
        assert_eq!(next(Some("2009-09-01"), Some(1)), Some(3));
        assert_eq!(next(Some("2009-02-01"), Some(3)), None);
        assert_eq!(rhythm.last_due(day("2009-05-10")), None);
        assert_eq!(rhythm.last_due(day("2009-05-11")).map(|period| period.period), Some(1));
        assert_eq!(rhythm.last_due(day("2010-01-11")).map(|period| period.period), Some(3));
    }
}
