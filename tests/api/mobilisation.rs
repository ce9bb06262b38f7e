//! The report on mobilisation: which municipalities are in projects and ideas, and which in nothing (L65.2, W9).

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Backend, TOWN_CODES, TOWNS, World, with};

crate::tests! {
    in_an_empty_register_every_municipality_is_blank,
    a_municipality_takes_part_by_name_by_money_or_as_a_partner_and_once,
    whoever_gives_takes_part_even_where_the_amount_does_not_count,
    those_in_nothing_come_first_then_those_in_the_fewest_projects,
    only_projects_that_were_granted_in_the_years_count,
    roles_are_counted_by_project,
    ideas_count_whatever_year_unless_dropped_or_put_away,
    the_report_is_a_table_a_page_and_a_picture,
    as_of_needs_the_right_to_history,
}

fn read(world: &World, query: &str) -> Value {
    world.reader().get(&format!("/reports/mobilisation?{query}")).expect(200).json()
}

fn names(report: &Value) -> Vec<String> {
    let towns = report["municipalities"].as_array().unwrap().iter();
    towns.map(|town| town["name"].as_str().unwrap().to_owned()).collect()
}

fn town(report: &Value, name: &str) -> Value {
    let towns = report["municipalities"].as_array().unwrap();
    towns.iter().find(|town| town["name"] == name).unwrap().clone()
}

/// Projects, part of them, with the whole county, and money.
fn part(report: &Value, name: &str) -> Value {
    let town = town(report, name);
    json!([town["projectCount"], town["projectShare"], town["wholeCountyCount"], town["amounts"]])
}

/// Ideas, and those that mobilise.
fn ideas(report: &Value, name: &str) -> (i64, i64) {
    let town = town(report, name);
    (town["ideaCount"].as_i64().unwrap(), town["mobilisingCount"].as_i64().unwrap())
}

fn money(amount: &str, currency: &str) -> Value {
    json!({"amount": amount, "currency": currency})
}

fn total(amount: Value) -> Value {
    json!([{"amount": amount, "basis": "granted", "source": "Programmet"}])
}

fn gives(code: &str, amount: Value) -> Value {
    json!({"kind": "municipality", "amount": amount, "basis": "granted", "source": "Kommunen", "municipalityCode": code})
}

fn in_an_empty_register_every_municipality_is_blank(backend: Backend) {
    let world = World::new(backend);
    let report = read(&world, "yearFrom=2008&yearTo=2011&lang=sv");
    assert_eq!(names(&report), TOWNS);
    let first = json!({
        "code": "1784", "name": "Arvika", "projectCount": 0, "projectShare": "0.0000", "wholeCountyCount": 0,
        "ideaCount": 0, "mobilisingCount": 0, "roles": [], "amounts": [], "blank": true,
        "warnings": [{"code": "not_mobilised", "rule": "W9",
            "message": "Kommunen är varken med i något projekt eller i någon idé."}],
    });
    assert_eq!(report["municipalities"][0], first);
    assert_eq!((&report["blankCount"], &report["projectCount"]), (&json!(16), &json!(0)));
    assert_eq!(report["wholeCountyCount"], 0);
    let year = |year: i32| json!({"year": year, "projectCount": 0, "municipalityCount": 0});
    assert_eq!(report["years"], json!([year(2008), year(2009), year(2010), year(2011)]));
    let page = world.reader().get("/reports/mobilisation?format=html&lang=sv").expect(200).text();
    assert!(page.contains("16 av 16 kommuner är varken med i projekt eller idé."), "{page}");
}

