//! Funding programmes: what holds for them alone.

use serde_json::json;

use crate::support::{Backend, Client, World, programme};

crate::tests! {
    a_programme_is_found_by_strand_number_and_day,
    lists_are_sorted_and_searched,
    a_name_stands_once_among_those_that_begin_on_the_same_day,
    periods_and_numbers_are_refused_by_name,
    amounts_have_the_decimals_of_their_currency,
    the_coordination_unit_keeps_them_and_everybody_reads_them,
}

/// The names of a list, in its order.
fn names(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/funding-programmes?{query}")).expect(200).json();
    page["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

/// A world with three programmes, of which one has no period and no number.
fn furnished(backend: Backend) -> World {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    for (name, strand, from, to, cci) in [
        ("Interreg IV A", "cross_border", "2007-01-01", "2013-12-31", "2007CB163PO016"),
        ("Östersjöprogrammet", "transnational", "2014-01-01", "2020-12-31", "2014TC16M5TN001"),
    ] {
        let body = json!({"name": name, "strand": strand, "validFrom": from, "validTo": to, "cci": cci});
        staff.post("/funding-programmes", &body).expect(201);
    }
    staff.post("/funding-programmes", &json!({"name": "Kulturrådet", "strand": "national"})).expect(201);
    world
}

fn a_programme_is_found_by_strand_number_and_day(backend: Backend) {
    let world = furnished(backend);
    let reader = world.reader();
    for (query, expected) in [
        ("strand=national", &["Kulturrådet"][..]),
        ("strand=cross_border&strand=transnational", &["Interreg IV A", "Östersjöprogrammet"]),
        ("strand=sector", &[]),
        ("cci=2007CB163PO016", &["Interreg IV A"]),
        ("cci=2007CB163PO01", &[]),
        ("cci=none", &["Kulturrådet"]),
        ("cci=none&cci=2014TC16M5TN001", &["Kulturrådet", "Östersjöprogrammet"]),
        // Both ends belong to it, and open ends hold for ever.
        ("on=2013-12-31", &["Interreg IV A", "Kulturrådet"]),
        ("on=2014-01-01", &["Kulturrådet", "Östersjöprogrammet"]),
        ("on=2006-12-31", &["Kulturrådet"]),
    ] {
        assert_eq!(names(&reader, query), expected, "{query}");
    }
    let refused = reader.get("/funding-programmes?strand=local").problem(400, "invalid_request");
    assert_eq!(refused.faults(), ["strand wrong_format"]);
}

fn lists_are_sorted_and_searched(backend: Backend) {
    let world = furnished(backend);
    let reader = world.reader();
    for (query, expected) in [
        ("sort=-name", ["Östersjöprogrammet", "Kulturrådet", "Interreg IV A"]),
        ("sort=strand", ["Interreg IV A", "Kulturrådet", "Östersjöprogrammet"]),
        // Without a day last, either way.
        ("sort=validFrom", ["Interreg IV A", "Östersjöprogrammet", "Kulturrådet"]),
        ("sort=-validTo", ["Östersjöprogrammet", "Interreg IV A", "Kulturrådet"]),
    ] {
        assert_eq!(names(&reader, query), expected, "{query}");
    }
    assert_eq!(names(&reader, "q=tc16m5"), ["Östersjöprogrammet"], "by its number");
    assert_eq!(names(&reader, "q=KULTURR%C3%85DET"), ["Kulturrådet"]);
}

fn a_name_stands_once_among_those_that_begin_on_the_same_day(backend: Backend) {
    let world = furnished(backend);
    let staff = world.coordination_unit();
    let post = |name: &str, from: Option<&str>| {
        let mut body = programme(name);
        if let Some(from) = from {
            body["validFrom"] = json!(from);
        }
        staff.post("/funding-programmes", &body)
    };
    for (name, from) in
        [("Interreg IV A", Some("2007-01-01")), ("INTERREG  iv a", Some("2007-01-01")), ("kulturrådet", None)]
    {
        let again = post(name, from).problem(409, "duplicate");
        assert_eq!(again.faults(), ["/name taken"], "{name}");
    }
    // The next period of a programme often has its name.
    let next = post("Interreg IV A", Some("2014-01-01")).expect(201).id();
    let without = post("Interreg IV A", None).expect(201).id();
    let path = format!("/funding-programmes/{next}");
    let moved = staff.patch(&path, "*", &json!({"validFrom": "2007-01-01"})).problem(409, "duplicate");
    assert_eq!(moved.faults(), ["/name taken"]);
    let moved = staff.patch(&path, "*", &json!({"validFrom": null})).problem(409, "duplicate");
    assert_eq!(moved.faults(), ["/name taken"]);
    // Its own name is its own, and what is put away counts no more, until it is taken out again.
    staff.patch(&path, "*", &json!({"name": "Interreg IV A", "minimumPartners": 3})).expect(200);
    let away = format!("/funding-programmes/{without}");
    staff.patch(&away, "*", &json!({"archived": true})).expect(200);
    staff.patch(&path, "*", &json!({"validFrom": null})).expect(200);
    let back = staff.patch(&away, "*", &json!({"archived": false})).problem(409, "duplicate");
    assert_eq!(back.faults(), ["/name taken"]);
}

fn periods_and_numbers_are_refused_by_name(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    for (field, value, status, fault) in [
        ("validTo", json!("2006-12-31"), 422, "/validTo rule"),
        ("minimumPartners", json!(0), 422, "/minimumPartners too_small"),
        ("minimumPartners", json!(101), 422, "/minimumPartners too_large"),
        ("minimumPartners", json!("två"), 400, "/minimumPartners wrong_type"),
        ("cci", json!("123456789012345678901"), 422, "/cci too_long"),
        ("cci", json!(""), 422, "/cci too_short"),
        ("strand", json!("local"), 422, "/strand unknown_code"),
    ] {
        let mut body = programme("Interreg");
        body["validFrom"] = json!("2007-01-01");
        body[field] = value.clone();
        let refused = staff.post("/funding-programmes", &body);
        assert_eq!((refused.status, refused.faults()), (status, vec![fault.to_owned()]), "{field} {value}");
    }
    let mut body = programme("En dag");
    (body["validFrom"], body["validTo"]) = (json!("2007-01-01"), json!("2007-01-01"));
    (body["minimumPartners"], body["cci"]) = (json!(100), json!("12345678901234567890"));
    staff.post("/funding-programmes", &body).expect(201);
}

fn amounts_have_the_decimals_of_their_currency(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let post = |amount: &str, currency: &str| {
        let mut body = programme(&format!("Program {amount}"));
        body["typicalBudget"] = json!({"amount": amount, "currency": currency});
        staff.post("/funding-programmes", &body)
    };
    let created = post("1500000", "EUR").expect(201);
    let expected = json!({"amount": "1500000.00", "currency": "EUR"});
    assert_eq!(created.json()["typicalBudget"], expected);
    let path = format!("/funding-programmes/{}", created.id());
    assert_eq!(staff.get(&path).expect(200).json()["typicalBudget"], expected);
    assert_eq!(post("1.5", "JPY").problem(422, "unprocessable").faults(), ["/typicalBudget/amount too_precise"]);
    let cleared = staff.patch(&path, "*", &json!({"typicalBudget": null})).expect(200).json();
    assert_eq!(cleared["typicalBudget"], json!(null));
}

fn the_coordination_unit_keeps_them_and_everybody_reads_them(backend: Backend) {
    let world = World::new(backend);
    let path = format!("/funding-programmes/{}", world.funding_programme("Interreg"));
    for user in ["board", "working_committee", "area_unit", "registrar", "reader", "administrator"] {
        let client = world.user(user);
        client.get(&path).expect(200);
        client.post("/funding-programmes", &programme("Annat")).problem(403, "forbidden");
        client.patch(&path, "*", &json!({"note": "Nej"})).problem(403, "forbidden");
    }
    world.reader().get(&format!("{path}/history")).problem(403, "forbidden");
    // They are put away, never deleted: calls and projects are theirs for ever.
    let staff = world.coordination_unit();
    staff.delete(&path, "*").problem(405, "method_not_allowed");
    let call = json!({"fundingProgrammeId": path.rsplit_once('/').unwrap().1, "title": "Sista"});
    staff.patch(&path, "*", &json!({"archived": true})).expect(200);
    assert_eq!(names(&world.reader(), ""), Vec::<String>::new());
    let refused = staff.post("/calls", &call).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/fundingProgrammeId archived_reference"]);
}
