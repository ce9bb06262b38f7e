//! Generated junk at every operation of the document: never a failure of the service, always a problem that can be read,
//! and never a change that the journal does not know.

use std::collections::HashMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};
use utblick::journal::{head, latest_up_to};
use utblick::routes::REGISTERS;

use crate::support::{Answer, Backend, Client, World, influence_case, knowledge_activity, monitoring_item};

crate::tests! { no_junk_breaks_the_service_or_its_journal }

/// How many times junk is thrown at each operation.
const ROUNDS: usize = 32;

/// A request that may be nonsense in every part.
#[derive(Clone, Debug)]
struct Junk {
    id: String,
    query: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
}

/// Any JSON, not deep.
fn any_json() -> BoxedStrategy<Value> {
    let number = prop_oneof![any::<i64>().prop_map(Value::from), any::<f64>().prop_map(Value::from), Just(json!(1.0))];
    let leaf =
        prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), number, words().prop_map(Value::from)];
    let grow = |inner: BoxedStrategy<Value>| {
        let list = prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from);
        let object =
            prop::collection::vec((words(), inner), 0..4).prop_map(|pairs| Value::Object(pairs.into_iter().collect()));
        prop_oneof![list, object]
    };
    leaf.prop_recursive(4, 24, 4, move |inner| grow(inner.boxed())).boxed()
}

/// Words that have broken something somewhere.
fn words() -> BoxedStrategy<String> {
    let nasty = [
        "",
        " ",
        "\u{0}",
        "\u{7f}",
        "null",
        "-1",
        "1e999",
        "2009-02-30",
        "-9999-01-01",
        "+12345-01-01",
        "'; DROP TABLE partners; --",
        "%",
        "_",
        "\\",
        "<script>",
        "javascript:alert(1)",
        "A\u{30a}",
        "\u{202e}",
        "\u{feff}",
        "\u{10ffff}",
        "ÅÄÖ",
        "none",
        "*",
        "true",
        "9223372036854775808",
        "9999-12-31T23:59:59-12:00",
        "2016-12-31T23:59:60Z",
        "0000-01-01",
        "SE",
        "NO",
        "1780",
        "2021",
    ];
    prop_oneof![3 => prop::sample::select(nasty.to_vec()).prop_map(str::to_owned), 2 => any::<String>(), 1 => "[a-zåäö]{1,8}", 1 => "x{1,300}"].boxed()
}

/// A value that a schema likes, with something else here and there.
fn near(document: &Value, schema: &Value, depth: usize) -> BoxedStrategy<Value> {
    let good = match schema["$ref"].as_str() {
        Some(name) => {
            let target = &document["components"]["schemas"][name.rsplit('/').next().unwrap()];
            return near(document, target, depth);
        }
        None => likes(document, schema, depth),
    };
    prop_oneof![40 => good, 1 => any_json(), 1 => words().prop_map(Value::from)].boxed()
}

fn likes(document: &Value, schema: &Value, depth: usize) -> BoxedStrategy<Value> {
    if let Some(branches) = schema["oneOf"].as_array() {
        return prop::strategy::Union::new(branches.iter().map(|branch| near(document, branch, depth))).boxed();
    }
    if let Some(codes) = schema["enum"].as_array() {
        return prop::sample::select(codes.clone()).boxed();
    }
    let example = schema.get("example").cloned();
    if let Some(properties) = schema["properties"].as_object().filter(|_| depth < 5) {
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let fields: Vec<_> = properties
            .iter()
            .map(|(name, schema)| {
                let present = if required.contains(&json!(name)) { 0.95 } else { 0.3 };
                let name = name.clone();
                prop::option::weighted(present, near(document, schema, depth + 1))
                    .prop_map(move |value| (name.clone(), value))
            })
            .collect();
        let extra = prop::option::weighted(0.1, (words(), any_json()));
        return (fields, extra)
            .prop_map(|(fields, extra)| {
                let known = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
                Value::Object(known.chain(extra).collect())
            })
            .boxed();
    }
    if schema["items"].is_object() {
        return prop::collection::vec(near(document, &schema["items"], depth + 1), 0..3).prop_map(Value::from).boxed();
    }
    let unique = any::<u64>().prop_map(|number| json!(format!("n{number:x}")));
    match example {
        Some(example) if schema["pattern"].is_string() || schema["format"].is_string() || !example.is_string() => {
            prop_oneof![12 => Just(example), 1 => Just(Value::Null)].boxed()
        }
        _ => unique.boxed(),
    }
}

