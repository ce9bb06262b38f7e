//! Knowledge activities: for whom they are, how many took part, and when they count as held.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Answer, Backend, Client, World, id_of, knowledge_activity, monitoring_item, with};

crate::tests! {
    one_is_held_with_its_day_and_those_who_took_part,
    what_is_sent_out_counts_nobody,
    one_is_cancelled_and_taken_back_with_a_reason,
    what_was_held_keeps_what_it_needed,
    those_who_are_counted_are_among_those_whom_it_is_for,
    what_is_wrong_with_one_is_named_at_once,
    an_area_unit_edits_and_holds_its_own_alone,
    filters_and_orders_find_what_lists_hold,
}

/// A world on the tenth of March 2009.
fn march(backend: Backend) -> World {
    World::with(backend, Clock::fixed("2009-03-10T10:00:00Z".parse().unwrap()), &[])
}

fn because(client: &Client, path: &str, to: &str) -> Answer {
    client.post(&format!("{path}/transitions"), &json!({"to": to, "reason": "Sjukdom."}))
}

/// One that lacks nothing to be held.
fn complete(title: &str) -> Value {
    with(knowledge_activity(title), json!({"heldOn": "2009-03-10", "participants": {"politicians": 14}}))
}

fn one_is_held_with_its_day_and_those_who_took_part(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    let path = world.recorded("/knowledge-activities", &knowledge_activity("Genomgång"));
    let held = || staff.transition(&path, "held");
    assert_eq!(held().problem(422, "unprocessable").faults(), ["/heldOn rule", "/participants rule"]);
    let ways = staff.get(&format!("{path}/transitions")).expect(200).json();
    let rules: Vec<&Value> = ways["items"][0]["missing"].as_array().unwrap().iter().map(|one| &one["rule"]).collect();
    assert_eq!(rules, ["L69.3", "L19.3"]);
    staff.patch(&path, "*", &json!({"participants": {"politicians": 0}})).expect(200);
    assert_eq!(held().problem(422, "unprocessable").faults(), ["/heldOn rule"]);
    staff.patch(&path, "*", &json!({"participants": null, "heldOn": "2009-03-09"})).expect(200);
    assert_eq!(held().problem(422, "unprocessable").faults(), ["/participants rule"]);
    // What lies ahead has not been held.
    staff.patch(&path, "*", &json!({"participants": {"others": 3}, "heldOn": "2009-03-11"})).expect(200);
    assert_eq!(held().problem(422, "unprocessable").faults(), ["/heldOn rule"]);
    assert_eq!(staff.get(&path).expect(200).json()["_links"]["transitions"][0]["to"], "cancelled");
    world.clock.set("2009-03-11T10:00:00Z".parse().unwrap());
    let held = world.coordination_unit().transition(&path, "held").expect(200).json();
    assert_eq!((&held["state"], &held["heldOn"]), (&json!("held"), &json!("2009-03-11")));
}

fn what_is_sent_out_counts_nobody(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    for (kind, faults) in [
        ("information", &[][..]),
        ("newsletter", &[]),
        ("training", &["/participants rule"]),
        ("briefing", &["/participants rule"]),
        ("study_visit", &["/participants rule"]),
    ] {
        let body = with(knowledge_activity(kind), json!({"kind": kind, "heldOn": "2009-03-02"}));
        let path = world.recorded("/knowledge-activities", &body);
        let answer = staff.transition(&path, "held");
        assert_eq!(
            (answer.status == 200, answer.faults()),
            (faults.is_empty(), faults.iter().map(|one| (*one).to_owned()).collect()),
            "{kind}"
        );
    }
    // What was sent out does not become a training that nobody took part in.
    let path = world.recorded(
        "/knowledge-activities",
        &with(knowledge_activity("Brev"), json!({"kind": "newsletter", "heldOn": "2009-03-02"})),
    );
    staff.transition(&path, "held").expect(200);
    let refused = staff.patch(&path, "*", &json!({"kind": "training"})).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/participants rule"]);
}

