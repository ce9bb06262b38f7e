//! Many at once: what may happen once happens once, and nothing is lost.

use std::sync::Barrier;

use serde_json::{Value, json};

use crate::support::{Answer, Backend, Client, World, partner};

crate::tests! {
    of_fifty_writers_on_one_version_one_wins_and_the_others_are_told,
    fifty_writers_on_many_records_all_succeed_and_leave_no_gap,
    of_fifty_who_create_the_same_name_one_succeeds,
    of_fifty_deletions_at_once_one_deletes,
}

const MANY: usize = 50;

/// What each of fifty got who began at the same moment.
fn at_once(client: &Client, request: impl Fn(&Client, usize) -> Answer + Sync) -> Vec<Answer> {
    let barrier = Barrier::new(MANY);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..MANY)
            .map(|place| {
                let (barrier, request) = (&barrier, &request);
                let client = Client::new(&client.base, client.token.clone());
                scope.spawn(move || {
                    barrier.wait();
                    request(&client, place)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[track_caller]
fn assert_one_won(answers: Vec<Answer>, winner: u16, loser: u16, code: &str) {
    let won = answers.iter().filter(|answer| answer.status == winner).count();
    assert_eq!(won, 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
    for answer in answers.into_iter().filter(|answer| answer.status != winner) {
        answer.problem(loser, code);
    }
}

fn assert_sound(world: &World, changes: i64, before: i64) {
    let verdict = world.verify();
    assert_eq!(verdict.faults, Vec::<String>::new());
    assert_eq!(verdict.rows, before + changes, "one journal row a change, and no more");
    assert_eq!(world.head(), before + changes);
}

fn of_fifty_writers_on_one_version_one_wins_and_the_others_are_told(backend: Backend) {
    let world = World::new(backend);
    let created = world.partner("Eftertraktad");
    let (path, etag) = (format!("/partners/{}", created.id()), created.etag());
    let before = world.head();
    let answers = at_once(&world.coordination_unit(), |client, place| {
        client.patch(&path, &etag, &json!({"note": format!("skrivare {place}")}))
    });
    let note = answers.iter().find(|answer| answer.status == 200).map(|answer| answer.json()["note"].clone());
    assert_one_won(answers, 200, 412, "precondition_failed");
    let now = world.reader().get(&path).expect(200).json();
    assert_eq!(now["version"], 2);
    assert_eq!(now["note"], note.unwrap_or(Value::Null), "what the winner was told is what is there");
    assert_sound(&world, 1, before);
}

fn fifty_writers_on_many_records_all_succeed_and_leave_no_gap(backend: Backend) {
    let world = World::new(backend);
    let before = world.head();
    let answers = at_once(&world.coordination_unit(), |client, place| {
        let created = client.post("/partners", &partner(&format!("Samtidig {place}"))).expect(201);
        let path = format!("/partners/{}", created.id());
        client.patch(&path, &created.etag(), &json!({"country": "NO"})).expect(200);
        client.transition(&path, "assessed").expect(200)
    });
    assert!(answers.iter().all(|answer| answer.json()["version"] == 3 && answer.json()["country"] == "NO"));
    let page = world.reader().get("/partners?limit=1").expect(200).json();
    assert_eq!(page["_meta"]["totalRecords"], MANY);
    assert_sound(&world, 3 * i64::try_from(MANY).unwrap(), before);
}

fn of_fifty_who_create_the_same_name_one_succeeds(backend: Backend) {
    let world = World::new(backend);
    let before = world.head();
    let answers = at_once(&world.coordination_unit(), |client, place| {
        let name = if place % 2 == 0 { "Örebro universitet" } else { "ÖREBRO UNIVERSITET" };
        client.post("/partners", &partner(name))
    });
    assert_one_won(answers, 201, 409, "duplicate");
    assert_sound(&world, 1, before);
}

fn of_fifty_deletions_at_once_one_deletes(backend: Backend) {
    let world = World::new(backend);
    let path = format!("/partners/{}", world.partner("Kort").id());
    let before = world.head();
    let answers = at_once(&world.coordination_unit(), |client, _| client.delete(&path, "*"));
    assert_one_won(answers, 204, 404, "not_found");
    assert_sound(&world, 1, before);
}
