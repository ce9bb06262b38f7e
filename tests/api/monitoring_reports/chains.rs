//! The report from monitoring to influence: how many items come how far, in how many days, and which end openly.

use serde_json::{Value, json};

use super::{actions, each, ground, ground_on, naming, position};
use crate::support::{Backend, decision, id_of, monitoring_item, with};

crate::tests! {
    chains_are_counted_by_year_and_level,
    the_middle_number_of_days_is_told_of_each_step,
    an_item_is_of_the_year_in_which_it_was_published_or_else_recorded,
    what_nothing_follows_on_for_thirty_days_is_an_open_end,
    the_report_on_chains_tells_what_the_chains_tell,
    open_ends_name_two_hundred_items_and_count_all,
}

/// Items, those assessed, known, with a position and with an outcome.
pub fn counts(sums: &Value) -> Value {
    let names = ["itemCount", "assessedCount", "knownCount", "positionCount", "outcomeCount"];
    names.map(|name| sums[name].clone()).to_vec().into()
}

pub fn shares(sums: &Value) -> Value {
    ["knownShare", "positionShare", "outcomeShare"].map(|name| sums[name].clone()).to_vec().into()
}

/// Days to knowledge, to the first step and to an outcome.
pub fn medians(sums: &Value) -> Value {
    ["medianDaysToKnowledge", "medianDaysToStep", "medianDaysToOutcome"].map(|name| sums[name].clone()).to_vec().into()
}

fn chains_are_counted_by_year_and_level(backend: Backend) {
    let ground = ground(backend);
    let staff = ground.staff();
    let tactical = json!({"level": "tactical"});
    let earlier = ground.item("2008-12-31", json!({}));
    let first = ground.item("2009-01-01", json!({"assessment": "Gränsen nämns."}));
    staff.transition(&first, "assessed").expect(200);
    let second = ground.item("2009-03-02", tactical.clone());
    staff.transition(&second, "parked").expect(200);
    ground.item("2009-12-31", tactical);
    ground.item("2010-01-01", json!({}));
    ground.archive(&ground.item("2009-03-02", json!({})));
    // Known: a planned activity is enough; one that is cancelled, or put away, is none.
    ground.planned("2009-08-01", naming(&[&first]));
    let gone = ground.planned("2009-08-01", naming(&[&second, &earlier]));
    staff.post(&format!("{gone}/transitions"), &json!({"to": "cancelled", "reason": "Sjukdom."})).expect(200);
    ground.archive(&ground.held("2009-06-01", naming(&[&second])));
    ground.case("Bevakas", naming(&[&earlier]));
    ground.case("Vill", with(naming(&[&first, &second]), position()));
    ground.closed("Nådd", "2009-07-01", ("won", 2), naming(&[&second]));
    ground.archive(&ground.case("Undan", with(naming(&[&earlier]), position())));
    let data = ground.chains("yearFrom=2008&yearTo=2010");
    assert_eq!(each(&data["years"], "year"), [json!(2008), json!(2009), json!(2010)]);
    let years: Vec<Value> = data["years"].as_array().unwrap().iter().map(counts).collect();
    assert_eq!(years, [json!([1, 0, 0, 0, 0]), json!([3, 2, 1, 2, 1]), json!([1, 0, 0, 0, 0])]);
    assert_eq!(shares(&data["years"][1]), json!(["33.3", "66.7", "33.3"]));
    assert_eq!(shares(&data["years"][0]), json!(["0.0", "0.0", "0.0"]));
    let levels: Vec<(Value, Value)> =
        data["levels"].as_array().unwrap().iter().map(|line| (line["level"].clone(), counts(line))).collect();
    assert_eq!(levels, [(json!("strategic"), json!([3, 1, 1, 1, 0])), (json!("tactical"), json!([2, 1, 0, 1, 1]))]);
    assert_eq!(counts(&data["totals"]), json!([5, 2, 1, 2, 1]));
    assert_eq!(counts(&ground.chains("yearFrom=2009&yearTo=2009")["totals"]), json!([3, 2, 1, 2, 1]));
}

fn the_middle_number_of_days_is_told_of_each_step(backend: Backend) {
    let ground = ground(backend);
    let items = ["2009-01-01", "2009-01-01", "2009-01-01"].map(|day| ground.item(day, json!({})));
    let [one, two, three] = [&items[0], &items[1], &items[2]];
    // 10 and 31 days; what is planned has not come yet, and of several the first counts.
    ground.held("2009-01-11", naming(&[one]));
    ground.held("2009-02-20", naming(&[one, two]));
    ground.held("2009-02-01", naming(&[two]));
    ground.planned("2009-01-02", naming(&[three]));
    // 20 days by a decision, 30 by an action, 41 by another.
    let decided = decision("other", &[], "2009-01-21", "45");
    let decided = ground.world.user("board").post("/decisions", &decided).expect(201).id();
    let more = with(actions(&["2009-03-01", "2009-02-20"]), json!({"decisionId": decided}));
    ground.case("Beslut", with(naming(&[one]), more));
    ground.case("Åtgärd", with(naming(&[two]), actions(&["2009-06-01", "2009-01-31"])));
    ground.case("Senare", with(naming(&[two, three]), actions(&["2009-02-11"])));
    // 181 days and 212.
    ground.closed("Första", "2009-07-01", ("lost", -1), naming(&[one]));
    ground.closed("Andra", "2009-08-01", ("lost", -1), naming(&[one, three]));
    let sums = ground.chains("yearFrom=2009&yearTo=2009")["totals"].clone();
    assert_eq!(medians(&sums), json!(["20.5", "30", "196.5"]));
}

