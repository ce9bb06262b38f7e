//! Project ideas: who joins them, what they need to mobilise and to apply, and how they are found.

use serde_json::{Value, json};

use crate::support::{Answer, Backend, Client, World, partner};

crate::tests! {
    to_mobilise_an_idea_has_a_party,
    everything_that_applying_asks_for_is_named,
    as_many_parties_as_the_call_or_its_programme_asks_for,
    every_party_is_counted_once,
    what_has_applied_keeps_what_it_applied_with,
    an_idea_is_dropped_with_a_reason_and_taken_up_again,
    an_idea_is_deleted_as_long_as_it_is_one,
    filters_find_what_lists_hold,
    the_index_of_municipalities_follows_the_idea,
    lists_and_references_are_checked,
    an_area_unit_has_its_own_and_nothing_of_anothers,
}

fn idea(title: &str) -> Value {
    json!({"title": title})
}

/// An idea of the coordination unit's; its path.
fn made(world: &World, body: &Value) -> String {
    format!("/project-ideas/{}", world.coordination_unit().post("/project-ideas", body).expect(201).id())
}

fn reason(client: &Client, path: &str, to: &str) -> Answer {
    client.post(&format!("{path}/transitions"), &json!({"to": to, "reason": "Skäl."}))
}

/// The titles of a list, in order.
fn titles(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/project-ideas?sort=title&{query}")).expect(200).json();
    page["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
}

fn to_mobilise_an_idea_has_a_party(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let path = made(&world, &idea("Ensam"));
    let refused = staff.transition(&path, "mobilising").problem(422, "unprocessable");
    assert_eq!(
        (refused.faults(), &refused.json()["rule"]),
        (vec!["/municipalityCodes rule".to_owned()], &json!("L65.2"))
    );
    let ways = staff.get(&format!("{path}/transitions")).expect(200).json();
    assert_eq!((&ways["items"][0]["to"], &ways["items"][0]["open"]), (&json!("mobilising"), &json!(false)));
    // Any party will do.
    let partner = world.partner("Hedmark").id();
    for party in
        [json!({"municipalityCodes": ["1780"]}), json!({"partnerIds": [partner]}), json!({"initiatorId": partner})]
    {
        let mut body = idea("Tillsammans");
        body.as_object_mut().unwrap().extend(party.as_object().unwrap().clone());
        let path = made(&world, &body);
        assert_eq!(staff.transition(&path, "mobilising").expect(200).json()["state"], "mobilising", "{party}");
        // Nor does it lose its only one while it mobilises.
        let taken = json!({"municipalityCodes": [], "partnerIds": [], "initiatorId": null});
        let refused = staff.patch(&path, "*", &taken).problem(422, "unprocessable");
        assert_eq!(refused.faults(), ["/municipalityCodes rule"], "{party}");
    }
}

fn everything_that_applying_asks_for_is_named(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let mut body = idea("Ansökan");
    body["municipalityCodes"] = json!(["1780"]);
    let path = made(&world, &body);
    staff.transition(&path, "applied").problem(409, "state_conflict");
    staff.transition(&path, "mobilising").expect(200);
    let apply = || staff.transition(&path, "applied");
    let refused = apply().problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/callId rule", "/strategyAreaIds rule"]);
    let rules: Vec<Value> =
        refused.json()["missing"].as_array().unwrap().iter().map(|one| one["rule"].clone()).collect();
    assert_eq!(rules, ["L65.2", "R-05"]);
    let programme = world.funding_programme("Interreg");
    staff.patch(&path, "*", &json!({"callId": world.call(&programme, "Andra", None)})).expect(200);
    let refused = apply().problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/strategyAreaIds rule".to_owned()], &json!("R-05")));
    // A strategy area or a link to a framework.
    staff.patch(&path, "*", &json!({"strategyAreaIds": [world.strategy_area("kultur")]})).expect(200);
    apply().expect(200);
    let mut body = body;
    body["callId"] = json!(world.call(&programme, "Tredje", None));
    body["frameworkLinks"] = json!([{"code": "RUP-3"}]);
    let path = made(&world, &body);
    staff.transition(&path, "mobilising").expect(200);
    staff.transition(&path, "applied").expect(200);
}

fn as_many_parties_as_the_call_or_its_programme_asks_for(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let programme = world.funding_programme("Interreg");
    let call = world.call(&programme, "Andra", None);
    let mut body = idea("Två");
    (body["callId"], body["frameworkLinks"]) = (json!(call), json!([{"code": "RUP-3"}]));
    (body["initiatorId"], body["municipalityCodes"]) = (json!(world.partner("Hedmark").id()), json!(["1780"]));
    let path = made(&world, &body);
    let computed = || {
        let record = staff.get(&path).expect(200).json();
        (record["partyCount"].clone(), record["minimumPartners"].clone())
    };
    let minimum = |of: &str, id: &str, least: Value| {
        staff.patch(&format!("/{of}/{id}"), "*", &json!({"minimumPartners": least})).expect(200);
    };
    assert_eq!(computed(), (json!(2), Value::Null), "neither says");
    minimum("funding-programmes", &programme, json!(3));
    assert_eq!(computed(), (json!(2), json!(3)), "the programme says");
    staff.transition(&path, "mobilising").expect(200);
    let refused = staff.transition(&path, "applied").problem(422, "unprocessable");
    assert_eq!(
        (refused.faults(), &refused.json()["rule"]),
        (vec!["/municipalityCodes rule".to_owned(), "/partnerIds rule".to_owned()], &json!("L65.1"))
    );
    // What the call says goes before what the programme says, upwards and downwards.
    minimum("calls", &call, json!(4));
    assert_eq!(computed(), (json!(2), json!(4)));
    staff.patch(&path, "*", &json!({"municipalityCodes": ["1780", "1784"]})).expect(200);
    let refused = staff.transition(&path, "applied").problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/municipalityCodes rule", "/partnerIds rule"]);
    minimum("calls", &call, json!(3));
    staff.transition(&path, "applied").expect(200);
    // Those that became too few do not become fewer.
    minimum("calls", &call, json!(9));
    let refused = staff.patch(&path, "*", &json!({"municipalityCodes": ["1780"]})).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/municipalityCodes rule"]);
    minimum("calls", &call, json!(1));
    assert_eq!(computed(), (json!(3), json!(1)));
    // Without a call nothing is known.
    let other = staff.get(&made(&world, &idea("Utan"))).expect(200).json();
    assert_eq!((&other["partyCount"], &other["minimumPartners"]), (&json!(0), &Value::Null));
    let listed = staff.get("/project-ideas?sort=title").expect(200).json();
    let both: Vec<&Value> = listed["items"].as_array().unwrap().iter().map(|one| &one["partyCount"]).collect();
    assert_eq!(both, [&json!(3), &json!(0)]);
}

fn every_party_is_counted_once(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let by_code = |name: &str, kind: &str| {
        let mut body = partner(name);
        (body["kind"], body["country"], body["municipalityCode"]) = (json!(kind), json!("SE"), json!("1780"));
        staff.post("/partners", &body).expect(201).id()
    };
    let (town, company) = (by_code("Karlstads kommun", "municipality"), by_code("Bolaget", "company"));
    let other = world.partner("Hedmark").id();
    for (initiator, partners, codes, count) in [
        (json!(other), json!([other]), json!([]), 1),
        (json!(town), json!([town, other]), json!(["1780", "1784"]), 3),
        (Value::Null, json!([town]), json!(["1780"]), 1),
        (Value::Null, json!([town]), json!(["1784"]), 2),
        // What only lies in a municipality is a party of its own.
        (Value::Null, json!([company]), json!(["1780"]), 2),
        (Value::Null, json!([]), json!([]), 0),
    ] {
        let body =
            json!({"title": "Räknad", "initiatorId": initiator, "partnerIds": partners, "municipalityCodes": codes});
        let record = staff.post("/project-ideas", &body).expect(201).json();
        assert_eq!(record["partyCount"], count, "{body}");
    }
}

fn what_has_applied_keeps_what_it_applied_with(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let programme = world.funding_programme("Interreg");
    let call = world.call(&programme, "Andra", None);
    staff.patch(&format!("/calls/{call}"), "*", &json!({"minimumPartners": 2})).expect(200);
    let mut body = idea("Ansökt");
    (body["callId"], body["frameworkLinks"]) = (json!(call), json!([{"code": "RUP-3"}]));
    body["municipalityCodes"] = json!(["1780", "1784"]);
    let path = made(&world, &body);
    for to in ["mobilising", "applied"] {
        staff.transition(&path, to).expect(200);
    }
    for (change, faults) in [
        (json!({"callId": null}), vec!["/callId rule"]),
        (json!({"municipalityCodes": ["1780"]}), vec!["/municipalityCodes rule", "/partnerIds rule"]),
        // Nobody, and too few.
        (
            json!({"municipalityCodes": []}),
            vec!["/municipalityCodes rule", "/municipalityCodes rule", "/partnerIds rule"],
        ),
        (json!({"frameworkLinks": []}), vec!["/strategyAreaIds rule"]),
    ] {
        assert_eq!(staff.patch(&path, "*", &change).problem(422, "unprocessable").faults(), faults, "{change}");
    }
    // A call that asks for more afterwards does not stand in the way of other fields.
    staff.patch(&format!("/calls/{call}"), "*", &json!({"minimumPartners": 5})).expect(200);
    staff.patch(&path, "*", &json!({"description": "Inskickad."})).expect(200);
    for to in ["idea", "mobilising", "dropped"] {
        reason(&staff, &path, to).problem(409, "state_conflict");
    }
}

fn an_idea_is_dropped_with_a_reason_and_taken_up_again(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let mut body = idea("Kastad");
    body["municipalityCodes"] = json!(["1780"]);
    for mobilises in [false, true] {
        let path = made(&world, &body);
        if mobilises {
            staff.transition(&path, "mobilising").expect(200);
            staff.transition(&path, "idea").problem(409, "state_conflict");
        }
        let bare = staff.transition(&path, "dropped").problem(400, "invalid_request");
        assert_eq!(bare.faults(), ["/reason missing"]);
        let dropped = reason(&staff, &path, "dropped").expect(200).json();
        assert_eq!((&dropped["state"], &dropped["stateReason"]), (&json!("dropped"), &json!("Skäl.")));
        staff.transition(&path, "mobilising").problem(409, "state_conflict");
        // What is dropped may lose what it had.
        staff.patch(&path, "*", &json!({"municipalityCodes": []})).expect(200);
        let bare = staff.transition(&path, "idea").problem(400, "invalid_request");
        assert_eq!(bare.faults(), ["/reason missing"]);
        assert_eq!(reason(&staff, &path, "idea").expect(200).json()["state"], "idea");
    }
}

fn an_idea_is_deleted_as_long_as_it_is_one(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let mut body = idea("Borta");
    body["municipalityCodes"] = json!(["1780"]);
    let path = made(&world, &body);
    staff.transition(&path, "mobilising").expect(200);
    staff.delete(&path, "*").problem(409, "state_conflict");
    reason(&staff, &path, "dropped").expect(200);
    staff.delete(&path, "*").problem(409, "state_conflict");
    reason(&staff, &path, "idea").expect(200);
    staff.delete(&path, "*").expect(204);
    staff.get(&path).problem(404, "not_found");
    assert_eq!(titles(&staff, "municipalityCode=1780"), Vec::<String>::new());
}

fn filters_find_what_lists_hold(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let (mine, theirs) = (world.partner("Hedmark").id(), world.partner("Dalarna").id());
    let call = world.call(&world.funding_programme("Interreg"), "Andra", None);
    let area = world.strategy_area("kultur");
    let rich = json!({
        "title": "Rik", "callId": call, "initiatorId": mine, "partnerIds": [theirs], "ownerUnitId": world.unit("area"),
        "municipalityCodes": ["1780", "1784"], "strategyAreaIds": [area],
        "frameworkLinks": [{"code": "RUP-1"}, {"code": "EU-1"}],
    });
    let path = made(&world, &rich);
    made(&world, &json!({"title": "Halv", "partnerIds": [mine], "municipalityCodes": ["1730"]}));
    made(&world, &idea("Fattig"));
    staff.transition(&path, "mobilising").expect(200);
    let own = world.unit("area");
    let cases = [
        ("state=mobilising".to_owned(), &["Rik"][..]),
        ("state=idea&state=dropped".to_owned(), &["Fattig", "Halv"]),
        (format!("callId={call}"), &["Rik"]),
        ("callId=none".to_owned(), &["Fattig", "Halv"]),
        // Who had it, and who is interested.
        (format!("partnerId={mine}"), &["Halv", "Rik"]),
        (format!("partnerId={theirs}"), &["Rik"]),
        (format!("partnerId={}", world.unit("area")), &[]),
        ("partnerId=none".to_owned(), &["Fattig"]),
        (format!("partnerId=none&partnerId={theirs}"), &["Fattig", "Rik"]),
        ("municipalityCode=1784".to_owned(), &["Rik"]),
        ("municipalityCode=1784&municipalityCode=1730".to_owned(), &["Halv", "Rik"]),
        ("municipalityCode=178".to_owned(), &[]),
        ("municipalityCode=178_".to_owned(), &[]),
        ("municipalityCode=none".to_owned(), &["Fattig"]),
        ("municipalityCode=none&municipalityCode=1730".to_owned(), &["Fattig", "Halv"]),
        (format!("strategyAreaId={area}"), &["Rik"]),
        ("strategyAreaId=none".to_owned(), &["Fattig", "Halv"]),
        ("frameworkElement=EU-1".to_owned(), &["Rik"]),
        ("frameworkElement=EU".to_owned(), &[]),
        ("frameworkElement=none".to_owned(), &["Fattig", "Halv"]),
        (format!("ownerUnitId={own}"), &["Rik"]),
        ("ownerUnitId=none".to_owned(), &["Fattig", "Halv"]),
        ("q=rik".to_owned(), &["Rik"]),
        (format!("municipalityCode=1780&partnerId={mine}&state=mobilising"), &["Rik"]),
    ];
    for (query, expected) in cases {
        assert_eq!(titles(&staff, &query), expected, "{query}");
    }
    let sorted = staff.get("/project-ideas?sort=-state,-title").expect(200).json();
    let sorted: Vec<&str> =
        sorted["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap()).collect();
    assert_eq!(sorted, ["Rik", "Halv", "Fattig"]);
    let refused = staff.get("/project-ideas?state=done&callId=x").problem(400, "invalid_request");
    assert_eq!(refused.faults(), ["callId wrong_format", "state wrong_format"]);
}

fn the_index_of_municipalities_follows_the_idea(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let mut body = idea("Flyttar");
    body["municipalityCodes"] = json!(["1780", "1784"]);
    let path = made(&world, &body);
    let found = |code: &str| titles(&staff, &format!("municipalityCode={code}")).len();
    assert_eq!(["1780", "1784", "1730"].map(found), [1, 1, 0]);
    staff.patch(&path, "*", &json!({"municipalityCodes": ["1784", "1730"]})).expect(200);
    assert_eq!(["1780", "1784", "1730"].map(found), [0, 1, 1]);
    // What is put away is asked for by that, and then there too.
    staff.patch(&path, "*", &json!({"archived": true})).expect(200);
    assert_eq!(found("1784"), 0);
    assert_eq!(titles(&staff, "municipalityCode=1784&archived=true"), ["Flyttar"]);
    staff.patch(&path, "*", &json!({"municipalityCodes": [], "archived": false})).expect(200);
    assert_eq!(["1780", "1784", "1730", "none"].map(found), [0, 0, 0, 1]);
}

fn lists_and_references_are_checked(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let nowhere = uuid::Uuid::now_v7();
    let all = json!({
        "title": "Ingenstans", "callId": nowhere, "initiatorId": nowhere, "partnerIds": [nowhere],
        "strategyAreaIds": [nowhere], "ownerUnitId": nowhere, "municipalityCodes": ["1780", "0180"],
        "frameworkLinks": [{"code": "RUP-9"}],
    });
    assert_eq!(
        staff.post("/project-ideas", &all).problem(422, "unprocessable").faults(),
        [
            "/callId unknown_reference",
            "/frameworkLinks/0/code unknown_reference",
            "/initiatorId unknown_reference",
            "/municipalityCodes/1 unknown_reference",
            "/ownerUnitId unknown_reference",
            "/partnerIds/0 unknown_reference",
            "/strategyAreaIds/0 unknown_reference",
        ]
    );
    let (partner, area) = (world.partner("Hedmark").id(), world.strategy_area("kultur"));
    let twice = json!({
        "title": "Dubbel", "partnerIds": [partner, partner], "municipalityCodes": ["1780", "1784", "1780"],
        "strategyAreaIds": [area, area], "frameworkLinks": [{"code": "RUP-1"}, {"code": "RUP-1"}],
    });
    assert_eq!(
        staff.post("/project-ideas", &twice).problem(422, "unprocessable").faults(),
        [
            "/frameworkLinks/1 duplicate_item",
            "/municipalityCodes/2 duplicate_item",
            "/partnerIds/1 duplicate_item",
            "/strategyAreaIds/1 duplicate_item",
        ]
    );
    // What it refers to is held.
    let path = made(&world, &json!({"title": "Håller", "initiatorId": partner}));
    let held = staff.delete(&format!("/partners/{partner}"), "*").problem(409, "referenced").json();
    assert_eq!(
        held["heldBy"],
        json!([{"type": "project_idea", "id": path.rsplit_once('/').unwrap().1, "name": "Håller"}])
    );
    let expanded = staff.get(&format!("{path}?expand=initiator,partners")).expect(200).json()["_embedded"].clone();
    assert_eq!((&expanded["initiator"][0]["name"], &expanded["partners"]), (&json!("Hedmark"), &json!([])));
}

fn an_area_unit_has_its_own_and_nothing_of_anothers(backend: Backend) {
    let world = World::new(backend);
    let (unit, other) = (world.area_unit(), world.user("other_area"));
    let mut body = idea("Egen");
    body["municipalityCodes"] = json!(["1780"]);
    let created = unit.post("/project-ideas", &body).expect(201).json();
    assert_eq!(created["ownerUnitId"], world.unit("area").as_str(), "its own, when nothing is said");
    let path = format!("/project-ideas/{}", created["id"].as_str().unwrap());
    let forbidden = |answer: Answer, permission: &str| {
        assert_eq!(answer.problem(403, "forbidden").json()["permission"], permission);
    };
    let mut theirs = body.clone();
    theirs["ownerUnitId"] = json!(world.unit("other-area"));
    forbidden(unit.post("/project-ideas", &theirs), "project-ideas:create");
    forbidden(other.patch(&path, "*", &json!({"title": "Min"})), "project-ideas:edit");
    forbidden(other.transition(&path, "mobilising"), "project-ideas:transition");
    forbidden(unit.delete(&path, "*"), "project-ideas:delete");
    // Nor is its own given away.
    forbidden(unit.patch(&path, "*", &json!({"ownerUnitId": null})), "project-ideas:edit");
    unit.patch(&path, "*", &json!({"title": "Egen ännu"})).expect(200);
    unit.transition(&path, "mobilising").expect(200);
    // The coordination unit says whose its are, and may do all of it with any.
    let staff = world.coordination_unit();
    assert_eq!(staff.post("/project-ideas", &body).expect(201).json()["ownerUnitId"], Value::Null);
    reason(&staff, &path, "dropped").expect(200);
    for user in ["board", "working_committee", "registrar", "reader", "administrator"] {
        let client = world.user(user);
        client.get(&path).expect(200);
        client.post("/project-ideas", &body).problem(403, "forbidden");
        client.patch(&path, "*", &json!({"note": "Nej"})).problem(403, "forbidden");
        reason(&client, &path, "idea").problem(403, "forbidden");
    }
}
