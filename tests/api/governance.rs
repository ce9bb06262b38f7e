//! Bodies, competences, meetings, visits and introductions, and the reports about what lies before a body.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Backend, World, activity, agreement, decision, id_of, membership, visit};

crate::tests! {
    two_bodies_and_the_boards_competences_are_there_from_the_start,
    a_body_keeps_its_code_and_acts_in_its_time,
    a_competence_is_given_once_for_a_time_by_the_administrator,
    a_meeting_that_has_decided_keeps_body_and_day,
    the_working_committee_represents_and_an_area_unit_notes_its_own,
    an_introduction_lies_within_its_visit,
    the_report_on_visits_tells_what_came_of_them,
    the_agenda_names_what_waits_and_what_is_due,
    the_brief_tells_what_changed_since_the_meeting_before,
    the_agenda_looks_as_far_ahead_as_a_meeting_may_lie_before,
    the_brief_is_for_those_who_read_history,
    what_is_put_away_makes_room_for_a_competence,
    a_meeting_that_was_called_off_is_neither_the_next_nor_the_one_before,
    a_visit_is_reported_on_after_a_body_has_gone_and_what_is_put_away_is_not_told,
    the_agenda_asks_for_competence_on_the_day_of_the_next_meeting,
    a_brief_ends_with_the_day_of_its_meeting,
}

fn at(backend: Backend, day: &str) -> (World, Clock) {
    let clock = Clock::fixed(format!("{day}T10:00:00Z").parse().unwrap());
    (World::with(backend, clock.clone(), &[]), clock)
}

fn set(clock: &Clock, day: &str) {
    clock.set(format!("{day}T10:00:00Z").parse().unwrap());
}

fn two_bodies_and_the_boards_competences_are_there_from_the_start(backend: Backend) {
    let world = World::new(backend);
    let board = world.user("board");
    let page = board.get("/bodies?sort=name").expect(200).json();
    let codes: Vec<&Value> = page["items"].as_array().unwrap().iter().map(|body| &body["code"]).collect();
    assert_eq!(codes, ["working_committee", "board"]);
    let competences = board.get("/competences?bodyCode=board").expect(200).json();
    assert_eq!(competences["_meta"]["totalRecords"], 8, "one for each kind with a gate");
    assert_eq!(board.get("/competences").expect(200).json()["_meta"]["totalRecords"], 8);
    // Their history begins with the first change.
    let path = format!("/bodies/{}", page["items"][1]["id"].as_str().unwrap());
    assert_eq!(board.get(&format!("{path}/history")).expect(200).json()["items"], json!([]));
    board.patch(&path, "*", &json!({"validFrom": "1999-01-01"})).expect(200);
    assert_eq!(board.get(&format!("{path}/history")).expect(200).json()["items"][0]["version"], 2);
    let nowhere = format!("/bodies/{}/history", uuid::Uuid::now_v7());
    board.get(&nowhere).problem(404, "not_found");
    // A sorted list places them as names are placed that were written by the API.
    let body = json!({"code": "regional_council", "name": {"sv": "Regionfullmäktige"}});
    board.post("/bodies", &body).expect(201);
    let page = board.get("/bodies?sort=name").expect(200).json();
    let codes: Vec<&Value> = page["items"].as_array().unwrap().iter().map(|body| &body["code"]).collect();
    assert_eq!(codes, ["working_committee", "regional_council", "board"]);
}

