//! Activities: what the matrix becomes. Each lies within one year; its priority and its strategy area are its cell. A draft
//! may lack anything; what leaves the drafts has what R-06 asks for.

use chrono::{Datelike as _, NaiveDate};
use diesel::QueryResult;
use serde_json::Value;

use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{Fault, Missing};
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::planning::operational_plans;
use crate::planning::progress::Light;
use crate::reference::municipalities;
use crate::register::rules::{check_order, check_unique};
use crate::register::{
    Lifecycle, Money, Names, Operation, Owner, Record, Reference, Register, Transition, Warning, WarningCode,
};
use crate::strategy::framework_elements;
use crate::strategy::strategy_areas::{StrategyArea, standings};
use crate::text::{Lang, Message, Text, text};

mod api;
mod bases;
mod cells;
mod costs;
mod counts;
mod cover;
mod days;
mod delimited;
mod dto;
mod due;
mod followed;
mod links;
mod partnered;
mod references;
mod slices;
mod store;
mod unattended;
mod which;

pub use bases::{Basis, BasisType, projects_with_open};
pub use cells::{CellTitle, Tally, light, ownerless, tally, titles};
pub use costs::{Costs, costs_of_years};
pub use counts::{UnitCount, by_unit, counted, serving};
pub use cover::{Cover, cover};
pub use days::{Dated, Owed, beginning, drafts_of_unit, ending, owed_by_unit, owed_of_unit};
pub use delimited::{Delimitations, Delimited, delimited, with_strategic_partner};
pub use dto::{
    ActivityComputed, ActivityFilter, ActivityIn, ActivityKept, ActivityKind, BenefitKind, CitizenBenefit,
    CooperationLevel, Effect, Sustainability, TargetGroup,
};
pub use due::index_due_days;
pub use followed::{Deviating, deviating};
pub use links::{Linked, Titled, linked, orphans};
pub use partnered::idle_partners;
pub use slices::{Slice, border_titles, slices, youth_titles};
pub use store::{of_unit, of_year, partners_in};
pub use unattended::{
    ByUnit, OwnerlessReason, Unattended, unattended_by_unit, why_ownerless, without_news, without_owner,
};

/// The register of activities.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity;

crate::code_list! {
    /// The states of an activity.
    pub enum ActivityState "activity-states" ("Aktivitetens tillstånd", "States of an activity") {
        Draft = "draft" ("Utkast", "Draft"),
        Planned = "planned" ("Planerad", "Planned"),
        Ongoing = "ongoing" ("Pågående", "Ongoing"),
        Completed = "completed" ("Genomförd", "Completed"),
        Cancelled = "cancelled" ("Inställd", "Cancelled"),
    }
}

/// The states of activities that count: drafts and what was cancelled are counted apart.
pub const COUNTED: [ActivityState; 3] = [ActivityState::Planned, ActivityState::Ongoing, ActivityState::Completed];

/// Drafted, planned (R-06, D2), run, and completed or cancelled, by its own unit or the coordination unit.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: ActivityState::LIST,
    initial: "draft",
    deletable: &["draft"],
    transitions: &[
        Transition::new(&["draft"], "planned", text("Planera", "Plan")),
        Transition::new(&["planned"], "ongoing", text("Påbörja", "Start")),
        Transition::new(&["ongoing"], "completed", text("Avsluta", "Complete")),
        Transition::new(&["planned", "ongoing"], "cancelled", text("Ställ in", "Cancel")).with_reason(),
        Transition::new(&["completed"], "ongoing", text("Återuppta", "Resume")).with_reason(),
    ],
};

/// What a state of an activity asks of others.
#[derive(Clone, Copy, Debug, Default)]
pub struct ActivityFacts {
    /// Its strategy area is prioritised, or was so at the end of its year.
    area_is_prioritised: bool,
}

