//! What activities rest on: the registers of the three priorities, each activity counted once.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{
    Backend, World, activity, influence_case, knowledge_activity, monitoring_item, profiling_action, with,
};

crate::tests! {
    an_activity_bases_records_of_all_three_priorities_and_is_counted_once,
    what_it_bases_must_be_there_and_of_its_type,
    a_closed_project_has_no_open_activity,
    what_activities_rest_on_is_found_and_not_deleted,
}

/// A record of every type that an activity can rest on: type, id.
fn bases(world: &World) -> Vec<(&'static str, String)> {
    let staff = world.coordination_unit();
    let make = |list: &str, body: &Value| staff.post(list, body).expect(201).id();
    vec![
        ("project", make("/projects", &json!({"name": "Leder"}))),
        ("project_idea", make("/project-ideas", &json!({"title": "Leder"}))),
        ("monitoring_item", make("/monitoring-items", &monitoring_item("Grönbok"))),
        ("knowledge_activity", make("/knowledge-activities", &knowledge_activity("Genomgång"))),
        ("influence_case", make("/influence-cases", &influence_case("Gränshinder"))),
        ("profiling_action", make("/profiling-actions", &profiling_action("Open Days"))),
    ]
}

fn listed(bases: &[(&str, String)]) -> Value {
    json!(bases.iter().map(|(kind, id)| json!({"type": kind, "id": id})).collect::<Vec<_>>())
}

fn an_activity_bases_records_of_all_three_priorities_and_is_counted_once(backend: Backend) {
    let world = World::with(backend, Clock::fixed("2009-02-01T08:00:00Z".parse().unwrap()), &[]);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let area = world.prioritised_area(&strategy, "kultur");
    let bases = bases(&world);
    let body = activity("Teaterutbyte", 2009, Some(&area), &world.unit("area"));
    let body = with(body, json!({"bases": listed(&bases)}));
    let staff = world.coordination_unit();
    let created = staff.post("/activities", &body).expect(201);
    assert_eq!(created.json()["bases"], listed(&bases));
    staff.transition(&format!("/activities/{}", created.id()), "planned").expect(200);
    let matrix = world.reader().get("/reports/matrix?year=2009").expect(200).json();
    assert_eq!(matrix["totals"]["byState"]["planned"], 1);
    let cells: Vec<&Value> =
        matrix["cells"].as_array().unwrap().iter().filter(|cell| cell["activities"] != json!([])).collect();
    assert_eq!(cells.len(), 1);
    assert_eq!(cells[0]["activities"].as_array().unwrap().len(), 1);
}

fn what_it_bases_must_be_there_and_of_its_type(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let bases = bases(&world);
    let body = |bases: Value| with(activity("Möte", 2009, None, &world.unit("area")), json!({"bases": bases}));
    let swapped = [("project", bases[1].1.clone()), ("influence_case", bases[0].1.clone())];
    let refused = staff.post("/activities", &body(listed(&swapped))).expect(422);
    assert_eq!(refused.faults(), ["/bases/0/id unknown_reference", "/bases/1/id unknown_reference"]);
    let twice = [bases[0].clone(), bases[0].clone()];
    assert_eq!(staff.post("/activities", &body(listed(&twice))).expect(422).faults().len(), 1);
    let refused = staff.post("/activities", &body(json!([{"type": "call", "id": bases[0].1}]))).expect(422);
    assert_eq!(refused.faults(), ["/bases/0/type unknown_code"]);
}

