//! The handlers that all registers share.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{FromRequest as _, HttpRequest, HttpResponse, web};
use uuid::Uuid;

use super::dto::{HistoryEntry, TransitionIn, TransitionItem, TransitionList};
use super::lifecycle::missing_to_move;
use super::represent::{Page, TransitionLink, View, is_open, represent, represent_page};
use super::{
    Door, Embedded, ExternalId, Loaded, Record, Register, confidentiality, erase, gate, named, read, references,
    stored_of, write,
};
use crate::app::App;
use crate::db::Conn;
use crate::db::types::{Id, Instant};
use crate::error::{ApiError, ErrorCode, Fault, FaultCode, Holder, Missing, Place};
use crate::governance::decisions::DecisionKind;
use crate::http::answer;
use crate::http::body::{self, Body, unwanted};
use crate::http::context::{Context, Ctx};
use crate::http::preconditions::IfMatch;
use crate::http::problem::MissingItem;
use crate::http::query::{ItemQuery, ListQuery, Params, day_of, read_paging};
use crate::identity::caller::{Allowed, Caller, may};
use crate::identity::policy::Verb;
use crate::journal::{self, Tx};
use crate::openapi::VERSION;
use crate::text::{Text, normalise, text};

/// The answer of every handler.
pub type Answer = Result<HttpResponse, ApiError>;

/// An id in a path.
pub struct IdPath<R: 'static>(pub Id<R>);

impl<R: 'static> actix_web::FromRequest for IdPath<R> {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        let parsed = request.match_info().get("id").and_then(|id| id.parse().ok()).map(Self);
        std::future::ready(parsed.ok_or_else(|| {
            let reason = text("förväntade ett UUID", "expected a UUID");
            ApiError::faults(vec![Fault::query("id", FaultCode::WrongFormat, reason).at(Place::Path)])
        }))
    }
}

/// A record's address: its id, or an id that another system has given it.
#[derive(Clone, Debug)]
pub enum Address<R: 'static> {
    /// Its id.
    Id(Id<R>),
    /// An external id.
    External(ExternalId),
}

impl<R: Register> Address<R> {
    /// The id of the record.
    ///
    /// # Errors
    /// Not found when no record has the external id.
    pub fn find(&self, conn: &mut Conn) -> Result<Id<R>, ApiError> {
        match self {
            Self::Id(id) => Ok(*id),
            Self::External(external) => Ok(named::find(conn, external)?.ok_or(ErrorCode::NotFound)?),
        }
    }
}

impl<R: 'static> actix_web::FromRequest for Address<R> {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut actix_web::dev::Payload) -> Self::Future {
        let address = if request.match_info().get("id").is_some() {
            IdPath::from_request(request, payload).into_inner().map(|id| Self::Id(id.0))
        } else {
            external_of(request).map(Self::External)
        };
        std::future::ready(address)
    }
}

/// The external id in a path.
fn external_of(request: &HttpRequest) -> Result<ExternalId, ApiError> {
    let (system, value) =
        web::Path::<(String, String)>::extract(request).into_inner().map_err(|_| ErrorCode::NotFound)?.into_inner();
    let part = |name: &str, part: String, most: usize| {
        let fault = |code, reason: Text| ApiError::faults(vec![Fault::query(name, code, reason).at(Place::Path)]);
        let part = normalise(&part);
        if let Some(reason) = unwanted(&part) {
            return Err(fault(FaultCode::InvalidCharacter, reason));
        }
        let fits = (1..=most).contains(&part.chars().count()) && (name != "system" || !part.contains(':'));
        fits.then_some(part)
            .ok_or_else(|| fault(FaultCode::WrongFormat, text("är inget externt id", "is no external id")))
    };
    Ok(ExternalId { system: part("system", system, 100)?, value: part("value", value, 200)? })
}

/// Who reads what a register said earlier reads its history, and who expands a reference reads what it leads to.
///
/// # Errors
/// `forbidden`, naming the permission.
pub fn demand_view<R: Register>(caller: &Caller, as_of: Option<Instant>, expand: &[&str]) -> Result<(), ApiError> {
    if as_of.is_some() {
        caller.demand(R::PATH, Verb::History, None)?;
    }
    references::demand_expand::<R>(caller, expand)
}

