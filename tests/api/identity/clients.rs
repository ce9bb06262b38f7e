use serde_json::{Value, json};
use utblick::clock::Clock;
use utblick::db::types::Instant;

use super::rules;
use crate::support::{Answer, Backend, Client, World, partner};

crate::tests! {
    a_client_signs_in_with_a_secret_and_does_what_its_scopes_say,
    a_wrong_client_a_wrong_secret_and_a_shut_client_are_answered_alike,
    a_token_may_ask_for_less,
    a_client_may_name_itself_by_http_basic,
    a_client_may_have_several_secrets_and_each_ends_by_itself,
    voiding_a_secret_voids_the_tokens_too,
    a_client_does_no_more_than_its_unit,
    scopes_that_open_gates_or_are_personal_are_refused,
    a_scope_that_is_taken_back_is_gone_at_once,
    scenario_25_a_client_passes_no_gate,
    the_journal_knows_the_client_as_itself,
    no_secret_ever_leaves_twice,
}

/// A client of a unit with some scopes, by the administrator.
fn make(world: &World, unit: &str, scopes: &[&str]) -> Answer {
    let body = json!({"name": format!("Systemet {}", uuid::Uuid::now_v7()), "ownerUnitId": world.unit(unit), "scopes": scopes});
    world.administrator().post("/clients", &body)
}

/// A new secret of a client.
fn secret(world: &World, id: &str) -> Value {
    world.administrator().post(&format!("/clients/{id}/secrets"), &json!({})).expect(201).json()
}

fn ask(world: &World, id: &str, secret: &Value, more: Value) -> Answer {
    let mut body = json!({"grant_type": "client_credentials", "client_id": id, "client_secret": secret["secret"]});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    world.anonymous().post("/tokens", &body)
}

fn caller(world: &World, token: &Value) -> Client {
    Client::new(&world.url, token["access_token"].as_str().map(str::to_owned))
}

/// A client that has signed in.
pub fn signed_in(world: &World, unit: &str, scopes: &[&str]) -> (String, Client) {
    let id = make(world, unit, scopes).expect(201).id();
    let token = ask(world, &id, &secret(world, &id), json!({})).expect(200).json();
    let client = caller(world, &token);
    (id, client)
}

/// The id and the secret of a new client.
pub fn credentials(world: &World, unit: &str, scopes: &[&str]) -> (String, String) {
    let id = make(world, unit, scopes).expect(201).id();
    let secret = secret(world, &id)["secret"].as_str().unwrap().to_owned();
    (id, secret)
}

fn wait() {
    std::thread::sleep(std::time::Duration::from_millis(2_100));
}

