//! The report on leverage: how the region's own money grew, taken apart in every way.

use serde_json::{Value, json};

use crate::support::{Backend, World, with};

crate::tests! {
    an_empty_register_gives_an_empty_report,
    money_is_added_up_by_currency_and_by_what_projects_have_in_common,
    what_is_not_granted_or_put_away_does_not_count,
    a_municipality_that_is_a_partner_takes_part,
    the_report_is_a_table_and_a_page,
    a_course_is_a_picture_with_its_figures_in_words,
}

fn line(kind: &str, amount: &str) -> Value {
    json!({"kind": kind, "amount": {"amount": amount, "currency": "SEK"}, "basis": "granted", "source": "Styrelsen"})
}

fn total(amount: &str, currency: &str) -> Value {
    json!([{"amount": {"amount": amount, "currency": currency}, "basis": "granted", "source": "Programmet"}])
}

fn read(world: &World, query: &str) -> Value {
    world.reader().get(&format!("/reports/leverage?{query}")).expect(200).json()
}

/// Currency, projects, those with the region's money, and both ratios.
fn told(lines: &Value) -> Vec<(String, i64, i64, Value, Value)> {
    let one = |line: &Value| {
        (
            line["currency"].as_str().unwrap().to_owned(),
            line["projectCount"].as_i64().unwrap(),
            line["leveragedCount"].as_i64().unwrap(),
            line["totalRatio"].clone(),
            line["addedRatio"].clone(),
        )
    };
    lines.as_array().unwrap().iter().map(one).collect()
}

fn an_empty_register_gives_an_empty_report(backend: Backend) {
    let world = World::new(backend);
    let report = read(&world, "yearFrom=2008&yearTo=2011");
    assert_eq!((&report["lines"], report["years"].as_array().unwrap().len()), (&json!([]), 4));
    for part in ["fundingProgrammes", "strategyAreas", "municipalities", "projects"] {
        assert_eq!(report[part], json!([]), "{part}");
    }
    let page = world.reader().get("/reports/leverage?format=html&lang=en").expect(200).text();
    assert!(page.contains("The region has no money of its own"), "{page}");
}

