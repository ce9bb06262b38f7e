//! Every gate of every life cycle, tried by every role and by every way round it: one alone opens it.

use serde_json::{Value, json};
use utblick::governance::decisions::DecisionKind;
use utblick::identity::policy::Role;
use utblick::register::Door;
use utblick::routes::REGISTERS;

use crate::support::{Answer, Backend, Client, World, agreement, decision, id_of, membership, plan};

crate::tests! {
    every_gate_opens_for_its_own_decision_and_for_nothing_else,
    a_decision_moves_all_its_subjects_or_none,
    of_two_decisions_racing_for_a_gate_one_opens_it,
    what_a_decision_settled_is_not_edited_afterwards,
    a_decision_is_never_changed_or_deleted;
    once every_kind_of_decision_opens_one_gate_or_none
}

/// A record that waits at a gate, and how it got there.
struct Waiting {
    kind: DecisionKind,
    /// The type and id of the record.
    subject: (&'static str, String),
    /// Its path, its state before the gate, and the one behind it.
    path: String,
    from: &'static str,
    to: &'static str,
}

/// One record at each gate. The kinds come from the code list: a new one without an arm here stops the build.
fn at_every_gate(world: &World) -> Vec<Waiting> {
    let staff = world.coordination_unit();
    let strategy = world.adopted_strategy("Antagen", "2008-01-01", "2199-12-31");
    let party = world.partner("Innlandet fylkeskommune").id();
    let mut waiting = Vec::new();
    for kind in DecisionKind::ALL.iter().copied() {
        waiting.push(match kind {
            DecisionKind::AdoptStrategy => {
                let body = crate::support::strategy("Nästa", "2200-01-01", "2203-12-31");
                let id = staff.post("/strategies", &body).expect(201).id();
                staff.transition(&format!("/strategies/{id}"), "proposed").expect(200);
                let path = format!("/strategies/{id}");
                Waiting { kind, subject: ("strategy", id), path, from: "proposed", to: "adopted" }
            }
            DecisionKind::PrioritiseArea => {
                let id = world.proposed_area(&strategy, "vantande");
                let path = format!("/strategy-areas/{id}");
                Waiting { kind, subject: ("strategy_area", id), path, from: "proposed", to: "prioritised" }
            }
            DecisionKind::DeprioritiseArea => {
                let id = world.prioritised_area(&strategy, "prioriterat");
                let path = format!("/strategy-areas/{id}");
                Waiting { kind, subject: ("strategy_area", id), path, from: "prioritised", to: "deprioritised" }
            }
            DecisionKind::ApproveAgreement => {
                let path = world.proposed("/cooperation-agreements", &agreement("Väntande", &party));
                let subject = ("cooperation_agreement", id_of(&path).to_owned());
                Waiting { kind, subject, path, from: "proposed", to: "approved" }
            }
            DecisionKind::TerminateAgreement => {
                let path = world.signed_agreement(&agreement("Gällande", &party));
                let subject = ("cooperation_agreement", id_of(&path).to_owned());
                Waiting { kind, subject, path, from: "signed", to: "notice_given" }
            }
            DecisionKind::JoinMembership => {
                let id = staff.post("/memberships", &membership(&world.organisation("Ny"))).expect(201).id();
                let path = format!("/memberships/{id}");
                Waiting { kind, subject: ("membership", id), path, from: "proposed", to: "approved" }
            }
            DecisionKind::LeaveMembership => {
                let path = world.active_membership(&membership(&world.organisation("Gammal")));
                let subject = ("membership", id_of(&path).to_owned());
                Waiting { kind, subject, path, from: "active", to: "notice_given" }
            }
            DecisionKind::AdoptPlan => {
                let path = world.proposed("/operational-plans", &plan(2009));
                let subject = ("operational_plan", id_of(&path).to_owned());
                Waiting { kind, subject, path, from: "proposed", to: "adopted" }
            }
            // Opens none.
            DecisionKind::Other => continue,
        });
    }
    waiting
}

fn good(world: &World, gate: &Waiting) -> Value {
    let today = world.app.clock.today().to_string();
    let section = (world.head() + 1).to_string();
    decision(gate.kind.as_str(), &[(gate.subject.0, &gate.subject.1)], &today, &section)
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

fn every_gate_opens_for_its_own_decision_and_for_nothing_else(backend: Backend) {
    let world = World::new(backend);
    let gates = at_every_gate(&world);
    for gate in &gates {
        let refused = |what: &str, answer: Answer, statuses: &[u16]| {
            assert!(statuses.contains(&answer.status), "{:?} {what}: {} {}", gate.kind, answer.status, answer.text());
            let now = world.user("board").get(&gate.path).expect(200).json();
            assert_eq!(now["state"], gate.from, "{:?} was opened by: {what}", gate.kind);
        };
        for role in Role::ALL {
            let (name, caller) = (role.as_str(), world.user(role.as_str()));
            let may_move = match gate.subject.0 {
                "strategy_area" => matches!(name, "coordination_unit" | "area_unit"),
                "cooperation_agreement" => matches!(name, "coordination_unit" | "registrar"),
                _ => name == "coordination_unit",
            };
            let asked = caller.transition(&gate.path, gate.to);
            refused(&format!("transition by {name}"), asked, if may_move { &[409] } else { &[403] });
            let offered = caller.get(&gate.path).expect(200).json();
            let offered = offered["_links"]["transitions"].as_array().unwrap().clone();
            assert!(offered.iter().all(|way| way["to"] != gate.to), "{name} is offered the gate: {offered:?}");
            let listed = caller.get(&format!("{}/transitions", gate.path)).expect(200).json();
            let listed = listed["items"].as_array().unwrap().iter().find(|way| way["to"] == gate.to).unwrap().clone();
            assert_eq!(
                (&listed["open"], &listed["gate"], &listed["decisionKind"]),
                (&json!(false), &json!(gate.kind.gate()), &json!(gate.kind.as_str())),
            );
            refused(
                &format!("patch of the state by {name}"),
                caller.patch(&gate.path, "*", &json!({"state": gate.to})),
                &[422, 403],
            );
            for kept in ["adoptedOn", "prioritisedOn", "periods", "approvedOn", "noticeGivenOn", "inForceFrom"] {
                refused(
                    &format!("patch of {kept} by {name}"),
                    caller.patch(&gate.path, "*", &json!({kept: "2009-01-01"})),
                    &[400, 422, 403],
                );
            }
            if !matches!(name, "board" | "registrar") {
                refused(&format!("a decision by {name}"), caller.post("/decisions", &good(&world, gate)), &[403]);
            }
        }
        let registrar = world.user("registrar");
        let record = |body: &Value| registrar.post("/decisions", body);
        let body = || good(&world, gate);
        refused("a decision of another body", record(&with(body(), "bodyCode", json!("working_committee"))), &[409]);
        refused("a decision without section", record(&with(body(), "section", Value::Null)), &[201]);
        refused("a decision without registry number", record(&with(body(), "registryNumber", Value::Null)), &[201]);
        refused("a decision of tomorrow", record(&with(body(), "decidedOn", json!("2998-01-01"))), &[422]);
        refused("a decision without subjects", record(&with(body(), "subjects", json!([]))), &[422]);
        refused("a decision that tables it", record(&with(body(), "outcome", json!("tabled"))), &[201]);
        refused("a decision that notes it", record(&with(body(), "outcome", json!("noted"))), &[201]);
        let other = with(body(), "kind", json!("other"));
        refused("a decision of no gate's kind", record(&other), &[201]);
        let staff = world.coordination_unit();
        staff.patch(&gate.path, "*", &json!({"archived": true})).expect(200);
        refused("a decision on what is put away", record(&body()), &[409, 422]);
        staff.patch(&gate.path, "*", &json!({"archived": false})).expect(200);
        let twice = json!([body()["subjects"][0], body()["subjects"][0]]);
        refused("a decision that names it twice", record(&with(body(), "subjects", twice)), &[422]);
        let nowhere = json!([body()["subjects"][0], {"type": gate.subject.0, "id": uuid::Uuid::now_v7()}]);
        refused("a decision that names what is not there too", record(&with(body(), "subjects", nowhere)), &[422]);
        for other in &gates {
            if other.kind != gate.kind {
                let kind = with(body(), "kind", json!(other.kind.as_str()));
                refused("a decision of another kind", record(&kind), &[409, 422]);
                let subjects = json!([{"type": other.subject.0, "id": other.subject.1}]);
                refused("a decision on another subject", record(&with(body(), "subjects", subjects)), &[409, 422]);
                let as_other = json!([{"type": other.subject.0, "id": gate.subject.1}]);
                if other.subject.0 != gate.subject.0 {
                    refused("its id under another type", record(&with(body(), "subjects", as_other)), &[409, 422]);
                }
            }
        }
        refused("a record created behind the gate", create_behind(&world.coordination_unit(), gate), &[422]);
    }
    for gate in &gates {
        let body = good(&world, gate);
        world.user("registrar").post("/decisions", &body).expect(201);
        assert_eq!(world.reader().get(&gate.path).expect(200).json()["state"], gate.to);
        // Recorded twice, under the same section and under another.
        let again = world.user("board").post("/decisions", &body).problem(409, "duplicate");
        assert_eq!(again.faults(), ["/section taken", "/subjects/0 wrong_state"]);
        let again = world.user("board").post("/decisions", &good(&world, gate)).problem(409, "state_conflict");
        assert_eq!(again.faults(), ["/subjects/0 wrong_state"]);
    }
    assert_eq!(world.verify().faults, Vec::<String>::new());
}

/// A new record that says of itself that it has passed.
fn create_behind(client: &Client, gate: &Waiting) -> Answer {
    let list = gate.path.rsplit_once('/').unwrap().0;
    let of = client.get(&gate.path).expect(200).json();
    let body = match gate.subject.0 {
        "strategy" => crate::support::strategy("Smyg", "2250-01-01", "2251-12-31"),
        "strategy_area" => json!({"code": "smyg", "name": {"sv": "Smyg"}, "order": 1}),
        "cooperation_agreement" => agreement("Smyg", of["partnerIds"][0].as_str().unwrap()),
        "operational_plan" => plan(2010),
        _ => membership(of["organisationId"].as_str().unwrap()),
    };
    client.post(list, &with(body, "state", json!(gate.to)))
}

fn a_decision_moves_all_its_subjects_or_none(backend: Backend) {
    let world = World::new(backend);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let (one, two) = (world.proposed_area(&strategy, "ett"), world.proposed_area(&strategy, "tva"));
    let staff = world.coordination_unit();
    staff.transition(&format!("/strategy-areas/{two}"), "draft").expect(200);
    let both = [("strategy_area", one.as_str()), ("strategy_area", two.as_str())];
    let head = world.head();
    let refused = world.decide("prioritise_area", &both).problem(409, "state_conflict");
    assert_eq!(refused.faults(), ["/subjects/1 wrong_state"]);
    assert_eq!(world.head(), head, "nothing was written");
    staff.transition(&format!("/strategy-areas/{two}"), "proposed").expect(200);
    let head = world.head();
    let decided = world.decide("prioritise_area", &both).expect(201).id();
    assert_eq!(world.head(), head + 3, "the decision and its two subjects");
    for id in [&one, &two] {
        assert_eq!(world.reader().get(&format!("/strategy-areas/{id}")).expect(200).json()["state"], "prioritised");
        let found = world.reader().get(&format!("/decisions?strategyAreaId={id}&expand=strategyAreas")).expect(200);
        let found = found.json();
        assert_eq!((&found["items"][0]["id"], &found["_meta"]["totalRecords"]), (&json!(decided), &json!(1)));
        assert_eq!(found["items"][0]["_embedded"]["strategyAreas"].as_array().unwrap().len(), 2);
    }
    // Two strategies of the same years cannot be adopted together, though each could alone.
    let propose = |title: &str| {
        let body = crate::support::strategy(title, "2300-01-01", "2303-12-31");
        let id = staff.post("/strategies", &body).expect(201).id();
        staff.transition(&format!("/strategies/{id}"), "proposed").expect(200);
        id
    };
    let (first, second) = (propose("Ena"), propose("Andra"));
    let both = [("strategy", first.as_str()), ("strategy", second.as_str())];
    let refused = world.decide("adopt_strategy", &both).problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/subjects/1 rule".to_owned()], &json!("R-01")));
    assert_eq!(world.reader().get(&format!("/strategies/{first}")).expect(200).json()["state"], "proposed");
}

fn of_two_decisions_racing_for_a_gate_one_opens_it(backend: Backend) {
    let world = World::new(backend);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let area = world.proposed_area(&strategy, "kultur");
    let today = world.app.clock.today().to_string();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..8)
            .map(|number| {
                let registrar = world.user("registrar");
                let subjects = [("strategy_area", area.as_str())];
                let body = decision("prioritise_area", &subjects, &today, &(5000 + number).to_string());
                scope.spawn(move || registrar.post("/decisions", &body).status)
            })
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [201, 409].contains(status)), "{statuses:?}");
    let decisions = world.reader().get(&format!("/decisions?strategyAreaId={area}")).expect(200).json();
    assert_eq!(decisions["_meta"]["totalRecords"], 1);
}

