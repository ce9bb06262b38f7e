//! An import part by part, so that single writes come in between; or all of it in one transaction. With `skip` each part is
//! kept with what became of its rows, and whoever takes the import up after a stop goes on after the last.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant as Tick};

use chrono::TimeDelta;
use diesel::QueryResult;
use futures_util::future::{Either, select};
use tokio::time::sleep;

use super::known::Known;
use super::outcome::Outcome;
use super::source::{Item, Said, Source};
use super::store::{self, Import, lease};
use super::taking::{Job, take_all};
use super::work::{LEASE, end, stopping};
use super::{MOST_AT_ONCE, RowAction, blocking};
use crate::app::App;
use crate::db::types::{Id, Instant};
use crate::db::{Conn, End};
use crate::error::ApiError;
use crate::exchange::leases;
use crate::register::ExternalId;
use crate::text::Message;

/// The rows of the first part, and the fewest and the most of any: so many are in memory at a time.
const FIRST: usize = 100;
const LEAST: usize = 10;
const MOST: usize = 500;
/// About the most bytes of memory that the cells of a part take, unless one row takes more.
const HEAVIEST: usize = 8 * 1024 * 1024;
/// How long the lease lasts for what takes long, and how often it is renewed meanwhile: many times before it ends, as who renews
/// it may have to wait for others that write.
const LONG_LEASE: TimeDelta = TimeDelta::minutes(2);
const RENEWED: Duration = Duration::from_secs(8);
/// How long a part shall take: others wait so long for it.
const WANTED: Duration = Duration::from_millis(300);
/// From how many rows on it is tried out first whether all of them can be kept.
const TRIED_FIRST: usize = 500;

/// Reads the next rows, on a thread of its own; gives the source back.
async fn next(mut source: Source, from: i64, many: usize) -> Result<(Source, Vec<Item>), ApiError> {
    blocking(move || {
        let items = gathered(&mut (from..).map_while(|position| source.next(position)), many);
        (source, items)
    })
    .await
}

/// The next rows, so many at most, and no more than memory is meant for.
fn gathered(rows: &mut impl Iterator<Item = Item>, many: usize) -> Vec<Item> {
    let (mut items, mut weight) = (Vec::new(), 0);
    while items.len() < many && weight < HEAVIEST {
        let Some(item) = rows.next() else { break };
        weight += item.weight();
        items.push(item);
    }
    items
}

/// Takes rows in part by part. A check undoes each part.
pub(super) async fn by_parts(
    app: &App,
    job: &Arc<Job>,
    mut source: Source,
    done: i64,
    keep: End,
) -> Result<(), ApiError> {
    let (mut at, mut many, mut seen) = (0, FIRST, Known::default());
    while at < done {
        let wanted = usize::try_from(done - at).unwrap_or(MOST).min(MOST);
        let (id, from) = (job.id, at);
        let items;
        (source, items) = next(source, at, wanted).await?;
        let Some(last) = items.last() else { break };
        at = last.position + 1;
        if keep == End::Undone {
            let taken = app.db.read(move |conn| Ok(store::taken(conn, id, from..at)?)).await?;
            seen.extend(items.iter().filter(|item| taken.contains(&item.position)));
        }
    }
    loop {
        if stopping(app) {
            return Ok(());
        }
        let (items, outcomes);
        (source, items) = next(source, at, many).await?;
        let Some(last) = items.last() else { break };
        at = last.position + 1;
        (outcomes, many) = part(app, job, items, keep, &mut seen).await?;
        if keep == End::Undone {
            let id = job.id;
            ours(app, job, move |conn| store::note(conn, id, &outcomes)).await?;
        }
    }
    end(app, job.id, None).await
}

/// How many rows the next part has, after one that took so long.
fn suited(many: usize, took: Duration) -> usize {
    let in_millis = |time: Duration| usize::try_from(time.as_millis()).unwrap_or(usize::MAX).max(1);
    let wanted = many.saturating_mul(in_millis(WANTED)) / in_millis(took);
    // Not much more at once: what comes may take longer.
    wanted.clamp(LEAST, (many * 4).clamp(LEAST, MOST))
}

