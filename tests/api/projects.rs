//! Projects: their life, the money in them as their sources state it, and what follows from it.

use serde_json::{Value, json};

use crate::support::{Backend, Client, World, with};

crate::tests! {
    a_project_is_applied_for_granted_run_and_closed,
    what_each_state_asks_for_is_named,
    amounts_fit_their_currencies_and_one_total_is_reported,
    rates_lead_to_the_reported_currency,
    the_leverage_of_real_projects_is_as_their_sources_give_it,
    what_cannot_be_compared_is_null,
    lines_that_do_not_add_up_are_flagged_with_the_difference,
    a_project_without_a_strategic_partner_is_warned_of,
    a_call_is_one_of_the_programme,
    what_was_decided_has_no_day_in_the_future_and_without_any_it_is_warned_of,
    a_municipality_takes_part_by_name_by_money_or_as_a_partner,
    amounts_too_large_to_add_up_are_refused,
    filters_find_what_lists_hold,
    lists_and_references_are_checked,
}

fn project(name: &str) -> Value {
    json!({"name": name})
}

fn money(amount: &str, currency: &str) -> Value {
    json!({"amount": amount, "currency": currency})
}

fn total(amount: &str, currency: &str) -> Value {
    json!({"amount": money(amount, currency), "basis": "budgeted", "source": "Programmet"})
}

fn line(kind: &str, amount: &str, currency: &str) -> Value {
    json!({"kind": kind, "amount": money(amount, currency), "basis": "budgeted", "source": "Programmet"})
}

fn made(client: &Client, body: &Value) -> Value {
    client.post("/projects", body).expect(201).json()
}

fn path(project: &Value) -> String {
    format!("/projects/{}", project["id"].as_str().unwrap())
}

fn ratios(project: &Value) -> (Value, Value) {
    let leverage = &project["leverage"];
    (leverage["totalRatio"].clone(), leverage["addedRatio"].clone())
}

fn a_project_is_applied_for_granted_run_and_closed(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let partner = world.partner("Hedmark").id();
    let body = with(
        project("MECO"),
        json!({
            "participations": [{"partnerId": partner, "role": "lead"}], "strategyAreaIds": [world.strategy_area("kultur")],
            "statedTotals": [total("2401926", "EUR")], "startsOn": "2018-07-01", "endsOn": "2021-06-30",
        }),
    );
    let path = path(&made(&staff, &body));
    staff.transition(&path, "applied").expect(200);
    let step =
        |to: &str, fields: Value| staff.post(&format!("{path}/transitions"), &json!({"to": to, "fields": fields}));
    let granted = step("granted", json!({"decidedOn": "2018-05-18"})).expect(200).json();
    assert_eq!((&granted["state"], &granted["decidedOn"]), (&json!("granted"), &json!("2018-05-18")));
    staff.transition(&path, "running").expect(200);
    let closed = step("closed", json!({"results": "Fjorton företag har nya kunder."})).expect(200).json();
    assert_eq!(closed["results"], "Fjorton företag har nya kunder.");
    staff.transition(&path, "running").problem(400, "invalid_request");
    let reopened = staff.post(&format!("{path}/transitions"), &json!({"to": "running", "reason": "Förlängt."}));
    assert_eq!(reopened.expect(200).json()["stateReason"], "Förlängt.");
    // What has been applied for is not deleted.
    staff.delete(&path, "*").problem(409, "state_conflict");
    let rejected = self::path(&made(&staff, &body));
    staff.transition(&rejected, "applied").expect(200);
    staff.transition(&rejected, "rejected").expect(200);
    staff.transition(&rejected, "granted").problem(409, "state_conflict");
}

