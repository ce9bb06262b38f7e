//! Monitoring, knowledge, influence and profiling, and contacts with partners, as tests need them.

use serde_json::{Value, json};

use super::world::World;

/// The least that makes a monitoring item: of the EU in general, with its day.
pub fn monitoring_item(title: &str) -> Value {
    json!({"title": title, "level": "strategic", "reach": "eu_general", "publishedOn": "2009-03-02"})
}

/// The least that makes a knowledge activity.
pub fn knowledge_activity(title: &str) -> Value {
    json!({"title": title, "kind": "briefing", "audiences": ["politicians"]})
}

/// The least that makes an influence case.
pub fn influence_case(title: &str) -> Value {
    json!({"title": title, "arena": "european_commission"})
}

/// The least that makes a profiling action.
pub fn profiling_action(title: &str) -> Value {
    json!({"title": title, "kind": "stand", "heldOn": "2009-10-05"})
}

/// A meeting with a partner.
pub fn engagement(partner: &str, held_on: &str) -> Value {
    json!({"partnerId": partner, "heldOn": held_on, "kind": "meeting", "summary": "Parterna söker medel tillsammans."})
}

/// A body with more fields, or other ones.
pub fn with(mut body: Value, more: Value) -> Value {
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

impl World {
    /// A record of the coordination unit's in a list; its path.
    pub fn recorded(&self, list: &str, body: &Value) -> String {
        format!("{list}/{}", self.coordination_unit().post(list, body).expect(201).id())
    }

    /// A monitoring item of an area with everything that may come of it, and a contact with a partner.
    pub fn monitor(&self, area: &str, partner: &str) {
        let staff = self.coordination_unit();
        let of_area = json!({"reach": "strategy_area", "strategyAreaIds": [area]});
        let item = staff.post("/monitoring-items", &with(monitoring_item("Grönbok"), of_area)).expect(201).id();
        let named = json!({"monitoringItemIds": [item]});
        staff.post("/knowledge-activities", &with(knowledge_activity("Genomgång"), named.clone())).expect(201);
        let case = staff.post("/influence-cases", &with(influence_case("Gränshinder"), named)).expect(201).id();
        let helps = json!({"influenceCaseIds": [case]});
        staff.post("/profiling-actions", &with(profiling_action("Open Days"), helps)).expect(201);
        staff.post("/engagements", &engagement(partner, "2009-03-24")).expect(201);
    }
}
