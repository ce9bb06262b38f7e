//! What a project's money comes to, and how the region's own part grew (R-27): whole minor units and decimal ratios, never
//! floats. Nothing is ever divided by zero, and what cannot be compared is null.

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive as _;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use utoipa::ToSchema;

use super::dto::{ExchangeRate, FundingKind, FundingLine, MoneyBasis, ProjectIn, StatedTotal};
use crate::register::Money;
use crate::register::money::{self, Sum};

/// How much the region's own money grew (R-27).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Leverage {
    /// All the money: the reported total, or the sum of the lines where no total is stated.
    pub total: Option<Sum>,
    /// The region's own money in the same currency.
    pub region_own: Option<Sum>,
    /// All the money by the region's own, with two decimals. Null where the region gives none, or where currencies cannot
    /// be compared.
    #[schema(example = "2.68")]
    pub total_ratio: Option<String>,
    /// The others' money by the region's own, with two decimals.
    #[schema(example = "1.68")]
    pub added_ratio: Option<String>,
}

impl Leverage {
    /// The leverage of some money in one currency.
    pub fn of(total: Option<i128>, region_own: Option<i128>, currency: &str) -> Self {
        let sum = |minor| Sum::new(minor, currency.to_owned());
        let ratios = total.zip(region_own);
        Self {
            total: total.map(sum),
            region_own: region_own.map(sum),
            total_ratio: ratios.and_then(|(total, own)| ratio(total, own)),
            added_ratio: ratios.and_then(|(total, own)| ratio(total - own, own)),
        }
    }
}

/// One number by another, with two decimals, rounded half away from zero; none where the other is not above zero.
pub fn ratio(of: i128, by: i128) -> Option<String> {
    let (of, by) = (Decimal::try_from_i128_with_scale(of, 0).ok()?, Decimal::try_from_i128_with_scale(by, 0).ok()?);
    if by <= Decimal::ZERO {
        return None;
    }
    let mut ratio = of.checked_div(by)?.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    if ratio.is_zero() {
        ratio.set_sign_positive(true);
    }
    Some(format!("{ratio:.2}"))
}

/// What a project's money comes to, in one currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The currency of the reported total, or else of the region's own money, or else of the first line.
    pub currency: String,
    /// The reported total; the sum of the lines where none is stated.
    pub total: Option<i128>,
    /// The money by its kind; a kind of which something cannot be compared has none, and one without lines is absent.
    pub by_kind: BTreeMap<FundingKind, Option<i128>>,
    /// What each municipality gives; none where that cannot be compared.
    pub by_municipality: BTreeMap<String, Option<i128>>,
    /// The reported total without what the lines say, where all can be compared.
    pub difference: Option<i128>,
}

impl Figures {
    /// What a project's money comes to; none when it states none.
    pub fn of(project: &ProjectIn) -> Option<Self> {
        let reported = reported(&project.stated_totals);
        let lines = &project.funding_lines;
        let own = lines.iter().find(|line| line.kind == FundingKind::RegionOwn);
        let money = reported.map(|total| &total.amount).or_else(|| own.or(lines.first()).map(|line| &line.amount))?;
        let exchange = Exchange { to: &money.currency, rates: &project.exchange_rates };
        let basis = reported.map(|total| total.basis);
        let by_kind: BTreeMap<FundingKind, Option<i128>> = FundingKind::ALL
            .iter()
            .map(|kind| (*kind, counted(lines, *kind, basis)))
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(kind, lines)| (kind, exchange.sum(&lines)))
            .collect();
        let of_lines = by_kind.values().copied().sum::<Option<i128>>().filter(|_| !by_kind.is_empty());
        let stated = reported.and_then(|total| total.amount.minor()).map(i128::from);
        Some(Self {
            currency: money.currency.clone(),
            total: stated.or(of_lines),
            difference: stated.zip(of_lines).map(|(stated, of_lines)| stated - of_lines),
            by_municipality: by_municipality(&counted(lines, FundingKind::Municipality, basis), &exchange),
            by_kind,
        })
    }

    /// Whether all of it can be kept as a column's whole number.
    pub fn can_be_kept(&self) -> bool {
        let of_kinds = self.by_kind.values().chain(self.by_municipality.values()).copied();
        of_kinds.chain([self.total, self.region_own()]).flatten().all(|minor| i64::try_from(minor).is_ok())
    }

    /// The region's own money: nothing where no line says so, and none where it cannot be compared.
    pub fn region_own(&self) -> Option<i128> {
        self.by_kind.get(&FundingKind::RegionOwn).copied().unwrap_or(Some(0))
    }

    /// How the region's own money grew.
    pub fn leverage(&self) -> Leverage {
        Leverage::of(self.total, self.region_own(), &self.currency)
    }
}

