//! The rules of a project's amounts.

use rust_decimal::Decimal;
use uuid::Uuid;

use super::dto::{FundingKind, ProjectIn};
use super::leverage::{Figures, reported};
use super::{Fault, FaultCode, Project};
use crate::register::money::Sum;
use crate::register::rules::check_unique;
use crate::register::{Money, Record};
use crate::text::text;

/// The one form of amounts; a single total is the one that is reported.
pub(super) fn normalise(project: &mut ProjectIn) {
    let totals = project.stated_totals.iter_mut().map(|total| &mut total.amount);
    for money in totals.chain(project.funding_lines.iter_mut().map(|line| &mut line.amount)) {
        if let Some(minor) = money.minor() {
            *money = Money::of_minor(minor, money.currency.clone());
        }
    }
    for rate in &mut project.exchange_rates {
        crate::planning::decimal::normalise(&mut rate.rate);
    }
    if let [only] = &mut project.stated_totals[..] {
        only.reporting = true;
    }
}

/// Amounts fit their currencies, one of several totals is reported, a municipality gives what a municipality gives, and
/// rates lead to the reported currency.
pub(super) fn check(project: &ProjectIn, faults: &mut Vec<Fault>) {
    for (place, total) in project.stated_totals.iter().enumerate() {
        Money::check(Some(&total.amount), &format!("/statedTotals/{place}/amount"), faults);
    }
    for (place, line) in project.funding_lines.iter().enumerate() {
        Money::check(Some(&line.amount), &format!("/fundingLines/{place}/amount"), faults);
        if line.municipality_code.is_some() && line.kind != FundingKind::Municipality {
            let reason = text(
                "anges bara när medlen kommer från en kommun",
                "is given only where the money comes from a municipality",
            );
            faults.push(Fault::rule(&format!("/fundingLines/{place}/municipalityCode"), "R-26", reason));
        }
    }
    let marked = project.stated_totals.iter().filter(|total| total.reporting).count();
    if project.stated_totals.len() > 1 && marked != 1 {
        let reason = text("en av flera totaler redovisas: reporting", "one of several totals is reported: reporting");
        faults.push(Fault::rule("/statedTotals", "R-29", reason));
    }
    check_rates(project, faults);
    if Figures::of(project).is_some_and(|figures| !figures.can_be_kept()) {
        let reason = text("beloppen blir tillsammans för stora", "the amounts become too large together");
        faults.push(Fault::body("/fundingLines", FaultCode::TooLarge, reason));
    }
}

fn check_rates(project: &ProjectIn, faults: &mut Vec<Fault>) {
    check_unique("/exchangeRates", project.exchange_rates.iter().map(|rate| &rate.currency), faults);
    let to = reported(&project.stated_totals).map(|total| &total.amount.currency);
    for (place, rate) in project.exchange_rates.iter().enumerate() {
        if to == Some(&rate.currency) {
            let reason = text("är den redovisade totalens egen valuta", "is the reported total's own currency");
            faults.push(Fault::rule(&format!("/exchangeRates/{place}/currency"), "R-25", reason));
        }
        if Decimal::from_str_exact(&rate.rate).is_ok_and(|rate| rate.is_zero()) {
            let reason = text("är större än noll", "is more than zero");
            faults.push(Fault::body(format!("/exchangeRates/{place}/rate"), FaultCode::TooSmall, reason));
        }
    }
}

/// The municipalities that give money, each with its JSON Pointer.
pub(super) fn municipalities(project: &ProjectIn) -> impl Iterator<Item = (String, &str)> {
    project.funding_lines.iter().enumerate().filter_map(|(place, line)| {
        Some((format!("/fundingLines/{place}/municipalityCode"), line.municipality_code.as_deref()?))
    })
}

/// The partners that give money, each with its JSON Pointer.
pub(super) fn financiers(record: &Record<Project>) -> Vec<(String, Uuid)> {
    let lines = record.content.funding_lines.iter().enumerate();
    lines
        .filter_map(|(place, line)| Some((format!("/fundingLines/{place}/financierId"), line.financier_id?.uuid())))
        .collect()
}

/// By how much the lines differ from the reported total, where they do.
pub(super) fn difference(figures: &Figures) -> Option<Sum> {
    let minor = figures.difference.filter(|minor| *minor != 0)?;
    Some(Sum::new(minor, figures.currency.clone()))
}
