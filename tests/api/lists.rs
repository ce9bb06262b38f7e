//! Lists: pages, filters, search, order, and what of a record is shown.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Answer, Backend, Client, World};

crate::tests! {
    links_of_a_page_keep_all_other_parameters,
    following_next_shows_every_record_once,
    page_0_and_pages_past_the_end_are_empty_with_the_right_totals,
    the_limit_of_a_page_is_20_and_1_to_100,
    unknown_repeated_and_malformed_parameters_are_named_all_at_once,
    every_get_of_the_document_refuses_an_unknown_parameter,
    filters_mean_any_of_them_none_and_ranges,
    q_finds_names_and_aliases_whatever_their_case,
    swedish_letters_sort_after_z_in_both_directions,
    several_keys_sort_one_after_the_other_and_empty_ones_after_all_others,
    fields_expand_and_id_choose_what_is_shown,
    archived_records_are_left_out_unless_asked_for,
}

pub fn names(answer: &Answer) -> Vec<String> {
    let page = answer.json();
    page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[track_caller]
fn found(client: &Client, query: &str) -> Vec<String> {
    names(&client.get(&format!("/partners?{query}")).expect(200))
}

fn many(world: &World, names: &[&str]) {
    for name in names {
        world.partner(name);
    }
}

fn links_of_a_page_keep_all_other_parameters(backend: Backend) {
    let world = World::new(backend);
    many(&world, &["a", "b", "c", "d", "e"]);
    let page = world.reader().get("/partners?kind=company&limit=2&page=2&kind=other&fields=name&sort=-name&lang=sv");
    let links = page.expect(200).json()["_links"].clone();
    let address = format!("{}/international-strategy/v1/partners?kind=company&limit=2&kind=other", world.url);
    for (rel, page) in [("self", 2), ("first", 1), ("prev", 1), ("next", 3), ("last", 3)] {
        let href = format!("{address}&fields=name&sort=-name&lang=sv&page={page}");
        assert_eq!(links[rel], json!({"href": href, "rel": rel, "method": "GET"}));
    }
    let only = world.reader().get("/partners").expect(200).json()["_links"].clone();
    assert!(only.get("prev").is_none() && only.get("next").is_none(), "{only}");
}

fn following_next_shows_every_record_once(backend: Backend) {
    let world = World::new(backend);
    many(&world, &["a", "b", "c", "d", "e"]);
    let reader = world.reader();
    let (mut seen, mut next) = (Vec::new(), Some("/partners?limit=2&sort=-kind".to_owned()));
    while let Some(address) = next {
        let page = reader.get(&address).expect(200);
        seen.extend(names(&page));
        next = page.json()["_links"]["next"]["href"].as_str().map(str::to_owned);
    }
    seen.sort();
    assert_eq!(seen, ["a", "b", "c", "d", "e"]);
}

fn page_0_and_pages_past_the_end_are_empty_with_the_right_totals(backend: Backend) {
    let world = World::new(backend);
    many(&world, &["a", "b", "c"]);
    // Acceptance scenario 24.
    for page in ["99", "0", "4294967295"] {
        let answer = world.reader().get(&format!("/partners?limit=2&page={page}")).expect(200).json();
        assert_eq!(answer["items"], json!([]));
        let page: i64 = page.parse().unwrap();
        assert_eq!(answer["_meta"], json!({"totalRecords": 3, "page": page, "limit": 2, "count": 0}));
    }
    let past = world.reader().get("/partners?limit=2&page=99").expect(200).json()["_links"].clone();
    assert!(past["prev"]["href"].as_str().unwrap().ends_with("&page=2") && past.get("next").is_none(), "{past}");
    for list in ["/municipalities", "/code-lists", "/units"] {
        let answer = world.reader().get(&format!("{list}?page=99")).expect(200).json();
        assert_eq!((&answer["items"], &answer["_meta"]["count"]), (&json!([]), &json!(0)), "{list}");
        assert!(answer["_meta"]["totalRecords"].as_i64().unwrap() >= 3, "{list}");
    }
}

fn the_limit_of_a_page_is_20_and_1_to_100(backend: Backend) {
    let world = World::new(backend);
    let reader = world.reader();
    assert_eq!(reader.get("/partners").expect(200).json()["_meta"]["limit"], 20);
    for good in ["1", "100"] {
        reader.get(&format!("/partners?limit={good}")).expect(200);
    }
    for bad in ["0", "101", "-1", "x", "", "1.5", "99999999999999999999"] {
        let answer = reader.get(&format!("/partners?limit={bad}")).problem(400, "invalid_request");
        assert_eq!(answer.faults(), ["limit wrong_format"], "{bad}");
    }
    for bad in ["-1", "x", "4294967296"] {
        assert_eq!(reader.get(&format!("/partners?page={bad}")).expect(400).faults(), ["page wrong_format"]);
    }
}

fn unknown_repeated_and_malformed_parameters_are_named_all_at_once(backend: Backend) {
    let world = World::new(backend);
    let query = "foo=1&page=1&page=2&kind=nonsense&limit=0&sort=namn,-kind&fields=name,titel&asOf=yesterday&on=2009-02-30&\
                 id=7&expand=strategyAreas,owner&archived=maybe&updatedAtFrom=2009-01-01&validFromTo=2009-1-1&q=a%00b&\
                 alliance=1&lang=de&foo=2&country=%FF";
    let answer = world.reader().get(&format!("/partners?{query}")).problem(400, "invalid_request");
    let expected = [
        "alliance wrong_format",
        "archived wrong_format",
        "asOf wrong_format",
        "country invalid_character",
        "expand wrong_format",
        "fields wrong_format",
        "foo unknown",
        "foo unknown",
        "id wrong_format",
        "kind wrong_format",
        "lang wrong_format",
        "limit wrong_format",
        "on wrong_format",
        "page repeated",
        "q invalid_character",
        "sort wrong_format",
        "updatedAtFrom wrong_format",
        "validFromTo wrong_format",
    ];
    assert_eq!(answer.faults(), expected);
    let places = answer.json()["invalidParameters"].clone();
    assert!(places.as_array().unwrap().iter().all(|fault| fault["in"] == "query"), "{places}");
    // Years that one of the databases could not hold.
    for (parameter, value) in [
        ("on", "-10000-01-01"),
        ("asOf", "-10000-01-01"),
        ("validToFrom", "%2B12345-01-01"),
        ("asOf", "9999-12-31T23:59:59-12:00"),
    ] {
        let answer = world.reader().get(&format!("/partners?{parameter}={value}")).problem(400, "invalid_request");
        assert_eq!(answer.faults(), [format!("{parameter} wrong_format")]);
    }
    // Every further key doubles the work of putting the statement together.
    let keys = ["name"; 40].join(",");
    assert_eq!(world.reader().get(&format!("/partners?sort={keys}")).expect(400).faults().len(), 39);
    assert_eq!(world.reader().get("/partners?sort=name,-name").expect(400).faults(), ["sort repeated"]);
    let started = std::time::Instant::now();
    let all = "name,kind,country,state,partnershipKind,validFrom,validTo,createdAt,updatedAt";
    world.reader().get(&format!("/partners?sort={all}")).expect(200);
    assert!(started.elapsed() < std::time::Duration::from_secs(2), "all keys at once");
    // More words than a statement may have terms.
    let words = ["a"; 950].join("+");
    assert_eq!(world.reader().get(&format!("/partners?q={words}")).expect(400).faults(), ["q too_many"]);
}

fn every_get_of_the_document_refuses_an_unknown_parameter(backend: Backend) {
    let world = World::new(backend);
    let document: Value = serde_json::from_str(include_str!("../../openapi/openapi.json")).unwrap();
    let administrator = world.administrator();
    let mut tried = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        if operations.get("get").is_some() {
            let path = path.replace("{id}", &uuid::Uuid::nil().to_string()).replace(['{', '}'], "");
            let answer = administrator.get(&format!("{path}?nonsense=1"));
            assert_eq!(answer.problem(400, "invalid_request").faults(), ["nonsense unknown"], "{path}");
            tried += 1;
        }
    }
    assert!(tried > 15);
}

