//! What framework elements, and links to them, look like on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::FrameworkElement;
use crate::db::types::Id;
use crate::http::query::{Any, AnyOrNone};
use crate::strategy::policy_frameworks::{FrameworkLevel, PolicyFramework};
use crate::text::Bilingual;

/// The fields of a framework element that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FrameworkElementIn {
    /// The framework that it is an element of.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub framework_id: Id<PolicyFramework>,
    /// A short code, unique among all elements, by which links name it: capital letters, digits and hyphens. It never
    /// changes.
    #[schema(pattern = "^[A-Z0-9]+(-[A-Z0-9]+)*$", max_length = 20, example = "VS40-1")]
    pub code: String,
    /// What it is called.
    #[schema(example = json!({"sv": "Förbättra livsvillkoren", "en": "Improve living conditions"}))]
    pub name: Bilingual,
    /// Its place among the elements, from 1.
    #[schema(minimum = 1, maximum = 1000, example = 1)]
    pub order: i32,
    /// The element of the same framework that it is a part of.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub parent_id: Option<Id<FrameworkElement>>,
}

crate::code_list! {
    /// How strongly something serves a framework element.
    pub enum LinkStrength "link-strengths" ("Kopplingars styrka", "Strengths of links") {
        Primary = "primary" ("Huvudsaklig", "Primary"),
        Secondary = "secondary" ("Delvis", "Secondary"),
    }
}

#[expect(clippy::derivable_impls, reason = "an enumeration of codes marks no variant")]
impl Default for LinkStrength {
    fn default() -> Self {
        Self::Primary
    }
}

/// A link to an element of a policy framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FrameworkLink {
    // First: the filter by it looks for the beginning of a link.
    /// The code of the element, of those under /framework-elements.
    #[schema(min_length = 1, max_length = 20, example = "RUP-3")]
    pub code: String,
    /// How strongly it is served; primary, when nothing is said.
    #[serde(default)]
    #[schema(inline = false, example = "primary")]
    pub strength: LinkStrength,
    /// Why, in words.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 1000, example = "Utbytet ger lärare nya kunskaper.")]
    pub text: Option<String>,
}

crate::filter! {
    /// The filters of the list of framework elements.
    pub struct FrameworkElementFilter {
        /// The framework, by its id.
        framework_id: "frameworkId" => Any<Id<PolicyFramework>>,
        /// The framework, by its code.
        framework: "framework" => Any<String>,
        /// The level of the framework.
        level: "level" => Any<FrameworkLevel>,
        /// The code.
        code: "code" => Any<String>,
        /// The element that it is a part of.
        parent_id: "parentId" => AnyOrNone<Id<FrameworkElement>>,
    }
}
