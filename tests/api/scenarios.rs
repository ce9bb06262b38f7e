//! The acceptance scenarios of the domain model, each under its number.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Backend, World, activity, agreement, decision, id_of, membership, strategy, visit};

crate::tests! {
    scenario_01_only_the_boards_decision_prioritises_an_area,
    scenario_02_an_area_links_to_the_regional_programme_or_is_not_prioritised,
    scenario_03_there_is_no_fourth_priority,
    scenario_04_an_activity_without_citizen_benefit_stays_a_draft,
    scenario_05_an_area_unit_does_not_edit_anothers_activity,
    scenario_07_a_profile_area_that_is_renamed_keeps_its_old_name_in_the_year_before,
    scenario_08_an_agreement_needs_its_decision_before_its_last_notice_day,
    scenario_09_a_gap_in_a_chain_of_agreements_is_flagged,
    scenario_10_a_partner_that_was_succeeded_is_flagged_and_nothing_moves,
    scenario_14_a_second_total_is_added_with_its_source_and_the_reported_one_stays,
    scenario_17_work_of_aid_character_needs_a_reason,
    scenario_18_a_visit_without_the_working_committee_is_saved_with_a_warning,
    scenario_20_of_two_who_change_an_agreement_the_second_is_told,
    scenario_21_the_feed_shows_a_deleted_draft_as_a_tombstone,
    scenario_22_a_review_ends_no_membership,
    scenario_23_a_decision_without_section_is_recorded_and_opens_nothing,
    scenario_24_a_page_beyond_the_end_is_empty,
}

fn scenario_01_only_the_boards_decision_prioritises_an_area(backend: Backend) {
    let world = World::new(backend);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let area = world.proposed_area(&strategy, "kultur");
    let path = format!("/strategy-areas/{area}");
    let closed = world.coordination_unit().transition(&path, "prioritised").problem(409, "gate_closed").json();
    assert_eq!((&closed["rule"], &closed["gate"]), (&json!("G4"), &json!("G4")));
    assert_eq!(closed["decisionKind"], "prioritise_area");
    assert_eq!(closed["missing"][0]["rule"], "G4");
    let today = world.app.clock.today().to_string();
    let subject = [("strategy_area", area.as_str())];
    let mut committee = decision("prioritise_area", &subject, &today, "7");
    committee["bodyCode"] = json!("working_committee");
    let refused = world.user("registrar").post("/decisions", &committee).problem(409, "state_conflict");
    assert_eq!(refused.faults(), ["/bodyCode not_competent"]);
    assert_eq!(refused.json()["rule"], "R-15");
    assert_eq!(world.reader().get(&path).expect(200).json()["state"], "proposed");
    let mut adjusted = decision("prioritise_area", &subject, &today, "7");
    adjusted["adjustedOn"] = json!(today);
    let decided = world.user("registrar").post("/decisions", &adjusted).expect(201).id();
    let now = world.reader().get(&path).expect(200).json();
    assert_eq!((&now["state"], &now["prioritisedOn"]), (&json!("prioritised"), &json!(today)));
    let history = world.user("board").get(&format!("{path}/history")).expect(200).json();
    let last = &history["items"][0];
    assert_eq!((&last["action"], &last["causeType"]), (&json!("transition"), &json!("decision")));
    assert_eq!((&last["causeId"], &last["actorId"]), (&json!(decided), &json!(world.user_id("registrar"))));
}

