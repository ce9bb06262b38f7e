//! Links to reports: a browser's address bar has no token, so an address is made that opens one report once, for a
//! minute. The database keeps the hash of its secret, so that any instance can open it and none can tell it.

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

use super::serve::{run, send};
use super::{Format, Reports, find};
use crate::app::App;
use crate::db::schema::report_links;
use crate::db::types::{Id, Instant};
use crate::error::{ApiError, ErrorCode, Fault, FaultCode};
use crate::http::answer;
use crate::http::body::{self, Body};
use crate::http::context::{Context, Ctx};
use crate::http::endpoint::{Endpoint, Op};
use crate::http::query::Params;
use crate::identity::caller::{Allowed, Open, Subject, may};
use crate::identity::policy::{Grant, Verb};
use crate::identity::users::{User, find_caller};
use crate::journal::sha256;
use crate::register::api::Answer;
use crate::text::{Lang, Message};

/// How long an address lives.
const SECONDS: i64 = 60;

/// The links to reports, as a subject of the policy.
pub struct ReportLinks;

impl Subject for ReportLinks {
    const NAME: &'static str = "report-links";
}

/// The parameters of a report: a name and a value each.
#[expect(deprecated, reason = "DIGG's linter looks for `example` (DOK.15)")]
fn parameters_schema() -> RefOr<Schema> {
    let value = ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).max_length(Some(200));
    ObjectBuilder::new()
        .description(Some(
            "The report's query parameters, `format` and `lang` among them; HTML when no format is given.",
        ))
        .additional_properties(Some(Schema::from(value)))
        .max_properties(Some(50))
        .example(Some(serde_json::json!({"format": "html", "lang": "sv"})))
        .into()
}

/// What an address shall open.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReportLinkIn {
    /// The report: the last segment of its address.
    #[schema(min_length = 1, max_length = 60, example = "partners")]
    pub report: String,
    /// The report's query parameters, `format` and `lang` among them; HTML when no format is given.
    #[serde(default)]
    #[schema(required = false, schema_with = parameters_schema)]
    pub parameters: BTreeMap<String, String>,
}

/// An address that opens a report once.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportLink {
    /// The address. It needs no token, and opens the report with its maker's rights.
    #[schema(
        format = "uri",
        example = "https://utblick.example.se/international-strategy/v1/report-links/5Jb0yN3r0Zk4mX8wq2ZVtA"
    )]
    pub href: String,
    /// When it ends, used or not.
    #[schema(value_type = chrono::DateTime<chrono::Utc>, example = "2009-03-02T09:16:00.000000Z")]
    pub expires_at: Instant,
}

/// The schemas of links.
pub(super) fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    schemas.push(("ReportLinkIn".into(), ReportLinkIn::schema()));
    schemas.push(("ReportLink".into(), ReportLink::schema()));
}

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/report-links").post(
            Op::new("create_report_link", "reports", "Make a link to a report", "Makes an address that opens one report once, within 60 seconds, without a token: for a browser's address bar.")
                .body("ReportLinkIn")
                .answers(201, "The address.", "ReportLink")
                .header("Location", "The address."),
            create_report_link,
        ),
        Endpoint::at("/report-links/{secret}").get(
            Op::new("open_report_link", "reports", "Open a link to a report", "Opens the report. The address is spent by it; HEAD does not spend it. The secret is in the address, so no token is needed.")
                .produces(&Format::media_types(Format::ALL))
                .answers(200, "The report, in the format that the link asks for.", "AnyReport"),
            open_report_link,
        ),
    ]
}

