//! The contract as it is served, and what is said about the API.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::VERSION;
use crate::app::App;
use crate::exchange::columns::{Column, columns};
use crate::http::answer;
use crate::http::context::Ctx;
use crate::http::endpoint::{Endpoint, JSON, Op};
use crate::http::query::Params;
use crate::http::schemas::Schemas;
use crate::identity::caller::Open;
use crate::register::AnyRegister;
use crate::register::api::Answer;
use crate::routes::REGISTERS;

/// When this version was released.
const RELEASED: &str = "2026-11-23";

/// The contract and what is read off it: the same wherever the service runs, so it is made once in a process.
pub struct Contract {
    /// The compiled schemas of bodies.
    pub schemas: Arc<Schemas>,
    /// The columns of every register's table, by its path.
    pub columns: HashMap<&'static str, Vec<Column>>,
    json: String,
    yaml: String,
}

static CONTRACT: LazyLock<Result<Contract, String>> = LazyLock::new(Contract::new);

impl Contract {
    /// The contract.
    ///
    /// # Errors
    /// When it cannot be written or its schemas cannot be compiled: a fault of the program.
    pub fn get() -> Result<&'static Self, String> {
        CONTRACT.as_ref().map_err(Clone::clone)
    }

    fn new() -> Result<Self, String> {
        let document = super::document();
        let json = document.to_json().map_err(|error| error.to_string())?;
        let yaml = document.to_yaml().map_err(|error| error.to_string())?;
        // It takes much more memory than its texts.
        drop(document);
        let document: Value = serde_json::from_str(&json).map_err(|error| error.to_string())?;
        let of = |register: &&dyn AnyRegister| (register.path(), columns(&document, register.names().schema));
        let schemas = Arc::new(Schemas::compile(&document, super::body_schemas(&document))?);
        Ok(Self { schemas, columns: REGISTERS.iter().map(of).collect(), json, yaml })
    }
}

/// A text of the contract with the public address in place of the example's.
fn here(text: &str, app: &App) -> String {
    text.replace("https://utblick.example.se", &app.config.public_url)
}

crate::code_list! {
    /// The states of an API (DIGG VER.10).
    pub enum ApiStatus "api-statuses" ("API:ets tillstånd", "States of the API") {
        Alpha = "alpha" ("Alfa", "Alpha"),
        Beta = "beta" ("Beta", "Beta"),
        Active = "active" ("Aktivt", "Active"),
        Deprecated = "deprecated" ("På väg bort", "Deprecated"),
        Retired = "retired" ("Avvecklat", "Retired"),
        Decommissioned = "decommissioned" ("Nedstängt", "Decommissioned"),
    }
}

/// About this API (DIGG VER.07).
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApiInfo {
    /// Its name.
    #[schema(example = "Utblick")]
    pub api_name: &'static str,
    /// Its version.
    #[schema(example = "1.0.0")]
    pub api_version: &'static str,
    /// When this version was released.
    #[schema(format = Date, example = "2026-11-23")]
    pub api_released: &'static str,
    /// Where its documentation is.
    #[schema(format = "uri", example = "https://utblick.example.se/international-strategy/docs/")]
    pub api_documentation: String,
    /// Its place in the life cycle.
    #[schema(example = "active")]
    pub api_status: ApiStatus,
}

/// The endpoints: `/api-info`, and the document, which the profile keeps out of itself (DOK.24).
pub fn endpoints() -> Vec<Endpoint> {
    let served = |id: &str, kind: &'static str| Op::new(id, "api-info", id, id).produces(&[kind]);
    vec![
        Endpoint::at("/api-info").get(
            Op::new(
                "get_api_info",
                "api-info",
                "About this API",
                "Name, version, release date, documentation and status (DIGG VER.06, VER.07).",
            )
            .answers(200, "About this API.", "ApiInfo")
            .conditional(),
            api_info,
        ),
        Endpoint::apart("/openapi.json").get(served("openapi_json", JSON), openapi_json),
        Endpoint::apart("/openapi.yaml").get(served("openapi_yaml", "application/yaml"), openapi_yaml),
    ]
}

async fn api_info(_open: Open, ctx: Ctx, request: HttpRequest) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let info = ApiInfo {
        api_name: "Utblick",
        api_version: VERSION,
        api_released: RELEASED,
        api_documentation: format!("{}/international-strategy/docs/", ctx.origin),
        api_status: ApiStatus::Active,
    };
    answer::by_content(&request, &info)
}

async fn openapi_json(_open: Open, app: web::Data<App>, request: HttpRequest) -> Answer {
    let body = here(&app.contract.json, &app).into_bytes();
    let tag = format!("\"{}\"", answer::digest(&[&body]));
    Ok(answer::tagged(
        &request,
        StatusCode::OK,
        &tag,
        HeaderValue::from_static("application/json; charset=utf-8"),
        body,
    ))
}

async fn openapi_yaml(_open: Open, app: web::Data<App>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_static("application/yaml; charset=utf-8")))
        .body(here(&app.contract.yaml, &app))
}
