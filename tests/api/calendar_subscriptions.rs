//! Subscriptions to the calendar: an address that shows dates and titles without a token, until it is revoked.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use utblick::identity::policy::Role;

use crate::calendar::{furnished, january};
use crate::support::{Answer, Backend, Client, World};

crate::tests! {
    a_feed_shows_dates_and_titles_and_nothing_else,
    a_feed_shows_sixty_days_back_and_four_hundred_ahead,
    a_feed_shows_the_kinds_and_the_language_that_were_asked_for,
    the_address_is_told_once,
    a_subscription_is_its_users_alone,
    a_revoked_or_invented_address_shows_nothing,
    the_address_of_a_closed_account_shows_nothing,
    a_user_has_at_most_twenty,
    faults_of_a_subscription_are_named,
}

fn make(client: &Client, body: &Value) -> Answer {
    client.post("/calendar-subscriptions", body).expect(201)
}

fn href(answer: &Answer) -> String {
    answer.json()["href"].as_str().unwrap().to_owned()
}

/// A new subscription to everything; its address.
fn all(client: &Client) -> String {
    href(&make(client, &json!({"name": "Allt"})))
}

/// The lines of a feed, unfolded.
fn lines(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
    answer.text().replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

fn count(world: &World, href: &str) -> usize {
    lines(&world.anonymous().get(href).expect(200)).iter().filter(|line| *line == "BEGIN:VEVENT").count()
}

fn a_feed_shows_dates_and_titles_and_nothing_else(backend: Backend) {
    let world = furnished(backend);
    let made = make(&world.reader(), &json!({"name": "Utblick, i Outlook"}));
    let href = href(&made);
    let start = format!("{}/international-strategy/v1/calendar-feeds/", world.url);
    let secret = href.strip_prefix(&start).unwrap().strip_suffix(".ics").unwrap();
    assert_eq!(secret.len(), 32);
    let feed = world.anonymous().get(&format!("{href}?lang=sv")).expect(200);
    let lines = lines(&feed);
    let names: BTreeSet<&str> = lines.iter().map(|line| line.split([':', ';']).next().unwrap()).collect();
    let known = [
        "BEGIN",
        "CALSCALE",
        "DTSTAMP",
        "DTSTART",
        "END",
        "PRODID",
        "SUMMARY",
        "TRANSP",
        "UID",
        "VERSION",
        "X-WR-CALNAME",
    ];
    assert_eq!(names, BTreeSet::from(known));
    assert!(lines.contains(&"X-WR-CALNAME:Utblick\\, i Outlook".to_owned()));
    assert!(lines.contains(&"SUMMARY:Möte: Regionstyrelsen".to_owned()));
    // Neither ids nor addresses of records: they are known by a hash.
    let calendar = world.reader().get("/calendar").expect(200).json();
    for event in calendar["items"].as_array().unwrap() {
        let id = event["subject"]["id"].as_str().unwrap();
        assert!(!lines.iter().any(|line| line.contains(id)), "{event}");
    }
    let uids: BTreeSet<&String> = lines.iter().filter(|line| line.starts_with("UID:")).collect();
    assert_eq!(uids.len(), calendar["items"].as_array().unwrap().len() + 1);
    assert!(uids.iter().all(|uid| uid.len() == "UID:@127.0.0.1".len() + 64), "{uids:?}");
    assert!(!feed.text().contains("http") && !feed.text().contains(secret));
    // A program that has it is told so.
    let known = feed.etag();
    world.anonymous().get_with(&format!("{href}?lang=sv"), &[("If-None-Match", &known)]).expect(304);
    world.anonymous().send("HEAD", &href, &[], None).expect(200);
    world.anonymous().post(&href, &json!({})).problem(405, "method_not_allowed");
    world.anonymous().get(&format!("{href}?foo=1")).problem(400, "invalid_request");
}

fn a_feed_shows_sixty_days_back_and_four_hundred_ahead(backend: Backend) {
    let world = january(backend);
    for day in ["2025-11-15", "2025-11-16", "2026-01-15", "2027-02-19", "2027-02-20"] {
        world.meeting("board", day);
    }
    let feed = world.anonymous().get(&all(&world.reader())).expect(200);
    let days: Vec<String> = lines(&feed).into_iter().filter(|line| line.starts_with("DTSTART")).collect();
    let expected = ["20251116", "20260115", "20270219"].map(|day| format!("DTSTART;VALUE=DATE:{day}"));
    assert_eq!(days, expected);
}

fn a_feed_shows_the_kinds_and_the_language_that_were_asked_for(backend: Backend) {
    let world = furnished(backend);
    let kinds = json!(["meeting", "agenda_deadline"]);
    let made = make(&world.user("board"), &json!({"name": "Möten", "kinds": kinds}));
    assert_eq!(made.json()["kinds"], kinds);
    let href = href(&made);
    assert_eq!(count(&world, &href), 2);
    let titles = |address: &str| {
        let lines = lines(&world.anonymous().get_with(address, &[("Accept-Language", "sv")]).expect(200));
        lines.into_iter().filter(|line| line.starts_with("SUMMARY")).collect::<Vec<_>>()
    };
    assert!(titles(&href).contains(&"SUMMARY:Möte: Regionstyrelsen".to_owned()));
    assert!(titles(&format!("{href}?lang=en")).contains(&"SUMMARY:Meeting: Regional Board".to_owned()));
    // All, when none is named.
    assert!(count(&world, &all(&world.user("board"))) > 10);
}

fn the_address_is_told_once(backend: Backend) {
    let world = january(backend);
    let reader = world.reader();
    let made = make(&reader, &json!({"name": "Outlook"}));
    let (href, id) = (href(&made), made.id());
    let path = format!("/calendar-subscriptions/{id}");
    let address = format!("{}/international-strategy/v1{path}", world.url);
    assert_eq!(made.header("location"), Some(address.as_str()));
    assert_eq!(made.json()["createdAt"], "2026-01-15T09:00:00.000000Z");
    let read = reader.get(&path).expect(200);
    assert_eq!(read.json()["_links"]["delete"], json!({"href": address, "rel": "delete", "method": "DELETE"}));
    let list = reader.get("/calendar-subscriptions").expect(200);
    assert_eq!(list.json()["items"], json!([read.json()]));
    let secret = href.rsplit('/').next().unwrap().trim_end_matches(".ics");
    for answer in [&read, &list] {
        assert!(!answer.text().contains(secret), "{}", answer.text());
    }
    // Nor does the database know it.
    world.sql("UPDATE calendar_subscriptions SET name = secret_hash");
    let hash = reader.get(&path).expect(200).json()["name"].as_str().unwrap().to_owned();
    assert_eq!((hash.len(), hash.contains(secret)), (64, false));
    world.anonymous().get(&href).expect(200);
}

fn a_subscription_is_its_users_alone(backend: Backend) {
    let world = january(backend);
    for role in Role::ALL {
        let client = world.user(role.as_str());
        let path = format!("/calendar-subscriptions/{}", make(&client, &json!({"name": role.as_str()})).id());
        let list = client.get("/calendar-subscriptions").expect(200).json();
        assert_eq!((&list["_meta"]["totalRecords"], &list["items"][0]["name"]), (&json!(1), &json!(role.as_str())));
        let other = world.user(if *role == Role::Reader { "administrator" } else { "reader" });
        other.get(&path).problem(404, "not_found");
        other.delete(&path, "*").problem(404, "not_found");
        world.anonymous().get(&path).problem(401, "unauthenticated");
        client.get(&path).expect(200);
    }
    world.anonymous().get("/calendar-subscriptions").problem(401, "unauthenticated");
    world.anonymous().post("/calendar-subscriptions", &json!({"name": "x"})).problem(401, "unauthenticated");
}

fn a_revoked_or_invented_address_shows_nothing(backend: Backend) {
    let world = january(backend);
    let reader = world.reader();
    let made = make(&reader, &json!({"name": "Outlook"}));
    let (href, path) = (href(&made), format!("/calendar-subscriptions/{}", made.id()));
    let other = all(&reader);
    world.anonymous().get(&href).expect(200);
    reader.delete(&path, "\"2\"").problem(412, "precondition_failed");
    reader.send("DELETE", &path, &[], None).problem(428, "precondition_required");
    world.anonymous().get(&href).expect(200);
    reader.delete(&path, "\"1\"").expect(204);
    world.anonymous().get(&href).problem(404, "not_found");
    world.anonymous().send("HEAD", &href, &[], None).expect(404);
    reader.get(&path).problem(404, "not_found");
    reader.delete(&path, "*").problem(404, "not_found");
    world.anonymous().get(&other).expect(200);
    let invented = ["/calendar-feeds/x.ics", "/calendar-feeds/x", "/calendar-feeds/", "/calendar-feeds/.ics"];
    for path in invented {
        world.anonymous().get(path).problem(404, "not_found");
    }
    // The hash opens nothing, and what is near the secret neither.
    world.anonymous().get(&other.to_uppercase().replace("HTTP", "http").replace(".ICS", ".ics")).expect(404);
    world.anonymous().get(&other.replace(".ics", "")).problem(404, "not_found");
    assert_eq!(world.verify().faults, Vec::<String>::new());
}

fn the_address_of_a_closed_account_shows_nothing(backend: Backend) {
    let world = january(backend);
    world.meeting("board", "2026-06-11");
    let href = all(&world.reader());
    let set = |change: Value| {
        let user = format!("/users/{}", world.user_id("reader"));
        world.administrator().patch(&user, "*", &change).expect(200);
    };
    for (shut, open) in [("disabled", json!({"disabled": false})), ("archived", json!({"archived": false}))] {
        assert_eq!(count(&world, &href), 1);
        set(json!({shut: true}));
        world.anonymous().get(&href).problem(404, "not_found");
        set(open);
    }
    assert_eq!(count(&world, &href), 1);
    // Without a role there is no right.
    world.sql("UPDATE users SET roles = '[]' WHERE username = 'reader'");
    world.anonymous().get(&href).problem(404, "not_found");
}

fn a_user_has_at_most_twenty(backend: Backend) {
    let world = january(backend);
    let (reader, body) = (world.reader(), json!({"name": "En till"}));
    let ids: Vec<String> = (0..20).map(|_| make(&reader, &body).id()).collect();
    let refused = reader.post("/calendar-subscriptions", &body).problem(422, "unprocessable");
    assert_eq!(refused.faults(), [" too_many"]);
    make(&world.user("board"), &body);
    let page = reader.get("/calendar-subscriptions?limit=15&page=2").expect(200).json();
    assert_eq!((&page["_meta"]["totalRecords"], page["items"].as_array().unwrap().len()), (&json!(20), 5));
    reader.delete(&format!("/calendar-subscriptions/{}", ids[7]), "*").expect(204);
    make(&reader, &body);
}

fn faults_of_a_subscription_are_named(backend: Backend) {
    let world = january(backend);
    let cases: [(Value, u16, &[&str]); 7] = [
        (json!({}), 400, &["/name missing"]),
        (json!({"name": "", "more": 1}), 400, &["/more unknown", "/name too_short"]),
        (json!({"name": "x".repeat(101)}), 422, &["/name too_long"]),
        (json!({"name": "x", "kinds": ["party"]}), 422, &["/kinds/0 unknown_code"]),
        (json!({"name": "x", "kinds": ["meeting", "notice_day", "meeting"]}), 422, &["/kinds/2 duplicate_item"]),
        (json!({"name": "x", "kinds": "meeting"}), 400, &["/kinds wrong_type"]),
        (json!({"name": "x", "userId": world.user_id("board")}), 400, &["/userId unknown"]),
    ];
    for (body, status, faults) in cases {
        let refused = world.reader().post("/calendar-subscriptions", &body).expect(status);
        assert_eq!(refused.faults(), faults, "{body}");
    }
    world.reader().get("/calendar-subscriptions/x").problem(400, "invalid_request");
}