/// Takes a part in, in one transaction; when it is kept, with what became of its rows. Gives that, and how many rows the next
/// part has.
async fn part(
    app: &App,
    job: &Arc<Job>,
    items: Vec<Item>,
    keep: End,
    seen: &mut Known,
) -> Result<(Vec<Outcome>, usize), ApiError> {
    let (work, items, now, began) = (Arc::clone(job), Arc::new(items), app.clock.now(), Tick::now());
    let taken = Arc::clone(&items);
    let mut outcomes = app
        .db
        .decide(job.origin(), move |tx| {
            hold(tx.conn()?, work.id, &work.owner, now)?;
            let outcomes = take_all(tx, &work, &taken)?;
            if keep == End::Kept {
                store::note(tx.conn()?, work.id, &outcomes)?;
            }
            Ok((outcomes, keep))
        })
        .await?;
    if keep == End::Undone {
        seen.note(&items, &mut outcomes);
    }
    Ok((outcomes, suited(items.len(), began.elapsed())))
}

/// Renews the lease, or goes no further: somebody else has taken the import up.
fn hold(conn: &mut Conn, id: Id<Import>, owner: &str, now: Instant) -> Result<(), ApiError> {
    if leases::take(conn, &lease(id), owner, now, Instant(now.0 + LEASE))? {
        return Ok(());
    }
    Err(gone())
}

/// Changes what is told of an import, unless somebody else has taken it up.
async fn ours(
    app: &App,
    job: &Job,
    mut change: impl FnMut(&mut Conn) -> QueryResult<()> + Send + 'static,
) -> Result<(), ApiError> {
    let (id, owner, now) = (job.id, job.owner.clone(), app.clock.now());
    app.db
        .passing(move |conn| {
            hold(conn, id, &owner, now)?;
            Ok(change(conn)?)
        })
        .await
}

/// Why an import goes no further.
fn gone() -> ApiError {
    ApiError::unavailable("the import is another's to work at, or was cancelled")
}

/// Takes all rows in, in one transaction, or none. Many are tried out part by part first: a fault is found without keeping
/// others waiting. They are read anew for each, so that they need not all be in memory.
pub(super) async fn all_or_nothing(
    app: &App,
    job: &Arc<Job>,
    source: Source,
    again: impl AsyncFnOnce() -> Result<Source, ApiError>,
) -> Result<(), ApiError> {
    let (source, first) = next(source, 0, TRIED_FIRST + 1).await?;
    if first.len() <= TRIED_FIRST && first.iter().map(Item::weight).sum::<usize>() < HEAVIEST {
        return whole(app, job, first, source).await;
    }
    let Some(tried) = try_out(app, job, first, source).await? else { return Ok(()) };
    if tried.len() > MOST_AT_ONCE {
        return end(app, job.id, Some(too_many())).await;
    }
    if tried.iter().any(|outcome| outcome.action == RowAction::Error) {
        return nothing(app, job, tried).await;
    }
    drop(tried);
    whole(app, job, Vec::new(), again().await?).await
}

/// Takes rows in part by part, and undoes each; none when the service is told to stop. Of too many it tries no more.
async fn try_out(
    app: &App,
    job: &Arc<Job>,
    first: Vec<Item>,
    mut source: Source,
) -> Result<Option<Vec<Outcome>>, ApiError> {
    let (mut tried, mut seen, mut items) = (Vec::new(), Known::default(), first);
    while let Some(last) = items.last() {
        if stopping(app) {
            return Ok(None);
        }
        let at = last.position + 1;
        let (outcomes, many) = part(app, job, items, End::Undone, &mut seen).await?;
        tried.extend(outcomes);
        let id = job.id;
        ours(app, job, move |conn| store::tell_progress(conn, id, at)).await?;
        if tried.len() > MOST_AT_ONCE {
            break;
        }
        (source, items) = next(source, at, many).await?;
    }
    Ok(Some(tried))
}

