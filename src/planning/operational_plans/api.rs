//! The operations of operational plans: those that all registers share, and the matrix of a plan.

use actix_web::{HttpRequest, web};

use super::OperationalPlan;
use crate::app::App;
use crate::http::context::Ctx;
use crate::http::endpoint::Endpoint;
use crate::identity::caller::{Allowed, may};
use crate::register::api::{Answer, IdPath};
use crate::register::{self, Register, write};
use crate::reports::{self, Reports, matrix::Matrix};

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = register::endpoints::<OperationalPlan>();
    let op = reports::operation::<Matrix>(
        "get_operational_plan_matrix",
        OperationalPlan::PATH,
        "Read the matrix of a plan",
        &["year"],
    );
    endpoints.push(Endpoint::at("/operational-plans/{id}/matrix").get(op, get_matrix));
    endpoints
}

/// `GET /operational-plans/{id}/matrix`: the matrix of the plan's year.
async fn get_matrix(
    allowed: Allowed<Reports, may::Read>,
    ctx: Ctx,
    id: IdPath<OperationalPlan>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let as_of = reports::check::<Matrix>(&allowed.caller, &ctx)?;
    let db = app.at(&allowed.caller, as_of).await?;
    let plan = db.read(move |conn| write::find(conn, id.0)).await?;
    let fixed = format!("year={}", plan.content.year);
    reports::respond::<Matrix>(&allowed.caller, &ctx, &fixed, &app, &request).await
}
