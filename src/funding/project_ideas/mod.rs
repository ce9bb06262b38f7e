//! Project ideas: what municipalities and others join forces for, before there is a project. The municipalities must
//! mobilise to enter transnational projects together (L65.2): an idea gathers parties until it can apply in a call.

use chrono::NaiveDate;
use diesel::QueryResult;

use crate::cooperation::partners::Partner;
use crate::db::Conn;
use crate::error::{Fault, Missing};
use crate::funding::calls::Call;
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::reference::municipalities;
use crate::register::rules::check_unique;
use crate::register::{
    Erased, Lifecycle, Names, Nothing, Operation, Owner, Record, Reference, Register, Transition, references,
};
use crate::strategy::framework_elements;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::text;

mod api;
mod counts;
mod dto;
mod parties;
mod store;

pub use counts::{ByState, Interested, count_by_call, taking_part};
pub use dto::{ProjectIdeaComputed, ProjectIdeaFilter, ProjectIdeaIn};

/// The register of project ideas.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectIdea;

crate::code_list! {
    /// The states of a project idea.
    pub enum ProjectIdeaState "project-idea-states" ("Projektidéns tillstånd", "States of a project idea") {
        Idea = "idea" ("Idé", "Idea"),
        Mobilising = "mobilising" ("Mobiliserar", "Mobilising"),
        Applied = "applied" ("Ansökt", "Applied"),
        Dropped = "dropped" ("Nedlagd", "Dropped"),
    }
}

/// An idea that mobilises, and applies; or is dropped, and may be taken up again.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: ProjectIdeaState::LIST,
    initial: "idea",
    deletable: &["idea"],
    transitions: &[
        Transition::new(&["idea"], "mobilising", text("Mobilisera", "Mobilise")),
        Transition::new(&["mobilising"], "applied", text("Ansök", "Apply")),
        Transition::new(&["idea", "mobilising"], "dropped", text("Lägg ned", "Drop")).with_reason(),
        Transition::new(&["dropped"], "idea", text("Ta upp igen", "Take up again")).with_reason(),
    ],
};

impl Register for ProjectIdea {
    const TYPE: &'static str = "project_idea";
    const PATH: &'static str = "project-ideas";
    const NAMES: Names = Names {
        schema: "ProjectIdea",
        one: "project idea",
        many: "project ideas",
        title: text("Projektidéer", "Project ideas"),
    };
    const ABOUT: &'static str = "An idea for a project, for which municipalities and partners join forces (L65.2). To mobilise it has a party; to apply it has a call, and as many parties as that asks for.";
    const OPERATIONS: &'static [Operation] = Operation::ALL;
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);
    const OWNER: Option<Owner<Self>> =
        Some(Owner { of: |content| content.owner_unit_id, field: |content| &mut content.owner_unit_id });

    type Content = ProjectIdeaIn;
    type Kept = Nothing;
    type Computed = ProjectIdeaComputed;
    type Facts = ProjectIdeaComputed;
    type Filter = ProjectIdeaFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.title.clone()
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "call",
                target: &Erased::<Call>::NEW,
                ids: |record| references::pointers("/callId", record.content.call_id),
            },
            Reference {
                name: "initiator",
                target: &Erased::<Partner>::NEW,
                ids: |record| references::pointers("/initiatorId", record.content.initiator_id),
            },
            Reference {
                name: "partners",
                target: &Erased::<Partner>::NEW,
                ids: |record| references::pointers("/partnerIds/{}", record.content.partner_ids.iter().copied()),
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

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let idea = &record.content;
        check_unique("/partnerIds", idea.partner_ids.iter(), faults);
        check_unique("/municipalityCodes", idea.municipality_codes.iter(), faults);
        check_unique("/strategyAreaIds", idea.strategy_area_ids.iter(), faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        municipalities::check_listed(tx, before, after, |idea| &idea.municipality_codes, faults)?;
        framework_elements::check(tx, before, after, |idea| &idea.framework_links, faults)
    }

    /// What its states ask for is what is computed of it.
    fn facts(conn: &mut Conn, records: &[Record<Self>], _today: NaiveDate) -> QueryResult<Vec<ProjectIdeaComputed>> {
        parties::computed(conn, records)
    }

    fn missing(record: &Record<Self>, facts: &ProjectIdeaComputed, state: &str) -> Vec<Missing> {
        let mut missing = Vec::new();
        if ["mobilising", "applied"].contains(&state) {
            ask_anybody(*facts, &mut missing);
        }
        if state == "applied" {
            ask_call_and_parties(&record.content, *facts, &mut missing);
            let idea = &record.content;
            missing.extend(framework_elements::missing_link(&idea.strategy_area_ids, &idea.framework_links));
        }
        missing
    }

    fn index(tx: &mut Tx<'_>, record: &Record<Self>) -> QueryResult<()> {
        store::index(tx.conn()?, record)
    }

    fn compute(
        _conn: &mut Conn,
        _records: &[Record<Self>],
        facts: &[ProjectIdeaComputed],
        _today: NaiveDate,
    ) -> QueryResult<Vec<ProjectIdeaComputed>> {
        Ok(facts.to_vec())
    }
}

/// L65.2: who mobilises is not alone.
fn ask_anybody(facts: ProjectIdeaComputed, missing: &mut Vec<Missing>) {
    if facts.party_count == 0 {
        let reason = text("minst en kommun eller partner", "at least one municipality or partner");
        missing.push(Missing { pointer: "/municipalityCodes", reason, rule: Some("L65.2") });
    }
}

/// What is applied with: a call, and as many parties as it asks for (L65.1), where that is known.
fn ask_call_and_parties(idea: &ProjectIdeaIn, facts: ProjectIdeaComputed, missing: &mut Vec<Missing>) {
    if idea.call_id.is_none() {
        let reason = text("en utlysning att söka i", "a call to apply in");
        missing.push(Missing { pointer: "/callId", reason, rule: Some("L65.2") });
    }
    if facts.minimum_partners.is_some_and(|minimum| facts.party_count < minimum) {
        let reason = text(
            "så många partner och kommuner som utlysningen eller dess program kräver (minimumPartners)",
            "as many partners and municipalities as the call or its programme asks for (minimumPartners)",
        );
        // Both lists hold parties: neither shrinks while they are too few.
        for pointer in ["/partnerIds", "/municipalityCodes"] {
            missing.push(Missing { pointer, reason, rule: Some("L65.1") });
        }
    }
}

/// The endpoints of project ideas.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
