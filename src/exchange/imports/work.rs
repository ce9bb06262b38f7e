//! The work in the background: whoever has the lease on an import takes its rows in.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant as Tick};

use actix_web::web;
use chrono::TimeDelta;
use tokio::sync::{Notify, Semaphore};
use tokio::time::timeout;

use super::mapping::Mapping;
use super::parts::{all_or_nothing, by_parts, held};
use super::source::{Plan, Source};
use super::store::{self, Import, lease};
use super::taking::Job;
use super::{ImportMode, ImportState, OnError, blocking};
use crate::app::App;
use crate::db::End;
use crate::db::types::Id;
use crate::error::{ApiError, ErrorCode};
use crate::exchange::reading::Refusal;
use crate::identity::policy::right;
use crate::reference::municipalities;
use crate::text::{Message, text};

/// How often an instance looks for imports that nobody works at.
const PERIOD: Duration = Duration::from_secs(1);
/// How often what is over is tidied away.
const TIDY: Duration = Duration::from_secs(600);
/// How long a lease lasts: longer than a part takes.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(30);
/// The files that are received at the same time.
const AT_ONCE: usize = 4;

/// What takes imports in, in this process.
pub struct Worker {
    wake: Notify,
    /// The files that may be received at the same time.
    pub(super) places: Semaphore,
}

impl Default for Worker {
    fn default() -> Self {
        Self { wake: Notify::new(), places: Semaphore::new(AT_ONCE) }
    }
}

impl Worker {
    /// Says that there is an import.
    pub(super) fn wake(&self) {
        self.wake.notify_one();
    }
}

/// Works at imports, one after the other, as long as the service runs.
pub async fn keep(app: web::Data<App>) {
    let mut tidied: Option<Tick> = None;
    while !stopping(&app) {
        if tidied.is_none_or(|tidied| tidied.elapsed() >= TIDY) {
            tidied = Some(Tick::now());
            let now = app.clock.now();
            if let Err(error) = app.db.passing(move |conn| Ok(store::tidy(conn, now)?)).await {
                log::warn!("old imports are still there: {error}");
            }
        }
        match look(&app).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => log::warn!("an import waits: {error}"),
        }
        // Woken or not, it looks.
        let _ = timeout(PERIOD, app.imports.wake.notified()).await;
    }
}

/// Whether the service was told to stop.
pub(super) fn stopping(app: &App) -> bool {
    app.changes.seen().borrow().stopping
}

/// Works at the first import that nobody works at, if there is one.
async fn look(app: &web::Data<App>) -> Result<bool, ApiError> {
    for id in app.db.read(|conn| Ok(store::open(conn)?)).await? {
        if !app.take_lease(lease(id), LEASE).await? {
            continue;
        }
        let done = work(app, id).await;
        if let Err(error) = done {
            // One that was cancelled is over, whatever was being done about it.
            if !app.db.read(move |conn| Ok(store::is_on_its_way(conn, id)?)).await? {
                return Ok(true);
            }
            if error.is_unavailable() {
                app.release_lease(lease(id)).await?;
                return Err(error);
            }
            let problem = if error.0.code == ErrorCode::Forbidden {
                text("Kontot som skickade filen är stängt.", "The account that sent the file is closed.")
            } else {
                log::error!("the import {id} failed: {error}");
                text(
                    "Tjänsten kunde inte fullfölja importen. Det som är skrivet är kvar.",
                    "The service could not finish the import. What is written stays.",
                )
            };
            end(app, id, Some(problem.into())).await?;
        } else {
            app.release_lease(lease(id)).await?;
        }
        return Ok(true);
    }
    Ok(false)
}

/// Ends an import, well or with a problem.
pub(super) async fn end(app: &App, id: Id<Import>, problem: Option<Message>) -> Result<(), ApiError> {
    let now = app.clock.now();
    app.db.passing(move |conn| Ok(store::end(conn, id, problem.clone(), now)?)).await
}

async fn work(app: &web::Data<App>, id: Id<Import>) -> Result<(), ApiError> {
    let found = app
        .db
        .read(move |conn| {
            let Some(import) = store::find(conn, id)? else { return Ok(None) };
            Ok(Some((municipalities::names(conn)?, import)))
        })
        .await?;
    let Some((municipalities, import)) = found else { return Ok(()) };
    if !import.state.is_on_its_way() {
        return Ok(());
    }
    let register = super::importable().find(|register| register.path() == import.resource);
    let register = register.ok_or_else(|| ApiError::internal("an import into no register"))?;
    app.db.passing(move |conn| Ok(store::set_state(conn, id, ImportState::Running)?)).await?;
    let columns = app.contract.columns.get(register.path()).map(Vec::as_slice).unwrap_or_default();
    let plan = Arc::new(Plan {
        path: register.path(),
        columns,
        declared: import.declared.0.clone(),
        foreign: import.foreign_format,
        system: import.system.clone(),
        fill: store::cells(&import.fill.0),
        municipalities,
    });
    let source = match open(app, id, &plan).await? {
        Ok(source) => source,
        Err(refusal) => return end(app, id, Some(refusal)).await,
    };
    let job = Arc::new(Job {
        id,
        sender: import.created_by.uuid(),
        scopes: import.scopes.as_ref().map(|scopes| scopes.0.iter().filter_map(|name| right(name)).collect()),
        register,
        schemas: Arc::clone(&app.schemas),
        mapping: Mutex::new(Mapping::new(register.path(), columns)),
        trace_id: import.trace_id.clone(),
        owner: app.holder.name().to_owned(),
    });
    match (import.mode, import.on_error) {
        (ImportMode::Apply, OnError::Abort) => {
            let again = async || open(app, id, &plan).await?.map_err(|refusal| ApiError::internal(refusal.en));
            all_or_nothing(app, &job, source, again).await
        }
        (ImportMode::Apply, OnError::Skip) => by_parts(app, &job, source, import.done, End::Kept).await,
        (ImportMode::Check, _) => by_parts(app, &job, source, import.done, End::Undone).await,
    }
}

/// Opens the file of an import at its first row; a file that is none says why.
async fn open(app: &App, id: Id<Import>, plan: &Arc<Plan>) -> Result<Result<Source, Message>, ApiError> {
    let file = app.db.read(move |conn| store::file(conn, id)).await?;
    let plan = Arc::clone(plan);
    match held(app, id, blocking(move || Source::open(file, &plan))).await? {
        Ok(source) => Ok(Ok(source)),
        Err(Refusal::Io(error)) => Err(ApiError::unavailable(error)),
        Err(refusal) => Ok(Err(refusal.message())),
    }
}
