//! The query of a list and of one record.

use chrono::NaiveDate;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};

use super::{Any, Filter, FilterField as _, Params, Range, Value, parameter, repeated};
use crate::clock::date_in_sweden;
use crate::db::types::{Id, Instant};
use crate::error::{ApiError, Fault, FaultCode};
use crate::identity::policy::{Verb, permission};
use crate::register::{Register, schema};
use crate::text::{Message, fold, text};

/// The items of a page when nothing is said (DIGG FNS.09).
const DEFAULT_LIMIT: i64 = 20;
/// The most items of a page.
pub const MAX_LIMIT: i64 = 100;
/// The most values of `id=`, which keeps an address under 2048 characters.
const MAX_IDS: usize = 50;
/// The most words of `q=`: each is a term of the statement, and a database takes only so many.
const MAX_WORDS: usize = 20;
/// What `asOf` asks for.
pub const AS_OF: &str = "What the register said at this instant (RFC 3339), or at the end of this day.";

/// The parameters that only a page has.
const PAGED: [&str; 4] = ["page", "limit", "sort", "expand"];

/// One key of `sort=`.
#[derive(Clone, Copy, Debug)]
pub struct Sort {
    /// The key.
    pub key: &'static str,
    /// From the end.
    pub descending: bool,
}

/// The query of a register's list.
#[derive(Clone, Debug)]
pub struct ListQuery<R: Register> {
    page: i64,
    limit: i64,
    /// The order; `id` always comes last.
    pub sort: Vec<Sort>,
    /// The fields wanted.
    pub fields: Option<Vec<String>>,
    /// The words searched for, folded.
    pub words: Vec<String>,
    /// These records alone.
    pub ids: Vec<Id<R>>,
    /// Put away or not; not, when nothing is said.
    pub archived: Any<bool>,
    /// Changed when.
    pub updated_at: Range<Instant>,
    /// Created when.
    pub created_at: Range<Instant>,
    /// The references to embed.
    pub expand: Vec<&'static str>,
    /// In force this day.
    pub on: Option<NaiveDate>,
    /// Today; of an earlier register, the day that it is read as of.
    pub today: NaiveDate,
    /// As the register was at this instant.
    pub as_of: Option<Instant>,
    /// The register's own filters.
    pub filter: R::Filter,
}

impl<R: Register> ListQuery<R> {
    /// Reads the query of a list.
    ///
    /// # Errors
    /// `invalid_request` with every fault.
    pub fn parse(query: &str, today: NaiveDate) -> Result<Self, ApiError> {
        Self::read(Params::parse(query), today)
    }

    /// Reads the query of a whole list, from what is left of the parameters: it has no pages, no order of its own, and
    /// embeds nothing.
    ///
    /// # Errors
    /// `invalid_request` with every fault.
    pub fn read_whole(mut params: Params, today: NaiveDate) -> Result<Self, ApiError> {
        for name in PAGED {
            if !params.take(name).is_empty() {
                params.unknown(name);
            }
        }
        Self::read(params, today)
    }

    fn read(mut params: Params, today: NaiveDate) -> Result<Self, ApiError> {
        let as_of = params.as_of();
        let page = params.number("page", 1, 0..=i64::from(u32::MAX));
        let limit = params.number("limit", DEFAULT_LIMIT, 1..=MAX_LIMIT);
        let ids = params.all::<Id<R>>("id");
        if ids.len() > MAX_IDS {
            params.fault(Fault::query("id", FaultCode::TooMany, text("högst 50", "at most 50")));
        }
        let archived = Any::read("archived", &mut params);
        let parsed = Self {
            page,
            limit,
            sort: read_sort::<R>(&mut params),
            fields: read_fields::<R>(&mut params),
            words: read_words(&mut params),
            ids,
            archived: if archived.values().is_some() { archived } else { Any::of(vec![false]) },
            updated_at: Range::read("updatedAt", &mut params),
            created_at: Range::read("createdAt", &mut params),
            expand: read_expand::<R>(&mut params),
            on: if R::HAS_PERIOD { params.one("on") } else { None },
            today: day_of(as_of, today),
            as_of,
            filter: R::Filter::read(&mut params),
        };
        params.finish()?;
        Ok(parsed)
    }