fn one_is_cancelled_and_taken_back_with_a_reason(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    let path = world.recorded("/knowledge-activities", &complete("Genomgång"));
    assert_eq!(staff.transition(&path, "cancelled").problem(400, "invalid_request").faults(), ["/reason missing"]);
    let cancelled = because(&staff, &path, "cancelled").expect(200).json();
    assert_eq!((&cancelled["state"], &cancelled["stateReason"]), (&json!("cancelled"), &json!("Sjukdom.")));
    staff.transition(&path, "held").problem(409, "state_conflict");
    staff.delete(&path, "*").problem(409, "state_conflict");
    staff.transition(&path, "planned").expect(200);
    staff.transition(&path, "held").expect(200);
    because(&staff, &path, "cancelled").problem(409, "state_conflict");
    assert_eq!(staff.transition(&path, "planned").problem(400, "invalid_request").faults(), ["/reason missing"]);
    staff.delete(&path, "*").problem(409, "state_conflict");
    because(&staff, &path, "planned").expect(200);
    staff.delete(&path, "*").expect(204);
}

fn what_was_held_keeps_what_it_needed(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    let path = world.recorded("/knowledge-activities", &complete("Genomgång"));
    staff.transition(&path, "held").expect(200);
    for (patch, fault) in [
        (json!({"heldOn": null}), "/heldOn rule"),
        (json!({"heldOn": "2009-03-11"}), "/heldOn rule"),
        (json!({"participants": null}), "/participants rule"),
        (json!({"participants": {"politicians": null}}), "/participants rule"),
    ] {
        assert_eq!(staff.patch(&path, "*", &patch).problem(422, "unprocessable").faults(), [fault], "{patch}");
    }
    let told = json!({"heldOn": "2009-03-09", "participants": {"others": 2}, "evaluation": "Uppskattad."});
    let told = staff.patch(&path, "*", &told).expect(200).json();
    assert_eq!(told["participants"], json!({"politicians": 14, "officials": null, "others": 2}));
}

fn those_who_are_counted_are_among_those_whom_it_is_for(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    let post = |audiences: Value, participants: Value| {
        let more = json!({"audiences": audiences, "participants": participants});
        staff.post("/knowledge-activities", &with(knowledge_activity("Genomgång"), more))
    };
    let counted = json!({"politicians": 1, "officials": 2, "others": 3});
    let refused = post(json!(["municipalities"]), counted.clone()).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/participants/officials rule", "/participants/politicians rule"]);
    assert_eq!(refused.json()["rule"], "L19.3");
    let refused = post(json!(["politicians", "other"]), counted.clone()).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/participants/officials rule"]);
    let refused = post(json!(["officials"]), counted.clone()).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/participants/politicians rule"]);
    let made = post(json!(["officials", "politicians"]), counted).expect(201);
    let path = format!("/knowledge-activities/{}", made.id());
    let refused = staff.patch(&path, "*", &json!({"audiences": ["officials"]})).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/participants/politicians rule"]);
    // Others may be of any audience; and without a number nobody is counted.
    post(json!(["municipalities"]), json!({"others": 9})).expect(201);
    let made = post(json!(["municipalities"]), json!({"politicians": null})).expect(201).json();
    assert_eq!(made["participants"], Value::Null);
    assert_eq!(post(json!(["other"]), json!({})).expect(201).json()["participants"], Value::Null);
}

