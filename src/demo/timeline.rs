//! What happened in the demo region, in the order of its days, and how each of it is written.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::files::{FILES, File, FileRow, Hand};
use super::rows::{
    ACTIVITIES, AREAS, ActivityRow, AreaRow, Ids, PARTNERS, PartnerRow, STRATEGY_KEY, object, read, strategy,
};
use crate::clock::Clock;
use crate::cooperation::partners::Partner;
use crate::db::Db;
use crate::db::types::{Id, Instant};
use crate::error::ApiError;
use crate::http::context::new_trace_id;
use crate::http::preconditions::IfMatch;
use crate::http::schemas::Schemas;
use crate::identity::caller::Caller;
use crate::journal::{Origin, Tx};
use crate::planning::activities::Activity;
use crate::register::dto::TransitionIn;
use crate::register::{Record, Register, write};
use crate::strategy::strategies::Strategy;
use crate::strategy::strategy_areas::StrategyArea;

/// Seconds between what happens at the same hour.
const PAUSE: i64 = 20;

/// Something that happened.
enum Event {
    StrategyDrafted,
    StrategyProposed,
    AreasDrafted,
    AreasProposed,
    PartnerFound(PartnerRow),
    PartnerAssessed(String),
    PartnerClosed(PartnerRow),
    ActivityDrafted(Rc<ActivityRow>),
    ActivityMoved(Rc<ActivityRow>, &'static str),
    ActivityPaid(Rc<ActivityRow>),
    /// A row of a file whose columns are the fields of a register.
    Told(&'static File, FileRow),
}

/// Everything, in the order in which it happened.
fn events() -> Result<Vec<(Instant, Event)>, ApiError> {
    let mut events: Vec<(Instant, Event)> = vec![
        (at(day(2008, 1, 14)?, 9)?, Event::StrategyDrafted),
        (at(day(2008, 2, 11)?, 9)?, Event::StrategyProposed),
        (at(day(2008, 3, 10)?, 9)?, Event::AreasDrafted),
        (at(day(2008, 3, 25)?, 9)?, Event::AreasProposed),
    ];
    for row in read::<PartnerRow>(PARTNERS)? {
        let begin = day(2008, 2, 1)?;
        let found = row.valid_from.unwrap_or(begin).max(begin);
        events.push((at(found, 9)?, Event::PartnerFound(row.clone())));
        if row.state != "identified" {
            events.push((at(found + TimeDelta::days(28), 9)?, Event::PartnerAssessed(row.external_id.clone())));
        }
        if let Some(end) = row.valid_to {
            events.push((at(end, 15)?, Event::PartnerClosed(row)));
        }
    }
    for row in read::<ActivityRow>(ACTIVITIES)? {
        activity_events(&Rc::new(row), &mut events)?;
    }
    for file in FILES {
        for row in file.rows()? {
            events.push((at(row.on()?, file.hour)?, Event::Told(file, row)));
        }
    }
    // Stable: what the files list first comes first at the same hour, predecessors before their successors.
    events.sort_by_key(|(instant, _)| *instant);
    Ok(events)
}

/// An activity is drafted and planned the autumn before, or when the areas have been prioritised; it begins and ends on its
/// days, and what it cost is known a week later. What stays a draft is written down when it happened.
fn activity_events(row: &Rc<ActivityRow>, events: &mut Vec<(Instant, Event)>) -> Result<(), ApiError> {
    let begin = day(2008, 4, 21)?;
    let drafted = match (row.rolled_over_on, row.state.as_str(), row.starts_on) {
        (Some(rolled_over_on), ..) => rolled_over_on,
        (None, "draft", Some(starts_on)) => starts_on.max(begin),
        (None, "draft", None) => day(row.year, 1, 15)?.max(begin),
        (None, ..) => day(row.year - 1, 11, 3)?.max(begin),
    };
    let mut last = at(drafted, 10)?;
    events.push((last, Event::ActivityDrafted(Rc::clone(row))));
    let mut then = |date: NaiveDate, hour, event| -> Result<(), ApiError> {
        last = at(date, hour)?.max(Instant(last.0 + TimeDelta::hours(1)));
        events.push((last, event));
        Ok(())
    };
    let (Some(starts_on), Some(ends_on)) = (row.starts_on, row.ends_on) else { return Ok(()) };
    let planned = drafted + TimeDelta::days(28);
    let mut moved = |date, to| then(date, 11, Event::ActivityMoved(Rc::clone(row), to));
    match row.state.as_str() {
        "planned" => moved(planned, "planned")?,
        "ongoing" => {
            moved(planned, "planned")?;
            moved(starts_on, "ongoing")?;
        }
        "cancelled" => {
            moved(planned, "planned")?;
            moved(starts_on, "cancelled")?;
        }
        "completed" => {
            moved(planned, "planned")?;
            moved(starts_on, "ongoing")?;
            moved(ends_on, "completed")?;
            then(ends_on + TimeDelta::days(7), 11, Event::ActivityPaid(Rc::clone(row)))?;
        }
        _ => {}
    }
    Ok(())
}

/// The region while its story is told.
pub(super) struct Region<'a> {
    pub(super) db: &'a Db,
    pub(super) clock: &'a Clock,
    pub(super) schemas: &'a Arc<Schemas>,
    pub(super) ids: Ids,
}

/// Who does what in the region.
pub(super) struct Hands {
    /// Does the daily work.
    pub(super) coordinator: Caller,
    /// Records meetings and decisions.
    pub(super) registrar: Caller,
    /// Who writes for a unit, by its code.
    pub(super) units: HashMap<String, Caller>,
}

impl Region<'_> {
    /// Tells it all.
    pub(super) fn tell(&mut self, hands: &Hands) -> Result<(), ApiError> {
        let missing = || ApiError::internal("a unit of the demo without a user");
        let operator = Caller::operator();
        for (place, (instant, event)) in (0..).zip(events()?) {
            self.clock.set(Instant(instant.0 + TimeDelta::seconds(PAUSE * place)));
            let unit = match &event {
                Event::Told(_, row) => row.by(),
                _ => None,
            };
            let by = match (unit, &event) {
                (Some(unit), _) => hands.units.get(unit).ok_or_else(missing)?,
                (None, Event::Told(File { hand: Hand::Registrar, .. }, _)) => &hands.registrar,
                (None, Event::Told(File { hand: Hand::Operator, .. }, _)) => &operator,
                (None, _) => &hands.coordinator,
            };
            self.happen(by, event)?;
        }
        Ok(())
    }