/// A query of known and unknown parameters with junk in them.
fn queries(operation: &Value) -> BoxedStrategy<String> {
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    let mut names: Vec<String> = parameters
        .iter()
        .filter(|one| one["in"] == "query")
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect();
    names.push("nonsense".into());
    let good = [
        "1",
        "0",
        "2009-06-01",
        "2009-03-02T09:15:00Z",
        "name",
        "-name,createdAt",
        "none",
        "true",
        "sv",
        "csv",
        "SE",
        "other",
    ];
    let value = prop_oneof![2 => prop::sample::select(good.to_vec()).prop_map(str::to_owned), 1 => words()];
    let pair = (prop::sample::select(names), value).prop_map(|(name, value)| format!("{name}={}", encode(&value)));
    let raw = prop::sample::select(vec![
        "",
        "&&",
        "=",
        "%",
        "%zz",
        "%FF=%FF",
        "page",
        "?page=1",
        "lang=sv&lang=en",
        "a=b=c",
        "q=%00",
    ]);
    let some = prop::collection::vec(pair, 0..3).prop_map(|pairs| pairs.join("&"));
    prop_oneof![2 => Just(String::new()), 5 => some, 1 => raw.prop_map(str::to_owned)].boxed()
}

/// Percent-encodes everything that is not a letter or digit.
fn encode(text: &str) -> String {
    text.bytes()
        .take(400)
        .map(|byte| if byte.is_ascii_alphanumeric() { (byte as char).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn headers() -> BoxedStrategy<Vec<(&'static str, String)>> {
    let printable = "[ -~]{0,30}";
    let tag = prop_oneof![4 => Just("*".to_owned()), 4 => (0..4i32).prop_map(|version| format!("\"{version}\"")), 1 => printable, 1 => Just("\"99999999999\"".to_owned())];
    let accept = prop_oneof![
        Just("*/*".to_owned()),
        Just("application/json;q=2".to_owned()),
        Just("text/*;q=0".to_owned()),
        printable
    ];
    let kind = prop_oneof![12 => Just("application/json".to_owned()), 2 => Just("application/merge-patch+json".to_owned()),
        2 => Just("application/x-www-form-urlencoded".to_owned()), 1 => printable, 1 => Just("application/json; charset=utf-16".to_owned())];
    let other = prop_oneof![
        printable.prop_map(|value| ("If-None-Match", value)),
        printable.prop_map(|value| ("Accept-Language", value)),
        printable.prop_map(|value| ("traceparent", value)),
        printable.prop_map(|value| ("Forwarded", value)),
        printable.prop_map(|value| ("Authorization", format!("Bearer {value}"))),
        printable.prop_map(|value| ("Authorization", value)),
        printable.prop_map(|value| ("Content-Encoding", value)),
        printable.prop_map(|value| ("Origin", value)),
    ];
    let optional = |share, strategy: BoxedStrategy<String>| prop::option::weighted(share, strategy);
    (
        optional(0.9, tag.boxed()),
        optional(0.2, accept.boxed()),
        optional(0.97, kind.boxed()),
        prop::option::weighted(0.1, other),
    )
        .prop_map(|(tag, accept, kind, other)| {
            let named = [
                tag.map(|tag| ("If-Match", tag)),
                accept.map(|accept| ("Accept", accept)),
                kind.map(|kind| ("Content-Type", kind)),
                other,
            ];
            named.into_iter().flatten().collect()
        })
        .boxed()
}

/// Junk for one operation; `ids` are of records that exist.
fn junk(document: &Value, operation: &Value, ids: &[String]) -> BoxedStrategy<Junk> {
    let ids = prop_oneof![
        8 => prop::sample::select(ids.to_vec()),
        1 => any::<u128>().prop_map(|number| uuid::Uuid::from_u128(number).to_string()),
        1 => words().prop_map(|word| encode(&word)),
        1 => prop::sample::select(vec!["roles", "countries", "1780", "%2e%2e", "%FF", "{x}", "."]).prop_map(encode_braces),
    ];
    let content = operation["requestBody"]["content"].as_object();
    let body = match content.and_then(|content| content.values().next()) {
        Some(content) => {
            let near = near(document, &content["schema"], 0).prop_map(|value| serde_json::to_vec(&value).unwrap());
            let other = any_json().prop_map(|value| serde_json::to_vec(&value).unwrap());
            let raw = prop::collection::vec(any::<u8>(), 0..200);
            prop_oneof![10 => near.prop_map(Some), 2 => other.prop_map(Some), 2 => raw.prop_map(Some), 1 => Just(None)]
                .boxed()
        }
        None => prop::option::weighted(0.1, prop::collection::vec(any::<u8>(), 1..20)).boxed(),
    };
    (ids, queries(operation), headers(), body)
        .prop_map(|(id, query, headers, body)| Junk { id, query, headers, body })
        .boxed()
}

fn encode_braces(text: &str) -> String {
    text.replace('{', "%7B").replace('}', "%7D")
}

fn no_junk_breaks_the_service_or_its_journal(backend: Backend) {
    let world = World::new(backend);
    let everything = json!({"username": "everything", "roles": ["administrator", "coordination_unit"]});
    let victim =
        world.administrator().post("/users", &json!({"username": "victim", "roles": ["reader"]})).expect(201).id();
    world.administrator().post("/users", &everything).expect(201);
    let (known, unknown) = (world.user("everything"), world.anonymous());
    let mut ids = vec![victim, world.strategy_area("kultur"), world.strategy_area("miljo")];
    ids.extend(["a", "b", "c"].map(|name| world.partner(name).id()));
    // Of every register in which something can be deleted.
    for (list, body) in [
        ("/projects", json!({"name": "Leder"})),
        ("/project-ideas", json!({"title": "Leder"})),
        ("/monitoring-items", monitoring_item("Grönbok")),
        ("/knowledge-activities", knowledge_activity("Genomgång")),
        ("/influence-cases", influence_case("Gränshinder")),
    ] {
        ids.extend([0, 1].map(|_| known.post(list, &body).expect(201).id()));
    }
    ids.push(known.get("/units").expect(200).json()["items"][0]["id"].as_str().unwrap().to_owned());
    let document: Value = serde_json::from_str(include_str!("../../openapi/openapi.json")).unwrap();
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut statuses: HashMap<u16, usize> = HashMap::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let strategy = junk(&document, operation, &ids);
            for _ in 0..ROUNDS {
                let junk = strategy.new_tree(&mut runner).unwrap().current();
                let answer = throw(&known, &unknown, method, path, &junk);
                *statuses.entry(answer.status).or_default() += 1;
                judge(&answer, method, path, &junk);
            }
        }
    }
    for status in [200, 201, 204, 400, 401, 404, 409, 412, 415, 422] {
        assert!(statuses.contains_key(&status), "the junk is too far off or too near: {statuses:?}");
    }
    assert_eq!(world.verify().faults, Vec::<String>::new());
    every_record_is_as_its_last_journal_row_says(&world);
}

fn throw(known: &Client, unknown: &Client, method: &str, path: &str, junk: &Junk) -> Answer {
    let start = path.find('{');
    let path = match (start, path.find('}')) {
        (Some(start), Some(end)) => format!("{}{}{}", &path[..start], junk.id, &path[end + 1..]),
        _ => path.to_owned(),
    };
    let address = if junk.query.is_empty() { path } else { format!("{path}?{}", junk.query) };
    let headers: Vec<(&str, &str)> = junk.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let client = if headers.iter().any(|(name, _)| *name == "Authorization") { unknown } else { known };
    client.send(&method.to_uppercase(), &address, &headers, junk.body.as_deref())
}

fn judge(answer: &Answer, method: &str, path: &str, junk: &Junk) {
    let told = || {
        format!(
            "{method} {path} {junk:?}\n{}\n{}",
            answer.text(),
            String::from_utf8_lossy(junk.body.as_deref().unwrap_or_default())
        )
    };
    assert!(answer.status < 500, "{} to {}", answer.status, told());
    if answer.status < 400 {
        return;
    }
    assert_eq!(answer.header("content-type"), Some("application/problem+json; charset=utf-8"), "{}", told());
    let problem = answer.json();
    let texts = ["type", "title", "detail", "instance", "code", "traceId"];
    assert!(texts.iter().all(|member| problem[member].as_str().is_some_and(|text| !text.is_empty())), "{}", told());
    assert_eq!(problem["status"], answer.status, "{}", told());
    let faults = problem["invalidParameters"].as_array().cloned().unwrap_or_default();
    let whole = |fault: &Value| ["in", "pointer", "code", "reason"].iter().all(|member| fault[member].is_string());
    assert!(faults.iter().all(whole), "{}", told());
    if answer.status == 422 && problem["code"] != "before_journal" {
        assert!(!faults.is_empty(), "what is wrong? {}", told());
    }
}

/// The API and the journal know the same records, in the same version with the same fields.
fn every_record_is_as_its_last_journal_row_says(world: &World) {
    let client = world.user("everything");
    let rows = world.app.db.read_now(|conn| {
        let (seq, _) = head(conn)?;
        Ok(latest_up_to(conn, seq)?)
    });
    let rows = rows.unwrap();
    for (kind, list) in REGISTERS.iter().map(|register| (register.kind(), register.path())) {
        let mut served: HashMap<String, Map<String, Value>> = HashMap::new();
        let mut next = Some(format!("/{list}?limit=100&archived=true&archived=false"));
        while let Some(address) = next {
            let page = client.get(&address).expect(200).json();
            for item in page["items"].as_array().unwrap() {
                served.insert(item["id"].as_str().unwrap().to_owned(), item.as_object().unwrap().clone());
            }
            next = page["_links"]["next"]["href"].as_str().map(str::to_owned);
        }
        for row in rows.iter().filter(|row| row.resource_type == kind) {
            let id = row.resource_id.to_string();
            match row.snapshot_json().unwrap() {
                Some(snapshot) => {
                    let record = served.remove(&id).unwrap_or_else(|| panic!("{kind} {id} is gone, unjournaled"));
                    for (name, value) in snapshot.as_object().unwrap() {
                        assert_eq!(record.get(name), Some(value), "{kind} {id}: {name}");
                    }
                }
                None => assert!(!served.contains_key(&id), "{kind} {id} was deleted"),
            }
        }
        // What a migration laid down and nobody has changed since.
        served.retain(|_, record| record["createdAt"] != "1970-01-01T00:00:00.000000Z" || record["version"] != 1);
        assert!(served.is_empty(), "{kind} without a journal row: {:?}", served.keys());
    }
}
