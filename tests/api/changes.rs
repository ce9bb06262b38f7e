//! The change feed: everything in order, once, to those who may see it; at once, when it comes, or as it comes.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

use crate::support::service::Ground;
use crate::support::{Answer, Backend, Client, World, partner};

crate::tests! {
    the_feed_tells_every_change_once_and_in_order,
    everybody_gets_what_they_may_read,
    what_is_asked_wrongly_is_refused_by_name,
    with_the_record_comes_what_the_history_has,
    changes_of_other_types_are_passed_in_bounded_steps,
    a_long_poll_ends_with_the_first_change_of_its_types,
    a_long_poll_without_news_is_empty_when_its_time_is_over,
    who_waits_holds_no_connection,
    too_many_who_wait_are_told_to_come_back,
    a_stream_sends_each_change_and_goes_on_after_the_last_event,
    a_stream_ends_when_its_caller_is_shut_out,
    two_instances_that_write_at_once_lose_and_double_nothing,
    whoever_waits_does_not_keep_a_service_that_is_told_to_stop,
    after_a_kill_in_a_long_poll_nothing_is_lost_or_doubled,
}

/// The items of an answer.
fn items(answer: &Answer) -> Vec<Value> {
    answer.json()["items"].as_array().unwrap().clone()
}

fn seqs(items: &[Value]) -> Vec<i64> {
    items.iter().map(|item| item["seq"].as_i64().unwrap()).collect()
}

fn the_feed_tells_every_change_once_and_in_order(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let created = world.partner("Karlstads universitet").json();
    let path = format!("/partners/{}", created["id"].as_str().unwrap());
    staff.patch(&path, "*", &json!({"note": "Ny."})).expect(200);
    staff.transition(&path, "assessed").expect(200);
    let all = items(&world.administrator().get("/changes?limit=1000").expect(200));
    assert_eq!(seqs(&all), (1..=world.head()).collect::<Vec<_>>());
    let last: Vec<Value> = all.iter().rev().take(3).rev().cloned().collect();
    let told = |item: &Value| {
        let text = |name: &str| item[name].as_str().unwrap().to_owned();
        (text("type"), text("action"), item["version"].as_i64().unwrap())
    };
    let expected = [("create", 1), ("update", 2), ("transition", 3)];
    assert_eq!(
        last.iter().map(told).collect::<Vec<_>>(),
        expected.map(|(action, version)| ("partner".to_owned(), action.to_owned(), version))
    );
    for item in &last {
        assert_eq!(item["id"], created["id"]);
        assert_eq!(
            item["_links"]["self"],
            json!({"href": created["_links"]["self"]["href"], "rel": "self", "method": "GET"})
        );
        assert_eq!(item["actorId"], json!(world.user_id("coordination_unit")));
        assert!(item.get("record").is_none() && item["traceId"].is_string() && item["causeType"].is_null());
    }
    // Small steps give the same, and each says how to go on.
    let (mut stepped, mut next) = (Vec::new(), "/changes?limit=4".to_owned());
    loop {
        let answer = world.administrator().get(&next).expect(200);
        let page = answer.json();
        stepped.extend(items(&answer));
        assert_eq!(page["_meta"]["count"], page["items"].as_array().unwrap().len());
        assert_eq!(page["_meta"]["last"], stepped.last().unwrap()["seq"]);
        next = page["_links"]["next"]["href"].as_str().unwrap().to_owned();
        if page["_meta"]["more"] == false {
            break;
        }
    }
    assert_eq!(stepped, all);
    let end = world.administrator().get(&next).expect(200);
    assert_eq!(end.json()["_meta"], json!({"after": world.head(), "last": world.head(), "count": 0, "more": false}));
    world.administrator().get_with(&next, &[("If-None-Match", &end.etag())]).expect(304);
}

