//! The contract: what every operation shares, put around what the endpoints say of themselves.

use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa::openapi::external_docs::ExternalDocsBuilder;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::info::{ContactBuilder, InfoBuilder, LicenseBuilder};
use utoipa::openapi::path::{ParameterBuilder, ParameterIn, PathItem, Paths};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ComponentsBuilder, Schema};
use utoipa::openapi::security::{
    ClientCredentials, Flow, Http, HttpAuthScheme, OAuth2, Password, Scopes, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::server::ServerBuilder;
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{Content, OpenApi, OpenApiBuilder, Ref, RefOr, Required};

use crate::error::{ErrorCode, Holder, Place};
use crate::http::context::API;
use crate::http::endpoint::{Endpoint, problem_response};
use crate::http::problem::{InvalidParameter, MissingItem, Problem};
use crate::http::query::Value as Param;
use crate::identity::{clients, me, sessions, tokens, users};
use crate::{calendar, cooperation, exchange, monitoring, planning, register, reports, routes};

mod examples;
mod serve;

pub use serve::{ApiInfo, ApiStatus, Contract, endpoints};

/// The version of the API and of the service.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The server of the committed document; the served one names the running service.
const SERVER: &str = "https://utblick.example.se/international-strategy/v1";

/// The introduction, in both languages (DIGG DOK.06), with known limitations (DOK.09).
const ABOUT: &str = "\
Utblick är en regions internationella strategi som tjänst: styrelsen antar strategin, prioriterar områden, tecknar avtal \
och beslutar om medlemskap; den samordnande enheten håller ihop arbetet; områdesenheterna driver sina delar.

Utblick is a region's international strategy as a service: the board adopts the strategy, prioritises areas, signs \
agreements and decides on memberships; the coordination unit keeps the work together; the area units run their parts.

**Att komma igång / Getting started.** `POST /tokens` ger en token; skicka den som `Authorization: Bearer`. Varje post har \
`_links` till det som anroparen får göra med den just nu. En ändring (`PATCH`, `DELETE`) skickas med `If-Match`. \
`POST /tokens` gives a token; send it as `Authorization: Bearer`. Every record has `_links` to what the caller may do with \
it now. A change (`PATCH`, `DELETE`) is sent with `If-Match`.

**Länkar / Links.** Varje länk har `href` (absolut), `rel` och `method`. Relationer: `self`, `collection`, `first`, `prev`, \
`next`, `last`, `edit`, `version-history` enligt IANA; `delete` och `transition` är tjänstens egna. Every link has `href` \
(absolute), `rel` and `method`; `delete` and `transition` are the service's own relations, the others IANA's.

**Fel / Problems.** Alla fel är `application/problem+json` (RFC 9457) och nämner alla brister på en gång. All problems are \
`application/problem+json` (RFC 9457) and name every fault at once.

**Livscykel / Life cycle.** Versionen följer semantisk versionering; adressen bär huvudversionen. The version follows \
semantic versioning; the address carries the major version.

**Kända problem och begränsningar / Known problems and limitations.** Dokument länkas, de laddas inte upp. En sida har högst \
100 poster, ett innehåll högst 1 MiB, en adress högst 2048 tecken. Documents are linked, not uploaded. A page has at most \
100 records, a body at most 1 MiB, an address at most 2048 characters.";

/// The contract as it is committed: nothing in it depends on where it runs.
pub fn document() -> OpenApi {
    let mut paths = Paths::new();
    for (path, method, mut operation) in routes::api().into_iter().flat_map(Endpoint::into_operations) {
        with_trace(&mut operation);
        let item = PathItem::new(method, operation);
        match paths.paths.get_mut(&path) {
            Some(known) => known.merge_operations(item),
            None => {
                paths.paths.insert(path, item);
            }
        }
    }
    let mut document = OpenApiBuilder::new()
        .info(info())
        .servers(Some([ServerBuilder::new().url(SERVER).description(Some("Tjänsten / the service")).build()]))
        .external_docs(Some(
            ExternalDocsBuilder::new()
                .description(Some("Dokumentation med tjänstenivå (SLA) och begränsningar / documentation with service level (SLA) and limitations"))
                .url("https://utblick.example.se/international-strategy/docs/")
                .build(),
        ))
        .tags(Some(tags()))
        .paths(paths)
        .components(Some(components()))
        .security(Some([SecurityRequirement::new("bearer", Vec::<String>::new())]))
        .build();
    let json = serde_json::to_value(&document).unwrap_or_default();
    examples::add_examples(&mut document, &json);
    document
}

fn info() -> utoipa::openapi::Info {
    let mut info = InfoBuilder::new()
        .title("Utblick")
        .version(VERSION)
        .description(Some(ABOUT))
        .terms_of_service(Some("https://utblick.example.se/international-strategy/docs/"))
        .contact(Some(
            ContactBuilder::new()
                .name(Some("Strategi & Analys"))
                .url(Some("https://utblick.example.se/"))
                .email(Some("utblick@example.se"))
                .build(),
        ))
        .license(Some(LicenseBuilder::new().name("EUPL-1.2").url(Some("https://eupl.eu/1.2/en/")).build()))
        .build();
    // One alone: utoipa keeps them in a map without order, and the document must be the same each time.
    let mut extensions = utoipa::openapi::extensions::Extensions::default();
    extensions.insert(
        "x-sla".into(),
        json!({"availability": "99.5 % per månad / per month", "responseTime": "median < 100 ms", "support": "kontorstid / office hours"}),
    );
    info.extensions = Some(extensions);
    info
}

fn tags() -> Vec<utoipa::openapi::Tag> {
    let tag = |name: &str, about: &str| TagBuilder::new().name(name).description(Some(about)).build();
    // What is made last is asked for most.
    let mut tags: Vec<_> =
        routes::REGISTERS.iter().rev().map(|register| tag(register.path(), register.about())).collect();
    tags.extend([
        tag("priorities", "The three strategic priorities, the rows of the matrix."),
        tag("municipalities", "The municipalities of the county."),
        tag("code-lists", "Codes and labels for drop-down lists."),
        tag("reports", "What the registers say when put together, as JSON, HTML, and CSV where a table makes sense."),
        tag("calendar", "What happens when, in all registers."),
        tag("calendar-subscriptions", "Addresses by which a calendar program shows the calendar."),
        tag("changes", "What has changed in all registers, in the order it did, for other systems to follow."),
        tag("imports", "Files that become records of a register."),
        tag("open-data", "What is published without login, where the operator has switched it on."),
        tag("me", "The caller's own account, and what there is to do."),
        tag("tokens", "Signing in."),
        tag("api-info", "About this API."),
    ]);
    tags
}

/// Adds a type's schema, and those that it refers to, to those of the document.
pub fn add<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    T::schemas(schemas);
    schemas.push((T::name().into_owned(), T::schema()));
}

