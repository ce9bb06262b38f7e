//! Cooperation agreements: the board approves them and decides on notice (G2); signing is separate, and data. When one is in
//! force, until when notice can be given and by when a decision is needed is computed.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike as _, NaiveDate};
use diesel::QueryResult;
use serde_json::Value;

use crate::cooperation::partners::{self, Partner};
use crate::cooperation::terms::{Calendar, DecisionDay};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{Fault, FaultCode, Missing};
use crate::governance::decisions::DecisionKind;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::planning::activities;
use crate::register::lifecycle::BACK_TO_DRAFT;
use crate::register::rules::{check_order, check_period, check_rough_start, check_unique};
use crate::register::{
    Door, Entry, Erased, Lifecycle, Names, Nothing, Operation, Record, Reference, Register, Settled, Transition,
    Warning, WarningCode, references,
};
use crate::strategy::framework_elements;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{Message, text};

mod api;
mod days;
mod dto;
mod store;
mod terms;

pub use days::{LastDay, last_days};
pub use dto::{
    AgreementKind, AgreementRelation, CooperationAgreementComputed, CooperationAgreementFilter, CooperationAgreementIn,
    CooperationAgreementKept, FocusArea, Gap, Obligation, Signatory,
};
pub use store::{all, ending};
pub use terms::in_force_on;

/// The register of cooperation agreements.
#[derive(Clone, Debug, PartialEq)]
pub struct CooperationAgreement;

crate::code_list! {
    /// The states of a cooperation agreement.
    pub enum AgreementState "agreement-states" ("Avtalets tillstånd", "States of an agreement") {
        Draft = "draft" ("Utkast", "Draft"),
        Proposed = "proposed" ("Föreslaget", "Proposed"),
        Approved = "approved" ("Godkänt", "Approved"),
        Signed = "signed" ("Undertecknat", "Signed"),
        NoticeGiven = "notice_given" ("Uppsagt", "Notice given"),
        Terminated = "terminated" ("Avslutat", "Terminated"),
    }
}

/// Proposed by the coordination unit, approved by the board, signed off by the coordination unit or the registrar; ended
/// by notice that the board decides on, or by its last day.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: AgreementState::LIST,
    initial: "draft",
    deletable: &["draft"],
    transitions: &[
        Transition::new(&["draft"], "proposed", text("Föreslå", "Propose")).through(Door::Editor),
        Transition::new(&["proposed"], "draft", text("Ta tillbaka", "Take back")).through(Door::Editor),
        Transition::new(&["proposed"], "approved", text("Godkänn", "Approve"))
            .through(Door::Decision(DecisionKind::ApproveAgreement))
            .or(BACK_TO_DRAFT),
        Transition::new(&["approved"], "signed", text("Anteckna undertecknandet", "Sign off")).taking(&[
            "signedOn",
            "signedOnPrecision",
            "signatories",
        ]),
        Transition::new(&["signed"], "notice_given", text("Säg upp", "Give notice"))
            .through(Door::Decision(DecisionKind::TerminateAgreement)),
        Transition::new(&["notice_given"], "terminated", text("Avsluta", "End")).through(Door::Editor),
    ],
};

/// What the decision was about. Obligations are ticked off, and signing comes after it.
const APPROVED: Settled = Settled { fields: SETTLED.split_at(SETTLED.len() - 3).0, rule: "G2" };

/// And what was signed: from its day on the agreement is in force.
const SIGNED: Settled = Settled { fields: SETTLED, rule: "G2" };

/// What is settled, signing last.
const SETTLED: &[&str] = &[
    "title",
    "kind",
    "partnerIds",
    "masterId",
    "relation",
    "validFrom",
    "validFromPrecision",
    "validTo",
    "validToPrecision",
    "openEnded",
    "noticeMonths",
    "focusAreas",
    "signedOn",
    "signedOnPrecision",
    "signatories",
];

