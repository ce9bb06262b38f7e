//! What cooperation agreements look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AgreementState, CooperationAgreement};
use crate::cooperation::partners::Partner;
use crate::cooperation::terms::DecisionDayBasis;
use crate::db::types::Id;
use crate::http::query::{Any, AnyOrNone, Range};
use crate::register::RegistryKey;
use crate::register::rules::Precision;
use crate::strategy::framework_elements::FrameworkLink;
use crate::strategy::strategy_areas::StrategyArea;

crate::code_list! {
    /// What kind of agreement it is.
    pub enum AgreementKind "agreement-kinds" ("Avtalsslag", "Kinds of agreement") {
        Cooperation = "cooperation" ("Samarbetsavtal", "Cooperation agreement"),
        LetterOfIntent = "letter_of_intent" ("Avsiktsförklaring", "Letter of intent"),
        ProjectPartnership = "project_partnership" ("Projektavtal", "Project partnership"),
        Domestic = "domestic" ("Nationellt avtal", "Domestic agreement") ["domestic cooperation agreement"],
        Other = "other" ("Annat", "Other"),
    }
}

crate::code_list! {
    /// How an agreement stands to the one that it goes back to.
    pub enum AgreementRelation "agreement-relations" ("Avtalets led i kedjan", "Places in a chain of agreements") {
        Original = "original" ("Ursprungligt", "Original"),
        Amendment = "amendment" ("Tillägg", "Amendment"),
        Renewal = "renewal" ("Förnyelse", "Renewal"),
    }
}

/// What a party has taken upon itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Obligation {
    /// What.
    #[schema(min_length = 1, max_length = 1000, example = "Gemensam konferens om kompetensförsörjning")]
    pub text: String,
    /// By when.
    #[serde(default)]
    #[schema(example = "2024-10-31")]
    pub due_on: Option<NaiveDate>,
    /// When it was done.
    #[serde(default)]
    #[schema(example = "2024-10-17")]
    pub done_on: Option<NaiveDate>,
}

/// Who signed, in which office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Signatory {
    /// The name.
    #[schema(min_length = 1, max_length = 200, example = "Namn Namnsson")]
    pub name: String,
    /// The office.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, example = "Regionstyrelsens ordförande")]
    pub role: Option<String>,
    /// For whom; empty for the region.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, example = "Innlandet fylkeskommune")]
    pub party: Option<String>,
}

/// The fields of a cooperation agreement that a caller sets. The region is always a party; the partners are the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CooperationAgreementIn {
    /// What it is called.
    #[schema(min_length = 1, max_length = 300, example = "Samarbetsavtal med Innlandet fylkeskommune")]
    pub title: String,
    /// What kind it is.
    #[schema(inline = false, example = "cooperation")]
    pub kind: AgreementKind,
    /// The other parties; at least one when it is proposed.
    #[serde(default)]
    #[schema(max_items = 100, value_type = Vec<uuid::Uuid>)]
    pub partner_ids: Vec<Id<Partner>>,
    /// The original agreement that it amends or renews.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub master_id: Option<Id<CooperationAgreement>>,
    /// How it stands to it.
    #[schema(inline = false, example = "original")]
    pub relation: AgreementRelation,
    /// The first day; the day of signing, when nothing is said. It never holds before it is decided and signed.
    #[schema(example = "2023-03-07")]
    pub valid_from: Option<NaiveDate>,
    /// How exactly the first day is known.
    #[schema(inline = false, example = "day")]
    pub valid_from_precision: Option<Precision>,
    /// The last day, unless it is open-ended.
    #[schema(example = "2026-12-31")]
    pub valid_to: Option<NaiveDate>,
    /// How exactly the last day is known.
    #[schema(inline = false, example = "day")]
    pub valid_to_precision: Option<Precision>,
    /// Whether it holds until someone gives notice.
    #[serde(default)]
    #[schema(example = false)]
    pub open_ended: bool,
    /// Months of notice.
    #[schema(minimum = 0, maximum = 120, example = 6)]
    pub notice_months: Option<i32>,
    /// What the cooperation is about, in words.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub focus_areas: Vec<FocusArea>,
    /// The strategy areas that it serves.
    #[serde(default)]
    #[schema(max_items = 50, value_type = Vec<uuid::Uuid>)]
    pub strategy_area_ids: Vec<Id<StrategyArea>>,
    /// The elements of the policy frameworks that it serves.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub framework_links: Vec<FrameworkLink>,
    /// What the parties have taken upon themselves.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub obligations: Vec<Obligation>,
    /// The day on which it was signed.
    #[schema(example = "2023-03-21")]
    pub signed_on: Option<NaiveDate>,
    /// How exactly that day is known; to the day, when nothing is said.
    #[schema(inline = false, example = "day")]
    pub signed_on_precision: Option<Precision>,
    /// Who signed.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub signatories: Vec<Signatory>,
    /// The number in the registry, as printed.
    #[schema(min_length = 1, max_length = 40, example = "RUN 14-0684-09")]
    pub registry_number: Option<String>,
}

