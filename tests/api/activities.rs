//! Activities: what an area unit may do, what is refused by name, and how one year follows another.

use serde_json::{Value, json};

use crate::support::{Answer, Backend, World, activity};

crate::tests! {
    an_area_unit_runs_its_own_and_nothing_of_anothers,
    what_an_area_unit_creates_is_its_own,
    everything_that_r_06_asks_for_is_named,
    outside_of_the_areas_a_link_and_a_reason_are_asked_for,
    an_area_that_is_prioritised_no_more_stops_nobody,
    a_life_from_draft_to_completed,
    amounts_are_refused_by_name,
    days_are_refused_by_name,
    one_year_continues_another,
    filters_find_what_lists_hold,
    references_lead_to_what_is_there_and_not_put_away,
    expand_shows_no_more_than_the_caller_may_read,
}

fn world_with_area(backend: Backend) -> (World, String) {
    let world = World::new(backend);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let area = world.prioritised_area(&strategy, "kultur");
    (world, area)
}

fn titles(answer: &Answer) -> Vec<String> {
    let page = answer.json();
    let titles = page["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned());
    let mut titles: Vec<String> = titles.collect();
    titles.sort();
    titles
}

fn an_area_unit_runs_its_own_and_nothing_of_anothers(backend: Backend) {
    let (world, area) = world_with_area(backend);
    let (own, other) = (world.unit("area"), world.unit("other-area"));
    let unit = world.area_unit();
    let create = |user: &str, title: &str, owner: &str| {
        world.user(user).post("/activities", &activity(title, 2009, Some(&area), owner)).expect(201).id()
    };
    let mine = format!("/activities/{}", create("area_unit", "Min", &own));
    let theirs = format!("/activities/{}", create("other_area", "Deras", &other));
    // Another's: seen as by everybody, and nothing else.
    let forbidden = |answer: Answer, permission: &str| {
        assert_eq!(answer.problem(403, "forbidden").json()["permission"], permission);
    };
    let head = world.head();
    forbidden(unit.patch(&theirs, "*", &json!({"title": "Min"})), "activities:edit");
    forbidden(unit.patch(&theirs, "*", &json!({"ownerUnitId": own})), "activities:edit");
    forbidden(unit.transition(&theirs, "planned"), "activities:transition");
    forbidden(unit.transition(&theirs, "no such state"), "activities:transition");
    forbidden(unit.delete(&theirs, "*"), "activities:delete");
    forbidden(unit.post("/activities", &activity("Ny", 2009, None, &other)), "activities:create");
    // Nor is one's own given away.
    forbidden(unit.patch(&mine, "*", &json!({"ownerUnitId": other})), "activities:edit");
    forbidden(unit.patch(&mine, "*", &json!({"ownerUnitId": null})), "activities:edit");
    assert_eq!(world.head(), head, "nothing was written");
    for list in ["/activities", "/activities?title=x", &format!("/activities?ownerUnitId={other}&expand=ownerUnit")] {
        let answer = unit.get(list);
        if answer.status != 200 {
            answer.problem(400, "invalid_request");
            continue;
        }
        for item in answer.json()["items"].as_array().unwrap() {
            let is_mine = item["ownerUnitId"] == own.as_str();
            assert_eq!(item["_links"]["edit"].is_object(), is_mine, "{item}");
            assert_eq!(item["_links"]["transitions"] != json!([]), is_mine, "{item}");
            assert!(item["_links"]["delete"].is_null(), "{item}");
        }
    }
    let ways = unit.get(&format!("{theirs}/transitions")).expect(200).json();
    assert!(ways["items"].as_array().unwrap().iter().all(|way| way["open"] == false), "{ways}");
    // Its own: edited and moved.
    unit.patch(&mine, "*", &json!({"title": "Min egen"})).expect(200);
    unit.transition(&mine, "planned").expect(200);
    unit.transition(&mine, "ongoing").expect(200);
    // The coordination unit may do all of it with any.
    let staff = world.coordination_unit();
    staff.patch(&theirs, "*", &json!({"ownerUnitId": own})).expect(200);
    unit.transition(&theirs, "planned").expect(200);
    world.user("other_area").transition(&theirs, "ongoing").problem(403, "forbidden");
}

fn what_an_area_unit_creates_is_its_own(backend: Backend) {
    let (world, _) = world_with_area(backend);
    let mut body = activity("Ny", 2009, None, "");
    body.as_object_mut().unwrap().remove("ownerUnitId");
    let created = world.area_unit().post("/activities", &body).expect(201).json();
    assert_eq!(created["ownerUnitId"], world.unit("area").as_str());
    let created = world.coordination_unit().post("/activities", &body).expect(201).json();
    assert_eq!(created["ownerUnitId"], Value::Null, "the coordination unit says whose it is");
    let area = json!({"code": "eget", "name": {"sv": "Eget"}, "order": 1});
    let created = world.area_unit().post("/strategy-areas", &area).expect(201).json();
    assert_eq!(created["ownerUnitId"], world.unit("area").as_str());
    // It proposes its own, but takes nothing back and drops nothing.
    let unit = world.area_unit();
    let strategy = world.adopted_strategy("Nästa", "2200-01-01", "2203-12-31");
    let path = format!("/strategy-areas/{}", created["id"].as_str().unwrap());
    let refused = unit.transition(&path, "proposed").problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/strategyId rule".into()], &json!("R-03")));
    unit.patch(&path, "*", &json!({"strategyId": strategy})).expect(200);
    let links = |links: &Value| links["_links"]["transitions"].as_array().unwrap().len();
    assert_eq!(links(&unit.get(&path).expect(200).json()), 1);
    unit.transition(&path, "proposed").expect(200);
    assert_eq!(links(&unit.get(&path).expect(200).json()), 0);
    for to in ["draft", "dropped"] {
        assert_eq!(
            unit.transition(&path, to).problem(403, "forbidden").json()["permission"],
            "strategy-areas:transition"
        );
    }
    world.user("other_area").patch(&path, "*", &json!({"order": 2})).problem(403, "forbidden");
    // What lies before the board is not its own unit's to rename, move or put away; the rest is.
    for (field, value) in [
        ("name", json!({"sv": "Annat"})),
        ("code", json!("annat")),
        ("strategyId", Value::Null),
        ("order", json!(2)),
        ("archived", json!(true)),
    ] {
        let refused = unit.patch(&path, "*", &json!({field: value})).problem(422, "unprocessable");
        assert!(refused.faults().contains(&format!("/{field} read_only")), "{field}: {}", refused.text());
    }
    unit.patch(&path, "*", &json!({"description": {"sv": "Vårt."}})).expect(200);
    let ways = unit.get(&format!("{path}/transitions")).expect(200).json();
    let back = ways["items"].as_array().unwrap().iter().find(|way| way["to"] == "draft").unwrap().clone();
    assert_eq!(
        (&back["open"], &back["missing"][0]["reason"]),
        (&json!(false), &json!("the right to all units' records"))
    );
    world.coordination_unit().transition(&path, "draft").expect(200);
    unit.patch(&path, "*", &json!({"name": {"sv": "Annat"}})).expect(200);
}

fn everything_that_r_06_asks_for_is_named(backend: Backend) {
    let (world, area) = world_with_area(backend);
    let staff = world.coordination_unit();
    let bare = json!({"title": "Naken", "year": 2009, "kind": "visit", "cooperationLevel": "local"});
    let path = format!("/activities/{}", staff.post("/activities", &bare).expect(201).id());
    let all = [
        "/citizenBenefit rule",
        "/endsOn rule",
        "/ownerUnitId rule",
        "/priority rule",
        "/responsible rule",
        "/startsOn rule",
        "/strategyAreaId rule",
        "/sustainability rule",
    ];
    let refused = staff.transition(&path, "planned").problem(422, "unprocessable");
    assert_eq!(refused.faults(), all);
    let told = refused.json()["missing"].clone();
    let ways = staff.get(&format!("{path}/transitions")).expect(200).json();
    assert_eq!((&ways["items"][0]["to"], &ways["items"][0]["missing"]), (&json!("planned"), &told));
    // Each of them alone keeps it a draft.
    let whole = activity("Hel", 2009, Some(&area), &world.unit("area"));
    for fault in all {
        let field = fault.trim_start_matches('/').split(' ').next().unwrap();
        let mut body = whole.clone();
        body.as_object_mut().unwrap().remove(field);
        let path = format!("/activities/{}", staff.post("/activities", &body).expect(201).id());
        assert_eq!(staff.transition(&path, "planned").problem(422, "unprocessable").faults(), [fault]);
    }
    let path = format!("/activities/{}", staff.post("/activities", &whole).expect(201).id());
    assert_eq!(staff.get(&path).expect(200).json()["_links"]["transitions"][0]["to"], "planned");
    staff.transition(&path, "planned").expect(200);
}

fn outside_of_the_areas_a_link_and_a_reason_are_asked_for(backend: Backend) {
    let (world, _) = world_with_area(backend);
    let staff = world.coordination_unit();
    let strategy = staff.get("/strategies/current").expect(200).id();
    let proposed = world.proposed_area(&strategy, "foreslaget");
    for area in [None, Some(proposed.as_str())] {
        let body = activity("Utanför", 2009, area, &world.unit("area"));
        let path = format!("/activities/{}", staff.post("/activities", &body).expect(201).id());
        let plan = || staff.transition(&path, "planned");
        assert_eq!(plan().problem(422, "unprocessable").faults(), ["/strategyAreaId rule"]);
        staff.patch(&path, "*", &json!({"frameworkLinks": [{"code": "RUP-2"}]})).expect(200);
        assert_eq!(plan().problem(422, "unprocessable").faults(), ["/strategyAreaId rule"]);
        staff.patch(&path, "*", &json!({"exceptionReason": "Uppdrag av regeringen."})).expect(200);
        plan().expect(200);
        let taken = staff.patch(&path, "*", &json!({"exceptionReason": null})).problem(422, "unprocessable");
        assert_eq!(taken.faults(), ["/strategyAreaId rule"]);
    }
    // A reason alone is not enough.
    let mut body = activity("Utan koppling", 2009, None, &world.unit("area"));
    body["exceptionReason"] = json!("Uppdrag av regeringen.");
    let path = format!("/activities/{}", staff.post("/activities", &body).expect(201).id());
    assert_eq!(staff.transition(&path, "planned").problem(422, "unprocessable").faults(), ["/strategyAreaId rule"]);
    let odd = activity("Okänd", 2009, None, &world.unit("area"));
    for (codes, faults) in [
        (json!([{"code": "RUP-9"}, {"code": "RUP-1"}]), vec!["/frameworkLinks/0/code unknown_reference"]),
        (json!([{"code": "RUP-1"}, {"code": "RUP-1"}]), vec!["/frameworkLinks/1 duplicate_item"]),
    ] {
        let mut body = odd.clone();
        body["frameworkLinks"] = codes;
        assert_eq!(staff.post("/activities", &body).problem(422, "unprocessable").faults(), faults);
    }
}

fn an_area_that_is_prioritised_no_more_stops_nobody(backend: Backend) {
    let (world, area) = world_with_area(backend);
    let staff = world.coordination_unit();
    let create = |title: &str| {
        let body = activity(title, 2009, Some(&area), &world.unit("area"));
        format!("/activities/{}", staff.post("/activities", &body).expect(201).id())
    };
    let (planned, draft) = (create("Planerad"), create("Utkast"));
    staff.transition(&planned, "planned").expect(200);
    world.decide("deprioritise_area", &[("strategy_area", &area)]).expect(201);
    // What was planned goes on; what was not, is not planned any more.
    staff.patch(&planned, "*", &json!({"title": "Planerad ännu"})).expect(200);
    staff.transition(&planned, "ongoing").expect(200);
    staff.transition(&planned, "completed").expect(200);
    assert_eq!(staff.transition(&draft, "planned").problem(422, "unprocessable").faults(), ["/strategyAreaId rule"]);
    // Nor is it moved into another area that is not prioritised.
    let strategy = staff.get("/strategies/current").expect(200).id();
    let other = world.proposed_area(&strategy, "annat");
    let refused = staff.patch(&planned, "*", &json!({"strategyAreaId": other})).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/strategyAreaId rule"]);
}

fn a_life_from_draft_to_completed(backend: Backend) {
    let (world, area) = world_with_area(backend);
    let unit = world.area_unit();
    let body = activity("Liv", 2009, Some(&area), &world.unit("area"));
    let path = format!("/activities/{}", unit.post("/activities", &body).expect(201).id());
    let go = |to: &str| unit.transition(&path, to);
    let because = |to: &str| unit.post(&format!("{path}/transitions"), &json!({"to": to, "reason": "Skäl."}));
    go("ongoing").problem(409, "state_conflict");
    go("planned").expect(200);
    assert_eq!(go("cancelled").problem(400, "invalid_request").faults(), ["/reason missing"]);
    go("ongoing").expect(200);
    go("completed").expect(200);
    assert_eq!(go("ongoing").problem(400, "invalid_request").faults(), ["/reason missing"]);
    because("ongoing").expect(200);
    let cancelled = because("cancelled").expect(200).json();
    assert_eq!((&cancelled["state"], &cancelled["stateReason"]), (&json!("cancelled"), &json!("Skäl.")));
    go("planned").problem(409, "state_conflict");
    world.coordination_unit().delete(&path, "*").problem(409, "state_conflict");
}

fn amounts_are_refused_by_name(backend: Backend) {
    let (world, _) = world_with_area(backend);
    let staff = world.coordination_unit();
    let post = |field: &str, amount: Value, currency: &str| {
        let mut body = activity("Dyr", 2009, None, &world.unit("area"));
        body[field] = json!({"amount": amount, "currency": currency});
        staff.post("/activities", &body)
    };
    for field in ["costEstimate", "costActual"] {
        for (amount, currency, status, fault) in [
            (json!("1,234"), "SEK", 400, "amount wrong_format"),
            (json!("1e9"), "SEK", 400, "amount wrong_format"),
            (json!("-5"), "SEK", 400, "amount wrong_format"),
            (json!("1000000000000000"), "SEK", 400, "amount wrong_format"),
            (json!("1000000000000"), "SEK", 400, "amount wrong_format"),
            (json!("9999999999999.99"), "SEK", 400, "amount wrong_format"),
            (json!("NaN"), "SEK", 400, "amount wrong_format"),
            (json!(5.5), "SEK", 400, "amount wrong_type"),
            (json!("1.234"), "SEK", 422, "amount too_precise"),
            (json!("1.5"), "JPY", 422, "amount too_precise"),
            (json!("5"), "KRO", 422, "currency unknown_code"),
            (json!("5"), "sek", 422, "currency unknown_code"),
            (json!("5"), "XAU", 422, "currency unknown_code"),
        ] {
            let answer = post(field, amount.clone(), currency);
            let answer = answer.problem(status, if status == 400 { "invalid_request" } else { "unprocessable" });
            assert_eq!(answer.faults(), [format!("/{field}/{fault}")], "{amount} {currency}");
        }
        for (amount, currency, shown) in [
            ("5", "SEK", "5.00"),
            ("999999999999.99", "NOK", "999999999999.99"),
            ("7", "JPY", "7"),
            ("0", "EUR", "0.00"),
        ] {
            let created = post(field, json!(amount), currency).expect(201).json();
            assert_eq!(created[field], json!({"amount": shown, "currency": currency}));
        }
    }
}

fn days_are_refused_by_name(backend: Backend) {
    let (world, _) = world_with_area(backend);
    let staff = world.coordination_unit();
    let post = |start: &str, end: &str, year: i64| {
        let mut body = activity("Dagar", 2009, None, &world.unit("area"));
        (body["startsOn"], body["endsOn"], body["year"]) = (json!(start), json!(end), json!(year));
        staff.post("/activities", &body)
    };
    for (start, end, year, status, faults) in [
        ("2009-02-30", "2009-03-01", 2009, 400, vec!["/startsOn wrong_format"]),
        ("2009-03-02", "2009-03-01", 2009, 422, vec!["/endsOn rule"]),
        ("2008-12-31", "2009-03-01", 2009, 422, vec!["/startsOn rule"]),
        ("2009-01-01", "2010-01-01", 2009, 422, vec!["/endsOn rule"]),
        ("2010-01-01", "2008-12-31", 2009, 422, vec!["/endsOn rule", "/endsOn rule", "/startsOn rule"]),
        ("2009-01-01", "2009-12-31", 0, 422, vec!["/endsOn rule", "/startsOn rule", "/year too_small"]),
        ("2009-01-01", "2009-12-31", 99999, 422, vec!["/endsOn rule", "/startsOn rule", "/year too_large"]),
        ("2009-01-01", "99999-12-31", 2009, 400, vec!["/endsOn wrong_format"]),
    ] {
        let answer = post(start, end, year);
        assert_eq!(
            (answer.status, answer.faults()),
            (status, faults.into_iter().map(str::to_owned).collect()),
            "{start} {end}"
        );
    }
    post("2009-01-01", "2009-12-31", 2009).expect(201);
    post("2009-05-05", "2009-05-05", 2009).expect(201);
    // A patch of the year alone leaves its days behind.
    let id = post("2009-01-01", "2009-12-31", 2009).expect(201).id();
    let refused = staff.patch(&format!("/activities/{id}"), "*", &json!({"year": 2010})).problem(422, "unprocessable");
    assert_eq!(refused.json()["rule"], "R-10");
    // Going on that day.
    for (day, count) in [("2009-05-04", 2), ("2009-05-05", 3), ("2010-01-01", 0)] {
        let page = staff.get(&format!("/activities?on={day}")).expect(200).json();
        assert_eq!(page["_meta"]["totalRecords"], count, "{day}");
    }
}

fn one_year_continues_another(backend: Backend) {
    let (world, _) = world_with_area(backend);
    let staff = world.coordination_unit();
    let post = |year: i32, from: Option<&str>| {
        let mut body = activity(&format!("År {year}"), year, None, &world.unit("area"));
        if let Some(from) = from {
            body["continuedFromId"] = json!(from);
        }
        staff.post("/activities", &body)
    };
    let first = post(2009, None).expect(201).id();
    let second = post(2010, Some(&first)).expect(201).id();
    for year in [2008, 2009] {
        let refused = post(year, Some(&first)).problem(422, "unprocessable");
        assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/continuedFromId rule".into()], &json!("R-10")));
    }
    // The earlier one cannot be moved behind its continuation, nor into itself.
    let path = format!("/activities/{first}");
    let later = json!({"year": 2010, "startsOn": "2010-01-01", "endsOn": "2010-01-02"});
    assert_eq!(staff.patch(&path, "*", &later).problem(422, "unprocessable").faults(), ["/year rule"]);
    let itself = json!({"continuedFromId": first});
    assert_eq!(staff.patch(&path, "*", &itself).problem(422, "unprocessable").json()["rule"], "R-10");
    // Nor is another unit's draft tied down.
    let mut body = activity("Fortsätter", 2011, None, &world.unit("other-area"));
    body["continuedFromId"] = json!(first);
    let refused = world.user("other_area").post("/activities", &body).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/continuedFromId rule"]);
    let found = staff.get(&format!("/activities?continuedFromId={first}&expand=continuedFrom")).expect(200).json();
    assert_eq!(found["items"][0]["id"], second.as_str());
    assert_eq!(found["items"][0]["_embedded"]["continuedFrom"][0]["name"], "År 2009");
    let held = staff.delete(&path, "*").problem(409, "referenced").json();
    assert_eq!(held["heldBy"], json!([{"type": "activity", "id": second, "name": "År 2010"}]));
}

fn filters_find_what_lists_hold(backend: Backend) {
    let (world, area) = world_with_area(backend);
    let staff = world.coordination_unit();
    let partner = world.partner("Hedmark").id();
    let rich = json!({
        "frameworkLinks": [{"code": "RUP-1"}, {"code": "EU-1"}], "municipalityCodes": ["1780", "1784"], "partnerIds": [partner],
        "targetGroups": ["youth"], "effects": ["renewal"], "euFocus": true,
    });
    let mut body = activity("Rik", 2009, Some(&area), &world.unit("area"));
    body.as_object_mut().unwrap().extend(rich.as_object().unwrap().clone());
    staff.post("/activities", &body).expect(201);
    let poor = json!({"title": "Fattig", "year": 2010, "kind": "visit", "cooperationLevel": "local"});
    staff.post("/activities", &poor).expect(201);
    for (query, expected) in [
        ("frameworkElement=EU-1", &["Rik"][..]),
        ("frameworkElement=EU-2", &[]),
        ("frameworkElement=none", &["Fattig"]),
        ("frameworkElement=none&frameworkElement=RUP-1", &["Fattig", "Rik"]),
        ("municipalityCode=1784", &["Rik"]),
        ("frameworkElement=RUP", &[]),
        ("municipalityCode=178", &[]),
        ("municipalityCode=784", &[]),
        ("municipalityCode=178_", &[]),
        ("municipalityCode=%25", &[]),
        ("targetGroup=youth", &["Rik"]),
        ("targetGroup=none", &["Fattig"]),
        ("effect=renewal&sustainability=social", &["Rik"]),
        ("partnerId=none", &["Fattig"]),
        ("priority=none", &["Fattig"]),
        ("priority=international_cooperation&euFocus=true", &["Rik"]),
        ("strategyAreaId=none", &["Fattig"]),
        ("year=2009&year=2010", &["Fattig", "Rik"]),
        ("year=2010&kind=visit", &["Fattig"]),
        ("state=planned", &[]),
        ("startsOnFrom=2009-02-01&endsOnTo=2009-11-30", &["Rik"]),
        ("q=rik", &["Rik"]),
    ] {
        assert_eq!(titles(&staff.get(&format!("/activities?{query}")).expect(200)), expected, "{query}");
    }
    let by = |query: String| titles(&staff.get(&format!("/activities?{query}")).expect(200));
    assert_eq!(by(format!("partnerId={partner}")), ["Rik"]);
    assert_eq!(by(format!("partnerId={partner}&partnerId=none")), ["Fattig", "Rik"]);
    assert_eq!(by(format!("strategyAreaId={area}&ownerUnitId={}", world.unit("area"))), ["Rik"]);
    let refused = staff.get("/activities?targetGroup=everybody&year=x").problem(400, "invalid_request");
    assert_eq!(refused.faults(), ["targetGroup wrong_format", "year wrong_format"]);
}

fn references_lead_to_what_is_there_and_not_put_away(backend: Backend) {
    let (world, area) = world_with_area(backend);
    let staff = world.coordination_unit();
    let (kept, away) = (world.partner("Kvar").id(), world.partner("Undan").id());
    let mut body = activity("Hänvisar", 2009, Some(&area), &world.unit("area"));
    body["partnerIds"] = json!([kept, away]);
    let path = format!("/activities/{}", staff.post("/activities", &body).expect(201).id());
    for id in [&kept, &away] {
        staff.patch(&format!("/partners/{id}"), "*", &json!({"archived": true})).expect(200);
    }
    // What was referred to before may stay; what is new may not be put away.
    staff.patch(&path, "*", &json!({"title": "Hänvisar ännu"})).expect(200);
    staff.patch(&path, "*", &json!({"partnerIds": [away]})).expect(200);
    let refused = staff.patch(&path, "*", &json!({"partnerIds": [kept, away]})).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/partnerIds/0 archived_reference"]);
    let embedded = staff.get(&format!("{path}?expand=partners")).expect(200).json()["_embedded"].clone();
    assert_eq!(embedded["partners"], json!([{"id": away, "name": "Undan", "state": "identified", "archived": true}]));
    // Both the activity and the decision hold the area; the first is named with its name.
    let held = staff.delete(&format!("/partners/{away}"), "*").problem(409, "referenced").json();
    assert_eq!(held["heldBy"][0]["name"], "Hänvisar ännu");
    staff.delete(&format!("/partners/{kept}"), "*").expect(204);
    let nowhere = uuid::Uuid::now_v7();
    let all = json!({
        "partnerIds": [nowhere], "strategyAreaId": nowhere, "ownerUnitId": nowhere, "responsibleUserId": nowhere,
        "continuedFromId": nowhere, "municipalityCodes": ["1780", "0180"],
    });
    assert_eq!(
        staff.patch(&path, "*", &all).problem(422, "unprocessable").faults(),
        [
            "/continuedFromId unknown_reference",
            "/municipalityCodes/1 unknown_reference",
            "/ownerUnitId unknown_reference",
            "/partnerIds/0 unknown_reference",
            "/responsibleUserId unknown_reference",
            "/strategyAreaId unknown_reference",
        ]
    );
}

fn expand_shows_no_more_than_the_caller_may_read(backend: Backend) {
    let (world, _) = world_with_area(backend);
    let mut body = activity("Ansvar", 2009, None, &world.unit("area"));
    body["responsibleUserId"] = json!(world.user_id("area_unit"));
    let path = format!("/activities/{}", world.coordination_unit().post("/activities", &body).expect(201).id());
    for path in [format!("{path}?expand=responsibleUser"), "/activities?expand=ownerUnit,responsibleUser".to_owned()] {
        for user in ["reader", "coordination_unit", "board"] {
            assert_eq!(world.user(user).get(&path).problem(403, "forbidden").json()["permission"], "users:read");
        }
        world.administrator().get(&path).expect(200);
    }
    world.reader().get(&format!("{path}?expand=ownerUnit")).expect(200);
}
