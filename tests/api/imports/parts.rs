//! Files of many rows: part by part, whole or not at all, stopped and gone on with.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{counts, import, partners, rows, total};
use crate::support::service::{Ground, Service};
use crate::support::{Backend, Client, World, partner, with};

crate::tests! {
    many_rows_are_written_whole_or_not_at_all,
    a_check_writes_nothing_and_says_what_would_come,
    rows_may_refer_to_rows_above_them,
    an_import_can_be_cancelled,
    an_import_goes_on_after_a_kill,
    all_or_nothing_comes_to_an_end_after_a_kill,
}

const CSV: &[(&str, &str)] = &[("Content-Type", "text/csv")];

/// How many rows of an import the service is killed in, or an import cancelled.
const KILLED_IN: usize = 3000;

fn many_rows_are_written_whole_or_not_at_all(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let mut file = partners(0, 700);
    file += "700,,company,project\n";
    let told = import(&client, "resource=partners&mode=apply", file.as_bytes()).expect(201).json();
    assert_eq!((&told["state"], counts(&told)), (&json!("failed"), [0, 0, 0, 700, 1]));
    assert_eq!(total(&client, "/partners"), 0);
    let told = import(&client, "resource=partners&mode=apply", partners(0, 700).as_bytes()).expect(201).json();
    assert_eq!((&told["state"], counts(&told)), (&json!("finished"), [700, 0, 0, 0, 0]));
    assert_eq!(total(&client, "/partners"), 700);
    let told = import(&client, "resource=partners&mode=apply", partners(350, 710).as_bytes()).expect(201).json();
    assert_eq!(counts(&told), [10, 0, 350, 0, 0]);
    let beyond = partners(0, 50_001);
    import(&client, "resource=partners", beyond.as_bytes()).problem(413, "content_too_large");
}

fn a_check_writes_nothing_and_says_what_would_come(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let known =
        with(partner("Partner 3"), json!({"externalIds": [{"system": "import", "value": "3"}], "kind": "association"}));
    client.post("/partners", &known).expect(201);
    let head = world.head();
    let mut file = partners(0, 250);
    file += "249,Partner 249,company,project\n250,,company,project\n";
    // Nothing said means a check.
    let told = import(&client, "resource=partners&onError=skip", file.as_bytes()).expect(201).json();
    assert_eq!((&told["mode"], &told["state"]), (&json!("check"), &json!("finished")));
    let [create, update, unchanged, skip, error] = counts(&told);
    assert_eq!((create, update + unchanged, skip, error), (249, 2, 0, 1));
    assert_eq!((world.head(), total(&client, "/partners")), (head, 1));
    let first = &rows(&client, &told, "&action=create")[0];
    assert!(first["recordId"].is_null() && first["_links"].get("record").is_none(), "{first}");
}

fn rows_may_refer_to_rows_above_them(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let known = client.post("/partners", &partner("Finns")).expect(201).json();
    let head = world.head();
    let line = |number: usize, before: &str| {
        format!(
            "{{\"externalIds\": \"{number}\", \"name\": \"Partner {number}\", \"kind\": \"company\", \"partnershipKind\": \"project\", \"predecessorIds\": [{before}]}}\n"
        )
    };
    // The first gives an id to a partner that is there.
    let mut file = json!({"id": known["id"], "externalIds": "finns"}).to_string() + "\n";
    file += &(0..700).map(|number| line(number, "")).collect::<String>();
    file += &line(700, "\"import:3\", \"import:698\", \"import:finns\"");
    let checked = import(&client, "resource=partners&onError=skip", file.as_bytes()).expect(201).json();
    assert_eq!((&checked["state"], counts(&checked)), (&json!("finished"), [701, 1, 0, 0, 0]));
    let notices = rows(&client, &checked, "&page=8").last().unwrap()["notices"].clone();
    assert!(notices.to_string().contains("refers to a row above"), "{notices}");
    // What is neither there nor above is a fault.
    let below = line(701, "\"import:702\"") + &line(702, "\"import:3\", \"other:3\"") + &line(702, "");
    let below = file.clone() + &below;
    for query in ["onError=skip", "mode=apply&onError=abort"] {
        let told = import(&client, &format!("resource=partners&{query}"), below.as_bytes()).expect(201).json();
        let faulty = rows(&client, &told, "&action=error");
        let [.., error] = counts(&told);
        assert_eq!((error, faulty.len()), (2, 2), "{query}");
        assert_eq!(faulty[0]["faults"][0]["code"], "unknown_reference", "{query}");
    }
    assert_eq!(world.head(), head, "nothing is written");
    let told = import(&client, "resource=partners&mode=apply", file.as_bytes()).expect(201).json();
    assert_eq!((&told["state"], counts(&told)), (&json!("finished"), [701, 1, 0, 0, 0]));
    let last = rows(&client, &told, "&page=8").last().unwrap()["recordId"].clone();
    let last = client.get(&format!("/partners/{}", last.as_str().unwrap())).expect(200).json();
    assert_eq!(last["predecessorIds"].as_array().unwrap().len(), 3);
}

