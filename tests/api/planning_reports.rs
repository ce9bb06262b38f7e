//! The reports about the plan: coverage, delimitations, profile areas, integration, what is unattended, costs, and
//! cross-sections; each with numbers worked out by hand.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{
    Backend, Client, World, activity, agreement, knowledge_activity, membership, partner, plan, profiling_action,
    visit, with,
};

crate::tests! {
    what_is_ownerless_is_the_same_in_a_record_the_matrix_and_the_report,
    every_report_answers_when_nothing_is_there,
    coverage_tells_what_links_to_each_element_and_where_there_is_a_gap,
    coverage_shows_the_frameworks_of_the_year,
    what_links_to_nothing_is_an_orphan,
    delimitations_list_aid_and_what_stands_outside,
    twin_regions_are_no_strategic_partners,
    profile_areas_stand_year_by_year_and_missing_ones_are_named,
    integration_shows_each_unit_with_its_statement,
    ownerless_activities_are_named_with_the_reasons,
    stale_activities_are_named_with_the_days,
    costs_stand_per_year_and_currency,
    costs_tell_of_projects_knowledge_and_profiling_too,
    a_ceiling_is_passed_by_the_larger_sum,
    cross_sections_count_each_line,
    lists_name_two_hundred_and_count_all,
    thirty_years_are_the_most,
    as_of_needs_the_right_to_history,
}

const REPORTS: [&str; 7] =
    ["coverage", "delimitations", "profile-areas", "integration", "unattended", "costs", "cross-sections"];

struct Ground {
    world: World,
    clock: Clock,
    kultur: String,
    energi: String,
}

/// 2009, in the second year of a strategy with two areas, of which `kultur` comes first.
fn ground(backend: Backend) -> Ground {
    let clock = Clock::fixed("2008-03-07T10:00:00Z".parse().unwrap());
    let world = World::with(backend, clock.clone(), &[]);
    let strategy = world.adopted_strategy("Internationell strategi 2008-2011", "2008-01-01", "2011-12-31");
    let [kultur, energi] = ["kultur", "energi"].map(|code| world.prioritised_area(&strategy, code));
    let second = json!({"order": 2});
    world.coordination_unit().patch(&format!("/strategy-areas/{energi}"), "*", &second).expect(200);
    clock.set("2009-06-01T10:00:00Z".parse().unwrap());
    Ground { world, clock, kultur, energi }
}

const PLANNED: &[&str] = &["planned"];

impl Ground {
    /// Anew each time: a token lives an hour, and the clock is set.
    fn staff(&self) -> Client {
        self.world.coordination_unit()
    }

    /// An activity of `kultur` in 2009, with changes, taken through some states; its id.
    fn activity(&self, title: &str, changes: Value, states: &[&str]) -> String {
        let year = changes["year"].as_i64().unwrap_or(2009).try_into().unwrap();
        let mut body = activity(title, year, Some(&self.kultur), &self.world.unit("area"));
        body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let id = self.staff().post("/activities", &body).expect(201).id();
        for to in states {
            let step = json!({"to": to, "reason": "Skäl."});
            self.staff().post(&format!("/activities/{id}/transitions"), &step).expect(200);
        }
        id
    }

    /// What is not to count: a draft, one that was cancelled, and one that is put away.
    fn asides(&self, changes: Value) {
        self.activity("Utkast", changes.clone(), &[]);
        self.activity("Inställd", changes.clone(), &["planned", "cancelled"]);
        let id = self.activity("Undan", changes, PLANNED);
        self.archive(&format!("/activities/{id}"));
    }

    fn archive(&self, path: &str) {
        self.staff().patch(path, "*", &json!({"archived": true})).expect(200);
    }

    fn report(&self, name: &str, query: &str) -> Value {
        self.world.reader().get(&format!("/reports/{name}?{query}")).expect(200).json()
    }

    fn text(&self, name: &str, query: &str) -> String {
        self.world.reader().get(&format!("/reports/{name}?{query}")).expect(200).text()
    }

    /// A partner that is strategic.
    fn strategic(&self, name: &str, changes: Value) -> String {
        let mut body = partner(name);
        body["strategyAreas"] = json!([{"id": self.kultur, "contribution": "supports"}]);
        body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let id = self.staff().post("/partners", &body).expect(201).id();
        for to in ["assessed", "strategic"] {
            self.staff().transition(&format!("/partners/{id}"), to).expect(200);
        }
        id
    }
}

fn money(amount: &str, currency: &str) -> Value {
    json!({"amount": amount, "currency": currency})
}

/// A field of every item of a list.
fn each(list: &Value, field: &str) -> Vec<Value> {
    list.as_array().unwrap().iter().map(|item| item[field].clone()).collect()
}

fn every_report_answers_when_nothing_is_there(backend: Backend) {
    let world = World::with(backend, Clock::fixed("2009-06-01T10:00:00Z".parse().unwrap()), &[]);
    world.anonymous().get("/reports/coverage").problem(401, "unauthenticated");
    let reader = world.reader();
    let report = |name: &str| reader.get(&format!("/reports/{name}")).expect(200).json();
    for name in REPORTS {
        for (format, start) in [("json", "{"), ("csv", ""), ("html", "<!DOCTYPE html>"), ("xlsx", "PK")] {
            for lang in ["sv", "en"] {
                let answer = reader.get(&format!("/reports/{name}?format={format}&lang={lang}")).expect(200);
                assert!(answer.bytes.starts_with(start.as_bytes()) && !answer.bytes.is_empty(), "{name} {format}");
            }
        }
        reader.get(&format!("/reports/{name}?nothing=1")).problem(400, "invalid_request");
    }
    // Of nothing there is no share.
    let coverage = report("coverage");
    assert_eq!((&coverage["year"], &coverage["elementCount"]), (&json!(2009), &json!(11)));
    assert_eq!((&coverage["gapCount"], &coverage["orphanCount"]), (&json!(11), &json!(0)));
    let delimitations = report("delimitations");
    assert_eq!((&delimitations["countedActivities"], &delimitations["strategicPercent"]), (&json!(0), &Value::Null));
    let profile = report("profile-areas");
    assert_eq!(
        (&profile["yearFrom"], &profile["yearTo"]),
        (&json!(2009), &json!(2009)),
        "without a strategy this year"
    );
    assert_eq!((&profile["strategyAreas"], &profile["missingCount"]), (&json!([]), &json!(0)));
    let integration = report("integration");
    assert_eq!(each(&integration["units"], "euFocusPercent"), vec![Value::Null; 3]);
    assert_eq!(integration["withoutStatement"], 3);
    let unattended = report("unattended");
    let none = json!({"count": 0, "percent": null, "activities": []});
    assert_eq!((&unattended["ownerless"], &unattended["stale"], &unattended["units"]), (&none, &none, &json!([])));
    let costs = report("costs");
    assert_eq!(costs["years"].as_array().unwrap().len(), 1);
    assert_eq!((&costs["years"][0]["left"], &costs["years"][0]["passed"]), (&Value::Null, &json!(false)));
    let sections = report("cross-sections");
    assert_eq!((&sections["activityCount"], &sections["youth"]["percent"]), (&json!(0), &Value::Null));
}

