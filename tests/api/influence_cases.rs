//! Influence cases: from a watched matter to an outcome, and what each step asks for.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{
    Answer, Backend, Client, World, decision, id_of, influence_case, membership, monitoring_item, with,
};

crate::tests! {
    a_life_from_watching_to_closed,
    one_is_closed_from_anywhere_with_its_outcome,
    one_that_is_opened_again_is_closed_no_more,
    what_a_state_asked_for_stays,
    an_action_is_done_by_the_day_on_which_it_is_written_down,
    what_is_wrong_with_one_is_named_at_once,
    an_area_unit_edits_its_own_and_moves_nothing,
    filters_and_orders_find_what_lists_hold,
}

/// A world on the tenth of March 2009.
fn march(backend: Backend) -> World {
    World::with(backend, Clock::fixed("2009-03-10T10:00:00Z".parse().unwrap()), &[])
}

fn transition(client: &Client, path: &str, body: &Value) -> Answer {
    client.post(&format!("{path}/transitions"), body)
}

/// What closes a case.
fn closing() -> Value {
    json!({"to": "closed", "fields": {"outcome": "won", "favourability": 2, "outcomeText": "Det blev som vi ville."}})
}

fn action(on: &str) -> Value {
    json!({"on": on, "kind": "letter", "text": "Brev till kommissionären."})
}

/// The id of a decision of the board that opens no gate.
fn decided(world: &World, section: &str) -> String {
    world.user("board").post("/decisions", &decision("other", &[], "2009-03-05", section)).expect(201).id()
}

fn a_life_from_watching_to_closed(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    let path = world.recorded("/influence-cases", &influence_case("Gränshinder"));
    for to in ["position_decided", "acting"] {
        staff.transition(&path, to).problem(409, "state_conflict");
    }
    let refused = staff.transition(&path, "position_prepared").problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/wantedPosition rule".into()], &json!("L73.1")));
    staff.patch(&path, "*", &json!({"wantedPosition": "Att gränshinder nämns."})).expect(200);
    staff.transition(&path, "position_prepared").expect(200);
    staff.delete(&path, "*").problem(409, "state_conflict");
    assert_eq!(staff.transition(&path, "acting").problem(422, "unprocessable").faults(), ["/actions rule"]);
    // The decision comes with the step, where there is one.
    let noted = json!({"to": "position_decided", "fields": {"decisionId": decided(&world, "45")}});
    let noted = transition(&staff, &path, &noted).expect(200).json();
    assert!(noted["decisionId"].is_string(), "{noted}");
    staff.transition(&path, "position_prepared").problem(409, "state_conflict");
    staff.patch(&path, "*", &json!({"actions": [action("2009-03-10")]})).expect(200);
    staff.transition(&path, "acting").expect(200);
    let closed = transition(&staff, &path, &closing()).expect(200).json();
    assert_eq!(
        (&closed["state"], &closed["closedOn"], &closed["favourability"], &closed["outcomeText"]),
        (&json!("closed"), &json!("2009-03-10"), &json!(2), &json!("Det blev som vi ville."))
    );
    // Without a decision the region acts from what was prepared, or decides without a record.
    let more = json!({"wantedPosition": "Att gränshinder nämns.", "actions": [action("2009-03-01")]});
    let prepared = world.recorded("/influence-cases", &with(influence_case("Utan beslut"), more));
    staff.transition(&prepared, "position_prepared").expect(200);
    staff.transition(&prepared, "acting").expect(200);
    let more = json!({"wantedPosition": "Att gränshinder nämns."});
    let noted = world.recorded("/influence-cases", &with(influence_case("Beslut utan akt"), more));
    staff.transition(&noted, "position_prepared").expect(200);
    staff.transition(&noted, "position_decided").expect(200);
}

