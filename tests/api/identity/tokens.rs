use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use p256::SecretKey;
use p256::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};
use serde_json::{Value, json};
use utblick::clock::Clock;
use utblick::identity::keys::{Holder, Keys};

use crate::support::{Backend, Client, World};

crate::tests! {
    a_token_that_is_not_ours_is_refused,
    a_token_whose_claims_do_not_fit_is_refused,
    a_token_that_was_tampered_with_is_refused,
    what_is_no_bearer_token_is_refused,
    a_token_ends_when_it_says_even_if_it_is_remembered,
    the_key_set_verifies_a_token_and_holds_nothing_secret,
}

/// A claim or header as part of a token.
fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn now(world: &World) -> i64 {
    world.clock.now().0.timestamp()
}

/// The claims of a good token for the administrator.
fn claims(world: &World) -> Value {
    let at = now(world);
    let id = world.user_id("administrator");
    json!({"iss": "utblick", "aud": "utblick", "sub": id, "iat": at, "exp": at + 600})
}

/// A token with our own key.
fn signed(world: &World, claims: &Value) -> String {
    let pem = std::fs::read_to_string(world.database.folder.path().join("key.pem")).unwrap();
    let der = SecretKey::from_pkcs8_pem(&pem).unwrap().to_pkcs8_der().unwrap();
    let key = EncodingKey::from_ec_der(der.as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::ES256), claims, &key).unwrap()
}

#[track_caller]
fn refused(world: &World, what: &str, token: &str) {
    let answer = Client::new(&world.url, Some(token.to_owned())).get("/users");
    assert_eq!(answer.status, 401, "{what}: {}", answer.text());
    let challenge = answer.header("www-authenticate").unwrap();
    assert!(challenge.starts_with("Bearer"), "{what}: {challenge}");
    answer.problem(401, "unauthenticated");
}

fn a_token_that_is_not_ours_is_refused(backend: Backend) {
    let world = World::new(backend);
    let id = world.user_id("administrator");
    let others = Keys::from_file(&world.database.folder.path().join("other.pem")).unwrap();
    refused(&world, "another key", &others.issue(Holder::User(id, None), 0, now(&world), 600).unwrap());

    let jwk = world.app.keys.jwks()["keys"][0].clone();
    let key_id = jwk["kid"].clone();
    for algorithm in ["none", "None", "NONE", ""] {
        let unsigned = format!("{}.{}.", part(&json!({"alg": algorithm, "kid": key_id})), part(&claims(&world)));
        refused(&world, "no signature", &unsigned);
    }

    let coordinate = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
    let point = [vec![4], coordinate("x"), coordinate("y")].concat();
    let (key, der) = public_key(&point);
    for secret in [key.into_bytes(), der, point, jwk.to_string().into_bytes(), coordinate("x")] {
        let secret = EncodingKey::from_secret(&secret);
        let symmetric = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims(&world), &secret).unwrap();
        refused(&world, "the public key as a secret", &symmetric);
    }
}

/// A public key as others would have it: PEM and DER of its SubjectPublicKeyInfo.
fn public_key(point: &[u8]) -> (String, Vec<u8>) {
    let algorithm = "3059301306072a8648ce3d020106082a8648ce3d030107034200";
    let bytes = (0..algorithm.len()).step_by(2).map(|at| u8::from_str_radix(&algorithm[at..at + 2], 16).unwrap());
    let der: Vec<u8> = bytes.chain(point.iter().copied()).collect();
    let text = base64::engine::general_purpose::STANDARD.encode(&der);
    (format!("-----BEGIN PUBLIC KEY-----\n{}\n{}\n-----END PUBLIC KEY-----\n", &text[..64], &text[64..]), der)
}

