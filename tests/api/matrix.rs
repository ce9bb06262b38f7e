//! The matrix: every cell of the year, counted, summed and named; and how it looks on paper.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Answer, Backend, Client, World, activity};

crate::tests! {
    every_cell_is_there_and_an_empty_one_is_news,
    the_areas_are_those_of_the_last_day_of_the_year,
    without_a_strategy_everything_is_outside,
    sums_are_per_currency_and_never_overflow,
    a_cell_names_twenty_and_links_to_all,
    the_three_formats_tell_the_same,
    as_of_shows_the_matrix_as_it_was,
    what_is_put_away_is_not_counted,
    a_name_is_shown_and_never_run,
    the_years_are_bounded,
}

struct Ground {
    world: World,
    clock: Clock,
    areas: Vec<String>,
}

/// 2009: three areas, prioritised in 2008.
fn ground(backend: Backend) -> Ground {
    let clock = Clock::fixed("2008-03-07T10:00:00Z".parse().unwrap());
    let world = World::with(backend, clock.clone(), &[]);
    let strategy = world.adopted_strategy("Internationell strategi 2008-2011", "2008-01-01", "2011-12-31");
    let areas = ["ledarskap", "kultur", "energi"].map(|code| world.prioritised_area(&strategy, code)).to_vec();
    let staff = world.coordination_unit();
    for (place, area) in areas.iter().enumerate() {
        staff.patch(&format!("/strategy-areas/{area}"), "*", &json!({"order": place + 1})).expect(200);
    }
    clock.set("2009-06-01T10:00:00Z".parse().unwrap());
    Ground { world, clock, areas }
}

impl Ground {
    /// Anew each time: a token lives an hour, and the clock is set.
    fn staff(&self) -> Client {
        self.world.coordination_unit()
    }

    fn activity(&self, title: &str, area: usize, priority: &str, states: &[&str], more: Value) -> String {
        let mut body = activity(title, 2009, Some(&self.areas[area]), &self.world.unit("area"));
        body["priority"] = json!(priority);
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let id = self.staff().post("/activities", &body).expect(201).id();
        for to in states {
            let body = json!({"to": to, "reason": "Skäl."});
            self.staff().post(&format!("/activities/{id}/transitions"), &body).expect(200);
        }
        id
    }

    fn matrix(&self, query: &str) -> Answer {
        self.world.reader().get(&format!("/reports/matrix?{query}")).expect(200)
    }
}

const COOPERATION: &str = "international_cooperation";
const MONITORING: &str = "monitoring_and_knowledge";

fn sample(ground: &Ground) {
    let sek = |amount: &str| json!({"amount": amount, "currency": "SEK"});
    ground.activity("Teater", 1, COOPERATION, &["planned"], json!({"costEstimate": sek("1000.50")}));
    let more = json!({"costEstimate": sek("1000"), "costActual": {"amount": "90", "currency": "EUR"}});
    ground.activity("Ådalens dans", 1, COOPERATION, &["planned", "ongoing", "completed"], more);
    ground.activity("Bok <mässa>", 1, COOPERATION, &["planned", "ongoing"], json!({}));
    ground.activity("Inställd", 1, COOPERATION, &["planned", "cancelled"], json!({"costEstimate": sek("5000")}));
    ground.activity("Utkast", 0, MONITORING, &[], json!({"costEstimate": sek("7000")}));
    let outside = json!({"strategyAreaId": null, "frameworkLinks": [{"code": "RUP-1"}], "exceptionReason": "Uppdrag."});
    ground.activity("Utanför", 0, MONITORING, &["planned"], outside);
}

