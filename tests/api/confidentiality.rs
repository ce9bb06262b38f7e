//! What is confidential does not exist for who may not read it, wherever it is looked for.

use std::collections::{BTreeSet, HashMap};

use chrono::TimeDelta;
use serde_json::{Value, json};
use utblick::clock::Clock;
use utblick::db::types::Instant;
use utblick::routes::REGISTERS;

use crate::openapi::document::Document;
use crate::support::{
    Backend, Client, World, activity, agreement, engagement, id_of, influence_case, knowledge_activity, membership,
    monitoring_item, partner, profiling_action, visit,
};

crate::tests! {
    who_may_read_it_makes_a_record_confidential_and_nobody_else,
    no_address_tells_of_a_confidential_record,
    the_stricter_of_then_and_now_governs_what_was_said_earlier,
    it_cannot_be_referred_to_changed_or_told_from_nothing,
    a_writer_gets_back_what_a_reader_would_see,
    what_tells_of_it_is_confidential_too,
    its_parts_follow_it,
    a_webhook_is_not_turned_to_who_sees_less,
    what_told_of_it_before_is_confidential_with_it;
    once every_part_is_a_reference, every_table_is_hidden_where_it_tells_of_records,
}

/// A word that only confidential records have.
const WORD: &str = "zhemlig";

fn secret() -> Value {
    json!({"confidentiality": {"legalGround": "15 kap. 1 § OSL"}})
}

fn hide(client: &Client, path: &str) {
    let after = client.patch(path, "*", &secret()).expect(200).json();
    assert_eq!(after["confidentiality"]["legalGround"], secret()["confidentiality"]["legalGround"]);
}

/// How a record says that it is confidential: of its own, or with another.
fn as_secret(is_inherited: bool) -> Value {
    json!({"legalGround": "15 kap. 1 § OSL", "inherited": is_inherited})
}

fn who_may_read_it_makes_a_record_confidential_and_nobody_else(backend: Backend) {
    let world = World::new(backend);
    let own = format!("/partners/{}", world.area_unit().post("/partners", &partner("Den egna")).expect(201).id());
    assert_eq!(world.reader().get(&own).expect(200).json()["confidentiality"], Value::Null);
    let refused = world.area_unit().patch(&own, "*", &secret()).problem(403, "forbidden").json();
    assert_eq!((&refused["permission"], &refused["rule"]), (&json!("confidential:read"), &json!("R-38")));
    let mut new = partner("Ny");
    new["confidentiality"] = secret()["confidentiality"].clone();
    world.area_unit().post("/partners", &new).problem(403, "forbidden");
    for ground in ["", "hemligt", "15 kap. § OSL", "kap. 1 § OSL", "15 kap. 1 § TF"] {
        let body = json!({"confidentiality": {"legalGround": ground}});
        let faults = world.coordination_unit().patch(&own, "*", &body).expect(400).faults();
        assert!(faults.iter().any(|fault| fault.contains("/confidentiality/legalGround")), "{faults:?}");
    }
    let made = world.coordination_unit().post("/partners", &new).expect(201);
    hide(&world.coordination_unit(), &own);
    let all = [
        ("board", true),
        ("working_committee", true),
        ("coordination_unit", true),
        ("registrar", true),
        ("area_unit", false),
        ("reader", false),
        ("administrator", false),
    ];
    for (role, sees) in all {
        for path in [own.clone(), format!("/partners/{}", made.id())] {
            let answer = world.user(role).get(&path);
            if sees {
                assert_eq!(answer.expect(200).json()["confidentiality"], as_secret(false));
            } else {
                answer.problem(404, "not_found");
            }
        }
    }
    // A PUT that does not speak of it takes nothing back; null in a patch does.
    let body = json!({"externalIds": [{"system": "w3d3", "value": "1"}]});
    world.coordination_unit().patch(&own, "*", &body).expect(200);
    let put = world.coordination_unit().put("/partners/by-external-id/w3d3/1", &partner("Den egna")).expect(200).json();
    assert_eq!(put["confidentiality"], as_secret(false));
    world.coordination_unit().patch(&own, "*", &json!({"confidentiality": null})).expect(200);
    assert_eq!(world.reader().get(&own).expect(200).json()["confidentiality"], Value::Null);
    assert_eq!(world.verify().faults, Vec::<String>::new());
}