fn a_token_whose_claims_do_not_fit_is_refused(backend: Backend) {
    let world = World::new(backend);
    let good = claims(&world);
    Client::new(&world.url, Some(signed(&world, &good))).get("/users").expect(200);
    let (at, reader) = (now(&world), uuid::Uuid::now_v7());
    let changes = [
        ("expired", "exp", json!(at - 1)),
        ("expired long ago", "exp", json!(0)),
        ("no expiry", "exp", Value::Null),
        ("expiry as text", "exp", json!("9999999999")),
        ("another audience", "aud", json!("another")),
        ("no audience", "aud", Value::Null),
        ("another issuer", "iss", json!("another")),
        ("no issuer", "iss", Value::Null),
        ("an unknown user", "sub", json!(reader)),
        ("a user's name", "sub", json!("administrator")),
        ("no user", "sub", Value::Null),
    ];
    for (what, name, value) in changes {
        let mut changed = good.clone();
        match value {
            Value::Null => changed.as_object_mut().unwrap().remove(name),
            value => changed.as_object_mut().unwrap().insert(name.into(), value),
        };
        refused(&world, what, &signed(&world, &changed));
    }
}

fn a_token_that_was_tampered_with_is_refused(backend: Backend) {
    let world = World::new(backend);
    let token = world.token("reader");
    world.reader().get("/me").expect(200);
    let parts: Vec<&str> = token.split('.').collect();
    refused(&world, "other claims", &format!("{}.{}.{}", parts[0], part(&claims(&world)), parts[2]));
    refused(&world, "another signature", &format!("{}.{}.{}", parts[0], parts[1], "A".repeat(86)));
    refused(&world, "an empty signature", &format!("{}.{}.", parts[0], parts[1]));
    refused(&world, "cut short", &token[..token.len() - 2]);
    refused(&world, "something after it", &format!("{token}.x"));
}

fn what_is_no_bearer_token_is_refused(backend: Backend) {
    let world = World::new(backend);
    for garbage in ["x", "a.b.c", "..", "null", "undefined", &"A".repeat(4_000)] {
        refused(&world, garbage, garbage);
    }
    let token = world.token("administrator");
    let nobody = world.anonymous();
    let basic = format!("Basic {}", base64::engine::general_purpose::STANDARD.encode("administrator:password"));
    for value in ["", "Bearer", "Bearer ", &token, &format!("Token {token}"), &format!("Digest {token}"), &basic] {
        nobody.get_with("/users", &[("Authorization", value)]).problem(401, "unauthenticated");
    }
    nobody.get(&format!("/users?access_token={token}")).problem(401, "unauthenticated");
    nobody.get_with("/users", &[("Cookie", &format!("access_token={token}"))]).problem(401, "unauthenticated");
    nobody.get_with("/users", &[("Authorization", &format!("bearer {token}"))]).expect(200);
}

fn a_token_ends_when_it_says_even_if_it_is_remembered(backend: Backend) {
    let clock = Clock::fixed(Clock::default().now());
    let world = World::with(backend, clock.clone(), &[]);
    let reader = world.reader();
    reader.get("/me").expect(200);
    let later = |seconds| utblick::db::types::Instant(clock.now().0 + chrono::TimeDelta::seconds(seconds));
    clock.set(later(3_599));
    reader.get("/me").expect(200);
    clock.set(later(1));
    reader.get("/me").problem(401, "unauthenticated");
}

fn the_key_set_verifies_a_token_and_holds_nothing_secret(backend: Backend) {
    let world = World::new(backend);
    let answer = world.anonymous().get(&format!("{}/.well-known/jwks.json", world.url)).expect(200);
    for key in answer.json()["keys"].as_array().unwrap() {
        let mut names: Vec<&str> = key.as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["alg", "crv", "kid", "kty", "use", "x", "y"]);
    }
    let set: JwkSet = serde_json::from_slice(&answer.bytes).unwrap();
    let token = world.token("reader");
    let key_id = jsonwebtoken::decode_header(&token).unwrap().kid.unwrap();
    let key = DecodingKey::from_jwk(set.find(&key_id).unwrap()).unwrap();
    let mut validation = Validation::new(Algorithm::ES256);
    validation.set_audience(&["utblick"]);
    let read = jsonwebtoken::decode::<Value>(&token, &key, &validation).unwrap();
    assert_eq!(read.claims["sub"], json!(world.user_id("reader")));
    let mut names: Vec<&str> = read.claims.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["aud", "exp", "generation", "iat", "iss", "sub"], "rights come from the user's row");
}
