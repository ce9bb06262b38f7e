//! The operations of imports.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, web};
use serde_json::json;
use tokio::time::{Instant as Tick, sleep};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType};

use super::asked::Asked;
use super::columns::{ImportColumnKind, KnownColumn, KnownColumns, known};
use super::receiving::{BYTES, declare, keep, prepare, receive};
use super::rows::{ImportCounts, ImportFault, ImportLinks, ImportNotice, ImportOut, ImportRowLinks, ImportRowOut};
use super::source::ImportColumn;
use super::store::{self, Import, Seen};
use super::{Imports, KIND, RowAction, importable};
use crate::app::App;
use crate::db::types::Id;
use crate::error::{ApiError, ErrorCode};
use crate::exchange::exports::NDJSON;
use crate::exchange::reading::{Found, FoundTable, Guess};
use crate::http::context::Ctx;
use crate::http::endpoint::{CSV, Endpoint, JSON, Op, XLSX};
use crate::http::query::{Any, FilterField as _, Params, paging, read_paging, window};
use crate::http::{answer, idempotency, prefer};
use crate::identity::caller::{Allowed, Subject as _, may};
use crate::identity::me::SelfLink;
use crate::identity::policy::Verb;
use crate::register::api::{Answer, IdPath};
use crate::register::represent::Page;
use crate::register::{Operation, confidentiality, schema};
use crate::text::Message;

/// How often a caller who waits is told how far an import is.
const LOOK: std::time::Duration = std::time::Duration::from_millis(100);

/// What is answered here.
pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    use crate::openapi::add;
    schemas.push(("ImportFile".into(), file_schema()));
    add::<Guess>(schemas);
    add::<FoundTable>(schemas);
    add::<Found>(schemas);
    add::<ImportColumn>(schemas);
    add::<ImportCounts>(schemas);
    add::<ImportLinks>(schemas);
    add::<ImportOut>(schemas);
    add::<ImportFault>(schemas);
    add::<ImportNotice>(schemas);
    add::<ImportRowLinks>(schemas);
    add::<ImportRowOut>(schemas);
    add::<ImportColumnKind>(schemas);
    add::<KnownColumn>(schemas);
    add::<KnownColumns>(schemas);
    schemas.push(("ImportPage".into(), schema::page_of("Import", "A page of imports, the newest first.").into()));
    let rows = "A page of what became of an import's rows, in the order of the file.";
    schemas.push(("ImportRowPage".into(), schema::page_of("ImportRow", rows).into()));
}

/// A file in the document: anything, with a JSON list as its example.
#[expect(deprecated, reason = "DIGG's linter looks for `example` (DOK.15)")]
fn file_schema() -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(SchemaType::AnyValue)
        .description(Some("A file as it is: CSV, an Excel workbook, a JSON list of objects, or a JSON object a line."))
        .example(Some(json!([{"externalIds": "ekonomi:4711", "name": "Region Exempel", "kind": "regional_authority", "partnershipKind": "project"}])))
        .into()
}