/// Every address of the document that can be read, with ids put in, asked in several ways.
fn addresses(ids: &HashMap<&str, String>, at: &[String]) -> Vec<String> {
    let nobody = uuid::Uuid::nil().to_string();
    let mut all = Vec::new();
    let reads = Document::shared().operations().into_iter().filter(|operation| operation.method == "GET");
    for path in reads.map(|operation| operation.path) {
        let segment = path.split('/').nth(1).unwrap_or_default().to_owned();
        let id = ids.get(segment.as_str()).unwrap_or(&nobody);
        let path = path.replace("{id}", id).replace("{system}", "arkivet").replace("{value}", &segment);
        if path.contains('{') {
            continue;
        }
        let reference = REGISTERS.iter().find(|register| format!("/{}", register.path()) == path);
        let mut queries: Vec<String> =
            ["", "year=2009", "format=csv", "format=csv&year=2009", "limit=1000&include=record"]
                .iter()
                .map(|query| (*query).to_owned())
                .collect();
        queries.extend(at.iter().flat_map(|at| [format!("asOf={at}"), format!("asOf={at}&year=2009")]));
        queries.push("from=2009-01-01&to=2009-12-31".to_owned());
        queries.push("version=1".to_owned());
        if reference.is_some() {
            queries.extend([format!("q={}", &WORD[..5]), "limit=100&archived=true&archived=false".to_owned()]);
            queries.push(format!("id={id}"));
        }
        all.extend(queries.iter().map(|query| format!("{path}?{query}").trim_end_matches('?').to_owned()));
    }
    all
}

/// Those of some addresses that tell of a confidential record.
fn telling(client: &Client, addresses: &[String]) -> (BTreeSet<String>, usize) {
    let (mut telling, mut answered) = (BTreeSet::new(), 0);
    for address in addresses {
        let answer = client.get(address);
        answered += usize::from(answer.status == 200);
        if String::from_utf8_lossy(&answer.bytes).to_lowercase().contains(WORD) {
            telling.insert(address.split('?').next().unwrap_or_default().to_owned());
        }
    }
    (telling, answered)
}

fn no_address_tells_of_a_confidential_record(backend: Backend) {
    let start: Instant = "2026-03-02T09:00:00Z".parse().unwrap();
    let world = World::with(backend, Clock::fixed(start), &[]);
    world.furnish();
    let staff = world.coordination_unit();
    let name = |what: &str| format!("{WORD} {what}");
    let with_id = |mut body: Value, path: &str| {
        body["externalIds"] = json!([{"system": "arkivet", "value": path}]);
        body
    };
    let mut ids: HashMap<&str, String> = HashMap::new();
    let hidden = staff.post("/partners", &with_id(partner(&name("partner")), "partners")).expect(201).id();
    let strategy = staff.get("/strategies").expect(200).json()["items"][0]["id"].as_str().unwrap().to_owned();
    let area = staff.get("/strategy-areas").expect(200).json()["items"][0]["id"].as_str().unwrap().to_owned();
    let mut run = activity(&name("aktivitet"), 2009, Some(&area), &world.unit("area"));
    run["partnerIds"] = json!([hidden]);
    let bodies = [
        ("activities", run),
        ("cooperation-agreements", agreement(&name("avtal"), &hidden)),
        ("visits", visit(&name("besök"))),
        ("monitoring-items", monitoring_item(&name("bevakning"))),
        ("knowledge-activities", knowledge_activity(&name("kunskap"))),
        ("influence-cases", influence_case(&name("påverkan"))),
        ("profiling-actions", profiling_action(&name("profilering"))),
        (
            "strategy-areas",
            json!({"code": "hemligt", "name": {"sv": name("område")}, "order": 9, "strategyId": strategy}),
        ),
        ("units", json!({"code": "hemlig-enhet", "name": {"sv": name("enhet")}, "kind": "area_unit"})),
        ("policy-frameworks", json!({"code": "HEM", "title": {"sv": name("ram")}, "level": "regional"})),
    ];
    ids.insert("partners", hidden.clone());
    for (path, body) in bodies {
        let made = staff.post(&format!("/{path}"), &with_id(body, path)).expect(201);
        ids.insert(path, made.id());
    }
    let party = world.organisation(&name("förening"));
    ids.insert("memberships", id_of(&world.active_membership(&membership(&party))).to_owned());
    let held = staff.post("/engagements", &engagement(&hidden, "2009-02-03")).expect(201);
    staff.patch(&format!("/engagements/{}", held.id()), "*", &json!({"note": name("anteckning")})).expect(200);
    ids.insert("engagements", held.id());
    // A registry of the day before, and one in which it is all hidden.
    world.clock.set(Instant(start.0 + TimeDelta::days(1)));
    let before = world.clock.now();
    world.clock.set(Instant(start.0 + TimeDelta::days(2)));
    let staff = world.coordination_unit();
    staff.post("/partners", &partner("Emellan")).expect(201);
    let (all, _) = telling(&staff, &addresses(&ids, &[before.to_string()]));
    for (path, id) in ids.iter().chain([(&"partners", &party)]) {
        hide(&staff, &format!("/{path}/{id}"));
    }
    let asked = addresses(&ids, &[before.to_string(), world.clock.now().to_string()]);
    // Who may read it finds it as before, and the walk comes to all registers, reports and feeds.
    let (after, _) = telling(&staff, &asked);
    assert!(after.is_superset(&all), "{:?}", all.difference(&after));
    assert!(all.len() > 60, "{}: {all:?}", all.len());
    for role in ["reader", "area_unit", "administrator"] {
        let (told, answered) = telling(&world.user(role), &asked);
        assert_eq!(told, BTreeSet::new(), "{role}");
        assert!(answered > 300, "{role}: {answered}");
    }
    // Its numbers are gone from the totals.
    let total = |client: &Client| client.get("/partners").expect(200).json()["_meta"]["totalRecords"].as_i64().unwrap();
    assert_eq!(total(&staff) - total(&world.reader()), 2);
}