/// `GET /things`
pub(super) async fn list<R: Register>(
    allowed: Allowed<R, may::Read>,
    ctx: Ctx,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let query = ListQuery::<R>::parse(&ctx.query, app.clock.today())?;
    let caller = allowed.caller;
    demand_view::<R>(&caller, query.as_of, &query.expand)?;
    // What is computed is computed for the day that is asked for.
    let today = query.on.unwrap_or(query.today);
    let asked = query.clone();
    let basis = format!("{}|{caller:?}|{today}|{}", request.uri(), ctx.lang.code());
    let known = request.headers().clone();
    let db = app.at(&caller, query.as_of).await?;
    let (tag, page) = db
        .snapshot(move |conn| {
            // A list is as new as the journal's head: whoever has it is told so without any other query.
            // Its hash and not its number: after a restore the same number may stand for something else.
            let (seq, hash) = journal::head(conn)?;
            let digest = answer::digest(&[hash.as_bytes(), VERSION.as_bytes(), basis.as_bytes()]);
            let tag = format!("\"{seq}.{digest}\"");
            if crate::http::preconditions::none_match(&known, &tag) {
                return Ok((tag, None));
            }
            Ok((tag, Some(read::page(conn, &asked, today)?)))
        })
        .await?;
    let Some(page) = page else {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish());
    };
    let page = represent_page(&page.records, &page.embedded, page.total, &query, &caller, &ctx)?;
    let mut response = answer::json(StatusCode::OK, &page)?;
    if let Ok(tag) = header::HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// `GET /things/{id}` and `GET /things/by-external-id/{system}/{value}`
pub(super) async fn read_one<R: Register>(
    allowed: Allowed<R, may::Read>,
    ctx: Ctx,
    address: Address<R>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let query = ItemQuery::parse::<R>(&ctx.query)?;
    demand_view::<R>(&allowed.caller, query.as_of, &query.expand)?;
    let today = day_of(query.as_of, app.clock.today());
    let expand = query.expand.clone();
    let db = app.at(&allowed.caller, query.as_of).await?;
    let (loaded, embedded) = db
        .read(move |conn| {
            let id = address.find(conn)?;
            let loaded = read::one(conn, id, today)?;
            let embedded = if expand.is_empty() { Embedded::new() } else { read::embedded(conn, &loaded, &expand)? };
            Ok((loaded, embedded))
        })
        .await?;
    let view = View { fields: query.fields.as_deref(), embedded: Some(&embedded), is_past: query.as_of.is_some() };
    let fields = represent(&loaded, &allowed.caller, &ctx, view)?;
    answer::record(&request, StatusCode::OK, loaded.record.meta.version, &fields)
}

/// What was just written, as its writer sees it.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn written<R: Register>(
    request: &HttpRequest,
    status: StatusCode,
    loaded: &Loaded<R>,
    caller: &Caller,
    context: &Context,
) -> Answer {
    let fields = represent(loaded, caller, context, View::default())?;
    let mut response = answer::record(request, status, loaded.record.meta.version, &fields)?;
    if status == StatusCode::CREATED {
        let address = context.link(&format!("/{}/{}", R::PATH, loaded.record.meta.id));
        let address = header::HeaderValue::from_str(&address).map_err(ApiError::internal)?;
        response.headers_mut().insert(header::LOCATION, address);
    }
    Ok(response)
}

