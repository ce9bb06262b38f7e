//! The operations of roll-overs: those that all registers share, and the preview.

use actix_web::{HttpRequest, web};

use super::choose::{Offer, choose};
use super::material::Material;
use super::{Choice, PreviewItem, RollOver, RollOverPreview};
use crate::app::App;
use crate::error::ErrorCode;
use crate::http::answer;
use crate::http::context::Ctx;
use crate::http::endpoint::{Endpoint, Op};
use crate::http::query::Params;
use crate::identity::caller::{Allowed, may};
use crate::identity::me::SelfLink;
use crate::planning::operational_plans::OperationalPlan;
use crate::register::api::{Answer, IdPath};
use crate::register::{self, Register};

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = register::endpoints::<RollOver>();
    let op = Op::new(
        "preview_roll_over",
        RollOver::PATH,
        "Preview the roll-over of a plan",
        "What would become of each profile area, activity and indicator of the plan's year: carried on, closed or copied, with the reason and what else can be chosen. Nothing is written.",
    )
    .answers(200, "The preview.", "RollOverPreview")
    .conditional();
    endpoints.push(Endpoint::at("/operational-plans/{id}/roll-over").get(op, preview));
    endpoints
}

/// `GET /operational-plans/{id}/roll-over`
async fn preview(
    allowed: Allowed<RollOver, may::Read>,
    ctx: Ctx,
    id: IdPath<OperationalPlan>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let plan = id.0;
    let db = app.seen_by(&allowed.caller);
    let material = db.snapshot(move |conn| Ok(Material::read(conn, plan)?)).await?.ok_or(ErrorCode::NotFound)?;
    let (offers, _) = choose(&material, &[]);
    let of = |wanted: Choice| -> Vec<PreviewItem> {
        let chosen = offers.iter().filter(|offer| offer.choice == wanted);
        let item = |offer: &Offer| PreviewItem {
            kind: offer.kind,
            id: offer.id,
            title: offer.title.clone(),
            reason: offer.reason.get(ctx.lang).to_owned(),
            choices: offer.choices.to_vec(),
        };
        chosen.map(item).collect()
    };
    let preview = RollOverPreview {
        from_plan_id: plan,
        to_year: material.to_year(),
        to_plan_id: material.next.as_ref().map(|next| next.meta.id),
        carry: of(Choice::Carry),
        close: of(Choice::Close),
        copy: of(Choice::Copy),
        links: SelfLink::to(ctx.link(&format!("/operational-plans/{plan}/roll-over"))),
    };
    answer::by_content(&request, &preview)
}
