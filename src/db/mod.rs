//! The only door to a connection: [`Db::read`], [`Db::snapshot`] and [`Db::write`].

use std::path::{Path, PathBuf};
use std::sync::Arc;

use actix_web::web;
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use tokio::sync::watch;

use crate::clock::Clock;
use crate::error::ApiError;
use crate::journal::{Origin, Tx};
use crate::private_file;

pub mod connection;
pub mod hidden;
pub mod migrations;
mod pool;
pub mod schema;
pub mod table;
pub mod types;

use connection::Purpose;
pub use connection::{Conn, MultiBackend};
use pool::Pool;

/// Readers of a SQLite file beside its one writer.
const SQLITE_READERS: usize = 4;
/// Readers of PostgreSQL from one instance.
const POSTGRES_READERS: usize = 8;
/// Writers from one instance: they queue at the journal's head anyway, and must not take the readers' connections while
/// they wait. The second has its statement ready when the first commits.
const POSTGRES_WRITERS: usize = 2;

/// Why a database could not be opened or migrated.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address has a scheme that is neither SQLite's nor PostgreSQL's.
    #[error("DATABASE_URL: expected sqlite://PATH or postgres://…, found a different scheme")]
    Scheme,
    /// The folder of the SQLite file cannot be made.
    #[error("the folder of the database {0} cannot be made: {1}")]
    Folder(PathBuf, std::io::Error),
    /// The SQLite file, or a copy of it, cannot be made.
    #[error("the database {0} cannot be made: {1}")]
    File(PathBuf, std::io::Error),
    /// The lock file beside a SQLite file cannot be made or held.
    #[error("the lock {0} cannot be held: {1}")]
    Lock(PathBuf, std::io::Error),
    /// The database does not answer.
    #[error("the database cannot be opened: {0}")]
    Connection(#[from] diesel::ConnectionError),
    /// A statement failed while opening.
    #[error("the database answered: {0}")]
    Query(#[from] diesel::result::Error),
    /// A migration failed.
    #[error("a migration failed: {0}")]
    Migration(Box<dyn std::error::Error + Send + Sync>),
    /// The database has been migrated by a newer binary.
    #[error("the database is newer than this binary (it holds migration {0}): start a newer version")]
    Newer(String),
    /// Migrations wait, and the setting says not to run them.
    #[error("the database waits for migrations ({}): run `utblick migrate`", .0.join(", "))]
    Pending(Vec<String>),
}

/// Which database, from its address.
#[derive(Clone, Debug)]
pub enum Backing {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL address.
    Postgres(String),
}

impl Backing {
    /// Reads `sqlite://PATH` or `postgres://…`.
    ///
    /// # Errors
    /// [`OpenError::Scheme`] for anything else: a typing error must not create an empty file.
    pub fn parse(url: &str) -> Result<Self, OpenError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        match url.strip_prefix("sqlite://") {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path))),
            _ => Err(OpenError::Scheme),
        }
    }

    /// The file of a SQLite database.
    pub fn sqlite_path(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }

    /// Makes the folder of a SQLite file.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn make_folder(&self) -> Result<(), OpenError> {
        match self.sqlite_path().and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty()) {
            Some(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| OpenError::Folder(folder.to_owned(), error))
            }
            None => Ok(()),
        }
    }

    fn open_writer(&self) -> Result<Conn, OpenError> {
        self.make_folder()?;
        if let Self::Sqlite(path) = self {
            // It holds hashes of passwords; what SQLite puts beside it gets the same mode.
            match private_file::write(path, &[]) {
                Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                    return Err(OpenError::File(path.clone(), error));
                }
                _ => {}
            }
        }
        Ok(self.open(Purpose::Write)?)
    }

    fn open(&self, purpose: Purpose) -> diesel::ConnectionResult<Conn> {
        match self {
            Self::Sqlite(path) => connection::open_sqlite(&path.to_string_lossy(), purpose),
            Self::Postgres(url) => connection::open_postgres(url, purpose),
        }
    }
}

/// What becomes of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// What it did stays.
    Kept,
    /// Nothing of it stays.
    Undone,
}