impl Register for CooperationAgreement {
    const TYPE: &'static str = "cooperation_agreement";
    const PATH: &'static str = "cooperation-agreements";
    const NAMES: Names = Names {
        schema: "CooperationAgreement",
        one: "cooperation agreement",
        many: "cooperation agreements",
        title: text("Samarbetsavtal", "Cooperation agreements"),
    };
    const ABOUT: &'static str = "An agreement of the region with one or more partners. It is approved, and notice is given, by a decision alone.";
    const FORMAT: i32 = 2;
    const OPERATIONS: &'static [Operation] = Operation::ALL;
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);
    const WARNINGS: &'static [WarningCode] = &[WarningCode::PartnerEnded, WarningCode::Gap, WarningCode::Dormant];
    const HAS_PERIOD: bool = true;

    type Content = CooperationAgreementIn;
    type Kept = CooperationAgreementKept;
    type Computed = CooperationAgreementComputed;
    type Facts = Nothing;
    type Filter = CooperationAgreementFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.title.clone()
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "partners",
                target: &Erased::<Partner>::NEW,
                ids: |record| references::pointers("/partnerIds/{}", record.content.partner_ids.iter().copied()),
            },
            Reference {
                name: "master",
                target: &Erased::<Self>::NEW,
                ids: |record| references::pointers("/masterId", record.content.master_id),
            },
            Reference {
                name: "strategyAreas",
                target: &Erased::<StrategyArea>::NEW,
                ids: |record| {
                    references::pointers("/strategyAreaIds/{}", record.content.strategy_area_ids.iter().copied())
                },
            },
        ]
    }

    fn normalise(content: &mut CooperationAgreementIn) {
        crate::register::rules::say_precision(content.valid_from, &mut content.valid_from_precision);
        crate::register::rules::say_precision(content.valid_to, &mut content.valid_to_precision);
        crate::register::rules::say_precision(content.signed_on, &mut content.signed_on_precision);
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let agreement = &record.content;
        check_period(
            (agreement.valid_from, agreement.valid_from_precision),
            (agreement.valid_to, agreement.valid_to_precision),
            faults,
        );
        if let Some(signed_on) = agreement.signed_on {
            let signed = (signed_on, agreement.signed_on_precision);
            check_rough_start("/signedOnPrecision", "/signedOn", signed, faults);
        }
        if agreement.open_ended && agreement.valid_to.is_some() {
            let reason =
                text("ett avtal med slutdag löper inte tills vidare", "an agreement with a last day is not open-ended");
            faults.push(Fault::rule("/openEnded", "R-32", reason));
        }
        if (agreement.relation == AgreementRelation::Original) != agreement.master_id.is_none() {
            let reason = text(
                "tillägg och förnyelser anger det ursprungliga avtalet, och bara de",
                "amendments and renewals name the original agreement, and only they",
            );
            faults.push(Fault::rule("/masterId", "R-33", reason));
        }
        for (place, obligation) in agreement.obligations.iter().enumerate() {
            // What was done late was due before; what was done before the agreement was there is a slip.
            let pointer = format!("/obligations/{place}/doneOn");
            check_order(agreement.valid_from, obligation.done_on, &pointer, faults);
        }
        check_unique("/partnerIds", agreement.partner_ids.iter(), faults);
        check_unique("/focusAreas", agreement.focus_areas.iter(), faults);
        check_unique("/strategyAreaIds", agreement.strategy_area_ids.iter(), faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        store::check_chain(tx.conn()?, after, faults)?;
        framework_elements::check(tx, before, after, |agreement| &agreement.framework_links, faults)
    }

    /// Format 1 named framework elements by their codes alone.
    fn upgrade(format: i32, snapshot: Value) -> Value {
        if format < 2 { framework_elements::lift_links(snapshot) } else { snapshot }
    }

    fn missing(record: &Record<Self>, _facts: &Nothing, state: &str) -> Vec<Missing> {
        let agreement = &record.content;
        let mut missing = Vec::new();
        if state == AgreementState::Draft.as_str() {
            return missing;
        }
        let mut lacks = |pointer, rule, reason| missing.push(Missing { pointer, reason, rule: Some(rule) });
        if agreement.partner_ids.is_empty() {
            lacks("/partnerIds", "R-32", text("minst en part utöver regionen", "at least one party beside the region"));
        }
        if !agreement.open_ended && agreement.valid_to.is_none() {
            let reason = text("en sista dag, eller openEnded", "a last day, or openEnded");
            lacks("/validTo", "R-32", reason);
        }
        if ["signed", "notice_given", "terminated"].contains(&state) {
            if agreement.signed_on.is_none() {
                lacks("/signedOn", "G2", text("dagen för undertecknandet", "the day of signing"));
            }
            if agreement.signatories.is_empty() {
                lacks("/signatories", "G2", text("minst en undertecknare", "at least one signatory"));
            }
        }
        missing.extend(framework_elements::missing_link(&agreement.strategy_area_ids, &agreement.framework_links));
        missing
    }

    fn settled(record: &Record<Self>) -> Option<&'static Settled> {
        record.kept.approved_on?;
        if record.meta.state.as_deref() == Some("approved") { Some(&APPROVED) } else { Some(&SIGNED) }
    }

    fn entered(record: &mut Record<Self>, _facts: &Nothing, entry: Entry, faults: &mut Vec<Fault>) {
        let on = entry.on;
        let kept = &mut record.kept;
        match record.meta.state.as_deref() {
            Some("approved") => {
                if record.content.valid_to.is_some_and(|end| end < on) {
                    let reason = text("avtalets sista dag är redan passerad", "the last day of the agreement is past");
                    faults.push(Fault::rule("/decidedOn", "G2", reason));
                }
                kept.approved_on = Some(on);
            }
            Some("signed") if record.content.signed_on.is_some_and(|signed| signed > on) => {
                let reason = text("ligger i framtiden", "lies in the future");
                faults.push(Fault::body("/signedOn", FaultCode::Rule, reason));
            }
            Some("notice_given") => {
                if kept.approved_on.is_some_and(|approved| on < approved) {
                    let reason = text("ligger före godkännandet av avtalet", "is before the agreement was approved");
                    faults.push(Fault::rule("/decidedOn", "G2", reason));
                }
                kept.notice_given_on = Some(on);
            }
            Some("terminated") => {
                if let Some(end) = terms::end_by_notice(&record.content, kept).filter(|end| *end > on) {
                    let reason = Message::new(
                        format!("uppsägningstiden löper till {end}"),
                        format!("the time of notice runs until {end}"),
                    );
                    faults.push(Fault { rule: Some("G2"), ..Fault::body("/to", FaultCode::Rule, reason) });
                }
                kept.terminated_on = Some(on);
            }
            _ => {}
        }
    }

    fn compute(
        conn: &mut Conn,
        records: &[Record<Self>],
        _facts: &[Self::Facts],
        today: NaiveDate,
    ) -> QueryResult<Vec<CooperationAgreementComputed>> {
        let chains = store::chains(conn, records)?;
        let lasts = records.iter().filter_map(terms::decision_basis);
        let calendar = Calendar::read(conn, DecisionKind::TerminateAgreement, lasts)?;
        let in_force: Vec<Id<Partner>> = records
            .iter()
            .filter(|record| terms::is_in_force(record, today))
            .flat_map(|record| record.content.partner_ids.iter().copied())
            .collect();
        let active = activities::partners_in(conn, &in_force, today.year())?;
        Ok(records.iter().map(|record| compute_one(record, today, &chains, &calendar, &active)).collect())
    }

    fn warnings(
        conn: &mut Conn,
        records: &[Record<Self>],
        computed: &[CooperationAgreementComputed],
        today: NaiveDate,
    ) -> QueryResult<Vec<Vec<Warning>>> {
        // What is over needs no successor.
        let alive = |record: &Record<Self>, computed: &CooperationAgreementComputed| {
            !computed.expired && record.meta.state.as_deref() != Some("terminated")
        };
        let parties: Vec<Id<Partner>> = records
            .iter()
            .zip(computed)
            .filter(|(record, computed)| alive(record, computed))
            .flat_map(|(record, _)| record.content.partner_ids.iter().copied())
            .collect();
        let endings = partners::endings(conn, &parties, today)?;
        let of = |(record, computed): (&Record<Self>, &CooperationAgreementComputed)| {
            let mut warnings = Vec::new();
            if alive(record, computed) {
                let ended = record.content.partner_ids.iter().filter_map(|id| endings.get(id));
                warnings.extend(ended.map(|ending| Warning::new(WarningCode::PartnerEnded, ending.message())));
            }
            warnings.extend(computed.gap.map(terms::gap_warning));
            if computed.dormant {
                let message = text(
                    "Ingen aktivitet i år med någon av parterna.",
                    "No activity this year with any of the parties.",
                );
                warnings.push(Warning::new(WarningCode::Dormant, message));
            }
            warnings
        };
        Ok(records.iter().zip(computed).map(of).collect())
    }
}