/// Four partners that differ in everything that can be filtered by; the successor's predecessor is Kil.
fn four(world: &World) -> (String, String) {
    let area = world.strategy_area("kultur");
    let client = world.coordination_unit();
    let create = |body: Value| client.post("/partners", &body).expect(201).id();
    let kil = create(json!({"name": "Kil", "kind": "municipality", "partnershipKind": "other", "country": "SE",
        "municipalityCode": "1715", "nutsCode": "SE311", "nutsVersion": "2021",
        "validFrom": "2008-01-01", "validFromPrecision": "day", "validTo": "2009-12-31", "validToPrecision": "year"}));
    create(json!({"name": "Hedmark", "kind": "regional_authority", "partnershipKind": "twin_region", "country": "NO",
        "crossBorder": true, "validFrom": "2009-03-01", "validFromPrecision": "month",
        "strategyAreas": [{"id": area, "contribution": "develops"}]}));
    create(json!({"name": "Paper Province", "kind": "cluster", "partnershipKind": "strategic", "country": "SE",
        "organisationNumber": "212000-1850", "alliance": true, "predecessorIds": [kil]}));
    let nobody = create(json!({"name": "Nobody", "kind": "other", "partnershipKind": "other"}));
    client.transition(&format!("/partners/{nobody}"), "ended").expect(200);
    (area, kil)
}

