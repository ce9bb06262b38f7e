//! A list costs a fixed number of queries, whatever it holds.

use std::cell::Cell;

use chrono::NaiveDate;
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use serde_json::json;
use utblick::calendar::{self, tasks};
use utblick::clock::Clock;
use utblick::cooperation::partners::Partner;
use utblick::db::{Conn, Db};
use utblick::exchange::changes;
use utblick::identity::caller::{Caller, Who};
use utblick::identity::policy::Role;
use utblick::register::ListQuery;
use utblick::register::read::{self, LoadedPage};
use utblick::reports::{self, Format, Setting};
use utblick::text::Lang;

use crate::support::{
    Backend, TOWN_CODES, World, activity, agreement, decision, engagement, id_of, influence_case, knowledge_activity,
    membership, monitoring_item, partner, profiling_action, strategy, visit, with,
};

crate::tests! {
    a_list_costs_as_many_queries_with_one_record_as_with_fifty,
    a_page_of_the_feed_costs_as_many_queries_with_one_change_as_with_fifty,
    a_report_about_the_plan_costs_as_many_queries_with_few_records_as_with_many,
    a_report_on_funding_costs_as_many_queries_with_few_records_as_with_many,
    a_report_on_monitoring_and_partners_costs_as_many_queries_with_few_records_as_with_many,
    the_calendar_and_the_tasks_cost_as_many_queries_with_few_records_as_with_many,
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
            read::page(conn, &query, today)
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
    assert_eq!(many.map(|(queries, _)| queries), [5, 8]);
}

fn a_page_of_the_feed_costs_as_many_queries_with_one_change_as_with_fifty(backend: Backend) {
    let world = World::new(backend);
    (0..50).for_each(|number| drop(world.partner(&format!("Partner {number}"))));
    set_default_instrumentation(counting).unwrap();
    let db = Db::new(&world.database.backing, world.clock.clone());
    for with_record in [false, true] {
        let cost = |limit: i64| {
            let page = db.read_now(|conn| {
                QUERIES.set(0);
                changes::page(conn, &["partner"], (0, limit), with_record, "")
            });
            (QUERIES.get(), page.unwrap().items.len())
        };
        assert_eq!([cost(1), cost(50)], [(2, 1), (2, 50)]);
    }
}

/// The reports about the plan.
const OF_PLAN: &[&str] =
    &["coverage", "delimitations", "profile-areas", "integration", "unattended", "costs", "cross-sections"];

/// The reports about money and who joins forces for it.
const OF_FUNDING: &[&str] = &["leverage", "mobilisation", "calls", "costs"];

/// How many queries some reports take.
fn costs_of_reports(db: &Db, reports: &[&'static str]) -> Vec<(&'static str, usize)> {
    let setting = Setting { today: "2009-06-01".parse().unwrap(), as_of: None, lang: Lang::Sv, base: String::new() };
    let cost = |name: &&'static str| {
        let report = reports::find(name).unwrap();
        let asked = report.ask(&Caller::operator(), "").unwrap();
        let render = |conn: &mut Conn| {
            QUERIES.set(0);
            report.render(conn, &asked, Format::Json, &setting)
        };
        db.read_now(render).unwrap();
        (*name, QUERIES.get())
    };
    reports.iter().map(cost).collect()
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
    let few = costs_of_reports(&db, OF_PLAN);
    // Who is disabled answers for nothing new.
    world.administrator().patch(&account, "*", &json!({"disabled": false})).expect(200);
    (1..8).for_each(create);
    world.administrator().patch(&account, "*", &json!({"disabled": true})).expect(200);
    assert_eq!(few, costs_of_reports(&db, OF_PLAN));
    assert!(few.iter().all(|(_, queries)| (1..=16).contains(queries)), "{few:?}");
}