/// The check values of R-27: the Packaging Arena and FEM 2020.
fn money_is_added_up_by_currency_and_by_what_projects_have_in_common(backend: Backend) {
    let world = World::new(backend);
    let (area, other) = (world.strategy_area("kultur"), world.strategy_area("energi"));
    let programme = world.funding_programme("ERUF");
    world.granted_project(
        "The Packaging Arena",
        2012,
        json!({
            "statedTotals": total("14370000", "SEK"), "fundingLines": [line("region_own", "5365000")],
            "fundingProgrammeId": programme, "strategyAreaIds": [area], "municipalityCodes": ["1780"],
        }),
    );
    world.granted_project(
        "FEM 2020",
        2012,
        json!({
            "statedTotals": total("3040000", "SEK"), "fundingLines": [line("region_own", "600000")],
            "strategyAreaIds": [area, other], "municipalityCodes": ["1784", "1780"],
        }),
    );
    world.granted_project("Utan regionens", 2013, json!({"statedTotals": total("100", "EUR")}));
    world.granted_project("Senare", 2014, json!({"statedTotals": total("100", "EUR")}));
    let report = read(&world, "yearFrom=2012&yearTo=2013");
    let sek = |projects, ratio: &str, added: &str| ("SEK".to_owned(), projects, projects, json!(ratio), json!(added));
    let eur = || ("EUR".to_owned(), 1, 0, Value::Null, Value::Null);
    // 17 410 000 by 5 965 000.
    assert_eq!(told(&report["lines"]), [eur(), sek(2, "2.92", "1.92")]);
    assert_eq!(told(&report["years"][0]["lines"]), [sek(2, "2.92", "1.92")]);
    assert_eq!(told(&report["years"][1]["lines"]), [eur()]);
    let [first, without] = &report["fundingProgrammes"].as_array().unwrap()[..] else { panic!("{report}") };
    assert_eq!((&first["id"], told(&first["lines"])), (&json!(programme), vec![sek(1, "2.68", "1.68")]));
    assert_eq!((&without["id"], told(&without["lines"])), (&Value::Null, vec![eur(), sek(1, "5.07", "4.07")]));
    let by_area = |id: &str| {
        let groups = report["strategyAreas"].as_array().unwrap();
        told(&groups.iter().find(|group| group["id"] == json!(id)).unwrap()["lines"])
    };
    assert_eq!((by_area(&area), by_area(&other)), (vec![sek(2, "2.92", "1.92")], vec![sek(1, "5.07", "4.07")]));
    let towns: Vec<(&Value, &Value, usize)> = report["municipalities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|town| (&town["code"], &town["name"], town["lines"].as_array().unwrap().len()))
        .collect();
    assert_eq!(towns, [(&json!("1780"), &json!("Karlstad"), 1), (&json!("1784"), &json!("Arvika"), 1)]);
    let names: Vec<&Value> = report["projects"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["FEM 2020", "The Packaging Arena"]);
    assert_eq!(report["projectCount"], 3);
}

fn what_is_not_granted_or_put_away_does_not_count(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let money = json!({"statedTotals": total("1000", "SEK"), "fundingLines": [line("region_own", "100")]});
    let path = world.granted_project("Beviljat", 2012, money.clone());
    let idea = with(json!({"name": "Idé", "decidedOn": "2012-03-15"}), money);
    staff.post("/projects", &idea).expect(201);
    let count = || read(&world, "yearFrom=2012&yearTo=2012")["projectCount"].clone();
    assert_eq!(count(), 1);
    // Its money follows it.
    staff.patch(&path, "*", &json!({"fundingLines": [line("region_own", "250")]})).expect(200);
    assert_eq!(told(&read(&world, "yearFrom=2012&yearTo=2012")["lines"])[0].3, "4.00");
    staff.patch(&path, "*", &json!({"archived": true})).expect(200);
    assert_eq!(count(), 0);
}

fn a_municipality_that_is_a_partner_takes_part(backend: Backend) {
    let world = World::new(backend);
    let torsby = world.municipality("Torsby kommun", "1737");
    let taking_part = json!({
        "statedTotals": total("1000", "SEK"), "municipalityCodes": ["1737"],
        "participations": [{"partnerId": torsby, "role": "partner"}, {"partnerId": torsby, "role": "owner"}],
    });
    let path = world.granted_project("Leder", 2012, taking_part);
    let towns = || -> Vec<(Value, i64)> {
        let report = read(&world, "yearFrom=2012&yearTo=2012");
        let towns = report["municipalities"].as_array().unwrap().iter();
        towns.map(|town| (town["code"].clone(), told(&town["lines"])[0].1)).collect()
    };
    assert_eq!(towns(), [(json!("1737"), 1)], "once, however often it is named");
    let staff = world.coordination_unit();
    staff.patch(&path, "*", &json!({"municipalityCodes": []})).expect(200);
    assert_eq!(towns(), [(json!("1737"), 1)]);
    staff.patch(&format!("/partners/{torsby}"), "*", &json!({"kind": "company"})).expect(200);
    assert_eq!(towns(), [], "a company of the place is not the municipality");
}

fn the_report_is_a_table_and_a_page(backend: Backend) {
    let world = World::new(backend);
    let money = json!({"statedTotals": total("14370000", "SEK"), "fundingLines": [line("region_own", "5365000")]});
    world.granted_project("The Packaging Arena", 2012, money);
    let get = |format: &str| {
        let path = format!("/reports/leverage?yearFrom=2012&yearTo=2012&lang=sv&format={format}");
        world.reader().get(&path).expect(200).text()
    };
    let page = get("html");
    assert!(
        page.contains(
            "5\u{a0}365\u{a0}000\u{a0}SEK av regionens medel blev 14\u{a0}370\u{a0}000\u{a0}SEK: 2,68 gånger"
        ),
        "{page}"
    );
    assert!(get("csv").contains("The Packaging Arena,2012,SEK,14370000.00,5365000.00,2.68,1.68"), "{}", get("csv"));
    assert!(
        page.contains("<figure>") && page.contains("2012: Totalt 14\u{a0}370\u{a0}000; Regionens egna 5"),
        "{page}"
    );
    let picture = get("svg");
    assert!(
        picture.starts_with("<svg")
            && picture.contains("<desc id=\"chart-0-about\">Pengar i projekten, SEK: 2012: Totalt 14"),
        "{picture}"
    );
    assert!(picture.contains("SEK 2,68.</desc>"), "{picture}");
}

fn a_course_is_a_picture_with_its_figures_in_words(backend: Backend) {
    let world = World::new(backend);
    let empty = world.reader().get("/reports/leverage?format=svg&lang=en").expect(200);
    assert_eq!(empty.header("content-type"), Some("image/svg+xml"));
    assert!(empty.text().contains("<title id=\"chart-0-title\">Nothing to show.</title>"), "{}", empty.text());
    let asked = |path: &str| world.reader().get_with(path, &[("Accept", "image/svg+xml")]);
    asked("/reports/leverage").expect(200);
    asked("/reports/partners").expect(406);
    world.reader().get("/reports/partners?format=svg").expect(400);
}