/// A handle to the database, cheap to clone.
#[derive(Clone)]
pub struct Db {
    readers: Arc<Pool>,
    /// Readers of what is not confidential.
    public_readers: Arc<Pool>,
    writers: Arc<Pool>,
    clock: Clock,
    written: Arc<watch::Sender<i64>>,
    /// A temporary folder that lives as long as this handle.
    folder: Option<Arc<tempfile::TempDir>>,
}

impl Db {
    /// A handle to a migrated database.
    pub fn new(backing: &Backing, clock: Clock) -> Self {
        let (readers, writers) = match backing {
            Backing::Sqlite(_) => (SQLITE_READERS, 1),
            Backing::Postgres(_) => (POSTGRES_READERS, POSTGRES_WRITERS),
        };
        let all = Pool::new(backing, Purpose::Read, readers);
        Self {
            public_readers: all.sibling(Purpose::ReadPublic),
            readers: all,
            writers: Pool::new(backing, Purpose::Write, writers),
            clock,
            written: Arc::new(watch::Sender::new(0)),
            folder: None,
        }
    }

    /// A handle to a SQLite file in a temporary folder, which goes with the last handle.
    #[must_use]
    pub fn in_folder(mut self, folder: tempfile::TempDir) -> Self {
        self.folder = Some(Arc::new(folder));
        self
    }

    /// A handle whose queries find nothing that is confidential; its writes are those of this one.
    #[must_use]
    pub fn without_confidential(&self) -> Self {
        Self { readers: Arc::clone(&self.public_readers), ..self.clone() }
    }

    /// Where the database is.
    pub fn backing(&self) -> &Backing {
        &self.writers.backing
    }

