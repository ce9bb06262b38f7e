//! Files on their way in: received into a temporary file, looked at, and kept in the database.

use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpRequest, web};
use futures_util::StreamExt as _;
use sha2::{Digest as _, Sha256};

use super::asked::Asked;
use super::parts::too_many;
use super::source::{Plan, Source};
use super::store::{self, Import, cells};
use super::{ImportState, KIND, MOST_AT_ONCE, OnError, blocking};
use crate::app::App;
use crate::db::Conn;
use crate::db::types::{Id, Json};
use crate::error::{ApiError, ErrorCode};
use crate::exchange::exports::NDJSON;
use crate::exchange::reading::{FileEncoding, FileFormat, MAX_BYTES, Refusal};
use crate::http::body::payload_error;
use crate::http::context::Context;
use crate::http::endpoint::{CSV, JSON, XLSX};
use crate::identity::caller::{Caller, Who};
use crate::identity::policy::permission;
use crate::journal::{Origin, Tx, hex, once};
use crate::reference::municipalities;
use crate::text::Message;

/// The media type of a file of which nothing is said.
pub(super) const BYTES: &str = "application/octet-stream";
/// The bytes of a file that are written at a time.
const GATHERED: usize = 1024 * 1024;

/// What the header says of the file, where the query says nothing.
pub(super) fn declare(request: &HttpRequest, asked: &mut Asked) -> Result<(), ApiError> {
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
pub(super) struct Received {
    file: File,
    bytes: u64,
    pub(super) sha256: String,
}

/// Receives a file into a temporary one.
pub(super) async fn receive(mut payload: web::Payload) -> Result<Received, ApiError> {
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

/// Finds out what a file is. What is wrong with the whole of it is said at once.
pub(super) async fn prepare(
    app: &App,
    asked: &Asked,
    received: Received,
    caller: &Caller,
    context: &Context,
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

/// Keeps an import with its file, piece by piece; it waits when all are there, unless the request was carried out before.
pub(super) async fn keep(app: &App, import: Import, file: File, by: Origin) -> Result<(), ApiError> {
    let id = import.id;
    app.db.passing(move |conn| Ok(store::enter(conn, &import)?)).await?;
    let file = Arc::new(file);
    for number in 0.. {
        let from = Arc::clone(&file);
        let piece = blocking(move || store::piece(&from)).await?.map_err(ApiError::internal)?;
        let Some(piece) = piece else { break };
        app.db.passing(move |conn| Ok(store::keep_piece(conn, id, number, &piece)?)).await?;
    }
    let wait = move |conn: &mut Conn| Ok(store::set_state(conn, id, ImportState::Waiting)?);
    let Some(once) = by.once.clone() else { return app.db.passing(wait).await };
    // One after the other, so that of equal requests at the same time one is carried out.
    let wait_once = move |tx: &mut Tx<'_>| {
        once::keep(tx, &once, KIND, id.uuid())?;
        wait(tx.conn()?)
    };
    let waits = app.db.write(by, wait_once).await;
    // What was perhaps kept all the same stays.
    if waits.as_ref().is_err_and(|error| !error.is_unavailable()) {
        app.db.passing(move |conn| Ok(store::discard(conn, id)?)).await?;
    }
    waits
}