/// The endpoints.
pub fn endpoints() -> Vec<Endpoint> {
    const TAG: &str = Imports::NAME;
    let about = "Sends a file, of 200 MB and 1,000,000 rows at most, to become records of a register. The rules, the rights and the journal are those of single writes (R-23); rows name records by `id`, or by ids of other systems. What the file is is found out and told; columns with personal data are left out (R-39). An empty cell empties its field, an absent column leaves it as it is. A new record whose row lacks what `/imports/columns/{resource}` calls `assumed` is given what is usual, and its row says so. `Content-Type` and its `charset` count as declared.\n\nThe rows are taken in in the background: `state` and `counts` tell how far it is, `/imports/{id}/rows` what became of each. At most 20 of a sender are on their way at a time. With `Prefer: wait=20` the answer waits for the end. The same file again changes nothing.";
    let create = Op::new("create_import", TAG, "Import a file", about)
        .query(Asked::document())
        .reads_header("Prefer", "`wait=20`: wait so many seconds, at most 60, for the end of the import (RFC 7240).")
        .body_as("ImportFile", &[BYTES, CSV, XLSX, JSON, NDJSON])
        .once()
        .problem(ErrorCode::TooManyRequests)
        .answers(201, "The import.", "Import")
        .header("Location", "The address of the import.")
        .header("Preference-Applied", "`wait=20`, when the service was ready to wait.");
    let list = Op::new(
        "list_imports",
        TAG,
        "List imports",
        "The imports that one has sent oneself, or one's unit; nobody else's. What became of rows is kept for 30 days.",
    )
    .query(paging())
    .answers(200, "A page of imports.", "ImportPage")
    .conditional();
    let read =
        Op::new("get_import", TAG, "Read an import", "How far an import is, and what was found out about its file.")
            .answers(200, "The import.", "Import")
            .conditional();
    let mut parameters = paging();
    parameters.extend(Any::<RowAction>::document("action", "What became of the row."));
    let rows = Op::new(
        "list_import_rows",
        TAG,
        "List the rows of an import",
        "What became of each row: with every fault the column, the value seen, the rule and what to do.",
    )
    .query(parameters)
    .answers(200, "A page of rows.", "ImportRowPage")
    .conditional();
    let cancel = Op::new(
        "cancel_import",
        TAG,
        "Cancel an import",
        "Stops an import. What is written stays; its rows tell what that is. On SQLite a file that is being written all or nothing keeps every other write waiting, this one too (503). An import that is over, or still being received, is not stopped (409).",
    )
    .answers(200, "The import.", "Import")
    .problem(ErrorCode::StateConflict);
    let columns = Op::new("list_import_columns", TAG, "List the columns of a register's files", "Under which headers, in Swedish and English, the columns of a file are known. The order of the columns does not matter.")
        .answers(200, "The columns.", "KnownColumns")
        .conditional();
    vec![
        Endpoint::at("/imports").get(list, list_imports).post(create, create_import),
        Endpoint::at("/imports/columns/{resource}").get(columns, list_columns),
        Endpoint::at("/imports/{id}").get(read, read_import),
        Endpoint::at("/imports/{id}/rows").get(rows, list_rows),
        Endpoint::at("/imports/{id}/cancellations").post(cancel, cancel_import),
    ]
}

/// The imports of one sender that may be on their way: each keeps its file until it is over.
const MOST_WAITING: i64 = 20;
/// The seconds after which one of many imports may be over.
const AGAIN: u64 = 60;

async fn create_import(
    allowed: Allowed<Imports, may::Create>,
    ctx: Ctx,
    app: web::Data<App>,
    request: HttpRequest,
    payload: web::Payload,
) -> Answer {
    let mut asked = Asked::read(&ctx.query)?;
    let caller = allowed.caller;
    // Nothing of the file is read for who may not write what is in it.
    caller.demand_any(asked.register.path(), Verb::Create)?;
    if asked.register.operations().contains(&Operation::Edit) {
        caller.demand_any(asked.register.path(), Verb::Edit)?;
    }
    declare(&request, &mut asked)?;
    let by = Id::from(caller.id);
    if app.db.read(move |conn| Ok(store::unfinished(conn, by)?)).await? >= MOST_WAITING {
        let mut error = ApiError::new(ErrorCode::TooManyRequests, too_many_waiting());
        error.0.retry_after = Some(AGAIN);
        return Err(error);
    }
    let place = app.imports.places.try_acquire().map_err(|_| ApiError::unavailable("too many files are received"))?;
    let received = receive(payload).await?;
    let content_type = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    idempotency::note(&request, &[content_type, b"\n", received.sha256.as_bytes()].concat())?;
    let (import, file) = prepare(&app, &asked, received, &caller, &ctx).await?;
    let id = import.id;
    let id = match keep(&app, import, file, ctx.by(caller.id)).await {
        Ok(()) => id,
        Err(ApiError(problem)) => match &problem.done {
            Some(done) if done.kind == KIND => Id::from(done.id),
            _ => return Err(ApiError(problem)),
        },
    };
    drop(place);
    app.imports.wake();
    let wait = prefer::wait(request.headers());
    let until = Tick::now() + wait.unwrap_or_default();
    let import = loop {
        let found = app.db.read(move |conn| Ok(store::find(conn, id)?)).await?.ok_or(ErrorCode::NotFound)?;
        if found.finished_at.is_some() || Tick::now() >= until || app.changes.seen().borrow().stopping {
            break found;
        }
        sleep(LOOK).await;
    };
    let import = ImportOut::of(import, &ctx);
    let location = HeaderValue::from_str(&import.links.this.href).map_err(ApiError::internal)?;
    let mut response = answer::json(StatusCode::CREATED, &import)?;
    response.headers_mut().insert(header::LOCATION, location);
    if let Some(wait) = wait {
        prefer::applied(response.headers_mut(), wait);
    }
    Ok(response)
}

