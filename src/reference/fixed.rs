//! Lists that are read only and small: municipalities, priorities, code lists. Their two operations are written here,
//! once.

use actix_web::{HttpRequest, web};
use diesel::QueryResult;
use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use crate::app::App;
use crate::db::Conn;
use crate::error::ErrorCode;
use crate::http::answer;
use crate::http::context::{Context, Ctx};
use crate::http::endpoint::{Endpoint, Op};
use crate::http::query::{Filter, Params, paging, read_paging};
use crate::identity::caller::{Allowed, Subject, may};
use crate::identity::me::SelfLink;
use crate::register::api::Answer;
use crate::register::represent::Page;
use crate::register::schema;

/// A list that is read only and small enough to be at hand whole. Its name as a subject is its segment of the address.
pub trait FixedList: Subject {
    /// The name of an item's schema.
    const SCHEMA: &'static str;
    /// One item, in English prose.
    const ONE: &'static str;
    /// Several.
    const MANY: &'static str;
    /// The name of the key in the address.
    const KEY: &'static str;
    /// What the list holds.
    const ABOUT: &'static str;
    /// An item.
    type Item: Serialize + ToSchema + Send + 'static;
    /// The filters of the list.
    type Filter: Filter;

    /// All of them, in their order.
    ///
    /// # Errors
    /// When the database refuses.
    fn load(conn: &mut Conn, link: &dyn Fn(&str) -> SelfLink) -> QueryResult<Vec<Self::Item>>;
    /// The key of an item in its address.
    fn key(item: &Self::Item) -> &str;
    /// Whether an item is wanted.
    fn matches(_item: &Self::Item, _filter: &Self::Filter) -> bool {
        true
    }
}

/// What a list adds to the document's schemas.
pub fn schemas<L: FixedList>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    L::Item::schemas(schemas);
    schemas.push((L::SCHEMA.into(), L::Item::schema()));
    let page = schema::page_of(L::SCHEMA, &format!("A page of {}.", L::MANY));
    schemas.push((format!("{}Page", L::SCHEMA), page.into()));
}

/// The endpoints of a list.
pub fn endpoints<L: FixedList>() -> Vec<Endpoint> {
    let (path, schema, one, many, key) = (L::NAME, L::SCHEMA, L::ONE, L::MANY, L::KEY);
    let id = |verb: &str, what: &str| format!("{verb}_{}", what.replace([' ', '-'], "_"));
    let list = Op::new(id("list", many), path, format!("List {many}"), format!("{} Read-only.", L::ABOUT))
        .query(paging())
        .query(L::Filter::document())
        .answers(200, format!("A page of {many}."), &format!("{schema}Page"))
        .conditional();
    let read = Op::new(id("get", one), path, format!("Read a {one}"), format!("One {one} by its {key}."))
        .answers(200, format!("The {one}."), schema)
        .conditional();
    vec![
        Endpoint::at(format!("/{path}")).get(list, list_all::<L>),
        Endpoint::at(format!("/{path}/{{{key}}}")).get(read, read_one::<L>),
    ]
}

async fn load<L: FixedList>(app: &App, context: &Context) -> Result<Vec<L::Item>, crate::error::ApiError> {
    let base = context.link(&format!("/{}", L::NAME));
    app.db.snapshot(move |conn| Ok(L::load(conn, &|key| SelfLink::to(format!("{base}/{key}")))?)).await
}

async fn list_all<L: FixedList>(
    _allowed: Allowed<L, may::Read>,
    ctx: Ctx,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    let mut params = Params::parse(&ctx.query);
    let (page, limit) = read_paging(&mut params);
    let filter = L::Filter::read(&mut params);
    params.finish()?;
    let mut all = load::<L>(&app, &ctx).await?;
    all.retain(|item| L::matches(item, &filter));
    answer::by_content(&request, &Page::slice(&ctx, all, page, limit))
}

async fn read_one<L: FixedList>(
    _allowed: Allowed<L, may::Read>,
    ctx: Ctx,
    key: web::Path<String>,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let all = load::<L>(&app, &ctx).await?;
    let one = all.into_iter().find(|item| L::key(item) == *key).ok_or(ErrorCode::NotFound)?;
    answer::by_content(&request, &one)
}