    fn happen(&mut self, by: &Caller, event: Event) -> Result<(), ApiError> {
        match event {
            Event::StrategyDrafted => {
                let strategy = self.create::<Strategy>(by, strategy()?)?;
                self.ids.add(STRATEGY_KEY, strategy.meta.id);
                Ok(())
            }
            Event::StrategyProposed => self.transition(by, self.ids.of::<Strategy>(STRATEGY_KEY)?, "proposed", None),
            Event::AreasDrafted => {
                for row in read::<AreaRow>(AREAS)? {
                    let area = self.create::<StrategyArea>(by, row.body(&self.ids)?)?;
                    self.ids.add(&row.code, area.meta.id);
                }
                Ok(())
            }
            Event::AreasProposed => {
                self.areas()?.into_iter().try_for_each(|area| self.transition(by, area, "proposed", None))
            }
            Event::PartnerFound(row) => {
                let partner = self.create::<Partner>(by, row.body(&self.ids)?)?;
                self.ids.add(&row.external_id, partner.meta.id);
                Ok(())
            }
            Event::PartnerAssessed(key) => self.transition(by, self.ids.of::<Partner>(&key)?, "assessed", None),
            Event::PartnerClosed(row) => self.close(by, &row),
            Event::ActivityDrafted(row) => {
                let body = row.body(&self.ids)?;
                // What a roll-over drafted is filled in.
                if row.rolled_over_on.is_some() {
                    return self.edit(by, self.ids.of::<Activity>(&row.external_id)?, object(body));
                }
                let activity = self.create::<Activity>(by, body)?;
                self.ids.add(&row.external_id, activity.meta.id);
                Ok(())
            }
            Event::ActivityMoved(row, to) => {
                let reason = Some(row.reason.as_str()).filter(|reason| to == "cancelled" && !reason.is_empty());
                self.transition(by, self.ids.of::<Activity>(&row.external_id)?, to, reason)
            }
            Event::ActivityPaid(row) => match row.cost() {
                Some(cost) => self.edit(by, self.ids.of::<Activity>(&row.external_id)?, cost),
                None => Ok(()),
            },
            Event::Told(file, row) => (file.tell)(self, by, &row),
        }
    }