/// An element of a framework by its code.
fn element(data: &Value, code: &str) -> Value {
    let elements = data["frameworks"].as_array().unwrap().iter().flat_map(|one| one["elements"].as_array().unwrap());
    elements.into_iter().find(|one| one["code"] == code).unwrap().clone()
}

/// Areas, activities, activities through their area, agreements, memberships, strength.
fn counts(data: &Value, code: &str) -> Value {
    let one = element(data, code);
    let areas: Vec<Value> = each(&one["strategyAreas"], "name").iter().map(|name| name["sv"].clone()).collect();
    assert_eq!(one["gap"], one["strength"].is_null(), "{code}");
    json!([
        areas,
        one["activityCount"],
        one["activityCountByArea"],
        one["agreementCount"],
        one["membershipCount"],
        one["strength"]
    ])
}

fn coverage_tells_what_links_to_each_element_and_where_there_is_a_gap(backend: Backend) {
    let ground = ground(backend);
    let links = json!({"frameworkLinks": [{"code": "RUP-1"}, {"code": "RUP-2", "strength": "secondary"}]});
    ground.staff().patch(&format!("/strategy-areas/{}", ground.kultur), "*", &links).expect(200);
    let data = ground.report("coverage", "year=2009");
    assert_eq!(counts(&data, "RUP-2"), json!([["kultur"], 0, 0, 0, 0, "secondary"]));
    ground.activity("Genom området", json!({}), PLANNED);
    ground.activity("Båda", json!({"frameworkLinks": [{"code": "RUP-2"}]}), &["planned", "ongoing"]);
    let weak = json!([{"code": "NS07-1", "strength": "secondary", "text": "Ger idéer."}]);
    let outside = json!({"strategyAreaId": null, "exceptionReason": "Uppdrag.", "frameworkLinks": weak});
    ground.activity("Utanför", outside, &["planned", "ongoing", "completed"]);
    ground.activity("Ett annat år", json!({"year": 2010, "startsOn": "2010-02-01", "endsOn": "2010-03-01"}), PLANNED);
    ground.asides(json!({"frameworkLinks": [{"code": "RUP-4"}]}));
    let party = ground.world.organisation("Assembly of European Regions");
    let term = |from: &str, to: &str| {
        let mut body = agreement("Avtal", &party);
        (body["validFrom"], body["validTo"]) = (json!(from), json!(to));
        ground.world.signed_agreement(&body)
    };
    term("2009-01-01", "2009-12-31");
    term("2009-01-01", "2009-12-30");
    let away = term("2009-01-01", "2010-12-31");
    ground.archive(&away);
    ground.world.active_membership(&membership(&party));
    let data = ground.report("coverage", "year=2009");
    assert_eq!(counts(&data, "RUP-1"), json!([["kultur", "energi"], 0, 2, 0, 0, "primary"]));
    assert_eq!(counts(&data, "RUP-2"), json!([["kultur"], 1, 1, 0, 0, "primary"]), "the strongest");
    assert_eq!(counts(&data, "RUP-3"), json!([[], 0, 0, 1, 0, "primary"]), "in force on 31 December");
    assert_eq!(counts(&data, "RUP-4"), json!([[], 0, 0, 0, 0, null]));
    assert_eq!(counts(&data, "RUP-5"), json!([[], 0, 0, 0, 1, "primary"]));
    assert_eq!(counts(&data, "NS07-1"), json!([[], 1, 0, 0, 0, "secondary"]));
    assert_eq!((&data["elementCount"], &data["gapCount"]), (&json!(11), &json!(6)));
    let csv = ground.text("coverage", "year=2009&format=csv&lang=en");
    let line = "Framework elements,RUP-1,Mobility,The regional development programme for Värmland,Regional,kultur; energi,0,2,0,0,Primary,no\r\n";
    assert!(csv.contains(line), "{csv}");
    let page = ground.text("coverage", "year=2009&format=html&lang=sv");
    assert!(page.contains("5 av 11 delar har en koppling, 6 har ingen. 0 poster saknar koppling."), "{page}");
}

fn coverage_shows_the_frameworks_of_the_year(backend: Backend) {
    let ground = ground(backend);
    let codes = |year: i32| each(&ground.report("coverage", &format!("year={year}"))["frameworks"], "code");
    // The regional ones first; open ends hold for ever.
    assert_eq!(codes(2009), ["RUP", "NS07", "EU"]);
    assert_eq!(codes(2010), ["RUP", "NS07", "EU"]);
    assert_eq!(codes(2011), ["RUP", "NS07"]);
    assert_eq!(codes(2013), ["RUP", "NS07"]);
    assert_eq!(codes(2014), ["RUP"]);
    assert_eq!(codes(2006), ["RUP", "EU"]);
    assert_eq!(codes(1999), ["RUP"]);
    let data = ground.report("coverage", "year=2009");
    let elements = each(&data["frameworks"][0]["elements"], "code");
    assert_eq!(elements, ["RUP-1", "RUP-2", "RUP-3", "RUP-4", "RUP-5"]);
    // Only areas that are columns of the year are named.
    assert_eq!(counts(&ground.report("coverage", "year=2007"), "RUP-1"), json!([[], 0, 0, 0, 0, null]));
    let framework = ground.staff().get("/policy-frameworks?code=NS07").expect(200).json()["items"][0]["id"].clone();
    ground.archive(&format!("/policy-frameworks/{}", framework.as_str().unwrap()));
    assert_eq!(codes(2009), ["RUP", "EU"]);
}

