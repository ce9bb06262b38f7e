//! What meetings look like on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::query::{Any, Range};

/// The fields of a meeting that a caller sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MeetingIn {
    /// The body that meets.
    #[schema(min_length = 1, max_length = 40, example = "board")]
    pub body_code: String,
    /// The day.
    #[schema(example = "2009-03-05")]
    pub held_on: NaiveDate,
    /// The last day on which a matter can be put on its agenda.
    #[schema(example = "2009-02-19")]
    pub agenda_deadline_on: Option<NaiveDate>,
    /// Where.
    #[schema(min_length = 1, max_length = 200, example = "Residenset, Karlstad")]
    pub place: Option<String>,
}

crate::filter! {
    /// The filters of the list of meetings.
    pub struct MeetingFilter {
        /// The body that meets.
        body_code: "bodyCode" => Any<String>,
        /// The day.
        held_on: "heldOn" => Range<NaiveDate>,
        /// The last day on which a matter can be put on its agenda.
        agenda_deadline_on: "agendaDeadlineOn" => Range<NaiveDate>,
    }
}