fn what_each_state_asks_for_is_named(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let path = path(&made(&staff, &project("Tomt")));
    let refused = staff.transition(&path, "applied").problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/participations rule", "/strategyAreaIds rule"]);
    let partner = world.partner("Hedmark").id();
    let rest =
        json!({"participations": [{"partnerId": partner, "role": "owner"}], "frameworkLinks": [{"code": "RUP-3"}]});
    staff.patch(&path, "*", &rest).expect(200);
    staff.transition(&path, "applied").expect(200);
    let refused = staff.transition(&path, "granted").problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/statedTotals rule"]);
    staff
        .patch(&path, "*", &json!({"fundingLines": [line("eu", "100", "SEK")], "decidedOn": "2018-01-01"}))
        .expect(200);
    staff.transition(&path, "granted").expect(200);
    assert_eq!(staff.transition(&path, "running").problem(422, "unprocessable").faults(), ["/startsOn rule"]);
    staff.patch(&path, "*", &json!({"startsOn": "2018-01-01"})).expect(200);
    staff.transition(&path, "running").expect(200);
    assert_eq!(staff.transition(&path, "closed").problem(422, "unprocessable").faults(), ["/endsOn rule"]);
    // It keeps what it was asked for.
    let taken = staff.patch(&path, "*", &json!({"fundingLines": []})).problem(422, "unprocessable");
    assert_eq!(taken.faults(), ["/statedTotals rule"]);
}

fn amounts_fit_their_currencies_and_one_total_is_reported(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let body = with(
        project("Fel"),
        json!({
            "statedTotals": [total("1.005", "SEK"), total("5", "EUR")],
            "fundingLines": [
                line("eu", "0.5", "JPY"), with(line("eu", "5", "SEK"), json!({"municipalityCode": "1780"})),
                with(line("municipality", "5", "SEK"), json!({"municipalityCode": "0001"})),
            ],
        }),
    );
    let refused = staff.post("/projects", &body).problem(422, "unprocessable");
    assert_eq!(
        refused.faults(),
        [
            "/fundingLines/0/amount/amount too_precise",
            "/fundingLines/1/municipalityCode rule",
            "/fundingLines/2/municipalityCode unknown_reference",
            "/statedTotals rule",
            "/statedTotals/0/amount/amount too_precise",
        ]
    );
    // Two of ecoINSIDE 2's totals are true: both are kept, one is reported.
    let mut totals = [total("2983100", "EUR"), total("1809351", "EUR")];
    let post =
        |totals: &[Value]| staff.post("/projects", &with(project("ecoINSIDE 2"), json!({"statedTotals": totals})));
    for marked in [[true, true], [false, false]] {
        (totals[0]["reporting"], totals[1]["reporting"]) = (json!(marked[0]), json!(marked[1]));
        let refused = post(&totals).problem(422, "unprocessable");
        assert_eq!(
            (refused.faults(), &refused.json()["rule"]),
            (vec!["/statedTotals rule".to_owned()], &json!("R-29"))
        );
    }
    totals[0]["reporting"] = json!(true);
    let kept = post(&totals).expect(201).json();
    assert_eq!(kept["statedTotals"].as_array().unwrap().len(), 2);
    assert_eq!(kept["leverage"]["total"], money("2983100.00", "EUR"));
    // The only one is the one that is reported.
    let only = made(&staff, &with(project("Ett"), json!({"statedTotals": [total("5", "SEK")]})));
    assert_eq!(
        (&only["statedTotals"][0]["reporting"], &only["leverage"]["total"]),
        (&json!(true), &money("5.00", "SEK"))
    );
}

fn rates_lead_to_the_reported_currency(backend: Backend) {
    let world = World::new(backend);
    let rate = |currency: &str, rate: &str| json!({"currency": currency, "rate": rate, "quotedOn": "2018-03-21", "source": "ECB"});
    let body = with(
        project("Kurser"),
        json!({
            "statedTotals": [total("5", "EUR")],
            "exchangeRates": [rate("EUR", "1"), rate("SEK", "0.0"), rate("SEK", "0.1"), rate("NOK", "0.1050")],
        }),
    );
    let refused = world.coordination_unit().post("/projects", &body).problem(422, "unprocessable");
    assert_eq!(
        refused.faults(),
        ["/exchangeRates/0/currency rule", "/exchangeRates/1/rate too_small", "/exchangeRates/2 duplicate_item"]
    );
    let kept = made(&world.coordination_unit(), &with(body, json!({"exchangeRates": [rate("NOK", "0.1050")]})));
    assert_eq!(kept["exchangeRates"][0]["rate"], "0.105");
}

