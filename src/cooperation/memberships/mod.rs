//! Memberships in international organisations: the board decides on joining and leaving (G3). The region also takes part
//! through others, and its municipalities on their own: those are listed, and need no decision here.

use chrono::{Datelike as _, NaiveDate};
use diesel::QueryResult;
use serde_json::Value;

use crate::cooperation::benefit_reviews;
use crate::cooperation::partners::{self, Partner, PartnerKind};
use crate::cooperation::terms::{Calendar, DecisionDay, Term};
use crate::db::Conn;
use crate::error::{Fault, FaultCode, Missing};
use crate::governance::decisions::{DecisionKind, DecisionOutcome};
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::rules::{check_period_at, check_unique, say_precision};
use crate::register::{
    Door, Entry, Erased, Lifecycle, Names, Nothing, Operation, Record, Reference, Register, Settled, Transition,
    Warning, WarningCode, references,
};
use crate::strategy::framework_elements;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{Message, text};

mod api;
mod dto;
mod store;
mod terms;

pub use dto::{MembershipComputed, MembershipFilter, MembershipIn, MembershipKept, MembershipLevel};
pub use store::{all, ending, going_on, in_force_on, term_of, titles_by_year};

/// The register of memberships.
#[derive(Clone, Debug, PartialEq)]
pub struct Membership;

crate::code_list! {
    /// The states of a membership.
    pub enum MembershipState "membership-states" ("Medlemskapets tillstånd", "States of a membership") {
        Proposed = "proposed" ("Föreslaget", "Proposed"),
        Approved = "approved" ("Godkänt", "Approved"),
        Active = "active" ("Aktivt", "Active"),
        NoticeGiven = "notice_given" ("Uppsagt", "Notice given"),
        Ended = "ended" ("Avslutat", "Ended"),
        Withdrawn = "withdrawn" ("Återtaget", "Withdrawn"),
    }
}

/// Proposed by the coordination unit, approved by the board, begun when the organisation has agreed. What is not the
/// region's own begins and ends without a gate.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: MembershipState::LIST,
    initial: "proposed",
    deletable: &[],
    transitions: &[
        Transition::new(&["proposed"], "approved", text("Godkänn", "Approve"))
            .through(Door::Decision(DecisionKind::JoinMembership))
            .or(&[(DecisionOutcome::Rejected, "withdrawn")]),
        Transition::new(&["proposed"], "withdrawn", text("Återta", "Withdraw")).with_reason(),
        Transition::new(&["proposed", "approved"], "active", text("Inled", "Begin"))
            .taking(&["startsOn", "startsOnPrecision"]),
        Transition::new(&["active"], "notice_given", text("Säg upp", "Give notice"))
            .through(Door::Decision(DecisionKind::LeaveMembership)),
        Transition::new(&["active", "notice_given"], "ended", text("Avsluta", "End"))
            .taking(&["endsOn", "endsOnPrecision"]),
    ],
};

/// What the decision was about.
const APPROVED: Settled = Settled { fields: SETTLED.split_at(SETTLED.len() - 2).0, rule: "G3" };

/// And when it began. Its last day comes with the transition that ends it.
const BEGUN: Settled = Settled { fields: SETTLED, rule: "G3" };

/// What is settled, the first day last.
const SETTLED: &[&str] = &[
    "organisationId",
    "memberId",
    "level",
    "viaOrganisationId",
    "purpose",
    "endsOn",
    "endsOnPrecision",
    "noticeMonths",
    "startsOn",
    "startsOnPrecision",
];