/// The total that is reported: the only one, or the one that is marked.
pub fn reported(totals: &[StatedTotal]) -> Option<&StatedTotal> {
    match totals {
        [only] => Some(only),
        several => several.iter().find(|total| total.reporting),
    }
}

/// The lines of a kind that count: those of the reported total's basis, where the kind has any, or else those of its most
/// certain basis. So what was applied for is never added to what was granted.
fn counted(lines: &[FundingLine], kind: FundingKind, basis: Option<MoneyBasis>) -> Vec<&FundingLine> {
    let of_kind = || lines.iter().filter(move |line| line.kind == kind);
    let has = |basis: &MoneyBasis| of_kind().any(|line| line.basis == *basis);
    let counts = basis.filter(has).or_else(|| of_kind().map(|line| line.basis).max());
    of_kind().filter(|line| Some(line.basis) == counts).collect()
}

/// What each municipality gives that is named.
fn by_municipality(lines: &[&FundingLine], exchange: &Exchange<'_>) -> BTreeMap<String, Option<i128>> {
    let mut sums: BTreeMap<String, Option<i128>> = BTreeMap::new();
    for line in lines {
        if let Some(code) = &line.municipality_code {
            let sum = sums.entry(code.clone()).or_insert(Some(0));
            *sum = sum.zip(exchange.minor(&line.amount)).map(|(sum, minor)| sum + minor);
        }
    }
    sums
}

/// The currency to which amounts are brought, and the rates that are stated for it.
struct Exchange<'a> {
    to: &'a str,
    rates: &'a [ExchangeRate],
}

