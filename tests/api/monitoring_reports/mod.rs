//! The reports on monitoring, knowledge and influence: from monitoring to influence, competence, and influence itself;
//! each with numbers worked out by hand.

use serde_json::{Value, json};
use utblick::clock::Clock;

use crate::support::{
    Backend, Client, World, id_of, influence_case, knowledge_activity, monitoring_item, profiling_action, with,
};
use chains::{counts, medians, shares};

pub mod chains;
pub mod competence;
pub mod influence;

crate::tests! {
    every_report_on_monitoring_answers_when_nothing_is_there,
    the_reports_on_monitoring_are_tables_pages_and_charts,
    an_earlier_register_is_reported_on_by_those_with_the_right_to_it,
}

const REPORTS: [&str; 3] = ["monitoring-chain", "competence", "influence"];

struct Ground {
    world: World,
    clock: Clock,
}

/// The first of July 2009.
fn ground(backend: Backend) -> Ground {
    ground_on(backend, "2009-07-01")
}

fn ground_on(backend: Backend, day: &str) -> Ground {
    let clock = Clock::fixed(format!("{day}T10:00:00Z").parse().unwrap());
    Ground { world: World::with(backend, clock.clone(), &[]), clock }
}

impl Ground {
    /// Anew each time: a token lives an hour, and the clock is set.
    fn staff(&self) -> Client {
        self.world.coordination_unit()
    }

    fn report(&self, name: &str, query: &str) -> Value {
        self.world.reader().get(&format!("/reports/{name}?{query}")).expect(200).json()
    }

    /// The report from monitoring to influence.
    fn chains(&self, query: &str) -> Value {
        self.report("monitoring-chain", query)
    }

    fn set(&self, day: &str) {
        self.clock.set(format!("{day}T10:00:00Z").parse().unwrap());
    }

    fn archive(&self, path: &str) {
        self.staff().patch(path, "*", &json!({"archived": true})).expect(200);
    }

    /// A monitoring item that was published on a day; its path.
    fn item(&self, published_on: &str, more: Value) -> String {
        let body = with(with(monitoring_item("Grönbok"), json!({"publishedOn": published_on})), more);
        self.world.recorded("/monitoring-items", &body)
    }

    /// A knowledge activity of 14 politicians; its path.
    fn planned(&self, held_on: &str, more: Value) -> String {
        let day = json!({"heldOn": held_on, "participants": {"politicians": 14}});
        self.world.recorded("/knowledge-activities", &with(with(knowledge_activity("Genomgång"), day), more))
    }

    fn held(&self, held_on: &str, more: Value) -> String {
        let path = self.planned(held_on, more);
        self.staff().transition(&path, "held").expect(200);
        path
    }

    fn case(&self, title: &str, more: Value) -> String {
        self.world.recorded("/influence-cases", &with(influence_case(title), more))
    }

    /// A case that is closed on a day with an outcome.
    fn closed(&self, title: &str, on: &str, (outcome, favourability): (&str, i64), more: Value) -> String {
        self.set(on);
        let path = self.case(title, more);
        let close = json!({"to": "closed", "fields": {"outcome": outcome, "favourability": favourability}});
        self.staff().post(&format!("{path}/transitions"), &close).expect(200);
        path
    }
}

/// What names some monitoring items.
fn naming(paths: &[&str]) -> Value {
    json!({"monitoringItemIds": paths.iter().map(|path| id_of(path)).collect::<Vec<_>>()})
}

fn position() -> Value {
    json!({"wantedPosition": "Att gränshinder nämns."})
}

fn actions(days: &[&str]) -> Value {
    let action = |day: &&str| json!({"on": day, "kind": "letter", "text": "Brev."});
    json!({"actions": days.iter().map(action).collect::<Vec<_>>()})
}

/// A field of every item of a list.
fn each(list: &Value, field: &str) -> Vec<Value> {
    list.as_array().unwrap().iter().map(|one| one[field].clone()).collect()
}

