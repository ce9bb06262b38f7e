//! `Idempotency-Key`: a POST that is sent again, because its answer was lost, is carried out once.

use actix_web::{HttpMessage as _, HttpRequest};
use std::rc::Rc;

use super::context::Context;
use crate::error::{ApiError, Fault, FaultCode, Place};
use crate::journal::sha256;
use crate::text::text;

/// The header.
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
/// The most characters of a key.
const LONGEST: usize = 200;

/// Notes the key of a POST in its context, with what the request is known by.
///
/// # Errors
/// `invalid_request` when the key is empty, too long, or not of visible ASCII.
pub fn note(request: &HttpRequest, body: &[u8]) -> Result<(), ApiError> {
    let Some(value) =
        request.headers().get(IDEMPOTENCY_KEY).filter(|_| request.method() == actix_web::http::Method::POST)
    else {
        return Ok(());
    };
    // As a structured field it stands in quotes (RFC 9651); most send it without.
    let key = value.to_str().unwrap_or_default().trim().trim_matches('"');
    if key.is_empty() || key.len() > LONGEST || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        let reason = text("förväntade 1 till 200 synliga ASCII-tecken", "expected 1 to 200 visible ASCII characters");
        return Err(ApiError::faults(vec![
            Fault::query(IDEMPOTENCY_KEY, FaultCode::WrongFormat, reason).at(Place::Header),
        ]));
    }
    if let Some(context) = request.extensions().get::<Rc<Context>>() {
        let address = request.uri().to_string();
        let fingerprint = sha256(&[address.as_bytes(), b"\n", body]);
        // A request has one body.
        let _ = context.once.set((key.to_owned(), fingerprint));
    }
    Ok(())
}
