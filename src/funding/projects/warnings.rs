//! What projects are warned of: partners that nobody chose, and money that sources tell differently. It is kept all the same.

use std::collections::BTreeSet;

use diesel::QueryResult;

use super::counted::GRANTED;
use super::dto::StatedTotal;
use super::figures::year;
use super::leverage::reported;
use super::{Project, ProjectComputed};
use crate::cooperation::partners::{self, Partner};
use crate::db::Conn;
use crate::db::types::Id;
use crate::register::{Record, Warning, WarningCode};
use crate::text::{Message, text};

/// The warnings of some projects, in their order: one query.
pub(super) fn of(
    conn: &mut Conn,
    records: &[Record<Project>],
    computed: &[ProjectComputed],
) -> QueryResult<Vec<Vec<Warning>>> {
    let taking_part = |record: &Record<Project>| {
        record.content.participations.iter().map(|one| one.partner_id).collect::<Vec<Id<Partner>>>()
    };
    let strategic = partners::strategic_of(conn, records.iter().flat_map(taking_part))?;
    let one = |(record, computed): (&Record<Project>, &ProjectComputed)| {
        let is_chosen = taking_part(record).iter().any(|partner| strategic.contains(partner));
        let without = !is_chosen && Project::is_live(record);
        let told = [
            without.then(no_strategic_partner),
            lines_differ(computed),
            totals_differ(&record.content.stated_totals),
            (counts(record) && year(&record.content).is_none()).then(without_year),
        ];
        told.into_iter().flatten().collect()
    };
    Ok(records.iter().zip(computed).map(one).collect())
}

/// Whether a project has been given money, so that reports count it.
fn counts(record: &Record<Project>) -> bool {
    record.meta.state.as_deref().is_some_and(|state| GRANTED.contains(&state))
}

/// the leverage of a year leaves out what has no day. Sources do not always tell one.
fn without_year() -> Warning {
    let message = text(
        "Varken beslutsdag eller första dag är känd: projektet räknas inte i något år.",
        "Neither the day of the decision nor a first day is known: the project is counted in no year.",
    );
    Warning::new(WarningCode::WithoutYear, message)
}

/// W1.
fn no_strategic_partner() -> Warning {
    let message =
        text("Ingen av dem som deltar är en strategisk partner.", "None that takes part is a strategic partner.");
    Warning::new(WarningCode::NoStrategicPartner, message)
}

///
fn lines_differ(computed: &ProjectComputed) -> Option<Warning> {
    let sum = computed.difference.as_ref()?;
    let (amount, currency) = (&sum.amount, &sum.currency);
    let message = Message::new(
        format!("Totalen skiljer sig från raderna med {amount} {currency}."),
        format!("The total differs from the lines by {amount} {currency}."),
    );
    Some(Warning::new(WarningCode::LinesDiffer, message))
}

/// sources state different totals on the same basis. What was applied for may well differ from what was granted.
fn totals_differ(totals: &[StatedTotal]) -> Option<Warning> {
    let reported = reported(totals)?;
    let differs = |total: &&StatedTotal| total.basis == reported.basis && total.amount != reported.amount;
    let others: BTreeSet<&str> = totals.iter().filter(differs).map(|total| total.source.as_str()).collect();
    if others.is_empty() {
        return None;
    }
    let (source, others) = (&reported.source, others.into_iter().collect::<Vec<_>>().join(", "));
    let message = Message::new(
        format!("{others} anger en annan total än den redovisade, från {source}."),
        format!("{others}: another total than the reported one, of {source}."),
    );
    Some(Warning::new(WarningCode::TotalsDiffer, message))
}