impl Register for Membership {
    const TYPE: &'static str = "membership";
    const PATH: &'static str = "memberships";
    const NAMES: Names = Names {
        schema: "Membership",
        one: "membership",
        many: "memberships",
        title: text("Medlemskap", "Memberships"),
    };
    const ABOUT: &'static str = "A membership in an international organisation. The region's own is joined and left by a decision alone; its fees, mandates and benefit reviews are registers of their own.";
    const FORMAT: i32 = 2;
    const OPERATIONS: &'static [Operation] = &[
        Operation::List,
        Operation::Create,
        Operation::Read,
        Operation::Edit,
        Operation::History,
        Operation::Transition,
    ];
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);
    const WARNINGS: &'static [WarningCode] = &[WarningCode::PartnerEnded, WarningCode::ReviewMissing];
    const HAS_PERIOD: bool = true;

    type Content = MembershipIn;
    type Kept = MembershipKept;
    type Computed = MembershipComputed;
    type Facts = Nothing;
    type Filter = MembershipFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.purpose.clone()
    }

    /// A membership is known by its organisation, and by who the member is if not the region.
    fn titles(conn: &mut Conn, records: &[Record<Self>]) -> QueryResult<Vec<String>> {
        let parties = |record: &Record<Self>| [Some(record.content.organisation_id), record.content.member_id];
        let names = partners::names_and_kinds(conn, records.iter().flat_map(parties).flatten())?;
        let name = |id| names.get(&id).map(|(name, _)| name.clone()).unwrap_or_default();
        let title = |record: &Record<Self>| match record.content.member_id {
            Some(member) => format!("{} ({})", name(record.content.organisation_id), name(member)),
            None => name(record.content.organisation_id),
        };
        Ok(records.iter().map(title).collect())
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "organisation",
                target: &Erased::<Partner>::NEW,
                ids: |record| references::pointers("/organisationId", Some(record.content.organisation_id)),
            },
            Reference {
                name: "member",
                target: &Erased::<Partner>::NEW,
                ids: |record| references::pointers("/memberId", record.content.member_id),
            },
            Reference {
                name: "viaOrganisation",
                target: &Erased::<Partner>::NEW,
                ids: |record| references::pointers("/viaOrganisationId", record.content.via_organisation_id),
            },
            Reference {
                name: "responsibleUnit",
                target: &Erased::<Unit>::NEW,
                ids: |record| references::pointers("/responsibleUnitId", record.content.responsible_unit_id),
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

    fn normalise(content: &mut MembershipIn) {
        say_precision(content.starts_on, &mut content.starts_on_precision);
        say_precision(content.ends_on, &mut content.ends_on_precision);
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let membership = &record.content;
        check_period_at(
            ("/startsOn", membership.starts_on, membership.starts_on_precision),
            ("/endsOn", membership.ends_on, membership.ends_on_precision),
            faults,
        );
        check_level(membership, faults);
        check_unique("/strategyAreaIds", membership.strategy_area_ids.iter(), faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let membership = &after.content;
        if membership.level == MembershipLevel::Municipal {
            let member = partners::names_and_kinds(tx.conn()?, membership.member_id)?;
            if member.values().any(|(_, kind)| *kind != PartnerKind::Municipality) {
                let reason = text("är ingen kommun", "is no municipality");
                faults.push(Fault::rule("/memberId", "R-35", reason));
            }
        }
        if before.is_none_or(|before| before.content.organisation_id != membership.organisation_id) {
            let organisation = partners::names_and_kinds(tx.conn()?, [membership.organisation_id])?;
            if organisation.values().any(|(_, kind)| !ORGANISATIONS.contains(kind)) {
                let reason = text(
                    "är ingen organisation att vara medlem i (network, border_committee, association, eu_body)",
                    "is no organisation to be a member of (network, border_committee, association, eu_body)",
                );
                faults.push(Fault::body("/organisationId", FaultCode::Rule, reason));
            }
        }
        store::check_overlap(tx.conn()?, after, faults)?;
        framework_elements::check(tx, before, after, |membership| &membership.framework_links, faults)
    }

    /// Format 1 named framework elements by their codes alone.
    fn upgrade(format: i32, snapshot: Value) -> Value {
        if format < 2 { framework_elements::lift_links(snapshot) } else { snapshot }
    }

    fn missing(record: &Record<Self>, _facts: &Nothing, state: &str) -> Vec<Missing> {
        let (membership, kept) = (&record.content, &record.kept);
        let is_own = membership.level == MembershipLevel::Direct;
        let begun = ["active", "notice_given", "ended"].contains(&state);
        let mut missing = Vec::new();
        let mut lacks = |pointer, rule, reason| missing.push(Missing { pointer, reason, rule: Some(rule) });
        if is_own && begun && kept.approved_on.is_none() {
            lacks("", "G3", text("ett beslut om att gå med", "a decision to join"));
        }
        if is_own && state == "ended" && kept.notice_given_on.is_none() {
            lacks("", "G3", text("ett beslut om att lämna", "a decision to leave"));
        }
        if begun && membership.starts_on.is_none() {
            lacks("/startsOn", "R-34", text("en första dag", "a first day"));
        }
        if state == "ended" && membership.ends_on.is_none() {
            lacks("/endsOn", "R-34", text("en sista dag", "a last day"));
        }
        if begun || state == "approved" {
            let link = framework_elements::missing_link(&membership.strategy_area_ids, &membership.framework_links);
            missing.extend(link);
        }
        missing
    }

    fn settled(record: &Record<Self>) -> Option<&'static Settled> {
        record.kept.approved_on?;
        if record.meta.state.as_deref() == Some("approved") { Some(&APPROVED) } else { Some(&BEGUN) }
    }

    fn entered(record: &mut Record<Self>, _facts: &Nothing, entry: Entry, faults: &mut Vec<Fault>) {
        let on = entry.on;
        let kept = &mut record.kept;
        match record.meta.state.as_deref() {
            Some("approved") => kept.approved_on = Some(on),
            Some("notice_given") => {
                if kept.approved_on.is_some_and(|approved| on < approved) {
                    let reason = text("ligger före beslutet att gå med", "is before the decision to join");
                    faults.push(Fault::rule("/decidedOn", "G3", reason));
                }
                kept.notice_given_on = Some(on);
            }
            Some("ended") => {
                // What a decision has ended ends after it, and is ended when it is over.
                let decided = record.content.ends_on.zip(kept.notice_given_on);
                if decided.is_some_and(|(end, given)| end < given || end > on) {
                    let reason = text(
                        "ligger före uppsägningen, eller i framtiden",
                        "is before notice was given, or lies in the future",
                    );
                    faults.push(Fault::rule("/endsOn", "R-34", reason));
                }
            }
            _ => {}
        }
    }

    fn compute(
        conn: &mut Conn,
        records: &[Record<Self>],
        _facts: &[Self::Facts],
        today: NaiveDate,
    ) -> QueryResult<Vec<MembershipComputed>> {
        let lasts = records.iter().filter_map(|record| terms::decision_basis(record, today));
        let calendar = Calendar::read(conn, DecisionKind::LeaveMembership, lasts)?;
        let of = |record: &Record<Self>| {
            let term = terms::of(record);
            let lapsed = record.meta.state.as_deref() == Some("active") && term.is_some_and(|term| term.is_over(today));
            let basis = terms::decision_basis(record, today).filter(|_| !lapsed);
            let needed = basis.map(|last| calendar.decision_day(last, today));
            MembershipComputed {
                in_force: term.is_some_and(|term| term.holds(today)),
                lapsed,
                last_notice_day: terms::last_notice(record, today),
                decision_needed_by: needed.map(|DecisionDay { on, .. }| on),
                decision_needed_by_basis: needed.map(|DecisionDay { basis, .. }| basis),
            }
        };
        Ok(records.iter().map(of).collect())
    }

    fn warnings(
        conn: &mut Conn,
        records: &[Record<Self>],
        computed: &[MembershipComputed],
        today: NaiveDate,
    ) -> QueryResult<Vec<Vec<Warning>>> {
        let in_force: Vec<&Record<Self>> =
            records.iter().zip(computed).filter(|(_, computed)| computed.in_force).map(|(record, _)| record).collect();
        let organisations: Vec<_> = in_force.iter().map(|record| record.content.organisation_id).collect();
        let endings = partners::endings(conn, &organisations, today)?;
        let ids: Vec<_> = in_force.iter().map(|record| record.meta.id).collect();
        let reviewed = benefit_reviews::reviewed(conn, &ids, today.year())?;
        let of = |(record, computed): (&Record<Self>, &MembershipComputed)| {
            let mut warnings = Vec::new();
            if !computed.in_force {
                return warnings;
            }
            let ending = endings.get(&record.content.organisation_id);
            warnings.extend(ending.map(|ending| Warning::new(WarningCode::PartnerEnded, ending.message())));
            let is_ours = record.content.level != MembershipLevel::Municipal;
            if is_ours && !reviewed.contains(&record.meta.id) {
                let year = today.year();
                let message = Message::new(
                    format!("Nyttan har inte bedömts {year}."),
                    format!("The benefit has not been reviewed in {year}."),
                );
                warnings.push(Warning::new(WarningCode::ReviewMissing, message));
            }
            warnings
        };
        Ok(records.iter().zip(computed).map(of).collect())
    }
}

