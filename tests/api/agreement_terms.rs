//! When agreements are in force: their own days, notice, chains, and the day by which a decision is needed.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Backend, World, agreement, id_of};

crate::tests! {
    an_agreement_is_in_force_from_the_last_of_its_days_to_its_last_day,
    without_notice_a_decision_is_needed_before_the_last_day,
    what_renews_an_agreement_is_approved_later_and_not_put_away,
    a_gap_begins_after_the_last_agreement_before_it,
    in_a_list_each_agreement_has_its_own_last_meeting,
    a_meeting_counts_while_its_body_is_competent,
    in_force_on_a_day_is_the_same_by_list_filter_and_report,
    notice_ends_an_agreement_when_its_months_are_over,
    of_a_chain_one_agreement_is_in_force,
}

fn at(backend: Backend, day: &str) -> (World, Clock) {
    let clock = Clock::fixed(format!("{day}T10:00:00Z").parse().unwrap());
    (World::with(backend, clock.clone(), &[]), clock)
}

fn set(clock: &Clock, day: &str) {
    clock.set(format!("{day}T10:00:00Z").parse().unwrap());
}

fn an_agreement_is_in_force_from_the_last_of_its_days_to_its_last_day(backend: Backend) {
    let (world, clock) = at(backend, "2024-03-07");
    let party = world.partner("Innlandet").id();
    let [early, late] = ["Tidigt", "Sent"].map(|title| world.approved_agreement(&agreement(title, &party)));
    let sign = |path: &str, on: &str| {
        let fields = json!({"signedOn": on, "signatories": [{"name": "Ordföranden"}]});
        let body = json!({"to": "signed", "fields": fields});
        world.coordination_unit().post(&format!("{path}/transitions"), &body).expect(200).json()["inForceFrom"].clone()
    };
    assert_eq!(sign(&early, "2024-03-01"), "2024-03-07", "approved after it was signed");
    set(&clock, "2024-03-11");
    assert_eq!(sign(&late, "2024-03-11"), "2024-03-11", "signed after it was approved");
    for (day, over) in [("2026-12-31", false), ("2027-01-01", true)] {
        set(&clock, day);
        let now = world.reader().get(&early).expect(200).json();
        assert_eq!((&now["inForce"], &now["expired"]), (&json!(!over), &json!(over)), "{day}");
    }
}

fn without_notice_a_decision_is_needed_before_the_last_day(backend: Backend) {
    let (world, _) = at(backend, "2026-06-01");
    let mut body = agreement("Avtal", &world.partner("Innlandet").id());
    body["noticeMonths"] = Value::Null;
    let path = world.signed_agreement(&body);
    let now = world.reader().get(&path).expect(200).json();
    assert_eq!((&now["lastNoticeDay"], &now["decisionNeededBy"]), (&Value::Null, &json!("2026-11-01")));
    let due = || {
        let agenda = world.reader().get("/reports/board-agenda?before=2026-12-01").expect(200).json();
        agenda["deadlines"].as_array().unwrap().len()
    };
    assert_eq!(due(), 1);
    world.coordination_unit().patch(&path, "*", &json!({"archived": true})).expect(200);
    assert_eq!(due(), 0, "what is put away is not due");
}

fn what_renews_an_agreement_is_approved_later_and_not_put_away(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let (staff, party) = (world.coordination_unit(), world.partner("Innlandet").id());
    let first = world.signed_agreement(&agreement("Första", &party));
    let later = |relation: &str, from: &str| {
        let mut body = agreement("Senare", &party);
        (body["relation"], body["masterId"]) = (json!(relation), json!(id_of(&first)));
        (body["validFrom"], body["validTo"]) = (json!(from), json!("2029-12-31"));
        body
    };
    let renewed = |path: &str| world.reader().get(path).expect(200).json()["renewedById"].clone();
    world.proposed("/cooperation-agreements", &later("renewal", "2027-01-01"));
    assert_eq!(renewed(&first), Value::Null, "a proposal renews nothing");
    world.approved_agreement(&later("renewal", "2024-01-01"));
    assert_eq!(renewed(&first), Value::Null, "nor does what begins on the same day");
    let amendment = world.signed_agreement(&later("amendment", "2024-06-01"));
    let renewal = world.approved_agreement(&later("renewal", "2027-01-01"));
    assert_eq!((renewed(&first), renewed(&amendment)), (json!(id_of(&renewal)), Value::Null));
    staff.patch(&renewal, "*", &json!({"archived": true})).expect(200);
    assert_eq!(renewed(&first), Value::Null, "nor what is put away");
}

