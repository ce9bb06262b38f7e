//! Open data: what the region publishes without login, when its operator has switched it on. Every dataset is a list or a
//! report as any reader gets it, by fixed filters and fields: confidential records and what is about persons never are in
//! it.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema};
use utoipa::{PartialSchema as _, ToSchema};

use super::exports::{self, Format};
use crate::app::App;
use crate::clock::date_in_sweden;
use crate::cooperation::agreements::CooperationAgreement;
use crate::cooperation::partners::Partner;
use crate::error::{ApiError, ErrorCode};
use crate::http::context::{Context, Ctx, ROOT};
use crate::http::endpoint::{Endpoint, JSON, Op};
use crate::http::query::{Params, Value as Param, parameter};
use crate::http::{answer, negotiate};
use crate::identity::caller::{Caller, Open};
use crate::journal;
use crate::register::api::Answer;
use crate::register::represent::Link;
use crate::reports;
use crate::strategy::strategies::Strategy;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{Text, text};

mod dcat;

use dcat::{Catalogue, JSON_LD, TURTLE};

/// The tag of the operations.
const TAG: &str = "open-data";
/// The CC0 waiver, which DIGG recommends for open data.
pub const CC0: &str = "https://creativecommons.org/publicdomain/zero/1.0/";

/// Who publishes open data, as the operator has set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenData {
    /// The name of the organisation.
    pub publisher: String,
    /// Its address for e-mail about the data.
    pub contact: String,
    /// Its home page.
    pub homepage: Option<String>,
    /// The address of the licence.
    pub licence: String,
}

/// Something that is published.
pub(super) struct Dataset {
    /// The last segment of its address.
    name: &'static str,
    title: Text,
    about: Text,
    source: Source,
}

/// Where a dataset comes from.
enum Source {
    /// A list, as an export makes it.
    List(fn(Params, NaiveDate) -> Result<exports::Asked, ApiError>),
    /// The matrix of a year.
    Matrix,
}

/// All that is published.
const DATASETS: &[Dataset] = &[
    Dataset {
        name: "strategies",
        title: text("Antagna strategier", "Adopted strategies"),
        about: text(
            "Strategier som styrelsen har antagit, med mål, giltighet och text; också de som har ersatts.",
            "Strategies that the board has adopted, with goals, validity and text; also those that were superseded.",
        ),
        source: Source::List(|params, today| {
            exports::fixed::<Strategy>(
                "state=adopted&state=superseded&fields=title,purpose,strategicGoal,periodStart,periodEnd,premises,delimitations,sections,supersedesId,state,adoptedOn,supersededOn",
                params,
                today,
            )
        }),
    },
    Dataset {
        name: "strategy-areas",
        title: text("Prioriterade områden", "Prioritised areas"),
        about: text(
            "De strategiområden som styrelsen har prioriterat.",
            "The strategy areas that the board has prioritised.",
        ),
        source: Source::List(|params, today| {
            exports::fixed::<StrategyArea>(
                "state=prioritised&fields=strategyId,code,name,description,order,state,prioritisedOn",
                params,
                today,
            )
        }),
    },
    Dataset {
        name: "partners",
        title: text("Samarbetspartner", "Cooperation partners"),
        about: text(
            "Organisationer som regionen samarbetar eller har samarbetat med, utan kontaktpersoner.",
            "Organisations that the region cooperates or has cooperated with, without contact persons.",
        ),
        source: Source::List(|params, today| {
            exports::fixed::<Partner>(
                "state=assessed&state=strategic&state=dormant&state=ended&fields=name,aliases,kind,country,municipalityCode,nutsCode,nutsVersion,website,partnershipKind,alliance,crossBorder,strategyAreas,validFrom,validFromPrecision,validTo,validToPrecision,state",
                params,
                today,
            )
        }),
    },
    Dataset {
        name: "cooperation-agreements",
        title: text("Gällande samarbetsavtal", "Cooperation agreements in force"),
        about: text(
            "De samarbetsavtal som gäller i dag, utan undertecknare.",
            "The cooperation agreements that are in force today, without signatories.",
        ),
        source: Source::List(|params, today| {
            exports::fixed::<CooperationAgreement>(
                "inForce=true&fields=title,kind,partnerIds,masterId,relation,validFrom,validFromPrecision,validTo,validToPrecision,openEnded,focusAreas,strategyAreaIds,signedOn,signedOnPrecision,registryNumber,state,inForceFrom,inForceTo",
                params,
                today,
            )
        }),
    },
    Dataset {
        name: "matrix",
        title: text("Matrisen", "The matrix"),
        about: text(
            "Årets aktiviteter: tre strategiska prioriteringar gånger de prioriterade områdena. Ett annat år med year=.",
            "The activities of the year: three strategic priorities by the prioritised areas. Another year with year=.",
        ),
        source: Source::Matrix,
    },
];

