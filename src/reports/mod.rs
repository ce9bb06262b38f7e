//! Reports: read-only views over several records. One definition gives JSON, CSV and HTML, by the API, by a single-use
//! address, and on the command line.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use crate::app::App;
use crate::clock::in_sweden;
use crate::db::Conn;
use crate::db::types::Instant;
use crate::error::ApiError;
use crate::http::context::Ctx;
use crate::http::endpoint::{Endpoint, JSON, Op};
use crate::http::query::{AS_OF, Params, Value, parameter};
use crate::http::{answer, negotiate, page};
use crate::identity::caller::{Allowed, Caller, Subject, may};
use crate::identity::policy::{Verb, permission};
use crate::register::Scope;
use crate::register::api::Answer;
use crate::text::{Lang, Text};

mod csv;
mod html;
pub mod links;
pub mod partners;

/// The reports, as a subject of the policy.
pub struct Reports;

impl Subject for Reports {
    const NAME: &'static str = "reports";
}

/// The format of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// JSON: everything.
    #[default]
    Json,
    /// CSV (RFC 4180): the tables one after the other, safe to open in a spreadsheet.
    Csv,
    /// HTML: to read and to print.
    Html,
}

impl Format {
    const WORDS: [&'static str; 3] = ["json", "csv", "html"];
    const MEDIA_TYPES: [&'static str; 3] = [JSON, "text/csv", "text/html"];

    fn of_word(word: &str) -> Option<Self> {
        [Self::Json, Self::Csv, Self::Html]
            .into_iter()
            .zip(Self::WORDS)
            .find(|(_, one)| *one == word)
            .map(|(format, _)| format)
    }

    fn of_media_type(media_type: &str) -> Self {
        let all = [Self::Json, Self::Csv, Self::Html].into_iter().zip(Self::MEDIA_TYPES);
        all.into_iter().find(|(_, one)| *one == media_type).map(|(format, _)| format).unwrap_or_default()
    }
}

/// A table of a report.
#[derive(Clone, Debug)]
pub struct Table {
    /// What it shows.
    pub title: Text,
    /// Its columns; the first heads the rows.
    pub columns: Vec<Text>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// The sums of the columns after the first, if they make sense: in HTML alone.
    pub sums: Option<Vec<i64>>,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Words.
    Words(String),
    /// A number.
    Number(i64),
}

/// What a report is made from beside its parameters.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Today.
    pub today: NaiveDate,
    /// The language.
    pub lang: Lang,
}

/// A report: what it asks, what it answers, and how that looks as tables.
pub trait Report: 'static {
    /// The segment of the address.
    const NAME: &'static str;
    /// Its title.
    const TITLE: Text;
    /// What it tells.
    const ABOUT: &'static str;
    /// The subjects whose history `asOf=` shows: who asks for it needs the right to it.
    const HISTORY_OF: &'static [&'static str];
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
    fn build(conn: &mut Conn, scope: &Scope, query: &Self::Query, setting: Setting) -> Result<Self::Data, ApiError>;
    /// A line under the title, such as the day it tells of.
    fn subtitle(data: &Self::Data, lang: Lang) -> String;
    /// Its tables.
    fn tables(data: &Self::Data) -> Vec<Table>;
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
    /// When the database refuses.
    fn render(&self, conn: &mut Conn, asked: &Asked, format: Format, setting: Setting) -> Result<Rendered, ApiError>;
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
        let format = params.one_of("format", &Format::WORDS).and_then(Format::of_word);
        let as_of = params.as_of();
        R::read(&mut params);
        params.finish()?;
        let past = if as_of.is_some() { R::HISTORY_OF } else { &[] };
        past.iter().try_for_each(|subject| caller.demand(subject, Verb::History, None))?;
        Ok(Asked { format, as_of, query: query.to_owned() })
    }

    fn render(&self, conn: &mut Conn, asked: &Asked, format: Format, setting: Setting) -> Result<Rendered, ApiError> {
        let lang = setting.lang;
        let query = R::read(&mut Params::parse(&asked.query));
        let data = R::build(conn, &Scope, &query, setting)?;
        let body = match format {
            Format::Json => serde_json::to_vec(&data).map_err(ApiError::internal)?,
            Format::Csv => csv::write(&R::tables(&data), lang)?,
            Format::Html => {
                let (subtitle, tables, made) = (R::subtitle(&data, lang), R::tables(&data), made(asked, setting));
                html::page(R::TITLE, &subtitle, &tables, &made, lang).into_bytes()
            }
        };
        Ok(Rendered { format, body })
    }
}

