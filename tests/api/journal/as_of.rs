//! Reading as of now is reading: every list, every record and every report, after random histories.

use serde_json::{Value, json};
use utblick::clock::Clock;
use utblick::reports::REPORTS;
use utblick::routes::REGISTERS;

use super::story::tell;
use crate::support::{Backend, Client, World};

crate::tests! {
    as_of_now_equals_the_plain_answer_for_every_list_and_report,
    what_the_matrix_looked_like_is_told_with_what_was_deleted_and_changed_since,
}

/// An answer without its links, which lead to the past or to the present.
fn bare(mut value: Value) -> Value {
    match &mut value {
        Value::Object(fields) => {
            fields.remove("_links");
            fields.values_mut().for_each(|field| *field = bare(std::mem::take(field)));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = bare(std::mem::take(item))),
        _ => {}
    }
    value
}

pub fn same(client: &Client, path: &str, now: &str) -> Value {
    let join = if path.contains('?') { '&' } else { '?' };
    let plain = bare(client.get(path).expect(200).json());
    let then = bare(client.get(&format!("{path}{join}asOf={now}")).expect(200).json());
    assert_eq!(plain, then, "{path}");
    plain
}

fn as_of_now_equals_the_plain_answer_for_every_list_and_report(backend: Backend) {
    let clock = Clock::fixed("2010-06-15T08:00:00Z".parse().unwrap());
    let world = World::with(backend, clock, &[]);
    world.furnish();
    for seed in [11, 1729] {
        let done = tell(&world, seed, 250);
        assert!(done.get("update").is_some_and(|count| *count >= 2), "{done:?}");
        let now = world.app.clock.now().to_string();
        let mut records = 0;
        for register in REGISTERS {
            let client = world.user(if ["users", "clients", "webhooks"].contains(&register.path()) {
                "administrator"
            } else {
                "board"
            });
            for query in ["?limit=100", "?limit=100&archived=true&sort=-updatedAt", "?page=2&limit=3"] {
                let page = same(&client, &format!("/{}{query}", register.path()), &now);
                records += page["_meta"]["count"].as_i64().unwrap();
                if let Some(first) = page["items"][0]["id"].as_str() {
                    same(&client, &format!("/{}/{first}", register.path()), &now);
                }
            }
        }
        assert!(records > 100, "{records}");
        for query in
            ["stale=true", "stale=false&state=planned", "status=at_risk", "on=2009-06-01", "frameworkElement=RUP-3"]
        {
            same(&world.user("board"), &format!("/activities?limit=100&{query}"), &now);
        }
        for report in REPORTS.iter().filter(|report| report.name() != "board-brief") {
            for year in ["", "?year=2009"] {
                let path = format!("/reports/{}{year}", report.name());
                // Not every report asks for a year.
                if year.is_empty() || world.user("board").get(&path).status == 200 {
                    let asks_for_a_day = world.user("board").get(&path).status == 404;
                    if !asks_for_a_day {
                        same(&world.user("board"), &path, &now);
                    }
                }
            }
        }
    }
}

fn what_the_matrix_looked_like_is_told_with_what_was_deleted_and_changed_since(backend: Backend) {
    let clock = Clock::fixed("2009-02-01T08:00:00Z".parse().unwrap());
    let world = World::with(backend, clock.clone(), &[]);
    let strategy = world.adopted_strategy("Strategi", "2008-01-01", "2011-12-31");
    let area = world.prioritised_area(&strategy, "kultur");
    let plan = world.plan(2009);
    let activity = world.planned_activity("Teaterutbyte", 2009, "area");
    let staff = world.coordination_unit();
    staff.patch(&format!("/activities/{activity}"), "*", &json!({"strategyAreaId": area})).expect(200);
    let draft = json!({"title": "Utkast", "year": 2009, "kind": "project", "cooperationLevel": "local"});
    let draft = staff.post("/activities", &draft).expect(201).id();
    clock.set("2009-12-31T08:00:00Z".parse().unwrap());
    let staff = world.coordination_unit();
    let late =
        json!({"period": 3, "reportedOn": "2009-12-30", "status": "off_track", "deviation": "D", "measure": "M"});
    world.report(&activity, 2009, &late).expect(201);
    clock.set("2010-01-10T08:00:00Z".parse().unwrap());
    let read = |query: &str| world.user("board").get(&format!("/reports/matrix?year=2009{query}")).expect(200).json();
    let on_new_years_eve = read("");
    assert_eq!(on_new_years_eve["totals"]["lights"]["red"], 1);
    clock.set("2011-05-01T08:00:00Z".parse().unwrap());
    let staff_later = world.coordination_unit();
    staff_later.delete(&format!("/activities/{draft}"), "*").expect(204);
    staff_later.patch(&format!("/activities/{activity}"), "*", &json!({"title": "Annat namn"})).expect(200);
    let done = json!({"period": 3, "reportedOn": "2010-12-30", "status": "achieved", "percentTotal": 100});
    world.report(&activity, 2009, &done).expect(201);
    let now = read("");
    assert_eq!((&now["totals"]["lights"]["green"], &now["totals"]["byState"]["draft"]), (&json!(1), &json!(0)));
    let then = read("&asOf=2009-12-31");
    assert_eq!(then, on_new_years_eve);
    let cell = &then["cells"][0];
    assert_eq!(
        (&cell["activities"][0]["title"], &cell["activities"][0]["light"]),
        (&json!("Teaterutbyte"), &json!("red"))
    );
    assert_eq!(then["operationalPlanId"], json!(plan));
    drop(staff);
}
