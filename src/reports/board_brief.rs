//! A body's brief for a meeting: what changed since its last one, deletions included, what was decided, and what is worth a
//! warning.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::path::Parameter;
use uuid::Uuid;

use super::board_brief_tables::{changes_table, decisions_table, warnings_table};
use super::wording::number;
use super::{Report, Setting, Table};
use crate::clock::end_of_day_in_sweden;
use crate::db::Conn;
use crate::db::types::{Id, Instant};
use crate::error::{ApiError, ErrorCode};
use crate::governance::bodies;
use crate::governance::decisions::{self, Decision, DecisionKind, DecisionOutcome};
use crate::governance::meetings::{self, Meeting};
use crate::governance::visits::Visit;
use crate::http::query::{Params, Value, parameter};
use crate::identity::users::User;
use crate::journal::{self, Action, ChangeLine};
use crate::register::warnings::WarningItem;
use crate::register::{AnyRegister, Record, Register, Table as _};
use crate::routes::REGISTERS;
use crate::text::{Bilingual, Lang, Text, text};

/// Changes that are read: more are those of an import, and more than a body could take in.
const MAX_CHANGES: usize = 20_000;
/// Records that are named.
const MAX_RECORDS: usize = 500;

/// The report.
pub struct BoardBrief;

/// A record that was changed since the last meeting.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BriefChange {
    /// The type of the record.
    #[serde(rename = "type")]
    #[schema(example = "cooperation_agreement")]
    pub kind: &'static str,
    /// The record.
    pub id: Uuid,
    /// What it is called; of what was deleted, what it was called last.
    #[schema(example = "Samarbetsavtal med Innlandet fylkeskommune")]
    pub name: String,
    /// Its state now.
    #[schema(example = "approved")]
    pub state: Option<String>,
    /// What was done to it, each once: create, update, transition, delete.
    #[schema(example = json!(["create", "transition"]))]
    pub actions: Vec<String>,
    /// The last change.
    #[schema(value_type = chrono::DateTime<chrono::Utc>, example = "2009-03-02T09:15:00.000000Z")]
    pub last_changed_at: Instant,
}

/// A decision since the last meeting.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BriefDecision {
    /// The decision.
    pub id: Uuid,
    /// The day.
    #[schema(example = "2009-03-05")]
    pub decided_on: NaiveDate,
    /// The section of the minutes.
    #[schema(example = "45")]
    pub section: Option<String>,
    /// The registry number, as printed.
    #[schema(example = "RV2008-117")]
    pub registry_number: Option<String>,
    /// What was decided.
    #[schema(example = "Samarbetsavtal med Innlandet fylkeskommune")]
    pub title: String,
    /// The kind.
    #[schema(inline = false)]
    pub kind: DecisionKind,
    /// How the matter ended.
    #[schema(inline = false)]
    pub outcome: DecisionOutcome,
}

/// A record with what is worth a warning.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BriefWarning {
    /// The type of the record.
    #[serde(rename = "type")]
    #[schema(example = "membership")]
    pub kind: &'static str,
    /// The record.
    pub id: Uuid,
    /// What it is called.
    #[schema(example = "Assembly of European Regions")]
    pub name: String,
    /// The warnings.
    pub warnings: Vec<WarningItem>,
}

/// A body's brief for a meeting.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BoardBriefData {
    /// The meeting.
    pub meeting_id: Uuid,
    /// The body.
    #[schema(example = "board")]
    pub body_code: String,
    /// What it is called.
    pub body_name: Bilingual,
    /// The day of the meeting.
    #[schema(example = "2009-03-05")]
    pub held_on: NaiveDate,
    /// The day of the body's meeting before; null when it is the first.
    #[schema(example = "2009-02-05")]
    pub since: Option<NaiveDate>,
    /// The records that were changed since then, the last changed first.
    pub changes: Vec<BriefChange>,
    /// How many records were changed, among the last 20,000 changes; `changes` names at most 500.
    #[schema(minimum = 0, example = 12)]
    pub changed_records: usize,
    /// The body's decisions from the meeting before to this one, corrected ones aside.
    pub decisions: Vec<BriefDecision>,
    /// What is worth a warning today; of visits, only those changed since the meeting before. Null when the meeting is past.
    pub warnings: Option<Vec<BriefWarning>>,
}