/// A field that the cooperation is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[schema(min_length = 1, max_length = 200, example = "Kompetensförsörjning")]
pub struct FocusArea(pub String);

/// The fields of a cooperation agreement that decisions and transitions set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct CooperationAgreementKept {
    /// The day of the decision that approved it.
    #[schema(example = "2023-03-07")]
    pub approved_on: Option<NaiveDate>,
    /// The day of the decision to give notice.
    #[schema(example = "2026-05-20")]
    pub notice_given_on: Option<NaiveDate>,
    /// The day on which it was ended after notice.
    #[schema(example = "2026-12-31")]
    pub terminated_on: Option<NaiveDate>,
}

/// Days between two agreements of a chain, when none was in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Gap {
    /// The first of them.
    #[schema(example = "2023-01-01")]
    pub from: NaiveDate,
    /// The last of them.
    #[schema(example = "2023-03-06")]
    pub to: NaiveDate,
}

/// What is computed of a cooperation agreement.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CooperationAgreementComputed {
    /// Whether it is in force today.
    #[schema(example = true)]
    pub in_force: bool,
    /// The first day on which it is in force: decided, signed and begun. Empty until it is signed.
    #[schema(example = "2023-03-21")]
    pub in_force_from: Option<NaiveDate>,
    /// The last day on which it is in force, by its own end or by notice; empty when it has none.
    #[schema(example = "2026-12-31")]
    pub in_force_to: Option<NaiveDate>,
    /// Whether it has run out.
    #[schema(example = false)]
    pub expired: bool,
    /// The last day on which notice can be given for its last day.
    #[schema(example = "2026-06-30")]
    pub last_notice_day: Option<NaiveDate>,
    /// The day by which it must be decided whether it goes on: the last meeting of the competent body before the last
    /// notice day, or before the last day where no notice is agreed.
    #[schema(example = "2026-06-11")]
    pub decision_needed_by: Option<NaiveDate>,
    /// What that day is taken from.
    #[schema(inline = false)]
    pub decision_needed_by_basis: Option<DecisionDayBasis>,
    /// The later agreement that renews it, once that is approved.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub renewed_by_id: Option<Id<CooperationAgreement>>,
    /// The days before it in its chain when no agreement was in force.
    pub gap: Option<Gap>,
    /// In force, but without an activity this year with any of its partners (W8).
    #[schema(example = false)]
    pub dormant: bool,
}

crate::filter! {
    /// The filters of the list of cooperation agreements.
    pub struct CooperationAgreementFilter {
        /// The state.
        state: "state" => Any<AgreementState>,
        /// What kind it is.
        kind: "kind" => Any<AgreementKind>,
        /// How it stands to the original.
        relation: "relation" => Any<AgreementRelation>,
        /// A party.
        partner_id: "partnerId" => AnyOrNone<Id<Partner>>,
        /// The original that it goes back to.
        master_id: "masterId" => AnyOrNone<Id<CooperationAgreement>>,
        /// A strategy area that it serves.
        strategy_area_id: "strategyAreaId" => AnyOrNone<Id<StrategyArea>>,
        /// An element of a policy framework that it serves.
        framework_element: "frameworkElement" => AnyOrNone<String>,
        /// Whether it is in force: today, or on the day of `on`.
        in_force: "inForce" => Any<bool>,
        /// Whether it holds until someone gives notice.
        open_ended: "openEnded" => Any<bool>,
        /// The registry number; upper and lower case and spaces make no difference.
        registry_number: "registryNumber" => AnyOrNone<RegistryKey>,
        /// The first day.
        valid_from: "validFrom" => Range<NaiveDate>,
        /// The last day.
        valid_to: "validTo" => Range<NaiveDate>,
        /// The last day on which notice can be given.
        last_notice_day: "lastNoticeDay" => Range<NaiveDate>,
    }
}
