//! Merging: two partners that were one all along become one. What referred to the duplicate refers to the one that stays,
//! which takes over its names, external ids and the rest; the duplicate is put away, and keeps its history.

use serde::Deserialize;
use utoipa::ToSchema;

use super::dto::{Alias, PartnerIn};
use super::{Partner, PartnerState, store};
use crate::db::types::Id;
use crate::error::{ApiError, ErrorCode, Fault, FaultCode};
use crate::http::preconditions::IfMatch;
use crate::http::schemas::Schemas;
use crate::identity::caller::Caller;
use crate::journal::{Cause, Tx};
use crate::register::{Record, Register as _, Table as _, confidentiality, references, repoint, write};
use crate::text::{fold, text};

/// What a merge is asked with.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MergeIn {
    /// The partner that is the same as the one in the address, and becomes part of it.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e70")]
    pub duplicate_id: Id<Partner>,
}

/// Makes a duplicate part of a partner, in one transaction or not at all.
///
/// # Errors
/// `state_conflict` when the one that stays is put away, and every rule that any record would break.
pub(super) fn merge(
    tx: &mut Tx<'_>,
    caller: &Caller,
    schemas: &Schemas,
    id: Id<Partner>,
    if_match: &IfMatch,
    wanted: MergeIn,
) -> Result<Record<Partner>, ApiError> {
    // Whatever refers to the duplicate is changed, and named where it cannot be.
    confidentiality::demand(caller)?;
    let stays = write::find(tx.conn()?, id)?;
    if_match.check(stays.meta.version)?;
    if stays.meta.archived {
        let reason = text("Partnern är arkiverad.", "The partner is archived.");
        return Err(ApiError::new(ErrorCode::StateConflict, reason));
    }
    let duplicate = find_duplicate(tx, &stays, wanted.duplicate_id)?;
    let (from, to) = (duplicate.uuid(), stays.uuid());
    let mut faults = tx.caused_by(Cause { kind: Partner::TYPE, id: to }, |tx| {
        let faults = repoint::amend(tx, schemas, &duplicate, put_away(&duplicate, id))?;
        Ok::<_, ApiError>([faults, repoint::repoint(tx, schemas, from, to)?].concat())
    })?;
    faults.extend(repoint::amend(tx, schemas, &stays, joined(&stays, &duplicate))?);
    ApiError::check(faults.into_iter().map(of_body).collect())?;
    write::find(tx.conn()?, id)
}

/// A rule that a record would break, as a fault of the body: it names the only duplicate.
fn of_body(fault: Fault) -> Fault {
    Fault { pointer: DUPLICATE.into(), code: FaultCode::Rule, ..fault }
}

/// Where the body names the duplicate.
const DUPLICATE: &str = "/duplicateId";

/// The duplicate, when it can be one.
fn find_duplicate(tx: &mut Tx<'_>, stays: &Record<Partner>, id: Id<Partner>) -> Result<Record<Partner>, ApiError> {
    let Some(duplicate) = Partner::row_by_id(tx.conn()?, id)?.map(Partner::from_row) else {
        return Err(ApiError::faults(vec![references::unknown(DUPLICATE, &id.to_string(), Partner::PATH)]));
    };
    let mut faults = Vec::new();
    if id == stays.meta.id {
        let reason = text("är samma partner som i adressen", "is the same partner as in the address");
        faults.push(Fault::body(DUPLICATE, FaultCode::Rule, reason));
    }
    // Its words would become public.
    if duplicate.meta.confidentiality.is_some() && stays.meta.confidentiality.is_none() {
        let reason =
            text("är sekretessbelagd, men inte den som blir kvar", "is confidential, and the one that stays is not");
        faults.push(Fault::rule(DUPLICATE, "R-38", reason));
    }
    if duplicate.kept.merged_into_id.is_some() {
        let reason = text("har redan gått upp i en annan partner", "has become part of another partner already");
        faults.push(Fault::body(DUPLICATE, FaultCode::Rule, reason));
    }
    if store::succeeds(tx.conn()?, stays, id)? || store::succeeds(tx.conn()?, &duplicate, stays.meta.id)? {
        let reason = text(
            "den ena efterträder den andra: de är två, och var och en har sin historia",
            "one succeeds the other: they are two, and each has its own history",
        );
        faults.push(Fault::rule(DUPLICATE, "R-31", reason));
    }
    ApiError::check(faults)?;
    Ok(duplicate)
}

/// The duplicate afterwards: ended and put away, with nothing that only one can have.
fn put_away(duplicate: &Record<Partner>, into: Id<Partner>) -> Record<Partner> {
    let mut after = duplicate.clone();
    after.meta.archived = true;
    after.meta.state = Some(PartnerState::Ended.as_str().to_owned());
    after.meta.external_ids.clear();
    after.content.predecessor_ids.clear();
    after.kept.merged_into_id = Some(into);
    after
}

/// The partner that stays: with what the duplicate was called and known by, and with what it lacked itself.
fn joined(stays: &Record<Partner>, duplicate: &Record<Partner>) -> Record<Partner> {
    let mut after = stays.clone();
    join(&mut after.meta.external_ids, &duplicate.meta.external_ids, PartialEq::eq);
    join(&mut after.meta.documents, &duplicate.meta.documents, |one, other| one.url == other.url);
    let (content, other) = (&mut after.content, &duplicate.content);
    join_names(content, other);
    join(&mut content.strategy_areas, &other.strategy_areas, |one, other| one.id == other.id);
    join(&mut content.predecessor_ids, &other.predecessor_ids, PartialEq::eq);
    join(&mut content.contacts, &other.contacts, PartialEq::eq);
    if content.nuts_code.is_none() {
        (content.nuts_code, content.nuts_version) = (other.nuts_code.clone(), other.nuts_version.clone());
    }
    for (field, known) in [
        (&mut content.country, &other.country),
        (&mut content.municipality_code, &other.municipality_code),
        (&mut content.organisation_number, &other.organisation_number),
        (&mut content.foreign_id, &other.foreign_id),
        (&mut content.website, &other.website),
        (&mut content.description, &other.description),
    ] {
        if field.is_none() {
            field.clone_from(known);
        }
    }
    after
}

/// It is found by every name of the other, whatever their case.
fn join_names(content: &mut PartnerIn, other: &PartnerIn) {
    let names = [Alias(other.name.clone())].into_iter().chain(other.aliases.iter().cloned());
    for name in names {
        let is_known = |one: &str| fold(one) == fold(&name.0);
        if !is_known(&content.name) && !content.aliases.iter().any(|alias| is_known(&alias.0)) {
            content.aliases.push(name);
        }
    }
}

/// Adds what a list lacks of another.
fn join<T: Clone>(list: &mut Vec<T>, other: &[T], same: impl Fn(&T, &T) -> bool) {
    for item in other {
        if !list.iter().any(|one| same(one, item)) {
            list.push(item.clone());
        }
    }
}
