//! The demo region's projects with their money, and its chains from monitoring to project and influence.

use serde_json::{Value, json};

use super::{coordinator, items, start};
use crate::support::service::Ground;
use crate::support::{Backend, Client};

crate::tests! {
    its_real_projects_have_the_money_that_their_sources_state,
    its_projects_were_recorded_in_the_order_of_their_days,
    the_figures_of_2023_are_a_compilation_and_say_so,
    a_call_becomes_a_project_of_three_municipalities,
    what_was_monitored_becomes_influence_or_is_warned_of,
    what_it_invents_is_marked_and_what_is_real_says_where_it_is_from,
}

/// The record that the demo knows by a key.
fn keyed(client: &Client, path: &str, key: &str) -> Value {
    let page = client.get(&format!("/{path}?limit=100")).expect(200).json();
    let found = items(&page).iter().find(|record| record["externalIds"][0]["value"] == key);
    found.unwrap_or_else(|| panic!("{path}: {key}")).clone()
}

/// The ratios of each project of a year to which the region gives money, by name.
fn leverage(client: &Client, year: i32) -> Vec<(String, Value, Value)> {
    let report = client.get(&format!("/reports/leverage?yearFrom={year}&yearTo={year}")).expect(200).json();
    let ratios =
        |one: &Value| (one["name"].as_str().unwrap().to_owned(), one["totalRatio"].clone(), one["addedRatio"].clone());
    report["projects"].as_array().unwrap().iter().map(ratios).collect()
}

