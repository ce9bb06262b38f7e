//! What lies beside the API, open to all: the front page, health, the key set, and the problems' pages.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, web};
use maud::html;
use serde_json::json;

use crate::app::App;
use crate::error::ErrorCode;
use crate::http::context::{API, Ctx, ROOT};
use crate::http::endpoint::{Endpoint, JSON, Op};
use crate::http::{answer, page, problem};
use crate::identity::caller::Open;
use crate::register::api::Answer;
use crate::text::Lang;

/// The endpoints; none of them is in the document.
pub fn endpoints() -> Vec<Endpoint> {
    let html = |id: &str| Op::new(id, "beside", id, id).produces(&["text/html"]);
    let data = |id: &str| Op::new(id, "beside", id, id).produces(&[JSON]);
    vec![
        Endpoint::apart("/").get(html("front_page"), front_page),
        Endpoint::apart("/health/live").get(data("live"), live),
        Endpoint::apart("/health/ready").get(data("ready"), ready),
        Endpoint::apart("/.well-known/jwks.json").get(data("jwks"), jwks),
        Endpoint::apart(format!("{ROOT}/problems/{{slug}}")).get(html("problem_page"), problem_page),
    ]
}

/// A page of the service itself.
fn answer_page(html: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, page::HTML))
        .insert_header((header::CONTENT_SECURITY_POLICY, page::CONTENT_SECURITY_POLICY))
        .body(html)
}

async fn front_page(_open: Open) -> Answer {
    let content = html! {
        h1 { "Utblick" }
        p { "Regionens internationella strategi som tjänst." }
        p lang="en" { "A region's international strategy as a service." }
        ul {
            li { a href=(format!("{ROOT}/docs/")) { "Dokumentation" } }
            li { a href=(format!("{API}/openapi.json")) { "OpenAPI (JSON)" } " · " a href=(format!("{API}/openapi.yaml")) { "YAML" } }
            li { a href=(format!("{API}/api-info")) { "Om API:et" } }
            li { a href="/health/ready" { "Hälsa" } }
        }
    };
    Ok(answer_page(page::page(Lang::Sv, "Utblick", &content, page::Sheet::Portrait)))
}

/// The process runs.
async fn live(_open: Open) -> Answer {
    answer::json(StatusCode::OK, &json!({"status": "live"}))
}

/// The database answers too.
async fn ready(_open: Open, app: web::Data<App>) -> Answer {
    app.db.ping().await?;
    answer::json(StatusCode::OK, &json!({"status": "ready"}))
}

/// The public half of the signing key (RFC 7517).
async fn jwks(_open: Open, app: web::Data<App>) -> Answer {
    let mut response = answer::json(StatusCode::OK, &app.keys.jwks())?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    Ok(response)
}

async fn problem_page(_open: Open, _ctx: Ctx, slug: web::Path<String>) -> Answer {
    let code = ErrorCode::ALL.iter().copied().find(|code| code.slug() == *slug).ok_or(ErrorCode::NotFound)?;
    Ok(answer_page(problem::page(code)))
}
