//! The work in the background: whoever has the lease on an import takes its rows in, part by part, so that single writes come
//! in between. With `skip` each part is kept with what became of its rows, and whoever takes the import up after a stop goes
//! on after the last; with `abort` all is kept in one transaction, or nothing.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant as Tick};

use actix_web::web;
use chrono::TimeDelta;
use tokio::sync::{Notify, Semaphore};
use tokio::time::timeout;
use uuid::Uuid;

use super::mapping::{Mapping, Target};
use super::outcome::{Outcome, RowTrouble};
use super::source::{Item, Plan, Said, Source};
use super::store::{self, Import, lease};
use super::{ImportMode, ImportState, MOST_AT_ONCE, OnError, RowAction, foreign};
use crate::app::App;
use crate::db::types::{Id, Instant};
use crate::db::{Conn, End};
use crate::error::{ApiError, ErrorCode, Fault, FaultCode};
use crate::exchange::leases;
use crate::exchange::reading::formats::CellFault;
use crate::exchange::reading::values::Wrong;
use crate::exchange::reading::{Cell, Refusal};
use crate::http::schemas::Schemas;
use crate::identity::caller::{Caller, Who, find_caller};
use crate::identity::policy::{Right, right};
use crate::journal::{Cause, Origin, Tx};
use crate::reference::municipalities;
use crate::register::{AnyRegister, Effect, ExternalId};
use crate::text::{Message, text};

/// How often an instance looks for imports that nobody works at.
const PERIOD: Duration = Duration::from_secs(1);
/// How often what is over is tidied away.
const TIDY: Duration = Duration::from_secs(600);
/// How long a lease lasts: longer than a part takes.
const LEASE: TimeDelta = TimeDelta::seconds(30);
/// How long it lasts for what is kept in one transaction.
const LONG_LEASE: TimeDelta = TimeDelta::minutes(10);
/// The rows of the first part, and the most of any.
const FIRST: usize = 100;
const MOST: usize = 1_000;
/// How long a part shall take: others wait so long for it.
const WANTED: Duration = Duration::from_millis(300);
/// From how many rows on it is tried out first whether all of them can be kept.
const TRIED_FIRST: usize = 500;
/// The files that are received at the same time.
const AT_ONCE: usize = 4;

/// What takes imports in, in this process.
pub struct Worker {
    owner: String,
    wake: Notify,
    /// The files that may be received at the same time.
    pub(super) places: Semaphore,
}

