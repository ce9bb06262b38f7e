//! Reports: read-only views over several records. One definition gives JSON, HTML, CSV, a workbook and, where it tells a
//! course over years, a chart; by the API, by a single-use address, and on the command line.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use maud::Markup;
use serde::Serialize;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::{OneOfBuilder, Schema};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::app::App;
use crate::clock::in_sweden;
use crate::db::Conn;
use crate::db::types::Instant;
use crate::error::{ApiError, ErrorCode};
use crate::http::context::{Context, Ctx};
use crate::http::endpoint::{Endpoint, Op};
use crate::http::query::{AS_OF, Params, Value, day_of, parameter};
use crate::http::{answer, negotiate, page};
use crate::identity::caller::{Allowed, Caller, Subject, may};
use crate::identity::policy::{Verb, permission};
use crate::register::Scope;
use crate::register::api::Answer;
use crate::text::{Lang, Text};

pub mod agreements;
pub mod board_agenda;
pub mod board_brief;
mod board_brief_tables;
pub mod calls;
mod chart;
pub mod competence;
pub mod costs;
pub mod coverage;
pub mod cross_sections;
mod csv;
pub mod delimitations;
mod drawing;
pub mod eu_impact;
pub mod follow_up;
mod format;
mod html;
pub mod influence;
pub mod integration;
pub mod leverage;
pub mod links;
pub mod matrix;
pub mod memberships;
pub mod mobilisation;
pub mod monitoring_chain;
pub mod partners;
pub mod profile_areas;
pub mod strategy;
mod sums;
mod table;
pub mod unattended;
pub mod visits;
mod wording;
mod xlsx;
mod years;

pub use chart::{Chart, Series};
pub use format::Format;
pub use table::{Cell, Table};

/// The reports, as a subject of the policy.
pub struct Reports;

impl Subject for Reports {
    const NAME: &'static str = "reports";
}

/// What a report is made from beside its parameters.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Today.
    pub today: NaiveDate,
    /// The instant of which it tells, if not now.
    pub as_of: Option<Instant>,
    /// The language.
    pub lang: Lang,
    /// The address of the API, for links.
    pub base: String,
}

impl Setting {
    /// What was today as of the instant that it tells of.
    pub fn day(&self) -> NaiveDate {
        day_of(self.as_of, self.today)
    }
}

/// A report: what it asks, what it answers, and how that looks as tables.
pub trait Report: 'static {
    /// The segment of the address.
    const NAME: &'static str;
    /// The name of its answer's schema.
    const SCHEMA: &'static str;
    /// Its title.
    const TITLE: Text;
    /// What it tells.
    const ABOUT: &'static str;
    /// The subjects whose history `asOf=` shows: who asks for it needs the right to it.
    const HISTORY_OF: &'static [&'static str];
    /// Whether it tells of changes: only those with the right to the history of reports ask for it, and never as of an
    /// earlier instant, as an earlier register has no journal.
    const TELLS_HISTORY: bool = false;
    /// Its formats.
    const FORMATS: &'static [Format] = Format::ALL;
    /// The problems that it may answer with beside those of every report.
    const PROBLEMS: &'static [ErrorCode] = &[];
    /// How its sheets lie when it is printed.
    const SHEET: page::Sheet = page::Sheet::Portrait;
    /// Its parameters.
    type Query: Clone + Send;
    /// Its answer.
    type Data: Serialize + ToSchema + Send;

    /// Reads its parameters.
    fn read(params: &mut Params) -> Self::Query;
    /// Its parameters in the document.
    fn document() -> Vec<Parameter>;
    /// Puts it together.
    ///
    /// # Errors
    /// When the database refuses.
    fn build(conn: &mut Conn, scope: &Scope, query: &Self::Query, setting: &Setting) -> Result<Self::Data, ApiError>;
    /// What heads its page.
    fn heading(_data: &Self::Data, lang: Lang) -> String {
        Self::TITLE.get(lang).to_owned()
    }
    /// A line under the heading, such as the day it tells of.
    fn subtitle(data: &Self::Data, lang: Lang) -> String;
    /// Its tables.
    fn tables(data: &Self::Data, lang: Lang) -> Vec<Table>;
    /// Its charts, if it tells a course over years; then [`Report::FORMATS`] has the picture.
    fn charts(_data: &Self::Data, _lang: Lang) -> Vec<Chart> {
        Vec::new()
    }
    /// Its page, between its charts and the foot: its tables, unless it has more to show.
    fn page(data: &Self::Data, lang: Lang) -> Markup {
        html::tables(&Self::tables(data, lang), lang)
    }
}

