//! What is unattended: planned and ongoing activities that nobody answers for (W10), and those whose progress update is late
//!

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use utoipa::openapi::path::Parameter;

use super::matrix::{read_year, year_parameter};
use super::wording::{decimal, number, percent};
use super::{Report, Setting, Table};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::ApiError;
use crate::governance::units::{self, Unit};
use crate::http::page::Sheet;
use crate::http::query::Params;
use crate::planning::activities::{self, ByUnit};
use crate::text::{Lang, Text, sort_key, text};

mod data;
mod table;

pub use data::{
    OwnerlessActivities, OwnerlessActivity, StaleActivities, StaleActivity, UnattendedData, UnattendedUnit,
};

use data::Names;

/// The most activities of a list.
const LISTED: i64 = 200;

/// The report.
pub struct Unattended;

impl Report for Unattended {
    const NAME: &'static str = "unattended";
    const SCHEMA: &'static str = "UnattendedReport";
    const TITLE: Text = text("Utan ansvarig och utan lägesrapport", "Ownerless and stale");
    const ABOUT: &'static str = "The planned and ongoing activities of a year that nobody answers for (W10): without a unit or with one that is put away, without anybody responsible or with one whose account is closed; and those whose next progress update is late (R-12), with the days since it was due and what the last one said. The first 200 of each, with their number and share, and the numbers of each unit.";
    const HISTORY_OF: &'static [&'static str] = &["activities", "units"];
    const SHEET: Sheet = Sheet::Landscape;
    type Query = Option<i32>;
    type Data = UnattendedData;

    fn read(params: &mut Params) -> Option<i32> {
        read_year(params)
    }

    fn document() -> Vec<Parameter> {
        vec![year_parameter()]
    }

    fn build(conn: &mut Conn, query: &Option<i32>, setting: &Setting) -> Result<UnattendedData, ApiError> {
        let day = setting.day();
        let year = query.unwrap_or_else(|| day.year());
        let ownerless = activities::without_owner(conn, year, LISTED)?;
        let reasons = activities::why_ownerless(conn, &ownerless)?;
        let stale = activities::without_news(conn, year, day, LISTED)?;
        let counts = by_unit(conn, year, day)?;
        let listed = ownerless.iter().chain(&stale).filter_map(|one| one.owner_unit_id);
        let names = units::names(conn, counts.keys().flatten().copied().chain(listed))?;
        let sum = |of: fn(&Count) -> i64| counts.values().map(of).sum::<i64>();
        let (owing, without_owner, late) =
            (sum(|count| count.owing), sum(|count| count.ownerless), sum(|count| count.stale));
        let ownerless = ownerless.into_iter().zip(reasons);
        Ok(UnattendedData {
            year,
            on: day,
            activity_count: owing,
            ownerless: OwnerlessActivities {
                count: without_owner,
                percent: percent(without_owner, owing),
                activities: ownerless.map(|(one, reasons)| data::ownerless(one, reasons, &names)).collect(),
            },
            stale: StaleActivities {
                count: late,
                percent: percent(late, owing),
                activities: stale.into_iter().filter_map(|one| data::stale(one, day, &names)).collect(),
            },
            units: lines(counts, &names),
        })
    }

    fn heading(data: &UnattendedData, lang: Lang) -> String {
        format!("{} {}", Self::TITLE.get(lang), data.year)
    }

    fn subtitle(data: &UnattendedData, lang: Lang) -> String {
        let UnattendedData { on, activity_count, ownerless, stale, .. } = data;
        let share = |share: &Option<String>| {
            let share = share.as_deref().map(|share| format!(" ({} %)", decimal(share, lang)));
            share.unwrap_or_default()
        };
        let (without, late) = (ownerless.count, stale.count);
        let (ownerless, stale) = (share(&ownerless.percent), share(&stale.percent));
        match lang {
            Lang::Sv => format!(
                "Av {activity_count} planerade och pågående saknar {without}{ownerless} ansvarig, och {late}{stale} har en försenad lägesrapport den {on}."
            ),
            Lang::En => {
                let owing = number(usize::try_from(*activity_count).unwrap_or_default(), "activity", "activities");
                format!(
                    "Of {owing} planned and ongoing, {without}{ownerless} without an owner and {late}{stale} with a late progress update on {on}."
                )
            }
        }
    }

    fn tables(data: &UnattendedData, lang: Lang) -> Vec<Table> {
        table::tables(data, lang)
    }
}

/// The numbers of a unit.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    owing: i64,
    ownerless: i64,
    stale: i64,
}

/// The numbers of each unit, and of what has none: three queries.
fn by_unit(conn: &mut Conn, year: i32, day: NaiveDate) -> Result<BTreeMap<Option<Id<Unit>>, Count>, ApiError> {
    let (owing, ownerless, late) = activities::unattended_by_unit(conn, year, day)?;
    let mut counts: BTreeMap<Option<Id<Unit>>, Count> = BTreeMap::new();
    let mut add = |part: ByUnit, of: fn(&mut Count) -> &mut i64| {
        for (unit, count) in part {
            *of(counts.entry(unit).or_default()) += count;
        }
    };
    add(owing, |count| &mut count.owing);
    add(ownerless, |count| &mut count.ownerless);
    add(late, |count| &mut count.stale);
    Ok(counts)
}

/// The units by name, what has none last.
fn lines(counts: BTreeMap<Option<Id<Unit>>, Count>, names: &Names) -> Vec<UnattendedUnit> {
    let line = |(unit, count): (Option<Id<Unit>>, Count)| UnattendedUnit {
        unit_id: unit.map(|id| id.uuid()),
        name: unit.and_then(|id| names.get(&id).cloned()),
        activity_count: count.owing,
        ownerless_count: count.ownerless,
        stale_count: count.stale,
    };
    let mut units: Vec<UnattendedUnit> = counts.into_iter().map(line).collect();
    units.sort_by_cached_key(|unit| {
        let name = unit.name.as_ref().map(|name| sort_key(name.get(Lang::Sv)));
        (unit.unit_id.is_none(), name, unit.unit_id)
    });
    units
}
