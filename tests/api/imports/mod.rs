//! Files that become records.

use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use utblick::routes::REGISTERS;

use crate::identity::clients::signed_in;
use crate::support::{Answer, Backend, Client, World, partner, with};

pub mod cells;
pub mod parts;
pub mod registers;

crate::tests! {
    scenario_11_the_project_bank_twice_creates_and_then_changes_nothing,
    a_corrected_row_is_changed_and_the_rest_is_not,
    scenario_12_excel_in_swedish_and_windows_1252_gives_leverage,
    scenario_13_a_row_that_cannot_be_read_is_named_and_the_others_are_as_asked,
    scenario_14_a_second_source_of_a_total_is_added_and_the_reported_one_stays,
    scenario_15_a_client_without_scope_is_refused_before_anything_is_read,
    what_is_exported_can_be_imported_and_changes_nothing,
    a_list_of_nothing_is_a_file,
    a_ground_is_a_cell,
    an_empty_cell_empties_and_an_absent_column_stays,
    a_file_made_before_a_change_does_not_undo_it,
    rights_are_those_of_single_writes_and_imports_are_ones_own,
    what_a_file_is_can_be_declared_and_is_refused_when_it_is_not,
    columns_are_known_in_both_languages,
    no_more_than_twenty_imports_of_one_are_on_their_way,
}

const BANK: &[u8] = include_bytes!("../../exchange/files/projects-projektbanken-erdf-2014-2020.csv");
const EXCEL: &[u8] = include_bytes!("../../exchange/files/projects.swedish-excel.windows-1252.csv");

/// Sends a file and waits for its end.
fn import(client: &Client, query: &str, file: &[u8]) -> Answer {
    let headers = [("Content-Type", "application/octet-stream"), ("Prefer", "wait=60"), ("Accept-Language", "en")];
    client.send("POST", &format!("/imports?{query}"), &headers, Some(file))
}

/// Writes the rows of a text that have no faults.
fn apply(client: &Client, resource: &str, file: &str) -> Value {
    import(client, &format!("resource={resource}&mode=apply&onError=skip"), file.as_bytes()).expect(201).json()
}

/// The first fault of the first row that has one.
fn fault(client: &Client, told: &Value) -> Value {
    rows(client, told, "&action=error")[0]["faults"][0].clone()
}

/// How many rows came to what: created, changed, unchanged, not written, with faults.
fn counts(answer: &Value) -> [i64; 5] {
    ["create", "update", "unchanged", "skip", "error"].map(|name| answer["counts"][name].as_i64().unwrap())
}

/// What became of the rows.
fn rows(client: &Client, import: &Value, query: &str) -> Vec<Value> {
    let path = format!("/imports/{}/rows?limit=100{query}", import["id"].as_str().unwrap());
    let page = client.get_with(&path, &[("Accept-Language", "en")]).expect(200).json();
    page["items"].as_array().unwrap().clone()
}

/// Partners, a line each.
fn partners(from: usize, to: usize) -> String {
    let mut file = String::from("externalIds,name,kind,partnershipKind\n");
    for number in from..to {
        file += &format!("{number},Partner {number},company,project\n");
    }
    file
}

fn total(client: &Client, path: &str) -> i64 {
    client.get(path).expect(200).json()["_meta"]["totalRecords"].as_i64().unwrap()
}

fn scenario_11_the_project_bank_twice_creates_and_then_changes_nothing(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let first = import(&client, "resource=projects&mode=apply", BANK).expect(201).json();
    assert_eq!((&first["state"], &first["foreignFormat"]), (&json!("finished"), &json!("project_bank")));
    assert_eq!(counts(&first), [20, 0, 0, 0, 0]);
    let change = client.get("/changes?type=project&limit=1").expect(200).json()["items"][0].clone();
    assert_eq!((&change["causeType"], &change["causeId"]), (&json!("import"), &first["id"]));
    let head = world.head();
    let again = import(&client, "resource=projects&mode=apply", BANK).expect(201).json();
    assert_eq!((counts(&again), world.head()), ([0, 0, 20, 0, 0], head));
    let row = &rows(&client, &again, "")[0];
    assert_eq!((&row["row"], &row["action"]), (&json!(2), &json!("unchanged")));
    let project = client.get(&format!("/projects/{}", row["recordId"].as_str().unwrap())).expect(200).json();
    assert_eq!(project["externalIds"][0]["system"], "projektbanken");
    assert_eq!(world.verify().faults, Vec::<String>::new());

    // Columns with personal data are left out, and the answer says so.
    let text = String::from_utf8(BANK.to_vec()).unwrap();
    let (head, rest) = text.split_once('\n').unwrap();
    let line = rest.lines().next().unwrap();
    let personal =
        format!("{},projektledare,e-post\n{},Någon Namn,nagon@example.se\n", head.trim_end(), line.trim_end());
    let told = import(&client, "resource=projects&mode=apply", personal.as_bytes()).expect(201);
    assert_eq!(told.json()["found"]["tables"][0]["droppedColumns"], json!(["projektledare", "e-post"]));
    assert_eq!(counts(&told.json()), [0, 0, 1, 0, 0]);
}