/// The parameters of the report.
#[derive(Clone, Debug)]
pub struct Query {
    meeting_id: Option<Id<Meeting>>,
}

impl Report for BoardBrief {
    const NAME: &'static str = "board-brief";
    const SCHEMA: &'static str = "BoardBriefReport";
    const TITLE: Text = text("Underlag inför mötet", "Brief for the meeting");
    const ABOUT: &'static str = "A body's brief for a meeting: what was changed since its meeting before, from the journal and with deletions, its decisions, and what is worth a warning.";
    const HISTORY_OF: &'static [&'static str] = &[];
    const TELLS_HISTORY: bool = true;
    const PROBLEMS: &'static [ErrorCode] = &[ErrorCode::NotFound];
    const SHEET: crate::http::page::Sheet = crate::http::page::Sheet::Landscape;
    type Query = Query;
    type Data = BoardBriefData;

    fn read(params: &mut Params) -> Query {
        Query { meeting_id: params.one("meetingId") }
    }

    fn document() -> Vec<Parameter> {
        vec![parameter(
            "meetingId",
            "The meeting; the board's next one, or else its last, when nothing is said.",
            <Id<Meeting> as Value>::schema(),
        )]
    }

    fn build(conn: &mut Conn, query: &Query, setting: &Setting) -> Result<BoardBriefData, ApiError> {
        let meeting = match query.meeting_id {
            Some(id) => Meeting::row_by_id(conn, id)?.map(Meeting::from_row),
            None => meetings::nearest(conn, bodies::BOARD, setting.day())?,
        };
        let meeting = meeting.ok_or_else(no_meeting)?;
        let body_code = meeting.content.body_code.clone();
        let held_on = meeting.content.held_on;
        let since = meetings::preceding(conn, &meeting)?.map(|before| before.content.held_on);
        let after = since.and_then(end_of_day_in_sweden);
        let until = end_of_day_in_sweden(held_on).ok_or_else(|| ApiError::internal("the end of a day"))?;
        let (changes, changed_records) = changes(conn, after, until)?;
        let taken = decisions::between(conn, &body_code, since, held_on)?;
        Ok(BoardBriefData {
            meeting_id: meeting.uuid(),
            body_name: bodies::name_of(conn, &body_code)?.unwrap_or_default(),
            body_code,
            held_on,
            since,
            changes,
            changed_records,
            decisions: taken.into_iter().map(decision).collect(),
            warnings: if held_on < setting.day() { None } else { Some(warnings(conn, after, setting)?) },
        })
    }

    fn heading(data: &BoardBriefData, lang: Lang) -> String {
        format!("{}, {} {}", Self::TITLE.get(lang), data.body_name.get(lang), data.held_on)
    }

    fn subtitle(data: &BoardBriefData, lang: Lang) -> String {
        let (count, named) = (data.changed_records, data.changes.len());
        let only = if named < count {
            match lang {
                Lang::Sv => format!(" De {named} senaste nämns."),
                Lang::En => format!(" The last {named} are named."),
            }
        } else {
            String::new()
        };
        let changed = match lang {
            Lang::Sv => number(count, "post har", "poster har"),
            Lang::En => number(count, "record was", "records were"),
        };
        match (data.since, lang) {
            (Some(since), Lang::Sv) => format!("{changed} ändrats sedan mötet {since}.{only}"),
            (Some(since), Lang::En) => format!("{changed} changed since the meeting of {since}.{only}"),
            (None, Lang::Sv) => format!("{changed} ändrats före organets första möte.{only}"),
            (None, Lang::En) => format!("{changed} changed before the body's first meeting.{only}"),
        }
    }

    fn tables(data: &BoardBriefData, lang: Lang) -> Vec<Table> {
        let warnings = data.warnings.as_deref().map(|warnings| warnings_table(warnings, lang));
        std::iter::once(decisions_table(data, lang)).chain(warnings).chain([changes_table(data, lang)]).collect()
    }
}

fn no_meeting() -> ApiError {
    ApiError::new(ErrorCode::NotFound, text("Mötet finns inte i /meetings.", "The meeting is not in /meetings."))
}

