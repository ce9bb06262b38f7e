//! Where all tasks of a kind are, as a list of a register or as a report.

use chrono::{Datelike as _, Days};

use super::own::AHEAD;
use super::{Search, TaskKind, gates};

/// The path of the list, below the API's.
pub(super) fn of(kind: TaskKind, search: &Search<'_>) -> String {
    let unit = search.caller.unit_id.map(|unit| unit.to_string()).unwrap_or_else(|| "none".to_owned());
    let (today, year) = (search.today, search.today.year());
    match kind {
        TaskKind::DraftToComplete => {
            format!("/activities?ownerUnitId={unit}&state=draft&year={year}&year={}", year + 1)
        }
        TaskKind::UpdateDue => {
            let until = today.checked_add_days(AHEAD).unwrap_or(today);
            format!("/activities?ownerUnitId={unit}&state=planned&state=ongoing&nextUpdateDueOnTo={until}")
        }
        TaskKind::UpdateReturned => format!("/progress-updates?unitId={unit}&state=returned"),
        TaskKind::ReportReturned => format!("/status-reports?unitId={unit}&state=returned"),
        TaskKind::ReportDue => "/operational-plans?state=adopted&state=in_follow_up".to_owned(),
        TaskKind::StatementMissing => format!("/integration-statements?unitId={unit}&year={year}"),
        TaskKind::ReportToApprove => "/status-reports?state=submitted".to_owned(),
        TaskKind::ReviewMissing => "/memberships?inForce=true".to_owned(),
        TaskKind::NoticeDay | TaskKind::ProposalToDecide => "/reports/board-agenda".to_owned(),
        TaskKind::AreaWithoutProfile => "/strategy-areas?state=prioritised".to_owned(),
        TaskKind::VisitWithoutReport => {
            let from = today.checked_sub_days(Days::new(gates::LOOK_BACK)).unwrap_or(today);
            format!("/visits?startsOnFrom={from}&startsOnTo={today}")
        }
    }
}
