//! The feed as server-sent events (HTML Living Standard, 9.2).

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Polling, Poll};
use std::time::Duration;

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header::HeaderMap;
use actix_web::web::{self, Bytes};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

use super::asked::Asked;
use super::feed::{Page, page};
use super::item::ChangeOut;
use super::watch::Place;
use super::{Changes, Subject as _};
use crate::app::App;
use crate::error::ApiError;
use crate::identity::caller::Caller;
use crate::identity::policy::Verb;

/// The media type.
pub(super) const EVENT_STREAM: &str = "text/event-stream";
/// How often a stream says that it is there, and asks anew who its caller is.
const BEAT: Duration = Duration::from_secs(15);
/// How long a stream lasts at most; a client comes back by itself.
const LONGEST: Duration = Duration::from_secs(3_600);
/// How long a stream rests between two looks at the journal, so that a burst of changes costs few queries.
const REST: Duration = Duration::from_millis(50);
/// The changes that are read at once.
const READ: i64 = 100;

/// A body that is sent as it comes.
pub(super) struct Events(mpsc::Receiver<Bytes>);

impl MessageBody for Events {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(mut self: Pin<&mut Self>, polling: &mut Polling<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        self.0.poll_recv(polling).map(|bytes| bytes.map(Ok))
    }
}

/// Who follows, and what.
pub(super) struct Follower {
    pub(super) app: web::Data<App>,
    /// Those of the request: by its token the caller is looked up anew.
    pub(super) headers: HeaderMap,
    pub(super) asked: Asked,
    /// What links begin with.
    pub(super) base: String,
    pub(super) place: Place,
}

impl Follower {
    /// Begins to send.
    pub(super) fn follow(self, caller: Arc<Caller>) -> Events {
        let (sender, receiver) = mpsc::channel(2);
        actix_web::rt::spawn(async move {
            if let Err(error) = self.send_all(caller, &sender).await {
                log::info!("a stream of changes ends: {error}");
            }
        });
        Events(receiver)
    }

    /// Sends what there is and what comes, until the client leaves, the caller may no more, or the service stops.
    async fn send_all(self, mut caller: Arc<Caller>, sender: &mpsc::Sender<Bytes>) -> Result<(), ApiError> {
        let _place = &self.place;
        let began = Instant::now();
        let mut after = self.asked.after;
        let mut beat = began;
        loop {
            if beat.elapsed() >= BEAT || beat == began {
                beat = Instant::now();
                // The number is told too: it has passed what was filtered away.
                if sender.send(Bytes::from(format!(":\nid: {after}\n\n"))).await.is_err() {
                    return Ok(());
                }
            }
            let Page { items, last, more } = self.read(&caller, after).await?;
            for item in &items {
                if sender.send(event(item)?).await.is_err() {
                    return Ok(());
                }
            }
            after = last;
            let mut stopping = self.app.changes.seen().borrow().stopping;
            if !more && !stopping {
                sleep(REST).await;
                stopping = self.app.changes.after(after, BEAT.saturating_sub(beat.elapsed())).await.stopping;
            }
            if stopping || began.elapsed() >= LONGEST {
                return Ok(());
            }
            caller = self.app.authenticator.caller(&self.headers).await?;
        }
    }

    async fn read(&self, caller: &Caller, after: i64) -> Result<Page, ApiError> {
        caller.demand_any(Changes::NAME, Verb::Read)?;
        let kinds = self.asked.kinds(caller)?;
        let (with_record, base) = (self.asked.with_record, self.base.clone());
        self.app.seen_by(caller).snapshot(move |conn| page(conn, &kinds, (after, READ), with_record, &base)).await
    }
}

/// A change as an event: its number, its name, and the item as one line of JSON.
fn event(item: &ChangeOut) -> Result<Bytes, ApiError> {
    let data = serde_json::to_string(item).map_err(ApiError::internal)?;
    Ok(Bytes::from(format!("id: {}\nevent: {}\ndata: {data}\n\n", item.made.seq, item.event())))
}
