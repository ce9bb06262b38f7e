//! Records that come in from a file: one that is known becomes what the file says, any other is created. The rules, the
//! rights and the journal are those of single writes.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{ExternalId, Operation, Record, Register, confidentiality, named, write};
use crate::error::{ApiError, ErrorCode, Fault, FaultCode};
use crate::http::schemas::Schemas;
use crate::identity::caller::Caller;
use crate::identity::policy::Verb;
use crate::journal::Tx;
use crate::text::text;

/// A record as a file has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incoming {
    /// The id that the file gives it.
    pub id: Option<Uuid>,
    /// Ids in other systems by which it may be known; a new record gets them all.
    pub known_by: Vec<ExternalId>,
    /// What the file says of fields that a caller may set: null empties one, what is absent stays.
    pub fields: Map<String, Value>,
    /// How exactly days are known, where the file gives whole days alone: a day that it does not change keeps what it has.
    pub guessed: Map<String, Value>,
    /// What a new record is taken to say of fields of which the file says nothing.
    pub assumed: Map<String, Value>,
    /// The version that the file was made from.
    pub version: Option<i32>,
    /// The state that the file gives it, which an import does not change.
    pub state: Option<String>,
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It was created.
    Create,
    /// It was changed.
    Update,
    /// It was so already.
    Unchanged,
}

/// Takes a record in.
///
/// # Errors
/// Those of creating and changing one; `precondition_failed` when the record was changed after the file was made.
pub(super) fn take_in<R: Register>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    schemas: &Schemas,
    incoming: Incoming,
) -> Result<(Uuid, Effect), ApiError> {
    match known::<R>(tx, caller, &incoming)? {
        Some(before) => change(tx, caller, schemas, &before, incoming),
        None => create::<R>(tx, caller, schemas, incoming),
    }
}

/// The record that is meant, by its id or else by the first external id that one has, if it is there for the caller.
///
/// # Errors
/// When the file gives it an id that no record has, and nothing else by which it may be known.
pub(super) fn known<R: Register>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    incoming: &Incoming,
) -> Result<Option<Record<R>>, ApiError> {
    if let Some(id) = incoming.id {
        let found = R::row_by_id(tx.conn()?, id.into())?.map(R::from_row);
        if let Some(record) = found.filter(|record| confidentiality::is_there(caller, record)) {
            return Ok(Some(record));
        }
        if incoming.known_by.is_empty() {
            let reason = text("ingen post har detta id", "no record has this id");
            return Err(ApiError::faults(vec![Fault::body("/id", FaultCode::UnknownReference, reason)]));
        }
    }
    match named::find_any::<R>(tx, &incoming.known_by)? {
        Some(id) => write::find_for(tx.conn()?, caller, id).map(Some),
        None => Ok(None),
    }
}

fn create<R: Register>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    schemas: &Schemas,
    incoming: Incoming,
) -> Result<(Uuid, Effect), ApiError> {
    let initial = R::LIFECYCLE.map(|life| life.initial);
    check_state(incoming.state.as_deref(), initial)?;
    let mut fields = without_nulls(incoming.fields);
    fields.extend(incoming.guessed);
    fields.extend(incoming.assumed);
    if !incoming.known_by.is_empty() {
        fields.insert("externalIds".to_owned(), json!(incoming.known_by));
    }
    let input = write::read_new::<R>(schemas, fields)?;
    let record = write::create(tx, caller, input)?;
    Ok((record.uuid(), Effect::Create))
}

fn change<R: Register>(
    tx: &mut Tx<'_>,
    caller: &Caller,
    schemas: &Schemas,
    before: &Record<R>,
    incoming: Incoming,
) -> Result<(Uuid, Effect), ApiError> {
    let Incoming { known_by, mut fields, guessed, version, state, .. } = incoming;
    check_state(state.as_deref(), before.meta.state.as_deref())?;
    let content = if guessed.is_empty() { Value::Null } else { json!(before.content) };
    for (precision, guess) in guessed {
        let day = precision.trim_end_matches("Precision");
        let is_changed = fields.get(day) != content.get(day);
        let known = content.get(&precision).cloned().unwrap_or_default();
        fields.insert(precision, if is_changed { guess } else { known });
    }
    if !fields.contains_key("externalIds") {
        let mut ids = before.meta.external_ids.clone();
        ids.extend(known_by.into_iter().filter(|external| !before.meta.external_ids.contains(external)));
        fields.insert("externalIds".to_owned(), json!(ids));
    }
    let is_editable = R::OPERATIONS.contains(&Operation::Edit);
    let (mut after, named, faults) = if is_editable {
        write::patched(tx, caller, before, schemas, fields, Vec::new())?
    } else {
        // What is put away stays so.
        fields.remove("archived");
        write::replaced(tx, caller, before, write::read_new::<R>(schemas, without_nulls(fields))?)?
    };
    // An empty cell means what it meant when the record was new.
    if R::owner(before).is_some() {
        write::own(caller, &mut after);
    }
    // What changes nothing needs no right to, and cannot overwrite anything.
    if faults.is_empty() && write::unchanged(before, &after) {
        return Ok((before.uuid(), Effect::Unchanged));
    }
    if !is_editable {
        let reason = text("Posterna i detta register ändras inte.", "The records of this register are not changed.");
        return Err(ApiError::new(ErrorCode::MethodNotAllowed, reason));
    }
    write::demand::<R>(caller, Verb::Edit, R::owner(before))?;
    if version.is_some_and(|version| version != before.meta.version) {
        return Err(ErrorCode::PreconditionFailed.into());
    }
    let after = write::changed(tx, caller, before, after, &named, faults)?;
    // What it follows may have put it back as it was.
    let is_as_before = after.meta.version == before.meta.version;
    Ok((after.uuid(), if is_as_before { Effect::Unchanged } else { Effect::Update }))
}

/// An import moves nothing to another state.
fn check_state(wanted: Option<&str>, is: Option<&str>) -> Result<(), ApiError> {
    if wanted.is_none() || wanted == is {
        return Ok(());
    }
    let reason = text(
        "tillståndet ändras med en övergång, inte av en import",
        "the state is changed by a transition, not by an import",
    );
    Err(ApiError::faults(vec![Fault::body("/state", FaultCode::ReadOnly, reason)]))
}

/// A new record lacks what a file leaves empty.
fn without_nulls(fields: Map<String, Value>) -> Map<String, Value> {
    let kept = |value: Value| match value {
        Value::Null => None,
        Value::Object(inner) => Some(Value::Object(without_nulls(inner))),
        other => Some(other),
    };
    fields.into_iter().filter_map(|(name, value)| Some((name, kept(value)?))).collect()
}
