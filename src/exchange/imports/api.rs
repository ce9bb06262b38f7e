//! The operations of imports.

use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, web};
use futures_util::StreamExt as _;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tokio::time::{Instant as Tick, sleep};
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType};

use super::asked::Asked;
use super::columns::{ImportColumnKind, KnownColumn, KnownColumns, known};
use super::rows::{ImportCounts, ImportFault, ImportLinks, ImportNotice, ImportOut, ImportRowLinks, ImportRowOut};
use super::source::{ImportColumn, Plan, Source};
use super::store::{self, Import, Seen, cells};
use super::work::too_many;
use super::{ImportState, Imports, MOST_AT_ONCE, OnError, RowAction, importable};
use crate::app::App;
use crate::db::types::{Id, Json};
use crate::error::{ApiError, ErrorCode};
use crate::exchange::exports::NDJSON;
use crate::exchange::reading::{FileEncoding, FileFormat, Found, FoundTable, Guess, MAX_BYTES, Refusal};
use crate::http::answer;
use crate::http::body::payload_error;
use crate::http::context::Ctx;
use crate::http::endpoint::{CSV, Endpoint, JSON, Op, XLSX};
use crate::http::prefer;
use crate::http::query::{Any, FilterField as _, Params, paging, read_paging};
use crate::identity::caller::{Allowed, Caller, Subject as _, Who, may};
use crate::identity::me::SelfLink;
use crate::identity::policy::{Verb, permission};
use crate::journal::hex;
use crate::reference::municipalities;
use crate::register::api::{Answer, IdPath};
use crate::register::represent::Page;
use crate::register::{Operation, schema};
use crate::text::Message;

/// The media type of a file of which nothing is said.
const BYTES: &str = "application/octet-stream";
/// How often a caller who waits is told how far an import is.
const LOOK: std::time::Duration = std::time::Duration::from_millis(100);
/// The bytes of a file that are written at a time.
const GATHERED: usize = 1024 * 1024;

/// What is answered here.
pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    fn add<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
        schemas.push((T::name().into_owned(), T::schema()));
    }
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
    let about = "Sends a file, of 200 MB and 1,000,000 rows at most, to become records of a register. The rules, the rights and the journal are those of single writes (R-23); rows name records by `id`, or by ids of other systems. What the file is is found out and told; columns with personal data are left out (R-39). An empty cell empties its field, an absent column leaves it as it is. `Content-Type` and its `charset` count as declared.\n\nThe rows are taken in in the background: `state` and `counts` tell how far it is, `/imports/{id}/rows` what became of each. With `Prefer: wait=20` the answer waits for the end. The same file again changes nothing.";
    let create = Op::new("create_import", TAG, "Import a file", about)
        .query(Asked::document())
        .reads_header("Prefer", "`wait=20`: wait so many seconds, at most 60, for the end of the import (RFC 7240).")
        .body_as("ImportFile", &[BYTES, CSV, XLSX, JSON, NDJSON])
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
    let columns = Op::new("list_import_columns", TAG, "List the columns of a register's files", "Under which headers, in Swedish and English, the columns of a file are known. The order of the columns does not matter.")
        .answers(200, "The columns.", "KnownColumns")
        .conditional();
    vec![
        Endpoint::at("/imports").get(list, list_imports).post(create, create_import),
        Endpoint::at("/imports/columns/{resource}").get(columns, list_columns),
        Endpoint::at("/imports/{id}").get(read, read_import),
        Endpoint::at("/imports/{id}/rows").get(rows, list_rows),
    ]
}

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
    let place = app.imports.places.try_acquire().map_err(|_| ApiError::unavailable("too many files are received"))?;
    let received = receive(payload).await?;
    let (import, file) = prepare(&app, &asked, received, &caller, &ctx).await?;
    let id = import.id;
    keep(&app, import, file).await?;
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