fn what_links_to_nothing_is_an_orphan(backend: Backend) {
    let ground = ground(backend);
    ground.activity("Lös", json!({}), PLANNED);
    ground.activity("Fast", json!({}), PLANNED);
    ground.asides(json!({}));
    let party = ground.world.organisation("Assembly of European Regions");
    let mut body = agreement("Löst avtal", &party);
    body["validFrom"] = json!("2009-01-01");
    ground.world.signed_agreement(&body);
    ground.world.active_membership(&membership(&party));
    assert_eq!(ground.report("coverage", "year=2009")["orphanCount"], 0);
    // As no caller can.
    ground.world.sql(
        "UPDATE activities SET strategy_area_id = NULL WHERE title IN ('Lös', 'Utkast', 'Undan', 'Inställd'); \
         UPDATE cooperation_agreements SET framework_links = '[]'; UPDATE memberships SET framework_links = '[]'",
    );
    let data = ground.report("coverage", "year=2009");
    let named: Vec<(Value, Value)> =
        each(&data["orphans"], "type").into_iter().zip(each(&data["orphans"], "title")).collect();
    let expected = [
        ("activity", "Inställd"),
        ("activity", "Lös"),
        ("cooperation_agreement", "Löst avtal"),
        ("membership", "Assembly of European Regions"),
    ];
    assert_eq!(named, expected.map(|(kind, title)| (json!(kind), json!(title))));
    assert_eq!(data["orphanCount"], 4);
    let csv = ground.text("coverage", "year=2009&format=csv&lang=sv");
    assert!(csv.contains("Avsnitt,Post,Slag\r\nUtan koppling,Inställd,Aktivitet\r\n"), "{csv}");
    // Those of a year alone.
    assert_eq!(ground.report("coverage", "year=2008")["orphanCount"], 0);
}

fn delimitations_list_aid_and_what_stands_outside(backend: Backend) {
    let ground = ground(backend);
    let aid = json!({"aidCharacter": true, "exceptionReason": "Nödläge.", "costEstimate": money("100", "SEK"),
        "costActual": money("20.5", "EUR")});
    ground.activity("Brunn", aid, PLANNED);
    let outside = json!({"strategyAreaId": null, "frameworkLinks": [{"code": "RUP-1"}], "exceptionReason": "Uppdrag."});
    ground.activity("Uppdrag", outside.clone(), &["planned", "cancelled"]);
    ground.activity("Vanlig", json!({}), PLANNED);
    ground.activity("Vind", json!({"strategyAreaId": ground.energi}), PLANNED);
    ground.activity("Utkast", outside.clone(), &[]);
    let away = ground.activity("Undan", outside, PLANNED);
    ground.archive(&format!("/activities/{away}"));
    let marks = || -> Vec<Value> {
        let data = ground.report("delimitations", "year=2009");
        let lines = data["activities"].as_array().unwrap().iter();
        let mut marks: Vec<Value> =
            lines.map(|one| json!([one["title"], one["aidCharacter"], one["outside"]])).collect();
        marks.push(json!([data["activityCount"], data["aidCount"], data["outsideCount"]]));
        marks
    };
    let expected = [json!(["Brunn", true, false]), json!(["Uppdrag", false, true])];
    assert_eq!(marks(), [expected[0].clone(), expected[1].clone(), json!([2, 1, 1])]);
    let data = ground.report("delimitations", "year=2009");
    let brunn = &data["activities"][0];
    assert_eq!((&brunn["exceptionReason"], &brunn["ownerUnit"]), (&json!("Nödläge."), &json!({"sv": "area"})));
    assert_eq!(
        (&brunn["costEstimate"], &brunn["costActual"]),
        (&money("100.00", "SEK"), &money("20.50", "EUR")),
        "never mixed"
    );
    // An area that is prioritised no more, and was not at the end of the year.
    ground.world.decide("deprioritise_area", &[("strategy_area", &ground.energi)]).expect(201);
    let after = [expected[0].clone(), expected[1].clone(), json!(["Vind", false, true]), json!([3, 1, 2])];
    assert_eq!(marks(), after);
    assert_eq!(ground.report("delimitations", "year=2008")["activityCount"], 0);
    let csv = ground.text("delimitations", "year=2009&format=csv&lang=sv");
    let line = "Aktiviteter som är undantag,Brunn,Planerad,ja,nej,Nödläge.,area,100.00 SEK,20.50 EUR\r\n";
    assert!(csv.contains(line), "{csv}");
}

fn twin_regions_are_no_strategic_partners(backend: Backend) {
    let ground = ground(backend);
    let strategic = ground.strategic("Strategisk", json!({}));
    let twin = json!({"partnershipKind": "twin_region", "exceptionReason": "Grannregion."});
    let twin = ground.strategic("Vän", twin);
    let plain = json!({"name": "Annan vän", "kind": "company", "partnershipKind": "twin_region"});
    ground.staff().post("/partners", &plain).expect(201);
    let away = json!({"name": "Undan", "kind": "company", "partnershipKind": "twin_region"});
    let away = ground.staff().post("/partners", &away).expect(201).id();
    ground.archive(&format!("/partners/{away}"));
    ground.activity("Med båda", json!({"partnerIds": [strategic, twin]}), PLANNED);
    ground.activity("Med vän", json!({"partnerIds": [twin]}), PLANNED);
    ground.activity("Utan", json!({}), PLANNED);
    ground.asides(json!({"partnerIds": [strategic]}));
    let data = ground.report("delimitations", "year=2009");
    assert_eq!((&data["countedActivities"], &data["withStrategicPartner"]), (&json!(3), &json!(1)));
    assert_eq!(data["strategicPercent"], "33.3");
    assert_eq!(data["twinRegionCount"], 2);
    let named = json!([{"id": twin, "name": "Vän", "state": "strategic", "alliance": false,
        "exceptionReason": "Grannregion."}]);
    assert_eq!(data["twinRegions"], named);
    let page = ground.text("delimitations", "year=2009&format=html&lang=sv");
    let said = "0 av biståndskaraktär, 0 utanför de prioriterade områdena, 1 av 2 vänregioner i den prioriterade kretsen. 33,3 % av aktiviteterna har en strategisk partner.";
    assert!(page.contains(said), "{page}");
}

