//! `Idempotency-Key`: what is sent again is carried out once.

use serde_json::{Value, json};
use utblick::clock::Clock;
use utblick::db::types::Instant;

use crate::support::{Answer, Backend, Client, World, partner};

crate::tests! {
    the_same_request_is_carried_out_once,
    the_same_key_with_another_request_is_refused,
    a_key_is_its_callers_own_and_lasts_a_day,
    a_refused_request_spends_no_key,
    of_many_at_the_same_time_one_is_carried_out,
    a_transition_is_carried_out_once,
    what_cannot_be_told_again_is_not_done_again,
    a_file_is_taken_once,
}

fn post(client: &Client, key: &str, path: &str, body: &Value) -> Answer {
    client.json("POST", path, &[("Idempotency-Key", key)], body)
}

fn the_same_request_is_carried_out_once(backend: Backend) {
    let world = World::new(backend);
    let (client, body) = (world.coordination_unit(), partner("Region Dalarna"));
    let first = post(&client, "nyckel-1", "/partners", &body).expect(201);
    let head = world.head();
    for key in ["nyckel-1", "\"nyckel-1\""] {
        let again = post(&client, key, "/partners", &body).expect(201);
        assert_eq!((again.json(), again.header("location")), (first.json(), first.header("location")));
    }
    assert_eq!(world.head(), head);
    let id = first.id();
    client.patch(&format!("/partners/{id}"), "*", &json!({"note": "ny"})).expect(200);
    assert_eq!(post(&client, "nyckel-1", "/partners", &body).expect(201).json()["note"], "ny");
    client.delete(&format!("/partners/{id}"), "*").expect(204);
    post(&client, "nyckel-1", "/partners", &body).problem(404, "not_found");
}

fn the_same_key_with_another_request_is_refused(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    post(&client, "nyckel-1", "/partners", &partner("Region Dalarna")).expect(201);
    let head = world.head();
    post(&client, "nyckel-1", "/partners", &partner("Region Gävleborg")).problem(422, "idempotency_key_reused");
    post(&client, "nyckel-1", "/partners?lang=en", &partner("Region Dalarna")).problem(422, "idempotency_key_reused");
    assert_eq!(world.head(), head);
    for wrong in ["", " ", "å", &"x".repeat(201)] {
        let answer = post(&client, wrong, "/partners", &partner("Region Gävleborg"));
        assert_eq!(answer.problem(400, "invalid_request").faults(), ["Idempotency-Key wrong_format"], "{wrong}");
    }
}

fn a_key_is_its_callers_own_and_lasts_a_day(backend: Backend) {
    let world = World::with(backend, Clock::fixed("2009-03-02T09:00:00Z".parse().unwrap()), &[]);
    post(&world.coordination_unit(), "nyckel-1", "/partners", &partner("Region Dalarna")).expect(201);
    post(&world.area_unit(), "nyckel-1", "/partners", &partner("Region Gävleborg")).expect(201);
    let later = |hours| world.clock.set(Instant(world.clock.now().0 + chrono::TimeDelta::hours(hours)));
    later(23);
    post(&world.coordination_unit(), "nyckel-1", "/partners", &partner("Region Örebro"))
        .problem(422, "idempotency_key_reused");
    later(1);
    post(&world.coordination_unit(), "nyckel-1", "/partners", &partner("Region Örebro")).expect(201);
}

fn a_refused_request_spends_no_key(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    world.partner("Region Dalarna");
    post(&client, "nyckel-1", "/partners", &partner("Region Dalarna")).problem(409, "duplicate");
    post(&client, "nyckel-1", "/partners", &partner("Region Gävleborg")).expect(201);
}

fn of_many_at_the_same_time_one_is_carried_out(backend: Backend) {
    let world = World::new(backend);
    let body = json!({"name": "Region Dalarna", "kind": "company", "partnershipKind": "project"});
    let ids: Vec<String> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| post(&world.coordination_unit(), "nyckel-1", "/partners", &body).expect(201).id()))
            .collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

fn a_transition_is_carried_out_once(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let path = format!("/partners/{}/transitions", world.partner("Region Dalarna").id());
    let body = json!({"to": "assessed"});
    let first = post(&client, "nyckel-1", &path, &body).expect(200).json();
    assert_eq!(post(&client, "nyckel-1", &path, &body).expect(200).json(), first);
    client.post(&path, &body).problem(409, "state_conflict");
}

fn what_cannot_be_told_again_is_not_done_again(backend: Backend) {
    let world = World::new(backend);
    let client = json!({"name": "Ekonomisystemet", "ownerUnitId": world.unit("area"), "scopes": []});
    let administrator = world.administrator();
    let id = administrator.post("/clients", &client).expect(201).id();
    let path = format!("/clients/{id}/secrets");
    post(&administrator, "nyckel-1", &path, &json!({})).expect(201);
    let again = post(&administrator, "nyckel-1", &path, &json!({})).problem(409, "already_done");
    assert!(again.header("location").unwrap().ends_with(&format!("/clients/{id}")));
    assert_eq!(administrator.get(&path).expect(200).json()["_meta"]["totalRecords"], 1);
}

fn a_file_is_taken_once(backend: Backend) {
    let world = World::new(backend);
    let other = world.beside();
    let send = |url: &str, file: &str| {
        let client = Client::new(url, Some(world.token("coordination_unit")));
        let headers = [("Content-Type", "text/csv"), ("Prefer", "wait=60"), ("Idempotency-Key", "fil-1")];
        client.send("POST", "/imports?resource=partners&mode=apply", &headers, Some(file.as_bytes()))
    };
    let file = "name,kind,partnershipKind\nNord,company,project\n";
    let first = send(&world.url, file).expect(201);
    // By another instance too; and another file under the key is refused.
    let again = send(&other.url, file).expect(201);
    assert_eq!((again.id(), again.header("location").is_some()), (first.id(), true));
    send(&other.url, "name,kind,partnershipKind\nSyd,company,project\n").problem(422, "idempotency_key_reused");
    let client = world.coordination_unit();
    let count = |path: &str| client.get(path).expect(200).json()["_meta"]["totalRecords"].clone();
    assert_eq!((count("/imports"), count("/partners")), (json!(1), json!(1)));
}
