//! Knowledge activities: what was seen is made known, by information and training for politicians, officials and
//! municipalities (L19.3, L69.3).

use chrono::NaiveDate;
use diesel::QueryResult;

use crate::db::Conn;
use crate::error::{Fault, Missing};
use crate::funding::calls::Call;
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::monitoring::monitoring_items::MonitoringItem;
use crate::reference::municipalities;
use crate::register::rules::{check_order, check_unique};
use crate::register::{
    Erased, Lifecycle, Money, Names, Nothing, Operation, Owner, Record, Reference, Register, Transition, references,
};
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::text;

mod api;
mod dto;
mod held;
mod of_calls;
mod store;

pub use dto::{
    Audience, InternationalCompetence, KnowledgeActivityFilter, KnowledgeActivityIn, KnowledgeKind, Participants,
};
pub use held::{Held, held_in};
pub use of_calls::{Told, count_untold, of_calls};
pub use store::costs_of_years;

/// The register of knowledge activities.
#[derive(Clone, Debug, PartialEq)]
pub struct KnowledgeActivity;

crate::code_list! {
    /// The states of a knowledge activity.
    pub enum KnowledgeState "knowledge-activity-states" ("Kunskapsaktivitetens tillstånd", "States of a knowledge activity") {
        Planned = "planned" ("Planerad", "Planned"),
        Held = "held" ("Genomförd", "Held"),
        Cancelled = "cancelled" ("Inställd", "Cancelled"),
    }
}

/// Planned, and held or cancelled; either can be taken back.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: KnowledgeState::LIST,
    initial: "planned",
    deletable: &["planned"],
    transitions: &[
        Transition::new(&["planned"], "held", text("Markera som genomförd", "Mark as held")),
        Transition::new(&["planned"], "cancelled", text("Ställ in", "Cancel")).with_reason(),
        Transition::new(&["held"], "planned", text("Ta tillbaka", "Take back")).with_reason(),
        Transition::new(&["cancelled"], "planned", text("Planera igen", "Plan again")),
    ],
};

/// What a state of a knowledge activity asks of the calendar.
#[derive(Clone, Copy, Debug, Default)]
pub struct KnowledgeActivityFacts {
    /// The day on which it is asked.
    today: Option<NaiveDate>,
}

impl Register for KnowledgeActivity {
    const TYPE: &'static str = "knowledge_activity";
    const PATH: &'static str = "knowledge-activities";
    const NAMES: Names = Names {
        schema: "KnowledgeActivity",
        one: "knowledge activity",
        many: "knowledge activities",
        title: text("Kunskapsaktiviteter", "Knowledge activities"),
    };
    const ABOUT: &'static str = "Information or training for politicians, officials and municipalities, with what it makes known and how many took part (L19.3, L69.3).";
    const OPERATIONS: &'static [Operation] = Operation::ALL;
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);
    const OWNER: Option<Owner<Self>> =
        Some(Owner { of: |content| content.owner_unit_id, field: |content| &mut content.owner_unit_id });

    type Content = KnowledgeActivityIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = KnowledgeActivityFacts;
    type Filter = KnowledgeActivityFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.title.clone()
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "monitoringItems",
                target: &Erased::<MonitoringItem>::NEW,
                ids: |record| {
                    references::pointers("/monitoringItemIds/{}", record.content.monitoring_item_ids.iter().copied())
                },
            },
            Reference {
                name: "calls",
                target: &Erased::<Call>::NEW,
                ids: |record| references::pointers("/callIds/{}", record.content.call_ids.iter().copied()),
            },
            Reference {
                name: "strategyAreas",
                target: &Erased::<StrategyArea>::NEW,
                ids: |record| {
                    references::pointers("/strategyAreaIds/{}", record.content.strategy_area_ids.iter().copied())
                },
            },
            Reference {
                name: "ownerUnit",
                target: &Erased::<Unit>::NEW,
                ids: |record| references::pointers("/ownerUnitId", record.content.owner_unit_id),
            },
        ]
    }

    /// Participants without a number are none.
    fn normalise(content: &mut KnowledgeActivityIn) {
        Money::normalise(&mut content.cost);
        content.participants =
            content.participants.and_then(|given| Participants::new(given.politicians, given.officials, given.others));
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let activity = &record.content;
        check_order(activity.held_on, activity.ends_on, "/endsOn", faults);
        check_participants(activity, faults);
        Money::check(activity.cost.as_ref(), "/cost", faults);
        check_unique("/audiences", activity.audiences.iter(), faults);
        check_unique("/competences", activity.competences.iter(), faults);
        check_unique("/topics", activity.topics.iter(), faults);
        check_unique("/monitoringItemIds", activity.monitoring_item_ids.iter(), faults);
        check_unique("/callIds", activity.call_ids.iter(), faults);
        check_unique("/strategyAreaIds", activity.strategy_area_ids.iter(), faults);
        check_unique("/municipalityCodes", activity.municipality_codes.iter(), faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        municipalities::check_listed(tx, before, after, |activity| &activity.municipality_codes, faults)
    }

    fn facts(_conn: &mut Conn, records: &[Record<Self>], today: NaiveDate) -> QueryResult<Vec<KnowledgeActivityFacts>> {
        Ok(vec![KnowledgeActivityFacts { today: Some(today) }; records.len()])
    }

    fn missing(record: &Record<Self>, facts: &KnowledgeActivityFacts, state: &str) -> Vec<Missing> {
        let activity = &record.content;
        let mut missing = Vec::new();
        if state != KnowledgeState::Held.as_str() {
            return missing;
        }
        let mut lacks = |pointer, rule, reason| missing.push(Missing { pointer, reason, rule: Some(rule) });
        if activity.held_on.is_none() {
            lacks("/heldOn", "L69.3", text("dagen då den hölls", "the day on which it was held"));
        }
        if activity.held_on.zip(facts.today).is_some_and(|(held_on, today)| held_on > today) {
            let reason = text("en dag som inte ligger i framtiden", "a day that does not lie in the future");
            lacks("/heldOn", "L69.3", reason);
        }
        if activity.participants.is_none() && !activity.kind.is_sent_out() {
            lacks("/participants", "L19.3", text("minst ett antal deltagare", "at least one number of participants"));
        }
        missing
    }
}

impl KnowledgeActivity {
    /// The state of a knowledge activity.
    pub fn state(record: &Record<Self>) -> KnowledgeState {
        record.meta.state.as_deref().and_then(|state| state.parse().ok()).unwrap_or(KnowledgeState::Planned)
    }
}

/// L19.3: those who are counted are among those whom it is for.
fn check_participants(activity: &KnowledgeActivityIn, faults: &mut Vec<Fault>) {
    let Some(Participants { politicians, officials, others: _ }) = activity.participants else { return };
    for (pointer, number, audience) in [
        ("/participants/politicians", politicians, Audience::Politicians),
        ("/participants/officials", officials, Audience::Officials),
    ] {
        if number.is_some() && !activity.audiences.contains(&audience) {
            let reason = text("räknas bara när de står i audiences", "are counted only when they are among audiences");
            faults.push(Fault::rule(pointer, "L19.3", reason));
        }
    }
}

/// The endpoints of knowledge activities.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