fn a_corrected_row_is_changed_and_the_rest_is_not(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    import(&client, "resource=projects&mode=apply", BANK).expect(201);
    let text = String::from_utf8(BANK.to_vec()).unwrap();
    let project = client.get("/projects?limit=1&sort=name").expect(200).json()["items"][0].clone();
    let name = project["name"].as_str().unwrap();
    assert_eq!(text.matches(name).count(), 1, "{name} stands once");
    let corrected = text.replace(name, "Ett rättat namn");
    let told = import(&client, "resource=projects&mode=apply", corrected.as_bytes()).expect(201).json();
    assert_eq!(counts(&told), [0, 1, 19, 0, 0]);
    let after = client.get(&format!("/projects/{}", project["id"].as_str().unwrap())).expect(200).json();
    assert_eq!((&after["name"], &after["version"]), (&json!("Ett rättat namn"), &json!(2)));
    // A note belongs to those who work with the project, and so does what they add.
    let path = format!("/projects/{}", project["id"].as_str().unwrap());
    client.patch(&path, "*", &json!({"note": "Vår anteckning."})).expect(200);
    let told = import(&client, "resource=projects&mode=apply", corrected.as_bytes()).expect(201).json();
    assert_eq!(counts(&told), [0, 0, 20, 0, 0]);
    assert_eq!(client.get(&path).expect(200).json()["note"], "Vår anteckning.");
}

fn scenario_12_excel_in_swedish_and_windows_1252_gives_leverage(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let told = import(&client, "resource=projects&mode=apply", EXCEL).expect(201).json();
    assert_eq!(counts(&told), [9, 0, 0, 0, 0]);
    let found = &told["found"];
    assert_eq!(
        (&found["encoding"], &found["delimiter"], &found["decimal"]),
        (&json!("windows_1252"), &json!("semicolon"), &json!("comma"))
    );
    let project = client.get("/projects/by-external-id/import/iva-fem2020").expect(200).json();
    assert_eq!(project["statedTotals"][0]["amount"], json!({"amount": "3040000.00", "currency": "SEK"}));
    let leverage = &project["leverage"];
    assert_eq!((&leverage["totalRatio"], &leverage["addedRatio"]), (&json!("5.07"), &json!("4.07")), "{leverage}");
    assert_eq!(project["name"], "FEM 2020 - Klimatdriven utveckling");
    let owner = project["participations"][0]["partnerId"].as_str().unwrap();
    let owner = client.get(&format!("/partners/{owner}")).expect(200).json();
    assert_eq!((&owner["name"], &owner["state"]), (&json!("Arvika kommun"), &json!("identified")));
}

