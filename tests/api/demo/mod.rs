//! The demo region as those meet it who try the service for the first time.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::service::{Ground, Service, have_curl, printed, run};
use crate::support::{Answer, Backend, Client};

pub mod priorities;

crate::tests! {
    a_name_a_password_and_a_token_are_printed_for_every_role,
    the_curl_lines_work_when_pasted,
    a_second_start_serves_what_is_there,
    a_database_with_other_data_is_refused,
    a_demo_that_was_interrupted_is_not_taken_for_a_whole_one,
    its_journal_reads_like_the_real_thing,
    its_strategy_is_adopted_and_its_matrix_has_full_and_empty_cells,
    its_years_are_plans_with_updates_and_one_is_rolled_over,
    its_agreements_show_the_gap_and_the_partner_that_ended,
    its_memberships_visits_and_meetings_are_there,
    pages_on_this_machine_may_call_and_no_others,
}

/// What the demo prints of one user.
#[derive(Debug)]
struct User {
    role: String,
    name: String,
    password: String,
    token: String,
}

fn start(ground: &Ground) -> Service {
    ground.serve_with(&["--demo"], &[])
}

/// A line `role name password`, and below it the token.
fn users(service: &Service) -> Vec<User> {
    let out = service.out();
    let lines: Vec<&str> = out.lines().collect();
    let pairs = lines.windows(2).filter_map(|pair| {
        let words: Vec<&str> = pair[0].split_whitespace().collect();
        let [role, name, password] = words[..] else { return None };
        let token = pair[1].strip_prefix("  ")?;
        let [role, name, password, token] = [role, name, password, token].map(str::to_owned);
        Some(User { role, name, password, token })
    });
    pairs.collect()
}

fn coordinator(service: &Service) -> Client {
    let users = users(service);
    service.client(&users.iter().find(|user| user.role == "coordination_unit").unwrap().token)
}

fn items(page: &Value) -> &Vec<Value> {
    page["items"].as_array().unwrap()
}

fn a_name_a_password_and_a_token_are_printed_for_every_role(backend: Backend) {
    let ground = Ground::new(&backend);
    let service = start(&ground);
    let users = users(&service);
    let roles: Vec<&str> = users.iter().map(|user| user.role.as_str()).collect();
    let all: Vec<&str> = utblick::identity::policy::Role::ALL.iter().map(|role| role.as_str()).collect();
    assert_eq!(roles, all);
    for user in &users {
        let me = service.client(&user.token).get("/me").expect(200).json();
        assert_eq!((&me["roles"], &me["username"]), (&json!([user.role]), &json!(user.name)));
        let body = json!({"grant_type": "password", "username": user.name, "password": user.password});
        Client::new(&service.url, None).post("/tokens", &body).expect(200);
    }
    let out = service.out();
    let docs = out.split_whitespace().find(|word| word.ends_with("/docs/")).expect("the address of the documentation");
    assert!(Client::new(&service.url, None).get(docs).expect(200).text().contains("swagger"));
}

fn the_curl_lines_work_when_pasted(backend: Backend) {
    if !have_curl() {
        return;
    }
    let ground = Ground::new(&backend);
    let service = start(&ground);
    let out = service.out();
    let lines: Vec<&str> = out.lines().filter(|line| line.starts_with("curl ")).collect();
    let answers: Vec<String> =
        lines.iter().map(|line| printed(&Command::new("bash").args(["-c", line]).output().expect("bash"))).collect();
    let [found, created, report] = &answers[..] else { panic!("three lines: {out}") };
    let found: Value = serde_json::from_str(found).unwrap();
    assert!(found["_meta"]["totalRecords"].as_u64().is_some_and(|total| total > 0), "{found}");
    let created: Value = serde_json::from_str(created).unwrap();
    assert_eq!((&created["version"], &created["state"]), (&json!(1), &json!("identified")));
    assert!(report.starts_with("Prioritering,Strategiområde,Aktiviteter,"), "{report}");
    assert!(report.contains("Internationellt samarbete,Innovativa miljöer,3,"), "{report}");
}

fn a_second_start_serves_what_is_there(backend: Backend) {
    let ground = Ground::new(&backend);
    let mut first = start(&ground);
    let client = coordinator(&first);
    let total = |client: &Client| client.get("/partners?limit=1").expect(200).json()["_meta"]["totalRecords"].clone();
    let id = client.post("/partners", &crate::support::partner("Kvar från förra gången")).expect(201).id();
    let (before, partners) = (users(&first), total(&client));
    first.terminate();
    first.ended_within(std::time::Duration::from_secs(10));
    let second = start(&ground);
    let again = coordinator(&second);
    assert_eq!(total(&again), partners);
    again.get(&format!("/partners/{id}")).expect(200);
    let after = users(&second);
    assert_eq!(after.len(), before.len());
    assert!(before.iter().zip(&after).all(|(old, new)| old.name == new.name && old.password != new.password));
    assert!(printed(&run(&mut ground.command(&["verify"]))).ends_with("rows: the chain holds.\n"));
}