/// R-27 and the region's own figures, to the öre.
fn the_leverage_of_real_projects_is_as_their_sources_give_it(backend: Backend) {
    let world = World::new(backend);
    for (name, sum, lines, total_ratio, added_ratio) in [
        ("The Packaging Arena", "14370000", vec![("region_own", "5365000"), ("eu", "6840000")], "2.68", "1.68"),
        ("FEM 2020", "3040000", vec![("region_own", "600000"), ("eu", "1520000")], "5.07", "4.07"),
        ("IT och säkerhet", "1325000", vec![("region_own", "300000"), ("eu", "600000")], "4.42", "3.42"),
    ] {
        let lines: Vec<Value> = lines.into_iter().map(|(kind, amount)| line(kind, amount, "SEK")).collect();
        let body = with(project(name), json!({"statedTotals": [total(sum, "SEK")], "fundingLines": lines}));
        let project = made(&world.coordination_unit(), &body);
        assert_eq!(ratios(&project), (json!(total_ratio), json!(added_ratio)), "{name}");
        let again = world.reader().get(&path(&project)).expect(200).json();
        assert_eq!(again["leverage"]["regionOwn"]["currency"], "SEK");
    }
}

fn what_cannot_be_compared_is_null(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let nothing = (Value::Null, Value::Null);
    assert_eq!(ratios(&made(&staff, &project("Utan pengar"))), nothing);
    let without = with(
        project("Utan egna"),
        json!({"statedTotals": [total("100", "SEK")], "fundingLines": [line("eu", "50", "SEK")]}),
    );
    assert_eq!(ratios(&made(&staff, &without)), nothing);
    // MECO: the budget is in euro, the region's part in kronor.
    let meco = with(
        project("MECO"),
        json!({"statedTotals": [total("2401926", "EUR")], "fundingLines": [line("region_own", "4000000", "SEK")]}),
    );
    let project = made(&staff, &meco);
    assert_eq!((ratios(&project), &project["leverage"]["regionOwn"]), (nothing, &Value::Null));
    let rate = json!([{"currency": "SEK", "rate": "0.1", "quotedOn": "2018-03-21", "source": "Riksbanken"}]);
    let rated = staff.patch(&path(&project), "*", &json!({"exchangeRates": rate})).expect(200).json();
    assert_eq!(ratios(&rated), (json!("6.00"), json!("5.00")));
    // The original stays as it was stated.
    assert_eq!(rated["fundingLines"][0]["amount"], money("4000000.00", "SEK"));
}

fn lines_that_do_not_add_up_are_flagged_with_the_difference(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let with_lines = |amounts: &[&str]| {
        let lines: Vec<Value> = amounts.iter().map(|amount| line("eu", amount, "SEK")).collect();
        with(project("Rader"), json!({"statedTotals": [total("3040000", "SEK")], "fundingLines": lines}))
    };
    let differing = made(&staff, &with_lines(&["600000", "1520000.50"]));
    assert_eq!(differing["difference"], money("919999.50", "SEK"));
    let warning = &differing["warnings"][0];
    assert_eq!((&warning["code"], &warning["rule"]), (&json!("lines_differ"), &json!("R-28")));
    assert!(warning["message"].as_str().unwrap().contains("919999.50 SEK"), "{warning}");
    let over = made(&staff, &with_lines(&["3040000.01"]));
    assert_eq!(over["difference"], money("-0.01", "SEK"));
    let even = made(&staff, &with_lines(&["3000000", "40000"]));
    assert_eq!((&even["difference"], &even["warnings"]), (&Value::Null, &json!([])));
}

