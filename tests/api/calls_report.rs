//! The report on calls: their last days, what aims at them, and who was told of them (L23.1, L65.2).

use serde_json::{Value, json};
use utblick::clock::Clock;
use utblick::db::Backing;

use crate::support::{Backend, TOWN_CODES, World, knowledge_activity, monitoring_item, with};

crate::tests! {
    an_empty_register_gives_an_empty_report,
    calls_stand_by_their_last_day_and_title,
    days_that_were_asked_for_leave_out_what_has_no_last_day,
    a_call_is_coming_open_or_closed,
    what_aims_at_a_call_is_counted,
    an_activity_that_was_held_tells_of_a_call_itself_or_by_an_item,
    what_was_not_held_or_is_put_away_tells_nobody,
    five_hundred_are_listed_and_all_are_counted,
    the_report_is_two_tables,
    as_of_needs_the_right_to_history,
}

/// On the first of June 2009.
fn world(backend: Backend) -> World {
    World::with(backend, Clock::fixed("2009-06-01T10:00:00Z".parse().unwrap()), &[])
}

fn read(world: &World, query: &str) -> Value {
    world.reader().get(&format!("/reports/calls?{query}")).expect(200).json()
}

fn titles(report: &Value) -> Vec<Value> {
    report["calls"].as_array().unwrap().iter().map(|call| call["title"].clone()).collect()
}

/// A call with fields; its id.
fn call(world: &World, programme: &str, title: &str, fields: Value) -> String {
    let body = with(json!({"fundingProgrammeId": programme, "title": title}), fields);
    world.coordination_unit().post("/calls", &body).expect(201).id()
}

/// A newsletter to municipalities with fields, sent in May unless they say otherwise; its path.
fn told(world: &World, title: &str, fields: Value) -> String {
    let letter = json!({"kind": "newsletter", "audiences": ["municipalities"], "heldOn": "2009-05-11"});
    let path = world.recorded("/knowledge-activities", &with(with(knowledge_activity(title), letter), fields));
    world.coordination_unit().transition(&path, "held").expect(200);
    path
}