fn everybody_gets_what_they_may_read(backend: Backend) {
    let world = World::new(backend);
    world.partner("Synlig");
    let types = |client: &Client| -> BTreeSet<String> {
        let all = items(&client.get("/changes?limit=1000").expect(200));
        all.iter().map(|item| item["type"].as_str().unwrap().to_owned()).collect()
    };
    let of = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(types(&world.administrator()), of(&["partner", "unit", "user"]));
    for name in ["board", "working_committee", "coordination_unit", "area_unit", "registrar"] {
        assert_eq!(types(&world.user(name)), of(&["partner", "unit"]), "{name}");
    }
    let refused = world.area_unit().get("/changes?type=partner&type=user").problem(403, "forbidden").json();
    assert_eq!(refused["permission"], "users:read");
    let refused = world.reader().get("/changes").problem(403, "forbidden").json();
    assert_eq!(refused["permission"], "changes:read");
    let units = items(&world.area_unit().get("/changes?type=unit").expect(200));
    assert_eq!(units.len(), 3);
    assert!(units.iter().all(|item| item["type"] == "unit"));
}

fn what_is_asked_wrongly_is_refused_by_name(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    for (query, fault) in [
        ("type=partners", "type wrong_format"),
        ("types=partner", "types unknown"),
        ("limit=0", "limit wrong_format"),
        ("limit=1001", "limit wrong_format"),
        ("after=-1", "after wrong_format"),
        ("include=all", "include wrong_format"),
        // After a restore: whoever followed what is gone is told so.
        ("after=1000000", "after wrong_format"),
    ] {
        assert_eq!(staff.get(&format!("/changes?{query}")).problem(400, "invalid_request").faults(), [fault]);
    }
    let stream = [("Accept", "text/event-stream"), ("Last-Event-ID", "x")];
    let refused = staff.get_with("/changes", &stream).problem(400, "invalid_request");
    assert_eq!(refused.faults(), ["Last-Event-ID wrong_format"]);
    staff.get_with("/changes", &[("Accept", "text/csv")]).problem(406, "not_acceptable");
}

fn with_the_record_comes_what_the_history_has(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let path = format!("/partners/{}", world.partner("Först").id());
    staff.patch(&path, "*", &json!({"name": "Sedan"})).expect(200);
    staff.delete(&path, "*").expect(204);
    let told = items(&staff.get("/changes?type=partner&include=record").expect(200));
    assert_eq!(told.len(), 3);
    for (version, item) in (1..).zip(&told) {
        let history = staff.get(&format!("{path}/history?version={version}")).expect(200).json();
        assert_eq!(item["record"], history["snapshot"], "{item}");
        for name in ["seq", "at", "actorId", "action", "version", "causeType", "causeId", "traceId"] {
            assert_eq!(item[name], history[name], "{name}");
        }
    }
    assert_eq!((&told[0]["record"]["name"], &told[1]["record"]["name"]), (&json!("Först"), &json!("Sedan")));
    assert!(told[2].as_object().unwrap().contains_key("record") && told[2]["record"].is_null());
}

/// Puts rows of a unit into the journal, so many that no test would make them one by one.
fn fill(world: &World, rows: i64) {
    let (head, id) = (world.head(), uuid::Uuid::now_v7());
    let statement = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
         INSERT INTO journal SELECT {head} + n.i, j.at, j.actor_id, j.action, j.resource_type, {id}, n.i,
            j.format, j.snapshot, j.cause_type, j.cause_id, j.trace_id, j.salt, j.snapshot_hash, j.previous_hash, j.hash,
            j.confidential
         FROM n, journal j WHERE j.seq = 1;
         UPDATE journal_head SET seq = {head} + {rows}",
        id = match world.database.backing {
            utblick::db::Backing::Sqlite(_) => format!("'{id}'"),
            utblick::db::Backing::Postgres(_) => format!("'{id}'::uuid"),
        }
    );
    let fill = move |conn: &mut utblick::db::Conn| Ok(conn.batch_execute(&statement)?);
    actix_web::rt::System::new().block_on(world.app.db.passing(fill)).unwrap();
}

