//! What the report on partners tells of the strategic ones and of those with which little happens.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{Backend, World, activity, engagement, partner, visit, with};

crate::tests! {
    contributions_are_counted_with_twin_regions_apart,
    what_lies_dormant_is_listed_with_the_last_contact,
    strategic_partners_without_an_activity_of_the_year_are_listed,
    the_share_of_activities_with_a_strategic_partner_is_of_those_that_count,
    lists_name_two_hundred_partners_and_count_all,
    the_report_shows_them_as_tables,
}

/// A world on the first of June 2009, with two areas.
fn june(backend: Backend) -> (World, String, String) {
    let world = World::with(backend, Clock::fixed("2009-06-01T10:00:00Z".parse().unwrap()), &[]);
    let (kultur, energi) = (world.strategy_area("kultur"), world.strategy_area("energi"));
    (world, kultur, energi)
}

/// A partner with changes, taken through some states; its id.
fn taken(world: &World, name: &str, changes: Value, states: &[&str]) -> String {
    let staff = world.coordination_unit();
    let id = staff.post("/partners", &with(partner(name), changes)).expect(201).id();
    for state in states {
        staff.transition(&format!("/partners/{id}"), state).expect(200);
    }
    id
}

const STRATEGIC: &[&str] = &["assessed", "strategic"];
const DORMANT: &[&str] = &["assessed", "strategic", "dormant"];

fn supports(area: &str) -> Value {
    json!({"strategyAreas": [{"id": area, "contribution": "supports"}]})
}

/// An activity of a year that names some partners, taken through some states; its path.
fn activity_with(world: &World, year: i32, partners: &[&str], states: &[&str]) -> String {
    let staff = world.coordination_unit();
    let more = json!({"partnerIds": partners, "frameworkLinks": [{"code": "RUP-3"}], "exceptionReason": "Uppdrag."});
    let body = with(activity("Teater", year, None, &world.unit("area")), more);
    let path = format!("/activities/{}", staff.post("/activities", &body).expect(201).id());
    for to in states {
        staff.post(&format!("{path}/transitions"), &json!({"to": to, "reason": "Skäl."})).expect(200);
    }
    path
}

