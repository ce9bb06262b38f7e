//! Problems on the wire (RFC 9457), and the pages that say what they mean.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use maud::html;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};

use super::context::{Context, ROOT};
use crate::error::{ApiError, ErrorCode, FaultCode, Holder, Missing, Place};
use crate::governance::decisions::DecisionKind;
use crate::routes::register_of;
use crate::text::Lang;

/// The schema of a stable code: one of these.
#[expect(deprecated, reason = "DIGG's linter looks for `example` (DOK.15)")]
fn one_of(about: &str, codes: impl Iterator<Item = &'static str>, example: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .description(Some(about))
        .enum_values(Some(codes))
        .example(Some(example.into()))
        .into()
}

fn fault_codes() -> RefOr<Schema> {
    one_of("What is wrong, as a stable code.", FaultCode::ALL.iter().map(|code| code.code()), "check_digit")
}

fn error_codes() -> RefOr<Schema> {
    one_of("The kind as a stable code.", ErrorCode::ALL.iter().map(|code| code.code()), "unprocessable")
}

/// One fault of a request.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvalidParameter {
    /// Where it is.
    #[serde(rename = "in")]
    pub place: Place,
    /// A JSON Pointer (RFC 6901) in a body, else the parameter's name.
    #[schema(example = "/organisationNumber")]
    pub pointer: String,
    /// What is wrong, as a stable code.
    #[schema(schema_with = fault_codes)]
    pub code: &'static str,
    /// What is wrong, in words.
    #[schema(example = "the check digit does not fit")]
    pub reason: String,
    /// The rule of the domain that speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "R-30")]
    pub rule: Option<&'static str>,
}

/// Something that a transition lacks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MissingItem {
    /// The JSON Pointer of the field; empty for the record as a whole.
    #[schema(example = "/strategyAreas")]
    pub pointer: &'static str,
    /// What is missing, in words.
    #[schema(example = "at least one strategy area with its contribution")]
    pub reason: &'static str,
    /// The rule that asks for it.
    #[schema(example = "R-30")]
    pub rule: Option<&'static str>,
}

impl MissingItem {
    /// What is missing, in one language.
    pub fn of(item: &Missing, lang: Lang) -> Self {
        Self { pointer: item.pointer, reason: item.reason.get(lang), rule: item.rule }
    }
}

/// A problem (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The address of a page that says what the problem means.
    #[serde(rename = "type")]
    #[schema(format = "uri", example = "https://utblick.example.se/international-strategy/problems/unprocessable")]
    pub kind: String,
    /// The title, the same for all problems of the kind.
    #[schema(example = "The data cannot be accepted")]
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 422)]
    pub status: u16,
    /// What happened this time.
    #[schema(example = "/organisationNumber: the check digit does not fit (one fault).")]
    pub detail: String,
    /// The path of the request.
    #[schema(example = "/international-strategy/v1/partners")]
    pub instance: String,
    /// The kind as a stable code.
    #[schema(schema_with = error_codes)]
    pub code: &'static str,
    /// The W3C trace id, to find the request in the log.
    #[schema(example = "4bf92f3577b34da6a3ce929d0e0e4736")]
    pub trace_id: String,
    /// The rule of the domain that speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "R-30")]
    pub rule: Option<&'static str>,
    /// The permission that is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "partners:create")]
    pub permission: Option<String>,
    /// The gate that is shut.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "G4")]
    pub gate: Option<&'static str>,
    /// The kind of decision that opens it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(inline = false)]
    pub decision_kind: Option<DecisionKind>,
    /// What a transition lacks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub missing: Vec<MissingItem>,
    /// The records that refer to one that was to be deleted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub held_by: Vec<Holder>,
    /// Every fault of the request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub invalid_parameters: Vec<InvalidParameter>,
    /// The error code of RFC 6749, when signing in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "invalid_grant")]
    pub error: Option<&'static str>,
}

