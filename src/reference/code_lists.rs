//! Every enumeration with its codes and labels, for drop-down lists.

use actix_web::{HttpRequest, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::countries;
use crate::code_list::CodeList;
use crate::cooperation::partners::{Contribution, PartnerKind, PartnerState, PartnershipKind};
use crate::error::ErrorCode;
use crate::governance::units::UnitKind;
use crate::http::answer;
use crate::http::context::{Context, Ctx};
use crate::http::endpoint::{Endpoint, Op};
use crate::http::query::{Params, paging, read_paging};
use crate::identity::caller::{Allowed, Subject, may};
use crate::identity::me::SelfLink;
use crate::identity::policy::Role;
use crate::openapi::ApiStatus;
use crate::register::DocumentKind;
use crate::register::api::Answer;
use crate::register::represent::Page;
use crate::register::rules::Precision;
use crate::text::{Bilingual, Text, text};

/// Every enumeration of the service, in the order of their names.
pub const LISTS: &[CodeList] = &[
    ApiStatus::LIST,
    Contribution::LIST,
    Precision::LIST,
    DocumentKind::LIST,
    PartnerKind::LIST,
    PartnerState::LIST,
    PartnershipKind::LIST,
    Role::LIST,
    UnitKind::LIST,
];

/// The list of countries, which comes from a library and not from an enumeration.
const COUNTRIES: (&str, Text) = ("countries", text("Länder (ISO 3166-1)", "Countries (ISO 3166-1)"));

/// The code lists, as a subject of the policy.
pub struct CodeLists;

impl Subject for CodeLists {
    const NAME: &'static str = "code-lists";
}

/// A code and its labels.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodeOut {
    /// The stable code.
    #[schema(example = "university")]
    pub code: String,
    /// What people call it.
    pub label: Bilingual,
}

/// An enumeration.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CodeListOut {
    /// Its name in the address.
    #[schema(example = "partner-kinds")]
    pub name: String,
    /// What it lists.
    pub title: Bilingual,
    /// Its codes, in their order.
    pub codes: Vec<CodeOut>,
    /// Where this is.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

/// The endpoints.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/code-lists").get(
            Op::new("list_code_lists", "code-lists", "List the code lists", "Every enumeration of the service with its codes and labels in Swedish and English, for drop-down lists.")
                .query(paging())
                .answers(200, "A page of code lists.", "CodeListPage")
                .conditional(),
            list_code_lists,
        ),
        Endpoint::at("/code-lists/{name}").get(
            Op::new("get_code_list", "code-lists", "Read a code list", "One enumeration with its codes and labels.")
                .answers(200, "The code list.", "CodeList")
                .conditional(),
            get_code_list,
        ),
    ]
}

fn bilingual(text: Text) -> Bilingual {
    Bilingual { sv: Some(text.sv.to_owned()), en: Some(text.en.to_owned()) }
}

fn all(context: &Context) -> Vec<CodeListOut> {
    let links = |name: &str| SelfLink::to(context.link(&format!("/code-lists/{name}")));
    let mut lists: Vec<CodeListOut> = LISTS
        .iter()
        .map(|list| CodeListOut {
            name: list.name.to_owned(),
            title: bilingual(list.title),
            codes: list
                .codes
                .iter()
                .map(|code| CodeOut { code: code.code.to_owned(), label: bilingual(code.label) })
                .collect(),
            links: links(list.name),
        })
        .collect();
    let (name, title) = COUNTRIES;
    lists.push(CodeListOut {
        name: name.to_owned(),
        title: bilingual(title),
        codes: countries::all().map(|(code, label)| CodeOut { code: code.to_owned(), label: label.clone() }).collect(),
        links: links(name),
    });
    lists.sort_by(|one, other| one.name.cmp(&other.name));
    lists
}

async fn list_code_lists(_allowed: Allowed<CodeLists, may::Read>, ctx: Ctx, request: HttpRequest) -> Answer {
    let mut params = Params::parse(&ctx.query);
    let (page, limit) = read_paging(&mut params);
    params.finish()?;
    answer::by_content(&request, &Page::slice(&ctx, all(&ctx), page, limit))
}

async fn get_code_list(
    _allowed: Allowed<CodeLists, may::Read>,
    ctx: Ctx,
    name: web::Path<String>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let list = all(&ctx).into_iter().find(|list| list.name == *name).ok_or(ErrorCode::NotFound)?;
    answer::by_content(&request, &list)
}
