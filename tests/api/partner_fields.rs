//! The fields of partners: what each of them takes, and in which form it is kept.

use serde_json::{Value, json};

use crate::support::{Answer, Backend, World, partner};

crate::tests! {
    names_are_unique_whatever_their_case,
    external_ids_are_unique_per_system_and_type,
    organisation_numbers_belong_to_their_country_and_have_one_form,
    countries_and_nuts_codes_are_known_and_fit_together,
    a_municipality_is_one_of_the_county_and_swedish,
    rough_dates_stand_at_the_edge_of_their_period,
    addresses_are_safe_to_open_and_to_write_to,
    texts_are_composed_and_trimmed,
}

fn create(world: &World, more: &Value) -> Answer {
    let mut body = partner("x");
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    world.coordination_unit().post("/partners", &body)
}

/// What is taken, and as what it is answered; what is refused, with its faults. Each on its own: what was taken is
/// deleted again.
fn check(world: &World, good: &[(Value, Value)], bad: &[(Value, u16, &[&str])]) {
    for (more, kept) in good {
        let created = create(world, more).expect(201);
        for (name, value) in kept.as_object().unwrap() {
            assert_eq!(&created.json()[name], value, "{more}");
        }
        world.coordination_unit().delete(&format!("/partners/{}", created.id()), "*").expect(204);
    }
    for (more, status, faults) in bad {
        let answer = create(world, more);
        assert_eq!(
            (answer.status, answer.faults()),
            (*status, faults.iter().map(|fault| (*fault).to_owned()).collect()),
            "{more}"
        );
    }
}

fn names_are_unique_whatever_their_case(backend: Backend) {
    let world = World::new(backend);
    let path = format!("/partners/{}", world.partner("Åmåls Kluster").id());
    for taken in ["Åmåls Kluster", "ÅMÅLS KLUSTER", "åmåls kluster", " Åmåls  kluster ", "A\u{30a}ma\u{30a}ls Kluster"]
    {
        let answer = create(&world, &json!({"name": taken})).problem(409, "duplicate");
        assert_eq!(answer.faults(), ["/name taken"], "{taken}");
    }
    create(&world, &json!({"name": "Amals kluster"})).expect(201);
    let client = world.coordination_unit();
    assert_eq!(client.patch(&path, "*", &json!({"name": "AMALS KLUSTER"})).expect(409).faults(), ["/name taken"]);
    client.patch(&path, "*", &json!({"name": "ÅMÅLS KLUSTER"})).expect(200);
    client.patch(&path, "*", &json!({"archived": true})).expect(200);
    assert_eq!(create(&world, &json!({"name": "Åmåls kluster"})).expect(409).faults(), ["/name taken"]);
    client.delete(&path, "*").expect(204);
    create(&world, &json!({"name": "Åmåls kluster"})).expect(201);
}

fn external_ids_are_unique_per_system_and_type(backend: Backend) {
    let world = World::new(backend);
    let client = world.coordination_unit();
    let ids = |pairs: &[(&str, &str)]| -> Value {
        pairs.iter().map(|(system, value)| json!({"system": system, "value": value})).collect()
    };
    let first = create(&world, &json!({"name": "a", "externalIds": ids(&[("w3d3", "1"), ("w3d3", "2")])})).expect(201);
    let taken = create(&world, &json!({"externalIds": ids(&[("crm", "1"), ("w3d3", "2")])})).problem(409, "duplicate");
    assert_eq!(taken.faults(), ["/externalIds/1 taken"]);
    let twice =
        create(&world, &json!({"externalIds": ids(&[("crm", "1"), ("crm", "1")])})).problem(422, "unprocessable");
    assert_eq!(twice.faults(), ["/externalIds/1 duplicate_item"]);
    let area = json!({"code": "a", "name": {"sv": "a"}, "order": 1, "externalIds": ids(&[("w3d3", "1")])});
    client.post("/strategy-areas", &area).expect(201);
    let path = format!("/partners/{}", first.id());
    client.patch(&path, "*", &json!({"externalIds": ids(&[("w3d3", "1")])})).expect(200);
    let second = create(&world, &json!({"externalIds": ids(&[("w3d3", "2")])})).expect(201);
    client.delete(&format!("/partners/{}", second.id()), "*").expect(204);
    client.patch(&path, "*", &json!({"externalIds": ids(&[("w3d3", "2"), ("w3d3", "1")])})).expect(200);
}

