use serde_json::{Value, json};
use utblick::clock::Clock;
use utblick::journal;

use super::{set_password, sign_in};
use crate::support::{Answer, Backend, Client, World};

crate::tests! {
    a_user_signs_in_with_a_form_or_with_json,
    a_wrong_name_and_a_wrong_password_are_answered_alike,
    other_faults_of_signing_in_carry_the_word_of_rfc_6749,
    after_ten_tries_a_name_must_wait_and_others_need_not,
    after_sixty_tries_an_address_must_wait_whatever_the_name,
    a_token_of_the_same_second_is_void_too,
    changing_ones_own_password_asks_for_the_current_one,
    a_new_password_voids_the_tokens_made_before_it,
    no_password_and_no_hash_ever_leaves,
}

const PASSWORD: &str = "vinterljus-över-vänern";

fn form(world: &World, fields: &[(&str, &str)]) -> Answer {
    let body = serde_urlencoded::to_string(fields).unwrap();
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    world.anonymous().send("POST", "/tokens", &headers, Some(body.as_bytes()))
}

fn a_user_signs_in_with_a_form_or_with_json(backend: Backend) {
    let world = World::new(backend);
    set_password(&world, "reader", PASSWORD);
    let by_form =
        form(&world, &[("grant_type", "password"), ("username", "reader"), ("password", PASSWORD), ("x", "y")]);
    for answer in [by_form, sign_in(&world, "READER", PASSWORD)] {
        let answer = answer.expect(200);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let token = answer.json();
        assert_eq!(token["token_type"], "Bearer");
        assert_eq!(token["expires_in"], 900);
        let client = Client::new(&world.url, token["access_token"].as_str().map(str::to_owned));
        assert_eq!(client.get("/me").expect(200).json()["username"], "reader");
    }
}

fn a_wrong_name_and_a_wrong_password_are_answered_alike(backend: Backend) {
    let world = World::new(backend);
    for name in ["reader", "board", "registrar"] {
        set_password(&world, name, PASSWORD);
    }
    for (name, change) in [("board", json!({"disabled": true})), ("registrar", json!({"archived": true}))] {
        let path = format!("/users/{}", world.user_id(name));
        world.administrator().patch(&path, "*", &change).expect(200);
    }
    let alike = |answer: Answer| -> (Value, Vec<String>) {
        let answer = answer.problem(400, "invalid_grant");
        let mut problem = answer.json();
        assert_eq!(problem["error"], "invalid_grant");
        for own in ["traceId", "instance"] {
            problem.as_object_mut().unwrap().remove(own);
        }
        let mut names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
        names.sort();
        (problem, names)
    };
    let wrong_password = alike(sign_in(&world, "reader", "en helt annan mening"));
    let others = [("nobody", PASSWORD), ("working_committee", PASSWORD), ("board", PASSWORD), ("registrar", PASSWORD)];
    for (name, password) in others {
        assert_eq!(alike(sign_in(&world, name, password)), wrong_password, "{name}");
    }
}

fn other_faults_of_signing_in_carry_the_word_of_rfc_6749(backend: Backend) {
    let world = World::new(backend);
    let other = form(&world, &[("grant_type", "authorization_code"), ("username", "a"), ("password", "b")]);
    assert_eq!(other.problem(400, "unsupported_grant_type").json()["error"], "unsupported_grant_type");
    let short = form(&world, &[("grant_type", "password")]).problem(400, "invalid_request");
    assert_eq!(short.faults(), ["/password missing", "/username missing"]);
    assert_eq!(short.json()["error"], "invalid_request");
    let twice = [("grant_type", "password"), ("username", "reader"), ("username", "board"), ("password", PASSWORD)];
    assert_eq!(form(&world, &twice).problem(400, "invalid_request").json()["error"], "invalid_request");
    let text = world.anonymous().send("POST", "/tokens", &[("Content-Type", "text/plain")], Some(b"x"));
    text.problem(415, "unsupported_media_type");
}

fn after_ten_tries_a_name_must_wait_and_others_need_not(backend: Backend) {
    let world = World::new(backend);
    set_password(&world, "reader", PASSWORD);
    for name in ["reader", "READER"].iter().cycle().take(10) {
        sign_in(&world, name, "inte det rätta ordet").problem(400, "invalid_grant");
    }
    let answer = sign_in(&world, "reader", PASSWORD).problem(429, "too_many_requests");
    let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=7).contains(&seconds), "{seconds}");
    sign_in(&world, "board", "inte det rätta ordet").problem(400, "invalid_grant");
}

