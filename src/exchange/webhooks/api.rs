//! The operations of webhooks: those that all registers share, their secrets, and their deliveries.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use super::delivery::{self, Delivery, DeliveryState, WebhookDeliveryLinks, WebhookDeliveryOut};
use super::{Webhook, secrets};
use crate::app::App;
use crate::db::Conn;
use crate::db::types::{Id, Instant};
use crate::error::{ApiError, ErrorCode};
use crate::http::answer;
use crate::http::context::Ctx;
use crate::http::endpoint::{Endpoint, Op};
use crate::http::query::{Any, FilterField as _, Params, paging, read_paging, window};
use crate::identity::caller::{Allowed, may};
use crate::identity::me::SelfLink;
use crate::register::api::{Answer, IdPath};
use crate::register::represent::Page;
use crate::register::{Register as _, endpoints as shared, schema, write};
use crate::text::text;

/// A new secret of a webhook. It is told this once.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookSecret {
    /// What to verify signatures with (Standard Webhooks).
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    pub secret: String,
    /// Until when the secret before is valid too, unless there is another new one: both sign until then. Null when there was
    /// none.
    #[schema(value_type = Option<chrono::DateTime<chrono::Utc>>, example = "2009-03-03T09:15:00.000000Z")]
    pub previous_until: Option<Instant>,
    /// The webhook.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

/// What is answered here.
pub(super) fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    use crate::openapi::add;
    add::<WebhookSecret>(schemas);
    add::<WebhookDeliveryLinks>(schemas);
    add::<WebhookDeliveryOut>(schemas);
    let page = schema::page_of("WebhookDelivery", "A page of a webhook's deliveries, the newest first.");
    schemas.push(("WebhookDeliveryPage".into(), page.into()));
}

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    const TAG: &str = Webhook::PATH;
    let rotate = Op::new("create_webhook_secret", TAG, "Make a new secret of a webhook", "Makes the secret that the webhook signs with, and tells it this once. The secret before stays valid for 24 hours: both sign until then, or until there is another new one.")
        .answers(200, "The new secret.", "WebhookSecret");
    let test = Op::new(
        "create_webhook_test",
        TAG,
        "Send a test to a webhook",
        "Sends `webhook.test` without data, also while the webhook is paused. It needs a secret (409).",
    )
    .answers(201, "The delivery of the test.", "WebhookDelivery")
    .header("Location", "The address of the delivery.")
    .problem(ErrorCode::StateConflict);
    let mut parameters = paging();
    parameters.extend(Any::<DeliveryState>::document("state", "The state."));
    let list = Op::new(
        "list_webhook_deliveries",
        TAG,
        "List the deliveries of a webhook",
        "What was sent, the newest first, and what became of it. What is delivered or given up is kept for 30 days.",
    )
    .query(parameters)
    .answers(200, "A page of deliveries.", "WebhookDeliveryPage")
    .conditional();
    let read = Op::new("get_webhook_delivery", TAG, "Read a delivery", "What was sent, and what became of it.")
        .answers(200, "The delivery.", "WebhookDelivery")
        .conditional();
    let again = Op::new("redeliver_webhook", TAG, "Send a delivery again", "Sends what was delivered or given up again, under the same `webhook-id`, and tries for another three days. One that is pending stays as it is.")
        .answers(200, "The delivery.", "WebhookDelivery");
    let mut endpoints = shared::<Webhook>();
    endpoints.extend([
        Endpoint::at("/webhooks/{id}/secret-rotations").post(rotate, rotate_secret),
        Endpoint::at("/webhooks/{id}/tests").post(test, send_test),
        Endpoint::at("/webhooks/{id}/deliveries").get(list, list_deliveries),
        Endpoint::at("/webhook-deliveries/{id}").get(read, read_delivery),
        Endpoint::at("/webhook-deliveries/{id}/redeliveries").post(again, redeliver),
    ]);
    endpoints
}

async fn rotate_secret(
    allowed: Allowed<Webhook, may::Edit>,
    ctx: Ctx,
    id: IdPath<Webhook>,
    app: web::Data<App>,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let (id, now) = (id.0, app.clock.now());
    let rotated = app
        .db
        .passing(move |conn| {
            write::find_for::<Webhook>(conn, &allowed.caller, id)?;
            Ok(secrets::rotate(conn, id, now)?)
        })
        .await?;
    let links = SelfLink::to(ctx.link(&format!("/webhooks/{id}")));
    let secret = WebhookSecret { secret: rotated.secret, previous_until: rotated.previous_until, links };
    let mut response = answer::json(StatusCode::OK, &secret)?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

async fn send_test(allowed: Allowed<Webhook, may::Edit>, ctx: Ctx, id: IdPath<Webhook>, app: web::Data<App>) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let (id, now) = (id.0, app.clock.now());
    let test = app
        .db
        .passing(move |conn| {
            write::find_for::<Webhook>(conn, &allowed.caller, id)?;
            if secrets::valid(conn, id, now)?.is_empty() {
                let reason =
                    text("Webhooken har ingen hemlighet att signera med.", "The webhook has no secret to sign with.");
                return Err(ApiError::new(ErrorCode::StateConflict, reason));
            }
            Ok(delivery::enter_test(conn, id, now)?)
        })
        .await?;
    let test = WebhookDeliveryOut::of(test, &ctx);
    let location = HeaderValue::from_str(&test.links.this.href).map_err(ApiError::internal)?;
    let mut response = answer::json(StatusCode::CREATED, &test)?;
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}

async fn list_deliveries(
    allowed: Allowed<Webhook, may::Read>,
    ctx: Ctx,
    id: IdPath<Webhook>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let mut params = Params::parse(&ctx.query);
    let (page, limit) = read_paging(&mut params);
    let states: Vec<DeliveryState> = params.all("state");
    params.finish()?;
    let (id, window) = (id.0, window((page, limit)));
    let (rows, total) = app
        .seen_by(&allowed.caller)
        .snapshot(move |conn| {
            write::find::<Webhook>(conn, id)?;
            Ok(delivery::page(conn, id, &states, window)?)
        })
        .await?;
    let items = rows.into_iter().map(|row| WebhookDeliveryOut::of(row, &ctx)).collect();
    answer::by_content(&request, &Page::new(&ctx, items, total, page, limit))
}

/// A delivery of a webhook that is there.
fn sent(conn: &mut Conn, id: Id<Delivery>) -> Result<Delivery, ApiError> {
    let found = delivery::find(conn, id)?.ok_or(ErrorCode::NotFound)?;
    write::find(conn, found.webhook_id)?;
    Ok(found)
}

async fn read_delivery(
    allowed: Allowed<Webhook, may::Read>,
    ctx: Ctx,
    id: IdPath<Delivery>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let found = app.seen_by(&allowed.caller).read(move |conn| sent(conn, id.0)).await?;
    answer::by_content(&request, &WebhookDeliveryOut::of(found, &ctx))
}

async fn redeliver(
    allowed: Allowed<Webhook, may::Edit>,
    ctx: Ctx,
    id: IdPath<Delivery>,
    app: web::Data<App>,
) -> Result<HttpResponse, ApiError> {
    Params::parse(&ctx.query).finish()?;
    let now = app.clock.now();
    app.seen_by(&allowed.caller).read(move |conn| sent(conn, id.0)).await?;
    let found = app.db.passing(move |conn| delivery::again(conn, id.0, now)).await?;
    answer::json(StatusCode::OK, &WebhookDeliveryOut::of(found, &ctx))
}