fn changes_of_other_types_are_passed_in_bounded_steps(backend: Backend) {
    let world = World::new(backend);
    let before = world.head();
    fill(&world, 25_000);
    world.partner("Sist");
    let staff = world.coordination_unit();
    let (mut after, mut steps, mut found) = (before, 0, Vec::new());
    loop {
        let answer = staff.get(&format!("/changes?after={after}&type=partner&limit=1")).expect(200);
        let page = answer.json();
        found.extend(items(&answer));
        steps += 1;
        let last = page["_meta"]["last"].as_i64().unwrap();
        assert!(last > after && last - after <= utblick::exchange::changes::SCANNED);
        after = last;
        if page["_meta"]["more"] == false {
            break;
        }
    }
    assert_eq!((found.len(), steps, after), (1, 3, before + 25_001));
    // Whoever waits passes them within one request.
    let path = format!("/changes?after={before}&type=partner");
    let waited = staff.get_with(&path, &[("Prefer", "wait=20")]).expect(200);
    assert_eq!(seqs(&items(&waited)), [world.head()]);
}

/// A request that waits, on a thread of its own, and how long it took.
fn waiting(client: &Client, path: &str, prefer: &'static str) -> std::thread::JoinHandle<(Answer, Duration)> {
    let (client, path) = (client.clone(), path.to_owned());
    let waiting = std::thread::spawn(move || {
        let began = Instant::now();
        (client.get_with(&path, &[("Prefer", prefer)]), began.elapsed())
    });
    std::thread::sleep(Duration::from_millis(600));
    waiting
}

fn a_long_poll_ends_with_the_first_change_of_its_types(backend: Backend) {
    let world = World::new(backend);
    let other = world.beside();
    let path = format!("/changes?after={}&type=partner", world.head());
    let here = waiting(&world.coordination_unit(), &path, "wait=20");
    let there = waiting(&Client::new(&other.url, Some(world.token("area_unit"))), &path, "wait=20");
    world.strategy_area("annat");
    std::thread::sleep(Duration::from_millis(600));
    assert!(!here.is_finished() && !there.is_finished());
    world.partner("Efterlängtad");
    let written = Instant::now();
    for waiting in [here, there] {
        let (answer, took) = waiting.join().unwrap();
        assert_eq!(seqs(&items(&answer)), [world.head()]);
        assert_eq!(answer.header("preference-applied"), Some("wait=20"));
        assert!(took > Duration::from_secs(1));
    }
    assert!(written.elapsed() < Duration::from_secs(5), "{:?}", written.elapsed());
}

fn a_long_poll_without_news_is_empty_when_its_time_is_over(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let head = world.head();
    let (answer, took) = waiting(&staff, &format!("/changes?after={head}"), "wait=1").join().unwrap();
    assert!((Duration::from_secs(1)..Duration::from_secs(5)).contains(&took), "{took:?}");
    assert_eq!(answer.header("preference-applied"), Some("wait=1"));
    let meta = answer.expect(200).json()["_meta"].clone();
    assert_eq!(meta, json!({"after": head, "last": head, "count": 0, "more": false}));
    // What is there is not waited for.
    let (answer, took) = waiting(&staff, "/changes?limit=1", "wait=20").join().unwrap();
    assert_eq!(items(&answer).len(), 1);
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert_eq!(staff.get("/changes").expect(200).header("preference-applied"), None);
}

fn who_waits_holds_no_connection(backend: Backend) {
    let world = World::new(backend);
    let path = format!("/changes?after={}&type=partner", world.head());
    // More than there are connections to the database.
    let many: Vec<_> = (0..24)
        .map(|_| {
            let (client, path) = (world.coordination_unit(), path.clone());
            std::thread::spawn(move || client.get_with(&path, &[("Prefer", "wait=30")]))
        })
        .collect();
    std::thread::sleep(Duration::from_secs(1));
    for _ in 0..20 {
        world.reader().get("/partners").expect(200);
    }
    assert!(many.iter().all(|waiting| !waiting.is_finished()));
    world.partner("Till alla");
    for waiting in many {
        assert_eq!(seqs(&items(&waiting.join().unwrap())), [world.head()]);
    }
}

fn too_many_who_wait_are_told_to_come_back(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let path = format!("/changes?after={}", world.head());
    let places: Vec<_> = std::iter::from_fn(|| world.app.changes.wait().ok()).collect();
    let full = staff.get_with(&path, &[("Prefer", "wait=20")]).problem(503, "unavailable");
    assert!(full.header("retry-after").is_some());
    staff.get(&path).expect(200);
    drop(places);
    staff.get_with(&path, &[("Prefer", "wait=0")]).expect(200);
    let places: Vec<_> = std::iter::from_fn(|| world.app.changes.stream().ok()).collect();
    let full = staff.get_with(&path, &[("Accept", "text/event-stream")]).problem(503, "unavailable");
    assert!(full.header("retry-after").is_some());
    drop(places);
}