/// What the header says of the file, where the query says nothing.
fn declare(request: &HttpRequest, asked: &mut Asked) -> Result<(), ApiError> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let mut parts = content_type.unwrap_or(BYTES).split(';').map(|part| part.trim().to_ascii_lowercase());
    let essence = parts.next().unwrap_or_default();
    let format = match essence.as_str() {
        BYTES => None,
        CSV => Some(FileFormat::Csv),
        XLSX => Some(FileFormat::Xlsx),
        JSON => Some(FileFormat::Json),
        NDJSON => Some(FileFormat::Ndjson),
        _ => return Err(unsupported()),
    };
    let charset = parts.find_map(|part| part.strip_prefix("charset=").map(|name| name.trim_matches('"').to_owned()));
    let encoding = match charset.as_deref() {
        None => None,
        Some("utf-8") => Some(FileEncoding::Utf8),
        Some("windows-1252") => Some(FileEncoding::Windows1252),
        Some("utf-16le") => Some(FileEncoding::Utf16le),
        Some("utf-16be") => Some(FileEncoding::Utf16be),
        Some(_) => return Err(unsupported()),
    };
    if request.headers().get(header::CONTENT_ENCODING).is_some_and(|value| value != "identity") {
        return Err(unsupported());
    }
    asked.declared.format = asked.declared.format.or(format);
    asked.declared.encoding = asked.declared.encoding.or(encoding);
    Ok(())
}

fn unsupported() -> ApiError {
    let types = [BYTES, CSV, XLSX, JSON, NDJSON].join(", ");
    ApiError::new(
        ErrorCode::UnsupportedMediaType,
        Message::new(
            format!(
                "Content-Type ska vara någon av {types}, i UTF-8, Windows-1252 eller UTF-16 och utan Content-Encoding."
            ),
            format!(
                "Content-Type must be one of {types}, in UTF-8, Windows-1252 or UTF-16 and without Content-Encoding."
            ),
        ),
    )
}

/// A file that was received.
struct Received {
    file: File,
    bytes: u64,
    sha256: String,
}

/// Receives a file into a temporary one.
async fn receive(mut payload: web::Payload) -> Result<Received, ApiError> {
    let mut received = (tempfile::tempfile().map_err(ApiError::internal)?, Sha256::new());
    let (mut bytes, mut gathered) = (0, Vec::with_capacity(GATHERED));
    loop {
        let piece = payload.next().await.transpose().map_err(|error| payload_error(error.into()))?;
        let is_last = piece.is_none();
        if let Some(piece) = piece {
            bytes += piece.len() as u64;
            if bytes > MAX_BYTES {
                return Err(ErrorCode::ContentTooLarge.into());
            }
            gathered.extend_from_slice(&piece);
        }
        if gathered.len() >= GATHERED || is_last {
            let piece = std::mem::replace(&mut gathered, Vec::with_capacity(GATHERED));
            let (mut file, mut hash) = received;
            received = blocking(move || {
                file.write_all(&piece)?;
                hash.update(&piece);
                Ok::<_, std::io::Error>((file, hash))
            })
            .await?
            .map_err(ApiError::internal)?;
        }
        if is_last {
            break;
        }
    }
    let (file, hash) = received;
    Ok(Received { file, bytes, sha256: hex(&hash.finalize()) })
}

async fn blocking<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
    web::block(f).await.map_err(|_| ApiError::internal("the reading of a file panicked"))
}

