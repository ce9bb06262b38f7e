//! `Prefer: wait=20` (RFC 7240, 4.3).

use std::time::Duration;

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

/// The longest wait, in seconds.
const LONGEST: u64 = 60;

/// The name of the header.
const PREFER: HeaderName = HeaderName::from_static("prefer");
/// What the service did of what was preferred (RFC 7240, 3).
const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");

/// The seconds that a caller prefers to wait for an answer; no more than the longest. What cannot be read counts as
/// absent: a preference may be ignored.
pub fn wait(headers: &HeaderMap) -> Option<Duration> {
    let preferences = headers.get_all(PREFER).filter_map(|value| value.to_str().ok());
    let mut waits = preferences.flat_map(|value| value.split(',')).filter_map(|preference| {
        let (name, value) = preference.split(';').next()?.split_once('=')?;
        let named = name.trim().eq_ignore_ascii_case("wait");
        named.then(|| value.trim().trim_matches('"').parse::<u64>().ok()).flatten()
    });
    // Of several, the first counts (RFC 7240, 2).
    waits.next().map(|seconds| Duration::from_secs(seconds.min(LONGEST)))
}

/// Says in an answer that the service was ready to wait.
pub fn applied(headers: &mut HeaderMap, wait: Duration) {
    if let Ok(applied) = HeaderValue::from_str(&format!("wait={}", wait.as_secs())) {
        headers.insert(PREFERENCE_APPLIED, applied);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_wait_counts_and_no_more_than_a_minute() {
        let seconds = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            values.iter().for_each(|value| headers.append(PREFER, HeaderValue::from_static(value)));
            wait(&headers).map(|wait| wait.as_secs())
        };
        for (values, wanted) in [
            (&["wait=20"][..], Some(20)),
            (&["respond-async, WAIT = \"5\"; x=1"], Some(5)),
            (&["respond-async", "wait=0"], Some(0)),
            (&["wait=3, wait=4"], Some(3)),
            (&["wait=3600"], Some(60)),
            (&["wait"], None),
            (&["wait=-1"], None),
            (&["waiting=2"], None),
            (&[], None),
        ] {
            assert_eq!(seconds(values), wanted, "{values:?}");
        }
    }
}