fn scenario_13_a_row_that_cannot_be_read_is_named_and_the_others_are_as_asked(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let file =
        "Externt id;Projektnamn;Valuta;Total budget\na;Ett;SEK;500 000,00\nb;Två;SEK;SEK 500.000 €\nc;;SEK;1,50\n";
    let aborted = import(&client, "resource=projects&mode=apply", file.as_bytes()).expect(201).json();
    assert_eq!((&aborted["state"], counts(&aborted)), (&json!("failed"), [0, 0, 0, 1, 2]));
    assert_eq!(aborted["problem"], "2 rows have faults, and nothing was written.");
    assert_eq!(total(&client, "/projects"), 0);
    let skipped = import(&client, "resource=projects&mode=apply&onError=skip", file.as_bytes()).expect(201).json();
    assert_eq!((&skipped["state"], counts(&skipped)), (&json!("finished"), [1, 0, 0, 0, 2]));
    assert_eq!(total(&client, "/projects"), 1);
    let faulty = rows(&client, &skipped, "&action=error");
    let fault = &faulty[0]["faults"][0];
    assert_eq!(
        (&faulty[0]["row"], &fault["field"], &fault["seen"], &fault["code"], &fault["rule"]),
        (&json!(3), &json!("Total budget"), &json!("SEK 500.000 €"), &json!("wrong_format"), &json!("R-24"))
    );
    assert!(fault["reason"].as_str().unwrap().contains("no number") && fault["advice"].as_str().unwrap().len() > 10);
    let fault = &faulty[1]["faults"][0];
    assert_eq!((&faulty[1]["row"], &fault["field"], &fault["code"]), (&json!(4), &json!("name"), &json!("missing")));
    // Of a row with one cell that cannot be read nothing is kept, between others that are.
    let line = |number: usize, day: &str| format!("{number},Rad {number},strategic,eu_general,{day}\n");
    let file = "externalIds,title,level,reach,publishedOn\n".to_owned()
        + &(0..9).map(|number| line(number, if number == 4 { "våren" } else { "2009-03-02" })).collect::<String>();
    let told = import(&client, "resource=monitoring-items&mode=apply&onError=skip", file.as_bytes()).expect(201).json();
    assert_eq!((counts(&told), total(&client, "/monitoring-items")), ([8, 0, 0, 0, 1], 8));
    // In a table of the register's own columns all faults of a row are named, by its headers, with the rule.
    let file = "Namn;Slag;Partnerskapsslag;Land;Organisationsnummer\nNord;förening;projekt;XX;900101-1234\n";
    let told = import(&client, "resource=partners&mode=apply", file.as_bytes()).expect(201).json();
    let faults = rows(&client, &told, "")[0]["faults"].as_array().unwrap().clone();
    let told: Vec<_> = faults.iter().map(|fault| fault["field"].as_str().unwrap()).collect();
    assert_eq!(told, ["Land", "Organisationsnummer"], "{faults:?}");
    assert!(faults[1]["seen"].is_null(), "what may be a person's number is not told back: {faults:?}");
}

fn no_more_than_twenty_imports_of_one_are_on_their_way(backend: Backend) {
    let world = World::new(backend);
    let (client, other) = (world.coordination_unit(), world.area_unit());
    for _ in 0..20 {
        import(&client, "resource=partners", partners(0, 1).as_bytes()).expect(201);
    }
    world.sql("UPDATE imports SET state = 'receiving', finished_at = NULL");
    let refused = import(&client, "resource=partners", partners(0, 1).as_bytes()).problem(429, "too_many_requests");
    assert!(refused.json()["detail"].as_str().unwrap().starts_with("20 imports"));
    import(&other, "resource=partners", partners(0, 1).as_bytes()).expect(201);
    world.sql("UPDATE imports SET state = 'failed', finished_at = created_at");
    import(&client, "resource=partners", partners(0, 1).as_bytes()).expect(201);
}

