//! Reports: one definition in three formats, at a day and at an instant, and safe to open.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Answer, Backend, World};

crate::tests! {
    the_three_formats_tell_the_same_numbers,
    twin_regions_stand_apart_in_every_count,
    on_counts_what_was_in_force_a_day,
    as_of_counts_what_the_register_said,
    the_format_follows_accept_and_format_overrides_it,
    the_language_follows_accept_language_and_lang_overrides_it,
    a_page_may_load_and_run_nothing,
    a_csv_file_is_safe_to_open_in_a_spreadsheet,
    archived_partners_are_not_counted,
    unknown_parameters_are_named,
}

/// Partners in three countries and in none, two of them twin regions, one put away.
fn sample(world: &World) {
    let client = world.coordination_unit();
    let create = |name: &str, country: Value, kind: &str, partnership: &str, from: Option<&str>| {
        let body = json!({"name": name, "country": country, "kind": kind, "partnershipKind": partnership,
            "validFrom": from, "validFromPrecision": from.map(|_| "day")});
        format!("/partners/{}", client.post("/partners", &body).expect(201).id())
    };
    create("a", json!("SE"), "cluster", "project", None);
    create("b", json!("SE"), "company", "strategic", Some("2009-06-01"));
    create("c", json!("NO"), "regional_authority", "twin_region", Some("2009-06-01"));
    create("d", json!("AX"), "regional_authority", "twin_region", None);
    let ended = create("e", Value::Null, "other", "other", None);
    client.transition(&ended, "ended").expect(200);
    let archived = create("f", json!("SE"), "other", "other", None);
    client.patch(&archived, "*", &json!({"archived": true})).expect(200);
}

fn report(world: &World, query: &str) -> Answer {
    world.reader().get(&format!("/reports/partners{query}")).expect(200)
}

/// The tables that count all partners.
const COUNTED: [&str; 3] = ["By country", "By kind", "By state"];

/// Label, partners, twin regions of every line of the JSON's three tables.
fn lines(data: &Value) -> Vec<(String, String, i64, i64)> {
    let tables = [("byCountry", "By country"), ("byKind", "By kind"), ("byState", "By state")];
    let of = |(table, title): (&str, &str)| -> Vec<(String, String, i64, i64)> {
        let lines = data[table].as_array().unwrap().iter();
        let number = |line: &Value, name: &str| line[name].as_i64().unwrap();
        lines
            .map(|line| {
                (
                    title.to_owned(),
                    line["label"].as_str().unwrap().to_owned(),
                    number(line, "partners"),
                    number(line, "twinRegions"),
                )
            })
            .collect()
    };
    tables.into_iter().flat_map(of).collect()
}

/// The same of the CSV, its other tables aside.
fn csv_lines(text: &str) -> Vec<(String, String, i64, i64)> {
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let number = |cell: &str| cell.parse().unwrap();
    text.split("\r\n")
        .skip(1)
        .map(cells)
        .filter(|cells| COUNTED.contains(&cells[0].as_str()))
        .map(|cells| (cells[0].clone(), cells[1].clone(), number(&cells[2]), number(&cells[3])))
        .collect()
}

/// The same of the page, whose tables have a caption, heads of rows, and numbers.
fn html_lines(text: &str) -> Vec<(String, String, i64, i64)> {
    let between = |text: &str, start: &str, end: &str| -> String {
        text.split_once(start).unwrap().1.split_once(end).unwrap().0.to_owned()
    };
    let mut lines = Vec::new();
    for table in text.split("<table>").skip(1) {
        if !COUNTED.contains(&between(table, "<caption>", "<").as_str()) {
            continue;
        }
        let body = between(table, "<tbody>", "</tbody>");
        for row in body.split("<tr>").skip(1) {
            let numbers: Vec<i64> = row
                .split("<td class=\"number\">")
                .skip(1)
                .map(|cell| cell.split('<').next().unwrap().parse().unwrap())
                .collect();
            lines.push((
                between(table, "<caption>", "<"),
                between(row, "<th scope=\"row\">", "<"),
                numbers[0],
                numbers[1],
            ));
        }
    }
    lines
}