    /// The page, from 1.
    pub fn page(&self) -> i64 {
        self.page
    }

    /// The most items of the page; none on page 0, which lies before the first (DIGG FNS.14).
    pub fn limit(&self) -> i64 {
        if self.page == 0 { 0 } else { self.limit }
    }

    /// The items wanted per page.
    pub fn wanted(&self) -> i64 {
        self.limit
    }

    /// The items before the page.
    pub fn offset(&self) -> i64 {
        (self.page - 1).max(0) * self.limit
    }

    /// The parameters of a whole list in the document.
    pub fn document_whole() -> Vec<Parameter> {
        let mut all = Self::document();
        all.retain(|parameter| !PAGED.contains(&parameter.name.as_str()));
        all
    }

    /// The parameters in the document.
    pub fn document() -> Vec<Parameter> {
        let mut all = paging();
        all.extend([
            parameter(
                "sort",
                &format!("The order: {}; `-` before a key turns it round; several are separated by commas. `id` decides what is left.", R::SORTS.join(", ")),
                <String as Value>::schema(),
            ),
            parameter("fields", "Only these fields, separated by commas; id, version and _links always come.", <String as Value>::schema()),
            parameter("q", "Searches names, aliases, titles and codes; every word must occur, at most 20. Upper and lower case are the same.", <String as Value>::schema()),
            repeated("id", "Only these records, at most 50.", <Id<R> as Value>::schema()),
            repeated("archived", "`true` for those put away; `false`, the default, for the others; both for all.", <bool as Value>::schema()),
        ]);
        all.extend(Range::<Instant>::document("updatedAt", "When it was last changed."));
        all.extend(Range::<Instant>::document("createdAt", "When it was created."));
        all.extend(R::Filter::document());
        all.extend(view_parameters::<R>());
        if R::HAS_PERIOD {
            all.push(parameter(
                "on",
                "Only what was in force this day, by its business dates.",
                <NaiveDate as Value>::schema(),
            ));
        }
        all
    }
}

/// What was today as of an instant: what is computed from the day is computed for that one.
pub fn day_of(as_of: Option<Instant>, today: NaiveDate) -> NaiveDate {
    as_of.map_or(today, |at| date_in_sweden(at).min(today))
}

/// The query of one record.
#[derive(Clone, Debug)]
pub struct ItemQuery {
    /// The fields wanted.
    pub fields: Option<Vec<String>>,
    /// The references to embed.
    pub expand: Vec<&'static str>,
    /// As the register was at this instant.
    pub as_of: Option<Instant>,
}

impl ItemQuery {
    /// Reads the query of one record.
    ///
    /// # Errors
    /// `invalid_request` with every fault.
    pub fn parse<R: Register>(query: &str) -> Result<Self, ApiError> {
        if query.is_empty() {
            return Ok(Self { fields: None, expand: Vec::new(), as_of: None });
        }
        Self::read::<R>(Params::parse(query))
    }

    /// Reads the query of one record from what is left of the parameters.
    ///
    /// # Errors
    /// `invalid_request` with every fault.
    pub fn read<R: Register>(mut params: Params) -> Result<Self, ApiError> {
        let parsed = Self {
            fields: read_fields::<R>(&mut params),
            expand: read_expand::<R>(&mut params),
            as_of: params.as_of(),
        };
        params.finish()?;
        Ok(parsed)
    }

    /// The parameters in the document.
    pub fn document<R: Register>() -> Vec<Parameter> {
        let mut all = vec![parameter(
            "fields",
            "Only these fields, separated by commas; id, version and _links always come.",
            <String as Value>::schema(),
        )];
        all.extend(view_parameters::<R>());
        all
    }
}

