//! A client that names itself by HTTP Basic (RFC 6749, 2.3.1).

use actix_web::HttpRequest;
use actix_web::http::header;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::error::{ApiError, ErrorCode, Fault, FaultCode};
use crate::text::text;

/// Takes the client's id and secret from the header, where the request is for a client's token and has them there.
///
/// # Errors
/// `invalid_request` when they are in the body too, `invalid_client` when the header cannot be read.
pub(super) fn take(request: &HttpRequest, fields: &mut Map<String, Value>) -> Result<(), ApiError> {
    if fields.get("grant_type").and_then(Value::as_str) != Some("client_credentials") {
        return Ok(());
    }
    let said = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some((scheme, encoded)) = said.and_then(|said| said.split_once(' ')) else { return Ok(()) };
    if !scheme.eq_ignore_ascii_case("basic") {
        return Ok(());
    }
    let (id, secret) = pair(encoded.trim()).ok_or(ErrorCode::InvalidClient)?;
    let twice = ["client_id", "client_secret"].into_iter().filter(|name| fields.contains_key(*name));
    let reason = text("står också i Authorization", "stands in Authorization too");
    ApiError::check(twice.map(|name| Fault::body(format!("/{name}"), FaultCode::Repeated, reason)).collect())?;
    fields.insert("client_id".to_owned(), id.into());
    fields.insert("client_secret".to_owned(), secret.into());
    Ok(())
}

/// The id and the secret, each encoded as in a form.
fn pair(encoded: &str) -> Option<(String, String)> {
    let decoded = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    let plain = |part: &str| {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&format!("x={part}")).ok()?;
        match <[(String, String); 1]>::try_from(pairs) {
            Ok([(_, value)]) => Some(value),
            Err(_) => None,
        }
    };
    Some((plain(id)?, plain(secret)?))
}
