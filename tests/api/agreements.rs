//! Cooperation agreements: their way from draft to signature, what is settled, and warnings.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Backend, World, activity, agreement, decision, id_of};

crate::tests! {
    an_agreement_goes_from_draft_to_signature,
    what_has_run_out_is_not_approved,
    an_agreement_lacks_what_is_named,
    a_rejected_or_referred_proposal_is_a_draft_again,
    what_was_approved_stays_as_it_was,
    an_agreement_without_an_activity_this_year_is_dormant,
    what_is_wrong_with_an_agreement_is_named_at_once,
    filters_find_agreements,
    a_decision_leaves_no_reason_of_the_step_before,
    as_of_a_day_to_come_an_agreement_is_as_it_is_today,
    what_is_over_needs_no_successor,
    after_notice_an_agreement_keeps_its_signatories_and_the_registrar_does_not_end_it,
    an_agreement_is_awake_by_what_is_done_this_year,
    where_an_approved_agreement_belongs_and_how_exactly_its_days_are_known_is_settled,
}

fn at(backend: Backend, day: &str) -> (World, Clock) {
    let clock = Clock::fixed(format!("{day}T10:00:00Z").parse().unwrap());
    (World::with(backend, clock.clone(), &[]), clock)
}

fn set(clock: &Clock, day: &str) {
    clock.set(format!("{day}T10:00:00Z").parse().unwrap());
}

fn warned(record: &Value) -> Vec<&str> {
    record["warnings"].as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap()).collect()
}

fn an_agreement_goes_from_draft_to_signature(backend: Backend) {
    let (world, _) = at(backend, "2024-03-07");
    let party = world.partner("Innlandet").id();
    let (staff, registrar) = (world.coordination_unit(), world.user("registrar"));
    let path = format!(
        "/cooperation-agreements/{}",
        staff.post("/cooperation-agreements", &agreement("Avtal", &party)).expect(201).id()
    );
    // The registrar signs off, and does nothing else.
    let refused = registrar.transition(&path, "proposed").problem(403, "forbidden").json();
    assert_eq!(refused["permission"], "cooperation-agreements:edit");
    registrar.patch(&path, "*", &json!({"note": "x"})).problem(403, "forbidden");
    staff.transition(&path, "proposed").expect(200);
    let closed = staff.transition(&path, "approved").problem(409, "gate_closed").json();
    assert_eq!((&closed["gate"], &closed["decisionKind"]), (&json!("G2"), &json!("approve_agreement")));
    world.decide("approve_agreement", &[("cooperation_agreement", id_of(&path))]).expect(201);
    let ways = registrar.get(&format!("{path}/transitions")).expect(200).json();
    assert_eq!(ways["items"][0]["takes"], json!(["signedOn", "signedOnPrecision", "signatories"]));
    let lacking = registrar.transition(&path, "signed").problem(422, "unprocessable");
    assert_eq!(lacking.faults(), ["/signatories rule", "/signedOn rule"]);
    let sign =
        |fields: Value| registrar.post(&format!("{path}/transitions"), &json!({"to": "signed", "fields": fields}));
    let other = json!({"signedOn": "2024-03-07", "signatories": [{"name": "Ordföranden"}], "title": "Annan"});
    assert_eq!(sign(other).problem(400, "invalid_request").faults(), ["/fields/title unknown"]);
    let wrong = json!({"signedOn": "7 mars", "signatories": [{}]});
    assert_eq!(
        sign(wrong).problem(400, "invalid_request").faults(),
        ["/fields/signatories/0/name missing", "/fields/signedOn wrong_format"]
    );
    let tomorrow = json!({"signedOn": "2024-03-08", "signatories": [{"name": "Ordföranden"}]});
    assert_eq!(sign(tomorrow).problem(422, "unprocessable").faults(), ["/signedOn rule"]);
    let before = world.reader().get(&path).expect(200).json();
    assert_eq!(
        (&before["state"], &before["signedOn"], &before["inForce"]),
        (&json!("approved"), &Value::Null, &json!(false))
    );
    let now = registrar.post(&format!("{path}/transitions"), &world.sign_off()).expect(200).json();
    assert_eq!((&now["state"], &now["signedOn"]), (&json!("signed"), &json!("2024-03-07")));
    assert_eq!((&now["inForce"], &now["inForceFrom"]), (&json!(true), &json!("2024-03-07")));
    assert_eq!((&now["approvedOn"], &now["lastNoticeDay"]), (&json!("2024-03-07"), &json!("2026-06-30")));
}

