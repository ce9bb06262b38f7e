//! `GET /calendar`: the events of some days, as JSON or for a calendar program.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{Datelike as _, Days, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use super::events::{Event, EventKind, MOST, events};
use super::ical::{self, TEXT_CALENDAR};
use super::item::{ItemLinks, RecordRef};
use crate::app::App;
use crate::error::{ApiError, Fault, FaultCode};
use crate::http::context::{Context, Ctx};
use crate::http::endpoint::{Endpoint, JSON, Op};
use crate::http::query::{Any, FilterField as _, Params, Value, parameter};
use crate::http::{answer, negotiate};
use crate::identity::caller::{Allowed, Subject, may};
use crate::identity::me::SelfLink;
use crate::register::api::Answer;
use crate::register::rules::YEARS;
use crate::text::{Lang, text};

/// How far it reaches when nothing is said.
const REACH: Days = Days::new(365);
/// The most days from the first to the last.
const MOST_DAYS: i64 = 1_100;
/// What a calendar program calls it.
const NAME: &str = "Utblick";

/// The calendar, as a subject of the policy.
pub struct Calendar;

impl Subject for Calendar {
    const NAME: &'static str = "calendar";
}

/// What happens on a day.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CalendarEvent)]
pub struct EventOut {
    /// What kind of thing.
    #[schema(inline = false, example = "decision_needed")]
    pub kind: EventKind,
    /// The day.
    #[schema(example = "2026-06-11")]
    pub on: NaiveDate,
    /// What it is called, in the language of the answer: plain text.
    #[schema(example = "Beslut behövs: Samarbetsavtal med Innlandet fylkeskommune")]
    pub title: String,
    /// The record that it is about, if it is about one.
    pub subject: Option<RecordRef>,
    /// Where to go from it.
    #[serde(rename = "_links")]
    pub links: ItemLinks,
}

/// The events of some days.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Calendar)]
pub struct CalendarOut {
    /// The first day.
    #[schema(example = "2026-01-01")]
    pub from: NaiveDate,
    /// The last day.
    #[schema(example = "2027-01-01")]
    pub to: NaiveDate,
    /// The events, by day, kind and title.
    #[schema(max_items = 2000)]
    pub items: Vec<EventOut>,
    /// Where this is.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

/// What is asked of the calendar.
struct Asked {
    from: NaiveDate,
    to: NaiveDate,
    kinds: Vec<EventKind>,
    format: Option<&'static str>,
}

impl Asked {
    /// Reads the query.
    fn read(query: &str, today: NaiveDate) -> Result<Self, ApiError> {
        let mut params = Params::parse(query);
        let from = params.one::<NaiveDate>("from").unwrap_or(today);
        let given: Option<NaiveDate> = params.one("to");
        let reached = from.checked_add_days(REACH).filter(|day| YEARS.contains(&day.year()));
        let to = given.or(reached).unwrap_or(from);
        let kinds = params.all("kind");
        let format = params.one_of("format", &["json", "ics"]);
        let days = (to - from).num_days();
        if days < 0 {
            let reason = text("ska inte ligga före from, eller före i dag", "must not be before from, or before today");
            params.fault(Fault::query("to", FaultCode::WrongFormat, reason));
        } else if days > MOST_DAYS {
            let reason = text("ska ligga högst 1100 dagar efter from", "must be at most 1100 days after from");
            params.fault(Fault::query("to", FaultCode::WrongFormat, reason));
        }
        params.finish()?;
        Ok(Self { from, to, kinds, format })
    }
}

/// The endpoint.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let about = "What happens from one day to another in all registers: what is due, meets, ends or must be decided. As JSON, or with `format=ics` or `Accept: text/calendar` for a calendar program (RFC 5545). It holds at most 2,000 events: when there are more, a shorter time or fewer kinds must be asked for.";
    let day = || <NaiveDate as Value>::schema();
    let mut parameters = vec![
        parameter("from", "The first day; today, when nothing is said.", day()),
        parameter(
            "to",
            "The last day, at most 1100 days after the first; 365 days after it, when nothing is said.",
            day(),
        ),
    ];
    parameters.extend(Any::<EventKind>::document("kind", "What kind of thing."));
    let formats = "json or ics, before Accept; json when nothing is said.";
    parameters.push(parameter("format", formats, <String as Value>::schema()));
    let op = Op::new("get_calendar", Calendar::NAME, "Read the calendar", about)
        .query(parameters)
        .produces(&[JSON, TEXT_CALENDAR])
        .answers(200, "The events, by day, kind and title.", "Calendar")
        .conditional();
    vec![Endpoint::at("/calendar").get(op, get_calendar)]
}

async fn get_calendar(
    allowed: Allowed<Calendar, may::Read>,
    ctx: Ctx,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let today = app.clock.today();
    let asked = Asked::read(&ctx.query, today)?;
    let is_ics = match asked.format {
        Some(format) => format == "ics",
        None => negotiate::choose(&request, &[JSON, TEXT_CALENDAR])? == TEXT_CALENDAR,
    };
    let Asked { from, to, kinds, format: _ } = asked;
    let db = app.seen_by(&allowed.caller);
    let found = db.snapshot(move |conn| events(conn, from, to, &kinds, today)).await?;
    if found.len() > MOST {
        let reason = text(
            "fler än 2000 händelser: fråga efter en kortare tid eller färre slag (kind)",
            "more than 2000 events: ask for a shorter time or for fewer kinds (kind)",
        );
        return Err(ApiError::faults(vec![Fault::query("to", FaultCode::TooMany, reason)]));
    }
    if is_ics {
        let host = app.config.public_host();
        let body = ical::write(&found, NAME, ctx.lang, |event| format!("{}@{host}", event.key()));
        return Ok(send(&request, body, ctx.lang));
    }
    let items = found.iter().map(|event| item(event, &ctx)).collect();
    let query = if ctx.query.is_empty() { String::new() } else { format!("?{}", ctx.query) };
    let links = SelfLink::to(ctx.link(&format!("/calendar{query}")));
    answer::by_content(&request, &CalendarOut { from, to, items, links })
}

/// An event in the language of the answer.
fn item(event: &Event, context: &Context) -> EventOut {
    EventOut {
        kind: event.kind,
        on: event.on,
        title: event.title.get(context.lang).to_owned(),
        subject: event.record.clone(),
        links: ItemLinks::new(event.record.as_ref(), event.list.as_deref(), context),
    }
}

/// A calendar as it is sent.
pub(super) fn send(request: &HttpRequest, calendar: String, lang: Lang) -> HttpResponse {
    let body = calendar.into_bytes();
    let tag = format!("\"{}\"", answer::digest(&[&body]));
    let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
    let mut response = answer::tagged(request, StatusCode::OK, &tag, kind, body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.code()));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"utblick.ics\""));
    response
}