fn changing_ones_own_password_asks_for_the_current_one(backend: Backend) {
    let world = World::new(backend);
    set_password(&world, "reader", PASSWORD);
    let change = |current: &str, new: &str| {
        world.reader().put("/me/password", &json!({"currentPassword": current, "newPassword": new}))
    };
    assert_eq!(
        change("fel mening", "norrsken-över-klarälven").problem(422, "unprocessable").faults(),
        ["/currentPassword rule"]
    );
    assert_eq!(change(PASSWORD, "kort").problem(422, "unprocessable").faults(), ["/newPassword too_short"]);
    let without = world.reader().put("/me/password", &json!({"newPassword": "norrsken-över-klarälven"}));
    assert_eq!(without.problem(400, "invalid_request").faults(), ["/currentPassword missing"]);
    sign_in(&world, "reader", PASSWORD).expect(200);
    change(PASSWORD, "norrsken-över-klarälven").expect(204);
    sign_in(&world, "reader", "norrsken-över-klarälven").expect(200);
    sign_in(&world, "reader", PASSWORD).problem(400, "invalid_grant");
}

fn a_new_password_voids_the_tokens_made_before_it(backend: Backend) {
    let world = World::new(backend);
    let before = world.reader();
    before.get("/me").expect(200);
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    set_password(&world, "reader", PASSWORD);
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    before.get("/me").problem(401, "unauthenticated");
    world.reader().get("/me").expect(200);
}

fn no_password_and_no_hash_ever_leaves(backend: Backend) {
    let world = World::new(backend);
    set_password(&world, "reader", PASSWORD);
    let id = world.user_id("reader");
    let path = format!("/users/{id}");
    let administrator = world.administrator();
    let mut texts = vec![administrator.patch(&path, "*", &json!({"displayName": "Läsaren"})).expect(200).text()];
    let pages = [path.clone(), "/users".into(), format!("{path}/history"), "/me".into()];
    texts.extend(pages.iter().map(|page| administrator.get(page).expect(200).text()));
    texts.extend(
        (1..=3).map(|version| administrator.get(&format!("{path}/history?version={version}")).expect(200).text()),
    );
    let rows = world.app.db.read_now(|conn| Ok(journal::page_of_record(conn, "user", id, 0, 100)?)).unwrap().0;
    assert_eq!(rows.iter().map(|row| row.action.as_str()).collect::<Vec<_>>(), ["update", "set_password", "create"]);
    texts.extend(rows.into_iter().map(|row| format!("{row:?}")));
    for text in texts {
        assert!(!text.contains(PASSWORD) && !text.contains("argon2") && !text.contains("assword\":"), "{text}");
    }
}

fn after_sixty_tries_an_address_must_wait_whatever_the_name(backend: Backend) {
    let world = World::new(backend);
    let refused = (0..80)
        .map(|number| {
            let body = json!({"grant_type": "password", "username": format!("guess{number}"), "password": "x"});
            world.anonymous().post("/tokens", &body)
        })
        .filter(|answer| answer.status == 429)
        .count();
    assert!((1..=20).contains(&refused), "{refused} of 80");
}

fn a_token_of_the_same_second_is_void_too(backend: Backend) {
    let clock = Clock::fixed("2009-03-02T09:00:00.500000Z".parse().unwrap());
    let world = World::with(backend, clock, &[]);
    let (id, administrator) = (world.user_id("reader"), world.administrator());
    let set = |password: &str| {
        administrator.put(&format!("/users/{id}/password"), &json!({"newPassword": password})).expect(204);
        let body = json!({"grant_type": "password", "username": "reader", "password": password});
        world.anonymous().post("/tokens", &body).expect(200).json()["access_token"].as_str().unwrap().to_owned()
    };
    let first = set("en första mening");
    Client::new(&world.url, Some(first.clone())).get("/me").expect(200);
    world.clock.set("2009-03-02T09:00:00.600000Z".parse().unwrap());
    let second = set("en andra mening");
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    Client::new(&world.url, Some(first)).get("/me").problem(401, "unauthenticated");
    Client::new(&world.url, Some(second)).get("/me").expect(200);
}