fn one_is_closed_from_anywhere_with_its_outcome(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    let more = json!({"wantedPosition": "Att gränshinder nämns.", "actions": [action("2009-03-01")]});
    for steps in [
        &[][..],
        &["position_prepared"],
        &["position_prepared", "position_decided"],
        &["position_prepared", "position_decided", "acting"],
    ] {
        let path = world.recorded("/influence-cases", &with(influence_case("Ärende"), more.clone()));
        steps.iter().for_each(|to| drop(staff.transition(&path, to).expect(200)));
        let refused = staff.transition(&path, "closed").problem(422, "unprocessable");
        assert_eq!(refused.faults(), ["/favourability rule", "/outcome rule"], "{steps:?}");
        for (field, fault) in [("outcome", "/favourability rule"), ("favourability", "/outcome rule")] {
            let half = json!({"to": "closed", "fields": {field: closing()["fields"][field]}});
            assert_eq!(transition(&staff, &path, &half).problem(422, "unprocessable").faults(), [fault], "{steps:?}");
        }
        transition(&staff, &path, &closing()).expect(200);
    }
    // What comes with the step is held to the same as in a body, and nothing else comes with it.
    let path = world.recorded("/influence-cases", &influence_case("Ärende"));
    let wrong = json!({"to": "closed", "fields": {"outcome": "won", "favourability": 3}});
    let refused = transition(&staff, &path, &wrong).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/fields/favourability too_large"]);
    let wrong = json!({"to": "closed", "fields": {"outcome": "won", "favourability": 1, "title": "Nytt"}});
    let refused = transition(&staff, &path, &wrong).problem(400, "invalid_request");
    assert_eq!(refused.faults(), ["/fields/title unknown"]);
    // What was noted before is enough.
    staff.patch(&path, "*", &json!({"outcome": "unknown", "favourability": 0})).expect(200);
    staff.transition(&path, "closed").expect(200);
}

fn one_that_is_opened_again_is_closed_no_more(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    let path = world.recorded("/influence-cases", &influence_case("Ärende"));
    transition(&staff, &path, &closing()).expect(200);
    let reopen = json!({"to": "acting", "reason": "Förslaget har lagts om."});
    // Whoever acts has a position, and has done something.
    let refused = transition(&staff, &path, &reopen).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/actions rule", "/wantedPosition rule"]);
    let more = json!({"wantedPosition": "Att gränshinder nämns.", "actions": [action("2009-03-10")]});
    staff.patch(&path, "*", &more).expect(200);
    assert_eq!(staff.transition(&path, "acting").problem(400, "invalid_request").faults(), ["/reason missing"]);
    let open = transition(&staff, &path, &reopen).expect(200).json();
    assert_eq!((&open["closedOn"], &open["stateReason"]), (&Value::Null, &json!("Förslaget har lagts om.")));
    // What was noted of the outcome may go, and the case is closed again on another day.
    let gone = json!({"outcome": null, "favourability": null, "outcomeText": null});
    staff.patch(&path, "*", &gone).expect(200);
    world.clock.set("2009-06-25T10:00:00Z".parse().unwrap());
    let closed = transition(&world.coordination_unit(), &path, &closing()).expect(200).json();
    assert_eq!(closed["closedOn"], "2009-06-25");
    let own = json!({"closedOn": "2009-01-01"});
    let refused = world.coordination_unit().patch(&path, "*", &own).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/closedOn read_only"]);
}

fn what_a_state_asked_for_stays(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    let more = json!({"wantedPosition": "Att gränshinder nämns.", "actions": [action("2009-03-01")]});
    let path = world.recorded("/influence-cases", &with(influence_case("Ärende"), more));
    let refuse = |field: &str, empty: Value| {
        let refused = staff.patch(&path, "*", &json!({field: empty})).problem(422, "unprocessable");
        assert_eq!(refused.faults(), [format!("/{field} rule")]);
    };
    staff.patch(&path, "*", &json!({"favours": "Kommunerna längs gränsen"})).expect(200);
    for to in ["position_prepared", "position_decided"] {
        staff.transition(&path, to).expect(200);
        refuse("wantedPosition", Value::Null);
    }
    staff.transition(&path, "acting").expect(200);
    refuse("wantedPosition", Value::Null);
    refuse("actions", json!([]));
    transition(&staff, &path, &closing()).expect(200);
    refuse("outcome", Value::Null);
    refuse("favourability", Value::Null);
    staff.patch(&path, "*", &json!({"outcome": "partly", "favourability": -2, "outcomeText": null})).expect(200);
}