async fn create_report_link(
    allowed: Allowed<ReportLinks, may::Create>,
    ctx: Ctx,
    body: Body,
    app: web::Data<App>,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let wanted: ReportLinkIn = body::read(&app.schemas, "ReportLinkIn", body.0)?;
    let Some(report) = find(&wanted.report) else {
        let names = super::REPORTS.iter().map(|report| report.name()).collect::<Vec<_>>().join(", ");
        let reason = Message::new(format!("förväntade något av {names}"), format!("expected one of {names}"));
        return Err(ApiError::faults(vec![Fault::body("/report", FaultCode::UnknownCode, reason)]));
    };
    let query = serde_urlencoded::to_string(&wanted.parameters).map_err(ApiError::internal)?;
    report.ask(&allowed.caller, &query).map_err(as_body_faults)?;
    let secret = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 24]>());
    let expires_at = Instant(app.clock.now().0 + TimeDelta::seconds(SECONDS));
    let (hash, name, user, now) =
        (sha256(&[secret.as_bytes()]), report.name(), allowed.caller.user()?, app.clock.now());
    app.db
        .passing(move |conn| {
            diesel::delete(report_links::table.filter(report_links::expires_at.le(now))).execute(conn)?;
            diesel::insert_into(report_links::table)
                .values((
                    report_links::secret_hash.eq(&hash),
                    report_links::user_id.eq(user),
                    report_links::report.eq(name),
                    report_links::query.eq(&query),
                    report_links::expires_at.eq(expires_at),
                ))
                .execute(conn)?;
            Ok(())
        })
        .await?;
    let href = ctx.link(&format!("/report-links/{secret}"));
    let mut response = answer::json(StatusCode::CREATED, &ReportLink { href: href.clone(), expires_at })?;
    let location = HeaderValue::from_str(&href).map_err(ApiError::internal)?;
    response.headers_mut().insert(actix_web::http::header::LOCATION, location);
    Ok(response)
}

/// Faults of the report's query are, here, faults of the body.
fn as_body_faults(mut error: ApiError) -> ApiError {
    for fault in &mut error.0.faults {
        fault.place = crate::error::Place::Body;
        fault.pointer = format!("/parameters/{}", body::escape(&fault.pointer));
    }
    error
}

async fn open_report_link(
    _open: Open,
    ctx: Ctx,
    secret: web::Path<String>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let (hash, now) = (sha256(&[secret.as_bytes()]), app.clock.now());
    if request.method() == actix_web::http::Method::HEAD {
        let there = report_links::table.find(hash).filter(report_links::expires_at.gt(now)).count();
        let there: i64 = app.db.read(move |conn| Ok(there.clone().get_result(conn)?)).await?;
        return if there == 0 { Err(ErrorCode::NotFound.into()) } else { Ok(HttpResponse::Ok().finish()) };
    }
    let spent: Option<(Id<User>, String, String)> = app
        .db
        .passing(move |conn| {
            let spent = diesel::delete(report_links::table.find(&hash).filter(report_links::expires_at.gt(now)))
                .returning((report_links::user_id, report_links::report, report_links::query))
                .get_result(conn)
                .optional()?;
            Ok(spent)
        })
        .await?;
    let (user, name, query) = spent.ok_or(ErrorCode::NotFound)?;
    let maker = app.db.read(move |conn| Ok(find_caller(conn, user)?)).await?.ok_or(ErrorCode::NotFound)?;
    if maker.grant(Reports::NAME, Verb::Read) == Grant::No {
        return Err(ErrorCode::NotFound.into());
    }
    let report = find(&name).ok_or(ErrorCode::NotFound)?;
    // The query was in order when the link was made; the maker's rights may have changed since.
    let asked = report.ask(&maker, &query).map_err(|_| ApiError::from(ErrorCode::NotFound))?;
    let format = asked.format.unwrap_or(Format::Html);
    let lang = link_lang(&query, &ctx);
    let rendered = run(&app, &maker, report, asked, format, lang, ctx.link("")).await?;
    Ok(send(&request, report.name(), rendered, lang))
}

/// The language that the link asks for, or else the browser's.
fn link_lang(query: &str, context: &Context) -> Lang {
    Lang::of_query(query).unwrap_or(context.lang)
}