fn a_closed_project_has_no_open_activity(backend: Backend) {
    let world = World::new(backend);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let area = world.prioritised_area(&strategy, "kultur");
    let staff = world.coordination_unit();
    let partner = world.partner("Hedmark").id();
    world.mobilise(&partner, &area);
    let project = staff.get("/projects").expect(200).json()["items"][0]["id"].as_str().unwrap().to_owned();
    let project = format!("/projects/{project}");
    let days = json!({"startsOn": "2009-02-01", "endsOn": "2009-11-30"});
    staff.patch(&project, "*", &days).expect(200);
    for state in ["applied", "granted", "running"] {
        staff.transition(&project, state).expect(200);
    }
    let rests = json!({"bases": [{"type": "project", "id": project.rsplit('/').next().unwrap()}]});
    let make = |title: &str, rests: &Value| {
        let body = with(activity(title, 2009, Some(&area), &world.unit("area")), rests.clone());
        format!("/activities/{}", staff.post("/activities", &body).expect(201).id())
    };
    let [open, draft] = ["Öppen", "Utkast"].map(|title| make(title, &rests));
    staff.transition(&open, "planned").expect(200);
    let refused = staff.transition(&project, "closed").expect(422).json();
    assert_eq!(refused["missing"][0]["pointer"], "", "{refused}");
    staff.transition(&open, "ongoing").expect(200);
    staff.transition(&project, "closed").expect(422);
    staff.transition(&open, "completed").expect(200);
    staff.transition(&project, "closed").expect(200);
    // Neither is one opened on it, nor does an open one begin to rest on it.
    let refused = staff.transition(&draft, "planned").expect(422);
    assert_eq!(refused.faults(), ["/bases/0/id rule"]);
    let again = json!({"to": "ongoing", "reason": "Mer att göra."});
    staff.post(&format!("{open}/transitions"), &again).expect(422);
    let other = make("Annan", &json!({}));
    staff.transition(&other, "planned").expect(200);
    assert_eq!(staff.patch(&other, "*", &rests).expect(422).faults(), ["/bases/0/id rule"]);
    // Nor by being put away while it is closed.
    staff.patch(&open, "*", &json!({"archived": true})).expect(200);
    staff.post(&format!("{project}/transitions"), &json!({"to": "running", "reason": "Mer."})).expect(200);
    staff.patch(&open, "*", &json!({"archived": false})).expect(200);
    staff.post(&format!("{open}/transitions"), &again).expect(200);
    staff.patch(&open, "*", &json!({"archived": true})).expect(200);
    staff.transition(&project, "closed").expect(200);
    assert_eq!(staff.patch(&open, "*", &json!({"archived": false})).expect(422).faults(), ["/bases/0/id rule"]);
    staff.post(&format!("{project}/transitions"), &json!({"to": "running", "reason": "Mer."})).expect(200);
    staff.patch(&open, "*", &json!({"archived": false})).expect(200);
    staff.transition(&open, "completed").expect(200);
    staff.transition(&project, "closed").expect(200);
    // What rested on it before is changed in other ways as ever.
    staff.patch(&open, "*", &json!({"title": "Klar"})).expect(200);
    let reopened = json!({"to": "running", "reason": "Förlängt."});
    staff.post(&format!("{project}/transitions"), &reopened).expect(200);
    staff.transition(&draft, "planned").expect(200);
}

fn what_activities_rest_on_is_found_and_not_deleted(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let bases = bases(&world);
    let body = activity("Möte", 2009, None, &world.unit("area"));
    let with_all = staff.post("/activities", &with(body.clone(), json!({"bases": listed(&bases)}))).expect(201).id();
    staff.post("/activities", &body).expect(201);
    let filters = [
        "projectId",
        "projectIdeaId",
        "monitoringItemId",
        "knowledgeActivityId",
        "influenceCaseId",
        "profilingActionId",
    ];
    for (filter, (kind, id)) in filters.into_iter().zip(&bases) {
        let found = staff.get(&format!("/activities?{filter}={id}")).expect(200).json();
        assert_eq!(
            (&found["_meta"]["totalRecords"], &found["items"][0]["id"]),
            (&json!(1), &json!(with_all)),
            "{kind}"
        );
        let without = staff.get(&format!("/activities?{filter}=none")).expect(200).json();
        assert_eq!(without["_meta"]["totalRecords"], 1, "{kind}");
    }
    staff.delete(&format!("/projects/{}", bases[0].1), "*").problem(409, "referenced");
}