fn a_gap_begins_after_the_last_agreement_before_it(backend: Backend) {
    let (world, clock) = at(backend, "2020-01-01");
    let party = world.partner("Innlandet").id();
    let mut body = agreement("Avtal", &party);
    (body["validFrom"], body["validTo"]) = (json!("2020-01-01"), json!("2020-12-31"));
    let first = world.signed_agreement(&body);
    (body["relation"], body["masterId"]) = (json!("renewal"), json!(id_of(&first)));
    set(&clock, "2021-01-01");
    (body["validFrom"], body["validTo"]) = (json!("2021-01-01"), json!("2021-12-31"));
    world.signed_agreement(&body);
    set(&clock, "2022-03-01");
    (body["validFrom"], body["validTo"]) = (json!("2022-01-01"), json!("2022-12-31"));
    let third = world.signed_agreement(&body);
    let now = world.reader().get(&third).expect(200).json();
    assert_eq!(now["gap"], json!({"from": "2022-01-01", "to": "2022-02-28"}));
}

fn in_a_list_each_agreement_has_its_own_last_meeting(backend: Backend) {
    let (world, _) = at(backend, "2025-09-01");
    let party = world.partner("Innlandet").id();
    let mut later = agreement("Senare", &party);
    later["validTo"] = json!("2029-12-31");
    for body in [agreement("Först", &party), later] {
        world.signed_agreement(&body);
    }
    world.meeting("board", "2026-05-20");
    let page = world.reader().get("/cooperation-agreements?sort=title").expect(200).json();
    let needed: Vec<&Value> = page["items"].as_array().unwrap().iter().map(|one| &one["decisionNeededBy"]).collect();
    assert_eq!(needed, ["2026-05-20", "2029-05-01"]);
}

fn a_meeting_counts_while_its_body_is_competent(backend: Backend) {
    let (world, _) = at(backend, "2025-09-01");
    let path = world.signed_agreement(&agreement("Avtal", &world.partner("Innlandet").id()));
    let administrator = world.administrator();
    let found = administrator.get("/competences?decisionKind=terminate_agreement").expect(200).json();
    let competence = format!("/competences/{}", found["items"][0]["id"].as_str().unwrap());
    administrator.patch(&competence, "*", &json!({"validTo": "2026-05-31"})).expect(200);
    for day in ["2026-05-20", "2026-06-11"] {
        world.meeting("board", day);
    }
    assert_eq!(world.reader().get(&path).expect(200).json()["decisionNeededBy"], "2026-05-20");
}

