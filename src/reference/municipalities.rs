//! The municipalities of the county, with their population by date.

use actix_web::{HttpRequest, web};
use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::db::Conn;
use crate::db::schema::{municipalities, municipality_populations};
use crate::error::ErrorCode;
use crate::http::answer;
use crate::http::context::{Context, Ctx};
use crate::http::endpoint::{Endpoint, Op};
use crate::http::query::{Params, paging, read_paging};
use crate::identity::caller::{Allowed, Subject, may};
use crate::identity::me::SelfLink;
use crate::register::api::Answer;
use crate::register::represent::Page;
use crate::text::sort_key;

/// The municipalities, as a subject of the policy.
pub struct Municipalities;

impl Subject for Municipalities {
    const NAME: &'static str = "municipalities";
}

/// A population at a date.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Population {
    /// The date of the count.
    #[schema(example = "2023-12-31")]
    pub on: NaiveDate,
    /// How many lived there.
    #[schema(minimum = 0, example = 97233)]
    pub population: i32,
}

/// A municipality.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MunicipalityOut {
    /// Statistics Sweden's code.
    #[schema(example = "1780")]
    pub code: String,
    /// Its name.
    #[schema(example = "Karlstad")]
    pub name: String,
    /// Its name as an authority.
    #[schema(example = "Karlstads kommun")]
    pub official_name: String,
    /// The code of its county.
    #[schema(example = "17")]
    pub county_code: String,
    /// The name of its county.
    #[schema(example = "Värmlands län")]
    pub county_name: String,
    /// Its region in NUTS.
    #[schema(example = "SE311")]
    pub nuts_code: String,
    /// The version of NUTS that the code is from.
    #[schema(example = "2021")]
    pub nuts_version: String,
    /// Its organisation number, where a source gives it.
    #[schema(example = "212000-1850")]
    pub organisation_number: Option<String>,
    /// Its population by date, the newest first.
    pub populations: Vec<Population>,
    /// Where this is.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

type Row = (String, String, String, String, String, String, String, Option<String>);

/// The endpoints.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/municipalities").get(
            Op::new(
                "list_municipalities",
                "municipalities",
                "List municipalities",
                "The municipalities of the county, by name in Swedish order, with their population by date. Read-only.",
            )
            .query(paging())
            .answers(200, "A page of municipalities.", "MunicipalityPage")
            .conditional(),
            list_municipalities,
        ),
        Endpoint::at("/municipalities/{code}").get(
            Op::new(
                "get_municipality",
                "municipalities",
                "Read a municipality",
                "One municipality by Statistics Sweden's code.",
            )
            .answers(200, "The municipality.", "Municipality")
            .conditional(),
            get_municipality,
        ),
    ]
}

fn load(conn: &mut Conn, context: &Context) -> QueryResult<Vec<MunicipalityOut>> {
    let rows: Vec<Row> = municipalities::table.load(conn)?;
    let counts: Vec<(String, NaiveDate, i32)> =
        municipality_populations::table.order(municipality_populations::counted_on.desc()).load(conn)?;
    let mut found: Vec<MunicipalityOut> = rows
        .into_iter()
        .map(|(code, name, official_name, county_code, county_name, nuts_code, nuts_version, organisation_number)| {
            let populations = counts
                .iter()
                .filter(|(of, _, _)| *of == code)
                .map(|(_, on, population)| Population { on: *on, population: *population });
            MunicipalityOut {
                populations: populations.collect(),
                links: SelfLink::to(context.link(&format!("/municipalities/{code}"))),
                code,
                name,
                official_name,
                county_code,
                county_name,
                nuts_code,
                nuts_version,
                organisation_number,
            }
        })
        .collect();
    found.sort_by_cached_key(|municipality| sort_key(&municipality.name));
    Ok(found)
}

async fn list_municipalities(
    _allowed: Allowed<Municipalities, may::Read>,
    ctx: Ctx,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let mut params = Params::parse(&ctx.query);
    let (page, limit) = read_paging(&mut params);
    params.finish()?;
    let context = (*ctx).clone();
    let all = app.db.snapshot(move |conn| Ok(load(conn, &context)?)).await?;
    answer::by_content(&request, &Page::slice(&ctx, all, page, limit))
}

async fn get_municipality(
    _allowed: Allowed<Municipalities, may::Read>,
    ctx: Ctx,
    code: web::Path<String>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let context = (*ctx).clone();
    let all = app.db.snapshot(move |conn| Ok(load(conn, &context)?)).await?;
    let one = all.into_iter().find(|municipality| municipality.code == *code).ok_or(ErrorCode::NotFound)?;
    answer::by_content(&request, &one)
}
