//! What is published without login: nothing until it is switched on, and never what is confidential or about persons.

use std::collections::{BTreeMap, BTreeSet};

use oxjsonld::JsonLdParser;
use oxttl::TurtleParser;
use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Backend, Client, World, agreement, id_of, partner};

crate::tests! {
    nothing_is_published_until_it_is_switched_on,
    what_is_published_needs_no_login_and_tells_of_no_person,
    pages_of_any_origin_may_read_it_and_nothing_else,
    what_is_confidential_is_never_published,
    the_catalogue_is_the_same_in_both_formats_and_leads_to_the_data,
}

const ON: &[&str] = &[
    "--open-data",
    "true",
    "--open-data-publisher",
    "Region Värmland",
    "--open-data-contact",
    "oppnadata@example.se",
    "--open-data-homepage",
    "https://www.regionvarmland.se",
];
const NAMES: [&str; 5] = ["strategies", "strategy-areas", "partners", "cooperation-agreements", "matrix"];

fn open(backend: Backend) -> World {
    World::with(backend, Clock::fixed("2026-03-02T09:00:00Z".parse().unwrap()), ON)
}

fn items(client: &Client, name: &str) -> Vec<Value> {
    let answer = client.get(&format!("/open-data/{name}?format=json")).expect(200).json();
    answer["items"].as_array().unwrap().clone()
}

/// A partner that the region cooperates with.
fn assessed(world: &World, name: &str) -> String {
    let mut body = partner(name);
    body["contacts"] = json!([{"name": "Avdelningen för internationella frågor", "role": "Handläggare"}]);
    body["note"] = json!("Bara för kollegor.");
    body["country"] = json!("SE");
    body["organisationNumber"] = json!("232100-0222");
    let area = world.coordination_unit().get("/strategy-areas").expect(200).json()["items"][0]["id"].clone();
    body["strategyAreas"] = json!([{"id": area, "contribution": "supports"}]);
    let path = format!("/partners/{}", world.coordination_unit().post("/partners", &body).expect(201).id());
    world.coordination_unit().transition(&path, "assessed").expect(200);
    path
}

fn nothing_is_published_until_it_is_switched_on(backend: Backend) {
    let world = World::new(backend);
    for client in [world.anonymous(), world.user("board")] {
        for name in NAMES {
            client.get(&format!("/open-data/{name}")).problem(404, "not_found");
        }
        client.get("/open-data").problem(404, "not_found");
        client.get("/dcat").problem(404, "not_found");
    }
}

