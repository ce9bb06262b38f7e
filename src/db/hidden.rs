//! Leaving out what is confidential: temporary views with the tables' own names. Both databases look among what is
//! temporary first, so that every query of such a connection reads them, whoever wrote it.

use std::fmt::Write as _;

use diesel::QueryResult;
use diesel::connection::SimpleConnection as _;

use super::Conn;
use crate::routes::REGISTERS;

/// The tables beside those of the registers that tell of records, and the columns with the records' ids.
pub const TELLING: &[(&str, &[&str])] = &[
    ("records", &["id"]),
    ("record_references", &["from_id", "to_id"]),
    ("external_ids", &["resource_id"]),
    ("strategy_area_periods", &["strategy_area_id"]),
    ("project_figures", &["project_id"]),
    ("project_municipalities", &["project_id"]),
    ("project_participations", &["project_id", "partner_id"]),
    ("project_idea_municipalities", &["project_idea_id"]),
];

/// Hides what is confidential from a connection, for as long as it lives.
pub(super) fn hide(conn: &mut Conn) -> QueryResult<()> {
    // While a view is made its own name still leads to the table; SQLite looks only when it is used.
    let schema = match conn {
        Conn::Sqlite(_) => "main.",
        Conn::Postgres(_) => "",
    };
    // Both databases look at the list once for a query, and then only into what they have made of it; and a total still
    // needs no more than an index that has the id.
    let is_public = |column: &str| format!("{column} NOT IN (SELECT id FROM confidential_records)");
    let mut views = String::new();
    // Writing to a string does not fail.
    let mut hide = |table: &str, condition: &str| {
        let _ = writeln!(views, "CREATE TEMPORARY VIEW {table} AS SELECT * FROM {schema}{table} WHERE {condition};");
    };
    for register in REGISTERS {
        hide(register.table(), &is_public("id"));
    }
    for (table, columns) in TELLING {
        let conditions: Vec<String> = columns.iter().map(|column| is_public(column)).collect();
        hide(table, &conditions.join(" AND "));
    }
    hide("journal", &format!("NOT confidential AND {}", is_public("resource_id")));
    // `journal` is the view that was just made.
    hide("webhook_deliveries", "seq IS NULL OR EXISTS (SELECT 1 FROM journal j WHERE j.seq = webhook_deliveries.seq)");
    conn.batch_execute(&views)
}