fn a_client_signs_in_with_a_secret_and_does_what_its_scopes_say(backend: Backend) {
    let world = World::new(backend);
    let id = make(&world, "coordination", &["partners:create", "partners:read", "me:read"]).expect(201).id();
    let made = secret(&world, &id);
    assert!(made["secret"].as_str().unwrap().starts_with("utblick_"), "{made}");
    assert_eq!(made["clientId"], json!(id));
    let form =
        [("grant_type", "client_credentials"), ("client_id", &id), ("client_secret", made["secret"].as_str().unwrap())];
    let form = serde_urlencoded::to_string(form).unwrap();
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    let by_form = world.anonymous().send("POST", "/tokens", &headers, Some(form.as_bytes())).expect(200);
    assert_eq!(by_form.header("cache-control"), Some("no-store"));
    for token in [by_form, ask(&world, &id, &made, json!({})).expect(200)] {
        let token = token.json();
        assert_eq!(token["expires_in"], 900);
        assert_eq!(token["scope"], "partners:create partners:read me:read");
        assert!(token.get("refresh_token").is_none(), "{token}");
        let client = caller(&world, &token);
        let me = client.get("/me").expect(200).json();
        assert_eq!((&me["id"], &me["isClient"], &me["roles"]), (&json!(id), &json!(true), &json!([])));
        let rights: Vec<&str> =
            me["permissions"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(rights, ["me:read", "partners:read", "partners:create"]);
        client.get("/partners").expect(200);
    }
    let token = ask(&world, &id, &made, json!({})).expect(200).json();
    let client = caller(&world, &token);
    let partner = client.post("/partners", &partner("Ekonomisystemets partner")).expect(201);
    let refused = client.patch(&format!("/partners/{}", partner.id()), "*", &json!({"note": "x"}));
    let problem = refused.problem(403, "forbidden").json();
    assert_eq!((&problem["permission"], &problem["rule"]), (&json!("partners:edit"), &json!("R-22")));
    client.get("/activities").problem(403, "forbidden");
    let used = world.administrator().get(&format!("/clients/{id}")).expect(200).json();
    assert!(used["lastUsedAt"].is_string(), "{used}");
    assert!(used.get("secret").is_none() && used["scopes"].as_array().unwrap().len() == 3, "{used}");
}

fn a_wrong_client_a_wrong_secret_and_a_shut_client_are_answered_alike(backend: Backend) {
    let world = World::new(backend);
    let [open, shut, away] = [0, 1, 2].map(|_| make(&world, "area", &["me:read"]).expect(201).id());
    let [of_open, of_shut, of_away] = [&open, &shut, &away].map(|id| secret(&world, id));
    for (id, change) in [(&shut, json!({"disabled": true})), (&away, json!({"archived": true}))] {
        world.administrator().patch(&format!("/clients/{id}"), "*", &change).expect(200);
    }
    let alike = |answer: Answer| {
        let answer = answer.problem(401, "invalid_client");
        let mut problem = answer.json();
        assert_eq!(problem["error"], "invalid_client");
        for own in ["traceId", "instance"] {
            problem.as_object_mut().unwrap().remove(own);
        }
        problem
    };
    let wrong = alike(ask(&world, &open, &json!({"secret": "utblick_x"}), json!({})));
    let nobody = uuid::Uuid::now_v7().to_string();
    let user = world.user_id("reader").to_string();
    let tries = [
        (&shut, &of_shut),
        (&away, &of_away),
        (&open, &of_shut),
        (&nobody, &of_open),
        (&user, &of_open),
        (&"x".to_owned(), &of_open),
    ];
    for (id, secret) in tries {
        assert_eq!(alike(ask(&world, id, secret, json!({}))), wrong, "{id}");
    }
    ask(&world, &open, &of_open, json!({})).expect(200);
    let short = world.anonymous().post("/tokens", &json!({"grant_type": "client_credentials"}));
    assert_eq!(short.problem(400, "invalid_request").faults(), ["/client_id missing", "/client_secret missing"]);
    // A password is no way in for a client, nor its secret for a user.
    let as_user = json!({"grant_type": "password", "username": open, "password": of_open["secret"]});
    world.anonymous().post("/tokens", &as_user).problem(400, "invalid_grant");
}

fn a_token_may_ask_for_less(backend: Backend) {
    let world = World::new(backend);
    let id = make(&world, "coordination", &["partners:read", "activities:read"]).expect(201).id();
    let made = secret(&world, &id);
    let token = ask(&world, &id, &made, json!({"scope": "partners:read"})).expect(200).json();
    assert_eq!(token["scope"], "partners:read");
    caller(&world, &token).get("/partners").expect(200);
    caller(&world, &token).get("/activities").problem(403, "forbidden");
    for beyond in ["partners:read partners:create", "everything", "users:read"] {
        let answer = ask(&world, &id, &made, json!({"scope": beyond})).problem(400, "invalid_scope");
        assert_eq!(answer.json()["error"], "invalid_scope");
    }
}

fn a_client_may_name_itself_by_http_basic(backend: Backend) {
    use base64::Engine as _;
    let world = World::new(backend);
    let (id, secret) = credentials(&world, "coordination", &["partners:read", "me:read"]);
    let basic = |id: &str, secret: &str| {
        let pair = serde_urlencoded::to_string([(id, secret)]).unwrap().replacen('=', ":", 1);
        format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
    };
    let ask = |authorization: &str, form: &str| {
        let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Authorization", authorization)];
        world.anonymous().send("POST", "/tokens", &headers, Some(form.as_bytes()))
    };
    // As the documentation's own page asks: with a scope that says nothing.
    let right = basic(&id, &secret);
    let token = ask(&right, "grant_type=client_credentials&scope=").expect(200).json();
    assert_eq!(token["scope"], "partners:read me:read");
    caller(&world, &token).get("/partners").expect(200);
    let wrong = basic(&id, "utblick_something%3A");
    for wrong in [&wrong, "Basic !!!", "Basic bm9jb2xvbg=="] {
        ask(wrong, "grant_type=client_credentials").problem(401, "invalid_client");
    }
    let twice = ask(&right, &format!("grant_type=client_credentials&client_id={id}")).problem(400, "invalid_request");
    assert_eq!(twice.faults(), ["/client_id repeated"]);
}

fn a_client_may_have_several_secrets_and_each_ends_by_itself(backend: Backend) {
    let world = World::with(backend, Clock::fixed("2009-03-02T09:00:00Z".parse().unwrap()), &[]);
    let id = make(&world, "area", &["me:read"]).expect(201).id();
    let path = format!("/clients/{id}/secrets");
    let short = json!({"description": "Den korta", "expiresOn": "2009-03-05"});
    let short = world.administrator().post(&path, &short).expect(201).json();
    let long = secret(&world, &id);
    assert_eq!(short["expiresAt"], "2009-03-05T22:59:59.999999Z");
    assert_eq!(long["expiresAt"], "2010-03-02T22:59:59.999999Z");
    for made in [&short, &long] {
        ask(&world, &id, made, json!({})).expect(200);
    }
    for wrong in ["2009-03-01", "2011-03-03"] {
        let answer = world.administrator().post(&path, &json!({"expiresOn": wrong}));
        assert_eq!(answer.problem(422, "unprocessable").faults(), ["/expiresOn rule"]);
    }
    world.clock.set(Instant(world.clock.now().0 + chrono::TimeDelta::days(4)));
    ask(&world, &id, &short, json!({})).problem(401, "invalid_client");
    ask(&world, &id, &long, json!({})).expect(200);
    for _ in 0..9 {
        secret(&world, &id);
    }
    let full = world.administrator().post(&path, &json!({}));
    assert_eq!(full.problem(422, "unprocessable").faults(), [" too_many"]);
    let listed = world.administrator().get(&path).expect(200).json();
    assert_eq!(listed["_meta"]["totalRecords"], 10);
    assert!(listed["items"][0]["lastUsedAt"].is_string());
}

fn voiding_a_secret_voids_the_tokens_too(backend: Backend) {
    let world = World::new(backend);
    let id = make(&world, "area", &["me:read"]).expect(201).id();
    let (lost, kept) = (secret(&world, &id), secret(&world, &id));
    let stolen = caller(&world, &ask(&world, &id, &lost, json!({})).expect(200).json());
    stolen.get("/me").expect(200);
    let path = format!("/clients/{id}/secrets/{}", lost["id"].as_str().unwrap());
    let other = make(&world, "area", &["me:read"]).expect(201).id();
    let others = format!("/clients/{other}/secrets/{}", lost["id"].as_str().unwrap());
    world.administrator().delete(&others, "*").problem(404, "not_found");
    world.administrator().delete(&path, "*").expect(204);
    wait();
    stolen.get("/me").problem(401, "unauthenticated");
    ask(&world, &id, &lost, json!({})).problem(401, "invalid_client");
    let next = ask(&world, &id, &kept, json!({})).expect(200).json();
    caller(&world, &next).get("/me").expect(200);
}

fn a_client_does_no_more_than_its_unit(backend: Backend) {
    let world = World::new(backend);
    let scopes = ["partners:read", "partners:create", "partners:edit"];
    let (_, client) = signed_in(&world, "area", &scopes);
    let own = client.post("/partners", &partner("Den egna")).expect(201).id();
    client.patch(&format!("/partners/{own}"), "*", &json!({"note": "vår"})).expect(200);
    let others = world.partner("De andras").id();
    client.patch(&format!("/partners/{others}"), "*", &json!({"note": "x"})).problem(403, "forbidden");
    let beyond = make(&world, "area", &["memberships:create"]).problem(422, "unprocessable");
    assert_eq!(rules(&beyond), ["/scopes/0 R-22"]);
}

fn scopes_that_open_gates_or_are_personal_are_refused(backend: Backend) {
    let world = World::new(backend);
    let board = json!({"code": "styrelsen", "name": {"sv": "Styrelsen"}, "kind": "board"});
    world.coordination_unit().post("/units", &board).expect(201);
    let wanted = [
        "decisions:create",
        "users:read",
        "clients:create",
        "me:set_password",
        "report-links:create",
        "sessions:delete",
    ];
    for scope in wanted {
        let answer = make(&world, "styrelsen", &[scope]).problem(422, "unprocessable");
        assert_eq!(rules(&answer), ["/scopes/0 R-22"], "{scope}");
    }
    for nonsense in ["partners", "partners:own", "*", "partners:*", ""] {
        let answer = make(&world, "styrelsen", &[nonsense]);
        assert_eq!(answer.faults(), ["/scopes/0 unknown_code"], "{nonsense}");
    }
    make(&world, "styrelsen", &["decisions:read", "partners:read", "partners:read"]).problem(422, "unprocessable");
}

fn a_scope_that_is_taken_back_is_gone_at_once(backend: Backend) {
    let world = World::new(backend);
    let (id, client) = signed_in(&world, "coordination", &["partners:read", "activities:read"]);
    client.get("/partners").expect(200);
    let path = format!("/clients/{id}");
    world.administrator().patch(&path, "*", &json!({"scopes": ["activities:read"]})).expect(200);
    wait();
    client.get("/partners").problem(403, "forbidden");
    client.get("/activities").expect(200);
    world.administrator().patch(&path, "*", &json!({"disabled": true})).expect(200);
    wait();
    client.get("/activities").problem(401, "unauthenticated");
}

fn scenario_25_a_client_passes_no_gate(backend: Backend) {
    let world = World::new(backend);
    let scopes = ["strategies:read", "strategies:create", "strategies:transition", "decisions:read"];
    let (_, client) = signed_in(&world, "coordination", &scopes);
    let strategy = crate::support::strategy("Internationell strategi", "2008-01-01", "2011-12-31");
    let id = client.post("/strategies", &strategy).expect(201).id();
    let path = format!("/strategies/{id}");
    client.transition(&path, "proposed").expect(200);
    let problem = client.transition(&path, "adopted").problem(403, "forbidden").json();
    assert_eq!((&problem["rule"], &problem["permission"]), (&json!("R-22"), &json!("decisions:create")));
    let decision = json!({"subjects": [{"type": "strategy", "id": id}]});
    let problem = client.post("/decisions", &decision).problem(403, "forbidden").json();
    assert_eq!(problem["rule"], "R-22");
    assert_eq!(client.get(&path).expect(200).json()["state"], "proposed");
}

fn the_journal_knows_the_client_as_itself(backend: Backend) {
    let world = World::new(backend);
    let (id, client) = signed_in(&world, "coordination", &["partners:read", "partners:create", "partners:history"]);
    let partner = client.post("/partners", &partner("Klientens")).expect(201);
    assert_eq!(partner.json()["updatedBy"], json!(id));
    let history = client.get(&format!("/partners/{}/history", partner.id())).expect(200).json();
    assert_eq!(history["items"][0]["actorId"], json!(id));
    let own = world.administrator().get(&format!("/clients/{id}/history")).expect(200).json();
    let actions: Vec<&str> =
        own["items"].as_array().unwrap().iter().map(|one| one["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["add_secret", "create"]);
}

fn no_secret_ever_leaves_twice(backend: Backend) {
    let world = World::new(backend);
    let id = make(&world, "coordination", &["me:read"]).expect(201).id();
    let made = secret(&world, &id);
    let (secret, administrator) = (made["secret"].as_str().unwrap(), world.administrator());
    ask(&world, &id, &made, json!({})).expect(200);
    let pages = [
        "/clients",
        &format!("/clients/{id}"),
        &format!("/clients/{id}/secrets"),
        &format!("/clients/{id}/history"),
        &format!("/clients/{id}/history?version=2"),
    ];
    let hash = "secret";
    for page in pages {
        let text = administrator.get(page).expect(200).text();
        assert!(!text.contains(secret) && !text.contains(&format!("\"{hash}")), "{page}: {text}");
    }
    world.coordination_unit().get("/clients").problem(403, "forbidden");
}
