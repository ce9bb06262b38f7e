//! What projects look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ProjectState;
use super::leverage::Leverage;
use crate::cooperation::partners::Partner;
use crate::db::types::Id;
use crate::funding::calls::Call;
use crate::funding::funding_programmes::FundingProgramme;
use crate::funding::project_ideas::ProjectIdea;
use crate::governance::decisions::Decision;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone, Range};
use crate::planning::activities::Sustainability;
use crate::reference::municipalities::MunicipalityCode;
use crate::register::Money;
use crate::register::money::Sum;
use crate::register::rules::Precision;
use crate::strategy::framework_elements::FrameworkLink;
use crate::strategy::strategy_areas::StrategyArea;

crate::code_list! {
    /// What a partner is in a project.
    pub enum ParticipationRole "participation-roles" ("Roller i projekt", "Roles in projects") {
        Lead = "lead" ("Samordnande stödmottagare", "Lead partner"),
        Owner = "owner" ("Projektägare", "Owner"),
        Partner = "partner" ("Partner", "Partner"),
        Associated = "associated" ("Associerad partner", "Associated partner"),
        Financier = "financier" ("Finansiär", "Financier"),
    }
}

crate::code_list! {
    /// What an amount rests on, the most certain last.
    pub enum MoneyBasis "money-bases" ("Beloppets grund", "Bases of amounts") {
        Applied = "applied" ("Sökt", "Applied for"),
        Budgeted = "budgeted" ("Budgeterat", "Budgeted"),
        Granted = "granted" ("Beviljat", "Granted"),
        Actual = "actual" ("Utfall", "Actual"),
    }
}

crate::code_list! {
    /// Where money comes from.
    pub enum FundingKind "funding-kinds" ("Finansieringskällor", "Sources of funding") {
        RegionOwn = "region_own" ("Regionens egna medel", "The region's own money"),
        Municipality = "municipality" ("Kommun", "Municipality"),
        State = "state" ("Svenska staten", "The Swedish state"),
        Eu = "eu" ("EU", "EU"),
        NorwegianState = "norwegian_state" ("Norska staten", "The Norwegian state"),
        OtherPublic = "other_public" ("Annan offentlig", "Other public"),
        Private = "private" ("Privat", "Private"),
        InKind = "in_kind" ("Eget arbete och annat än pengar", "In kind"),
    }
}

crate::code_list! {
    /// What a project gives the region (L23.4).
    pub enum ValueKind "value-kinds" ("Slag av värde", "Kinds of value") {
        InternalDevelopment = "internal_development" ("Intern utveckling", "Internal development"),
        RegionalAddedValue = "regional_added_value" ("Regionalt mervärde", "Regional added value"),
    }
}

/// Who takes part, and as what.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Participation {
    /// The partner.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub partner_id: Id<Partner>,
    /// As what.
    #[schema(inline = false, example = "lead")]
    pub role: ParticipationRole,
}

/// What a project costs in all, as a source states it. Sources may differ: all are kept, and one is reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatedTotal {
    /// The amount.
    pub amount: Money,
    /// What it rests on.
    #[schema(inline = false, example = "budgeted")]
    pub basis: MoneyBasis,
    /// Who states it.
    #[schema(min_length = 1, max_length = 300, example = "Programmets projektbank")]
    pub source: String,
    /// When it was stated.
    #[serde(default)]
    #[schema(example = "2018-05-18")]
    pub stated_on: Option<NaiveDate>,
    /// Whether it is rounded.
    #[serde(default)]
    #[schema(example = false)]
    pub approximate: bool,
    /// Whether it is the one that is reported: one is, where there are several.
    #[serde(default)]
    #[schema(example = true)]
    pub reporting: bool,
}

/// Money from one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FundingLine {
    /// Where it comes from.
    #[schema(inline = false, example = "region_own")]
    pub kind: FundingKind,
    /// The amount.
    pub amount: Money,
    /// What it rests on.
    #[schema(inline = false, example = "granted")]
    pub basis: MoneyBasis,
    /// Who states it.
    #[schema(min_length = 1, max_length = 300, example = "Regionstyrelsens beslut")]
    pub source: String,
    /// When it was stated.
    #[serde(default)]
    #[schema(example = "2018-03-21")]
    pub stated_on: Option<NaiveDate>,
    /// Whether it is rounded.
    #[serde(default)]
    #[schema(example = false)]
    pub approximate: bool,
    /// The partner that gives it.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub financier_id: Option<Id<Partner>>,
    /// The municipality that gives it, of those under /municipalities; with the kind municipality alone.
    #[serde(default)]
    #[schema(value_type = Option<MunicipalityCode>, example = "1784")]
    pub municipality_code: Option<String>,
}

/// What one unit of a currency was worth in the currency of the reported total: for display alone, the amounts stay as
/// they were stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExchangeRate {
    /// The currency: ISO 4217.
    #[schema(format = "currency", example = "SEK")]
    pub currency: String,
    /// What one of it was worth: decimal text with a full stop.
    #[schema(pattern = "^[0-9]{1,6}(\\.[0-9]{1,8})?$", example = "0.0976")]
    pub rate: String,
    /// The day of the rate.
    #[schema(example = "2018-03-21")]
    pub quoted_on: NaiveDate,
    /// Who quotes it.
    #[schema(min_length = 1, max_length = 300, example = "Europeiska centralbanken")]
    pub source: String,
}

