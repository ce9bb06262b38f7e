//! The rows of strategy areas.

use diesel::prelude::*;

use super::{StrategyArea, StrategyAreaIn};
use crate::db::schema::strategy_areas;
use crate::db::types::{Id, Json};
use crate::db::{Conn, MultiBackend};
use crate::error::Fault;
use crate::register::rules::check_free;
use crate::register::{ListQuery, Nothing, Record, Scope};
use crate::text::{Bilingual, Lang, fold, sort_key, text};

crate::register_table! {
    strategy_areas for StrategyArea, row StrategyAreaRow {
        code: String,
        name: Json<Bilingual>,
        description: Option<Json<Bilingual>>,
        position: i32,
        name_key: Vec<u8>,
        search: String,
    }
    sort { "name" => name_key, "code" => code, "order" => position }
}

/// The row of a record.
fn to_row(record: Record<StrategyArea>) -> StrategyAreaRow {
    let Record { meta, content, kept: Nothing {} } = record;
    let StrategyAreaIn { code, name, description, order } = content;
    let columns = Columns {
        name_key: sort_key(name.get(Lang::Sv)),
        search: fold(&format!("{code} {} {}", name.get(Lang::Sv), name.get(Lang::En))),
        code,
        name: Json(name),
        description: description.map(Json),
        position: order,
    };
    StrategyAreaRow::new(meta, columns)
}

/// The record of a row.
fn from_row(mut row: StrategyAreaRow) -> Record<StrategyArea> {
    let meta = row.take_meta();
    let content = StrategyAreaIn {
        code: row.code,
        name: row.name.0,
        description: row.description.map(|description| description.0),
        order: row.position,
    };
    Record { meta, content, kept: Nothing {} }
}

impl StrategyArea {
    fn filtered(_: &Scope, query: &ListQuery<Self>) -> strategy_areas::BoxedQuery<'static, MultiBackend> {
        let mut rows = strategy_areas::table.into_boxed();
        crate::narrow!(rows, strategy_areas::code, query.filter.code);
        rows
    }
}

/// The code is another area's.
pub(super) fn check_code(conn: &mut Conn, record: &Record<StrategyArea>, faults: &mut Vec<Fault>) -> QueryResult<()> {
    let holder: Option<Id<StrategyArea>> = strategy_areas::table
        .filter(strategy_areas::code.eq(&record.content.code))
        .select(strategy_areas::id)
        .get_result(conn)
        .optional()?;
    let reason = text("ett annat område har koden", "another area has the code");
    check_free("/code", holder, record.meta.id, reason, faults);
    Ok(())
}
