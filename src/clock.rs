//! The one clock: now, and today in Sweden.

use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{NaiveDate, SubsecRound, Utc};
use chrono_tz::Europe::Stockholm;

use crate::db::types::Instant;

/// Gives now and today; the demo and the tests set it.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<Mutex<Instant>>>);

impl Clock {
    /// A clock that stands still until it is set.
    pub fn fixed(at: Instant) -> Self {
        Self(Some(Arc::new(Mutex::new(at))))
    }

    /// Sets a fixed clock; the system's clock cannot be set.
    pub fn set(&self, at: Instant) {
        if let Some(cell) = &self.0 {
            *cell.lock().unwrap_or_else(PoisonError::into_inner) = at;
        }
    }

    /// Now, in whole microseconds: PostgreSQL keeps no more, and what is read back must equal what was written.
    pub fn now(&self) -> Instant {
        match &self.0 {
            Some(cell) => *cell.lock().unwrap_or_else(PoisonError::into_inner),
            None => Instant(Utc::now().trunc_subsecs(6)),
        }
    }

    /// Today's date in Europe/Stockholm, where the region's business days begin and end.
    pub fn today(&self) -> NaiveDate {
        date_in_sweden(self.now())
    }
}

/// The Swedish calendar day of an instant.
pub fn date_in_sweden(at: Instant) -> NaiveDate {
    at.0.with_timezone(&Stockholm).date_naive()
}

/// An instant as a clock in Sweden shows it, to the minute.
pub fn in_sweden(at: Instant) -> String {
    at.0.with_timezone(&Stockholm).format("%Y-%m-%d %H:%M").to_string()
}

/// The last microsecond of a Swedish calendar day.
pub fn end_of_day_in_sweden(date: NaiveDate) -> Option<Instant> {
    let midnight = date.succ_opt()?.and_hms_opt(0, 0, 0)?;
    let start = midnight.and_local_timezone(Stockholm).earliest()?;
    Some(Instant(start.with_timezone(&Utc) - chrono::TimeDelta::microseconds(1)))
}

/// The first and the last day of some years; none where the calendar does not reach.
pub fn days_of_years(years: &RangeInclusive<i32>) -> Option<(NaiveDate, NaiveDate)> {
    NaiveDate::from_ymd_opt(*years.start(), 1, 1).zip(NaiveDate::from_ymd_opt(*years.end(), 12, 31))
}