fn an_action_is_done_by_the_day_on_which_it_is_written_down(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    let with_actions = |days: &[&str]| {
        let actions: Vec<Value> = days.iter().map(|day| action(day)).collect();
        with(influence_case("Ärende"), json!({"actions": actions}))
    };
    let head = world.head();
    let refused = staff.post("/influence-cases", &with_actions(&["2009-03-11", "2009-03-10", "2010-01-01"]));
    assert_eq!(refused.problem(422, "unprocessable").faults(), ["/actions/0/on rule", "/actions/2/on rule"]);
    assert_eq!(world.head(), head, "nothing was written");
    let path = world.recorded("/influence-cases", &with_actions(&["2009-03-10"]));
    let both = json!({"actions": [action("2009-03-10"), action("2009-03-11")]});
    let refused = staff.patch(&path, "*", &both).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/actions/1/on rule"]);
    assert_eq!(staff.get(&path).expect(200).json()["version"], 1);
    // The day after it can be written down, long as the case has been there.
    world.clock.set("2009-03-11T10:00:00Z".parse().unwrap());
    world.coordination_unit().patch(&path, "*", &both).expect(200);
}

fn what_is_wrong_with_one_is_named_at_once(backend: Backend) {
    let world = march(backend);
    let staff = world.coordination_unit();
    let post = |more: Value| staff.post("/influence-cases", &with(influence_case("Ärende"), more));
    let item = world.recorded("/monitoring-items", &monitoring_item("Grönbok"));
    let (item, area, nowhere) = (id_of(&item), world.strategy_area("kultur"), uuid::Uuid::now_v7());
    let through = |id: &str| {
        let mut through = action("2009-03-01");
        through["membershipId"] = json!(id);
        through
    };
    let of = world.active_membership(&membership(&world.organisation("CPMR")));
    for (more, status, fault) in [
        (json!({"arena": "moon"}), 422, "/arena unknown_code"),
        (json!({"favours": "x".repeat(501)}), 422, "/favours too_long"),
        (json!({"procedureReference": "x".repeat(61)}), 422, "/procedureReference too_long"),
        (json!({"favourability": 3}), 422, "/favourability too_large"),
        (json!({"favourability": -3}), 422, "/favourability too_small"),
        (json!({"favourability": 0.5}), 400, "/favourability wrong_type"),
        (json!({"outcome": "draw"}), 422, "/outcome unknown_code"),
        (json!({"monitoringItemIds": [item, item]}), 422, "/monitoringItemIds/1 duplicate_item"),
        (json!({"monitoringItemIds": [nowhere]}), 422, "/monitoringItemIds/0 unknown_reference"),
        (json!({"strategyAreaIds": [area, area]}), 422, "/strategyAreaIds/1 duplicate_item"),
        (json!({"strategyAreaIds": [nowhere]}), 422, "/strategyAreaIds/0 unknown_reference"),
        (json!({"decisionId": nowhere}), 422, "/decisionId unknown_reference"),
        (json!({"ownerUnitId": nowhere}), 422, "/ownerUnitId unknown_reference"),
        (
            json!({"actions": [{"on": "2009-03-01", "kind": "bribe", "text": "Nej."}]}),
            422,
            "/actions/0/kind unknown_code",
        ),
        (json!({"actions": [{"on": "2009-03-01", "kind": "letter"}]}), 400, "/actions/0/text missing"),
        (
            json!({"actions": [{"on": "2009-02-30", "kind": "letter", "text": "Brev."}]}),
            400,
            "/actions/0/on wrong_format",
        ),
        (
            json!({"actions": [action("2009-03-01"), through(id_of(&of)), through(&nowhere.to_string())]}),
            422,
            "/actions/2/membershipId unknown_reference",
        ),
        (json!({"closedOn": "2009-03-01"}), 422, "/closedOn read_only"),
    ] {
        let answer = post(more.clone());
        assert_eq!((answer.status, answer.faults()), (status, vec![fault.to_owned()]), "{more}");
    }
    // Two actions through the same membership are two actions.
    let twice = post(json!({"actions": [through(id_of(&of)), through(id_of(&of))]})).expect(201).id();
    let expanded = staff.get(&format!("/influence-cases/{twice}?expand=memberships")).expect(200).json();
    assert_eq!(expanded["_embedded"]["memberships"][0]["name"], "CPMR");
}

