//! Warnings: computed when a record or a report is read, listed on it and in reports. They never block anything.

use serde::Serialize;
use utoipa::ToSchema;

use crate::text::{Lang, Message};

crate::code_list! {
    /// What a warning is about.
    pub enum WarningCode "warning-codes" ("Varningar", "Warnings") {
        DecisionIncomplete = "decision_incomplete" ("Beslutet är ofullständigt", "The decision is incomplete"),
        PartnerEnded = "partner_ended" ("Parten har upphört eller ersatts", "The party has ended or was succeeded"),
        Gap = "gap" ("Lucka i giltigheten", "Gap in validity"),
        NoCommitteeRepresentative = "no_committee_representative"
            ("Arbetsutskottet var inte representerat", "The working committee was not represented"),
        ReviewMissing = "review_missing" ("Nyttan är inte bedömd i år", "The benefit was not reviewed this year"),
        Dormant = "dormant" ("Ingen aktivitet i år", "No activity this year"),
        EmptyCells = "empty_cells" ("Tomma rutor i matrisen", "Empty cells in the matrix"),
        NoProfileArea = "no_profile_area" ("Inget profilområde i år", "No profile area this year"),
        NoEuFocus = "no_eu_focus" ("Ingen aktivitet med EU i fokus", "No activity with the EU in focus"),
        NoActiveOwner = "no_active_owner" ("Ingen aktiv ansvarig", "No active owner"),
        TooManyAreas = "too_many_areas" ("Fler prioriterade områden än taket", "More prioritised areas than the ceiling"),
        NoFollowOn = "no_follow_on" ("Inget har följt på bevakningen", "Nothing has followed on the monitoring"),
        CeilingPassed = "ceiling_passed" ("Budgetramen är passerad", "The budget ceiling is passed"),
        NoStrategicPartner = "no_strategic_partner" ("Ingen strategisk partner", "No strategic partner"),
        LinesDiffer = "lines_differ" ("Raderna skiljer sig från totalen", "The lines differ from the total"),
        WithoutYear = "without_year" ("Räknas inte i något år", "Counted in no year"),
        TotalsDiffer = "totals_differ" ("Källorna anger olika totaler", "Sources state different totals"),
        NotMobilised = "not_mobilised" ("Varken projekt eller idé", "Neither project nor idea"),
    }
}

impl WarningCode {
    /// Its number in the domain model.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::DecisionIncomplete => "R-14",
            Self::PartnerEnded => "R-31",
            Self::Gap => "R-33",
            Self::NoCommitteeRepresentative => "W5",
            Self::ReviewMissing => "W7",
            Self::Dormant => "W8",
            Self::EmptyCells => "W2",
            Self::NoProfileArea => "W3",
            Self::NoEuFocus => "W4",
            Self::NoActiveOwner => "W10",
            Self::TooManyAreas => "W11",
            Self::NoFollowOn => "W6",
            Self::CeilingPassed => "L55",
            Self::NoStrategicPartner => "W1",
            Self::LinesDiffer => "R-28",
            Self::TotalsDiffer => "R-29",
            Self::WithoutYear => "R-27",
            Self::NotMobilised => "W9",
        }
    }
}

/// A warning about a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What it is about.
    pub code: WarningCode,
    /// In words.
    pub message: Message,
}

impl Warning {
    /// A warning.
    pub fn new(code: WarningCode, message: impl Into<Message>) -> Self {
        Self { code, message: message.into() }
    }
}

/// A warning as it is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Warning)]
pub struct WarningItem {
    /// What it is about.
    #[schema(inline = false)]
    pub code: WarningCode,
    /// Its number in the domain model.
    #[schema(example = "W5")]
    pub rule: &'static str,
    /// In words, in the language of the answer.
    #[schema(example = "Ingen från arbetsutskottet deltog.")]
    pub message: String,
}

impl WarningItem {
    /// A warning in a language.
    pub fn of(warning: &Warning, lang: Lang) -> Self {
        Self { code: warning.code, rule: warning.code.rule(), message: warning.message.get(lang).to_owned() }
    }
}
