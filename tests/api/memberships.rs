//! Memberships with their fees, mandates and benefit reviews.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Backend, World, id_of, membership, partner};

crate::tests! {
    a_membership_of_its_own_begins_and_ends_by_decisions,
    what_is_not_the_regions_own_needs_no_decision,
    an_indirect_membership_does_not_become_a_direct_one,
    the_level_says_who_is_a_member_and_through_whom,
    nobody_is_a_member_twice_at_a_time,
    notice_is_given_before_the_last_day_or_the_end_of_a_year,
    a_fee_is_one_a_year_and_the_regions_own,
    a_mandate_lies_within_its_membership_or_has_none,
    a_review_is_one_a_year,
    the_report_tells_cost_against_benefit,
    a_membership_holds_from_its_first_day_and_keeps_its_organisation,
    a_membership_with_a_last_day_and_no_notice_is_on_the_agenda,
    what_is_not_the_regions_own_ends_on_a_day_and_is_reviewed_unless_a_municipalitys,
    the_report_tells_of_a_fee_before_the_first_day_and_of_a_past_year_as_it_ended,
}

fn at(backend: Backend, day: &str) -> (World, Clock) {
    let clock = Clock::fixed(format!("{day}T10:00:00Z").parse().unwrap());
    (World::with(backend, clock.clone(), &[]), clock)
}

fn set(clock: &Clock, day: &str) {
    clock.set(format!("{day}T10:00:00Z").parse().unwrap());
}

fn a_membership_of_its_own_begins_and_ends_by_decisions(backend: Backend) {
    let (world, clock) = at(backend, "2024-01-10");
    let staff = world.coordination_unit();
    let organisation = world.organisation("Vanguard Initiative");
    let mut bare = membership(&organisation);
    bare["frameworkLinks"] = json!([]);
    let path = format!("/memberships/{}", staff.post("/memberships", &bare).expect(201).id());
    let go = |to: &str, fields: Value| staff.post(&format!("{path}/transitions"), &json!({"to": to, "fields": fields}));
    let refused = go("active", json!({"startsOn": "2024-01-10"})).problem(422, "unprocessable");
    assert_eq!(
        (refused.faults(), &refused.json()["rule"]),
        (vec![" rule".to_owned(), "/strategyAreaIds rule".to_owned()], &json!("G3"))
    );
    let refused = world.decide("join_membership", &[("membership", id_of(&path))]).problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/subjects/0 rule".to_owned()], &json!("R-05")));
    staff.patch(&path, "*", &json!({"frameworkLinks": [{"code": "RUP-5"}]})).expect(200);
    world.decide("join_membership", &[("membership", id_of(&path))]).expect(201);
    let refused = staff.patch(&path, "*", &json!({"purpose": "Annat"})).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/purpose settled"]);
    assert_eq!(go("active", json!({})).problem(422, "unprocessable").faults(), ["/startsOn rule"]);
    // Nor does anybody undo the board's decision.
    staff.transition(&path, "withdrawn").problem(409, "state_conflict");
    // It never holds before the decision, whatever day it is said to begin.
    let now = go("active", json!({"startsOn": "2023-11-14"})).expect(200).json();
    assert_eq!((&now["state"], &now["inForce"]), (&json!("active"), &json!(true)));
    let on = |day: &str| {
        world.reader().get(&format!("/memberships?on={day}")).expect(200).json()["_meta"]["totalRecords"].clone()
    };
    assert_eq!((on("2024-01-09"), on("2024-01-10")), (json!(0), json!(1)));
    assert_eq!(go("notice_given", json!({})).problem(409, "gate_closed").json()["gate"], "G3");
    let refused = go("ended", json!({"endsOn": "2024-12-31"})).problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec![" rule".to_owned()], &json!("G3")));
    set(&clock, "2024-05-20");
    world.decide("leave_membership", &[("membership", id_of(&path))]).expect(201);
    // It is neither ended nor revived by a patch, nor on a day before the notice or to come.
    for (field, value) in
        [("endsOn", json!("2024-02-01")), ("noticeMonths", json!(0)), ("startsOn", json!("2030-01-01"))]
    {
        let refused = world.coordination_unit().patch(&path, "*", &json!({field: value})).problem(422, "unprocessable");
        assert!(refused.faults().contains(&format!("/{field} settled")), "{:?}", refused.faults());
    }
    for day in ["2024-05-19", "2024-05-21"] {
        let end = json!({"to": "ended", "fields": {"endsOn": day}});
        let refused = world.coordination_unit().post(&format!("{path}/transitions"), &end);
        assert_eq!(refused.problem(422, "unprocessable").faults(), ["/endsOn rule"]);
    }
    set(&clock, "2025-01-02");
    let staff = world.coordination_unit();
    let end = json!({"to": "ended", "fields": {"endsOn": "2024-12-31"}});
    let now = staff.post(&format!("{path}/transitions"), &end).expect(200).json();
    assert_eq!((&now["inForce"], &now["lapsed"]), (&json!(false), &json!(false)));
    assert_eq!((on("2024-12-31"), on("2025-01-01")), (json!(1), json!(0)));
    // A rejected one is withdrawn, a referred one waits.
    let other = format!("/memberships/{}", staff.post("/memberships", &membership(&organisation)).expect(201).id());
    for (outcome, then, section) in [("referred", "proposed", "90"), ("rejected", "withdrawn", "91")] {
        let mut body =
            crate::support::decision("join_membership", &[("membership", id_of(&other))], "2025-01-02", section);
        body["outcome"] = json!(outcome);
        world.user("registrar").post("/decisions", &body).expect(201);
        assert_eq!(world.reader().get(&other).expect(200).json()["state"], then);
    }
}

