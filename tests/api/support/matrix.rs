//! The strategy, its areas, decisions and activities, as tests need them.

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use utblick::db::Conn;
use utblick::journal::{Origin, Tx};

use super::client::Answer;
use super::governance::{agreement, id_of, membership, visit};
use super::world::World;

/// The least that makes a strategy.
pub fn strategy(title: &str, start: &str, end: &str) -> Value {
    json!({
        "title": {"sv": title}, "purpose": {"sv": "Att genomsyra verksamheten."},
        "strategicGoal": {"sv": "Hållbar tillväxt."}, "periodStart": start, "periodEnd": end,
    })
}

/// A decision that opens the gate of its kind for its subjects, if they and the body let it.
pub fn decision(kind: &str, subjects: &[(&str, &str)], on: &str, section: &str) -> Value {
    let subjects: Vec<Value> = subjects.iter().map(|(kind, id)| json!({"type": kind, "id": id})).collect();
    json!({
        "bodyCode": "board", "decidedOn": on, "section": section, "registryNumber": format!("RV {section}"),
        "title": format!("Beslut § {section}"), "kind": kind, "subjects": subjects, "outcome": "approved",
    })
}

/// An activity that lacks nothing that R-06 asks for.
pub fn activity(title: &str, year: i32, area: Option<&str>, unit: &str) -> Value {
    let mut body = json!({
        "title": title, "year": year, "priority": "international_cooperation", "kind": "project",
        "cooperationLevel": "international", "ownerUnitId": unit, "responsible": "Samordnare",
        "startsOn": format!("{year}-02-01"), "endsOn": format!("{year}-11-30"),
        "citizenBenefit": {"kind": "direct", "text": "Fler utbildningar."}, "sustainability": ["social"],
    });
    if let Some(area) = area {
        body["strategyAreaId"] = json!(area);
    }
    body
}

impl World {
    /// A decision by the board's own user, today, under a section that no other has.
    pub fn decide(&self, kind: &str, subjects: &[(&str, &str)]) -> Answer {
        let section = (self.head() + 1).to_string();
        let today = self.app.clock.today().to_string();
        self.user("board").post("/decisions", &decision(kind, subjects, &today, &section))
    }

    /// A strategy that was proposed and adopted today; its id.
    pub fn adopted_strategy(&self, title: &str, start: &str, end: &str) -> String {
        let staff = self.coordination_unit();
        let id = staff.post("/strategies", &strategy(title, start, end)).expect(201).id();
        staff.transition(&format!("/strategies/{id}"), "proposed").expect(200);
        self.decide("adopt_strategy", &[("strategy", &id)]).expect(201);
        id
    }

    /// An area of a strategy that lacks nothing, proposed; its id.
    pub fn proposed_area(&self, strategy: &str, code: &str) -> String {
        let staff = self.coordination_unit();
        let body = json!({
            "strategyId": strategy, "code": code, "name": {"sv": code}, "order": 1, "ownerUnitId": self.unit("area"),
            "frameworkLinks": [{"code": "RUP-1"}], "linkJustification": "Ramverken nämner inte området.",
        });
        let id = staff.post("/strategy-areas", &body).expect(201).id();
        staff.transition(&format!("/strategy-areas/{id}"), "proposed").expect(200);
        id
    }

    /// An area that was prioritised today; its id.
    pub fn prioritised_area(&self, strategy: &str, code: &str) -> String {
        let id = self.proposed_area(strategy, code);
        self.decide("prioritise_area", &[("strategy_area", &id)]).expect(201);
        id
    }