impl Default for Worker {
    fn default() -> Self {
        Self { owner: Uuid::now_v7().to_string(), wake: Notify::new(), places: Semaphore::new(AT_ONCE) }
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

fn stopping(app: &App) -> bool {
    app.changes.seen().borrow().stopping
}

/// Works at the first import that nobody works at, if there is one.
async fn look(app: &web::Data<App>) -> Result<bool, ApiError> {
    for id in app.db.read(|conn| Ok(store::open(conn)?)).await? {
        if !take(app, id, LEASE).await? {
            continue;
        }
        let done = work(app, id).await;
        if let Err(error) = done {
            if error.is_unavailable() {
                release(app, id).await?;
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
            release(app, id).await?;
        }
        return Ok(true);
    }
    Ok(false)
}

/// Takes the lease on an import, or renews it.
async fn take(app: &App, id: Id<Import>, long: TimeDelta) -> Result<bool, ApiError> {
    let (owner, now) = (app.imports.owner.clone(), app.clock.now());
    app.db.passing(move |conn| Ok(leases::take(conn, &lease(id), &owner, now, Instant(now.0 + long))?)).await
}

async fn release(app: &App, id: Id<Import>) -> Result<(), ApiError> {
    let (owner, now) = (app.imports.owner.clone(), app.clock.now());
    app.db.passing(move |conn| Ok(leases::release(conn, &lease(id), &owner, now)?)).await
}

async fn end(app: &App, id: Id<Import>, problem: Option<Message>) -> Result<(), ApiError> {
    let now = app.clock.now();
    app.db.passing(move |conn| Ok(store::end(conn, id, problem.clone(), now)?)).await
}

/// An import at work.
struct Job {
    id: Id<Import>,
    /// Who sent it.
    sender: Uuid,
    /// What a client's token allowed.
    scopes: Option<Vec<Right>>,
    register: &'static dyn AnyRegister,
    schemas: Arc<Schemas>,
    mapping: Mutex<Mapping>,
    trace_id: String,
    owner: String,
}

async fn work(app: &web::Data<App>, id: Id<Import>) -> Result<(), ApiError> {
    let opened = app
        .db
        .read(move |conn| {
            let Some(import) = store::find(conn, id)? else { return Ok(None) };
            Ok(Some((municipalities::names(conn)?, store::file(conn, id)?, import)))
        })
        .await?;
    let Some((municipalities, file, import)) = opened else { return Ok(()) };
    if import.finished_at.is_some() {
        return Ok(());
    }
    let register = super::importable().find(|register| register.path() == import.resource);
    let register = register.ok_or_else(|| ApiError::internal("an import into no register"))?;
    app.db.passing(move |conn| Ok(store::set_state(conn, id, ImportState::Running)?)).await?;
    let columns = app.contract.columns.get(register.path()).map(Vec::as_slice).unwrap_or_default();
    let plan = Plan {
        path: register.path(),
        columns,
        declared: import.declared.0.clone(),
        foreign: import.foreign_format,
        system: import.system.clone(),
        fill: store::cells(&import.fill.0),
        municipalities,
    };
    let source = match blocking(move || Source::open(file, &plan)).await? {
        Ok(source) => source,
        Err(Refusal::Io(error)) => return Err(ApiError::unavailable(error)),
        Err(refusal) => return end(app, id, Some(refusal.message())).await,
    };
    let job = Arc::new(Job {
        id,
        sender: import.created_by.uuid(),
        scopes: import.scopes.as_ref().map(|scopes| scopes.0.iter().filter_map(|name| right(name)).collect()),
        register,
        schemas: Arc::clone(&app.schemas),
        mapping: Mutex::new(Mapping::new(register.path(), columns)),
        trace_id: import.trace_id.clone(),
        owner: app.imports.owner.clone(),
    });
    match (import.mode, import.on_error) {
        (ImportMode::Apply, OnError::Abort) => all_or_nothing(app, &job, source).await,
        (ImportMode::Apply, OnError::Skip) => by_parts(app, &job, source, import.done, End::Kept).await,
        (ImportMode::Check, _) => by_parts(app, &job, source, import.done, End::Undone).await,
    }
}

async fn blocking<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
    web::block(f).await.map_err(|_| ApiError::internal("the reading of a file panicked"))
}

/// Reads the next rows.
fn next(source: &mut Source, from: i64, many: usize) -> Vec<Item> {
    (from..).map_while(|position| source.next(position)).take(many).collect()
}

/// Takes rows in part by part. A check undoes each part.
async fn by_parts(
    app: &web::Data<App>,
    job: &Arc<Job>,
    mut source: Source,
    done: i64,
    keep: End,
) -> Result<(), ApiError> {
    let (mut at, mut many, mut seen) = (0, FIRST, Known::default());
    while at < done {
        let wanted = usize::try_from(done - at).unwrap_or(MOST).min(MOST);
        let (read, items) = blocking(move || {
            let items = next(&mut source, at, wanted);
            (source, items)
        })
        .await?;
        source = read;
        let Some(last) = items.last() else { break };
        at = last.position + 1;
    }
    loop {
        if stopping(app) {
            return Ok(());
        }
        let (read, items) = blocking(move || {
            let items = next(&mut source, at, many);
            (source, items)
        })
        .await?;
        source = read;
        let Some(last) = items.last() else { break };
        at = last.position + 1;
        let items = Arc::new(items);
        let began = Tick::now();
        let mut outcomes = part(app, job, Arc::clone(&items), keep).await?;
        many = suited(items.len(), began.elapsed());
        if keep == End::Undone {
            seen.note(&items, &mut outcomes);
            let (id, owner, now) = (job.id, job.owner.clone(), app.clock.now());
            app.db
                .passing(move |conn| {
                    hold(conn, id, &owner, now)?;
                    Ok(store::note(conn, id, &outcomes)?)
                })
                .await?;
        }
    }
    end(app, job.id, None).await
}

/// How many rows the next part has, after one that took so long.
fn suited(many: usize, took: Duration) -> usize {
    let share = WANTED.as_secs_f64() / took.as_secs_f64().max(0.001);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a small positive number"
    )]
    let wanted = (many as f64 * share.clamp(0.1, 4.0)) as usize;
    wanted.clamp(10, MOST)
}

