//! Partners: regions, authorities, universities, clusters, companies and networks that the region works with.
//!
//! A partner is identified, assessed, and may become strategic when it contributes to a strategy area. Twin
//! regions stand apart from the strategic alliances (D1). A partner that is succeeded by another keeps its history
//!

use chrono::NaiveDate;
use diesel::QueryResult;

use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{Fault, Missing};
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::identity::caller::Caller;
use crate::journal::Tx;
use crate::reference::{countries, municipalities};
use crate::register::rules::{OrganisationNumber, check_period, check_unique, nuts_country};
use crate::register::{
    Erased, Lifecycle, Names, Nothing, Operation, Record, Reference, Register, Transition, references,
};
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::text;

mod api;
mod dto;
mod merge;
mod named;
mod store;
mod strategic;
mod twins;

pub use dto::{
    AreaLink, Contact, Contribution, PartnerComputed, PartnerFilter, PartnerIn, PartnerKept, PartnerKind,
    PartnershipKind,
};
pub use merge::MergeIn;
pub use named::{Ending, endings, names_and_kinds, strategic_of};
pub use store::{Tally, find_named, tally};
pub use strategic::{Contributing, Named, contributing, last_contacts, of_state};
pub use twins::{TwinRegion, TwinRegions, twin_regions};

/// The register of partners.
#[derive(Clone, Debug, PartialEq)]
pub struct Partner;

crate::code_list! {
    /// The states of a partner.
    pub enum PartnerState "partner-states" ("Partnerns tillstånd", "States of a partner") {
        Identified = "identified" ("Identifierad", "Identified"),
        Assessed = "assessed" ("Bedömd", "Assessed"),
        Strategic = "strategic" ("Strategisk", "Strategic"),
        Dormant = "dormant" ("Vilande", "Dormant"),
        Ended = "ended" ("Avslutad", "Ended"),
    }
}

/// identified, assessed, strategic; strategic and dormant; ended from anywhere.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: PartnerState::LIST,
    initial: "identified",
    deletable: &["identified"],
    transitions: &[
        Transition::new(&["identified"], "assessed", text("Bedöm", "Assess")),
        Transition::new(&["assessed", "dormant"], "strategic", text("Gör strategisk", "Make strategic")),
        Transition::new(&["strategic"], "dormant", text("Lägg vilande", "Make dormant")),
        Transition::new(&["identified", "assessed", "strategic", "dormant"], "ended", text("Avsluta", "End")),
    ],
};

