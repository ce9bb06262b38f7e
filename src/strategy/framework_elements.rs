//! The elements of the policy frameworks that the strategy's areas link to: the regional development programme, the
//! national strategy, and the agendas of the EU.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::Conn;
use crate::db::schema::framework_elements;
use crate::db::types::Id;
use crate::error::{Fault, Missing};
use crate::http::endpoint::Endpoint;
use crate::http::query::Any;
use crate::identity::caller::Subject;
use crate::identity::me::SelfLink;
use crate::reference::fixed::{self, FixedList};
use crate::register::rules::{check_known, check_unique, listed};
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{Bilingual, text};

crate::code_list! {
    /// A policy framework.
    pub enum Framework "frameworks" ("Ramverk", "Policy frameworks") {
        RegionalProgramme = "regional_programme" ("Det regionala utvecklingsprogrammet", "The regional development programme"),
        NationalStrategy = "national_strategy"
            ("Nationell strategi för regional konkurrenskraft, entreprenörskap och sysselsättning 2007-2013",
             "National strategy for regional competitiveness, entrepreneurship and employment 2007-2013"),
        EuAgendas = "eu_agendas" ("Lissabon- och Göteborgsagendan", "The Lisbon and Gothenburg agendas"),
    }
}

/// The code of a framework element, as a schema.
#[derive(Debug, ToSchema)]
#[schema(min_length = 1, max_length = 20, example = "RUP-3")]
pub struct FrameworkElementCode(pub String);

/// The framework elements, as a subject of the policy.
pub struct FrameworkElements;

impl Subject for FrameworkElements {
    const NAME: &'static str = "framework-elements";
}

/// An element of a policy framework.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FrameworkElementOut {
    /// The framework.
    #[schema(inline = false)]
    pub framework: Framework,
    /// Its stable code.
    #[schema(example = "RUP-1")]
    pub code: String,
    /// What it is called.
    pub name: Bilingual,
    /// Where this is.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

crate::filter! {
    /// The filters of the list of framework elements.
    pub struct FrameworkElementFilter {
        /// The framework.
        framework: "framework" => Any<Framework>,
    }
}

impl FixedList for FrameworkElements {
    const SCHEMA: &'static str = "FrameworkElement";
    const ONE: &'static str = "framework element";
    const MANY: &'static str = "framework elements";
    const KEY: &'static str = "code";
    const ABOUT: &'static str = "The elements of the policy frameworks that strategy areas and activities link to.";
    type Item = FrameworkElementOut;
    type Filter = FrameworkElementFilter;

    fn load(conn: &mut Conn, link: &dyn Fn(&str) -> SelfLink) -> QueryResult<Vec<FrameworkElementOut>> {
        let rows: Vec<(String, Framework, String, String)> = framework_elements::table
            .order(framework_elements::position)
            .select((
                framework_elements::code,
                framework_elements::framework,
                framework_elements::name_sv,
                framework_elements::name_en,
            ))
            .load(conn)?;
        let item = |(code, framework, sv, en): (String, Framework, String, String)| FrameworkElementOut {
            framework,
            name: Bilingual { sv: Some(sv), en: Some(en) },
            links: link(&code),
            code,
        };
        Ok(rows.into_iter().map(item).collect())
    }

    fn key(item: &FrameworkElementOut) -> &str {
        &item.code
    }

    fn matches(item: &FrameworkElementOut, filter: &FrameworkElementFilter) -> bool {
        filter.framework.values().is_none_or(|wanted| wanted.contains(&item.framework))
    }
}

/// The framework of every element.
///
/// # Errors
/// When the database refuses.
pub fn frameworks(conn: &mut Conn) -> QueryResult<HashMap<String, Framework>> {
    let rows: Vec<(String, Framework)> =
        framework_elements::table.select((framework_elements::code, framework_elements::framework)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Names every code that is no element, or that stands twice.
///
/// # Errors
/// When the database refuses.
pub fn check(conn: &mut Conn, codes: &[String], faults: &mut Vec<Fault>) -> QueryResult<()> {
    if codes.is_empty() {
        return Ok(());
    }
    let known: HashSet<String> = frameworks(conn)?.into_keys().collect();
    check_unique("/frameworkElements", codes.iter(), faults);
    check_known(listed("/frameworkElements", codes), FrameworkElements::NAME, &known, faults);
    Ok(())
}

/// The endpoints.
pub fn endpoints() -> Vec<Endpoint> {
    fixed::endpoints::<FrameworkElements>()
}

/// what leaves the drafts is linked to a strategy area or an element of a framework.
pub fn missing_link(areas: &[Id<StrategyArea>], elements: &[String]) -> Option<Missing> {
    (areas.is_empty() && elements.is_empty()).then_some(Missing {
        pointer: "/strategyAreaIds",
        reason: text(
            "minst en koppling, till ett strategiområde eller i frameworkElements",
            "at least one link, to a strategy area or in frameworkElements",
        ),
        rule: Some("R-05"),
    })
}