fn components() -> utoipa::openapi::Components {
    let mut schemas = Vec::new();
    routes::REGISTERS.iter().for_each(|register| register.schemas(&mut schemas));
    register::dto::shared_schemas(&mut schemas);
    add::<Problem>(&mut schemas);
    add::<InvalidParameter>(&mut schemas);
    add::<MissingItem>(&mut schemas);
    add::<Holder>(&mut schemas);
    add::<Place>(&mut schemas);
    add::<tokens::TokenIn>(&mut schemas);
    add::<tokens::TokenOut>(&mut schemas);
    add::<me::MeOut>(&mut schemas);
    add::<me::OwnPasswordIn>(&mut schemas);
    add::<users::PasswordIn>(&mut schemas);
    clients::schemas(&mut schemas);
    sessions::schemas(&mut schemas);
    routes::fixed_schemas(&mut schemas);
    planning::schemas(&mut schemas);
    cooperation::schemas(&mut schemas);
    monitoring::schemas(&mut schemas);
    calendar::schemas(&mut schemas);
    exchange::schemas(&mut schemas);
    reports::schemas(&mut schemas);
    add::<ApiInfo>(&mut schemas);
    schemas.sort_by(|one, other| one.0.cmp(&other.0));
    schemas.dedup_by(|one, other| one.0 == other.0);

    let mut components = ComponentsBuilder::new();
    for (name, schema) in schemas {
        components = components.schema(name, schema);
    }
    let tokens = format!("{SERVER}/tokens");
    components = components
        .parameter("traceparent", traceparent_parameter())
        .security_scheme(
            "bearer",
            SecurityScheme::Http(
                Http::builder()
                    .scheme(HttpAuthScheme::Bearer)
                    .bearer_format("JWT")
                    .description(Some("A token of POST /tokens."))
                    .build(),
            ),
        )
        .security_scheme(
            "oauth2",
            SecurityScheme::OAuth2(OAuth2::with_description(
                [
                    Flow::Password(Password::with_refresh_url(tokens.clone(), Scopes::new(), tokens.clone())),
                    Flow::ClientCredentials(ClientCredentials::new(tokens, Scopes::new())),
                ],
                "RFC 6749. A user's rights come from roles; a client's come from its scopes, which the administrator sets.",
            )),
        );
    let mut by_status: Vec<ErrorCode> = ErrorCode::ALL.to_vec();
    by_status.dedup_by_key(|code| code.status());
    // An operation of the document is a method that its address knows.
    by_status.retain(|code| *code != ErrorCode::MethodNotAllowed);
    for code in by_status {
        components = components.response(problem_response(code), problem_of_status(code.status()));
    }
    components.build()
}

