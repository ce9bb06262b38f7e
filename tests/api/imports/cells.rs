//! Cells that are easily misread: what they say comes in, or they are named.

use serde_json::{Value, json};

use super::{apply, counts, fault, import, rows, total, workbook};
use crate::support::{Backend, World, partner, with};

crate::tests! {
    what_is_easily_misread_comes_back_as_it_was,
    characters_that_nobody_sees_are_left_out,
    the_key_column_leaves_the_other_ids,
    a_row_without_a_key_is_known_by_what_it_says,
    an_emptied_day_has_no_precision,
    what_a_file_lacks_is_said_of_a_field_however_it_is_called,
    a_whole_number_may_be_written_with_decimals,
    an_id_may_be_a_web_address,
    an_area_unit_sends_its_file_twice,
    what_is_not_ones_own_and_stays_as_it_is_is_no_fault,
    a_decision_comes_twice,
    a_fault_of_a_partner_is_told_where_it_stands,
    large_cells_are_taken_a_few_at_a_time,
}

fn what_is_easily_misread_comes_back_as_it_was(backend: Backend) {
    let world = World::new(backend);
    world.furnish();
    let client = world.coordination_unit();
    let old = json!({
        "aliases": ["a|b", "1.234"], "validFrom": "1850-01-01", "validFromPrecision": "year",
        "validTo": "9999-12-31", "validToPrecision": "day", "note": "3,5",
    });
    let old = client.post("/partners", &with(partner("Gammal"), old)).expect(201).json();
    let value = client.get("/indicator-values?limit=1").expect(200).json()["items"][0].clone();
    let path = format!("/indicator-values/{}", value["id"].as_str().unwrap());
    let exact = client.patch(&path, "*", &json!({"value": "12.345", "note": "3,5"})).expect(200).json();
    let head = world.head();
    for format in ["csv", "csv&profile=excel-sv", "xlsx", "xlsx&profile=excel-sv", "ndjson", "json"] {
        for (register, own) in [("partners", &old), ("indicator-values", &exact)] {
            let file = client.get(&format!("/{register}/export?format={format}")).expect(200).bytes;
            let told = import(&client, &format!("resource={register}&mode=apply"), &file).expect(201).json();
            let all = told["counts"]["rows"].as_i64().unwrap();
            assert_eq!(counts(&told), [0, 0, all, 0, 0], "{register} {format}: {:?}", rows(&client, &told, ""));
            assert!(all > 0);
            let after = client.get(&format!("/{register}/{}", own["id"].as_str().unwrap())).expect(200).json();
            assert_eq!(after["version"], own["version"]);
        }
    }
    assert_eq!(world.head(), head);
    // Changed by hand, a number that has two readings is asked about.
    let file = client.get("/indicator-values/export?format=csv").expect(200).text();
    let told = apply(&client, "indicator-values", &file.replace("12.345", "\"12,345\""));
    assert!(fault(&client, &told)["reason"].as_str().unwrap().contains("two ways"), "{told}");
}

fn characters_that_nobody_sees_are_left_out(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    world.partner("Arvika kommun");
    let line = |id: &str, name: &str| {
        json!({"externalIds": id, "name": name, "kind": "company", "partnershipKind": "project", "aliases": ["x\u{ad}y"],
            "description": "ett\u{2028}två"})
    };
    let file = [line("a\u{0}b", "Norr\u{200b}"), line("c", "Arvika kommun\u{200b}"), line("d", "Syd")];
    let file = file.map(|line| line.to_string()).join("\n");
    let told = apply(&client, "partners", &file);
    // The name is the one that is there; the others are not kept from coming in.
    assert_eq!(counts(&told), [2, 0, 0, 0, 1], "{:?}", rows(&client, &told, ""));
    let one = client.get("/partners/by-external-id/import/ab").expect(200).json();
    assert_eq!((&one["name"], &one["aliases"]), (&json!("Norr"), &json!(["xy"])));
    assert_eq!(one["description"], "ett\ntvå", "what ends a line does so");
}

fn the_key_column_leaves_the_other_ids(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let ids = json!([{"system": "crm", "value": "7"}, {"system": "ekonomi", "value": "4711"}]);
    let id = client.post("/partners", &with(partner("Nord"), json!({"externalIds": ids}))).expect(201).id();
    let has = || client.get(&format!("/partners/{id}")).expect(200).json()["externalIds"].clone();
    let query = "resource=partners&mode=apply&system=crm";
    let told = import(&client, query, "external_id,name\n7,Nord AB\n".as_bytes()).expect(201).json();
    assert_eq!((counts(&told), has()), ([0, 1, 0, 0, 0], ids.clone()));
    let told = import(&client, query, "external_id,name\n7; arkiv:1|2,Nord AB\n".as_bytes()).expect(201).json();
    assert_eq!((counts(&told), has()[2].clone()), ([0, 1, 0, 0, 0], json!({"system": "arkiv", "value": "1|2"})));
    // A whole list, as in an export, is all that there is.
    let list = json!([{"id": id, "externalIds": ids}]).to_string();
    let told = import(&client, query, list.as_bytes()).expect(201).json();
    assert_eq!((counts(&told), has()), ([0, 1, 0, 0, 0], ids));
    // Where the row is known by its id, an empty cell empties.
    let told = import(&client, query, format!("id,externalIds\n{id},\n").as_bytes()).expect(201).json();
    assert_eq!((counts(&told), has()), ([0, 1, 0, 0, 0], json!([])));
}

