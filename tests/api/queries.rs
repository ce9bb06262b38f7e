//! A list costs a fixed number of queries, whatever it holds.

use std::cell::Cell;

use chrono::NaiveDate;
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use serde_json::json;
use utblick::clock::Clock;
use utblick::cooperation::partners::Partner;
use utblick::db::{Conn, Db};
use utblick::identity::caller::Caller;
use utblick::register::read::{self, LoadedPage};
use utblick::register::{ListQuery, Scope};
use utblick::reports::{self, Format, Setting};
use utblick::text::Lang;

use crate::support::{Backend, World, activity, partner};

crate::tests! {
    a_list_costs_as_many_queries_with_one_record_as_with_fifty,
    a_report_about_the_plan_costs_as_many_queries_with_few_records_as_with_many,
}

thread_local! {
    /// What this thread has asked of any database; other tests run on threads of their own.
    static QUERIES: Cell<usize> = const { Cell::new(0) };
}

fn count(event: InstrumentationEvent<'_>) {
    if let InstrumentationEvent::StartQuery { .. } = event {
        QUERIES.set(QUERIES.get() + 1);
    }
}

fn counting() -> Option<Box<dyn Instrumentation>> {
    Some(Box::new(count))
}

/// How many queries a page takes, and how many records it holds.
fn cost(db: &Db, query: &str) -> (usize, usize) {
    let query = ListQuery::<Partner>::parse(query, NaiveDate::default()).unwrap();
    let today = "2009-06-01".parse().unwrap();
    let page: LoadedPage<Partner> = db
        .read_now(|conn| {
            QUERIES.set(0);
            read::page(conn, &Scope, &query, today)
        })
        .unwrap();
    (QUERIES.get(), page.records.len())
}

fn a_list_costs_as_many_queries_with_one_record_as_with_fifty(backend: Backend) {
    let world = World::new(backend);
    let (staff, area) = (world.coordination_unit(), world.strategy_area("kultur"));
    let mut before: Vec<String> = Vec::new();
    let mut create = |number: usize| {
        let mut body = partner(&format!("Partner {number}"));
        body["strategyAreas"] = json!([{"id": area, "contribution": "supports"}]);
        body["predecessorIds"] = json!(before.last().into_iter().collect::<Vec<_>>());
        before.push(staff.post("/partners", &body).expect(201).id());
    };
    set_default_instrumentation(counting).unwrap();
    // A handle of its own: its connections are opened after the counting began.
    let db = Db::new(&world.database.backing, world.clock.clone());
    let everything = "limit=100&expand=strategyAreas,predecessors,createdByUnit&sort=-country,name&q=partner";
    create(0);
    create(1);
    let few = [cost(&db, "limit=100"), cost(&db, everything)];
    (2..50).for_each(create);
    let many = [cost(&db, "limit=100"), cost(&db, everything)];
    assert_eq!(few.map(|(_, records)| records), [2, 2]);
    assert_eq!(many.map(|(_, records)| records), [50, 50]);
    assert_eq!(few.map(|(queries, _)| queries), many.map(|(queries, _)| queries));
    // The page, its total, and what is computed; one more for every name that is expanded.
    assert_eq!(many.map(|(queries, _)| queries), [3, 6]);
}

/// How many queries each report about the plan takes.
fn costs_of_reports(db: &Db) -> Vec<(&'static str, usize)> {
    let setting = Setting { today: "2009-06-01".parse().unwrap(), as_of: None, lang: Lang::Sv, base: String::new() };
    let cost = |name: &'static str| {
        let report = reports::find(name).unwrap();
        let asked = report.ask(&Caller::operator(), "").unwrap();
        let render = |conn: &mut Conn| {
            QUERIES.set(0);
            report.render(conn, &asked, Format::Json, &setting)
        };
        db.read_now(render).unwrap();
        (name, QUERIES.get())
    };
    ["coverage", "delimitations", "profile-areas", "integration", "unattended", "costs", "cross-sections"]
        .map(cost)
        .to_vec()
}

fn a_report_about_the_plan_costs_as_many_queries_with_few_records_as_with_many(backend: Backend) {
    let world = World::with(backend, Clock::fixed("2009-06-01T10:00:00Z".parse().unwrap()), &[]);
    let staff = world.coordination_unit();
    let strategy = world.adopted_strategy("Internationell strategi 2008-2011", "2008-01-01", "2011-12-31");
    world.adopted_plan(2009);
    let unit = world.unit("area");
    let create = |number: usize| {
        let area = world.prioritised_area(&strategy, &format!("area-{number}"));
        let focus = |year: i32, from: Option<&str>| {
            let body = json!({"strategyAreaId": area, "year": year, "name": "Fokus", "rank": 1, "ownerUnitId": unit,
                "carriedFromId": from});
            staff.post("/profile-areas", &body).expect(201).id()
        };
        let focus = focus(2009, Some(&focus(2008, None)));
        for title in ["Ett", "Två", "Tre"] {
            let mut body = activity(title, 2009, Some(&area), &unit);
            body["profileAreaIds"] = json!([focus]);
            (body["aidCharacter"], body["exceptionReason"]) = (json!(true), json!("Nöd."));
            body["responsibleUserId"] = json!(world.user_id("registrar"));
            let id = staff.post("/activities", &body).expect(201).id();
            staff.transition(&format!("/activities/{id}"), "planned").expect(200);
        }
    };
    set_default_instrumentation(counting).unwrap();
    let db = Db::new(&world.database.backing, world.clock.clone());
    create(0);
    let account = format!("/users/{}", world.user_id("registrar"));
    world.administrator().patch(&account, "*", &json!({"disabled": true})).expect(200);
    let few = costs_of_reports(&db);
    // Who is disabled answers for nothing new.
    world.administrator().patch(&account, "*", &json!({"disabled": false})).expect(200);
    (1..8).for_each(create);
    world.administrator().patch(&account, "*", &json!({"disabled": true})).expect(200);
    assert_eq!(few, costs_of_reports(&db));
    assert!(few.iter().all(|(_, queries)| (1..=16).contains(queries)), "{few:?}");
}