fn a_body_keeps_its_code_and_acts_in_its_time(backend: Backend) {
    let world = World::new(backend);
    let registrar = world.user("registrar");
    let body = json!({
        "code": "regional_development_committee", "name": {"sv": "Regionala utvecklingsnämnden"},
        "validFrom": "2019-01-01", "validTo": "2022-12-31",
    });
    let path = format!("/bodies/{}", registrar.post("/bodies", &body).expect(201).id());
    assert_eq!(registrar.post("/bodies", &body).problem(409, "duplicate").faults(), ["/code taken"]);
    let renamed = registrar.patch(&path, "*", &json!({"code": "other"})).problem(422, "unprocessable");
    assert_eq!(renamed.faults(), ["/code read_only"]);
    let meet = |code: &str, day: &str| {
        registrar.post("/meetings", &json!({"bodyCode": code, "heldOn": day, "agendaDeadlineOn": day}))
    };
    meet("regional_development_committee", "2019-01-01").expect(201);
    assert_eq!(
        meet("regional_development_committee", "2023-01-01").problem(422, "unprocessable").faults(),
        ["/bodyCode rule"]
    );
    assert_eq!(meet("nobody", "2023-01-01").problem(422, "unprocessable").faults(), ["/bodyCode unknown_reference"]);
    let mut other = decision("other", &[], "2023-01-01", "1");
    other["bodyCode"] = json!("regional_development_committee");
    assert_eq!(registrar.post("/decisions", &other).problem(422, "unprocessable").faults(), ["/bodyCode rule"]);
    other["decidedOn"] = json!("2022-12-31");
    registrar.post("/decisions", &other).expect(201);
    let on = |day: &str| {
        world.reader().get(&format!("/bodies?on={day}")).expect(200).json()["_meta"]["totalRecords"].clone()
    };
    assert_eq!((on("2018-12-31"), on("2022-12-31"), on("2023-01-01")), (json!(2), json!(3), json!(2)));
}

fn a_competence_is_given_once_for_a_time_by_the_administrator(backend: Backend) {
    let world = World::new(backend);
    let administrator = world.administrator();
    let given = |kind: &str, from: Option<&str>, to: Option<&str>| {
        let body = json!({"bodyCode": "working_committee", "decisionKind": kind, "validFrom": from, "validTo": to});
        administrator.post("/competences", &body)
    };
    let first = given("approve_agreement", Some("2010-01-01"), Some("2012-12-31")).expect(201).id();
    given("approve_agreement", Some("2013-01-01"), None).expect(201);
    for (from, to) in
        [(None, None), (Some("2012-12-31"), Some("2012-12-31")), (None, Some("2010-01-01")), (Some("2020-01-01"), None)]
    {
        assert_eq!(given("approve_agreement", from, to).problem(409, "duplicate").faults(), ["/validFrom taken"]);
    }
    given("approve_agreement", None, Some("2009-12-31")).expect(201);
    assert_eq!(given("other", None, None).problem(422, "unprocessable").faults(), ["/decisionKind rule"]);
    // What is put away counts no more, for the gate either.
    let party = world.partner("Innlandet").id();
    let path = world.proposed("/cooperation-agreements", &agreement("Avtal", &party));
    let mut body = decision("approve_agreement", &[("cooperation_agreement", id_of(&path))], "2011-05-05", "1");
    body["bodyCode"] = json!("working_committee");
    administrator.patch(&format!("/competences/{first}"), "*", &json!({"archived": true})).expect(200);
    let refused = world.user("registrar").post("/decisions", &body).problem(409, "state_conflict");
    assert_eq!(refused.faults(), ["/bodyCode not_competent"]);
    // Noting decides nothing, and needs no competence.
    let mut noted = body.clone();
    (noted["outcome"], noted["section"]) = (json!("noted"), json!("2"));
    world.user("registrar").post("/decisions", &noted).expect(201);
    administrator.patch(&format!("/competences/{first}"), "*", &json!({"archived": false})).expect(200);
    world.user("registrar").post("/decisions", &body).expect(201);
    for role in ["board", "registrar", "coordination_unit"] {
        let body = json!({"bodyCode": "board", "decisionKind": "approve_agreement"});
        world.user(role).post("/competences", &body).problem(403, "forbidden");
    }
}

