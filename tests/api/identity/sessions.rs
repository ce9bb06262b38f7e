use serde_json::{Value, json};
use utblick::clock::Clock;
use utblick::db::types::Instant;

use super::{set_password, sign_in};
use crate::support::{Answer, Backend, Client, World};

crate::tests! {
    a_refresh_token_gives_the_next_pair_and_is_good_once,
    a_refresh_token_that_comes_twice_ends_its_session_and_no_other,
    of_two_at_the_same_time_one_is_renewed_and_the_session_ends,
    a_session_ends_after_a_week_without_use_and_after_a_month_in_any_case,
    signing_out_ends_one_session_and_signing_out_everywhere_all,
    a_new_password_and_a_shut_account_end_every_session,
    nobody_sees_or_ends_the_sessions_of_another,
}

const PASSWORD: &str = "vinterljus-över-vänern";

/// The pair of a sign-in.
fn signed_in(world: &World, name: &str) -> Value {
    sign_in(world, name, PASSWORD).expect(200).json()
}

fn refresh(world: &World, pair: &Value) -> Answer {
    world.anonymous().post("/tokens", &json!({"grant_type": "refresh_token", "refresh_token": pair["refresh_token"]}))
}

fn client(world: &World, pair: &Value) -> Client {
    Client::new(&world.url, pair["access_token"].as_str().map(str::to_owned))
}

/// After so long the service looks again whether a token is void.
fn wait() {
    std::thread::sleep(std::time::Duration::from_millis(2_100));
}

fn a_refresh_token_gives_the_next_pair_and_is_good_once(backend: Backend) {
    let world = World::new(backend);
    set_password(&world, "reader", PASSWORD);
    let first = signed_in(&world, "reader");
    let second = refresh(&world, &first).expect(200);
    assert_eq!(second.header("cache-control"), Some("no-store"));
    let second = second.json();
    assert_eq!((&second["token_type"], &second["expires_in"]), (&json!("Bearer"), &json!(900)));
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    client(&world, &second).get("/me").expect(200);
    let third = refresh(&world, &second).expect(200).json();
    assert_eq!(client(&world, &third).get("/me/sessions").expect(200).json()["_meta"]["totalRecords"], 1);
    for nonsense in ["", "x", "norrsken"] {
        let answer = refresh(&world, &json!({"refresh_token": nonsense})).problem(400, "invalid_grant");
        assert_eq!(answer.json()["error"], "invalid_grant");
    }
}

fn a_refresh_token_that_comes_twice_ends_its_session_and_no_other(backend: Backend) {
    let world = World::new(backend);
    set_password(&world, "reader", PASSWORD);
    let (stolen, other) = (signed_in(&world, "reader"), signed_in(&world, "reader"));
    let next = refresh(&world, &stolen).expect(200).json();
    refresh(&world, &stolen).problem(400, "invalid_grant");
    refresh(&world, &next).problem(400, "invalid_grant");
    wait();
    client(&world, &next).get("/me").problem(401, "unauthenticated");
    client(&world, &other).get("/me").expect(200);
    refresh(&world, &other).expect(200);
}

fn of_two_at_the_same_time_one_is_renewed_and_the_session_ends(backend: Backend) {
    let world = World::new(backend);
    set_password(&world, "reader", PASSWORD);
    let pair = signed_in(&world, "reader");
    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..2).map(|_| scope.spawn(|| refresh(&world, &pair).status)).collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);
    wait();
    client(&world, &pair).get("/me").problem(401, "unauthenticated");
}

fn a_session_ends_after_a_week_without_use_and_after_a_month_in_any_case(backend: Backend) {
    let world = World::with(backend, Clock::fixed("2009-03-02T09:00:00Z".parse().unwrap()), &[]);
    set_password(&world, "reader", PASSWORD);
    let later = |days| world.clock.set(Instant(world.clock.now().0 + chrono::TimeDelta::days(days)));
    let idle = signed_in(&world, "reader");
    let mut used = signed_in(&world, "reader");
    for _ in 0..4 {
        later(6);
        used = refresh(&world, &used).expect(200).json();
    }
    refresh(&world, &idle).problem(400, "invalid_grant");
    later(6);
    refresh(&world, &used).problem(400, "invalid_grant");
}

fn signing_out_ends_one_session_and_signing_out_everywhere_all(backend: Backend) {
    let world = World::new(backend);
    set_password(&world, "reader", PASSWORD);
    let [first, second, third] = [0, 1, 2].map(|_| signed_in(&world, "reader"));
    let from_the_command_line = world.reader();
    let sessions = client(&world, &first).get("/me/sessions").expect(200).json();
    let id = sessions["items"][1]["id"].as_str().unwrap().to_owned();
    let href = sessions["items"][1]["_links"]["delete"]["href"].as_str().unwrap();
    assert!(href.ends_with(&format!("/me/sessions/{id}")), "{href}");
    client(&world, &first).delete(&format!("/me/sessions/{id}"), "*").expect(204);
    client(&world, &first).delete(&format!("/me/sessions/{id}"), "*").problem(404, "not_found");
    wait();
    client(&world, &second).get("/me").problem(401, "unauthenticated");
    refresh(&world, &second).problem(400, "invalid_grant");
    client(&world, &third).get("/me").expect(200);

    client(&world, &third).delete("/me/sessions", "*").expect(204);
    wait();
    for pair in [&first, &third] {
        client(&world, pair).get("/me").problem(401, "unauthenticated");
        refresh(&world, pair).problem(400, "invalid_grant");
    }
    from_the_command_line.get("/me").problem(401, "unauthenticated");
    client(&world, &signed_in(&world, "reader")).get("/me").expect(200);
    world.user("board").get("/me").expect(200);
}

fn a_new_password_and_a_shut_account_end_every_session(backend: Backend) {
    let world = World::new(backend);
    set_password(&world, "reader", PASSWORD);
    set_password(&world, "board", PASSWORD);
    let (reader, board) = (signed_in(&world, "reader"), signed_in(&world, "board"));
    set_password(&world, "reader", "norrsken-över-klarälven");
    refresh(&world, &reader).problem(400, "invalid_grant");
    let path = format!("/users/{}", world.user_id("board"));
    world.administrator().patch(&path, "*", &json!({"disabled": true})).expect(200);
    refresh(&world, &board).problem(400, "invalid_grant");
}

fn nobody_sees_or_ends_the_sessions_of_another(backend: Backend) {
    let world = World::new(backend);
    set_password(&world, "reader", PASSWORD);
    let pair = signed_in(&world, "reader");
    let sessions = client(&world, &pair).get("/me/sessions").expect(200).json();
    let id = sessions["items"][0]["id"].as_str().unwrap().to_owned();
    let other = world.administrator();
    assert_eq!(other.get("/me/sessions").expect(200).json()["_meta"]["totalRecords"], 0);
    other.delete(&format!("/me/sessions/{id}"), "*").problem(404, "not_found");
    other.delete("/me/sessions", "*").expect(204);
    refresh(&world, &pair).expect(200);
}
