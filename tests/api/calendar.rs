//! The calendar: what happens in all registers, from one day to another, as JSON and for calendar programs.

use serde_json::{Value, json};
use utblick::calendar::EventKind;
use utblick::clock::Clock;
use utblick::identity::policy::Role;

use crate::support::{Answer, Backend, World, activity, agreement, id_of, membership, strategy};

crate::tests! {
    every_kind_of_event_is_on_its_day,
    events_lead_to_what_they_are_about,
    updates_are_one_event_a_unit_and_day,
    what_is_drafted_cancelled_or_put_away_is_on_no_day,
    an_event_is_narrowed_by_kinds_and_days,
    faults_of_the_query_are_named,
    more_than_two_thousand_events_are_too_many,
    a_calendar_program_reads_the_same_events,
    an_event_is_known_again_when_its_day_moves,
    everybody_with_an_account_reads_it;
    once every_kind_has_a_code,
}

/// A world on a day in January 2026, before anything is in it.
pub fn january(backend: Backend) -> World {
    World::with(backend, Clock::fixed("2026-01-15T09:00:00Z".parse().unwrap()), &[])
}

/// Something of every kind.
pub fn furnished(backend: Backend) -> World {
    let world = january(backend);
    let mut body = strategy("Internationell strategi", "2024-01-01", "2028-12-31");
    body["nextReviewOn"] = json!("2026-11-01");
    let path = world.proposed("/strategies", &body);
    world.decide("adopt_strategy", &[("strategy", id_of(&path))]).expect(201);
    world.adopted_plan(2026);
    world.planned_activity("Yrkesutbildning", 2026, "area");
    let body = json!({"bodyCode": "board", "heldOn": "2026-06-11", "agendaDeadlineOn": "2026-05-28"});
    world.user("registrar").post("/meetings", &body).expect(201);
    world.signed_agreement(&agreement("Avtal med Innlandet; tema: skog, vatten", &world.organisation("Innlandet")));
    let mut body = membership(&world.organisation("Vanguard Initiative"));
    (body["endsOn"], body["noticeMonths"]) = (json!("2027-01-31"), json!(3));
    world.active_membership(&body);
    world.call(&world.funding_programme("Interreg"), "Andra", Some("2026-09-30"));
    world
}

fn events(answer: &Answer) -> Vec<String> {
    let list = answer.json();
    let event = |event: &Value| {
        format!(
            "{} {} {}",
            event["on"].as_str().unwrap(),
            event["kind"].as_str().unwrap(),
            event["title"].as_str().unwrap()
        )
    };
    list["items"].as_array().unwrap().iter().map(event).collect()
}

/// The events of a query in Swedish.
fn found(world: &World, query: &str) -> Vec<String> {
    events(&world.reader().get(&format!("/calendar?lang=sv&{query}")).expect(200))
}

fn every_kind_of_event_is_on_its_day(backend: Backend) {
    let world = furnished(backend);
    let expected = [
        "2026-02-01 activity_start Aktivitet börjar: Yrkesutbildning",
        "2026-03-13 decision_reminder Påminnelse, beslut behövs senast 2026-06-11: Avtal med Innlandet; tema: skog, vatten",
        "2026-03-13 decision_reminder Påminnelse, beslut behövs senast 2026-06-11: Vanguard Initiative",
        "2026-05-12 decision_reminder Påminnelse, beslut behövs senast 2026-06-11: Avtal med Innlandet; tema: skog, vatten",
        "2026-05-12 decision_reminder Påminnelse, beslut behövs senast 2026-06-11: Vanguard Initiative",
        "2026-05-14 update_due Lägesrapporter: area (1)",
        "2026-05-14 status_report_due Statusrapporter: Verksamhetsplan 2026, period 1",
        "2026-05-28 agenda_deadline Sista dag för ärenden: Regionstyrelsen, möte 2026-06-11",
        "2026-06-11 meeting Möte: Regionstyrelsen",
        "2026-06-11 decision_needed Beslut behövs: Avtal med Innlandet; tema: skog, vatten",
        "2026-06-11 decision_needed Beslut behövs: Vanguard Initiative",
        "2026-06-30 notice_day Sista uppsägningsdag: Avtal med Innlandet; tema: skog, vatten",
        "2026-09-14 status_report_due Statusrapporter: Verksamhetsplan 2026, period 2",
        "2026-09-30 call_closing Utlysning stänger: Interreg, Andra",
        "2026-10-31 notice_day Sista uppsägningsdag: Vanguard Initiative",
        "2026-11-01 strategy_review Översyn av strategin: Internationell strategi",
        "2026-11-30 activity_end Aktivitet slutar: Yrkesutbildning",
        "2026-12-31 agreement_end Avtalets sista dag: Avtal med Innlandet; tema: skog, vatten",
        "2027-01-14 status_report_due Statusrapporter: Verksamhetsplan 2026, period 3",
    ];
    assert_eq!(found(&world, ""), expected, "from today, a year ahead");
    let later = "2027-01-31 membership_end Medlemskapets sista dag: Vanguard Initiative";
    assert_eq!(found(&world, "from=2027-01-15&to=2027-12-31"), [later]);
    let english = events(&world.reader().get("/calendar?to=2026-05-28&from=2026-05-14").expect(200));
    let expected = [
        "2026-05-14 update_due Progress updates: area (1)",
        "2026-05-14 status_report_due Status reports: Verksamhetsplan 2026, period 1",
        "2026-05-28 agenda_deadline Last day for the agenda: Regional Board, meeting on 2026-06-11",
    ];
    assert_eq!(english, expected);
}

