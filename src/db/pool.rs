//! A pool: a semaphore and a stack of idle connections. The semaphore is what an `async` caller waits at, so a thread is taken
//! only when a connection is there for it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::connection::Purpose;
use super::{Backing, Conn};
use crate::error::ApiError;

/// How long a request waits for a connection before it is answered 503.
const PATIENCE: Duration = Duration::from_secs(3);

pub(super) struct Pool {
    pub(super) backing: Backing,
    purpose: Purpose,
    idle: Mutex<Vec<Conn>>,
    permits: Arc<Semaphore>,
}

impl Pool {
    pub(super) fn new(backing: &Backing, purpose: Purpose, size: usize) -> Arc<Self> {
        Arc::new(Self {
            backing: backing.clone(),
            purpose,
            idle: Mutex::new(Vec::with_capacity(size)),
            permits: Arc::new(Semaphore::new(size)),
        })
    }

    /// A pool for another purpose that shares this one's limit: together they hold no more connections at work.
    pub(super) fn sibling(&self, purpose: Purpose) -> Arc<Self> {
        Arc::new(Self {
            backing: self.backing.clone(),
            purpose,
            idle: Mutex::new(Vec::new()),
            permits: Arc::clone(&self.permits),
        })
    }

    pub(super) async fn permit(&self) -> Result<OwnedSemaphorePermit, ApiError> {
        match tokio::time::timeout(PATIENCE, Arc::clone(&self.permits).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) | Err(_) => Err(ApiError::unavailable("no connection was free in time")),
        }
    }

    fn take(&self) -> Result<Conn, ApiError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(conn) => Ok(conn),
            None => self.backing.open(self.purpose).map_err(ApiError::unavailable),
        }
    }

    fn put(&self, conn: Conn) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
    }

    /// A connection that proved dead has dead neighbours: the next callers open new ones.
    fn forget_idle(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Runs `f` on a connection, once more on a new one when the first turned out to be closed.
    pub(super) fn run<T>(&self, mut f: impl FnMut(&mut Conn) -> Result<T, ApiError>) -> Result<T, ApiError> {
        let mut conn = self.take()?;
        let mut result = f(&mut conn);
        if is_lost(&result, &mut conn) {
            drop(conn);
            self.forget_idle();
            conn = self.take()?;
            result = f(&mut conn);
        }
        if is_lost(&result, &mut conn) {
            return result.map_err(ApiError::unavailable);
        }
        self.put(conn);
        result
    }
}

/// Whether a failure is the connection's: asked of the connection, because the database's words for it depend on its
/// language. One that still answers was not the reason: a lock was not to be had in time, and waiting for it once more
/// would only keep the caller longer.
fn is_lost<T>(result: &Result<T, ApiError>, conn: &mut Conn) -> bool {
    matches!(result, Err(error) if error.0.code.status() >= 500) && conn.batch_execute("SELECT 1").is_err()
}
