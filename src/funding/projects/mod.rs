//! Projects: what the region does with chosen partners, and the money in it. What sources state is kept as they state it;
//! what follows from it, such as the leverage of the region's own money, is computed.

use chrono::NaiveDate;
use diesel::QueryResult;

use crate::cooperation::partners::Partner;
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{Fault, FaultCode, Missing};
use crate::funding::calls::Call;
use crate::funding::funding_programmes::FundingProgramme;
use crate::funding::project_ideas::ProjectIdea;
use crate::governance::decisions::Decision;
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::planning::activities;
use crate::reference::municipalities;
use crate::register::rules::{check_period_at, check_rough_start, check_unique, is_changed, say_precision};
use crate::register::{
    Erased, Lifecycle, Names, Nothing, Operation, Owner, Record, Reference, Register, Transition, Warning, WarningCode,
    references,
};
use crate::strategy::framework_elements;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{Text, text};

mod api;
mod counted;
mod dto;
mod figures;
mod leverage;
mod money;
mod store;
mod taking_part;
mod warnings;

pub use counted::{Counted, areas_of_years, counted, region_own_of_years};
pub use dto::{
    ExchangeRate, FundingKind, FundingLine, MoneyBasis, Participation, ParticipationRole, ProjectComputed,
    ProjectFilter, ProjectIn, StatedTotal, ValueKind,
};
pub use leverage::{Figures, Leverage, ratio, reported};
pub use taking_part::{Roles, TakingPart, count_by_call, municipal_money_of_years, roles_of_years, taking_part};

/// The register of projects.
#[derive(Clone, Debug, PartialEq)]
pub struct Project;

crate::code_list! {
    /// The states of a project.
    pub enum ProjectState "project-states" ("Projektets tillstånd", "States of a project") {
        Idea = "idea" ("Idé", "Idea"),
        Applied = "applied" ("Sökt", "Applied"),
        Granted = "granted" ("Beviljat", "Granted"),
        Running = "running" ("Pågår", "Running"),
        Closed = "closed" ("Avslutat", "Closed"),
        Rejected = "rejected" ("Avslaget", "Rejected"),
        Withdrawn = "withdrawn" ("Tillbakadraget", "Withdrawn"),
    }
}

/// What a state of a project asks of others.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProjectFacts {
    /// An activity that rests on it is to be done or goes on.
    has_open_activity: bool,
    /// The day on which it is asked.
    today: Option<NaiveDate>,
}

/// Applied for, granted, run and closed; or rejected, or withdrawn.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: ProjectState::LIST,
    initial: "idea",
    deletable: &["idea"],
    transitions: &[
        Transition::new(&["idea"], "applied", text("Sök", "Apply")),
        Transition::new(&["applied"], "granted", text("Beviljas", "Is granted")).taking(&DECIDED),
        Transition::new(&["applied"], "rejected", text("Avslås", "Is rejected")).taking(&DECIDED),
        Transition::new(&["applied", "granted"], "withdrawn", text("Dra tillbaka", "Withdraw")).with_reason(),
        Transition::new(&["granted"], "running", text("Starta", "Start")),
        Transition::new(&["running"], "closed", text("Avsluta", "Close")).taking(&["results"]),
        Transition::new(&["closed"], "running", text("Öppna igen", "Reopen")).with_reason(),
    ],
};

/// What a decision on an application tells.
const DECIDED: [&str; 2] = ["decidedOn", "decidedOnPrecision"];

