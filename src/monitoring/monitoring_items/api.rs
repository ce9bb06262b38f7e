//! The operations of monitoring items: those that all registers share, and the chain of an item.

use actix_web::{HttpRequest, web};

use super::MonitoringItem;
use super::chain::Material;
use crate::app::App;
use crate::error::ErrorCode;
use crate::http::answer;
use crate::http::context::Ctx;
use crate::http::endpoint::{Endpoint, Op};
use crate::http::query::Params;
use crate::identity::caller::{Allowed, may};
use crate::identity::me::SelfLink;
use crate::register::api::{Answer, IdPath};
use crate::register::{self, Register};

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = register::endpoints::<MonitoringItem>();
    let op = Op::new(
        "get_monitoring_item_chain",
        MonitoringItem::PATH,
        "Read what came of a monitoring item",
        "The item; the knowledge activities and influence cases that name it; the profiling actions that name those cases; and what the chain lacks. Days are counted from the day of publication, or else from the one on which the item was recorded.",
    )
    .answers(200, "The chain.", "MonitoringChain")
    .conditional();
    endpoints.push(Endpoint::at("/monitoring-items/{id}/chain").get(op, get_chain));
    endpoints
}

/// `GET /monitoring-items/{id}/chain`
async fn get_chain(
    allowed: Allowed<MonitoringItem, may::Read>,
    ctx: Ctx,
    id: IdPath<MonitoringItem>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let item = id.0;
    let db = app.seen_by(&allowed.caller);
    let material = db.snapshot(move |conn| Ok(Material::read(conn, item)?)).await?.ok_or(ErrorCode::NotFound)?;
    let links = SelfLink::to(ctx.link(&format!("/monitoring-items/{item}/chain")));
    answer::by_content(&request, &material.chain(ctx.lang, links))
}
