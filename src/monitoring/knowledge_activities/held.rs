//! The knowledge activities that were held, as far as they are counted.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Audience, InternationalCompetence, KnowledgeKind, KnowledgeState};
use crate::clock::days_of_years;
use crate::db::Conn;
use crate::db::schema::knowledge_activities;
use crate::db::types::Json;
use crate::monitoring::topics::Topic;

/// A knowledge activity that was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The first day.
    pub held_on: NaiveDate,
    /// The kind.
    pub kind: KnowledgeKind,
    /// Whom it was for.
    pub audiences: Vec<Audience>,
    /// What it made them better at.
    pub competences: Vec<InternationalCompetence>,
    /// What it was about.
    pub topics: Vec<Topic>,
    /// The municipalities that were told.
    pub municipality_codes: Vec<String>,
    /// How many politicians took part.
    pub politicians: i64,
    /// How many officials.
    pub officials: i64,
    /// How many others.
    pub others: i64,
    /// Whether it was evaluated.
    pub is_evaluated: bool,
}

type Lists = (Json<Vec<Audience>>, Json<Vec<InternationalCompetence>>, Json<Vec<Topic>>, Json<Vec<String>>);

type Numbers = (Option<i32>, Option<i32>, Option<i32>);

type Row = (Option<NaiveDate>, KnowledgeKind, Lists, Numbers, bool);

impl Held {
    fn of((held_on, kind, lists, numbers, is_evaluated): Row) -> Option<Self> {
        let (audiences, competences, topics, municipality_codes) = lists;
        let (politicians, officials, others) = numbers;
        let number = |given: Option<i32>| given.map(i64::from).unwrap_or_default();
        Some(Self {
            held_on: held_on?,
            kind,
            audiences: audiences.0,
            competences: competences.0,
            topics: topics.0,
            municipality_codes: municipality_codes.0,
            politicians: number(politicians),
            officials: number(officials),
            others: number(others),
            is_evaluated,
        })
    }
}

/// The knowledge activities that were held in some years, by their first day, and are not put away: one query.
///
/// # Errors
/// When the database refuses.
pub fn held_in(conn: &mut Conn, years: &RangeInclusive<i32>) -> QueryResult<Vec<Held>> {
    let Some((first, last)) = days_of_years(years) else { return Ok(Vec::new()) };
    let rows: Vec<Row> = knowledge_activities::table
        .filter(knowledge_activities::state.eq(KnowledgeState::Held))
        .filter(knowledge_activities::held_on.between(first, last))
        .filter(knowledge_activities::archived.eq(false))
        .select((
            knowledge_activities::held_on,
            knowledge_activities::kind,
            (
                knowledge_activities::audiences,
                knowledge_activities::competences,
                knowledge_activities::topics,
                knowledge_activities::municipality_codes,
            ),
            (knowledge_activities::politicians, knowledge_activities::officials, knowledge_activities::others),
            knowledge_activities::evaluation.is_not_null(),
        ))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(Held::of).collect())
}