fn an_item_is_of_the_year_in_which_it_was_published_or_else_recorded(backend: Backend) {
    let ground = ground_on(backend, "2008-12-31");
    // Eleven in the evening in Greenwich is midnight in Sweden.
    for at in ["2008-12-31T22:59:59Z", "2008-12-31T23:00:00Z", "2009-12-31T22:59:59Z", "2009-12-31T23:30:00Z"] {
        ground.clock.set(at.parse().unwrap());
        ground.world.recorded("/monitoring-items", &with(monitoring_item(at), json!({"publishedOn": null})));
    }
    ground.item("2008-06-01", json!({}));
    let data = ground.chains("yearFrom=2008&yearTo=2010");
    assert_eq!(each(&data["years"], "itemCount"), [json!(2), json!(2), json!(1)]);
    for (year, count) in [(2008, 2), (2009, 2), (2010, 1)] {
        let sums = &ground.chains(&format!("yearFrom={year}&yearTo={year}"))["totals"];
        assert_eq!(sums["itemCount"], count, "{year}");
    }
}

fn what_nothing_follows_on_for_thirty_days_is_an_open_end(backend: Backend) {
    let ground = ground(backend);
    let staff = ground.staff();
    let titled =
        |title: &str, day: &str, deadline: Value| ground.item(day, json!({"title": title, "deadlineOn": deadline}));
    titled("Färsk", "2009-06-01", Value::Null);
    let old = titled("Gammal", "2009-05-31", Value::Null);
    titled("Äldre", "2009-01-01", Value::Null);
    titled("Bråttom", "2009-05-01", json!("2009-07-10"));
    titled("Mest bråttom", "2009-05-20", json!("2009-06-15"));
    let assessed = titled("Bedömd", "2009-02-01", Value::Null);
    staff.patch(&assessed, "*", &json!({"assessment": "Gränsen nämns."})).expect(200);
    staff.transition(&assessed, "assessed").expect(200);
    let parked = titled("Parkerad", "2009-02-01", Value::Null);
    staff.transition(&parked, "parked").expect(200);
    let [known, wanted] = ["Känd", "Önskad"].map(|title| titled(title, "2009-02-01", Value::Null));
    ground.planned("2009-08-01", naming(&[&known]));
    ground.case("Bevakas", naming(&[&wanted]));
    ground.archive(&titled("Undan", "2009-02-01", Value::Null));
    titled("Förra året", "2008-12-31", Value::Null);
    let data = ground.chains("yearFrom=2009&yearTo=2009");
    let titles = each(&data["openEnds"], "title");
    assert_eq!(titles, ["Mest bråttom", "Bråttom", "Äldre", "Bedömd", "Gammal"]);
    assert_eq!(data["openEndCount"], 5);
    let expected = json!({
        "id": id_of(&old), "title": "Gammal", "state": "new", "countedFrom": "2009-05-31", "days": 31,
        "deadlineOn": null, "openEnds": ["no_knowledge", "no_position", "no_outcome"],
    });
    assert_eq!(data["openEnds"][4], expected);
    assert_eq!(
        (&data["openEnds"][0]["deadlineOn"], &data["openEnds"][3]["state"]),
        (&json!("2009-06-15"), &json!("assessed"))
    );
    // The same ones are warned of.
    let warned = ground.world.reader().get("/monitoring-items?limit=100&publishedOnFrom=2009-01-01").expect(200).json();
    let warned = warned["items"].as_array().unwrap().iter().filter(|item| item["warnings"] != json!([]));
    assert_eq!(warned.count(), 5);
}

fn the_report_on_chains_tells_what_the_chains_tell(backend: Backend) {
    let ground = ground(backend);
    let items = [json!({}), json!({}), json!({})].map(|more| ground.item("2009-03-02", more));
    ground.held("2009-04-01", naming(&[&items[0]]));
    ground.case("Vill", with(naming(&[&items[1]]), with(position(), actions(&["2009-05-04"]))));
    ground.closed("Nådd", "2009-07-01", ("partly", 1), with(naming(&[&items[0]]), actions(&["2009-03-12"])));
    for item in &items {
        let chain = ground.world.reader().get(&format!("{item}/chain")).expect(200).json();
        ground.archive(item);
        let without = ground.chains("yearFrom=2009&yearTo=2009")["totals"].clone();
        ground.staff().patch(item, "*", &json!({"archived": false})).expect(200);
        let with = ground.chains("yearFrom=2009&yearTo=2009")["totals"].clone();
        let ends = each(&chain["openEnds"], "code");
        for (count, end) in
            [("knownCount", "no_knowledge"), ("positionCount", "no_position"), ("outcomeCount", "no_outcome")]
        {
            let more = with[count].as_i64().unwrap() - without[count].as_i64().unwrap();
            assert_eq!(more == 0, ends.contains(&json!(end)), "{count} {chain}");
        }
    }
    let first = ground.world.reader().get(&format!("{}/chain", items[0])).expect(200).json();
    let days = |list: &str, field: &str| first[list][0][field].as_i64().unwrap().to_string();
    ground.archive(&items[1]);
    let expected = json!([
        days("knowledgeActivities", "days"),
        days("influenceCases", "days"),
        days("influenceCases", "outcomeDays")
    ]);
    assert_eq!(medians(&ground.chains("yearFrom=2009&yearTo=2009")["totals"]), expected);
    assert_eq!(expected, json!(["30", "10", "121"]));
}

fn open_ends_name_two_hundred_items_and_count_all(backend: Backend) {
    let ground = ground(backend);
    for _ in 0..201 {
        ground.item("2009-03-02", json!({}));
    }
    let data = ground.chains("yearFrom=2009&yearTo=2009");
    assert_eq!((data["openEnds"].as_array().unwrap().len(), &data["openEndCount"]), (200, &json!(201)));
    assert_eq!(data["totals"]["itemCount"], 201);
}
