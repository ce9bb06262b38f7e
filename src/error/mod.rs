//! What can go wrong; and the only place where a failure becomes an HTTP status.
//!
//! A problem (RFC 9457) is written by [`crate::http::envelope`], which knows the caller's language and the trace id. The
//! cause of an internal failure is logged there once, and never sent.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use diesel::result::{DatabaseErrorKind, Error as SqlError};
use uuid::Uuid;

use crate::governance::decisions::DecisionKind;
use crate::text::Message;

mod catalogue;
mod fault;

pub use catalogue::ErrorCode;
pub use fault::{Fault, FaultCode, Holder, Missing, Place};

/// The most faults that an answer names: more tell nobody more.
pub const MAX_FAULTS: usize = 200;

/// A problem on its way to the caller.
#[derive(Debug)]
pub struct Problem {
    /// The kind.
    pub code: ErrorCode,
    /// What happened this time; the kind's meaning when absent.
    pub detail: Option<Message>,
    /// Every fault of the request.
    pub faults: Vec<Fault>,
    /// What a transition lacks.
    pub missing: Vec<Missing>,
    /// What holds a record that was to be deleted.
    pub held_by: Vec<Holder>,
    /// The rule of the domain that speaks.
    pub rule: Option<&'static str>,
    /// The permission that the caller lacks.
    pub permission: Option<String>,
    /// The kind of decision that alone opens the way.
    pub gate: Option<DecisionKind>,
    /// Seconds until another try makes sense.
    pub retry_after: Option<u64>,
    /// The methods that the address knows.
    pub allow: Option<String>,
    /// What became of the request when it was carried out.
    pub done: Option<Done>,
    /// For the log alone.
    pub cause: Option<String>,
}

/// What became of a request that was carried out before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The type of the record that it changed first.
    pub kind: String,
    /// The record's id.
    pub id: Uuid,
}

/// The error of every operation.
#[derive(Debug)]
pub struct ApiError(pub Box<Problem>);

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self(Box::new(Problem {
            code,
            detail: None,
            faults: Vec::new(),
            missing: Vec::new(),
            held_by: Vec::new(),
            rule: None,
            permission: None,
            gate: None,
            retry_after: None,
            allow: None,
            done: None,
            cause: None,
        }))
    }
}

impl ApiError {
    /// A problem with words about this one time.
    pub fn new(code: ErrorCode, detail: impl Into<Message>) -> Self {
        let mut error = Self::from(code);
        error.0.detail = Some(detail.into());
        error
    }

    /// A request with faults: 400 if one of them makes it incomprehensible, else 409 if something is taken or in another
    /// state, else 422.
    pub fn faults(faults: Vec<Fault>) -> Self {
        let any = |status| faults.iter().any(|fault| fault.code.status() == status);
        let outside_body = faults.iter().any(|fault| fault.place != Place::Body);
        let mut error = Self::from(if outside_body || any(400) {
            ErrorCode::InvalidRequest
        } else if faults.iter().any(|fault| fault.code == FaultCode::Taken) {
            ErrorCode::Duplicate
        } else if any(409) {
            ErrorCode::StateConflict
        } else {
            ErrorCode::Unprocessable
        });
        error.0.rule = faults.iter().find_map(|fault| fault.rule);
        error.0.faults = faults;
        error.0.faults.truncate(MAX_FAULTS);
        error
    }

    /// `Ok` without faults.
    ///
    /// # Errors
    /// [`ApiError::faults`] when there are any.
    pub fn check(faults: Vec<Fault>) -> Result<(), Self> {
        if faults.is_empty() { Ok(()) } else { Err(Self::faults(faults)) }
    }

    /// A fault of the service itself; the cause is for the log.
    pub fn internal(cause: impl fmt::Display) -> Self {
        let mut error = Self::from(ErrorCode::Internal);
        error.0.cause = Some(cause.to_string());
        error
    }

    /// The database is away or the service is full; the cause is for the log.
    pub fn unavailable(cause: impl fmt::Display) -> Self {
        let mut error = Self::from(ErrorCode::Unavailable);
        error.0.cause = Some(cause.to_string());
        error.0.retry_after = Some(2);
        error
    }

    /// The caller may see the thing but not do this.
    pub fn forbidden(permission: impl Into<String>) -> Self {
        let mut error = Self::from(ErrorCode::Forbidden);
        error.0.permission = Some(permission.into());
        error
    }

    /// Whether the database was away.
    pub fn is_unavailable(&self) -> bool {
        self.0.code == ErrorCode::Unavailable
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem { code, detail, faults, cause, .. } = &*self.0;
        write!(out, "{}", detail.as_ref().map_or(code.title().en, |detail| detail.en.as_str()))?;
        for fault in faults {
            write!(out, "; {}: {}", fault.pointer, fault.reason.en)?;
        }
        if let Some(cause) = cause {
            write!(out, " ({cause})")?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Bare: the envelope writes the problem.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl From<SqlError> for ApiError {
    fn from(error: SqlError) -> Self {
        match &error {
            SqlError::NotFound => Self::from(ErrorCode::NotFound),
            SqlError::DatabaseError(DatabaseErrorKind::ClosedConnection, _)
            | SqlError::BrokenTransactionManager
            | SqlError::DatabaseError(DatabaseErrorKind::UnableToSendCommand, _) => Self::unavailable(error),
            SqlError::DatabaseError(_, info) if is_passing(info.message()) => Self::unavailable(error),
            _ => Self::internal(error),
        }
    }
}

/// Failures that say nothing of the request while the connection holds: a lock or statement that timed out, SQLite's file
/// held by another process. Neither database gives a code for them through diesel.
fn is_passing(message: &str) -> bool {
    ["database is locked", "lock timeout", "statement timeout"].iter().any(|sign| message.contains(sign))
}