fn a_row_without_a_key_is_known_by_what_it_says(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let file = "id,externalIds,title,level,reach\n,,Nyhet,strategic,eu_general\n,n2,Nyhet,strategic,eu_general\n";
    assert_eq!(counts(&apply(&client, "monitoring-items", file)), [2, 0, 0, 0, 0]);
    assert_eq!(counts(&apply(&client, "monitoring-items", file)), [0, 0, 2, 0, 0]);
    assert_eq!(total(&client, "/monitoring-items"), 2);
    let list =
        json!([{"externalIds": [], "title": "En till", "level": "strategic", "reach": "eu_general"}]).to_string();
    let sent = [(); 3].map(|()| counts(&apply(&client, "monitoring-items", &list)));
    assert_eq!(sent, [[1, 0, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 1, 0, 0]]);
}

fn an_emptied_day_has_no_precision(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let file = |to: &str| format!("external_id,name,kind,valid_to\np1,Viken,regional authority,{to}\n");
    let ends = || {
        let one = client.get("/partners/by-external-id/import/p1").expect(200).json();
        (one["validTo"].clone(), one["validToPrecision"].clone())
    };
    assert_eq!(counts(&apply(&client, "partners", &file("2023"))), [1, 0, 0, 0, 0]);
    assert_eq!(ends(), (json!("2023-12-31"), json!("year")));
    let told = apply(&client, "partners", &file(""));
    assert_eq!(counts(&told), [0, 1, 0, 0, 0], "{:?}", rows(&client, &told, ""));
    assert_eq!(ends(), (Value::Null, Value::Null));
    // A whole day is one, unless it is the day that the year is known by.
    let day = |to: &str| {
        assert_eq!(counts(&apply(&client, "partners", &file(to)))[4], 0);
        ends().1
    };
    assert_eq!([day("2023"), day("2023-12-31"), day("2022-12-31")], ["year", "year", "day"]);
    // A year is a year in a number, too.
    let list = json!([{"externalIds": "p2", "name": "Gammal", "kind": "university", "validFrom": 1477}]).to_string();
    assert_eq!(counts(&apply(&client, "partners", &list)), [1, 0, 0, 0, 0]);
    assert_eq!(client.get("/partners/by-external-id/import/p2").expect(200).json()["validFromPrecision"], "year");
}

fn what_a_file_lacks_is_said_of_a_field_however_it_is_called(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let send = |query: &str, file: &str| import(&client, &format!("mode=apply&{query}"), file.as_bytes());
    let file = "Externt id;Namn;Slag;Partnerskapsslag\n1;Norr;bolag;vänregion\n";
    let told = send("resource=partners&fill=partnershipKind:project", file).expect(201).json();
    assert_eq!(counts(&told), [1, 0, 0, 0, 0], "{:?}", rows(&client, &told, ""));
    let made = client.get("/partners/by-external-id/import/1").expect(200).json();
    assert_eq!(made["partnershipKind"], "twin_region", "what the file says goes before");
    send("resource=partners&fill=partnershipKnd:project", file).problem(422, "unprocessable");
    let projects = "Externt id;Projektnamn;Valuta;Total budget\nc;;SEK;1,50\n";
    send("resource=projects&fill=name:X", projects).problem(422, "unprocessable");
    let told = send("resource=projects&onError=skip", projects).expect(201).json();
    let fault = fault(&client, &told);
    assert_eq!((&fault["field"], &fault["advice"]), (&json!("name"), &json!("Fill the cell in")), "{fault}");
}

fn a_whole_number_may_be_written_with_decimals(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let line = |id: &str, participants: Value, title: Value| {
        json!({"externalIds": id, "title": title, "kind": "training", "heldOn": "2011-05-10", "audiences": ["politicians"],
               "participants": participants})
        .to_string()
    };
    let file = [
        line("a", json!({"politicians": 3.0}), json!("Utbildning")),
        line("b", json!({"politicians": 3.5}), json!("Utbildning")),
        line("c", json!({"politicians": 3}), json!({"sv": "Utbildning"})),
    ];
    let told = apply(&client, "knowledge-activities", &file.join("\n"));
    assert_eq!((&told["state"], counts(&told)[4]), (&json!("finished"), 2), "{:?}", rows(&client, &told, ""));
    let faulty = rows(&client, &told, "&action=error");
    let named: Vec<bool> = faulty.iter().map(|row| row["faults"].to_string().contains("wrong_type")).collect();
    assert_eq!(named, [true, true], "{faulty:?}");
}