fn the_stricter_of_then_and_now_governs_what_was_said_earlier(backend: Backend) {
    let start: Instant = "2026-03-02T09:00:00Z".parse().unwrap();
    let world = World::with(backend, Clock::fixed(start), &[]);
    let other = world.partner("Öppen").id();
    let path = format!("/partners/{}", world.partner("Först öppen").id());
    let day = |days: i64| Instant(start.0 + TimeDelta::days(days));
    world.clock.set(day(2));
    hide(&world.coordination_unit(), &path);
    world.clock.set(day(4));
    let (staff, area) = (world.coordination_unit(), world.area_unit());
    let hidden_on = |client: &Client, days: i64| client.get(&format!("{path}?asOf={}", day(days))).status == 404;
    let listed = |client: &Client, days: i64| client.get(&format!("/partners?asOf={}", day(days))).expect(200);
    // Hidden now: then as well.
    assert!(hidden_on(&area, 1) && hidden_on(&area, 3));
    assert!(!hidden_on(&staff, 1) && !hidden_on(&staff, 3));
    area.get(&format!("{path}/history")).problem(404, "not_found");
    let list = listed(&area, 1);
    assert_eq!(list.json()["_meta"]["totalRecords"], 1);
    assert_eq!(listed(&staff, 1).json()["_meta"]["totalRecords"], 2);
    let tag = list.header("etag").unwrap().to_owned();
    let again = format!("/partners?asOf={}", day(1));
    area.get_with(&again, &[("If-None-Match", &tag)]).expect(304);
    // Public again: what was hidden then stays so, what was public then is seen again.
    world.clock.set(day(6));
    let (staff, area) = (world.coordination_unit(), world.area_unit());
    world.coordination_unit().patch(&path, "*", &json!({"confidentiality": null})).expect(200);
    area.get(&path).expect(200);
    assert!(!hidden_on(&area, 1) && hidden_on(&area, 3));
    assert_eq!(area.get_with(&again, &[("If-None-Match", &tag)]).expect(200).json()["_meta"]["totalRecords"], 2);
    let versions = |client: &Client| -> Vec<i64> {
        let page = client.get(&format!("{path}/history")).expect(200).json();
        page["items"].as_array().unwrap().iter().map(|item| item["version"].as_i64().unwrap()).collect()
    };
    assert_eq!((versions(&staff), versions(&area)), (vec![3, 2, 1], vec![3, 1]));
    area.get(&format!("{path}/history?version=2")).problem(404, "not_found");
    // So does the feed, deletions included.
    let seen = |client: &Client| -> Vec<(String, i64)> {
        let feed = client.get("/changes?type=partner&limit=1000").expect(200).json();
        let of = |item: &Value| (item["id"].as_str().unwrap().to_owned(), item["version"].as_i64().unwrap());
        feed["items"].as_array().unwrap().iter().map(of).collect()
    };
    let id = id_of(&path).to_owned();
    assert_eq!(seen(&area), [(other.clone(), 1), (id.clone(), 1), (id.clone(), 3)]);
    hide(&world.coordination_unit(), &path);
    world.coordination_unit().delete(&path, "*").expect(204);
    assert_eq!(seen(&area), [(other, 1)]);
    assert_eq!(seen(&staff).len(), 6);
    assert!(hidden_on(&area, 1));
}

