//! What a roll-over is made from: the plan, and everything of its year that may go on.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{activities as activity_rows, profile_areas as profile_rows};
use crate::db::types::Id;
use crate::error::{Fault, FaultCode};
use crate::planning::activities::{self, Activity};
use crate::planning::indicators::{self, Indicator, IndicatorComputed};
use crate::planning::operational_plans::{self, OperationalPlan};
use crate::register::{Record, Table as _, read};
use crate::strategy::profile_areas::{self, ProfileArea};
use crate::strategy::strategy_areas::{self, StrategyArea};
use crate::text::{Message, fold, text};

/// A profile area of the year after: what it carries on, its strategy area, and its name as it is compared.
type There = (Option<Id<ProfileArea>>, Id<StrategyArea>, String);

/// The plan to roll over, and what it holds.
pub(super) struct Material {
    /// The plan.
    pub plan: Record<OperationalPlan>,
    /// The plan of the year after, if it is there.
    pub next: Option<Record<OperationalPlan>>,
    /// The profile areas of the year.
    pub profile_areas: Vec<Record<ProfileArea>>,
    /// The activities of the year.
    pub activities: Vec<Record<Activity>>,
    /// The indicators of those activities, with what they were last.
    pub indicators: Vec<(Record<Indicator>, IndicatorComputed)>,
    /// The activities that one of a later year continues already.
    pub continued: HashSet<Id<Activity>>,
    /// The profile areas that are there in the year after: what they carry on, and where they are.
    pub there: Vec<There>,
    /// The last years of the strategies of the profile areas' strategy areas, where they belong to one.
    pub last_years: HashMap<Id<StrategyArea>, i32>,
}

impl Material {
    /// Reads it; none when there is no such plan.
    pub fn read(conn: &mut Conn, plan: Id<OperationalPlan>) -> QueryResult<Option<Self>> {
        let Some(plan) = OperationalPlan::row_by_id(conn, plan)?.map(OperationalPlan::from_row) else {
            return Ok(None);
        };
        let year = plan.content.year;
        let activities = activities::of_year(conn, year)?;
        let ids: Vec<Id<Activity>> = activities.iter().map(|record| record.meta.id).collect();
        let indicators = indicators::of_activities(conn, &ids)?;
        let last_day = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX);
        let computed = read::computed(conn, &indicators, last_day)?;
        let continued: Vec<Option<Id<Activity>>> = activity_rows::table
            .filter(activity_rows::continued_from_id.eq_any(ids))
            .filter(activity_rows::archived.eq(false))
            .select(activity_rows::continued_from_id)
            .load(conn)?;
        let there = profile_rows::table
            .filter(profile_rows::year.eq(year + 1))
            .filter(profile_rows::archived.eq(false))
            .select((profile_rows::carried_from_id, profile_rows::strategy_area_id, profile_rows::search))
            .load(conn)?;
        let profile_areas = profile_areas::of_year(conn, year)?;
        let areas = profile_areas.iter().map(|record| record.content.strategy_area_id);
        Ok(Some(Self {
            next: operational_plans::of_year(conn, year + 1)?,
            last_years: strategy_areas::last_years(conn, areas.collect())?,
            profile_areas,
            activities,
            indicators: indicators.into_iter().zip(computed).collect(),
            continued: continued.into_iter().flatten().collect(),
            there,
            plan,
        }))
    }

    /// The year after.
    pub fn to_year(&self) -> i32 {
        self.plan.content.year + 1
    }

    /// Whether a profile area is in the year after already.
    pub fn is_there(&self, record: &Record<ProfileArea>) -> bool {
        let key = fold(&record.content.name);
        self.there.iter().any(|(from, area, name)| {
            *from == Some(record.meta.id) || (*area == record.content.strategy_area_id && *name == key)
        })
    }

    /// Whether the strategy of a profile area has ended before the year after.
    pub fn is_over(&self, record: &Record<ProfileArea>) -> bool {
        let year = self.to_year();
        self.last_years.get(&record.content.strategy_area_id).is_some_and(|last| *last < year)
    }

    /// What keeps the plan from being rolled over.
    pub fn check(&self, faults: &mut Vec<Fault>) {
        let state = |record: &Record<OperationalPlan>| record.meta.state.clone().unwrap_or_default();
        if self.plan.meta.archived || ["draft", "proposed"].contains(&state(&self.plan).as_str()) {
            let reason = text("planen är inte antagen", "the plan has not been adopted");
            faults.push(Fault::body("/fromPlanId", FaultCode::WrongState, reason));
        }
        operational_plans::check_plan_open(&self.plan, "/fromPlanId", faults);
        if self.next.as_ref().is_some_and(|next| state(next) == "closed") {
            let year = self.to_year();
            let reason = Message::new(format!("planen för {year} är stängd"), format!("the plan of {year} is closed"));
            faults.push(Fault::body("/fromPlanId", FaultCode::WrongState, reason));
        }
        if self.to_year() > LAST_YEAR {
            let reason = text("efter planens år kommer inget mer", "nothing comes after the plan's year");
            faults.push(Fault::body("/fromPlanId", FaultCode::Rule, reason));
        }
    }
}

/// The last year that a plan may have.
const LAST_YEAR: i32 = 2199;
