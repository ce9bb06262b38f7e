//! Who has joined an idea, and how many must to apply in its call.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::{ProjectIdea, ProjectIdeaComputed, ProjectIdeaIn};
use crate::cooperation::partners::{Partner, PartnerKind};
use crate::db::Conn;
use crate::db::schema::partners;
use crate::db::types::Id;
use crate::funding::calls;
use crate::register::Record;

/// A party: a municipality is the same whether it stands there by its code or as a partner.
#[derive(PartialEq, Eq, Hash)]
enum Party<'a> {
    Partner(Id<Partner>),
    Municipality(&'a str),
}

/// How many parties some ideas have, and how many they need, in their order: two queries.
pub(super) fn computed(conn: &mut Conn, records: &[Record<ProjectIdea>]) -> QueryResult<Vec<ProjectIdeaComputed>> {
    let minimums = calls::minimum_partners(conn, records.iter().filter_map(|record| record.content.call_id))?;
    let municipalities = municipalities_among(conn, records.iter().flat_map(|record| partners_of(&record.content)))?;
    let of = |record: &Record<ProjectIdea>| ProjectIdeaComputed {
        party_count: count(&record.content, &municipalities),
        minimum_partners: record.content.call_id.and_then(|call| minimums.get(&call).copied()),
    };
    Ok(records.iter().map(of).collect())
}

/// The partners of an idea: who had it, and who is interested.
fn partners_of(idea: &ProjectIdeaIn) -> impl Iterator<Item = Id<Partner>> {
    idea.initiator_id.into_iter().chain(idea.partner_ids.iter().copied())
}

fn count(idea: &ProjectIdeaIn, municipalities: &HashMap<Id<Partner>, String>) -> i32 {
    let partners = partners_of(idea).map(|id| match municipalities.get(&id) {
        Some(code) => Party::Municipality(code),
        None => Party::Partner(id),
    });
    let named = idea.municipality_codes.iter().map(|code| Party::Municipality(code));
    let parties: HashSet<Party<'_>> = partners.chain(named).collect();
    i32::try_from(parties.len()).unwrap_or(i32::MAX)
}

/// Those of some partners that are municipalities, with their codes: one query.
fn municipalities_among(
    conn: &mut Conn,
    ids: impl Iterator<Item = Id<Partner>>,
) -> QueryResult<HashMap<Id<Partner>, String>> {
    let mut ids: Vec<Id<Partner>> = ids.collect();
    ids.sort();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(Id<Partner>, String)> = partners::table
        .filter(partners::id.eq_any(ids))
        .filter(partners::kind.eq(PartnerKind::Municipality))
        .filter(partners::municipality_code.is_not_null())
        .select((partners::id, partners::municipality_code.assume_not_null()))
        .load(conn)?;
    Ok(found.into_iter().collect())
}
