//! The rows of the demo's files, and the bodies that they become.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::SYSTEM;
use crate::cooperation::partners::Partner;
use crate::db::types::Id;
use crate::error::ApiError;
use crate::governance::units::Unit;
use crate::planning::activities::Activity;
use crate::register::Register;
use crate::strategy::profile_areas::ProfileArea;
use crate::strategy::strategies::Strategy;
use crate::strategy::strategy_areas::StrategyArea;

pub(super) const UNITS: &str = include_str!("units.csv");
pub(super) const AREAS: &str = include_str!("strategy-areas.csv");
pub(super) const PARTNERS: &str = include_str!("partners.csv");
pub(super) const ACTIVITIES: &str = include_str!("activities.csv");
const STRATEGY: &str = include_str!("strategy.json");
/// By what the strategy is known.
pub(super) const STRATEGY_KEY: &str = "internationell-strategi-2008-2011";

/// The ids that records were given, by their types and keys in the files.
#[derive(Default)]
pub(super) struct Ids(HashMap<String, Uuid>);

impl Ids {
    pub(super) fn add<R: Register>(&mut self, key: &str, id: Id<R>) {
        self.add_path(&format!("{}/{key}", R::TYPE), id.uuid());
    }

    /// As [`Self::add`], by type and key.
    pub(super) fn add_path(&mut self, path: &str, id: Uuid) {
        self.0.insert(path.to_owned(), id);
    }

    /// The id of what came before in the story.
    pub(super) fn of<R: Register>(&self, key: &str) -> Result<Id<R>, ApiError> {
        self.find(&format!("{}/{key}", R::TYPE)).map(Id::from)
    }

    /// As [`Self::of`], by type and key: `strategy_area/ledarskap`.
    pub(super) fn find(&self, path: &str) -> Result<Uuid, ApiError> {
        let missing = || ApiError::internal(format!("the demo refers to {path} before it is there"));
        self.0.get(path).copied().ok_or_else(missing)
    }

    fn of_some<R: Register>(&self, key: &str) -> Result<Option<Id<R>>, ApiError> {
        some(key).map(|key| self.of(key)).transpose()
    }

    fn of_all<R: Register>(&self, keys: &str) -> Result<Vec<Id<R>>, ApiError> {
        list(keys).into_iter().map(|key| self.of(key)).collect()
    }
}

#[derive(Deserialize)]
pub(super) struct UnitRow {
    pub(super) code: String,
    pub(super) name_sv: String,
    name_en: String,
    kind: String,
}

impl UnitRow {
    pub(super) fn body(&self) -> Value {
        json!({
            "code": self.code, "name": {"sv": self.name_sv, "en": self.name_en}, "kind": self.kind,
            "externalIds": external(&self.code),
        })
    }
}

/// The strategy of 2008-2011, in its own words.
pub(super) fn strategy() -> Result<Value, ApiError> {
    let mut body: Value = serde_json::from_str(STRATEGY).map_err(ApiError::internal)?;
    if let Value::Object(fields) = &mut body {
        fields.insert("externalIds".into(), external(STRATEGY_KEY));
    }
    Ok(body)
}

#[derive(Clone, Deserialize)]
pub(super) struct AreaRow {
    pub(super) code: String,
    name_sv: String,
    name_en: String,
    order: i32,
    description_sv: String,
    owner_unit: String,
    framework_links: String,
    link_justification_sv: String,
}

impl AreaRow {
    pub(super) fn body(&self, ids: &Ids) -> Result<Value, ApiError> {
        Ok(json!({
            "strategyId": ids.of::<Strategy>(STRATEGY_KEY)?, "code": self.code,
            "name": {"sv": self.name_sv, "en": self.name_en}, "order": self.order,
            "description": {"sv": self.description_sv},
            "ownerUnitId": ids.of::<Unit>(&self.owner_unit)?, "frameworkLinks": links(&self.framework_links),
            "linkJustification": some(&self.link_justification_sv), "externalIds": external(&self.code),
        }))
    }
}

#[derive(Clone, Deserialize)]
pub(super) struct PartnerRow {
    pub(super) external_id: String,
    name: String,
    aliases: String,
    kind: String,
    country: String,
    municipality_code: String,
    nuts_code: String,
    nuts_version: String,
    organisation_number: String,
    website: String,
    partnership_kind: String,
    alliance: bool,
    cross_border: bool,
    predecessors: String,
    pub(super) valid_from: Option<NaiveDate>,
    valid_from_precision: String,
    pub(super) valid_to: Option<NaiveDate>,
    pub(super) valid_to_precision: String,
    pub(super) state: String,
    description: String,
    note: String,
    sources: String,
}