fn it_cannot_be_referred_to_changed_or_told_from_nothing(backend: Backend) {
    let world = World::new(backend);
    let (staff, area) = (world.coordination_unit(), world.area_unit());
    let mut body = partner("Hemlig");
    body["externalIds"] = json!([{"system": "w3d3", "value": "1"}]);
    let id = area.post("/partners", &body).expect(201).id();
    let path = format!("/partners/{id}");
    let mut refers = activity("Med partner", 2009, None, &world.unit("area"));
    refers["partnerIds"] = json!([id]);
    let before = area.post("/activities", &refers).expect(201).id();
    hide(&staff, &path);
    let nowhere = uuid::Uuid::now_v7().to_string();
    let told = |answer: crate::support::Answer, id: &str| answer.text().replace(id, "ID");
    // As if it were not there, by id and by external id alike.
    for (named, other) in [(id.as_str(), nowhere.as_str()), ("w3d3:1", "w3d3:2")] {
        let post = |named: &str| {
            let mut body = refers.clone();
            body["partnerIds"] = json!([named]);
            let answer = area.post("/activities", &body).expect(422);
            let mut problem: Value = serde_json::from_str(&told(answer, named)).unwrap();
            problem.as_object_mut().unwrap().remove("traceId");
            problem["instance"] = Value::Null;
            problem
        };
        assert_eq!(post(named), post(other));
    }
    for client in [&area, &world.reader()] {
        client.get("/partners/by-external-id/w3d3/1").problem(404, "not_found");
    }
    area.patch(&path, "*", &json!({"note": "x"})).problem(404, "not_found");
    area.put("/partners/by-external-id/w3d3/1", &partner("Hemlig")).problem(404, "not_found");
    area.get(&format!("{path}/transitions")).problem(404, "not_found");
    // What referred to it may go on to, and may not begin anew.
    let activity = format!("/activities/{before}");
    let changed = area.patch(&activity, "*", &json!({"description": "Ny beskrivning."})).expect(200).json();
    assert_eq!(changed["partnerIds"], json!([id]));
    let seen = area.get(&format!("{activity}?expand=partners")).expect(200).json();
    assert_eq!(seen["_embedded"]["partners"], json!([]));
    area.patch(&activity, "*", &json!({"partnerIds": []})).expect(200);
    area.patch(&activity, "*", &json!({"partnerIds": [id]})).expect(422);
    // What holds a record is named as far as it is seen.
    let held = staff.post("/partners", &partner("Hålls")).expect(201).id();
    let secret = staff.post("/cooperation-agreements", &agreement("Hemligt avtal", &held)).expect(201).id();
    hide(&staff, &format!("/cooperation-agreements/{secret}"));
    let user = json!({"username": "smal", "roles": ["coordination_unit"], "unitId": world.unit("coordination")});
    world.administrator().post("/users", &user).expect(201);
    let client = machine(&world, &["partners:read", "partners:delete", "partners:merge", "partners:edit"]);
    let refused = client.delete(&format!("/partners/{held}"), "*").problem(409, "referenced").json();
    assert_eq!(refused["heldBy"], Value::Null, "{refused}");
    let named = staff.delete(&format!("/partners/{held}"), "*").problem(409, "referenced").json();
    assert_eq!(named["heldBy"][0]["id"], json!(secret));
    // What is named is called without what is not seen.
    let organisation = world.organisation(&format!("{WORD} nätverk"));
    let mut body = membership(&organisation);
    (body["level"], body["viaOrganisationId"]) = (json!("indirect"), json!(held));
    let member = staff.post("/memberships", &body).expect(201).id();
    hide(&staff, &format!("/partners/{organisation}"));
    let named = |client: &Client| client.delete(&format!("/partners/{held}"), "*").problem(409, "referenced").json();
    let refused = named(&client);
    assert_eq!(refused["heldBy"].as_array().unwrap().len(), 1, "{refused}");
    assert_eq!(refused["heldBy"][0]["id"], json!(member));
    assert!(!refused.to_string().contains(WORD), "{refused}");
    assert!(named(&staff).to_string().contains(WORD));
    let merge = json!({"duplicateId": held});
    let other = world.partner("Blir kvar").id();
    let refused = client.json("POST", &format!("/partners/{other}/merge"), &[("If-Match", "*")], &merge);
    assert_eq!(refused.problem(403, "forbidden").json()["permission"], "confidential:read");
    // What would become public by being joined does not.
    let secret = world.partner("Zhemlig tvilling").id();
    hide(&staff, &format!("/partners/{secret}"));
    let merge = json!({"duplicateId": secret});
    let refused = staff.json("POST", &format!("/partners/{other}/merge"), &[("If-Match", "*")], &merge).expect(422);
    assert_eq!(refused.json()["invalidParameters"][0]["rule"], "R-38");
    // With the scope a client sees it, and without it never.
    client.get(&path).problem(404, "not_found");
    machine(&world, &["partners:read", "confidential:read"]).get(&path).expect(200);
}

