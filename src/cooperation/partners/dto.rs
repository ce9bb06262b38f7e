//! What partners look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Partner, PartnerState};
use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone, Range};
use crate::register::rules::Precision;
use crate::strategy::strategy_areas::StrategyArea;

crate::code_list! {
    /// What kind of body a partner is.
    pub enum PartnerKind "partner-kinds" ("Partnerslag", "Kinds of partner") {
        RegionalAuthority = "regional_authority" ("Regional myndighet", "Regional authority") ["regional public authority"],
        Municipality = "municipality" ("Kommun", "Municipality") ["local public authority"],
        StateAuthority = "state_authority" ("Statlig myndighet", "State authority") ["national public authority"],
        University = "university" ("Universitet eller högskola", "University")
            ["universitet", "högskola", "university college", "higher education and research organisations"],
        ResearchInstitute = "research_institute" ("Forskningsinstitut", "Research institute"),
        Cluster = "cluster" ("Kluster", "Cluster") ["klusterorganisation", "cluster organisation", "wood industry cluster"],
        Company = "company" ("Företag", "Company")
            ["bolag", "sme", "enterprise, except sme", "company owned by public bodies", "intermunicipal company", "science centre"],
        Association = "association" ("Förening", "Association") [
            "association of municipalities", "branschförening", "interest groups including ngos", "kommunalförbund",
            "national association", "ngo", "partnership organisation", "regional alliance", "tourism organisation",
            "trade association",
        ],
        Network = "network" ("Nätverk att vara medlem i", "Network to be a member of") [
            "association of national associations", "geographical commission", "interregional network",
            "interregional organisation", "nätverk", "political network", "regional brussels office",
        ],
        BorderCommittee = "border_committee" ("Gränskommitté", "Border committee") ["nordic border committee"],
        EuBody = "eu_body" ("EU-organ", "EU body"),
        Other = "other" ("Annat", "Other") [
            "cooperation body", "energy agency", "industrial development centre", "information service", "science park",
            "science park foundation", "test centre",
        ],
    }
}

crate::code_list! {
    /// What kind of partnership it is.
    pub enum PartnershipKind "partnership-kinds" ("Partnerskapsslag", "Kinds of partnership") {
        Strategic = "strategic" ("Strategiskt", "Strategic"),
        Project = "project" ("Projekt", "Project"),
        TwinRegion = "twin_region" ("Vänregion", "Twin region"),
        Other = "other" ("Annat", "Other"),
    }
}

crate::code_list! {
    /// What a partner does for a strategy area.
    pub enum Contribution "contributions" ("Bidrag", "Contributions") {
        Supports = "supports" ("Stöder", "Supports"),
        Develops = "develops" ("Utvecklar", "Develops"),
        Strengthens = "strengthens" ("Stärker", "Strengthens"),
    }
}

/// What a partner contributes to a strategy area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaLink {
    /// The strategy area.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub id: Id<StrategyArea>,
    /// What the partner does for it.
    pub contribution: Contribution,
}

/// Someone to turn to, in office: no private data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contact {
    /// The name.
    #[schema(min_length = 1, max_length = 200, example = "Internationella sekretariatet")]
    pub name: String,
    /// The role in office.
    #[schema(min_length = 1, max_length = 200, example = "Samordnare")]
    pub role: String,
    /// The address in office.
    #[serde(default)]
    #[schema(format = "email", max_length = 254, example = "kontakt@example.se")]
    pub official_email: Option<String>,
}