fn what_has_run_out_is_not_approved(backend: Backend) {
    let (world, _) = at(backend, "2027-01-01");
    let path = world.proposed("/cooperation-agreements", &agreement("Avtal", &world.partner("Innlandet").id()));
    let subject = [("cooperation_agreement", id_of(&path))];
    assert_eq!(world.decide("approve_agreement", &subject).problem(422, "unprocessable").faults(), ["/decidedOn rule"]);
    let early = decision("approve_agreement", &subject, "2026-12-31", "1");
    world.user("board").post("/decisions", &early).expect(201);
    // Signed too late, it never was in force.
    let now = world.coordination_unit().post(&format!("{path}/transitions"), &world.sign_off()).expect(200).json();
    assert_eq!((&now["inForce"], &now["expired"], &now["inForceFrom"]), (&json!(false), &json!(true), &Value::Null));
}

fn an_agreement_lacks_what_is_named(backend: Backend) {
    let (world, _) = at(backend, "2024-03-07");
    let staff = world.coordination_unit();
    let bare = json!({"title": "Bart", "kind": "cooperation", "relation": "original"});
    let path = format!("/cooperation-agreements/{}", staff.post("/cooperation-agreements", &bare).expect(201).id());
    let lacking = staff.transition(&path, "proposed").problem(422, "unprocessable");
    assert_eq!(lacking.faults(), ["/partnerIds rule", "/strategyAreaIds rule", "/validTo rule"]);
    let rules: Vec<Value> =
        lacking.json()["missing"].as_array().unwrap().iter().map(|one| one["rule"].clone()).collect();
    assert_eq!(rules, ["R-32", "R-32", "R-05"]);
    let party = world.partner("Innlandet").id();
    let patch = json!({"partnerIds": [party], "openEnded": true, "frameworkLinks": [{"code": "RUP-1"}]});
    staff.patch(&path, "*", &patch).expect(200);
    staff.transition(&path, "proposed").expect(200);
    // What it was proposed with is not taken away, nor is it deleted.
    assert_eq!(
        staff.patch(&path, "*", &json!({"partnerIds": []})).problem(422, "unprocessable").faults(),
        ["/partnerIds rule"]
    );
    staff.delete(&path, "*").problem(409, "state_conflict");
    staff.transition(&path, "draft").expect(200);
    staff.delete(&path, "*").expect(204);
}

fn a_rejected_or_referred_proposal_is_a_draft_again(backend: Backend) {
    let (world, _) = at(backend, "2024-03-07");
    let party = world.partner("Innlandet").id();
    let path = world.proposed("/cooperation-agreements", &agreement("Avtal", &party));
    let record = |outcome: &str, section: &str| {
        let subject = [("cooperation_agreement", id_of(&path))];
        let mut body = decision("approve_agreement", &subject, "2024-03-07", section);
        body["outcome"] = json!(outcome);
        world.user("registrar").post("/decisions", &body)
    };
    let state = || world.reader().get(&path).expect(200).json()["state"].clone();
    for (place, (outcome, then)) in
        [("tabled", "proposed"), ("noted", "proposed"), ("referred", "draft"), ("rejected", "draft")].iter().enumerate()
    {
        let decided = record(outcome, &(10 + place).to_string()).expect(201).id();
        assert_eq!(state(), *then, "{outcome}");
        if *then == "draft" {
            let history = world.user("board").get(&format!("{path}/history")).expect(200).json();
            assert_eq!(history["items"][0]["causeId"], decided);
            // What does not lie before the board is neither rejected nor tabled.
            assert_eq!(record("rejected", "77").problem(409, "state_conflict").faults(), ["/subjects/0 wrong_state"]);
            assert_eq!(record("tabled", "77").problem(409, "state_conflict").faults(), ["/subjects/0 wrong_state"]);
            world.coordination_unit().transition(&path, "proposed").expect(200);
        }
    }
    // A decision not to give notice leaves the agreement as it is.
    let signed = world.signed_agreement(&agreement("Gällande", &party));
    let subject = [("cooperation_agreement", id_of(&signed))];
    let mut body = decision("terminate_agreement", &subject, "2024-03-07", "80");
    body["outcome"] = json!("rejected");
    world.user("registrar").post("/decisions", &body).expect(201);
    assert_eq!(world.reader().get(&signed).expect(200).json()["state"], "signed");
}