fn organisation_numbers_belong_to_their_country_and_have_one_form(backend: Backend) {
    let world = World::new(backend);
    let number = |country: Value, number: &str| json!({"country": country, "organisationNumber": number});
    let (swedish, norwegian) =
        (json!({"organisationNumber": "212000-1850"}), json!({"organisationNumber": "974760673"}));
    let good: Vec<(Value, Value)> = ["212000-1850", "2120001850", "16212000-1850", "SE212000185001", " 212000-1850 "]
        .map(|form| (number(json!("SE"), form), swedish.clone()))
        .into_iter()
        .chain(
            ["974760673", "974 760 673", "NO974760673MVA", "NO 974 760 673 MVA"]
                .map(|form| (number(json!("NO"), form), norwegian.clone())),
        )
        .collect();
    let bad: &[(Value, u16, &[&str])] = &[
        (number(json!("SE"), "212000-1851"), 422, &["/organisationNumber check_digit"]),
        (number(json!("NO"), "974760674"), 422, &["/organisationNumber check_digit"]),
        (number(json!("SE"), "811218-9876"), 422, &["/organisationNumber check_digit"]),
        (number(json!("SE"), "974760673"), 422, &["/organisationNumber rule"]),
        (number(json!("NO"), "212000-1850"), 422, &["/organisationNumber rule"]),
        (number(json!("FI"), "212000-1850"), 422, &["/organisationNumber rule"]),
        (number(Value::Null, "212000-1850"), 422, &["/organisationNumber rule"]),
        (number(json!("SE"), "12345"), 400, &["/organisationNumber wrong_format"]),
        (number(json!("SE"), "212000 1850"), 400, &["/organisationNumber wrong_format"]),
    ];
    check(&world, &good, bad);
    create(&world, &number(json!("SE"), "2120001850")).expect(201);
    let found = world.reader().get("/partners?organisationNumber=212000-1850&q=212000").expect(200).json();
    assert_eq!(found["_meta"]["totalRecords"], 1);
}

fn countries_and_nuts_codes_are_known_and_fit_together(backend: Backend) {
    let world = World::new(backend);
    let nuts = |country: Value, code: &str, version: Value| json!({"country": country, "nutsCode": code, "nutsVersion": version});
    let good = [
        (json!({"country": "NO"}), json!({"country": "NO"})),
        (nuts(json!("SE"), "SE311", json!("2021")), json!({"nutsCode": "SE311", "nutsVersion": "2021"})),
        (nuts(json!("GR"), "EL30", json!("2016")), json!({"nutsCode": "EL30"})),
        (nuts(json!("GB"), "UKI", json!("2016")), json!({"nutsCode": "UKI"})),
        (nuts(Value::Null, "NO020", json!("2021")), json!({"country": null})),
    ];
    let bad: &[(Value, u16, &[&str])] = &[
        (json!({"country": "UK"}), 422, &["/country unknown_code"]),
        (json!({"country": "se"}), 400, &["/country unknown_code", "/country wrong_format"]),
        (json!({"country": "SWE"}), 400, &["/country unknown_code", "/country wrong_format"]),
        (nuts(json!("NO"), "SE311", json!("2021")), 422, &["/nutsCode rule"]),
        (nuts(Value::Null, "ZZ999", json!("2021")), 422, &["/nutsCode unknown_code"]),
        (nuts(json!("SE"), "SE311", Value::Null), 422, &["/nutsVersion rule"]),
        (json!({"nutsVersion": "2021"}), 422, &["/nutsVersion rule"]),
        (nuts(json!("SE"), "SE311", json!("2020")), 400, &["/nutsVersion wrong_format"]),
        (nuts(json!("SE"), "SE3112", json!("2021")), 400, &["/nutsCode wrong_format"]),
    ];
    check(&world, &good, bad);
}

fn a_municipality_is_one_of_the_county_and_swedish(backend: Backend) {
    let world = World::new(backend);
    let place = |country: Value, code: &str| json!({"country": country, "municipalityCode": code});
    let good = [(place(json!("SE"), "1780"), json!({"municipalityCode": "1780"}))];
    let bad: &[(Value, u16, &[&str])] = &[
        (place(json!("SE"), "0180"), 422, &["/municipalityCode unknown_reference"]),
        (place(json!("NO"), "1780"), 422, &["/municipalityCode rule"]),
        (place(Value::Null, "1780"), 422, &["/municipalityCode rule"]),
        (place(json!("SE"), "178"), 400, &["/municipalityCode wrong_format"]),
    ];
    check(&world, &good, bad);
}

