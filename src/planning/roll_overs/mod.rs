//! Roll-overs: how the plan of one year becomes that of the next. A preview says as data what would become of each item;
//! a roll-over does it in one transaction, with other choices where someone wants them, and can be undone as long as
//! nobody has changed what it wrote.

use diesel::QueryResult;
use uuid::Uuid;

use crate::db::Conn;
use crate::db::types::Id;
use crate::error::{ApiError, Fault};
use crate::http::endpoint::Endpoint;
use crate::identity::caller::Caller;
use crate::journal::{Action, Cause, Tx};
use crate::planning::indicator_values::IndicatorValue;
use crate::planning::operational_plans::{self, OperationalPlan};
use crate::register::{
    Erased, Lifecycle, Names, Nothing, Operation, Record, Reference, Register, Tells, Transition, references, undo,
};
use crate::text::text;

mod api;
mod apply;
mod choose;
mod dto;
mod material;
mod store;

pub use dto::{
    Choice, PreviewItem, RollOverChoice, RollOverFilter, RollOverIn, RollOverItem, RollOverKept, RollOverPreview,
    RollOverType,
};

/// The register of roll-overs.
#[derive(Clone, Debug, PartialEq)]
pub struct RollOver;

crate::code_list! {
    /// The states of a roll-over.
    pub enum RollOverState "roll-over-states" ("Överföringens tillstånd", "States of a roll-over") {
        Applied = "applied" ("Genomförd", "Applied"),
        Undone = "undone" ("Ångrad", "Undone"),
    }
}

/// Applied when it is recorded, and undone once.
pub const LIFECYCLE: Lifecycle = Lifecycle {
    list: RollOverState::LIST,
    initial: "applied",
    deletable: &[],
    transitions: &[Transition::new(&["applied"], "undone", text("Ångra", "Undo"))],
};

impl Register for RollOver {
    const TYPE: &'static str = "roll_over";
    const PATH: &'static str = "roll-overs";
    const NAMES: Names =
        Names { schema: "RollOver", one: "roll-over", many: "roll-overs", title: text("Överföringar", "Roll-overs") };
    const ABOUT: &'static str = "How the plan of a year became that of the next, in one transaction. Its preview is at /operational-plans/{id}/roll-over. It can be undone, by new writes, as long as every record has the version that it wrote.";
    const OPERATIONS: &'static [Operation] =
        &[Operation::List, Operation::Create, Operation::Read, Operation::History, Operation::Transition];
    const LIFECYCLE: Option<&'static Lifecycle> = Some(&LIFECYCLE);

    const TELLS: Option<Tells<Self>> = Some(Tells { of: told, by: BASELINES });

    type Content = RollOverIn;
    type Kept = RollOverKept;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = RollOverFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.from_plan_id.to_string()
    }

    /// A roll-over is known by the plan that it rolled over.
    fn titles(conn: &mut Conn, records: &[Record<Self>]) -> QueryResult<Vec<String>> {
        references::named_after(conn, records, |record| record.content.from_plan_id, |name, _| name.to_owned())
    }

    fn references() -> &'static [Reference<Self>] {
        &[Reference {
            name: "fromPlan",
            target: &Erased::<OperationalPlan>::NEW,
            ids: |record| references::pointers("/fromPlanId", Some(record.content.from_plan_id)),
        }]
    }

    fn prepare(tx: &mut Tx<'_>, record: &mut Record<Self>, _caller: &Caller) -> QueryResult<()> {
        if let Some(material) = material::Material::read(tx.conn()?, record.content.from_plan_id)? {
            let (items, _) = choose::choose(&material, &record.content.choices);
            record.kept = apply::plan(&material, items);
        }
        Ok(())
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let conn = tx.conn()?;
        // What was done is judged when it is done, and not again when it is undone: only, nothing closed is undone.
        if before.is_some() {
            for plan in [Some(after.content.from_plan_id), after.kept.to_plan_id].into_iter().flatten() {
                operational_plans::check_open(conn, plan, "/to", faults)?;
            }
            return Ok(());
        }
        // What is not there is named as a reference already.
        let Some(material) = material::Material::read(conn, after.content.from_plan_id)? else { return Ok(()) };
        material.check(faults);
        faults.extend(choose::choose(&material, &after.content.choices).1);
        store::check_once(conn, after, faults)
    }

    fn effect(tx: &mut Tx<'_>, record: &Record<Self>, action: Action) -> Result<(), ApiError> {
        let cause = Cause { kind: Self::TYPE, id: record.uuid() };
        tx.caused_by(cause.clone(), |tx| match action {
            Action::Create => apply::apply(tx, record),
            Action::Transition => undo::undo(tx, &cause, record.meta.created_at),
            _ => Ok(()),
        })
    }
}

/// By what the baseline of a carried indicator is known.
const BASELINES: &[&str] = &[IndicatorValue::TYPE];

/// What a roll-over tells of: it names what it carries on, drops and makes.
fn told(_conn: &mut Conn, record: &Record<RollOver>) -> QueryResult<Vec<Uuid>> {
    let RollOverKept { to_plan_id, items } = &record.kept;
    let plans = [Some(record.content.from_plan_id), *to_plan_id].into_iter().flatten().map(Id::uuid);
    Ok(plans.chain(items.iter().flat_map(|item| [Some(item.id), item.result_id]).flatten()).collect())
}

/// The endpoints of roll-overs.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