fn every_cell_is_there_and_an_empty_one_is_news(backend: Backend) {
    let ground = ground(backend);
    sample(&ground);
    let data = ground.matrix("year=2009").json();
    let codes = |list: &str| -> Vec<String> {
        data[list].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes("strategyAreas"), ["ledarskap", "kultur", "energi"]);
    assert_eq!(codes("priorities"), [COOPERATION, MONITORING, "influence_and_profiling"]);
    let cells = data["cells"].as_array().unwrap();
    assert_eq!(cells.len(), 9);
    let full: Vec<&Value> = cells.iter().filter(|cell| cell["empty"] == false).collect();
    assert_eq!(full.len(), 1);
    let cell = full[0];
    assert_eq!((&cell["priority"], &cell["strategyAreaId"]), (&json!(COOPERATION), &json!(ground.areas[1])));
    assert_eq!(cell["activityCount"], 3);
    assert_eq!(cell["byState"], json!({"draft": 0, "planned": 1, "ongoing": 1, "completed": 1, "cancelled": 1}));
    assert_eq!(cell["costEstimate"], json!([{"amount": "2000.50", "currency": "SEK"}]));
    assert_eq!(cell["costActual"], json!([{"amount": "90.00", "currency": "EUR"}]));
    let named: Vec<(&str, &str)> = cell["activities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["title"].as_str().unwrap(), one["state"].as_str().unwrap()))
        .collect();
    assert_eq!(named, [("Bok <mässa>", "ongoing"), ("Teater", "planned"), ("Ådalens dans", "completed")]);
    // Its link leads to exactly those.
    let listed = ground.world.reader().get(cell["_links"]["activities"]["href"].as_str().unwrap()).expect(200).json();
    assert_eq!(listed["_meta"]["totalRecords"], 3);
    // A draft leaves its cell empty, and is counted apart.
    let drafted = cells.iter().find(|cell| cell["byState"]["draft"] == 1).unwrap();
    assert_eq!((&drafted["empty"], &drafted["activityCount"]), (&json!(true), &json!(0)));
    assert_eq!((&drafted["activities"], &drafted["costEstimate"]), (&json!([]), &json!([])));
    assert_eq!((&data["outside"]["activityCount"], &data["totals"]["activityCount"]), (&json!(1), &json!(4)));
    assert_eq!(data["outside"]["activities"].as_array().unwrap().len(), 1);
    assert_eq!(data["outside"]["activities"][0]["title"], "Utanför");
    let states = json!({"draft": 1, "planned": 2, "ongoing": 1, "completed": 1, "cancelled": 1});
    assert_eq!(data["totals"]["byState"], states);
    // This year, when nothing is said.
    assert_eq!(ground.matrix("").json()["year"], 2009);
    let empty = ground.matrix("year=2010").json();
    assert!(empty["cells"].as_array().unwrap().iter().all(|cell| cell["empty"] == true));
}

fn the_areas_are_those_of_the_last_day_of_the_year(backend: Backend) {
    let ground = ground(backend);
    sample(&ground);
    let decide = |kind: &str, day: &str| {
        ground.clock.set(format!("{day}T10:00:00Z").parse().unwrap());
        ground.world.decide(kind, &[("strategy_area", &ground.areas[1])])
    };
    // Not before it was prioritised.
    let subjects = [("strategy_area", ground.areas[1].as_str())];
    let early = crate::support::decision("deprioritise_area", &subjects, "2008-03-06", "901");
    let refused = ground.world.user("board").post("/decisions", &early).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/decidedOn rule"]);
    decide("deprioritise_area", "2009-12-31").expect(201);
    let columns = |year: i32| {
        let data = ground.matrix(&format!("year={year}")).json();
        data["strategyAreas"].as_array().unwrap().len()
    };
    assert_eq!((columns(2008), columns(2009), columns(2010)), (3, 2, 2), "not on the day itself");
    let data = ground.matrix("year=2009").json();
    assert_eq!(data["outside"]["activityCount"], 4, "what stood in its cells stands outside");
    assert_eq!(data["outside"]["activities"].as_array().unwrap().len(), 4);
    ground.staff().transition(&format!("/strategy-areas/{}", ground.areas[1]), "proposed").expect(200);
    // Not on a day that lies before the last decision.
    let early =
        crate::support::decision("prioritise_area", &[("strategy_area", &ground.areas[1])], "2009-12-30", "900");
    let refused = ground.world.user("board").post("/decisions", &early).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/decidedOn rule"]);
    decide("prioritise_area", "2010-02-01").expect(201);
    assert_eq!((columns(2008), columns(2009), columns(2010)), (3, 2, 3), "each year as it was");
    let area = ground.staff().get(&format!("/strategy-areas/{}", ground.areas[1])).expect(200).json();
    assert_eq!(
        area["periods"],
        json!([{"prioritisedOn": "2008-03-07", "deprioritisedOn": "2009-12-31"},
               {"prioritisedOn": "2010-02-01", "deprioritisedOn": null}])
    );
    assert_eq!((&area["prioritisedOn"], &area["deprioritisedOn"]), (&json!("2010-02-01"), &Value::Null));
    // What was a column of its year is no exception that needs a reason, though it is prioritised no more.
    decide("deprioritise_area", "2010-03-01").expect(201);
    for (year, is_column) in [(2008, true), (2009, false), (2010, false)] {
        let body = activity("Efteråt", year, Some(&ground.areas[1]), &ground.world.unit("area"));
        let id = ground.staff().post("/activities", &body).expect(201).id();
        let answer = ground.staff().transition(&format!("/activities/{id}"), "planned");
        assert_eq!(answer.status, if is_column { 200 } else { 422 }, "{year}");
    }
    for (day, count) in [
        ("2008-03-06", 0),
        ("2008-03-07", 3),
        ("2009-12-30", 3),
        ("2009-12-31", 2),
        ("2010-02-01", 3),
        ("2011-12-31", 2),
        ("2012-01-01", 0),
    ] {
        let page = ground.staff().get(&format!("/strategy-areas?on={day}")).expect(200).json();
        assert_eq!(page["_meta"]["totalRecords"], count, "{day}");
    }
}

fn without_a_strategy_everything_is_outside(backend: Backend) {
    let ground = ground(backend);
    let mut body = activity("Sen", 2012, None, &ground.world.unit("area"));
    body["frameworkLinks"] = json!([{"code": "RUP-1"}]);
    body["exceptionReason"] = json!("Uppdrag.");
    let id = ground.staff().post("/activities", &body).expect(201).id();
    ground.staff().transition(&format!("/activities/{id}"), "planned").expect(200);
    let data = ground.matrix("year=2012").json();
    assert_eq!((&data["strategyId"], &data["cells"], &data["strategyAreas"]), (&Value::Null, &json!([]), &json!([])));
    let mut outside = data["outside"].clone();
    let named = outside.as_object_mut().unwrap().remove("activities").unwrap();
    assert_eq!((&outside, &outside["activityCount"]), (&data["totals"], &json!(1)));
    assert_eq!(named, json!([{"id": id, "title": "Sen", "state": "planned", "status": null, "light": "unlit"}]));
    let page = ground.matrix("year=2012&format=html&lang=sv").text();
    assert!(page.contains("Ingen strategi gällde den 31 december 2012.") && !page.contains("<table"), "{page}");
}

fn sums_are_per_currency_and_never_overflow(backend: Backend) {
    let ground = ground(backend);
    let most = |currency: &str| json!({"costEstimate": {"amount": "999999999999.99", "currency": currency}});
    for currency in ["SEK", "SEK", "NOK", "KWD"] {
        ground.activity("Dyr", 0, COOPERATION, &["planned"], most(currency));
    }
    let sums = ground.matrix("year=2009").json()["totals"]["costEstimate"].clone();
    assert_eq!(
        sums,
        json!([{"amount": "999999999999.990", "currency": "KWD"}, {"amount": "999999999999.99", "currency": "NOK"},
               {"amount": "1999999999999.98", "currency": "SEK"}])
    );
    // More of the highest amounts than a whole number of 64 bits holds, put there as no caller could in time.
    let columns = "version, archived, external_ids, documents, created_at, updated_at, state, title, year, priority, \
                   strategy_area_id, framework_links, kind, cooperation_level, owner_unit_id, partner_ids, \
                   municipality_codes, effects, sustainability, target_groups, eu_focus, cross_border, aid_character, \
                   name_key, search, cost_estimate_currency";
    let copy = |ids: &str, numbers: &str| {
        format!(
            "INSERT INTO activities (id, cost_estimate_minor, {columns}) SELECT {ids}, 99999999999999, {columns} \
             FROM (SELECT * FROM activities WHERE cost_estimate_currency = 'NOK') AS one, {numbers}"
        )
    };
    let sql = match ground.world.database.backing {
        utblick::db::Backing::Sqlite(_) => format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) {}",
            copy("printf('00000000-0000-7000-8000-%012x', i)", "n")
        ),
        _ => copy("gen_random_uuid()", "generate_series(1, 100000)"),
    };
    ground.world.sql(&sql);
    let sums = ground.matrix("year=2009").json()["totals"]["costEstimate"].clone();
    assert_eq!(sums[1], json!({"amount": "100000999999998999.99", "currency": "NOK"}));
}