/// A report in a format.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The format.
    pub format: Format,
    /// The text.
    pub body: Vec<u8>,
}

/// What was asked of a report.
#[derive(Clone, Debug)]
pub struct Asked {
    format: Option<Format>,
    as_of: Option<Instant>,
    query: String,
}

/// A report without its type.
pub trait AnyReport: Sync {
    /// The segment of the address.
    fn name(&self) -> &'static str;
    /// What it tells.
    fn about(&self) -> &'static str;
    /// Checks a query string and the caller's right to what it asks for: without this nothing is made.
    ///
    /// # Errors
    /// Every fault of the query; `forbidden`, naming the permission.
    fn ask(&self, caller: &Caller, query: &str) -> Result<Asked, ApiError>;
    /// Makes the report.
    ///
    /// # Errors
    /// `not_acceptable` when it has no such format; when the database refuses.
    fn render(&self, conn: &mut Conn, asked: &Asked, format: Format, setting: &Setting) -> Result<Rendered, ApiError>;
}

/// The report `R` as an [`AnyReport`].
struct Erased<R>(std::marker::PhantomData<fn() -> R>);

impl<R> Erased<R> {
    const NEW: Self = Self(std::marker::PhantomData);
}

impl<R: Report> AnyReport for Erased<R> {
    fn name(&self) -> &'static str {
        R::NAME
    }

    fn about(&self) -> &'static str {
        R::ABOUT
    }

    fn ask(&self, caller: &Caller, query: &str) -> Result<Asked, ApiError> {
        let mut params = Params::parse(query);
        let format = params.one_of("format", &Format::words(R::FORMATS));
        let format = R::FORMATS.iter().copied().find(|one| Some(one.word()) == format);
        let as_of = if R::TELLS_HISTORY { None } else { params.as_of() };
        R::read(&mut params);
        params.finish()?;
        if R::TELLS_HISTORY {
            caller.demand(Reports::NAME, Verb::History, None)?;
        }
        let past = if as_of.is_some() { R::HISTORY_OF } else { &[] };
        past.iter().try_for_each(|subject| caller.demand(subject, Verb::History, None))?;
        Ok(Asked { format, as_of, query: query.to_owned() })
    }

    fn render(&self, conn: &mut Conn, asked: &Asked, format: Format, setting: &Setting) -> Result<Rendered, ApiError> {
        let lang = setting.lang;
        if !R::FORMATS.contains(&format) {
            return Err(ErrorCode::NotAcceptable.into());
        }
        let query = R::read(&mut Params::parse(&asked.query));
        let data = R::build(conn, &Scope, &query, setting)?;
        let body = match format {
            Format::Json => serde_json::to_vec(&data).map_err(ApiError::internal)?,
            Format::Csv => csv::write(&R::tables(&data, lang), lang)?,
            Format::Xlsx => xlsx::write(&R::tables(&data, lang), setting.today)?,
            Format::Svg => chart::picture(R::charts(&data, lang), lang)?.into_bytes(),
            Format::Html => {
                let (heading, subtitle) = (R::heading(&data, lang), R::subtitle(&data, lang));
                let charts = chart::figures(R::charts(&data, lang), lang)?;
                let content = maud::html! { (charts) (R::page(&data, lang)) };
                html::page(&heading, &subtitle, &content, &made(setting), lang, R::SHEET).into_bytes()
            }
        };
        Ok(Rendered { format, body })
    }
}

