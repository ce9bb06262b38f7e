//! The rows of cooperation agreements.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::terms::{self, Link};
use super::{
    AgreementKind, AgreementRelation, AgreementState, CooperationAgreement, CooperationAgreementIn,
    CooperationAgreementKept, FocusArea, Obligation, Signatory,
};
use crate::cooperation::partners::Partner;
use crate::db::schema::cooperation_agreements;
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::{Fault, FaultCode};
use crate::register::rules::Precision;
use crate::register::{ListQuery, Record, RegistryKey, Table as _};
use crate::strategy::framework_elements::FrameworkLink;
use crate::strategy::strategy_areas::StrategyArea;
use crate::text::{fold, sort_key, text};

/// Ids in one statement.
const CHUNK: usize = 500;

crate::register_table! {
    cooperation_agreements for CooperationAgreement, row CooperationAgreementRow {
        state: String,
        state_reason: Option<String>,
        title: String,
        kind: AgreementKind,
        partner_ids: Json<Vec<Id<Partner>>>,
        master_id: Option<Id<CooperationAgreement>>,
        relation: AgreementRelation,
        valid_from: Option<NaiveDate>,
        valid_from_precision: Option<Precision>,
        valid_to: Option<NaiveDate>,
        valid_to_precision: Option<Precision>,
        open_ended: bool,
        notice_months: Option<i32>,
        focus_areas: Json<Vec<FocusArea>>,
        strategy_area_ids: Json<Vec<Id<StrategyArea>>>,
        framework_links: Json<Vec<FrameworkLink>>,
        obligations: Json<Vec<Obligation>>,
        signed_on: Option<NaiveDate>,
        signed_on_precision: Option<Precision>,
        signatories: Json<Vec<Signatory>>,
        registry_number: Option<String>,
        registry_key: Option<RegistryKey>,
        approved_on: Option<NaiveDate>,
        notice_given_on: Option<NaiveDate>,
        terminated_on: Option<NaiveDate>,
        in_force_from: Option<NaiveDate>,
        in_force_to: Option<NaiveDate>,
        last_notice_day: Option<NaiveDate>,
        name_key: Vec<u8>,
        search: String,
    }
    sort {
        "title" => name_key, "state" => state, "kind" => kind, "validFrom" => valid_from optional,
        "validTo" => valid_to optional, "lastNoticeDay" => last_notice_day optional
    }
}

/// The row of a record.
fn to_row(record: Record<CooperationAgreement>) -> CooperationAgreementRow {
    let (term, last_notice_day) = (terms::of(&record), terms::last_notice(&record));
    let Record { meta, content, kept } = record;
    let CooperationAgreementKept { approved_on, notice_given_on, terminated_on } = kept;
    let CooperationAgreementIn {
        title,
        kind,
        partner_ids,
        master_id,
        relation,
        valid_from,
        valid_from_precision,
        valid_to,
        valid_to_precision,
        open_ended,
        notice_months,
        focus_areas,
        strategy_area_ids,
        framework_links,
        obligations,
        signed_on,
        signed_on_precision,
        signatories,
        registry_number,
    } = content;
    let registry_key = registry_number.as_deref().map(RegistryKey::of);
    let key = registry_key.as_ref().map(ToString::to_string);
    let mut found_by = vec![title.as_str()];
    found_by.extend(focus_areas.iter().map(|area| area.0.as_str()));
    found_by.extend(registry_number.as_deref());
    found_by.extend(key.as_deref());
    let columns = Columns {
        state: meta.state.clone().unwrap_or_default(),
        state_reason: meta.state_reason.clone(),
        name_key: sort_key(&title),
        search: fold(&found_by.join(" ")),
        title,
        kind,
        partner_ids: Json(partner_ids),
        master_id,
        relation,
        valid_from,
        valid_from_precision,
        valid_to,
        valid_to_precision,
        open_ended,
        notice_months,
        focus_areas: Json(focus_areas),
        strategy_area_ids: Json(strategy_area_ids),
        framework_links: Json(framework_links),
        obligations: Json(obligations),
        signed_on,
        signed_on_precision,
        signatories: Json(signatories),
        registry_number,
        registry_key,
        approved_on,
        notice_given_on,
        terminated_on,
        in_force_from: term.map(|term| term.from),
        in_force_to: term.and_then(|term| term.to),
        last_notice_day,
    };
    CooperationAgreementRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: CooperationAgreementRow) -> Record<CooperationAgreement> {
    let mut meta = row.take_meta();
    meta.state = Some(row.state);
    meta.state_reason = row.state_reason;
    let content = CooperationAgreementIn {
        title: row.title,
        kind: row.kind,
        partner_ids: row.partner_ids.0,
        master_id: row.master_id,
        relation: row.relation,
        valid_from: row.valid_from,
        valid_from_precision: row.valid_from_precision,
        valid_to: row.valid_to,
        valid_to_precision: row.valid_to_precision,
        open_ended: row.open_ended,
        notice_months: row.notice_months,
        focus_areas: row.focus_areas.0,
        strategy_area_ids: row.strategy_area_ids.0,
        framework_links: row.framework_links.0,
        obligations: row.obligations.0,
        signed_on: row.signed_on,
        signed_on_precision: row.signed_on_precision,
        signatories: row.signatories.0,
        registry_number: row.registry_number,
    };
    let kept = CooperationAgreementKept {
        approved_on: row.approved_on,
        notice_given_on: row.notice_given_on,
        terminated_on: row.terminated_on,
    };
    Record { meta, content, kept }
}