fn its_real_projects_have_the_money_that_their_sources_state(backend: Backend) {
    let ground = Ground::new(&backend);
    let service = start(&ground);
    let client = coordinator(&service);
    let get = |path: &str| client.get(path).expect(200).json();
    let total = |path: &str| get(path)["_meta"]["totalRecords"].clone();
    assert_eq!((total("/funding-programmes"), total("/projects")), (json!(5), json!(28)));
    for (state, count) in [("idea", 0), ("applied", 1), ("granted", 12), ("running", 3), ("closed", 12)] {
        assert_eq!(total(&format!("/projects?state={state}")), count, "{state}");
    }
    // FEM 2020 and the Packaging Arena are the check values of R-27.
    let ratios = |name: &str, total: &str, added: &str| (name.to_owned(), json!(total), json!(added));
    let expected = [
        ratios("FEM 2020 - Klimatdriven utveckling", "5.07", "4.07"),
        ratios("IT och säkerhet i Inre Skandinavien", "4.42", "3.42"),
        ratios("The Packaging Arena - Forskning, innovation och internationalisering i fokus", "2.68", "1.68"),
    ];
    assert_eq!(leverage(&client, 2012), expected);
    // What the lines lack is told, not filled in.
    let fem = keyed(&client, "projects", "iva-fem2020");
    assert_eq!(fem["difference"], json!({"amount": "920000.00", "currency": "SEK"}));
    assert_eq!((&fem["state"], &fem["startsOn"]), (&json!("granted"), &Value::Null), "as far as its days are known");
    // The four of one decision add up to what their source says.
    let sum = |kind: &str| -> u64 {
        let of = get("/projects?decidedOnFrom=2012-06-27&decidedOnTo=2012-06-27");
        let lines = items(&of).iter().flat_map(|one| one["fundingLines"].as_array().unwrap().clone());
        let amounts = lines.filter(|line| line["kind"] == kind);
        amounts.map(|line| line["amount"]["amount"].as_str().unwrap().replace('.', "").parse::<u64>().unwrap()).sum()
    };
    assert_eq!((sum("eu"), sum("region_own")), (322_000_000, 90_000_000));
    // Two sources state two totals: both are kept, the programme's is reported.
    let eco = keyed(&client, "projects", "va-ecoinside2");
    let totals: Vec<(&str, bool)> = eco["statedTotals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|total| (total["amount"]["amount"].as_str().unwrap(), total["reporting"].as_bool().unwrap()))
        .collect();
    assert_eq!(totals, [("2983100.00", true), ("1809351.00", false)]);
    assert_eq!(eco["leverage"]["total"], json!({"amount": "2983100.00", "currency": "EUR"}));
    assert!(eco["warnings"].as_array().unwrap().iter().any(|one| one["rule"] == "R-29"), "{eco}");
    // Kronor and euro are not compared without a rate.
    let meco = keyed(&client, "projects", "va-meco");
    assert_eq!((&meco["leverage"]["regionOwn"], &meco["leverage"]["totalRatio"]), (&Value::Null, &Value::Null));
    let decided = get(&format!("/projects/{}?expand=decisions", meco["id"].as_str().unwrap()));
    assert_eq!(decided["_embedded"]["decisions"][0]["name"], "Medel till projektet MECO");
    // What no amount is known of waits where it is.
    let bis = keyed(&client, "projects", "va-bis");
    assert_eq!((&bis["state"], &bis["statedTotals"]), (&json!("applied"), &json!([])));
}

fn its_projects_were_recorded_in_the_order_of_their_days(backend: Backend) {
    let ground = Ground::new(&backend);
    let service = start(&ground);
    let client = coordinator(&service);
    let get = |path: &str| client.get(path).expect(200).json();
    for project in items(&get("/projects?limit=100")) {
        let (key, note) = (project["externalIds"][0]["value"].as_str().unwrap(), project["note"].as_str().unwrap());
        let is_invented = key.starts_with("demo-");
        assert_eq!(note.starts_with("Exempeldata: "), is_invented, "{project}");
        assert_eq!(note.contains("Käll-id: "), !is_invented, "{project}");
        let description = project["description"].as_str().unwrap_or_default();
        assert_eq!(description.starts_with("Påhittat exempel: "), is_invented, "{project}");
        let sources =
            ["statedTotals", "fundingLines"].map(|part| project[part].as_array().unwrap()).into_iter().flatten();
        for stated in sources {
            assert!(!stated["source"].as_str().unwrap().contains("//"), "in words: {stated}");
        }
        // What was granted is recorded when that is known, and what is invented before it is applied for.
        let (recorded, decided) = (&project["createdAt"].as_str().unwrap()[..10], project["decidedOn"].as_str());
        assert!(decided.is_none_or(|decided| (decided <= recorded) != is_invented), "{project}");
    }
    // Whose county was merged had another owner before.
    let bioeconomy = keyed(&client, "projects", "va-bioeconomy");
    let path = format!("/projects/{}", bioeconomy["id"].as_str().unwrap());
    let owner = |on: &str| {
        let record = get(&format!("{path}?expand=partners{on}"));
        record["_embedded"]["partners"][0]["name"].as_str().unwrap().to_owned()
    };
    assert_eq!(owner("&asOf=2019-06-30"), "Akershus fylkeskommune");
    assert_eq!(owner(""), "Viken fylkeskommune");
    client.get(&format!("{path}?asOf=2017-05-01")).expect(404);
}

fn the_figures_of_2023_are_a_compilation_and_say_so(backend: Backend) {
    let ground = Ground::new(&backend);
    let service = start(&ground);
    let client = coordinator(&service);
    let name = "Projektmedel 2023 (sammanställning av 44 projekt)";
    // 294 by 63; and 231 by 63, as the reported total is what counts.
    assert_eq!(leverage(&client, 2023), [(name.to_owned(), json!("4.67"), json!("3.67"))]);
    let project = keyed(&client, "projects", "sammanstallning-2023");
    assert!(project["description"].as_str().unwrap().starts_with("Sammanställning av 44 beviljade projekt 2023"));
    assert_eq!(project["decidedOnPrecision"], "year");
    let sum = |amount: &str| json!({"amount": amount, "currency": "SEK"});
    assert_eq!(project["leverage"]["total"], sum("294000000.00"));
    let lines = project["fundingLines"].as_array().unwrap();
    let stated = project["statedTotals"].as_array().unwrap();
    assert!(lines.iter().chain(stated).all(|one| one["approximate"] == true), "{project}");
    // The lines add up to 293.8 million: the difference is told. By them the others' money is 3.66 of the region's.
    assert_eq!(project["difference"], sum("200000.00"));
    let warned: Vec<&Value> = project["warnings"].as_array().unwrap().iter().map(|one| &one["rule"]).collect();
    assert!(warned.contains(&&json!("R-28")), "{project}");
    let of = |kind: &str| -> u64 {
        let line = lines.iter().find(|line| line["kind"] == kind).unwrap();
        line["amount"]["amount"].as_str().unwrap().replace('.', "").parse().unwrap()
    };
    let others = of("other_public") + of("private");
    assert_eq!((others, others * 1000 / of("region_own")), (23_080_000_000, 3663));
}

fn a_call_becomes_a_project_of_three_municipalities(backend: Backend) {
    let ground = Ground::new(&backend);
    let service = start(&ground);
    let client = coordinator(&service);
    let towns = json!(["1730", "1737", "1784"]);
    let call = keyed(&client, "calls", "demo-call-2009");
    let item = keyed(&client, "monitoring-items", "demo-utlysning");
    assert_eq!((&item["callId"], &item["state"]), (&call["id"], &json!("used")));
    let briefing = keyed(&client, "knowledge-activities", "demo-genomgang-2009");
    assert_eq!((&briefing["state"], &briefing["participants"]["officials"]), (&json!("held"), &json!(9)));
    assert_eq!((&briefing["monitoringItemIds"][0], &briefing["callIds"][0]), (&item["id"], &call["id"]));
    let idea = keyed(&client, "project-ideas", "demo-granstorget");
    assert_eq!(
        (&idea["state"], &idea["partyCount"], &idea["minimumPartners"]),
        (&json!("applied"), &json!(4), &json!(3))
    );
    let project = keyed(&client, "projects", "demo-granstorget");
    assert_eq!((&project["projectIdeaId"], &project["callId"]), (&idea["id"], &call["id"]));
    for record in [&briefing, &idea, &project] {
        assert_eq!(record["municipalityCodes"], towns, "{record}");
    }
    // What was applied for gave way to what was granted, and the lines are whole.
    assert!(project["fundingLines"].as_array().unwrap().iter().all(|line| line["basis"] == "granted"), "{project}");
    assert_eq!((&project["state"], &project["difference"]), (&json!("closed"), &Value::Null));
    assert_eq!(leverage(&client, 2009), [("Gränstorget".to_owned(), json!("6.00"), json!("5.00"))]);
    let path = format!("/projects/{}", project["id"].as_str().unwrap());
    let then = client.get(&format!("{path}?asOf=2009-05-04")).expect(200).json();
    assert_eq!((&then["state"], &then["fundingLines"][0]["basis"]), (&json!("applied"), &json!("applied")));
    // The unit wrote its own: the project, what became of it, and the contacts on the way.
    let history = client.get(&format!("{path}/history")).expect(200).json();
    let writers: std::collections::BTreeSet<&str> =
        items(&history).iter().map(|row| row["actorId"].as_str().unwrap()).collect();
    let me = client.get("/me").expect(200).json();
    assert!(writers.len() == 1 && !writers.contains(me["id"].as_str().unwrap()), "{writers:?}");
    let unit = project["ownerUnitId"].as_str().unwrap();
    let contacts = client.get(&format!("/engagements?unitId={unit}&expand=partner&sort=heldOn")).expect(200).json();
    let partners: Vec<&Value> =
        items(&contacts).iter().map(|contact| &contact["_embedded"]["partner"][0]["name"]).collect();
    assert_eq!(partners, ["Arvika kommun", "Hedmark fylkeskommune", "Hedmark fylkeskommune"]);
}

fn what_was_monitored_becomes_influence_or_is_warned_of(backend: Backend) {
    let ground = Ground::new(&backend);
    let service = start(&ground);
    let client = coordinator(&service);
    let chain = |key: &str| {
        let item = keyed(&client, "monitoring-items", key);
        let path = format!("/monitoring-items/{}/chain", item["id"].as_str().unwrap());
        let chain = client.get(&path).expect(200).json();
        let ends = chain["openEnds"].as_array().unwrap().iter().map(|end| end["code"].clone()).collect::<Vec<_>>();
        let warned: Vec<Value> = item["warnings"].as_array().unwrap().iter().map(|one| one["rule"].clone()).collect();
        (chain, ends, item["state"].clone(), warned)
    };
    let (whole, ends, state, warned) = chain("demo-gronbok");
    assert_eq!((ends.len(), &state, warned.len()), (0, &json!("used"), 0), "{whole}");
    let training = &whole["knowledgeActivities"][0];
    assert_eq!(
        (&training["kind"], &training["state"], &training["days"]),
        (&json!("training"), &json!("held"), &json!(107))
    );
    let case = &whole["influenceCases"][0];
    assert_eq!((&case["decidedOn"], &case["firstActionOn"]), (&json!("2009-02-06"), &json!("2009-02-25")));
    assert_eq!(
        (&case["state"], &case["outcome"], &case["favourability"]),
        (&json!("closed"), &json!("partly"), &json!(1))
    );
    assert_eq!((&case["closedOn"], &case["outcomeDays"]), (&json!("2010-12-13"), &json!(798)));
    let profiling = &whole["profilingActions"][0];
    assert_eq!((&profiling["heldOn"], &profiling["influenceCaseIds"]), (&json!("2010-10-05"), &json!([case["id"]])));
    // It acted through a membership too, and made a profile area known.
    let case = keyed(&client, "influence-cases", "demo-sammanhallning");
    let network = keyed(&client, "memberships", "mem-aer");
    assert_eq!((case["actions"].as_array().unwrap().len(), &case["actions"][1]["membershipId"]), (3, &network["id"]));
    let action = keyed(&client, "profiling-actions", "demo-opendays-2010");
    assert_eq!(action["profileAreaIds"].as_array().unwrap().len(), 1);
    // Of two others nothing came: one was parked, and the other is warned of (W6).
    let (_, ends, state, warned) = chain("demo-ostersjon");
    assert_eq!(
        (ends, state, warned),
        (vec![json!("no_knowledge"), json!("no_position"), json!("no_outcome")], json!("assessed"), vec![json!("W6")])
    );
    let (_, ends, state, warned) = chain("demo-transport");
    assert_eq!((ends.len(), state, warned.len()), (3, json!("parked"), 0));
}

fn what_it_invents_is_marked_and_what_is_real_says_where_it_is_from(backend: Backend) {
    let ground = Ground::new(&backend);
    let service = start(&ground);
    let client = coordinator(&service);
    let all = |path: &str| items(&client.get(&format!("/{path}?limit=100")).expect(200).json()).clone();
    for path in [
        "meetings",
        "membership-fees",
        "benefit-reviews",
        "visits",
        "introductions",
        "operational-plans",
        "matrix-cells",
        "progress-updates",
        "status-reports",
        "integration-statements",
        "indicator-values",
        "roll-overs",
        "calls",
        "project-ideas",
        "monitoring-items",
        "knowledge-activities",
        "influence-cases",
        "profiling-actions",
        "engagements",
    ] {
        let records = all(path);
        assert!(!records.is_empty(), "{path}");
        assert!(records.iter().all(|one| one["note"].as_str().unwrap().starts_with("Exempeldata: ")), "{path}");
    }
    for path in ["memberships", "cooperation-agreements", "mandates", "funding-programmes"] {
        assert!(all(path).iter().all(|one| one["note"].as_str().unwrap().contains("Käll-id: ")), "{path}");
    }
    // The later frameworks, in the order of their days, after those that are there from the start.
    let later = |path: &str| items(&client.get(&format!("/{path}&limit=100")).expect(200).json()).clone();
    let frameworks = later("policy-frameworks?code=VS14&code=S3&code=NO20&code=VS40&sort=createdAt");
    let codes: Vec<&Value> = frameworks.iter().map(|framework| &framework["code"]).collect();
    assert_eq!(codes, ["VS14", "S3", "NO20", "VS40"]);
    let elements = later("framework-elements?framework=VS14&framework=S3&framework=NO20&framework=VS40");
    assert_eq!(elements.len(), 17);
    assert!(frameworks.iter().chain(&elements).all(|one| one["note"].as_str().unwrap().contains("Käll-id: ")));
    let (mut invented, mut real) = (0, 0);
    for decision in all("decisions") {
        let note = decision["note"].as_str().unwrap();
        assert!(decision["historic"] == true && decision["section"].is_null(), "{decision}");
        let is_invented = note.starts_with("Exempeldata: ");
        assert_ne!(is_invented, note.contains("Käll-id: "), "{decision}");
        *if is_invented { &mut invented } else { &mut real } += 1;
    }
    assert_eq!((invented, real), (12, 8));
    // What the source does not name is not guessed.
    let unnamed = client.get("/decisions?bodyCode=not_recorded").expect(200).json();
    assert_eq!(unnamed["_meta"]["totalRecords"], 4);
}