impl Problem {
    /// The problem of an error, in the caller's language. Nothing internal is in it.
    pub fn of(error: &ApiError, context: &Context) -> Self {
        let lang = context.lang;
        let problem = &error.0;
        let code = problem.code;
        let mut detail = match &problem.detail {
            Some(detail) => detail.get(lang).to_owned(),
            None => code.meaning().get(lang).to_owned(),
        };
        if problem.detail.is_none() && !problem.faults.is_empty() {
            let faults: Vec<String> = problem
                .faults
                .iter()
                .take(5)
                .map(|fault| format!("{}: {}", fault.pointer, fault.reason.get(lang)))
                .collect();
            detail = format!("{} ({}).", faults.join("; "), count(problem.faults.len(), lang));
        }
        Self {
            kind: format!("{}{ROOT}/problems/{}", context.origin, code.slug()),
            title: code.title().get(lang).to_owned(),
            status: code.status(),
            detail,
            instance: context.path.clone(),
            code: code.code(),
            trace_id: context.trace_id.clone(),
            rule: problem.rule,
            permission: problem.permission.clone(),
            gate: problem.gate.and_then(DecisionKind::gate),
            decision_kind: problem.gate,
            missing: problem.missing.iter().map(|item| MissingItem::of(item, lang)).collect(),
            held_by: problem.held_by.clone(),
            invalid_parameters: problem
                .faults
                .iter()
                .map(|fault| InvalidParameter {
                    place: fault.place,
                    pointer: fault.pointer.clone(),
                    code: fault.code.code(),
                    reason: fault.reason.get(lang).to_owned(),
                    rule: fault.rule,
                })
                .collect(),
            error: oauth_error(code, &context.path),
        }
    }

    /// The answer to the caller.
    pub fn answer(error: &ApiError, context: &Context) -> HttpResponse {
        let problem = Self::of(error, context);
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut answer = HttpResponse::build(status);
        answer
            .insert_header((header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json; charset=utf-8")));
        if let Some(seconds) = error.0.retry_after {
            answer.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if let Some(methods) = &error.0.allow {
            answer.insert_header((header::ALLOW, methods.clone()));
        }
        let record = error.0.done.as_ref().and_then(|done| Some((register_of(&done.kind)?.path(), done.id)));
        if let Some((path, id)) = record {
            answer.insert_header((header::LOCATION, context.link(&format!("/{path}/{id}"))));
        }
        if problem.status == 401 {
            answer.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"utblick\""));
        }
        match serde_json::to_vec(&problem) {
            Ok(body) => answer.body(body),
            Err(_) => answer.finish(),
        }
    }
}

/// RFC 6749, 5.2: its own word for what went wrong when signing in.
fn oauth_error(code: ErrorCode, path: &str) -> Option<&'static str> {
    if !path.ends_with("/tokens") {
        return None;
    }
    match code {
        ErrorCode::InvalidGrant => Some("invalid_grant"),
        ErrorCode::UnsupportedGrantType => Some("unsupported_grant_type"),
        ErrorCode::InvalidScope => Some("invalid_scope"),
        ErrorCode::InvalidClient => Some("invalid_client"),
        _ if code.status() < 500 => Some("invalid_request"),
        _ => None,
    }
}

fn count(faults: usize, lang: Lang) -> String {
    match (faults, lang) {
        (1, Lang::Sv) => "ett fel".into(),
        (1, Lang::En) => "one fault".into(),
        (_, Lang::Sv) => format!("{faults} fel"),
        (_, Lang::En) => format!("{faults} faults"),
    }
}

/// The page of a kind of problem: what it means, in both languages.
pub fn page(code: ErrorCode) -> String {
    let (title, meaning) = (code.title(), code.meaning());
    let content = html! {
        h1 { (title.sv) }
        p { (meaning.sv) }
        div lang="en" {
            h2 { (title.en) }
            p { (meaning.en) }
        }
        p { code { (code.code()) } " · HTTP " (code.status()) }
    };
    super::page::page(Lang::Sv, &format!("{} / {}", title.sv, title.en), &content, super::page::Sheet::Portrait)
}