fn in_force_on_a_day_is_the_same_by_list_filter_and_report(backend: Backend) {
    let (world, clock) = at(backend, "2024-02-29");
    let party = world.partner("Innlandet").id();
    // In force from the day of approval and signing; open-ended; by year alone; one that is only approved.
    world.signed_agreement(&agreement("Tre år", &party));
    let mut open = agreement("Tills vidare", &party);
    (open["validTo"], open["openEnded"], open["validFrom"]) = (Value::Null, json!(true), json!("2024-03-02"));
    world.signed_agreement(&open);
    let mut year = agreement("Ett år", &party);
    for (field, day) in [("validFrom", "2024-01-01"), ("validTo", "2024-12-31")] {
        (year[field], year[format!("{field}Precision")]) = (json!(day), json!("year"));
    }
    world.signed_agreement(&year);
    world.approved_agreement(&agreement("Bara godkänt", &party));
    set(&clock, "2025-06-01");
    let reader = world.reader();
    let titles = |page: &Value, list: &str| -> Vec<String> {
        let mut titles: Vec<String> =
            page[list].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect();
        titles.sort();
        titles
    };
    for (day, wanted) in [
        ("2023-12-31", vec![]),
        ("2024-02-28", vec![]),
        ("2024-02-29", vec!["Ett år", "Tre år"]),
        ("2024-03-01", vec!["Ett år", "Tre år"]),
        ("2024-03-02", vec!["Ett år", "Tills vidare", "Tre år"]),
        ("2024-12-31", vec!["Ett år", "Tills vidare", "Tre år"]),
        ("2025-01-01", vec!["Tills vidare", "Tre år"]),
        ("2026-12-31", vec!["Tills vidare", "Tre år"]),
        ("2027-01-01", vec!["Tills vidare"]),
    ] {
        let list = |query: String| {
            let page = reader.get(&format!("/cooperation-agreements?{query}")).expect(200).json();
            titles(&page, "items")
        };
        assert_eq!(list(format!("on={day}")), wanted, "{day}");
        assert_eq!(list(format!("on={day}&inForce=true")), wanted, "{day}");
        let others: Vec<String> = ["Bara godkänt", "Ett år", "Tills vidare", "Tre år"]
            .iter()
            .filter(|title| !wanted.contains(title))
            .map(|title| (*title).to_owned())
            .collect();
        assert_eq!(list(format!("on={day}&inForce=false")), others, "{day}");
        let page = reader.get(&format!("/cooperation-agreements?on={day}")).expect(200).json();
        assert!(page["items"].as_array().unwrap().iter().all(|one| one["inForce"] == true), "as of that day");
        let report = reader.get(&format!("/reports/agreements?on={day}")).expect(200).json();
        let mut told: Vec<&str> = report["agreements"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["inForce"] == true)
            .map(|one| one["title"].as_str().unwrap())
            .collect();
        told.sort_unstable();
        assert_eq!((told.len(), told), (report["inForce"].as_u64().unwrap().try_into().unwrap(), wanted), "{day}");
    }
    // Today, by the filter and by the records themselves.
    for (wanted, expected) in [(true, vec!["Tills vidare", "Tre år"]), (false, vec!["Bara godkänt", "Ett år"])] {
        let page = reader.get(&format!("/cooperation-agreements?inForce={wanted}")).expect(200).json();
        assert_eq!(titles(&page, "items"), expected);
        assert!(page["items"].as_array().unwrap().iter().all(|one| one["inForce"] == wanted));
    }
    // What was in force as the register said then: on that day.
    let then = world.user("board").get("/cooperation-agreements?asOf=2024-03-01&inForce=true").expect(200).json();
    assert_eq!(titles(&then, "items"), ["Ett år", "Tre år"]);
    let expired = reader.get("/cooperation-agreements?q=Ett%20%C3%A5r").expect(200).json()["items"][0].clone();
    assert_eq!((&expired["expired"], &expired["decisionNeededBy"]), (&json!(true), &Value::Null));
}

