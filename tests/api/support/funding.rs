//! Funding programmes, their calls and ideas for projects, as tests need them.

use serde_json::{Value, json};

use super::monitoring::with;
use super::world::{World, partner};

/// The least that makes a funding programme.
pub fn programme(name: &str) -> Value {
    json!({"name": name, "strand": "cross_border"})
}

impl World {
    /// A funding programme with a name and nothing else; its id.
    pub fn funding_programme(&self, name: &str) -> String {
        self.coordination_unit().post("/funding-programmes", &programme(name)).expect(201).id()
    }

    /// A call of a programme that closes on a day; its id.
    pub fn call(&self, programme: &str, title: &str, closes_on: Option<&str>) -> String {
        let mut body = json!({"fundingProgrammeId": programme, "title": title});
        if let Some(day) = closes_on {
            body["closesOn"] = json!(day);
        }
        self.coordination_unit().post("/calls", &body).expect(201).id()
    }

    /// A programme, a call of it, an idea of a partner's for a strategy area that aims at it, and the project that came of
    /// it; the id of the idea.
    pub fn mobilise(&self, initiator: &str, area: &str) -> String {
        let programme = self.funding_programme("Interreg Sverige-Norge");
        let body = json!({
            "title": "Vandringsleder över gränsen", "initiatorId": initiator, "municipalityCodes": ["1737"],
            "callId": self.call(&programme, "Andra ansökningsomgången", Some("2009-03-31")),
            "strategyAreaIds": [area],
        });
        let idea = self.coordination_unit().post("/project-ideas", &body).expect(201).id();
        let project = json!({
            "name": "Vandringsleder över gränsen", "fundingProgrammeId": programme, "projectIdeaId": idea,
            "participations": [{"partnerId": initiator, "role": "lead"}], "strategyAreaIds": [area],
            "municipalityCodes": ["1737"], "decidedOn": "2009-03-27",
            "statedTotals": [{"amount": {"amount": "3040000", "currency": "SEK"}, "basis": "granted", "source": "Programmet"}],
            "fundingLines": [
                {"kind": "region_own", "amount": {"amount": "600000", "currency": "SEK"}, "basis": "granted", "source": "Styrelsen"},
                {"kind": "municipality", "amount": {"amount": "200000", "currency": "SEK"}, "basis": "granted",
                 "source": "Torsby", "municipalityCode": "1737"},
            ],
        });
        self.coordination_unit().post("/projects", &project).expect(201);
        idea
    }

    /// A partner that is a municipality; its id.
    pub fn municipality(&self, name: &str, code: &str) -> String {
        let body = with(partner(name), json!({"kind": "municipality", "country": "SE", "municipalityCode": code}));
        self.coordination_unit().post("/partners", &body).expect(201).id()
    }

    /// A project of a partner's with the same name, decided in a year and granted; its path.
    pub fn granted_project(&self, name: &str, year: i32, changes: Value) -> String {
        let staff = self.coordination_unit();
        let body = json!({
            "name": name, "participations": [{"partnerId": self.partner(name).id(), "role": "lead"}],
            "frameworkLinks": [{"code": "RUP-3"}], "decidedOn": format!("{year}-03-15"),
        });
        let path = format!("/projects/{}", staff.post("/projects", &with(body, changes)).expect(201).id());
        for state in ["applied", "granted"] {
            staff.transition(&path, state).expect(200);
        }
        path
    }
}
