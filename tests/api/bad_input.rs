//! Bad input of every kind gets a clear problem that names all faults, and changes nothing.

use serde_json::{Value, json};

use crate::support::{Answer, Backend, World, partner};

crate::tests! {
    every_fault_of_a_new_partner_is_named_at_once,
    every_fault_of_a_patch_is_named_at_once,
    what_is_no_json_object_is_malformed,
    names_that_stand_twice_and_control_characters_are_named,
    ids_that_are_none_and_ids_of_other_records_are_told_apart,
    transitions_that_are_not_open_or_not_known_are_refused,
    other_registers_answer_alike,
    faults_without_end_are_cut_short,
    a_name_with_a_space_is_another_name,
    characters_that_nobody_sees_are_refused,
    a_form_is_held_to_the_same_as_a_body,
}

/// Sends something that must be refused, and sees that the journal stands where it stood.
struct Still<'a> {
    world: &'a World,
    head: i64,
}

impl<'a> Still<'a> {
    fn new(world: &'a World) -> Self {
        Self { world, head: world.head() }
    }

    #[track_caller]
    fn refused(&self, answer: Answer, status: u16, code: &str, faults: &[&str]) {
        let answer = answer.problem(status, code);
        assert_eq!(answer.faults(), faults);
        let problem = answer.json();
        for fault in problem["invalidParameters"].as_array().into_iter().flatten() {
            assert!(fault["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{fault}");
        }
        assert_eq!(self.world.head(), self.head, "something was changed");
    }
}

/// The least that makes a partner, with something else in it.
fn with(more: Value) -> Value {
    let mut body = partner("new");
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

/// Of each kind: body, status, code, faults.
type Case = (Value, u16, &'static str, &'static [&'static str]);

fn cases(taken: &str, user: &str) -> Vec<Case> {
    vec![
        (json!({}), 400, "invalid_request", &["/kind missing", "/name missing", "/partnershipKind missing"]),
        (
            with(json!({"name": 5, "aliases": "x", "alliance": "yes", "country": 7, "contacts": [1], "note": ["x"]})),
            400,
            "invalid_request",
            &[
                "/aliases wrong_type",
                "/alliance wrong_type",
                "/contacts/0 wrong_type",
                "/country wrong_type",
                "/name wrong_type",
                "/note wrong_type",
            ],
        ),
        (
            with(json!({"nmae": "x", "a/b": 1, "contacts": [{"name": "A", "role": "b", "phone": "1"}]})),
            400,
            "invalid_request",
            &["/a~1b unknown", "/contacts/0/phone unknown", "/nmae unknown"],
        ),
        (
            with(json!({"contacts": [{"name": "A"}, {}], "documents": [{"title": "x"}]})),
            400,
            "invalid_request",
            &[
                "/contacts/0/role missing",
                "/contacts/1/name missing",
                "/contacts/1/role missing",
                "/documents/0/kind missing",
                "/documents/0/url missing",
            ],
        ),
        (
            with(
                json!({"validFrom": "2009-02-30", "validFromPrecision": "day", "validTo": "yesterday", "validToPrecision": "day"}),
            ),
            400,
            "invalid_request",
            &["/validFrom wrong_format", "/validTo wrong_format"],
        ),
        (
            with(json!({"predecessorIds": ["7"], "strategyAreas": [{"id": "x", "contribution": "helps"}]})),
            400,
            "invalid_request",
            &[
                "/predecessorIds/0 wrong_format",
                "/strategyAreas/0/contribution unknown_code",
                "/strategyAreas/0/id wrong_format",
            ],
        ),
        (
            with(json!({"predecessorIds": [user], "strategyAreas": [{"id": user, "contribution": "supports"}]})),
            422,
            "unprocessable",
            &["/predecessorIds/0 unknown_reference", "/strategyAreas/0/id unknown_reference"],
        ),
        (with(json!({"name": taken})), 409, "duplicate", &["/name taken"]),
        (
            with(
                json!({"validFrom": "2009-06-02", "validFromPrecision": "day", "validTo": "2009-06-01", "validToPrecision": "day"}),
            ),
            422,
            "unprocessable",
            &["/validTo rule"],
        ),
        (
            with(
                json!({"kind": "club", "partnershipKind": "friend", "name": "x".repeat(201), "aliases": vec!["x"; 21], "note": ""}),
            ),
            422,
            "unprocessable",
            &[
                "/aliases too_many",
                "/kind unknown_code",
                "/name too_long",
                "/note too_short",
                "/partnershipKind unknown_code",
            ],
        ),
        (
            with(json!({"id": user, "version": 1, "state": "strategic", "archived": true, "successorIds": []})),
            422,
            "unprocessable",
            &[
                "/archived read_only",
                "/id read_only",
                "/state read_only",
                "/successorIds read_only",
                "/version read_only",
            ],
        ),
        // What forbids to understand it, and the rules, side by side.
        (
            with(
                json!({"name": taken, "nmae": 1, "country": "NO", "organisationNumber": "212000-1850", "municipalityCode": "1780",
                "nutsVersion": "2021", "predecessorIds": [user], "partnershipKind": "twin_region", "alliance": true,
                "validTo": "2009-06-30", "website": "javascript:x"}),
            ),
            400,
            "invalid_request",
            &[
                "/alliance rule",
                "/municipalityCode rule",
                "/name taken",
                "/nmae unknown",
                "/nutsVersion rule",
                "/organisationNumber rule",
                "/predecessorIds/0 unknown_reference",
                "/validToPrecision rule",
                "/website wrong_format",
            ],
        ),
    ]
}

fn every_fault_of_a_new_partner_is_named_at_once(backend: Backend) {
    let world = World::new(backend);
    world.partner("Taken");
    let user = world.user_id("reader").to_string();
    let still = Still::new(&world);
    for (body, status, code, faults) in cases("TAKEN", &user) {
        still.refused(world.coordination_unit().post("/partners", &body), status, code, faults);
    }
}

fn every_fault_of_a_patch_is_named_at_once(backend: Backend) {
    let world = World::new(backend);
    world.partner("Taken");
    let path = format!("/partners/{}", world.partner("x").id());
    let user = world.user_id("reader").to_string();
    let still = Still::new(&world);
    for (mut body, status, code, faults) in cases("TAKEN", &user).into_iter().skip(1) {
        let fields = body.as_object_mut().unwrap();
        if fields.remove("archived").is_some() {
            continue;
        }
        still.refused(world.coordination_unit().patch(&path, "*", &body), status, code, faults);
    }
    still.refused(
        world.coordination_unit().patch(&path, "\"9\"", &json!({"nmae": 1})),
        412,
        "precondition_failed",
        &[],
    );
    still.refused(world.coordination_unit().json("PATCH", &path, &[], &json!({})), 428, "precondition_required", &[]);
}

fn what_is_no_json_object_is_malformed(backend: Backend) {
    let world = World::new(backend);
    let path = format!("/partners/{}", world.partner("x").id());
    let still = Still::new(&world);
    let deep = "[".repeat(100_000);
    let nested = format!("{{\"name\":{}1{}}}", "{\"a\":".repeat(500), "}".repeat(500));
    let bodies: [&[u8]; 14] = [
        b"",
        b"{",
        b"{\"name\"}",
        b"[]",
        b"null",
        b"\"name\"",
        b"7",
        b"{} {}",
        b"{\"name\": \"\xff\xfe\"}",
        b"{\"name\": \"\\ud800\"}",
        b"{\"name\": 1e999}",
        b"{'name': 1}",
        deep.as_bytes(),
        nested.as_bytes(),
    ];
    let headers = [("Content-Type", "application/json"), ("If-Match", "*")];
    for body in bodies {
        for (method, path) in [("POST", "/partners"), ("PATCH", &path), ("POST", &format!("{path}/transitions"))] {
            let answer = world.coordination_unit().send(method, path, &headers, Some(body));
            still.refused(answer, 400, "malformed_body", &[]);
        }
    }
}

fn names_that_stand_twice_and_control_characters_are_named(backend: Backend) {
    let world = World::new(backend);
    let still = Still::new(&world);
    let body = r#"{"name": "a\u0000b", "kind": "other", "kind": "company", "partnershipKind": "other", "note": "\u001b[31m",
        "contacts": [{"name": "x", "role": "a\u0085b", "role": "c"}], "\u0000": 1}"#;
    let headers = [("Content-Type", "application/json")];
    let answer = world.coordination_unit().send("POST", "/partners", &headers, Some(body.as_bytes()));
    let faults = [
        "/\u{0} invalid_character",
        "/contacts/0/role invalid_character",
        "/contacts/0/role repeated",
        "/kind repeated",
        "/name invalid_character",
        "/note invalid_character",
    ];
    still.refused(answer, 400, "invalid_request", &faults);
}

fn ids_that_are_none_and_ids_of_other_records_are_told_apart(backend: Backend) {
    let world = World::new(backend);
    let area = world.strategy_area("kultur");
    let client = world.coordination_unit();
    let still = Still::new(&world);
    let send = |method: &str, path: &str| {
        let headers = [("If-Match", "*"), ("Content-Type", "application/json")];
        let body = if path.ends_with("transitions") { &b"{\"to\": \"ended\"}"[..] } else { b"{}" };
        client.send(method, path, &headers, (method != "GET").then_some(body))
    };
    for (method, below) in [
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("GET", "/history"),
        ("GET", "/transitions"),
        ("POST", "/transitions"),
    ] {
        for none in ["7", "x", "%00", "%FF", "0198c5a2-7d3e-7b1a-9f00", "..%2Fusers"] {
            still.refused(
                send(method, &format!("/partners/{none}{below}")),
                400,
                "invalid_request",
                &["id wrong_format"],
            );
        }
        still.refused(send(method, &format!("/partners/{area}{below}")), 404, "not_found", &[]);
    }
}

fn transitions_that_are_not_open_or_not_known_are_refused(backend: Backend) {
    let world = World::new(backend);
    let path = format!("/partners/{}", world.partner("x").id());
    let still = Still::new(&world);
    let client = world.coordination_unit();
    let ask = |body: Value| client.post(&format!("{path}/transitions"), &body);
    still.refused(ask(json!({"to": "dormant"})), 409, "state_conflict", &[]);
    still.refused(ask(json!({"to": "identified"})), 409, "state_conflict", &[]);
    still.refused(ask(json!({"to": "signed"})), 422, "unprocessable", &["/to unknown_code"]);
    still.refused(ask(json!({})), 400, "invalid_request", &["/to missing"]);
    still.refused(
        ask(json!({"to": 1, "why": "x", "reason": ""})),
        400,
        "invalid_request",
        &["/reason too_short", "/to wrong_type", "/why unknown"],
    );
    let stale =
        client.json("POST", &format!("{path}/transitions"), &[("If-Match", "\"2\"")], &json!({"to": "assessed"}));
    still.refused(stale, 412, "precondition_failed", &[]);
    let area = format!("/strategy-areas/{}/transitions", uuid::Uuid::nil());
    still.refused(client.post(&area, &json!({"to": "x"})), 404, "not_found", &[]);
}

fn other_registers_answer_alike(backend: Backend) {
    let world = World::new(backend);
    world.strategy_area("kultur");
    let (staff, administrator) = (world.coordination_unit(), world.administrator());
    let still = Still::new(&world);
    let area = |body: Value| staff.post("/strategy-areas", &body);
    still.refused(area(json!({"code": "kultur", "name": {"sv": "x"}, "order": 1})), 409, "duplicate", &["/code taken"]);
    still.refused(
        area(json!({"code": "b", "name": {"sv": null}, "order": 1})),
        422,
        "unprocessable",
        &["/name too_few"],
    );
    still.refused(
        area(json!({"code": "b", "name": {}, "order": 0})),
        422,
        "unprocessable",
        &["/name too_few", "/order too_small"],
    );
    still.refused(
        area(json!({"code": "b", "name": {"sv": "x", "de": "y"}, "order": 1.5})),
        400,
        "invalid_request",
        &["/name/de unknown", "/order wrong_type"],
    );
    still.refused(
        area(json!({"code": "B b", "name": "x", "order": 1001})),
        400,
        "invalid_request",
        &["/code wrong_format", "/name wrong_type", "/order too_large"],
    );
    still.refused(
        area(json!({"code": "b", "name": {"sv": "x"}, "order": 1, "description": {"sv": 1}})),
        400,
        "invalid_request",
        &["/description/sv wrong_type"],
    );
    still.refused(
        staff.post("/units", &json!({"code": "area", "name": {"sv": "x"}, "kind": "club"})),
        422,
        "unprocessable",
        &["/kind unknown_code"],
    );
    let user = json!({"username": "a b", "roles": [], "password": "x", "unitId": "7"});
    still.refused(
        administrator.post("/users", &user),
        400,
        "invalid_request",
        &["/password unknown", "/roles too_few", "/unitId wrong_format", "/username wrong_format"],
    );
    // A whole number may be written with a decimal point: JSON knows one kind of number.
    assert_eq!(area(json!({"code": "b", "name": {"sv": "x"}, "order": 1.0})).expect(201).json()["order"], 1);
}

fn faults_without_end_are_cut_short(backend: Backend) {
    let world = World::new(backend);
    let still = Still::new(&world);
    let send = |body: &str| {
        let headers = [("Content-Type", "application/json")];
        let started = std::time::Instant::now();
        let answer = world.anonymous().send("POST", "/tokens", &headers, Some(body.as_bytes()));
        assert!(started.elapsed() < std::time::Duration::from_secs(5), "{:?}", started.elapsed());
        assert!(answer.bytes.len() < 200_000, "{} bytes to say what is wrong", answer.bytes.len());
        answer
    };
    let items = |item: &str, count: usize| vec![item; count].join(",");
    let controls = format!("{{\"{}\":[{}]}}", "k".repeat(190), items("\"\\u0001\"", 60_000));
    assert_eq!(send(&controls).problem(400, "invalid_request").faults().len(), 200);
    let deep = format!("{{\"{}\":[{}]}}", "k".repeat(500_000), items("0", 250_000));
    still.refused(send(&deep), 400, "malformed_body", &[]);
    let twice = format!("{{{}}}", items("\"a\":1", 100_000));
    assert_eq!(send(&twice).problem(400, "invalid_request").faults().len(), 200);
    let unknown: Vec<String> = (0..50_000).map(|number| format!("\"f{number}\":1")).collect();
    let unknown = format!("{{{}}}", unknown.join(","));
    let answer = world.coordination_unit().send(
        "POST",
        "/partners",
        &[("Content-Type", "application/json")],
        Some(unknown.as_bytes()),
    );
    assert_eq!(answer.problem(400, "invalid_request").faults().len(), 200);
    let path = format!("/partners/{}", world.partner("x").id());
    let headers = [("Content-Type", "application/json"), ("If-Match", "*")];
    let answer = world.coordination_unit().send("PATCH", &path, &headers, Some(unknown.as_bytes()));
    assert_eq!(answer.problem(400, "invalid_request").faults().len(), 200);
    let nested = format!("{}1{}", "{\"a\":".repeat(17), "}".repeat(17));
    assert_eq!(send(&nested).problem(400, "malformed_body").faults().len(), 0);
    // What has too many items is not asked of the database item by item.
    let many: Vec<Value> = (0..1_000).map(|number| json!({"system": "s", "value": number.to_string()})).collect();
    let refused = world.coordination_unit().post("/partners", &with(json!({"externalIds": many, "name": "X"})));
    assert_eq!(refused.problem(422, "unprocessable").faults(), ["/externalIds too_many"]);
}

fn a_name_with_a_space_is_another_name(backend: Backend) {
    let world = World::new(backend);
    let still = Still::new(&world);
    let body = with(json!({"name ": "other", " note": "x", "cafe\u{301}": 1}));
    still.refused(
        world.coordination_unit().post("/partners", &body),
        400,
        "invalid_request",
        &["/ note unknown", "/cafe\u{301} unknown", "/name  unknown"],
    );
}

fn characters_that_nobody_sees_are_refused(backend: Backend) {
    let world = World::new(backend);
    let still = Still::new(&world);
    for name in ["\u{200b}", "\u{202e}cba", "Region\u{ad} Dalarna", "a\u{2028}b", "\u{feff}x", "\u{2066}x\u{2069}"] {
        let answer = world.coordination_unit().post("/partners", &partner(name));
        assert_eq!(answer.problem(400, "invalid_request").faults()[0], "/name invalid_character", "{name:?}");
    }
    still.refused(world.coordination_unit().get("/partners/x"), 400, "invalid_request", &["id wrong_format"]);
    // Joiners that make one sign of several are seen.
    world.partner("Familjen \u{1f469}\u{200d}\u{1f467}");
}

fn a_form_is_held_to_the_same_as_a_body(backend: Backend) {
    let world = World::new(backend);
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    for (form, fault) in [
        ("grant_type=password&username=a%00b&password=x", "/username invalid_character"),
        ("grant_type=password&username=a&pass%00word=x", "/pass\0word invalid_character"),
        ("grant_type=password&username=a&username=b&password=x", "/username repeated"),
        ("grant_type=password&a%2Fb=1&a%2Fb=2", "/a~1b repeated"),
    ] {
        let answer = world.anonymous().send("POST", "/tokens", &headers, Some(form.as_bytes()));
        assert_eq!(answer.problem(400, "invalid_request").faults(), [fault]);
    }
}