/// Stores what `change` makes of a record, and answers with it as its writer sees it: created, or as it is now. A request
/// that was carried out before, under the same Idempotency-Key, is answered with what became of it.
///
/// # Errors
/// What `change` gives.
pub async fn stored<R: Register>(
    app: &App,
    (request, context): (&HttpRequest, &Context),
    caller: &Arc<Caller>,
    again: Stored,
    change: impl FnOnce(&mut Tx<'_>, &Caller) -> Result<(Record<R>, Stored), ApiError> + Send + 'static,
) -> Answer {
    let (by, today) = (Arc::clone(caller), app.clock.today());
    let sees_all = confidentiality::sees(caller);
    let done = app
        .db
        .write(context.by(caller.id), move |tx| {
            let (record, how) = change(tx, &by)?;
            Ok((
                if sees_all { Written::Seen(read::load(tx.conn()?, record, today)?) } else { Written::Stored(record) },
                how,
            ))
        })
        .await;
    let db = app.seen_by(caller);
    let (loaded, how) = match done {
        Ok((Written::Seen(loaded), how)) => (loaded, how),
        // What is computed for it may rest on what the caller does not see, and a transaction sees everything.
        Ok((Written::Stored(record), how)) => {
            (db.snapshot(move |conn| read::load(conn, record.clone(), today)).await?, how)
        }
        Err(ApiError(problem)) if problem.done.as_ref().is_some_and(|done| done.kind == R::TYPE) => {
            let id = problem.done.map(|done| done.id).unwrap_or_default();
            (db.read(move |conn| read::one::<R>(conn, id.into(), today)).await?, again)
        }
        Err(error) => return Err(as_seen(app, caller, error).await),
    };
    let status = if how == Stored::Created { StatusCode::CREATED } else { StatusCode::OK };
    written(request, status, &loaded, caller, context)
}

/// A record that was just written.
enum Written<R: Register> {
    /// With what is computed for it.
    Seen(Loaded<R>),
    /// As stored.
    Stored(Record<R>),
}

/// A problem in which the records that it names are called as its caller knows them, and are left out where they are not there
/// for the caller: it comes from a transaction, which sees everything.
async fn as_seen(app: &App, caller: &Caller, mut error: ApiError) -> ApiError {
    let named = std::mem::take(&mut error.0.held_by);
    match seen(app, caller, named).await {
        Ok(seen) => {
            error.0.held_by = seen;
            error
        }
        Err(unavailable) => unavailable,
    }
}

async fn seen(app: &App, caller: &Caller, mut named: Vec<Holder>) -> Result<Vec<Holder>, ApiError> {
    if named.is_empty() || confidentiality::sees(caller) {
        return Ok(named);
    }
    let ids: Vec<(&str, Uuid)> = named.iter().map(|holder| (holder.kind, holder.id)).collect();
    let wanted: Vec<Uuid> = named.iter().map(|holder| holder.id).collect();
    let hidden = app.db.read(move |conn| Ok(confidentiality::among(conn, &wanted)?)).await?;
    let called = app.seen_by(caller).read(move |conn| Ok(references::called(conn, &ids)?)).await?;
    named.retain(|holder| !hidden.contains(&holder.id));
    for holder in &mut named {
        // What is deleted has no name any more.
        let name = called.iter().find(|other| other.id == holder.id).map(|other| other.name.clone());
        holder.name = name.unwrap_or_default();
    }
    Ok(named)
}

/// What a change did to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It created it.
    Created,
    /// It changed it, or left it as it was.
    Changed,
}

/// `POST /things`
pub(super) async fn create<R: Register>(
    allowed: Allowed<R, may::Create>,
    ctx: Ctx,
    body: Body,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let input = write::read_new::<R>(&app.schemas, body.0)?;
    let create = |tx: &mut Tx<'_>, caller: &Caller| Ok((write::create(tx, caller, input)?, Stored::Created));
    stored(&app, (&request, &ctx), &allowed.caller, Stored::Created, create).await
}

/// `PUT /things/by-external-id/{system}/{value}`
pub(super) async fn put<R: Register>(
    allowed: Allowed<R, may::Edit>,
    ctx: Ctx,
    address: Address<R>,
    body: Body,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let Address::External(external) = address else { return Err(ErrorCode::NotFound.into()) };
    let if_match = IfMatch::read(request.headers())?;
    let input = write::read_new::<R>(&app.schemas, body.0)?;
    let put = move |tx: &mut Tx<'_>, caller: &Caller| write::put(tx, caller, external, &if_match, input);
    stored(&app, (&request, &ctx), &allowed.caller, Stored::Changed, put).await
}

/// `PATCH /things/{id}`
pub(super) async fn edit<R: Register>(
    allowed: Allowed<R, may::Edit>,
    ctx: Ctx,
    id: IdPath<R>,
    body: Body,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let if_match = IfMatch::read(request.headers())?.required()?;
    let (today, schemas) = (app.clock.today(), app.schemas.clone());
    let db = app.seen_by(&allowed.caller);
    let seen = db.snapshot(move |conn| read::one::<R>(conn, id.0, today)).await?;
    let seen = represent(&seen, &allowed.caller, &ctx, View::default())?;
    let edit = move |tx: &mut Tx<'_>, caller: &Caller| {
        Ok((write::edit(tx, caller, id.0, &if_match, &schemas, body.0, &seen)?, Stored::Changed))
    };
    stored(&app, (&request, &ctx), &allowed.caller, Stored::Changed, edit).await
}

/// `DELETE /things/{id}`
pub(super) async fn delete<R: Register>(
    allowed: Allowed<R, may::Delete>,
    ctx: Ctx,
    id: IdPath<R>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let if_match = IfMatch::read(request.headers())?.required()?;
    let caller = Arc::clone(&allowed.caller);
    let deleted = app.db.write(ctx.by(caller.id), move |tx| erase::delete::<R>(tx, &caller, id.0, &if_match)).await;
    match deleted {
        Ok(()) => Ok(HttpResponse::NoContent().finish()),
        Err(error) => Err(as_seen(&app, &allowed.caller, error).await),
    }
}