impl PartnerRow {
    pub(super) fn body(&self, ids: &Ids) -> Result<Value, ApiError> {
        let predecessors = ids.of_all::<Partner>(&self.predecessors)?;
        Ok(json!({
            "name": self.name, "aliases": list(&self.aliases), "kind": self.kind, "country": some(&self.country),
            "municipalityCode": some(&self.municipality_code), "nutsCode": some(&self.nuts_code),
            "nutsVersion": some(&self.nuts_version), "organisationNumber": some(&self.organisation_number),
            "website": some(&self.website), "partnershipKind": self.partnership_kind, "alliance": self.alliance,
            "crossBorder": self.cross_border, "predecessorIds": predecessors, "validFrom": self.valid_from,
            "validFromPrecision": some(&self.valid_from_precision), "description": some(&self.description),
            "note": some(&self.note), "documents": sources(&self.sources), "externalIds": external(&self.external_id),
        }))
    }
}

#[derive(Deserialize)]
pub(super) struct ActivityRow {
    pub(super) external_id: String,
    title: String,
    description: String,
    pub(super) year: i32,
    priority: String,
    area: String,
    framework_links: String,
    profile_areas: String,
    kind: String,
    cooperation_level: String,
    owner_unit: String,
    responsible: String,
    pub(super) starts_on: Option<NaiveDate>,
    pub(super) ends_on: Option<NaiveDate>,
    partners: String,
    municipality_codes: String,
    citizen_benefit_kind: String,
    citizen_benefit: String,
    effects: String,
    sustainability: String,
    target_groups: String,
    eu_focus: bool,
    cross_border: bool,
    aid_character: bool,
    exception_reason: String,
    cost_estimate: String,
    cost_actual: String,
    currency: String,
    continued_from: String,
    /// The day of the roll-over that drafted it, if one did.
    pub(super) rolled_over_on: Option<NaiveDate>,
    pub(super) state: String,
    pub(super) reason: String,
    note: String,
    sources: String,
}

impl ActivityRow {
    /// As it is drafted: what it cost is known later.
    pub(super) fn body(&self, ids: &Ids) -> Result<Value, ApiError> {
        let benefit = some(&self.citizen_benefit).map(|text| json!({"kind": self.citizen_benefit_kind, "text": text}));
        Ok(json!({
            "title": self.title, "description": some(&self.description), "year": self.year,
            "priority": some(&self.priority), "strategyAreaId": ids.of_some::<StrategyArea>(&self.area)?,
            "frameworkLinks": links(&self.framework_links),
            "profileAreaIds": ids.of_all::<ProfileArea>(&self.profile_areas)?, "kind": self.kind,
            "cooperationLevel": self.cooperation_level, "ownerUnitId": ids.of_some::<Unit>(&self.owner_unit)?,
            "responsible": some(&self.responsible), "startsOn": self.starts_on, "endsOn": self.ends_on,
            "partnerIds": ids.of_all::<Partner>(&self.partners)?, "municipalityCodes": list(&self.municipality_codes),
            "citizenBenefit": benefit, "effects": list(&self.effects), "sustainability": list(&self.sustainability),
            "targetGroups": list(&self.target_groups), "euFocus": self.eu_focus, "crossBorder": self.cross_border,
            "aidCharacter": self.aid_character, "exceptionReason": some(&self.exception_reason),
            "costEstimate": self.money(&self.cost_estimate),
            "continuedFromId": ids.of_some::<Activity>(&self.continued_from)?, "note": some(&self.note),
            "documents": sources(&self.sources), "externalIds": external(&self.external_id),
        }))
    }

    /// What it cost, once that is known.
    pub(super) fn cost(&self) -> Option<Map<String, Value>> {
        Some(object(json!({"costActual": self.money(&self.cost_actual)?})))
    }

    fn money(&self, amount: &str) -> Option<Value> {
        some(amount).map(|amount| json!({"amount": amount, "currency": self.currency}))
    }
}

pub(super) fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

pub(super) fn list(text: &str) -> Vec<&str> {
    text.split(';').filter(|part| !part.is_empty()).collect()
}

/// Links to framework elements, from their codes.
pub(super) fn links(codes: &str) -> Vec<Value> {
    list(codes).into_iter().map(|code| json!({"code": code})).collect()
}

pub(super) fn external(value: &str) -> Value {
    json!([{"system": SYSTEM, "value": value}])
}

pub(super) fn sources(addresses: &str) -> Vec<Value> {
    list(addresses).into_iter().map(|url| json!({"title": "Källa", "url": url, "kind": "source"})).collect()
}

pub(super) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}

pub(super) fn read<T: for<'de> Deserialize<'de>>(text: &str) -> Result<Vec<T>, ApiError> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().map_err(ApiError::internal)
}
