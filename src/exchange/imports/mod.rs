//! Imports: a file becomes records, through the one write path. The file is kept in the database until its rows are in, so
//! that any instance can go on where another stopped; what became of each row can be read afterwards.

use actix_web::web;

use crate::error::ApiError;
use crate::identity::caller::Subject;
use crate::register::{AnyRegister, Operation};
use crate::routes::REGISTERS;

mod api;
mod asked;
mod columns;
mod foreign;
mod known;
mod mapping;
mod outcome;
mod parts;
mod reading;
mod receiving;
mod rows;
mod source;
mod store;
mod taking;
mod work;

pub use api::{endpoints, schemas};
pub use columns::ImportColumnKind;
pub use work::{Worker, keep};

/// What an import is to the journal, as the cause of changes, and to requests that are carried out once.
const KIND: &str = "import";

/// Imports, as a subject of the policy.
pub struct Imports;

impl Subject for Imports {
    const NAME: &'static str = "imports";
}

crate::code_list! {
    /// What an import does.
    pub enum ImportMode "import-modes" ("Importens läge", "Modes of imports") {
        Check = "check" ("Prövar utan att skriva", "Checks and writes nothing"),
        Apply = "apply" ("Skriver", "Writes"),
    }
}

crate::code_list! {
    /// What an import does about rows that cannot be taken in.
    pub enum OnError "import-on-errors" ("Vid fel", "On errors") {
        Abort = "abort" ("Skriver allt eller inget", "Writes all or nothing"),
        Skip = "skip" ("Hoppar över raden", "Skips the row"),
    }
}

crate::code_list! {
    /// The states of an import.
    pub enum ImportState "import-states" ("Importens tillstånd", "States of an import") {
        Receiving = "receiving" ("Tas emot", "Being received"),
        Waiting = "waiting" ("Väntar", "Waiting"),
        Running = "running" ("Pågår", "Running"),
        Finished = "finished" ("Klar", "Finished"),
        Failed = "failed" ("Avbruten", "Failed"),
    }
}

impl ImportState {
    /// Whether somebody works at it, or will.
    pub(crate) const fn is_on_its_way(self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }
}

crate::code_list! {
    /// What became of a row, or would become of it.
    pub enum RowAction "import-row-actions" ("Vad som hände med raden", "What became of a row") {
        Create = "create" ("Ny post", "New record"),
        Update = "update" ("Ändrad post", "Changed record"),
        Unchanged = "unchanged" ("Oförändrad", "Unchanged"),
        Skip = "skip" ("Inte skriven", "Not written"),
        Error = "error" ("Fel", "Error"),
    }
}

/// The most rows of an import that is written whole or not at all.
pub const MOST_AT_ONCE: usize = 50_000;

/// Reads files on a thread of its own.
async fn blocking<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
    web::block(f).await.map_err(|_| ApiError::internal("the reading of a file panicked"))
}

/// The registers that take files in.
fn importable() -> impl Iterator<Item = &'static dyn AnyRegister> {
    REGISTERS.iter().copied().filter(|register| register.operations().contains(&Operation::Create))
}