fn a_cell_names_twenty_and_links_to_all(backend: Backend) {
    let ground = ground(backend);
    for number in 0..23 {
        ground.activity(&format!("Nummer {number:02}"), 2, COOPERATION, &["planned"], json!({}));
    }
    let data = ground.matrix("year=2009").json();
    let cell = data["cells"].as_array().unwrap().iter().find(|cell| cell["empty"] == false).unwrap();
    assert_eq!((&cell["activityCount"], cell["activities"].as_array().unwrap().len()), (&json!(23), 20));
    assert_eq!(cell["activities"][19]["title"], "Nummer 19");
    let listed = ground.staff().get(cell["_links"]["activities"]["href"].as_str().unwrap()).expect(200).json();
    assert_eq!(listed["_meta"]["totalRecords"], 23);
    let page = ground.matrix("year=2009&format=html&lang=en").text();
    assert!(page.contains("Nummer 07 (planned)") && !page.contains("Nummer 08"), "{page}");
    assert!(page.contains("<li class=\"more\">and 15 more</li>"), "{page}");
}

fn the_three_formats_tell_the_same(backend: Backend) {
    let ground = ground(backend);
    sample(&ground);
    let csv = ground.matrix("year=2009&format=csv&lang=en").text();
    let lines: Vec<&str> = csv.split("\r\n").filter(|line| !line.is_empty()).collect();
    assert_eq!(
        lines[0],
        "Priority,Strategy area,Activities,Drafts,Planned,Ongoing,Completed,Cancelled,Green,Yellow,Red,Grey,Without a status,Ownerless,Cost estimate SEK,Actual cost EUR,The first 20 titles,Direction,Empty on purpose"
    );
    assert_eq!(lines.len(), 11, "a line per cell, and what stands outside");
    assert_eq!(
        lines[2],
        "International cooperation,kultur,3,0,1,1,1,1,0,0,0,0,3,0,2000.50,90.00,Bok <mässa>; Teater; Ådalens dans,,"
    );
    assert_eq!(lines[10], "Outside of the matrix,,1,0,1,0,0,0,0,0,0,0,1,0,,,Utanför,,");
    let page = ground.matrix("year=2009&format=html&lang=sv").text();
    for there in [
        "<h1>Strategins matris 2009</h1>",
        "Internationell strategi 2008-2011. 1 av 9 rutor har aktiviteter, 8 är tomma.",
        "<th scope=\"col\">ledarskap</th><th scope=\"col\">kultur</th><th scope=\"col\">energi</th>",
        "<th scope=\"row\">Omvärldsbevakning &amp; kunskapsutveckling</th>",
        "<li><span class=\"light unlit\" role=\"img\" aria-label=\"Inget läge\">–</span> Bok &lt;mässa&gt; (pågående)</li>",
        "</span> Teater (planerad)</li>",
        "</span> Ådalens dans (genomförd)</li>",
        "3 utan läge",
        "Beräknat: 2\u{a0}000,50\u{a0}SEK",
        "Utfall: 90\u{a0}EUR",
        "+ 1 inställd",
        "Inga aktiviteter<br>(1 utkast)",
        "size:A4 landscape",
    ] {
        assert!(page.contains(there), "{there} in {page}");
    }
    assert_eq!(page.matches("Inga aktiviteter").count(), 8, "an empty cell says so in words");
    let english = ground.matrix("year=2009&format=html&lang=en").text();
    assert!(english.contains("<html lang=\"en\">") && english.contains("1 cell of 9 with activities, 8 are empty."));
}