fn filters_mean_any_of_them_none_and_ranges(backend: Backend) {
    let clock = Clock::fixed("2009-03-02T09:15:00Z".parse().unwrap());
    let world = World::with(backend, clock.clone(), &[]);
    let (area, kil) = four(&world);
    clock.set("2009-03-02T09:16:00Z".parse().unwrap());
    let path = format!("/partners/{kil}");
    world.coordination_unit().patch(&path, "*", &json!({"note": "x"})).expect(200);
    let reader = world.reader();
    let cases: &[(&str, &[&str])] = &[
        ("country=SE", &["Kil", "Paper Province"]),
        ("country=NO&country=SE", &["Hedmark", "Kil", "Paper Province"]),
        ("country=none", &["Nobody"]),
        ("country=none&country=NO", &["Hedmark", "Nobody"]),
        ("country=FI", &[]),
        ("kind=cluster&kind=municipality", &["Kil", "Paper Province"]),
        ("state=ended", &["Nobody"]),
        ("state=identified&country=SE&alliance=true", &["Paper Province"]),
        ("alliance=false&crossBorder=true", &["Hedmark"]),
        ("partnershipKind=twin_region", &["Hedmark"]),
        ("municipalityCode=1715", &["Kil"]),
        ("nutsCode=none&nutsCode=SE311", &["Hedmark", "Kil", "Nobody", "Paper Province"]),
        ("organisationNumber=212000-1850", &["Paper Province"]),
        ("organisationNumber=none&country=SE", &["Kil"]),
        (&format!("strategyAreaId={area}"), &["Hedmark"]),
        ("strategyAreaId=none", &["Kil", "Nobody", "Paper Province"]),
        (&format!("predecessorId={kil}"), &["Paper Province"]),
        (&format!("predecessorId=none&predecessorId={kil}"), &["Hedmark", "Kil", "Nobody", "Paper Province"]),
        ("validFromFrom=2008-01-01", &["Hedmark", "Kil"]),
        ("validFromFrom=2008-01-02", &["Hedmark"]),
        ("validFromTo=2009-03-01", &["Hedmark", "Kil"]),
        ("validFromTo=2009-02-28", &["Kil"]),
        ("validToFrom=2009-12-31&validToTo=2009-12-31", &["Kil"]),
        ("updatedAtFrom=2009-03-02T09:16:00Z", &["Kil"]),
        ("updatedAtTo=2009-03-02T10:15:00%2B01:00", &["Hedmark", "Nobody", "Paper Province"]),
        ("createdAtFrom=2009-03-02T09:15:00.000001Z", &[]),
    ];
    for (query, expected) in cases {
        assert_eq!(found(&reader, query), *expected, "{query}");
        let total = reader.get(&format!("/partners?{query}&limit=1")).expect(200).json()["_meta"].clone();
        assert_eq!(total["totalRecords"], expected.len(), "{query}");
    }
}

fn q_finds_names_and_aliases_whatever_their_case(backend: Backend) {
    let world = World::new(backend);
    many(&world, &["ÅMÅLS kluster", "Østfold", "Ærø", "100% ren_energi", "back\\slash"]);
    let aliased = json!({"name": "Västra Götaland", "kind": "other", "partnershipKind": "other", "aliases": ["VGR"]});
    world.coordination_unit().post("/partners", &aliased).expect(201);
    let reader = world.reader();
    let cases: &[(&str, &[&str])] = &[
        ("åmål", &["ÅMÅLS kluster"]),
        ("A%CC%8AM", &["ÅMÅLS kluster"]),
        ("amal", &[]),
        ("KLUSTER åmåls", &["ÅMÅLS kluster"]),
        ("kluster østfold", &[]),
        ("ØST", &["Østfold"]),
        ("æRØ", &["Ærø"]),
        ("vgr", &["Västra Götaland"]),
        ("GÖTA", &["Västra Götaland"]),
        ("%25", &["100% ren_energi"]),
        ("_", &["100% ren_energi"]),
        ("n_e", &["100% ren_energi"]),
        ("0%25 REN", &["100% ren_energi"]),
        ("%5C", &["back\\slash"]),
    ];
    for (q, expected) in cases {
        assert_eq!(found(&reader, &format!("q={}", encode(q))), *expected, "{q}");
    }
    assert_eq!(found(&reader, "q=+").len(), 6, "nothing to search for");
}

