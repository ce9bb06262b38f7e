//! What all handlers share: one value, made at start.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::db::types::Instant;
use crate::error::ApiError;
use crate::exchange::changes::Watch;
use crate::exchange::leases::Holder;
use crate::exchange::webhooks::Sender;
use crate::exchange::{exports, imports};
use crate::http::schemas::Schemas;
use crate::identity::caller::{Authenticator, Caller};
use crate::identity::keys::Keys;
use crate::identity::passwords::Passwords;
use crate::journal::replay::AsOf;
use crate::openapi::Contract;
use crate::register::confidentiality;

/// The service's parts.
pub struct App {
    /// The settings.
    pub config: Config,
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// The signing key.
    pub keys: Arc<Keys>,
    /// Who calls.
    pub authenticator: Authenticator,
    /// Passwords.
    pub passwords: Passwords,
    /// The compiled schemas of bodies.
    pub schemas: Arc<Schemas>,
    /// What the register said at earlier instants.
    pub as_of: AsOf,
    /// The exports that may be made at the same time.
    pub exports: Arc<Semaphore>,
    /// The open data that may be made at the same time: nobody who is signed in waits for it.
    pub open_data: Arc<Semaphore>,
    /// Who waits for changes.
    pub changes: Watch,
    /// By what this process takes leases.
    pub holder: Holder,
    /// What sends webhooks.
    pub webhooks: Arc<Sender>,
    /// What takes imports in.
    pub imports: imports::Worker,
    /// The contract.
    pub contract: &'static Contract,
}

impl App {
    /// Puts the parts together.
    ///
    /// # Errors
    /// When the contract's schemas cannot be compiled: a fault of the program.
    pub fn new(config: Config, db: Db, clock: Clock, keys: Keys) -> Result<Self, String> {
        let keys = Arc::new(keys);
        let contract = Contract::get()?;
        Ok(Self {
            authenticator: Authenticator::new(db.clone(), clock.clone(), Arc::clone(&keys)),
            passwords: Passwords::default(),
            schemas: Arc::clone(&contract.schemas),
            as_of: AsOf::default(),
            exports: Arc::new(Semaphore::new(exports::AT_ONCE)),
            open_data: Arc::new(Semaphore::new(1)),
            changes: Watch::default(),
            holder: Holder::default(),
            webhooks: Arc::new(Sender::new(config.webhooks_to_private)),
            imports: imports::Worker::default(),
            contract,
            config,
            db,
            clock,
            keys,
        })
    }

    /// The database as a caller sees it.
    pub fn seen_by(&self, caller: &Caller) -> Db {
        confidentiality::seen_by(&self.db, caller)
    }

    /// The database as a caller sees it: as it is, or as it was at an instant. What is confidential now was never there for
    /// who may not see it.
    ///
    /// # Errors
    /// When the earlier register cannot be rebuilt.
    pub async fn at(&self, caller: &Caller, instant: Option<Instant>) -> Result<Db, ApiError> {
        match instant {
            None => Ok(self.seen_by(caller)),
            Some(instant) => self.as_of.at(&self.db, instant, confidentiality::sees(caller)).await,
        }
    }
}