impl Register for Project {
    const TYPE: &'static str = "project";
    const PATH: &'static str = "projects";
    const NAMES: Names =
        Names { schema: "Project", one: "project", many: "projects", title: text("Projekt", "Projects") };
    const ABOUT: &'static str = "What is done with chosen partners and money from several sources. Totals and lines are kept as their sources state them, and need not add up; the leverage of the region's own money is computed from them (R-27).";
    const OPERATIONS: &'static [Operation] = Operation::ALL;
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);
    const HAS_PERIOD: bool = true;
    const WARNINGS: &'static [WarningCode] = &[
        WarningCode::NoStrategicPartner,
        WarningCode::LinesDiffer,
        WarningCode::TotalsDiffer,
        WarningCode::WithoutYear,
    ];
    const OWNER: Option<Owner<Self>> =
        Some(Owner { of: |content| content.owner_unit_id, field: |content| &mut content.owner_unit_id });

    type Content = ProjectIn;
    type Kept = Nothing;
    type Computed = ProjectComputed;
    type Facts = ProjectFacts;
    type Filter = ProjectFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.name.clone()
    }

    fn references() -> &'static [Reference<Self>] {
        REFERENCES
    }

    fn normalise(content: &mut ProjectIn) {
        say_precision(content.starts_on, &mut content.starts_on_precision);
        say_precision(content.ends_on, &mut content.ends_on_precision);
        say_precision(content.decided_on, &mut content.decided_on_precision);
        money::normalise(content);
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let project = &record.content;
        check_period_at(
            ("/startsOn", project.starts_on, project.starts_on_precision),
            ("/endsOn", project.ends_on, project.ends_on_precision),
            faults,
        );
        if let Some(decided_on) = project.decided_on {
            let decided = (decided_on, project.decided_on_precision);
            check_rough_start("/decidedOnPrecision", "/decidedOn", decided, faults);
        }
        money::check(project, faults);
        check_unique("/participations", project.participations.iter(), faults);
        check_unique("/decisionIds", project.decision_ids.iter(), faults);
        check_unique("/strategyAreaIds", project.strategy_area_ids.iter(), faults);
        check_unique("/municipalityCodes", project.municipality_codes.iter(), faults);
        check_unique("/valueKinds", project.value_kinds.iter(), faults);
        check_unique("/sustainability", project.sustainability.iter(), faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let project = &after.content;
        municipalities::check_listed(tx, before, after, |project| &project.municipality_codes, faults)?;
        if is_changed(before, after, |project| &project.funding_lines) {
            municipalities::check(tx, money::municipalities(project), faults)?;
        }
        framework_elements::check(tx, before, after, |project| &project.framework_links, faults)?;
        let place = |project: &ProjectIn| (project.call_id, project.funding_programme_id);
        if before.is_some_and(|before| place(&before.content) == place(project)) {
            return Ok(());
        }
        store::check_call(tx.conn()?, after, faults)
    }

    fn facts(conn: &mut Conn, records: &[Record<Self>], today: NaiveDate) -> QueryResult<Vec<ProjectFacts>> {
        let ids: Vec<Id<Self>> = records.iter().map(|record| record.meta.id).collect();
        let open = activities::projects_with_open(conn, &ids)?;
        let of = |id| ProjectFacts { has_open_activity: open.contains(id), today: Some(today) };
        Ok(ids.iter().map(of).collect())
    }

    fn missing(record: &Record<Self>, facts: &ProjectFacts, state: &str) -> Vec<Missing> {
        asked(&record.content, *facts, state)
            .into_iter()
            .filter(|(_, is_there, ..)| !is_there)
            .map(|(pointer, _, reason, rule)| Missing { pointer, reason, rule })
            .collect()
    }

    fn index(tx: &mut Tx<'_>, record: &Record<Self>) -> QueryResult<()> {
        figures::index(tx.conn()?, record)
    }

    fn compute(
        _conn: &mut Conn,
        records: &[Record<Self>],
        _facts: &[Self::Facts],
        _today: NaiveDate,
    ) -> QueryResult<Vec<ProjectComputed>> {
        Ok(records.iter().map(|record| ProjectComputed::of(&record.content)).collect())
    }

    fn warnings(
        conn: &mut Conn,
        records: &[Record<Self>],
        computed: &[ProjectComputed],
        _today: NaiveDate,
    ) -> QueryResult<Vec<Vec<Warning>>> {
        warnings::of(conn, records, computed)
    }
}

