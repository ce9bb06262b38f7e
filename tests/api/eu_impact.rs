//! How decisions of the European Union bear on the region's, and the report on it (L21.4).

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Backend, World, decision, with};

crate::tests! {
    a_decision_may_say_how_the_union_bears_on_it,
    a_correction_completes_it,
    the_report_counts_each_decision_once_and_shares_out_what_was_assessed,
    an_empty_register_has_no_share,
    the_report_is_a_table_a_page_and_a_chart,
    as_of_tells_what_was_assessed_by_then,
}

/// The impact of a decision of no kind in particular, recorded by the registrar; its id.
fn decided(world: &World, on: &str, section: &str, more: Value) -> String {
    world.user("registrar").post("/decisions", &with(decision("other", &[], on, section), more)).expect(201).id()
}

fn report(world: &World, query: &str) -> Value {
    world.reader().get(&format!("/reports/eu-impact?{query}")).expect(200).json()
}

/// Decisions, those assessed, none, indirect, direct, and the share.
fn told(sums: &Value) -> (Value, Value) {
    let names = ["decisionCount", "classifiedCount", "none", "indirect", "direct"];
    (names.map(|name| sums[name].clone()).to_vec().into(), sums["share"].clone())
}

fn a_decision_may_say_how_the_union_bears_on_it(backend: Backend) {
    let world = World::new(backend);
    for (section, impact) in
        [("1", json!("none")), ("2", json!("indirect")), ("3", json!("direct")), ("4", Value::Null)]
    {
        let id = decided(&world, "2009-03-05", section, json!({"euImpact": impact}));
        assert_eq!(world.reader().get(&format!("/decisions/{id}")).expect(200).json()["euImpact"], impact);
    }
    decided(&world, "2009-03-05", "5", json!({}));
    let sections = |query: &str| -> Vec<Value> {
        let page = world.reader().get(&format!("/decisions?sort=title&{query}")).expect(200).json();
        page["items"].as_array().unwrap().iter().map(|one| one["section"].clone()).collect()
    };
    assert_eq!(sections("euImpact=direct"), ["3"]);
    // What was found to be untouched, not what was never assessed.
    assert_eq!(sections("euImpact=none"), ["1"]);
    assert_eq!(sections("euImpact=direct&euImpact=indirect"), ["2", "3"]);
    assert_eq!(sections("").len(), 5);
    let odd = with(decision("other", &[], "2009-03-05", "6"), json!({"euImpact": "some"}));
    let refused = world.user("registrar").post("/decisions", &odd).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/euImpact unknown_code"]);
}

fn a_correction_completes_it(backend: Backend) {
    let world = World::new(backend);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let area = world.proposed_area(&strategy, "kultur");
    let body = decision("prioritise_area", &[("strategy_area", &area)], "2009-03-05", "45");
    let first = world.user("board").post("/decisions", &body).expect(201).id();
    let corrected = with(body, json!({"correctsId": first, "euImpact": "indirect"}));
    let second = world.user("board").post("/decisions", &corrected).expect(201).json();
    assert_eq!((&second["euImpact"], &second["section"]), (&json!("indirect"), &json!("45")));
    assert_eq!(world.reader().get(&format!("/decisions/{first}")).expect(200).json()["euImpact"], Value::Null);
    assert_eq!(told(&report(&world, "yearFrom=2009&yearTo=2009")["totals"]), (json!([1, 1, 0, 1, 0]), json!("100.0")));
}