fn what_was_approved_stays_as_it_was(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let (staff, party) = (world.coordination_unit(), world.partner("Innlandet").id());
    let path = world.approved_agreement(&agreement("Avtal", &party));
    let other = world.partner("Viken").id();
    for (field, value) in [
        ("title", json!("Annat")),
        ("kind", json!("domestic")),
        ("partnerIds", json!([party, other])),
        ("validFrom", json!("2023-01-01")),
        ("validTo", json!("2030-12-31")),
        ("noticeMonths", json!(3)),
        ("focusAreas", json!(["Kultur"])),
    ] {
        let refused = staff.patch(&path, "*", &json!({field: value})).problem(422, "unprocessable");
        assert_eq!((refused.faults(), &refused.json()["rule"]), (vec![format!("/{field} settled")], &json!("G2")));
    }
    let open = json!({"validTo": null, "validToPrecision": null, "openEnded": true});
    let refused = staff.patch(&path, "*", &open).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/openEnded settled", "/validTo settled", "/validToPrecision settled"]);
    let done = json!({"obligations": [{"text": "Konferens", "doneOn": "2024-10-17"}], "registryNumber": "RUN 1"});
    staff.patch(&path, "*", &done).expect(200);
}

fn an_agreement_without_an_activity_this_year_is_dormant(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let (staff, party) = (world.coordination_unit(), world.partner("Innlandet").id());
    let path = world.signed_agreement(&agreement("Avtal", &party));
    let dormant = || {
        let now = world.reader().get(&path).expect(200).json();
        assert_eq!(now["dormant"] == true, warned(&now).contains(&"W8"));
        now["dormant"] == true
    };
    assert!(dormant());
    let mut body = activity("Möte", 2024, None, &world.unit("area"));
    body["partnerIds"] = json!([party]);
    (body["frameworkLinks"], body["exceptionReason"]) = (json!([{"code": "RUP-1"}]), json!("Uppdrag."));
    let id = staff.post("/activities", &body).expect(201).id();
    assert!(dormant(), "a draft is none");
    staff.transition(&format!("/activities/{id}"), "planned").expect(200);
    assert!(!dormant());
    staff.post(&format!("/activities/{id}/transitions"), &json!({"to": "cancelled", "reason": "Sjukdom."})).expect(200);
    assert!(dormant());
    let draft = staff.post("/cooperation-agreements", &agreement("Utkast", &party)).expect(201).json();
    assert_eq!((&draft["dormant"], warned(&draft)), (&json!(false), vec![]), "what is not in force does not sleep");
}

fn what_is_wrong_with_an_agreement_is_named_at_once(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let party = world.partner("Innlandet").id();
    let mut body = agreement("Fel", &party);
    body["partnerIds"] = json!([party, party]);
    (body["openEnded"], body["validFrom"]) = (json!(true), json!("2026-12-31"));
    (body["validTo"], body["validToPrecision"]) = (json!("2026-12-30"), json!("month"));
    body["frameworkLinks"] = json!([{"code": "RUP-99"}]);
    body["obligations"] = json!([{"text": "För tidigt", "doneOn": "2020-01-01"}]);
    let refused = world.coordination_unit().post("/cooperation-agreements", &body).problem(422, "unprocessable");
    assert_eq!(
        refused.faults(),
        [
            "/frameworkLinks/0/code unknown_reference",
            "/obligations/0/doneOn rule",
            "/openEnded rule",
            "/partnerIds/1 duplicate_item",
            "/validTo rule",
            "/validTo rule",
        ]
    );
    for (field, value) in [
        ("noticeMonths", json!(-1)),
        ("noticeMonths", json!(121)),
        ("validTo", json!("2026-02-30")),
        ("signedOn", json!("0000-01-01")),
        ("kind", json!("treaty")),
        ("approvedOn", json!("2024-01-01")),
        ("state", json!("signed")),
    ] {
        let mut body = agreement("Fel", &party);
        body[field] = value;
        let refused = world.coordination_unit().post("/cooperation-agreements", &body);
        assert!([400, 422].contains(&refused.status), "{field}: {}", refused.text());
        assert!(
            refused.faults().iter().all(|fault| fault.starts_with(&format!("/{field} "))),
            "{:?}",
            refused.faults()
        );
    }
}

