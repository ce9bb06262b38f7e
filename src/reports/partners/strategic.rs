//! What the strategic partners contribute, and with which partners little happens.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::data::{ActivityShare, AreaContributions, ContributionCount, Counts, ListedPartner};
use crate::cooperation::partners::{self, Contributing, Contribution, Named, PartnerState};
use crate::db::Conn;
use crate::db::types::Id;
use crate::error::ApiError;
use crate::planning::activities;
use crate::reports::wording::percent;
use crate::strategy::strategy_areas::{self, StrategyArea};
use crate::text::{Lang, sort_key};

/// By what they contribute, in the order of the code list: each partner once in each line.
pub(super) fn by_contribution(strategic: &[Contributing]) -> Vec<ContributionCount> {
    let line = |contribution: &Contribution| {
        let mut counts = Counts::default();
        for one in strategic.iter().filter(|one| one.areas.iter().any(|link| link.contribution == *contribution)) {
            counts.count(one.twin_region, one.count);
        }
        let Counts { partners, twin_regions } = counts;
        ContributionCount { contribution: *contribution, partners, twin_regions }
    };
    Contribution::ALL.iter().map(line).collect()
}

/// By strategy area and contribution, by the areas' names: one query.
pub(super) fn by_area(conn: &mut Conn, strategic: &[Contributing]) -> Result<Vec<AreaContributions>, ApiError> {
    let mut counts: BTreeMap<(Id<StrategyArea>, Contribution), i64> = BTreeMap::new();
    for one in strategic {
        let links: BTreeSet<(Id<StrategyArea>, Contribution)> =
            one.areas.iter().map(|link| (link.id, link.contribution)).collect();
        for link in links {
            *counts.entry(link).or_default() += one.count;
        }
    }
    let areas = strategy_areas::by_ids(conn, counts.keys().map(|(area, _)| *area))?;
    let of = |area: &Id<StrategyArea>, contribution| counts.get(&(*area, contribution)).copied().unwrap_or_default();
    let mut lines: Vec<AreaContributions> = areas
        .into_iter()
        .map(|(id, area)| AreaContributions {
            strategy_area_id: id.uuid(),
            name: area.content.name,
            supports: of(&id, Contribution::Supports),
            develops: of(&id, Contribution::Develops),
            strengthens: of(&id, Contribution::Strengthens),
        })
        .collect();
    lines.sort_by_cached_key(|line| (sort_key(line.name.get(Lang::Sv)), line.strategy_area_id));
    Ok(lines)
}

/// Partners of a state, each with the last contact: two queries.
pub(super) fn listed(
    conn: &mut Conn,
    named: Vec<Named>,
    state: PartnerState,
    today: NaiveDate,
) -> Result<Vec<ListedPartner>, ApiError> {
    let ids: Vec<_> = named.iter().map(|(id, _)| *id).collect();
    let contacts = partners::last_contacts(conn, &ids, today)?;
    let one = |(id, name): Named| {
        let last_contact_on = contacts.get(&id).copied();
        ListedPartner { id: id.uuid(), name, state, last_contact_on }
    };
    Ok(named.into_iter().map(one).collect())
}

/// L84.1: two queries.
pub(super) fn activity_share(conn: &mut Conn, year: i32) -> Result<ActivityShare, ApiError> {
    let activity_count = activities::counted(conn, year)?;
    let with_strategic_partner_count = activities::with_strategic_partner(conn, year)?;
    let share = percent(with_strategic_partner_count, activity_count);
    Ok(ActivityShare { year, activity_count, with_strategic_partner_count, share })
}
