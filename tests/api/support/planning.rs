//! Plans, activities and progress updates, as tests need them.

use serde_json::{Value, json};

use super::client::Answer;
use super::governance::id_of;
use super::matrix::activity;
use super::world::World;

/// The least that makes a plan.
pub fn plan(year: i32) -> Value {
    json!({"year": year, "title": format!("Verksamhetsplan {year}"), "cadence": "tertial"})
}

/// A progress update of the first period that lacks nothing.
pub fn update(activity: &str, year: i32) -> Value {
    json!({
        "activityId": activity, "period": 1, "reportedOn": format!("{year}-05-04"), "status": "on_track",
        "percentTotal": 30, "text": "Två av fyra kurser är planerade.",
    })
}

impl World {
    /// A draft plan of a year; its id.
    pub fn plan(&self, year: i32) -> String {
        self.coordination_unit().post("/operational-plans", &plan(year)).expect(201).id()
    }

    /// A plan of a year that was adopted today; its path.
    pub fn adopted_plan(&self, year: i32) -> String {
        let path = self.proposed("/operational-plans", &plan(year));
        self.decide("adopt_plan", &[("operational_plan", id_of(&path))]).expect(201);
        path
    }

    /// An activity of a unit that stands outside of the matrix, planned; its id.
    pub fn planned_activity(&self, title: &str, year: i32, unit: &str) -> String {
        let mut body = activity(title, year, None, &self.unit(unit));
        body["frameworkLinks"] = json!([{"code": "RUP-3"}]);
        body["exceptionReason"] = json!("Uppdraget kom från regeringen.");
        let staff = self.coordination_unit();
        let id = staff.post("/activities", &body).expect(201).id();
        staff.transition(&format!("/activities/{id}"), "planned").expect(200);
        id
    }

    /// A progress update by the area unit's user.
    pub fn report(&self, activity: &str, year: i32, changes: &Value) -> Answer {
        let mut body = update(activity, year);
        for (name, value) in changes.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.area_unit().post("/progress-updates", &body)
    }

    /// A plan of 2009 with an update, an approved status report and a roll-over.
    pub fn follow_up_2009(&self) {
        let plan = self.adopted_plan(2009);
        let activity = self.planned_activity("Yrkesutbildning", 2009, "area");
        self.report(&activity, 2009, &json!({})).expect(201);
        let report = json!({
            "operationalPlanId": id_of(&plan), "unitId": self.unit("area"), "period": 1, "text": "Går enligt plan.",
        });
        let report = format!("/status-reports/{}", self.area_unit().post("/status-reports", &report).expect(201).id());
        self.area_unit().transition(&report, "submitted").expect(200);
        self.coordination_unit().transition(&report, "approved").expect(200);
        self.coordination_unit().post("/roll-overs", &json!({"fromPlanId": id_of(&plan)})).expect(201);
    }
}