fn filters_find_agreements(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let (staff, party) = (world.coordination_unit(), world.partner("Innlandet").id());
    let first = world.signed_agreement(&agreement("Första", &party));
    let mut body = agreement("Andra", &world.partner("Viken").id());
    (body["kind"], body["registryNumber"]) = (json!("domestic"), json!("RUN 14-0684-09"));
    (body["relation"], body["masterId"]) = (json!("renewal"), json!(id_of(&first)));
    body["focusAreas"] = json!(["Kompetensförsörjning"]);
    staff.post("/cooperation-agreements", &body).expect(201);
    for (query, wanted) in [
        (format!("partnerId={party}"), "Första"),
        ("state=draft".into(), "Andra"),
        ("kind=domestic".into(), "Andra"),
        ("relation=original".into(), "Första"),
        (format!("masterId={}", id_of(&first)), "Andra"),
        ("masterId=none".into(), "Första"),
        ("registryNumber=run14-0684-09".into(), "Andra"),
        ("q=kompetensf%C3%B6rs%C3%B6rjning".into(), "Andra"),
        ("q=RUN14-0684-09".into(), "Andra"),
        ("lastNoticeDayFrom=2026-06-30&lastNoticeDayTo=2026-06-30".into(), "Första"),
        ("sort=lastNoticeDay&limit=1".into(), "Första"),
    ] {
        let page = world.reader().get(&format!("/cooperation-agreements?{query}")).expect(200).json();
        assert_eq!(page["items"][0]["title"], wanted, "{query}");
        if !query.contains("limit") {
            assert_eq!(page["_meta"]["totalRecords"], 1, "{query}");
        }
    }
    let expanded = world.reader().get(&format!("{first}?expand=partners,master")).expect(200).json();
    assert_eq!(expanded["_embedded"]["partners"][0]["name"], "Innlandet");
    let held = staff.delete(&format!("/partners/{party}"), "*").problem(409, "referenced").json();
    assert_eq!(held["heldBy"][0]["type"], "cooperation_agreement");
}

fn what_is_over_needs_no_successor(backend: Backend) {
    let (world, clock) = at(backend, "2024-01-10");
    let party = world.partner("Innlandet").id();
    let path = world.signed_agreement(&agreement("Avtal", &party));
    let staff = world.coordination_unit();
    staff.post("/cooperation-agreements", &agreement("Utkast", &party)).expect(201);
    staff.transition(&format!("/partners/{party}"), "ended").expect(200);
    for (day, told) in [("2026-12-31", true), ("2027-01-01", false)] {
        set(&clock, day);
        let now = world.reader().get(&path).expect(200).json();
        assert_eq!(warned(&now).contains(&"R-31"), told, "{day}");
        let report = world.reader().get("/reports/agreements").expect(200).json();
        assert_eq!(report["warned"], json!(usize::from(told)), "{day}: of those in force");
    }
}