fn a_meeting_that_has_decided_keeps_body_and_day(backend: Backend) {
    let world = World::new(backend);
    let registrar = world.user("registrar");
    let meeting = world.meeting("board", "2009-03-05");
    let path = format!("/meetings/{meeting}");
    let mut body = decision("other", &[], "2009-03-05", "1");
    body["meetingId"] = json!(world.meeting("board", "2009-03-06"));
    assert_eq!(registrar.post("/decisions", &body).problem(422, "unprocessable").faults(), ["/meetingId rule"]);
    body["meetingId"] = json!(world.meeting("working_committee", "2009-03-05"));
    assert_eq!(registrar.post("/decisions", &body).problem(422, "unprocessable").faults(), ["/meetingId rule"]);
    let off = world.meeting("board", "2009-03-05");
    registrar.patch(&format!("/meetings/{off}"), "*", &json!({"archived": true})).expect(200);
    body["meetingId"] = json!(off);
    assert_eq!(registrar.post("/decisions", &body).problem(422, "unprocessable").faults(), ["/meetingId rule"]);
    registrar.patch(&path, "*", &json!({"heldOn": "2009-03-04"})).expect(200);
    registrar.patch(&path, "*", &json!({"heldOn": "2009-03-05"})).expect(200);
    body["meetingId"] = json!(meeting);
    registrar.post("/decisions", &body).expect(201);
    for (field, value) in
        [("heldOn", json!("2009-03-04")), ("bodyCode", json!("working_committee")), ("archived", json!(true))]
    {
        let refused = registrar.patch(&path, "*", &json!({field: value})).problem(422, "unprocessable");
        assert_eq!(refused.faults(), [format!("/{field} settled")]);
    }
    registrar.patch(&path, "*", &json!({"place": "Residenset"})).expect(200);
    let late = json!({"bodyCode": "board", "heldOn": "2009-05-05", "agendaDeadlineOn": "2009-05-06"});
    assert_eq!(registrar.post("/meetings", &late).problem(422, "unprocessable").faults(), ["/agendaDeadlineOn rule"]);
    let page = world.reader().get("/meetings?bodyCode=board&heldOnFrom=2009-03-06&sort=-heldOn").expect(200).json();
    assert_eq!(page["_meta"]["totalRecords"], 1);
}

fn the_working_committee_represents_and_an_area_unit_notes_its_own(backend: Backend) {
    let world = World::new(backend);
    let committee = world.user("working_committee");
    let made = committee.post("/visits", &visit("Besök i Hamar")).expect(201).json();
    assert_eq!(made["warnings"], json!([]));
    let path = format!("/visits/{}", made["id"].as_str().unwrap());
    committee.patch(&path, "*", &json!({"report": "En arbetsgrupp tillsattes."})).expect(200);
    let area = world.area_unit();
    let own = area.post("/visits", &visit("Eget besök")).expect(201).json();
    assert_eq!(own["ownerUnitId"], json!(world.unit("area")));
    let mut others = visit("Andras");
    others["ownerUnitId"] = json!(world.unit("other-area"));
    area.post("/visits", &others).problem(403, "forbidden");
    area.patch(&format!("/visits/{}", own["id"].as_str().unwrap()), "*", &json!({"note": "x"}))
        .problem(403, "forbidden");
    for (field, value, fault) in [
        ("endsOn", json!("2009-05-11"), "/endsOn rule"),
        ("country", json!("XX"), "/country unknown_code"),
        (
            "representatives",
            json!([{"person": "Någon", "bodyCode": "nobody"}]),
            "/representatives/0/bodyCode unknown_reference",
        ),
        ("partnerIds", json!([uuid::Uuid::now_v7()]), "/partnerIds/0 unknown_reference"),
        ("cost", json!({"amount": "1.234", "currency": "SEK"}), "/cost/amount too_precise"),
    ] {
        let mut body = visit("Fel");
        body[field] = value;
        assert_eq!(committee.post("/visits", &body).faults(), [fault]);
    }
}

fn an_introduction_lies_within_its_visit(backend: Backend) {
    let world = World::new(backend);
    let committee = world.user("working_committee");
    let mut body = visit("Besök");
    body["endsOn"] = json!("2009-05-13");
    let visited = committee.post("/visits", &body).expect(201).id();
    let party = world.partner("Hedmark").id();
    let opened = |day: &str, visit: Value| {
        let body = json!({
            "visitId": visit, "introducedOn": day, "openedBy": "Ordföranden", "partnerId": party,
            "introducedTo": "Karlstads universitet",
        });
        committee.post("/introductions", &body)
    };
    opened("2009-05-13", json!(visited)).expect(201);
    for day in ["2009-05-11", "2009-05-14"] {
        assert_eq!(opened(day, json!(visited)).problem(422, "unprocessable").faults(), ["/introducedOn rule"]);
    }
    opened("2009-09-01", Value::Null).expect(201);
}

