//! Monitoring items: what was seen of the EU and the world, what it means to the region, and what became of it. What is
//! seen is to be used (L69.3): an item on which nothing follows is warned of (W6), unless it was parked or left on purpose.

use chrono::{Days, NaiveDate};
use diesel::QueryResult;

use crate::clock::date_in_sweden;
use crate::db::Conn;
use crate::db::types::{Id, Instant};
use crate::error::{Fault, FaultCode, Missing};
use crate::funding::calls::Call;
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::rules::check_unique;
use crate::register::{
    Erased, Lifecycle, Names, Nothing, Operation, Owner, Record, Reference, Register, Transition, Warning, WarningCode,
    references,
};
use crate::strategy::framework_elements;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{Message, text};

mod api;
mod chain;
mod dto;
mod follow_ons;
mod store;

pub use chain::{
    ChainInfluence, ChainItem, ChainKnowledge, ChainProfiling, Chained, Course, MonitoringChain, OpenEnd, OpenEndItem,
    chains_of_years,
};
pub use dto::{
    Importance, MonitoringItemComputed, MonitoringItemFilter, MonitoringItemIn, MonitoringLevel, MonitoringReach,
};

/// The register of monitoring items.
#[derive(Clone, Debug, PartialEq)]
pub struct MonitoringItem;

crate::code_list! {
    /// The states of a monitoring item.
    pub enum MonitoringState "monitoring-item-states" ("Bevakningens tillstånd", "States of a monitoring item") {
        New = "new" ("Ny", "New"),
        Assessed = "assessed" ("Bedömd", "Assessed"),
        Used = "used" ("Använd", "Used"),
        Parked = "parked" ("Parkerad", "Parked"),
        NoAction = "no_action" ("Ingen åtgärd", "No action"),
    }
}

/// Seen, assessed, and used; or parked, or left without action for a reason, until it is taken up again.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: MonitoringState::LIST,
    initial: "new",
    deletable: &["new"],
    transitions: &[
        Transition::new(&["new"], "assessed", text("Bedöm", "Assess")),
        Transition::new(&["assessed"], "used", text("Markera som använd", "Mark as used")),
        Transition::new(&["used"], "assessed", text("Ta tillbaka", "Take back")).with_reason(),
        Transition::new(&["new", "assessed"], "parked", text("Parkera", "Park")),
        Transition::new(&["parked"], "assessed", text("Ta upp igen", "Take up again")),
        Transition::new(&["new", "assessed"], "no_action", text("Avstå från åtgärd", "Take no action")).with_reason(),
        Transition::new(&["no_action"], "assessed", text("Ta upp igen", "Take up again")).with_reason(),
    ],
};

/// How many days may pass before something follows on an item (W6).
const PATIENCE: Days = Days::new(30);

