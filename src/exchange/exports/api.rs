//! `GET /things/export`, the same for every register.

use std::fs::File;
use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::SizedStream;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use futures_util::stream;
use serde_json::{Map, Value};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema as _, ToSchema};
use uuid::Uuid;

use super::writer::Writer;
use super::{Format, Profile};
use crate::app::App;
use crate::db::Conn;
use crate::db::types::Instant;
use crate::error::ApiError;
use crate::exchange::columns::Column;
use crate::http::answer::digest;
use crate::http::context::{Context, Ctx};
use crate::http::endpoint::{Endpoint, Op};
use crate::http::negotiate;
use crate::http::preconditions::none_match;
use crate::http::query::{ListQuery, Params, Value as Param, parameter};
use crate::identity::caller::{Allowed, Caller, may};
use crate::journal;
use crate::openapi::VERSION;
use crate::register::api::{Answer, demand_view};
use crate::register::{Register, read, represent};
use crate::text::Lang;

/// The records that are asked for at a time.
const STEP: i64 = 500;
/// How many exports are made at the same time, and how long another waits for its turn.
pub const AT_ONCE: usize = 2;
const PATIENCE: Duration = Duration::from_secs(20);
/// The bytes that are read from the file at a time.
const PIECE: usize = 64 * 1024;

/// The endpoint of a register.
pub fn endpoint<R: Register>() -> Endpoint {
    let names = R::NAMES;
    let words = Format::ALL.map(Format::word).join(", ");
    let op = Op::new(
        format!("export_{}", names.many.replace([' ', '-'], "_")),
        R::PATH,
        format!("Export {}", names.many),
        format!("All {} that match, as a file, from one state of the register and in the order in which they were created. \
            What is exported can be imported unchanged. Lists stand in a cell as `a; b`, and what a cell cannot hold otherwise as JSON.", names.many),
    )
    .query(vec![
        parameter("format", &format!("The format, before Accept: {words}."), <String as Param>::schema()),
        parameter("profile", "`excel-sv` for Excel in Swedish: Swedish headings, and in CSV a byte order mark, semicolons, decimal commas, and nothing that a spreadsheet would take for a formula. `plain` otherwise.", <String as Param>::schema()),
    ])
    .query(ListQuery::<R>::document_whole())
    .answers(200, format!("The {}.", names.many), "Export")
    .produces(&Format::ALL.map(Format::media_type))
    .header("Content-Disposition", "The name of the file.")
    .conditional();
    Endpoint::at(format!("/{}/export", R::PATH)).get(op, export::<R>)
}

/// A record of an export, with all its fields or those of `fields=`, and without links.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a schema, no value")]
struct ExportedRecord {
    /// Its id.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    id: Uuid,
    /// Its version.
    #[schema(minimum = 1, example = 1)]
    version: i32,
}

/// A whole list. As NDJSON its items stand a line each, without this object around them.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a schema, no value")]
struct Export {
    /// All that match.
    items: Vec<ExportedRecord>,
}

/// The schemas of exports.
pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    ExportedRecord::schemas(schemas);
    schemas.push(("ExportedRecord".into(), ExportedRecord::schema()));
    schemas.push(("Export".into(), Export::schema()));
}

/// A whole list, whatever its register.
trait Whole: Send {
    /// As of when it is asked.
    fn as_of(&self) -> Option<Instant>;
    /// The day for which it is asked.
    fn day(&self) -> NaiveDate;
    /// The fields that are wanted.
    fn fields(&self) -> Option<&[String]>;
    /// Gives every record that matches to `f`, a step at a time.
    fn each(&self, conn: &mut Conn, lang: Lang, f: Take<'_>) -> Result<(), ApiError>;
}

/// What is done with each record.
type Take<'a> = &'a mut dyn FnMut(&Map<String, Value>) -> Result<(), ApiError>;

impl<R: Register> Whole for ListQuery<R> {
    fn as_of(&self) -> Option<Instant> {
        self.as_of
    }

    fn day(&self) -> NaiveDate {
        self.on.unwrap_or(self.today)
    }

    fn fields(&self) -> Option<&[String]> {
        self.fields.as_deref()
    }