fn names(of: &Value) -> Vec<&str> {
    of.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

fn an_empty_register_gives_an_empty_report(backend: Backend) {
    let world = world(backend);
    let empty =
        json!({"closesFrom": "2009-06-01", "closesTo": null, "calls": [], "callCount": 0, "untoldCallCount": 0});
    assert_eq!(read(&world, ""), empty);
    let page = world.reader().get("/reports/calls?format=html&lang=sv").expect(200).text();
    assert!(page.contains("0 utlysningar från 2009-06-01. Om 0 av dem har ingen kommun fått veta."), "{page}");
}

fn calls_stand_by_their_last_day_and_title(backend: Backend) {
    let world = world(backend);
    let programme = world.funding_programme("Interreg");
    for (title, day) in [
        ("Utan dag", None),
        ("Senare", Some("2009-09-30")),
        ("Öst", Some("2009-06-01")),
        ("Norr", Some("2009-06-01")),
        ("Stängd", Some("2009-05-31")),
    ] {
        world.call(&programme, title, day);
    }
    let away = world.call(&programme, "Undan", Some("2009-07-01"));
    world.coordination_unit().patch(&format!("/calls/{away}"), "*", &json!({"archived": true})).expect(200);
    let report = read(&world, "");
    assert_eq!(titles(&report), ["Norr", "Öst", "Senare", "Utan dag"]);
    assert_eq!((&report["callCount"], &report["untoldCallCount"]), (&json!(4), &json!(4)));
}

fn days_that_were_asked_for_leave_out_what_has_no_last_day(backend: Backend) {
    let world = world(backend);
    let programme = world.funding_programme("Interreg");
    for (title, day) in [("Utan", None), ("Ett", Some("2009-05-01")), ("Två", Some("2009-06-30"))] {
        world.call(&programme, title, day);
    }
    for (query, wanted) in [
        ("closesFrom=2009-05-01", &["Ett", "Två"] as &[&str]),
        ("closesFrom=2009-05-02", &["Två"]),
        ("closesTo=2009-06-30", &["Två"]),
        ("closesTo=2009-06-29", &[]),
        ("closesFrom=2009-05-01&closesTo=2009-05-01", &["Ett"]),
    ] {
        let report = read(&world, query);
        assert_eq!(titles(&report), wanted, "{query}");
        assert_eq!(report["callCount"], wanted.len(), "{query}");
        assert_eq!(report["untoldCallCount"], wanted.len(), "{query}");
    }
    let both = read(&world, "closesFrom=2009-05-01&closesTo=2009-12-31");
    assert_eq!((&both["closesFrom"], &both["closesTo"]), (&json!("2009-05-01"), &json!("2009-12-31")));
    for (query, fault) in [
        ("closesFrom=2009-06-02&closesTo=2009-06-01", "closesTo wrong_format"),
        ("closesFrom=2009", "closesFrom wrong_format"),
        ("year=2009", "year unknown"),
    ] {
        let refused = world.reader().get(&format!("/reports/calls?{query}")).problem(400, "invalid_request");
        assert_eq!(refused.faults(), [fault], "{query}");
    }
}

fn a_call_is_coming_open_or_closed(backend: Backend) {
    let world = world(backend);
    let body = json!({"name": "Interreg", "strand": "cross_border", "minimumPartners": 2});
    let programme = world.coordination_unit().post("/funding-programmes", &body).expect(201).id();
    let days = |opens: Option<&str>, closes: Option<&str>| json!({"opensOn": opens, "closesOn": closes});
    call(&world, &programme, "A", days(Some("2009-05-01"), Some("2009-05-31")));
    let whole = json!({"minimumPartners": 5, "theme": "Tillväxt", "budget": {"amount": "5", "currency": "EUR"}});
    let id = call(&world, &programme, "B", with(days(Some("2009-06-01"), Some("2009-06-01")), whole));
    call(&world, &programme, "C", days(None, Some("2009-06-11")));
    call(&world, &programme, "D", days(Some("2009-06-02"), Some("2009-09-30")));
    call(&world, &programme, "E", days(Some("2009-06-02"), None));
    call(&world, &programme, "F", days(Some("2009-05-01"), None));
    let line = |call: &Value| json!([call["title"], call["phase"], call["daysLeft"], call["minimumPartners"]]);
    let lines =
        |query: &str| -> Vec<Value> { read(&world, query)["calls"].as_array().unwrap().iter().map(line).collect() };
    let b = json!(["B", "open", 0, 5]);
    let (c, d) = (json!(["C", "open", 10, 2]), json!(["D", "coming", 121, 2]));
    assert_eq!(
        lines(""),
        [b.clone(), c.clone(), d.clone(), json!(["E", "coming", null, 2]), json!(["F", null, null, 2])]
    );
    assert_eq!(lines("closesFrom=2009-01-01"), [json!(["A", "closed", -1, 2]), b, c, d]);
    let first = read(&world, "")["calls"][0].clone();
    assert_eq!(first["fundingProgramme"], json!({"id": programme, "name": "Interreg"}));
    assert_eq!(
        (&first["id"], &first["theme"], &first["budget"], &first["opensOn"], &first["closesOn"]),
        (
            &json!(id),
            &json!("Tillväxt"),
            &json!({"amount": "5.00", "currency": "EUR"}),
            &json!("2009-06-01"),
            &json!("2009-06-01")
        )
    );
}

fn what_aims_at_a_call_is_counted(backend: Backend) {
    let world = world(backend);
    let staff = world.coordination_unit();
    let programme = world.funding_programme("Interreg");
    let (id, other) = (world.call(&programme, "Andra", Some("2009-09-30")), world.call(&programme, "Tredje", None));
    let aims =
        json!({"title": "Idé", "callId": id, "municipalityCodes": ["1737"], "frameworkLinks": [{"code": "RUP-3"}]});
    let idea = |states: &[&str]| {
        let path = world.recorded("/project-ideas", &aims);
        for state in states {
            staff.post(&format!("{path}/transitions"), &json!({"to": state, "reason": "Skäl."})).expect(200);
        }
        path
    };
    let ways: [&[&str]; 7] =
        [&[], &[], &["mobilising"], &["mobilising", "applied"], &["dropped"], &["dropped"], &["mobilising", "dropped"]];
    ways.into_iter().for_each(|states| drop(idea(states)));
    staff.patch(&idea(&[]), "*", &json!({"archived": true})).expect(200);
    for name in ["Ett", "Två", "Undan"] {
        let body = json!({"name": name, "callId": id, "fundingProgrammeId": programme});
        let path = world.recorded("/projects", &body);
        staff.patch(&path, "*", &json!({"archived": name == "Undan"})).expect(200);
    }
    let report = read(&world, "");
    let first = &report["calls"][0];
    assert_eq!(first["ideas"], json!({"idea": 2, "mobilising": 1, "applied": 1, "dropped": 3}));
    assert_eq!(first["projectCount"], 2);
    let second = &report["calls"][1];
    assert_eq!((&second["id"], &second["projectCount"]), (&json!(other), &json!(0)));
    assert_eq!(second["ideas"], json!({"idea": 0, "mobilising": 0, "applied": 0, "dropped": 0}));
}

fn an_activity_that_was_held_tells_of_a_call_itself_or_by_an_item(backend: Backend) {
    let world = world(backend);
    let programme = world.funding_programme("Interreg");
    let id = world.call(&programme, "Andra", Some("2009-09-30"));
    let item = with(monitoring_item("Utlysningen är öppen"), json!({"callId": id}));
    let item = world.coordination_unit().post("/monitoring-items", &item).expect(201).id();
    let other = with(monitoring_item("Annat"), json!({}));
    let other = world.coordination_unit().post("/monitoring-items", &other).expect(201).id();
    let later = json!({"callIds": [id], "monitoringItemIds": [item], "municipalityCodes": ["1737", "1784"]});
    let later = told(&world, "Nyhetsbrev i maj", later);
    let by_item =
        json!({"monitoringItemIds": [item, other], "municipalityCodes": ["1730", "1737"], "heldOn": "2009-05-04"});
    let first = told(&world, "Första nyhetsbrevet", by_item);
    told(&world, "Om annat", json!({"monitoringItemIds": [other], "municipalityCodes": ["1715"]}));
    let report = read(&world, "");
    let line = &report["calls"][0];
    let id_of = |path: &str| path.rsplit_once('/').unwrap().1.to_owned();
    let activities = json!([
        {"id": id_of(&first), "title": "Första nyhetsbrevet", "heldOn": "2009-05-04", "kind": "newsletter"},
        {"id": id_of(&later), "title": "Nyhetsbrev i maj", "heldOn": "2009-05-11", "kind": "newsletter"},
    ]);
    assert_eq!(line["knowledgeActivities"], activities, "each once, by day");
    assert_eq!(names(&line["toldMunicipalities"]), ["Arvika", "Eda", "Torsby"]);
    assert_eq!(line["toldMunicipalities"][0], json!({"code": "1784", "name": "Arvika"}));
    let untold = names(&line["untoldMunicipalities"]);
    assert_eq!((untold.len(), untold[0], untold[12]), (13, "Filipstad", "Årjäng"));
    assert_eq!(report["untoldCallCount"], 0);
}

fn what_was_not_held_or_is_put_away_tells_nobody(backend: Backend) {
    let world = world(backend);
    let staff = world.coordination_unit();
    let programme = world.funding_programme("Interreg");
    let calls = ["A", "B", "C", "D", "E", "F"].map(|title| world.call(&programme, title, Some("2009-09-30")));
    let [planned, archived, of_nobody, by_away, by_planned, direct] = &calls;
    let item = |call: &str| {
        let body = with(monitoring_item("Utlysning"), json!({"callId": call}));
        staff.post("/monitoring-items", &body).expect(201).id()
    };
    let towns = json!({"municipalityCodes": ["1737"]});
    let naming = |field: &str, id: &str| with(json!({field: [id]}), towns.clone());
    let take_back = |path: &str| {
        staff.post(&format!("{path}/transitions"), &json!({"to": "planned", "reason": "Skäl."})).expect(200);
    };
    take_back(&told(&world, "Planerad", naming("callIds", planned)));
    let away = told(&world, "Undan", naming("callIds", archived));
    staff.patch(&away, "*", &json!({"archived": true})).expect(200);
    told(&world, "Till ingen kommun", json!({"callIds": [of_nobody]}));
    let put_away = item(by_away);
    told(&world, "Om det undanlagda", naming("monitoringItemIds", &put_away));
    staff.patch(&format!("/monitoring-items/{put_away}"), "*", &json!({"archived": true})).expect(200);
    take_back(&told(&world, "Planerad", naming("monitoringItemIds", &item(by_planned))));
    told(&world, "Till Torsby", naming("callIds", direct));
    let report = read(&world, "");
    let counts: Vec<(usize, usize)> = report["calls"]
        .as_array()
        .unwrap()
        .iter()
        .map(|call| (call["knowledgeActivities"].as_array().unwrap().len(), names(&call["toldMunicipalities"]).len()))
        .collect();
    assert_eq!(counts, [(0, 0), (0, 0), (1, 0), (0, 0), (0, 0), (1, 1)]);
    assert_eq!((&report["callCount"], &report["untoldCallCount"]), (&json!(6), &json!(5)));
}

fn five_hundred_are_listed_and_all_are_counted(backend: Backend) {
    let world = world(backend);
    world.call(&world.funding_programme("Interreg"), "Många", Some("2009-09-30"));
    let columns = "version, archived, external_ids, documents, created_at, updated_at, funding_programme_id, title, \
                   closes_on, name_key, search";
    let copy = |ids: &str, numbers: &str| {
        format!(
            "INSERT INTO calls (id, {columns}) SELECT {ids}, {columns} FROM (SELECT * FROM calls) AS one, {numbers}"
        )
    };
    world.sql(&match world.database.backing {
        Backing::Sqlite(_) => copy(
            "printf('00000000-0000-7000-8000-%012x', n.i)",
            "(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) SELECT i FROM n) AS n",
        ),
        _ => copy("gen_random_uuid()", "generate_series(1, 500)"),
    });
    let report = read(&world, "");
    assert_eq!(report["calls"].as_array().unwrap().len(), 500);
    assert_eq!((&report["callCount"], &report["untoldCallCount"]), (&json!(501), &json!(501)));
    let page = world.reader().get("/reports/calls?format=html&lang=en").expect(200).text();
    assert!(
        page.contains(
            "501 calls from 2009-06-01 on. No municipality was told of 501 of them. The first 500 are shown."
        )
    );
}

fn the_report_is_two_tables(backend: Backend) {
    let world = world(backend);
    let programme = world.funding_programme("Interreg");
    let fields = json!({"opensOn": "2009-05-01", "closesOn": "2009-09-30", "minimumPartners": 3,
        "budget": {"amount": "5", "currency": "EUR"}});
    let id = call(&world, &programme, "Andra", fields);
    world.call(&programme, "Tredje", None);
    world.coordination_unit().post("/project-ideas", &json!({"title": "Idé", "callId": id})).expect(201);
    told(&world, "Brev", json!({"callIds": [id], "municipalityCodes": TOWN_CODES[..14]}));
    let get = |query: &str| world.reader().get(&format!("/reports/calls?{query}")).expect(200).text();
    let csv = get("format=csv&lang=sv");
    assert!(csv.contains("Post,Program,Tema,Öppnar,Sista dag,Dagar kvar,Läge,Minst antal parter,Budget"), "{csv}");
    assert!(csv.contains("Andra,Interreg,,2009-05-01,2009-09-30,121,Öppen,3,5.00 EUR,Idé 1,0"), "{csv}");
    assert!(csv.contains("Andra,Interreg,2009-05-11 Brev (nyhetsbrev),"), "{csv}");
    assert!(csv.contains("\"Arvika, Säffle\""), "{csv}");
    assert!(csv.contains("Tredje,Interreg,,Ingen,Alla"), "{csv}");
    let page = get("format=html&lang=en&closesTo=2009-12-31");
    assert!(
        page.contains("1 call with a last day from 2009-06-01 to 2009-12-31. No municipality was told of 0 of them."),
        "{page}"
    );
    world.reader().get("/reports/calls?format=svg").expect(400);
}

fn as_of_needs_the_right_to_history(backend: Backend) {
    let clock = Clock::fixed("2009-06-01T10:00:00Z".parse().unwrap());
    let world = World::with(backend, clock.clone(), &[]);
    let programme = world.funding_programme("Interreg");
    let id = world.call(&programme, "Andra", Some("2009-06-30"));
    clock.set("2009-07-01T10:00:00Z".parse().unwrap());
    told(&world, "För sent", json!({"callIds": [id], "municipalityCodes": ["1737"]}));
    let read = |query: &str| world.user("board").get(&format!("/reports/calls{query}")).expect(200).json();
    let then = read("?asOf=2009-06-15");
    assert_eq!((&then["closesFrom"], &then["calls"][0]["daysLeft"]), (&json!("2009-06-15"), &json!(15)));
    assert_eq!((&then["callCount"], &then["untoldCallCount"]), (&json!(1), &json!(1)));
    assert_eq!(read("")["callCount"], 0, "today it has closed");
    assert_eq!(read("?closesFrom=2009-06-01")["untoldCallCount"], 0);
    world.reader().get("/reports/calls?asOf=2009-06-15").problem(403, "forbidden");
}