/// `POST /things/{id}/transitions`
pub(super) async fn transition<R: Register>(
    allowed: Allowed<R, may::Transition>,
    ctx: Ctx,
    id: IdPath<R>,
    body: Body,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let if_match = IfMatch::read(request.headers())?;
    let wanted: TransitionIn = body::read(&app.schemas, "TransitionIn", body.0)?;
    let schemas = app.schemas.clone();
    let transition = move |tx: &mut Tx<'_>, caller: &Caller| {
        Ok((write::transition::<R>(tx, caller, id.0, &if_match, &schemas, wanted)?, Stored::Changed))
    };
    stored(&app, (&request, &ctx), &allowed.caller, Stored::Changed, transition).await
}

/// `GET /things/{id}/transitions`
pub(super) async fn list_transitions<R: Register>(
    allowed: Allowed<R, may::Read>,
    ctx: Ctx,
    id: IdPath<R>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let today = app.clock.today();
    let db = app.seen_by(&allowed.caller);
    let Loaded { record, facts, .. } = db.read(move |conn| read::one::<R>(conn, id.0, today)).await?;
    let life = R::LIFECYCLE.ok_or_else(|| ApiError::from(ErrorCode::NotFound))?;
    let state = record.meta.state.clone().unwrap_or_default();
    let owner = R::owner(&record);
    let may = allowed.caller.may(R::PATH, Verb::Transition, owner);
    let items = life.ways_from(&state).filter(|way| way.door != Door::Itself).map(|way| {
        let mut missing = missing_to_move(&record, &facts, way.to);
        let door = R::door(way, &facts);
        let decision = door.decision();
        let is_open = is_open::<R>(way, &facts, &allowed.caller, owner);
        if let Some(kind) = decision {
            missing = gate::missing(kind, missing);
        } else if may && !is_open {
            let reason = match door {
                Door::Editor => text("rätt att ändra posten", "the right to edit the record"),
                _ => text("rätt till alla enheters poster", "the right to all units' records"),
            };
            missing.push(Missing { pointer: "", reason, rule: None });
        }
        TransitionItem {
            link: TransitionLink {
                href: ctx.link(&format!("/{}/{}/transitions", R::PATH, record.meta.id)),
                rel: "transition",
                method: "POST",
                to: way.to,
                title: way.title.get(ctx.lang),
            },
            open: may && is_open && missing.is_empty(),
            reason_required: way.reason_required,
            gate: decision.and_then(DecisionKind::gate),
            decision_kind: decision,
            takes: way.takes,
            missing: missing.iter().map(|item| MissingItem::of(item, ctx.lang)).collect(),
        }
    });
    let links = crate::identity::me::SelfLink::to(ctx.link(&format!("/{}/{}/transitions", R::PATH, record.meta.id)));
    answer::by_content(&request, &TransitionList { items: items.collect(), state: state.clone(), links })
}

/// `GET /things/{id}/history`
pub(super) async fn history<R: Register>(
    allowed: Allowed<R, may::History>,
    ctx: Ctx,
    id: IdPath<R>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let mut params = Params::parse(&ctx.query);
    let version: Option<i32> = params.one("version");
    let (page, limit) = read_paging(&mut params);
    params.finish()?;
    let (id, db) = (id.0.uuid(), app.seen_by(&allowed.caller));
    if let Some(version) = version {
        let row = db.read(move |conn| Ok(journal::version_of_record(conn, R::TYPE, id, version)?)).await?;
        let entry = HistoryEntry { snapshot: stored_of::<R>(&row)?, ..HistoryEntry::of(row, &ctx) };
        return answer::by_content(&request, &entry);
    }
    let (rows, total) = db
        .snapshot(move |conn| {
            let wanted = if page == 0 { 0 } else { limit };
            Ok(journal::page_of_record(conn, R::TYPE, id, (page - 1).max(0) * limit, wanted)?)
        })
        .await?;
    if total == 0 {
        // What a migration laid down has no history until it is changed.
        db.read(move |conn| write::find::<R>(conn, id.into())).await?;
    }
    let entries = rows.into_iter().map(|row| HistoryEntry::of(row, &ctx)).collect();
    answer::by_content(&request, &Page::new(&ctx, entries, total, page, limit))
}
