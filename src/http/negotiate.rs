//! Which format the caller gets (RFC 9110, 12.5.1).

use actix_web::HttpRequest;
use actix_web::http::header::{self, Accept, Header, Quality};

use crate::error::{ApiError, ErrorCode};

/// The media types that the operations of an address answer with, the first being the default.
#[derive(Clone, Debug, Default)]
pub struct Produces(pub Vec<&'static str>);

/// The media type of the answer: the one that `Accept` likes best; the default without `Accept`.
///
/// # Errors
/// `not_acceptable` when none fits; `Accept` that cannot be read counts as absent.
pub fn choose(request: &HttpRequest, produced: &[&'static str]) -> Result<&'static str, ApiError> {
    let default = produced.first().copied().unwrap_or("application/json");
    if !request.headers().contains_key(header::ACCEPT) {
        return Ok(default);
    }
    let ranges = Accept::parse(request).map(|accept| accept.0).unwrap_or_default();
    if ranges.is_empty() {
        return Ok(default);
    }
    // What the most specific range says of a type counts (RFC 9110, 12.5.1); q=0 refuses it.
    let quality_of = |media: &str| {
        let said = ranges.iter().filter_map(|range| Some((specificity(&range.item, media)?, range.quality)));
        said.max_by_key(|(specificity, _)| *specificity).map(|(_, quality)| quality)
    };
    let mut best: Option<(&'static str, Quality)> = None;
    for media in produced {
        let Some(quality) = quality_of(media).filter(|quality| *quality > Quality::ZERO) else { continue };
        // The first of equals wins: what the address gives by default.
        if best.is_none_or(|(_, so_far)| quality > so_far) {
            best = Some((media, quality));
        }
    }
    best.map(|(media, _)| media).ok_or_else(|| ErrorCode::NotAcceptable.into())
}

/// How closely a range names a media type: 2 by name, 1 by its kind, 0 by `*/*`; none when it does not.
fn specificity(range: &mime::Mime, media: &str) -> Option<u8> {
    let kind = media.split('/').next().unwrap_or_default();
    match (range.type_().as_str(), range.subtype().as_str()) {
        ("*", "*") => Some(0),
        (named, "*") if named == kind => Some(1),
        _ if range.essence_str() == media => Some(2),
        _ => None,
    }
}

/// Refuses a request whose `Accept` fits nothing that the address answers with.
///
/// # Errors
/// `not_acceptable`.
pub fn check(request: &HttpRequest) -> Result<(), ApiError> {
    // Problems are always problem+json; a caller that asks for them alone accepts the service's JSON.
    let accepts_problem = request
        .headers()
        .get(header::ACCEPT)
        .is_some_and(|value| value.as_bytes().starts_with(b"application/problem+json"));
    match request.app_data::<Produces>() {
        // Where there are several, `format=` speaks before the header.
        Some(produces) if produces.0.len() > 1 && request.query_string().split('&').any(is_format) => Ok(()),
        Some(produces) if !accepts_problem => choose(request, &produces.0).map(|_| ()),
        _ => Ok(()),
    }
}

fn is_format(pair: &str) -> bool {
    pair.starts_with("format=")
}
