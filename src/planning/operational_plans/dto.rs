//! What operational plans look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{OperationalPlan, OperationalPlanState};
use crate::db::types::Id;
use crate::http::query::{Any, AnyOrNone};
use crate::planning::periods::{Cadence, ReportingPeriod};
use crate::register::Money;
use crate::register::money::Sum;
use crate::strategy::strategies::Strategy;

/// How many days after a period's end its updates are due, when a plan says nothing.
const UPDATE_DAYS: i32 = 14;

fn update_days() -> i32 {
    UPDATE_DAYS
}

/// The fields of an operational plan that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OperationalPlanIn {
    /// Its year, which it keeps: its activities are those of the year.
    #[schema(minimum = 1900, maximum = 2199, example = 2009)]
    pub year: i32,
    /// What it is called.
    #[schema(min_length = 1, max_length = 200, example = "Verksamhetsplan 2009")]
    pub title: String,
    /// The strategy that it carries out.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub strategy_id: Option<Id<Strategy>>,
    /// How often it is followed up.
    #[schema(inline = false, example = "tertial")]
    pub cadence: Cadence,
    /// How many days after a period's end its updates are due.
    #[serde(default = "update_days")]
    #[schema(minimum = 0, maximum = 60, example = 14)]
    pub update_days: i32,
    /// What its activities may cost together.
    pub budget_ceiling: Option<Money>,
    /// The plan of an earlier year that it goes on from.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub previous_plan_id: Option<Id<OperationalPlan>>,
}

/// The fields of an operational plan that the service sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OperationalPlanKept {
    /// When it was adopted.
    #[schema(example = "2008-12-11")]
    pub adopted_on: Option<NaiveDate>,
    /// When it was last closed.
    #[schema(example = "2010-02-04")]
    pub closed_on: Option<NaiveDate>,
}

/// What is computed of an operational plan.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OperationalPlanComputed {
    /// Its reporting periods.
    pub reporting_periods: Vec<ReportingPeriod>,
    /// What its planned, ongoing and completed activities are thought to cost, one sum per currency.
    pub cost_estimate: Vec<Sum>,
    /// What they cost, one sum per currency.
    pub cost_actual: Vec<Sum>,
}

crate::filter! {
    /// The filters of the list of operational plans.
    pub struct OperationalPlanFilter {
        /// The state.
        state: "state" => Any<OperationalPlanState>,
        /// The year.
        year: "year" => Any<i32>,
        /// The strategy that it carries out.
        strategy_id: "strategyId" => AnyOrNone<Id<Strategy>>,
        /// How often it is followed up.
        cadence: "cadence" => Any<Cadence>,
    }
}
