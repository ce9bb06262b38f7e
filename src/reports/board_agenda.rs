//! What lies before a body: the proposals that wait for it, and the agreements and memberships about which it must decide
//! soon, or they go on by themselves.

use chrono::{Days, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::path::Parameter;
use uuid::Uuid;

use super::agreements::decision_day;
use super::{Cell, Report, Setting, Table};
use crate::cooperation::deadlines::{self, Deadline};
use crate::cooperation::terms::{DecisionDay, DecisionDayBasis};
use crate::db::Conn;
use crate::db::types::Instant;
use crate::error::{ApiError, ErrorCode, Missing};
use crate::governance::decisions::DecisionKind;
use crate::governance::{bodies, competences, meetings};
use crate::http::problem::MissingItem;
use crate::http::query::{Params, Value, parameter};
use crate::register::gate;
use crate::text::{Bilingual, Lang, Message, Text, text};

/// How far ahead is looked when the body's calendar has no two meetings.
const HORIZON: Days = Days::new(180);
/// The report.
pub struct BoardAgenda;

/// A meeting of the body.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgendaMeeting {
    /// The meeting.
    pub id: Uuid,
    /// The day.
    #[schema(example = "2009-03-05")]
    pub held_on: NaiveDate,
    /// The last day on which a matter can be put on its agenda.
    #[schema(example = "2009-02-19")]
    pub agenda_deadline_on: Option<NaiveDate>,
}

/// A proposal that waits for a decision.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgendaProposal {
    /// The type of the record.
    #[serde(rename = "type")]
    #[schema(example = "cooperation_agreement")]
    pub kind: &'static str,
    /// The record.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Samarbetsavtal med Innlandet fylkeskommune")]
    pub title: String,
    /// The kind of decision that it waits for.
    #[schema(inline = false)]
    pub decision_kind: DecisionKind,
    /// Since when it has been as it is.
    #[schema(value_type = chrono::DateTime<chrono::Utc>, example = "2009-03-02T09:15:00.000000Z")]
    pub since: Instant,
    /// What it lacks for the decision.
    pub missing: Vec<MissingItem>,
}

/// An agreement or a membership that goes on, or ends, unless it is decided otherwise in time.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AgendaDeadline {
    /// The type of the record.
    #[serde(rename = "type")]
    #[schema(example = "cooperation_agreement")]
    pub kind: &'static str,
    /// The record.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Samarbetsavtal med Innlandet fylkeskommune")]
    pub title: String,
    /// Its last day.
    #[schema(example = "2026-12-31")]
    pub ends_on: Option<NaiveDate>,
    /// The last day on which notice can be given.
    #[schema(example = "2026-06-30")]
    pub last_notice_day: Option<NaiveDate>,
    /// The day by which a decision is needed.
    #[schema(example = "2026-06-11")]
    pub decision_needed_by: NaiveDate,
    /// What that day is taken from.
    #[schema(inline = false)]
    pub decision_needed_by_basis: DecisionDayBasis,
    /// Whether that day is past.
    #[schema(example = false)]
    pub overdue: bool,
}

/// What lies before a body.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BoardAgendaData {
    /// The body.
    #[schema(example = "board")]
    pub body_code: String,
    /// What it is called.
    pub body_name: Bilingual,
    /// Its next meetings, two at most.
    pub meetings: Vec<AgendaMeeting>,
    /// Decisions are listed that are needed before this day.
    #[schema(example = "2009-06-04")]
    pub before: NaiveDate,
    /// The proposals, those that have waited longest first.
    pub proposals: Vec<AgendaProposal>,
    /// The agreements and memberships about which a decision is needed, the most urgent first.
    pub deadlines: Vec<AgendaDeadline>,
}

/// The parameters of the report.
#[derive(Clone, Debug)]
pub struct Query {
    body: Option<String>,
    before: Option<NaiveDate>,
}