fn too_many_waiting() -> Message {
    Message::new(
        format!("{MOST_WAITING} importer är på väg. Skicka nästa när någon av dem är klar."),
        format!("{MOST_WAITING} imports are on their way. Send the next when one of them is over."),
    )
}

async fn list_imports(
    allowed: Allowed<Imports, may::Read>,
    ctx: Ctx,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let mut params = Params::parse(&ctx.query);
    let (page, limit) = read_paging(&mut params);
    params.finish()?;
    let (seen, window) = (Seen::by(&allowed.caller), window((page, limit)));
    let (rows, total) = app.db.snapshot(move |conn| Ok(store::page(conn, seen, window)?)).await?;
    let items = rows.into_iter().map(|import| ImportOut::of(import, &ctx)).collect();
    answer::by_content(&request, &Page::new(&ctx, items, total, page, limit))
}

async fn read_import(
    allowed: Allowed<Imports, may::Read>,
    ctx: Ctx,
    id: IdPath<Import>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let seen = Seen::by(&allowed.caller);
    let import = app.db.read(move |conn| seen.find(conn, id.0)).await?;
    answer::by_content(&request, &ImportOut::of(import, &ctx))
}

async fn list_rows(
    allowed: Allowed<Imports, may::Read>,
    ctx: Ctx,
    id: IdPath<Import>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let mut params = Params::parse(&ctx.query);
    let (page, limit) = read_paging(&mut params);
    let actions: Vec<RowAction> = params.all("action");
    params.finish()?;
    let (seen, window) = (Seen::by(&allowed.caller), window((page, limit)));
    let (import, rows, total) = app
        .db
        .snapshot(move |conn| {
            let import = seen.find(conn, id.0)?;
            let (rows, total) = store::page_of_rows(conn, id.0, &actions, window)?;
            Ok((import, rows, total))
        })
        .await?;
    // A row that was refused has no record that could say whether it is confidential.
    let shows_cells = import.created_by.uuid() == allowed.caller.id || confidentiality::sees(&allowed.caller);
    let items = rows.into_iter().map(|row| ImportRowOut::of(row, &import.resource, shows_cells, &ctx)).collect();
    answer::by_content(&request, &Page::new(&ctx, items, total, page, limit))
}

async fn cancel_import(
    allowed: Allowed<Imports, may::Create>,
    ctx: Ctx,
    id: IdPath<Import>,
    app: web::Data<App>,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let (seen, id, now) = (Seen::by(&allowed.caller), id.0, app.clock.now());
    app.db.read(move |conn| seen.find(conn, id)).await?;
    let cancelled = app.db.passing(move |conn| store::cancel(conn, id, now)).await?;
    answer::json(StatusCode::OK, &ImportOut::of(cancelled, &ctx))
}

async fn list_columns(
    _allowed: Allowed<Imports, may::Read>,
    ctx: Ctx,
    app: web::Data<App>,
    path: web::Path<String>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let register = importable().find(|register| register.path() == *path).ok_or(ErrorCode::NotFound)?;
    let columns = app.contract.columns.get(register.path()).map(Vec::as_slice).unwrap_or_default();
    let links = SelfLink::to(ctx.link(&format!("/imports/columns/{}", register.path())));
    answer::by_content(&request, &KnownColumns { items: known(register.path(), columns), links })
}
