//! Calls and their last days, what aims at them, and which municipalities were told of them (L23.1, L65.2).

use std::collections::HashMap;

use chrono::NaiveDate;
use utoipa::openapi::path::Parameter;

use super::{Report, Setting, Table};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{ApiError, Fault, FaultCode};
use crate::funding::calls::{self, Call, Closing};
use crate::funding::funding_programmes::FundingProgramme;
use crate::funding::project_ideas::{self, ByState, ProjectIdeaState};
use crate::funding::projects;
use crate::http::page::Sheet;
use crate::http::query::{Params, Value as _, parameter};
use crate::monitoring::knowledge_activities::{self, Told};
use crate::reference::municipalities;
use crate::register::{Record, references};
use crate::text::{Lang, Text, text};

mod data;
mod table;

pub use data::{CallIdeas, CallKnowledge, CallLine, CallMunicipality, CallingProgramme, CallsData};

/// The most calls that are listed.
const MOST: i64 = 500;

/// The report.
pub struct Calls;

/// The last days that were asked for, as far as they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClosingDays {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl ClosingDays {
    /// With what was not said filled in: from today on. Those without a last day are told only when nothing was said.
    fn settle(self, today: NaiveDate) -> Closing {
        let undated = self == Self::default();
        Closing { from: self.from.unwrap_or(today), to: self.to, undated }
    }
}

impl Report for Calls {
    const NAME: &'static str = "calls";
    const SCHEMA: &'static str = "CallsReport";
    const TITLE: Text = text("Utlysningar och sista dagar", "Calls and last days");
    const ABOUT: &'static str = "The calls by their last day (L23.1): what aims at them, and by which knowledge activities which municipalities were told of them and which were not (L65.2). An activity tells of a call when it was held and names the call, or a monitoring item about it.";
    const HISTORY_OF: &'static [&'static str] =
        &["calls", "funding-programmes", "project-ideas", "projects", "knowledge-activities", "monitoring-items"];
    const SHEET: Sheet = Sheet::Landscape;
    type Query = ClosingDays;
    type Data = CallsData;

    fn read(params: &mut Params) -> ClosingDays {
        let days = ClosingDays { from: params.one("closesFrom"), to: params.one("closesTo") };
        if days.from.zip(days.to).is_some_and(|(from, to)| to < from) {
            let reason = text("ska inte ligga före closesFrom", "must not be before closesFrom");
            params.fault(Fault::query("closesTo", FaultCode::WrongFormat, reason));
        }
        days
    }

    fn document() -> Vec<Parameter> {
        let from = "The first of the last days of the calls; when nothing is said, today.";
        let to = "The last of them. When neither is said, the calls whose last day is not known are told too, last.";
        vec![parameter("closesFrom", from, NaiveDate::schema()), parameter("closesTo", to, NaiveDate::schema())]
    }

    fn build(conn: &mut Conn, query: &ClosingDays, setting: &Setting) -> Result<CallsData, ApiError> {
        let asked = query.settle(setting.day());
        let records = calls::listed(conn, asked, MOST)?;
        let ids: Vec<Id<Call>> = records.iter().map(|record| record.meta.id).collect();
        let programmes = records.iter().map(|record| record.content.funding_programme_id);
        let mut material = Material {
            today: setting.day(),
            programmes: references::names(conn, programmes)?,
            minimums: calls::minimum_partners(conn, ids.iter().copied())?,
            ideas: project_ideas::count_by_call(conn, &ids)?,
            projects: projects::count_by_call(conn, &ids)?,
            told: knowledge_activities::of_calls(conn, &ids)?,
            towns: municipalities::by_name(conn)?,
        };
        Ok(CallsData {
            closes_from: asked.from,
            closes_to: asked.to,
            calls: records.into_iter().map(|record| material.line(record)).collect(),
            call_count: calls::count(conn, asked)?,
            untold_call_count: knowledge_activities::count_untold(conn, asked.rows())?,
        })
    }

    fn subtitle(data: &CallsData, lang: Lang) -> String {
        table::subtitle(data, lang)
    }

    fn tables(data: &CallsData, lang: Lang) -> Vec<Table> {
        table::tables(data, lang)
    }
}

/// What is told of calls beside their own fields.
struct Material {
    today: NaiveDate,
    programmes: HashMap<Id<FundingProgramme>, String>,
    minimums: HashMap<Id<Call>, i32>,
    ideas: HashMap<Id<Call>, ByState>,
    projects: HashMap<Id<Call>, i64>,
    told: HashMap<Id<Call>, Vec<Told>>,
    /// The codes and names of the county's municipalities, by name.
    towns: Vec<(String, String)>,
}

impl Material {
    fn line(&mut self, record: Record<Call>) -> CallLine {
        let (id, call) = (record.meta.id, record.content);
        let told = self.told.remove(&id).unwrap_or_default();
        let (told_municipalities, untold_municipalities) = self.municipalities(&told);
        let programme = call.funding_programme_id;
        CallLine {
            id: id.uuid(),
            phase: calls::phase(&call, self.today),
            days_left: call.closes_on.map(|closes_on| (closes_on - self.today).num_days()),
            funding_programme: CallingProgramme {
                id: programme.uuid(),
                name: self.programmes.get(&programme).cloned().unwrap_or_default(),
            },
            title: call.title,
            theme: call.theme,
            opens_on: call.opens_on,
            closes_on: call.closes_on,
            minimum_partners: self.minimums.get(&id).copied(),
            budget: call.budget,
            ideas: self.ideas.get(&id).map(ideas).unwrap_or_default(),
            project_count: self.projects.get(&id).copied().unwrap_or_default(),
            knowledge_activities: told.into_iter().map(knowledge).collect(),
            told_municipalities,
            untold_municipalities,
        }
    }

    /// The county's municipalities that were told of a call, and those that were not.
    fn municipalities(&self, told: &[Told]) -> (Vec<CallMunicipality>, Vec<CallMunicipality>) {
        let one = |(code, name): &(String, String)| CallMunicipality { code: code.clone(), name: name.clone() };
        let was_told = |town: &CallMunicipality| told.iter().any(|one| one.municipality_codes.contains(&town.code));
        self.towns.iter().map(one).partition(was_told)
    }
}

fn ideas(counts: &ByState) -> CallIdeas {
    let of = |state| counts.get(&state).copied().unwrap_or_default();
    CallIdeas {
        idea: of(ProjectIdeaState::Idea),
        mobilising: of(ProjectIdeaState::Mobilising),
        applied: of(ProjectIdeaState::Applied),
        dropped: of(ProjectIdeaState::Dropped),
    }
}

fn knowledge(told: Told) -> CallKnowledge {
    CallKnowledge { id: told.id.uuid(), title: told.title, held_on: told.held_on, kind: told.kind }
}