/// A project with two by name and money, one with one as a partner and one by money, and one with all.
fn three_projects(world: &World) {
    let torsby = world.municipality("Torsby kommun", "1737");
    world.granted_project(
        "Leder",
        2012,
        json!({
            "municipalityCodes": ["1737", "1784"], "statedTotals": total(money("1000000", "SEK")),
            "fundingLines": [gives("1737", money("200000", "SEK")), gives("1737", money("50.50", "SEK"))],
            "participations": [{"partnerId": torsby, "role": "owner"}],
        }),
    );
    world.granted_project(
        "Musik",
        2012,
        json!({
            "statedTotals": total(money("1000", "EUR")),
            "fundingLines": [gives("1730", money("50", "EUR")), gives("1784", money("0", "EUR"))],
            "participations": [{"partnerId": torsby, "role": "lead"}],
        }),
    );
    let all = json!({"municipalityCodes": TOWN_CODES, "statedTotals": total(money("100", "EUR")),
        "fundingLines": [gives("1737", money("7", "EUR"))]});
    world.granted_project("Hela länet", 2013, all);
}

fn a_municipality_takes_part_by_name_by_money_or_as_a_partner_and_once(backend: Backend) {
    let world = World::new(backend);
    three_projects(&world);
    let report = read(&world, "yearFrom=2012&yearTo=2013");
    // Named, giving and a partner in one, a partner in the other, and a sixteenth: a half, a third and 0.0625.
    let torsby = json!([3, "0.8958", 1, [money("7.00", "EUR"), money("200050.50", "SEK")]]);
    assert_eq!(part(&report, "Torsby"), torsby);
    assert_eq!(part(&report, "Arvika"), json!([3, "0.8958", 1, []]), "who gives nothing is still in it");
    assert_eq!(part(&report, "Eda"), json!([2, "0.3958", 1, [money("50.00", "EUR")]]));
    assert_eq!(part(&report, "Kil"), json!([1, "0.0625", 1, []]));
    assert_eq!(
        (&report["projectCount"], &report["wholeCountyCount"], &report["blankCount"]),
        (&json!(3), &json!(1), &json!(0))
    );
    let course = json!([
        {"year": 2012, "projectCount": 2, "municipalityCount": 3},
        {"year": 2013, "projectCount": 1, "municipalityCount": 16},
    ]);
    assert_eq!(report["years"], course);
    let page = world.reader().get("/reports/mobilisation?yearFrom=2013&yearTo=2013&format=html&lang=en").expect(200);
    assert!(page.text().contains("All 16 municipalities are in a project or an idea."), "{}", page.text());
}

fn whoever_gives_takes_part_even_where_the_amount_does_not_count(backend: Backend) {
    let world = World::new(backend);
    let line = |basis: &str, code: &str| json!({"kind": "municipality", "municipalityCode": code, "amount": money("100", "SEK"), "basis": basis, "source": "S"});
    let changes = json!({"fundingLines": [line("granted", "1784"), line("actual", "1730")]});
    world.granted_project("Två", 2012, changes);
    let report = read(&world, "yearFrom=2012&yearTo=2012");
    // Of two bases the most certain counts: what was granted is not added to what it came to.
    assert_eq!(part(&report, "Eda"), json!([1, "0.5000", 0, [money("100.00", "SEK")]]));
    assert_eq!(part(&report, "Arvika"), json!([1, "0.5000", 0, []]));
}

fn those_in_nothing_come_first_then_those_in_the_fewest_projects(backend: Backend) {
    let world = World::new(backend);
    three_projects(&world);
    let order = |query: &str| names(&read(&world, query));
    let mut wanted: Vec<&str> = TOWNS.into_iter().filter(|name| !["Arvika", "Eda", "Torsby"].contains(name)).collect();
    wanted.extend(["Eda", "Arvika", "Torsby"]);
    assert_eq!(order("yearFrom=2012&yearTo=2012"), wanted);
    assert_eq!(order("yearFrom=2012&yearTo=2013"), wanted);
    // Whoever has an idea is in something, though in no project.
    let idea = json!({"title": "Idé", "municipalityCodes": ["1782"]});
    world.coordination_unit().post("/project-ideas", &idea).expect(201);
    let report = read(&world, "yearFrom=2012&yearTo=2012");
    assert_eq!((names(&report)[11].as_str(), names(&report)[12].as_str()), ("Årjäng", "Filipstad"));
    let filipstad = town(&report, "Filipstad");
    assert_eq!((&filipstad["blank"], &filipstad["warnings"]), (&json!(false), &json!([])));
    assert_eq!(report["blankCount"], 12);
}

