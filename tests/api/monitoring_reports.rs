//! The reports on monitoring, knowledge and influence: from monitoring to influence, competence, and influence itself;
//! each with numbers worked out by hand.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{
    Backend, Client, World, decision, id_of, influence_case, knowledge_activity, monitoring_item, profiling_action,
    with,
};

crate::tests! {
    every_report_on_monitoring_answers_when_nothing_is_there,
    chains_are_counted_by_year_and_level,
    the_middle_number_of_days_is_told_of_each_step,
    an_item_is_of_the_year_in_which_it_was_published_or_else_recorded,
    what_nothing_follows_on_for_thirty_days_is_an_open_end,
    the_report_on_chains_tells_what_the_chains_tell,
    open_ends_name_two_hundred_items_and_count_all,
    competence_is_counted_by_year_topic_competence_kind_and_audience,
    only_what_was_held_and_is_not_put_away_is_competence,
    influence_is_counted_by_outcome_year_and_arena,
    open_cases_are_listed_whatever_the_years,
    influence_lists_two_hundred_cases_and_counts_all,
    profiling_is_counted_with_its_reach,
    the_reports_on_monitoring_are_tables_pages_and_charts,
    an_earlier_register_is_reported_on_by_those_with_the_right_to_it,
}

const REPORTS: [&str; 3] = ["monitoring-chain", "competence", "influence"];

struct Ground {
    world: World,
    clock: Clock,
}

/// The first of July 2009.
fn ground(backend: Backend) -> Ground {
    ground_on(backend, "2009-07-01")
}

fn ground_on(backend: Backend, day: &str) -> Ground {
    let clock = Clock::fixed(format!("{day}T10:00:00Z").parse().unwrap());
    Ground { world: World::with(backend, clock.clone(), &[]), clock }
}

impl Ground {
    /// Anew each time: a token lives an hour, and the clock is set.
    fn staff(&self) -> Client {
        self.world.coordination_unit()
    }

    fn report(&self, name: &str, query: &str) -> Value {
        self.world.reader().get(&format!("/reports/{name}?{query}")).expect(200).json()
    }

    /// The report from monitoring to influence.
    fn chains(&self, query: &str) -> Value {
        self.report("monitoring-chain", query)
    }

    fn set(&self, day: &str) {
        self.clock.set(format!("{day}T10:00:00Z").parse().unwrap());
    }

    fn archive(&self, path: &str) {
        self.staff().patch(path, "*", &json!({"archived": true})).expect(200);
    }

    /// A monitoring item that was published on a day; its path.
    fn item(&self, published_on: &str, more: Value) -> String {
        let body = with(with(monitoring_item("Grönbok"), json!({"publishedOn": published_on})), more);
        self.world.recorded("/monitoring-items", &body)
    }

    /// A knowledge activity of 14 politicians; its path.
    fn planned(&self, held_on: &str, more: Value) -> String {
        let day = json!({"heldOn": held_on, "participants": {"politicians": 14}});
        self.world.recorded("/knowledge-activities", &with(with(knowledge_activity("Genomgång"), day), more))
    }

    fn held(&self, held_on: &str, more: Value) -> String {
        let path = self.planned(held_on, more);
        self.staff().transition(&path, "held").expect(200);
        path
    }

    fn case(&self, title: &str, more: Value) -> String {
        self.world.recorded("/influence-cases", &with(influence_case(title), more))
    }

    /// A case that is closed on a day with an outcome.
    fn closed(&self, title: &str, on: &str, (outcome, favourability): (&str, i64), more: Value) -> String {
        self.set(on);
        let path = self.case(title, more);
        let close = json!({"to": "closed", "fields": {"outcome": outcome, "favourability": favourability}});
        self.staff().post(&format!("{path}/transitions"), &close).expect(200);
        path
    }
}

/// What names some monitoring items.
fn naming(paths: &[&str]) -> Value {
    json!({"monitoringItemIds": paths.iter().map(|path| id_of(path)).collect::<Vec<_>>()})
}

