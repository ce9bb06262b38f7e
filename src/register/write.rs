//! The one write path: authorise, validate, lock, check, change the rows, append to the journal.

use diesel::QueryResult;
use serde_json::{Map, Value, json};

use super::api::Stored;
use super::dto::TransitionIn;
use super::named::{self, Named};
use super::{
    Confidentiality, Door, Entry, ExternalId, Meta, Record, Register, Transition, confidentiality, external_ids, gate,
    lifecycle, references, schema,
};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{ApiError, ErrorCode, Fault, FaultCode};
use crate::governance::units::Unit;
use crate::http::body::escape;
use crate::http::preconditions::IfMatch;
use crate::http::schemas::Schemas;
use crate::identity::caller::Caller;
use crate::identity::policy::{Grant, Verb, permission};
use crate::journal::{Action, Cause, Change, Tx};
use crate::text::text;

/// The fields of a record that a caller may set, as read from a body and checked against the schema.
pub struct Input<R: Register> {
    content: R::Content,
    common: Common,
    faults: Vec<Fault>,
    /// The records that it names by external ids.
    named: Vec<Named>,
}

/// The fields that every register has and a caller may set.
#[derive(Default, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Common {
    #[serde(default)]
    external_ids: Vec<ExternalId>,
    #[serde(default)]
    documents: Vec<super::Document>,
    #[serde(default)]
    note: Option<String>,
    #[serde(default)]
    confidentiality: Option<Confidentiality>,
    #[serde(default)]
    archived: bool,
}

impl<R: Register> Input<R> {
    /// Reads fields that have the shape of the schema; what else is wrong with them is kept, to be named together with
    /// the rules that they break.
    fn read(mut fields: Map<String, Value>, faults: Vec<Fault>, named: Vec<Named>) -> Result<Self, ApiError> {
        // A list without end would be asked of the database item by item.
        if faults.iter().any(|fault| fault.code == FaultCode::TooMany) {
            return Err(ApiError::faults(faults));
        }
        for fault in faults.iter().filter(|fault| fault.code == FaultCode::Unknown || fault.code == FaultCode::ReadOnly)
        {
            fields.remove(fault.pointer.trim_start_matches('/'));
        }
        let value = Value::Object(fields);
        match (serde_json::from_value(value.clone()), serde_json::from_value(value)) {
            (Ok(mut content), Ok(common)) => {
                R::normalise(&mut content);
                Ok(Self { content, common, faults, named })
            }
            _ if !faults.is_empty() => Err(ApiError::faults(faults)),
            (Err(error), _) | (_, Err(error)) => {
                Err(ApiError::internal(format!("a body passed its schema but not its type: {error}")))
            }
        }
    }
}

/// Reads the body that creates a record.
///
/// # Errors
/// Every fault that forbids to go on; others are named together with the rules.
pub fn read_new<R: Register>(schemas: &Schemas, body: Map<String, Value>) -> Result<Input<R>, ApiError> {
    let names = schema::field_names::<R>();
    let set_by_service =
        |name: &String| (names.all.contains(name) && !names.settable.contains(name)) || name.starts_with('_');
    let mut faults: Vec<Fault> =
        body.keys().filter(|name| set_by_service(name)).map(|name| read_only::<R>(name)).collect();
    let body: Map<String, Value> = body.into_iter().filter(|(name, _)| !set_by_service(name)).collect();
    if body.get("archived") == Some(&Value::Bool(true)) {
        faults.push(Fault::body(
            "/archived",
            FaultCode::ReadOnly,
            text("en ny post är inte arkiverad", "a new record is not archived"),
        ));
    }
    let schema = format!("{}In", R::NAMES.schema);
    let mut value = Value::Object(body);
    let named = schemas.take_names(&schema, &mut value);
    faults.extend(schemas.faults(&schema, &value)?);
    match value {
        Value::Object(body) => Input::read(body, faults, named),
        _ => Err(ApiError::faults(faults)),
    }
}