fn what_is_not_the_regions_own_needs_no_decision(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let staff = world.coordination_unit();
    let mut body = membership(&world.organisation("CEMR"));
    (body["level"], body["viaOrganisationId"]) = (json!("indirect"), json!(world.organisation("SKR")));
    let path = format!("/memberships/{}", staff.post("/memberships", &body).expect(201).id());
    let go = |to: &str, fields: Value| staff.post(&format!("{path}/transitions"), &json!({"to": to, "fields": fields}));
    let offered = staff.get(&format!("{path}/transitions")).expect(200).json();
    let begin = offered["items"].as_array().unwrap().iter().find(|way| way["to"] == "active").unwrap().clone();
    assert_eq!((&begin["gate"], &begin["missing"][0]["pointer"]), (&Value::Null, &json!("/startsOn")));
    go("active", json!({"startsOn": "2024-01-01"})).expect(200);
    go("ended", json!({"endsOn": "2024-06-30"})).expect(200);
    let named = world.reader().get(&format!("{path}?expand=organisation,viaOrganisation")).expect(200).json();
    assert_eq!(named["_embedded"]["viaOrganisation"][0]["name"], "SKR");
}

fn an_indirect_membership_does_not_become_a_direct_one(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let staff = world.coordination_unit();
    let mut body = membership(&world.organisation("CEMR"));
    (body["level"], body["viaOrganisationId"]) = (json!("indirect"), json!(world.organisation("SKR")));
    let path = format!("/memberships/{}", staff.post("/memberships", &body).expect(201).id());
    let begin = json!({"to": "active", "fields": {"startsOn": "2024-01-01"}});
    staff.post(&format!("{path}/transitions"), &begin).expect(200);
    let refused =
        staff.patch(&path, "*", &json!({"level": "direct", "viaOrganisationId": null})).problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec![" rule".to_owned()], &json!("G3")));
}