fn an_import_can_be_cancelled(backend: Backend) {
    let ground = Ground::new(&backend);
    let (token, other) = (ground.user("staff", "coordination_unit"), ground.user("other", "registrar"));
    let service = ground.serve();
    let client = service.client(&token);
    let file = partners(0, KILLED_IN);
    let sent = client.send("POST", "/imports?resource=partners&mode=apply&onError=skip", CSV, Some(file.as_bytes()));
    let sent = sent.expect(201).json();
    let path = format!("/imports/{}", sent["id"].as_str().unwrap());
    let cancel = format!("{path}/cancellations");
    assert!(sent["_links"]["cancellations"]["href"].as_str().unwrap().ends_with(&cancel));
    let state = || client.get(&path).expect(200).json();
    let began = Instant::now();
    while state()["counts"]["rows"].as_u64().unwrap() == 0 {
        assert!(began.elapsed() < Duration::from_secs(60), "nothing was taken in");
        std::thread::sleep(Duration::from_millis(5));
    }
    service.client(&other).json("POST", &cancel, &[], &json!({})).problem(404, "not_found");
    let told = client.json("POST", &cancel, &[("Accept-Language", "en")], &json!({})).expect(200).json();
    assert_eq!((&told["state"], &told["_links"]["cancellations"]), (&json!("failed"), &Value::Null));
    assert_eq!(told["problem"], "The import was cancelled. What is written stays.");
    let written = total(&client, "/partners?limit=1");
    assert!(usize::try_from(written).unwrap() < KILLED_IN, "{written} of {KILLED_IN}");
    assert_eq!(counts(&told), [written, 0, 0, 0, 0]);
    client.json("POST", &cancel, &[], &json!({})).problem(409, "state_conflict");
    // The next is taken up, and nothing more comes of the first.
    let next = import(&client, "resource=partners&mode=apply", partners(KILLED_IN, KILLED_IN + 3).as_bytes());
    assert_eq!(counts(&next.expect(201).json()), [3, 0, 0, 0, 0]);
    assert_eq!((total(&client, "/partners?limit=1"), state()), (written + 3, told.clone()));
}

/// Sends a file, kills the service as soon as it tells of rows, and starts it again. Gives the service, a client and the path of
/// the import.
fn killed(ground: &Ground, on_error: &str) -> (Service, Client, String) {
    let token = ground.user("staff", "coordination_unit");
    let mut service = ground.serve();
    let client = service.client(&token);
    let to = format!("/imports?resource=partners&mode=apply&onError={on_error}");
    let sent = client.send("POST", &to, CSV, Some(partners(0, KILLED_IN).as_bytes()));
    let path = format!("/imports/{}", sent.expect(201).id());
    let began = Instant::now();
    while client.get(&path).expect(200).json()["counts"]["rows"].as_u64().unwrap() == 0 {
        assert!(began.elapsed() < Duration::from_secs(60), "nothing is told");
        std::thread::sleep(Duration::from_millis(5));
    }
    service.kill();
    let service = ground.serve();
    let client = service.client(&token);
    (service, client, path)
}

/// Waits until an import is finished.
fn finished(client: &Client, path: &str) -> Value {
    let began = Instant::now();
    loop {
        let told = client.get(path).expect(200).json();
        if told["state"] == "finished" {
            return told;
        }
        assert!(began.elapsed() < Duration::from_secs(180), "it does not go on: {told}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn an_import_goes_on_after_a_kill(backend: Backend) {
    let ground = Ground::new(&backend);
    let (_service, client, path) = killed(&ground, "skip");
    let before = client.get(&path).expect(200).json();
    assert_eq!(before["state"], "running");
    let written = total(&client, "/partners?limit=1");
    assert!(written > 0 && usize::try_from(written).unwrap() < KILLED_IN, "{written} of {KILLED_IN}");
    let after = finished(&client, &path);
    assert_eq!(after["counts"]["create"], json!(KILLED_IN), "no row twice, none left out: {after}");
    assert_eq!(total(&client, "/partners?limit=1"), i64::try_from(KILLED_IN).unwrap());
}

fn all_or_nothing_comes_to_an_end_after_a_kill(backend: Backend) {
    let ground = Ground::new(&backend);
    // It told of rows that it had tried, of which none was kept yet.
    let (_service, client, path) = killed(&ground, "abort");
    assert_eq!(total(&client, "/partners?limit=1"), 0);
    // Whoever held it is gone: its lease ends within half a minute.
    let after = finished(&client, &path);
    let all = i64::try_from(KILLED_IN).unwrap();
    assert_eq!((counts(&after), total(&client, "/partners?limit=1")), ([all, 0, 0, 0, 0], all));
}
