//! Monitoring items: what they cover, how they are assessed and used, and what is said when nothing follows on them.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{
    Answer, Backend, Client, World, id_of, influence_case, knowledge_activity, monitoring_item, with,
};

crate::tests! {
    the_reach_says_whether_areas_are_named,
    what_is_wrong_with_one_is_named_at_once,
    one_is_used_when_something_follows_on_it,
    what_was_parked_or_left_is_taken_up_again,
    what_follows_is_counted_unless_it_is_put_away_or_cancelled,
    after_thirty_days_without_anything_it_is_warned_of,
    an_area_unit_edits_its_own_and_moves_nothing,
    only_a_new_one_that_nothing_names_is_deleted,
    filters_and_orders_find_what_lists_hold,
}

/// A world on the first of April 2009.
fn april(backend: Backend) -> World {
    World::with(backend, Clock::fixed("2009-04-01T10:00:00Z".parse().unwrap()), &[])
}

/// The titles of a list, in its order.
fn titles(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/monitoring-items?{query}")).expect(200).json();
    page["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
}

fn because(client: &Client, path: &str, to: &str) -> Answer {
    client.post(&format!("{path}/transitions"), &json!({"to": to, "reason": "Läget är ett annat."}))
}

fn the_reach_says_whether_areas_are_named(backend: Backend) {
    let world = april(backend);
    let staff = world.coordination_unit();
    let area = world.strategy_area("kultur");
    let post = |reach: &str, areas: Value| {
        let more = json!({"reach": reach, "strategyAreaIds": areas});
        staff.post("/monitoring-items", &with(monitoring_item("Grönbok"), more))
    };
    for (reach, areas) in [("strategy_area", json!([])), ("eu_general", json!([area]))] {
        let refused = post(reach, areas).problem(422, "unprocessable");
        assert_eq!(
            (refused.faults(), &refused.json()["rule"]),
            (vec!["/strategyAreaIds rule".into()], &json!("L51.3"))
        );
    }
    let general = format!("/monitoring-items/{}", post("eu_general", json!([])).expect(201).id());
    let of_area = format!("/monitoring-items/{}", post("strategy_area", json!([area])).expect(201).id());
    for (path, patch) in [
        (&general, json!({"reach": "strategy_area"})),
        (&general, json!({"strategyAreaIds": [area]})),
        (&of_area, json!({"reach": "eu_general"})),
        (&of_area, json!({"strategyAreaIds": null})),
    ] {
        let refused = staff.patch(path, "*", &patch).problem(422, "unprocessable");
        assert_eq!(refused.faults(), ["/strategyAreaIds rule"], "{patch}");
    }
    staff.patch(&general, "*", &json!({"reach": "strategy_area", "strategyAreaIds": [area]})).expect(200);
    staff.patch(&of_area, "*", &json!({"reach": "eu_general", "strategyAreaIds": []})).expect(200);
}

fn what_is_wrong_with_one_is_named_at_once(backend: Backend) {
    let world = april(backend);
    let staff = world.coordination_unit();
    let post = |more: Value| staff.post("/monitoring-items", &with(monitoring_item("Grönbok"), more));
    let (area, nowhere) = (world.strategy_area("kultur"), uuid::Uuid::now_v7());
    for (more, status, fault) in [
        (json!({"sourceUrl": "ftp://europa.eu/x"}), 400, "/sourceUrl wrong_format"),
        (json!({"sourceUrl": "europa.eu"}), 400, "/sourceUrl wrong_format"),
        (json!({"procedureReference": "x".repeat(61)}), 422, "/procedureReference too_long"),
        (json!({"procedureReference": ""}), 422, "/procedureReference too_short"),
        (json!({"level": "operative"}), 422, "/level unknown_code"),
        (json!({"importance": "enormous"}), 422, "/importance unknown_code"),
        (json!({"topics": ["culture", "weather"]}), 422, "/topics/1 unknown_code"),
        (json!({"topics": ["culture", "skills", "culture"]}), 422, "/topics/2 duplicate_item"),
        (json!({"reach": "strategy_area", "strategyAreaIds": [area, area]}), 422, "/strategyAreaIds/1 duplicate_item"),
        (json!({"deadlineOn": "2009-03-01"}), 422, "/deadlineOn rule"),
        (json!({"callId": nowhere}), 422, "/callId unknown_reference"),
        (json!({"ownerUnitId": nowhere}), 422, "/ownerUnitId unknown_reference"),
        (json!({"reach": "strategy_area", "strategyAreaIds": [nowhere]}), 422, "/strategyAreaIds/0 unknown_reference"),
        (json!({"frameworkLinks": [{"code": "RUP-9"}]}), 422, "/frameworkLinks/0/code unknown_reference"),
        (json!({"followOnCount": 4}), 422, "/followOnCount read_only"),
    ] {
        let answer = post(more.clone());
        assert_eq!((answer.status, answer.faults()), (status, vec![fault.to_owned()]), "{more}");
    }
    let all = json!({"deadlineOn": "2009-03-01", "topics": ["culture", "culture"], "strategyAreaIds": [nowhere]});
    let faults = [
        "/deadlineOn rule",
        "/strategyAreaIds rule",
        "/strategyAreaIds/0 unknown_reference",
        "/topics/1 duplicate_item",
    ];
    assert_eq!(post(all).problem(422, "unprocessable").faults(), faults);
    // A day that is the same, or not compared with any, is none too early.
    post(json!({"deadlineOn": "2009-03-02", "procedureReference": "2018/0196(COD)"})).expect(201);
    let path = world.recorded("/monitoring-items", &with(monitoring_item("Utan dag"), json!({"publishedOn": null})));
    staff.patch(&path, "*", &json!({"deadlineOn": "2001-01-01"})).expect(200);
    let refused = staff.patch(&path, "*", &json!({"publishedOn": "2009-03-02"})).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/deadlineOn rule"]);
}

fn one_is_used_when_something_follows_on_it(backend: Backend) {
    let world = april(backend);
    let staff = world.coordination_unit();
    let path = world.recorded("/monitoring-items", &monitoring_item("Grönbok"));
    staff.transition(&path, "used").problem(409, "state_conflict");
    let refused = staff.transition(&path, "assessed").problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/assessment rule".into()], &json!("L69.2")));
    staff.patch(&path, "*", &json!({"assessment": "Gränsregioner nämns."})).expect(200);
    staff.transition(&path, "assessed").expect(200);
    let refused = staff.patch(&path, "*", &json!({"assessment": null})).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/assessment rule"]);
    // Nothing names it yet.
    let refused = staff.transition(&path, "used").problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/followOnCount rule".into()], &json!("L69.3")));
    let open = |client: &Client| -> Vec<Value> {
        let links = client.get(&path).expect(200).json()["_links"]["transitions"].clone();
        links.as_array().unwrap().iter().map(|way| way["to"].clone()).collect()
    };
    assert_eq!(open(&staff), ["parked", "no_action"]);
    let named = json!({"monitoringItemIds": [id_of(&path)]});
    let activity = world.recorded("/knowledge-activities", &with(knowledge_activity("Genomgång"), named.clone()));
    assert_eq!(open(&staff), ["used", "parked", "no_action"]);
    // What was cancelled made nothing known.
    because(&staff, &activity, "cancelled").expect(200);
    staff.transition(&path, "used").problem(422, "unprocessable");
    // A case alone is enough.
    let case = world.recorded("/influence-cases", &with(influence_case("Gränshinder"), named));
    staff.transition(&path, "used").expect(200);
    for to in ["parked", "no_action"] {
        because(&staff, &path, to).problem(409, "state_conflict");
    }
    // What is put away afterwards does not stand in the way of a correction.
    staff.patch(&case, "*", &json!({"archived": true})).expect(200);
    let used = staff.patch(&path, "*", &json!({"title": "Grönboken"})).expect(200).json();
    assert_eq!((&used["state"], &used["followOnCount"]), (&json!("used"), &json!(0)));
}

fn what_was_parked_or_left_is_taken_up_again(backend: Backend) {
    let world = april(backend);
    let staff = world.coordination_unit();
    let assessed = json!({"assessment": "Berör oss inte än."});
    let path = world.recorded("/monitoring-items", &monitoring_item("Ny"));
    staff.transition(&path, "parked").expect(200);
    because(&staff, &path, "no_action").problem(409, "state_conflict");
    assert_eq!(staff.transition(&path, "assessed").problem(422, "unprocessable").faults(), ["/assessment rule"]);
    staff.patch(&path, "*", &assessed).expect(200);
    staff.transition(&path, "assessed").expect(200);
    staff.transition(&path, "parked").expect(200);
    staff.transition(&path, "assessed").expect(200);
    assert_eq!(staff.transition(&path, "no_action").problem(400, "invalid_request").faults(), ["/reason missing"]);
    let left = because(&staff, &path, "no_action").expect(200).json();
    assert_eq!((&left["state"], &left["stateReason"]), (&json!("no_action"), &json!("Läget är ett annat.")));
    staff.transition(&path, "parked").problem(409, "state_conflict");
    assert_eq!(staff.transition(&path, "assessed").problem(400, "invalid_request").faults(), ["/reason missing"]);
    because(&staff, &path, "assessed").expect(200);
    // What nobody has assessed is left as well.
    let new = world.recorded("/monitoring-items", &monitoring_item("Oläst"));
    assert_eq!(staff.transition(&new, "no_action").problem(400, "invalid_request").faults(), ["/reason missing"]);
    because(&staff, &new, "no_action").expect(200);
    assert_eq!(because(&staff, &new, "assessed").problem(422, "unprocessable").faults(), ["/assessment rule"]);
}

fn what_follows_is_counted_unless_it_is_put_away_or_cancelled(backend: Backend) {
    let world = april(backend);
    let staff = world.coordination_unit();
    let path = world.recorded("/monitoring-items", &monitoring_item("Grönbok"));
    let other = world.recorded("/monitoring-items", &monitoring_item("Vitbok"));
    let count = |path: &str| {
        let one = staff.get(path).expect(200).json()["followOnCount"].clone();
        let listed = staff.get(&format!("/monitoring-items?id={}", id_of(path))).expect(200).json();
        assert_eq!(listed["items"][0]["followOnCount"], one);
        one
    };
    assert_eq!(count(&path), 0);
    let named = json!({"monitoringItemIds": [id_of(&path)]});
    let both = json!({"monitoringItemIds": [id_of(&other), id_of(&path)]});
    let planned = world.recorded("/knowledge-activities", &with(knowledge_activity("Planerad"), named.clone()));
    let away = world.recorded("/knowledge-activities", &with(knowledge_activity("Undan"), both.clone()));
    let first = world.recorded("/influence-cases", &with(influence_case("Första"), both));
    world.recorded("/influence-cases", &with(influence_case("Andra"), named));
    assert_eq!((count(&path), count(&other)), (json!(4), json!(2)));
    because(&staff, &planned, "cancelled").expect(200);
    assert_eq!((count(&path), count(&other)), (json!(3), json!(2)));
    staff.patch(&away, "*", &json!({"archived": true})).expect(200);
    assert_eq!((count(&path), count(&other)), (json!(2), json!(1)));
    staff.patch(&first, "*", &json!({"archived": true})).expect(200);
    assert_eq!((count(&path), count(&other)), (json!(1), json!(0)));
    staff.transition(&planned, "planned").expect(200);
    assert_eq!(count(&path), 2);
    staff.patch(&planned, "*", &json!({"monitoringItemIds": []})).expect(200);
    assert_eq!(count(&path), 1);
}

fn after_thirty_days_without_anything_it_is_warned_of(backend: Backend) {
    let world = april(backend);
    let warned = |path: &str| {
        let warnings = world.coordination_unit().get(path).expect(200).json()["warnings"].clone();
        warnings.as_array().unwrap().iter().map(|one| (one["code"].clone(), one["rule"].clone())).collect::<Vec<_>>()
    };
    let w6 = vec![(json!("no_follow_on"), json!("W6"))];
    // The thirtieth day after the second of March is the first of April.
    let just = world.recorded("/monitoring-items", &monitoring_item("Trettio dagar"));
    let late = json!({"publishedOn": "2009-03-01"});
    let late = world.recorded("/monitoring-items", &with(monitoring_item("Trettioen dagar"), late));
    let undated = with(monitoring_item("Utan dag"), json!({"publishedOn": null}));
    let undated = world.recorded("/monitoring-items", &undated);
    assert_eq!((warned(&just), warned(&late), warned(&undated)), (vec![], w6.clone(), vec![]));
    let said = world.reader().get_with(&late, &[("Accept-Language", "sv")]).expect(200).json();
    let said = said["warnings"][0]["message"].as_str().unwrap().to_owned();
    assert_eq!(said, "Inget har följt sedan 2009-03-01: ingen kunskapsaktivitet och inget påverkansärende.");
    // Without a day of publication it counts from the day on which it was recorded.
    world.clock.set("2009-05-01T10:00:00Z".parse().unwrap());
    assert_eq!((warned(&just), warned(&undated)), (w6.clone(), vec![]));
    world.clock.set("2009-05-02T10:00:00Z".parse().unwrap());
    assert_eq!(warned(&undated), w6);
    let staff = world.coordination_unit();
    // What is assessed is warned of too; what is parked or left on purpose is not.
    staff.patch(&just, "*", &json!({"assessment": "Viktig."})).expect(200);
    staff.transition(&just, "assessed").expect(200);
    assert_eq!(warned(&just), w6);
    staff.transition(&just, "parked").expect(200);
    assert_eq!(warned(&just), vec![]);
    staff.transition(&just, "assessed").expect(200);
    because(&staff, &just, "no_action").expect(200);
    assert_eq!(warned(&just), vec![]);
    // Nor is that on which something follows.
    let named = json!({"monitoringItemIds": [id_of(&undated)]});
    let briefing = world.recorded("/knowledge-activities", &with(knowledge_activity("Genomgång"), named));
    assert_eq!(warned(&undated), vec![]);
    // What was used is warned of when nothing is left of its use, and can be taken back.
    staff.patch(&undated, "*", &json!({"assessment": "Viktig."})).expect(200);
    for state in ["assessed", "used"] {
        staff.transition(&undated, state).expect(200);
    }
    assert_eq!(warned(&undated), vec![]);
    because(&staff, &briefing, "cancelled").expect(200);
    assert_eq!(warned(&undated), w6);
    because(&staff, &undated, "assessed").expect(200);
    staff.transition(&undated, "used").problem(422, "unprocessable");
}

fn an_area_unit_edits_its_own_and_moves_nothing(backend: Backend) {
    let world = april(backend);
    let unit = world.area_unit();
    let own = unit.post("/monitoring-items", &monitoring_item("Vår")).expect(201).json();
    assert_eq!(own["ownerUnitId"], world.unit("area").as_str());
    let own = format!("/monitoring-items/{}", own["id"].as_str().unwrap());
    let theirs = with(monitoring_item("Deras"), json!({"ownerUnitId": world.unit("other-area")}));
    unit.post("/monitoring-items", &theirs).problem(403, "forbidden");
    let theirs = world.recorded("/monitoring-items", &theirs);
    let forbidden = |answer: Answer, permission: &str| {
        assert_eq!(answer.problem(403, "forbidden").json()["permission"], permission);
    };
    unit.patch(&own, "*", &json!({"importance": "high"})).expect(200);
    forbidden(unit.patch(&theirs, "*", &json!({"importance": "high"})), "monitoring-items:edit");
    let given = json!({"ownerUnitId": world.unit("other-area")});
    forbidden(unit.patch(&own, "*", &given), "monitoring-items:edit");
    forbidden(unit.transition(&own, "parked"), "monitoring-items:transition");
    forbidden(unit.delete(&own, "*"), "monitoring-items:delete");
    for user in ["board", "working_committee", "registrar", "reader", "administrator"] {
        world.user(user).get(&own).expect(200);
        forbidden(world.user(user).post("/monitoring-items", &monitoring_item("Ny")), "monitoring-items:create");
    }
    let created = world.coordination_unit().post("/monitoring-items", &monitoring_item("Ingens")).expect(201).json();
    assert_eq!(created["ownerUnitId"], Value::Null, "the coordination unit says whose it is");
}

fn only_a_new_one_that_nothing_names_is_deleted(backend: Backend) {
    let world = april(backend);
    let staff = world.coordination_unit();
    let named = world.recorded("/monitoring-items", &monitoring_item("Nämnd"));
    let ids = json!({"monitoringItemIds": [id_of(&named)]});
    world.recorded("/knowledge-activities", &with(knowledge_activity("Genomgång"), ids));
    let held = staff.delete(&named, "*").problem(409, "referenced").json();
    assert_eq!(held["heldBy"][0]["name"], "Genomgång");
    let parked = world.recorded("/monitoring-items", &monitoring_item("Parkerad"));
    staff.transition(&parked, "parked").expect(200);
    staff.delete(&parked, "*").problem(409, "state_conflict");
    let new = world.recorded("/monitoring-items", &monitoring_item("Ny"));
    staff.delete(&new, "*").expect(204);
    staff.get(&new).problem(404, "not_found");
}

/// Three items that differ in everything that lists are filtered by; the call and the area of the second.
fn three(world: &World) -> (String, String) {
    let call = world.call(&world.funding_programme("Interreg"), "Andra omgången", None);
    let area = world.strategy_area("kultur");
    world.recorded("/monitoring-items", &with(monitoring_item("Örn"), json!({"deadlineOn": "2009-06-30"})));
    let rich = json!({
        "level": "tactical", "reach": "strategy_area", "strategyAreaIds": [area], "topics": ["culture", "skills"],
        "frameworkLinks": [{"code": "RUP-1"}, {"code": "EU-1"}], "importance": "high", "callId": call,
        "publishedOn": "2009-01-15", "deadlineOn": "2009-03-31", "ownerUnitId": world.unit("area"),
        "procedureReference": "2018/0196(COD)", "assessment": "Viktig.",
    });
    let rich = world.recorded("/monitoring-items", &with(monitoring_item("Bred"), rich));
    world.coordination_unit().transition(&rich, "assessed").expect(200);
    let undated = json!({"publishedOn": null, "topics": ["other"], "importance": "low"});
    world.recorded("/monitoring-items", &with(monitoring_item("Äldre"), undated));
    (call, area)
}

fn filters_and_orders_find_what_lists_hold(backend: Backend) {
    let world = april(backend);
    let (call, area) = three(&world);
    let reader = world.reader();
    for (query, expected) in [
        ("", &["Bred", "Äldre", "Örn"][..]),
        ("state=assessed", &["Bred"]),
        ("state=new", &["Äldre", "Örn"]),
        ("level=tactical", &["Bred"]),
        ("reach=eu_general", &["Äldre", "Örn"]),
        ("strategyAreaId=none", &["Äldre", "Örn"]),
        ("topic=skills", &["Bred"]),
        ("topic=skills&topic=other", &["Bred", "Äldre"]),
        ("topic=none", &["Örn"]),
        ("importance=high", &["Bred"]),
        ("importance=none&importance=low", &["Äldre", "Örn"]),
        ("callId=none", &["Äldre", "Örn"]),
        ("ownerUnitId=none", &["Äldre", "Örn"]),
        ("frameworkElement=EU-1", &["Bred"]),
        ("frameworkElement=EU-2", &[]),
        ("frameworkElement=none", &["Äldre", "Örn"]),
        ("deadlineOnFrom=2009-03-31&deadlineOnTo=2009-03-31", &["Bred"]),
        ("deadlineOnFrom=2009-04-01", &["Örn"]),
        ("publishedOnFrom=2009-01-16", &["Örn"]),
        ("publishedOnTo=2009-01-15", &["Bred"]),
        ("q=0196", &["Bred"]),
        ("q=%C3%96RN", &["Örn"]),
        ("sort=-title", &["Örn", "Äldre", "Bred"]),
        ("sort=publishedOn", &["Bred", "Örn", "Äldre"]),
        ("sort=-publishedOn", &["Örn", "Bred", "Äldre"]),
        ("sort=deadlineOn", &["Bred", "Örn", "Äldre"]),
        ("sort=state,-title", &["Bred", "Örn", "Äldre"]),
    ] {
        assert_eq!(titles(&reader, query), expected, "{query}");
    }
    let by = |query: String| titles(&reader, &query);
    assert_eq!(by(format!("strategyAreaId={area}")), ["Bred"]);
    assert_eq!(by(format!("callId={call}")), ["Bred"]);
    assert_eq!(by(format!("ownerUnitId={}", world.unit("area"))), ["Bred"]);
    let expanded = reader.get("/monitoring-items?q=bred&expand=call,strategyAreas,ownerUnit").expect(200).json();
    let embedded = &expanded["items"][0]["_embedded"];
    assert_eq!(
        (&embedded["call"][0]["id"], &embedded["strategyAreas"][0]["id"], &embedded["ownerUnit"][0]["name"]),
        (&json!(call), &json!(area), &json!("area"))
    );
    let refused = reader.get("/monitoring-items?topic=weather&deadlineOnFrom=x").problem(400, "invalid_request");
    assert_eq!(refused.faults(), ["deadlineOnFrom wrong_format", "topic wrong_format"]);
}
