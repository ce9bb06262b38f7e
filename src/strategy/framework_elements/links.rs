//! The links to framework elements that other records keep.

use std::collections::HashSet;
use std::rc::Rc;

use diesel::prelude::*;
use serde_json::{Value, json};

use super::{FrameworkElement, FrameworkLink, LinkStrength};
use crate::db::Conn;
use crate::db::schema::framework_elements;
use crate::db::types::Id;
use crate::error::{Fault, Missing};
use crate::journal::{Lookup, Tx};
use crate::register::rules::{check_known, check_unique, is_changed};
use crate::register::{Record, Register};
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::text;

/// The codes of all elements.
#[derive(PartialEq, Eq, Hash)]
struct Codes;

impl Lookup for Codes {
    type Found = Rc<HashSet<String>>;
    const FROM: &'static [&'static str] = &[FrameworkElement::TYPE];

    fn look_up(&self, conn: &mut Conn) -> QueryResult<Self::Found> {
        let codes: Vec<String> = framework_elements::table.select(framework_elements::code).load(conn)?;
        Ok(Rc::new(codes.into_iter().collect()))
    }
}

/// Names every link to what is no element, or to one that is linked already, where the links were changed. What is put away
/// or superseded may be linked to: what served it then still did.
///
/// # Errors
/// When the database refuses.
pub fn check<R: Register>(
    tx: &mut Tx<'_>,
    before: Option<&Record<R>>,
    after: &Record<R>,
    links: fn(&R::Content) -> &Vec<FrameworkLink>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    let is_same = !is_changed(before, after, links);
    let links = links(&after.content);
    if is_same || links.is_empty() {
        return Ok(());
    }
    check_unique("/frameworkLinks", links.iter().map(|link| &link.code), faults);
    let codes = links.iter().enumerate();
    let codes = codes.map(|(place, link)| (format!("/frameworkLinks/{place}/code"), link.code.as_str()));
    check_known(codes, FrameworkElement::PATH, &*tx.look_up(Codes)?, faults);
    Ok(())
}

/// R-05: what leaves the drafts is linked to a strategy area or an element of a framework.
pub fn missing_link(areas: &[Id<StrategyArea>], links: &[FrameworkLink]) -> Option<Missing> {
    (areas.is_empty() && links.is_empty()).then_some(Missing {
        pointer: "/strategyAreaIds",
        reason: text(
            "minst en koppling, till ett strategiområde eller i frameworkLinks",
            "at least one link, to a strategy area or in frameworkLinks",
        ),
        rule: Some("R-05"),
    })
}

/// How a list of links, kept as JSON, writes one to an element: no text in it reads so, as its quotes are escaped. No code
/// has small letters, which LIKE takes for capitals on one of the databases alone.
#[expect(clippy::ptr_arg, reason = "what a filter of codes holds")]
pub fn as_written(code: &String) -> Option<String> {
    (!code.contains(char::is_lowercase)).then(|| format!("{{\"code\":{},", Value::from(code.as_str())))
}

/// Lifts a snapshot that named framework elements by their codes alone: each was a primary link without words.
pub fn lift_links(mut snapshot: Value) -> Value {
    if let Value::Object(fields) = &mut snapshot
        && let Some(Value::Array(codes)) = fields.remove("frameworkElements")
    {
        let link = |code| json!({"code": code, "strength": LinkStrength::default(), "text": null});
        fields.insert("frameworkLinks".into(), codes.into_iter().map(link).collect());
    }
    snapshot
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_primary_links_without_words() {
        let lifted = lift_links(json!({"title": "A", "frameworkElements": ["RUP-1", "EU-2"]}));
        let link = |code| json!({"code": code, "strength": "primary", "text": null});
        assert_eq!(lifted, json!({"title": "A", "frameworkLinks": [link("RUP-1"), link("EU-2")]}));
        assert_eq!(lift_links(json!({"title": "A"})), json!({"title": "A"}));
    }

    #[test]
    fn a_link_is_written_whole_and_its_code_first() -> serde_json::Result<()> {
        let link: FrameworkLink = serde_json::from_str(r#"{"code": "RUP-1"}"#)?;
        let written = serde_json::to_string(&link)?;
        assert_eq!(written, r#"{"code":"RUP-1","strength":"primary","text":null}"#);
        assert!(as_written(&link.code).is_some_and(|start| written.starts_with(&start)));
        assert_eq!(as_written(&"rup-1".to_owned()), None);
        let link: FrameworkLink = serde_json::from_str(r#"{"text": "A", "strength": "secondary", "code": "B"}"#)?;
        assert_eq!(serde_json::to_string(&link)?, r#"{"code":"B","strength":"secondary","text":"A"}"#);
        Ok(())
    }
}