/// Finds out what a file is. What is wrong with the whole of it is said at once.
async fn prepare(
    app: &App,
    asked: &Asked,
    received: Received,
    caller: &Caller,
    context: &crate::http::context::Context,
) -> Result<(Import, File), ApiError> {
    let path = asked.register.path();
    let plan = Plan {
        path,
        columns: app.contract.columns.get(path).map(Vec::as_slice).unwrap_or_default(),
        declared: asked.declared.clone(),
        foreign: asked.foreign,
        system: asked.system.clone(),
        fill: cells(&asked.fill),
        municipalities: app.db.read(|conn| Ok(municipalities::names(conn)?)).await?,
    };
    let Received { mut file, bytes, sha256 } = received;
    let at_once = asked.on_error == OnError::Abort;
    let looked = blocking(move || {
        let mut source = Source::open(file.try_clone()?, &plan)?;
        let (found, foreign, columns) = (source.found().clone(), source.foreign(), source.columns());
        let beyond = at_once && (0..).map_while(|position| source.next(position)).nth(MOST_AT_ONCE).is_some();
        file.rewind()?;
        Ok::<_, Refusal>((file, found, foreign, columns, beyond))
    })
    .await?;
    let (file, found, foreign_format, columns, beyond) = looked.map_err(|refusal| match refusal {
        Refusal::TooLarge(message) => ApiError::new(ErrorCode::ContentTooLarge, message),
        Refusal::Unreadable(message) => ApiError::new(ErrorCode::Unprocessable, message),
        Refusal::Io(error) => ApiError::internal(error),
    })?;
    if beyond {
        return Err(ApiError::new(ErrorCode::ContentTooLarge, too_many()));
    }
    let scopes = match &caller.who {
        Who::Machine(machine) => {
            Some(machine.scopes.iter().map(|(subject, verb)| permission(subject, *verb)).collect())
        }
        Who::Person(_) => None,
    };
    let import = Import {
        id: Id::new(),
        created_at: app.clock.now(),
        created_by: Id::from(caller.id),
        unit_id: caller.unit_id,
        trace_id: context.trace_id.clone(),
        resource: path.to_owned(),
        mode: asked.mode,
        on_error: asked.on_error,
        system: asked.system.clone(),
        foreign_format,
        declared: Json(asked.declared.clone()),
        fill: Json(asked.fill.clone()),
        scopes: scopes.map(Json),
        bytes: i64::try_from(bytes).unwrap_or(i64::MAX),
        sha256,
        found: Json(serde_json::to_value(found).map_err(ApiError::internal)?),
        mapping: Json(columns),
        state: ImportState::Receiving,
        done: 0,
        created: 0,
        updated: 0,
        unchanged: 0,
        skipped: 0,
        errors: 0,
        problem: None,
        finished_at: None,
    };
    Ok((import, file))
}

/// Keeps an import with its file, piece by piece; it waits when all are there.
async fn keep(app: &App, import: Import, file: File) -> Result<(), ApiError> {
    let id = import.id;
    app.db.passing(move |conn| Ok(store::enter(conn, &import)?)).await?;
    let file = Arc::new(file);
    for number in 0.. {
        let from = Arc::clone(&file);
        let piece = blocking(move || store::piece(&from)).await?.map_err(ApiError::internal)?;
        let Some(piece) = piece else { break };
        app.db.passing(move |conn| Ok(store::keep_piece(conn, id, number, &piece)?)).await?;
    }
    app.db.passing(move |conn| Ok(store::set_state(conn, id, ImportState::Waiting)?)).await
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
    let (seen, wanted) = (Seen::by(&allowed.caller), if page == 0 { 0 } else { limit });
    let skip = (page - 1).max(0) * limit;
    let (rows, total) = app.db.snapshot(move |conn| Ok(store::page(conn, seen, (skip, wanted))?)).await?;
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
    let import = app.db.read(move |conn| Ok(store::find(conn, id.0)?)).await?.filter(|import| seen.has(import));
    answer::by_content(&request, &ImportOut::of(import.ok_or(ErrorCode::NotFound)?, &ctx))
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
    let (seen, wanted) = (Seen::by(&allowed.caller), if page == 0 { 0 } else { limit });
    let skip = (page - 1).max(0) * limit;
    let (import, rows, total) = app
        .db
        .snapshot(move |conn| {
            let import = store::find(conn, id.0)?.filter(|import| seen.has(import)).ok_or(ErrorCode::NotFound)?;
            let (rows, total) = store::page_of_rows(conn, id.0, &actions, (skip, wanted))?;
            Ok((import, rows, total))
        })
        .await?;
    let items = rows.into_iter().map(|row| ImportRowOut::of(row, &import.resource, &ctx)).collect();
    answer::by_content(&request, &Page::new(&ctx, items, total, page, limit))
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