fn a_report_on_funding_costs_as_many_queries_with_few_records_as_with_many(backend: Backend) {
    let world = World::with(backend, Clock::fixed("2009-06-01T10:00:00Z".parse().unwrap()), &[]);
    let staff = world.coordination_unit();
    let codes = &TOWN_CODES[..8];
    let money = |amount: &str| json!({"amount": amount, "currency": "SEK"});
    let create = |number: usize| {
        let (code, area) = (codes[number], world.strategy_area(&format!("area-{number}")));
        let programme = world.funding_programme(&format!("Program {number}"));
        let call = world.call(&programme, "Andra", Some("2009-09-30"));
        let partner = world.municipality(&format!("Kommun {number}"), code);
        let idea = json!({"title": "Idé", "callId": call, "municipalityCodes": [code], "initiatorId": partner});
        staff.post("/project-ideas", &idea).expect(201);
        let line = |kind: &str, code: Option<&str>| {
            json!({"kind": kind, "amount": money("5"), "basis": "granted",
            "source": "Styrelsen", "municipalityCode": code})
        };
        let project = json!({"callId": call, "fundingProgrammeId": programme, "strategyAreaIds": [area],
            "participations": [{"partnerId": partner, "role": "lead"}], "municipalityCodes": [code],
            "fundingLines": [line("region_own", None), line("municipality", Some(code))]});
        world.granted_project(&format!("Projekt {number}"), 2009, project);
        let item = with(monitoring_item("Utlysning"), json!({"callId": call}));
        let item = staff.post("/monitoring-items", &item).expect(201).id();
        for naming in [json!({"callIds": [call]}), json!({"monitoringItemIds": [item]})] {
            let letter =
                json!({"kind": "newsletter", "heldOn": "2009-05-11", "cost": money("3"), "municipalityCodes": [code]});
            let body = with(with(knowledge_activity("Brev"), letter), naming);
            staff.transition(&world.recorded("/knowledge-activities", &body), "held").expect(200);
        }
        staff.post("/profiling-actions", &with(profiling_action("Mässa"), json!({"cost": money("1")}))).expect(201);
    };
    set_default_instrumentation(counting).unwrap();
    let db = Db::new(&world.database.backing, world.clock.clone());
    create(0);
    let few = costs_of_reports(&db, OF_FUNDING);
    (1..codes.len()).for_each(create);
    assert_eq!(few, costs_of_reports(&db, OF_FUNDING));
    assert!(few.iter().all(|(_, queries)| (1..=16).contains(queries)), "{few:?}");
}

const OUTWARD: [&str; 5] = ["monitoring-chain", "competence", "influence", "eu-impact", "partners"];

fn a_report_on_monitoring_and_partners_costs_as_many_queries_with_few_records_as_with_many(backend: Backend) {
    let world = World::with(backend, Clock::fixed("2009-06-01T10:00:00Z".parse().unwrap()), &[]);
    let staff = world.coordination_unit();
    let close = json!({"to": "closed", "fields": {"outcome": "won", "favourability": 2}});
    let create = |number: usize| {
        let area = world.strategy_area(&format!("area-{number}"));
        let contributes = json!({"strategyAreas": [{"id": area, "contribution": "supports"}]});
        for (name, states) in [("S", &["assessed", "strategic"][..]), ("D", &["assessed", "strategic", "dormant"])] {
            let body = with(partner(&format!("{name} {number}")), contributes.clone());
            let id = staff.post("/partners", &body).expect(201).id();
            states.iter().for_each(|to| drop(staff.transition(&format!("/partners/{id}"), to).expect(200)));
            staff.post("/engagements", &engagement(&id, "2009-03-24")).expect(201);
        }
        world.planned_activity(&format!("Aktivitet {number}"), 2009, "area");
        let decided = decision("other", &[], "2009-03-05", &(100 + number).to_string());
        let decided = with(decided, json!({"euImpact": "direct"}));
        let decided = world.user("board").post("/decisions", &decided).expect(201).id();
        world.recorded("/monitoring-items", &monitoring_item("Vitbok"));
        let item = world.recorded("/monitoring-items", &monitoring_item("Grönbok"));
        let named = json!({"monitoringItemIds": [id_of(&item)]});
        let day = json!({"heldOn": "2009-04-01", "participants": {"politicians": 14}, "topics": ["culture"]});
        let told = with(with(knowledge_activity("Genomgång"), named.clone()), day);
        staff.transition(&world.recorded("/knowledge-activities", &told), "held").expect(200);
        let acted = json!({
            "decisionId": decided, "wantedPosition": "Gränsen nämns.",
            "actions": [{"on": "2009-05-04", "kind": "letter", "text": "Brev."}],
        });
        let case = with(with(influence_case("Gränshinder"), named), acted);
        world.recorded("/influence-cases", &case);
        let closed = world.recorded("/influence-cases", &case);
        staff.post(&format!("{closed}/transitions"), &close).expect(200);
        world.recorded("/profiling-actions", &profiling_action("Open Days"));
    };
    set_default_instrumentation(counting).unwrap();
    let db = Db::new(&world.database.backing, world.clock.clone());
    create(0);
    let few = costs_of_reports(&db, &OUTWARD);
    (1..6).for_each(create);
    assert_eq!(few, costs_of_reports(&db, &OUTWARD));
    assert!(few.iter().all(|(_, queries)| (2..=16).contains(queries)), "{few:?}");
}