fn a_project_without_a_strategic_partner_is_warned_of(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let partner = world.partner("Hedmark").id();
    let body = with(
        project("Utvald"),
        json!({"participations": [{"partnerId": partner, "role": "partner"}], "strategyAreaIds": [world.strategy_area("kultur")]}),
    );
    let path = path(&made(&staff, &body));
    let codes = || {
        let project = staff.get(&path).expect(200).json();
        project["warnings"].as_array().unwrap().iter().map(|one| one["code"].clone()).collect::<Vec<_>>()
    };
    assert!(codes().is_empty(), "an idea may still look for its partners");
    staff.transition(&path, "applied").expect(200);
    assert_eq!(codes(), ["no_strategic_partner"]);
    let partner = format!("/partners/{partner}");
    let area = world.strategy_area("energi");
    staff.patch(&partner, "*", &json!({"strategyAreas": [{"id": area, "contribution": "supports"}]})).expect(200);
    for state in ["assessed", "strategic"] {
        staff.transition(&partner, state).expect(200);
    }
    assert!(codes().is_empty());
}

fn a_call_is_one_of_the_programme(backend: Backend) {
    let world = World::new(backend);
    let (programme, other) = (world.funding_programme("Interreg"), world.funding_programme("Annat"));
    let call = world.call(&programme, "Första", None);
    let body = |programme: &str| with(project("Utlyst"), json!({"callId": call, "fundingProgrammeId": programme}));
    let refused = world.coordination_unit().post("/projects", &body(&other)).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/callId rule"]);
    let staff = world.coordination_unit();
    let path = path(&made(&staff, &body(&programme)));
    // A call that moves to another programme holds up nobody who changes something else.
    staff.patch(&format!("/calls/{call}"), "*", &json!({"fundingProgrammeId": other})).expect(200);
    staff.patch(&path, "*", &json!({"note": "Läst."})).expect(200);
    let moved = json!({"callId": call, "fundingProgrammeId": world.funding_programme("Tredje")});
    assert_eq!(staff.patch(&path, "*", &moved).problem(422, "unprocessable").faults(), ["/callId rule"]);
}

fn what_was_decided_has_no_day_in_the_future_and_without_any_it_is_warned_of(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let body = with(
        project("Utan dag"),
        json!({
            "participations": [{"partnerId": world.partner("Hedmark").id(), "role": "lead"}],
            "frameworkLinks": [{"code": "RUP-3"}], "statedTotals": [total("100", "SEK")],
        }),
    );
    let path = path(&made(&staff, &body));
    staff.transition(&path, "applied").expect(200);
    let grant = |day: Value| {
        staff.post(&format!("{path}/transitions"), &json!({"to": "granted", "fields": {"decidedOn": day}}))
    };
    assert_eq!(grant(json!("2199-01-01")).problem(422, "unprocessable").faults(), ["/decidedOn rule"]);
    grant(json!("2018-05-18")).expect(200);
    let refused = staff.patch(&path, "*", &json!({"decidedOn": "2199-01-01"})).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/decidedOn rule"]);
    let rules = |change: Value| {
        let now = staff.patch(&path, "*", &change).expect(200).json();
        now["warnings"].as_array().unwrap().iter().map(|one| one["code"].clone()).collect::<Vec<_>>()
    };
    // Sources do not always tell a day; then no year counts it.
    assert_eq!(rules(json!({"decidedOn": null})), ["no_strategic_partner", "without_year"]);
    assert_eq!(rules(json!({"startsOn": "2018-07-01"})), ["no_strategic_partner"]);
}