impl Register for MonitoringItem {
    const TYPE: &'static str = "monitoring_item";
    const PATH: &'static str = "monitoring-items";
    const NAMES: Names = Names {
        schema: "MonitoringItem",
        one: "monitoring item",
        many: "monitoring items",
        title: text("Omvärldsbevakning", "Monitoring items"),
    };
    const ABOUT: &'static str = "Something seen of the EU and the world, with what it means to the region. It is used when a knowledge activity or an influence case names it (L69.3); as long as nothing does, it is warned of after 30 days (W6).";
    const OPERATIONS: &'static [Operation] = Operation::ALL;
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);
    const WARNINGS: &'static [WarningCode] = &[WarningCode::NoFollowOn];
    const OWNER: Option<Owner<Self>> =
        Some(Owner { of: |content| content.owner_unit_id, field: |content| &mut content.owner_unit_id });

    type Content = MonitoringItemIn;
    type Kept = Nothing;
    type Computed = MonitoringItemComputed;
    type Facts = MonitoringItemComputed;
    type Filter = MonitoringItemFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.title.clone()
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "strategyAreas",
                target: &Erased::<StrategyArea>::NEW,
                ids: |record| {
                    references::pointers("/strategyAreaIds/{}", record.content.strategy_area_ids.iter().copied())
                },
            },
            Reference {
                name: "call",
                target: &Erased::<Call>::NEW,
                ids: |record| references::pointers("/callId", record.content.call_id),
            },
            Reference {
                name: "ownerUnit",
                target: &Erased::<Unit>::NEW,
                ids: |record| references::pointers("/ownerUnitId", record.content.owner_unit_id),
            },
        ]
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let item = &record.content;
        check_reach(item, faults);
        if let (Some(published), Some(deadline)) = (item.published_on, item.deadline_on)
            && deadline < published
        {
            let reason = text("ligger före publiceringen", "is before the day of publication");
            faults.push(Fault::body("/deadlineOn", FaultCode::Rule, reason));
        }
        check_unique("/strategyAreaIds", item.strategy_area_ids.iter(), faults);
        check_unique("/topics", item.topics.iter(), faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        framework_elements::check(tx, before, after, |item| &item.framework_links, faults)
    }

    /// What its states ask for is what is computed of it.
    fn facts(conn: &mut Conn, records: &[Record<Self>], _today: NaiveDate) -> QueryResult<Vec<MonitoringItemComputed>> {
        let ids: Vec<Id<Self>> = records.iter().map(|record| record.meta.id).collect();
        let counts = follow_ons::count(conn, &ids)?;
        let of = |id| MonitoringItemComputed { follow_on_count: counts.get(id).copied().unwrap_or_default() };
        Ok(ids.iter().map(of).collect())
    }

    fn missing(record: &Record<Self>, facts: &MonitoringItemComputed, state: &str) -> Vec<Missing> {
        let mut missing = Vec::new();
        let mut lacks = |pointer, rule, reason| missing.push(Missing { pointer, reason, rule: Some(rule) });
        if ["assessed", "used"].contains(&state) && record.content.assessment.is_none() {
            lacks("/assessment", "L69.2", text("en bedömning", "an assessment"));
        }
        if state == MonitoringState::Used.as_str() && facts.follow_on_count == 0 {
            let reason = text(
                "en kunskapsaktivitet eller ett påverkansärende som nämner den",
                "a knowledge activity or an influence case that names it",
            );
            lacks("/followOnCount", "L69.3", reason);
        }
        missing
    }

    fn compute(
        _conn: &mut Conn,
        _records: &[Record<Self>],
        facts: &[MonitoringItemComputed],
        _today: NaiveDate,
    ) -> QueryResult<Vec<MonitoringItemComputed>> {
        Ok(facts.to_vec())
    }

    fn warnings(
        _conn: &mut Conn,
        records: &[Record<Self>],
        computed: &[MonitoringItemComputed],
        today: NaiveDate,
    ) -> QueryResult<Vec<Vec<Warning>>> {
        let of = |(record, computed): (&Record<Self>, &MonitoringItemComputed)| {
            let warning = (computed.follow_on_count == 0).then(|| warn_of_silence(record, today)).flatten();
            warning.into_iter().collect()
        };
        Ok(records.iter().zip(computed).map(of).collect())
    }
}

impl MonitoringItem {
    /// The state of a monitoring item.
    pub fn state(record: &Record<Self>) -> MonitoringState {
        record.meta.state.as_deref().and_then(|state| state.parse().ok()).unwrap_or(MonitoringState::New)
    }

    /// The day from which days are counted: of publication, or else the one on which it was recorded.
    pub fn since(record: &Record<Self>) -> NaiveDate {
        Self::counted_from(record.content.published_on, record.meta.created_at)
    }

    /// The same of an item that was published and recorded then.
    fn counted_from(published_on: Option<NaiveDate>, created_at: Instant) -> NaiveDate {
        published_on.unwrap_or_else(|| date_in_sweden(created_at))
    }

    /// W6: whether something should have followed on it by a day: on what is new or assessed in thirty days, and on what
    /// was used, unless that is gone again.
    fn waits_too_long(state: MonitoringState, since: NaiveDate, today: NaiveDate) -> bool {
        let waits = [MonitoringState::New, MonitoringState::Assessed, MonitoringState::Used].contains(&state);
        waits && since.checked_add_days(PATIENCE).is_some_and(|last| today > last)
    }
}

/// L51.3: what is of the areas names them, and what is of the EU in general names none.
fn check_reach(item: &MonitoringItemIn, faults: &mut Vec<Fault>) {
    let reason = match (item.reach, item.strategy_area_ids.is_empty()) {
        (MonitoringReach::StrategyArea, true) => text(
            "minst ett strategiområde krävs när räckvidden är strategy_area",
            "at least one strategy area is needed when the reach is strategy_area",
        ),
        (MonitoringReach::EuGeneral, false) => {
            text("är tom när räckvidden är eu_general", "is empty when the reach is eu_general")
        }
        (MonitoringReach::StrategyArea, false) | (MonitoringReach::EuGeneral, true) => return,
    };
    faults.push(Fault::rule("/strategyAreaIds", "L51.3", reason));
}

/// W6: nothing follows on what is new, assessed or used, thirty days after it was seen.
fn warn_of_silence(record: &Record<MonitoringItem>, today: NaiveDate) -> Option<Warning> {
    let since = MonitoringItem::since(record);
    if !MonitoringItem::waits_too_long(MonitoringItem::state(record), since, today) {
        return None;
    }
    let message = Message::new(
        format!("Inget har följt sedan {since}: ingen kunskapsaktivitet och inget påverkansärende."),
        format!("Nothing has followed since {since}: no knowledge activity and no influence case."),
    );
    Some(Warning::new(WarningCode::NoFollowOn, message))
}

/// The endpoints of monitoring items.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