fn what_is_wrong_with_one_is_named_at_once(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    let post = |more: Value| staff.post("/knowledge-activities", &with(knowledge_activity("Genomgång"), more));
    let (item, nowhere) = (world.recorded("/monitoring-items", &monitoring_item("Grönbok")), uuid::Uuid::now_v7());
    let item = id_of(&item);
    for (more, status, fault) in [
        (json!({"audiences": []}), 422, "/audiences too_few"),
        (json!({"audiences": ["officials", "officials"]}), 422, "/audiences/1 duplicate_item"),
        (json!({"audiences": ["everybody"]}), 422, "/audiences/0 unknown_code"),
        (json!({"kind": "party"}), 422, "/kind unknown_code"),
        (json!({"competences": ["language", "language"]}), 422, "/competences/1 duplicate_item"),
        (json!({"topics": ["skills", "skills"]}), 422, "/topics/1 duplicate_item"),
        (json!({"heldOn": "2009-03-10", "endsOn": "2009-03-09"}), 422, "/endsOn rule"),
        (json!({"participants": {"others": -1}}), 422, "/participants/others too_small"),
        (json!({"participants": {"others": 1.5}}), 400, "/participants/others wrong_type"),
        (json!({"participants": {"children": 1}}), 400, "/participants/children unknown"),
        (json!({"cost": {"amount": "1.234", "currency": "SEK"}}), 422, "/cost/amount too_precise"),
        (json!({"monitoringItemIds": [item, item]}), 422, "/monitoringItemIds/1 duplicate_item"),
        (json!({"monitoringItemIds": [item, nowhere]}), 422, "/monitoringItemIds/1 unknown_reference"),
        (json!({"callIds": [nowhere]}), 422, "/callIds/0 unknown_reference"),
        (json!({"strategyAreaIds": [nowhere]}), 422, "/strategyAreaIds/0 unknown_reference"),
        (json!({"municipalityCodes": ["1780", "0180"]}), 422, "/municipalityCodes/1 unknown_reference"),
        (json!({"municipalityCodes": ["1780", "1780"]}), 422, "/municipalityCodes/1 duplicate_item"),
        (json!({"ownerUnitId": nowhere}), 422, "/ownerUnitId unknown_reference"),
    ] {
        let answer = post(more.clone());
        assert_eq!((answer.status, answer.faults()), (status, vec![fault.to_owned()]), "{more}");
    }
    let (call, area) = (world.call(&world.funding_programme("Interreg"), "Andra", None), world.strategy_area("kultur"));
    for (field, id) in [("callIds", call), ("strategyAreaIds", area)] {
        assert_eq!(
            post(json!({field: [id, id]})).problem(422, "unprocessable").faults(),
            [format!("/{field}/1 duplicate_item")]
        );
    }
    let mut bare = knowledge_activity("Genomgång");
    bare.as_object_mut().unwrap().remove("audiences");
    let refused = staff.post("/knowledge-activities", &bare).problem(400, "invalid_request");
    assert_eq!(refused.faults(), ["/audiences missing"]);
    let made =
        post(json!({"heldOn": "2009-03-10", "endsOn": "2009-03-10", "cost": {"amount": "5", "currency": "SEK"}}));
    assert_eq!(made.expect(201).json()["cost"], json!({"amount": "5.00", "currency": "SEK"}));
}

fn an_area_unit_edits_and_holds_its_own_alone(backend: Backend) {
    let world = march(backend);
    let unit = world.area_unit();
    let own = unit.post("/knowledge-activities", &complete("Vår")).expect(201).json();
    assert_eq!(own["ownerUnitId"], world.unit("area").as_str());
    let own = format!("/knowledge-activities/{}", own["id"].as_str().unwrap());
    let theirs = with(complete("Deras"), json!({"ownerUnitId": world.unit("other-area")}));
    unit.post("/knowledge-activities", &theirs).problem(403, "forbidden");
    let theirs = world.recorded("/knowledge-activities", &theirs);
    unit.patch(&own, "*", &json!({"place": "Arvika"})).expect(200);
    unit.patch(&theirs, "*", &json!({"place": "Arvika"})).problem(403, "forbidden");
    unit.transition(&theirs, "held").problem(403, "forbidden");
    unit.transition(&own, "held").expect(200);
    unit.delete(&own, "*").problem(403, "forbidden");
    for user in ["board", "working_committee", "registrar", "reader", "administrator"] {
        world.user(user).get(&own).expect(200);
        world.user(user).post("/knowledge-activities", &complete("Ny")).problem(403, "forbidden");
    }
}