fn as_of_shows_the_matrix_as_it_was(backend: Backend) {
    let ground = ground(backend);
    let id = ground.activity("Teater", 1, COOPERATION, &["planned"], json!({}));
    ground.clock.set("2009-07-01T10:00:00Z".parse().unwrap());
    let body = json!({"to": "cancelled", "reason": "Medlen drogs in."});
    ground.staff().post(&format!("/activities/{id}/transitions"), &body).expect(200);
    let count = |query: &str| {
        let answer = ground.staff().get(&format!("/reports/matrix?year=2009{query}")).expect(200);
        answer.json()["totals"]["activityCount"].clone()
    };
    assert_eq!((count(""), count("&asOf=2009-06-30")), (json!(0), json!(1)));
    let refused = ground.world.reader().get("/reports/matrix?year=2009&asOf=2009-06-30").problem(403, "forbidden");
    assert_eq!(refused.json()["permission"], "activities:history");
}

fn what_is_put_away_is_not_counted(backend: Backend) {
    let ground = ground(backend);
    let id = ground.activity("Undan", 1, COOPERATION, &["planned"], json!({}));
    ground.activity("Kvar", 1, COOPERATION, &["planned"], json!({}));
    // An area that is put away is a column still: the board had it prioritised.
    ground.staff().patch(&format!("/strategy-areas/{}", ground.areas[1]), "*", &json!({"archived": true})).expect(200);
    assert_eq!(ground.matrix("year=2009").json()["cells"].as_array().unwrap().len(), 9);
    assert_eq!(ground.matrix("year=2009").json()["totals"]["activityCount"], 2);
    ground.staff().patch(&format!("/activities/{id}"), "*", &json!({"archived": true})).expect(200);
    let data = ground.matrix("year=2009").json();
    let cell = data["cells"].as_array().unwrap().iter().find(|cell| cell["empty"] == false).unwrap();
    let titles: Vec<&Value> = cell["activities"].as_array().unwrap().iter().map(|one| &one["title"]).collect();
    assert_eq!((&cell["activityCount"], titles), (&json!(1), vec![&json!("Kvar")]));
}