fn read_only<R: Register>(name: &str) -> Fault {
    let elsewhere = R::SET_ELSEWHERE.iter().find(|(field, ..)| *field == name);
    let by_service =
        text("sätts av tjänsten och kan inte ändras här", "is set by the service and cannot be changed here");
    let reason = elsewhere.map_or(by_service, |(_, _, reason)| *reason);
    let rule = elsewhere.map(|(_, rule, _)| *rule);
    Fault { rule, ..Fault::body(format!("/{}", escape(name)), FaultCode::ReadOnly, reason) }
}

/// Creates a record.
///
/// # Errors
/// Every rule that it breaks.
pub fn create<R: Register>(tx: &mut Tx<'_>, caller: &Caller, input: Input<R>) -> Result<Record<R>, ApiError> {
    let Input { content, mut common, faults, named } = input;
    common.confidentiality = common.confidentiality.map(|said| said.said(None));
    let mut record = Record { meta: new_meta(tx, Id::new(), common), content, kept: R::Kept::default() };
    named::resolve(tx, caller, &mut record, &named)?;
    references::refuse_hidden(tx, caller, None, &record, &named)?;
    R::prepare(tx, &mut record, caller)?;
    confidentiality::inherit(tx, &mut record)?;
    own(caller, &mut record);
    demand::<R>(caller, Verb::Create, R::owner(&record).or(caller.unit_id))?;
    check(tx, caller, Asked::ToSet, None, &record, &named, faults)?;
    store(tx, &record, Action::Create)?;
    Ok(record)
}

/// What has no owner is of the caller's own unit, where the right to create reaches no further.
pub(super) fn own<R: Register>(caller: &Caller, record: &mut Record<R>) {
    if let Some(owner) = R::OWNER {
        let field = (owner.field)(&mut record.content);
        *field = field.or(caller.own_unit(R::PATH));
    }
}

/// Creates the record that has an external id, or makes it what a body says: what is absent is emptied. What is put away
/// stays so, and ids of other systems stay unless the body lists them.
///
/// # Errors
/// As [`create`] and [`edit`].
pub fn put<R: Register>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    external: ExternalId,
    if_match: &IfMatch,
    mut input: Input<R>,
) -> Result<(Record<R>, Stored), ApiError> {
    let known = named::find_any::<R>(tx, std::slice::from_ref(&external))?;
    let listed = &mut input.common.external_ids;
    let Some(id) = known else {
        // A version is asked for, and there is none.
        if_match.check(0)?;
        if !listed.contains(&external) {
            listed.push(external);
        }
        return Ok((create(tx, caller, input)?, Stored::Created));
    };
    let before = find_for(tx.conn()?, caller, id)?;
    demand::<R>(caller, Verb::Edit, R::owner(&before))?;
    if_match.check(before.meta.version)?;
    if listed.is_empty() {
        listed.clone_from(&before.meta.external_ids);
    } else if !listed.contains(&external) {
        listed.push(external);
    }
    let (after, named, faults) = replaced(tx, caller, &before, input)?;
    Ok((changed(tx, caller, &before, after, &named, faults)?, Stored::Changed))
}

/// A record with all fields that a caller may set as a body says; what is put away stays so, and what is confidential.
pub(super) fn replaced<R: Register>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    before: &Record<R>,
    input: Input<R>,
) -> Result<Patched<R>, ApiError> {
    let Input { content, mut common, faults, named } = input;
    common.archived = before.meta.archived;
    common.confidentiality = common.confidentiality.or_else(|| before.meta.confidentiality.clone());
    let mut after = before.clone();
    take(&mut after, content, common);
    own(caller, &mut after);
    named::resolve(tx, caller, &mut after, &named)?;
    Ok((after, named, faults))
}