fn the_report_counts_each_decision_once_and_shares_out_what_was_assessed(backend: Backend) {
    let world = World::new(backend);
    decided(&world, "2008-12-31", "1", json!({"euImpact": "direct"}));
    decided(&world, "2009-01-01", "2", json!({"euImpact": "none"}));
    decided(&world, "2009-06-01", "3", json!({"euImpact": "indirect"}));
    let wrong = decided(&world, "2009-12-31", "4", json!({"euImpact": "none"}));
    decided(&world, "2009-12-31", "4", json!({"euImpact": "direct", "correctsId": wrong}));
    decided(&world, "2009-06-02", "5", json!({}));
    decided(&world, "2011-01-01", "6", json!({"euImpact": "none"}));
    let data = report(&world, "yearFrom=2009&yearTo=2011");
    let years: Vec<(i64, (Value, Value))> =
        data["years"].as_array().unwrap().iter().map(|year| (year["year"].as_i64().unwrap(), told(year))).collect();
    let expected = [
        (2009, (json!([4, 3, 1, 1, 1]), json!("66.7"))),
        (2010, (json!([0, 0, 0, 0, 0]), Value::Null)),
        (2011, (json!([1, 1, 1, 0, 0]), json!("0.0"))),
    ];
    assert_eq!(years, expected);
    assert_eq!(told(&data["totals"]), (json!([5, 4, 2, 1, 1]), json!("50.0")));
    assert_eq!(told(&report(&world, "yearFrom=2008&yearTo=2008")["totals"]).0, json!([1, 1, 0, 0, 1]));
}

fn an_empty_register_has_no_share(backend: Backend) {
    let world = World::with(backend, Clock::fixed("2009-06-01T10:00:00Z".parse().unwrap()), &[]);
    let data = report(&world, "");
    assert_eq!((&data["yearFrom"], &data["yearTo"]), (&json!(2009), &json!(2009)));
    assert_eq!(told(&data["totals"]), (json!([0, 0, 0, 0, 0]), Value::Null));
    // What was not assessed has no share either.
    decided(&world, "2009-05-05", "1", json!({}));
    assert_eq!(told(&report(&world, "")["totals"]), (json!([1, 0, 0, 0, 0]), Value::Null));
    let page = world.reader().get("/reports/eu-impact?format=html&lang=sv").expect(200).text();
    assert!(page.contains("Inget av 1 beslut är bedömt. Strategin räknar med omkring 60 procent."), "{page}");
}

fn the_report_is_a_table_a_page_and_a_chart(backend: Backend) {
    let world = World::new(backend);
    for (section, impact) in [("1", "none"), ("2", "indirect"), ("3", "direct")] {
        decided(&world, "2009-03-05", section, json!({"euImpact": impact}));
    }
    let get = |format: &str, lang: &str| {
        let path = format!("/reports/eu-impact?yearFrom=2009&yearTo=2009&lang={lang}&format={format}");
        world.reader().get(&path).expect(200).text()
    };
    let page = get("html", "sv");
    let said = "3 av 3 beslut är bedömda; 66,7 % av dem påverkas av EU. Strategin räknar med omkring 60 procent.";
    assert!(page.contains(said) && page.contains("2009: Ingen 1; Indirekt 1; Direkt 1."), "{page}");
    assert!(get("html", "en").contains("The strategy reckons with about 60 percent."));
    assert!(get("csv", "sv").contains("\r\n2009,3,3,1,1,1,66.7\r\nAlla år,3,3,1,1,1,66.7\r\n"), "{}", get("csv", "sv"));
    assert!(get("svg", "sv").contains("2009: Andel med påverkan 66,7."), "{}", get("svg", "sv"));
    world.reader().get("/reports/eu-impact?year=2009").problem(400, "invalid_request");
}

fn as_of_tells_what_was_assessed_by_then(backend: Backend) {
    let clock = Clock::fixed("2009-03-10T10:00:00Z".parse().unwrap());
    let world = World::with(backend, clock.clone(), &[]);
    let first = decided(&world, "2009-03-05", "1", json!({}));
    clock.set("2009-04-10T10:00:00Z".parse().unwrap());
    decided(&world, "2009-03-05", "1", json!({"euImpact": "direct", "correctsId": first}));
    let earlier = "/reports/eu-impact?yearFrom=2009&yearTo=2009&asOf=2009-03-31";
    let data = world.user("board").get(earlier).expect(200).json();
    assert_eq!(told(&data["totals"]), (json!([1, 0, 0, 0, 0]), Value::Null));
    assert_eq!(told(&report(&world, "yearFrom=2009&yearTo=2009")["totals"]).0, json!([1, 1, 0, 0, 1]));
    let refused = world.reader().get(earlier).problem(403, "forbidden").json();
    assert_eq!(refused["permission"], "decisions:history");
}