fn the_three_formats_tell_the_same_numbers(backend: Backend) {
    let world = World::new(backend);
    sample(&world);
    let json = report(&world, "?format=json").json();
    let expected = lines(&json);
    assert_eq!(expected.len(), 4 + 4 + 2, "{json}");
    assert_eq!(csv_lines(&report(&world, "?format=csv").text()), expected);
    let page = report(&world, "?format=html").text();
    assert_eq!(html_lines(&page), expected);
    assert_eq!(json["totals"], json!({"partners": 3, "twinRegions": 2}));
    assert!(page.contains("3 partners and 2 twin regions."), "{page}");
    for table in COUNTED {
        let of: Vec<_> = expected.iter().filter(|line| line.0 == table).collect();
        assert_eq!(
            (of.iter().map(|line| line.2).sum::<i64>(), of.iter().map(|line| line.3).sum::<i64>()),
            (3, 2),
            "{table}"
        );
    }
}

fn twin_regions_stand_apart_in_every_count(backend: Backend) {
    let world = World::new(backend);
    sample(&world);
    let json = report(&world, "").json();
    // D1; by name in Swedish order, those without a country last.
    let countries: Vec<_> = json["byCountry"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| json!([line["code"], line["partners"], line["twinRegions"]]))
        .collect();
    assert_eq!(json!(countries), json!([["NO", 0, 1], ["SE", 2, 0], ["AX", 0, 1], [null, 1, 0]]));
    let states: Vec<_> = json["byState"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| json!([line["code"], line["partners"], line["twinRegions"]]))
        .collect();
    assert_eq!(json!(states), json!([["identified", 2, 2], ["ended", 1, 0]]));
    assert_eq!(
        json["byKind"][0],
        json!({"code": "regional_authority", "label": "Regional authority", "partners": 0, "twinRegions": 2})
    );
}

fn on_counts_what_was_in_force_a_day(backend: Backend) {
    let world = World::new(backend);
    sample(&world);
    let totals = |day: &str| report(&world, &format!("?on={day}")).json()["totals"].clone();
    assert_eq!(totals("2009-05-31"), json!({"partners": 2, "twinRegions": 1}));
    assert_eq!(totals("2009-06-01"), json!({"partners": 3, "twinRegions": 2}));
    assert_eq!(report(&world, "?on=2009-06-01").json()["on"], "2009-06-01");
    let page = report(&world, "?on=2009-05-31&format=html").text();
    assert!(page.contains("2 partners and 1 twin region on 2009-05-31."), "{page}");
}

fn as_of_counts_what_the_register_said(backend: Backend) {
    let clock = Clock::fixed("2009-03-02T09:00:00Z".parse().unwrap());
    let world = World::with(backend, clock.clone(), &[]);
    let path = format!("/partners/{}", world.partner("a").id());
    clock.set("2009-03-03T09:00:00Z".parse().unwrap());
    world.coordination_unit().delete(&path, "*").expect(204);
    let board = world.user("board");
    let earlier = |query: &str| board.get(&format!("/reports/partners{query}")).expect(200);
    let refused = world.reader().get("/reports/partners?asOf=2009-03-02").problem(403, "forbidden");
    assert_eq!(refused.json()["permission"], "partners:history", "what was deleted since is history");
    let partners = |query: &str| earlier(query).json()["totals"]["partners"].clone();
    let cases = [("", 0), ("?asOf=2009-03-02", 1), ("?asOf=2009-03-03T08:59:59Z", 1), ("?asOf=2009-03-03", 0)];
    for (query, expected) in cases {
        assert_eq!(partners(query), expected, "{query}");
    }
    assert_eq!(csv_lines(&earlier("?asOf=2009-03-02&format=csv").text()).len(), 3);
    // On paper nobody sees the address: the page says it.
    assert!(earlier("?format=html").text().contains("<p>Made on 2009-03-03.</p>"));
    let said = "<p>Made on 2009-03-03 from the register as it was at 2009-03-02 23:59.</p>";
    assert!(earlier("?asOf=2009-03-02&format=html").text().contains(said));
}