/// When a report was made, and from which register: what is printed must tell it.
fn made(asked: &Asked, Setting { today, lang }: Setting) -> String {
    match (asked.as_of.map(in_sweden), lang) {
        (None, Lang::Sv) => format!("Framtagen {today}."),
        (None, Lang::En) => format!("Made on {today}."),
        (Some(at), Lang::Sv) => format!("Framtagen {today} ur registret som det var {at}."),
        (Some(at), Lang::En) => format!("Made on {today} from the register as it was at {at}."),
    }
}

/// Every report.
pub const REPORTS: &[&dyn AnyReport] = &[&Erased::<partners::Partners>::NEW];

/// The report of a name.
pub fn find(name: &str) -> Option<&'static dyn AnyReport> {
    REPORTS.iter().copied().find(|report| report.name() == name)
}

/// The schemas of all reports.
pub fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    partners::PartnersData::schemas(schemas);
    schemas.push(("PartnersReport".into(), partners::PartnersData::schema()));
    links::schemas(schemas);
}

/// The endpoints of all reports and of the links to them.
pub fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = vec![endpoint::<partners::Partners>("PartnersReport")];
    endpoints.extend(links::endpoints());
    endpoints
}

fn endpoint<R: Report>(schema: &str) -> Endpoint {
    let rights: Vec<String> = R::HISTORY_OF.iter().map(|of| format!("`{}`", permission(of, Verb::History))).collect();
    let as_of = format!("{AS_OF} Needs the permission {}.", rights.join(" and "));
    let op = Op::new(
        format!("get_{}_report", R::NAME.replace('-', "_")),
        "reports",
        format!("Report: {}", R::TITLE.en.to_lowercase()),
        R::ABOUT,
    )
    .query(R::document())
    .query(vec![
        parameter("asOf", &as_of, <String as Value>::schema()),
        parameter("format", "The format, before Accept: json, csv or html.", <String as Value>::schema()),
    ])
    .answers(200, "The report.", schema)
    .produces(&Format::MEDIA_TYPES)
    .conditional();
    Endpoint::at(format!("/reports/{}", R::NAME)).get(op, get_report::<R>)
}

async fn get_report<R: Report>(
    allowed: Allowed<Reports, may::Read>,
    ctx: Ctx,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let report: &'static dyn AnyReport = &Erased::<R>::NEW;
    let asked = report.ask(&allowed.caller, &ctx.query)?;
    let format = match asked.format {
        Some(format) => format,
        None => Format::of_media_type(negotiate::choose(&request, &Format::MEDIA_TYPES)?),
    };
    let rendered = run(&app, report, asked, format, ctx.lang).await?;
    Ok(send(&request, R::NAME, rendered, ctx.lang))
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
) -> Result<Rendered, ApiError> {
    let setting = Setting { today: app.clock.today(), lang };
    let db = app.at(asked.as_of).await?;
    db.snapshot(move |conn| report.render(conn, &asked, format, setting)).await
}

/// A report as it is sent; nothing in a page may load or run anything.
fn send(request: &HttpRequest, name: &str, rendered: Rendered, lang: Lang) -> HttpResponse {
    let Rendered { format, body } = rendered;
    let tag = format!("\"{}\"", answer::digest(&[&body]));
    let content_type = match format {
        Format::Json => answer::JSON_UTF8,
        Format::Csv => HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
        Format::Html => page::HTML,
    };
    let mut response = answer::tagged(request, StatusCode::OK, &tag, content_type, body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.code()));
    headers.insert(header::CONTENT_SECURITY_POLICY, page::CONTENT_SECURITY_POLICY);
    if format == Format::Csv
        && let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\""))
    {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
