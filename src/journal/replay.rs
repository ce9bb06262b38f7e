//! Rebuilding the register from the journal: what it said at an instant, read by the ordinary read path.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex as StdMutex, PoisonError};
use std::time::Duration;

use actix_web::web;
use diesel::prelude::*;
use tokio::sync::{Mutex, Semaphore};
use uuid::Uuid;

use super::{JournalRow, Tx, at_instant, first_instant, head, latest_up_to, sha256};
use crate::clock::{Clock, in_sweden};
use crate::db::migrations::{MigrateMode, migrate};
use crate::db::schema::journal_head;
use crate::db::types::Instant;
use crate::db::{Backing, Conn, Db};
use crate::error::{ApiError, ErrorCode};
use crate::journal::Origin;
use crate::register::confidentiality;
use crate::routes::REGISTERS;
use crate::text::{Message, text};

/// How many earlier registers are kept at hand.
const KEPT: usize = 4;

/// How long a caller waits while another's earlier register is rebuilt, before being told to come back.
const PATIENCE: Duration = Duration::from_secs(3);

/// Earlier registers, each rebuilt into a temporary SQLite file that goes when it is no longer used.
pub struct AsOf {
    kept: Arc<StdMutex<VecDeque<Earlier>>>,
    /// One is rebuilt at a time, so that asking for many cannot take the machine.
    turn: Arc<Semaphore>,
}

impl Default for AsOf {
    fn default() -> Self {
        Self { kept: Arc::default(), turn: Arc::new(Semaphore::new(1)) }
    }
}

/// An earlier register.
#[derive(Clone)]
struct Earlier {
    /// The hash of its last change: after a restore the same number may stand for something else.
    hash: String,
    db: Db,
    /// What was confidential then.
    then: Arc<HashSet<Uuid>>,
    /// The hash of the change that its index of what is confidential is as new as.
    hidden_at: Arc<Mutex<String>>,
}

impl Earlier {
    /// The register without what was confidential then or is so now: the stricter of the two holds.
    async fn without_confidential(&self, now: &Db) -> Result<Db, ApiError> {
        let mut hidden_at = self.hidden_at.lock().await;
        let known = hidden_at.clone();
        let read = move |conn: &mut Conn| {
            let (_, now) = head(conn)?;
            Ok(if now == known { None } else { Some((now, confidentiality::all(conn)?)) })
        };
        if let Some((last, mut ids)) = now.snapshot(read).await? {
            ids.extend(self.then.iter().copied());
            let hash = self.hash.clone();
            self.db.passing(move |conn| hide(conn, &hash, &ids)).await?;
            *hidden_at = last;
        }
        Ok(self.db.without_confidential())
    }
}

/// Writes down what is confidential in an earlier register, and makes its lists' validators depend on it.
fn hide(conn: &mut Conn, hash: &str, ids: &HashSet<Uuid>) -> Result<(), ApiError> {
    if confidentiality::all(conn)? == *ids {
        return Ok(());
    }
    confidentiality::replace(conn, ids)?;
    let mut parts: Vec<&[u8]> = ids.iter().map(|id| id.as_bytes().as_slice()).collect();
    parts.sort_unstable();
    parts.push(hash.as_bytes());
    diesel::update(journal_head::table.find(1)).set(journal_head::hash.eq(sha256(&parts))).execute(conn)?;
    Ok(())
}

impl AsOf {
    /// The register as it was at an instant, with what is confidential or without it.
    ///
    /// # Errors
    /// `before_journal` before the first change; when the journal cannot be read or the file cannot be made; unavailable when others' are rebuilt for too long.
    pub async fn at(&self, db: &Db, instant: Instant, sees_all: bool) -> Result<Db, ApiError> {
        let earlier = self.earlier(db, instant).await?;
        if sees_all { Ok(earlier.db) } else { earlier.without_confidential(db).await }
    }

    async fn earlier(&self, db: &Db, instant: Instant) -> Result<Earlier, ApiError> {
        let (seq, hash) = db.read(move |conn| Ok(at_instant(conn, instant)?)).await?;
        if seq == 0 {
            let began = db.read(|conn| Ok(first_instant(conn)?)).await?;
            return Err(before_journal(began));
        }
        if let Some(found) = self.find(&hash) {
            return Ok(found);
        }
        let Ok(Ok(turn)) = tokio::time::timeout(PATIENCE, Arc::clone(&self.turn).acquire_owned()).await else {
            return Err(ApiError::unavailable("earlier registers are being rebuilt"));
        };
        // Whoever had the turn before may have wanted the same.
        if let Some(found) = self.find(&hash) {
            return Ok(found);
        }
        let rows = db.read(move |conn| Ok(latest_up_to(conn, seq)?)).await?;
        let kept = Arc::clone(&self.kept);
        // The turn goes along: a caller who leaves does not end the work, and the next must still wait for it.
        let rebuilt = web::block(move || {
            let _turn = turn;
            let rebuilt = rebuild(seq, &hash, &rows)?;
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.push_back(rebuilt.clone());
            while kept.len() > KEPT {
                kept.pop_front();
            }
            Ok(rebuilt)
        });
        rebuilt.await.map_err(ApiError::internal)?
    }

    /// One that is at hand; it is then kept longest.
    fn find(&self, hash: &str) -> Option<Earlier> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let place = kept.iter().position(|earlier| earlier.hash == hash)?;
        let found = kept.remove(place)?;
        kept.push_back(found.clone());
        Some(found)
    }
}

/// Nothing is known of the register before its first change; an empty answer would say that it was empty.
fn before_journal(began: Option<Instant>) -> ApiError {
    let detail = match began {
        Some(began) => Message::new(
            format!("Registrets första ändring gjordes {}.", in_sweden(began)),
            format!("The first change of the register was made at {}.", in_sweden(began)),
        ),
        None => text("Registret har ingen ändring ännu.", "The register has no change yet.").into(),
    };
    ApiError::new(ErrorCode::BeforeJournal, detail)
}

fn rebuild(seq: i64, hash: &str, rows: &[JournalRow]) -> Result<Earlier, ApiError> {
    let folder = tempfile::tempdir().map_err(ApiError::internal)?;
    let backing = Backing::Sqlite(folder.path().join("earlier.db"));
    migrate(&backing, MigrateMode::Auto).map_err(ApiError::internal)?;
    let db = Db::new(&backing, Clock::default());
    let then = db.write_now(Origin::service(), |tx| {
        restore(tx, rows)?;
        let head = (journal_head::seq.eq(seq), journal_head::hash.eq(hash));
        diesel::update(journal_head::table.find(1)).set(head).execute(tx.conn()?)?;
        Ok(confidentiality::all(tx.conn()?)?)
    })?;
    Ok(Earlier { hash: hash.to_owned(), db: db.in_folder(folder), then: Arc::new(then), hidden_at: Arc::default() })
}

/// Writes the records of journal rows into an empty database: first every row, in an order in which what is referred to
/// comes first, then every index.
///
/// # Errors
/// When a snapshot cannot be read or the database refuses.
pub fn restore(tx: &mut Tx<'_>, rows: &[JournalRow]) -> QueryResult<()> {
    for register in REGISTERS {
        for row in rows.iter().filter(|row| row.resource_type == register.kind()) {
            register.restore(tx, row)?;
        }
    }
    for register in REGISTERS {
        for row in rows.iter().filter(|row| row.resource_type == register.kind()) {
            register.restore_indexes(tx, row)?;
        }
    }
    Ok(())
}