impl Register for Partner {
    const TYPE: &'static str = "partner";
    const FORMAT: i32 = 2;
    const PATH: &'static str = "partners";
    const NAMES: Names =
        Names { schema: "Partner", one: "partner", many: "partners", title: text("Partner", "Partners") };
    const ABOUT: &'static str =
        "Someone the region works with: a region, authority, university, cluster, company, network.";
    const OPERATIONS: &'static [Operation] = Operation::ALL;
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);
    const HAS_PERIOD: bool = true;

    type Content = PartnerIn;
    type Kept = PartnerKept;
    type Computed = PartnerComputed;
    type Facts = Nothing;
    type Filter = PartnerFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.name.clone()
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "strategyAreas",
                target: &Erased::<StrategyArea>::NEW,
                ids: |record| {
                    references::pointers(
                        "/strategyAreas/{}/id",
                        record.content.strategy_areas.iter().map(|link| link.id),
                    )
                },
            },
            Reference {
                name: "predecessors",
                target: &Erased::<Self>::NEW,
                ids: |record| {
                    references::pointers("/predecessorIds/{}", record.content.predecessor_ids.iter().copied())
                },
            },
            Reference {
                name: "mergedInto",
                target: &Erased::<Self>::NEW,
                ids: |record| references::pointers("/mergedIntoId", record.kept.merged_into_id),
            },
            Reference {
                name: "createdByUnit",
                target: &Erased::<Unit>::NEW,
                ids: |record| references::pointers("/createdByUnitId", record.kept.created_by_unit_id),
            },
        ]
    }

    fn owner(record: &Record<Self>) -> Option<Id<Unit>> {
        record.kept.created_by_unit_id
    }

    fn prepare(_tx: &mut Tx<'_>, record: &mut Record<Self>, caller: &Caller) -> QueryResult<()> {
        record.kept.created_by_unit_id = caller.unit_id;
        Ok(())
    }

    fn normalise(content: &mut PartnerIn) {
        if let Some(number) = content.organisation_number.as_deref().and_then(OrganisationNumber::read) {
            content.organisation_number = Some(number.printed());
        }
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let partner = &record.content;
        check_period(
            (partner.valid_from, partner.valid_from_precision),
            (partner.valid_to, partner.valid_to_precision),
            faults,
        );
        check_place(partner, faults);
        let twin = partner.partnership_kind == PartnershipKind::TwinRegion;
        if twin && partner.alliance {
            faults.push(Fault::rule(
                "/alliance",
                "D1",
                text(
                    "en vänregion räknas inte som strategisk allians",
                    "a twin region does not count as a strategic alliance",
                ),
            ));
        }
        if record.kept.merged_into_id.is_some() && !record.meta.archived {
            let reason = text("har gått upp i en annan partner", "has become part of another partner");
            faults.push(Fault::body("/archived", crate::error::FaultCode::Rule, reason));
        }
        if partner.predecessor_ids.contains(&record.meta.id) {
            faults.push(Fault::rule(
                "/predecessorIds",
                "R-31",
                text("en partner efterträder inte sig själv", "a partner does not succeed itself"),
            ));
        }
        check_unique("/strategyAreas", partner.strategy_areas.iter().map(|link| link.id), faults);
        check_unique("/predecessorIds", partner.predecessor_ids.iter().copied(), faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        _before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        store::check_name(tx.conn()?, after, faults)?;
        let code = after.content.municipality_code.as_deref();
        municipalities::check(tx, code.into_iter().map(|code| ("/municipalityCode".to_owned(), code)), faults)?;
        store::check_succession(tx.conn()?, after, faults)
    }

    fn missing(record: &Record<Self>, _facts: &Nothing, state: &str) -> Vec<Missing> {
        let partner = &record.content;
        let mut missing = Vec::new();
        if state == PartnerState::Strategic.as_str() {
            if partner.strategy_areas.is_empty() {
                missing.push(Missing {
                    pointer: "/strategyAreas",
                    reason: text(
                        "minst ett strategiområde med bidrag",
                        "at least one strategy area with its contribution",
                    ),
                    rule: Some("R-30"),
                });
            }
            if partner.partnership_kind == PartnershipKind::TwinRegion && partner.exception_reason.is_none() {
                missing.push(Missing {
                    pointer: "/exceptionReason",
                    reason: text(
                        "ett skäl till att en vänregion är strategisk",
                        "a reason why a twin region is strategic",
                    ),
                    rule: Some("D1"),
                });
            }
        }
        missing
    }

    fn compute(
        conn: &mut Conn,
        records: &[Record<Self>],
        _facts: &[Self::Facts],
        today: NaiveDate,
    ) -> QueryResult<Vec<PartnerComputed>> {
        store::compute(conn, records, today)
    }
}

/// Where a partner is: numbers and codes that belong to its country.
fn check_place(partner: &PartnerIn, faults: &mut Vec<Fault>) {
    let country = partner.country.as_deref();
    if let Some(number) = partner.organisation_number.as_deref().and_then(OrganisationNumber::read)
        && country != Some(number.country())
    {
        faults.push(Fault::body(
            "/organisationNumber",
            crate::error::FaultCode::Rule,
            text(
                "numret har ett annat lands form än country; utländska nummer anges i foreignId",
                "the number has the form of another country than `country`; foreign numbers belong in foreignId",
            ),
        ));
    }
    if let Some(code) = partner.nuts_code.as_deref()
        && country.is_some()
        && nuts_country(code) != country
    {
        faults.push(Fault::body(
            "/nutsCode",
            crate::error::FaultCode::Rule,
            text("koden hör till ett annat land än country", "the code belongs to another country than `country`"),
        ));
    }
    if partner.nuts_code.as_deref().and_then(nuts_country).is_some_and(|country| !countries::is_known(country)) {
        faults.push(Fault::body(
            "/nutsCode",
            crate::error::FaultCode::UnknownCode,
            text("koden börjar inte med ett land", "the code does not begin with a country"),
        ));
    }
    if partner.nuts_code.is_some() != partner.nuts_version.is_some() {
        faults.push(Fault::body(
            "/nutsVersion",
            crate::error::FaultCode::Rule,
            text("nutsCode och nutsVersion anges tillsammans", "nutsCode and nutsVersion are given together"),
        ));
    }
    if partner.municipality_code.is_some() && country != Some("SE") {
        faults.push(Fault::body(
            "/municipalityCode",
            crate::error::FaultCode::Rule,
            text("en kommunkod förutsätter att country är SE", "a municipality code needs the country SE"),
        ));
    }
}

/// The endpoints of partners.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