/// Takes a part in, in one transaction; when it is kept, with what became of its rows.
async fn part(app: &App, job: &Arc<Job>, items: Arc<Vec<Item>>, keep: End) -> Result<Vec<Outcome>, ApiError> {
    let (job, now) = (Arc::clone(job), app.clock.now());
    app.db
        .decide(job.origin(), move |tx| {
            hold(tx.conn, job.id, &job.owner, now)?;
            let outcomes = take_all(tx, &job, &items)?;
            if keep == End::Kept {
                store::note(tx.conn, job.id, &outcomes)?;
            }
            Ok((outcomes, keep))
        })
        .await
}

/// Renews the lease, or goes no further: somebody else has taken the import up.
fn hold(conn: &mut Conn, id: Id<Import>, owner: &str, now: Instant) -> Result<(), ApiError> {
    if leases::take(conn, &lease(id), owner, now, Instant(now.0 + LEASE))? {
        return Ok(());
    }
    Err(ApiError::unavailable("the lease on the import is another's"))
}

/// Takes all rows in, in one transaction, or none. Many are tried out part by part first: a fault is found without keeping
/// others waiting.
async fn all_or_nothing(app: &web::Data<App>, job: &Arc<Job>, mut source: Source) -> Result<(), ApiError> {
    let items = Arc::new(blocking(move || next(&mut source, 0, MOST_AT_ONCE + 1)).await?);
    if items.len() > MOST_AT_ONCE {
        return end(app, job.id, Some(too_many())).await;
    }
    if items.len() > TRIED_FIRST {
        let (mut tried, mut seen, mut many) = (Vec::with_capacity(items.len()), Known::default(), FIRST);
        let mut left = &items[..];
        while let Some((now, later)) = left.split_at_checked(many.min(left.len())).filter(|(now, _)| !now.is_empty()) {
            if stopping(app) || !take(app, job.id, LEASE).await? {
                return Ok(());
            }
            let began = Tick::now();
            let mut outcomes = part(app, job, Arc::new(now.to_vec()), End::Undone).await?;
            many = suited(now.len(), began.elapsed());
            seen.note(now, &mut outcomes);
            tried.extend(outcomes);
            left = later;
        }
        if tried.iter().any(|outcome| outcome.action == RowAction::Error) {
            return nothing(app, job.id, tried).await;
        }
    }
    if !take(app, job.id, LONG_LEASE).await? {
        return Ok(());
    }
    let (work, now) = (Arc::clone(job), app.clock.now());
    let outcomes = app
        .db
        .decide(job.origin(), move |tx| {
            hold(tx.conn, work.id, &work.owner, now)?;
            let outcomes = take_all(tx, &work, &items)?;
            if outcomes.iter().any(|outcome| outcome.action == RowAction::Error) {
                return Ok((outcomes, End::Undone));
            }
            store::note(tx.conn, work.id, &outcomes)?;
            store::end(tx.conn, work.id, None, now)?;
            Ok((Vec::new(), End::Kept))
        })
        .await?;
    if outcomes.is_empty() { Ok(()) } else { nothing(app, job.id, outcomes).await }
}

/// What an import says that has more rows than can be kept at once.
pub(super) fn too_many() -> Message {
    Message::new(
        format!("Filen har fler än {MOST_AT_ONCE} rader. Importera den med onError=skip, eller dela upp den."),
        format!("The file has more than {MOST_AT_ONCE} rows. Import it with onError=skip, or divide it."),
    )
}