/// How many queries the calendar of a year and all tasks take, and how many there are of each.
fn costs_of_days(world: &World, db: &Db) -> [(usize, usize); 2] {
    let today: NaiveDate = "2009-05-10".parse().unwrap();
    let unit_id = Some(world.unit("area").parse().unwrap());
    let mut caller = Caller { unit_id, ..Caller::operator() };
    if let Who::Person(person) = &mut caller.who {
        person.roles = Role::ALL.to_vec();
    }
    let (first, last) = ("2009-01-01".parse().unwrap(), "2010-12-31".parse().unwrap());
    let events = |conn: &mut Conn| {
        QUERIES.set(0);
        calendar::events(conn, first, last, &[], today)
    };
    let events = db.read_now(events).unwrap().len();
    let asked = QUERIES.get();
    let tasks = |conn: &mut Conn| {
        QUERIES.set(0);
        tasks::tasks(conn, &caller, today)
    };
    let tasks = db.read_now(tasks).unwrap().len();
    [(asked, events), (QUERIES.get(), tasks)]
}

fn the_calendar_and_the_tasks_cost_as_many_queries_with_few_records_as_with_many(backend: Backend) {
    let world = World::with(backend, Clock::fixed("2009-05-10T10:00:00Z".parse().unwrap()), &[]);
    let (staff, unit) = (world.coordination_unit(), world.unit("area"));
    let mut current = strategy("Strategi", "2008-01-01", "2011-12-31");
    current["nextReviewOn"] = json!("2009-10-01");
    let path = world.proposed("/strategies", &current);
    world.decide("adopt_strategy", &[("strategy", id_of(&path))]).expect(201);
    let plan = id_of(&world.adopted_plan(2009)).to_owned();
    // So that several periods have begun.
    staff.patch(&format!("/operational-plans/{plan}"), "*", &json!({"cadence": "month"})).expect(200);
    let returned = json!({"to": "returned", "reason": "Vad kostade det?"});
    let create = |number: usize| {
        world.prioritised_area(id_of(&path), &format!("area-{number}"));
        for title in ["Ett", "Två"] {
            world.planned_activity(title, 2009, "area");
        }
        let reported = world.planned_activity("Tre", 2009, "area");
        let update = world.report(&reported, 2009, &json!({})).expect(201).id();
        staff.post(&format!("/progress-updates/{update}/transitions"), &returned).expect(200);
        staff.post("/activities", &activity("Utkast", 2009, None, &unit)).expect(201);
        let meeting = json!({"bodyCode": "board", "heldOn": format!("2009-06-{:02}", number + 1), "agendaDeadlineOn": "2009-05-20"});
        staff.post("/meetings", &meeting).expect(201);
        let organisation = world.organisation(&format!("Organisation {number}"));
        let mut body = agreement("Avtal", &organisation);
        (body["validFrom"], body["validTo"]) = (json!("2009-01-01"), json!("2009-12-31"));
        world.signed_agreement(&body);
        world.proposed("/cooperation-agreements", &body);
        let mut body = membership(&organisation);
        (body["endsOn"], body["noticeMonths"]) = (json!("2009-12-31"), json!(3));
        world.active_membership(&body);
        world.call(&world.funding_programme(&format!("Program {number}")), "Andra", Some("2009-09-30"));
        let mut body = visit("Besök");
        body["startsOn"] = json!("2009-05-04");
        staff.post("/visits", &body).expect(201);
    };
    let report = |user: &str, unit: &str, period: i32| {
        let body = json!({"operationalPlanId": plan, "unitId": world.unit(unit), "period": period, "text": "Går bra."});
        let path = format!("/status-reports/{}", world.user(user).post("/status-reports", &body).expect(201).id());
        world.user(user).transition(&path, "submitted").expect(200);
        path
    };
    let reports = |period: i32| {
        let back = report("area_unit", "area", period);
        staff.post(&format!("{back}/transitions"), &returned).expect(200);
        report("other_area", "other-area", period);
    };
    set_default_instrumentation(counting).unwrap();
    let db = Db::new(&world.database.backing, world.clock.clone());
    create(0);
    reports(2);
    let few = costs_of_days(&world, &db);
    (1..5).for_each(create);
    // Last, as a report closes its period for updates.
    [1, 3].into_iter().for_each(reports);
    let many = costs_of_days(&world, &db);
    assert!(many[0].1 > few[0].1 + 20 && many[1].1 > few[1].1 + 20, "{few:?} {many:?}");
    let queries = |costs: [(usize, usize); 2]| costs.map(|(queries, _)| queries);
    assert_eq!(queries(few), queries(many));
    assert!(queries(many)[0] <= 30 && queries(many)[1] <= 60, "{many:?}");
}
