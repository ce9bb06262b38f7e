//! Competence about the outside world: what was made known to politicians, officials and municipalities, about what, and
//! to how many (L19.3, L69.3).

use std::collections::BTreeSet;

use chrono::Datelike as _;
use utoipa::openapi::path::Parameter;

use super::wording::number;
use super::years::{Years, words};
use super::{Chart, Format, Report, Setting, Table};
use crate::db::Conn;
use crate::error::ApiError;
use crate::http::query::Params;
use crate::monitoring::knowledge_activities::{self, Audience, Held, InternationalCompetence, KnowledgeKind};
use crate::monitoring::topics::Topic;
use crate::text::{Lang, Text, text};

mod data;
mod table;

pub use data::{CompetenceAudience, CompetenceData, CompetenceLine, CompetenceSums, CompetenceYear};

/// The report.
pub struct Competence;

impl Report for Competence {
    const NAME: &'static str = "competence";
    const SCHEMA: &'static str = "CompetenceReport";
    const TITLE: Text = text("Kompetens om omvärlden", "Competence about the outside world");
    const ABOUT: &'static str = "The knowledge activities that were held in some years (L19.3, L69.3): how many, how many politicians, officials and others took part, and how many were evaluated; in all, by year, topic, competence (L13.4), kind and audience. An activity with several topics, competences or audiences stands in each, so those lines are not to be added; one without stands under null. Who took part in several activities is counted in each. And how many municipalities were told.";
    const HISTORY_OF: &'static [&'static str] = &["knowledge-activities", "strategies"];
    const FORMATS: &'static [Format] = Format::WITH_CHART;
    type Query = Years;
    type Data = CompetenceData;

    fn read(params: &mut Params) -> Years {
        Years::read(params)
    }

    fn document() -> Vec<Parameter> {
        Years::document()
    }

    fn build(conn: &mut Conn, query: &Years, setting: &Setting) -> Result<CompetenceData, ApiError> {
        let years = query.settle(conn, setting)?;
        let held = knowledge_activities::held_in(conn, &years)?;
        let year = |year: i32| CompetenceYear {
            year,
            sums: CompetenceSums::of(held.iter().filter(|one| one.held_on.year() == year)),
        };
        let audience = |audience: &Audience| CompetenceAudience {
            audience: *audience,
            activity_count: CompetenceSums::of(held.iter().filter(|one| one.audiences.contains(audience)))
                .activity_count,
        };
        let lines = Lines { held: &held, lang: setting.lang };
        let topics = Topic::ALL.iter().map(|topic| (topic.as_str(), topic.label()));
        let competences = InternationalCompetence::ALL.iter().map(|one| (one.as_str(), one.label()));
        let kinds = KnowledgeKind::ALL.iter().map(|kind| (kind.as_str(), kind.label()));
        let told: BTreeSet<&String> = held.iter().flat_map(|one| &one.municipality_codes).collect();
        Ok(CompetenceData {
            year_from: *years.start(),
            year_to: *years.end(),
            totals: CompetenceSums::of(&held),
            years: years.map(year).collect(),
            topics: lines.by(topics, WITHOUT_TOPIC, |one| one.topics.iter().map(|topic| topic.as_str()).collect()),
            competences: lines.by(competences, WITHOUT_COMPETENCE, |one| {
                one.competences.iter().map(|competence| competence.as_str()).collect()
            }),
            kinds: lines.by(kinds, WITHOUT_TOPIC, |one| vec![one.kind.as_str()]),
            audiences: Audience::ALL.iter().map(audience).collect(),
            told_municipality_count: told.len().try_into().unwrap_or(i64::MAX),
        })
    }

    fn heading(data: &CompetenceData, lang: Lang) -> String {
        format!("{} {}", Self::TITLE.get(lang), words(data.year_from, data.year_to))
    }

    fn subtitle(data: &CompetenceData, lang: Lang) -> String {
        let CompetenceSums { activity_count: count, politicians, officials, .. } = data.totals;
        let told = data.told_municipality_count;
        match lang {
            Lang::Sv => format!(
                "{} för {} och {officials} tjänstemän. {} har informerats.",
                number(count, "kunskapsaktivitet", "kunskapsaktiviteter"),
                number(politicians, "politiker", "politiker"),
                number(told, "kommun", "kommuner"),
            ),
            Lang::En => format!(
                "{} for {} and {}. {} informed.",
                number(count, "knowledge activity", "knowledge activities"),
                number(politicians, "politician", "politicians"),
                number(officials, "official", "officials"),
                number(told, "municipality was", "municipalities were"),
            ),
        }
    }

    fn tables(data: &CompetenceData, lang: Lang) -> Vec<Table> {
        table::tables(data, lang)
    }

    fn charts(data: &CompetenceData, lang: Lang) -> Vec<Chart> {
        table::charts(data, lang)
    }
}

/// What activities without a topic, or a competence, are gathered under.
const WITHOUT_TOPIC: Text = text("Utan ämne", "Without a topic");
const WITHOUT_COMPETENCE: Text = text("Utan kompetens", "Without a competence");

/// What lines are made with.
struct Lines<'a> {
    held: &'a [Held],
    lang: Lang,
}

impl Lines<'_> {
    /// A line per code, without activities too, and one for those that name none, if there are any.
    fn by(
        &self,
        codes: impl Iterator<Item = (&'static str, Text)>,
        without: Text,
        named: impl Fn(&Held) -> Vec<&'static str>,
    ) -> Vec<CompetenceLine> {
        let all: Vec<(Vec<&'static str>, &Held)> = self.held.iter().map(|one| (named(one), one)).collect();
        let line = |(code, label): (&'static str, Text)| {
            let those = all.iter().filter(|(codes, _)| codes.contains(&code)).map(|(_, one)| *one);
            CompetenceLine { code: Some(code), label: label.get(self.lang), sums: CompetenceSums::of(those) }
        };
        let bare = CompetenceSums::of(all.iter().filter(|(codes, _)| codes.is_empty()).map(|(_, one)| *one));
        let bare = CompetenceLine { code: None, label: without.get(self.lang), sums: bare };
        codes.map(line).chain((bare.sums.activity_count > 0).then_some(bare)).collect()
    }
}