/// What a new record has beside its own fields.
fn new_meta<R: Register>(tx: &Tx<'_>, id: Id<R>, common: Common) -> Meta<R> {
    let Common { external_ids, documents, note, confidentiality, archived } = common;
    let now = tx.now();
    Meta {
        id,
        version: 1,
        state: R::LIFECYCLE.map(|life| life.initial.to_owned()),
        state_reason: None,
        archived,
        external_ids,
        documents,
        note,
        confidentiality,
        created_at: now,
        updated_at: now,
        updated_by: tx.origin().actor.map(Id::from),
    }
}

/// Creates a record that the service itself makes, in the course of another change; as confidential as what it is made of, is
/// part of or tells of.
///
/// # Errors
/// When the database refuses.
pub fn keep<R: Register>(
    tx: &mut Tx<'_>,
    id: Id<R>,
    content: R::Content,
    confidentiality: Option<Confidentiality>,
) -> Result<Record<R>, ApiError> {
    let common = Common { confidentiality, ..Common::default() };
    let mut record = Record { meta: new_meta(tx, id, common), content, kept: R::Kept::default() };
    confidentiality::inherit(tx, &mut record)?;
    store(tx, &record, Action::Create)?;
    Ok(record)
}

/// Changes fields of a record by a merge patch (RFC 7396). `seen` is the record as this caller sees it: read-only
/// fields that are sent back as they are do no harm.
///
/// # Errors
/// `precondition_failed` when the version is another, `forbidden` when it is not the caller's own, and every rule that
/// the changed record breaks.
pub fn edit<R: Register>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    id: Id<R>,
    if_match: &IfMatch,
    schemas: &Schemas,
    patch: Map<String, Value>,
    seen: &Map<String, Value>,
) -> Result<Record<R>, ApiError> {
    let before = find_for(tx.conn()?, caller, id)?;
    demand::<R>(caller, Verb::Edit, R::owner(&before))?;
    if_match.check(before.meta.version)?;
    let settable = &schema::field_names::<R>().settable;
    let mut faults = Vec::new();
    let mut changes = Map::new();
    for (name, value) in patch {
        if settable.contains(&name) {
            changes.insert(name, value);
        } else if let Some(now) = seen.get(&name) {
            if *now != value && !name.starts_with('_') {
                faults.push(read_only::<R>(&name));
            }
        } else if name != "_embedded" {
            faults.push(Fault::body(
                format!("/{}", escape(&name)),
                FaultCode::Unknown,
                text("okänt fält", "unknown field"),
            ));
        }
    }
    let (after, named, faults) = patched(tx, caller, &before, schemas, changes, faults)?;
    changed(tx, caller, &before, after, &named, faults)
}

/// Stores a changed record as its next version, unless nothing is changed.
pub(super) fn changed<R: Register>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    before: &Record<R>,
    mut after: Record<R>,
    named: &[Named],
    faults: Vec<Fault>,
) -> Result<Record<R>, ApiError> {
    confidentiality::inherit(tx, &mut after)?;
    if unchanged(before, &after) {
        // What stays as it is breaks no rule anew.
        ApiError::check(faults)?;
        return Ok(after);
    }
    if before.meta.confidentiality != after.meta.confidentiality {
        let mut rest = after.clone();
        rest.meta.confidentiality.clone_from(&before.meta.confidentiality);
        if unchanged(before, &rest) {
            // It breaks no rule but this one, whatever the record has broken since, such as that its year is closed.
            confidentiality::check(caller, Some(before), &after)?;
            ApiError::check(faults)?;
            return conceal(tx, before, after);
        }
    }
    demand::<R>(caller, Verb::Edit, R::owner(&after))?;
    references::refuse_hidden(tx, caller, Some(before), &after, named)?;
    check(tx, caller, Asked::ToSet, Some(before), &after, named, faults)?;
    conceal(tx, before, after)
}