fn every_kind_has_a_code() {
    let codes: Vec<&str> = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(codes.len(), 13, "the test above shows each: {codes:?}");
}

fn events_lead_to_what_they_are_about(backend: Backend) {
    let world = furnished(backend);
    let answer = world.reader().get("/calendar?to=2027-02-01").expect(200);
    let list = answer.json();
    assert_eq!(list["from"], "2026-01-15");
    assert_eq!(
        list["_links"]["self"]["href"],
        format!("{}/international-strategy/v1/calendar?to=2027-02-01", world.url)
    );
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 20);
    for event in items {
        let (subject, link) = (&event["subject"], event["_links"]["self"]["href"].as_str().unwrap());
        assert!(link.ends_with(subject["id"].as_str().unwrap()), "{event}");
        world.reader().get(link).expect(200);
        if event["kind"] == "update_due" {
            assert_eq!((&subject["type"], id_of(link)), (&json!("unit"), world.unit("area").as_str()));
            let list = event["_links"]["list"]["href"].as_str().unwrap();
            assert_eq!(world.reader().get(list).expect(200).json()["_meta"]["totalRecords"], 1, "{list}");
        }
    }
    let etag = answer.etag();
    world.reader().get_with("/calendar?to=2027-02-01", &[("If-None-Match", &etag)]).expect(304);
}

fn updates_are_one_event_a_unit_and_day(backend: Backend) {
    let world = january(backend);
    world.adopted_plan(2026);
    for title in ["Ett", "Två", "Tre"] {
        world.planned_activity(title, 2026, "area");
    }
    let staff = world.coordination_unit();
    let other = world.planned_activity("Andras", 2026, "other-area");
    let later = world.planned_activity("I höst", 2026, "area");
    let autumn = json!({"startsOn": "2026-09-02"});
    staff.patch(&format!("/activities/{later}"), "*", &autumn).expect(200);
    let due = || found(&world, "kind=update_due");
    let expected = [
        "2026-05-14 update_due Lägesrapporter: area (3)",
        "2026-05-14 update_due Lägesrapporter: other-area (1)",
        "2027-01-14 update_due Lägesrapporter: area (1)",
    ];
    assert_eq!(due(), expected);
    let cancelled = json!({"to": "cancelled", "reason": "Inställd."});
    staff.post(&format!("/activities/{other}/transitions"), &cancelled).expect(200);
    assert_eq!(due(), [expected[0], expected[2]]);
    // What has no unit any more is somebody's nevertheless.
    world.sql("UPDATE activities SET owner_unit_id = NULL WHERE title = 'I höst'");
    assert_eq!(due()[1], "2027-01-14 update_due Lägesrapporter: utan enhet (1)");
    let event = world.reader().get("/calendar?kind=update_due&from=2027-01-14").expect(200).json()["items"][0].clone();
    assert_eq!((&event["subject"], &event["_links"]["self"]), (&Value::Null, &Value::Null));
    let list = event["_links"]["list"]["href"].as_str().unwrap();
    assert_eq!(world.reader().get(list).expect(200).json()["_meta"]["totalRecords"], 1, "{list}");
}

