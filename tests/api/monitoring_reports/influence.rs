//! The report on influence: outcomes by year and arena, what is open, and what was seen.

use serde_json::{Value, json};

use super::{actions, each, ground, ground_on, position};
use crate::support::{Backend, id_of, profiling_action, with};

crate::tests! {
    influence_is_counted_by_outcome_year_and_arena,
    open_cases_are_listed_whatever_the_years,
    influence_lists_two_hundred_cases_and_counts_all,
    profiling_is_counted_with_its_reach,
}

fn influence_is_counted_by_outcome_year_and_arena(backend: Backend) {
    let ground = ground_on(backend, "2008-12-31");
    let council = json!({"arena": "council"});
    ground.closed("Förra", "2008-12-31", ("won", 2), json!({}));
    ground.closed("Vunnet", "2009-01-01", ("won", 2), json!({}));
    ground.closed("Delvis", "2009-05-04", ("partly", 1), council.clone());
    ground.closed("Okänt", "2009-05-05", ("unknown", 0), council.clone());
    let reopened = ground.closed("Öppnad", "2009-06-01", ("lost", -2), with(position(), actions(&["2009-06-01"])));
    ground
        .staff()
        .post(&format!("{reopened}/transitions"), &json!({"to": "acting", "reason": "Nytt förslag."}))
        .expect(200);
    let last = ground.closed("Förlorat", "2009-12-31", ("lost", -1), council.clone());
    ground.archive(&ground.closed("Undan", "2009-12-31", ("lost", -2), json!({})));
    ground.closed("Senare", "2010-01-01", ("lost", -2), json!({}));
    ground.set("2010-02-01");
    let data = ground.report("influence", "yearFrom=2009&yearTo=2010");
    let year = |year: i32, numbers: [i64; 5], mean: &str| {
        let [closed, won, partly, lost, unknown] = numbers;
        json!({"year": year, "closedCount": closed, "won": won, "partly": partly, "lost": lost, "unknown": unknown,
            "meanFavourability": mean})
    };
    // 2, 1, 0 and -1 by four.
    assert_eq!(data["years"], json!([year(2009, [4, 1, 1, 1, 1], "0.50"), year(2010, [1, 0, 0, 1, 0], "-2.00")]));
    assert_eq!((&data["meanFavourability"], &data["closedCount"]), (&json!("0.00"), &json!(5)));
    let outcomes = each(&data["outcomes"], "outcome");
    assert_eq!(
        (outcomes, each(&data["outcomes"], "count")),
        (
            vec![json!("won"), json!("partly"), json!("lost"), json!("unknown")],
            vec![json!(1), json!(1), json!(2), json!(1)]
        )
    );
    let arena =
        |name: &str| data["arenas"].as_array().unwrap().iter().find(|line| line["arena"] == name).unwrap().clone();
    let line = |name: &str, open: i64, closed: i64, mean: Value| json!({"arena": name, "openCount": open, "closedCount": closed, "meanFavourability": mean});
    assert_eq!(arena("european_commission"), line("european_commission", 1, 2, json!("0.00")));
    assert_eq!(arena("council"), line("council", 0, 3, json!("0.00")));
    assert_eq!(arena("government"), line("government", 0, 0, Value::Null));
    // The latest first.
    assert_eq!(each(&data["closedCases"], "title"), ["Senare", "Förlorat", "Okänt", "Delvis", "Vunnet"]);
    let expected = json!({"id": id_of(&last), "title": "Förlorat", "arena": "council", "closedOn": "2009-12-31",
        "outcome": "lost", "favourability": -1});
    assert_eq!(data["closedCases"][1], expected);
    // Rounded half away from zero: 2 and 1 by one of three.
    ground.closed("En till", "2011-03-01", ("won", 2), json!({}));
    ground.closed("Två till", "2011-03-01", ("won", 1), json!({}));
    ground.closed("Tre till", "2011-03-01", ("won", 2), json!({}));
    assert_eq!(ground.report("influence", "yearFrom=2011&yearTo=2011")["meanFavourability"], "1.67");
}

fn open_cases_are_listed_whatever_the_years(backend: Backend) {
    let ground = ground(backend);
    ground.case("Inget gjort", json!({}));
    ground.case("Nyss", actions(&["2009-06-30", "2008-01-01"]));
    let more =
        json!({"procedureReference": "2018/0196(COD)", "wantedPosition": "Att gränshinder nämns.", "arena": "council"});
    let old = ground.case("Länge sedan", with(actions(&["2009-03-01", "2009-02-01"]), more));
    ground.staff().transition(&old, "position_prepared").expect(200);
    ground.archive(&ground.case("Undan", json!({})));
    let data = ground.report("influence", "yearFrom=1990&yearTo=1990");
    assert_eq!(each(&data["openCases"], "title"), ["Länge sedan", "Nyss", "Inget gjort"]);
    assert_eq!(data["openCount"], 3);
    let expected = json!({
        "id": id_of(&old), "title": "Länge sedan", "arena": "council", "state": "position_prepared",
        "procedureReference": "2018/0196(COD)", "wantedPosition": "Att gränshinder nämns.",
        "lastActionOn": "2009-03-01", "actionCount": 2, "daysSinceAction": 122,
    });
    assert_eq!(data["openCases"][0], expected);
    let undone = &data["openCases"][2];
    assert_eq!(
        (&undone["actionCount"], &undone["lastActionOn"], &undone["daysSinceAction"]),
        (&json!(0), &Value::Null, &Value::Null)
    );
}

fn influence_lists_two_hundred_cases_and_counts_all(backend: Backend) {
    let ground = ground(backend);
    for number in 0..201 {
        ground.case(&format!("Ärende {number}"), json!({"outcome": "won", "favourability": 2}));
    }
    let data = ground.report("influence", "");
    assert_eq!((data["openCases"].as_array().unwrap().len(), &data["openCount"]), (200, &json!(201)));
    ground.world.sql("UPDATE influence_cases SET state = 'closed', closed_on = '2009-05-01'");
    let data = ground.report("influence", "");
    assert_eq!((data["closedCases"].as_array().unwrap().len(), &data["closedCount"]), (200, &json!(201)));
    assert_eq!((&data["outcomes"][0]["count"], &data["meanFavourability"]), (&json!(201), &json!("2.00")));
}

fn profiling_is_counted_with_its_reach(backend: Backend) {
    let ground = ground(backend);
    let action = |day: &str, reach: Value| {
        let body = with(profiling_action("Open Days"), json!({"heldOn": day, "reach": reach}));
        ground.world.recorded("/profiling-actions", &body)
    };
    action("2009-01-01", Value::Null);
    let told = |query: &str| {
        let data = ground.report("influence", query);
        (data["profilingCount"].clone(), data["profilingReach"].clone())
    };
    assert_eq!(told("yearFrom=2009&yearTo=2009"), (json!(1), Value::Null));
    action("2009-12-31", json!(1_000_000_000));
    action("2009-10-05", json!(1_000_000_000));
    action("2009-10-05", json!(1_000_000_000));
    action("2008-12-31", json!(5));
    action("2010-01-01", json!(7));
    ground.archive(&action("2009-10-05", json!(11)));
    assert_eq!(told("yearFrom=2009&yearTo=2009"), (json!(4), json!(3_000_000_000_i64)));
    assert_eq!(told("yearFrom=2008&yearTo=2008"), (json!(1), json!(5)));
}
