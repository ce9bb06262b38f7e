//! The chain of a monitoring item: what was made known of it, what was wanted because of it, and how that went.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{
    Backend, World, decision, id_of, influence_case, knowledge_activity, monitoring_item, profiling_action, with,
};

crate::tests! {
    scenario_19_a_chain_tells_what_came_of_an_item_and_when,
    a_chain_names_what_it_lacks,
    what_is_put_away_is_left_out_and_what_was_cancelled_is_shown,
    days_are_counted_from_the_day_of_recording_when_there_is_no_other,
    everybody_with_an_account_reads_it,
}

/// A world on the first of July 2009.
fn july(backend: Backend) -> World {
    World::with(backend, Clock::fixed("2009-07-01T10:00:00Z".parse().unwrap()), &[])
}

fn chain(world: &World, item: &str) -> Value {
    world.reader().get(&format!("{item}/chain")).expect(200).json()
}

fn open_ends(chain: &Value) -> Vec<&str> {
    chain["openEnds"].as_array().unwrap().iter().map(|end| end["code"].as_str().unwrap()).collect()
}

/// What names some records by a field.
fn naming(field: &str, paths: &[&str]) -> Value {
    json!({field: paths.iter().map(|path| id_of(path)).collect::<Vec<_>>()})
}

fn scenario_19_a_chain_tells_what_came_of_an_item_and_when(backend: Backend) {
    let world = july(backend);
    let staff = world.coordination_unit();
    let item = world.recorded("/monitoring-items", &monitoring_item("Grönbok"));
    let other = world.recorded("/monitoring-items", &monitoring_item("Vitbok"));
    let named = naming("monitoringItemIds", &[&item]);
    let day = json!({"heldOn": "2009-04-01", "participants": {"politicians": 14}});
    let briefing = with(with(knowledge_activity("Genomgång"), named.clone()), day);
    let briefing = world.recorded("/knowledge-activities", &briefing);
    staff.transition(&briefing, "held").expect(200);
    let planned = world.recorded("/knowledge-activities", &with(knowledge_activity("Uppföljning"), named.clone()));
    let others = naming("monitoringItemIds", &[&other]);
    world.recorded("/knowledge-activities", &with(knowledge_activity("Annat"), others.clone()));
    let decided = noted_decision(&world, "2009-04-16");
    let acted = json!({
        "wantedPosition": "Att gränshinder nämns.", "decisionId": decided,
        "actions": [
            {"on": "2009-06-11", "kind": "meeting", "text": "Möte i Bryssel."},
            {"on": "2009-05-04", "kind": "consultation_reply", "text": "Svar på grönboken."},
        ],
    });
    let case = world.recorded("/influence-cases", &with(with(influence_case("Gränshinder"), named), acted));
    let result = json!({"to": "closed", "fields": {"outcome": "partly", "favourability": 1}});
    staff.post(&format!("{case}/transitions"), &result).expect(200);
    let foreign = world.recorded("/influence-cases", &with(influence_case("Annat"), others));
    let helps = naming("influenceCaseIds", &[&foreign, &case]);
    let stand = world.recorded("/profiling-actions", &with(profiling_action("Open Days"), helps));
    world.recorded("/profiling-actions", &with(profiling_action("Annat"), naming("influenceCaseIds", &[&foreign])));
    let told = chain(&world, &item);
    let expected = json!({
        "monitoringItem": {
            "id": id_of(&item), "title": "Grönbok", "state": "new", "publishedOn": "2009-03-02",
            "countedFrom": "2009-03-02",
        },
        "knowledgeActivities": [
            {
                "id": id_of(&briefing), "title": "Genomgång", "kind": "briefing", "state": "held",
                "heldOn": "2009-04-01", "days": 30,
            },
            {
                "id": id_of(&planned), "title": "Uppföljning", "kind": "briefing", "state": "planned",
                "heldOn": null, "days": null,
            },
        ],
        "influenceCases": [{
            "id": id_of(&case), "title": "Gränshinder", "state": "closed", "arena": "european_commission",
            "decidedOn": "2009-04-16", "firstActionOn": "2009-05-04", "outcome": "partly", "favourability": 1,
            "closedOn": "2009-07-01", "days": 45, "outcomeDays": 121,
        }],
        "profilingActions": [{
            "id": id_of(&stand), "title": "Open Days", "kind": "stand", "heldOn": "2009-10-05",
            "influenceCaseIds": [id_of(&case)], "days": 217,
        }],
        "openEnds": [],
        "_links": {"self": {
            "href": format!("{}/international-strategy/v1{item}/chain", world.url), "rel": "self", "method": "GET",
        }},
    });
    assert_eq!(told, expected);
}

/// The id of a decision of the board that opens no gate.
fn noted_decision(world: &World, on: &str) -> String {
    world.user("board").post("/decisions", &decision("other", &[], on, "45")).expect(201).id()
}