/// The fields of a partner that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartnerIn {
    /// Its name, unique among partners whatever its case.
    #[schema(min_length = 1, max_length = 200, example = "Region Exempel")]
    pub name: String,
    /// Other names by which it is found.
    #[serde(default)]
    #[schema(max_items = 20, example = json!(["Exempel"]))]
    pub aliases: Vec<Alias>,
    /// What kind of body it is.
    pub kind: PartnerKind,
    /// Its country, ISO 3166-1 alpha-2.
    #[schema(format = "country", pattern = "^[A-Z]{2}$", example = "SE")]
    pub country: Option<String>,
    /// Its municipality, of those under /municipalities.
    #[schema(pattern = "^[0-9]{4}$", example = "1780")]
    pub municipality_code: Option<String>,
    /// Its region in NUTS.
    #[schema(pattern = "^[A-Z]{2}[0-9A-Z]{0,3}$", example = "SE311")]
    pub nuts_code: Option<String>,
    /// The version of NUTS that the code is from; given together with it.
    #[schema(pattern = "^(2003|2006|2010|2013|2016|2021|2024)$", example = "2016")]
    pub nuts_version: Option<String>,
    /// Its Swedish or Norwegian organisation number, in any form in which it is written; answered as 212000-1850 or
    /// 974760673.
    #[schema(
        format = "organisation-number",
        max_length = 20,
        pattern = "^ *((16)?[0-9]{6}-?[0-9]{4}|SE[0-9]{10}01|(NO)? ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}( ?MVA)?) *$",
        example = "212000-1850"
    )]
    pub organisation_number: Option<String>,
    /// Its number in another country's register, as printed.
    #[schema(min_length = 1, max_length = 60, example = "PIC 999997930")]
    pub foreign_id: Option<String>,
    /// Its web page.
    #[schema(format = "web-address", max_length = 2000, example = "https://www.example.se")]
    pub website: Option<String>,
    /// What kind of partnership it is; twin regions stand apart (D1).
    pub partnership_kind: PartnershipKind,
    /// Whether it is a strategic alliance.
    #[serde(default)]
    #[schema(example = false)]
    pub alliance: bool,
    /// Whether the cooperation crosses the border to Norway.
    #[serde(default)]
    #[schema(example = false)]
    pub cross_border: bool,
    /// The strategy areas that it contributes to; a strategic partner has at least one.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub strategy_areas: Vec<AreaLink>,
    /// The partners that it came after.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 20)]
    pub predecessor_ids: Vec<Id<Partner>>,
    /// The first day of the body's life or the cooperation.
    #[schema(example = "2008-01-01")]
    pub valid_from: Option<NaiveDate>,
    /// How exactly the first day is known; a month or year is given by its first day. Required with validFrom.
    pub valid_from_precision: Option<Precision>,
    /// The last day.
    #[schema(example = "2011-12-31")]
    pub valid_to: Option<NaiveDate>,
    /// How exactly the last day is known; a month or year is given by its last day. Required with validTo.
    pub valid_to_precision: Option<Precision>,
    /// Why a twin region is a strategic partner (D1).
    #[schema(min_length = 1, max_length = 1000, example = "Vänregionen driver samma klusterprogram.")]
    pub exception_reason: Option<String>,
    /// What it is and what the cooperation is about.
    #[schema(min_length = 1, max_length = 4000, example = "Grannregion i Norra Mellansverige.")]
    pub description: Option<String>,
    /// Whom to turn to.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub contacts: Vec<Contact>,
}

/// Another name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(min_length = 1, max_length = 200, example = "Exempel")]
pub struct Alias(pub String);

/// What the service keeps of a partner.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartnerKept {
    /// The unit whose user created it; an area unit may edit its own.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub created_by_unit_id: Option<Id<Unit>>,
    /// The partner that it became part of, as they were one (POST /partners/{id}/merge); then it is put away.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e70")]
    pub merged_into_id: Option<Id<Partner>>,
}

/// What is computed of a partner.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartnerComputed {
    /// The partners that came after it: the other end of their predecessorIds.
    #[schema(value_type = Vec<uuid::Uuid>)]
    pub successor_ids: Vec<Id<Partner>>,
    /// The last day on which the region was in touch with it: of the engagements, and of the visits that have begun.
    #[schema(example = "2009-03-24")]
    pub last_contact_on: Option<NaiveDate>,
}

crate::filter! {
    /// The filters of the list of partners.
    pub struct PartnerFilter {
        /// The state.
        state: "state" => Any<PartnerState>,
        /// The kind of body.
        kind: "kind" => Any<PartnerKind>,
        /// The country, ISO 3166-1 alpha-2.
        country: "country" => AnyOrNone<String>,
        /// The municipality.
        municipality_code: "municipalityCode" => AnyOrNone<String>,
        /// The region in NUTS.
        nuts_code: "nutsCode" => AnyOrNone<String>,
        /// The organisation number, as it is answered.
        organisation_number: "organisationNumber" => AnyOrNone<String>,
        /// The kind of partnership.
        partnership_kind: "partnershipKind" => Any<PartnershipKind>,
        /// Whether it is a strategic alliance.
        alliance: "alliance" => Any<bool>,
        /// Whether the cooperation crosses the border to Norway.
        cross_border: "crossBorder" => Any<bool>,
        /// A strategy area that it contributes to.
        strategy_area_id: "strategyAreaId" => AnyOrNone<Id<StrategyArea>>,
        /// A partner that it came after.
        predecessor_id: "predecessorId" => AnyOrNone<Id<Partner>>,
        /// The first day.
        valid_from: "validFrom" => Range<NaiveDate>,
        /// The last day.
        valid_to: "validTo" => Range<NaiveDate>,
    }
}