fn the_level_says_who_is_a_member_and_through_whom(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let organisation = world.organisation("ARKO");
    let mut town = partner("Torsby kommun");
    (town["kind"], town["municipalityCode"], town["country"]) = (json!("municipality"), json!("1737"), json!("SE"));
    let town = world.coordination_unit().post("/partners", &town).expect(201).id();
    let tried = |changes: Value| {
        let mut body = membership(&organisation);
        changes.as_object().unwrap().iter().for_each(|(field, value)| body[field] = value.clone());
        world.coordination_unit().post("/memberships", &body)
    };
    tried(json!({"level": "municipal", "memberId": town})).expect(201);
    for (changes, faults) in [
        (json!({"level": "municipal"}), vec!["/memberId rule"]),
        (json!({"level": "indirect"}), vec!["/viaOrganisationId rule"]),
        (json!({"viaOrganisationId": town}), vec!["/viaOrganisationId rule"]),
        (json!({"memberId": town}), vec!["/memberId rule"]),
        (json!({"level": "municipal", "memberId": world.partner("Ett bolag").id()}), vec!["/memberId rule"]),
        (json!({"organisationId": town}), vec!["/organisationId rule"]),
        (json!({"level": "indirect", "viaOrganisationId": organisation}), vec!["/viaOrganisationId rule"]),
        (json!({"startsOn": "2024-02-01", "endsOn": "2024-01-31"}), vec!["/endsOn rule"]),
        (json!({"startsOn": "2024-02-01", "startsOnPrecision": "year"}), vec!["/startsOn rule"]),
    ] {
        assert_eq!(tried(changes.clone()).problem(422, "unprocessable").faults(), faults, "{changes}");
    }
}

fn nobody_is_a_member_twice_at_a_time(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let staff = world.coordination_unit();
    let organisation = world.organisation("AER");
    world.active_membership(&membership(&organisation));
    let path = format!("/memberships/{}", staff.post("/memberships", &membership(&organisation)).expect(201).id());
    world.decide("join_membership", &[("membership", id_of(&path))]).expect(201);
    let begin = json!({"to": "active", "fields": {"startsOn": "2030-01-01"}});
    let refused = staff.post(&format!("{path}/transitions"), &begin).problem(409, "duplicate");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/startsOn taken".to_owned()], &json!("R-34")));
    world.active_membership(&membership(&world.organisation("CPMR")));
}

fn notice_is_given_before_the_last_day_or_the_end_of_a_year(backend: Backend) {
    let (world, clock) = at(backend, "2024-01-10");
    let mut body = membership(&world.organisation("AER"));
    body["noticeMonths"] = json!(6);
    let path = world.active_membership(&body);
    let now = || world.reader().get(&path).expect(200).json();
    assert_eq!(now()["lastNoticeDay"], "2024-06-30");
    assert_eq!(
        (&now()["decisionNeededBy"], &now()["decisionNeededByBasis"]),
        (&json!("2024-05-01"), &json!("days_before"))
    );
    world.meeting("board", "2024-06-04");
    assert_eq!(
        (&now()["decisionNeededBy"], &now()["decisionNeededByBasis"]),
        (&json!("2024-06-04"), &json!("meeting"))
    );
    set(&clock, "2024-06-30");
    assert_eq!(now()["lastNoticeDay"], "2024-06-30");
    set(&clock, "2024-07-01");
    assert_eq!(now()["lastNoticeDay"], "2025-06-30");
    // Given, it ends the membership with the year in which it takes effect.
    set(&clock, "2025-07-01");
    world.decide("leave_membership", &[("membership", id_of(&path))]).expect(201);
    let on = |day: &str| {
        let page = world.reader().get(&format!("/memberships?on={day}")).expect(200).json();
        page["_meta"]["totalRecords"].clone()
    };
    assert_eq!((on("2026-12-31"), on("2027-01-01")), (json!(1), json!(0)));
    let mut body = membership(&world.organisation("CPMR"));
    (body["noticeMonths"], body["endsOn"]) = (json!(6), json!("2026-02-28"));
    let path = world.active_membership(&body);
    let now = || world.reader().get(&path).expect(200).json();
    assert_eq!(now()["lastNoticeDay"], "2025-08-31");
    set(&clock, "2026-03-01");
    assert_eq!(
        (&now()["lapsed"], &now()["decisionNeededBy"], &now()["warnings"]),
        (&json!(true), &Value::Null, &json!([]))
    );
}

fn fee(membership: &str, year: i32, amount: &str) -> Value {
    json!({"membershipId": membership, "year": year, "amount": {"amount": amount, "currency": "SEK"}, "basis": "fixed"})
}