fn a_chain_names_what_it_lacks(backend: Backend) {
    let world = july(backend);
    let staff = world.coordination_unit();
    let item = world.recorded("/monitoring-items", &monitoring_item("Grönbok"));
    let lacks = |expected: &[&str]| assert_eq!(open_ends(&chain(&world, &item)), expected);
    lacks(&["no_knowledge", "no_position", "no_outcome"]);
    let named = naming("monitoringItemIds", &[&item]);
    world.recorded("/knowledge-activities", &with(knowledge_activity("Genomgång"), named.clone()));
    lacks(&["no_position", "no_outcome"]);
    let case = world.recorded("/influence-cases", &with(influence_case("Gränshinder"), named));
    lacks(&["no_position", "no_outcome"]);
    // A first step that is not decided on is the action.
    let acted = json!({
        "wantedPosition": "Att gränshinder nämns.",
        "actions": [{"on": "2009-03-12", "kind": "letter", "text": "Brev."}],
    });
    staff.patch(&case, "*", &acted).expect(200);
    lacks(&["no_outcome"]);
    let told = chain(&world, &item);
    let shown = &told["influenceCases"][0];
    assert_eq!((&shown["days"], &shown["decidedOn"], &shown["outcomeDays"]), (&json!(10), &Value::Null, &Value::Null));
    // An outcome that is noted before its time is none yet.
    staff.patch(&case, "*", &json!({"outcome": "won", "favourability": 2})).expect(200);
    lacks(&["no_outcome"]);
    let swedish = world.reader().get(&format!("{item}/chain?lang=sv")).expect(200).json();
    let message = "Inget påverkansärende som nämner den har avslutats med ett utfall.";
    assert_eq!(swedish["openEnds"], json!([{"code": "no_outcome", "message": message}]));
    staff.transition(&case, "closed").expect(200);
    lacks(&[]);
}

fn what_is_put_away_is_left_out_and_what_was_cancelled_is_shown(backend: Backend) {
    let world = july(backend);
    let staff = world.coordination_unit();
    let item = world.recorded("/monitoring-items", &monitoring_item("Grönbok"));
    let named = naming("monitoringItemIds", &[&item]);
    let activity = world.recorded("/knowledge-activities", &with(knowledge_activity("Genomgång"), named.clone()));
    let wanted = json!({"wantedPosition": "Att gränshinder nämns."});
    let case = world.recorded("/influence-cases", &with(with(influence_case("Gränshinder"), named), wanted));
    let helps = naming("influenceCaseIds", &[&case]);
    let stand = world.recorded("/profiling-actions", &with(profiling_action("Open Days"), helps.clone()));
    world.recorded("/profiling-actions", &with(profiling_action("Tidning"), helps));
    let count = |list: &str| chain(&world, &item)[list].as_array().unwrap().len();
    let counts = || (count("knowledgeActivities"), count("influenceCases"), count("profilingActions"));
    assert_eq!(counts(), (1, 1, 2));
    staff.post(&format!("{activity}/transitions"), &json!({"to": "cancelled", "reason": "Sjukdom."})).expect(200);
    assert_eq!(counts(), (1, 1, 2));
    assert_eq!(open_ends(&chain(&world, &item)), ["no_knowledge", "no_outcome"]);
    staff.patch(&activity, "*", &json!({"archived": true})).expect(200);
    staff.patch(&stand, "*", &json!({"archived": true})).expect(200);
    assert_eq!(counts(), (0, 1, 1));
    staff.patch(&case, "*", &json!({"archived": true})).expect(200);
    assert_eq!(counts(), (0, 0, 0), "what helped only what is put away goes with it");
    assert_eq!(open_ends(&chain(&world, &item)), ["no_knowledge", "no_position", "no_outcome"]);
    // The item itself is told of also when it is put away.
    staff.patch(&item, "*", &json!({"archived": true})).expect(200);
    chain(&world, &item);
}

fn days_are_counted_from_the_day_of_recording_when_there_is_no_other(backend: Backend) {
    let world = july(backend);
    let undated = with(monitoring_item("Grönbok"), json!({"publishedOn": null}));
    let item = world.recorded("/monitoring-items", &undated);
    let named = naming("monitoringItemIds", &[&item]);
    for day in ["2009-07-11", "2009-06-30"] {
        let body = with(with(knowledge_activity(day), named.clone()), json!({"heldOn": day}));
        world.recorded("/knowledge-activities", &body);
    }
    let told = chain(&world, &item);
    let counted = &told["monitoringItem"];
    assert_eq!((&counted["publishedOn"], &counted["countedFrom"]), (&Value::Null, &json!("2009-07-01")));
    let days: Vec<&Value> =
        told["knowledgeActivities"].as_array().unwrap().iter().map(|activity| &activity["days"]).collect();
    assert_eq!(days, [&json!(-1), &json!(10)], "by day, and before the item was recorded");
}

fn everybody_with_an_account_reads_it(backend: Backend) {
    let world = july(backend);
    let path = format!("{}/chain", world.recorded("/monitoring-items", &monitoring_item("Grönbok")));
    for user in ["board", "working_committee", "area_unit", "registrar", "reader", "administrator"] {
        let answer = world.user(user).get(&path).expect(200);
        world.user(user).get_with(&path, &[("If-None-Match", &answer.etag())]).expect(304);
    }
    world.anonymous().get(&path).problem(401, "unauthenticated");
    let reader = world.reader();
    reader.get("/monitoring-items/0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f/chain").problem(404, "not_found");
    assert_eq!(reader.get(&format!("{path}?year=2009")).problem(400, "invalid_request").faults(), ["year unknown"]);
}
