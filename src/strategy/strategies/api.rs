//! The operations of strategies: those that all registers share, and the one in force.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use chrono::NaiveDate;

use super::{Strategy, in_force};
use crate::app::App;
use crate::error::{ApiError, ErrorCode};
use crate::http::answer;
use crate::http::context::Ctx;
use crate::http::endpoint::{Endpoint, Op};
use crate::http::query::{ItemQuery, Params, Value, parameter};
use crate::identity::caller::{Allowed, may};
use crate::register::api::{Answer, demand_view};
use crate::register::represent::{View, represent};
use crate::register::{self, Register, read};
use crate::text::Message;

/// The endpoints; the fixed address comes before those with an id.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let op = Op::new(
        "get_current_strategy",
        Strategy::PATH,
        "Read the strategy in force",
        "The one adopted strategy that was in force on a day (R-01); 404 when there was none.",
    )
    .query(vec![parameter("on", "The day; today, when nothing is said.", <NaiveDate as Value>::schema())])
    .query(ItemQuery::document::<Strategy>())
    .answers(200, "The strategy.", "Strategy")
    .problem(ErrorCode::NotFound)
    .conditional();
    let mut endpoints = vec![Endpoint::at("/strategies/current").get(op, get_current)];
    endpoints.extend(register::endpoints::<Strategy>());
    endpoints
}

/// The problem of a day without a strategy.
pub(crate) fn none_in_force(day: NaiveDate) -> ApiError {
    ApiError::new(
        ErrorCode::NotFound,
        Message::new(
            format!("Ingen strategi gäller den {day}. Ange en annan dag med on=."),
            format!("No strategy is in force on {day}. Ask for another day with on=."),
        ),
    )
}

/// `GET /strategies/current`
async fn get_current(
    allowed: Allowed<Strategy, may::Read>,
    ctx: Ctx,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let mut params = Params::parse(&ctx.query);
    let today = app.clock.today();
    let day = params.one("on").unwrap_or(today);
    let query = ItemQuery::read::<Strategy>(params)?;
    demand_view::<Strategy>(&allowed.caller, query.as_of, &query.expand)?;
    let expand = query.expand.clone();
    let db = app.at(&allowed.caller, query.as_of).await?;
    let (loaded, embedded) = db
        .snapshot(move |conn| {
            let record = in_force(conn, day)?.ok_or_else(|| none_in_force(day))?;
            let loaded = read::load(conn, record, today)?;
            let embedded = read::embedded(conn, &loaded, &expand)?;
            Ok((loaded, embedded))
        })
        .await?;
    let view = View { fields: query.fields.as_deref(), embedded: Some(&embedded), is_past: query.as_of.is_some() };
    let fields = represent(&loaded, &allowed.caller, &ctx, view)?;
    answer::record(&request, StatusCode::OK, loaded.record.meta.version, &fields)
}