/// Stores a changed record, and makes its parts as confidential as it has become.
fn conceal<R: Register>(tx: &mut Tx<'_>, before: &Record<R>, mut after: Record<R>) -> Result<Record<R>, ApiError> {
    store_next(tx, &mut after, Action::Update)?;
    if before.meta.confidentiality != after.meta.confidentiality {
        tx.caused_by(Cause { kind: R::TYPE, id: after.uuid() }, |tx| confidentiality::follow(tx, after.uuid()))?;
    }
    Ok(after)
}

/// Sets what a caller may set.
fn take<R: Register>(record: &mut Record<R>, content: R::Content, common: Common) {
    let Common { external_ids, documents, note, confidentiality, archived } = common;
    record.content = content;
    record.meta.external_ids = external_ids;
    record.meta.documents = documents;
    record.meta.note = note;
    let before = record.meta.confidentiality.take();
    record.meta.confidentiality = confidentiality.map(|said| said.said(before.as_ref()));
    record.meta.archived = archived;
}

/// A record with some of its fields changed, what they name by external ids, and what is wrong with them.
pub(super) type Patched<R> = (Record<R>, Vec<Named>, Vec<Fault>);

/// A record with some of the fields that a caller may set changed (RFC 7396).
pub(super) fn patched<R: Register>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    before: &Record<R>,
    schemas: &Schemas,
    changes: Map<String, Value>,
    mut faults: Vec<Fault>,
) -> Result<Patched<R>, ApiError> {
    let schema = format!("{}Patch", R::NAMES.schema);
    let mut changes = Value::Object(changes);
    let named = schemas.take_names(&schema, &mut changes);
    faults.extend(schemas.faults(&schema, &changes)?);
    let settable = &schema::field_names::<R>().settable;
    let mut merged = json!(before);
    if let Value::Object(fields) = &mut merged {
        fields.retain(|name, _| settable.contains(name));
    }
    merge(&mut merged, changes);
    let Value::Object(merged) = merged else { return Err(ApiError::internal("a record is no object")) };
    let Input { content, common, faults, named } = Input::<R>::read(merged, faults, named)?;
    let mut after = before.clone();
    take(&mut after, content, common);
    named::resolve(tx, caller, &mut after, &named)?;
    Ok((after, named, faults))
}

/// Whether a change leaves a record as it is.
pub(super) fn unchanged<R: Register>(before: &Record<R>, after: &Record<R>) -> bool {
    before.content == after.content && before.meta == after.meta && before.kept == after.kept
}

/// RFC 7396, 2.
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(patch) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(fields) = target else { return };
    for (name, value) in patch {
        if value.is_null() {
            fields.remove(&name);
        } else {
            merge(fields.entry(name).or_insert(Value::Null), value);
        }
    }
}