fn the_report_on_visits_tells_what_came_of_them(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let party = world.partner("Hedmark & Oppland").id();
    let follow_up =
        staff.post("/activities", &activity("Arbetsgrupp", 2009, None, &world.unit("area"))).expect(201).id();
    let mut first = visit("Besök i Hamar");
    (first["partnerIds"], first["followUpIds"]) = (json!([party]), json!([follow_up]));
    first["cost"] = json!({"amount": "15000", "currency": "SEK"});
    staff.post("/visits", &first).expect(201);
    let mut second = visit("Besök från Tartu");
    (second["direction"], second["representatives"], second["startsOn"]) =
        (json!("incoming"), json!([]), json!("2009-01-02"));
    staff.post("/visits", &second).expect(201);
    let body = json!({
        "introducedOn": "2009-05-12", "openedBy": "Ordföranden", "partnerId": party, "introducedTo": "Universitetet",
        "result": "Ett projekt söks.",
    });
    staff.post("/introductions", &body).expect(201);
    let report = |query: &str| world.reader().get(&format!("/reports/visits?{query}")).expect(200);
    let data = report("year=2009").json();
    let titles: Vec<&Value> = data["visits"].as_array().unwrap().iter().map(|line| &line["title"]).collect();
    assert_eq!(titles, ["Besök från Tartu", "Besök i Hamar"]);
    assert_eq!((&data["withoutCommittee"], &data["withResult"]), (&json!(1), &json!(1)));
    assert_eq!(data["costs"], json!([{"amount": "15000.00", "currency": "SEK"}]));
    assert_eq!(data["visits"][1]["followUps"][0]["name"], "Arbetsgrupp");
    assert_eq!(data["introductions"][0]["partner"], "Hedmark & Oppland");
    assert_eq!(report("year=2010").json()["visits"], json!([]));
    let page = report("year=2009&format=html&lang=sv").text();
    assert!(
        page.contains("Hedmark &amp; Oppland") && page.contains("Norge") && page.contains("Öppnade dörrar"),
        "{page}"
    );
}

