//! How an activity goes, and the light that shows it.

use super::activities::ActivityState;

crate::code_list! {
    /// How an activity goes, as a progress update says.
    pub enum ProgressStatus "progress-statuses" ("Lägen", "Progress statuses") {
        NotStarted = "not_started" ("Inte påbörjad", "Not started"),
        OnTrack = "on_track" ("Enligt plan", "On track"),
        AtRisk = "at_risk" ("I riskzonen", "At risk"),
        OffTrack = "off_track" ("Avviker", "Off track"),
        Achieved = "achieved" ("Uppnådd", "Achieved"),
        PartlyAchieved = "partly_achieved" ("Delvis uppnådd", "Partly achieved"),
        NotAchieved = "not_achieved" ("Ej uppnådd", "Not achieved"),
        Cancelled = "cancelled" ("Avbruten", "Cancelled"),
    }
}

impl ProgressStatus {
    /// Whether the activity does not go, or did not end, as planned.
    pub const fn deviates(self) -> bool {
        matches!(self, Self::AtRisk | Self::OffTrack | Self::PartlyAchieved | Self::NotAchieved)
    }

    /// Whether it asks for a deviation and a measure: follow-up leads to measures.
    pub const fn asks_for_measure(self) -> bool {
        matches!(self, Self::AtRisk | Self::OffTrack)
    }
}

crate::code_list! {
    /// The light of an activity.
    pub enum Light "lights" ("Lägesfärger", "Lights") {
        Green = "green" ("Grönt", "Green"),
        Yellow = "yellow" ("Gult", "Yellow"),
        Red = "red" ("Rött", "Red"),
        Grey = "grey" ("Grått: uppdatering saknas", "Grey: an update is missing"),
        Unlit = "unlit" ("Inget läge", "No status"),
    }
}

#[expect(clippy::derivable_impls, reason = "the macro of code lists writes the derives")]
impl Default for Light {
    fn default() -> Self {
        Self::Unlit
    }
}

impl Light {
    /// The light of an activity: grey when its update is late, whatever the last one said.
    pub const fn of(state: ActivityState, status: Option<ProgressStatus>, stale: bool) -> Self {
        match (state, stale, status) {
            (ActivityState::Draft | ActivityState::Cancelled, ..) => Self::Unlit,
            (_, true, _) => Self::Grey,
            (_, _, Some(ProgressStatus::OnTrack | ProgressStatus::Achieved)) => Self::Green,
            (_, _, Some(ProgressStatus::AtRisk | ProgressStatus::PartlyAchieved)) => Self::Yellow,
            (_, _, Some(ProgressStatus::OffTrack | ProgressStatus::NotAchieved)) => Self::Red,
            (_, _, None | Some(ProgressStatus::NotStarted | ProgressStatus::Cancelled)) => Self::Unlit,
        }
    }

    /// A shape beside the word, so that nobody needs to see the colour.
    pub const fn shape(self) -> &'static str {
        match self {
            Self::Green => "●",
            Self::Yellow => "▲",
            Self::Red => "■",
            Self::Grey => "◌",
            Self::Unlit => "–",
        }
    }
}