fn what_is_published_needs_no_login_and_tells_of_no_person(backend: Backend) {
    let world = open(backend);
    world.furnish();
    let anybody = world.anonymous();
    let path = assessed(&world, "Region Dalarna");
    world.partner("Bara identifierad");
    world
        .coordination_unit()
        .post("/strategy-areas", &json!({"code": "utkast", "name": {"sv": "Utkast"}, "order": 9}))
        .expect(201);
    let list = anybody.get("/open-data").expect(200);
    assert_eq!(list.header("cache-control"), Some("public, max-age=300"));
    let list = list.json();
    let named: Vec<&str> =
        list["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect();
    assert_eq!((named, &list["publisher"]), (NAMES.to_vec(), &json!("Region Värmland")));
    let partners = items(&anybody, "partners");
    assert_eq!(partners.len(), 1, "{partners:?}");
    assert_eq!((&partners[0]["id"], &partners[0]["state"]), (&json!(id_of(&path)), &json!("assessed")));
    let agreements = items(&anybody, "cooperation-agreements");
    assert_eq!(agreements.len(), 1, "{agreements:?}");
    let agreement_fields: BTreeSet<&str> = agreements[0].as_object().unwrap().keys().map(String::as_str).collect();
    let partner_fields: BTreeSet<&str> = partners[0].as_object().unwrap().keys().map(String::as_str).collect();
    for internal in
        ["contacts", "note", "documents", "organisationNumber", "signatories", "updatedBy", "ownerUnitId", "_links"]
    {
        assert!(!partner_fields.contains(internal) && !agreement_fields.contains(internal), "{internal}");
    }
    let states =
        |name: &str| -> Vec<Value> { items(&anybody, name).iter().map(|item| item["state"].clone()).collect() };
    assert_eq!((states("strategies"), states("strategy-areas")), (vec![json!("adopted")], vec![json!("prioritised")]));
    let matrix = anybody.get("/open-data/matrix?year=2009").expect(200);
    assert_eq!(matrix.json()["year"], 2009);
    // As files, as often as it is asked for, and by nobody's wishes but those that are named.
    for file in list["items"].as_array().unwrap().iter().flat_map(|item| item["files"].as_array().unwrap()) {
        let address = file["href"].as_str().unwrap().split("/v1").nth(1).unwrap();
        let answer = anybody.get(address).expect(200);
        let is = answer.header("content-type").unwrap().split(';').next().unwrap();
        assert_eq!(is, file["mediaType"].as_str().unwrap(), "{address}");
        let tag = answer.header("etag").unwrap().to_owned();
        anybody.get_with(address, &[("If-None-Match", &tag)]).expect(304);
    }
    let swedish = anybody.get("/open-data/partners?format=csv&profile=excel-sv").expect(200).text();
    assert!(swedish.contains("Namn;") && swedish.contains("Region Dalarna"), "{swedish}");
    for beyond in ["state=identified", "fields=contacts", "asOf=2009-05-01", "archived=true"] {
        anybody.get(&format!("/open-data/partners?{beyond}")).problem(400, "invalid_request");
        anybody.get(&format!("/open-data/matrix?{beyond}")).problem(400, "invalid_request");
    }
    anybody.post("/open-data/partners", &json!({})).problem(405, "method_not_allowed");
    anybody.get("/partners").problem(401, "unauthenticated");
}

fn pages_of_any_origin_may_read_it_and_nothing_else(backend: Backend) {
    for origins in [&[][..], &["--cors-origins", "https://a.example.se"]] {
        let start = Clock::fixed("2026-03-02T09:00:00Z".parse().unwrap());
        let world = World::with(backend.clone(), start, &[ON, origins].concat());
        let page = [("Origin", "https://elsewhere.example")];
        let allowed = |path: &str| {
            let answer = world.anonymous().get_with(path, &page);
            answer.header("access-control-allow-origin").map(str::to_owned)
        };
        for path in ["/open-data", "/open-data/partners?format=csv", "/open-data/matrix", "/dcat"] {
            assert_eq!(allowed(path).as_deref(), Some("*"), "{path}");
        }
        assert_eq!((allowed("/partners"), allowed("/code-lists")), (None, None));
    }
}

fn what_is_confidential_is_never_published(backend: Backend) {
    let world = open(backend);
    world.furnish();
    let staff = world.coordination_unit();
    let seen = assessed(&world, "Zhemlig partner");
    let held = world.signed_agreement(&agreement("Zhemligt avtal", id_of(&seen)));
    let told = |client: &Client| -> Vec<&str> {
        let tells =
            |name: &&str| client.get(&format!("/open-data/{name}?format=json")).expect(200).text().contains("Zhemlig");
        NAMES.into_iter().filter(tells).collect()
    };
    let anybody = world.anonymous();
    assert_eq!(told(&anybody), ["partners", "cooperation-agreements"]);
    for path in [seen, held] {
        staff.patch(&path, "*", &json!({"confidentiality": {"legalGround": "15 kap. 1 § OSL"}})).expect(200);
    }
    // For whoever asks: a token changes nothing.
    for client in [anybody, world.user("board")] {
        assert!(told(&client).is_empty());
    }
}

/// What a document says, in the order of its statements.
fn statements(triples: impl Iterator<Item = String>) -> BTreeSet<String> {
    triples.collect()
}

fn the_catalogue_is_the_same_in_both_formats_and_leads_to_the_data(backend: Backend) {
    let world = open(backend);
    world.furnish();
    let anybody = world.anonymous();
    let json_ld = anybody.get("/dcat").expect(200);
    assert_eq!(json_ld.header("content-type"), Some("application/ld+json"));
    let turtle = anybody.get_with("/dcat", &[("Accept", "text/turtle")]).expect(200);
    assert_eq!(turtle.header("content-type"), Some("text/turtle; charset=utf-8"));
    assert_eq!(anybody.get("/dcat?format=turtle").expect(200).text(), turtle.text());
    anybody.get("/dcat?format=rdf").problem(400, "invalid_request");
    let of_json = statements(JsonLdParser::new().for_slice(&json_ld.bytes).map(|quad| {
        let quad = quad.unwrap();
        format!("{} {} {}", quad.subject, quad.predicate, quad.object)
    }));
    let of_turtle = statements(TurtleParser::new().for_slice(&turtle.bytes).map(|triple| triple.unwrap().to_string()));
    assert_eq!(of_json, of_turtle);
    // What DCAT-AP-SE requires, by class.
    let document = json_ld.json();
    let mut classes: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for node in document["@graph"].as_array().unwrap() {
        classes.entry(node["@type"].as_str().unwrap()).or_default().push(node);
    }
    let required = [
        (
            "dcat:Catalog",
            1,
            vec![
                "dcterms:title",
                "dcterms:description",
                "dcterms:publisher",
                "dcterms:license",
                "dcat:dataset",
                "dcat:service",
            ],
        ),
        (
            "dcat:Dataset",
            5,
            vec![
                "dcterms:title",
                "dcterms:description",
                "dcterms:publisher",
                "dcat:contactPoint",
                "dcat:theme",
                "dcat:distribution",
            ],
        ),
        ("dcat:Distribution", 19, vec!["dcat:accessURL", "dcterms:license", "dcat:mediaType"]),
        (
            "dcat:DataService",
            1,
            vec![
                "dcterms:title",
                "dcat:endpointURL",
                "dcat:endpointDescription",
                "dcterms:publisher",
                "dcat:servesDataset",
            ],
        ),
        ("foaf:Agent", 1, vec!["foaf:name", "dcterms:type"]),
        ("vcard:Organization", 1, vec!["vcard:fn", "vcard:hasEmail"]),
    ];
    for (class, count, fields) in required {
        assert_eq!(classes[class].len(), count, "{class}");
        for (node, field) in classes[class].iter().flat_map(|node| fields.iter().map(move |field| (node, field))) {
            assert!(!node[*field].is_null(), "{class} {field}: {node}");
        }
    }
    // Everything that is referred to within it is there.
    let there: BTreeSet<&str> = classes.values().flatten().map(|node| node["@id"].as_str().unwrap()).collect();
    let inside = format!("{}/international-strategy/v1/dcat#", world.url);
    for statement in &of_turtle {
        let object = statement.rsplit(' ').next().unwrap().trim_matches(['<', '>']);
        assert!(!object.starts_with(&inside) || there.contains(object), "{object}");
    }
    for node in &classes["dcat:Distribution"] {
        let address = node["dcat:downloadURL"]["@id"].as_str().unwrap().split("/v1").nth(1).unwrap();
        let kind = anybody.get(address).expect(200).header("content-type").unwrap().to_owned();
        let media_type = node["dcat:mediaType"]["@id"].as_str().unwrap();
        assert!(media_type.ends_with(kind.split(';').next().unwrap()), "{address}: {kind}");
    }
    let service = classes["dcat:DataService"][0];
    let description = service["dcat:endpointDescription"]["@id"].as_str().unwrap().split("/v1").nth(1).unwrap();
    anybody.get(description).expect(200);
}
