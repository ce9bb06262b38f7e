//! The operations of report snapshots: those that all registers share, and the text that was hashed.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};

use super::ReportSnapshot;
use crate::app::App;
use crate::http::answer;
use crate::http::context::Ctx;
use crate::http::endpoint::{Endpoint, Op};
use crate::http::query::Params;
use crate::identity::caller::{Allowed, may};
use crate::register::api::{Answer, IdPath};
use crate::register::{self, Register, write};

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = register::endpoints::<ReportSnapshot>();
    let op = Op::new(
        "get_report_snapshot_data",
        ReportSnapshot::PATH,
        "Read the data of a report snapshot",
        "The report as it was approved, byte for byte: `sha256sum` of the answer gives the snapshot's `sha256`.",
    )
    .answers(200, "The data.", "SnapshotData")
    .conditional();
    endpoints.push(Endpoint::at("/report-snapshots/{id}/data").get(op, get_data));
    endpoints
}

/// `GET /report-snapshots/{id}/data`
async fn get_data(
    allowed: Allowed<ReportSnapshot, may::Read>,
    ctx: Ctx,
    id: IdPath<ReportSnapshot>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let snapshot = app.seen_by(&allowed.caller).read(move |conn| write::find(conn, id.0)).await?;
    let tag = format!("\"{}\"", snapshot.content.sha256);
    Ok(answer::tagged(&request, StatusCode::OK, &tag, answer::JSON_UTF8, snapshot.content.data.into_bytes()))
}