impl Dataset {
    /// The formats that it comes in: the word in `format=`, and the media type.
    fn formats(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let of_matrix = [Format::Json, Format::Csv, Format::Xlsx];
        let formats: &[Format] = match self.source {
            Source::List(_) => &Format::ALL,
            Source::Matrix => &of_matrix,
        };
        let formats: Vec<_> = formats.iter().map(|format| (format.word(), format.media_type())).collect();
        formats.into_iter()
    }

    fn address(&self) -> String {
        format!("/open-data/{}", self.name)
    }
}

/// Where a dataset is in one format.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpenDataFile {
    /// The format.
    #[schema(example = "csv")]
    pub format: &'static str,
    /// Its media type.
    #[schema(example = "text/csv")]
    pub media_type: &'static str,
    /// The absolute address.
    #[schema(
        format = "uri",
        example = "https://utblick.example.se/international-strategy/v1/open-data/partners?format=csv"
    )]
    pub href: String,
}

/// Something that is published.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpenDataset {
    /// The last segment of its address.
    #[schema(example = "partners")]
    pub name: &'static str,
    /// What it is called.
    #[schema(example = "Cooperation partners")]
    pub title: &'static str,
    /// What it tells.
    #[schema(example = "Organisations that the region cooperates or has cooperated with, without contact persons.")]
    pub description: &'static str,
    /// Where it is in each format.
    pub files: Vec<OpenDataFile>,
}

/// The links of the list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenDataLinks {
    /// The list.
    #[serde(rename = "self")]
    pub this: Link,
    /// The catalogue (DCAT-AP-SE).
    #[serde(rename = "describedby")]
    pub described_by: Link,
}

/// All that is published.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenDataList {
    /// The datasets.
    #[schema(max_items = 100)]
    pub items: Vec<OpenDataset>,
    /// The organisation that publishes them.
    #[schema(example = "Region Värmland")]
    pub publisher: String,
    /// The address of the licence.
    #[schema(format = "uri", example = "https://creativecommons.org/publicdomain/zero/1.0/")]
    pub licence: String,
    /// To the catalogue.
    #[serde(rename = "_links")]
    pub links: OpenDataLinks,
}

/// What is answered here.
pub(super) fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    use crate::openapi::add;
    add::<OpenDataFile>(schemas);
    add::<OpenDataset>(schemas);
    add::<OpenDataLinks>(schemas);
    schemas.push(("OpenDataList".into(), OpenDataList::schema()));
    schemas.push(("Catalogue".into(), catalogue_schema()));
}

/// The catalogue, whose fields are those of its vocabularies.
#[expect(deprecated, reason = "DIGG's linter looks for `example` (DOK.15)")]
fn catalogue_schema() -> RefOr<Schema> {
    let example = serde_json::json!({
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dcterms": "http://purl.org/dc/terms/"},
        "@graph": [{
            "@id": "https://utblick.example.se/international-strategy/v1/dcat",
            "@type": "dcat:Catalog",
            "dcterms:title": [{"@language": "en", "@value": "Open data on the international strategy"}],
        }],
    });
    ObjectBuilder::new().description(Some("A catalogue after DCAT-AP-SE 3, as JSON-LD.")).example(Some(example)).into()
}

/// What every operation here says.
const SWITCHED: &str =
    "Without login and for pages of any origin, when the operator has switched open data on; 404 otherwise.";

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let list = Op::new("list_open_data", TAG, "List the open data", format!("What is published. {SWITCHED}"))
        .answers(200, "The datasets.", "OpenDataList")
        .problem(ErrorCode::NotFound)
        .conditional();
    let catalogue = Op::new(
        "get_catalogue",
        TAG,
        "Read the catalogue of the open data",
        format!("The catalogue after DCAT-AP-SE 3, for data portals to harvest. {SWITCHED}"),
    )
    .query(vec![parameter("format", "The format, before Accept: jsonld, turtle.", <String as Param>::schema())])
    .produces(&[JSON_LD, TURTLE, JSON])
    .answers(200, "The catalogue.", "Catalogue")
    .problem(ErrorCode::NotFound)
    .conditional();
    let mut endpoints =
        vec![Endpoint::at("/open-data").get(list, list_open_data), Endpoint::at("/dcat").get(catalogue, get_catalogue)];
    endpoints.extend(DATASETS.iter().map(endpoint));
    endpoints
}

