//! Webhooks: signed, tried again, never to where they may not go, and each event once, whatever happens.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use serde_json::{Value, json};
use utblick::clock::Clock;
use utblick::db::types::Instant as Moment;

use crate::support::service::{Ground, printed, run};
use crate::support::{Backend, Client, World, partner};

mod receiver;

use receiver::{Got, Receiver};

crate::tests! {
    a_webhook_tells_what_comes_after_it_is_made_active,
    what_cannot_be_a_webhook_is_refused,
    a_new_secret_signs_beside_the_old_one_for_a_day,
    what_is_not_taken_is_tried_again_and_holds_nothing_up,
    after_three_days_without_success_the_service_pauses_it,
    an_address_that_is_gone_pauses_it_and_it_goes_on_where_it_stood,
    a_delivery_is_sent_again_by_hand_and_a_test_while_it_is_paused,
    it_sends_what_its_creator_may_read_and_no_more,
    what_is_confidential_is_sent_to_who_may_read_it,
    nothing_is_sent_into_the_own_network,
    a_redirect_is_followed_with_care,
    two_instances_send_each_event_once,
    after_a_kill_in_the_middle_another_sends_it_under_the_same_id,
    a_command_leaves_sending_to_the_service,
}

const TO_PRIVATE: &[&str] = &["--webhooks-to-private", "true"];

fn made(client: &Client, url: &str, events: &[&str]) -> String {
    format!("/webhooks/{}", client.post("/webhooks", &json!({"url": url, "events": events})).expect(201).id())
}

fn rotated(client: &Client, path: &str) -> Value {
    client.send("POST", &format!("{path}/secret-rotations"), &[], None).expect(200).json()
}

/// An active webhook of the coordination unit, and its secret.
fn active(client: &Client, url: &str, events: &[&str]) -> (String, String) {
    let path = made(client, url, events);
    let secret = rotated(client, &path)["secret"].as_str().unwrap().to_owned();
    client.transition(&path, "active").expect(200);
    (path, secret)
}

/// A world whose clock stands still until it is set.
fn still(backend: Backend) -> World {
    World::with(backend, Clock::fixed("2026-03-02T09:00:00Z".parse().unwrap()), TO_PRIVATE)
}

fn advance(world: &World, by: TimeDelta) {
    world.clock.set(Moment(world.clock.now().0 + by));
}