fn a_database_with_other_data_is_refused(backend: Backend) {
    let ground = Ground::new(&backend);
    // Even when it has a user of the same name as the demo's.
    for name in ["somebody", "styrelsen"] {
        ground.user(name, "reader");
        let output = run(ground.command(&["serve", "--demo"]).env("UTBLICK_BIND", "127.0.0.1:0"));
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{complaint}");
        let last = complaint.lines().last().unwrap_or_default();
        assert!(last.starts_with("utblick: ") && last.contains("give --demo an empty one"), "{complaint}");
    }
    assert_eq!(printed(&run(&mut ground.command(&["verify"]))), "4 rows: the chain holds.\n");
}

fn a_demo_that_was_interrupted_is_not_taken_for_a_whole_one(backend: Backend) {
    let ground = Ground::new(&backend);
    let mut killed = ground.spawn(&["--demo"], &[]);
    // In the middle of loading: when the first partners are there.
    let db = utblick::db::Db::new(&ground.database.backing, utblick::clock::Clock::default());
    let partners = || db.read_now(|conn| Ok(utblick::journal::head(conn)?)).map_or(0, |(seq, _)| seq);
    while partners() < 25 {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    killed.kill();
    drop(db);
    let output = run(ground.command(&["serve", "--demo"]).env("UTBLICK_BIND", "127.0.0.1:0"));
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(complaint.contains("other data than a whole demo"), "{complaint}");
    assert_eq!(output.status.code(), Some(1));
}

fn its_journal_reads_like_the_real_thing(backend: Backend) {
    let ground = Ground::new(&backend);
    let service = start(&ground);
    let client = coordinator(&service);
    assert!(printed(&run(&mut ground.command(&["verify"]))).ends_with("rows: the chain holds.\n"));
    let one = |q: &str| -> Value {
        let page = client.get(&format!("/partners?q={q}&expand=predecessors")).expect(200).json();
        assert_eq!(page["_meta"]["totalRecords"], 1, "{q}: {page}");
        page["items"][0].clone()
    };
    // A county that was merged: known from the start, ended when it was.
    let hedmark = one("hedmark+fylkeskommune");
    assert_eq!((&hedmark["state"], &hedmark["validTo"]), (&json!("ended"), &json!("2019-12-31")));
    let history = client.get(&format!("/partners/{}/history", hedmark["id"].as_str().unwrap())).expect(200).json();
    let told: Vec<(&str, &str)> = history["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["action"].as_str().unwrap(), &row["at"].as_str().unwrap()[..4]))
        .collect();
    assert_eq!(told, [("transition", "2019"), ("update", "2019"), ("transition", "2008"), ("create", "2008")]);
    let me = client.get("/me").expect(200).json()["id"].clone();
    assert!(history["items"].as_array().unwrap().iter().all(|row| row["actorId"] == me), "by the coordination unit");
    // What it became is there from that year on, and was not before.
    let innlandet = one("innlandet+fylkeskommune");
    let names = |record: &Value| -> Vec<String> {
        let embedded = record["_embedded"]["predecessors"].as_array().unwrap();
        embedded.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&innlandet), ["Hedmark fylkeskommune", "Oppland fylkeskommune"]);
    assert!(hedmark["successorIds"].as_array().unwrap().contains(&innlandet["id"]));
    let path = format!("/partners/{}", innlandet["id"].as_str().unwrap());
    client.get(&format!("{path}?asOf=2019-12-31")).expect(404);
    client.get(&format!("{path}?asOf=2020-12-31")).expect(200);
    let on = |day: &str| client.get(&format!("/partners?country=NO&q=fylkeskommune&on={day}")).expect(200).json();
    assert!(on("2010-01-01")["items"].as_array().unwrap().iter().any(|item| item["id"] == hedmark["id"]));
    assert!(on("2021-01-01")["items"].as_array().unwrap().iter().all(|item| item["id"] != hedmark["id"]));
    // Every partner says where it is known from.
    let all = client.get("/partners?limit=100").expect(200).json();
    for partner in all["items"].as_array().unwrap() {
        assert!(partner["note"].as_str().is_some_and(|note| note.contains("Source ids: ")), "{partner}");
    }
    let municipalities = client.get("/municipalities").expect(200).json();
    assert_eq!(municipalities["_meta"]["totalRecords"], 16);
}

fn its_strategy_is_adopted_and_its_matrix_has_full_and_empty_cells(backend: Backend) {
    let ground = Ground::new(&backend);
    let service = start(&ground);
    let client = coordinator(&service);
    let get = |path: &str| client.get(path).expect(200).json();
    let strategy = get("/strategies/current?on=2009-01-01");
    assert_eq!((&strategy["state"], &strategy["adoptedOn"]), (&json!("adopted"), &json!("2008-03-07")));
    assert_eq!(strategy["sections"].as_array().unwrap().len(), 11);
    let decisions = get("/decisions?kind=adopt_strategy&kind=prioritise_area&sort=decidedOn");
    let told: Vec<(usize, &Value)> =
        items(&decisions).iter().map(|one| (one["subjects"].as_array().unwrap().len(), &one["meetingId"])).collect();
    let [(1, adopted), (5, prioritised)] = told[..] else { panic!("the strategy, and its areas: {decisions}") };
    for (meeting, day) in [(adopted, "2008-03-07"), (prioritised, "2008-04-11")] {
        let meeting = get(&format!("/meetings/{}", meeting.as_str().unwrap()));
        assert_eq!((&meeting["bodyCode"], &meeting["heldOn"]), (&json!("board"), &json!(day)));
    }
    for year in 2008..=2011 {
        let matrix = get(&format!("/reports/matrix?year={year}"));
        let cells = matrix["cells"].as_array().unwrap();
        let full = cells.iter().filter(|cell| cell["empty"] == false).count();
        assert!(cells.len() == 15 && (4..=12).contains(&full), "{year}: {full} of {}", cells.len());
    }
    // As the register was while the areas lay before the board.
    let then = get("/strategy-areas?asOf=2008-04-01");
    assert!(then["items"].as_array().unwrap().iter().all(|area| area["state"] == "proposed"), "{then}");
    assert_eq!(get("/strategy-areas?state=prioritised")["_meta"]["totalRecords"], 5);
    // What is real lacks what R-06 asks for and stays a draft; what is invented says so.
    for activity in get("/activities?limit=100")["items"].as_array().unwrap() {
        let key = activity["externalIds"][0]["value"].as_str().unwrap();
        let is_invented = activity["description"].as_str().unwrap().starts_with("Påhittat exempel: ");
        assert_eq!(is_invented, key.starts_with("demo-"), "{activity}");
        assert!(is_invented || activity["state"] == "draft", "{activity}");
    }
    let chain = get("/activities?q=dialog&sort=year&expand=continuedFrom");
    let years: Vec<&Value> = chain["items"].as_array().unwrap().iter().map(|one| &one["year"]).collect();
    assert_eq!(years, [2019, 2020, 2021, 2022, 2023], "one a year");
}

fn its_years_are_plans_with_updates_and_one_is_rolled_over(backend: Backend) {
    let ground = Ground::new(&backend);
    let service = start(&ground);
    let client = coordinator(&service);
    let get = |path: &str| client.get(path).expect(200).json();
    let plans = get("/operational-plans?sort=year");
    let told: Vec<(i64, &str, bool)> = items(&plans)
        .iter()
        .map(|plan| {
            let passed = plan["warnings"].as_array().unwrap().iter().any(|one| one["code"] == "ceiling_passed");
            (plan["year"].as_i64().unwrap(), plan["state"].as_str().unwrap(), passed)
        })
        .collect();
    let expected =
        [(2008, "closed", false), (2009, "closed", false), (2010, "closed", true), (2011, "in_follow_up", false)];
    assert_eq!(told, expected);
    // One is red, and says what is done about it.
    let follow_up = get("/reports/follow-up?year=2009");
    let red = &follow_up["deviations"][0];
    assert_eq!((&red["light"], &red["title"]), (&json!("red"), &json!("Klusterutbyte kring Nordsjön")));
    assert!(red["measure"].as_str().unwrap().contains("En ny ansökan"), "{red}");
    let totals = &follow_up["totals"];
    let grades = ["achieved", "partlyAchieved", "notAchieved", "ungraded"].map(|grade| totals[grade].clone());
    assert_eq!(grades, [10, 1, 1, 0], "{totals}");
    // What the board saw when the plan was closed is there to be read again.
    let frozen = get("/report-snapshots?kind=follow_up&year=2009");
    let frozen = get(&format!("/report-snapshots/{}/data", frozen["items"][0]["id"].as_str().unwrap()));
    assert_eq!(frozen["deviations"][0]["title"], red["title"]);
    // One of 2011 is still owed an update.
    assert_eq!(get("/reports/matrix?year=2011")["totals"]["staleCount"], 1);
    // What went on from 2009 was rolled over to 2010, and what did not says why.
    let rolled = get("/roll-overs");
    let [rolled] = &items(&rolled)[..] else { panic!("one roll-over: {rolled}") };
    let of = |kind: &str, choice: &str| -> usize {
        let all = rolled["items"].as_array().unwrap();
        all.iter().filter(|item| item["type"] == kind && item["choice"] == choice).count()
    };
    assert_eq!(["carry", "close", "copy"].map(|choice| of("activity", choice)), [2, 12, 0]);
    assert_eq!(["carry", "close", "copy"].map(|choice| of("profile_area", choice)), [6, 2, 0]);
    assert_eq!(["carry", "close", "copy"].map(|choice| of("indicator", choice)), [2, 0, 0]);
    let carried = get("/activities?year=2010&q=yrkesutbildning&expand=continuedFrom");
    let before = &carried["items"][0]["_embedded"]["continuedFrom"][0]["name"];
    assert_eq!(
        (&carried["items"][0]["status"], before),
        (&json!("achieved"), &json!("Yrkesutbildning över gränsen, år 2"))
    );
    let dropped = get("/profile-areas?year=2009&state=dropped&sort=name");
    let reasons: Vec<&Value> = items(&dropped).iter().map(|one| &one["stateReason"]).collect();
    assert_eq!(reasons, ["Förstudien är klar.", "Samarbetet med nordsjöregionerna har inte kommit i gång."]);
    // The unit wrote its own: the coordination unit did not.
    let update = get("/progress-updates?status=not_achieved");
    let path = format!("/progress-updates/{}/history", update["items"][0]["id"].as_str().unwrap());
    let actor = get(&path)["items"][0]["actorId"].clone();
    assert!(actor.is_string() && actor != get("/me")["id"], "{actor}");
    let units = items(&get("/integration-statements?year=2009&expand=unit"))
        .iter()
        .map(|one| one["_embedded"]["unit"][0]["name"].as_str().unwrap().to_owned())
        .collect::<std::collections::BTreeSet<_>>();
    assert_eq!(units.len(), 5);
    let returned = get("/status-reports?state=returned");
    assert_eq!(returned["items"][0]["stateReason"], "Skriv vad ni gör i stället för resan.");
}

fn its_agreements_show_the_gap_and_the_partner_that_ended(backend: Backend) {
    let ground = Ground::new(&backend);
    let service = start(&ground);
    let client = coordinator(&service);
    let get = |path: &str| client.get(path).expect(200).json();
    let warned = |agreement: &Value, rule: &str| -> String {
        let warnings = agreement["warnings"].as_array().unwrap();
        let found = warnings.iter().find(|one| one["rule"] == rule).unwrap_or_else(|| panic!("{rule}: {agreement}"));
        found["message"].as_str().unwrap().to_owned()
    };
    let renewals = get("/cooperation-agreements?relation=renewal");
    let [renewal] = &items(&renewals)[..] else { panic!("one renewal: {renewals}") };
    assert_eq!(renewal["gap"], json!({"from": "2023-01-01", "to": "2023-03-06"}));
    assert_eq!(warned(renewal, "R-33"), "No agreement of the chain was in force from 2023-01-01 to 2023-03-06.");
    assert_eq!((&renewal["state"], &renewal["approvedOn"]), (&json!("signed"), &json!("2023-03-07")));
    assert_eq!((&renewal["inForceFrom"], &renewal["inForceTo"]), (&json!("2023-03-07"), &json!("2026-12-31")));
    let original = get(&format!("/cooperation-agreements/{}", renewal["masterId"].as_str().unwrap()));
    assert_eq!(original["renewedById"], renewal["id"]);
    let id = renewal["id"].as_str().unwrap();
    let decisions = get(&format!("/decisions?cooperationAgreementId={id}"));
    assert_eq!(decisions["items"][0]["bodyCode"], "regional_development_committee");
    let history = get(&format!("/cooperation-agreements/{id}/history"));
    let days: Vec<&str> = items(&history).iter().map(|row| &row["at"].as_str().unwrap()[..10]).collect();
    assert_eq!(days, ["2023-03-08", "2023-03-07", "2023-01-09", "2022-12-05"], "in the order of its days");
    // What the source says too little of stays a draft.
    let drafts = get("/cooperation-agreements?state=draft&sort=title");
    let kinds: Vec<&Value> = items(&drafts).iter().map(|draft| &draft["kind"]).collect();
    assert_eq!(kinds, ["letter_of_intent", "cooperation", "domestic"]);
    assert_eq!(
        warned(&drafts["items"][1], "R-31"),
        "Viken fylkeskommune was succeeded by Akershus fylkeskommune (från 2024), Buskerud fylkeskommune, \
         Østfold fylkeskommune (från 2024)."
    );
    for (on, in_force) in [("2021-06-01", 1), ("2023-02-01", 0), ("2024-06-01", 1), ("2027-01-01", 0)] {
        assert_eq!(get(&format!("/reports/agreements?on={on}"))["inForce"], in_force, "{on}");
    }
}

fn its_memberships_visits_and_meetings_are_there(backend: Backend) {
    let ground = Ground::new(&backend);
    let service = start(&ground);
    let client = coordinator(&service);
    let get = |path: &str| client.get(path).expect(200).json();
    let total = |path: &str| get(path)["_meta"]["totalRecords"].clone();
    for (filter, count) in [
        ("state=active", 8),
        ("state=withdrawn", 1),
        ("state=active&level=direct", 3),
        ("state=active&level=indirect", 1),
        ("state=active&level=municipal", 4),
        ("inForce=true&on=2017-11-13", 7),
        ("inForce=true&on=2017-11-14", 8),
    ] {
        assert_eq!(total(&format!("/memberships?{filter}")), count, "{filter}");
    }
    let withdrawn = get("/memberships?state=withdrawn&expand=organisation");
    assert_eq!(withdrawn["items"][0]["_embedded"]["organisation"][0]["name"], "West Sweden");
    let report = get("/reports/memberships?year=2009");
    assert_eq!(report["fees"], json!([{"amount": "14300.00", "currency": "EUR"}]));
    let told = |name: &str| -> (Value, Value) {
        let all = report["memberships"].as_array().unwrap();
        let line = all.iter().find(|line| line["name"] == name).unwrap();
        (line["benefit"]["recommendation"].clone(), line["mandates"].clone())
    };
    assert_eq!(told("Assembly of European Regions"), (json!("stay"), json!(1)));
    assert_eq!(told("Conference of Peripheral Maritime Regions"), (json!("renegotiate"), json!(0)));
    // One visit without anybody of the working committee, kept with a warning.
    let visits = get("/visits?sort=startsOn&expand=followUps");
    let rules: Vec<Vec<&Value>> = items(&visits)
        .iter()
        .map(|visit| visit["warnings"].as_array().unwrap().iter().map(|warning| &warning["rule"]).collect())
        .collect();
    assert_eq!(rules, [vec![], vec!["W5"], vec![]]);
    assert_eq!(visits["items"][1]["direction"], "incoming");
    assert_eq!(visits["items"][0]["_embedded"]["followUps"][0]["name"], "Yrkesutbildning över gränsen, år 3");
    assert_eq!(visits["items"][2]["cost"], json!({"amount": "48500.00", "currency": "SEK"}));
    let introductions = get("/introductions?sort=introducedOn");
    let results: Vec<bool> = items(&introductions).iter().map(|one| one["result"].is_string()).collect();
    assert_eq!(results, [true, false]);
    for year in 2008..=2011 {
        for (body, count) in [("board", 5), ("working_committee", 4)] {
            let of_year = format!("heldOnFrom={year}-01-01&heldOnTo={year}-12-31");
            assert_eq!(total(&format!("/meetings?bodyCode={body}&{of_year}")), count, "{body} {year}");
        }
    }
    let competences = get("/competences?bodyCode=regional_development_committee");
    assert_eq!(competences["items"][0]["validFrom"], "2023-01-01");
}

fn pages_on_this_machine_may_call_and_no_others(backend: Backend) {
    let service = start(&Ground::new(&backend));
    let ask = |origin: &str| -> Answer {
        let headers = [("Origin", origin), ("Access-Control-Request-Method", "GET")];
        Client::new(&service.url, None).send("OPTIONS", "/partners", &headers, None)
    };
    for origin in ["http://localhost:5173", "http://127.0.0.1:3000", "http://[::1]:80"] {
        assert_eq!(ask(origin).header("access-control-allow-origin"), Some(origin));
    }
    for origin in ["https://localhost.example.se", "https://example.se", "null", "http://127.0.0.1.example.se"] {
        assert_eq!(ask(origin).header("access-control-allow-origin"), None, "{origin}");
    }
}