fn report(world: &World, query: &str) -> Value {
    world.reader().get(&format!("/reports/partners?{query}")).expect(200).json()
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

fn archive(world: &World, path: &str) {
    world.coordination_unit().patch(path, "*", &json!({"archived": true})).expect(200);
}

fn contributions_are_counted_with_twin_regions_apart(backend: Backend) {
    let (world, kultur, energi) = june(backend);
    let links = |links: &[(&str, &str)]| {
        let links: Vec<Value> = links.iter().map(|(id, way)| json!({"id": id, "contribution": way})).collect();
        json!({"strategyAreas": links})
    };
    taken(&world, "A", links(&[(&kultur, "supports"), (&energi, "supports")]), STRATEGIC);
    let dated = json!({"validFrom": "2009-05-01", "validFromPrecision": "day"});
    taken(&world, "B", with(links(&[(&kultur, "supports"), (&energi, "strengthens")]), dated), STRATEGIC);
    let twin = json!({"partnershipKind": "twin_region", "exceptionReason": "Driver samma klusterprogram."});
    taken(&world, "C", with(links(&[(&kultur, "develops")]), twin), STRATEGIC);
    // Neither those that are not strategic nor those put away.
    taken(&world, "D", links(&[(&kultur, "supports")]), &["assessed"]);
    taken(&world, "E", links(&[(&kultur, "supports")]), DORMANT);
    archive(&world, &format!("/partners/{}", taken(&world, "F", links(&[(&kultur, "supports")]), STRATEGIC)));
    let data = report(&world, "");
    let line =
        |way: &str, partners: i64, twins: i64| json!({"contribution": way, "partners": partners, "twinRegions": twins});
    assert_eq!(
        data["byContribution"],
        json!([line("supports", 2, 0), line("develops", 0, 1), line("strengthens", 1, 0)])
    );
    let area = |id: &str, name: &str, counts: [i64; 3]| {
        json!({"strategyAreaId": id, "name": {"sv": name}, "supports": counts[0], "develops": counts[1],
            "strengthens": counts[2]})
    };
    assert_eq!(data["byArea"], json!([area(&energi, "energi", [1, 0, 1]), area(&kultur, "kultur", [2, 1, 0])]));
    let earlier = report(&world, "on=2009-04-30");
    assert_eq!(earlier["byContribution"][0], line("supports", 1, 0));
    assert_eq!(earlier["byArea"][0]["strengthens"], 0);
}

fn what_lies_dormant_is_listed_with_the_last_contact(backend: Backend) {
    let (world, kultur, _) = june(backend);
    let staff = world.coordination_unit();
    let older = taken(&world, "Östersund", supports(&kultur), DORMANT);
    let dated = json!({"validTo": "2009-05-31", "validToPrecision": "day"});
    let met = taken(&world, "Arvika", with(supports(&kultur), dated), DORMANT);
    taken(&world, "Strategisk", supports(&kultur), STRATEGIC);
    archive(&world, &format!("/partners/{}", taken(&world, "Undan", supports(&kultur), DORMANT)));
    staff.post("/engagements", &engagement(&met, "2009-03-24")).expect(201);
    staff.post("/engagements", &engagement(&met, "2009-02-01")).expect(201);
    staff.post("/visits", &with(visit("Besök"), json!({"partnerIds": [met], "startsOn": "2009-05-12"}))).expect(201);
    let data = report(&world, "");
    let line =
        |id: &str, name: &str, day: Value| json!({"id": id, "name": name, "state": "dormant", "lastContactOn": day});
    assert_eq!(
        data["dormantPartners"],
        json!([line(&met, "Arvika", json!("2009-05-12")), line(&older, "Östersund", Value::Null)])
    );
    assert_eq!(data["dormantCount"], 2);
    let june = report(&world, "on=2009-06-01");
    assert_eq!((names(&june["dormantPartners"]), &june["dormantCount"]), (vec!["Östersund"], &json!(1)));
}

fn strategic_partners_without_an_activity_of_the_year_are_listed(backend: Backend) {
    let (world, kultur, _) = june(backend);
    let strategic = |name: &str| taken(&world, name, supports(&kultur), STRATEGIC);
    let [planned, drafted, gone, away, earlier] = ["Planerad", "Utkast", "Inställd", "Undan", "Ifjol"].map(strategic);
    taken(&world, "Bedömd", supports(&kultur), &["assessed"]);
    archive(&world, &format!("/partners/{}", strategic("Arkiverad")));
    activity_with(&world, 2009, &[&planned], &["planned"]);
    activity_with(&world, 2009, &[&drafted], &[]);
    activity_with(&world, 2009, &[&gone], &["planned", "cancelled"]);
    archive(&world, &activity_with(&world, 2009, &[&away], &["planned"]));
    activity_with(&world, 2008, &[&earlier, &planned], &["planned", "ongoing", "completed"]);
    world.coordination_unit().post("/engagements", &engagement(&drafted, "2009-03-24")).expect(201);
    // This year, when nothing is said.
    let data = report(&world, "");
    assert_eq!(data["activityShare"]["year"], 2009);
    assert_eq!(names(&data["inactivePartners"]), ["Ifjol", "Inställd", "Undan", "Utkast"]);
    assert_eq!(
        (&data["inactiveCount"], &data["inactivePartners"][3]["lastContactOn"]),
        (&json!(4), &json!("2009-03-24"))
    );
    let last_year = report(&world, "year=2008");
    assert_eq!(names(&last_year["inactivePartners"]), ["Inställd", "Undan", "Utkast"]);
    assert_eq!(last_year["activityShare"]["year"], 2008);
}

fn the_share_of_activities_with_a_strategic_partner_is_of_those_that_count(backend: Backend) {
    let (world, kultur, _) = june(backend);
    let nothing = report(&world, "")["activityShare"].clone();
    assert_eq!((&nothing["activityCount"], &nothing["share"]), (&json!(0), &Value::Null));
    let ally = taken(&world, "Allierad", supports(&kultur), STRATEGIC);
    let other = taken(&world, "Annan", json!({}), &[]);
    let twin = json!({"partnershipKind": "twin_region", "exceptionReason": "Driver samma klusterprogram."});
    let twin = taken(&world, "Vän", with(supports(&kultur), twin), STRATEGIC);
    activity_with(&world, 2009, &[&ally, &other], &["planned"]);
    activity_with(&world, 2009, &[&other], &["planned"]);
    activity_with(&world, 2009, &[&twin], &["planned"]);
    activity_with(&world, 2009, &[&ally], &[]);
    let expected = json!({"year": 2009, "activityCount": 3, "withStrategicPartnerCount": 1, "share": "33.3"});
    assert_eq!(report(&world, "year=2009")["activityShare"], expected);
}

fn lists_name_two_hundred_partners_and_count_all(backend: Backend) {
    let (world, kultur, _) = june(backend);
    for number in 0..201 {
        taken(&world, &format!("S {number:03}"), supports(&kultur), &[]);
    }
    world.sql("UPDATE partners SET state = 'strategic'");
    let data = report(&world, "");
    assert_eq!((names(&data["inactivePartners"]).len(), &data["inactiveCount"]), (200, &json!(201)));
    assert_eq!(names(&data["inactivePartners"])[199], "S 199");
    world.sql("UPDATE partners SET state = 'dormant'");
    let data = report(&world, "");
    assert_eq!((names(&data["dormantPartners"]).len(), &data["dormantCount"]), (200, &json!(201)));
}

fn the_report_shows_them_as_tables(backend: Backend) {
    let (world, kultur, _) = june(backend);
    let ally = taken(&world, "Allierad", supports(&kultur), STRATEGIC);
    taken(&world, "Vilande", supports(&kultur), DORMANT);
    taken(&world, "Utan", supports(&kultur), STRATEGIC);
    activity_with(&world, 2009, &[&ally], &["planned"]);
    world.coordination_unit().post("/engagements", &engagement(&ally, "2009-03-24")).expect(201);
    let get =
        |format: &str| world.reader().get(&format!("/reports/partners?lang=sv&format={format}")).expect(200).text();
    let page = get("html");
    assert!(
        page.contains("3 partner och 0 vänregioner. 1 av 1 aktiviteter 2009 (100 %) har en strategisk partner."),
        "{page}"
    );
    let csv = get("csv");
    for line in [
        "Strategiska efter bidrag,Stöder,2,0\r\n",
        "Strategiska efter område,kultur,2,0,0\r\n",
        "Vilande,Vilande,\r\n",
        "Strategiska utan aktivitet 2009,Utan,\r\n",
    ] {
        assert!(csv.contains(line), "{line} {csv}");
    }
}