/// A page and how many items it may hold, for lists that are not a register's.
///
/// # Errors
/// `invalid_request` with every fault.
pub fn read_paging(params: &mut Params) -> (i64, i64) {
    (params.number("page", 1, 0..=i64::from(u32::MAX)), params.number("limit", DEFAULT_LIMIT, 1..=MAX_LIMIT))
}

/// The rows before a page, and how many are wanted of it: none of page 0.
pub fn window((page, limit): (i64, i64)) -> (i64, i64) {
    ((page - 1).max(0) * limit, if page == 0 { 0 } else { limit })
}

/// The parameters `page` and `limit` (DIGG FNS.07 to FNS.09).
pub fn paging() -> Vec<Parameter> {
    let whole = |default: i64, minimum: i64, maximum: Option<i64>| {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::Integer))
            .default(Some(default.into()))
            .minimum(Some(minimum))
            .maximum(maximum)
            .into()
    };
    vec![
        parameter("page", "The page, from 1. Past the end the list is empty.", whole(1, 1, None)),
        parameter("limit", "The most items of a page, at most 100.", whole(DEFAULT_LIMIT, 1, Some(MAX_LIMIT))),
    ]
}

fn view_parameters<R: Register>() -> Vec<Parameter> {
    let mut all = Vec::new();
    let names: Vec<&str> = R::references().iter().map(|reference| reference.name).collect();
    if !names.is_empty() {
        let about = format!(
            "Adds `_embedded` with id, name and state of what is referred to: {}; several are separated by commas.",
            names.join(", ")
        );
        all.push(parameter("expand", &about, <String as Value>::schema()));
    }
    let history = permission(R::PATH, Verb::History);
    let about = format!("{AS_OF} Needs the permission `{history}`: it shows what was changed or deleted since.");
    all.push(parameter("asOf", &about, <String as Value>::schema()));
    all
}

fn read_words(params: &mut Params) -> Vec<String> {
    let searched = params.one::<String>("q").map(|q| fold(&q)).unwrap_or_default();
    let words: Vec<String> = searched.split_whitespace().map(str::to_owned).collect();
    if words.len() > MAX_WORDS {
        params.fault(Fault::query("q", FaultCode::TooMany, text("högst 20 ord", "at most 20 words")));
    }
    words
}

fn read_sort<R: Register>(params: &mut Params) -> Vec<Sort> {
    let words = params.words("sort").unwrap_or_default();
    let mut sorts = Vec::new();
    for word in &words {
        let (name, descending) = word.strip_prefix('-').map_or((word.as_str(), false), |name| (name, true));
        match R::SORTS.iter().copied().find(|key| *key == name) {
            Some(key) if sorts.iter().any(|sort: &Sort| sort.key == key) => {
                let reason = Message::new(format!("{key} står flera gånger"), format!("{key} stands more than once"));
                params.fault(Fault::query("sort", FaultCode::Repeated, reason));
            }
            Some(key) => sorts.push(Sort { key, descending }),
            None => params.unknown_word("sort", name, R::SORTS),
        }
    }
    sorts
}

fn read_fields<R: Register>(params: &mut Params) -> Option<Vec<String>> {
    let words = params.words("fields")?;
    let known = &schema::field_names::<R>().all;
    for word in words.iter().filter(|word| !known.contains(word)) {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        params.unknown_word("fields", word, &known);
    }
    Some(words)
}

fn read_expand<R: Register>(params: &mut Params) -> Vec<&'static str> {
    if R::references().is_empty() {
        return Vec::new();
    }
    let names: Vec<&'static str> = R::references().iter().map(|reference| reference.name).collect();
    let mut found = Vec::new();
    for word in params.words("expand").unwrap_or_default() {
        match names.iter().copied().find(|name| *name == word) {
            Some(name) => found.push(name),
            None => params.unknown_word("expand", &word, &names),
        }
    }
    found
}
