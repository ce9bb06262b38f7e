//! The work in the background: every instance looks for webhooks that have something to send, and whoever has the lease on
//! one sends it, one after the other.

use std::sync::PoisonError;
use std::time::Duration;

use actix_web::web;
use chrono::TimeDelta;
use diesel::QueryResult;
use tokio::time::{Instant as Tick, sleep, timeout};

use super::super::{Webhook, WebhookState, pause, secrets, store};
use super::queue::{self, Delivery, Tried};
use super::send::Message;
use super::{lease, outbox};
use crate::app::App;
use crate::db::Conn;
use crate::db::types::{Id, Instant};
use crate::error::ApiError;
use crate::exchange::changes::followed;
use crate::http::context::API;
use crate::identity::caller::Caller;
use crate::identity::caller::find_caller;
use crate::journal::{self, Origin};
use crate::register::{Record, confidentiality, write};

/// How often an instance looks.
const PERIOD: Duration = Duration::from_secs(1);
/// How long it rests after a change, so that several are seen together.
const REST: Duration = Duration::from_millis(50);
/// How often what is over is tidied away.
const TIDY: Duration = Duration::from_secs(600);
/// How long a lease lasts: longer than a try.
const LEASE: TimeDelta = TimeDelta::seconds(20);

/// Looks at once, with every change of this process, and every now and then, as long as the service runs.
pub async fn keep(app: web::Data<App>) {
    let mut written = app.db.written();
    let mut tidied: Option<Tick> = None;
    while !app.changes.seen().borrow().stopping {
        if let Err(error) = look(&app).await {
            log::warn!("webhooks wait: {error}");
        }
        if tidied.is_none_or(|tidied| tidied.elapsed() >= TIDY) {
            tidied = Some(Tick::now());
            let now = app.clock.now();
            if let Err(error) = app.db.passing(move |conn| Ok(queue::tidy(conn, now)?)).await {
                log::warn!("old deliveries are still there: {error}");
            }
        }
        if timeout(PERIOD, written.changed()).await.is_ok() {
            sleep(REST).await;
        }
    }
}

/// Begins to work at every webhook that has something to send and that nobody here works at.
///
/// # Errors
/// When the database refuses.
pub async fn look(app: &web::Data<App>) -> Result<(), ApiError> {
    let now = app.clock.now();
    let waiting = app
        .db
        .read(move |conn| {
            let active = store::active(conn)?;
            let mut ids = if active.is_empty() { active } else { outbox::behind(conn, active)? };
            ids.extend(queue::with_due(conn, now)?);
            Ok(ids)
        })
        .await?;
    for id in waiting {
        let Some(hand) = InHand::take(app, id) else { continue };
        actix_web::rt::spawn(async move {
            let app = &hand.app;
            if let Ok(_place) = app.webhooks.places.acquire().await
                && let Err(error) = work(app, id).await
            {
                log::warn!("the webhook {id} waits: {error}");
            }
        });
    }
    Ok(())
}

/// A webhook that this process works at; it does no more when this is dropped.
struct InHand {
    app: web::Data<App>,
    id: Id<Webhook>,
}

impl InHand {
    /// None when the process works at it already.
    fn take(app: &web::Data<App>, id: Id<Webhook>) -> Option<Self> {
        let is_new = app.webhooks.in_hand.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        is_new.then(|| Self { app: app.clone(), id })
    }
}