/// A client of the coordination unit with some scopes.
fn machine(world: &World, scopes: &[&str]) -> Client {
    let name = format!("Klient {}", uuid::Uuid::now_v7());
    let body = json!({"name": name, "ownerUnitId": world.unit("coordination"), "scopes": scopes});
    let id = world.administrator().post("/clients", &body).expect(201).id();
    let made = world.administrator().post(&format!("/clients/{id}/secrets"), &json!({})).expect(201).json();
    let wanted = json!({"grant_type": "client_credentials", "client_id": id, "client_secret": made["secret"]});
    let token = world.anonymous().post("/tokens", &wanted).expect(200).json();
    Client::new(&world.url, Some(token["access_token"].as_str().unwrap().to_owned()))
}

fn a_writer_gets_back_what_a_reader_would_see(backend: Backend) {
    let world = World::new(backend);
    let (staff, area) = (world.coordination_unit(), world.area_unit());
    let path = format!("/partners/{}", area.post("/partners", &partner("Synlig")).expect(201).id());
    let held = staff.post("/engagements", &engagement(id_of(&path), "2009-02-03")).expect(201).id();
    hide(&staff, &format!("/engagements/{held}"));
    let bare = |mut value: Value| {
        for name in ["_links", "version", "updatedAt", "updatedBy", "note"] {
            value.as_object_mut().unwrap().remove(name);
        }
        value
    };
    let (all, seen) = (bare(staff.get(&path).expect(200).json()), area.get(&path).expect(200).json());
    assert_ne!(all, bare(seen.clone()), "the last contact is computed");
    // What was read is sent back whole, with a change.
    let mut whole = seen.clone();
    whole["note"] = json!("Ny anteckning.");
    let written = area.patch(&path, "*", &whole).expect(200).json();
    assert_eq!(bare(written), bare(seen));
}