    /// Queries that need not agree with each other. Those that must take [`Db::snapshot`].
    ///
    /// # Errors
    /// What `f` gives; unavailable when no connection is to be had.
    pub async fn read<T: Send + 'static>(
        &self,
        mut f: impl FnMut(&mut Conn) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let permit = self.readers.permit().await?;
        let pool = Arc::clone(&self.readers);
        blocking(move || {
            let _permit = permit;
            pool.run(&mut f)
        })
        .await
    }

    /// Several queries that see the same state of the database.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn snapshot<T: Send + 'static>(
        &self,
        mut f: impl FnMut(&mut Conn) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        self.read(move |conn| in_snapshot(conn, &mut f)).await
    }

    /// One transaction that holds the journal's head: everything in it happens, with its journal rows, or nothing.
    ///
    /// # Errors
    /// What `f` gives, and then nothing is changed; unavailable when no connection is to be had or the database goes
    /// away before the change is certain.
    pub async fn write<T: Send + 'static>(
        &self,
        origin: Origin,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        self.decide(origin, |tx| Ok((f(tx)?, End::Kept))).await
    }

    /// [`Db::write`], of which `f` says in the end whether it happens: what was learnt on the way comes back either way.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn decide<T: Send + 'static>(
        &self,
        origin: Origin,
        f: impl FnOnce(&mut Tx<'_>) -> Result<(T, End), ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let permit = self.writers.permit().await?;
        let db = self.clone();
        blocking(move || {
            let _permit = permit;
            db.decide_now(origin, f)
        })
        .await
    }

    /// [`Db::write`] for the command line and the demo, on this thread.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_now<T>(
        &self,
        origin: Origin,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        self.decide_now(origin, |tx| Ok((f(tx)?, End::Kept)))
    }

    fn decide_now<T>(
        &self,
        origin: Origin,
        f: impl FnOnce(&mut Tx<'_>) -> Result<(T, End), ApiError>,
    ) -> Result<T, ApiError> {
        let mut change = Some((origin, f));
        self.writers.run(|conn| {
            begin(conn, "BEGIN", "BEGIN IMMEDIATE")?;
            let mut tx = match Tx::begin(conn, &self.clock) {
                Ok(tx) => tx,
                Err(error) => {
                    rollback(conn);
                    return Err(error.into());
                }
            };
            // Once the head is held the change runs, and runs once: a connection lost after this is answered 503.
            let Some((origin, f)) = change.take() else {
                return Err(ApiError::unavailable("the connection was lost during a write"));
            };
            let result = tx.by(origin).and_then(|()| f(&mut tx)).and_then(|(value, end)| match end {
                End::Kept => Ok((value, Some(tx.finish()?))),
                // What the database would refuse is refused in a trial too.
                End::Undone => tx.conn().map(|_| (value, None)).map_err(ApiError::from),
            });
            match result {
                Ok((value, None)) => {
                    rollback(conn);
                    Ok(value)
                }
                Ok((value, Some(seq))) => {
                    commit(conn)?;
                    self.tell(seq);
                    Ok(value)
                }
                Err(error) => {
                    rollback(conn);
                    Err(error)
                }
            }
        })
    }

    /// Tells those who wait that the journal reaches to a number.
    fn tell(&self, seq: i64) {
        self.written.send_if_modified(|last| {
            let is_later = seq > *last;
            *last = seq.max(*last);
            is_later
        });
    }

    /// The number of the last change that was committed by this process: what waits for it needs no query.
    pub fn written(&self) -> watch::Receiver<i64> {
        self.written.subscribe()
    }

    /// A change of something that is no record, such as a single-use address or a subscription to the calendar: it stands
    /// in no journal. Everything else goes through [`Db::write`].
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn passing<T: Send + 'static>(
        &self,
        mut f: impl FnMut(&mut Conn) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let permit = self.writers.permit().await?;
        let pool = Arc::clone(&self.writers);
        blocking(move || {
            let _permit = permit;
            pool.run(|conn| {
                begin(conn, "BEGIN", "BEGIN IMMEDIATE")?;
                match f(conn) {
                    Ok(value) => commit(conn).map(|()| value).map_err(ApiError::from),
                    Err(error) => {
                        rollback(conn);
                        Err(error)
                    }
                }
            })
        })
        .await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// Unavailable when it does not.
    pub async fn ping(&self) -> Result<(), ApiError> {
        self.read(|conn| Ok(conn.batch_execute("SELECT 1")?)).await
    }

    /// [`Db::snapshot`] for the command line, on this thread.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn snapshot_now<T>(&self, mut f: impl FnMut(&mut Conn) -> Result<T, ApiError>) -> Result<T, ApiError> {
        self.readers.run(|conn| in_snapshot(conn, &mut f))
    }

    /// [`Db::read`] for the command line and the tests, on this thread.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_now<T>(&self, f: impl FnMut(&mut Conn) -> Result<T, ApiError>) -> Result<T, ApiError> {
        self.readers.run(f)
    }
}

fn in_snapshot<T>(conn: &mut Conn, f: &mut impl FnMut(&mut Conn) -> Result<T, ApiError>) -> Result<T, ApiError> {
    begin(conn, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "BEGIN DEFERRED")?;
    let result = f(conn);
    rollback(conn);
    result
}

async fn blocking<T: Send + 'static>(f: impl FnOnce() -> Result<T, ApiError> + Send + 'static) -> Result<T, ApiError> {
    web::block(f).await.map_err(|_| ApiError::internal("a database task panicked"))?
}

fn begin(conn: &mut Conn, postgres: &str, sqlite: &str) -> diesel::QueryResult<()> {
    match conn {
        Conn::Postgres(conn) => AnsiTransactionManager::begin_transaction_sql(conn, postgres),
        Conn::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, sqlite),
    }
}

fn commit(conn: &mut Conn) -> diesel::QueryResult<()> {
    match conn {
        Conn::Postgres(conn) => AnsiTransactionManager::commit_transaction(conn),
        Conn::Sqlite(conn) => AnsiTransactionManager::commit_transaction(conn),
    }
}

fn rollback(conn: &mut Conn) {
    let result = match conn {
        Conn::Postgres(conn) => AnsiTransactionManager::rollback_transaction(conn),
        Conn::Sqlite(conn) => AnsiTransactionManager::rollback_transaction(conn),
    };
    if let Err(error) = result {
        log::warn!("a transaction could not be rolled back: {error}");
    }
}