fn the_format_follows_accept_and_format_overrides_it(backend: Backend) {
    let world = World::new(backend);
    let (json, csv, html) =
        ("application/json; charset=utf-8", "text/csv; charset=utf-8; header=present", "text/html; charset=utf-8");
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let cases = [
        ("", "", json),
        ("", "*/*", json),
        ("", "text/csv", csv),
        ("", "text/*", csv),
        ("", browser, html),
        ("", "text/html;q=0.5, application/json;q=0.4", html),
        ("", "application/json;q=0, */*", csv),
        ("?format=csv", browser, csv),
        ("?format=json", "text/csv", json),
        ("?format=html", "application/json", html),
    ];
    for (query, accept, expected) in cases {
        let headers = [("Accept", accept)];
        let headers = if accept.is_empty() { &[][..] } else { &headers };
        let answer = world.reader().get_with(&format!("/reports/partners{query}"), headers).expect(200);
        assert_eq!(answer.header("content-type"), Some(expected), "{query} {accept}");
    }
    world.reader().get_with("/reports/partners", &[("Accept", "application/pdf")]).problem(406, "not_acceptable");
}

fn the_language_follows_accept_language_and_lang_overrides_it(backend: Backend) {
    let world = World::new(backend);
    sample(&world);
    let page = |query: &str, language: &str| {
        let headers = [("Accept-Language", language), ("Accept", "text/html")];
        world.reader().get_with(&format!("/reports/partners{query}"), &headers).expect(200)
    };
    for (query, language, code, words) in [
        ("", "sv", "sv", ["Efter land", "Norge", "Utan land"]),
        ("", "en", "en", ["By country", "Norway", "Without country"]),
        ("?lang=sv", "en", "sv", ["Efter land", "Norge", "Utan land"]),
        ("?lang=en", "sv", "en", ["By country", "Norway", "Without country"]),
    ] {
        let answer = page(query, language);
        assert_eq!(answer.header("content-language"), Some(code));
        let text = answer.text();
        assert!(
            text.contains(&format!("<html lang=\"{code}\">")) && words.iter().all(|word| text.contains(word)),
            "{text}"
        );
    }
    let csv = report(&world, "?format=csv&lang=sv").text();
    assert!(csv.starts_with("Avsnitt,Post,Partner,Vänregioner\r\nEfter land,Norge,0,1\r\n"), "{csv}");
}

fn a_page_may_load_and_run_nothing(backend: Backend) {
    let world = World::new(backend);
    sample(&world);
    let page = report(&world, "?format=html");
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    let text = page.text();
    assert!(!text.contains("<script") && !text.contains("src=") && !text.contains("href="), "{text}");
    assert_eq!(text.matches("<table>").count(), 7);
    assert_eq!(
        (text.matches("scope=\"col\"").count(), text.matches("<caption>").count()),
        (20, 7),
        "tables that can be read aloud"
    );
}

fn a_csv_file_is_safe_to_open_in_a_spreadsheet(backend: Backend) {
    let world = World::new(backend);
    sample(&world);
    let answer = report(&world, "?format=csv");
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"partners.csv\""));
    let text = answer.text();
    for line in text.split("\r\n").filter(|line| !line.is_empty()) {
        assert!((3..=5).contains(&line.split(',').count()), "{line}");
        assert!(line.split(',').all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t'])), "{line}");
    }
    assert!(text.contains("By country,Åland Islands,0,1\r\n"), "{text}");
}

fn archived_partners_are_not_counted(backend: Backend) {
    let world = World::new(backend);
    let path = format!("/partners/{}", world.partner("a").id());
    assert_eq!(report(&world, "").json()["totals"]["partners"], 1);
    world.coordination_unit().patch(&path, "*", &json!({"archived": true})).expect(200);
    let empty = report(&world, "").json();
    assert_eq!((&empty["totals"]["partners"], &empty["byCountry"]), (&json!(0), &json!([])));
    assert!(report(&world, "?format=html").text().contains("No entries."));
}

fn unknown_parameters_are_named(backend: Backend) {
    let world = World::new(backend);
    let answer = world
        .reader()
        .get("/reports/partners?years=2009&year=2200&on=x&format=pdf&asOf=y&on=z")
        .problem(400, "invalid_request");
    assert_eq!(
        answer.faults(),
        [
            "asOf wrong_format",
            "format wrong_format",
            "on repeated",
            "on wrong_format",
            "year wrong_format",
            "years unknown"
        ]
    );
    world.reader().get("/reports/nothing").problem(404, "not_found");
}