fn a_fee_is_one_a_year_and_the_regions_own(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let staff = world.coordination_unit();
    let path = world.active_membership(&membership(&world.organisation("AER")));
    let first = staff.post("/membership-fees", &fee(id_of(&path), 2024, "27500")).expect(201).json();
    assert_eq!(first["amount"]["amount"], "27500.00");
    let again = staff.post("/membership-fees", &fee(id_of(&path), 2024, "1")).problem(409, "duplicate");
    assert_eq!(again.faults(), ["/year taken"]);
    // A wrong one is put away, and makes room.
    let wrong = format!("/membership-fees/{}", first["id"].as_str().unwrap());
    staff.patch(&wrong, "*", &json!({"archived": true})).expect(200);
    staff.post("/membership-fees", &fee(id_of(&path), 2024, "28000")).expect(201);
    assert_eq!(
        staff.patch(&wrong, "*", &json!({"archived": false})).problem(409, "duplicate").faults(),
        ["/year taken"]
    );
    for (changes, faults) in [
        (json!({"basis": "by_population"}), vec!["/populationCount rule"]),
        (json!({"populationCount": 273000}), vec!["/populationCount rule"]),
        (json!({"amount": {"amount": "1.234", "currency": "SEK"}}), vec!["/amount/amount too_precise"]),
    ] {
        let mut body = fee(id_of(&path), 2025, "1");
        changes.as_object().unwrap().iter().for_each(|(field, value)| body[field] = value.clone());
        assert_eq!(staff.post("/membership-fees", &body).problem(422, "unprocessable").faults(), faults);
    }
    let mut body = membership(&world.organisation("CEMR"));
    (body["level"], body["viaOrganisationId"]) = (json!("indirect"), json!(world.organisation("SKR")));
    let indirect = staff.post("/memberships", &body).expect(201).id();
    let refused = staff.post("/membership-fees", &fee(&indirect, 2024, "1")).problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/membershipId rule".to_owned()], &json!("R-35")));
    world.user("registrar").post("/membership-fees", &fee(id_of(&path), 2026, "1")).problem(403, "forbidden");
}

fn a_mandate_lies_within_its_membership_or_has_none(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let registrar = world.user("registrar");
    let mut body = membership(&world.organisation("AER"));
    body["endsOn"] = json!("2026-12-31");
    let path = world.active_membership(&body);
    let mandate = |start: &str, end: &str| {
        json!({
            "membershipId": id_of(&path), "bodyName": "Politiska byrån", "holder": "Regionrådet", "seat": "member",
            "startsOn": start, "endsOn": end,
        })
    };
    registrar.post("/mandates", &mandate("2024-01-10", "2026-12-31")).expect(201);
    for (start, end, faults) in [
        ("2024-01-09", "2026-12-31", vec!["/startsOn rule"]),
        ("2024-01-10", "2027-01-01", vec!["/endsOn rule"]),
        ("2025-01-02", "2025-01-01", vec!["/endsOn rule"]),
    ] {
        assert_eq!(registrar.post("/mandates", &mandate(start, end)).problem(422, "unprocessable").faults(), faults);
    }
    // a seat that the state gives.
    let mut seat = mandate("2020-01-26", "2025-01-25");
    (seat["membershipId"], seat["bodyName"]) = (Value::Null, json!("Europeiska regionkommittén"));
    registrar.post("/mandates", &seat).expect(201);
    let on = |query: &str| {
        world.reader().get(&format!("/mandates?{query}")).expect(200).json()["_meta"]["totalRecords"].clone()
    };
    assert_eq!((on("membershipId=none"), on("on=2024-01-09"), on("on=2024-01-10")), (json!(1), json!(1), json!(2)));
}

fn review(membership: &str, year: i32, recommendation: &str) -> Value {
    json!({"membershipId": membership, "year": year, "grade": 4, "recommendation": recommendation, "text": "Två projekt."})
}