/// A workbook with some sheets.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, lines) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (line, cells) in lines.iter().enumerate() {
            for (place, cell) in cells.iter().enumerate() {
                let (line, place) = (u32::try_from(line).unwrap(), u16::try_from(place).unwrap());
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(line, place, number).unwrap(),
                    Err(_) => sheet.write_string(line, place, *cell).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn scenario_14_a_second_source_of_a_total_is_added_and_the_reported_one_stays(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let keep = workbook(&[
        (
            "Search results, projects",
            &[
                &[
                    "Period",
                    "Programme",
                    "Project acronym",
                    "Project ID (2021-2027 only)",
                    "Project name in English",
                    "Project's total budget / expenditure",
                    "Project's EU funding",
                ],
                &[
                    "2014 - 2020",
                    "2014 - 2020 INTERREG V-A Sweden - Norway",
                    "ecoINSIDE2",
                    "N.a.",
                    "ecoINSIDE2",
                    "1809351",
                    "904675",
                ],
            ],
        ),
        (
            "Search results, partners",
            &[
                &[
                    "Programme",
                    "Project acronym",
                    "Project ID (2021-2027 only)",
                    "Lead partner",
                    "Organisation in English",
                    "Country code",
                ],
                &["2014 - 2020 INTERREG V-A Sweden - Norway", "ecoINSIDE2", "N.a.", "Yes", "Paper Province", "SE"],
            ],
        ),
    ]);
    let first = import(&client, "resource=projects&mode=apply", &keep).expect(201).json();
    assert_eq!((&first["foreignFormat"], counts(&first)), (&json!("keep_eu"), [1, 0, 0, 0, 0]));
    let listed = client.get("/projects").expect(200).json()["items"][0].clone();
    let path = format!("/projects/{}", listed["id"].as_str().unwrap());
    // The programme's own row comes first in time: what it states is what is reported.
    let own = json!({"amount": {"amount": "2983100.00", "currency": "EUR"}, "basis": "granted", "source": "Programmet", "reporting": true});
    client.patch(&path, "*", &json!({"statedTotals": [own]})).expect(200);
    let second = import(&client, "resource=projects&mode=apply", &keep).expect(201).json();
    assert_eq!(counts(&second), [0, 1, 0, 0, 0]);
    let project = client.get(&path).expect(200).json();
    let totals = project["statedTotals"].as_array().unwrap();
    assert_eq!(totals.len(), 2, "{totals:?}");
    assert_eq!((&totals[0]["source"], &totals[0]["reporting"]), (&json!("Programmet"), &json!(true)));
    assert_eq!((&totals[1]["amount"]["amount"], &totals[1]["reporting"]), (&json!("1809351.00"), &json!(false)));
    let notices = rows(&client, &second, "")[0]["notices"].to_string();
    assert!(notices.contains("R-29"), "{notices}");
    let third = import(&client, "resource=projects&mode=apply", &keep).expect(201).json();
    assert_eq!(counts(&third), [0, 0, 1, 0, 0]);
    assert_eq!(project["participations"].as_array().unwrap().len(), 1);
}

fn scenario_15_a_client_without_scope_is_refused_before_anything_is_read(backend: Backend) {
    let world = World::new(backend);
    let (_, client) =
        signed_in(&world, "coordination", &["imports:create", "imports:read", "projects:read", "projects:edit"]);
    // The body is no file at all: it is not looked at.
    let refused = import(&client, "resource=projects&mode=apply", b"\0").problem(403, "forbidden");
    assert_eq!((&refused.json()["permission"], &refused.json()["rule"]), (&json!("projects:create"), &json!("R-22")));
    assert_eq!(total(&client, "/imports"), 0);
    // With the scopes of projects and without those of partners, rows that need a new partner fail, and say why.
    let (_, client) = signed_in(
        &world,
        "coordination",
        &["imports:create", "imports:read", "projects:read", "projects:create", "projects:edit"],
    );
    let told = import(&client, "resource=projects&mode=apply&onError=skip", EXCEL).expect(201).json();
    let fault = rows(&client, &told, "&action=error")[0]["faults"][0].clone();
    assert!(fault["reason"].as_str().unwrap().contains("partners:create"), "{fault}");
    assert_eq!(fault["rule"], "R-22");
}

fn what_is_exported_can_be_imported_and_changes_nothing(backend: Backend) {
    let world = World::new(backend);
    world.furnish();
    let tricky = with(
        partner("=1+1; \"Nord\""),
        json!({"aliases": ["a;b", "'c"], "note": "rad ett\nrad två", "description": "-5"}),
    );
    world.coordination_unit().post("/partners", &tricky).expect(201);
    let head = world.head();
    let formats = [
        "format=csv",
        "format=csv&profile=excel-sv",
        "format=xlsx",
        "format=xlsx&profile=excel-sv",
        "format=ndjson",
        "format=json",
    ];
    let mut tested = 0;
    for register in REGISTERS {
        let path = register.path();
        let users = ["coordination_unit", "administrator", "registrar", "area_unit"].map(|name| world.user(name));
        let columns = users[0].get(&format!("/imports/columns/{path}"));
        if columns.status == 404 {
            assert!(!register.operations().contains(&utblick::register::Operation::Create));
            continue;
        }
        for format in formats {
            let file = users[1].get(&format!("/{path}/export?{format}&archived=true&archived=false")).expect(200).bytes;
            let query = format!("resource={path}&mode=apply");
            let answers = users.iter().map(|user| import(user, &query, &file));
            let told = answers.into_iter().find(|answer| answer.status != 403).unwrap().expect(201).json();
            let all = told["counts"]["rows"].as_i64().unwrap();
            assert_eq!(
                (&told["state"], counts(&told)),
                (&json!("finished"), [0, 0, all, 0, 0]),
                "{path} {format}: {told}"
            );
            assert!(all > 0, "{path} has a record");
            tested += 1;
        }
    }
    assert!(tested > 180, "{tested}");
    assert_eq!(world.head(), head, "nothing was written");
}

fn a_list_of_nothing_is_a_file(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    for format in ["csv", "csv&profile=excel-sv", "xlsx", "xlsx&profile=excel-sv", "ndjson", "json"] {
        let exported = client.get(&format!("/partners/export?format={format}")).expect(200);
        let headers = [("Content-Type", exported.header("content-type").unwrap()), ("Prefer", "wait=60")];
        let told = client.send("POST", "/imports?resource=partners&mode=apply", &headers, Some(&exported.bytes));
        let told = told.expect(201).json();
        assert_eq!((&told["state"], counts(&told)), (&json!("finished"), [0, 0, 0, 0, 0]), "{format}");
    }
}

/// What Excel gives back when somebody has filled a cell in, or emptied it.
fn a_ground_is_a_cell(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let path = format!("/partners/{}", client.post("/partners", &partner("Hemlig")).expect(201).id());
    let ground = |cell: &str| {
        let exported = client.get("/partners/export?format=csv&fields=id,version,confidentiality").expect(200).text();
        let mut lines = exported.lines();
        let head: Vec<&str> = lines.next().unwrap().split(',').collect();
        let place = head.iter().position(|name| *name == "confidentiality.legalGround").unwrap();
        let mut cells: Vec<&str> = lines.next().unwrap().split(',').collect();
        cells[place] = cell;
        let file = format!("{}\n{}\n", head.join(","), cells.join(","));
        let told = import(&client, "resource=partners&mode=apply", file.as_bytes()).expect(201).json();
        assert_eq!(counts(&told), [0, 1, 0, 0, 0], "{file}");
        client.get(&path).expect(200).json()["confidentiality"].clone()
    };
    assert_eq!(ground("15 kap. 1 § OSL"), json!({"legalGround": "15 kap. 1 § OSL", "inherited": false}));
    assert_eq!(ground(""), Value::Null);
}

fn an_empty_cell_empties_and_an_absent_column_stays(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let body = with(
        partner("Nord"),
        json!({"externalIds": [{"system": "crm", "value": "7"}], "description": "Beskrivning", "website": "https://example.se"}),
    );
    let id = client.post("/partners", &body).expect(201).id();
    let file = "Externt id;Beskrivning;Land\n7;;NO\n";
    let told = import(&client, "resource=partners&mode=apply&system=crm", file.as_bytes()).expect(201).json();
    assert_eq!(counts(&told), [0, 1, 0, 0, 0], "{told}");
    let after = client.get(&format!("/partners/{id}")).expect(200).json();
    assert_eq!(
        (&after["description"], &after["country"], &after["website"], &after["name"]),
        (&Value::Null, &json!("NO"), &json!("https://example.se"), &json!("Nord"))
    );
    // References by another system's id, and what the file lacks filled in.
    let unit = world.unit("coordination");
    client
        .patch(&format!("/units/{unit}"), "*", &json!({"externalIds": [{"system": "crm", "value": "e1"}]}))
        .expect(200);
    let file = "external_id,partner_id,held_on,summary\nm1,7,2011-05-10,Avstämning\n";
    let query = "resource=engagements&mode=apply&system=crm&fill=kind:M%C3%B6te";
    let told = import(&client, query, file.as_bytes()).expect(201).json();
    assert_eq!(counts(&told), [1, 0, 0, 0, 0], "{:?}", rows(&client, &told, ""));
    let made = client.get("/engagements/by-external-id/crm/m1").expect(200).json();
    assert_eq!((&made["partnerId"], &made["kind"]), (&json!(id), &json!("meeting")));
}

fn a_file_made_before_a_change_does_not_undo_it(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let id = world.partner("Nord").id();
    let before = client.get("/partners/export?fields=name,state").expect(200).text();
    client.patch(&format!("/partners/{id}"), "*", &json!({"name": "Nord AB"})).expect(200);
    let told = import(&client, "resource=partners&mode=apply", before.as_bytes()).expect(201).json();
    let fault = rows(&client, &told, "")[0]["faults"][0].clone();
    assert_eq!((&told["state"], &fault["code"]), (&json!("failed"), &json!("precondition_failed")));
    // No import moves anything to another state.
    let moved = before.replace("identified", "active").replace(",1,", ",2,");
    let told = import(&client, "resource=partners&mode=apply", moved.as_bytes()).expect(201).json();
    let fault = rows(&client, &told, "")[0]["faults"][0].clone();
    assert_eq!((&fault["field"], &fault["code"]), (&json!("state"), &json!("read_only")), "{fault}");
}

fn rights_are_those_of_single_writes_and_imports_are_ones_own(backend: Backend) {
    let world = World::new(backend);
    let (staff, area) = (world.coordination_unit(), world.area_unit());
    import(&world.reader(), "resource=partners", b"name\nx\n").problem(403, "forbidden");
    let foreign = with(partner("Nord"), json!({"externalIds": [{"system": "import", "value": "1"}]}));
    staff.post("/partners", &foreign).expect(201);
    let file = "externalIds,name,kind,partnershipKind\n1,Norr,company,project\n2,Syd,company,project\n";
    let told = import(&area, "resource=partners&mode=apply&onError=skip", file.as_bytes()).expect(201).json();
    assert_eq!(counts(&told), [1, 0, 0, 0, 1], "what is not its own is not changed");
    let path = format!("/imports/{}", told["id"].as_str().unwrap());
    let seen = |client: &Client| client.get(&path).status;
    assert_eq!((seen(&area), seen(&staff), seen(&world.user("board"))), (200, 404, 404));
    world.user("board").get(&format!("{path}/rows")).problem(404, "not_found");
    assert_eq!(total(&world.user("board"), "/imports"), 0);
    // The unit sees what became of rows; what their cells say may be confidential, and only the sender is told (R-38).
    let told =
        import(&area, "resource=partners", b"name,kind,partnershipKind\nNorr,okand,project\n").expect(201).json();
    let (_, colleague) = signed_in(&world, "area", &["imports:read"]);
    let fault = |client: &Client| rows(client, &told, "")[0]["faults"][0].clone();
    assert_eq!(fault(&area)["seen"], "okand");
    assert_eq!((&fault(&colleague)["seen"], &fault(&colleague)["field"]), (&Value::Null, &json!("kind")));
    assert_eq!(fault(&colleague)["reason"], "unknown_code");
}

fn what_a_file_is_can_be_declared_and_is_refused_when_it_is_not(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let send = |query: &str, content_type: &str, file: &[u8]| {
        client.send("POST", &format!("/imports?{query}"), &[("Content-Type", content_type)], Some(file))
    };
    let faults = send("resource=nowhere&mode=perhaps&system=a:b&x=1", "text/csv", b"name\nx\n").faults();
    assert_eq!(faults, ["mode wrong_format", "resource wrong_format", "system wrong_format", "x unknown"]);
    send("resource=partners", "image/png", b"name\nx\n").problem(415, "unsupported_media_type");
    send("resource=partners", "text/csv; charset=koi8-r", b"name\nx\n").problem(415, "unsupported_media_type");
    send("resource=partners", "text/csv", b"").problem(422, "unprocessable");
    send("resource=partners", "text/csv", b"what,ever\n1,2\n").problem(422, "unprocessable");
    send("resource=partners&format=keep_eu", "text/csv", b"name\nx\n").problem(400, "invalid_request");
    send("resource=projects&format=keep_eu", "text/csv", b"name\nx\n").problem(422, "unprocessable");
    send("resource=report-snapshots", "text/csv", b"name\nx\n").problem(400, "invalid_request");
    let file = b"Namn;Slag;Partnerskapsslag\nN\xe5gon;f\xf6rening;projekt\n";
    let told = send("resource=partners&mode=apply", "text/csv; charset=windows-1252", file).expect(201);
    assert_eq!(told.json()["found"]["guesses"], json!(["delimiter"]));
    assert!(told.header("location").unwrap().ends_with(told.json()["id"].as_str().unwrap()));
}

fn columns_are_known_in_both_languages(backend: Backend) {
    let world = World::new(backend);
    let client = world.reader();
    client.get("/imports/columns/partners").problem(403, "forbidden");
    let client = world.coordination_unit();
    let items = client.get("/imports/columns/partners").expect(200).json()["items"].as_array().unwrap().clone();
    let number = items.iter().find(|item| item["field"] == "organisationNumber").unwrap();
    assert_eq!(number["headers"][0], "Organisationsnummer");
    let kind = items.iter().find(|item| item["field"] == "kind").unwrap();
    assert!(kind["codes"].as_array().unwrap().contains(&json!("company")));
    assert!(items.iter().all(|item| item["field"] != "createdAt"));
    client.get("/imports/columns/report-snapshots").problem(404, "not_found");
}