impl Register for Activity {
    const TYPE: &'static str = "activity";
    const PATH: &'static str = "activities";
    const NAMES: Names =
        Names { schema: "Activity", one: "activity", many: "activities", title: text("Aktiviteter", "Activities") };
    const ABOUT: &'static str = "What is done within a year, for a strategic priority and in a strategy area: its cell of the matrix. To leave the drafts it has what R-06 asks for.";
    const OPERATIONS: &'static [Operation] = Operation::ALL;
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);
    const FORMAT: i32 = 3;
    const HAS_PERIOD: bool = true;
    const WARNINGS: &'static [WarningCode] = &[WarningCode::NoActiveOwner];
    const SET_ELSEWHERE: &'static [(&'static str, &'static str, Text)] =
        &[("status", "R-11", BY_UPDATES), ("percentTotal", "R-11", BY_UPDATES)];
    const OWNER: Option<Owner<Self>> =
        Some(Owner { of: |content| content.owner_unit_id, field: |content| &mut content.owner_unit_id });

    type Content = ActivityIn;
    type Kept = ActivityKept;
    type Computed = ActivityComputed;
    type Facts = ActivityFacts;
    type Filter = ActivityFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.title.clone()
    }

    fn references() -> &'static [Reference<Self>] {
        references::REFERENCES
    }

    fn normalise(content: &mut ActivityIn) {
        Money::normalise(&mut content.cost_estimate);
        Money::normalise(&mut content.cost_actual);
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let activity = &record.content;
        for (pointer, day) in [("/startsOn", activity.starts_on), ("/endsOn", activity.ends_on)] {
            if day.is_some_and(|day| day.year() != activity.year) {
                let reason = text(
                    "ligger utanför aktivitetens år; en flerårig är en aktivitet per år",
                    "is outside of the activity's year; what lasts longer is one activity a year",
                );
                faults.push(Fault::rule(pointer, "R-10", reason));
            }
        }
        check_order(activity.starts_on, activity.ends_on, "/endsOn", faults);
        Money::check(activity.cost_estimate.as_ref(), "/costEstimate", faults);
        Money::check(activity.cost_actual.as_ref(), "/costActual", faults);
        check_unique("/profileAreaIds", activity.profile_area_ids.iter(), faults);
        check_unique("/partnerIds", activity.partner_ids.iter(), faults);
        check_unique("/bases", activity.bases.iter(), faults);
        check_unique("/municipalityCodes", activity.municipality_codes.iter(), faults);
        check_unique("/effects", activity.effects.iter(), faults);
        check_unique("/sustainability", activity.sustainability.iter(), faults);
        check_unique("/targetGroups", activity.target_groups.iter(), faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        store::check_year(tx, before, after, faults)?;
        store::check_continued_from(tx, before, after, faults)?;
        store::check_profile_areas(tx, before, after, faults)?;
        bases::check_projects(tx, before, after, faults)?;
        municipalities::check_listed(tx, before, after, |activity| &activity.municipality_codes, faults)?;
        framework_elements::check(tx, before, after, |activity| &activity.framework_links, faults)
    }

    fn facts(conn: &mut Conn, records: &[Record<Self>], _today: NaiveDate) -> QueryResult<Vec<ActivityFacts>> {
        let mut areas: Vec<Id<StrategyArea>> =
            records.iter().filter_map(|record| record.content.strategy_area_id).collect();
        areas.sort();
        areas.dedup();
        let standings = standings(conn, &areas)?;
        let of = |record: &Record<Self>| ActivityFacts {
            area_is_prioritised: record
                .content
                .strategy_area_id
                .and_then(|id| standings.get(&id))
                .is_some_and(|area| area.is_prioritised(record.content.year)),
        };
        Ok(records.iter().map(of).collect())
    }

    fn derive(tx: &mut Tx<'_>, record: &Record<Self>, row: &mut Self::Row) -> QueryResult<()> {
        store::derive(tx, record, row)
    }

    fn compute(
        conn: &mut Conn,
        records: &[Record<Self>],
        _facts: &[Self::Facts],
        today: NaiveDate,
    ) -> QueryResult<Vec<ActivityComputed>> {
        let years: Vec<i32> = records.iter().map(|record| record.content.year).collect();
        let rhythms = operational_plans::rhythms(conn, &years)?;
        let of = |record: &Record<Self>| {
            let plan = rhythms.get(&record.content.year);
            let due_on = due::due_on(record, plan.map(|(_, rhythm)| *rhythm));
            let stale = due::is_stale(record, due_on, today);
            ActivityComputed {
                operational_plan_id: plan.map(|(id, _)| *id),
                light: Light::of(Self::state(record), record.kept.status, stale),
                stale,
                next_update_due_on: due_on,
            }
        };
        Ok(records.iter().map(of).collect())
    }

    fn warnings(
        conn: &mut Conn,
        records: &[Record<Self>],
        _computed: &[ActivityComputed],
        _today: NaiveDate,
    ) -> QueryResult<Vec<Vec<Warning>>> {
        let reasons = why_ownerless(conn, records)?;
        Ok(records.iter().zip(reasons).map(|(record, reasons)| warn_of_owner(record, &reasons)).collect())
    }

    /// Format 1 named framework elements by their codes alone; before format 3 nothing rested on anything.
    fn upgrade(format: i32, snapshot: Value) -> Value {
        if format < 2 { framework_elements::lift_links(snapshot) } else { snapshot }
    }

    fn missing(record: &Record<Self>, facts: &ActivityFacts, state: &str) -> Vec<Missing> {
        let mut missing = Vec::new();
        if ["planned", "ongoing", "completed"].contains(&state) {
            ask_the_rest(&record.content, &mut missing);
            ask_place(&record.content, *facts, &mut missing);
        }
        missing
    }
}