/// Ends an import of which nothing is written.
async fn nothing(app: &App, id: Id<Import>, mut outcomes: Vec<Outcome>) -> Result<(), ApiError> {
    let mut faulty = 0;
    for outcome in &mut outcomes {
        if outcome.action == RowAction::Error {
            faulty += 1;
        } else {
            outcome.resource_id = outcome.resource_id.filter(|_| outcome.action != RowAction::Create);
            outcome.action = RowAction::Skip;
        }
    }
    let problem = Message::new(
        format!("{faulty} rader har fel, och inget är skrivet."),
        format!("{faulty} rows have faults, and nothing was written."),
    );
    let now = app.clock.now();
    app.db
        .passing(move |conn| {
            store::note(conn, id, &outcomes)?;
            Ok(store::end(conn, id, Some(problem.clone()), now)?)
        })
        .await
}

/// The records that earlier parts of a check would have created, by a hash of their ids.
#[derive(Default)]
struct Known(HashSet<u64>);

impl Known {
    /// A record that an earlier part would have created is no new one, and none of a check has an id yet.
    fn note(&mut self, items: &[Item], outcomes: &mut [Outcome]) {
        for (item, outcome) in items.iter().zip(outcomes) {
            if outcome.action != RowAction::Create {
                continue;
            }
            outcome.resource_id = None;
            let ids: Vec<u64> = item.known_by().map(hash).collect();
            if ids.iter().any(|id| self.0.contains(id)) {
                outcome.action = RowAction::Update;
            }
            self.0.extend(ids);
        }
    }
}

fn hash(external: &ExternalId) -> u64 {
    let mut hasher = DefaultHasher::new();
    external.hash(&mut hasher);
    hasher.finish()
}

impl Item {
    /// The external ids by which its record is known.
    fn known_by(&self) -> impl Iterator<Item = &ExternalId> {
        let (several, one) = match &self.said {
            Said::Record(read, _) => (&read.incoming.known_by[..], None),
            Said::Project(foreign) => (&foreign.aliases[..], Some(&foreign.external_id)),
            Said::Unreadable(_) => (&[][..], None),
        };
        one.into_iter().chain(several)
    }
}

/// Takes rows in, each as a whole or not at all.
///
/// # Errors
/// Only when the service fails: what is wrong with a row is in its outcome.
fn take_all(tx: &mut Tx<'_>, job: &Job, items: &[Item]) -> Result<Vec<Outcome>, ApiError> {
    let caller = job.caller(tx.conn)?;
    items.iter().map(|item| take_one(tx, job, &caller, item)).collect()
}

fn take_one(tx: &mut Tx<'_>, job: &Job, caller: &Caller, item: &Item) -> Result<Outcome, ApiError> {
    let mut outcome = Outcome {
        position: item.position,
        number: item.number,
        sheet: item.sheet.clone(),
        action: RowAction::Error,
        resource_id: None,
        troubles: Vec::new(),
        notices: Vec::new(),
    };
    let (done, cells) = match &item.said {
        Said::Unreadable(fault) => {
            outcome.troubles.push(RowTrouble::of_row(fault.clone()));
            return Ok(outcome);
        }
        Said::Record(read, cells) => {
            outcome.troubles.clone_from(&read.troubles);
            outcome.notices.clone_from(&read.notices);
            let is_whole = read.troubles.is_empty();
            let take_in = |tx: &mut Tx<'_>| {
                let (id, effect) = job.register.take_in(tx, caller, &job.schemas, read.incoming.clone())?;
                whole(is_whole, (id, effect, Vec::new()))
            };
            (tx.attempt(take_in), &cells[..])
        }
        Said::Project(foreign) => {
            let of_cell = |fault: &CellFault| {
                let CellFault { field, seen, why, todo, .. } = fault.clone();
                RowTrouble::of_cell(field, Wrong { seen, why, todo })
            };
            outcome.troubles = foreign.faults.iter().map(of_cell).collect();
            let is_whole = foreign.faults.is_empty();
            let take_in = |tx: &mut Tx<'_>| {
                let done = foreign::take_in(tx, caller, &job.schemas, foreign)?;
                whole(is_whole, done)
            };
            (tx.attempt(take_in), &[][..])
        }
    };
    match done {
        Ok((id, effect, notices)) => {
            outcome.notices.extend(notices);
            outcome.resource_id = Some(id);
            outcome.action = match effect {
                Effect::Create => RowAction::Create,
                Effect::Update => RowAction::Update,
                Effect::Unchanged => RowAction::Unchanged,
            };
        }
        Err(error) if error.0.code.status() >= 500 => return Err(error),
        Err(error) => job.tell(&mut outcome.troubles, error, cells),
    }
    Ok(outcome)
}

