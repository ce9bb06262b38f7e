//! What funding programmes look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::query::{Any, AnyOrNone};
use crate::register::Money;

crate::code_list! {
    /// Between whom a programme funds cooperation.
    pub enum FundingStrand "funding-strands" ("Finansieringsprogrammens inriktningar", "Strands of funding programmes") {
        CrossBorder = "cross_border" ("Gränsöverskridande", "Cross-border"),
        Transnational = "transnational" ("Transnationellt", "Transnational"),
        Interregional = "interregional" ("Interregionalt", "Interregional"),
        Sector = "sector" ("Sektorsprogram", "Sector programme"),
        National = "national" ("Nationellt", "National"),
    }
}

/// The fields of a funding programme that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FundingProgrammeIn {
    /// What it is called, unique among the programmes that begin on the same day.
    #[schema(min_length = 1, max_length = 200, example = "Interreg Sverige-Norge")]
    pub name: String,
    /// The strand. Transnational programmes tend to address large actors (L65.1).
    #[schema(inline = false, example = "cross_border")]
    pub strand: FundingStrand,
    /// The first day of its period; empty when it has no known beginning.
    #[schema(example = "2007-01-01")]
    pub valid_from: Option<NaiveDate>,
    /// The last day of its period; empty as long as it has none.
    #[schema(example = "2013-12-31")]
    pub valid_to: Option<NaiveDate>,
    /// The number that the European Commission has given it (CCI).
    #[schema(min_length = 1, max_length = 20, example = "2007CB163PO016")]
    pub cci: Option<String>,
    /// From where one may take part.
    #[schema(min_length = 1, max_length = 2000, example = "Värmland, Dalarna, Jämtland och Västra Götaland; Hedmark.")]
    pub eligible_area: Option<String>,
    /// The fewest partners of a project that it funds.
    #[schema(minimum = 1, maximum = 100, example = 2)]
    pub minimum_partners: Option<i32>,
    /// What a project that it funds usually costs.
    pub typical_budget: Option<Money>,
    /// What it funds.
    #[schema(min_length = 1, max_length = 4000, example = "Samarbete över gränsen mellan kommuner och regioner.")]
    pub description: Option<String>,
}

crate::filter! {
    /// The filters of the list of funding programmes.
    pub struct FundingProgrammeFilter {
        /// The strand.
        strand: "strand" => Any<FundingStrand>,
        /// The number of the European Commission.
        cci: "cci" => AnyOrNone<String>,
    }
}