fn what_tells_of_it_is_confidential_too(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let plan = world.adopted_plan(2009);
    let open = world.planned_activity("Öppen aktivitet", 2009, "area");
    let hidden = world.planned_activity(&format!("{WORD} aktivitet"), 2009, "area");
    hide(&staff, &format!("/activities/{}", hidden));
    let report = json!({
        "operationalPlanId": id_of(&plan), "unitId": world.unit("area"), "period": 1, "text": "Går enligt plan.",
    });
    let report = format!("/status-reports/{}", world.area_unit().post("/status-reports", &report).expect(201).id());
    world.area_unit().transition(&report, "submitted").expect(200);
    staff.transition(&report, "approved").expect(200);
    let frozen = |client: &Client| -> Vec<Value> {
        let page = client.get("/report-snapshots").expect(200).json();
        page["items"].as_array().unwrap().iter().map(|item| item["confidentiality"].clone()).collect()
    };
    assert_eq!((frozen(&staff), frozen(&world.area_unit())), (vec![as_secret(true)], vec![]));
    assert_eq!(world.area_unit().get(&report).expect(200).json()["snapshotId"], Value::Null);
    // What is made anew from it tells of it, and follows nothing.
    let draft = json!({
        "title": "Utkast", "year": 2009, "kind": "project", "cooperationLevel": "local", "startsOn": "2009-03-01",
    });
    let draft = staff.post("/activities", &draft).expect(201).id();
    let body = json!({"name": "Kopia", "measure": "st", "activityId": draft, "direction": "increase"});
    hide(&staff, &format!("/indicators/{}", staff.post("/indicators", &body).expect(201).id()));
    // A value that is confidential is the baseline of the year after.
    let body = json!({"name": "Deltagare", "measure": "st", "activityId": open, "direction": "increase"});
    let indicator = staff.post("/indicators", &body).expect(201).id();
    let body = json!({"indicatorId": indicator, "observedOn": "2009-08-31", "value": "4711"});
    hide(&staff, &format!("/indicator-values/{}", staff.post("/indicator-values", &body).expect(201).id()));
    let rolled = staff.post("/roll-overs", &json!({"fromPlanId": id_of(&plan), "choices": []})).expect(201).json();
    assert_eq!(rolled["confidentiality"], as_secret(true));
    let next = |client: &Client| {
        let page = client.get("/activities?year=2010&limit=100").expect(200).json();
        page["items"].as_array().unwrap().len()
    };
    assert_eq!((next(&staff), next(&world.area_unit())), (3, 2), "{open}");
    let carried = staff.get("/indicators?q=Deltagare").expect(200).json()["items"].as_array().unwrap().clone();
    let carried = carried.iter().find(|one| one["id"] != json!(indicator)).unwrap();
    assert_eq!((&carried["baseline"], &carried["confidentiality"]), (&json!("4711"), &as_secret(true)));
    let copies = staff.get("/indicators?q=Kopia").expect(200).json()["items"].as_array().unwrap().clone();
    let grounds: Vec<&Value> = copies.iter().map(|one| &one["confidentiality"]).collect();
    assert_eq!(grounds, [&as_secret(false), &as_secret(false)]);
    let preview = world.reader().get(&format!("/operational-plans/{}/roll-over", id_of(&plan)));
    assert!(!preview.expect(200).text().contains(WORD));
}