/// A stream, read line by line.
struct Stream(BufReader<TcpStream>);

/// An event of a stream: id, name, data.
type Event = (i64, String, Value);

impl Stream {
    fn open(url: &str, token: &str, path: &str, last: Option<i64>) -> Self {
        let address = url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let last = last.map(|last| format!("Last-Event-ID: {last}\r\n")).unwrap_or_default();
        let request = format!(
            "GET /international-strategy/v1{path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nAccept: text/event-stream\r\n{last}\r\n"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut this = Self(BufReader::new(stream));
        assert_eq!(this.line().unwrap(), "HTTP/1.1 200 OK");
        let head: Vec<String> = std::iter::from_fn(|| this.line()).take_while(|line| !line.is_empty()).collect();
        assert!(head.contains(&"content-type: text/event-stream".to_owned()), "{head:?}");
        this
    }

    /// The next line; none at the end.
    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.0.read_line(&mut line).expect("a line in time");
        (read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned())
    }

    /// The next event; none when the stream has ended. Lines between are of chunks or say that the stream is there.
    fn event(&mut self) -> Option<Event> {
        let (mut id, mut name) = (0, String::new());
        while let Some(line) = self.line() {
            match line.split_once(": ") {
                Some(("id", value)) => id = value.parse().unwrap(),
                Some(("event", value)) => name = value.to_owned(),
                Some(("data", value)) => return Some((id, name, serde_json::from_str(value).unwrap())),
                _ => {}
            }
        }
        None
    }
}

fn a_stream_sends_each_change_and_goes_on_after_the_last_event(backend: Backend) {
    let world = World::new(backend);
    let (staff, token) = (world.coordination_unit(), world.token("coordination_unit"));
    let path = format!("/partners/{}", world.partner("Före").id());
    let mut stream = Stream::open(&world.url, &token, "/changes?type=partner&include=record", None);
    let first = stream.event().unwrap();
    assert_eq!((first.0, first.1.as_str()), (world.head(), "partner.create"));
    staff.patch(&path, "*", &json!({"note": "En\nrad till."})).expect(200);
    let second = stream.event().unwrap();
    assert_eq!((second.0, second.1.as_str()), (world.head(), "partner.update"));
    assert_eq!(second.2["record"]["note"], "En\nrad till.");
    staff.delete(&path, "*").expect(204);
    let third = stream.event().unwrap();
    assert_eq!((third.0, third.1.as_str()), (world.head(), "partner.delete"));
    // Each is what the list says.
    let listed = items(&staff.get("/changes?type=partner&include=record").expect(200));
    assert_eq!([&first.2, &second.2, &third.2], [&listed[0], &listed[1], &listed[2]]);
    drop(stream);
    // The last event speaks before the address.
    let mut again = Stream::open(&world.url, &token, "/changes?type=partner&after=0", Some(first.0));
    assert_eq!([again.event().unwrap().0, again.event().unwrap().0], [second.0, third.0]);
}

fn a_stream_ends_when_its_caller_is_shut_out(backend: Backend) {
    let world = World::new(backend);
    let mut stream = Stream::open(&world.url, &world.token("registrar"), "/changes?type=unit", None);
    (0..3).for_each(|_| assert_eq!(stream.event().unwrap().1, "unit.create"));
    let account = format!("/users/{}", world.user_id("registrar"));
    world.administrator().patch(&account, "*", &json!({"disabled": true})).expect(200);
    let began = Instant::now();
    // A caller is remembered for two seconds.
    std::thread::sleep(Duration::from_millis(2_100));
    let unit = json!({"code": "hemlig", "name": {"sv": "Hemlig"}, "kind": "area_unit"});
    world.coordination_unit().post("/units", &unit).expect(201);
    assert_eq!(stream.event(), None);
    assert!(began.elapsed() < Duration::from_secs(25));
}