fn what_is_drafted_cancelled_or_put_away_is_on_no_day(backend: Backend) {
    let world = january(backend);
    let staff = world.coordination_unit();
    let put_away = |path: &str| staff.patch(path, "*", &json!({"archived": true})).expect(200);
    world.plan(2026);
    staff.post("/activities", &activity("Utkast", 2026, None, &world.unit("area"))).expect(201);
    let cancelled = world.planned_activity("Inställd", 2026, "area");
    let reason = json!({"to": "cancelled", "reason": "Ingen tid."});
    staff.post(&format!("/activities/{cancelled}/transitions"), &reason).expect(200);
    put_away(&format!("/activities/{}", world.planned_activity("Undanlagd", 2026, "area")));
    put_away(&format!("/meetings/{}", world.meeting("board", "2026-03-05")));
    let party = world.organisation("Innlandet");
    world.approved_agreement(&agreement("Inte undertecknat", &party));
    put_away(&world.signed_agreement(&agreement("Undanlagt", &party)));
    let mut body = strategy("Undanlagd", "2024-01-01", "2028-12-31");
    body["nextReviewOn"] = json!("2026-11-01");
    put_away(&format!("/strategies/{}", staff.post("/strategies", &body).expect(201).id()));
    assert_eq!(found(&world, ""), Vec::<String>::new());
}

fn an_event_is_narrowed_by_kinds_and_days(backend: Backend) {
    let world = furnished(backend);
    let count = |query: &str| found(&world, query).len();
    assert_eq!(count("kind=meeting"), 1);
    assert_eq!(count("kind=meeting&kind=agenda_deadline"), 2);
    assert_eq!(count("kind=decision_reminder"), 4);
    assert_eq!(count("kind=decision_needed"), 2);
    // Both ends belong to it.
    assert_eq!(count("kind=meeting&from=2026-06-11&to=2026-06-11"), 1);
    assert_eq!(count("kind=meeting&from=2026-06-12"), 0);
    assert_eq!(count("kind=meeting&to=2026-06-10"), 0);
    // A reminder of what is needed after the last day.
    assert_eq!(count("kind=decision_reminder&to=2026-03-13"), 2);
    // What is past is there too.
    assert_eq!(count("from=2025-01-01&to=2026-01-14"), 0);
    world.clock.set("2026-08-01T09:00:00Z".parse().unwrap());
    assert_eq!(count("kind=meeting&from=2026-01-01"), 1);
    assert_eq!(count("kind=activity_start&kind=activity_end&from=2026-01-01"), 2);
}

fn faults_of_the_query_are_named(backend: Backend) {
    let world = january(backend);
    let cases = [
        ("from=2026-02-01&to=2026-01-31", "to wrong_format"),
        ("to=2026-01-14", "to wrong_format"),
        ("from=2026-01-01&to=2029-01-06", "to wrong_format"),
        ("from=x", "from wrong_format"),
        ("kind=party", "kind wrong_format"),
        ("format=pdf", "format wrong_format"),
        ("asOf=2026-01-01", "asOf unknown"),
        ("from=2026-01-01&from=2026-01-02", "from repeated"),
    ];
    for (query, fault) in cases {
        let refused = world.reader().get(&format!("/calendar?{query}")).problem(400, "invalid_request");
        assert_eq!(refused.faults(), [fault], "{query}");
    }
    world.reader().get("/calendar?from=2026-01-01&to=2029-01-05").expect(200);
    // The last days that there are.
    world.reader().get("/calendar?from=9999-12-01").expect(200);
    world.reader().get("/calendar?from=1000-01-01").expect(200);
    world.reader().get_with("/calendar", &[("Accept", "text/html")]).problem(406, "not_acceptable");
}

fn more_than_two_thousand_events_are_too_many(backend: Backend) {
    let world = january(backend);
    let first = world.meeting("board", "2026-03-05");
    let copies = |numbers: std::ops::Range<u128>| {
        let copy = |number: u128| {
            let id = uuid::Uuid::from_u128(number);
            format!(
                "INSERT INTO meetings (id, version, archived, external_ids, documents, note, created_at, updated_at, \
                 updated_by, body_code, held_on, agenda_deadline_on, place, name_key, search) SELECT '{id}', version, \
                 archived, external_ids, documents, note, created_at, updated_at, updated_by, body_code, held_on, \
                 agenda_deadline_on, place, name_key, search FROM meetings WHERE id = '{first}';"
            )
        };
        let enter = |number: u128| {
            let id = uuid::Uuid::from_u128(number);
            format!("INSERT INTO records (id, resource_type) VALUES ('{id}', 'meeting');")
        };
        numbers.map(|number| enter(number) + &copy(number)).collect::<String>()
    };
    world.sql(&copies(1..2_000));
    let full = world.reader().get("/calendar").expect(200).json();
    assert_eq!(full["items"].as_array().unwrap().len(), 2_000);
    world.sql(&copies(2_000..2_001));
    for format in ["json", "ics"] {
        let refused = world.reader().get(&format!("/calendar?format={format}")).problem(400, "invalid_request");
        assert_eq!(refused.faults(), ["to too_many"]);
    }
    world.reader().get("/calendar?kind=notice_day").expect(200);
    // A subscription shows what comes first.
    let body = json!({"name": "Allt"});
    let made = world.reader().post("/calendar-subscriptions", &body).expect(201).json();
    let feed = world.anonymous().get(made["href"].as_str().unwrap()).expect(200);
    assert_eq!(feed.text().matches("BEGIN:VEVENT").count(), 2_000);
}