/// What is said of a record by its parts is as confidential as it is.
fn its_parts_follow_it(backend: Backend) {
    let world = World::new(backend);
    let (staff, area) = (world.coordination_unit(), world.area_unit());
    world.adopted_plan(2009);
    let path = format!("/activities/{}", world.planned_activity("Blir hemlig", 2009, "area"));
    let first = format!("/progress-updates/{}", world.report(id_of(&path), 2009, &json!({})).expect(201).id());
    let body = json!({"name": "Deltagare", "measure": "st", "activityId": id_of(&path), "direction": "increase"});
    let indicator = format!("/indicators/{}", staff.post("/indicators", &body).expect(201).id());
    let body = json!({"indicatorId": id_of(&indicator), "observedOn": "2009-08-31", "value": "25"});
    let value = format!("/indicator-values/{}", staff.post("/indicator-values", &body).expect(201).id());
    let own = staff.post(
        "/indicators",
        &json!({"name": "Eget", "measure": "st", "activityId": id_of(&path), "direction": "increase"}),
    );
    let own = format!("/indicators/{}", own.expect(201).id());
    let ground = json!({"confidentiality": {"legalGround": "18 kap. 8 § OSL"}});
    staff.patch(&own, "*", &ground).expect(200);
    hide(&staff, &path);
    for part in [&first, &indicator, &value, &own] {
        area.get(part).problem(404, "not_found");
        let cause = staff.get(&format!("{part}/history")).expect(200).json()["items"][0]["causeType"].clone();
        assert_eq!(cause, if *part == own { Value::Null } else { json!("activity") }, "{part}");
    }
    // What comes later is so from the beginning.
    let body = json!({"name": "Senare", "measure": "st", "activityId": id_of(&path), "direction": "increase"});
    let later = staff.post("/indicators", &body).expect(201).json();
    assert_eq!(later["confidentiality"], as_secret(true));
    let mut body = body;
    body["confidentiality"] = as_secret(true);
    let said = staff.post("/indicators", &body).expect(201).json();
    assert_eq!(said["confidentiality"], as_secret(false), "what is said of it is its own");
    let said = format!("/indicators/{}", said["id"].as_str().unwrap());
    staff.patch(&path, "*", &json!({"confidentiality": null})).expect(200);
    for part in [&first, &indicator, &value] {
        area.get(part).expect(200);
    }
    for own in [own, said] {
        area.get(&own).problem(404, "not_found");
    }
    // What becomes a part becomes so, and is not made public before the whole is.
    let other = format!("/activities/{}", world.planned_activity("En annan", 2009, "area"));
    hide(&staff, &other);
    let moved = staff.patch(&indicator, "*", &json!({"activityId": id_of(&other)})).expect(200).json();
    assert_eq!(moved["confidentiality"], as_secret(true));
    area.get(&value).problem(404, "not_found");
    let same = staff.patch(&indicator, "*", &json!({"confidentiality": null})).expect(200).json();
    assert_eq!((&same["confidentiality"], &same["version"]), (&as_secret(true), &moved["version"]));
    // Sent back as it is, it stays so; said of itself, it is its own.
    let said = |is_inherited| {
        let after =
            staff.patch(&indicator, "*", &json!({"confidentiality": as_secret(is_inherited)})).expect(200).json();
        (after["confidentiality"].clone(), after["version"].as_i64().unwrap())
    };
    let version = moved["version"].as_i64().unwrap();
    assert_eq!(said(true), (as_secret(true), version));
    hide(&staff, &indicator);
    assert_eq!(said(false), (as_secret(false), version + 1));
    assert_eq!(said(true), (as_secret(false), version + 1));
    // What leaves what it followed keeps the ground, until somebody says otherwise.
    let body = json!({"name": "Flyttad", "measure": "st", "activityId": id_of(&other), "direction": "increase"});
    let leaves = format!("/indicators/{}", staff.post("/indicators", &body).expect(201).id());
    let left = staff.patch(&leaves, "*", &json!({"activityId": id_of(&path)})).expect(200).json();
    assert_eq!(left["confidentiality"], as_secret(false));
    staff.patch(&leaves, "*", &json!({"confidentiality": null})).expect(200);
    area.get(&leaves).expect(200);
    // So with what becomes a part by a merger.
    let (duplicate, stays) = (world.partner("Dubblett").id(), world.partner("Blir kvar hemlig").id());
    let held =
        format!("/engagements/{}", staff.post("/engagements", &engagement(&duplicate, "2009-02-03")).expect(201).id());
    hide(&staff, &format!("/partners/{stays}"));
    let merge = json!({"duplicateId": duplicate});
    staff.json("POST", &format!("/partners/{stays}/merge"), &[("If-Match", "*")], &merge).expect(200);
    area.get(&held).problem(404, "not_found");
}

