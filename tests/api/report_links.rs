//! Links to reports: an address that opens one report once, for a minute, without a token.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Answer, Backend, World};

crate::tests! {
    a_link_opens_its_report_once_without_a_token,
    a_link_lives_sixty_seconds,
    head_does_not_spend_a_link,
    a_link_opens_the_format_and_language_it_was_made_for,
    the_link_of_a_disabled_user_opens_nothing,
    faults_of_a_link_are_named_by_parameter,
}

fn make(world: &World, body: &Value) -> Answer {
    world.reader().post("/report-links", body)
}

fn href(answer: &Answer) -> String {
    answer.json()["href"].as_str().unwrap().to_owned()
}

fn a_link_opens_its_report_once_without_a_token(backend: Backend) {
    let world = World::new(backend);
    world.partner("a");
    let link = make(&world, &json!({"report": "partners"})).expect(201);
    let href = href(&link);
    assert_eq!(link.header("location"), Some(href.as_str()));
    assert!(href.starts_with(&format!("{}/international-strategy/v1/report-links/", world.url)), "{href}");
    world.anonymous().get(&format!("{href}?foo=1")).problem(400, "invalid_request");
    let page = world.anonymous().get(&href).expect(200);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").unwrap().contains("default-src 'none'"));
    assert!(page.text().contains("1 partner and 0 twin regions."));
    world.anonymous().get(&href).problem(404, "not_found");
    world.reader().get(&href).problem(404, "not_found");
    world.anonymous().post("/report-links", &json!({"report": "partners"})).problem(401, "unauthenticated");
    world.anonymous().get("/report-links/x").problem(404, "not_found");
}

fn a_link_lives_sixty_seconds(backend: Backend) {
    let clock = Clock::fixed("2009-03-02T09:15:00Z".parse().unwrap());
    let world = World::with(backend, clock.clone(), &[]);
    let [in_time, too_late] = [(), ()].map(|()| make(&world, &json!({"report": "partners"})).expect(201));
    assert_eq!(in_time.json()["expiresAt"], "2009-03-02T09:16:00.000000Z");
    clock.set("2009-03-02T09:15:59.999999Z".parse().unwrap());
    world.anonymous().get(&href(&in_time)).expect(200);
    clock.set("2009-03-02T09:16:00Z".parse().unwrap());
    world.anonymous().get(&href(&too_late)).problem(404, "not_found");
}

fn head_does_not_spend_a_link(backend: Backend) {
    let world = World::new(backend);
    let href = href(&make(&world, &json!({"report": "partners"})).expect(201));
    for _ in 0..3 {
        world.anonymous().send("HEAD", &href, &[], None).expect(200);
    }
    world.anonymous().get(&href).expect(200);
    world.anonymous().get(&href).problem(404, "not_found");
    // A link that is spent or invented is not there for HEAD either.
    world.anonymous().send("HEAD", &href, &[], None).expect(404);
    world.anonymous().send("HEAD", "/report-links/invented", &[], None).expect(404);
}

fn a_link_opens_the_format_and_language_it_was_made_for(backend: Backend) {
    let clock = Clock::fixed("2009-03-02T09:00:00Z".parse().unwrap());
    let world = World::with(backend, clock.clone(), &[]);
    clock.set("2009-03-03T09:00:00Z".parse().unwrap());
    world.partner("a");
    let board = world.user("board");
    let open = |parameters: Value| {
        let link = board.post("/report-links", &json!({"report": "partners", "parameters": parameters})).expect(201);
        world.anonymous().get(&href(&link)).expect(200)
    };
    let csv = open(json!({"format": "csv", "lang": "sv"}));
    assert_eq!(csv.header("content-language"), Some("sv"));
    assert!(csv.text().starts_with("Avsnitt,Post,Partner,Vänregioner\r\n"), "{}", csv.text());
    assert_eq!(open(json!({"format": "json"})).json()["totals"]["partners"], 1);
    assert_eq!(open(json!({"format": "json", "asOf": "2009-03-02"})).json()["totals"]["partners"], 0);
    assert_eq!(open(json!({"format": "json", "on": "2009-06-01"})).json()["on"], "2009-06-01");
    let past = json!({"report": "partners", "parameters": {"asOf": "2009-03-02"}});
    make(&world, &past).problem(403, "forbidden");
    let english = open(json!({"lang": "en"}));
    assert!(english.text().contains("<html lang=\"en\">"));
}

fn the_link_of_a_disabled_user_opens_nothing(backend: Backend) {
    let world = World::new(backend);
    let [before, after] = [(), ()].map(|()| href(&make(&world, &json!({"report": "partners"})).expect(201)));
    world.anonymous().get(&before).expect(200);
    let user = format!("/users/{}", world.user_id("reader"));
    world.administrator().patch(&user, "*", &json!({"disabled": true})).expect(200);
    world.anonymous().get(&after).problem(404, "not_found");
}

fn faults_of_a_link_are_named_by_parameter(backend: Backend) {
    let world = World::new(backend);
    let cases: [(Value, u16, &[&str]); 6] = [
        (
            json!({"report": "partners", "parameters": {"month": "2009", "on": "x", "format": "pdf", "lang": "de", "a/b": "c"}}),
            400,
            &[
                "/parameters/a~1b unknown",
                "/parameters/format wrong_format",
                "/parameters/lang wrong_format",
                "/parameters/month unknown",
                "/parameters/on wrong_format",
            ],
        ),
        (
            json!({"report": "partners", "parameters": {"on": 5, "asOf": null}}),
            400,
            &["/parameters/asOf wrong_type", "/parameters/on wrong_type"],
        ),
        (json!({"report": "matrices"}), 422, &["/report unknown_code"]),
        (json!({}), 400, &["/report missing"]),
        (json!({"report": "", "more": 1}), 400, &["/more unknown", "/report too_short"]),
        (json!({"report": "partners", "parameters": []}), 400, &["/parameters wrong_type"]),
    ];
    for (body, status, faults) in cases {
        let answer = make(&world, &body).expect(status);
        assert_eq!(answer.faults(), faults, "{body}");
        let places = answer.json()["invalidParameters"].clone();
        assert!(places.as_array().unwrap().iter().all(|fault| fault["in"] == "body"), "{places}");
    }
}
