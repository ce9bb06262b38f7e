//! What all handlers share: one value, made at start.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::db::types::Instant;
use crate::error::ApiError;
use crate::exchange::changes::Watch;
use crate::exchange::columns::{Column, columns};
use crate::exchange::exports;
use crate::exchange::webhooks::Sender;
use crate::http::schemas::Schemas;
use crate::identity::caller::Authenticator;
use crate::identity::keys::Keys;
use crate::identity::passwords::Passwords;
use crate::journal::replay::AsOf;
use crate::openapi;
use crate::routes::REGISTERS;

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
    /// The columns of every register's table, by its path.
    pub columns: HashMap<&'static str, Arc<Vec<Column>>>,
    /// The exports that may be made at the same time.
    pub exports: Arc<Semaphore>,
    /// Who waits for changes.
    pub changes: Watch,
    /// What sends webhooks.
    pub webhooks: Arc<Sender>,
    /// The contract as it is served, as JSON and as YAML.
    pub document: openapi::Served,
}

impl App {
    /// Puts the parts together.
    ///
    /// # Errors
    /// When the contract's schemas cannot be compiled: a fault of the program.
    pub fn new(config: Config, db: Db, clock: Clock, keys: Keys) -> Result<Self, String> {
        let keys = Arc::new(keys);
        let document = openapi::document();
        let json = serde_json::to_value(&document).map_err(|error| error.to_string())?;
        let schemas = Schemas::compile(&json, openapi::body_schemas(&json))?;
        Ok(Self {
            authenticator: Authenticator::new(db.clone(), clock.clone(), Arc::clone(&keys)),
            passwords: Passwords::default(),
            schemas: Arc::new(schemas),
            as_of: AsOf::default(),
            columns: REGISTERS
                .iter()
                .map(|register| (register.path(), Arc::new(columns(&json, register.names().schema))))
                .collect(),
            exports: Arc::new(Semaphore::new(exports::AT_ONCE)),
            changes: Watch::default(),
            webhooks: Arc::new(Sender::new(config.webhooks_to_private)),
            document: openapi::Served::new(document, &config.public_url)?,
            config,
            db,
            clock,
            keys,
        })
    }

    /// The database to read from: as it is, or as it was at an instant.
    ///
    /// # Errors
    /// When the earlier register cannot be rebuilt.
    pub async fn at(&self, instant: Option<Instant>) -> Result<Db, ApiError> {
        match instant {
            None => Ok(self.db.clone()),
            Some(instant) => self.as_of.at(&self.db, instant).await,
        }
    }
}