impl Report for BoardAgenda {
    const NAME: &'static str = "board-agenda";
    const SCHEMA: &'static str = "BoardAgendaReport";
    const TITLE: Text = text("Ärenden att besluta", "Matters to decide");
    const ABOUT: &'static str = "What lies before a body: every proposal that it is competent to decide on, with what is missing for each, and the agreements and memberships about which a decision is needed before the meeting after next. Without a calendar, within 180 days.";
    const HISTORY_OF: &'static [&'static str] =
        &["strategies", "strategy-areas", "cooperation-agreements", "memberships", "meetings"];
    const PROBLEMS: &'static [ErrorCode] = &[ErrorCode::NotFound];
    const SHEET: crate::http::page::Sheet = crate::http::page::Sheet::Landscape;
    type Query = Query;
    type Data = BoardAgendaData;

    fn read(params: &mut Params) -> Query {
        Query { body: params.one("body"), before: params.one("before") }
    }

    fn document() -> Vec<Parameter> {
        vec![
            parameter("body", "The body, by its code; `board`, when nothing is said.", <String as Value>::schema()),
            parameter(
                "before",
                "Decisions needed before this day; the day of the meeting after next, when nothing is said.",
                <NaiveDate as Value>::schema(),
            ),
        ]
    }

    fn build(conn: &mut Conn, query: &Query, setting: &Setting) -> Result<BoardAgendaData, ApiError> {
        let today = setting.day();
        let body_code = query.body.clone().unwrap_or_else(|| bodies::BOARD.to_owned());
        let body_name = bodies::name_of(conn, &body_code)?.ok_or_else(|| no_body(&body_code))?;
        let coming = meetings::following(conn, &body_code, today, 2)?;
        let after_next = coming.get(1).map(|meeting| meeting.content.held_on);
        let before = query.before.or(after_next).or_else(|| today.checked_add_days(HORIZON)).unwrap_or(today);
        let mut decides = Vec::new();
        // Competence is asked for the day on which it would decide.
        let day = coming.first().map_or(today, |meeting| meeting.content.held_on);
        for kind in DecisionKind::ALL {
            if kind.gate().is_some() && competences::is_competent(conn, &body_code, *kind, day)? {
                decides.push(*kind);
            }
        }
        let mut deadlines = Vec::new();
        if decides.contains(&DecisionKind::TerminateAgreement) {
            deadlines.extend(deadlines::of_agreements(conn, today, before)?);
        }
        if decides.contains(&DecisionKind::LeaveMembership) {
            deadlines.extend(deadlines::of_memberships(conn, today)?);
        }
        let mut deadlines: Vec<AgendaDeadline> = deadlines.into_iter().filter_map(|one| due(one, today)).collect();
        deadlines.retain(|deadline| deadline.decision_needed_by < before);
        deadlines.sort_by_key(|deadline| (deadline.decision_needed_by, deadline.id));
        Ok(BoardAgendaData {
            body_code,
            body_name,
            meetings: coming
                .into_iter()
                .map(|meeting| AgendaMeeting {
                    id: meeting.uuid(),
                    held_on: meeting.content.held_on,
                    agenda_deadline_on: meeting.content.agenda_deadline_on,
                })
                .collect(),
            before,
            proposals: proposals(conn, &decides, setting)?,
            deadlines,
        })
    }

    fn heading(data: &BoardAgendaData, lang: Lang) -> String {
        format!("{}: {}", Self::TITLE.get(lang), data.body_name.get(lang))
    }

    fn subtitle(data: &BoardAgendaData, lang: Lang) -> String {
        let days: Vec<String> = data.meetings.iter().map(|meeting| meeting.held_on.to_string()).collect();
        let days = days.join(", ");
        let before = data.before;
        match (days.is_empty(), lang) {
            (true, Lang::Sv) => format!("Inga kommande möten är kända. Beslut som behövs före {before}."),
            (true, Lang::En) => format!("No coming meetings are known. Decisions needed before {before}."),
            (false, Lang::Sv) => format!("Kommande möten: {days}. Beslut som behövs före {before}."),
            (false, Lang::En) => format!("Coming meetings: {days}. Decisions needed before {before}."),
        }
    }

    fn tables(data: &BoardAgendaData, lang: Lang) -> Vec<Table> {
        vec![proposals_table(data, lang), deadlines_table(data, lang)]
    }
}

fn no_body(code: &str) -> ApiError {
    ApiError::new(
        ErrorCode::NotFound,
        Message::new(format!("{code} finns inte i /bodies."), format!("{code} is not in /bodies.")),
    )
}

fn proposals(conn: &mut Conn, decides: &[DecisionKind], setting: &Setting) -> Result<Vec<AgendaProposal>, ApiError> {
    let mut proposals = Vec::new();
    for kind in decides {
        let Some(gate) = gate::of(*kind) else { continue };
        for waiting in gate.register.waiting(conn, gate.way, setting.day())? {
            let item = |missing: &Missing| MissingItem::of(missing, setting.lang);
            proposals.push(AgendaProposal {
                kind: gate.register.kind(),
                id: waiting.id,
                title: waiting.title,
                decision_kind: *kind,
                since: waiting.since,
                missing: waiting.missing.iter().map(item).collect(),
            });
        }
    }
    proposals.sort_by_key(|proposal| (proposal.since, proposal.id));
    Ok(proposals)
}

/// The line of a deadline about which a decision is needed.
fn due(deadline: Deadline, today: NaiveDate) -> Option<AgendaDeadline> {
    let Deadline { register, id, title, ends_on, last_notice_day, decision, updated_at: _ } = deadline;
    let DecisionDay { on, basis } = decision?;
    Some(AgendaDeadline {
        kind: register.kind(),
        id,
        title,
        ends_on,
        last_notice_day,
        decision_needed_by: on,
        decision_needed_by_basis: basis,
        overdue: on < today,
    })
}

fn proposals_table(data: &BoardAgendaData, lang: Lang) -> Table {
    let heads =
        [text("Förslag", "Proposal"), text("Beslut", "Decision"), text("Sedan", "Since"), text("Saknas", "Missing")];
    let row = |proposal: &AgendaProposal| {
        let missing: Vec<&str> = proposal.missing.iter().map(|item| item.reason).collect();
        vec![
            Cell::Words(proposal.title.clone()),
            Cell::Words(proposal.decision_kind.label().get(lang).to_owned()),
            Cell::day(Some(crate::clock::date_in_sweden(proposal.since))),
            Cell::list(&missing),
        ]
    };
    Table::new(
        text("Förslag som väntar på beslut", "Proposals that wait for a decision").get(lang),
        &heads,
        data.proposals.iter().map(row),
        lang,
    )
}

fn deadlines_table(data: &BoardAgendaData, lang: Lang) -> Table {
    let heads = [
        text("Avtal eller medlemskap", "Agreement or membership"),
        text("Beslut senast", "Decision needed by"),
        text("Sista uppsägningsdag", "Last notice day"),
        text("Sista dag", "Last day"),
    ];
    let row = |deadline: &AgendaDeadline| {
        vec![
            Cell::Words(deadline.title.clone()),
            decision_day(Some(deadline.decision_needed_by), Some(deadline.decision_needed_by_basis), lang),
            Cell::day(deadline.last_notice_day),
            Cell::day(deadline.ends_on),
        ]
    };
    Table::new(text("Beslut som behövs", "Decisions needed").get(lang), &heads, data.deadlines.iter().map(row), lang)
}