    fn close(&self, by: &Caller, row: &PartnerRow) -> Result<(), ApiError> {
        let id = self.ids.of::<Partner>(&row.external_id)?;
        self.edit(by, id, object(json!({"validTo": row.valid_to, "validToPrecision": row.valid_to_precision})))?;
        if row.state == "ended" {
            self.transition(by, id, "ended", Some("Verksamheten har upphört."))?;
        }
        Ok(())
    }

    /// The areas, in the order of their file.
    fn areas(&self) -> Result<Vec<Id<StrategyArea>>, ApiError> {
        read::<AreaRow>(AREAS)?.iter().map(|row| self.ids.of(&row.code)).collect()
    }

    pub(super) fn create<R: Register>(&self, by: &Caller, body: Value) -> Result<Record<R>, ApiError> {
        let input = write::read_new::<R>(self.schemas, object(body))?;
        self.db.write_now(origin(by), |tx| write::create(tx, by, input))
    }

    pub(super) fn edit<R: Register>(&self, by: &Caller, id: Id<R>, patch: Map<String, Value>) -> Result<(), ApiError> {
        let edit = |tx: &mut Tx<'_>| write::edit(tx, by, id, &IfMatch::Any, self.schemas, patch, &Map::new());
        self.db.write_now(origin(by), edit).map(|_| ())
    }

    fn transition<R: Register>(&self, by: &Caller, id: Id<R>, to: &str, reason: Option<&str>) -> Result<(), ApiError> {
        let wanted = TransitionIn { to: to.to_owned(), reason: reason.map(str::to_owned), fields: None };
        self.step(by, id, wanted)
    }

    pub(super) fn step<R: Register>(&self, by: &Caller, id: Id<R>, wanted: TransitionIn) -> Result<(), ApiError> {
        self.db.write_now(origin(by), |tx| write::transition(tx, by, id, &IfMatch::Absent, self.schemas, wanted))?;
        Ok(())
    }
}

/// Changes made by a demo user, or by the operator before there is one.
fn origin(by: &Caller) -> Origin {
    let actor = Some(by.id).filter(|id| !id.is_nil());
    Origin { actor, trace_id: new_trace_id(), ..Origin::default() }
}

fn day(year: i32, month: u32, of_month: u32) -> Result<NaiveDate, ApiError> {
    NaiveDate::from_ymd_opt(year, month, of_month).ok_or_else(|| ApiError::internal("a day of the demo"))
}

/// An hour of a day, in UTC.
pub(super) fn at(date: NaiveDate, hour: u32) -> Result<Instant, ApiError> {
    let time = NaiveTime::from_hms_opt(hour, 0, 0).map(|time| date.and_time(time));
    let instant = time.and_then(|time| time.and_local_timezone(Utc).single());
    instant.map(Instant).ok_or_else(|| ApiError::internal("an hour of the demo"))
}
