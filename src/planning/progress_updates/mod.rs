//! Progress updates: how an activity goes, dated and in words. They are the only way in which its status changes.
//! The unit that runs it writes them; the coordination unit does not write for it, but may return an update with a
//! comment.

use diesel::QueryResult;

use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{ApiError, Fault, FaultCode};
use crate::governance::units::Unit;
use crate::http::endpoint::Endpoint;
use crate::identity::caller::Caller;
use crate::journal::{Action, Cause, Tx};
use crate::planning::activities::{Activity, ActivityKept};
use crate::planning::progress::ProgressStatus;
use crate::register::{
    Door, Erased, Lifecycle, Names, Nothing, Operation, Record, Reference, Register, Transition, references, write,
};
use crate::text::text;

mod api;
mod dto;
mod store;

pub use dto::{ProgressUpdateFilter, ProgressUpdateIn, ProgressUpdateKept};
pub use store::{latest_of, returned};

/// The register of progress updates.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgressUpdate;

crate::code_list! {
    /// The states of a progress update.
    pub enum ProgressUpdateState "progress-update-states" ("Lägesrapportens tillstånd", "States of a progress update") {
        Submitted = "submitted" ("Lämnad", "Submitted"),
        Returned = "returned" ("Återlämnad", "Returned"),
    }
}

/// Submitted by the unit, and returned with a comment by the coordination unit.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: ProgressUpdateState::LIST,
    initial: "submitted",
    deletable: &[],
    transitions: &[
        Transition::new(&["submitted"], "returned", text("Återlämna", "Return")).through(Door::All).with_reason(),
        Transition::new(&["returned"], "submitted", text("Lämna igen", "Submit again")).through(Door::Editor),
    ],
};

impl Register for ProgressUpdate {
    const TYPE: &'static str = "progress_update";
    const PATH: &'static str = "progress-updates";
    const NAMES: Names = Names {
        schema: "ProgressUpdate",
        one: "progress update",
        many: "progress updates",
        title: text("Lägesrapporter", "Progress updates"),
    };
    const ABOUT: &'static str = "How an activity goes. The last one, by period and day, gives the activity its status (R-11). The unit that runs the activity writes it; the coordination unit may return it with a comment, and it then counts no more until it is submitted again (R-20).";
    const OPERATIONS: &'static [Operation] = &[
        Operation::List,
        Operation::Create,
        Operation::Read,
        Operation::Edit,
        Operation::History,
        Operation::Transition,
    ];
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);
    const OWN_RULE: Option<&'static str> = Some("R-20");

    type Content = ProgressUpdateIn;
    type Kept = ProgressUpdateKept;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = ProgressUpdateFilter;

    fn title(record: &Record<Self>) -> String {
        format!("{} {}", record.content.reported_on, record.content.period)
    }

    /// An update is known by its activity and its day.
    fn titles(conn: &mut Conn, records: &[Record<Self>]) -> QueryResult<Vec<String>> {
        references::named_after(
            conn,
            records,
            |record| record.content.activity_id,
            |name, record| format!("{name} {}", record.content.reported_on),
        )
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "activity",
                target: &Erased::<Activity>::NEW,
                ids: |record| references::pointers("/activityId", Some(record.content.activity_id)),
            },
            Reference {
                name: "unit",
                target: &Erased::<Unit>::NEW,
                ids: |record| references::pointers("/unitId", record.kept.unit_id),
            },
        ]
    }

    fn owner(record: &Record<Self>) -> Option<Id<Unit>> {
        record.kept.unit_id
    }

    fn prepare(tx: &mut Tx<'_>, record: &mut Record<Self>, _caller: &Caller) -> QueryResult<()> {
        record.kept.unit_id = store::unit_of(tx.conn()?, record.content.activity_id)?;
        Ok(())
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        let update = &record.content;
        if update.status.asks_for_measure() {
            for (pointer, text_given) in [("/deviation", &update.deviation), ("/measure", &update.measure)] {
                if text_given.is_none() {
                    let reason = text(
                        "krävs när läget är i riskzonen eller avviker",
                        "is asked for when the status is at risk or off track",
                    );
                    faults.push(Fault::rule(pointer, "R-11", reason));
                }
            }
        }
        if update.status == ProgressStatus::Achieved && update.percent_total != 100 {
            let reason = text("det som är uppnått är 100 procent", "what is achieved is 100 percent");
            faults.push(Fault::rule("/percentTotal", "R-11", reason));
        }
        if update.reported_on > crate::clock::date_in_sweden(record.meta.created_at) {
            let reason = text("ligger efter dagen då den lämnades", "is after the day on which it was submitted");
            faults.push(Fault::body("/reportedOn", FaultCode::Rule, reason));
        }
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        if before.is_some_and(|before| before.content.activity_id != after.content.activity_id) {
            let reason = text("en rapport behåller sin aktivitet", "an update keeps its activity");
            faults.push(Fault::rule("/activityId", "R-11", reason));
        }
        store::check_place(tx, before, after, faults)
    }

    /// The activity's status follows from its last update.
    fn effect(tx: &mut Tx<'_>, record: &Record<Self>, _action: Action) -> Result<(), ApiError> {
        let id = record.content.activity_id;
        let kept = store::latest(tx.conn()?, id)?;
        let mut activity = write::find::<Activity>(tx.conn()?, id)?;
        if activity.kept == kept {
            return Ok(());
        }
        activity.kept = kept;
        tx.caused_by(Cause { kind: Self::TYPE, id: record.uuid() }, |tx| {
            write::store_next(tx, &mut activity, Action::Update)
        })
    }
}

impl From<&Record<ProgressUpdate>> for ActivityKept {
    fn from(update: &Record<ProgressUpdate>) -> Self {
        let content = &update.content;
        Self {
            status: Some(content.status),
            percent_total: Some(content.percent_total),
            last_update_on: Some(content.reported_on),
            last_update_period: Some(content.period),
        }
    }
}

/// The endpoints of progress updates.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
