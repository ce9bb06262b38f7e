//! Indicator values: what an indicator was on a day. Each unit records those of its own indicators.

use diesel::QueryResult;

use crate::clock::date_in_sweden;
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{Fault, FaultCode};
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::identity::caller::Caller;
use crate::identity::policy::{Grant, Verb};
use crate::journal::Tx;
use crate::planning::decimal;
use crate::planning::indicators::{Indicator, owner_of};
use crate::register::{Erased, Names, Nothing, Operation, Record, Reference, Register, references};
use crate::text::text;

mod api;
mod dto;
mod store;

pub use dto::{IndicatorValueFilter, IndicatorValueIn, IndicatorValueKept};
pub use store::latest;

/// The register of indicator values.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorValue;

impl Register for IndicatorValue {
    const TYPE: &'static str = "indicator_value";
    const PATH: &'static str = "indicator-values";
    const NAMES: Names = Names {
        schema: "IndicatorValue",
        one: "indicator value",
        many: "indicator values",
        title: text("Indikatorvärden", "Indicator values"),
    };
    const ABOUT: &'static str = "What an indicator was on a day: one value a day.";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;

    type Content = IndicatorValueIn;
    type Kept = IndicatorValueKept;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = IndicatorValueFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.observed_on.to_string()
    }

    /// A value is known by its indicator and its day.
    fn titles(conn: &mut Conn, records: &[Record<Self>]) -> QueryResult<Vec<String>> {
        references::named_after(
            conn,
            records,
            |record| record.content.indicator_id,
            |name, record| format!("{name} {}", record.content.observed_on),
        )
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "indicator",
                target: &Erased::<Indicator>::NEW,
                ids: |record| references::pointers("/indicatorId", Some(record.content.indicator_id)),
            },
            Reference {
                name: "unit",
                target: &Erased::<Unit>::NEW,
                ids: |record| references::pointers("/unitId", record.kept.unit_id),
            },
        ]
    }

    fn owner(record: &Record<Self>) -> Option<Id<Unit>> {
        record.kept.unit_id
    }

    fn prepare(tx: &mut Tx<'_>, record: &mut Record<Self>, _caller: &Caller) -> QueryResult<()> {
        record.kept.unit_id = owner_of(tx.conn()?, record.content.indicator_id)?;
        Ok(())
    }

    fn normalise(content: &mut IndicatorValueIn) {
        decimal::normalise(&mut content.value);
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        if record.content.observed_on > date_in_sweden(record.meta.created_at) {
            let reason = text("ligger i framtiden", "lies in the future");
            faults.push(Fault::body("/observedOn", FaultCode::Rule, reason));
        }
    }

    /// an indicator that no unit follows is nobody's own.
    fn check_caller(caller: &Caller, before: Option<&Record<Self>>, after: &Record<Self>, faults: &mut Vec<Fault>) {
        let is_own = after.kept.unit_id.is_some() || caller.grant(Self::PATH, Verb::Create) == Grant::All;
        if before.is_none() && !is_own {
            let reason = text("följs inte av din enhet", "is not followed by your unit");
            faults.push(Fault::rule("/indicatorId", "R-20", reason));
        }
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        if before.is_some_and(|before| before.content.indicator_id != after.content.indicator_id) {
            let reason = text("ett värde behåller sin indikator", "a value keeps its indicator");
            faults.push(Fault::body("/indicatorId", FaultCode::Rule, reason));
        }
        store::check_day(tx.conn()?, after, faults)
    }
}

/// The endpoints of indicator values.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
