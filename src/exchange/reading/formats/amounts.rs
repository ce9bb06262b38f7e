//! The amounts of a project in the making: each says where it comes from and what it rests on.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::draft::Draft;
use crate::exchange::reading::Cell;
use crate::exchange::reading::values::{self, Stated};
use crate::funding::projects::{FundingKind, MoneyBasis};
use crate::text::Message;

/// What every amount says beside its number.
pub(super) struct Source<'a> {
    pub(super) name: &'a str,
    pub(super) currency: &'a str,
    pub(super) stated_on: Option<NaiveDate>,
}

impl Source<'_> {
    fn json(&self, stated: &Stated, basis: MoneyBasis) -> Map<String, Value> {
        let mut item = Map::new();
        item.insert("amount".to_owned(), json!({"amount": stated.amount, "currency": self.currency}));
        item.insert("basis".to_owned(), json!(basis));
        item.insert("source".to_owned(), json!(self.name));
        item.insert("approximate".to_owned(), json!(stated.rounded));
        if let Some(day) = self.stated_on {
            item.insert("statedOn".to_owned(), json!(day));
        }
        item
    }
}

impl<'a> Draft<'a> {
    /// An amount. Nought is how these files write that nothing is given.
    pub(super) fn amount(&mut self, names: &[&str], currency: &str) -> Option<Stated> {
        let (header, cell) = self.cell(names)?;
        self.read_amount(header, cell, currency)
    }

    /// The first of several values that are joined in a cell, with its header; that there were others is told.
    pub(super) fn first(&mut self, names: &[&str]) -> Option<(&'a str, Cell)> {
        let (header, cell) = self.cell(names)?;
        let Cell::Text(joined) = cell else { return Some((header, cell.clone())) };
        let mut all: Vec<&str> = joined.split('|').map(str::trim).filter(|one| !one.is_empty()).collect();
        all.dedup();
        if all.len() > 1 {
            let many = all.len();
            let message = Message::new(
                format!("Det första av {many} värden är taget"),
                format!("The first of {many} values is taken"),
            );
            self.notice(Some(header), message);
        }
        all.first().map(|one| (header, Cell::text(*one)))
    }

    /// An amount of a cell. One that was rounded is told.
    pub(super) fn read_amount(&mut self, header: &str, cell: &Cell, currency: &str) -> Option<Stated> {
        let stated = values::amount(cell, currency, self.decimals).unwrap_or_else(|wrong| {
            self.fault(header, wrong, Some(values::AMOUNTS));
            None
        })?;
        if stated.amount.bytes().all(|byte| matches!(byte, b'0' | b'.')) {
            return None;
        }
        if stated.rounded {
            let amount = &stated.amount;
            let message = Message::new(
                format!("Beloppet är avrundat till {amount}"),
                format!("The amount is rounded to {amount}"),
            );
            self.notice(Some(header), message);
        }
        Some(stated)
    }

    /// Adds what the project costs in all.
    pub(super) fn add_total(&mut self, stated: &Stated, money: &Source<'_>, basis: MoneyBasis) {
        self.add("statedTotals", money.json(stated, basis).into());
    }

    /// Adds money from the EU.
    pub(super) fn add_eu_line(&mut self, stated: &Stated, money: &Source<'_>, basis: MoneyBasis) {
        self.add_line(stated, money, basis, FundingKind::Eu);
    }

    /// Adds money from one source.
    pub(super) fn add_line(&mut self, stated: &Stated, money: &Source<'_>, basis: MoneyBasis, kind: FundingKind) {
        let mut line = money.json(stated, basis);
        line.insert("kind".to_owned(), json!(kind));
        self.add("fundingLines", line.into());
    }

    /// Tells of a rate that is not the one that two amounts give.
    pub(super) fn check_rate(&mut self, names: &[&str], part: Option<&Stated>, whole: Option<&Stated>) {
        let Some((header, cell)) = self.cell(names) else { return };
        let Some(rate) = self.taken(header, values::percent(cell, self.decimals)) else { return };
        let decimal = |text: &str| text.parse::<Decimal>().ok();
        let (Some(rate), Some(part), Some(whole)) = (
            decimal(&rate),
            part.and_then(|part| decimal(&part.amount)),
            whole.and_then(|whole| decimal(&whole.amount)),
        ) else {
            return;
        };
        let Some(share) = part.checked_div(whole).map(|share| share * Decimal::ONE_HUNDRED) else {
            return;
        };
        if (share - rate).abs() > Decimal::ONE {
            let share = share.round_dp(1);
            self.notice(
                Some(header),
                Message::new(
                    format!("Graden är {rate} procent, men beloppen ger {share} procent"),
                    format!("The rate is {rate} percent, but the amounts give {share} percent"),
                ),
            );
        }
    }
}
