//! Tasks: what waits for a user, by the user's roles and unit. They are read off the registers each time; what is done is
//! gone from the list.

use chrono::NaiveDate;

use super::item::RecordRef;
use crate::db::Conn;
use crate::error::ApiError;
use crate::identity::caller::Caller;
use crate::identity::policy::Role;
use crate::register::{Record, Register};
use crate::text::{Message, sort_key};

mod api;
mod gates;
mod lists;
mod own;
mod staff;

pub(super) use api::endpoints;
pub use api::{TaskList, TaskMeta, TaskOut};

/// The most tasks of a kind.
const MOST: usize = 50;

crate::code_list! {
    /// What there is to do.
    pub enum TaskKind "task-kinds" ("Uppgifter", "Tasks") {
        DraftToComplete = "draft_to_complete" ("Utkast att göra klart", "Draft to complete"),
        UpdateDue = "update_due" ("Lägesrapport att lämna", "Progress update to submit"),
        UpdateReturned = "update_returned" ("Återlämnad lägesrapport", "Returned progress update"),
        ReportReturned = "report_returned" ("Återlämnad statusrapport", "Returned status report"),
        ReportDue = "report_due" ("Statusrapport att lämna", "Status report to submit"),
        StatementMissing = "statement_missing" ("Integreringsredovisning saknas", "Integration statement missing"),
        ReportToApprove = "report_to_approve" ("Statusrapport att granska", "Status report to review"),
        ReviewMissing = "review_missing" ("Nytta att bedöma", "Benefit to review"),
        NoticeDay = "notice_day" ("Beslut att bereda", "Decision to prepare"),
        AreaWithoutProfile = "area_without_profile" ("Profilområde saknas", "Profile area missing"),
        ProposalToDecide = "proposal_to_decide" ("Förslag att besluta om", "Proposal to decide on"),
        VisitWithoutReport = "visit_without_report" ("Rapport från besök saknas", "Report of a visit missing"),
    }
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What kind of thing.
    pub kind: TaskKind,
    /// What it is called: a line of plain text.
    pub title: Message,
    /// The day by which it should be done.
    pub due_on: Option<NaiveDate>,
    /// How many it stands for, if for several.
    pub count: Option<usize>,
    /// The record that it is about.
    pub record: Option<RecordRef>,
    /// The path of a list below the API's, where it is about no one record.
    pub list: Option<String>,
}

impl Task {
    /// A task about a record.
    fn about(kind: TaskKind, title: Message, record: RecordRef) -> Self {
        Self { kind, title, due_on: None, count: None, record: Some(record), list: None }
    }

    /// A task about a record at hand.
    fn with<R: Register>(kind: TaskKind, title: Message, record: &Record<R>) -> Self {
        Self::about(kind, title, RecordRef::to(record))
    }

    /// The same task, due on a day.
    fn due(self, on: NaiveDate) -> Self {
        Self { due_on: Some(on), ..self }
    }

    /// How many there are in it.
    pub fn weight(&self) -> usize {
        self.count.unwrap_or(1)
    }
}

/// For whom tasks are looked for, and when.
pub struct Search<'a> {
    /// The user.
    pub caller: &'a Caller,
    /// Today.
    pub today: NaiveDate,
}

/// The tasks of a user, by day, those without one last, kind and title; with a fixed number of queries, a hundred
/// proposals each. Of a kind there are at most fifty: the fiftieth then stands for the rest.
///
/// # Errors
/// When the database refuses.
pub fn tasks(conn: &mut Conn, caller: &Caller, today: NaiveDate) -> Result<Vec<Task>, ApiError> {
    let search = Search { caller, today };
    let has = |roles: &[Role]| roles.iter().any(|role| caller.roles().contains(role));
    let mut found = Vec::new();
    if has(&[Role::AreaUnit, Role::CoordinationUnit])
        && let Some(unit) = caller.unit_id
    {
        found.extend(own::tasks(conn, &search, unit)?);
    }
    if has(&[Role::CoordinationUnit]) {
        found.extend(staff::tasks(conn, &search)?);
    }
    if has(&[Role::Board, Role::Registrar]) {
        found.extend(gates::proposals(conn, &search)?);
    }
    if has(&[Role::WorkingCommittee]) {
        found.extend(gates::visits(conn, &search)?);
    }
    sort(&mut found);
    let mut kept = Vec::new();
    for kind in TaskKind::ALL {
        let of_kind = found.iter().filter(|task| task.kind == *kind).cloned().collect();
        kept.extend(cap(*kind, of_kind, &search));
    }
    sort(&mut kept);
    Ok(kept)
}

fn sort(tasks: &mut [Task]) {
    tasks.sort_by_cached_key(|task| {
        let is_rest = task.count.is_some();
        (task.due_on.is_none(), task.due_on, task.kind, is_rest, sort_key(&task.title.sv), task.record.clone())
    });
}

/// At most fifty of a kind; the rest is one task that leads to their list.
fn cap(kind: TaskKind, mut tasks: Vec<Task>, search: &Search<'_>) -> Vec<Task> {
    if tasks.len() <= MOST {
        return tasks;
    }
    let rest = tasks.len() - (MOST - 1);
    tasks.truncate(MOST - 1);
    let (label, list) = (kind.label(), lists::of(kind, search));
    let title = Message::new(format!("{}: {rest} till", label.sv), format!("{}: {rest} more", label.en));
    tasks.push(Task { kind, title, due_on: None, count: Some(rest), record: None, list: Some(list) });
    tasks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::caller::Caller;

    #[test]
    fn the_fiftieth_of_a_kind_stands_for_the_rest() {
        let caller = Caller::operator();
        let search = Search { caller: &caller, today: NaiveDate::default() };
        let tasks = |count: usize| {
            let task = |number| {
                let title = Message::new(format!("{number}"), format!("{number}"));
                Task { kind: TaskKind::UpdateDue, title, due_on: None, count: None, record: None, list: None }
            };
            cap(TaskKind::UpdateDue, (0..count).map(task).collect(), &search)
        };
        assert!(tasks(50).iter().all(|task| task.count.is_none()));
        let capped = tasks(51);
        assert_eq!((capped.len(), capped.iter().map(Task::weight).sum::<usize>()), (50, 51));
        let last = capped.last().unwrap();
        assert_eq!((last.count, last.title.en.as_str()), (Some(2), "Progress update to submit: 2 more"));
    }
}
