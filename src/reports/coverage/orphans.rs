//! What has neither a strategy area nor a link.

use super::data::CoverageOrphan;
use crate::cooperation::agreements::CooperationAgreement;
use crate::cooperation::memberships::Membership;
use crate::db::Conn;
use crate::error::ApiError;
use crate::planning::activities::{self, Activity};
use crate::register::{Record, Register as _};

/// The most orphans named.
const LISTED: i64 = 200;

/// The first orphans of a year, its activities first, and how many there are: three queries.
pub(super) fn of(
    conn: &mut Conn,
    year: i32,
    agreements: Vec<Record<CooperationAgreement>>,
    mut memberships: Vec<Record<Membership>>,
) -> Result<(Vec<CoverageOrphan>, i64), ApiError> {
    let (found, total) = activities::orphans(conn, year, LISTED)?;
    let activity = |one: activities::Titled| CoverageOrphan { kind: Activity::TYPE, id: one.id, title: one.title };
    let mut orphans: Vec<CoverageOrphan> = found.into_iter().map(activity).collect();
    let listed = orphans.len();
    let is_loose = |record: &Record<CooperationAgreement>| {
        record.content.strategy_area_ids.is_empty() && record.content.framework_links.is_empty()
    };
    let agreement = |record: Record<CooperationAgreement>| CoverageOrphan {
        kind: CooperationAgreement::TYPE,
        id: record.uuid(),
        title: record.content.title,
    };
    orphans.extend(agreements.into_iter().filter(is_loose).map(agreement));
    memberships
        .retain(|record| record.content.strategy_area_ids.is_empty() && record.content.framework_links.is_empty());
    let names = Membership::titles(conn, &memberships)?;
    let membership = |(record, title): (Record<Membership>, String)| CoverageOrphan {
        kind: Membership::TYPE,
        id: record.uuid(),
        title,
    };
    orphans.extend(memberships.into_iter().zip(names).map(membership));
    let others = i64::try_from(orphans.len() - listed).unwrap_or(i64::MAX);
    orphans.truncate(usize::try_from(LISTED).unwrap_or_default());
    Ok((orphans, total + others))
}