fn every_report_on_monitoring_answers_when_nothing_is_there(backend: Backend) {
    let ground = ground(backend);
    let reader = ground.world.reader();
    for name in REPORTS {
        let svg = ("svg", "<svg");
        for (format, start) in [("json", "{"), ("csv", ""), ("html", "<!DOCTYPE html>"), ("xlsx", "PK"), svg] {
            for lang in ["sv", "en"] {
                let answer = reader.get(&format!("/reports/{name}?format={format}&lang={lang}")).expect(200);
                assert!(answer.bytes.starts_with(start.as_bytes()) && !answer.bytes.is_empty(), "{name} {format}");
            }
        }
        let refused = reader.get(&format!("/reports/{name}?yearFrom=2009&yearTo=2008&year=1")).expect(400);
        assert_eq!(refused.faults(), ["year unknown", "yearTo wrong_format"]);
        let data = ground.report(name, "");
        assert_eq!(
            (&data["yearFrom"], &data["yearTo"], each(&data["years"], "year")),
            (&json!(2009), &json!(2009), vec![json!(2009)])
        );
    }
    let chains = ground.chains("");
    assert_eq!(counts(&chains["totals"]), json!([0, 0, 0, 0, 0]));
    // Of nothing there is no share and no middle.
    assert_eq!(
        (shares(&chains["totals"]), medians(&chains["totals"])),
        (json!([null, null, null]), json!([null, null, null]))
    );
    assert_eq!((&chains["openEnds"], &chains["openEndCount"]), (&json!([]), &json!(0)));
    let influence = ground.report("influence", "");
    assert_eq!((&influence["openCases"], &influence["closedCases"]), (&json!([]), &json!([])));
    assert_eq!(
        (&influence["meanFavourability"], &influence["years"][0]["meanFavourability"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!((&influence["profilingCount"], &influence["profilingReach"]), (&json!(0), &Value::Null));
    assert_eq!(ground.report("competence", "")["totals"]["activityCount"], 0);
}

fn the_reports_on_monitoring_are_tables_pages_and_charts(backend: Backend) {
    let ground = ground(backend);
    let item = ground.item("2009-03-02", json!({}));
    ground.item("2009-03-02", json!({"title": "Vitbok", "deadlineOn": "2009-08-01"}));
    ground.held("2009-04-01", with(naming(&[&item]), json!({"topics": ["culture"], "municipalityCodes": ["1780"]})));
    ground.case("Pågår", with(actions(&["2009-06-01"]), position()));
    ground.closed("Nådd", "2009-07-01", ("partly", 1), naming(&[&item]));
    ground.world.recorded("/profiling-actions", &with(profiling_action("Open Days"), json!({"reach": 1250})));
    let get = |name: &str, format: &str| {
        let path = format!("/reports/{name}?yearFrom=2009&yearTo=2009&lang=sv&format={format}");
        ground.world.reader().get(&path).expect(200).text()
    };
    for (name, parts) in [
        (
            "monitoring-chain",
            [
                "Av 2 bevakningar har 1 (50 %) blivit kunskap, 0 (0 %) en ståndpunkt och 1 (50 %) ett utfall. 1 har inte följts upp.",
                "2009: Bevakningar 2; Blev kunskap 1; Gav ståndpunkt 0; Gav utfall 1.",
            ],
        ),
        (
            "competence",
            [
                "1 kunskapsaktivitet för 14 politiker och 0 tjänstemän. 1 kommun har informerats.",
                "2009: Politiker 14; Tjänstemän 0; Andra 0.",
            ],
        ),
        (
            "influence",
            [
                "1 avslutat ärende: 0 vunna, 1 delvis vunna, 0 förlorade. 1 pågår. 1 profileringsinsats som nådde 1\u{a0}250 personer.",
                "2009: Vunna 0; Delvis vunna 1; Förlorade 0; Okänt 0.",
            ],
        ),
    ] {
        let page = get(name, "html");
        assert!(parts.iter().all(|part| page.contains(part)), "{name} {page}");
        assert!(get(name, "svg").contains(parts[1]), "{name}");
    }
    for (name, line) in [
        (
            "monitoring-chain",
            "\r\nÅr,2009,2,0,1,50.0,0,0.0,1,50.0,30,,121\r\nÅr,Alla år,2,0,1,50.0,0,0.0,1,50.0,30,,121\r\n",
        ),
        (
            "monitoring-chain",
            "Inte uppföljt,Vitbok,Ny,2009-03-02,121,2009-08-01,Ingen kunskapsaktivitet; Ingen ståndpunkt; Inget utfall\r\n",
        ),
        ("competence", "Ämne,Kultur,1,14,0,0,0\r\n"),
        ("competence", "Mottagare,Politiker,1\r\n"),
        ("influence", "År,Alla år,1,0,1,0,0,1.00\r\n"),
        (
            "influence",
            "Pågående ärenden,Pågår,Bevakas,Europeiska kommissionen,,Att gränshinder nämns.,1,2009-06-01,30\r\n",
        ),
        ("influence", "Avslutade ärenden,Nådd,Europeiska kommissionen,2009-07-01,Delvis vunnet,1\r\n"),
    ] {
        let csv = get(name, "csv");
        assert!(csv.contains(line), "{name} {line} {csv}");
    }
}

fn an_earlier_register_is_reported_on_by_those_with_the_right_to_it(backend: Backend) {
    let ground = ground(backend);
    let item = ground.item("2009-03-02", json!({}));
    let held = ground.held("2009-04-01", naming(&[&item]));
    let case = ground.closed("Nådd", "2009-07-01", ("partly", 1), naming(&[&item]));
    let read = |query: &str| {
        let get = |name: &str| {
            let path = format!("/reports/{name}?yearFrom=2009&yearTo=2009{query}");
            ground.world.user("board").get(&path).expect(200).json()
        };
        REPORTS.map(get)
    };
    let then = read("");
    ground.set("2009-09-01");
    ground.staff().post(&format!("{held}/transitions"), &json!({"to": "planned", "reason": "Fel dag."})).expect(200);
    ground.staff().delete(&held, "*").expect(204);
    ground.staff().patch(&case, "*", &json!({"archived": true})).expect(200);
    let (now, earlier) = (read(""), read("&asOf=2009-07-01"));
    assert_eq!(earlier, then);
    for (now, then) in now.iter().zip(&then) {
        assert_ne!(now, then);
    }
    for name in REPORTS {
        let refused = ground.world.reader().get(&format!("/reports/{name}?asOf=2009-07-01")).problem(403, "forbidden");
        assert!(refused.json()["permission"].as_str().unwrap().ends_with(":history"), "{name}");
    }
}