fn a_municipality_takes_part_by_name_by_money_or_as_a_partner(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let town = world.municipality("Torsby kommun", "1737");
    made(&staff, &with(project("A Namn"), json!({"municipalityCodes": ["1784"]})));
    let mut paid = line("municipality", "100", "SEK");
    paid["municipalityCode"] = json!("1784");
    made(&staff, &with(project("B Pengar"), json!({"fundingLines": [paid]})));
    let role = json!({"participations": [{"partnerId": town, "role": "partner"}]});
    made(&staff, &with(project("C Partner"), role));
    made(&staff, &project("D Ingen"));
    let names = |query: &str| -> Vec<String> {
        let page = world.reader().get(&format!("/projects?sort=name&{query}")).expect(200).json();
        page["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("municipalityCode=1784"), ["A Namn", "B Pengar"]);
    assert_eq!(names("municipalityCode=1737"), ["C Partner"]);
    assert_eq!(names("municipalityCode=1737&municipalityCode=1784"), ["A Namn", "B Pengar", "C Partner"]);
    assert_eq!(names("municipalityCode=none"), ["D Ingen"]);
    assert_eq!(names("municipalityCode=none&municipalityCode=1737"), ["C Partner", "D Ingen"]);
}

fn amounts_too_large_to_add_up_are_refused(backend: Backend) {
    let world = World::new(backend);
    let rate = json!({"currency": "EUR", "rate": "999999", "quotedOn": "2018-01-02", "source": "Riksbanken"});
    let body = with(
        project("Stort"),
        json!({"fundingLines": [line("region_own", "1", "SEK"), line("eu", "999999999999.99", "EUR")], "exchangeRates": [rate]}),
    );
    let refused = world.coordination_unit().post("/projects", &body).problem(422, "unprocessable");
    assert_eq!(refused.faults(), ["/fundingLines too_large"]);
}

fn filters_find_what_lists_hold(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    let partner = world.partner("Hedmark").id();
    let (area, programme) = (world.strategy_area("kultur"), world.funding_programme("Interreg"));
    let full = with(
        project("Full"),
        json!({
            "acronym": "FUL", "localId": "20201234", "fundingProgrammeId": programme, "strategyAreaIds": [area],
            "participations": [{"partnerId": partner, "role": "lead"}], "municipalityCodes": ["1784"],
            "valueKinds": ["regional_added_value"], "sustainability": ["economic"], "frameworkLinks": [{"code": "RUP-3"}],
            "startsOn": "2018-07-01", "endsOn": "2021-06-30", "decidedOn": "2018-05-18", "ownerUnitId": world.unit("area"),
        }),
    );
    made(&staff, &full);
    made(&staff, &project("Tom"));
    let names = |query: &str| -> Vec<String> {
        let page = world.reader().get(&format!("/projects?sort=name&{query}")).expect(200).json();
        page["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    for query in [
        format!("fundingProgrammeId={programme}"),
        format!("partnerId={partner}"),
        format!("strategyAreaId={area}"),
        format!("ownerUnitId={}", world.unit("area")),
        "municipalityCode=1784".to_owned(),
        "frameworkElement=RUP-3".to_owned(),
        "valueKind=regional_added_value".to_owned(),
        "sustainability=economic".to_owned(),
        "startsOnFrom=2018-07-01&startsOnTo=2018-07-01".to_owned(),
        "endsOnFrom=2021-06-30".to_owned(),
        "decidedOnTo=2018-05-18".to_owned(),
        "on=2019-01-01".to_owned(),
        "q=ful".to_owned(),
        "q=20201234".to_owned(),
    ] {
        assert_eq!(names(&query), ["Full"], "{query}");
    }
    for query in ["fundingProgrammeId=none", "partnerId=none", "municipalityCode=none", "strategyAreaId=none"] {
        assert_eq!(names(query), ["Tom"], "{query}");
    }
    assert_eq!(names("state=idea"), ["Full", "Tom"]);
    assert!(names("on=2022-01-01").is_empty());
}

fn lists_and_references_are_checked(backend: Backend) {
    let world = World::new(backend);
    let partner = world.partner("Hedmark").id();
    let twice = json!({"partnerId": partner, "role": "lead"});
    let nobody = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f";
    let body = with(
        project("Fel"),
        json!({
            "participations": [twice, twice, {"partnerId": nobody, "role": "owner"}],
            "fundingLines": [with(line("private", "5", "SEK"), json!({"financierId": nobody}))],
            "municipalityCodes": ["1780", "1780"], "startsOn": "2018-07-01", "endsOn": "2018-06-30",
        }),
    );
    let refused = world.coordination_unit().post("/projects", &body).problem(422, "unprocessable");
    assert_eq!(
        refused.faults(),
        [
            "/endsOn rule",
            "/fundingLines/0/financierId unknown_reference",
            "/municipalityCodes/1 duplicate_item",
            "/participations/1 duplicate_item",
            "/participations/2/partnerId unknown_reference",
        ]
    );
}