    fn each(&self, conn: &mut Conn, lang: Lang, f: Take<'_>) -> Result<(), ApiError> {
        let mut after = None;
        loop {
            let rows = R::rows_after(conn, self, after, STEP)?;
            let records: Vec<_> = rows.into_iter().map(R::from_row).collect();
            let Some(last) = records.last() else { return Ok(()) };
            after = Some(last.meta.id);
            for loaded in read::load_all(conn, records, self.day())? {
                f(&represent::fields(&loaded, lang, self.fields())?)?;
            }
        }
    }
}

async fn export<R: Register>(
    allowed: Allowed<R, may::Read>,
    ctx: Ctx,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let mut params = Params::parse(&ctx.query);
    let (format, profile) = form(&mut params);
    let query = ListQuery::<R>::read_whole(params, app.clock.today())?;
    demand_view::<R>(&allowed.caller, query.as_of, &[])?;
    let asked = Asked { path: R::PATH, format, profile, query: Box::new(query) };
    let _turn = turn(&app.exports).await?;
    answer(asked, &allowed.caller, &ctx, &app, &request).await
}

/// What is asked for.
pub struct Asked {
    path: &'static str,
    format: Option<Format>,
    profile: Profile,
    query: Box<dyn Whole>,
}

/// What is asked for with a query that is settled; the form is the caller's.
///
/// # Errors
/// When something else is asked for than a form.
pub fn fixed<R: Register>(query: &str, mut params: Params, today: NaiveDate) -> Result<Asked, ApiError> {
    let (format, profile) = form(&mut params);
    params.finish()?;
    let query = ListQuery::<R>::read_whole(Params::parse(query), today)?;
    Ok(Asked { path: R::PATH, format, profile, query: Box::new(query) })
}

/// The format and the profile that are asked for.
fn form(params: &mut Params) -> (Option<Format>, Profile) {
    let format = params.one_of("format", &Format::ALL.map(Format::word));
    let profile = params.one_of("profile", &Profile::ALL.map(Profile::word));
    (
        Format::ALL.into_iter().find(|one| Some(one.word()) == format),
        Profile::ALL.into_iter().find(|one| Some(one.word()) == profile).unwrap_or_default(),
    )
}

/// The turn to make an export.
///
/// # Errors
/// Unavailable when too many are being made.
pub async fn turn(turns: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, ApiError> {
    match tokio::time::timeout(PATIENCE, Arc::clone(turns).acquire_owned()).await {
        Ok(Ok(turn)) => Ok(turn),
        Ok(Err(_)) | Err(_) => Err(ApiError::unavailable("too many exports are being made")),
    }
}

/// Makes and sends an export, as a caller sees it; it takes a [`turn`].
///
/// # Errors
/// When the database refuses.
pub async fn answer(asked: Asked, caller: &Caller, context: &Context, app: &App, request: &HttpRequest) -> Answer {
    let Asked { path, format, profile, query } = asked;
    let format = match format {
        Some(format) => format,
        None => {
            let chosen = negotiate::choose(request, &Format::ALL.map(Format::media_type))?;
            Format::ALL.into_iter().find(|format| format.media_type() == chosen).unwrap_or_default()
        }
    };
    let columns = columns(app, path, query.fields());
    let basis = format!("{}|{caller:?}|{}|{}", request.uri(), query.day(), context.lang.code());
    let (known, lang) = (request.headers().clone(), context.lang);
    let db = app.at(caller, query.as_of()).await?;
    let (tag, file) = db
        .snapshot(move |conn| {
            let (seq, hash) = journal::head(conn)?;
            let digest = digest(&[hash.as_bytes(), VERSION.as_bytes(), basis.as_bytes()]);
            let tag = format!("\"{seq}.{digest}\"");
            if none_match(&known, &tag) {
                return Ok((tag, None));
            }
            let file = tempfile::tempfile().map_err(ApiError::internal)?;
            let mut writer = Writer::begin(file, format, profile, &columns)?;
            query.each(conn, lang, &mut |record| writer.record(record))?;
            Ok((tag, Some(writer.finish()?)))
        })
        .await?;
    let Some(file) = file else {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish());
    };
    send(file, format, &tag, &format!("{path}-{}.{}", app.clock.today(), format.word()))
}

/// The columns of a register, or those that are asked for.
fn columns(app: &App, path: &str, fields: Option<&[String]>) -> Vec<Column> {
    let all = app.contract.columns.get(path).map(Vec::as_slice).unwrap_or_default();
    let wanted = |column: &Column| {
        let name = column.path.first().map(String::as_str).unwrap_or_default();
        fields.is_none_or(|fields| ["id", "version"].contains(&name) || fields.iter().any(|field| field == name))
    };
    all.iter().filter(|column| wanted(column)).cloned().collect()
}

/// Sends a file, piece by piece.
fn send(file: File, format: Format, tag: &str, name: &str) -> Answer {
    let length = file.metadata().map_err(ApiError::internal)?.len();
    let pieces = stream::try_unfold(file, |mut file| async move {
        let read = move || {
            let mut piece = vec![0; PIECE];
            let count = file.read(&mut piece)?;
            piece.truncate(count);
            Ok::<_, std::io::Error>((file, piece))
        };
        let (file, piece) = web::block(read).await.map_err(std::io::Error::other)??;
        Ok::<_, std::io::Error>((!piece.is_empty()).then(|| (web::Bytes::from(piece), file)))
    });
    let charset = if format == Format::Xlsx { "" } else { "; charset=utf-8" };
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_TYPE, format!("{}{charset}", format.media_type())));
    response.insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.insert_header((header::ETAG, tag));
    }
    Ok(response.body(SizedStream::new(length, pieces)))
}