fn notice_ends_an_agreement_when_its_months_are_over(backend: Backend) {
    let (world, clock) = at(backend, "2024-01-10");
    let party = world.partner("Innlandet").id();
    let mut open = agreement("Tills vidare", &party);
    (open["validTo"], open["openEnded"]) = (Value::Null, json!(true));
    let path = world.signed_agreement(&open);
    let now = || world.reader().get(&path).expect(200).json();
    assert_eq!((&now()["lastNoticeDay"], &now()["decisionNeededBy"]), (&Value::Null, &Value::Null));
    set(&clock, "2024-08-31");
    let early =
        crate::support::decision("terminate_agreement", &[("cooperation_agreement", id_of(&path))], "2024-01-09", "9");
    let refused = world.user("board").post("/decisions", &early).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/decidedOn rule"]);
    world.decide("terminate_agreement", &[("cooperation_agreement", id_of(&path))]).expect(201);
    // Six months from the last of August is the last of February.
    assert_eq!((&now()["noticeGivenOn"], &now()["inForceTo"]), (&json!("2024-08-31"), &json!("2025-02-28")));
    assert_eq!(now()["inForce"], true);
    // Nobody cuts the time of notice short.
    set(&clock, "2025-02-27");
    let refused = world.coordination_unit().transition(&path, "terminated").problem(422, "unprocessable");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/to rule".to_owned()], &json!("G2")));
    set(&clock, "2025-03-01");
    assert_eq!((&now()["inForce"], &now()["expired"]), (&json!(false), &json!(true)));
    world.coordination_unit().transition(&path, "terminated").expect(200);
    assert_eq!(
        (&now()["inForceTo"], &now()["expired"]),
        (&json!("2025-02-28"), &json!(false)),
        "not the day of the click"
    );
    // Where no time of notice is agreed it ends when it is ended.
    open["noticeMonths"] = Value::Null;
    let other = world.signed_agreement(&open);
    world.decide("terminate_agreement", &[("cooperation_agreement", id_of(&other))]).expect(201);
    world.coordination_unit().transition(&other, "terminated").expect(200);
    assert_eq!(world.reader().get(&other).expect(200).json()["inForceTo"], "2025-03-01");
}

fn of_a_chain_one_agreement_is_in_force(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let (staff, party) = (world.coordination_unit(), world.partner("Innlandet").id());
    let first = world.signed_agreement(&agreement("Första", &party));
    let later = |relation: &str, from: &str| {
        let mut body = agreement("Senare", &party);
        (body["relation"], body["masterId"]) = (json!(relation), json!(id_of(&first)));
        (body["validFrom"], body["validTo"]) = (json!(from), json!("2029-12-31"));
        body
    };
    let path = world.approved_agreement(&later("renewal", "2026-12-31"));
    let refused = staff.post(&format!("{path}/transitions"), &world.sign_off()).problem(409, "duplicate");
    assert_eq!((refused.faults(), &refused.json()["rule"]), (vec!["/validFrom taken".to_owned()], &json!("R-33")));
    // An amendment stands beside what it amends.
    world.signed_agreement(&later("amendment", "2024-06-01"));
    let next = world.signed_agreement(&later("renewal", "2027-01-01"));
    let renewed = world.reader().get(&first).expect(200).json();
    assert_eq!((&renewed["renewedById"], &renewed["decisionNeededBy"]), (&json!(id_of(&path)), &Value::Null));
    let renewal = world.reader().get(&next).expect(200).json();
    assert_eq!((&renewal["gap"], &renewal["inForceFrom"]), (&Value::Null, &json!("2027-01-01")));
    for (relation, master, faults) in [
        ("original", json!(id_of(&first)), vec!["/masterId rule"]),
        ("renewal", Value::Null, vec!["/masterId rule"]),
        ("renewal", json!(id_of(&next)), vec!["/masterId rule"]),
    ] {
        let mut body = later(relation, "2029-01-01");
        body["masterId"] = master;
        let refused = staff.post("/cooperation-agreements", &body).problem(422, "unprocessable");
        assert_eq!(
            (refused.faults(), &refused.json()["rule"]),
            (faults.into_iter().map(str::to_owned).collect(), &json!("R-33"))
        );
    }
    // No circle: what others go back to goes back to none.
    let draft = staff.post("/cooperation-agreements", &agreement("Annat", &party)).expect(201).id();
    let mut body = later("renewal", "2029-01-01");
    body["masterId"] = json!(draft);
    staff.post("/cooperation-agreements", &body).expect(201);
    let patch = json!({"relation": "renewal", "masterId": id_of(&first)});
    let refused = staff.patch(&format!("/cooperation-agreements/{draft}"), "*", &patch).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/relation rule"]);
}
