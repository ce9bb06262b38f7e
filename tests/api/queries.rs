//! A list costs a fixed number of queries, whatever it holds.

use std::cell::Cell;

use chrono::NaiveDate;
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use serde_json::json;
use utblick::cooperation::partners::Partner;
use utblick::db::Db;
use utblick::register::read::{self, LoadedPage};
use utblick::register::{ListQuery, Scope};

use crate::support::{Backend, World, partner};

crate::tests! { a_list_costs_as_many_queries_with_one_record_as_with_fifty }

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