/// What was frozen, rolled over or decided while it was public follows what it tells of, there and back.
fn what_told_of_it_before_is_confidential_with_it(backend: Backend) {
    let world = World::new(backend);
    let (staff, area) = (world.coordination_unit(), world.area_unit());
    let plan = world.adopted_plan(2009);
    let activity = format!("/activities/{}", world.planned_activity("Blir hemlig", 2009, "area"));
    let other = format!("/activities/{}", world.planned_activity("Blir också hemlig", 2009, "area"));
    let body = json!({"name": "Deltagare", "measure": "st", "activityId": id_of(&activity), "direction": "increase"});
    let indicator = staff.post("/indicators", &body).expect(201).id();
    let body = json!({"indicatorId": indicator, "observedOn": "2009-08-31", "value": "25"});
    let value = format!("/indicator-values/{}", staff.post("/indicator-values", &body).expect(201).id());
    let report = json!({
        "operationalPlanId": id_of(&plan), "unitId": world.unit("area"), "period": 1, "text": "Går enligt plan.",
    });
    let report = format!("/status-reports/{}", area.post("/status-reports", &report).expect(201).id());
    area.transition(&report, "submitted").expect(200);
    staff.transition(&report, "approved").expect(200);
    let rolled = staff.post("/roll-overs", &json!({"fromPlanId": id_of(&plan), "choices": []})).expect(201).id();
    let membership = world.active_membership(&membership(&world.organisation("Nätverket")));
    let tells = |list: &str| {
        let page = area.get(list).expect(200).json();
        page["_meta"]["totalRecords"].as_i64().unwrap()
    };
    let all = || (tells("/report-snapshots"), tells("/roll-overs"));
    let decisions = tells("/decisions");
    assert_eq!(all(), (1, 1));
    let shown = |path: &str| staff.patch(path, "*", &json!({"confidentiality": null})).expect(200);
    hide(&staff, &activity);
    assert_eq!(all(), (0, 0));
    hide(&staff, &other);
    shown(&activity);
    assert_eq!(all(), (0, 0), "they tell of the other too");
    shown(&other);
    assert_eq!(all(), (1, 1));
    // By a value the baseline of the year after is known; its indicator's own values go with it.
    let carried = || tells("/indicators");
    let found = staff.get("/indicators").expect(200).json()["items"].as_array().unwrap().clone();
    let next = found.iter().find(|one| one["id"] != json!(indicator)).unwrap();
    let body = json!({"indicatorId": next["id"], "observedOn": "2010-03-31", "value": "30"});
    let later = format!("/indicator-values/{}", staff.post("/indicator-values", &body).expect(201).id());
    assert_eq!(carried(), 2);
    hide(&staff, &value);
    assert_eq!((all(), carried()), ((1, 0), 1));
    area.get(&later).problem(404, "not_found");
    shown(&value);
    assert_eq!((all(), carried()), ((1, 1), 2));
    area.get(&later).expect(200);
    // On what other ground a part is confidential is its own.
    let ground = json!({"confidentiality": {"legalGround": "18 kap. 8 § OSL"}});
    staff.patch(&value, "*", &ground).expect(200);
    hide(&staff, &activity);
    shown(&activity);
    assert_eq!((all(), carried()), ((1, 0), 1), "the value is so still");
    shown(&value);
    assert_eq!((all(), carried()), ((1, 1), 2));
    let history = staff.get(&format!("/roll-overs/{rolled}/history")).expect(200).json();
    assert_eq!(history["items"][0]["causeType"], "indicator_value");
    hide(&staff, &membership);
    let hidden = decisions - tells("/decisions");
    assert!(hidden > 0, "what was decided of it");
    shown(&membership);
    assert_eq!(tells("/decisions"), decisions);
}

/// A webhook sends what its creator may read, and its address stays with who may read as much.
fn a_webhook_is_not_turned_to_who_sees_less(backend: Backend) {
    let world = World::new(backend);
    let (staff, administrator) = (world.coordination_unit(), world.administrator());
    let make = |client: &Client| {
        let body = json!({"url": "https://exempel.se/krok", "events": ["partner.*"]});
        format!("/webhooks/{}", client.post("/webhooks", &body).expect(201).id())
    };
    let other = json!({"url": "https://exempel.se/annan"});
    let seeing = make(&staff);
    let refused = administrator.patch(&seeing, "*", &other).expect(422).json();
    assert_eq!(refused["invalidParameters"][0]["rule"], "R-38");
    administrator.patch(&seeing, "*", &json!({"description": "Till ärendehanteringen"})).expect(200);
    staff.patch(&seeing, "*", &other).expect(200);
    administrator.patch(&make(&administrator), "*", &other).expect(200);
}

fn every_part_is_a_reference() {
    let keys: BTreeSet<String> = REGISTERS.iter().flat_map(|register| register.reference_keys()).collect();
    for part in utblick::register::confidentiality::PART_OF {
        assert!(keys.contains(*part), "{part}");
    }
}

fn every_table_is_hidden_where_it_tells_of_records() {
    // What is nobody's record, or is read for who made it alone.
    const APART: &[&str] = &[
        "journal_head",
        "journal",
        "confidential_records",
        "credentials",
        "client_secrets",
        "sessions",
        "refresh_tokens",
        "sign_outs",
        "idempotency_keys",
        "webhook_secrets",
        "webhook_cursors",
        "webhook_deliveries",
        "leases",
        "imports",
        "import_chunks",
        "import_rows",
        "municipalities",
        "municipality_populations",
        "calendar_subscriptions",
        "report_links",
    ];
    let schema = include_str!("../../src/db/schema.rs");
    let names = schema.split("allow_tables_to_appear_in_same_query!(").nth(1).unwrap().split(");").next().unwrap();
    let all: BTreeSet<&str> = names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    let registers = REGISTERS.iter().map(|register| register.table());
    let telling = utblick::db::hidden::TELLING.iter().map(|(table, _)| *table);
    let known: BTreeSet<&str> = registers.chain(telling).chain(APART.iter().copied()).collect();
    assert_eq!(all, known);
}