fn endpoint(dataset: &'static Dataset) -> Endpoint {
    let media_types: Vec<&'static str> = dataset.formats().map(|(_, media_type)| media_type).collect();
    let words = dataset.formats().map(|(word, _)| word).collect::<Vec<_>>().join(", ");
    let mut parameters =
        vec![parameter("format", &format!("The format, before Accept: {words}."), <String as Param>::schema())];
    let schema = match dataset.source {
        Source::List(_) => {
            let about = "`excel-sv` for Excel in Swedish, as in exports.";
            parameters.push(parameter("profile", about, <String as Param>::schema()));
            "Export"
        }
        Source::Matrix => {
            parameters.push(parameter("year", "The year; this year when nothing is said.", <i32 as Param>::schema()));
            "MatrixReport"
        }
    };
    let id = format!("get_open_{}", dataset.name.replace('-', "_"));
    let about = format!("{} {SWITCHED}", dataset.about.en);
    let op = Op::new(id, TAG, format!("Open data: {}", dataset.title.en.to_lowercase()), about)
        .query(parameters)
        .produces(&media_types)
        .answers(200, "The dataset.", schema)
        .problem(ErrorCode::NotFound)
        .conditional();
    let get = move |_open: Open, ctx: Ctx, app: web::Data<App>, request: HttpRequest| async move {
        get_dataset(dataset, &ctx, &app, &request).await
    };
    Endpoint::at(dataset.address()).get(op, get)
}

/// Who publishes; when nobody does there is nothing here.
fn published(app: &App) -> Result<&OpenData, ApiError> {
    app.config.open_data.as_ref().ok_or_else(|| ErrorCode::NotFound.into())
}

async fn get_dataset(dataset: &Dataset, ctx: &Context, app: &App, request: &HttpRequest) -> Answer {
    let anybody = Caller::anybody();
    let response = match dataset.source {
        Source::List(asked) => {
            let asked = asked(Params::parse(&ctx.query), app.clock.today())?;
            published(app)?;
            let _turn = exports::turn(&app.open_data).await?;
            exports::answer(asked, &anybody, ctx, app, request).await?
        }
        Source::Matrix => {
            let mut params = Params::parse(&ctx.query);
            params.one_of("format", &dataset.formats().map(|(word, _)| word).collect::<Vec<_>>());
            params.one::<i32>("year");
            params.finish()?;
            published(app)?;
            let _turn = exports::turn(&app.open_data).await?;
            reports::respond::<reports::matrix::Matrix>(&anybody, ctx, "", app, request).await?
        }
    };
    Ok(public(response))
}

/// Anybody may keep it for five minutes, and pages of any origin may read it.
fn public(mut response: HttpResponse) -> HttpResponse {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

async fn list_open_data(_open: Open, ctx: Ctx, app: web::Data<App>, request: HttpRequest) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let by = published(&app)?;
    let file = |dataset: &Dataset, format: &'static str, media_type: &'static str| OpenDataFile {
        format,
        media_type,
        href: ctx.link(&format!("{}?format={format}", dataset.address())),
    };
    let item = |dataset: &Dataset| OpenDataset {
        name: dataset.name,
        title: dataset.title.get(ctx.lang),
        description: dataset.about.get(ctx.lang),
        files: dataset.formats().map(|(format, media_type)| file(dataset, format, media_type)).collect(),
    };
    let link = |path, rel| Link { href: ctx.link(path), rel, method: "GET" };
    let list = OpenDataList {
        items: DATASETS.iter().map(item).collect(),
        publisher: by.publisher.clone(),
        licence: by.licence.clone(),
        links: OpenDataLinks { this: link("/open-data", "self"), described_by: link("/dcat", "describedby") },
    };
    let response = answer::by_content(&request, &list)?;
    Ok(public(response))
}

async fn get_catalogue(_open: Open, ctx: Ctx, app: web::Data<App>, request: HttpRequest) -> Answer {
    let mut params = Params::parse(&ctx.query);
    let format = params.one_of("format", &["jsonld", "turtle"]);
    params.finish()?;
    let by = published(&app)?;
    let media_type = match format {
        Some("turtle") => TURTLE,
        Some(_) => JSON_LD,
        None => negotiate::choose(&request, &[JSON_LD, TURTLE, JSON])?,
    };
    let modified = date_in_sweden(app.db.read(|conn| Ok(journal::head_at(conn)?)).await?);
    let (api, docs) = (ctx.link(""), format!("{}{ROOT}/docs/", ctx.origin));
    let document = Catalogue { by, api: &api, docs: &docs, modified }.json_ld();
    let body = match media_type {
        TURTLE => dcat::turtle(&document)?,
        _ => serde_json::to_vec(&document).map_err(ApiError::internal)?,
    };
    let tag = format!("\"{}\"", answer::digest(&[&body]));
    let content_type =
        HeaderValue::from_static(if media_type == TURTLE { "text/turtle; charset=utf-8" } else { media_type });
    let response = answer::tagged(&request, StatusCode::OK, &tag, content_type, body);
    Ok(public(response))
}
