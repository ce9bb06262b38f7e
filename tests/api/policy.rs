//! Who may do what: every operation of the committed document, tried by every role and by nobody, and shown as a table.

use std::collections::HashMap;

use serde_json::{Value, json};
use utblick::identity::policy::{Grant, POLICY, Role, grant, permission};
use uuid::Uuid;

use crate::openapi::document::{Document, Operation};
use crate::support::{
    Answer, Backend, Client, World, engagement, influence_case, knowledge_activity, monitoring_item, partner,
    profiling_action, snapshot, update, with,
};

crate::tests! {
    every_role_may_do_what_the_policy_grants_and_no_more,
    nothing_else_is_open,
    rights_add_up;
    once every_operation_is_open_or_names_a_row_of_the_policy, every_row_of_the_policy_guards_an_operation,
    these_operations_are_open_and_no_others,
}

/// What anybody may call. Open data is not there unless it is switched on; a report link carries its own single-use secret.
const OPEN: [&str; 10] = [
    "GET /api-info",
    "GET /dcat",
    "GET /open-data",
    "GET /open-data/cooperation-agreements",
    "GET /open-data/matrix",
    "GET /open-data/partners",
    "GET /open-data/strategies",
    "GET /open-data/strategy-areas",
    "GET /report-links/{secret}",
    "POST /tokens",
];
/// What anybody may call beside the document.
const OPEN_BESIDE: [&str; 7] = [
    "/",
    "/health/live",
    "/health/ready",
    "/.well-known/jwks.json",
    "/international-strategy/docs/",
    "/international-strategy/problems/forbidden",
    "/international-strategy/v1/openapi.json",
];

/// How a new record gets its owner, where it does: by a field that names a unit, or a record whose owner it takes over.
const BORN: [(&str, &str); 6] = [
    ("integration-statements", "unitId"),
    ("status-reports", "unitId"),
    ("progress-updates", "activityId"),
    ("indicator-values", "indicatorId"),
    ("engagements", "unitId"),
    ("", "ownerUnitId"),
];

/// Records of the area unit, of the coordination unit, and of another unit.
type Owned = [String; 3];

/// What belongs to units, by the register; and the units themselves.
fn owned(world: &World) -> HashMap<&'static str, Owned> {
    let units = [world.unit("area"), world.unit("coordination"), world.unit("other-area")];
    let users = ["area_unit", "coordination_unit", "other_area"];
    let make = |path: &str, body: &dyn Fn(usize) -> Value| -> Owned {
        [0, 1, 2].map(|one| world.user(users[one]).post(&format!("/{path}"), &body(one)).expect(201).id())
    };
    let name = |one: usize| format!("Enhet {one}");
    let partners = make("partners", &|one| partner(&name(one)));
    let areas =
        make("strategy-areas", &|one| json!({"code": format!("omrade-{one}"), "name": {"sv": name(one)}, "order": 1}));
    let codes = ["area", "coordination", "other-area"];
    let activities = codes.map(|code| world.planned_activity(code, 2009, code));
    let area = world.strategy_area("gemensamt");
    let profiles = make(
        "profile-areas",
        &|one| json!({"strategyAreaId": area, "year": 2009, "name": name(one), "rank": 1, "ownerUnitId": units[one]}),
    );
    let indicators = make(
        "indicators",
        &|one| json!({"strategyAreaId": area, "name": name(one), "measure": "st", "direction": "increase", "ownerUnitId": units[one]}),
    );
    let values = make(
        "indicator-values",
        &|one| json!({"indicatorId": indicators[one], "observedOn": "2009-05-04", "value": "1"}),
    );
    let statements = make(
        "integration-statements",
        &|one| json!({"unitId": units[one], "year": 2009, "stage": "wishes", "text": "Vi vill."}),
    );
    let plan = world.plan(2009);
    let updates = make("progress-updates", &|one| update(&activities[one], 2009));
    let reports = make(
        "status-reports",
        &|one| json!({"operationalPlanId": plan, "unitId": units[one], "period": 3, "text": "Bra."}),
    );
    let ideas = make("project-ideas", &|one| json!({"title": name(one), "ownerUnitId": units[one]}));
    let projects = make("projects", &|one| json!({"name": name(one), "ownerUnitId": units[one]}));
    let own = |body: Value, one: usize| with(body, json!({"ownerUnitId": units[one]}));
    let items = make("monitoring-items", &|one| own(monitoring_item(&name(one)), one));
    let known = make("knowledge-activities", &|one| own(knowledge_activity(&name(one)), one));
    let cases = make("influence-cases", &|one| own(influence_case(&name(one)), one));
    let shown = make("profiling-actions", &|one| own(profiling_action(&name(one)), one));
    let touched = |one: usize| with(engagement(&partners[one], "2009-03-24"), json!({"unitId": units[one]}));
    let contacts = make("engagements", &touched);
    HashMap::from([
        ("units", units.clone()),
        ("partners", partners),
        ("strategy-areas", areas),
        ("activities", activities),
        ("profile-areas", profiles),
        ("indicators", indicators),
        ("indicator-values", values),
        ("integration-statements", statements),
        ("progress-updates", updates),
        ("status-reports", reports),
        ("project-ideas", ideas),
        ("projects", projects),
        ("monitoring-items", items),
        ("knowledge-activities", known),
        ("influence-cases", cases),
        ("profiling-actions", shown),
        ("engagements", contacts),
    ])
}

