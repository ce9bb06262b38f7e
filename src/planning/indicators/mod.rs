//! Indicators: what is measured of an activity, a strategy area or a strategy, from where, and where it should go. Its
//! values are a register of their own.

use chrono::NaiveDate;
use diesel::QueryResult;

use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{Fault, FaultCode};
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::planning::activities::Activity;
use crate::planning::decimal;
use crate::planning::indicator_values::{IndicatorValue, latest};
use crate::register::{Erased, Names, Nothing, Operation, Owner, Record, Reference, Register, Tells, references};
use crate::strategy::ownership::check_area_owner;
use crate::strategy::strategies::Strategy;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::text;

mod api;
mod dto;
mod store;

pub use dto::{IndicatorComputed, IndicatorDirection, IndicatorFilter, IndicatorIn};
pub use store::{of_activities, of_strategies_and_areas, owner_of};

/// The register of indicators.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator;

impl Register for Indicator {
    const TYPE: &'static str = "indicator";
    const PATH: &'static str = "indicators";
    const NAMES: Names =
        Names { schema: "Indicator", one: "indicator", many: "indicators", title: text("Indikatorer", "Indicators") };
    const ABOUT: &'static str = "What is measured of an activity, a strategy area or a strategy: from a baseline to a target. Its values are under /indicator-values.";
    const OPERATIONS: &'static [Operation] =
        &[Operation::List, Operation::Create, Operation::Read, Operation::Edit, Operation::Delete, Operation::History];
    const OWNER: Option<Owner<Self>> =
        Some(Owner { of: |content| content.owner_unit_id, field: |content| &mut content.owner_unit_id });

    /// Its baseline is what the one that it carries on came to.
    const TELLS: Option<Tells<Self>> = Some(Tells {
        of: |_, record| Ok(record.content.carried_from_id.into_iter().map(Id::uuid).collect()),
        by: &[IndicatorValue::TYPE],
    });

    type Content = IndicatorIn;
    type Kept = Nothing;
    type Computed = IndicatorComputed;
    type Facts = Nothing;
    type Filter = IndicatorFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.name.clone()
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "activity",
                target: &Erased::<Activity>::NEW,
                ids: |record| references::pointers("/activityId", record.content.activity_id),
            },
            Reference {
                name: "strategyArea",
                target: &Erased::<StrategyArea>::NEW,
                ids: |record| references::pointers("/strategyAreaId", record.content.strategy_area_id),
            },
            Reference {
                name: "strategy",
                target: &Erased::<Strategy>::NEW,
                ids: |record| references::pointers("/strategyId", record.content.strategy_id),
            },
            Reference {
                name: "carriedFrom",
                target: &Erased::<Self>::NEW,
                ids: |record| references::pointers("/carriedFromId", record.content.carried_from_id),
            },
            Reference {
                name: "ownerUnit",
                target: &Erased::<Unit>::NEW,
                ids: |record| references::pointers("/ownerUnitId", record.content.owner_unit_id),
            },
        ]
    }

    fn normalise(content: &mut IndicatorIn) {
        [&mut content.baseline, &mut content.target].into_iter().flatten().for_each(decimal::normalise);
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let indicator = &record.content;
        let tells_of =
            [indicator.activity_id.is_some(), indicator.strategy_area_id.is_some(), indicator.strategy_id.is_some()];
        if tells_of.into_iter().filter(|is_named| *is_named).count() != 1 {
            let reason = text(
                "exakt en av activityId, strategyAreaId och strategyId anges",
                "exactly one of activityId, strategyAreaId and strategyId is given",
            );
            faults.push(Fault::body("/activityId", FaultCode::Rule, reason));
        }
        if indicator.carried_from_id == Some(record.meta.id) {
            let reason = text("är indikatorn själv", "is the indicator itself");
            faults.push(Fault::body("/carriedFromId", FaultCode::Rule, reason));
        }
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let conn = tx.conn()?;
        let belongs =
            |indicator: &IndicatorIn| (indicator.activity_id, indicator.strategy_area_id, indicator.owner_unit_id);
        // What another unit runs by now does not stand in the way of other fields.
        if before.is_some_and(|before| belongs(&before.content) == belongs(&after.content)) {
            return Ok(());
        }
        let (activity, area, owner) = belongs(&after.content);
        if let Some(activity) = activity {
            store::check_activity_owner(conn, owner, activity, faults)?;
        }
        match area {
            Some(area) => check_area_owner(conn, owner, area, faults),
            None => Ok(()),
        }
    }

    fn compute(
        conn: &mut Conn,
        records: &[Record<Self>],
        _facts: &[Self::Facts],
        today: NaiveDate,
    ) -> QueryResult<Vec<IndicatorComputed>> {
        let ids: Vec<Id<Self>> = records.iter().map(|record| record.meta.id).collect();
        let mut latest = latest(conn, &ids, today)?;
        let of = |record: &Record<Self>| {
            let Some((day, value)) = latest.remove(&record.meta.id) else { return IndicatorComputed::default() };
            let indicator = &record.content;
            let ends = indicator.baseline.as_deref().zip(indicator.target.as_deref());
            IndicatorComputed {
                percent_of_way: ends.and_then(|(baseline, target)| decimal::percent_of_way(baseline, target, &value)),
                latest_value: Some(value),
                latest_on: Some(day),
            }
        };
        Ok(records.iter().map(of).collect())
    }
}

/// The endpoints of indicators.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