/// When a report was made, and from which register: what is printed must tell it.
fn made(Setting { today, as_of, lang, .. }: &Setting) -> String {
    match (as_of.map(in_sweden), lang) {
        (None, Lang::Sv) => format!("Framtagen {today}."),
        (None, Lang::En) => format!("Made on {today}."),
        (Some(at), Lang::Sv) => format!("Framtagen {today} ur registret som det var {at}."),
        (Some(at), Lang::En) => format!("Made on {today} from the register as it was at {at}."),
    }
}

/// Every report: its name everywhere, its schemas and its endpoint.
macro_rules! reports {
    ($($report:ty),* $(,)?) => {
        /// Every report.
        pub const REPORTS: &[&dyn AnyReport] = &[$(&Erased::<$report>::NEW),*];

        /// The schemas of all reports.
        pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
            let mut any = OneOfBuilder::new().description(Some("A report, as JSON."));
            $(
                any = any.item(Ref::from_schema_name(<$report>::SCHEMA));
                schemas.push((<$report>::SCHEMA.into(), <$report as Report>::Data::schema()));
                <$report as Report>::Data::schemas(schemas);
            )*
            schemas.push(("AnyReport".into(), Schema::OneOf(any.build()).into()));
            links::schemas(schemas);
        }

        /// The endpoints of all reports and of the links to them.
        pub fn endpoints() -> Vec<Endpoint> {
            let mut endpoints = vec![$(endpoint::<$report>()),*];
            endpoints.extend(links::endpoints());
            endpoints
        }
    };
}

reports! {
    matrix::Matrix,
    follow_up::FollowUp,
    strategy::Strategy,
    board_agenda::BoardAgenda,
    board_brief::BoardBrief,
    agreements::Agreements,
    memberships::Memberships,
    visits::Visits,
    partners::Partners,
    coverage::Coverage,
    profile_areas::ProfileAreas,
    integration::Integration,
    unattended::Unattended,
    costs::Costs,
    leverage::LeverageReport,
    mobilisation::Mobilisation,
    calls::Calls,
    delimitations::Delimitations,
    cross_sections::CrossSections,
    monitoring_chain::MonitoringChainReport,
    competence::Competence,
    influence::Influence,
    eu_impact::EuImpactReport,
}

/// The report of a name.
pub fn find(name: &str) -> Option<&'static dyn AnyReport> {
    REPORTS.iter().copied().find(|report| report.name() == name)
}

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
fn endpoint<R: Report>() -> Endpoint {
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
    let rendered = run(app, report, asked, format, context.lang, context.link("")).await?;
    Ok(send(request, R::NAME, rendered, context.lang))
}

/// Makes a report from the database, or from an earlier one.
///
/// # Errors
/// When the database refuses.
pub async fn run(
    app: &App,
    report: &'static dyn AnyReport,
    asked: Asked,
    format: Format,
    lang: Lang,
    base: String,
) -> Result<Rendered, ApiError> {
    let setting = Setting { today: app.clock.today(), as_of: asked.as_of, lang, base };
    let db = app.at(asked.as_of).await?;
    db.snapshot(move |conn| report.render(conn, &asked, format, &setting)).await
}

/// A report as it is sent; nothing in a page may load or run anything.
fn send(request: &HttpRequest, name: &str, rendered: Rendered, lang: Lang) -> HttpResponse {
    let Rendered { format, body } = rendered;
    let tag = format!("\"{}\"", answer::digest(&[&body]));
    let content_type = match format {
        Format::Json => answer::JSON_UTF8,
        Format::Csv => HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
        Format::Html => page::HTML,
        Format::Xlsx => HeaderValue::from_static(format::XLSX),
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