fn the_agenda_names_what_waits_and_what_is_due(backend: Backend) {
    let (world, clock) = at(backend, "2025-01-10");
    let staff = world.coordination_unit();
    let party = world.partner("Innlandet").id();
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let body = json!({"strategyId": strategy, "code": "kultur", "name": {"sv": "Kultur"}, "order": 1});
    let area = world.proposed("/strategy-areas", &body);
    world.proposed("/cooperation-agreements", &agreement("Nytt avtal", &party));
    let mut joining = membership(&world.organisation("CPMR"));
    joining["frameworkLinks"] = json!([]);
    staff.post("/memberships", &joining).expect(201);
    world.signed_agreement(&agreement("Löper ut", &party));
    let mut later = agreement("Senare", &party);
    later["validTo"] = json!("2028-12-31");
    world.signed_agreement(&later);
    let mut yearly = membership(&world.organisation("AER"));
    yearly["noticeMonths"] = json!(6);
    world.active_membership(&yearly);
    set(&clock, "2026-02-01");
    let staff = world.coordination_unit();
    let agenda = |query: &str| world.reader().get(&format!("/reports/board-agenda?{query}")).expect(200).json();
    let titles = |data: &Value, list: &str| -> Vec<String> {
        data[list].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
    };
    // Without a calendar, half a year ahead; 60 days before the last notice day.
    let data = agenda("");
    assert_eq!(
        (&data["before"], titles(&data, "deadlines")),
        (&json!("2026-07-31"), vec!["Löper ut".to_owned(), "AER".to_owned()])
    );
    assert_eq!(data["deadlines"][0]["decisionNeededBy"], "2026-05-01");
    assert_eq!(titles(&data, "proposals"), ["Kultur", "Nytt avtal", "CPMR"]);
    let rules: Vec<&Value> =
        data["proposals"][0]["missing"].as_array().unwrap().iter().map(|one| &one["rule"]).collect();
    assert_eq!(rules, ["R-04", "R-04"]);
    assert_eq!(data["proposals"][1]["missing"], json!([]));
    assert_eq!(data["proposals"][2]["missing"][0]["rule"], "R-05");
    // By the meetings of the board: what must be decided before the meeting after next.
    for day in ["2026-02-12", "2026-04-16", "2026-05-20", "2026-06-30"] {
        world.meeting("board", day);
    }
    world.meeting("working_committee", "2026-06-25");
    let data = agenda("");
    assert_eq!(data["meetings"].as_array().unwrap().len(), 2);
    assert_eq!((&data["before"], titles(&data, "deadlines")), (&json!("2026-04-16"), vec![]));
    let data = agenda("before=2026-05-21");
    assert_eq!(titles(&data, "deadlines").len(), 2);
    assert_eq!(
        (&data["deadlines"][0]["decisionNeededBy"], &data["deadlines"][0]["decisionNeededByBasis"]),
        (&json!("2026-05-20"), &json!("meeting"))
    );
    assert_eq!(titles(&agenda("before=2026-05-20"), "deadlines").len(), 0, "before, and not on");
    assert_eq!(titles(&agenda("before=9999-12-31"), "deadlines").len(), 3, "to the last day of all");
    // Another meeting on the same day is not the meeting after next.
    world.meeting("board", "2026-02-12");
    assert_eq!(agenda("")["before"], "2026-04-16");
    set(&clock, "2026-06-01");
    let staff_now = world.coordination_unit();
    let data = world.reader().get("/reports/board-agenda").expect(200).json();
    assert!(data["deadlines"].as_array().unwrap().iter().all(|one| one["overdue"] == true), "{data}");
    // As long as it is in force, also when the last notice day is past.
    set(&clock, "2026-07-01");
    let data = world.reader().get("/reports/board-agenda").expect(200).json();
    assert_eq!(titles(&data, "deadlines"), ["Löper ut"]);
    // A body that may not decide has nothing before it.
    let committee = world.reader().get("/reports/board-agenda?body=working_committee").expect(200).json();
    assert_eq!((&committee["proposals"], &committee["deadlines"]), (&json!([]), &json!([])));
    world.reader().get("/reports/board-agenda?body=nobody").problem(404, "not_found");
    let page = world.reader().get("/reports/board-agenda?format=html&lang=sv").expect(200).text();
    assert!(page.contains("Förslag som väntar på beslut") && page.contains("Löper ut"), "{page}");
    let csv = world.reader().get("/reports/board-agenda?format=csv").expect(200).text();
    assert!(csv.contains("Nytt avtal"), "{csv}");
    drop((staff, staff_now, area));
}