/// The shared response of a status: every kind of problem that it can be.
fn problem_of_status(status: u16) -> utoipa::openapi::Response {
    let kinds: Vec<String> = ErrorCode::ALL
        .iter()
        .filter(|code| code.status() == status)
        .map(|code| format!("`{}`: {}", code.code(), code.meaning().en))
        .collect();
    let mut response = ResponseBuilder::new()
        .description(kinds.join(" "))
        .content("application/problem+json", Content::new(Some(RefOr::<Schema>::Ref(Ref::from_schema_name("Problem")))))
        .header("traceparent", traceparent_header());
    let with = |response: ResponseBuilder, name: &str, about: &str| {
        response.header(
            name,
            HeaderBuilder::new().schema(Some(<String as Param>::schema())).description(Some(about)).build(),
        )
    };
    response = match status {
        401 => with(response, "WWW-Authenticate", "Bearer (RFC 6750)."),
        429 | 503 => with(response, "Retry-After", "Seconds until another try makes sense."),
        _ => response,
    };
    response.build()
}

fn traceparent_parameter() -> utoipa::openapi::path::Parameter {
    ParameterBuilder::new()
        .name("traceparent")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("W3C Trace Context of the caller; without it the service begins a trace."))
        .schema(Some(<String as Param>::schema()))
        .example(Some(json!("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")))
        .build()
}

fn traceparent_header() -> utoipa::openapi::header::Header {
    HeaderBuilder::new()
        .schema(Some(<String as Param>::schema()))
        .description(Some("W3C Trace Context of this request."))
        .build()
}

/// DIGG SPA.02 and SPA.04: `traceparent` in and out of every operation.
fn with_trace(operation: &mut utoipa::openapi::path::Operation) {
    let parameters = operation.parameters.get_or_insert_with(Vec::new);
    parameters.push(RefOr::Ref(Ref::new("#/components/parameters/traceparent")));
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            response.headers.insert("traceparent".into(), RefOr::T(traceparent_header()));
        }
    }
}

/// The names of the schemas that bodies are checked against.
pub fn body_schemas(document: &Value) -> Vec<String> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    let names = schemas.into_iter().flat_map(Map::keys);
    names.filter(|name| is_body(name)).cloned().collect()
}

/// The path of the interactive documentation.
pub fn docs_path() -> String {
    format!("{}/docs", API.trim_end_matches("/v1"))
}

/// Whether a schema is a body's, as its name says.
fn is_body(name: &str) -> bool {
    name.ends_with("In") || name.ends_with("Patch")
}