/// Where projects lead.
const REFERENCES: &[Reference<Project>] = &[
    Reference {
        name: "fundingProgramme",
        target: &Erased::<FundingProgramme>::NEW,
        ids: |record| references::pointers("/fundingProgrammeId", record.content.funding_programme_id),
    },
    Reference {
        name: "call",
        target: &Erased::<Call>::NEW,
        ids: |record| references::pointers("/callId", record.content.call_id),
    },
    Reference {
        name: "projectIdea",
        target: &Erased::<ProjectIdea>::NEW,
        ids: |record| references::pointers("/projectIdeaId", record.content.project_idea_id),
    },
    Reference {
        name: "partners",
        target: &Erased::<Partner>::NEW,
        ids: |record| {
            let partners = record.content.participations.iter().map(|one| one.partner_id);
            references::pointers("/participations/{}/partnerId", partners)
        },
    },
    Reference { name: "financiers", target: &Erased::<Partner>::NEW, ids: money::financiers },
    Reference {
        name: "decisions",
        target: &Erased::<Decision>::NEW,
        ids: |record| references::pointers("/decisionIds/{}", record.content.decision_ids.iter().copied()),
    },
    Reference {
        name: "strategyAreas",
        target: &Erased::<StrategyArea>::NEW,
        ids: |record| references::pointers("/strategyAreaIds/{}", record.content.strategy_area_ids.iter().copied()),
    },
    Reference {
        name: "ownerUnit",
        target: &Erased::<Unit>::NEW,
        ids: |record| references::pointers("/ownerUnitId", record.content.owner_unit_id),
    },
];

impl Project {
    /// Whether it is applied for, granted or running: then its partners should be chosen ones (W1).
    fn is_live(record: &Record<Self>) -> bool {
        matches!(record.meta.state.as_deref(), Some("applied" | "granted" | "running"))
    }
}

impl ProjectComputed {
    fn of(project: &ProjectIn) -> Self {
        let Some(figures) = Figures::of(project) else { return Self::default() };
        Self { leverage: figures.leverage(), difference: money::difference(&figures) }
    }
}

/// The states of what was decided on.
const DECIDED_STATES: [&str; 4] = ["granted", "running", "closed", "rejected"];

/// What a state asks for: where, whether it is there, in words, and the rule.
fn asked(
    project: &ProjectIn,
    facts: ProjectFacts,
    state: &str,
) -> Vec<(&'static str, bool, Text, Option<&'static str>)> {
    let mut asked = Vec::new();
    if state != "idea" {
        let serves = !project.strategy_area_ids.is_empty() || !project.framework_links.is_empty();
        let reason = text("ett strategiområde eller en länk till ett ramverk", "a strategy area or a framework link");
        asked.push(("/strategyAreaIds", serves, reason, Some("R-05")));
        let reason = text("minst en som deltar", "at least one that takes part");
        asked.push(("/participations", !project.participations.is_empty(), reason, None));
    }
    if ["granted", "running", "closed"].contains(&state) {
        let has_money = !project.stated_totals.is_empty() || !project.funding_lines.is_empty();
        let reason = text("en total eller en finansieringsrad", "a total or a funding line");
        asked.push(("/statedTotals", has_money, reason, Some("R-24")));
    }
    if DECIDED_STATES.contains(&state) {
        let is_past = project.decided_on.zip(facts.today).is_none_or(|(decided_on, today)| decided_on <= today);
        let reason = text("en dag som inte ligger i framtiden", "a day that does not lie in the future");
        asked.push(("/decidedOn", is_past, reason, None));
    }
    if ["running", "closed"].contains(&state) {
        asked.push(("/startsOn", project.starts_on.is_some(), text("en första dag", "a first day"), None));
    }
    if state == "closed" {
        asked.push(("/endsOn", project.ends_on.is_some(), text("en sista dag", "a last day"), None));
        let reason = text(
            "att aktiviteterna som vilar på projektet är genomförda eller inställda",
            "that the activities which rest on the project are completed or cancelled",
        );
        asked.push(("", !facts.has_open_activity, reason, None));
    }
    asked
}

/// The endpoints of projects.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
