//! The secrets that webhooks sign with. They must be read to sign, so they are kept as they are, in a table of their own:
//! no journal, no answer but the one that makes them, and no log ever has them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use diesel::prelude::*;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::Webhook;
use crate::db::Conn;
use crate::db::schema::webhook_secrets as table;
use crate::db::types::{Id, Instant};
use crate::error::ApiError;

/// What a secret begins with (Standard Webhooks).
const PREFIX: &str = "whsec_";
/// What a signature begins with (Standard Webhooks).
const VERSION: &str = "v1,";
/// How many seconds a message may be old or ahead (Standard Webhooks).
const TOLERANCE: u64 = 300;
/// How long the secret before is valid beside a new one.
const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// A new secret, and until when the one before is valid.
pub(super) struct Rotated {
    pub(super) secret: String,
    pub(super) previous_until: Option<Instant>,
}

/// Makes a new secret for a webhook.
///
/// # Errors
/// When the database refuses.
pub(super) fn rotate(conn: &mut Conn, id: Id<Webhook>, now: Instant) -> QueryResult<Rotated> {
    let secret = format!("{PREFIX}{}", STANDARD.encode(rand::random::<[u8; 32]>()));
    let before: Option<String> = table::table.find(id).select(table::secret).get_result(conn).optional()?;
    let previous_until = before.as_ref().map(|_| Instant(now.0 + OVERLAP));
    diesel::delete(table::table.find(id)).execute(conn)?;
    diesel::insert_into(table::table)
        .values((
            table::webhook_id.eq(id),
            table::secret.eq(&secret),
            table::previous.eq(before),
            table::previous_until.eq(previous_until),
        ))
        .execute(conn)?;
    Ok(Rotated { secret, previous_until })
}

/// Those of some webhooks that have a secret: one query.
///
/// # Errors
/// When the database refuses.
pub(super) fn having(conn: &mut Conn, ids: Vec<Id<Webhook>>) -> QueryResult<Vec<Id<Webhook>>> {
    table::table.filter(table::webhook_id.eq_any(ids)).select(table::webhook_id).load(conn)
}

/// The secrets of a webhook that are valid now, the newest first.
///
/// # Errors
/// When the database refuses.
pub(super) fn valid(conn: &mut Conn, id: Id<Webhook>, now: Instant) -> QueryResult<Vec<String>> {
    type Row = (String, Option<String>, Option<Instant>);
    let row: Option<Row> = table::table
        .find(id)
        .select((table::secret, table::previous, table::previous_until))
        .get_result(conn)
        .optional()?;
    let Some((secret, previous, until)) = row else { return Ok(Vec::new()) };
    let previous = previous.filter(|_| until.is_some_and(|until| now < until));
    Ok(std::iter::once(secret).chain(previous).collect())
}

/// `webhook-signature`: of each secret one, over id, time and body.
///
/// # Errors
/// When a secret is damaged.
pub(super) fn sign(secrets: &[String], id: &str, timestamp: i64, body: &str) -> Result<String, ApiError> {
    let signature = |secret: &String| {
        let mac = mac(secret, id, &timestamp.to_string(), body.as_bytes());
        let mac = mac.ok_or_else(|| ApiError::internal("the secret of a webhook is damaged"))?;
        Ok(format!("{VERSION}{}", STANDARD.encode(mac.finalize().into_bytes())))
    };
    let signatures: Result<Vec<String>, ApiError> = secrets.iter().map(signature).collect();
    Ok(signatures?.join(" "))
}

/// What is signed: id, time and body; nothing when the secret is none.
fn mac(secret: &str, id: &str, timestamp: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    let key = STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    Some(mac)
}

/// A message as it was received.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'a> {
    /// `webhook-id`.
    pub id: &'a str,
    /// `webhook-timestamp`.
    pub timestamp: &'a str,
    /// `webhook-signature`.
    pub signature: &'a str,
    /// The body, byte by byte.
    pub body: &'a [u8],
}

/// Whether a message was signed with a secret, and not long ago or ahead: an old one may be sent again by somebody else.
///
/// # Errors
/// Why it is not to be believed.
pub fn verify(secret: &str, message: Signed<'_>, now: i64) -> Result<(), &'static str> {
    let sent: i64 = message.timestamp.parse().map_err(|_| "webhook-timestamp is no number of seconds")?;
    if now.abs_diff(sent) > TOLERANCE {
        return Err("webhook-timestamp is more than five minutes off");
    }
    let mac = mac(secret, message.id, message.timestamp, message.body).ok_or("the secret is none")?;
    let mut given = message.signature.split(' ').filter_map(|one| STANDARD.decode(one.strip_prefix(VERSION)?).ok());
    let fits = |given: Vec<u8>| mac.clone().verify_slice(&given).is_ok();
    if given.any(fits) { Ok(()) } else { Err("no signature fits") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the specification's own libraries test with.
    #[test]
    fn the_signature_is_that_of_standard_webhooks() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned();
        let signature = sign(&[secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signature.unwrap(), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn what_was_altered_is_old_or_signed_by_others_is_not_believed() {
        let secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_AAAA"].map(str::to_owned);
        let (id, body) = ("msg_1", "{}");
        let signature = sign(&secrets, id, 1_000, body).unwrap();
        let message = Signed { id, timestamp: "1000", signature: &signature, body: body.as_bytes() };
        for secret in &secrets {
            assert_eq!(verify(secret, message, 1_300), Ok(()));
        }
        let refused = |message, now| verify(&secrets[0], message, now).unwrap_err();
        assert!(refused(message, 1_301).contains("five minutes") && refused(message, 699).contains("five minutes"));
        assert!(refused(Signed { timestamp: "now", ..message }, 1_000).contains("no number"));
        for altered in [
            Signed { body: b"{} ", ..message },
            Signed { id: "msg_2", ..message },
            Signed { timestamp: "1001", ..message },
            Signed { signature: "v1,AAAA v2,AAAA nonsense", ..message },
            Signed { signature: "", ..message },
        ] {
            assert_eq!(refused(altered, 1_000), "no signature fits");
        }
        assert_eq!(verify("whsec_BBBB", message, 1_000), Err("no signature fits"));
        assert_eq!(verify("secret", message, 1_000), Err("the secret is none"));
    }
}
