//! `GET /me/tasks`: what waits for the caller.

use actix_web::{HttpRequest, web};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Task, TaskKind, tasks};
use crate::app::App;
use crate::calendar::item::{ItemLinks, RecordRef};
use crate::http::answer;
use crate::http::context::{Context, Ctx};
use crate::http::endpoint::{Endpoint, Op};
use crate::http::query::Params;
use crate::identity::caller::{Allowed, may};
use crate::identity::me::{Me, SelfLink};
use crate::register::api::Answer;

/// Something to do.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Task)]
pub struct TaskOut {
    /// What kind of thing.
    #[schema(inline = false, example = "update_due")]
    pub kind: TaskKind,
    /// What it is called, in the language of the answer: plain text.
    #[schema(example = "Lämna en lägesrapport: Gemensam yrkesutbildning med Hedmark")]
    pub title: String,
    /// The day by which it should be done, if there is one; it may be past.
    #[schema(example = "2009-05-14")]
    pub due_on: Option<NaiveDate>,
    /// How many it stands for, when there are more than fifty of its kind.
    #[schema(minimum = 2, example = 12)]
    pub count: Option<usize>,
    /// The record that it is about, if it is about one.
    pub subject: Option<RecordRef>,
    /// Where to go: the record, or else a list.
    #[serde(rename = "_links")]
    pub links: ItemLinks,
}

/// How many tasks there are.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskMeta {
    /// All of them, those that one stands for too.
    #[schema(minimum = 0, example = 7)]
    pub total_records: usize,
}

/// What waits for a user.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TaskList {
    /// The tasks: by day, those without one last, kind and title; at most fifty of a kind.
    #[schema(max_items = 600)]
    pub items: Vec<TaskOut>,
    /// How many there are.
    #[serde(rename = "_meta")]
    pub meta: TaskMeta,
    /// Where this is.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

/// The endpoint.
pub(in crate::calendar) fn endpoints() -> Vec<Endpoint> {
    let about = "What waits for the caller, by roles and unit: own drafts, updates and reports that are due or were returned, what the coordination unit reviews and prepares, proposals to decide on, visits without a report. Roles add up; a reader has none. At most fifty of a kind: the fiftieth then stands for the rest, with their number and a link to their list.";
    let op = Op::new("list_my_tasks", "me", "What is there to do", about)
        .answers(200, "The tasks.", "TaskList")
        .conditional();
    vec![Endpoint::at("/me/tasks").get(op, get_tasks)]
}

async fn get_tasks(allowed: Allowed<Me, may::Read>, ctx: Ctx, app: web::Data<App>, request: HttpRequest) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let (db, caller, today) = (app.seen_by(&allowed.caller), allowed.caller, app.clock.today());
    let found = db.snapshot(move |conn| tasks(conn, &caller, today)).await?;
    let list = TaskList {
        meta: TaskMeta { total_records: found.iter().map(Task::weight).sum() },
        items: found.iter().map(|task| item(task, &ctx)).collect(),
        links: SelfLink::to(ctx.link("/me/tasks")),
    };
    answer::by_content(&request, &list)
}

/// A task in the language of the answer.
fn item(task: &Task, context: &Context) -> TaskOut {
    TaskOut {
        kind: task.kind,
        title: task.title.get(context.lang).to_owned(),
        due_on: task.due_on,
        count: task.count,
        subject: task.record.clone(),
        links: ItemLinks::new(task.record.as_ref(), task.list.as_deref(), context),
    }
}