fn rough_dates_stand_at_the_edge_of_their_period(backend: Backend) {
    let world = World::new(backend);
    let from = |date: Value, precision: Value| json!({"validFrom": date, "validFromPrecision": precision});
    let to = |date: Value, precision: Value| json!({"validTo": date, "validToPrecision": precision});
    let period = |start: &str, end: &str| json!({"validFrom": start, "validFromPrecision": "day", "validTo": end, "validToPrecision": "day"});
    let good = [
        (from(json!("2012-01-01"), json!("year")), json!({"validFrom": "2012-01-01", "validFromPrecision": "year"})),
        (from(json!("2013-11-01"), json!("month")), json!({"validFromPrecision": "month"})),
        (to(json!("2012-12-31"), json!("year")), json!({"validTo": "2012-12-31"})),
        (to(json!("2008-02-29"), json!("month")), json!({"validTo": "2008-02-29"})),
        (period("2009-06-01", "2009-06-01"), json!({"validTo": "2009-06-01"})),
        (period("1000-01-01", "9999-12-31"), json!({"validFrom": "1000-01-01"})),
    ];
    let bad: &[(Value, u16, &[&str])] = &[
        (from(json!("2012-01-02"), json!("year")), 422, &["/validFrom rule"]),
        (from(json!("2012-02-02"), json!("month")), 422, &["/validFrom rule"]),
        (to(json!("2012-01-01"), json!("year")), 422, &["/validTo rule"]),
        (to(json!("2009-02-27"), json!("month")), 422, &["/validTo rule"]),
        (from(json!("2012-01-01"), Value::Null), 422, &["/validFromPrecision rule"]),
        (to(json!("2012-12-31"), Value::Null), 422, &["/validToPrecision rule"]),
        (from(Value::Null, json!("day")), 422, &["/validFromPrecision rule"]),
        (period("2009-06-02", "2009-06-01"), 422, &["/validTo rule"]),
        (period("2009-02-29", "0999-01-01"), 400, &["/validFrom wrong_format", "/validTo wrong_format"]),
        (from(json!("2012"), json!("decade")), 400, &["/validFrom wrong_format", "/validFromPrecision unknown_code"]),
    ];
    check(&world, &good, bad);
}

fn addresses_are_safe_to_open_and_to_write_to(backend: Backend) {
    let world = World::new(backend);
    let site = |site: &str| json!({"website": site});
    let contact = |email: &str| json!({"contacts": [{"name": "A", "role": "b", "officialEmail": email}]});
    let document = |url: &str| json!({"documents": [{"title": "A", "kind": "report", "url": url}]});
    let good = [
        (site("https://www.regiondalarna.se/å?b=c"), json!({"website": "https://www.regiondalarna.se/å?b=c"})),
        (contact("kontakt@example.se"), json!({})),
        (document("http://example.se/plan.pdf"), json!({})),
    ];
    let bad: &[(Value, u16, &[&str])] = &[
        (site("javascript:alert(1)"), 400, &["/website wrong_format"]),
        (site("data:text/html,x"), 400, &["/website wrong_format"]),
        (site("//example.se"), 400, &["/website wrong_format"]),
        (site("https://user:secret@example.se"), 400, &["/website wrong_format"]),
        (contact("kontakt"), 400, &["/contacts/0/officialEmail wrong_format"]),
        (contact("a@b\u{0}"), 400, &["/contacts/0/officialEmail invalid_character"]),
        (document("javascript:alert(1)"), 400, &["/documents/0/url wrong_format"]),
    ];
    check(&world, &good, bad);
}

fn texts_are_composed_and_trimmed(backend: Backend) {
    let world = World::new(backend);
    let good = [(
        json!({"name": " A\u{30a}mål\t", "note": "en rad\nen till"}),
        json!({"name": "Åmål", "note": "en rad\nen till"}),
    )];
    let long = "\u{fdfa}".repeat(200);
    let mixed: String = (0..200u32).map(|place| char::from_u32(0x20000 + place * 37).unwrap()).collect();
    let wide: String = (0..200u32).map(|place| char::from_u32(0xac00 + place * 53).unwrap()).collect();
    let good = good.into_iter().chain([long, mixed, wide].map(|name| (json!({"name": name}), json!({"name": name}))));
    let bad: &[(Value, u16, &[&str])] = &[
        (json!({"name": "   "}), 422, &["/name too_short"]),
        (json!({"name": "x".repeat(201)}), 422, &["/name too_long"]),
        (json!({"note": ""}), 422, &["/note too_short"]),
        (json!({"aliases": ["", "y"]}), 422, &["/aliases/0 too_short"]),
    ];
    check(&world, &good.collect::<Vec<_>>(), bad);
}