fn profile_areas_stand_year_by_year_and_missing_ones_are_named(backend: Backend) {
    let ground = ground(backend);
    let profile = |area: &str, year: i32, name: &str, rank: i32, from: Option<&str>| {
        let body = json!({"strategyAreaId": area, "year": year, "name": name, "rank": rank, "carriedFromId": from,
            "ownerUnitId": ground.world.unit("area")});
        ground.staff().post("/profile-areas", &body).expect(201).id()
    };
    let first = profile(&ground.kultur, 2008, "Scenkonst", 1, None);
    let music = profile(&ground.kultur, 2009, "Musik", 2, None);
    let stage = profile(&ground.kultur, 2009, "Scenkonst över gränsen", 1, Some(&first));
    let drop = json!({"to": "dropped", "reason": "Parten drog sig ur."});
    ground.staff().post(&format!("/profile-areas/{music}/transitions"), &drop).expect(200);
    let away = profile(&ground.energi, 2009, "Undan", 1, None);
    ground.archive(&format!("/profile-areas/{away}"));
    ground.activity("Teater", json!({"profileAreaIds": [stage]}), PLANNED);
    ground.activity("Båda", json!({"profileAreaIds": [stage, music]}), &["planned", "ongoing"]);
    ground.asides(json!({"profileAreaIds": [music]}));
    // The period of the strategy in force, when nothing is said.
    let data = ground.report("profile-areas", "");
    assert_eq!((&data["yearFrom"], &data["yearTo"]), (&json!(2008), &json!(2011)));
    assert_eq!(each(&data["strategyAreas"], "code"), ["kultur", "energi"]);
    let [kultur, energi] = [0, 1].map(|place| data["strategyAreas"][place]["years"].clone());
    assert_eq!(each(&kultur, "year"), [2008, 2009, 2010, 2011]);
    assert_eq!(each(&kultur, "missing"), [false, false, true, true]);
    assert_eq!(each(&energi, "missing"), [true, true, true, true]);
    assert_eq!((&data["profileAreaCount"], &data["missingCount"]), (&json!(3), &json!(6)));
    let lines = json!([
        {"id": stage, "name": "Scenkonst över gränsen", "rank": 1, "state": "current", "droppedReason": null,
            "carriedFrom": "Scenkonst", "activityCount": 2},
        {"id": music, "name": "Musik", "rank": 2, "state": "dropped", "droppedReason": "Parten drog sig ur.",
            "carriedFrom": null, "activityCount": 1},
    ]);
    assert_eq!(kultur[1]["profileAreas"], lines);
    // An area that was prioritised no more at the end of a year is not missed.
    ground.world.decide("deprioritise_area", &[("strategy_area", &ground.energi)]).expect(201);
    let data = ground.report("profile-areas", "yearFrom=2008&yearTo=2009");
    assert_eq!(data["missingCount"], 1);
    assert_eq!(each(&data["strategyAreas"][1]["years"], "year"), [2008]);
    let csv = ground.text("profile-areas", "yearFrom=2008&yearTo=2009&format=csv&lang=sv");
    assert!(csv.contains("kultur,2009,1,Scenkonst över gränsen,Aktuellt,,Scenkonst,2\r\n"), "{csv}");
    assert!(csv.contains("energi,2008,,Saknas (W3),,,,0\r\n"), "{csv}");
}

fn integration_shows_each_unit_with_its_statement(backend: Backend) {
    let ground = ground(backend);
    let state = |user: &str, unit: &str, year: i32, stage: &str, grade: Option<&str>| {
        let body = json!({"unitId": ground.world.unit(unit), "year": year, "stage": stage,
            "text": "EU prövas.", "selfGrade": grade});
        ground.world.user(user).post("/integration-statements", &body).expect(201).id()
    };
    state("area_unit", "area", 2009, "running", Some("partly_achieved"));
    state("coordination_unit", "coordination", 2009, "wishes", None);
    state("other_area", "other-area", 2008, "running", None);
    let away = state("other_area", "other-area", 2009, "running", None);
    let path = format!("/integration-statements/{away}");
    ground.world.user("other_area").patch(&path, "*", &json!({"archived": true})).expect(200);
    ground.activity("Ett", json!({"euFocus": true}), PLANNED);
    ground.activity("Två", json!({"euFocus": true}), &["planned", "ongoing"]);
    ground.activity("Tre", json!({}), PLANNED);
    ground.asides(json!({"euFocus": true}));
    let body = json!({"code": "nedlagd", "name": {"sv": "Nedlagd"}, "kind": "area_unit"});
    let gone = ground.staff().post("/units", &body).expect(201).id();
    ground.archive(&format!("/units/{gone}"));
    let data = ground.report("integration", "year=2009");
    let lines: Vec<Value> = data["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            json!([
                one["name"]["sv"],
                one["statement"]["stage"],
                one["statement"]["selfGrade"],
                one["activityCount"],
                one["euFocusCount"],
                one["euFocusPercent"]
            ])
        })
        .collect();
    let expected = [
        json!(["area", "running", "partly_achieved", 3, 2, "66.7"]),
        json!(["coordination", "wishes", null, 0, 0, null]),
        json!(["other-area", null, null, 0, 0, null]),
    ];
    assert_eq!(lines, expected);
    let stages = json!([{"stage": "none", "unitCount": 0}, {"stage": "wishes", "unitCount": 1},
        {"stage": "running", "unitCount": 1}]);
    assert_eq!((&data["stages"], &data["withoutStatement"]), (&stages, &json!(1)));
    let page = ground.text("integration", "year=2009&format=html&lang=sv");
    assert!(page.contains("2 av 3 enheter har lämnat en redovisning, 1 har ingen."), "{page}");
    let csv = ground.text("integration", "year=2009&format=csv&lang=en");
    assert!(csv.contains("Units,area,Runs it,Partly achieved,EU prövas.,,3,2,66.7\r\n"), "{csv}");
}

