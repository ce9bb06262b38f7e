//! Why a command failed, as an exit code and one line.

use std::io::Write as _;
use std::process::ExitCode;

use crate::config::ConfigError;
use crate::db::OpenError;
use crate::error::ApiError;

/// Why a command failed, with its exit code.
pub(super) enum Failure {
    Usage(String),
    Database(String),
    Refused(String),
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::Database(error) => error.into(),
            other => Self::Usage(other.to_string()),
        }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Scheme => Self::Usage(error.to_string()),
            OpenError::Newer(_) | OpenError::Pending(_) | OpenError::Migration(_) => Self::Refused(error.to_string()),
            other => Self::Database(other.to_string()),
        }
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        if error.is_unavailable() { Self::Database(error.to_string()) } else { Self::Refused(error.to_string()) }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Refused(error.to_string())
    }
}

/// One line that says what to do.
pub(super) fn end(failure: Failure) -> ExitCode {
    let (code, text) = match failure {
        Failure::Refused(text) => (1, text),
        Failure::Usage(text) => (2, text),
        Failure::Database(text) => (3, text),
    };
    let mut stderr = std::io::stderr();
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(stderr, "utblick: {}", text.trim().replace('\n', " "));
    ExitCode::from(code)
}
