//! The years that a report over several asks for.

use std::ops::RangeInclusive;

use chrono::Datelike as _;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};

use super::Setting;
use super::matrix::YEARS;
use crate::db::Conn;
use crate::error::{ApiError, Fault, FaultCode};
use crate::http::query::{Params, parameter};
use crate::strategy::strategies;
use crate::text::text;

/// The most years of a report.
const MOST: i32 = 30;

/// The years that were asked for, as far as they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Years {
    from: Option<i32>,
    to: Option<i32>,
}

impl Years {
    /// Reads both parameters.
    pub(super) fn read(params: &mut Params) -> Self {
        let mut year = |name| params.within(name, YEARS).and_then(|year| i32::try_from(year).ok());
        let years = Self { from: year("yearFrom"), to: year("yearTo") };
        if let Self { from: Some(from), to: Some(to) } = years {
            let reason = if to < from {
                text("ska inte ligga före yearFrom", "must not be before yearFrom")
            } else if to - from >= MOST {
                text("ger fler än 30 år från yearFrom", "makes more than 30 years from yearFrom")
            } else {
                return years;
            };
            params.fault(Fault::query("yearTo", FaultCode::WrongFormat, reason));
        }
        years
    }

    /// Both parameters in the document.
    pub(super) fn document() -> Vec<Parameter> {
        let year = || {
            ObjectBuilder::new()
                .schema_type(SchemaType::new(Type::Integer))
                .minimum(Some(*YEARS.start()))
                .maximum(Some(*YEARS.end()))
        };
        let from = "The first year; when nothing is said, the first of the period of the strategy in force, or else this year.";
        let to = "The last year, at most the thirtieth; when nothing is said, the last of the period of the strategy in force, or else this year.";
        vec![parameter("yearFrom", from, year().into()), parameter("yearTo", to, year().into())]
    }

    /// The years, with what was not said filled in: one query.
    pub(super) fn settle(self, conn: &mut Conn, setting: &Setting) -> Result<RangeInclusive<i32>, ApiError> {
        let day = setting.day();
        let strategy = strategies::in_force(conn, day)?;
        let period =
            strategy.map(|strategy| (strategy.content.period_start.year(), strategy.content.period_end.year()));
        Ok(self.fill(period, day.year()))
    }

    /// A period longer than the most shows the years up to this one, or from its first.
    fn fill(self, period: Option<(i32, i32)>, today: i32) -> RangeInclusive<i32> {
        let (start, end) = period.unwrap_or((today, today));
        match (self.from, self.to) {
            (Some(from), Some(to)) => from..=to,
            (Some(from), None) => from..=end.clamp(from, from + MOST - 1),
            (None, Some(to)) => start.clamp(to - MOST + 1, to)..=to,
            (None, None) => {
                let from = start.max(today - MOST + 1);
                from..=end.min(from + MOST - 1)
            }
        }
    }
}

/// Years in words: one, or the first and the last.
pub(super) fn words(from: i32, to: i32) -> String {
    if from == to { from.to_string() } else { format!("{from}-{to}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_is_the_period_of_the_strategy() {
        let (none, some) = (Years::default(), |from, to| Years { from, to });
        let short = Some((2008, 2011));
        assert_eq!(none.fill(short, 2009), 2008..=2011);
        assert_eq!(none.fill(None, 2009), 2009..=2009);
        assert_eq!(some(Some(2010), None).fill(short, 2009), 2010..=2011);
        assert_eq!(some(Some(2015), None).fill(short, 2009), 2015..=2015);
        assert_eq!(some(None, Some(2009)).fill(short, 2009), 2008..=2009);
        assert_eq!(some(None, Some(2001)).fill(short, 2009), 2001..=2001);
        assert_eq!(some(Some(1990), Some(2019)).fill(short, 2009), 1990..=2019);
    }

    #[test]
    fn there_are_never_more_than_thirty() {
        let (none, some) = (Years::default(), |from, to| Years { from, to });
        let long = Some((2000, 2199));
        assert_eq!(none.fill(long, 2009), 2000..=2029);
        assert_eq!(none.fill(long, 2050), 2021..=2050);
        assert_eq!(some(Some(1990), None).fill(long, 2009), 1990..=2019);
        assert_eq!(some(None, Some(2150)).fill(long, 2009), 2121..=2150);
    }
}
