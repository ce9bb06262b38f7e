//! Reports: read-only views over several records. One definition gives JSON, HTML, CSV, a workbook and, where it tells a
//! course over years, a chart; by the API, by a single-use address, and on the command line.

use chrono::NaiveDate;
use maud::Markup;
use serde::Serialize;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::{OneOfBuilder, Schema};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::clock::in_sweden;
use crate::db::Conn;
use crate::db::types::Instant;
use crate::error::{ApiError, ErrorCode};
use crate::http::endpoint::Endpoint;
use crate::http::page;
use crate::http::query::{Params, day_of};
use crate::identity::caller::{Caller, Subject};
use crate::identity::policy::Verb;
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
mod serve;
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
pub use serve::{check, operation, respond, run};
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
    fn build(conn: &mut Conn, query: &Self::Query, setting: &Setting) -> Result<Self::Data, ApiError>;
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
        let data = R::build(conn, &query, setting)?;
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
            let mut endpoints = vec![$(serve::endpoint::<$report>()),*];
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