fn two_instances_that_write_at_once_lose_and_double_nothing(backend: Backend) {
    const WRITERS: usize = 3;
    const WRITES: usize = 12;
    let world = World::new(backend);
    let other = world.beside();
    let before = world.head();
    let token = world.token("coordination_unit");
    let is_over = AtomicBool::new(false);
    let url_of = |number: usize| if number.is_multiple_of(2) { &world.url } else { &other.url };
    let follow = |reader: usize, limit: usize| {
        let client = Client::new(url_of(reader), Some(token.clone()));
        let (mut after, mut found) = (before, Vec::new());
        loop {
            let was_over = is_over.load(Ordering::SeqCst);
            let path = format!("/changes?after={after}&limit={limit}");
            let answer = client.get_with(&path, &[("Prefer", "wait=1")]).expect(200);
            found.extend(seqs(&items(&answer)));
            after = answer.json()["_meta"]["last"].as_i64().unwrap();
            if was_over && answer.json()["_meta"]["more"] == false {
                return found;
            }
        }
    };
    let followed: Vec<Vec<i64>> = std::thread::scope(|scope| {
        let follow = &follow;
        let readers: Vec<_> = (0..4).map(|reader| scope.spawn(move || follow(reader, reader + 1))).collect();
        let writers: Vec<_> = (0..2 * WRITERS)
            .map(|writer| {
                let client = Client::new(url_of(writer), Some(token.clone()));
                scope.spawn(move || {
                    for number in 0..WRITES {
                        client.post("/partners", &partner(&format!("Skrivare {writer} nummer {number}"))).expect(201);
                    }
                })
            })
            .collect();
        writers.into_iter().for_each(|writer| writer.join().unwrap());
        is_over.store(true, Ordering::SeqCst);
        readers.into_iter().map(|reader| reader.join().unwrap()).collect()
    });
    let expected: Vec<i64> = (before + 1..=before + (2 * WRITERS * WRITES) as i64).collect();
    assert_eq!(world.head(), *expected.last().unwrap());
    for found in followed {
        assert_eq!(found, expected);
    }
}

fn whoever_waits_does_not_keep_a_service_that_is_told_to_stop(backend: Backend) {
    let ground = Ground::new(&backend);
    let token = ground.user("staff", "coordination_unit");
    let mut service = ground.serve();
    let mut stream = Stream::open(&service.url, &token, "/changes?type=partner", None);
    let polling = waiting(&service.client(&token), "/changes?type=partner", "wait=60");
    assert!(!polling.is_finished());
    service.terminate();
    let status = service.ended_within(Duration::from_secs(8));
    assert_eq!(status.code(), Some(0), "{}", service.log());
    assert_eq!(stream.event(), None);
    let (answer, _) = polling.join().unwrap();
    assert_eq!(answer.expect(200).json()["_meta"]["count"], 0);
}

fn after_a_kill_in_a_long_poll_nothing_is_lost_or_doubled(backend: Backend) {
    let ground = Ground::new(&backend);
    let token = ground.user("staff", "coordination_unit");
    let mut service = ground.serve();
    let client = service.client(&token);
    let known = client.post("/partners", &partner("Före")).expect(201).id();
    let last = client.get("/changes?limit=1000").expect(200).json()["_meta"]["last"].as_i64().unwrap();
    let path = format!("/changes?type=partner&after={last}");
    // Who waits may find the connection broken: what it knows is where it had come to.
    let waits = {
        let (client, path) = (client.clone(), path.clone());
        std::thread::spawn(move || {
            let asked = std::panic::AssertUnwindSafe(|| client.get_with(&path, &[("Prefer", "wait=60")]));
            std::panic::catch_unwind(asked).ok()
        })
    };
    std::thread::sleep(Duration::from_millis(600));
    service.kill();
    if let Some(answer) = waits.join().unwrap() {
        assert_ne!(answer.status, 200, "nothing had changed");
    }
    let service = ground.serve();
    let client = service.client(&token);
    assert_eq!(items(&client.get(&path).expect(200)), Vec::<Value>::new());
    let polling = waiting(&client, &path, "wait=20");
    let made = client.post("/partners", &partner("Efter")).expect(201).id();
    let told = items(&polling.join().unwrap().0.expect(200));
    let ids: Vec<&str> = told.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [made.as_str()], "not {known} again");
}
