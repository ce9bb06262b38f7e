//! What the chain of a monitoring item is measured by: one definition for one item and for many.

use chrono::NaiveDate;

use super::OpenEnd;
use crate::monitoring::influence_cases::InfluenceState;
use crate::monitoring::knowledge_activities::KnowledgeState;

/// A knowledge activity that names an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Telling {
    pub(super) state: KnowledgeState,
    pub(super) held_on: Option<NaiveDate>,
}

/// An influence case that names an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanting {
    pub(super) state: InfluenceState,
    pub(super) has_position: bool,
    pub(super) decided_on: Option<NaiveDate>,
    pub(super) first_action_on: Option<NaiveDate>,
    pub(super) closed_on: Option<NaiveDate>,
}

impl Wanting {
    /// The day of the first step, which is the decision or the first action.
    pub(super) fn step(&self) -> Option<NaiveDate> {
        self.decided_on.into_iter().chain(self.first_action_on).min()
    }

    fn is_closed(&self) -> bool {
        self.state == InfluenceState::Closed
    }
}

/// How far the chain of a monitoring item has come. What is put away has no part in it.
#[derive(Clone, Debug)]
pub struct Course {
    since: NaiveDate,
    pub(super) knowledge: Vec<Telling>,
    pub(super) cases: Vec<Wanting>,
}

impl Course {
    /// The chain of an item from which nothing has followed yet; `since` is the day from which days are counted.
    pub(super) const fn new(since: NaiveDate) -> Self {
        Self { since, knowledge: Vec::new(), cases: Vec::new() }
    }

    /// The day from which days are counted.
    pub const fn since(&self) -> NaiveDate {
        self.since
    }

    /// Days from the item to another day.
    pub fn days(&self, day: NaiveDate) -> i64 {
        (day - self.since).num_days()
    }

    /// Whether a knowledge activity names it that is not cancelled.
    pub fn is_known(&self) -> bool {
        self.knowledge.iter().any(|one| one.state != KnowledgeState::Cancelled)
    }

    /// Whether a case that names it has a wanted position.
    pub fn has_position(&self) -> bool {
        self.cases.iter().any(|case| case.has_position)
    }

    /// Whether a case that names it is closed.
    pub fn has_outcome(&self) -> bool {
        self.cases.iter().any(Wanting::is_closed)
    }

    /// Whether anything follows on it (W6): the same as a followOnCount above zero.
    pub fn is_followed(&self) -> bool {
        self.is_known() || !self.cases.is_empty()
    }

    /// Where the chain ends before its time.
    pub fn open_ends(&self) -> Vec<OpenEnd> {
        let ends = [
            (OpenEnd::NoKnowledge, self.is_known()),
            (OpenEnd::NoPosition, self.has_position()),
            (OpenEnd::NoOutcome, self.has_outcome()),
        ];
        ends.into_iter().filter(|(_, is_there)| !is_there).map(|(end, _)| end).collect()
    }

    /// Days to the first knowledge activity that was held.
    pub fn days_to_knowledge(&self) -> Option<i64> {
        let held = self.knowledge.iter().filter(|one| one.state == KnowledgeState::Held);
        held.filter_map(|one| one.held_on).min().map(|day| self.days(day))
    }

    /// Days to the first decision or action of a case.
    pub fn days_to_step(&self) -> Option<i64> {
        self.cases.iter().filter_map(Wanting::step).min().map(|day| self.days(day))
    }

    /// Days to the day on which the first case was closed.
    pub fn days_to_outcome(&self) -> Option<i64> {
        let closed = self.cases.iter().filter(|case| case.is_closed());
        closed.filter_map(|case| case.closed_on).min().map(|day| self.days(day))
    }
}