fn only_projects_that_were_granted_in_the_years_count(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let of = |code: &str| json!({"municipalityCodes": [code], "statedTotals": total(money("1", "SEK"))});
    let running = world.granted_project("Pågår", 2012, with(of("1715"), json!({"startsOn": "2012-04-01"})));
    staff.transition(&running, "running").expect(200);
    let idea = with(json!({"name": "Idé", "decidedOn": "2012-03-15"}), of("1730"));
    staff.post("/projects", &idea).expect(201);
    world.granted_project("Tidigare", 2011, of("1737"));
    world.granted_project("Senare", 2013, of("1760"));
    let away = world.granted_project("Undan", 2012, of("1761"));
    staff.patch(&away, "*", &json!({"archived": true})).expect(200);
    let withdrawn = world.granted_project("Tillbakadraget", 2012, of("1762"));
    staff.post(&format!("{withdrawn}/transitions"), &json!({"to": "withdrawn", "reason": "Ingen tid."})).expect(200);
    // A company of the place is not the municipality.
    let body = json!({"name": "Bolaget", "kind": "company", "partnershipKind": "project", "country": "SE",
        "municipalityCode": "1763"});
    let company = staff.post("/partners", &body).expect(201).id();
    let alone = json!({"participations": [{"partnerId": company, "role": "lead"}],
        "statedTotals": total(money("1", "SEK"))});
    world.granted_project("Utan kommun", 2012, alone);
    let report = read(&world, "yearFrom=2012&yearTo=2012");
    assert_eq!((&report["projectCount"], &report["blankCount"]), (&json!(1), &json!(15)));
    assert_eq!(part(&report, "Kil"), json!([1, "1.0000", 0, []]));
    let years = read(&world, "yearFrom=2011&yearTo=2013")["years"].clone();
    let counts: Vec<&Value> = years.as_array().unwrap().iter().map(|year| &year["projectCount"]).collect();
    assert_eq!(counts, [1, 1, 1]);
}

fn roles_are_counted_by_project(backend: Backend) {
    let world = World::new(backend);
    let (torsby, schools) = (world.municipality("Torsby kommun", "1737"), world.municipality("Torsby skolor", "1737"));
    let with_roles = |roles: Value| json!({"participations": roles, "statedTotals": total(money("1", "SEK"))});
    let role = |partner: &str, role: &str| json!({"partnerId": partner, "role": role});
    let both = json!([role(&torsby, "partner"), role(&schools, "partner"), role(&torsby, "financier")]);
    let path = world.granted_project("Ett", 2012, with_roles(both));
    world.granted_project("Två", 2012, with_roles(json!([role(&torsby, "partner")])));
    world.granted_project("Tre", 2013, with_roles(json!([role(&torsby, "owner")])));
    let roles = || town(&read(&world, "yearFrom=2012&yearTo=2012"), "Torsby")["roles"].clone();
    assert_eq!(roles(), json!([{"role": "partner", "count": 2}, {"role": "financier", "count": 1}]));
    // The table beside the record follows it.
    let left = json!({"participations": [role(&schools, "associated")]});
    world.coordination_unit().patch(&path, "*", &left).expect(200);
    assert_eq!(roles(), json!([{"role": "partner", "count": 1}, {"role": "associated", "count": 1}]));
}

