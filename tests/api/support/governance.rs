//! Agreements, memberships, meetings and visits, as tests need them.

use serde_json::{Value, json};

use super::world::{World, partner};

/// An agreement that lacks nothing to be proposed: with one party, until the end of 2026, six months of notice.
pub fn agreement(title: &str, party: &str) -> Value {
    json!({
        "title": title, "kind": "cooperation", "relation": "original", "partnerIds": [party],
        "validFrom": "2024-01-01", "validTo": "2026-12-31", "noticeMonths": 6, "frameworkLinks": [{"code": "RUP-3"}],
    })
}

/// A membership of the region's own that lacks nothing to be joined.
pub fn membership(organisation: &str) -> Value {
    json!({
        "organisationId": organisation, "level": "direct", "purpose": "Att påverka EU:s regionalpolitik.",
        "frameworkLinks": [{"code": "RUP-5"}],
    })
}

/// A visit abroad by someone of the working committee.
pub fn visit(title: &str) -> Value {
    json!({
        "title": title, "direction": "outgoing", "startsOn": "2009-05-12", "place": "Hamar", "country": "NO",
        "representatives": [{"person": "Ordföranden", "bodyCode": "working_committee"}],
    })
}

impl World {
    /// The id of an organisation that one can be a member of.
    pub fn organisation(&self, name: &str) -> String {
        let mut body = partner(name);
        body["kind"] = json!("network");
        self.coordination_unit().post("/partners", &body).expect(201).id()
    }

    /// A record of the coordination unit's that is proposed by a transition; its path.
    pub fn proposed(&self, list: &str, body: &Value) -> String {
        let staff = self.coordination_unit();
        let path = format!("{list}/{}", staff.post(list, body).expect(201).id());
        staff.transition(&path, "proposed").expect(200);
        path
    }

    /// A new agreement that was approved today; its path.
    pub fn approved_agreement(&self, body: &Value) -> String {
        let path = self.proposed("/cooperation-agreements", body);
        self.decide("approve_agreement", &[("cooperation_agreement", id_of(&path))]).expect(201);
        path
    }

    /// A new agreement that was approved and signed today; its path.
    pub fn signed_agreement(&self, body: &Value) -> String {
        let path = self.approved_agreement(body);
        self.coordination_unit().post(&format!("{path}/transitions"), &self.sign_off()).expect(200);
        path
    }

    /// What signs an agreement off today.
    pub fn sign_off(&self) -> Value {
        let today = self.app.clock.today();
        json!({"to": "signed", "fields": {"signedOn": today, "signatories": [{"name": "Ordföranden"}]}})
    }

    /// A new membership of the region's own that was joined and began today; its path.
    pub fn active_membership(&self, body: &Value) -> String {
        let staff = self.coordination_unit();
        let path = format!("/memberships/{}", staff.post("/memberships", body).expect(201).id());
        self.decide("join_membership", &[("membership", id_of(&path))]).expect(201);
        let begin = json!({"to": "active", "fields": {"startsOn": self.app.clock.today()}});
        staff.post(&format!("{path}/transitions"), &begin).expect(200);
        path
    }

    /// A meeting; its id.
    pub fn meeting(&self, body_code: &str, held_on: &str) -> String {
        let body = json!({"bodyCode": body_code, "heldOn": held_on});
        self.user("registrar").post("/meetings", &body).expect(201).id()
    }
}

/// The id at the end of a path.
pub fn id_of(path: &str) -> &str {
    path.rsplit_once('/').unwrap().1
}