fn every_role_may_do_what_the_policy_grants_and_no_more(backend: Backend) {
    let world = World::new(backend);
    let document = Document::shared();
    let owned = owned(&world);
    let mut rows = vec![header()];
    let mut faults = Vec::new();
    for operation in document.operations() {
        let wanted = operation.permission();
        let subject = subject(&operation);
        let parent = match born(&operation) {
            Some("activityId") => "activities",
            Some("indicatorId") => "indicators",
            Some(_) => "units",
            None => subject,
        };
        // A record of the caller's own unit and one of another, where the register knows owners.
        let ids = |role: Role| match owned.get(parent) {
            Some([_, own, others]) if role == Role::CoordinationUnit => [own.clone(), others.clone()],
            Some([own, _, others]) => [own.clone(), others.clone()],
            None => [Uuid::now_v7().to_string(), Uuid::now_v7().to_string()],
        };
        let mut row = vec![operation.place(), wanted.unwrap_or("-").to_owned()];
        row.push(seen(&world.anonymous(), &operation, &ids(Role::Reader)));
        for role in Role::ALL {
            row.push(seen(&world.user(role.as_str()), &operation, &ids(*role)));
        }
        let expected = expected(&operation);
        for ((column, seen), expected) in header().iter().zip(&row).skip(2).zip(&expected) {
            if seen != expected {
                faults.push(format!("{} as {column}: {seen}, and the policy says {expected}", operation.place()));
            }
        }
        rows.push(row);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    snapshot("tests/api/snapshots/policy.txt", &table(&rows));
}

/// What an operation's permission is about.
fn subject<'a>(operation: &'a Operation<'_>) -> &'a str {
    operation.permission().and_then(|name| name.split_once(':')).map_or("", |(subject, _)| subject)
}

fn header() -> Vec<String> {
    let roles = Role::ALL.iter().map(|role| role.as_str());
    ["operation", "permission", "anonymous"].into_iter().chain(roles).map(str::to_owned).collect()
}

/// The cells that the policy asks for: of nobody, and of every role.
fn expected(operation: &Operation<'_>) -> Vec<String> {
    let Some(name) = operation.permission() else { return vec!["open".into(); 1 + Role::ALL.len()] };
    let (subject, verb, _) = POLICY.iter().find(|(subject, verb, _)| permission(subject, *verb) == name).unwrap();
    let of = |role: &Role| match grant(&[*role], subject, *verb) {
        Grant::All => "yes",
        // Whose a record is shows when there is one; tests/api/external_ids.rs asks then.
        Grant::Own if operation.path.contains("/by-external-id/") => "yes",
        Grant::Own => "own",
        Grant::No => "403",
    };
    std::iter::once("401").chain(Role::ALL.iter().map(of)).map(str::to_owned).collect()
}

/// What a caller gets: `yes`, `own` where only the own record is open, `403`, `401`, or `open`.
fn seen(caller: &Client, operation: &Operation<'_>, ids: &[String; 2]) -> String {
    let mut answers = Vec::new();
    for id in ids {
        let answer = call(caller, operation, id);
        answers.push(match answer.status {
            401 => {
                assert!(answer.header("www-authenticate").is_some_and(|scheme| scheme.starts_with("Bearer")));
                answer.problem(401, "unauthenticated");
                "401"
            }
            403 => {
                let problem = answer.problem(403, "forbidden").json();
                assert_eq!(problem["permission"].as_str(), operation.permission(), "{}", operation.place());
                "403"
            }
            500.. => panic!("{}: {}", operation.place(), answer.text()),
            _ if operation.is_open() => "open",
            _ => "yes",
        });
        if !operation.path.contains("{id}") && born(operation).is_none() {
            break;
        }
    }
    match answers.as_slice() {
        ["yes", "403"] => "own".into(),
        [first, rest @ ..] if rest.iter().all(|answer| answer == first) => (*first).to_owned(),
        mixed => mixed.join("/"),
    }
}

/// The field by which a record that an operation makes gets its owner.
fn born(operation: &Operation<'_>) -> Option<&'static str> {
    let schema = operation.value["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str()?;
    let committed = Document::shared();
    let has = |field: &str| committed.0.pointer(&format!("{}/properties/{field}", &schema[1..])).is_some();
    let subject = subject(operation);
    let makes = operation.permission().is_some_and(|name| name.ends_with(":create"));
    let field = BORN.into_iter().find(|(one, field)| (one.is_empty() || *one == subject) && has(field));
    field.filter(|_| makes).map(|(_, field)| field)
}

/// A request that gets past authorisation where it may, and changes nothing: the version is never the one named.
fn call(caller: &Client, operation: &Operation<'_>, id: &str) -> Answer {
    let path = operation.path.split('/').map(|part| if part.starts_with('{') { id } else { part });
    let path = path.collect::<Vec<_>>().join("/");
    let stale = ("If-Match", "\"999999\"");
    if !operation.has_body() {
        return caller.send(&operation.method, &path, &[stale], None);
    }
    let example = &operation.value["requestBody"]["content"]["application/json"]["example"];
    let body: Value = if operation.path.contains("{id}") {
        example.clone()
    } else if let Some(field) = born(operation) {
        let mut body = example.clone();
        body[field] = json!(id);
        body["unheardOf"] = json!(true);
        body
    } else {
        json!({})
    };
    caller.json(&operation.method, &path, &[stale], &body)
}

fn table(rows: &[Vec<String>]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap();
    let lines = rows.iter().map(|row| {
        let cells = row.iter().enumerate().map(|(column, cell)| format!("{cell:<width$}", width = width(column)));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

fn nothing_else_is_open(backend: Backend) {
    let world = World::new(backend);
    let nobody = world.anonymous();
    let below = "/international-strategy/v1";
    for path in ["", "/", "/nothing", "/partners/x/y", "/%70artners", "//partners", "/openapi", "/openapi.json/x"] {
        nobody.get(&format!("{}{below}{path}", world.url)).problem(401, "unauthenticated");
    }
    for path in ["/api-info/x", "/tokens", "/tokens/x", "/report-links", "/users", "/journal", "/partners?lang=sv"] {
        nobody.get(path).problem(401, "unauthenticated");
    }
    for disguised in ["/international-strategy/%761/partners", "/international-strategy/v1%2Fpartners"] {
        let status = nobody.get(&format!("{}{disguised}", world.url)).status;
        assert!(status == 401 || status == 404, "{disguised}: {status}");
    }
    for method in ["DELETE", "PUT", "TRACE", "OPTIONS", "PROPFIND"] {
        nobody.send(method, "/partners", &[], None).problem(401, "unauthenticated");
    }
    for path in OPEN_BESIDE {
        nobody.get(&format!("{}{path}", world.url)).expect(200);
    }
    world.reader().get("/nothing").problem(404, "not_found");
}

fn rights_add_up(backend: Backend) {
    let world = World::new(backend);
    let both = json!({"username": "both", "roles": ["reader", "registrar", "coordination_unit"]});
    world.administrator().post("/users", &both).expect(201);
    world.user("both").post("/partners", &partner("Summan")).expect(201);
    world.user("registrar").post("/partners", &partner("Delen")).problem(403, "forbidden");
}

fn every_operation_is_open_or_names_a_row_of_the_policy() {
    let rows: Vec<String> = POLICY.iter().map(|(subject, verb, _)| permission(subject, *verb)).collect();
    for operation in Document::committed().operations() {
        let named = operation.permission().is_some_and(|name| rows.iter().any(|row| row == name));
        assert!(operation.is_open() || named, "{}: {}", operation.place(), operation.value["security"]);
    }
}

fn every_row_of_the_policy_guards_an_operation() {
    let document = Document::committed();
    let operations = document.operations();
    // What is confidential is kept from every operation alike (tests/api/confidentiality.rs).
    for (subject, verb, _) in POLICY.iter().filter(|(subject, ..)| *subject != "confidential") {
        let name = permission(subject, *verb);
        assert!(operations.iter().any(|operation| operation.permission() == Some(&name)), "nothing needs {name}");
    }
}

fn these_operations_are_open_and_no_others() {
    let document = Document::committed();
    let open: Vec<String> =
        document.operations().iter().filter(|operation| operation.is_open()).map(Operation::place).collect();
    assert_eq!(open, OPEN);
}
