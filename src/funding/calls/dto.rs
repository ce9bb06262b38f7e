//! What calls look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::types::Id;
use crate::funding::funding_programmes::FundingProgramme;
use crate::http::query::{Any, Range};
use crate::register::Money;

crate::code_list! {
    /// Where a call stands on a day.
    pub enum CallPhase "call-phases" ("Utlysningars läge", "Phases of calls") {
        Coming = "coming" ("Kommande", "Coming"),
        Open = "open" ("Öppen", "Open"),
        Closed = "closed" ("Stängd", "Closed"),
    }
}

/// The fields of a call that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallIn {
    /// The programme that calls.
    #[schema(value_type = uuid::Uuid, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub funding_programme_id: Id<FundingProgramme>,
    /// What it is called.
    #[schema(min_length = 1, max_length = 200, example = "Andra ansökningsomgången")]
    pub title: String,
    /// What it is about.
    #[schema(min_length = 1, max_length = 2000, example = "Ekonomisk tillväxt och attraktiv livsmiljö.")]
    pub theme: Option<String>,
    /// Whom it is for.
    #[schema(
        min_length = 1,
        max_length = 2000,
        example = "Kommuner, regioner och högskolor på båda sidor av gränsen."
    )]
    pub target: Option<String>,
    /// The first day on which one may apply; empty when it is not known.
    #[schema(example = "2009-02-02")]
    pub opens_on: Option<NaiveDate>,
    /// The last day on which one may apply; empty as long as it is not known.
    #[schema(example = "2009-03-31")]
    pub closes_on: Option<NaiveDate>,
    /// What it has to give.
    pub budget: Option<Money>,
    /// The fewest partners of a project that it funds; empty for as many as its programme asks for.
    #[schema(minimum = 1, maximum = 100, example = 3)]
    pub minimum_partners: Option<i32>,
}

/// What is computed of a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CallComputed {
    /// Whether one may apply today, both ends included; without a first day it is open until its last. Empty when its last
    /// day is not known.
    #[schema(example = true)]
    pub is_open: Option<bool>,
    /// In how many days it closes: 0 on its last day. Empty when it has closed, or its last day is not known.
    #[schema(minimum = 0, example = 24)]
    pub days_left: Option<i64>,
}

crate::filter! {
    /// The filters of the list of calls.
    pub struct CallFilter {
        /// The programme that calls.
        funding_programme_id: "fundingProgrammeId" => Any<Id<FundingProgramme>>,
        /// Whether one may apply today; neither holds of what has no known last day.
        is_open: "isOpen" => Any<bool>,
        /// The first day on which one may apply.
        opens_on: "opensOn" => Range<NaiveDate>,
        /// The last day on which one may apply.
        closes_on: "closesOn" => Range<NaiveDate>,
    }
}