impl CooperationAgreement {
    fn filtered(query: &ListQuery<Self>) -> cooperation_agreements::BoxedQuery<'static, MultiBackend> {
        use cooperation_agreements as table;
        let filter = &query.filter;
        let mut rows = table::table.into_boxed();
        crate::narrow!(rows, table::state, filter.state);
        crate::narrow!(rows, table::kind, filter.kind);
        crate::narrow!(rows, table::relation, filter.relation);
        crate::narrow_reference!(rows, table::id, "cooperation_agreement.partners", filter.partner_id);
        crate::narrow_optional!(rows, table::master_id, filter.master_id);
        crate::narrow_reference!(rows, table::id, "cooperation_agreement.strategyAreas", filter.strategy_area_id);
        crate::narrow_links!(rows, table::framework_links, filter.framework_element);
        crate::narrow!(rows, table::open_ended, filter.open_ended);
        crate::narrow_optional!(rows, table::registry_key, filter.registry_number);
        crate::narrow_range!(rows, table::valid_from, filter.valid_from);
        crate::narrow_range!(rows, table::valid_to, filter.valid_to);
        crate::narrow_range!(rows, table::last_notice_day, filter.last_notice_day);
        crate::narrow_holding!(rows, table::in_force_from, table::in_force_to, query);
        rows
    }
}

/// The agreements of some chains, by the original of each; amendments and what is put away aside: one query.
pub(super) fn chains(
    conn: &mut Conn,
    records: &[Record<CooperationAgreement>],
) -> QueryResult<HashMap<Id<CooperationAgreement>, Vec<Link>>> {
    use cooperation_agreements as table;
    let mut masters: Vec<Id<CooperationAgreement>> = records.iter().map(terms::master).collect();
    masters.sort();
    masters.dedup();
    let mut rows: Vec<CooperationAgreementRow> = Vec::new();
    // The parameters of one statement have a limit.
    for part in masters.chunks(CHUNK) {
        let of_chain = table::id.eq_any(part.to_vec()).or(table::master_id.assume_not_null().eq_any(part.to_vec()));
        rows.extend(
            table::table
                .filter(of_chain)
                .filter(table::relation.ne(AgreementRelation::Amendment))
                .filter(table::archived.eq(false))
                .select(CooperationAgreementRow::as_select())
                .load::<CooperationAgreementRow>(conn)?,
        );
    }
    let mut chains: HashMap<Id<CooperationAgreement>, Vec<Link>> = HashMap::new();
    for record in rows.into_iter().map(CooperationAgreement::from_row) {
        let link = Link {
            id: record.meta.id,
            is_approved: record.kept.approved_on.is_some(),
            start: terms::start(&record),
            term: terms::of(&record),
        };
        chains.entry(terms::master(&record)).or_default().push(link);
    }
    Ok(chains)
}

/// the original that an agreement goes back to is one, and of a chain at most one agreement is in force on a day.
pub(super) fn check_chain(
    conn: &mut Conn,
    record: &Record<CooperationAgreement>,
    faults: &mut Vec<Fault>,
) -> QueryResult<()> {
    use cooperation_agreements as table;
    if let Some(master) = record.content.master_id {
        let relation: Option<AgreementRelation> =
            table::table.find(master).select(table::relation).get_result(conn).optional()?;
        if relation.is_some_and(|relation| relation != AgreementRelation::Original) {
            let reason = text("är självt ett tillägg eller en förnyelse", "is an amendment or a renewal itself");
            faults.push(Fault::rule("/masterId", "R-33", reason));
        }
        let own: i64 = table::table.filter(table::master_id.eq(record.meta.id)).count().get_result(conn)?;
        if own > 0 {
            let reason = text("andra avtal går tillbaka på det här", "other agreements go back to this one");
            faults.push(Fault::rule("/relation", "R-33", reason));
        }
    }
    let Some(term) = terms::of(record).filter(|_| record.content.relation != AgreementRelation::Amendment) else {
        return Ok(());
    };
    let chains = chains(conn, std::slice::from_ref(record))?;
    let others = chains.values().flatten().filter(|link| link.id != record.meta.id);
    if others.filter_map(|link| link.term).any(|other| other.overlaps(&term)) {
        let reason = text(
            "ett annat avtal i kedjan är i kraft under en del av tiden",
            "another agreement of the chain is in force for a part of the time",
        );
        faults.push(Fault { code: FaultCode::Taken, ..Fault::rule("/validFrom", "R-33", reason) });
    }
    Ok(())
}

/// All agreements that are not put away, by title.
///
/// # Errors
/// When the database refuses.
pub fn all(conn: &mut Conn) -> QueryResult<Vec<Record<CooperationAgreement>>> {
    use cooperation_agreements as table;
    let rows: Vec<CooperationAgreementRow> = table::table
        .filter(table::archived.eq(false))
        .order((table::name_key, table::id))
        .select(CooperationAgreementRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(CooperationAgreement::from_row).collect())
}

/// The signed agreements that are not over on one day, and whose last notice day, or else last day, is not after another:
/// what may have to be decided until then.
///
/// # Errors
/// When the database refuses.
pub fn ending(conn: &mut Conn, from: NaiveDate, to: NaiveDate) -> QueryResult<Vec<Record<CooperationAgreement>>> {
    use cooperation_agreements as table;
    let by_notice = table::last_notice_day.le(to);
    let by_end = table::last_notice_day.is_null().and(table::in_force_to.le(to));
    let rows: Vec<CooperationAgreementRow> = table::table
        .filter(table::state.eq(AgreementState::Signed.as_str()))
        .filter(table::archived.eq(false))
        .filter(table::in_force_to.ge(from))
        .filter(by_notice.or(by_end))
        .order((table::name_key, table::id))
        .select(CooperationAgreementRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(CooperationAgreement::from_row).collect())
}
