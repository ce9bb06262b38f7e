//! What asks for a token: a form as RFC 6749 wants it, or JSON.

use std::collections::HashSet;
use std::future::Future;
use std::pin::Pin;

use actix_web::{FromRequest, HttpMessage as _, HttpRequest, web};
use serde_json::{Map, Value};

use super::FORM;
use crate::error::{ApiError, ErrorCode, Fault, FaultCode};
use crate::http::body::{check_media_type, escape, parse_object, payload_error, unwanted};
use crate::http::endpoint::JSON;
use crate::text::{normalise, text};

/// The fields of a form or a JSON object.
pub struct FormOrJson(pub Map<String, Value>);

impl FromRequest for FormOrJson {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut actix_web::dev::Payload) -> Self::Future {
        if let Err(error) = check_media_type(request, &[FORM, JSON]) {
            return Box::pin(std::future::ready(Err(error)));
        }
        let is_form = request.content_type().eq_ignore_ascii_case(FORM);
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            let bytes = bytes.await.map_err(payload_error)?;
            if !is_form {
                return parse_object(&bytes).map(Self);
            }
            let pairs: Vec<(String, String)> =
                serde_urlencoded::from_bytes(&bytes).map_err(|_| ApiError::from(ErrorCode::MalformedBody))?;
            let (mut faults, mut names) = (Vec::new(), HashSet::new());
            for (name, value) in &pairs {
                let mut fault = |code, reason| faults.push(Fault::body(format!("/{}", escape(name)), code, reason));
                if let Some(reason) = unwanted(name).or_else(|| unwanted(value)) {
                    fault(FaultCode::InvalidCharacter, reason);
                }
                // RFC 6749, 3.2: no parameter more than once.
                if !names.insert(name.as_str()) {
                    fault(FaultCode::Repeated, text("står flera gånger", "stands more than once"));
                }
            }
            ApiError::check(faults)?;
            Ok(Self(pairs.into_iter().map(|(name, value)| (name, Value::String(normalise(&value)))).collect()))
        })
    }
}
