//! Answers: JSON with its validator, and 304 when the caller has it.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::preconditions::none_match;
use crate::error::ApiError;

/// The media type of JSON answers.
pub const JSON_UTF8: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// Sixteen letters that tell one answer from another.
pub fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    URL_SAFE_NO_PAD.encode(hash.finalize().get(..12).unwrap_or_default())
}

/// A JSON answer without a validator.
///
/// # Errors
/// Only if the value cannot be written as JSON.
pub fn json(status: StatusCode, value: &impl Serialize) -> Result<HttpResponse, ApiError> {
    let body = serde_json::to_vec(value).map_err(ApiError::internal)?;
    Ok(HttpResponse::build(status).insert_header((header::CONTENT_TYPE, JSON_UTF8)).body(body))
}

/// One record: `ETag: "{version}.{digest of the answer}"`, and 304 when `If-None-Match` names it.
///
/// # Errors
/// As [`json`].
pub fn record(
    request: &HttpRequest,
    status: StatusCode,
    version: i32,
    value: &impl Serialize,
) -> Result<HttpResponse, ApiError> {
    let body = serde_json::to_vec(value).map_err(ApiError::internal)?;
    let tag = format!("\"{version}.{}\"", digest(&[&body]));
    Ok(tagged(request, status, &tag, JSON_UTF8, body))
}

/// Any answer that is as new as its content.
///
/// # Errors
/// As [`json`].
pub fn by_content(request: &HttpRequest, value: &impl Serialize) -> Result<HttpResponse, ApiError> {
    let body = serde_json::to_vec(value).map_err(ApiError::internal)?;
    let tag = format!("\"{}\"", digest(&[&body]));
    Ok(tagged(request, StatusCode::OK, &tag, JSON_UTF8, body))
}

/// A body with its validator; 304 without it when a GET's caller has it.
pub fn tagged(
    request: &HttpRequest,
    status: StatusCode,
    tag: &str,
    content_type: HeaderValue,
    body: Vec<u8>,
) -> HttpResponse {
    let reading = request.method().is_safe();
    if reading && none_match(request.headers(), tag) {
        return HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish();
    }
    HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, content_type))
        .insert_header((header::ETAG, tag))
        .body(body)
}