/// The fields of a project that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProjectIn {
    /// What it is called.
    #[schema(min_length = 1, max_length = 300, example = "Music Ecosystems Inner Scandinavia")]
    pub name: String,
    /// What it is called for short.
    #[schema(min_length = 1, max_length = 60, example = "MECO")]
    pub acronym: Option<String>,
    /// What it does.
    #[schema(min_length = 1, max_length = 4000, example = "Musiknäringen på båda sidor av gränsen växer tillsammans.")]
    pub description: Option<String>,
    /// The programme that funds it.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub funding_programme_id: Option<Id<FundingProgramme>>,
    /// The call that it answered.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub call_id: Option<Id<Call>>,
    /// The idea that it came from.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub project_idea_id: Option<Id<ProjectIdea>>,
    /// Its number in the programme, as printed.
    #[schema(min_length = 1, max_length = 60, example = "20201234")]
    pub local_id: Option<String>,
    /// Who takes part, and as what.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub participations: Vec<Participation>,
    /// The first day.
    #[schema(example = "2018-07-01")]
    pub starts_on: Option<NaiveDate>,
    /// How exactly the first day is known.
    #[schema(inline = false, example = "day")]
    pub starts_on_precision: Option<Precision>,
    /// The last day.
    #[schema(example = "2021-06-30")]
    pub ends_on: Option<NaiveDate>,
    /// How exactly the last day is known.
    #[schema(inline = false, example = "day")]
    pub ends_on_precision: Option<Precision>,
    /// The day on which it was granted or rejected.
    #[schema(example = "2018-05-18")]
    pub decided_on: Option<NaiveDate>,
    /// How exactly that day is known.
    #[schema(inline = false, example = "day")]
    pub decided_on_precision: Option<Precision>,
    /// The region's own decisions about it.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 50)]
    pub decision_ids: Vec<Id<Decision>>,
    /// What it costs in all, by source.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub stated_totals: Vec<StatedTotal>,
    /// Where its money comes from.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub funding_lines: Vec<FundingLine>,
    /// Rates by which amounts of other currencies are compared with the reported total.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub exchange_rates: Vec<ExchangeRate>,
    /// The strategy areas that it serves.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 50)]
    pub strategy_area_ids: Vec<Id<StrategyArea>>,
    /// The elements of the policy frameworks that it serves.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub framework_links: Vec<FrameworkLink>,
    /// The municipalities that take part, of those under /municipalities.
    #[serde(default)]
    #[schema(value_type = Vec<MunicipalityCode>, max_items = 50)]
    pub municipality_codes: Vec<String>,
    /// What it gives the region.
    #[serde(default)]
    #[schema(max_items = 5)]
    pub value_kinds: Vec<ValueKind>,
    /// The dimensions of sustainability that it serves.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub sustainability: Vec<Sustainability>,
    /// What came of it.
    #[schema(min_length = 1, max_length = 8000, example = "Fjorton företag har nya kunder i grannlandet.")]
    pub results: Option<String>,
    /// The unit that answers for it; an area unit's own, when it creates one and nothing is said.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub owner_unit_id: Option<Id<Unit>>,
}

/// What is computed of a project.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProjectComputed {
    /// How the region's own money grew.
    pub leverage: Leverage,
    /// By how much the lines differ from the reported total: more than nothing where lines lack. Null where they
    /// agree or cannot be compared.
    pub difference: Option<Sum>,
}

crate::filter! {
    /// The filters of the list of projects.
    pub struct ProjectFilter {
        /// The state.
        state: "state" => Any<ProjectState>,
        /// The programme that funds it.
        funding_programme_id: "fundingProgrammeId" => AnyOrNone<Id<FundingProgramme>>,
        /// The call that it answered.
        call_id: "callId" => AnyOrNone<Id<Call>>,
        /// The idea that it came from.
        project_idea_id: "projectIdeaId" => AnyOrNone<Id<ProjectIdea>>,
        /// A partner that takes part.
        partner_id: "partnerId" => AnyOrNone<Id<Partner>>,
        /// A municipality that takes part: it is named, gives money, or is among the partners.
        municipality_code: "municipalityCode" => AnyOrNone<String>,
        /// A strategy area that it serves.
        strategy_area_id: "strategyAreaId" => AnyOrNone<Id<StrategyArea>>,
        /// A framework element that it links to.
        framework_element: "frameworkElement" => AnyOrNone<String>,
        /// What it gives the region.
        value_kind: "valueKind" => AnyOrNone<ValueKind>,
        /// A dimension of sustainability that it serves.
        sustainability: "sustainability" => AnyOrNone<Sustainability>,
        /// The unit that answers for it.
        owner_unit_id: "ownerUnitId" => AnyOrNone<Id<Unit>>,
        /// The first day.
        starts_on: "startsOn" => Range<NaiveDate>,
        /// The last day.
        ends_on: "endsOn" => Range<NaiveDate>,
        /// The day on which it was granted or rejected.
        decided_on: "decidedOn" => Range<NaiveDate>,
    }
}