/// A row with cells that could not be read is not kept, whatever the rest of it is.
fn whole<T>(is_whole: bool, done: T) -> Result<T, ApiError> {
    if is_whole { Ok(done) } else { Err(ApiError::faults(Vec::new())) }
}

impl Job {
    /// Who sent the file, with the rights of this moment, and no more than the token had that it was sent with.
    fn caller(&self, conn: &mut Conn) -> Result<Caller, ApiError> {
        let mut caller = find_caller(conn, self.sender)?.ok_or(ErrorCode::Forbidden)?;
        if let (Who::Machine(machine), Some(scopes)) = (&mut caller.who, &self.scopes) {
            machine.scopes.retain(|scope| scopes.contains(scope));
        }
        Ok(caller)
    }

    fn origin(&self) -> Origin {
        Origin {
            actor: Some(self.sender),
            trace_id: self.trace_id.clone(),
            cause: Some(Cause { kind: "import", id: self.id.uuid() }),
            once: None,
        }
    }

    /// Adds what is wrong with a row to what is wrong with its cells.
    fn tell(&self, troubles: &mut Vec<RowTrouble>, mut error: ApiError, cells: &[(String, Cell)]) {
        let mut faults = std::mem::take(&mut error.0.faults);
        faults.extend(error.0.missing.drain(..).map(|missing| Fault {
            rule: missing.rule,
            ..Fault::body(missing.pointer, FaultCode::Missing, missing.reason)
        }));
        // A row that is refused for its cells alone has no more to say.
        if faults.is_empty() && (troubles.is_empty() || error.0.code != ErrorCode::Unprocessable) {
            troubles.push(RowTrouble::of_problem(&error));
        }
        for fault in faults {
            let column = self.column(&fault.pointer, cells);
            // What could not be read is said already, and is not missing.
            let is_told = column
                .is_some_and(|(header, _)| troubles.iter().any(|trouble| trouble.field.as_deref() == Some(header)));
            if !is_told {
                troubles.push(RowTrouble::of_fault(fault, column));
            }
        }
    }

    /// The cell that a field came from.
    fn column<'a>(&self, pointer: &str, cells: &'a [(String, Cell)]) -> Option<(&'a str, &'a Cell)> {
        let mut mapping = self.mapping.lock().unwrap_or_else(PoisonError::into_inner);
        let pointer = pointer.trim_start_matches('/');
        let first = pointer.split('/').next().unwrap_or_default();
        let mut fitting: Vec<(usize, &str, &Cell)> = Vec::new();
        for (header, cell) in cells {
            let Some(target) = mapping.target(header) else { continue };
            let Some(column) = mapping.column(target) else { continue };
            let path = match target {
                Target::Whole(_) => column.path.first().cloned().unwrap_or_default(),
                Target::Column(_) => column.path.join("/"),
            };
            if pointer == path || pointer.starts_with(&format!("{path}/")) {
                fitting.push((path.len(), header, cell));
            } else if column.path.first().is_some_and(|name| name == first) {
                fitting.push((0, header, cell));
            }
        }
        fitting.into_iter().max_by_key(|(length, ..)| *length).map(|(_, header, cell)| (header, cell))
    }
}
