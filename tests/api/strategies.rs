//! Strategies: which one is in force, and how one follows another.

use serde_json::{Value, json};
use utblick::clock::Clock;
use utblick::daily;

use crate::support::{Answer, Backend, World, decision, strategy};

crate::tests! {
    the_strategy_in_force_across_the_edges,
    a_successor_takes_the_place_on_its_first_day,
    a_successor_that_has_begun_takes_the_place_at_once,
    the_periods_of_adopted_strategies_do_not_overlap,
    what_is_wrong_with_a_strategy_is_named_at_once,
    a_successor_begins_after_its_predecessor,
    what_a_successor_took_is_free_when_it_is_over,
    only_drafts_are_deleted,
    the_whole_document_is_read_and_printed,
}

fn at(backend: Backend, day: &str) -> (World, Clock) {
    let clock = Clock::fixed(format!("{day}T10:00:00Z").parse().unwrap());
    (World::with(backend, clock.clone(), &[]), clock)
}

fn current(world: &World, day: &str) -> Answer {
    world.reader().get(&format!("/strategies/current?on={day}"))
}

fn adopt(world: &World, body: &Value) -> String {
    let staff = world.coordination_unit();
    let id = staff.post("/strategies", body).expect(201).id();
    staff.transition(&format!("/strategies/{id}"), "proposed").expect(200);
    world.decide("adopt_strategy", &[("strategy", &id)]).expect(201);
    id
}

