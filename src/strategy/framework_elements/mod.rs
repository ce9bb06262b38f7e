//! The elements of the policy frameworks that strategy areas, activities, agreements and memberships link to, and those
//! links.

use diesel::QueryResult;

use crate::error::Fault;
use crate::http::endpoint::Endpoint;
use crate::journal::Tx;
use crate::register::rules::check_text;
use crate::register::{Erased, Names, Nothing, Operation, Record, Reference, Register, references};
use crate::strategy::policy_frameworks::PolicyFramework;
use crate::text::{Lang, text};

mod api;
mod dto;
mod links;
mod store;

pub use dto::{FrameworkElementFilter, FrameworkElementIn, FrameworkLink, LinkStrength};
pub use links::{as_written, check, lift_links, missing_link};
pub use store::{frameworks, of_frameworks};

/// The register of framework elements.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameworkElement;

impl Register for FrameworkElement {
    const TYPE: &'static str = "framework_element";
    const PATH: &'static str = "framework-elements";
    const NAMES: Names = Names {
        schema: "FrameworkElement",
        one: "framework element",
        many: "framework elements",
        title: text("Ramverkens delar", "Framework elements"),
    };
    const ABOUT: &'static str =
        "An element of a policy framework, such as an area of intervention. Links name it by its code (R-04, R-05).";
    const OPERATIONS: &'static [Operation] = Operation::KEPT;

    type Content = FrameworkElementIn;
    type Kept = Nothing;
    type Computed = Nothing;
    type Facts = Nothing;
    type Filter = FrameworkElementFilter;

    fn title(record: &Record<Self>) -> String {
        record.content.name.get(Lang::Sv).to_owned()
    }

    fn references() -> &'static [Reference<Self>] {
        &[
            Reference {
                name: "framework",
                target: &Erased::<PolicyFramework>::NEW,
                ids: |record| references::pointers("/frameworkId", Some(record.content.framework_id)),
            },
            Reference {
                name: "parent",
                target: &Erased::<Self>::NEW,
                ids: |record| references::pointers("/parentId", record.content.parent_id),
            },
        ]
    }

    fn check(record: &Record<Self>, faults: &mut Vec<Fault>) {
        check_text("/name", &record.content.name, faults);
    }

    fn check_stored(
        tx: &mut Tx<'_>,
        before: Option<&Record<Self>>,
        after: &Record<Self>,
        faults: &mut Vec<Fault>,
    ) -> QueryResult<()> {
        let conn = tx.conn()?;
        if before.is_some_and(|before| before.content.code != after.content.code) {
            let reason = text("ändras aldrig: kopplingar bär den", "never changes: links bear it");
            faults.push(Fault::rule("/code", "R-04", reason));
        }
        if before.is_none_or(|before| before.content.parent_id != after.content.parent_id) {
            store::check_cycle(conn, after, faults)?;
        }
        store::check_framework(conn, before, after, faults)?;
        store::check_code(conn, after, faults)
    }
}

/// The endpoints of framework elements.
pub fn endpoints() -> Vec<Endpoint> {
    api::endpoints()
}
