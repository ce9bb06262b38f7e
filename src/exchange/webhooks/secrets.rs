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
    let damaged = || ApiError::internal("the secret of a webhook is damaged");
    let signatures: Result<Vec<String>, ApiError> = secrets
        .iter()
        .map(|secret| {
            let key = secret.strip_prefix(PREFIX).and_then(|key| STANDARD.decode(key).ok()).ok_or_else(damaged)?;
            let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| damaged())?;
            mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
            Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
        })
        .collect();
    Ok(signatures?.join(" "))
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
}