fn an_id_may_be_a_web_address(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let file = "externalIds,name\nhttps://linkedopendata.eu/entity/Q1,Ett\n";
    let query = "resource=projects&mode=apply&system=kohesio";
    let told = import(&client, query, file.as_bytes()).expect(201).json();
    assert_eq!(counts(&told), [1, 0, 0, 0, 0], "{:?}", rows(&client, &told, ""));
    let made = client.get("/projects").expect(200).json()["items"][0]["externalIds"].clone();
    assert_eq!(made, json!([{"system": "kohesio", "value": "https://linkedopendata.eu/entity/Q1"}]));
    // So it is where another record is named.
    let partners = "externalIds,name,kind\nhttps://example.se/1,Nord,bolag\n";
    assert_eq!(counts(&apply(&client, "partners", partners)), [1, 0, 0, 0, 0]);
    let agreements = "externalIds,title,kind,partnerIds\na1,Avtal,samarbetsavtal,https://example.se/1\n";
    let told = apply(&client, "cooperation-agreements", agreements);
    assert_eq!(counts(&told), [1, 0, 0, 0, 0], "{:?}", rows(&client, &told, ""));
}

fn an_area_unit_sends_its_file_twice(backend: Backend) {
    let world = World::new(backend);
    let unit = world.area_unit();
    let file = "external_id,title,year,kind,ownerUnitId\na1,Egen,2009,event,\n";
    assert_eq!(counts(&apply(&unit, "activities", file)), [1, 0, 0, 0, 0]);
    assert_eq!(counts(&apply(&unit, "activities", file)), [0, 0, 1, 0, 0]);
}

fn what_is_not_ones_own_and_stays_as_it_is_is_no_fault(backend: Backend) {
    let world = World::new(backend);
    let body = json!({"title": "Ingens", "year": 2009, "kind": "event", "cooperationLevel": "regional"});
    world.coordination_unit().post("/activities", &body).expect(201);
    let unit = world.area_unit();
    let file = unit.get("/activities/export?format=csv").expect(200).text();
    assert_eq!(counts(&apply(&unit, "activities", &file)), [0, 0, 1, 0, 0]);
}

fn a_decision_comes_twice(backend: Backend) {
    let world = World::new(backend);
    let registrar = world.user("registrar");
    let file = "external_id,bodyCode,decidedOn,title,kind,outcome\nd1,board,2009-03-02,Yttrande,other,approved\n";
    assert_eq!(counts(&apply(&registrar, "decisions", file)), [1, 0, 0, 0, 0]);
    let told = apply(&registrar, "decisions", file);
    assert_eq!(counts(&told), [0, 0, 1, 0, 0], "{:?}", rows(&registrar, &told, ""));
}

fn a_fault_of_a_partner_is_told_where_it_stands(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let (programme, acronym) = ("2014 - 2020 INTERREG V-A Sweden - Norway", "ecoINSIDE2");
    let projects: &[&[&str]] = &[
        &["Period", "Programme", "Project acronym", "Project name in English", "Project's EU funding"],
        &["2014 - 2020", programme, acronym, "ecoINSIDE2", "904675"],
        &["2014 - 2020", programme, "N.a.", "Unnamed", "1000"],
    ];
    let partners: &[&[&str]] = &[
        &["Programme", "Project acronym", "Lead partner", "Organisation in English", "Country code"],
        &[programme, acronym, "Yes", "Paper Province", "SE"],
        &[programme, acronym, "Maybe", "Arvika Municipality", "SE"],
        &[programme, "N.a.", "No", "Somebody's partner", "SE"],
    ];
    let book = workbook(&[("Search results, projects", projects), ("Search results, partners", partners)]);
    let told = import(&client, "resource=projects&mode=apply&onError=skip", &book).expect(201).json();
    let faulty = rows(&client, &told, "&action=error");
    let fault = &faulty[0]["faults"][0];
    assert_eq!(
        (&faulty[0]["row"], &faulty[0]["sheet"], &fault["row"], &fault["sheet"], &fault["field"]),
        (
            &json!(2),
            &json!("Search results, projects"),
            &json!(3),
            &json!("Search results, partners"),
            &json!("Lead partner")
        )
    );
    // A partner that names no project is nobody's, and said to be.
    let unnamed = client.get("/projects").expect(200).json()["items"][0].clone();
    assert_eq!((&unnamed["name"], &unnamed["participations"]), (&json!("Unnamed"), &json!([])));
    assert!(faulty[1]["faults"].to_string().contains("not among the projects"), "{faulty:?}");
}

fn large_cells_are_taken_a_few_at_a_time(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    // Each line is of half a megabyte, and would be some twenty in memory.
    let large = format!("[{}1]", "1,".repeat(250_000));
    let line = |number: usize| {
        format!(
            "{{\"externalIds\": \"{number}\", \"name\": \"Partner {number}\", \"kind\": \"company\", \"unused\": {large}, \"documents\": {large}}}\n"
        )
    };
    let file: String = (0..40).map(line).collect();
    let told = apply(&client, "partners", &file);
    assert_eq!((&told["state"], counts(&told)), (&json!("finished"), [0, 0, 0, 0, 40]));
    let fault = fault(&client, &told);
    assert_eq!(fault["field"], "documents", "{fault}");
}
