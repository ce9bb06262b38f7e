//! The handlers that all registers share.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use super::dto::{HistoryEntry, TransitionIn, TransitionItem, TransitionList};
use super::lifecycle::missing_to_move;
use super::represent::{Page, TransitionLink, View, is_open, represent, represent_page};
use super::{Door, Embedded, Loaded, Record, Register, Scope, erase, gate, read, references, stored_of, write};
use crate::app::App;
use crate::db::types::{Id, Instant};
use crate::error::{ApiError, ErrorCode, Fault, FaultCode, Missing, Place};
use crate::governance::decisions::DecisionKind;
use crate::http::answer;
use crate::http::body::{self, Body};
use crate::http::context::{Context, Ctx};
use crate::http::preconditions::IfMatch;
use crate::http::problem::MissingItem;
use crate::http::query::{ItemQuery, ListQuery, Params, day_of, read_paging};
use crate::identity::caller::{Allowed, Caller, may};
use crate::identity::policy::Verb;
use crate::journal;
use crate::openapi::VERSION;
use crate::text::text;

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
    let scope = Scope::of(&caller);
    let db = app.at(query.as_of).await?;
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
            Ok((tag, Some(read::page(conn, &scope, &asked, today)?)))
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

/// `GET /things/{id}`
pub(super) async fn read_one<R: Register>(
    allowed: Allowed<R, may::Read>,
    ctx: Ctx,
    id: IdPath<R>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let query = ItemQuery::parse::<R>(&ctx.query)?;
    demand_view::<R>(&allowed.caller, query.as_of, &query.expand)?;
    let today = day_of(query.as_of, app.clock.today());
    let (scope, expand) = (Scope::of(&allowed.caller), query.expand.clone());
    let db = app.at(query.as_of).await?;
    let (loaded, embedded) = db
        .read(move |conn| {
            let loaded = read::one(conn, &scope, id.0, today)?;
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
    let (caller, today) = (allowed.caller.clone(), app.clock.today());
    let loaded = app
        .db
        .write(ctx.by(caller.id.uuid()), move |tx| {
            let record = write::create(tx, &caller, input)?;
            read::load(tx.conn, record, today)
        })
        .await?;
    written(&request, StatusCode::CREATED, &loaded, &allowed.caller, &ctx)
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
    let (caller, today, schemas) = (allowed.caller.clone(), app.clock.today(), app.schemas.clone());
    let context = (*ctx).clone();
    let loaded = app
        .db
        .write(ctx.by(caller.id.uuid()), move |tx| {
            let current = |conn: &mut crate::db::Conn, record: &Record<R>| {
                represent(&read::load(conn, record.clone(), today)?, &caller, &context, View::default())
            };
            let record = write::edit(tx, &caller, id.0, &if_match, &schemas, body.0, current)?;
            read::load(tx.conn, record, today)
        })
        .await?;
    written(&request, StatusCode::OK, &loaded, &allowed.caller, &ctx)
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
    let caller = allowed.caller;
    app.db.write(ctx.by(caller.id.uuid()), move |tx| erase::delete::<R>(tx, &caller, id.0, &if_match)).await?;
    Ok(HttpResponse::NoContent().finish())
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
    let (caller, today, schemas) = (allowed.caller.clone(), app.clock.today(), app.schemas.clone());
    let loaded = app
        .db
        .write(ctx.by(caller.id.uuid()), move |tx| {
            let record = write::transition::<R>(tx, &caller, id.0, &if_match, &schemas, wanted)?;
            read::load(tx.conn, record, today)
        })
        .await?;
    written(&request, StatusCode::OK, &loaded, &allowed.caller, &ctx)
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
    let (today, scope) = (app.clock.today(), Scope::of(&allowed.caller));
    let Loaded { record, facts, .. } = app.db.read(move |conn| read::one::<R>(conn, &scope, id.0, today)).await?;
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
    _allowed: Allowed<R, may::History>,
    ctx: Ctx,
    id: IdPath<R>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let mut params = Params::parse(&ctx.query);
    let version: Option<i32> = params.one("version");
    let (page, limit) = read_paging(&mut params);
    params.finish()?;
    let id = id.0.uuid();
    if let Some(version) = version {
        let row = app.db.read(move |conn| Ok(journal::version_of_record(conn, R::TYPE, id, version)?)).await?;
        let entry = HistoryEntry { snapshot: stored_of::<R>(&row)?, ..HistoryEntry::of(row, &ctx) };
        return answer::by_content(&request, &entry);
    }
    let (rows, total) = app
        .db
        .snapshot(move |conn| {
            let wanted = if page == 0 { 0 } else { limit };
            Ok(journal::page_of_record(conn, R::TYPE, id, (page - 1).max(0) * limit, wanted)?)
        })
        .await?;
    if total == 0 {
        // What a migration laid down has no history until it is changed.
        app.db.read(move |conn| write::find::<R>(conn, id.into())).await?;
    }
    let entries = rows.into_iter().map(|row| HistoryEntry::of(row, &ctx)).collect();
    answer::by_content(&request, &Page::new(&ctx, entries, total, page, limit))
}
