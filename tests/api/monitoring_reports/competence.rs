//! The report on competence: what was made known, about what, and to how many.

use serde_json::{Value, json};

use super::{each, ground};
use crate::support::Backend;

crate::tests! {
    competence_is_counted_by_year_topic_competence_kind_and_audience,
    only_what_was_held_and_is_not_put_away_is_competence,
}

/// Activities, politicians, officials, others, and those evaluated.
fn reached(sums: &Value) -> Value {
    let names = ["activityCount", "politicians", "officials", "others", "evaluatedCount"];
    names.map(|name| sums[name].clone()).to_vec().into()
}

/// The lines of a list that tell of any activity: what they are of, and what they tell.
fn telling(list: &Value) -> Vec<(Value, Value)> {
    let all = list.as_array().unwrap().iter().filter(|line| line["activityCount"] != 0);
    all.map(|line| (line["code"].clone(), reached(line))).collect()
}

fn competence_is_counted_by_year_topic_competence_kind_and_audience(backend: Backend) {
    let ground = ground(backend);
    let full = json!({
        "kind": "training", "audiences": ["politicians", "officials", "municipalities"],
        "topics": ["culture", "mobility"], "competences": ["language"], "municipalityCodes": ["1780", "1784"],
        "participants": {"politicians": 3, "officials": 20, "others": 100}, "evaluation": "Bra.",
    });
    ground.held("2008-12-31", full);
    let second = json!({"topics": ["mobility"], "competences": ["language", "eu_knowledge"], "municipalityCodes": ["1784", "1715"]});
    ground.held("2009-01-01", second);
    ground.held("2009-06-30", json!({"kind": "newsletter", "participants": null}));
    let data = ground.report("competence", "yearFrom=2008&yearTo=2009");
    let years: Vec<Value> = data["years"].as_array().unwrap().iter().map(reached).collect();
    assert_eq!(years, [json!([1, 3, 20, 100, 1]), json!([2, 14, 0, 0, 0])]);
    assert_eq!(reached(&data["totals"]), json!([3, 17, 20, 100, 1]));
    let line = |code: Value, told: Value| (code, told);
    assert_eq!(
        telling(&data["topics"]),
        [
            line(json!("culture"), json!([1, 3, 20, 100, 1])),
            line(json!("mobility"), json!([2, 17, 20, 100, 1])),
            line(Value::Null, json!([1, 0, 0, 0, 0])),
        ]
    );
    assert_eq!(
        telling(&data["competences"]),
        [
            line(json!("language"), json!([2, 17, 20, 100, 1])),
            line(json!("eu_knowledge"), json!([1, 14, 0, 0, 0])),
            line(Value::Null, json!([1, 0, 0, 0, 0])),
        ]
    );
    assert_eq!(
        telling(&data["kinds"]),
        [
            line(json!("training"), json!([1, 3, 20, 100, 1])),
            line(json!("briefing"), json!([1, 14, 0, 0, 0])),
            line(json!("newsletter"), json!([1, 0, 0, 0, 0])),
        ]
    );
    assert_eq!(each(&data["audiences"], "audience"), ["politicians", "officials", "municipalities", "other"]);
    assert_eq!(each(&data["audiences"], "activityCount"), [3, 1, 1, 0]);
    assert_eq!(data["toldMunicipalityCount"], 3);
    // Every code has a line; those without one have it only when there are any.
    assert_eq!((data["topics"].as_array().unwrap().len(), data["kinds"].as_array().unwrap().len()), (14, 5));
    let swedish = ground.report("competence", "yearFrom=2009&yearTo=2009&lang=sv");
    assert_eq!(swedish["topics"][13]["label"], "Utan ämne");
    assert_eq!(swedish["toldMunicipalityCount"], 2);
    assert_eq!(ground.report("competence", "yearFrom=2008&yearTo=2008")["topics"].as_array().unwrap().len(), 13);
}

fn only_what_was_held_and_is_not_put_away_is_competence(backend: Backend) {
    let ground = ground(backend);
    ground.planned("2009-03-02", json!({}));
    let gone = ground.planned("2009-03-02", json!({}));
    ground.staff().post(&format!("{gone}/transitions"), &json!({"to": "cancelled", "reason": "Sjukdom."})).expect(200);
    ground.archive(&ground.held("2009-03-02", json!({"municipalityCodes": ["1780"]})));
    ground.held("2008-12-31", json!({}));
    let data = ground.report("competence", "yearFrom=2009&yearTo=2009");
    assert_eq!((reached(&data["totals"]), &data["toldMunicipalityCount"]), (json!([0, 0, 0, 0, 0]), &json!(0)));
}
