//! Whether a call is open on a day, as it is computed of one and asked of a list: both say the same.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{CallComputed, CallIn, CallPhase};
use crate::db::MultiBackend;
use crate::db::schema::calls;

/// Where a call stands on a day; none when that is not known, as without a last day once it has opened.
pub fn phase(call: &CallIn, day: NaiveDate) -> Option<CallPhase> {
    if call.opens_on.is_some_and(|opens_on| opens_on > day) {
        return Some(CallPhase::Coming);
    }
    let closes_on = call.closes_on?;
    Some(if closes_on < day { CallPhase::Closed } else { CallPhase::Open })
}

/// What is computed of a call on a day.
pub(super) fn computed(call: &CallIn, today: NaiveDate) -> CallComputed {
    let Some(closes_on) = call.closes_on else { return CallComputed::default() };
    let days_left = (closes_on - today).num_days();
    let is_open = phase(call, today) == Some(CallPhase::Open);
    CallComputed { is_open: Some(is_open), days_left: (days_left >= 0).then_some(days_left) }
}

/// Narrows a list to the calls that are open on a day, or to those that are not. Of what has no known last day neither
/// holds.
pub(super) fn narrow_open(
    rows: calls::BoxedQuery<'static, MultiBackend>,
    wanted: &[bool],
    day: NaiveDate,
) -> calls::BoxedQuery<'static, MultiBackend> {
    let known = rows.filter(calls::closes_on.is_not_null());
    match (wanted.contains(&true), wanted.contains(&false)) {
        (true, false) => {
            known.filter(calls::closes_on.ge(day)).filter(calls::opens_on.is_null().or(calls::opens_on.le(day)))
        }
        (false, true) => known.filter(calls::closes_on.lt(day).or(calls::opens_on.gt(day))),
        _ => known,
    }
}