fn decision(record: Record<Decision>) -> BriefDecision {
    let id = record.uuid();
    let decision = record.content;
    BriefDecision {
        id,
        decided_on: decision.decided_on,
        section: decision.section,
        registry_number: decision.registry_number,
        title: decision.title,
        kind: decision.kind,
        outcome: decision.outcome,
    }
}

/// The registers whose changes a brief tells of: all but the users, who are the administrator's alone.
fn told() -> impl Iterator<Item = &'static dyn AnyRegister> {
    REGISTERS.iter().copied().filter(|register| register.kind() != User::TYPE)
}

/// The records changed, the last changed first, and how many in all.
fn changes(conn: &mut Conn, after: Option<Instant>, until: Instant) -> Result<(Vec<BriefChange>, usize), ApiError> {
    let kinds: Vec<&'static str> = told().map(AnyRegister::kind).collect();
    let limit = i64::try_from(MAX_CHANGES).unwrap_or(i64::MAX);
    let lines = journal::changes_between(conn, &kinds, after, until, limit)?;
    let mut by_record: BTreeMap<(&str, Uuid), Vec<&ChangeLine>> = BTreeMap::new();
    for line in &lines {
        by_record.entry((&line.resource_type, line.resource_id.uuid())).or_default().push(line);
    }
    let count = by_record.len();
    let mut records: Vec<((&str, Uuid), Vec<&ChangeLine>)> = by_record.into_iter().collect();
    records.sort_by_key(|(_, lines)| std::cmp::Reverse(lines.first().map(|line| line.seq)));
    records.truncate(MAX_RECORDS);
    let mut named = Vec::new();
    for register in told() {
        let own: Vec<&((&str, Uuid), Vec<&ChangeLine>)> =
            records.iter().filter(|((kind, _), _)| *kind == register.kind()).collect();
        let ids: Vec<Uuid> = own.iter().map(|((_, id), _)| *id).collect();
        if ids.is_empty() {
            continue;
        }
        let now: HashMap<Uuid, _> =
            register.summaries(conn, &ids)?.into_iter().map(|summary| (summary.id, summary)).collect();
        for ((_, id), lines) in own {
            let Some(last) = lines.first() else { continue };
            let (name, state) = match now.get(id) {
                Some(summary) => (summary.name.clone(), summary.state.clone()),
                None => (name_then(conn, register, last)?, None),
            };
            let change = BriefChange {
                kind: register.kind(),
                id: *id,
                name,
                state,
                actions: actions(lines),
                last_changed_at: last.at,
            };
            named.push((last.seq, change));
        }
    }
    named.sort_by_key(|(seq, _)| std::cmp::Reverse(*seq));
    Ok((named.into_iter().map(|(_, change)| change).collect(), count))
}

/// What a record that is there no more was called at a change of it, or before it was deleted.
fn name_then(conn: &mut Conn, register: &dyn AnyRegister, change: &ChangeLine) -> Result<String, ApiError> {
    let was_deleted = change.action == Action::Delete.code();
    let version = if was_deleted { change.version - 1 } else { change.version };
    let row = journal::version_of_record(conn, register.kind(), change.resource_id.uuid(), version)?;
    Ok(register.title_then(conn, &row)?.unwrap_or_default())
}

/// What was done to a record, each once, in the order in which it was first done.
fn actions(lines: &[&ChangeLine]) -> Vec<String> {
    let mut actions: Vec<String> = Vec::new();
    for line in lines.iter().rev() {
        if !actions.contains(&line.action) {
            actions.push(line.action.clone());
        }
    }
    actions
}

fn warnings(conn: &mut Conn, after: Option<Instant>, setting: &Setting) -> Result<Vec<BriefWarning>, ApiError> {
    let mut found = Vec::new();
    for register in told() {
        // A visit that is over stays as it was; all else is told of until it is mended.
        let since = if register.kind() == Visit::TYPE { after } else { None };
        let warned = register.warned(conn, since, setting.day())?;
        found.extend(warned.into_iter().map(|one| BriefWarning {
            kind: register.kind(),
            id: one.id,
            name: one.title,
            warnings: one.warnings.iter().map(|warning| WarningItem::of(warning, setting.lang)).collect(),
        }));
    }
    Ok(found)
}
