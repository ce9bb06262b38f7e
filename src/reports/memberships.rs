//! The memberships of a year: what each cost against what it gave.

use std::collections::HashMap;

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::path::Parameter;
use uuid::Uuid;

use super::agreements::remarks;
use super::matrix::{read_year, year_parameter};
use super::wording::{amount, number};
use super::{Cell, Report, Setting, Table};
use crate::cooperation::benefit_reviews::{self, BenefitReviewIn, Recommendation};
use crate::cooperation::memberships::{self, Membership, MembershipLevel, MembershipState};
use crate::cooperation::{mandates, membership_fees};
use crate::db::Conn;
use crate::error::ApiError;
use crate::http::query::Params;
use crate::register::money::Sum;
use crate::register::warnings::WarningItem;
use crate::register::{Loaded, Money, Register as _, read};
use crate::text::{Lang, Text, text};

/// The report.
pub struct Memberships;

/// What a membership gave in a year.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BenefitLine {
    /// From 1 to 5, 5 is best.
    #[schema(minimum = 1, maximum = 5, example = 4)]
    pub grade: Option<i32>,
    /// What the review recommends; it ends nothing.
    #[schema(inline = false, example = "stay")]
    pub recommendation: Recommendation,
    /// In words.
    #[schema(example = "Gav två projekt och inflytande på ett yttrande.")]
    pub text: String,
}

/// A membership in the year of the report.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MembershipLine {
    /// The membership.
    pub id: Uuid,
    /// The organisation, and who is a member if not the region.
    #[schema(example = "Assembly of European Regions")]
    pub name: String,
    /// Whose membership it is.
    #[schema(inline = false, example = "direct")]
    pub level: MembershipLevel,
    /// Its state.
    #[schema(example = "active")]
    pub state: String,
    /// The first day.
    #[schema(example = "2017-11-14")]
    pub starts_on: Option<NaiveDate>,
    /// The last day.
    #[schema(example = "2026-12-31")]
    pub ends_on: Option<NaiveDate>,
    /// Its fee of the year.
    pub fee: Option<Money>,
    /// The mandates that it gave on the last day of the year.
    #[schema(minimum = 0, example = 2)]
    pub mandates: usize,
    /// What it gave in the year.
    pub benefit: Option<BenefitLine>,
    /// What is worth a warning.
    pub warnings: Vec<WarningItem>,
}

/// The memberships that were in force at some time of a year or cost something then.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MembershipsData {
    /// The year.
    #[schema(minimum = 1900, maximum = 2199, example = 2024)]
    pub year: i32,
    /// The memberships.
    pub memberships: Vec<MembershipLine>,
    /// The fees of the year, per currency.
    pub fees: Vec<Sum>,
    /// How many of them were reviewed.
    #[schema(minimum = 0, example = 2)]
    pub reviewed: usize,
}