fn a_review_is_one_a_year(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let staff = world.coordination_unit();
    let path = world.active_membership(&membership(&world.organisation("AER")));
    staff.post("/benefit-reviews", &review(id_of(&path), 2024, "stay")).expect(201);
    let again = staff.post("/benefit-reviews", &review(id_of(&path), 2024, "leave")).problem(409, "duplicate");
    assert_eq!(again.faults(), ["/year taken"]);
    let mut body = review(id_of(&path), 2025, "stay");
    (body["meetingsHeld"], body["meetingsAttended"]) = (json!(2), json!(3));
    assert_eq!(
        staff.post("/benefit-reviews", &body).problem(422, "unprocessable").faults(),
        ["/meetingsAttended rule"]
    );
    body["grade"] = json!(6);
    assert!(staff.post("/benefit-reviews", &body).faults().contains(&"/grade too_large".to_owned()));
}

fn the_report_tells_cost_against_benefit(backend: Backend) {
    let (world, _) = at(backend, "2024-03-10");
    let staff = world.coordination_unit();
    let one = world.active_membership(&membership(&world.organisation("Ådalens <nät>")));
    let two = world.active_membership(&membership(&world.organisation("Zonen")));
    staff.post("/membership-fees", &fee(id_of(&one), 2024, "27500")).expect(201);
    let mut euro = fee(id_of(&two), 2024, "1000");
    euro["amount"]["currency"] = json!("EUR");
    staff.post("/membership-fees", &euro).expect(201);
    staff.post("/benefit-reviews", &review(id_of(&one), 2024, "renegotiate")).expect(201);
    let seat = json!({"membershipId": id_of(&one), "bodyName": "Byrån", "holder": "Regionrådet", "seat": "member"});
    staff.post("/mandates", &seat).expect(201);
    let report = |query: &str| world.reader().get(&format!("/reports/memberships?{query}")).expect(200);
    let data = report("year=2024").json();
    let names: Vec<&Value> = data["memberships"].as_array().unwrap().iter().map(|line| &line["name"]).collect();
    assert_eq!(names, ["Zonen", "Ådalens <nät>"], "in Swedish order");
    assert_eq!(
        data["fees"],
        json!([{"amount": "1000.00", "currency": "EUR"}, {"amount": "27500.00", "currency": "SEK"}])
    );
    let line = &data["memberships"][1];
    assert_eq!((&line["mandates"], &line["benefit"]["recommendation"]), (&json!(1), &json!("renegotiate")));
    assert_eq!(data["reviewed"], 1);
    let warned = |line: &Value| line["warnings"].as_array().unwrap().iter().any(|one| one["rule"] == "W7");
    assert_eq!((warned(&data["memberships"][0]), warned(line)), (true, false));
    assert_eq!(report("year=2023").json()["memberships"], json!([]));
    let page = report("year=2024&format=html&lang=sv").text();
    assert!(
        page.contains("Ådalens &lt;nät&gt;") && page.contains("Omförhandla") && page.contains("27\u{a0}500\u{a0}SEK"),
        "{page}"
    );
    let csv = report("year=2024&format=csv&lang=en").text();
    assert!(
        csv.starts_with("Organisation,Level,State,From,To,Fee,Mandates,") && csv.contains(",1000.00 EUR,"),
        "{csv}"
    );
}

fn a_membership_holds_from_its_first_day_and_keeps_its_organisation(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let staff = world.coordination_unit();
    let path = format!(
        "/memberships/{}",
        staff.post("/memberships", &membership(&world.organisation("AER"))).expect(201).id()
    );
    world.decide("join_membership", &[("membership", id_of(&path))]).expect(201);
    let other = json!({"organisationId": world.organisation("CPMR")});
    assert_eq!(staff.patch(&path, "*", &other).problem(422, "unprocessable").faults(), ["/organisationId settled"]);
    let begin = json!({"to": "active", "fields": {"startsOn": "2024-02-01"}});
    assert_eq!(staff.post(&format!("{path}/transitions"), &begin).expect(200).json()["inForce"], false);
    for (day, count) in [("2024-01-31", 0), ("2024-02-01", 1)] {
        let page = world.reader().get(&format!("/memberships?on={day}")).expect(200).json();
        assert_eq!(page["_meta"]["totalRecords"], count, "{day}");
    }
    let early = crate::support::decision("leave_membership", &[("membership", id_of(&path))], "2024-01-09", "9");
    let refused = world.user("board").post("/decisions", &early).problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/decidedOn rule".to_owned()], &json!("G3")));
}