fn the_brief_tells_what_changed_since_the_meeting_before(backend: Backend) {
    let (world, clock) = at(backend, "2025-01-10");
    let staff = world.coordination_unit();
    let party = world.partner("Före mötet").id();
    let gone = staff.post("/partners", &crate::support::partner("Borttagen <region>")).expect(201).id();
    world.meeting("board", "2025-01-10");
    set(&clock, "2025-01-11");
    let staff = world.coordination_unit();
    staff.delete(&format!("/partners/{gone}"), "*").expect(204);
    let path = world.signed_agreement(&agreement("Nytt avtal", &party));
    world.active_membership(&membership(&world.organisation("AER")));
    let mut body = visit("Utan utskottet");
    body["representatives"] = json!([]);
    staff.post("/visits", &body).expect(201);
    let incomplete = {
        let mut body = decision("approve_agreement", &[("cooperation_agreement", id_of(&path))], "2025-01-11", "90");
        body["section"] = Value::Null;
        world.user("board").post("/decisions", &body).expect(201).id()
    };
    let next = world.meeting("board", "2025-02-13");
    let board = world.user("board");
    let brief = board.get(&format!("/reports/board-brief?meetingId={next}")).expect(200).json();
    assert_eq!((&brief["since"], &brief["heldOn"]), (&json!("2025-01-10"), &json!("2025-02-13")));
    let changes = brief["changes"].as_array().unwrap();
    let change =
        |name: &str| changes.iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("no {name}: {changes:?}"));
    assert_eq!(change("Borttagen <region>")["actions"], json!(["delete"]));
    let agreed = change("Nytt avtal");
    assert_eq!((&agreed["actions"], &agreed["state"]), (&json!(["create", "transition"]), &json!("signed")));
    assert!(changes.iter().all(|one| one["name"] != "Före mötet" && one["type"] != "user"), "{changes:?}");
    assert_eq!(brief["changedRecords"], changes.len());
    let titles: Vec<&Value> = brief["decisions"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert_eq!(titles.len(), 3, "{titles:?}");
    let rules = |data: &Value| {
        let mut rules: Vec<String> = data["warnings"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|one| one["warnings"].as_array().unwrap())
            .map(|one| one["rule"].as_str().unwrap().to_owned())
            .collect();
        rules.sort();
        rules
    };
    assert_eq!(rules(&brief), ["R-14", "W5", "W7", "W8"]);
    // Of a meeting that is past, today's warnings are not told. There is no brief as of an earlier instant.
    let first = board.get("/meetings?heldOnTo=2025-01-10").expect(200).json()["items"][0]["id"].clone();
    let path = format!("/reports/board-brief?meetingId={}", first.as_str().unwrap());
    let told = board.get(&path).expect(200).json();
    assert_eq!(told["warnings"], Value::Null);
    // What was made before that meeting, and is gone since, has its name.
    let made = told["changes"].as_array().unwrap().iter().find(|one| one["name"] == "Borttagen <region>").unwrap();
    assert_eq!(made["actions"], json!(["create"]));
    let then = board.get(&format!("{path}&asOf=2025-01-10")).problem(400, "invalid_request");
    assert_eq!(then.faults(), ["asOf unknown"]);
    // The next brief tells neither of what was told nor of the visit; what stands is told again.
    set(&clock, "2025-02-14");
    let later = world.meeting("board", "2025-03-13");
    let board = world.user("board");
    let second = board.get(&format!("/reports/board-brief?meetingId={later}")).expect(200).json();
    assert_eq!(second["since"], "2025-02-13");
    assert!(second["changes"].as_array().unwrap().iter().all(|one| one["type"] == "meeting"), "{second}");
    assert_eq!(rules(&second), ["R-14", "W7", "W8"]);
    assert_eq!(board.get("/reports/board-brief").expect(200).json()["meetingId"], later, "the board's next");
    let page = board.get(&format!("/reports/board-brief?meetingId={next}&format=html&lang=sv")).expect(200).text();
    assert!(
        page.contains("Borttagen &lt;region&gt;") && page.contains("Fattade beslut") && page.contains("borttagen"),
        "{page}"
    );
    let csv = board.get(&format!("/reports/board-brief?meetingId={next}&format=csv&lang=en")).expect(200).text();
    assert!(csv.contains("deleted"), "{csv}");
    drop(incomplete);
}

fn the_agenda_looks_as_far_ahead_as_a_meeting_may_lie_before(backend: Backend) {
    let (world, _) = at(backend, "2025-09-01");
    world.signed_agreement(&agreement("Avtal", &world.partner("Innlandet").id()));
    // The last meeting that is known before the last notice day, nine months later.
    world.meeting("board", "2025-09-20");
    let agenda = world.reader().get("/reports/board-agenda").expect(200).json();
    assert_eq!(agenda["deadlines"][0]["decisionNeededBy"], "2025-09-20");
}

fn the_brief_is_for_those_who_read_history(backend: Backend) {
    let world = World::new(backend);
    let meeting = world.meeting("board", "2009-03-05");
    let refused = world.reader().get(&format!("/reports/board-brief?meetingId={meeting}")).problem(403, "forbidden");
    assert_eq!(refused.json()["permission"], "reports:history");
    let link = world.reader().post("/report-links", &json!({"report": "board-brief"}));
    assert_eq!(link.problem(403, "forbidden").json()["permission"], "reports:history");
    world.user("registrar").get(&format!("/reports/board-brief?meetingId={meeting}")).expect(200);
    let nowhere = uuid::Uuid::now_v7();
    world.user("board").get(&format!("/reports/board-brief?meetingId={nowhere}")).problem(404, "not_found");
}

fn what_is_put_away_makes_room_for_a_competence(backend: Backend) {
    let world = World::new(backend);
    let administrator = world.administrator();
    let body = json!({"bodyCode": "working_committee", "decisionKind": "approve_agreement"});
    let first = format!("/competences/{}", administrator.post("/competences", &body).expect(201).id());
    administrator.patch(&first, "*", &json!({"archived": true})).expect(200);
    administrator.post("/competences", &body).expect(201);
    administrator.patch(&first, "*", &json!({"note": "Fel."})).expect(200);
    let refused = administrator.patch(&first, "*", &json!({"archived": false})).problem(409, "duplicate");
    assert_eq!(refused.faults(), ["/validFrom taken"]);
}

