//! International visits, to the region and from it: the working committee represents the region at them. One at which
//! nobody of the committee took part is warned of (W5), and kept nevertheless.

use chrono::NaiveDate;
use diesel::QueryResult;

use crate::cooperation::partners::Partner;
use crate::db::Conn;
use crate::error::Fault;
use crate::governance::bodies::{self, WORKING_COMMITTEE};
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::planning::activities::Activity;
use crate::register::rules::{check_order, check_unique};
use crate::register::{
    Erased, Money, Names, Nothing, Operation, Owner, Record, Reference, Register, Warning, WarningCode, references,
};
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::text;

mod api;
mod dto;
mod store;

pub use dto::{Representative, VisitDirection, VisitFilter, VisitIn};
pub use store::{costs_of_years, days_of, last_days, of_year, unreported};

/// The register of visits.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit;

impl Register for Visit {
    const TYPE: &'static str = "visit";
    const PATH: &'static str = "visits";
    const NAMES: Names = Names { schema: "Visit", one: "visit", many: "visits", title: text("Besök", "Visits") };
    const ABOUT: &'static str = "An international visit to the region or from it, at which the working committee represents the region, with what came of it.";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;
    const WARNINGS: &'static [WarningCode] = &[WarningCode::NoCommitteeRepresentative];
    const OWNER: Option<Owner<Self>> =
        Some(Owner { of: |content| content.owner_unit_id, field: |content| &mut content.owner_unit_id });

    type Content = VisitIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = VisitFilter;

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
                name: "strategyAreas",
                target: &Erased::<StrategyArea>::NEW,
                ids: |record| {
                    references::pointers("/strategyAreaIds/{}", record.content.strategy_area_ids.iter().copied())
                },
            },
            Reference {
                name: "followUps",
                target: &Erased::<Activity>::NEW,
                ids: |record| references::pointers("/followUpIds/{}", record.content.follow_up_ids.iter().copied()),
            },
            Reference {
                name: "ownerUnit",
                target: &Erased::<Unit>::NEW,
                ids: |record| references::pointers("/ownerUnitId", record.content.owner_unit_id),
            },
        ]
    }

    fn normalise(content: &mut VisitIn) {
        Money::normalise(&mut content.cost);
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let visit = &record.content;
        check_order(Some(visit.starts_on), visit.ends_on, "/endsOn", faults);
        Money::check(visit.cost.as_ref(), "/cost", faults);
        check_unique("/partnerIds", visit.partner_ids.iter(), faults);
        check_unique("/strategyAreaIds", visit.strategy_area_ids.iter(), faults);
        check_unique("/followUpIds", visit.follow_up_ids.iter(), faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let visit = &after.content;
        let same = |before: &Record<Self>| {
            before.content.representatives == visit.representatives && before.content.starts_on == visit.starts_on
        };
        // A body whose period was changed afterwards does not stand in the way of a report.
        if before.is_some_and(same) {
            return Ok(());
        }
        for (place, representative) in visit.representatives.iter().enumerate() {
            if let Some(code) = &representative.body_code {
                let pointer = format!("/representatives/{place}/bodyCode");
                bodies::check(tx.conn()?, &pointer, code, Some(visit.starts_on), faults)?;
            }
        }
        Ok(())
    }

    fn warnings(
        _conn: &mut Conn,
        records: &[Record<Self>],
        _computed: &[Nothing],
        _today: NaiveDate,
    ) -> QueryResult<Vec<Vec<Warning>>> {
        let of = |record: &Record<Self>| {
            if is_represented(&record.content) {
                return Vec::new();
            }
            let message = text(
                "Ingen från arbetsutskottet företrädde regionen.",
                "Nobody of the working committee represented the region.",
            );
            vec![Warning::new(WarningCode::NoCommitteeRepresentative, message)]
        };
        Ok(records.iter().map(of).collect())
    }
}

/// W5: whether anybody took part for the working committee.
fn is_represented(visit: &VisitIn) -> bool {
    visit.representatives.iter().any(|representative| representative.body_code.as_deref() == Some(WORKING_COMMITTEE))
}

/// The endpoints of visits.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