fn filters_and_orders_find_what_lists_hold(backend: Backend) {
    let world = march(backend);
    let item = world.recorded("/monitoring-items", &monitoring_item("Grönbok"));
    let (call, area) = (world.call(&world.funding_programme("Interreg"), "Andra", None), world.strategy_area("kultur"));
    let rich = json!({
        "kind": "training", "heldOn": "2009-02-02", "audiences": ["officials", "municipalities"],
        "competences": ["language", "eu_knowledge"], "topics": ["skills"], "monitoringItemIds": [id_of(&item)],
        "callIds": [call], "strategyAreaIds": [area], "municipalityCodes": ["1780", "1784"],
        "participants": {"officials": 22}, "ownerUnitId": world.unit("area"), "place": "Säffle",
    });
    let rich = world.recorded("/knowledge-activities", &with(knowledge_activity("Öppen kurs"), rich));
    world.coordination_unit().transition(&rich, "held").expect(200);
    world.recorded("/knowledge-activities", &with(knowledge_activity("Bred"), json!({"heldOn": "2009-05-05"})));
    world.recorded("/knowledge-activities", &knowledge_activity("Ändlös"));
    let reader = world.reader();
    let titles = |query: &str| -> Vec<String> {
        let page = reader.get(&format!("/knowledge-activities?{query}")).expect(200).json();
        page["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
    };
    let (open, poor) = (&["Öppen kurs"][..], &["Bred", "Ändlös"][..]);
    for (query, expected) in [
        ("", &["Bred", "Ändlös", "Öppen kurs"][..]),
        ("state=held", open),
        ("state=planned", poor),
        ("kind=briefing", poor),
        ("kind=training", open),
        ("audience=municipalities", open),
        ("audience=politicians", poor),
        ("competence=eu_knowledge", open),
        ("competence=none", poor),
        ("topic=skills", open),
        ("topic=none", poor),
        ("monitoringItemId=none", poor),
        ("callId=none", poor),
        ("strategyAreaId=none", poor),
        ("municipalityCode=1784", open),
        ("municipalityCode=1715", &[]),
        ("municipalityCode=none", poor),
        ("heldOnFrom=2009-02-02&heldOnTo=2009-02-02", open),
        ("heldOnFrom=2009-02-03", &["Bred"]),
        ("ownerUnitId=none", poor),
        ("q=s%C3%A4ffle", open),
        ("sort=heldOn", &["Öppen kurs", "Bred", "Ändlös"]),
        ("sort=-heldOn", &["Bred", "Öppen kurs", "Ändlös"]),
        ("sort=-kind,-title", &["Öppen kurs", "Ändlös", "Bred"]),
        ("sort=state,title", &["Öppen kurs", "Bred", "Ändlös"]),
    ] {
        assert_eq!(titles(query), expected, "{query}");
    }
    for (field, id) in [
        ("monitoringItemId", id_of(&item).to_owned()),
        ("callId", call),
        ("strategyAreaId", area),
        ("ownerUnitId", world.unit("area")),
    ] {
        assert_eq!(titles(&format!("{field}={id}")), open, "{field}");
    }
    let expanded =
        reader.get(&format!("{rich}?expand=monitoringItems,calls,strategyAreas,ownerUnit")).expect(200).json();
    let embedded = &expanded["_embedded"];
    assert_eq!(
        (&embedded["monitoringItems"][0]["name"], embedded["calls"].as_array().unwrap().len()),
        (&json!("Grönbok"), 1)
    );
    assert_eq!(
        (&embedded["strategyAreas"][0]["name"], &embedded["ownerUnit"][0]["name"]),
        (&json!("kultur"), &json!("area"))
    );
}