fn a_meeting_that_was_called_off_is_neither_the_next_nor_the_one_before(backend: Backend) {
    let (world, _) = at(backend, "2025-01-10");
    let [before, off, next] = ["2025-01-15", "2025-02-13", "2025-03-13"].map(|day| world.meeting("board", day));
    world.user("registrar").patch(&format!("/meetings/{off}"), "*", &json!({"archived": true})).expect(200);
    let agenda = world.reader().get("/reports/board-agenda").expect(200).json();
    let ids: Vec<&Value> = agenda["meetings"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&json!(before), &json!(next)]);
    let brief = world.user("board").get(&format!("/reports/board-brief?meetingId={next}")).expect(200).json();
    assert_eq!(brief["since"], "2025-01-15");
}

fn a_visit_is_reported_on_after_a_body_has_gone_and_what_is_put_away_is_not_told(backend: Backend) {
    let world = World::new(backend);
    let (staff, registrar) = (world.coordination_unit(), world.user("registrar"));
    let body = json!({"code": "committee", "name": {"sv": "Utskottet"}, "validFrom": "2000-01-01"});
    let gone = format!("/bodies/{}", registrar.post("/bodies", &body).expect(201).id());
    let mut body = visit("Besök");
    body["representatives"] = json!([{"person": "Ordföranden", "bodyCode": "committee"}]);
    let path = format!("/visits/{}", staff.post("/visits", &body).expect(201).id());
    let opened = json!({
        "introducedOn": "2009-05-12", "openedBy": "Ordföranden", "partnerId": world.partner("Hedmark").id(),
        "introducedTo": "Universitetet",
    });
    let opened = format!("/introductions/{}", staff.post("/introductions", &opened).expect(201).id());
    registrar.patch(&gone, "*", &json!({"validTo": "2008-12-31"})).expect(200);
    staff.patch(&path, "*", &json!({"report": "Två möten."})).expect(200);
    for one in [&path, &opened] {
        staff.patch(one, "*", &json!({"archived": true})).expect(200);
    }
    let data = world.reader().get("/reports/visits?year=2009").expect(200).json();
    assert_eq!((&data["visits"], &data["introductions"]), (&json!([]), &json!([])));
}

fn the_agenda_asks_for_competence_on_the_day_of_the_next_meeting(backend: Backend) {
    let (world, clock) = at(backend, "2026-05-01");
    world.signed_agreement(&agreement("Avtal", &world.partner("Innlandet").id()));
    let overdue = || {
        let agenda = world.reader().get("/reports/board-agenda?before=2026-06-05").expect(200).json();
        agenda["deadlines"].as_array().unwrap().iter().map(|one| one["overdue"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(overdue(), [json!(false)], "the day itself is not past");
    set(&clock, "2026-05-02");
    assert_eq!(overdue(), [json!(true)]);
    let administrator = world.administrator();
    let found = administrator.get("/competences?decisionKind=terminate_agreement").expect(200).json();
    let path = format!("/competences/{}", found["items"][0]["id"].as_str().unwrap());
    administrator.patch(&path, "*", &json!({"validTo": "2026-05-31"})).expect(200);
    world.meeting("board", "2026-06-04");
    assert_eq!(overdue(), Vec::<Value>::new(), "at its next meeting the board decides no more");
}

fn a_brief_ends_with_the_day_of_its_meeting(backend: Backend) {
    let (world, clock) = at(backend, "2025-01-10");
    let meeting = world.meeting("board", "2025-01-10");
    world.partner("Samma dag");
    set(&clock, "2025-01-11");
    world.partner("Dagen efter");
    let brief = world.user("board").get(&format!("/reports/board-brief?meetingId={meeting}")).expect(200).json();
    let names: Vec<&Value> = brief["changes"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert!(names.contains(&&json!("Samma dag")) && !names.contains(&&json!("Dagen efter")), "{names:?}");
}
