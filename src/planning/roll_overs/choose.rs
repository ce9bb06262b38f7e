//! What becomes of each item: what the preview says, or what someone chose instead.

use std::collections::HashMap;

use uuid::Uuid;

use super::material::Material;
use super::{Choice, RollOverChoice, RollOverType};
use crate::db::types::Id;
use crate::error::{Fault, FaultCode};
use crate::planning::activities::{Activity, ActivityState};
use crate::planning::indicators::Indicator;
use crate::register::Record;
use crate::strategy::profile_areas::ProfileArea;
use crate::text::{Message, Text, text};

/// What is offered for an item.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    /// Its type.
    pub kind: RollOverType,
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// What becomes of it.
    pub choice: Choice,
    /// What else could be chosen.
    pub choices: &'static [Choice],
    /// Why, as the preview says it.
    pub reason: Text,
    /// Why, as someone said it.
    pub said: Option<String>,
    /// Whether closing it ends what goes on, and asks for a reason.
    pub goes_on: bool,
}

const ANY: &[Choice] = &[Choice::Carry, Choice::Close, Choice::Copy];
const NO_CARRY: &[Choice] = &[Choice::Close, Choice::Copy];
const NO_COPY: &[Choice] = &[Choice::Carry, Choice::Close];
const CLOSE: &[Choice] = &[Choice::Close];

/// What becomes of every item, and what is wrong with the choices.
pub(super) fn choose(material: &Material, choices: &[RollOverChoice]) -> (Vec<Offer>, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut offers: Vec<Offer> = material.profile_areas.iter().map(|area| of_profile_area(material, area)).collect();
    offers.extend(material.activities.iter().map(|activity| of_activity(material, activity)));
    take(&mut offers, choices, &mut faults);
    let chosen: HashMap<Uuid, Choice> = offers.iter().map(|offer| (offer.id, offer.choice)).collect();
    let mut indicators: Vec<Offer> =
        material.indicators.iter().map(|(indicator, _)| of_indicator(indicator, &chosen)).collect();
    take(&mut indicators, choices, &mut faults);
    offers.extend(indicators);
    for (place, choice) in choices.iter().enumerate() {
        let same = |offer: &Offer| offer.kind == choice.kind && offer.id == choice.id;
        if !offers.iter().any(same) {
            let reason = text("hör inte till planens år", "is not of the plan's year");
            faults.push(Fault::body(format!("/choices/{place}/id"), FaultCode::UnknownReference, reason));
        }
        let twice = choices.iter().take(place).any(|earlier| earlier.kind == choice.kind && earlier.id == choice.id);
        if twice {
            let reason = text("står redan i listan", "is in the list already");
            faults.push(Fault::body(format!("/choices/{place}"), FaultCode::DuplicateItem, reason));
        }
    }
    (offers, faults)
}

/// Puts what was chosen in the place of what the preview says.
fn take(offers: &mut [Offer], choices: &[RollOverChoice], faults: &mut Vec<Fault>) {
    for (place, choice) in choices.iter().enumerate() {
        let found = offers.iter_mut().find(|offer| offer.kind == choice.kind && offer.id == choice.id);
        let Some(offer) = found else { continue };
        if !offer.choices.contains(&choice.choice) {
            let open = offer.choices.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(", ");
            let reason = Message::new(format!("här går det att välja {open}"), format!("here {open} can be chosen"));
            faults.push(Fault::body(format!("/choices/{place}/choice"), FaultCode::Rule, reason));
        }
        if choice.choice == Choice::Close && offer.goes_on && choice.reason.is_none() {
            let reason = text("att avsluta det som pågår kräver ett skäl", "closing what goes on asks for a reason");
            faults.push(Fault::body(format!("/choices/{place}/reason"), FaultCode::Missing, reason));
        }
        offer.choice = choice.choice;
        offer.said = choice.reason.clone();
    }
}

fn of_profile_area(material: &Material, record: &Record<ProfileArea>) -> Offer {
    let is_dropped = record.meta.state.as_deref() == Some("dropped");
    let (choice, choices, reason): (_, &'static [Choice], _) = if is_dropped {
        (Choice::Close, CLOSE, text("Utgår.", "It was dropped."))
    } else if material.is_there(record) {
        (Choice::Close, CLOSE, text("Finns redan året efter.", "It is in the year after already."))
    } else if material.is_over(record) {
        (Choice::Close, CLOSE, text("Strategin gäller inte längre.", "The strategy holds no more."))
    } else {
        (Choice::Carry, NO_COPY, text("Gäller fortfarande.", "It still holds."))
    };
    Offer {
        kind: RollOverType::ProfileArea,
        id: record.uuid(),
        title: record.content.name.clone(),
        choice,
        choices,
        reason,
        said: None,
        goes_on: choice == Choice::Carry,
    }
}

fn of_activity(material: &Material, record: &Record<Activity>) -> Offer {
    let state = Activity::state(record);
    let (choice, choices, reason): (_, &'static [Choice], _) = match state {
        _ if material.continued.contains(&record.meta.id) => (
            Choice::Close,
            NO_CARRY,
            text("Fortsätter redan ett senare år.", "It is continued in a later year already."),
        ),
        ActivityState::Draft => {
            (Choice::Copy, NO_CARRY, text("Ett utkast som inte planerades.", "A draft that was not planned."))
        }
        ActivityState::Planned => (Choice::Carry, ANY, text("Inte påbörjad.", "Not started.")),
        ActivityState::Ongoing => (Choice::Carry, ANY, text("Pågår ännu.", "Still going on.")),
        ActivityState::Completed => (Choice::Close, ANY, text("Genomförd.", "Completed.")),
        ActivityState::Cancelled => (Choice::Close, NO_CARRY, text("Inställd.", "Cancelled.")),
    };
    Offer {
        kind: RollOverType::Activity,
        id: record.uuid(),
        title: record.content.title.clone(),
        choice,
        choices,
        reason,
        said: None,
        goes_on: matches!(state, ActivityState::Planned | ActivityState::Ongoing),
    }
}

/// An indicator goes where its activity goes.
fn of_indicator(record: &Record<Indicator>, chosen: &HashMap<Uuid, Choice>) -> Offer {
    let activity = record.content.activity_id.map(Id::uuid);
    let choice = activity.and_then(|id| chosen.get(&id)).copied().unwrap_or(Choice::Close);
    let (choices, reason): (&'static [Choice], _) = match choice {
        Choice::Carry => (NO_COPY, text("Aktiviteten fortsätter.", "The activity goes on.")),
        Choice::Copy => (NO_CARRY, text("Aktiviteten görs på nytt.", "The activity is made anew.")),
        Choice::Close => (CLOSE, text("Aktiviteten avslutas.", "The activity ends.")),
    };
    Offer {
        kind: RollOverType::Indicator,
        id: record.uuid(),
        title: record.content.name.clone(),
        choice,
        choices,
        reason,
        said: None,
        goes_on: false,
    }
}
