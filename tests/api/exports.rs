//! Whole lists as files.

use serde_json::{Value, json};
use utblick::routes::REGISTERS;

use crate::support::{Backend, Client, World, activity, partner, with};

crate::tests! {
    every_register_is_exported_in_every_format,
    csv_is_what_rfc_4180_says,
    excel_in_swedish_gets_what_it_reads_and_no_formula,
    an_export_obeys_filters_and_rights_and_is_whole,
    an_export_is_known_again,
    an_export_of_an_earlier_instant_says_what_was_said_then,
}

/// The rows of CSV, the head first.
fn rows(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn column(rows: &[Vec<String>], name: &str) -> Vec<String> {
    let place = rows[0].iter().position(|head| head == name).unwrap_or_else(|| panic!("no {name} in {:?}", rows[0]));
    rows[1..].iter().map(|row| row[place].clone()).collect()
}

fn every_register_is_exported_in_every_format(backend: Backend) {
    let world = World::new(backend);
    world.furnish();
    world.partner("Region Dalarna");
    for register in REGISTERS {
        let client = world.user(if ["users", "clients", "webhooks"].contains(&register.path()) {
            "administrator"
        } else {
            "board"
        });
        let path = format!("/{}/export", register.path());
        let listed =
            client.get(&format!("/{}?limit=100&archived=true&archived=false", register.path())).expect(200).json();
        let total = listed["_meta"]["totalRecords"].as_u64().unwrap() as usize;
        let all = "archived=true&archived=false";
        let lines = client.get(&format!("{path}?format=ndjson&{all}")).expect(200).text();
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let json = client.get(&format!("{path}?format=json&{all}")).expect(200).json();
        assert_eq!(json["items"].as_array().unwrap(), &lines, "{path}");
        assert_eq!(lines.len(), total, "{path}");
        for (record, listed) in by_id(&lines).iter().zip(by_id(listed["items"].as_array().unwrap())) {
            let mut listed = listed.clone();
            listed.as_object_mut().unwrap().remove("_links");
            assert_eq!(**record, listed, "{path}");
        }
        let plain = client.get(&format!("{path}?{all}")).expect(200);
        assert_eq!(plain.header("content-type"), Some("text/csv; charset=utf-8"));
        let plain = rows(&plain.text(), b',');
        assert_eq!(plain.len(), total + 1, "{path}");
        assert_eq!(column(&plain, "id").len(), total);
        let swedish = client.get(&format!("{path}?profile=excel-sv&{all}")).expect(200).text();
        assert_eq!(rows(swedish.strip_prefix('\u{feff}').unwrap(), b';').len(), total + 1, "{path}");
        let book = client.get(&format!("{path}?format=xlsx&{all}")).expect(200);
        assert!(book.bytes.starts_with(b"PK"), "{path}");
        let name = book.header("content-disposition").unwrap();
        assert!(
            name.starts_with(&format!("attachment; filename=\"{}-", register.path())) && name.ends_with(".xlsx\""),
            "{name}"
        );
    }
}

fn by_id(records: &[Value]) -> Vec<&Value> {
    let mut all: Vec<&Value> = records.iter().collect();
    all.sort_by_key(|record| record["id"].as_str().unwrap());
    all
}

/// A partner with a name, exported with some parameters.
fn exported(world: &World, more: Value, query: &str) -> String {
    world.coordination_unit().post("/partners", &with(partner("Region, \"Nord\""), more)).expect(201);
    world.reader().get(&format!("/partners/export?{query}")).expect(200).text()
}

fn csv_is_what_rfc_4180_says(backend: Backend) {
    let world = World::new(backend);
    let more = json!({"aliases": ["a; b", "c"], "note": "=1+1", "description": "en rad\ntill", "country": "SE"});
    let text = exported(&world, more, "fields=name,aliases,note,description,country,alliance,contacts");
    let expected = "id,version,aliases,alliance,contacts,country,description,name,note\r\n";
    let head: Vec<&str> = text.split("\r\n").next().unwrap().split(',').collect();
    let mut sorted = head.clone();
    sorted[2..].sort_unstable();
    assert_eq!(format!("{}\r\n", sorted.join(",")), expected);
    let rows = rows(&text, b',');
    assert_eq!(column(&rows, "name"), ["Region, \"Nord\""]);
    assert_eq!(column(&rows, "aliases"), [r#"["a; b","c"]"#]);
    assert_eq!((column(&rows, "note"), column(&rows, "alliance")), (vec!["=1+1".to_owned()], vec!["false".to_owned()]));
    assert_eq!(
        (column(&rows, "description"), column(&rows, "contacts")),
        (vec!["en rad\ntill".to_owned()], vec![String::new()])
    );
    assert!(text.contains("\"Region, \"\"Nord\"\"\"") && text.ends_with("\r\n"), "{text}");
}

fn excel_in_swedish_gets_what_it_reads_and_no_formula(backend: Backend) {
    let world = World::new(backend);
    let text = exported(
        &world,
        json!({"note": "=1+1", "description": "'citat", "aliases": ["Nord", "Norr"]}),
        "profile=excel-sv&fields=name,note,description,aliases,alliance",
    );
    let rows = rows(text.strip_prefix('\u{feff}').unwrap(), b';');
    assert_eq!(column(&rows, "Namn"), ["Region, \"Nord\""]);
    assert_eq!(column(&rows, "Anteckning"), ["'=1+1"]);
    assert_eq!(column(&rows, "Beskrivning"), ["''citat"]);
    assert_eq!(column(&rows, "Alias"), ["Nord; Norr"]);
    let unit = world.unit("coordination");
    let cost = json!({"costEstimate": {"amount": "1520000.50", "currency": "SEK"}});
    world.coordination_unit().post("/activities", &with(activity("Aktivitet", 2009, None, &unit), cost)).expect(201);
    let text = world.reader().get("/activities/export?profile=excel-sv").expect(200).text();
    let rows = self::rows(text.strip_prefix('\u{feff}').unwrap(), b';');
    assert!(rows[1].contains(&"1520000,50".to_owned()) && rows[1].contains(&"nej".to_owned()), "{rows:?}");
}

fn an_export_obeys_filters_and_rights_and_is_whole(backend: Backend) {
    let world = World::new(backend);
    for number in 0..130 {
        let country = if number % 2 == 0 { "SE" } else { "NO" };
        let body = with(partner(&format!("Partner {number}")), json!({"country": country}));
        world.coordination_unit().post("/partners", &body).expect(201);
    }
    let reader: Client = world.reader();
    let export =
        |query: &str| rows(&reader.get(&format!("/partners/export?{query}")).expect(200).text(), b',').len() - 1;
    assert_eq!((export(""), export("country=NO"), export("q=partner%2012")), (130, 65, 12));
    for wrong in [
        "page=1",
        "limit=10",
        "sort=name",
        "expand=strategyAreas",
        "unknown=1",
        "format=pdf",
        "profile=excel",
        "fields=nmae",
    ] {
        reader.get(&format!("/partners/export?{wrong}")).problem(400, "invalid_request");
    }
    world.anonymous().get("/partners/export").problem(401, "unauthenticated");
    reader.get("/users/export").problem(403, "forbidden");
    reader.get("/partners/export?asOf=2009-01-01").problem(403, "forbidden");
    reader.get_with("/partners/export", &[("Accept", "image/png")]).problem(406, "not_acceptable");
    let lines = reader.get_with("/partners/export", &[("Accept", "application/x-ndjson")]).expect(200);
    assert_eq!(lines.text().lines().count(), 130);
}

fn an_export_is_known_again(backend: Backend) {
    let world = World::new(backend);
    world.partner("Region Dalarna");
    let first = world.reader().get("/partners/export").expect(200);
    let tag = first.header("etag").unwrap().to_owned();
    world.reader().get_with("/partners/export", &[("If-None-Match", &tag)]).expect(304);
    world.partner("Region Gävleborg");
    world.reader().get_with("/partners/export", &[("If-None-Match", &tag)]).expect(200);
    let head = world.reader().send("HEAD", "/partners/export", &[], None);
    assert_eq!((head.status, head.bytes.len()), (200, 0));
}

fn an_export_of_an_earlier_instant_says_what_was_said_then(backend: Backend) {
    let world = World::new(backend);
    world.partner("Region Dalarna");
    let then = world.clock.now();
    world.partner("Region Gävleborg");
    let board = world.user("board");
    let text = board.get(&format!("/partners/export?fields=name&asOf={then}")).expect(200).text();
    assert_eq!(column(&rows(&text, b','), "name"), ["Region Dalarna"]);
}