fn compute_one(
    record: &Record<CooperationAgreement>,
    today: NaiveDate,
    chains: &HashMap<Id<CooperationAgreement>, Vec<terms::Link>>,
    calendar: &Calendar,
    active: &HashSet<Id<Partner>>,
) -> CooperationAgreementComputed {
    let chain = chains.get(&terms::master(record)).map(Vec::as_slice).unwrap_or_default();
    let term = terms::of(record);
    let in_force = terms::is_in_force(record, today);
    let is_terminated = record.meta.state.as_deref() == Some("terminated");
    let is_signed = record.content.signed_on.is_some() && record.kept.approved_on.is_some();
    // Signed too late, it never was in force.
    let is_over = term.map_or_else(
        || is_signed && record.content.valid_to.is_some_and(|end| end < today),
        |term| term.is_over(today),
    );
    let expired = is_over && !is_terminated;
    let renewed_by_id = terms::renewal(record, chain);
    let undecided = !expired && renewed_by_id.is_none();
    let needed = terms::decision_basis(record).filter(|_| undecided).map(|last| calendar.decision_day(last, today));
    CooperationAgreementComputed {
        in_force,
        in_force_from: term.map(|term| term.from),
        in_force_to: term.and_then(|term| term.to),
        expired,
        last_notice_day: terms::last_notice(record),
        decision_needed_by: needed.map(|DecisionDay { on, .. }| on),
        decision_needed_by_basis: needed.map(|DecisionDay { basis, .. }| basis),
        renewed_by_id,
        gap: terms::gap(record, chain),
        dormant: in_force && !record.content.partner_ids.iter().any(|id| active.contains(id)),
    }
}

/// The endpoints of cooperation agreements.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
