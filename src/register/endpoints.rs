//! The endpoints of a register, with everything the document says of them.

use super::api::{create, delete, edit, history, list, list_transitions, put, read_one, transition};
use super::{Operation, Register};
use crate::error::ErrorCode;
use crate::exchange::exports;
use crate::http::endpoint::{Endpoint, Op};
use crate::http::query::{ItemQuery, ListQuery, paging, parameter};

/// The endpoints of a register, with everything the document says of them.
pub fn endpoints<R: Register>() -> Vec<Endpoint> {
    let offers = |operation| R::OPERATIONS.contains(&operation);
    let names = R::NAMES;
    let (one, many, path, schema) = (names.one, names.many, R::PATH, names.schema);
    let id = |verb: &str, what: &str| format!("{verb}_{}", what.replace([' ', '-'], "_"));
    let tag = R::PATH;
    let an = if one.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };

    let mut list_endpoint = Endpoint::at(format!("/{path}"));
    if offers(Operation::List) {
        let op = Op::new(
            id("list", many),
            tag,
            format!("List {many}"),
            format!("A page of {many}, filtered, sorted and searched. {}", R::ABOUT),
        )
        .query(ListQuery::<R>::document())
        .answers(200, format!("A page of {many}."), &format!("{schema}Page"))
        .conditional();
        list_endpoint = list_endpoint.get(op, list::<R>);
    }
    if offers(Operation::Create) {
        let op = Op::new(
            id("create", one),
            tag,
            format!("Create {an} {one}"),
            format!(
                "Creates {an} {one}. Every fault and every broken rule is named at once, and nothing is created then."
            ),
        )
        .body(&format!("{schema}In"))
        .once()
        .answers(201, format!("The new {one}."), schema)
        .header("ETag", "The validator of this answer, for If-Match.")
        .header("Location", "The address of the new record.")
        .problem(ErrorCode::Duplicate);
        list_endpoint = list_endpoint.post(op, create::<R>);
    }

    let mut one_endpoint = Endpoint::at(format!("/{path}/{{id}}"));
    if offers(Operation::Read) {
        let op = Op::new(
            id("get", one),
            tag,
            format!("Read {an} {one}"),
            format!("One {one}, with links to what the caller may do with it now."),
        )
        .query(ItemQuery::document::<R>())
        .answers(200, format!("The {one}."), schema)
        .conditional();
        one_endpoint = one_endpoint.get(op, read_one::<R>);
    }
    if offers(Operation::Edit) {
        let op = Op::new(id("edit", one), tag, format!("Change {an} {one}"), "A merge patch (RFC 7396): what is absent stays, null empties. Read-only fields may be sent back unchanged. If nothing changes, the version stays.")
            .guarded_by_version(true)
            .patch(&format!("{schema}Patch"))
            .answers(200, format!("The {one} as it is now."), schema)
            .header("ETag", "The validator of this answer, for If-Match.")
            .problem(ErrorCode::Duplicate);
        one_endpoint = one_endpoint.patch(op, edit::<R>);
    }
    if offers(Operation::Delete) {
        let about = if R::LIFECYCLE.is_some() {
            "Deletes a record that has not left its first states and that nothing refers to. All others can be archived: PATCH {\"archived\": true}. Its history stays."
        } else {
            "Deletes a record that nothing refers to. Its history stays."
        };
        let op = Op::new(id("delete", one), tag, format!("Delete {an} {one}"), about)
            .guarded_by_version(true)
            .answers_nothing("Deleted.")
            .problem(ErrorCode::Referenced);
        one_endpoint = one_endpoint.delete(op, delete::<R>);
    }

    let mut external_endpoint = Endpoint::at(format!("/{path}/by-external-id/{{system}}/{{value}}"));
    if offers(Operation::Read) {
        let op = Op::new(
            id("get", &format!("{one}_by_external_id")),
            tag,
            format!("Read {an} {one} by an external id"),
            format!("The {one} that has an id in another system, as it is read by its own."),
        )
        .query(ItemQuery::document::<R>())
        .answers(200, format!("The {one}."), schema)
        .conditional();
        external_endpoint = external_endpoint.get(op, read_one::<R>);
    }
    if offers(Operation::Create) && offers(Operation::Edit) {
        let op = Op::new(
            id("put", &format!("{one}_by_external_id")),
            tag,
            format!("Create or replace {an} {one} by an external id"),
            format!("Creates the {one} that has an id in another system, or makes it what the body says: what is absent is emptied. The external id need not stand in the body; ids of other systems stay unless it lists them. The same request a second time changes nothing, and the version stays. Creating needs the permission to create, too."),
        )
        .guarded_by_version(false)
        .body(&format!("{schema}In"))
        .answers(200, format!("The {one} as it is now; 201 with Location when it was created."), schema)
        .header("ETag", "The validator of this answer, for If-Match.")
        .problem(ErrorCode::Duplicate);
        external_endpoint = external_endpoint.put(op, put::<R>);
    }

    let mut endpoints = vec![list_endpoint, exports::endpoint::<R>(), one_endpoint, external_endpoint];
    if offers(Operation::History) {
        let op = Op::new(id("get", &format!("{one}_history")), tag, format!("The history of {an} {one}"), "The journal of one record, newest first; also of one that was deleted. With `version=` one change and the stored fields after it.")
            .query(paging())
            .query(vec![parameter("version", "One version, with its snapshot.", <i32 as crate::http::query::Value>::schema())])
            .answers(200, "A page of changes; with `version=` one HistoryEntry.", "HistoryAnswer")
            .conditional();
        endpoints.push(Endpoint::at(format!("/{path}/{{id}}/history")).get(op, history::<R>));
    }
    if offers(Operation::Transition) {
        let ways = Op::new(
            id("list", &format!("{one}_transitions")),
            tag,
            format!("What {an} {one} can become"),
            "The ways out of the record's state: which are open to the caller now, and for the others what is missing.",
        )
        .answers(200, "The ways.", "TransitionList")
        .conditional();
        let go = Op::new(
            id("transition", one),
            tag,
            format!("Move {an} {one} to another state"),
            "States change here and nowhere else. `If-Match` is honoured when given.",
        )
        .guarded_by_version(false)
        .body("TransitionIn")
        .once()
        .answers(200, format!("The {one} in its new state."), schema)
        .header("ETag", "The validator of this answer, for If-Match.")
        .problem(ErrorCode::StateConflict);
        endpoints.push(
            Endpoint::at(format!("/{path}/{{id}}/transitions"))
                .get(ways, list_transitions::<R>)
                .post(go, transition::<R>),
        );
    }
    endpoints
}