fn a_membership_with_a_last_day_and_no_notice_is_on_the_agenda(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let mut body = membership(&world.organisation("AER"));
    body["endsOn"] = json!("2024-12-31");
    let path = world.active_membership(&body);
    let now = world.reader().get(&path).expect(200).json();
    assert_eq!((&now["lastNoticeDay"], &now["decisionNeededBy"]), (&Value::Null, &json!("2024-11-01")));
    // What others are members of is not for the board to decide.
    let mut others = membership(&world.organisation("CEMR"));
    (others["level"], others["viaOrganisationId"]) = (json!("indirect"), json!(world.organisation("SKR")));
    (others["startsOn"], others["endsOn"]) = (json!("2024-01-01"), json!("2024-12-31"));
    let staff = world.coordination_unit();
    let other = staff.post("/memberships", &others).expect(201).id();
    staff.transition(&format!("/memberships/{other}"), "active").expect(200);
    let agenda = world.reader().get("/reports/board-agenda?before=2024-12-01").expect(200).json();
    let ids: Vec<&Value> = agenda["deadlines"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [id_of(&path)]);
}

fn what_is_not_the_regions_own_ends_on_a_day_and_is_reviewed_unless_a_municipalitys(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let staff = world.coordination_unit();
    let town = |name: &str, code: &str| {
        let mut body = partner(name);
        (body["kind"], body["municipalityCode"], body["country"]) = (json!("municipality"), json!(code), json!("SE"));
        staff.post("/partners", &body).expect(201).id()
    };
    let organisation = world.organisation("ARKO");
    let begun = |changes: Value| {
        let mut body = membership(&organisation);
        body["startsOn"] = json!("2024-01-01");
        changes.as_object().unwrap().iter().for_each(|(field, value)| body[field] = value.clone());
        let path = format!("/memberships/{}", staff.post("/memberships", &body).expect(201).id());
        let now = staff.transition(&path, "active").expect(200).json();
        (path, now["warnings"].as_array().unwrap().iter().map(|one| one["rule"].clone()).collect::<Vec<_>>())
    };
    // In one organisation the region, its municipalities and others through it are members beside each other.
    world.active_membership(&membership(&organisation));
    let (_, warned) = begun(json!({"level": "municipal", "memberId": town("Torsby kommun", "1737")}));
    assert_eq!(warned, Vec::<Value>::new());
    begun(json!({"level": "municipal", "memberId": town("Sunne kommun", "1766")}));
    let through = json!({"level": "indirect", "viaOrganisationId": world.organisation("SKR")});
    let (path, warned) = begun(through.clone());
    assert_eq!(warned, ["W7"]);
    assert_eq!(staff.transition(&path, "ended").problem(422, "unprocessable").faults(), ["/endsOn rule"]);
    // What is put away makes room.
    staff.patch(&path, "*", &json!({"archived": true})).expect(200);
    begun(through);
    let mut itself = membership(&organisation);
    (itself["level"], itself["memberId"]) = (json!("municipal"), json!(organisation));
    assert_eq!(
        staff.post("/memberships", &itself).problem(422, "unprocessable").faults(),
        ["/memberId rule", "/memberId rule"]
    );
}

fn the_report_tells_of_a_fee_before_the_first_day_and_of_a_past_year_as_it_ended(backend: Backend) {
    let (world, clock) = at(backend, "2024-03-10");
    let staff = world.coordination_unit();
    let path = world.active_membership(&membership(&world.organisation("AER")));
    staff.post("/membership-fees", &fee(id_of(&path), 2023, "100")).expect(201);
    staff.post("/benefit-reviews", &review(id_of(&path), 2024, "stay")).expect(201);
    set(&clock, "2025-06-01");
    let line = |year: i32| {
        let data = world.reader().get(&format!("/reports/memberships?year={year}")).expect(200).json();
        data["memberships"][0].clone()
    };
    assert_eq!(line(2023)["fee"]["amount"], "100.00");
    assert_eq!(line(2024)["warnings"], json!([]), "reviewed in 2024, if not in 2025 yet");
    assert_eq!(line(2025)["warnings"][0]["rule"], "W7");
}
