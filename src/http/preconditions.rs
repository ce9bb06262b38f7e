//! `If-Match` and `If-None-Match` (RFC 9110, 13.1).

use actix_web::http::header::{self, HeaderMap, HeaderName};

use crate::error::{ApiError, ErrorCode, Fault, FaultCode, Place};
use crate::text::text;

/// What a change is conditional on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IfMatch {
    /// No header.
    Absent,
    /// `*`: whatever the version, I know.
    Any,
    /// One of these versions.
    Versions(Vec<i32>),
}

impl IfMatch {
    /// Reads the header. Of an entity tag `"{version}.{digest}"` the version counts, so `"7"` made from the field
    /// `version` works too.
    ///
    /// # Errors
    /// `invalid_request` when it is neither `*` nor a list of such tags.
    pub fn read(headers: &HeaderMap) -> Result<Self, ApiError> {
        let Some(value) = joined(headers, &header::IF_MATCH) else { return Ok(Self::Absent) };
        if value.trim() == "*" {
            return Ok(Self::Any);
        }
        let versions: Option<Vec<i32>> = value.split(',').map(|tag| version_of(tag.trim())).collect();
        versions.map(Self::Versions).ok_or_else(|| {
            ApiError::faults(vec![
                Fault::query(
                    "If-Match",
                    FaultCode::WrongFormat,
                    text(
                        "förväntade postens ETag, eller dess version inom citattecken",
                        "expected the record's ETag, or its version in quotes",
                    ),
                )
                .at(Place::Header),
            ])
        })
    }

    /// Demands the header, for changes that could overwrite another's.
    ///
    /// # Errors
    /// `precondition_required` without it.
    pub fn required(self) -> Result<Self, ApiError> {
        if self == Self::Absent { Err(ErrorCode::PreconditionRequired.into()) } else { Ok(self) }
    }

    /// Compares with the stored version.
    ///
    /// # Errors
    /// `precondition_failed` when it is another.
    pub fn check(&self, version: i32) -> Result<(), ApiError> {
        match self {
            Self::Absent | Self::Any => Ok(()),
            Self::Versions(versions) if versions.contains(&version) => Ok(()),
            Self::Versions(_) => Err(ApiError::from(ErrorCode::PreconditionFailed)),
        }
    }
}

/// The version in a strong entity tag. A weak one names no version that could be matched (RFC 9110, 8.8.3.2), so it is
/// read as version 0, which no record has.
fn version_of(tag: &str) -> Option<i32> {
    if tag.starts_with("W/") {
        return Some(0);
    }
    let inner = tag.strip_prefix('"')?.strip_suffix('"')?;
    let digits = inner.split_once('.').map_or(inner, |(version, _)| version);
    // A tag of another form names no version of ours: it fails, but is not malformed.
    if inner.contains('"') { None } else { Some(digits.parse().unwrap_or(0)) }
}

/// Whether `If-None-Match` names the tag, compared weakly.
pub fn none_match(headers: &HeaderMap, tag: &str) -> bool {
    joined(headers, &header::IF_NONE_MATCH).is_some_and(|value| {
        value.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
    })
}

fn joined(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values: Vec<&str> = headers.get_all(name).map(|value| value.to_str().unwrap_or("?")).collect();
    (!values.is_empty()).then(|| values.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn read(value: &'static str) -> Result<IfMatch, ApiError> {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_MATCH, HeaderValue::from_static(value));
        IfMatch::read(&headers)
    }

    #[test]
    fn the_version_counts() {
        for good in ["\"7\"", "\"7.abc\"", "\"6.x\", \"7.y\"", "*"] {
            assert!(read(good).and_then(|tag| tag.check(7)).is_ok(), "{good}");
        }
        for stale in ["\"8\"", "W/\"7\"", "\"abc\"", "\"6\", \"8\""] {
            assert_eq!(read(stale).and_then(|tag| tag.check(7)).unwrap_err().0.code, ErrorCode::PreconditionFailed);
        }
        for bad in ["7", "\"7", "", "\"7\" \"8\""] {
            assert_eq!(read(bad).unwrap_err().0.code, ErrorCode::InvalidRequest, "{bad}");
        }
    }
}
