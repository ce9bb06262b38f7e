//! The signing key (ES256, RFC 7518), its public half as a JWK set (RFC 7517), and access tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToEncodedPoint;
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::Path;
use uuid::Uuid;

use crate::db::types::Instant;
use crate::private_file;

/// Who signs and who is meant; both are checked.
const ISSUER: &str = "utblick";

/// What a token says (RFC 7519): who, and how long. Roles come from the user's row.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// Who signed.
    iss: String,
    /// Who is meant.
    aud: String,
    /// The user's id.
    pub sub: Uuid,
    /// When it was made, in seconds since 1970.
    pub iat: i64,
    /// When it ends.
    pub exp: i64,
    /// Which password it was made under (see [`generation`]): a new one voids it.
    #[serde(default)]
    pub generation: i64,
    /// The session of a user; none when it was made on the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<Uuid>,
    /// The client, of a client's token (RFC 9068, 2.2); it is the subject then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<Uuid>,
    /// What a client's token is narrowed to, separated by spaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
}

/// Whom a token is for.
#[derive(Clone, Debug)]
pub enum Holder {
    /// A user, in a session if there is one.
    User(Uuid, Option<Uuid>),
    /// A client, narrowed to some scopes if it asked for that.
    Client(Uuid, Option<String>),
}

/// What tells the tokens of a holder that are good from those that are void: when the password was set or all tokens were
/// made void, whichever came last, in microseconds since 1970; 0 when neither happened. Compared for equality, so that no
/// two clocks need to agree.
pub fn generation(password_set_at: Option<Instant>, signed_out_at: Option<Instant>) -> i64 {
    password_set_at.max(signed_out_at).map_or(0, |at| at.0.timestamp_micros())
}

/// Why there is no signing key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The text of a setting or file is no key.
    #[error(
        "{0}: expected an ES256 private key as PEM (PKCS #8): openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256"
    )]
    Malformed(String),
    /// The file cannot be read or made.
    #[error("the signing key {0}: {1}")]
    File(std::path::PathBuf, std::io::Error),
    /// The key cannot be used by the token library.
    #[error("the signing key cannot be used: {0}")]
    Unusable(String),
}

/// The signing key and what is derived from it.
pub struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
    key_id: String,
    jwk: serde_json::Value,
}

impl Keys {
    /// Reads a private key, PEM in PKCS #8; `from` is the setting or file that it is from.
    ///
    /// # Errors
    /// When it is none for ES256.
    pub fn from_pem(from: &str, pem: &str) -> Result<Self, KeyError> {
        let secret = SecretKey::from_pkcs8_pem(pem.trim()).map_err(|_| KeyError::Malformed(from.to_owned()))?;
        let unusable = |error: &dyn std::fmt::Display| KeyError::Unusable(error.to_string());
        let private = secret.to_pkcs8_der().map_err(|error| unusable(&error))?;
        let point = secret.public_key().to_encoded_point(false);
        let coordinate = |bytes: Option<&p256::FieldBytes>| {
            URL_SAFE_NO_PAD.encode(bytes.map(AsRef::<[u8]>::as_ref).unwrap_or_default())
        };
        let (x, y) = (coordinate(point.x()), coordinate(point.y()));
        // RFC 7638: the required members in the order of their names.
        let thumbprint = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        let key_id = URL_SAFE_NO_PAD.encode(Sha256::digest(thumbprint));
        let mut validation = Validation::new(Algorithm::ES256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[ISSUER]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // The expiry is compared with the injected clock below.
        validation.validate_exp = false;
        Ok(Self {
            encoding: EncodingKey::from_ec_der(private.as_bytes()),
            decoding: DecodingKey::from_ec_components(&x, &y).map_err(|error| unusable(&error))?,
            validation,
            jwk: serde_json::json!({
                "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": key_id, "x": x, "y": y
            }),
            key_id,
        })
    }

    /// Reads the key file, or makes one that only its owner can read.
    ///
    /// # Errors
    /// When the file cannot be read or made, or holds no key.
    pub fn from_file(path: &Path) -> Result<Self, KeyError> {
        let fail = |error| KeyError::File(path.to_owned(), error);
        let from = format!("the signing key {}", path.display());
        match std::fs::read_to_string(path) {
            Ok(pem) => Self::from_pem(&from, &pem),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let secret = SecretKey::random(&mut p256::elliptic_curve::rand_core::OsRng);
                let pem = secret.to_pkcs8_pem(LineEnding::LF).map_err(|error| KeyError::Unusable(error.to_string()))?;
                match private_file::write(path, pem.as_bytes()) {
                    Ok(()) => Self::from_pem(&from, &pem),
                    // Another process that starts at the same time was first: its key is the one to keep.
                    Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                        Self::from_pem(&from, &std::fs::read_to_string(path).map_err(fail)?)
                    }
                    Err(error) => Err(fail(error)),
                }
            }
            Err(error) => Err(fail(error)),
        }
    }

    /// A token for somebody, of a generation.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn issue(
        &self,
        holder: Holder,
        generation: i64,
        now: i64,
        seconds: i64,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(self.key_id.clone());
        let (sub, sid, client_id, scope) = match holder {
            Holder::User(user, session) => (user, session, None, None),
            Holder::Client(client, scope) => (client, None, Some(client), scope),
        };
        let (iss, aud, exp) = (ISSUER.into(), ISSUER.into(), now + seconds);
        let claims = Claims { iss, aud, sub, iat: now, exp, generation, sid, client_id, scope };
        jsonwebtoken::encode(&header, &claims, &self.encoding)
    }

    /// What a token says, if it was signed with this key and is valid now.
    pub fn verify(&self, token: &str, now: i64) -> Option<Claims> {
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation).ok()?.claims;
        (claims.exp > now).then_some(claims)
    }

    /// The JWK set (RFC 7517).
    pub fn jwks(&self) -> serde_json::Value {
        serde_json::json!({ "keys": [self.jwk] })
    }
}