impl Drop for InHand {
    fn drop(&mut self) {
        self.app.webhooks.in_hand.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

/// Does what there is to do for one webhook, if no other instance does.
async fn work(app: &App, id: Id<Webhook>) -> Result<(), ApiError> {
    if !app.take_lease(lease(id), LEASE).await? {
        return Ok(());
    }
    let done = send_all(app, id).await;
    app.release_lease(lease(id)).await?;
    done
}

/// What is sent next, with what it takes.
struct Next {
    delivery: Delivery,
    url: String,
    secrets: Vec<String>,
    /// Whether its creator may read what it is about.
    may_read: bool,
}

/// What a look at a webhook found.
enum Found {
    /// Something to send.
    Next(Box<Next>),
    /// Changes were turned into deliveries, and there may be more of them.
    More,
    /// Nothing now.
    Nothing,
    /// Its creator's account is closed.
    NoCreator,
}

async fn send_all(app: &App, id: Id<Webhook>) -> Result<(), ApiError> {
    while !app.changes.seen().borrow().stopping && app.take_lease(lease(id), LEASE).await? {
        let (base, now) = (format!("{}{API}", app.config.public_url), app.clock.now());
        match app.db.passing(move |conn| find_next(conn, id, &base, now)).await? {
            Found::More => {}
            Found::Nothing => return Ok(()),
            Found::NoCreator => return pause_for(app, id, "the account of its creator is closed").await,
            Found::Next(next) => send_one(app, id, *next).await?,
        }
    }
    Ok(())
}

/// Turns some changes into deliveries, or else finds what is sent next, in one short transaction.
fn find_next(conn: &mut Conn, id: Id<Webhook>, base: &str, now: Instant) -> Result<Found, ApiError> {
    let webhook: Record<Webhook> = write::find(conn, id)?;
    let is_active = webhook.meta.state.as_deref() == Some(WebhookState::Active.as_str()) && !webhook.meta.archived;
    let creator = match webhook.kept.created_by {
        Some(creator) => find_caller(conn, creator.uuid())?,
        None => None,
    };
    let Some(creator) = creator else {
        return Ok(if is_active { Found::NoCreator } else { Found::Nothing });
    };
    if is_active && outbox::fill(conn, &webhook, &creator, base, now)? {
        return Ok(Found::More);
    }
    let Some(delivery) = queue::next(conn, id, is_active, now)? else { return Ok(Found::Nothing) };
    let may_read = may_read(conn, &creator, &delivery)?;
    let secrets = secrets::valid(conn, id, now)?;
    Ok(Found::Next(Box::new(Next { delivery, url: webhook.content.url, secrets, may_read })))
}

/// Whether the creator of a webhook may read what is sent, as it is now.
fn may_read(conn: &mut Conn, creator: &Caller, delivery: &Delivery) -> QueryResult<bool> {
    let Some(seq) = delivery.seq else { return Ok(true) };
    if !followed(creator).any(|register| register.kind() == delivery.kind()) {
        return Ok(false);
    }
    if confidentiality::sees(creator) {
        return Ok(true);
    }
    let record = journal::record_changed(conn, seq)?;
    Ok(confidentiality::among(conn, record.as_slice())?.is_empty())
}

async fn send_one(app: &App, id: Id<Webhook>, next: Next) -> Result<(), ApiError> {
    let Next { delivery, url, secrets, may_read } = next;
    let tried = if may_read {
        let timestamp = app.clock.now().0.timestamp();
        let message_id = delivery.id.to_string();
        let signature = secrets::sign(&secrets, &message_id, timestamp, &delivery.body)?;
        let message = Message { url, id: message_id, timestamp, signature, body: delivery.body.clone() };
        let sender = app.webhooks.clone();
        web::block(move || sender.send(&message)).await.map_err(ApiError::internal)?
    } else {
        Tried::Dropped("its creator may not read this any more".to_owned())
    };
    let is_gone = matches!(tried, Tried::Refused(Some(410), _));
    let tried = if is_gone { Tried::Dropped("answered 410: it is gone".to_owned()) } else { tried };
    let now = app.clock.now();
    let is_lost = app.db.passing(move |conn| Ok(queue::settle(conn, &delivery, &tried, now)?)).await?;
    if is_gone {
        return pause_for(app, id, "answered 410: the address is gone").await;
    }
    if is_lost {
        return pause_for(app, id, "nothing was taken for three days").await;
    }
    Ok(())
}

async fn pause_for(app: &App, id: Id<Webhook>, reason: &'static str) -> Result<(), ApiError> {
    app.db.write(Origin::service(), move |tx| pause(tx, id, reason)).await
}