fn scenario_02_an_area_links_to_the_regional_programme_or_is_not_prioritised(backend: Backend) {
    let world = World::new(backend);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let staff = world.coordination_unit();
    let body = json!({"strategyId": strategy, "code": "kultur", "name": {"sv": "Kultur"}, "order": 1});
    let area = staff.post("/strategy-areas", &body).expect(201).id();
    let path = format!("/strategy-areas/{area}");
    staff.transition(&path, "proposed").expect(200);
    let decide = || world.decide("prioritise_area", &[("strategy_area", &area)]);
    let refused = |faults: usize| {
        let answer = decide().problem(422, "unprocessable");
        assert_eq!(answer.json()["rule"], "R-04");
        assert_eq!(answer.faults(), vec!["/subjects/0 rule"; faults]);
    };
    refused(2);
    staff.patch(&path, "*", &json!({"frameworkLinks": [{"code": "RUP-1"}]})).expect(200);
    refused(1);
    staff.patch(&path, "*", &json!({"frameworkLinks": [{"code": "RUP-1"}, {"code": "NS07-1"}]})).expect(200);
    refused(1);
    staff.patch(&path, "*", &json!({"frameworkLinks": [{"code": "RUP-1"}, {"code": "EU-2"}]})).expect(200);
    refused(1);
    // All three frameworks need no words; nor does a text need all three.
    let all = json!({"frameworkLinks": [{"code": "RUP-1"}, {"code": "NS07-1"}, {"code": "EU-2"}]});
    staff.patch(&path, "*", &all).expect(200);
    let missing = |path: &str| {
        let ways = staff.get(&format!("{path}/transitions")).expect(200).json();
        let ways = ways["items"].as_array().unwrap().clone();
        let gate = ways.iter().find(|way| way["to"] == "prioritised").unwrap().clone();
        assert_eq!((&gate["open"], &gate["gate"]), (&json!(false), &json!("G4")));
        gate["missing"].as_array().unwrap().len()
    };
    assert_eq!(missing(&path), 1, "the decision alone");
    let few = json!({"frameworkLinks": [{"code": "RUP-1"}], "linkJustification": "Ramverken nämner inte kultur."});
    staff.patch(&path, "*", &few).expect(200);
    decide().expect(201);
    // What the gate asked for stays.
    let taken = staff.patch(&path, "*", &json!({"frameworkLinks": [{"code": "NS07-1"}]})).problem(422, "unprocessable");
    assert_eq!(taken.faults(), ["/frameworkLinks rule"]);
    let taken = staff.patch(&path, "*", &json!({"linkJustification": null})).problem(422, "unprocessable");
    assert_eq!(taken.faults(), ["/linkJustification rule"]);
}

fn scenario_03_there_is_no_fourth_priority(backend: Backend) {
    let world = World::new(backend);
    let body = json!({"code": "fjarde", "name": {"sv": "Fjärde"}});
    for user in ["board", "coordination_unit", "administrator"] {
        let refused = world.user(user).post("/priorities", &body).problem(405, "method_not_allowed");
        assert_eq!(refused.header("allow"), Some("GET, HEAD"));
        let path = "/priorities/international_cooperation";
        world.user(user).delete(path, "*").problem(405, "method_not_allowed");
    }
    let page = world.reader().get("/priorities").expect(200).json();
    let codes: Vec<&str> = page["items"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["international_cooperation", "monitoring_and_knowledge", "influence_and_profiling"]);
}

fn scenario_04_an_activity_without_citizen_benefit_stays_a_draft(backend: Backend) {
    let world = World::new(backend);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let area = world.prioritised_area(&strategy, "kultur");
    let mut body = activity("Teaterutbyte", 2009, Some(&area), &world.unit("area"));
    body.as_object_mut().unwrap().remove("citizenBenefit");
    let unit = world.area_unit();
    let path = format!("/activities/{}", unit.post("/activities", &body).expect(201).id());
    let refused = unit.transition(&path, "planned").problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/citizenBenefit rule"]);
    let problem = refused.json();
    assert_eq!((&problem["rule"], &problem["missing"][0]["pointer"]), (&json!("R-06"), &json!("/citizenBenefit")));
    assert_eq!(unit.get(&path).expect(200).json()["state"], "draft");
    let benefit = json!({"citizenBenefit": {"kind": "indirect", "text": "Fler ser teater."}});
    unit.patch(&path, "*", &benefit).expect(200);
    unit.transition(&path, "planned").expect(200);
    // It is asked of what is planned, too.
    let taken = unit.patch(&path, "*", &json!({"citizenBenefit": null})).problem(422, "unprocessable");
    assert_eq!(taken.faults(), ["/citizenBenefit rule"]);
}