/// Percent-encodes what is no ASCII, and spaces.
fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_graphic() { (byte as char).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn swedish_letters_sort_after_z_in_both_directions(backend: Backend) {
    let world = World::new(backend);
    let mut sorted =
        vec!["arvika", "Bjurholm", "Viken", "Zürich", "Årjäng", "Åmål kommun", "Ängelholm", "Örebro", "Östersund"];
    many(&world, &sorted);
    sorted.swap(4, 5);
    let reader = world.reader();
    assert_eq!(found(&reader, "sort=name"), sorted);
    assert_eq!(found(&reader, ""), sorted, "by name when nothing is said");
    sorted.reverse();
    assert_eq!(found(&reader, "sort=-name"), sorted);
    let municipalities = names(&reader.get("/municipalities").expect(200));
    assert_eq!((municipalities[0].as_str(), municipalities[15].as_str()), ("Arvika", "Årjäng"));
}

fn several_keys_sort_one_after_the_other_and_empty_ones_after_all_others(backend: Backend) {
    let world = World::new(backend);
    four(&world);
    let reader = world.reader();
    let cases = [
        ("partnershipKind,-name", ["Nobody", "Kil", "Paper Province", "Hedmark"]),
        ("-partnershipKind,name", ["Hedmark", "Paper Province", "Kil", "Nobody"]),
        ("country,name", ["Hedmark", "Kil", "Paper Province", "Nobody"]),
        ("-country,name", ["Kil", "Paper Province", "Hedmark", "Nobody"]),
        ("validFrom,name", ["Kil", "Hedmark", "Nobody", "Paper Province"]),
        ("-validTo,-name", ["Kil", "Paper Province", "Nobody", "Hedmark"]),
        ("createdAt", ["Kil", "Hedmark", "Paper Province", "Nobody"]),
    ];
    for (keys, expected) in cases {
        assert_eq!(found(&reader, &format!("sort={keys}")), expected, "{keys}");
    }
}

fn fields_expand_and_id_choose_what_is_shown(backend: Backend) {
    let world = World::new(backend);
    let (area, kil) = four(&world);
    let reader = world.reader();
    let page = reader.get("/partners?fields=name,state&country=NO").expect(200).json();
    let mut keys: Vec<&String> = page["items"][0].as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, ["_links", "id", "name", "state", "version"]);
    let page = reader.get("/partners?expand=strategyAreas,predecessors,createdByUnit&sort=name").expect(200).json();
    let embedded: Vec<&Value> = page["items"].as_array().unwrap().iter().map(|item| &item["_embedded"]).collect();
    assert_eq!(
        embedded[0]["strategyAreas"],
        json!([{"id": area, "name": "kultur", "state": "draft", "archived": false}])
    );
    assert_eq!(
        embedded[3]["predecessors"],
        json!([{"id": kil, "name": "Kil", "state": "identified", "archived": false}])
    );
    assert_eq!(embedded[1]["strategyAreas"], json!([]));
    assert_eq!(embedded[1]["createdByUnit"][0]["name"], "coordination");
    let hedmark = page["items"][0]["id"].as_str().unwrap();
    let one = reader.get(&format!("/partners/{hedmark}?expand=strategyAreas&fields=name")).expect(200).json();
    assert_eq!((&one["name"], &one["_embedded"]["strategyAreas"][0]["name"]), (&json!("Hedmark"), &json!("kultur")));
    assert!(one.get("kind").is_none());
    let ids = |count: usize| vec![format!("id={}", uuid::Uuid::nil()); count - 1].join("&") + &format!("&id={kil}");
    assert_eq!(found(&reader, &ids(50)), ["Kil"]);
    // One more does not fit into an address.
    reader.get(&format!("/partners?{}", ids(51))).problem(414, "uri_too_long");
}

fn archived_records_are_left_out_unless_asked_for(backend: Backend) {
    let world = World::new(backend);
    many(&world, &["here"]);
    let path = format!("/partners/{}", world.partner("away").id());
    world.coordination_unit().patch(&path, "\"1\"", &json!({"archived": true})).expect(200);
    let reader = world.reader();
    let cases: [(&str, &[&str]); 5] = [
        ("", &["here"]),
        ("archived=false", &["here"]),
        ("archived=true", &["away"]),
        ("archived=true&archived=false", &["away", "here"]),
        ("q=away", &[]),
    ];
    for (query, expected) in cases {
        assert_eq!(found(&reader, query), expected, "{query}");
    }
    assert_eq!(reader.get(&path).expect(200).json()["archived"], true);
}