fn what_a_decision_settled_is_not_edited_afterwards(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let area = world.prioritised_area(&strategy, "kultur");
    let path = format!("/strategies/{strategy}");
    let changed = json!({
        "title": {"sv": "Annan"}, "purpose": {"sv": "Annat"}, "strategicGoal": {"en": "Other"}, "periodEnd": "2198-12-31",
        "periodStart": "2007-01-01", "premises": [{"sv": "Ny"}], "delimitations": [{"sv": "Ny"}],
        "sections": [{"heading": {"sv": "Ny"}, "text": {"sv": "Ny"}}],
    });
    let other = world.adopted_strategy("Nästa", "2200-01-01", "2203-12-31");
    let refused = staff.patch(&path, "*", &json!({"supersedesId": other})).problem(422, "unprocessable");
    assert!(refused.faults().contains(&"/supersedesId settled".to_owned()), "{}", refused.text());
    for (field, value) in changed.as_object().unwrap() {
        let refused = staff.patch(&path, "*", &json!({field: value})).problem(422, "unprocessable");
        assert_eq!((refused.faults(), &refused.json()["rule"]), (vec![format!("/{field} settled")], &json!("G1")));
    }
    staff.patch(&path, "*", &json!({"nextReviewOn": "2010-06-30", "note": "Ses över."})).expect(200);
    let path = format!("/strategy-areas/{area}");
    let later = world.proposed_area(&other, "idrott");
    let refused = staff.patch(&path, "*", &json!({"carriedFromId": later})).problem(422, "unprocessable");
    assert!(refused.faults().contains(&"/carriedFromId settled".to_owned()), "{}", refused.text());
    let settled = || {
        let changes = [("name", json!({"sv": "Idrott"})), ("code", json!("idrott")), ("strategyId", json!(other))];
        for (field, value) in changes {
            let refused = staff.patch(&path, "*", &json!({field: value})).problem(422, "unprocessable");
            assert_eq!((refused.faults(), &refused.json()["rule"]), (vec![format!("/{field} settled")], &json!("G4")));
        }
        staff.patch(&path, "*", &json!({"description": {"sv": "Utbyten."}, "order": 3})).expect(200);
    };
    settled();
    for path in [format!("/strategies/{strategy}"), path.clone()] {
        staff.delete(&path, "*").problem(409, "state_conflict");
    }
    // Nor by the way round: the years in which it was prioritised show it still.
    world.decide("deprioritise_area", &[("strategy_area", &area)]).expect(201);
    settled();
    staff.transition(&path, "proposed").expect(200);
    // Nor is it prioritised a second time on the day of the first.
    let refused = world.decide("prioritise_area", &[("strategy_area", &area)]).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/decidedOn rule"]);
    settled();
    for to in ["draft", "dropped"] {
        staff.transition(&path, to).expect(200);
        settled();
        let held = staff.delete(&path, "*").problem(409, if to == "draft" { "referenced" } else { "state_conflict" });
        assert_eq!(held.json()["heldBy"].as_array().is_some(), to == "draft");
    }
}

fn a_decision_is_never_changed_or_deleted(backend: Backend) {
    let world = World::new(backend);
    world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let decided = world.reader().get("/decisions").expect(200).json();
    let path = format!("/decisions/{}", decided["items"][0]["id"].as_str().unwrap());
    for user in ["board", "registrar", "coordination_unit", "administrator"] {
        world.user(user).patch(&path, "*", &json!({"title": "Annat"})).problem(405, "method_not_allowed");
        world.user(user).delete(&path, "*").problem(405, "method_not_allowed");
    }
}

fn every_kind_of_decision_opens_one_gate_or_none() {
    for kind in DecisionKind::ALL {
        let ways = REGISTERS.iter().filter_map(|register| register.lifecycle()).flat_map(|life| life.transitions);
        let own = ways.filter(|way| way.door == Door::Decision(*kind)).count();
        assert_eq!(own, usize::from(kind.gate().is_some()), "{kind}");
    }
}