fn an_area_unit_edits_its_own_and_moves_nothing(backend: Backend) {
    let world = march(backend);
    let unit = world.area_unit();
    let own = unit.post("/influence-cases", &influence_case("Vårt")).expect(201).json();
    assert_eq!(own["ownerUnitId"], world.unit("area").as_str());
    let own = format!("/influence-cases/{}", own["id"].as_str().unwrap());
    let theirs = with(influence_case("Deras"), json!({"ownerUnitId": world.unit("other-area")}));
    unit.post("/influence-cases", &theirs).problem(403, "forbidden");
    let theirs = world.recorded("/influence-cases", &theirs);
    unit.patch(&own, "*", &json!({"wantedPosition": "Att gränshinder nämns."})).expect(200);
    unit.patch(&theirs, "*", &json!({"favours": "Oss"})).problem(403, "forbidden");
    unit.transition(&own, "position_prepared").problem(403, "forbidden");
    world.coordination_unit().transition(&own, "position_prepared").expect(200);
    for user in ["board", "working_committee", "registrar", "reader", "administrator"] {
        world.user(user).get(&own).expect(200);
        world.user(user).post("/influence-cases", &influence_case("Nytt")).problem(403, "forbidden");
    }
}

fn filters_and_orders_find_what_lists_hold(backend: Backend) {
    let world = march(backend);
    let item = world.recorded("/monitoring-items", &monitoring_item("Grönbok"));
    let (decision, area) = (decided(&world, "45"), world.strategy_area("kultur"));
    let rich = json!({
        "arena": "council", "monitoringItemIds": [id_of(&item)], "strategyAreaIds": [area], "decisionId": decision,
        "outcome": "lost", "favourability": -2, "ownerUnitId": world.unit("area"),
        "procedureReference": "2018/0196(COD)",
    });
    let rich = world.recorded("/influence-cases", &with(influence_case("Öppna gränser"), rich));
    world.coordination_unit().transition(&rich, "closed").expect(200);
    world
        .recorded("/influence-cases", &with(influence_case("Bredband"), json!({"outcome": "won", "favourability": 1})));
    world.recorded("/influence-cases", &influence_case("Ändrade regler"));
    let reader = world.reader();
    let titles = |query: &str| -> Vec<String> {
        let page = reader.get(&format!("/influence-cases?{query}")).expect(200).json();
        page["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
    };
    let (closed, others) = (&["Öppna gränser"][..], &["Bredband", "Ändrade regler"][..]);
    for (query, expected) in [
        ("", &["Bredband", "Ändrade regler", "Öppna gränser"][..]),
        ("state=closed", closed),
        ("state=watching", others),
        ("arena=council", closed),
        ("arena=european_commission", others),
        ("outcome=lost", closed),
        ("outcome=none&outcome=won", others),
        ("favourabilityFrom=-2&favourabilityTo=0", closed),
        ("favourabilityFrom=-1", &["Bredband"]),
        ("strategyAreaId=none", others),
        ("monitoringItemId=none", others),
        ("decisionId=none", others),
        ("ownerUnitId=none", others),
        ("q=0196", closed),
        ("sort=favourability", &["Öppna gränser", "Bredband", "Ändrade regler"]),
        ("sort=-favourability", &["Bredband", "Öppna gränser", "Ändrade regler"]),
        ("sort=arena,title", &["Öppna gränser", "Bredband", "Ändrade regler"]),
        ("sort=closedOn,-title", &["Öppna gränser", "Ändrade regler", "Bredband"]),
        ("sort=state,title", &["Öppna gränser", "Bredband", "Ändrade regler"]),
    ] {
        assert_eq!(titles(query), expected, "{query}");
    }
    for (field, id) in [
        ("strategyAreaId", area),
        ("monitoringItemId", id_of(&item).to_owned()),
        ("decisionId", decision),
        ("ownerUnitId", world.unit("area")),
    ] {
        assert_eq!(titles(&format!("{field}={id}")), closed, "{field}");
    }
    let expanded = reader.get(&format!("{rich}?expand=monitoringItems,strategyAreas,decision,ownerUnit")).expect(200);
    let embedded = expanded.json()["_embedded"].clone();
    assert_eq!(
        (&embedded["monitoringItems"][0]["name"], &embedded["decision"][0]["name"]),
        (&json!("Grönbok"), &json!("Beslut § 45"))
    );
}