fn after_notice_an_agreement_keeps_its_signatories_and_the_registrar_does_not_end_it(backend: Backend) {
    let (world, clock) = at(backend, "2024-01-10");
    let path = world.signed_agreement(&agreement("Avtal", &world.partner("Innlandet").id()));
    world.decide("terminate_agreement", &[("cooperation_agreement", id_of(&path))]).expect(201);
    let refused = world.user("registrar").transition(&path, "terminated").problem(403, "forbidden").json();
    assert_eq!(refused["permission"], "cooperation-agreements:edit");
    set(&clock, "2024-07-11");
    for to in [None, Some("terminated")] {
        let staff = world.coordination_unit();
        to.into_iter().for_each(|to| drop(staff.transition(&path, to).expect(200)));
        let refused = staff.patch(&path, "*", &json!({"signatories": []})).problem(422, "unprocessable");
        assert_eq!(refused.faults(), ["/signatories rule", "/signatories settled"]);
        // Nor does another day of signing take it out of force.
        let refused = staff.patch(&path, "*", &json!({"signedOn": "2099-12-31"})).problem(422, "unprocessable");
        assert_eq!(refused.faults(), ["/signedOn settled"]);
    }
}

fn an_agreement_is_awake_by_what_is_done_this_year(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let (staff, party) = (world.coordination_unit(), world.partner("Innlandet").id());
    let path = world.signed_agreement(&agreement("Avtal", &party));
    let dormant = || world.reader().get(&path).expect(200).json()["dormant"] == true;
    let planned = |year: i32| {
        let mut body = activity("Möte", year, None, &world.unit("area"));
        body["partnerIds"] = json!([party]);
        (body["frameworkLinks"], body["exceptionReason"]) = (json!([{"code": "RUP-1"}]), json!("Uppdrag."));
        let path = format!("/activities/{}", staff.post("/activities", &body).expect(201).id());
        staff.transition(&path, "planned").expect(200);
        path
    };
    planned(2023);
    planned(2025);
    assert!(dormant(), "another year's is none");
    let this = planned(2024);
    for to in ["ongoing", "completed"] {
        staff.transition(&this, to).expect(200);
        assert!(!dormant(), "{to}");
    }
    staff.patch(&this, "*", &json!({"archived": true})).expect(200);
    assert!(dormant(), "what is put away is none");
}

fn where_an_approved_agreement_belongs_and_how_exactly_its_days_are_known_is_settled(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let (staff, party) = (world.coordination_unit(), world.partner("Innlandet").id());
    let [first, other] = ["Första", "Andra"].map(|title| {
        let made = staff.post("/cooperation-agreements", &agreement(title, &party)).expect(201);
        made.id()
    });
    let mut body = agreement("Senare", &party);
    (body["relation"], body["masterId"]) = (json!("renewal"), json!(first));
    let path = world.approved_agreement(&body);
    for (field, value) in
        [("relation", json!("amendment")), ("masterId", json!(other)), ("validFromPrecision", json!("year"))]
    {
        let refused = staff.patch(&path, "*", &json!({field: value})).problem(422, "unprocessable");
        assert_eq!(refused.faults(), [format!("/{field} settled")]);
    }
}

fn as_of_a_day_to_come_an_agreement_is_as_it_is_today(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let path = world.signed_agreement(&agreement("Avtal", &world.partner("Innlandet").id()));
    let board = world.user("board");
    let page = board.get("/cooperation-agreements?asOf=2998-01-01&inForce=true").expect(200).json();
    assert_eq!(page["_meta"]["totalRecords"], 1);
    assert_eq!(board.get(&format!("{path}?asOf=2998-01-01")).expect(200).json()["inForce"], true);
}

fn a_decision_leaves_no_reason_of_the_step_before(backend: Backend) {
    let (world, _) = at(backend, "2024-01-10");
    let (staff, party) = (world.coordination_unit(), world.partner("Innlandet").id());
    let path = format!(
        "/cooperation-agreements/{}",
        staff.post("/cooperation-agreements", &agreement("Avtal", &party)).expect(201).id()
    );
    let propose = json!({"to": "proposed", "reason": "Enligt planen."});
    let proposed = staff.post(&format!("{path}/transitions"), &propose).expect(200).json();
    assert_eq!(proposed["stateReason"], "Enligt planen.");
    world.decide("approve_agreement", &[("cooperation_agreement", id_of(&path))]).expect(201);
    assert_eq!(world.reader().get(&path).expect(200).json()["stateReason"], Value::Null);
}
