//! Corrections: a decision is never changed; a later record says what was wrong with an earlier one.

use diesel::QueryResult;

use super::{Decision, DecisionIn, store};
use crate::db::Conn;
use crate::db::types::Instant;
use crate::error::{Fault, FaultCode};
use crate::register::{Record, Table as _};
use crate::text::text;

/// The decision that one corrects.
fn corrected(conn: &mut Conn, decision: &DecisionIn) -> QueryResult<Option<Record<Decision>>> {
    match decision.corrects_id {
        Some(id) => Ok(Decision::row_by_id(conn, id)?.map(Decision::from_row)),
        None => Ok(None),
    }
}

/// The earlier records of a decision, the one that it corrects first.
fn earlier(conn: &mut Conn, decision: &DecisionIn) -> QueryResult<Vec<Record<Decision>>> {
    let mut records: Vec<Record<Decision>> = corrected(conn, decision)?.into_iter().collect();
    while let Some(before) = records.last() {
        match corrected(conn, &before.content)? {
            Some(record) => records.push(record),
            None => break,
        }
    }
    Ok(records)
}

/// Whether a decision corrects one that has acted on its subjects already: then it does nothing to them itself.
pub(super) fn has_acted(conn: &mut Conn, decision: &DecisionIn) -> QueryResult<bool> {
    Ok(earlier(conn, decision)?.iter().any(|record| record.content.is_complete()))
}

/// When the record was made that a decision completes: its subjects are to be as the body saw them then.
pub(super) fn recorded_at(conn: &mut Conn, decision: &DecisionIn) -> QueryResult<Option<Instant>> {
    Ok(earlier(conn, decision)?.last().map(|record| record.meta.created_at))
}

/// A correction is about the record, not about the matter: what was decided, by whom and on what stays. What has moved its
/// subjects keeps its day, on which they rest, and stays complete.
pub(super) fn check(conn: &mut Conn, decision: &DecisionIn, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let Some(Record { content: earlier, meta, .. }) = corrected(conn, decision)? else { return Ok(()) };
    let mut fault = |pointer: &str, reason| {
        faults.push(Fault { rule: Some("R-17"), ..Fault::body(pointer, FaultCode::Rule, reason) });
    };
    let same = text("är inte som i det rättade beslutet", "is not as in the corrected decision");
    for (pointer, is_same) in [
        ("/bodyCode", decision.body_code == earlier.body_code),
        ("/kind", decision.kind == earlier.kind),
        ("/outcome", decision.outcome == earlier.outcome),
        ("/subjects", decision.subjects == earlier.subjects),
    ] {
        if !is_same {
            fault(pointer, same);
        }
    }
    if earlier.kind.gate().is_some() && has_acted(conn, decision)? {
        if decision.decided_on != earlier.decided_on {
            let reason = text(
                "beslutet har verkat den dag som det är registrerat på",
                "the decision has taken effect on the day under which it is recorded",
            );
            fault("/decidedOn", reason);
        }
        let lost = text("rättelsen saknar det som fanns", "the correction lacks what was there");
        for (pointer, is_lost) in [
            ("/section", earlier.section.is_some() && decision.section.is_none()),
            ("/registryNumber", earlier.registry_number.is_some() && decision.registry_number.is_none()),
        ] {
            if is_lost {
                fault(pointer, lost);
            }
        }
        if decision.historic != earlier.historic {
            fault("/historic", same);
        }
    }
    if store::is_corrected(conn, meta.id)? {
        fault("/correctsId", text("är redan rättat; rätta rättelsen", "is corrected already; correct the correction"));
    }
    Ok(())
}