fn ownerless_activities_are_named_with_the_reasons(backend: Backend) {
    let ground = ground(backend);
    let other = ground.world.unit("other-area");
    ground.activity("Attenderad", json!({"responsibleUserId": ground.world.user_id("area_unit")}), PLANNED);
    ground.activity("Borta", json!({"responsibleUserId": ground.world.user_id("registrar")}), PLANNED);
    ground.activity("Flyttad", json!({"ownerUnitId": other}), &["planned", "ongoing"]);
    ground.activity("Herrelös", json!({}), PLANNED);
    ground.activity("Ingen", json!({}), PLANNED);
    ground.activity("Klar", json!({"ownerUnitId": other}), &["planned", "ongoing", "completed"]);
    ground.asides(json!({"ownerUnitId": other}));
    let data = ground.report("unattended", "year=2009");
    assert_eq!((&data["activityCount"], &data["ownerless"]["count"]), (&json!(5), &json!(0)));
    let account = format!("/users/{}", ground.world.user_id("registrar"));
    ground.world.administrator().patch(&account, "*", &json!({"disabled": true})).expect(200);
    ground.archive(&format!("/units/{other}"));
    // As no caller can.
    ground.world.sql(
        "UPDATE activities SET owner_unit_id = NULL WHERE title = 'Herrelös'; \
         UPDATE activities SET responsible = NULL WHERE title = 'Ingen'",
    );
    let data = ground.report("unattended", "year=2009");
    let ownerless = &data["ownerless"];
    assert_eq!((&ownerless["count"], &ownerless["percent"]), (&json!(4), &json!("80.0")));
    let named: Vec<Value> = ownerless["activities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!([one["title"], one["reasons"], one["ownerUnit"]["sv"]]))
        .collect();
    let expected = [
        json!(["Borta", ["account_closed"], "area"]),
        json!(["Flyttad", ["unit_archived"], "other-area"]),
        json!(["Herrelös", ["no_unit"], null]),
        json!(["Ingen", ["nobody_responsible"], "area"]),
    ];
    assert_eq!(named, expected);
    let units: Vec<Value> = data["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!([one["name"]["sv"], one["activityCount"], one["ownerlessCount"], one["staleCount"]]))
        .collect();
    assert_eq!(units, [json!(["area", 3, 2, 0]), json!(["other-area", 1, 1, 0]), json!([null, 1, 1, 0])]);
    let csv = ground.text("unattended", "year=2009&format=csv&lang=sv");
    assert!(csv.contains("Utan ansvarig,Flyttad,Pågående,other-area,Samordnare,Enheten är undanlagd\r\n"), "{csv}");
    assert!(csv.contains("Per enhet,Ingen enhet,1,1,0\r\n"), "{csv}");
    assert_eq!(ground.report("unattended", "year=2010")["activityCount"], 0);
}

fn stale_activities_are_named_with_the_days(backend: Backend) {
    let ground = ground(backend);
    // Due on 14 May, 14 September, and 14 January.
    ground.world.adopted_plan(2009);
    ground.activity("Sen", json!({}), PLANNED);
    let current = ground.activity("Aktuell", json!({}), &["planned", "ongoing"]);
    ground.world.report(&current, 2009, &json!({})).expect(201);
    ground.activity("Klar", json!({}), &["planned", "ongoing", "completed"]);
    ground.asides(json!({}));
    let stale = |query: &str| {
        let data = ground.report("unattended", &format!("year=2009&{query}"));
        let lines = data["stale"]["activities"].as_array().unwrap().iter();
        let lines: Vec<Value> = lines
            .map(|one| json!([one["title"], one["dueOn"], one["daysSinceDue"], one["status"], one["lastUpdateOn"]]))
            .collect();
        (lines, data["stale"]["count"].clone(), data["stale"]["percent"].clone())
    };
    let late = |days: i32| json!(["Sen", "2009-05-14", days, null, null]);
    assert_eq!(stale(""), (vec![late(18)], json!(1), json!("50.0")));
    // On the day itself it is not late yet.
    ground.clock.set("2009-09-14T10:00:00Z".parse().unwrap());
    assert_eq!(stale(""), (vec![late(123)], json!(1), json!("50.0")));
    ground.clock.set("2009-10-01T10:00:00Z".parse().unwrap());
    let second = json!(["Aktuell", "2009-09-14", 17, "on_track", "2009-05-04"]);
    assert_eq!(stale(""), (vec![late(140), second], json!(2), json!("100.0")));
    let page = ground.text("unattended", "year=2009&format=html&lang=sv");
    let said = "Av 2 planerade och pågående saknar 0 (0 %) ansvarig, och 2 (100 %) har en försenad lägesrapport den 2009-10-01.";
    assert!(page.contains(said), "{page}");
    let csv = ground.text("unattended", "year=2009&format=csv&lang=en");
    assert!(csv.contains("Stale,Aktuell,Ongoing,area,Samordnare,2009-09-14,17,On track,2009-05-04\r\n"), "{csv}");
    assert!(csv.contains("By unit,area,2,0,2\r\n"), "{csv}");
}

fn costs_stand_per_year_and_currency(backend: Backend) {
    let ground = ground(backend);
    ground.activity("Ett", json!({"costEstimate": money("1000", "SEK"), "costActual": money("2000", "SEK")}), PLANNED);
    ground.activity("Två", json!({"costEstimate": money("500.5", "SEK"), "costActual": money("90", "EUR")}), PLANNED);
    ground.activity("Tre", json!({"costEstimate": money("7", "EUR")}), &["planned", "ongoing", "completed"]);
    let later = json!({"year": 2010, "startsOn": null, "endsOn": null, "costEstimate": money("400", "SEK")});
    let later = ground.activity("Fyra", later, &[]);
    let days = json!({"startsOn": "2010-02-01", "endsOn": "2010-03-01"});
    ground.staff().patch(&format!("/activities/{later}"), "*", &days).expect(200);
    ground.staff().transition(&format!("/activities/{later}"), "planned").expect(200);
    ground.asides(json!({"costEstimate": money("70000", "SEK"), "costActual": money("70000", "SEK")}));
    let party = ground.world.organisation("Assembly of European Regions");
    let path = ground.world.active_membership(&membership(&party));
    let fee = |year: i32, amount: Value| {
        let body = json!({"membershipId": path.rsplit('/').next(), "year": year, "amount": amount, "basis": "fixed"});
        ground.staff().post("/membership-fees", &body).expect(201).id()
    };
    fee(2009, money("27500", "SEK"));
    fee(2010, money("3000", "EUR"));
    let away = fee(2011, money("1", "SEK"));
    ground.archive(&format!("/membership-fees/{away}"));
    let trip = |starts_on: &str, cost: Value| {
        let mut body = visit("Besök");
        (body["startsOn"], body["cost"]) = (json!(starts_on), cost);
        ground.staff().post("/visits", &body).expect(201).id()
    };
    trip("2009-01-01", money("300", "NOK"));
    trip("2009-12-31", money("50.25", "NOK"));
    trip("2009-05-12", Value::Null);
    let away = trip("2009-05-12", money("9999", "NOK"));
    ground.archive(&format!("/visits/{away}"));
    let data = ground.report("costs", "");
    assert_eq!(each(&data["years"], "year"), [2008, 2009, 2010, 2011]);
    let kinds = ["activityEstimates", "activityActuals", "membershipFees", "visits"];
    let of = |sums: &Value| kinds.map(|kind| sums[kind].clone());
    let none = [json!([]), json!([]), json!([]), json!([])];
    assert_eq!(of(&data["years"][0]), none);
    let year = [
        json!([money("7.00", "EUR"), money("1500.50", "SEK")]),
        json!([money("90.00", "EUR"), money("2000.00", "SEK")]),
        json!([money("27500.00", "SEK")]),
        json!([money("350.25", "NOK")]),
    ];
    assert_eq!(of(&data["years"][1]), year);
    let next = [json!([money("400.00", "SEK")]), json!([]), json!([money("3000.00", "EUR")]), json!([])];
    assert_eq!(of(&data["years"][2]), next);
    assert_eq!(of(&data["years"][3]), none);
    let totals = [
        json!([money("7.00", "EUR"), money("1900.50", "SEK")]),
        json!([money("90.00", "EUR"), money("2000.00", "SEK")]),
        json!([money("3000.00", "EUR"), money("27500.00", "SEK")]),
        json!([money("350.25", "NOK")]),
    ];
    assert_eq!(of(&data["totals"]), totals);
    let csv = ground.text("costs", "format=csv&lang=en");
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "Year,\"Estimate, activities EUR\",\"Estimate, activities SEK\",\"Actual, activities EUR\",\"Actual, activities SEK\",Membership fees EUR,Membership fees SEK,Visits NOK,Ceiling,Left,Passed"
    );
    assert_eq!(lines[2], "2009,7.00,1500.50,90.00,2000.00,,27500.00,350.25,,,");
    assert_eq!(lines[5], "Total,7.00,1900.50,90.00,2000.00,3000.00,27500.00,350.25,,,");
}

fn costs_tell_of_projects_knowledge_and_profiling_too(backend: Backend) {
    let ground = ground(backend);
    let (world, staff) = (&ground.world, ground.staff());
    let own = |amount: Value| {
        json!({"fundingLines": [
        {"kind": "region_own", "amount": amount, "basis": "granted", "source": "Styrelsen"},
        {"kind": "eu", "amount": money("99999", "SEK"), "basis": "granted", "source": "Programmet"}]})
    };
    world.granted_project("Ett", 2009, own(money("600", "SEK")));
    world.granted_project("Två", 2009, own(money("0.50", "SEK")));
    world.granted_project("Utan egna", 2008, own(money("0", "SEK")));
    let away = world.granted_project("Undan", 2009, own(money("70000", "SEK")));
    ground.archive(&away);
    let idea = with(json!({"name": "Idé", "decidedOn": "2009-03-15"}), own(money("70000", "SEK")));
    staff.post("/projects", &idea).expect(201);
    let held = |held_on: &str, cost: Value| {
        let body = json!({"kind": "newsletter", "heldOn": held_on, "cost": cost});
        world.recorded("/knowledge-activities", &with(knowledge_activity("Brev"), body))
    };
    for (day, amount) in [("2008-12-31", "1"), ("2009-01-01", "20"), ("2009-05-31", "300")] {
        staff.transition(&held(day, money(amount, "SEK")), "held").expect(200);
    }
    held("2009-02-01", money("70000", "SEK"));
    let away = held("2009-02-01", money("70000", "SEK"));
    staff.transition(&away, "held").expect(200);
    ground.archive(&away);
    let shown = |held_on: &str, cost: Value| {
        let body = json!({"heldOn": held_on, "cost": cost});
        world.recorded("/profiling-actions", &with(profiling_action("Mässa"), body))
    };
    for (day, amount) in [("2009-01-01", "4"), ("2009-12-31", "50"), ("2010-01-01", "600")] {
        shown(day, money(amount, "EUR"));
    }
    ground.archive(&shown("2009-06-01", money("70000", "EUR")));
    let data = ground.report("costs", "");
    let of = |sums: &Value| ["projects", "knowledgeActivities", "profilingActions"].map(|kind| sums[kind].clone());
    let sum = |amount: &str, currency: &str| json!([money(amount, currency)]);
    assert_eq!(of(&data["years"][0]), [json!([]), sum("1.00", "SEK"), json!([])]);
    assert_eq!(of(&data["years"][1]), [sum("600.50", "SEK"), sum("320.00", "SEK"), sum("54.00", "EUR")]);
    assert_eq!(of(&data["years"][2]), [json!([]), json!([]), sum("600.00", "EUR")]);
    assert_eq!(of(&data["totals"]), [sum("600.50", "SEK"), sum("321.00", "SEK"), sum("654.00", "EUR")]);
    let csv = ground.text("costs", "format=csv&lang=en");
    let heads = "Year,Own money in projects SEK,Knowledge activities SEK,Profiling actions EUR,Ceiling,Left,Passed";
    assert!(csv.contains(heads) && csv.contains("2009,600.50,320.00,54.00,,,"), "{csv}");
    // A chart per currency, with a course for each kind that has it.
    let page = ground.text("costs", "format=html&lang=sv");
    assert_eq!(page.matches("<figure>").count(), 2, "{page}");
    assert!(page.contains("2008: Profileringsinsatser 0. 2009: Profileringsinsatser 54."), "{page}");
    assert!(page.contains("2009: Egna medel i projekt 600,50; Kunskapsaktiviteter 320."), "{page}");
}

fn a_ceiling_is_passed_by_the_larger_sum(backend: Backend) {
    let ground = ground(backend);
    let adopt = |year: i32, ceiling: Value| {
        let mut body = plan(year);
        body["budgetCeiling"] = ceiling;
        ground.staff().post("/operational-plans", &body).expect(201).id()
    };
    let plan = adopt(2009, money("1800", "SEK"));
    adopt(2010, money("1000", "NOK"));
    adopt(2011, Value::Null);
    let away = adopt(2008, money("1", "SEK"));
    ground.archive(&format!("/operational-plans/{away}"));
    let left = || -> Vec<Value> {
        let data = ground.report("costs", "");
        let years = data["years"].as_array().unwrap().iter();
        years.map(|year| json!([year["left"]["amount"], year["left"]["currency"], year["passed"]])).collect()
    };
    let none = json!([null, null, false]);
    let untouched = json!(["1000.00", "NOK", false]);
    assert_eq!(left(), [none.clone(), json!(["1800.00", "SEK", false]), untouched.clone(), none.clone()]);
    // Other currencies are not of the ceiling.
    ground.activity("Euro", json!({"costEstimate": money("99999", "EUR")}), PLANNED);
    ground.activity("Ett", json!({"costEstimate": money("1800", "SEK"), "costActual": money("100", "SEK")}), PLANNED);
    assert_eq!(left()[1], json!(["0.00", "SEK", false]), "what is thought counts, while it is larger");
    let more = json!({"costActual": money("1800.05", "SEK")});
    ground.activity("Två", more, PLANNED);
    assert_eq!(left(), [none.clone(), json!(["-100.05", "SEK", true]), untouched, none]);
    let data = ground.report("costs", "yearFrom=2009&yearTo=2009");
    let year = &data["years"][0];
    assert_eq!((&year["operationalPlanId"], &year["budgetCeiling"]), (&json!(plan), &money("1800.00", "SEK")));
    assert_eq!(data["passedCount"], 1);
    let page = ground.text("costs", "yearFrom=2009&yearTo=2009&format=html&lang=sv");
    assert!(page.contains("<h1>Kostnader 2009</h1>") && page.contains("Planens ram är passerad 1 år."), "{page}");
    assert!(page.contains("<td class=\"number\">-100,05</td>"), "{page}");
}

fn cross_sections_count_each_line(backend: Backend) {
    let ground = ground(backend);
    let norwegian = |name: &str| {
        let body = json!({"name": name, "kind": "regional_authority", "country": "NO", "partnershipKind": "project"});
        ground.staff().post("/partners", &body).expect(201).id()
    };
    let (hedmark, away) = (norwegian("Hedmark"), norwegian("Undan"));
    let youth = json!({"targetGroups": ["citizens", "youth"], "effects": ["competitiveness"], "crossBorder": true,
        "sustainability": ["economic", "social", "environmental"], "costEstimate": money("100", "SEK")});
    ground.activity("Ungdom", youth.clone(), PLANNED);
    let border = json!({"crossBorder": true, "partnerIds": [hedmark], "effects": ["other"], "euFocus": true,
        "cooperationLevel": "regional", "costActual": money("50", "EUR")});
    ground.activity("Gräns", border, &["planned", "ongoing"]);
    let norway = json!({"partnerIds": [hedmark], "effects": ["renewal", "competitiveness"],
        "sustainability": ["economic", "social"], "costEstimate": money("10", "SEK")});
    ground.activity("Norsk", norway, &["planned", "ongoing", "completed"]);
    let plain = json!({"partnerIds": [away], "cooperationLevel": "local", "sustainability": ["environmental"]});
    ground.activity("Ren", plain, PLANNED);
    ground.archive(&format!("/partners/{away}"));
    ground.asides(youth);
    let data = ground.report("cross-sections", "year=2009&lang=en");
    assert_eq!(data["activityCount"], 4);
    let line = |one: &Value| json!([one["code"], one["count"], one["percent"]]);
    let lines = |list: &str| -> Vec<Value> { data[list].as_array().unwrap().iter().map(line).collect() };
    assert_eq!(line(&data["youth"]), json!(["youth", 1, "25.0"]));
    assert_eq!(
        (&data["youth"]["costEstimate"], &data["youth"]["costActual"]),
        (&json!([money("100.00", "SEK")]), &json!([]))
    );
    let border =
        [json!(["cross_border", 2, "50.0"]), json!(["norwegian_partner", 2, "50.0"]), json!(["either", 3, "75.0"])];
    assert_eq!(lines("borderLines"), border);
    let either = &data["borderLines"][2];
    assert_eq!(
        (&either["costEstimate"], &either["costActual"]),
        (&json!([money("110.00", "SEK")]), &json!([money("50.00", "EUR")]))
    );
    let dimensions = [
        json!(["economic", 2, "50.0"]),
        json!(["social", 3, "75.0"]),
        json!(["environmental", 2, "50.0"]),
        json!(["all", 1, "25.0"]),
    ];
    assert_eq!(lines("sustainability"), dimensions);
    assert_eq!(line(&data["euFocus"]), json!(["eu_focus", 1, "25.0"]));
    let effects = [
        json!(["competitiveness", 2, "50.0"]),
        json!(["renewal", 1, "25.0"]),
        json!(["other", 1, "25.0"]),
        json!(["neither", 2, "50.0"]),
    ];
    assert_eq!(lines("effects"), effects);
    let levels = [
        json!(["local", 1, "25.0"]),
        json!(["regional", 1, "25.0"]),
        json!(["national", 0, "0.0"]),
        json!(["international", 2, "50.0"]),
    ];
    assert_eq!(lines("cooperationLevels"), levels);
    assert_eq!(each(&data["youthActivities"], "title"), ["Ungdom"]);
    assert_eq!(each(&data["borderActivities"], "title"), ["Gräns", "Norsk", "Ungdom"]);
    let csv = ground.text("cross-sections", "year=2009&format=csv&lang=en");
    assert!(csv.contains("Activities,Either,Norway and the border,3,75.0,110.00,50.00\r\n"), "{csv}");
    let page = ground.text("cross-sections", "year=2009&format=html&lang=sv");
    let said = "Av 4 aktiviteter vänder sig 1 (25 %) till ungdomar, 3 (75 %) går över gränsen eller har en norsk partner, och 1 (25 %) har EU i fokus.";
    assert!(page.contains(said), "{page}");
}

fn lists_name_two_hundred_and_count_all(backend: Backend) {
    let ground = ground(backend);
    ground.activity("Många", json!({}), PLANNED);
    // As no caller can, and as none could in time.
    let columns = "version, archived, external_ids, documents, created_at, updated_at, state, title, year, kind, \
                   cooperation_level, framework_links, partner_ids, municipality_codes, effects, sustainability, \
                   target_groups, eu_focus, cross_border, aid_character, profile_area_ids, next_update_due_on, \
                   name_key, search";
    let copy = |ids: &str, numbers: &str| {
        format!(
            "UPDATE activities SET owner_unit_id = NULL, strategy_area_id = NULL, cross_border = TRUE, \
             target_groups = '[\"youth\"]', next_update_due_on = '2009-05-14'; \
             INSERT INTO activities (id, {columns}) SELECT {ids}, {columns} FROM (SELECT * FROM activities) AS one, {numbers}"
        )
    };
    ground.world.sql(&match ground.world.database.backing {
        utblick::db::Backing::Sqlite(_) => copy(
            "printf('00000000-0000-7000-8000-%012x', n.i)",
            "(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 249) SELECT i FROM n) AS n",
        ),
        _ => copy("gen_random_uuid()", "generate_series(1, 249)"),
    });
    let check = |name: &str, list: &str, most: usize, count: &str| {
        let data = ground.report(name, "year=2009");
        assert_eq!(data.pointer(list).unwrap().as_array().unwrap().len(), most, "{name} {list}");
        assert_eq!(data.pointer(count).unwrap(), 250, "{name} {count}");
    };
    check("coverage", "/orphans", 200, "/orphanCount");
    check("delimitations", "/activities", 200, "/activityCount");
    check("unattended", "/ownerless/activities", 200, "/ownerless/count");
    check("unattended", "/stale/activities", 200, "/stale/count");
    check("cross-sections", "/youthActivities", 20, "/youth/count");
    check("cross-sections", "/borderActivities", 20, "/borderLines/2/count");
}

fn thirty_years_are_the_most(backend: Backend) {
    let ground = ground(backend);
    for year in 1990..2020 {
        let changes = json!({"year": year, "strategyAreaId": null, "frameworkLinks": [{"code": "RUP-3"}],
            "exceptionReason": "Uppdrag.", "targetGroups": ["youth"], "costActual": money("1", "SEK")});
        ground.activity(&format!("År {year}"), changes, PLANNED);
    }
    let span = "yearFrom=1990&yearTo=2019";
    let costs = ground.report("costs", span);
    assert_eq!(costs["years"].as_array().unwrap().len(), 30);
    let each_year: Vec<Value> = each(&costs["years"], "activityActuals");
    assert!(each_year.iter().all(|sums| *sums == json!([money("1.00", "SEK")])), "{costs}");
    assert_eq!(costs["totals"]["activityActuals"], json!([money("30.00", "SEK")]));
    // Two areas in the four years of the strategy.
    assert_eq!(ground.report("profile-areas", span)["missingCount"], 8);
    for year in [1990, 2005, 2019] {
        let query = format!("year={year}");
        assert_eq!(counts(&ground.report("coverage", &query), "RUP-3")[1], 1, "{year}");
        assert_eq!(ground.report("delimitations", &query)["outsideCount"], 1, "{year}");
        assert_eq!(ground.report("integration", &query)["units"][0]["activityCount"], 1, "{year}");
        assert_eq!(ground.report("unattended", &query)["activityCount"], 1, "{year}");
        assert_eq!(ground.report("cross-sections", &query)["youth"]["percent"], "100.0", "{year}");
    }
    for name in ["costs", "profile-areas"] {
        for (query, faults) in [
            ("yearFrom=1990&yearTo=2020", ["yearTo wrong_format"].as_slice()),
            ("yearFrom=2009&yearTo=2008", &["yearTo wrong_format"]),
            ("yearFrom=1899&yearTo=2200", &["yearFrom wrong_format", "yearTo wrong_format"]),
            ("yearFrom=x", &["yearFrom wrong_format"]),
            ("year=2009", &["year unknown"]),
        ] {
            let refused =
                ground.world.reader().get(&format!("/reports/{name}?{query}")).problem(400, "invalid_request");
            assert_eq!(refused.faults(), faults, "{name} {query}");
        }
        // What is not said is the period of the strategy, as far as it goes.
        for (query, from, to) in [
            ("yearFrom=2010", 2010, 2011),
            ("yearTo=2009", 2008, 2009),
            ("yearFrom=2015", 2015, 2015),
            ("yearTo=2199", 2170, 2199),
        ] {
            let data = ground.report(name, query);
            assert_eq!((&data["yearFrom"], &data["yearTo"]), (&json!(from), &json!(to)), "{name} {query}");
        }
    }
}

fn as_of_needs_the_right_to_history(backend: Backend) {
    let ground = ground(backend);
    let id = ground.activity("Teater", json!({"costActual": money("5", "SEK")}), PLANNED);
    ground.clock.set("2009-07-01T10:00:00Z".parse().unwrap());
    let gone = json!({"to": "cancelled", "reason": "Medlen drogs in."});
    ground.staff().post(&format!("/activities/{id}/transitions"), &gone).expect(200);
    for name in REPORTS {
        let earlier = format!("/reports/{name}?asOf=2009-06-30");
        ground.world.area_unit().get(&earlier).expect(200);
        let refused = ground.world.reader().get(&earlier).problem(403, "forbidden").json();
        assert!(refused["permission"].as_str().unwrap().ends_with(":history"), "{name}");
    }
    let counted = |query: &str| {
        let path = format!("/reports/cross-sections?year=2009{query}");
        ground.world.user("board").get(&path).expect(200).json()["activityCount"].clone()
    };
    assert_eq!((counted(""), counted("&asOf=2009-06-30")), (json!(0), json!(1)));
}

fn what_is_ownerless_is_the_same_in_a_record_the_matrix_and_the_report(backend: Backend) {
    let world = World::new(backend);
    let left = world.planned_activity("Lämnad", 2009, "area");
    let kept = world.planned_activity("Kvar", 2009, "coordination");
    let (staff, reader) = (world.coordination_unit(), world.reader());
    let told = || {
        let matrix = reader.get("/reports/matrix?year=2009").expect(200).json();
        let report = reader.get("/reports/unattended?year=2009").expect(200).json();
        let warned = [&left, &kept]
            .map(|id| reader.get(&format!("/activities/{id}")).expect(200).json()["warnings"][0]["code"].clone());
        (matrix["totals"]["ownerlessCount"].clone(), report["ownerless"]["count"].clone(), warned)
    };
    assert_eq!(told(), (json!(0), json!(0), [json!(null), json!(null)]));
    staff.patch(&format!("/units/{}", world.unit("area")), "*", &json!({"archived": true})).expect(200);
    assert_eq!(told(), (json!(1), json!(1), [json!("no_active_owner"), json!(null)]));
    staff.transition(&format!("/activities/{left}"), "ongoing").expect(200);
    staff.transition(&format!("/activities/{left}"), "completed").expect(200);
    assert_eq!(told(), (json!(0), json!(0), [json!(null), json!(null)]), "what is done needs nobody");
}
