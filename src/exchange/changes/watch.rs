//! Waiting for a change without holding a connection: one watcher for all who wait in this process.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};

use crate::db::Db;
use crate::error::ApiError;
use crate::journal;

/// How often the watcher looks for what other instances have written.
const PERIOD: Duration = Duration::from_millis(300);
/// How long it rests when the database does not answer.
const REST: Duration = Duration::from_secs(2);
/// The most requests that wait at once.
const MOST_WAITING: usize = 500;
/// The most streams at once.
const MOST_STREAMS: usize = 100;

/// What those who wait look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The number of the last change that is known here.
    pub seq: i64,
    /// Whether the service was told to stop: nobody waits any more.
    pub stopping: bool,
}

/// A place among those who wait; it is free again when this is dropped.
pub struct Place {
    _permit: OwnedSemaphorePermit,
}

/// Who waits, and what they wait for.
pub struct Watch {
    seen: watch::Sender<Seen>,
    waiting: Arc<Semaphore>,
    streams: Arc<Semaphore>,
    came: Notify,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            seen: watch::Sender::new(Seen::default()),
            waiting: Arc::new(Semaphore::new(MOST_WAITING)),
            streams: Arc::new(Semaphore::new(MOST_STREAMS)),
            came: Notify::new(),
        }
    }
}

impl Watch {
    /// A place for a request that waits.
    ///
    /// # Errors
    /// Unavailable when all are taken.
    pub fn wait(&self) -> Result<Place, ApiError> {
        self.take(&self.waiting, "all places to wait for a change are taken")
    }

    /// A place for a stream.
    ///
    /// # Errors
    /// Unavailable when all are taken.
    pub fn stream(&self) -> Result<Place, ApiError> {
        self.take(&self.streams, "all places for a stream of changes are taken")
    }

    fn take(&self, places: &Arc<Semaphore>, full: &str) -> Result<Place, ApiError> {
        let permit = Arc::clone(places).try_acquire_owned().map_err(|_| ApiError::unavailable(full))?;
        self.came.notify_one();
        Ok(Place { _permit: permit })
    }

    /// What is seen now, and what comes.
    pub fn seen(&self) -> watch::Receiver<Seen> {
        self.seen.subscribe()
    }

    /// Waits until there is a change after a number or the service stops, but no longer than so.
    pub async fn after(&self, seq: i64, longest: Duration) -> Seen {
        let mut seen = self.seen();
        let comes = timeout(longest, seen.wait_for(|seen| seen.seq > seq || seen.stopping)).await;
        drop(comes);
        *self.seen.borrow()
    }

    /// Lets nobody wait any longer.
    pub fn stop(&self) {
        self.seen.send_modify(|seen| seen.stopping = true);
    }

    fn is_empty(&self) -> bool {
        self.waiting.available_permits() == MOST_WAITING && self.streams.available_permits() == MOST_STREAMS
    }

    /// Looks, as long as somebody waits, at what this process writes and, every now and then, at what others have written.
    pub async fn keep(&self, db: &Db) {
        let mut written = db.written();
        loop {
            while self.is_empty() {
                self.came.notified().await;
            }
            match db.read(|conn| Ok(journal::head(conn)?)).await {
                Ok((seq, _)) => self.show(seq),
                Err(error) => {
                    log::warn!("who waits for changes waits on: {error}");
                    sleep(REST).await;
                }
            }
            let looked = tokio::time::Instant::now();
            while let Ok(Ok(())) = timeout(PERIOD.saturating_sub(looked.elapsed()), written.changed()).await {
                let seq = *written.borrow_and_update();
                self.show(seq);
            }
        }
    }

    fn show(&self, seq: i64) {
        self.seen.send_if_modified(|seen| {
            let is_new = seq > seen.seq;
            seen.seq = seq.max(seen.seq);
            is_new
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numbered_and_free_again() {
        let watch = Watch::default();
        assert!(watch.is_empty());
        let mut places: Vec<Place> = (0..MOST_STREAMS).map(|_| watch.stream().unwrap()).collect();
        assert!(watch.stream().is_err_and(|error| error.is_unavailable()));
        let other = watch.wait().unwrap();
        places.pop();
        assert!(watch.stream().is_ok());
        drop((places, other));
        assert!(watch.is_empty());
    }
}