fn scenario_05_an_area_unit_does_not_edit_anothers_activity(backend: Backend) {
    let world = World::new(backend);
    let body = activity("Andras", 2009, None, &world.unit("other-area"));
    let path = format!("/activities/{}", world.user("other_area").post("/activities", &body).expect(201).id());
    let refused = world.area_unit().patch(&path, "*", &json!({"title": "Mitt"})).problem(403, "forbidden");
    assert_eq!(refused.json()["permission"], "activities:edit");
}

fn scenario_07_a_profile_area_that_is_renamed_keeps_its_old_name_in_the_year_before(backend: Backend) {
    let (world, clock) = at(backend, "2009-01-15");
    let area = world.strategy_area("kultur");
    let body = json!({"strategyAreaId": area, "year": 2009, "name": "Teater över gränsen", "rank": 1});
    let old = world.coordination_unit().post("/profile-areas", &body).expect(201).id();
    clock.set("2010-01-15T10:00:00Z".parse().unwrap());
    let body =
        json!({"strategyAreaId": area, "year": 2010, "name": "Teater över gränsen", "rank": 1, "carriedFromId": old});
    let new = world.coordination_unit().post("/profile-areas", &body).expect(201).id();
    let renamed = json!({"name": "Scenkonst i Norden"});
    world.coordination_unit().patch(&format!("/profile-areas/{new}"), "*", &renamed).expect(200);
    for (year, name) in [(2009, "Teater över gränsen"), (2010, "Scenkonst i Norden")] {
        let page = world.reader().get(&format!("/profile-areas?year={year}")).expect(200).json();
        let names: Vec<&Value> = page["items"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
        assert_eq!(names, [name], "{year}");
    }
    // Nor was anything written to the older one.
    assert_eq!(world.reader().get(&format!("/profile-areas/{old}")).expect(200).json()["version"], 1);
}

fn scenario_14_a_second_total_is_added_with_its_source_and_the_reported_one_stays(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let total = |amount: &str, source: &str, reporting: bool| {
        json!({"amount": {"amount": amount, "currency": "EUR"}, "basis": "granted", "source": source,
               "statedOn": null, "approximate": false, "reporting": reporting})
    };
    let of_programme = total("2983100.00", "Programmet", true);
    let body = json!({"name": "ecoINSIDE 2", "acronym": "ecoINSIDE2", "statedTotals": [of_programme]});
    let made = staff.post("/projects", &body).expect(201);
    let path = format!("/projects/{}", made.id());
    let rules = |project: &Value| {
        project["warnings"].as_array().unwrap().iter().map(|one| one["rule"].clone()).collect::<Vec<_>>()
    };
    assert_eq!((rules(&made.json()), &made.json()["leverage"]["total"]["amount"]), (vec![], &json!("2983100.00")));
    // keep.eu leaves the Norwegian part out: both are true, and the one that was reported stays so.
    let of_keep = total("1809351.00", "keep.eu", false);
    let both = json!({"statedTotals": [of_programme, of_keep]});
    let now = staff.patch(&path, &made.etag(), &both).expect(200).json();
    assert_eq!(now["statedTotals"], both["statedTotals"]);
    assert_eq!(now["leverage"]["total"]["amount"], "2983100.00");
    assert_eq!(rules(&now), ["R-29"]);
    assert!(now["warnings"][0]["message"].as_str().unwrap().contains("keep.eu"), "{now}");
    let mut marked = both.clone();
    marked["statedTotals"][1]["reporting"] = json!(true);
    assert_eq!(staff.patch(&path, "*", &marked).expect(422).json()["invalidParameters"][0]["rule"], "R-29");
    // What was applied for is another matter, and no conflict.
    let mut applied = both.clone();
    applied["statedTotals"][1]["basis"] = json!("applied");
    assert_eq!(rules(&staff.patch(&path, "*", &applied).expect(200).json()), Vec::<Value>::new());
}

fn scenario_17_work_of_aid_character_needs_a_reason(backend: Backend) {
    let world = World::new(backend);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2199-12-31");
    let area = world.prioritised_area(&strategy, "kultur");
    let mut body = activity("Bistånd", 2009, Some(&area), &world.unit("area"));
    body["aidCharacter"] = json!(true);
    let staff = world.coordination_unit();
    let path = format!("/activities/{}", staff.post("/activities", &body).expect(201).id());
    let refused = staff.transition(&path, "planned").problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/exceptionReason rule".to_owned()], &json!("D2")));
    staff.patch(&path, "*", &json!({"exceptionReason": "Uppdrag av regeringen."})).expect(200);
    staff.transition(&path, "planned").expect(200);
    // Nor can it become so afterwards without one.
    let plain = activity("Annat", 2009, Some(&area), &world.unit("area"));
    let path = format!("/activities/{}", staff.post("/activities", &plain).expect(201).id());
    staff.transition(&path, "planned").expect(200);
    let refused = staff.patch(&path, "*", &json!({"aidCharacter": true})).problem(422, "unprocessable");
    assert_eq!(refused.json()["rule"], "D2");
}

fn scenario_24_a_page_beyond_the_end_is_empty(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    for number in 0..3 {
        let body = strategy(&format!("Strategi {number}"), "2008-01-01", "2011-12-31");
        staff.post("/strategies", &body).expect(201);
    }
    for (list, total) in [("strategies", 3), ("activities", 0), ("decisions", 0), ("priorities", 3)] {
        let page = world.reader().get(&format!("/{list}?page=99")).expect(200).json();
        assert_eq!((&page["items"], &page["_meta"]["totalRecords"]), (&json!([]), &json!(total)), "{list}");
    }
}

fn at(backend: Backend, day: &str) -> (World, Clock) {
    let clock = Clock::fixed(format!("{day}T10:00:00Z").parse().unwrap());
    (World::with(backend, clock.clone(), &[]), clock)
}

fn scenario_08_an_agreement_needs_its_decision_before_its_last_notice_day(backend: Backend) {
    let (world, _) = at(backend, "2025-09-01");
    let path = world.signed_agreement(&agreement("Innlandet", &world.partner("Innlandet").id()));
    let now = || world.reader().get(&path).expect(200).json();
    assert_eq!(now()["lastNoticeDay"], "2026-06-30");
    let needed = || (now()["decisionNeededBy"].clone(), now()["decisionNeededByBasis"].clone());
    assert_eq!(needed(), (json!("2026-05-01"), json!("days_before")));
    for (body_code, day) in [("board", "2026-02-12"), ("board", "2026-06-30"), ("working_committee", "2026-06-29")] {
        world.meeting(body_code, day);
    }
    assert_eq!(needed(), (json!("2026-02-12"), json!("meeting")));
    // Two meetings on a day count as one day; a meeting that was called off does not count.
    let last = world.meeting("board", "2026-05-20");
    world.meeting("board", "2026-05-20");
    let off = world.meeting("board", "2026-06-11");
    assert_eq!(needed(), (json!("2026-06-11"), json!("meeting")));
    let registrar = world.user("registrar");
    registrar.patch(&format!("/meetings/{off}"), "*", &json!({"archived": true})).expect(200);
    registrar.patch(&format!("/meetings/{last}"), "*", &json!({"archived": true})).expect(200);
    assert_eq!(needed(), (json!("2026-05-20"), json!("meeting")));
    // The competent body's meetings: from 2026 on it is the committee that decides.
    let administrator = world.administrator();
    let found = administrator.get("/competences?decisionKind=terminate_agreement").expect(200).json();
    let competence = format!("/competences/{}", found["items"][0]["id"].as_str().unwrap());
    administrator.patch(&competence, "*", &json!({"validTo": "2025-12-31"})).expect(200);
    let body =
        json!({"bodyCode": "working_committee", "decisionKind": "terminate_agreement", "validFrom": "2026-01-01"});
    administrator.post("/competences", &body).expect(201);
    assert_eq!(needed(), (json!("2026-06-29"), json!("meeting")));
}

fn scenario_09_a_gap_in_a_chain_of_agreements_is_flagged(backend: Backend) {
    let (world, clock) = at(backend, "2020-03-01");
    let party = world.partner("Innlandet fylkeskommune").id();
    let mut first = agreement("Innlandet 2020-2022", &party);
    (first["validFrom"], first["validFromPrecision"]) = (json!("2020-01-01"), json!("year"));
    (first["validTo"], first["validToPrecision"]) = (json!("2022-12-31"), json!("year"));
    let first = world.signed_agreement(&first);
    clock.set("2023-03-07T10:00:00Z".parse().unwrap());
    let mut renewal = agreement("Innlandet 2023-2026", &party);
    (renewal["relation"], renewal["masterId"]) = (json!("renewal"), json!(id_of(&first)));
    (renewal["validFrom"], renewal["validFromPrecision"]) = (json!("2023-01-01"), json!("year"));
    let renewal = world.signed_agreement(&renewal);
    let now = world.reader().get(&renewal).expect(200).json();
    assert_eq!(now["gap"], json!({"from": "2023-01-01", "to": "2023-03-06"}));
    let gap = now["warnings"].as_array().unwrap().iter().find(|one| one["rule"] == "R-33").unwrap();
    assert_eq!(gap["message"], "No agreement of the chain was in force from 2023-01-01 to 2023-03-06.");
    assert_eq!(world.reader().get(&first).expect(200).json()["renewedById"], id_of(&renewal));
    for (day, count) in [("2022-12-31", 1), ("2023-01-01", 0), ("2023-03-06", 0), ("2023-03-07", 1)] {
        let page = world.reader().get(&format!("/cooperation-agreements?on={day}")).expect(200).json();
        assert_eq!(page["_meta"]["totalRecords"], count, "{day}");
    }
}

fn scenario_10_a_partner_that_was_succeeded_is_flagged_and_nothing_moves(backend: Backend) {
    let (world, _) = at(backend, "2023-06-01");
    let staff = world.coordination_unit();
    let viken = world.partner("Viken fylkeskommune").id();
    let path = world.signed_agreement(&agreement("Viken", &viken));
    let before = world.reader().get(&path).expect(200).json();
    let flags = |record: &Value| {
        let all = record["warnings"].as_array().unwrap();
        all.iter().filter(|one| one["rule"] == "R-31").map(|one| one["message"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(flags(&before), Vec::<Value>::new());
    for name in ["Østfold", "Akershus", "Buskerud"] {
        let mut body = crate::support::partner(&format!("{name} fylkeskommune"));
        body["predecessorIds"] = json!([viken]);
        staff.post("/partners", &body).expect(201);
    }
    let now = world.reader().get(&path).expect(200).json();
    let told =
        "Viken fylkeskommune was succeeded by Akershus fylkeskommune, Buskerud fylkeskommune, Østfold fylkeskommune.";
    assert_eq!(flags(&now), [told]);
    assert_eq!((&now["version"], &now["partnerIds"]), (&before["version"], &json!([viken])), "no silent move");
    let history = world.user("board").get(&format!("{path}/history")).expect(200).json();
    assert_eq!(history["_meta"]["totalRecords"], before["version"]);
    // On a day before that the successors were not there.
    staff
        .patch(&format!("/partners/{viken}"), "*", &json!({"validTo": "2023-12-31", "validToPrecision": "day"}))
        .expect(200);
    assert_eq!(flags(&world.reader().get(&path).expect(200).json()), Vec::<Value>::new());
    staff.patch(&format!("/partners/{viken}"), "*", &json!({"validTo": "2022-12-31"})).expect(200);
    assert_eq!(flags(&world.reader().get(&path).expect(200).json()), [told]);
    // In the report too, and of a partner that has ended without a successor.
    let report = world.reader().get("/reports/agreements").expect(200).json();
    assert_eq!(report["agreements"][0]["warnings"][0]["rule"], "R-31");
    let alone = world.partner("Østlandssamarbeidet").id();
    let other = world.signed_agreement(&agreement("Öst", &alone));
    staff.transition(&format!("/partners/{alone}"), "ended").expect(200);
    assert_eq!(flags(&world.reader().get(&other).expect(200).json()), ["Østlandssamarbeidet has ended."]);
}

fn scenario_18_a_visit_without_the_working_committee_is_saved_with_a_warning(backend: Backend) {
    let world = World::new(backend);
    let committee = world.user("working_committee");
    let mut body = visit("Besök i Hamar");
    body["representatives"] = json!([{"person": "En tjänsteman", "bodyCode": "board"}]);
    let made = committee.post("/visits", &body).expect(201).json();
    assert_eq!(
        (&made["warnings"][0]["rule"], &made["warnings"][0]["code"]),
        (&json!("W5"), &json!("no_committee_representative"))
    );
    let path = format!("/visits/{}", made["id"].as_str().unwrap());
    let listed = world.reader().get("/visits").expect(200).json();
    assert_eq!(listed["items"][0]["warnings"], made["warnings"]);
    let swedish = world.reader().get(&format!("{path}?lang=sv")).expect(200).json();
    assert_eq!(swedish["warnings"][0]["message"], "Ingen från arbetsutskottet företrädde regionen.");
    let more = json!({"representatives": [{"person": "Ordföranden", "bodyCode": "working_committee"}]});
    assert_eq!(committee.patch(&path, "*", &more).expect(200).json()["warnings"], json!([]));
}

fn scenario_20_of_two_who_change_an_agreement_the_second_is_told(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let body = agreement("Avtal", &world.partner("Innlandet").id());
    let made = staff.post("/cooperation-agreements", &body).expect(201);
    let path = format!("/cooperation-agreements/{}", made.id());
    let seen = made.etag();
    staff.patch(&path, &seen, &json!({"noticeMonths": 3})).expect(200);
    staff.patch(&path, &seen, &json!({"noticeMonths": 12})).problem(412, "precondition_failed");
    assert_eq!(world.reader().get(&path).expect(200).json()["noticeMonths"], 3);
}

fn scenario_21_the_feed_shows_a_deleted_draft_as_a_tombstone(backend: Backend) {
    let world = World::new(backend);
    let before = world.head();
    let draft = world.strategy_area("utkast");
    world.coordination_unit().delete(&format!("/strategy-areas/{draft}"), "*").expect(204);
    let told = world.user("board").get(&format!("/changes?after={before}&include=record")).expect(200).json();
    let items = told["items"].as_array().unwrap();
    let actions: Vec<&Value> = items.iter().map(|item| &item["action"]).collect();
    assert_eq!(actions, ["create", "delete"]);
    let tombstone = &items[1];
    assert_eq!((&tombstone["type"], &tombstone["id"]), (&json!("strategy_area"), &json!(draft)));
    assert_eq!((&tombstone["record"], &tombstone["_links"]), (&Value::Null, &json!({})));
    assert_eq!(told["_meta"]["last"], world.head());
}

fn scenario_22_a_review_ends_no_membership(backend: Backend) {
    let (world, _) = at(backend, "2024-03-01");
    let path = world.active_membership(&membership(&world.organisation("AER")));
    let meeting = world.meeting("board", "2024-03-01");
    let warned = || {
        let brief = world.user("board").get(&format!("/reports/board-brief?meetingId={meeting}")).expect(200).json();
        let all = brief["warnings"].as_array().unwrap().clone();
        all.iter().any(|one| one["name"] == "AER" && one["warnings"][0]["rule"] == "W7")
    };
    assert!(warned());
    let staff = world.coordination_unit();
    let body = json!({"membershipId": id_of(&path), "year": 2023, "recommendation": "stay", "text": "I fjol."});
    staff.post("/benefit-reviews", &body).expect(201);
    assert!(warned(), "last year's is not this year's");
    let body = json!({"membershipId": id_of(&path), "year": 2024, "recommendation": "leave", "text": "Ger för lite."});
    staff.post("/benefit-reviews", &body).expect(201);
    assert!(!warned());
    assert_eq!(world.reader().get(&path).expect(200).json()["state"], "active");
    let closed = staff.transition(&path, "notice_given").problem(409, "gate_closed").json();
    assert_eq!((&closed["gate"], &closed["decisionKind"]), (&json!("G3"), &json!("leave_membership")));
    world.decide("leave_membership", &[("membership", id_of(&path))]).expect(201);
    assert_eq!(world.reader().get(&path).expect(200).json()["state"], "notice_given");
}

fn scenario_23_a_decision_without_section_is_recorded_and_opens_nothing(backend: Backend) {
    let (world, clock) = at(backend, "2024-03-07");
    let registrar = world.user("registrar");
    let path = world.proposed("/cooperation-agreements", &agreement("Avtal", &world.partner("Innlandet").id()));
    let state = || world.reader().get(&path).expect(200).json()["state"].clone();
    let subject = [("cooperation_agreement", id_of(&path))];
    let complete = decision("approve_agreement", &subject, "2024-03-07", "45");
    let mut bare = complete.clone();
    bare["section"] = Value::Null;
    let first = registrar.post("/decisions", &bare).expect(201).json();
    assert_eq!((&first["warnings"][0]["rule"], state()), (&json!("R-14"), json!("proposed")));
    let id = first["id"].as_str().unwrap().to_owned();
    // What was changed since is not what the board saw.
    let staff = world.coordination_unit();
    let other = world.proposed("/cooperation-agreements", &agreement("Annat", &world.partner("Viken").id()));
    let mut early = decision("approve_agreement", &[("cooperation_agreement", id_of(&other))], "2024-03-07", "46");
    early["section"] = Value::Null;
    let early = registrar.post("/decisions", &early).expect(201).id();
    clock.set("2024-03-07T10:30:00Z".parse().unwrap());
    staff.patch(&other, "*", &json!({"title": "Något helt annat"})).expect(200);
    let mut late = decision("approve_agreement", &[("cooperation_agreement", id_of(&other))], "2024-03-07", "46");
    late["correctsId"] = json!(early);
    assert_eq!(registrar.post("/decisions", &late).problem(422, "unprocessable").faults(), ["/subjects/0 rule"]);
    // The correction carries what was missing, and opens the gate. Recording counts: it is not adjusted yet.
    let mut correction = complete.clone();
    correction["correctsId"] = json!(id);
    let second = registrar.post("/decisions", &correction).expect(201).json();
    assert_eq!((&second["adjustedOn"], state()), (&Value::Null, json!("approved")));
    let history = world.user("board").get(&format!("{path}/history")).expect(200).json();
    assert_eq!(history["items"][0]["causeId"], second["id"]);
    let corrected = world.reader().get(&format!("/decisions/{id}")).expect(200).json();
    assert_eq!((&corrected["correctedById"], &corrected["warnings"]), (&second["id"], &json!([])));
    // A correction of what has acted does nothing more, and says the same of the matter.
    let mut again = complete.clone();
    (again["correctsId"], again["title"]) = (second["id"].clone(), json!("Med rätt rubrik"));
    again["adjustedOn"] = json!("2024-03-07");
    let third = registrar.post("/decisions", &again).expect(201).json();
    assert_eq!(world.reader().get(&path).expect(200).json()["version"], history["_meta"]["totalRecords"]);
    for (field, value, faults) in [
        ("outcome", json!("rejected"), vec!["/outcome rule"]),
        ("kind", json!("terminate_agreement"), vec!["/kind rule"]),
        ("decidedOn", json!("2024-03-06"), vec!["/decidedOn rule"]),
        ("section", Value::Null, vec!["/section rule"]),
        ("registryNumber", Value::Null, vec!["/registryNumber rule"]),
        ("historic", json!(true), vec!["/historic rule"]),
        ("correctsId", json!(id), vec!["/correctsId rule", "/section taken", "/subjects/0 wrong_state"]),
    ] {
        let mut body = complete.clone();
        body["correctsId"] = third["id"].clone();
        body[field] = value;
        let refused = registrar.post("/decisions", &body);
        assert_eq!(
            (refused.faults(), refused.json()["rule"].clone()),
            (faults.into_iter().map(str::to_owned).collect(), json!("R-17")),
            "{field}"
        );
    }
}