fn ideas_count_whatever_year_unless_dropped_or_put_away(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let (torsby, arvika) = (world.municipality("Torsby kommun", "1737"), world.municipality("Arvika kommun", "1784"));
    let idea = |title: &str, body: Value| {
        format!(
            "/project-ideas/{}",
            staff.post("/project-ideas", &with(json!({"title": title}), body)).expect(201).id()
        )
    };
    // Named and a partner: one idea all the same.
    let both = idea("Båda", json!({"municipalityCodes": ["1737"], "partnerIds": [torsby, arvika]}));
    staff.transition(&both, "mobilising").expect(200);
    idea("Arvikas", json!({"initiatorId": arvika}));
    let call = world.call(&world.funding_programme("Interreg"), "Andra", None);
    let applied =
        idea("Sökt", json!({"municipalityCodes": ["1730"], "callId": call, "frameworkLinks": [{"code": "RUP-3"}]}));
    for state in ["mobilising", "applied"] {
        staff.transition(&applied, state).expect(200);
    }
    let dropped = idea("Nedlagd", json!({"municipalityCodes": ["1715"], "partnerIds": [arvika]}));
    staff.post(&format!("{dropped}/transitions"), &json!({"to": "dropped", "reason": "Ingen tid."})).expect(200);
    let away = idea("Undan", json!({"municipalityCodes": ["1760"], "initiatorId": torsby}));
    staff.patch(&away, "*", &json!({"archived": true})).expect(200);
    let report = read(&world, "yearFrom=1990&yearTo=1990");
    let told = ["Torsby", "Arvika", "Eda", "Kil", "Storfors"].map(|name| ideas(&report, name));
    assert_eq!(told, [(1, 1), (2, 1), (1, 0), (0, 0), (0, 0)]);
    assert_eq!(report["blankCount"], 13);
}

fn the_report_is_a_table_a_page_and_a_picture(backend: Backend) {
    let world = World::new(backend);
    three_projects(&world);
    let get = |format: &str, lang: &str| {
        let path = format!("/reports/mobilisation?yearFrom=2012&yearTo=2013&lang={lang}&format={format}");
        world.reader().get(&path).expect(200)
    };
    let csv = get("csv", "sv").text();
    let heads = "Avsnitt,Post,Projekt,Egen andel av dem,Med hela länet,Idéer,Varav mobiliserar,Roller,Egna medel EUR,Egna medel SEK,Anmärkning";
    assert!(csv.contains(heads), "{csv}");
    let line = "Torsby,3,0.8958,1,0,0,Samordnande stödmottagare 1; Projektägare 1,7.00,200050.50,";
    assert!(csv.contains(line), "{csv}");
    let page = get("html", "sv").text();
    assert!(page.contains("<h1>Kommunernas mobilisering 2012-2013</h1>") && page.contains("<figure>"), "{page}");
    let picture = get("svg", "en");
    assert_eq!(picture.header("content-type"), Some("image/svg+xml"));
    let words = "2012: Projects 2; Municipalities 3. 2013: Projects 1; Municipalities 16.</desc>";
    assert!(picture.text().contains(words), "{}", picture.text());
    assert!(get("xlsx", "sv").bytes.starts_with(b"PK"));
    world.reader().get("/reports/mobilisation?yearFrom=2009&yearTo=2008").problem(400, "invalid_request");
}

fn as_of_needs_the_right_to_history(backend: Backend) {
    let clock = Clock::fixed("2012-06-01T10:00:00Z".parse().unwrap());
    let world = World::with(backend, clock.clone(), &[]);
    let torsby = world.municipality("Torsby kommun", "1737");
    let as_partner = json!({"participations": [{"partnerId": torsby, "role": "lead"}],
        "statedTotals": total(money("1", "SEK"))});
    let path = world.granted_project("Leder", 2012, as_partner);
    clock.set("2012-07-01T10:00:00Z".parse().unwrap());
    world.coordination_unit().patch(&path, "*", &json!({"archived": true})).expect(200);
    let query = "/reports/mobilisation?yearFrom=2012&yearTo=2012";
    let earlier = format!("{query}&asOf=2012-06-30");
    let blank = |path: &str| world.user("board").get(path).expect(200).json()["blankCount"].clone();
    assert_eq!((blank(query), blank(&earlier)), (json!(16), json!(15)));
    let then = world.user("board").get(&earlier).expect(200).json();
    assert_eq!(town(&then, "Torsby")["roles"], json!([{"role": "lead", "count": 1}]));
    world.reader().get(&earlier).problem(403, "forbidden");
}