impl Report for Memberships {
    const NAME: &'static str = "memberships";
    const SCHEMA: &'static str = "MembershipsReport";
    const TITLE: Text = text("Medlemskap", "Memberships");
    const ABOUT: &'static str = "The memberships of a year: fee, mandates, and the review of what they gave, with the totals per currency. A recommendation ends nothing; only a decision does (G3).";
    const HISTORY_OF: &'static [&'static str] = &["memberships", "membership-fees", "benefit-reviews", "mandates"];
    const SHEET: crate::http::page::Sheet = crate::http::page::Sheet::Landscape;
    type Query = Option<i32>;
    type Data = MembershipsData;

    fn read(params: &mut Params) -> Option<i32> {
        read_year(params)
    }

    fn document() -> Vec<Parameter> {
        vec![year_parameter()]
    }

    fn build(conn: &mut Conn, query: &Option<i32>, setting: &Setting) -> Result<MembershipsData, ApiError> {
        let year = query.unwrap_or_else(|| setting.day().year());
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or_default();
        let fees: HashMap<_, Money> = membership_fees::of_year(conn, year)?
            .into_iter()
            .map(|fee| (fee.content.membership_id, fee.content.amount))
            .collect();
        let reviews: HashMap<_, BenefitReviewIn> = benefit_reviews::of_year(conn, year)?
            .into_iter()
            .map(|review| (review.content.membership_id, review.content))
            .collect();
        let seats = mandates::on(conn, last)?;
        let mut records = memberships::all(conn)?;
        records.retain(|record| {
            let term = memberships::term(record);
            let in_year = term.is_some_and(|term| term.from <= last && !term.is_over(first));
            in_year || fees.contains_key(&record.meta.id)
        });
        let names = Membership::titles(conn, &records)?;
        // Of a year that is past, what was missing when it ended.
        let loaded = read::load_all(conn, records, setting.day().min(last))?;
        let line = |(loaded, name): (Loaded<Membership>, String)| {
            let id = loaded.record.meta.id;
            MembershipLine {
                id: loaded.record.uuid(),
                name,
                level: loaded.record.content.level,
                state: loaded.record.meta.state.unwrap_or_default(),
                starts_on: loaded.record.content.starts_on,
                ends_on: loaded.record.content.ends_on,
                fee: fees.get(&id).cloned(),
                mandates: seats.iter().filter(|seat| seat.content.membership_id == Some(id)).count(),
                benefit: reviews.get(&id).map(|review| BenefitLine {
                    grade: review.grade,
                    recommendation: review.recommendation,
                    text: review.text.clone(),
                }),
                warnings: loaded.warnings.iter().map(|warning| WarningItem::of(warning, setting.lang)).collect(),
            }
        };
        let mut memberships: Vec<MembershipLine> = loaded.into_iter().zip(names).map(line).collect();
        memberships.sort_by_cached_key(|line| (crate::text::sort_key(&line.name), line.id));
        Ok(MembershipsData {
            year,
            fees: Sum::of(memberships.iter().filter_map(|line| line.fee.as_ref())),
            reviewed: memberships.iter().filter(|line| line.benefit.is_some()).count(),
            memberships,
        })
    }

    fn subtitle(data: &MembershipsData, lang: Lang) -> String {
        let (year, count, reviewed) = (data.year, data.memberships.len(), data.reviewed);
        let fees: Vec<String> = data.fees.iter().map(|sum| amount(&sum.amount, &sum.currency, lang)).collect();
        let fees = fees.join(", ");
        let memberships = number(count, "membership", "memberships");
        match (fees.is_empty(), lang) {
            (true, Lang::Sv) => format!("{count} medlemskap {year}, {reviewed} bedömda. Inga avgifter är noterade."),
            (true, Lang::En) => format!("{memberships} in {year}, {reviewed} reviewed. No fees are recorded."),
            (false, Lang::Sv) => format!("{count} medlemskap {year}, {reviewed} bedömda. Avgifter: {fees}."),
            (false, Lang::En) => format!("{memberships} in {year}, {reviewed} reviewed. Fees: {fees}."),
        }
    }

    fn tables(data: &MembershipsData, lang: Lang) -> Vec<Table> {
        let heads = [
            text("Organisation", "Organisation"),
            text("Nivå", "Level"),
            text("Tillstånd", "State"),
            text("Från", "From"),
            text("Till", "To"),
            text("Avgift", "Fee"),
            text("Uppdrag", "Mandates"),
            text("Betyg (1-5)", "Grade (1-5)"),
            text("Rekommendation", "Recommendation"),
            text("Bedömning", "Review"),
            text("Anmärkning", "Remark"),
        ];
        let row = |line: &MembershipLine| {
            let benefit = line.benefit.as_ref();
            let words = |words: Option<String>| Cell::Words(words.unwrap_or_default());
            vec![
                Cell::Words(line.name.clone()),
                Cell::Words(line.level.label().get(lang).to_owned()),
                Cell::Words(MembershipState::LIST.label(&line.state, lang).to_owned()),
                Cell::day(line.starts_on),
                Cell::day(line.ends_on),
                Cell::Amount(line.fee.clone()),
                Cell::Number(line.mandates.try_into().unwrap_or(i64::MAX)),
                words(benefit.and_then(|benefit| benefit.grade).map(|grade| grade.to_string())),
                words(benefit.map(|benefit| benefit.recommendation.label().get(lang).to_owned())),
                words(benefit.map(|benefit| benefit.text.clone())),
                remarks(&line.warnings),
            ]
        };
        vec![Table::new(
            &format!("{} {}", Self::TITLE.get(lang), data.year),
            &heads,
            data.memberships.iter().map(row),
            lang,
        )]
    }
}