/// Moves a record to another state, and sets the fields that the way takes.
///
/// # Errors
/// `state_conflict` when no way leads there, `unprocessable` when the record lacks what the state asks for.
pub fn transition<R: Register>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    id: Id<R>,
    if_match: &IfMatch,
    schemas: &Schemas,
    wanted: TransitionIn,
) -> Result<Record<R>, ApiError> {
    let TransitionIn { to, reason, fields } = wanted;
    let life = R::LIFECYCLE.ok_or_else(|| ApiError::from(ErrorCode::NotFound))?;
    let before = find_for(tx.conn()?, caller, id)?;
    demand::<R>(caller, Verb::Transition, R::owner(&before))?;
    if_match.check(before.meta.version)?;
    if !life.states().iter().any(|state| state.code == to) {
        let codes = life.states().iter().map(|state| state.code).collect::<Vec<_>>().join(", ");
        let reason =
            crate::text::Message::new(format!("förväntade något av {codes}"), format!("expected one of {codes}"));
        return Err(ApiError::faults(vec![Fault::body("/to", FaultCode::UnknownCode, reason)]));
    }
    let way = life.way(before.meta.state.as_deref().unwrap_or_default(), &to)?;
    let (mut after, named, mut faults) = taken(tx, caller, &before, schemas, way, fields.unwrap_or_default())?;
    let facts = facts(tx, &after)?;
    let missing = lifecycle::missing_to_move(&after, &facts, way.to);
    match R::door(way, &facts) {
        Door::Any => {}
        Door::Editor => demand::<R>(caller, Verb::Edit, R::owner(&before))?,
        Door::All => demand_all::<R>(caller)?,
        Door::Decision(_) if caller.is_machine() => return Err(gate::refused(caller)),
        Door::Decision(kind) => return Err(gate::closed(kind, missing)),
        Door::Itself => {
            return Err(ApiError::new(
                ErrorCode::StateConflict,
                text("Övergången sker av sig själv.", "The transition happens by itself."),
            ));
        }
    }
    if way.reason_required && reason.is_none() {
        let reason = text("övergången kräver ett skäl", "the transition asks for a reason");
        return Err(ApiError::faults(vec![Fault::body("/reason", FaultCode::Missing, reason)]));
    }
    lifecycle::demand(missing, way.to)?;
    after.meta.state = Some(to);
    after.meta.state_reason = reason;
    let entry = Entry { on: tx.today(), by: tx.origin().actor.map(Id::from) };
    R::entered(&mut after, &facts, entry, &mut faults);
    check(tx, caller, Asked::ToMove, Some(&before), &after, &named, faults)?;
    store_next(tx, &mut after, Action::Transition)?;
    Ok(after)
}

/// A record with the fields that come with a transition, and what is wrong with them.
fn taken<R: Register>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    before: &Record<R>,
    schemas: &Schemas,
    way: &Transition,
    fields: Map<String, Value>,
) -> Result<Patched<R>, ApiError> {
    if fields.is_empty() {
        return Ok((before.clone(), Vec::new(), Vec::new()));
    }
    let (fields, others): (Map<_, _>, Map<_, _>) =
        fields.into_iter().partition(|(name, _)| way.takes.contains(&name.as_str()));
    let reason = text("övergången tar inte emot fältet", "the transition does not take the field");
    if !others.is_empty() {
        let fault = |name: &String| Fault::body(format!("/fields/{}", escape(name)), FaultCode::Unknown, reason);
        return Err(ApiError::faults(others.keys().map(fault).collect()));
    }
    let inside = |mut faults: Vec<Fault>| {
        faults.iter_mut().for_each(|fault| fault.pointer.insert_str(0, "/fields"));
        faults
    };
    let (after, named, faults) = patched(tx, caller, before, schemas, fields, Vec::new()).map_err(|mut error| {
        error.0.faults = inside(std::mem::take(&mut error.0.faults));
        error
    })?;
    Ok((after, named, inside(faults)))
}

/// Demands that a caller may do something with a record of a unit, naming the rule where the domain has one.
pub(super) fn demand<R: Register>(caller: &Caller, verb: Verb, owner: Option<Id<Unit>>) -> Result<(), ApiError> {
    caller.demand(R::PATH, verb, owner).map_err(|mut error| {
        error.0.rule = R::OWN_RULE.filter(|_| caller.grant(R::PATH, verb) == Grant::Own).or(error.0.rule);
        error
    })
}

/// Some ways are only for those who may move every record.
fn demand_all<R: Register>(caller: &Caller) -> Result<(), ApiError> {
    if caller.grant(R::PATH, Verb::Transition) == Grant::All {
        return Ok(());
    }
    let mut error = ApiError::forbidden(permission(R::PATH, Verb::Transition));
    error.0.detail = Some(
        text(
            "Den här övergången gör bara den som har rätt till alla enheters poster.",
            "This transition is only for those with the right to all units' records.",
        )
        .into(),
    );
    Err(error)
}

