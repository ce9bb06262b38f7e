//! The operations of partners: those that all registers share, and merging.

use actix_web::{HttpRequest, web};

use super::Partner;
use super::merge::{self, MergeIn};
use crate::app::App;
use crate::error::ErrorCode;
use crate::http::body::{self, Body};
use crate::http::context::Ctx;
use crate::http::endpoint::{Endpoint, Op};
use crate::http::preconditions::IfMatch;
use crate::http::query::Params;
use crate::identity::caller::{Allowed, Caller, may};
use crate::journal::Tx;
use crate::register::api::{Answer, IdPath, Stored, stored};
use crate::register::{self, Register};

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = register::endpoints::<Partner>();
    let op = Op::new(
        "merge_partner",
        Partner::PATH,
        "Merge a partner with its duplicate",
        "Makes another partner part of this one, all or nothing: everything that refers to the duplicate, in whatever register, refers to this partner; this partner takes over its names (as aliases), external ids, documents, contacts, strategy areas (of one that both serve, its own contribution stays) and predecessors, and what of country, municipality, NUTS code, organisation number, foreign id, website and description it lacks itself. The duplicate ends and is put away, with `mergedIntoId`, and keeps its history. Partners of which one succeeds the other are not merged (R-31). What a record may not become, such as a membership beside another of the same time, is named, and nothing is changed.",
    )
    .guarded_by_version(true)
    .body("MergeIn")
    .once()
    .answers(200, "The partner that stays, as it is now.", Partner::NAMES.schema)
    .header("ETag", "The validator of this answer, for If-Match.")
    .problem(ErrorCode::StateConflict);
    endpoints.push(Endpoint::at("/partners/{id}/merge").post(op, merge_partner));
    endpoints
}

/// `POST /partners/{id}/merge`
async fn merge_partner(
    allowed: Allowed<Partner, may::Merge>,
    ctx: Ctx,
    id: IdPath<Partner>,
    body: Body,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let if_match = IfMatch::read(request.headers())?.required()?;
    let wanted: MergeIn = body::read(&app.schemas, "MergeIn", body.0)?;
    let schemas = app.schemas.clone();
    let merge = move |tx: &mut Tx<'_>, by: &Caller| {
        Ok((merge::merge(tx, by, &schemas, id.0, &if_match, wanted)?, Stored::Changed))
    };
    stored(&app, (&request, &ctx), &allowed.caller, Stored::Changed, merge).await
}