/// What one can be a member of.
const ORGANISATIONS: [PartnerKind; 4] =
    [PartnerKind::Network, PartnerKind::BorderCommittee, PartnerKind::Association, PartnerKind::EuBody];

/// who is a member, and through whom, goes with the level.
fn check_level(membership: &MembershipIn, faults: &mut Vec<Fault>) {
    let mut rule = |pointer, reason| faults.push(Fault::rule(pointer, "R-35", reason));
    let is_through = membership.level == MembershipLevel::Indirect;
    if is_through != membership.via_organisation_id.is_some() {
        let reason = text(
            "anges för ett indirekt medlemskap, och bara för det",
            "is said of an indirect membership, and only of that",
        );
        rule("/viaOrganisationId", reason);
    }
    if membership.level == MembershipLevel::Direct && membership.member_id.is_some() {
        rule(
            "/memberId",
            text("regionens eget medlemskap har ingen annan medlem", "the region's own has no other member"),
        );
    }
    if membership.level == MembershipLevel::Municipal && membership.member_id.is_none() {
        rule("/memberId", text("kommunen som är medlem anges", "the municipality that is a member is named"));
    }
    let organisation = Some(membership.organisation_id);
    if organisation == membership.via_organisation_id || organisation == membership.member_id {
        let reason = text("är organisationen själv", "is the organisation itself");
        let pointer = if organisation == membership.member_id { "/memberId" } else { "/viaOrganisationId" };
        faults.push(Fault::body(pointer, FaultCode::Rule, reason));
    }
}

/// When a membership is in force.
pub fn term(record: &Record<Membership>) -> Option<Term> {
    terms::of(record)
}

/// The endpoints of memberships.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