fn a_name_is_shown_and_never_run(backend: Backend) {
    let ground = ground(backend);
    let strategy = ground.staff().get("/strategies/current").expect(200).id();
    let area = ground.world.proposed_area(&strategy, "skript");
    let name = json!({"name": {"sv": "<b>Kultur</b> & idrott"}});
    ground.staff().patch(&format!("/strategy-areas/{area}"), "*", &name).expect(200);
    ground.world.decide("prioritise_area", &[("strategy_area", &area)]).expect(201);
    let page = ground.matrix("year=2009&format=html&lang=sv").text();
    assert!(page.contains("<th scope=\"col\">&lt;b&gt;Kultur&lt;/b&gt; &amp; idrott</th>"), "{page}");
    // In English it is marked as Swedish.
    let page = ground.matrix("year=2009&format=html&lang=en").text();
    assert!(page.contains("<th scope=\"col\"><span lang=\"sv\">ledarskap</span></th>"), "{page}");
}

fn the_years_are_bounded(backend: Backend) {
    let ground = ground(backend);
    for year in ["0", "1899", "2200", "99999", "x", "-2009"] {
        let refused = ground.staff().get(&format!("/reports/matrix?year={year}")).problem(400, "invalid_request");
        assert_eq!(refused.faults(), ["year wrong_format"], "{year}");
    }
    ground.matrix("year=1900");
    ground.matrix("year=2199");
}