    /// Statements straight to the database, for what no caller can do.
    pub fn sql(&self, statements: &str) {
        let run = |tx: &mut Tx<'_>| {
            match tx.conn()? {
                Conn::Postgres(conn) => conn.batch_execute(statements),
                Conn::Sqlite(conn) => conn.batch_execute(statements),
            }
            .map_err(Into::into)
        };
        self.app.db.write_now(Origin::service(), run).unwrap();
    }

    /// The id of a unit.
    pub fn unit(&self, code: &str) -> String {
        let found = self.app.db.read_now(|conn| Ok(utblick::governance::units::find_by_code(conn, code)?));
        found.unwrap().unwrap().to_string()
    }

    /// One record of every register but partners and users.
    pub fn furnish(&self) {
        let client = json!({"name": "Ekonomisystemet", "ownerUnitId": self.unit("area"), "scopes": ["partners:read"]});
        self.administrator().post("/clients", &client).expect(201);
        let webhook = json!({"url": "https://diarium.example.se/hook", "events": ["partner.*"]});
        self.coordination_unit().post("/webhooks", &webhook).expect(201);
        let body = json!({"code": "VS14", "title": {"sv": "Värmlandsstrategin"}, "level": "regional"});
        let framework = self.coordination_unit().post("/policy-frameworks", &body).expect(201).id();
        let body =
            json!({"frameworkId": framework, "code": "VS14-1", "name": {"sv": "Livskvalitet för alla"}, "order": 1});
        self.coordination_unit().post("/framework-elements", &body).expect(201);
        let strategy = self.adopted_strategy("Internationell strategi", "2008-01-01", "2199-12-31");
        let area = self.prioritised_area(&strategy, "kultur");
        let body = activity("Teaterutbyte", 2009, Some(&area), &self.unit("area"));
        let staff = self.coordination_unit();
        let followed = staff.post("/activities", &body).expect(201).id();
        let body = json!({"strategyAreaId": area, "year": 2009, "name": "Scenkonst över gränsen", "rank": 1});
        self.area_unit().post("/profile-areas", &body).expect(201);
        let body =
            json!({"name": "Deltagare", "measure": "deltagare", "activityId": followed, "direction": "increase"});
        let measured = self.area_unit().post("/indicators", &body).expect(201).id();
        let body = json!({"indicatorId": measured, "observedOn": "2009-08-31", "value": "25"});
        self.area_unit().post("/indicator-values", &body).expect(201);
        let body =
            json!({"unitId": self.unit("area"), "year": 2009, "stage": "running", "text": "EU prövas i varje plan."});
        self.area_unit().post("/integration-statements", &body).expect(201);
        let body = json!({
            "operationalPlanId": self.plan(2008), "priority": "international_cooperation", "strategyAreaId": area,
            "direction": "Två nya samarbeten.",
        });
        staff.post("/matrix-cells", &body).expect(201);
        self.follow_up_2009();
        let registrar = self.user("registrar");
        let body = json!({"code": "regional_development_committee", "name": {"sv": "Regionala utvecklingsnämnden"}});
        registrar.post("/bodies", &body).expect(201);
        let body = json!({"bodyCode": "regional_development_committee", "decisionKind": "approve_agreement"});
        self.administrator().post("/competences", &body).expect(201);
        self.meeting("board", "2009-03-05");
        let party = self.organisation("Assembly of European Regions");
        self.signed_agreement(&agreement("Samarbetsavtal", &party));
        let path = self.active_membership(&membership(&party));
        let membership = id_of(&path);
        let fee = json!({"membershipId": membership, "year": 2009, "amount": {"amount": "27500", "currency": "SEK"}, "basis": "fixed"});
        staff.post("/membership-fees", &fee).expect(201);
        let mandate = json!({"membershipId": membership, "bodyName": "Politiska byrån", "holder": "Regionrådet", "seat": "member"});
        registrar.post("/mandates", &mandate).expect(201);
        let review =
            json!({"membershipId": membership, "year": 2009, "recommendation": "stay", "text": "Gav två projekt."});
        staff.post("/benefit-reviews", &review).expect(201);
        let mut body = visit("Besök i Hamar");
        (body["partnerIds"], body["followUpIds"]) = (json!([party]), json!([followed]));
        let visit = staff.post("/visits", &body).expect(201).id();
        let body = json!({
            "visitId": visit, "introducedOn": "2009-05-12", "openedBy": "Ordföranden", "partnerId": party,
            "introducedTo": "Karlstads universitet",
        });
        staff.post("/introductions", &body).expect(201);
        self.mobilise(&party, &area);
        self.monitor(&area, &party);
    }
}