/// The entries of a calendar, read back: UID, day, title and stamp of each.
fn entries(answer: &Answer) -> Vec<[String; 4]> {
    use icalendar::Component;
    assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
    let text = answer.text();
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
    }
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    let calendar: icalendar::Calendar = text.parse().unwrap();
    let entry = |event: &icalendar::Event| {
        let value = |name: &str| event.property_value(name).unwrap().to_owned();
        assert_eq!(event.properties()["DTSTART"].params()["VALUE"].value(), "DATE");
        assert!(event.property_value("DTEND").is_none());
        [value("UID"), value("DTSTART"), value("SUMMARY"), value("DTSTAMP")]
    };
    calendar.events().map(entry).collect()
}

fn a_calendar_program_reads_the_same_events(backend: Backend) {
    let world = furnished(backend);
    let reader = world.reader();
    let answer = reader.get("/calendar?format=ics&lang=sv").expect(200);
    let read = entries(&answer);
    let as_json = |[_, day, title, _]: &[String; 4]| format!("{day} {title}");
    let expected: Vec<String> = found(&world, "")
        .iter()
        .map(|line| {
            let (day, rest) = line.split_once(' ').unwrap();
            format!("{} {}", day.replace('-', ""), rest.split_once(' ').unwrap().1)
        })
        .collect();
    assert_eq!(read.iter().map(as_json).collect::<Vec<_>>(), expected);
    assert!(answer.text().contains("Avtal med Innlandet\\; tema: sk"), "{}", answer.text());
    let uids: std::collections::HashSet<&String> = read.iter().map(|[uid, ..]| uid).collect();
    assert_eq!(uids.len(), read.len(), "no two have the same: {uids:?}");
    assert!(uids.iter().all(|uid| uid.ends_with("@127.0.0.1")), "{uids:?}");
    assert_eq!(answer.header("content-language"), Some("sv"));
    assert!(answer.header("content-disposition").unwrap().contains("utblick.ics"));
    for (name, value) in [("PRODID", "-//Utblick//"), ("VERSION", "2.0"), ("X-WR-CALNAME", "Utblick")] {
        assert!(answer.text().contains(&format!("{name}:{value}")), "{}", answer.text());
    }
    // By Accept too, and not again when the program has it.
    let accept = ("Accept", "text/calendar");
    let same = reader.get_with("/calendar?lang=sv", &[accept]).expect(200);
    assert_eq!(same.bytes, answer.bytes);
    reader.get_with("/calendar?lang=sv", &[accept, ("If-None-Match", &same.etag())]).expect(304);
    // Before the header speaks the parameter.
    assert!(reader.get_with("/calendar?format=json", &[accept]).expect(200).json()["items"].is_array());
}

fn an_event_is_known_again_when_its_day_moves(backend: Backend) {
    let world = january(backend);
    let read = || entries(&world.reader().get("/calendar?format=ics").expect(200));
    let meeting = world.meeting("board", "2026-06-11");
    let [before] = read().try_into().unwrap();
    assert_eq!(before[3], "20260115T090000Z");
    world.clock.set("2026-01-16T09:00:00Z".parse().unwrap());
    world.meeting("working_committee", "2026-07-01");
    assert_eq!(read()[0], before, "what happens elsewhere changes nothing");
    let moved = json!({"heldOn": "2026-06-18"});
    world.user("registrar").patch(&format!("/meetings/{meeting}"), "*", &moved).expect(200);
    let [after, _] = read().try_into().unwrap();
    let expected = [before[0].as_str(), "20260618", before[2].as_str(), "20260116T090000Z"];
    assert_eq!(after, expected);
    assert_eq!(before[0], format!("meeting-{meeting}@127.0.0.1"));
}

fn everybody_with_an_account_reads_it(backend: Backend) {
    let world = january(backend);
    world.meeting("board", "2026-06-11");
    for role in Role::ALL {
        assert_eq!(events(&world.user(role.as_str()).get("/calendar").expect(200)).len(), 1, "{role}");
    }
    world.anonymous().get("/calendar").problem(401, "unauthenticated");
    world.anonymous().get("/calendar?format=ics").problem(401, "unauthenticated");
}