impl Exchange<'_> {
    /// The sum of some amounts; none when one of them cannot be compared.
    fn sum(&self, lines: &[&FundingLine]) -> Option<i128> {
        lines.iter().map(|line| self.minor(&line.amount)).sum()
    }

    /// An amount in minor units, rounded half away from zero where a rate is needed.
    fn minor(&self, money: &Money) -> Option<i128> {
        if money.currency == self.to {
            return money.minor().map(i128::from);
        }
        let rate = self.rates.iter().find(|rate| rate.currency == money.currency)?;
        let (amount, rate) = (Decimal::from_str_exact(&money.amount).ok()?, Decimal::from_str_exact(&rate.rate).ok()?);
        let decimals = u32::try_from(money::decimals(self.to)?).ok()?;
        let worth = amount.checked_mul(rate)?;
        let worth = worth.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
        worth.checked_mul(Decimal::from(10_u64.checked_pow(decimals)?))?.to_i128()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn money(amount: &str, currency: &str) -> Money {
        Money { amount: amount.into(), currency: currency.into() }
    }

    fn line(kind: FundingKind, amount: &str, currency: &str, basis: MoneyBasis) -> FundingLine {
        FundingLine {
            kind,
            amount: money(amount, currency),
            basis,
            source: "Prov".into(),
            stated_on: None,
            approximate: false,
            financier_id: None,
            municipality_code: None,
        }
    }

    fn total(amount: &str, currency: &str, reporting: bool) -> StatedTotal {
        StatedTotal {
            amount: money(amount, currency),
            basis: MoneyBasis::Budgeted,
            source: "Prov".into(),
            stated_on: None,
            approximate: false,
            reporting,
        }
    }

    fn project(stated_totals: Vec<StatedTotal>, funding_lines: Vec<FundingLine>) -> ProjectIn {
        let mut project: ProjectIn = serde_json::from_str(r#"{"name": "Prov"}"#).unwrap();
        (project.stated_totals, project.funding_lines) = (stated_totals, funding_lines);
        project
    }

    fn ratios(project: &ProjectIn) -> (Option<String>, Option<String>) {
        let leverage = Figures::of(project).unwrap().leverage();
        (leverage.total_ratio, leverage.added_ratio)
    }

    /// The check values of R-27, from Region Värmland's own figures.
    #[test]
    fn the_check_values_hold() {
        for (total, own, total_ratio, added_ratio) in [
            (1_437_000_000, 536_500_000, "2.68", "1.68"),
            (304_000_000, 60_000_000, "5.07", "4.07"),
            (29_400_000_000, 6_300_000_000, "4.67", "3.67"),
        ] {
            assert_eq!(ratio(total, own).as_deref(), Some(total_ratio));
            assert_eq!(ratio(total - own, own).as_deref(), Some(added_ratio));
        }
        // Of 2023 the others' money is stated by itself: 209 and 21.8 million.
        assert_eq!(ratio(23_080_000_000, 6_300_000_000).as_deref(), Some("3.66"));
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        assert_eq!((ratio(5, 0), ratio(0, 0), ratio(5, -1)), (None, None, None));
        assert_eq!(ratio(0, 5).as_deref(), Some("0.00"));
        // Rounded half away from zero; zero has no sign.
        assert_eq!((ratio(-1, 201).as_deref(), ratio(-1, 200).as_deref()), (Some("0.00"), Some("-0.01")));
        let without = project(vec![total("100", "SEK", true)], vec![]);
        assert_eq!(ratios(&without), (None, None));
        assert_eq!(Figures::of(&project(vec![], vec![])), None);
    }

    #[test]
    fn amounts_of_another_currency_count_by_a_stated_rate_alone() {
        let own = line(FundingKind::RegionOwn, "4000000", "SEK", MoneyBasis::Granted);
        let mut meco = project(vec![total("2401926", "EUR", true)], vec![own]);
        assert_eq!(ratios(&meco), (None, None), "mixed currencies without a rate");
        meco.exchange_rates = vec![ExchangeRate {
            currency: "SEK".into(),
            rate: "0.1".into(),
            quoted_on: "2018-03-21".parse().unwrap(),
            source: "Prov".into(),
        }];
        assert_eq!(ratios(&meco), (Some("6.00".into()), Some("5.00".into())));
    }

    #[test]
    fn what_was_applied_for_is_not_added_to_what_was_granted() {
        let own = |amount, basis| line(FundingKind::RegionOwn, amount, "SEK", basis);
        let both = vec![own("300", MoneyBasis::Applied), own("100", MoneyBasis::Granted)];
        assert_eq!(ratios(&project(vec![total("1000", "SEK", true)], both.clone())).0.as_deref(), Some("10.00"));
        let mut applied = total("1000", "SEK", true);
        applied.basis = MoneyBasis::Applied;
        assert_eq!(ratios(&project(vec![applied], both)).0.as_deref(), Some("3.33"));
    }

    #[test]
    fn lines_that_do_not_add_up_differ_by_a_sum() {
        let lines = vec![
            line(FundingKind::RegionOwn, "600000", "SEK", MoneyBasis::Budgeted),
            line(FundingKind::Eu, "1520000", "SEK", MoneyBasis::Budgeted),
        ];
        let fem = Figures::of(&project(vec![total("3040000", "SEK", true)], lines.clone())).unwrap();
        assert_eq!(fem.difference, Some(92_000_000));
        // Without a stated total the lines are all there is.
        let lines = Figures::of(&project(vec![], lines)).unwrap();
        assert_eq!((lines.total, lines.difference), (Some(212_000_000), None));
    }

    #[test]
    fn of_several_totals_the_marked_one_is_reported() {
        let totals = vec![total("1809351", "EUR", false), total("2983100", "EUR", true)];
        assert_eq!(Figures::of(&project(totals, vec![])).unwrap().total, Some(298_310_000));
    }

    proptest! {
        #[test]
        fn the_kinds_add_up_to_the_lines(amounts in proptest::collection::vec((0_usize..8, 0_i64..100_000_000_000_000), 1..40)) {
            let lines: Vec<FundingLine> = amounts
                .iter()
                .map(|(kind, minor)| {
                    let money = Money::of_minor(*minor, "SEK".into());
                    line(FundingKind::ALL[*kind], &money.amount, "SEK", MoneyBasis::Granted)
                })
                .collect();
            let figures = Figures::of(&project(vec![], lines)).unwrap();
            let sum: i128 = amounts.iter().map(|(_, minor)| i128::from(*minor)).sum();
            prop_assert_eq!(figures.total, Some(sum));
            prop_assert_eq!(figures.by_kind.values().copied().sum::<Option<i128>>(), Some(sum));
        }
    }
}
