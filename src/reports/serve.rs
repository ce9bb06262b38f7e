//! Reports over HTTP: what the document says of them, who may ask, and how they are sent.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};

use super::{AnyReport, Asked, Erased, Format, Rendered, Report, Reports, Setting, format};
use crate::app::App;
use crate::db::types::Instant;
use crate::error::ApiError;
use crate::http::context::{Context, Ctx};
use crate::http::endpoint::{Endpoint, Op, XLSX};
use crate::http::query::{AS_OF, Value, parameter};
use crate::http::{answer, negotiate, page};
use crate::identity::caller::{Allowed, Caller, may};
use crate::identity::policy::{Verb, permission};
use crate::register::api::Answer;
use crate::text::Lang;

/// The operation that answers with a report, which leaves out parameters that the address settles.
pub fn operation<R: Report>(id: &str, tag: &'static str, summary: &str, settled: &[&str]) -> Op {
    let rights: Vec<String> = R::HISTORY_OF.iter().map(|of| format!("`{}`", permission(of, Verb::History))).collect();
    let plural = if rights.len() == 1 { "" } else { "s" };
    let as_of = format!("{AS_OF} Needs the permission{plural} {}.", rights.join(" and "));
    let formats = format!("The format, before Accept: {}.", Format::words(R::FORMATS).join(", "));
    let mut parameters = R::document();
    parameters.retain(|parameter| !settled.contains(&parameter.name.as_str()));
    let mut op = Op::new(id, tag, summary, R::ABOUT)
        .query(parameters)
        .query(vec![parameter("format", &formats, <String as Value>::schema())])
        .answers(200, "The report.", R::SCHEMA)
        .produces(&Format::media_types(R::FORMATS))
        .conditional();
    for problem in R::PROBLEMS {
        op = op.problem(*problem);
    }
    if !R::TELLS_HISTORY {
        op = op.query(vec![parameter("asOf", &as_of, <String as Value>::schema())]);
    }
    op
}

/// The endpoint of a report.
pub(super) fn endpoint<R: Report>() -> Endpoint {
    let id = format!("get_{}_report", R::NAME.replace('-', "_"));
    let op = operation::<R>(&id, "reports", &format!("Report: {}", R::TITLE.en.to_lowercase()), &[]);
    let endpoint = Endpoint::at(format!("/reports/{}", R::NAME));
    if R::TELLS_HISTORY { endpoint.get(op, get_history_report::<R>) } else { endpoint.get(op, get_report::<R>) }
}

async fn get_report<R: Report>(
    allowed: Allowed<Reports, may::Read>,
    ctx: Ctx,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    respond::<R>(&allowed.caller, &ctx, "", &app, &request).await
}

async fn get_history_report<R: Report>(
    allowed: Allowed<Reports, may::History>,
    ctx: Ctx,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    respond::<R>(&allowed.caller, &ctx, "", &app, &request).await
}

/// Checks a query as [`respond`] would, before anything is looked up; gives back as of when that is asked.
///
/// # Errors
/// As [`AnyReport::ask`].
pub fn check<R: Report>(caller: &Caller, context: &Context) -> Result<Option<Instant>, ApiError> {
    Erased::<R>::NEW.ask(caller, &context.query).map(|asked| asked.as_of)
}

/// Answers with a report; `settled` are parameters that the address settles, and that the query may not give again.
///
/// # Errors
/// As [`AnyReport::ask`] and [`run`].
pub async fn respond<R: Report>(
    caller: &Caller,
    context: &Context,
    settled: &str,
    app: &App,
    request: &HttpRequest,
) -> Answer {
    let report: &'static dyn AnyReport = &Erased::<R>::NEW;
    let query = [settled, context.query.as_str()].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>();
    let asked = report.ask(caller, &query.join("&"))?;
    let format = match asked.format {
        Some(format) => format,
        None => {
            let chosen = negotiate::choose(request, &Format::media_types(R::FORMATS))?;
            R::FORMATS.iter().copied().find(|format| format.media_type() == chosen).unwrap_or_default()
        }
    };
    let rendered = run(app, caller, report, asked, format, context.lang, context.link("")).await?;
    Ok(send(request, R::NAME, rendered, context.lang))
}

/// Makes a report from the database as a caller sees it, or from an earlier one.
///
/// # Errors
/// When the database refuses.
pub async fn run(
    app: &App,
    caller: &Caller,
    report: &'static dyn AnyReport,
    asked: Asked,
    format: Format,
    lang: Lang,
    base: String,
) -> Result<Rendered, ApiError> {
    let setting = Setting { today: app.clock.today(), as_of: asked.as_of, lang, base };
    let db = app.at(caller, asked.as_of).await?;
    db.snapshot(move |conn| report.render(conn, &asked, format, &setting)).await
}

/// A report as it is sent; nothing in a page may load or run anything.
pub(super) fn send(request: &HttpRequest, name: &str, rendered: Rendered, lang: Lang) -> HttpResponse {
    let Rendered { format, body } = rendered;
    let tag = format!("\"{}\"", answer::digest(&[&body]));
    let content_type = match format {
        Format::Json => answer::JSON_UTF8,
        Format::Csv => HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
        Format::Html => page::HTML,
        Format::Xlsx => HeaderValue::from_static(XLSX),
        Format::Svg => HeaderValue::from_static(format::SVG),
    };
    let mut response = answer::tagged(request, StatusCode::OK, &tag, content_type, body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.code()));
    headers.insert(header::CONTENT_SECURITY_POLICY, page::CONTENT_SECURITY_POLICY);
    if matches!(format, Format::Csv | Format::Xlsx)
        && let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.{}\"", format.word()))
    {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