impl Activity {
    /// The state of an activity.
    pub fn state(record: &Record<Self>) -> ActivityState {
        record.meta.state.as_deref().and_then(|state| state.parse().ok()).unwrap_or(ActivityState::Draft)
    }
}

/// Why a status is not patched.
const BY_UPDATES: Text = text(
    "ändras bara genom en lägesrapport: POST /progress-updates",
    "changes only by a progress update: POST /progress-updates",
);

/// W10: nobody answers for what is planned or goes on.
fn warn_of_owner(record: &Record<Activity>, reasons: &[OwnerlessReason]) -> Vec<Warning> {
    if !which::OWING.contains(&Activity::state(record)) || reasons.is_empty() {
        return Vec::new();
    }
    let said = |lang| reasons.iter().map(|reason| reason.label().get(lang)).collect::<Vec<_>>().join(". ") + ".";
    vec![Warning::new(WarningCode::NoActiveOwner, Message::new(said(Lang::Sv), said(Lang::En)))]
}

/// what a planned activity has, wherever it stands; and D2.
fn ask_the_rest(activity: &ActivityIn, missing: &mut Vec<Missing>) {
    let asked = [
        ("/priority", activity.priority.is_some(), text("en strategisk prioritering", "a strategic priority")),
        ("/ownerUnitId", activity.owner_unit_id.is_some(), text("en ägande enhet", "an owner unit")),
        ("/responsible", activity.responsible.is_some(), text("en ansvarig", "someone responsible")),
        ("/startsOn", activity.starts_on.is_some(), text("en första dag inom året", "a first day within the year")),
        ("/endsOn", activity.ends_on.is_some(), text("en sista dag inom året", "a last day within the year")),
        (
            "/citizenBenefit",
            activity.citizen_benefit.is_some(),
            text("en nytta för medborgarna", "a benefit for the citizens"),
        ),
        (
            "/sustainability",
            !activity.sustainability.is_empty(),
            text("minst en dimension av hållbarhet", "at least one dimension of sustainability"),
        ),
    ];
    let lacking = asked.into_iter().filter(|(_, is_there, _)| !is_there);
    missing.extend(lacking.map(|(pointer, _, reason)| Missing { pointer, reason, rule: Some("R-06") }));
    if activity.aid_character && activity.exception_reason.is_none() {
        missing.push(Missing {
            pointer: "/exceptionReason",
            reason: text("ett skäl till arbete av biståndskaraktär", "a reason for work of aid character"),
            rule: Some("D2"),
        });
    }
}

/// R-06 and D3: a prioritised area, or else a framework element and a reason.
fn ask_place(activity: &ActivityIn, facts: ActivityFacts, missing: &mut Vec<Missing>) {
    let outside = !activity.framework_links.is_empty() && activity.exception_reason.is_some();
    if facts.area_is_prioritised || outside {
        return;
    }
    missing.push(Missing {
        pointer: "/strategyAreaId",
        reason: text(
            "ett prioriterat strategiområde, eller annars en koppling i frameworkLinks och ett skäl i exceptionReason",
            "a prioritised strategy area, or else a link in frameworkLinks and a reason in exceptionReason",
        ),
        rule: Some("R-06"),
    });
}

/// The endpoints of activities.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
