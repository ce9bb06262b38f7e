//! The year across the matrix: young people, Norway and the border, sustainability, the EU, effects, and levels of
//! cooperation (L7, L9.4, L19.2, L21.6, L23.3).

use chrono::Datelike as _;
use utoipa::openapi::path::Parameter;

use super::matrix::{read_year, year_parameter};
use super::wording::decimal;
use super::{Report, Setting, Table};
use crate::db::Conn;
use crate::error::ApiError;
use crate::http::page::Sheet;
use crate::http::query::Params;
use crate::planning::activities::{self, CooperationLevel, Effect, Slice, Sustainability, TargetGroup};
use crate::text::{Lang, Text, text};

mod data;
mod table;

pub use data::{CrossSectionActivity, CrossSectionLine, CrossSectionsData};

use data::Sections;

/// The country across the border.
const NORWAY: &str = "NO";
/// The most activities named.
const LISTED: i64 = 20;

/// The report.
pub struct CrossSections;

impl Report for CrossSections {
    const NAME: &'static str = "cross-sections";
    const SCHEMA: &'static str = "CrossSectionsReport";
    const TITLE: Text = text("Tvärsnitt", "Cross-sections");
    const ABOUT: &'static str = "The planned, ongoing and completed activities of a year across the matrix: for young people, across the border or with a Norwegian partner, by dimension of sustainability, with the EU in focus, by effect, and by level of cooperation; each with its number, its share, and its cost per currency. An activity may stand in several lines. The first twenty for young people and across the border by title.";
    const HISTORY_OF: &'static [&'static str] = &["activities", "partners"];
    const SHEET: Sheet = Sheet::Landscape;
    type Query = Option<i32>;
    type Data = CrossSectionsData;

    fn read(params: &mut Params) -> Option<i32> {
        read_year(params)
    }

    fn document() -> Vec<Parameter> {
        vec![year_parameter()]
    }

    fn build(conn: &mut Conn, query: &Option<i32>, setting: &Setting) -> Result<CrossSectionsData, ApiError> {
        let year = query.unwrap_or_else(|| setting.day().year());
        let all = activities::slices(conn, year, None)?;
        let norwegian = activities::slices(conn, year, Some(NORWAY))?;
        let youth = activities::youth_titles(conn, year, LISTED)?;
        let border = activities::border_titles(conn, year, NORWAY, LISTED)?;
        let sections = Sections { total: all.iter().map(|slice| slice.count).sum(), lang: setting.lang };
        Ok(CrossSectionsData {
            year,
            activity_count: sections.total,
            youth: sections.line(YOUTH, of(&all, |slice| slice.target_groups.contains(&TargetGroup::Youth))),
            border_lines: across_the_border(&sections, &all, &norwegian),
            sustainability: dimensions(&sections, &all),
            eu_focus: sections.line(EU_FOCUS, of(&all, |slice| slice.eu_focus)),
            effects: effects(&sections, &all),
            cooperation_levels: levels(&sections, &all),
            youth_activities: youth.into_iter().map(CrossSectionActivity::of).collect(),
            border_activities: border.into_iter().map(CrossSectionActivity::of).collect(),
        })
    }

    fn heading(data: &CrossSectionsData, lang: Lang) -> String {
        format!("{} {}", Self::TITLE.get(lang), data.year)
    }

    fn subtitle(data: &CrossSectionsData, lang: Lang) -> String {
        let all = data.activity_count;
        let share = |line: &CrossSectionLine| {
            let share = line.percent.as_deref().map(|share| format!(" ({} %)", decimal(share, lang)));
            format!("{}{}", line.count, share.unwrap_or_default())
        };
        let (youth, eu) = (share(&data.youth), share(&data.eu_focus));
        let border = data.border_lines.last().map(share).unwrap_or_default();
        match lang {
            Lang::Sv => format!(
                "Av {all} aktiviteter vänder sig {youth} till ungdomar, {border} går över gränsen eller har en norsk partner, och {eu} har EU i fokus."
            ),
            Lang::En => format!(
                "Of {all} activities, {youth} for young people, {border} across the border or with a Norwegian partner, and {eu} with the EU in focus."
            ),
        }
    }

    fn tables(data: &CrossSectionsData, lang: Lang) -> Vec<Table> {
        table::tables(data, lang)
    }
}

/// A line's code and what it is called.
type Named = (&'static str, Text);

const YOUTH: Named = ("youth", text("Ungdomar", "Young people"));
const EU_FOCUS: Named = ("eu_focus", text("Med EU i fokus", "With the EU in focus"));

/// Those of some slices for which something holds.
fn of(slices: &[Slice], holds: impl Fn(&Slice) -> bool) -> Vec<&Slice> {
    slices.iter().filter(|slice| holds(slice)).collect()
}

/// L21.6: by its own mark, by its partners, and by either.
fn across_the_border(sections: &Sections, all: &[Slice], norwegian: &[Slice]) -> Vec<CrossSectionLine> {
    let crossing = of(all, |slice| slice.cross_border);
    let mut either = crossing.clone();
    either.extend(of(norwegian, |slice| !slice.cross_border));
    vec![
        sections.line(("cross_border", text("Över gränsen", "Across the border")), crossing),
        sections.line(
            ("norwegian_partner", text("Med norsk partner", "With a Norwegian partner")),
            of(norwegian, |_| true),
        ),
        sections.line(("either", text("Någotdera", "Either")), either),
    ]
}

/// L23.3: each dimension, and all three.
fn dimensions(sections: &Sections, all: &[Slice]) -> Vec<CrossSectionLine> {
    let dimension = |one: &Sustainability| {
        sections.line((one.as_str(), one.label()), of(all, |slice| slice.sustainability.contains(one)))
    };
    let serves_all = |slice: &Slice| Sustainability::ALL.iter().all(|one| slice.sustainability.contains(one));
    let together = sections.line(("all", text("Alla tre", "All three")), of(all, serves_all));
    Sustainability::ALL.iter().map(dimension).chain([together]).collect()
}

/// L9.4: each effect, and neither of the two that the work is aimed at.
fn effects(sections: &Sections, all: &[Slice]) -> Vec<CrossSectionLine> {
    let effect =
        |one: &Effect| sections.line((one.as_str(), one.label()), of(all, |slice| slice.effects.contains(one)));
    let has_neither =
        |slice: &Slice| ![Effect::Competitiveness, Effect::Renewal].iter().any(|one| slice.effects.contains(one));
    let neither = text("Varken konkurrenskraft eller förnyelse", "Neither competitiveness nor renewal");
    let neither = sections.line(("neither", neither), of(all, has_neither));
    Effect::ALL.iter().map(effect).chain([neither]).collect()
}

/// L7.
fn levels(sections: &Sections, all: &[Slice]) -> Vec<CrossSectionLine> {
    let level = |one: &CooperationLevel| {
        sections.line((one.as_str(), one.label()), of(all, |slice| slice.cooperation_level == *one))
    };
    CooperationLevel::ALL.iter().map(level).collect()
}