/// What the states of one record ask of others.
pub(super) fn facts<R: Register>(tx: &mut Tx<'_>, record: &Record<R>) -> QueryResult<R::Facts> {
    let today = tx.today();
    Ok(R::facts(tx.conn()?, std::slice::from_ref(record), today)?.pop().unwrap_or_default())
}

/// A record as stored, for changing it.
///
/// # Errors
/// Not found when there is none.
pub fn find<R: Register>(conn: &mut Conn, id: Id<R>) -> Result<Record<R>, ApiError> {
    R::row_by_id(conn, id)?.map(R::from_row).ok_or_else(|| ErrorCode::NotFound.into())
}

/// A record as stored, for a caller to change it.
///
/// # Errors
/// Not found when there is none, or none for the caller.
pub fn find_for<R: Register>(conn: &mut Conn, caller: &Caller, id: Id<R>) -> Result<Record<R>, ApiError> {
    let record = find(conn, id)?;
    if confidentiality::is_there(caller, &record) { Ok(record) } else { Err(ErrorCode::NotFound.into()) }
}

/// What a caller asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// To set fields.
    ToSet,
    /// To move to another state.
    ToMove,
}

/// Every rule of a record, named together. Those about who changes what are asked when a caller sets fields.
fn check<R: Register>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    asked: Asked,
    before: Option<&Record<R>>,
    after: &Record<R>,
    named: &[Named],
    mut faults: Vec<Fault>,
) -> Result<(), ApiError> {
    R::check(after, &mut faults);
    if asked == Asked::ToSet {
        confidentiality::check(caller, before, after)?;
        R::check_caller(caller, before, after, &mut faults);
    }
    if let Some(before) = before.filter(|before| before.meta.state == after.meta.state) {
        lifecycle::check_settled(before, after, &mut faults);
        let (was, is) = (facts(tx, before)?, facts(tx, after)?);
        let missing = lifecycle::missing_after_edit((before, &was), (after, &is));
        faults.extend(missing.iter().map(lifecycle::as_fault));
    }
    references::check(tx, Some(caller), before, after, named, &mut faults)?;
    external_ids::check(tx, after, &mut faults)?;
    R::check_stored(tx, before, after, &mut faults)?;
    ApiError::check(faults)
}

/// Stores the next version of a record, with whatever was changed in it, and journals it.
///
/// # Errors
/// When the database refuses.
pub fn store_next<R: Register>(tx: &mut Tx<'_>, record: &mut Record<R>, action: Action) -> Result<(), ApiError> {
    record.meta.version += 1;
    record.meta.updated_at = tx.now();
    record.meta.updated_by = tx.origin().actor.map(Id::from);
    store(tx, record, action)
}

fn store<R: Register>(tx: &mut Tx<'_>, record: &Record<R>, action: Action) -> Result<(), ApiError> {
    let mut row = R::to_row(record.clone());
    R::derive(tx, record, &mut row)?;
    let is_new = action == Action::Create;
    if is_new {
        tx.insert::<R>(record.meta.id, row);
    } else {
        R::update_row(tx.conn()?, &row)?;
    }
    index(tx, record, is_new)?;
    let snapshot = record.snapshot().map_err(ApiError::internal)?;
    tx.append(&Change {
        action,
        resource_type: R::TYPE,
        resource_id: record.uuid(),
        version: record.meta.version,
        format: R::FORMAT,
        snapshot: Some(&snapshot),
        is_confidential: record.meta.confidentiality.is_some(),
    })?;
    R::effect(tx, record, action)
}

/// Brings all indexes of a record up to date. Of one that is new there is nothing in them yet.
pub(super) fn index<R: Register>(tx: &mut Tx<'_>, record: &Record<R>, is_new: bool) -> QueryResult<()> {
    if !is_new {
        external_ids::forget(tx, record.meta.id)?;
    }
    external_ids::enter(tx, record);
    references::index(tx, record, is_new)?;
    confidentiality::index(tx, record, is_new)?;
    R::index(tx, record)
}