fn position() -> Value {
    json!({"wantedPosition": "Att gränshinder nämns."})
}

fn actions(days: &[&str]) -> Value {
    let action = |day: &&str| json!({"on": day, "kind": "letter", "text": "Brev."});
    json!({"actions": days.iter().map(action).collect::<Vec<_>>()})
}

/// A field of every item of a list.
fn each(list: &Value, field: &str) -> Vec<Value> {
    list.as_array().unwrap().iter().map(|one| one[field].clone()).collect()
}

/// Items, those assessed, known, with a position and with an outcome.
fn counts(sums: &Value) -> Value {
    let names = ["itemCount", "assessedCount", "knownCount", "positionCount", "outcomeCount"];
    names.map(|name| sums[name].clone()).to_vec().into()
}

fn shares(sums: &Value) -> Value {
    ["knownShare", "positionShare", "outcomeShare"].map(|name| sums[name].clone()).to_vec().into()
}

/// Days to knowledge, to the first step and to an outcome.
fn medians(sums: &Value) -> Value {
    ["medianDaysToKnowledge", "medianDaysToStep", "medianDaysToOutcome"].map(|name| sums[name].clone()).to_vec().into()
}

fn every_report_on_monitoring_answers_when_nothing_is_there(backend: Backend) {
    let ground = ground(backend);
    let reader = ground.world.reader();
    for name in REPORTS {
        let svg = ("svg", "<svg");
        for (format, start) in [("json", "{"), ("csv", ""), ("html", "<!DOCTYPE html>"), ("xlsx", "PK"), svg] {
            for lang in ["sv", "en"] {
                let answer = reader.get(&format!("/reports/{name}?format={format}&lang={lang}")).expect(200);
                assert!(answer.bytes.starts_with(start.as_bytes()) && !answer.bytes.is_empty(), "{name} {format}");
            }
        }
        let refused = reader.get(&format!("/reports/{name}?yearFrom=2009&yearTo=2008&year=1")).expect(400);
        assert_eq!(refused.faults(), ["year unknown", "yearTo wrong_format"]);
        let data = ground.report(name, "");
        assert_eq!(
            (&data["yearFrom"], &data["yearTo"], each(&data["years"], "year")),
            (&json!(2009), &json!(2009), vec![json!(2009)])
        );
    }
    let chains = ground.chains("");
    assert_eq!(counts(&chains["totals"]), json!([0, 0, 0, 0, 0]));
    // Of nothing there is no share and no middle.
    assert_eq!(
        (shares(&chains["totals"]), medians(&chains["totals"])),
        (json!([null, null, null]), json!([null, null, null]))
    );
    assert_eq!((&chains["openEnds"], &chains["openEndCount"]), (&json!([]), &json!(0)));
    let influence = ground.report("influence", "");
    assert_eq!((&influence["openCases"], &influence["closedCases"]), (&json!([]), &json!([])));
    assert_eq!(
        (&influence["meanFavourability"], &influence["years"][0]["meanFavourability"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!((&influence["profilingCount"], &influence["profilingReach"]), (&json!(0), &Value::Null));
    assert_eq!(ground.report("competence", "")["totals"]["activityCount"], 0);
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

fn the_reports_on_monitoring_are_tables_pages_and_charts(backend: Backend) {
    let ground = ground(backend);
    let item = ground.item("2009-03-02", json!({}));
    ground.item("2009-03-02", json!({"title": "Vitbok", "deadlineOn": "2009-08-01"}));
    ground.held("2009-04-01", with(naming(&[&item]), json!({"topics": ["culture"], "municipalityCodes": ["1780"]})));
    ground.case("Pågår", with(actions(&["2009-06-01"]), position()));
    ground.closed("Nådd", "2009-07-01", ("partly", 1), naming(&[&item]));
    ground.world.recorded("/profiling-actions", &with(profiling_action("Open Days"), json!({"reach": 1250})));
    let get = |name: &str, format: &str| {
        let path = format!("/reports/{name}?yearFrom=2009&yearTo=2009&lang=sv&format={format}");
        ground.world.reader().get(&path).expect(200).text()
    };
    for (name, parts) in [
        (
            "monitoring-chain",
            [
                "Av 2 bevakningar har 1 (50 %) blivit kunskap, 0 (0 %) en ståndpunkt och 1 (50 %) ett utfall. 1 har inte följts upp.",
                "2009: Bevakningar 2; Blev kunskap 1; Gav ståndpunkt 0; Gav utfall 1.",
            ],
        ),
        (
            "competence",
            [
                "1 kunskapsaktivitet för 14 politiker och 0 tjänstemän. 1 kommun har informerats.",
                "2009: Politiker 14; Tjänstemän 0; Andra 0.",
            ],
        ),
        (
            "influence",
            [
                "1 avslutat ärende: 0 vunna, 1 delvis vunna, 0 förlorade. 1 pågår. 1 profileringsinsats som nådde 1\u{a0}250 personer.",
                "2009: Vunna 0; Delvis vunna 1; Förlorade 0; Okänt 0.",
            ],
        ),
    ] {
        let page = get(name, "html");
        assert!(parts.iter().all(|part| page.contains(part)), "{name} {page}");
        assert!(get(name, "svg").contains(parts[1]), "{name}");
    }
    for (name, line) in [
        (
            "monitoring-chain",
            "\r\nÅr,2009,2,0,1,50.0,0,0.0,1,50.0,30,,121\r\nÅr,Alla år,2,0,1,50.0,0,0.0,1,50.0,30,,121\r\n",
        ),
        (
            "monitoring-chain",
            "Inte uppföljt,Vitbok,Ny,2009-03-02,121,2009-08-01,Ingen kunskapsaktivitet; Ingen ståndpunkt; Inget utfall\r\n",
        ),
        ("competence", "Ämne,Kultur,1,14,0,0,0\r\n"),
        ("competence", "Mottagare,Politiker,1\r\n"),
        ("influence", "År,Alla år,1,0,1,0,0,1.00\r\n"),
        (
            "influence",
            "Pågående ärenden,Pågår,Bevakas,Europeiska kommissionen,,Att gränshinder nämns.,1,2009-06-01,30\r\n",
        ),
        ("influence", "Avslutade ärenden,Nådd,Europeiska kommissionen,2009-07-01,Delvis vunnet,1\r\n"),
    ] {
        let csv = get(name, "csv");
        assert!(csv.contains(line), "{name} {line} {csv}");
    }
}

fn an_earlier_register_is_reported_on_by_those_with_the_right_to_it(backend: Backend) {
    let ground = ground(backend);
    let item = ground.item("2009-03-02", json!({}));
    let held = ground.held("2009-04-01", naming(&[&item]));
    let case = ground.closed("Nådd", "2009-07-01", ("partly", 1), naming(&[&item]));
    let read = |query: &str| {
        let get = |name: &str| {
            let path = format!("/reports/{name}?yearFrom=2009&yearTo=2009{query}");
            ground.world.user("board").get(&path).expect(200).json()
        };
        REPORTS.map(get)
    };
    let then = read("");
    ground.set("2009-09-01");
    ground.staff().post(&format!("{held}/transitions"), &json!({"to": "planned", "reason": "Fel dag."})).expect(200);
    ground.staff().delete(&held, "*").expect(204);
    ground.staff().patch(&case, "*", &json!({"archived": true})).expect(200);
    let (now, earlier) = (read(""), read("&asOf=2009-07-01"));
    assert_eq!(earlier, then);
    for (now, then) in now.iter().zip(&then) {
        assert_ne!(now, then);
    }
    for name in REPORTS {
        let refused = ground.world.reader().get(&format!("/reports/{name}?asOf=2009-07-01")).problem(403, "forbidden");
        assert!(refused.json()["permission"].as_str().unwrap().ends_with(":history"), "{name}");
    }
}