/// The deliveries of a webhook that are in a state, when there are so many and each was tried.
#[track_caller]
fn deliveries(client: &Client, path: &str, state: &str, count: usize) -> Vec<Value> {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let page = client.get(&format!("{path}/deliveries?state={state}")).expect(200).json();
        let items = page["items"].as_array().unwrap();
        if items.len() == count && items.iter().all(|one| one["attempts"] != 0) {
            return items.clone();
        }
        assert!(Instant::now() < deadline, "{page}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[track_caller]
fn await_state(client: &Client, path: &str, state: &str) -> Value {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let record = client.get(path).expect(200).json();
        if record["state"] == state {
            return record;
        }
        assert!(Instant::now() < deadline, "{record}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn a_webhook_tells_what_comes_after_it_is_made_active(backend: Backend) {
    let world = World::with(backend, Clock::default(), TO_PRIVATE);
    let staff = world.coordination_unit();
    let receiver = Receiver::new();
    let path = made(&staff, &receiver.url, &["partner.*", "unit.create"]);
    let refused = staff.transition(&path, "active").expect(422).json();
    assert_eq!(refused["missing"][0]["pointer"], "/hasSecret", "{refused}");
    let told = rotated(&staff, &path);
    assert_eq!(told["previousUntil"], Value::Null);
    let secret = told["secret"].as_str().unwrap();
    world.partner("Före");
    let record = staff.transition(&path, "active").expect(200).json();
    assert_eq!(
        (&record["hasSecret"], &record["createdBy"]),
        (&json!(true), &json!(world.user_id("coordination_unit")))
    );
    let id = world.partner("Efter").id();
    world.strategy_area("annat");
    staff.patch(&format!("/partners/{id}"), "*", &json!({"note": "Ny."})).expect(200);
    staff.delete(&format!("/partners/{id}"), "*").expect(204);
    let got = receiver.rests_at(3);
    assert_eq!(got.iter().map(Got::event).collect::<Vec<_>>(), ["partner.create", "partner.update", "partner.delete"]);
    let feed = staff
        .get(&format!("/changes?type=partner&limit=3&after={}", got[0].json()["data"]["seq"].as_i64().unwrap() - 1));
    let now = chrono::Utc::now().timestamp();
    for (got, item) in got.iter().zip(feed.expect(200).json()["items"].as_array().unwrap()) {
        let body = got.json();
        assert_eq!((&body["data"], &body["timestamp"]), (item, &item["at"]));
        assert_eq!(got.signatures(), [got.signed_with(secret)]);
        assert!((now - 60..=now).contains(&got.headers["webhook-timestamp"].parse().unwrap()));
        assert_eq!(got.headers["content-type"], "application/json");
    }
    // The secret is told once: it stands in no answer and not in the journal.
    let journal = world.administrator().get("/changes?limit=1000&include=record").expect(200).text();
    let answers =
        [staff.get(&path).expect(200).text(), staff.get(&format!("{path}/deliveries")).expect(200).text(), journal];
    assert!(answers.iter().all(|answer| !answer.contains("whsec_") && !answer.contains(&secret[6..])));
    assert_eq!(deliveries(&staff, &path, "delivered", 3)[0]["event"], "partner.delete");
    staff.delete(&path, "*").expect(204);
    assert_eq!(world.verify().faults, Vec::<String>::new());
}

fn what_cannot_be_a_webhook_is_refused(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let body = |url: &str, events: &[&str]| json!({"url": url, "events": events});
    for (body, faults) in [
        (body("https://a:b@example.se/", &["*"]), vec!["/url wrong_format"]),
        (body("http://example.se/", &["*"]), vec!["/url wrong_format"]),
        (
            body("https://example.se/", &["partners.*", "*", "partner.read", "*"]),
            vec!["/events/0 unknown_code", "/events/2 unknown_code", "/events/3 duplicate_item"],
        ),
        (body("https://example.se/", &[]), vec!["/events too_few"]),
    ] {
        let answer = staff.post("/webhooks", &body);
        assert_eq!(answer.faults(), faults, "{}", answer.text());
    }
    let path = made(&staff, "https://example.se/hook", &["*"]);
    staff.send("POST", &format!("{path}/tests"), &[], None).problem(409, "state_conflict");
    world.area_unit().get(&path).problem(403, "forbidden");
    world.area_unit().send("POST", &format!("{path}/secret-rotations"), &[], None).problem(403, "forbidden");
    let nothing = format!("/webhooks/{}", uuid::Uuid::now_v7());
    staff.send("POST", &format!("{nothing}/secret-rotations"), &[], None).problem(404, "not_found");
    staff.get(&format!("{nothing}/deliveries")).problem(404, "not_found");
}

fn a_new_secret_signs_beside_the_old_one_for_a_day(backend: Backend) {
    let world = still(backend);
    let staff = world.coordination_unit();
    let receiver = Receiver::new();
    let (path, old) = active(&staff, &receiver.url, &["partner.*"]);
    advance(&world, TimeDelta::hours(1));
    // A token lives an hour.
    let told = rotated(&world.coordination_unit(), &path);
    let new = told["secret"].as_str().unwrap();
    assert_eq!(told["previousUntil"], "2026-03-03T10:00:00.000000Z");
    world.partner("Ett");
    let both = &receiver.await_got(1)[0];
    assert_eq!(both.signatures(), [both.signed_with(new), both.signed_with(&old)]);
    advance(&world, TimeDelta::hours(24));
    world.partner("Två");
    let one = &receiver.await_got(2)[1];
    assert_eq!(one.signatures(), [one.signed_with(new)]);
}

fn what_is_not_taken_is_tried_again_and_holds_nothing_up(backend: Backend) {
    let world = still(backend);
    let staff = world.coordination_unit();
    let receiver = Receiver::new();
    let (path, secret) = active(&staff, &receiver.url, &["partner.create"]);
    receiver.will_say(&[500, 200, 503]);
    world.partner("Ett");
    receiver.await_got(1);
    let waiting = deliveries(&staff, &path, "pending", 1);
    assert_eq!((&waiting[0]["attempts"], &waiting[0]["lastStatus"]), (&json!(1), &json!(500)));
    world.partner("Två");
    // The second is not held up by the first, which waits for its time.
    let got = receiver.rests_at(2);
    assert_ne!(got[0].id(), got[1].id());
    advance(&world, TimeDelta::seconds(6));
    receiver.await_got(3);
    while deliveries(&staff, &path, "pending", 1)[0]["attempts"] != 2 {
        std::thread::sleep(Duration::from_millis(50));
    }
    advance(&world, TimeDelta::seconds(20));
    receiver.rests_at(3);
    advance(&world, TimeDelta::seconds(20));
    let got = receiver.await_got(4);
    let done = deliveries(&staff, &path, "delivered", 2);
    assert_eq!((&done[1]["attempts"], &done[1]["lastStatus"]), (&json!(3), &json!(200)));
    let tries: Vec<&Got> = [0, 2, 3].iter().map(|place| &got[*place]).collect();
    assert!(tries.iter().all(|got| got.id() == done[1]["id"].as_str().unwrap() && got.body == tries[0].body));
    assert!(tries.iter().all(|got| got.signatures() == [got.signed_with(&secret)]));
    assert_ne!(tries[0].headers["webhook-timestamp"], tries[2].headers["webhook-timestamp"]);
}

fn after_three_days_without_success_the_service_pauses_it(backend: Backend) {
    let world = still(backend);
    // A token lives an hour.
    let staff = || world.coordination_unit();
    let receiver = Receiver::new();
    let (path, _) = active(&staff(), &receiver.url, &["partner.*"]);
    receiver.will_say(&[500; 40]);
    world.partner("Ett");
    receiver.await_got(1);
    let mut hours = 0;
    while staff().get(&path).expect(200).json()["state"] == "active" {
        hours += 7;
        assert!(hours < 100);
        let before = receiver.got().len();
        advance(&world, TimeDelta::hours(7));
        let deadline = Instant::now() + Duration::from_secs(10);
        while receiver.got().len() == before && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(50));
        }
        std::thread::sleep(Duration::from_millis(300));
    }
    assert!((60..=84).contains(&hours), "{hours}");
    let record = staff().get(&path).expect(200).json();
    assert_eq!(record["stateReason"], "nothing was taken for three days");
    let history = staff().get(&format!("{path}/history")).expect(200).json();
    assert_eq!((&history["items"][0]["action"], &history["items"][0]["actorId"]), (&json!("transition"), &Value::Null));
    assert_eq!(deliveries(&staff(), &path, "failed", 1)[0]["lastError"], "answered 500");
    // What is over for a month is tidied away, at the latest when the service starts again.
    advance(&world, TimeDelta::days(31));
    let _other = world.beside();
    deliveries(&staff(), &path, "failed", 0);
}

fn an_address_that_is_gone_pauses_it_and_it_goes_on_where_it_stood(backend: Backend) {
    let world = still(backend);
    let staff = world.coordination_unit();
    let receiver = Receiver::new();
    let (path, _) = active(&staff, &receiver.url, &["partner.create"]);
    receiver.will_say(&[410]);
    world.partner("Ett");
    receiver.await_got(1);
    assert_eq!(await_state(&staff, &path, "paused")["stateReason"], "answered 410: the address is gone");
    world.partner("Två");
    world.partner("Tre");
    receiver.rests_at(1);
    staff.transition(&path, "active").expect(200);
    let got = receiver.rests_at(3);
    let seqs: Vec<i64> = got.iter().map(|got| got.json()["data"]["seq"].as_i64().unwrap()).collect();
    assert!(seqs.is_sorted(), "{seqs:?}");
}

fn a_delivery_is_sent_again_by_hand_and_a_test_while_it_is_paused(backend: Backend) {
    let world = still(backend);
    let staff = world.coordination_unit();
    let receiver = Receiver::new();
    let path = made(&staff, &receiver.url, &["partner.*"]);
    rotated(&staff, &path);
    let test = staff.send("POST", &format!("{path}/tests"), &[], None).expect(201);
    assert_eq!(test.header("location"), test.json()["_links"]["self"]["href"].as_str());
    let got = receiver.await_got(1);
    assert_eq!((got[0].event(), got[0].id()), ("webhook.test".to_owned(), test.id().as_str()));
    staff.transition(&path, "active").expect(200);
    world.partner("Ett");
    let sent = receiver.await_got(2)[1].clone();
    let done = deliveries(&staff, &path, "delivered", 2).remove(0);
    let again = done["_links"]["redeliveries"]["href"].as_str().unwrap();
    let pending = staff.send("POST", again, &[], None).expect(200).json();
    assert_eq!((&pending["state"], &pending["id"]), (&json!("pending"), &done["id"]));
    let again = receiver.rests_at(3)[2].clone();
    assert_eq!((again.id(), &again.body), (sent.id(), &sent.body));
    let page = staff.get(&format!("{path}/deliveries?limit=1")).expect(200).json();
    assert_eq!((&page["_meta"]["totalRecords"], &page["items"][0]["state"]), (&json!(2), &json!("delivered")));
    let one = staff.get(&format!("/webhook-deliveries/{}", sent.id())).expect(200).json();
    assert_eq!(one, page["items"][0]);
    staff.get(&format!("/webhook-deliveries/{}", uuid::Uuid::now_v7())).problem(404, "not_found");
}

fn it_sends_what_its_creator_may_read_and_no_more(backend: Backend) {
    let world = still(backend);
    let (staff, administrator) = (world.coordination_unit(), world.administrator());
    let body = json!({"username": "annan", "roles": ["administrator"]});
    let other = format!("/users/{}", administrator.post("/users", &body).expect(201).id());
    let (of_staff, of_other) = (Receiver::new(), Receiver::new());
    let (staffs, _) = active(&staff, &of_staff.url, &["user.*", "unit.*"]);
    let (others, _) = active(&world.user("annan"), &of_other.url, &["user.*"]);
    let rename = |name: &str| {
        let account = format!("/users/{}", world.user_id("reader"));
        administrator.patch(&account, "*", &json!({"displayName": name})).expect(200);
    };
    rename("Ett");
    assert_eq!(of_other.await_got(1)[0].event(), "user.update");
    // A demotion bites what waits, too.
    of_other.will_say(&[500]);
    rename("Två");
    of_other.await_got(2);
    deliveries(&administrator, &others, "pending", 1);
    administrator.patch(&other, "*", &json!({"roles": ["coordination_unit"]})).expect(200);
    advance(&world, TimeDelta::seconds(10));
    rename("Tre");
    let dropped = deliveries(&administrator, &others, "failed", 1);
    assert_eq!(dropped[0]["lastError"], "its creator may not read this any more");
    of_other.rests_at(2);
    assert!(of_staff.got().is_empty(), "{:?}", of_staff.got());
    // Whoever is shut out sends nothing.
    administrator.patch(&other, "*", &json!({"disabled": true})).expect(200);
    assert_eq!(await_state(&administrator, &others, "paused")["stateReason"], "the account of its creator is closed");
    assert_eq!(staff.get(&staffs).expect(200).json()["state"], "active");
}

fn what_is_confidential_is_sent_to_who_may_read_it(backend: Backend) {
    let world = still(backend);
    let (staff, administrator) = (world.coordination_unit(), world.administrator());
    let (of_staff, of_administrator) = (Receiver::new(), Receiver::new());
    active(&staff, &of_staff.url, &["partner.*"]);
    active(&administrator, &of_administrator.url, &["partner.*"]);
    let secret = json!({"confidentiality": {"legalGround": "15 kap. 1 § OSL"}, "name": "Hemlig",
                        "kind": "company", "partnershipKind": "project"});
    let path = format!("/partners/{}", staff.post("/partners", &secret).expect(201).id());
    staff.patch(&path, "*", &json!({"note": "Ny."})).expect(200);
    world.partner("Öppen");
    let sent = |got: &[Got]| got.iter().map(|one| one.event().to_owned()).collect::<Vec<_>>();
    assert_eq!(sent(&of_staff.rests_at(3)), ["partner.create", "partner.update", "partner.create"]);
    let got = of_administrator.rests_at(1);
    assert!(!got[0].body.contains("Hemlig"), "only the open one came: {got:?}");
    // From the moment when it is public it is sent like any other.
    staff.patch(&path, "*", &json!({"confidentiality": null})).expect(200);
    staff.patch(&path, "*", &json!({"note": "Nyare."})).expect(200);
    of_staff.rests_at(5);
    assert_eq!(sent(&of_administrator.got()).last().map(String::as_str), Some("partner.update"));
}

fn nothing_is_sent_into_the_own_network(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let receiver = Receiver::new();
    let port = receiver.url.trim_end_matches("/hook").rsplit(':').next().unwrap().to_owned();
    for (url, reason) in [
        (receiver.url.clone(), "https is required"),
        (format!("https://127.0.0.1:{port}/hook"), "no address of the public network"),
        // A name that leads there is no better, and neither is another way to write it.
        (format!("https://localhost:{port}/hook"), "no address of the public network"),
        (format!("https://[::ffff:127.0.0.1]:{port}/hook"), "no address of the public network"),
        (format!("https://2130706433:{port}/hook"), "no address of the public network"),
    ] {
        let path = made(&staff, &url, &["*"]);
        rotated(&staff, &path);
        staff.send("POST", &format!("{path}/tests"), &[], None).expect(201);
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let tried = deliveries(&staff, &path, "pending", 1).remove(0);
            if tried["attempts"] == 1 {
                assert!(tried["lastError"].as_str().unwrap().contains(reason), "{url}: {tried}");
                assert_eq!(tried["lastStatus"], Value::Null);
                break;
            }
            assert!(Instant::now() < deadline, "{tried}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    assert!(receiver.got().is_empty(), "{:?}", receiver.got());
}

fn a_redirect_is_followed_with_care(backend: Backend) {
    let world = still(backend);
    let staff = world.coordination_unit();
    let (first, second) = (Receiver::new(), Receiver::new());
    let (path, _) = active(&staff, &first.url, &["partner.create"]);
    let to = |status: u16, url: &str| (status, format!("location: {url}\r\n"), Duration::ZERO);
    first.says.lock().unwrap().push_back(to(308, &second.url));
    world.partner("Ett");
    let (asked, followed) = (first.await_got(1).remove(0), second.await_got(1).remove(0));
    assert_eq!((asked.id(), &asked.body), (followed.id(), &followed.body));
    deliveries(&staff, &path, "delivered", 1);
    // One that changes the method is an answer like any other that is no success.
    first.says.lock().unwrap().push_back(to(302, &second.url));
    world.partner("Två");
    first.await_got(2);
    assert_eq!(deliveries(&staff, &path, "pending", 1)[0]["lastError"], "answered 302");
    // Each address on the way is looked at.
    let with_password = second.url.replace("http://", "http://a:b@");
    first.says.lock().unwrap().push_back(to(307, &with_password));
    world.partner("Tre");
    first.await_got(3);
    let reason = deliveries(&staff, &path, "pending", 2)[0]["lastError"].clone();
    assert_eq!(reason, "a user name or password has no place in the address");
    let itself = first.url.clone();
    first.says.lock().unwrap().extend((0..4).map(|_| to(307, &itself)));
    world.partner("Fyra");
    first.await_got(7);
    assert_eq!(deliveries(&staff, &path, "pending", 3)[0]["lastError"], "more than 3 redirects");
    assert_eq!(second.got().len(), 1);
}

fn two_instances_send_each_event_once(backend: Backend) {
    const WRITES: usize = 15;
    let world = World::with(backend, Clock::default(), TO_PRIVATE);
    let other = world.beside();
    let receiver = Receiver::new();
    let hooks: Vec<String> =
        (0..3).map(|_| active(&world.coordination_unit(), &receiver.url, &["partner.create"]).0).collect();
    std::thread::scope(|scope| {
        for url in [&world.url, &other.url] {
            let client = Client::new(url, Some(world.token("coordination_unit")));
            scope.spawn(move || {
                for number in 0..WRITES {
                    client.post("/partners", &partner(&format!("{url} {number}"))).expect(201);
                }
            });
        }
    });
    let got = receiver.rests_at(hooks.len() * 2 * WRITES);
    let ids: BTreeSet<&str> = got.iter().map(Got::id).collect();
    assert_eq!(ids.len(), got.len());
    for hook in &hooks {
        let id = hook.rsplit('/').next().unwrap();
        let own: Vec<Value> = (1..=2)
            .flat_map(|page| {
                let path = format!("{hook}/deliveries?page={page}&limit=20");
                world.administrator().get(&path).expect(200).json()["items"].as_array().unwrap().clone()
            })
            .collect();
        assert!(own.iter().all(|one| one["state"] == "delivered" && one["webhookId"] == id && one["attempts"] == 1));
        let seqs: BTreeSet<i64> = own.iter().map(|one| one["seq"].as_i64().unwrap()).collect();
        assert_eq!(seqs.len(), 2 * WRITES);
        // In the order of the journal.
        let ids: Vec<&str> = own.iter().rev().map(|one| one["id"].as_str().unwrap()).collect();
        let sent: Vec<&str> = got.iter().map(Got::id).filter(|id| ids.contains(id)).collect();
        assert_eq!(sent, ids);
    }
}

fn after_a_kill_in_the_middle_another_sends_it_under_the_same_id(backend: Backend) {
    let ground = Ground::new(&backend);
    let token = ground.user("staff", "coordination_unit");
    let open = [("UTBLICK_WEBHOOKS_TO_PRIVATE", "true")];
    let mut service = ground.serve_with(&[], &open);
    let receiver = Receiver::new();
    let client = service.client(&token);
    let (path, secret) = active(&client, &receiver.url, &["partner.create"]);
    client.post("/partners", &partner("Före")).expect(201);
    receiver.await_got(1);
    deliveries(&client, &path, "delivered", 1);
    receiver.says.lock().unwrap().push_back((200, String::new(), Duration::from_secs(8)));
    client.post("/partners", &partner("Mitt i")).expect(201);
    receiver.await_got(2);
    service.kill();
    let service = ground.serve_with(&[], &open);
    let client = service.client(&token);
    client.post("/partners", &partner("Efter")).expect(201);
    let got = receiver.rests_at(4);
    assert_eq!((got[1].id(), &got[1].body), (got[2].id(), &got[2].body), "sent again as it was");
    assert_eq!(got[2].signatures(), [got[2].signed_with(&secret)]);
    let done = deliveries(&client, &path, "delivered", 3);
    let ids: BTreeSet<&str> = done.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, got.iter().map(Got::id).collect());
    assert!(!service.log().contains("whsec_"));
}

fn a_command_leaves_sending_to_the_service(backend: Backend) {
    let ground = Ground::new(&backend);
    let token = ground.user("staff", "coordination_unit");
    let open = [("UTBLICK_WEBHOOKS_TO_PRIVATE", "true")];
    let mut service = ground.serve_with(&[], &open);
    let receiver = Receiver::new();
    let (path, _) = active(&service.client(&token), &receiver.url, &["partner.create"]);
    service.terminate();
    service.ended_within(Duration::from_secs(30));
    // The command has other settings: it would not be allowed to send, and would name another address.
    let file = ground.database.folder.path().join("partners.csv");
    std::fs::write(&file, "name,kind,partnershipKind\nNord,company,project\n").unwrap();
    let import = ["import", file.to_str().unwrap(), "--as", "partners", "--user", "staff"];
    assert!(printed(&run(&mut ground.command(&import))).starts_with("1 rows, create 1,"));
    let service = ground.serve_with(&[], &open);
    receiver.await_got(1);
    let sent = deliveries(&service.client(&token), &path, "delivered", 1);
    assert_eq!(sent[0]["attempts"], 1, "{sent:?}");
}
