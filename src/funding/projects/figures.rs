//! What a project's money comes to and who takes part, in tables beside the record: reports over tens of thousands of
//! projects add them up without reading a line.

use std::collections::BTreeSet;

use chrono::Datelike as _;
use diesel::prelude::*;

use super::dto::{FundingKind, Participation, ProjectIn};
use super::leverage::Figures;
use super::{Id, Project, Record};
use crate::db::Conn;
use crate::db::schema::{
    project_figures as figures, project_municipalities as municipalities, project_participations as participations,
};

/// Writes the figures, the municipalities and the participations of a project anew.
pub(super) fn index(conn: &mut Conn, record: &Record<Project>) -> QueryResult<()> {
    let id = record.meta.id;
    diesel::delete(figures::table.filter(figures::project_id.eq(id))).execute(conn)?;
    diesel::delete(municipalities::table.filter(municipalities::project_id.eq(id))).execute(conn)?;
    diesel::delete(participations::table.filter(participations::project_id.eq(id))).execute(conn)?;
    let project = &record.content;
    let found = Figures::of(project);
    if let Some(found) = &found {
        insert_figures(conn, id, project, found)?;
    }
    insert_municipalities(conn, id, project, &found.unwrap_or_default())?;
    insert_participations(conn, id, project)
}

/// The year in which a project is counted: when it was decided, or else when it began.
pub(super) fn year(project: &ProjectIn) -> Option<i32> {
    project.decided_on.or(project.starts_on).map(|day| day.year())
}

fn insert_figures(conn: &mut Conn, id: Id<Project>, project: &ProjectIn, found: &Figures) -> QueryResult<()> {
    let small = |minor: Option<i128>| minor.and_then(|minor| i64::try_from(minor).ok());
    let of = |kind: FundingKind| small(found.by_kind.get(&kind).copied().flatten());
    diesel::insert_into(figures::table)
        .values((
            figures::project_id.eq(id),
            figures::year.eq(year(project)),
            figures::currency.eq(&found.currency),
            figures::total_minor.eq(small(found.total)),
            figures::region_own_minor.eq(small(found.region_own())),
            figures::municipality_minor.eq(of(FundingKind::Municipality)),
            figures::state_minor.eq(of(FundingKind::State)),
            figures::eu_minor.eq(of(FundingKind::Eu)),
            figures::norwegian_state_minor.eq(of(FundingKind::NorwegianState)),
            figures::other_public_minor.eq(of(FundingKind::OtherPublic)),
            figures::private_minor.eq(of(FundingKind::Private)),
            figures::in_kind_minor.eq(of(FundingKind::InKind)),
        ))
        .execute(conn)
        .map(|_| ())
}

/// The municipalities that are named, and those that give money.
fn insert_municipalities(conn: &mut Conn, id: Id<Project>, project: &ProjectIn, found: &Figures) -> QueryResult<()> {
    // Whoever gives money takes part, also where the amount does not count beside a more certain one.
    let giving = project.funding_lines.iter().filter_map(|line| line.municipality_code.as_ref());
    let codes: BTreeSet<&String> = project.municipality_codes.iter().chain(giving).collect();
    for code in codes {
        let amount = found.by_municipality.get(code).copied().flatten();
        diesel::insert_into(municipalities::table)
            .values((
                municipalities::project_id.eq(id),
                municipalities::municipality_code.eq(code),
                municipalities::amount_minor.eq(amount.and_then(|minor| i64::try_from(minor).ok())),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// The partners that take part, and as what.
fn insert_participations(conn: &mut Conn, id: Id<Project>, project: &ProjectIn) -> QueryResult<()> {
    for Participation { partner_id, role } in &project.participations {
        diesel::insert_into(participations::table)
            .values((
                participations::project_id.eq(id),
                participations::partner_id.eq(partner_id),
                participations::role.eq(role),
            ))
            .execute(conn)?;
    }
    Ok(())
}