/// Takes in the first rows and those that a source has after them, in one transaction, or none.
async fn whole(app: &App, job: &Arc<Job>, first: Vec<Item>, mut source: Source) -> Result<(), ApiError> {
    if !app.take_lease(lease(job.id), LONG_LEASE).await? {
        return Ok(());
    }
    let (work, clock) = (Arc::clone(job), app.clock.clone());
    let written = app.db.decide(job.origin(), move |tx| {
        let at = first.last().map_or(0, |last| last.position + 1);
        let mut left = first.into_iter().chain((at..).map_while(|position| source.next(position)));
        let mut outcomes = Vec::new();
        loop {
            let items = gathered(&mut left, MOST);
            if items.is_empty() {
                break;
            }
            if !store::is_on_its_way(tx.conn()?, work.id)? {
                return Err(gone());
            }
            outcomes.extend(take_all(tx, &work, &items)?);
        }
        if outcomes.iter().any(|outcome| outcome.action == RowAction::Error) {
            return Ok((outcomes, End::Undone));
        }
        let now = clock.now();
        // Not before: who cancels the import waits for what is held.
        hold(tx.conn()?, work.id, &work.owner, now)?;
        for some in outcomes.chunks(MOST) {
            store::note(tx.conn()?, work.id, some)?;
        }
        store::end(tx.conn()?, work.id, None, now)?;
        Ok((Vec::new(), End::Kept))
    });
    let outcomes = held(app, job.id, written).await?;
    if outcomes.is_empty() { Ok(()) } else { nothing(app, job, outcomes).await }
}

/// Waits for something and renews the lease on an import meanwhile. Where SQLite lets nobody else write, nobody else can take it
/// either.
pub(super) async fn held<T>(app: &App, id: Id<Import>, work: impl Future<Output = T>) -> T {
    let renewing = async {
        loop {
            sleep(RENEWED).await;
            if let Err(error) = app.take_lease(lease(id), LONG_LEASE).await {
                log::debug!("the lease on the import {id} is renewed later: {error}");
            }
        }
    };
    let (work, renewing) = (pin!(work), pin!(renewing));
    let done: Either<_, (Infallible, _)> = select(work, renewing).await;
    match done {
        Either::Left((done, _)) => done,
        Either::Right((never, _)) => match never {},
    }
}

/// What an import says that has more rows than can be kept at once.
pub(super) fn too_many() -> Message {
    Message::new(
        format!("Filen har fler än {MOST_AT_ONCE} rader. Importera den med onError=skip, eller dela upp den."),
        format!("The file has more than {MOST_AT_ONCE} rows. Import it with onError=skip, or divide it."),
    )
}

/// Ends an import of which nothing is written.
async fn nothing(app: &App, job: &Job, mut outcomes: Vec<Outcome>) -> Result<(), ApiError> {
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
    let (id, now) = (job.id, app.clock.now());
    ours(app, job, move |conn| {
        store::note(conn, id, &outcomes)?;
        store::end(conn, id, Some(problem.clone()), now)
    })
    .await
}

impl Item {
    /// About how many bytes of memory it takes.
    fn weight(&self) -> usize {
        match &self.said {
            // What is read of the cells is as large as they are.
            Said::Record(_, cells) => {
                const BESIDE: usize = 100;
                cells.iter().map(|(header, cell)| BESIDE + header.len() + 2 * cell.weight()).sum()
            }
            Said::Project(foreign) => foreign.body.values().map(|value| value.to_string().len()).sum(),
            Said::Unreadable(_) => 0,
        }
    }

    /// The external ids by which its record is known.
    pub(super) fn known_by(&self) -> impl Iterator<Item = &ExternalId> {
        let (several, one) = match &self.said {
            Said::Record(read, _) => (&read.incoming.known_by[..], None),
            Said::Project(foreign) => (&foreign.aliases[..], Some(&foreign.external_id)),
            Said::Unreadable(_) => (&[][..], None),
        };
        one.into_iter().chain(several)
    }
}