fn the_strategy_in_force_across_the_edges(backend: Backend) {
    let (world, clock) = at(backend, "2008-03-07");
    current(&world, "2008-03-07").problem(404, "not_found");
    let first = adopt(&world, &strategy("2008-2011", "2008-01-01", "2011-12-31"));
    clock.set("2011-11-11T10:00:00Z".parse().unwrap());
    let second = adopt(&world, &strategy("2012-2014", "2012-01-01", "2014-12-31"));
    for (day, expected) in [
        ("2008-01-01", None),
        ("2008-03-06", None),
        ("2008-03-07", Some(&first)),
        ("2011-12-31", Some(&first)),
        ("2012-01-01", Some(&second)),
        ("2014-12-31", Some(&second)),
        ("2015-01-01", None),
    ] {
        match expected {
            Some(id) => assert_eq!(&current(&world, day).expect(200).id(), id, "{day}"),
            None => {
                let problem = current(&world, day).problem(404, "not_found").json();
                assert!(problem["detail"].as_str().unwrap().contains(day), "{problem}");
            }
        }
        let listed = world.reader().get(&format!("/strategies?on={day}")).expect(200).json();
        let listed: Vec<&str> =
            listed["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        assert_eq!(listed, expected.map(|id| vec![id.as_str()]).unwrap_or_default(), "{day}");
    }
    // Without a day it is today's, and it has a validator as any record.
    let today = world.reader().get("/strategies/current").expect(200);
    assert_eq!(today.id(), first);
    let etag = today.etag();
    world.reader().get_with("/strategies/current", &[("If-None-Match", &etag)]).expect(304);
    assert_eq!(
        world.reader().get("/strategies/current?on=2009-02-30&x=1").problem(400, "invalid_request").faults(),
        ["on wrong_format", "x unknown"]
    );
}

fn a_successor_takes_the_place_on_its_first_day(backend: Backend) {
    let (world, clock) = at(backend, "2008-03-07");
    let first = adopt(&world, &strategy("Första", "2008-01-01", "2011-12-31"));
    clock.set("2010-05-05T10:00:00Z".parse().unwrap());
    let mut body = strategy("Andra", "2011-01-01", "2014-12-31");
    body["supersedesId"] = json!(first);
    let second = adopt(&world, &body);
    // A third one waits for a later day.
    let mut body = strategy("Tredje", "2014-01-01", "2017-12-31");
    body["supersedesId"] = json!(second);
    let third = adopt(&world, &body);
    let path = format!("/strategies/{first}");
    let before = world.reader().get(&path).expect(200).json();
    assert_eq!((&before["state"], &before["supersededOn"]), (&json!("adopted"), &json!("2011-01-01")));
    assert_eq!(current(&world, "2010-12-31").expect(200).id(), first);
    assert_eq!(current(&world, "2011-01-01").expect(200).id(), second);
    let look = || actix_web::rt::System::new().block_on(daily::look(&world.app)).unwrap();
    clock.set("2010-12-31T22:59:00Z".parse().unwrap());
    let head = world.head();
    look();
    assert_eq!(world.head(), head, "its day has not come");
    // Midnight in Sweden.
    clock.set("2010-12-31T23:00:00Z".parse().unwrap());
    look();
    look();
    assert_eq!(world.head(), head + 1, "once is enough");
    assert_eq!(world.reader().get(&path).expect(200).json()["state"], "superseded");
    let history = world.user("board").get(&format!("{path}/history")).expect(200).json();
    let last = &history["items"][0];
    assert_eq!((&last["action"], &last["actorId"]), (&json!("transition"), &Value::Null), "by itself");
    // Nobody does it by hand.
    let staff = world.coordination_unit();
    staff.transition(&format!("/strategies/{third}"), "superseded").problem(409, "state_conflict");
    let ways = staff.get(&format!("/strategies/{third}/transitions")).expect(200).json();
    assert_eq!(ways["items"], json!([]));
    assert_eq!(current(&world, "2010-06-01").expect(200).id(), first, "still, of a day that is past");
}

fn a_successor_that_has_begun_takes_the_place_at_once(backend: Backend) {
    let (world, clock) = at(backend, "2008-03-07");
    let first = adopt(&world, &strategy("Första", "2008-01-01", "2011-12-31"));
    clock.set("2010-05-05T10:00:00Z".parse().unwrap());
    let mut body = strategy("Andra", "2010-01-01", "2014-12-31");
    body["supersedesId"] = json!(first);
    let second = adopt(&world, &body);
    let now = world.reader().get(&format!("/strategies/{first}")).expect(200).json();
    // Until the day of adoption the first was in force.
    assert_eq!((&now["state"], &now["supersededOn"]), (&json!("superseded"), &json!("2010-05-05")));
    assert_eq!(current(&world, "2010-05-04").expect(200).id(), first);
    assert_eq!(current(&world, "2010-05-05").expect(200).id(), second);
    let history = world.user("board").get(&format!("/strategies/{first}/history")).expect(200).json();
    assert_eq!(history["items"][0]["causeType"], "decision");
    // What is superseded already is not superseded again.
    let staff = world.coordination_unit();
    let mut third = strategy("Tredje", "2015-01-01", "2016-12-31");
    third["supersedesId"] = json!(first);
    let id = staff.post("/strategies", &third).expect(201).id();
    staff.transition(&format!("/strategies/{id}"), "proposed").expect(200);
    let refused = world.decide("adopt_strategy", &[("strategy", &id)]).problem(422, "unprocessable");
    assert_eq!(refused.json()["rule"], "R-01");
}

fn the_periods_of_adopted_strategies_do_not_overlap(backend: Backend) {
    let (world, _) = at(backend, "2008-03-07");
    adopt(&world, &strategy("Första", "2008-01-01", "2011-12-31"));
    let staff = world.coordination_unit();
    for (start, end, fits) in [
        ("2011-12-31", "2014-12-31", false),
        ("2007-01-01", "2020-12-31", false),
        ("2012-01-01", "2014-12-31", true),
        ("2016-01-01", "2019-12-31", true),
        ("2015-01-01", "2016-01-01", false),
        ("2015-01-01", "2015-12-31", true),
    ] {
        let id = staff.post("/strategies", &strategy("Nästa", start, end)).expect(201).id();
        let path = format!("/strategies/{id}");
        staff.transition(&path, "proposed").expect(200);
        let answer = world.decide("adopt_strategy", &[("strategy", &id)]);
        if fits {
            answer.expect(201);
        } else {
            let refused = answer.problem(422, "unprocessable");
            assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/subjects/0 rule".into()], &json!("R-01")));
            let ways = staff.get(&format!("{path}/transitions")).expect(200).json();
            let gate = ways["items"].as_array().unwrap().iter().find(|way| way["to"] == "adopted").unwrap().clone();
            assert_eq!(gate["missing"][1]["rule"], "R-01", "{gate}");
        }
    }
    // A decision that comes when the period is over is no adoption.
    let id = staff.post("/strategies", &strategy("Gammal", "2004-01-01", "2007-12-31")).expect(201).id();
    staff.transition(&format!("/strategies/{id}"), "proposed").expect(200);
    let late = decision("adopt_strategy", &[("strategy", &id)], "2008-03-07", "999");
    let refused = world.user("board").post("/decisions", &late).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/decidedOn rule"]);
}

fn what_a_successor_took_is_free_when_it_is_over(backend: Backend) {
    let (world, _) = at(backend, "2008-03-07");
    let first = adopt(&world, &strategy("Lång", "2008-01-01", "2011-12-31"));
    let mut short = strategy("Kort", "2010-01-01", "2010-12-31");
    short["supersedesId"] = json!(first);
    adopt(&world, &short);
    let last = adopt(&world, &strategy("Sist", "2011-01-01", "2013-12-31"));
    assert_eq!(current(&world, "2011-06-01").expect(200).id(), last);
}

fn a_successor_begins_after_its_predecessor(backend: Backend) {
    let (world, clock) = at(backend, "2008-03-07");
    let first = adopt(&world, &strategy("Första", "2008-01-01", "2011-12-31"));
    let staff = world.coordination_unit();
    for start in ["2005-01-01", "2008-01-01"] {
        let mut body = strategy("Före", start, "2012-12-31");
        body["supersedesId"] = json!(first);
        let refused = staff.post("/strategies", &body).problem(422, "unprocessable");
        assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/supersedesId rule".into()], &json!("R-01")));
    }
    // Its period begins later, but it would be in force from the day on which the first one was adopted.
    let mut body = strategy("Samma dag", "2008-02-01", "2012-12-31");
    body["supersedesId"] = json!(first);
    let id = staff.post("/strategies", &body).expect(201).id();
    staff.transition(&format!("/strategies/{id}"), "proposed").expect(200);
    let refused = world.decide("adopt_strategy", &[("strategy", &id)]).problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/decidedOn rule".into()], &json!("R-01")));
    clock.set("2008-03-08T10:00:00Z".parse().unwrap());
    world.decide("adopt_strategy", &[("strategy", &id)]).expect(201);
    assert_eq!(current(&world, "2008-03-07").expect(200).id(), first);
    assert_eq!(current(&world, "2008-03-08").expect(200).id(), id);
}

fn what_is_wrong_with_a_strategy_is_named_at_once(backend: Backend) {
    let world = World::new(backend);
    let mut body = strategy("x", "2011-12-31", "2008-01-01");
    body["title"] = json!({});
    body["premises"] = json!([{"sv": "att"}, {}]);
    body["sections"] = json!([{"heading": {"sv": "Rubrik"}, "text": {}}]);
    body["supersedesId"] = json!(uuid::Uuid::now_v7());
    body["adoptedOn"] = json!("2008-03-07");
    let refused = world.coordination_unit().post("/strategies", &body).problem(422, "unprocessable");
    assert_eq!(
        refused.faults(),
        [
            "/adoptedOn read_only",
            "/periodEnd rule",
            "/premises/1 too_few",
            "/sections/0/text too_few",
            "/supersedesId unknown_reference",
            "/title too_few",
        ]
    );
    for wrong in ["2009-02-30", "0000-01-01", "99999-01-01", "2009-1-1"] {
        let refused = world.coordination_unit().post("/strategies", &strategy("x", wrong, "2011-12-31"));
        assert_eq!(refused.problem(400, "invalid_request").faults(), ["/periodStart wrong_format"], "{wrong}");
    }
}

fn only_drafts_are_deleted(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let id = staff.post("/strategies", &strategy("Utkast", "2008-01-01", "2011-12-31")).expect(201).id();
    let path = format!("/strategies/{id}");
    let body = json!({"strategyId": id, "code": "kultur", "name": {"sv": "Kultur"}, "order": 1});
    let area = staff.post("/strategy-areas", &body).expect(201).id();
    let held = staff.delete(&path, "*").problem(409, "referenced").json();
    assert_eq!(held["heldBy"], json!([{"type": "strategy_area", "id": area, "name": "Kultur"}]));
    staff.delete(&format!("/strategy-areas/{area}"), "*").expect(204);
    staff.transition(&path, "proposed").expect(200);
    staff.delete(&path, "*").problem(409, "state_conflict");
    staff.transition(&path, "draft").expect(200);
    staff.delete(&path, "*").expect(204);
}

fn the_whole_document_is_read_and_printed(backend: Backend) {
    let (world, _) = at(backend, "2008-03-07");
    let mut body = strategy("Internationell strategi", "2008-01-01", "2011-12-31");
    body["premises"] = json!([{"sv": "att Värmland är en gränsregion"}]);
    body["delimitations"] = json!([{"sv": "Vänlän prioriteras inte."}]);
    body["sections"] = json!([
        {"heading": {"sv": "Bakgrund"}, "text": {"sv": "Första <stycket>.\r\n\r\nAndra:\n- en punkt\n- en till\nSlut."}},
        {"heading": {"sv": "Syfte", "en": "Purpose"}, "text": {"sv": "Att genomsyra.", "en": "To pervade."}},
    ]);
    let id = adopt(&world, &body);
    world.prioritised_area(&id, "kultur");
    let read = world.reader().get(&format!("/strategies/{id}")).expect(200).json();
    assert_eq!(read["sections"], body["sections"]);
    let report = |query: &str| world.reader().get(&format!("/reports/strategy{query}"));
    let data = report("").expect(200).json();
    assert_eq!((&data["strategyId"], &data["adoptedOn"]), (&json!(id), &json!("2008-03-07")));
    assert_eq!((&data["sections"], &data["premises"]), (&body["sections"], &body["premises"]));
    assert_eq!(data["priorities"].as_array().unwrap().len(), 3);
    assert_eq!(data["strategyAreas"][0]["code"], "kultur");
    let page = report("?format=html&lang=sv").expect(200).text();
    for there in [
        "<h1>Internationell strategi</h1>",
        "Perioden 2008-01-01 till 2011-12-31. Antagen 2008-03-07.",
        "<p>Första &lt;stycket&gt;.</p>",
        "<p>Andra:</p><ul><li>en punkt</li><li>en till</li></ul><p>Slut.</p>",
        "<li>kultur</li>",
        "<li>Vänlän prioriteras inte.</li>",
        "Omvärldsbevakning &amp; kunskapsutveckling",
    ] {
        assert!(page.contains(there), "{there} in {page}");
    }
    // In English what is written in Swedish alone is marked as such.
    let page = report("?format=html&lang=en").expect(200).text();
    assert!(page.contains("<h3>Purpose</h3>") && page.contains("<p>To pervade.</p>"), "{page}");
    assert!(page.contains("<h3><span lang=\"sv\">Bakgrund</span></h3><div lang=\"sv\">"), "{page}");
    // A document is no table.
    assert_eq!(report("?format=csv").problem(400, "invalid_request").faults(), ["format wrong_format"]);
    world.reader().get_with("/reports/strategy", &[("Accept", "text/csv")]).problem(406, "not_acceptable");
    report("?on=2012-01-01").problem(404, "not_found");
    world.user("board").get("/reports/strategy?asOf=2008-03-07").expect(200);
    let refused = world.reader().get("/reports/strategy?asOf=2008-03-07").problem(403, "forbidden");
    assert_eq!(refused.json()["permission"], "strategies:history");
}
