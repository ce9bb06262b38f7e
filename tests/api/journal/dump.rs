//! Every row of every table of the registers, column by column, in a form that is the same on both databases.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::Text;
use utblick::db::{Conn, Db};

/// What a snapshot neither holds nor makes: the journal itself, secrets, addresses that live a minute, who was told of a
/// change, who works at it, and what the migrations bring.
const APART: [&str; 11] = [
    "__diesel_schema_migrations",
    "credentials",
    "journal",
    "journal_head",
    "leases",
    "municipalities",
    "municipality_populations",
    "report_links",
    "webhook_cursors",
    "webhook_deliveries",
    "webhook_secrets",
];

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn lines(conn: &mut Conn, sql: &str) -> Vec<String> {
    let query = diesel::sql_query(sql);
    let lines: Vec<Line> = match conn {
        Conn::Postgres(conn) => query.load(conn),
        Conn::Sqlite(conn) => query.load(conn),
    }
    .unwrap_or_else(|error| panic!("{error}: {sql}"));
    lines.into_iter().map(|line| line.line).collect()
}

/// The tables that a replay must fill, and no others.
pub fn tables(conn: &mut Conn) -> Vec<String> {
    let sql = match conn {
        Conn::Postgres(_) => "SELECT tablename::text AS line FROM pg_tables WHERE schemaname = 'public'",
        Conn::Sqlite(_) => "SELECT name AS line FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    };
    let mut tables = lines(conn, sql);
    tables.retain(|table| !APART.contains(&table.as_str()));
    tables.sort();
    tables
}

/// `name type` of every column of a table, in the order of names.
pub fn columns(conn: &mut Conn, table: &str) -> Vec<(String, String)> {
    let sql = match conn {
        Conn::Postgres(_) => format!(
            "SELECT column_name || ' ' || data_type AS line FROM information_schema.columns WHERE table_name = '{table}'"
        ),
        Conn::Sqlite(_) => format!("SELECT name || ' ' || type AS line FROM pragma_table_info('{table}')"),
    };
    let mut columns: Vec<(String, String)> = lines(conn, &sql)
        .iter()
        .map(|line| line.split_once(' ').map(|(name, kind)| (name.to_owned(), kind.to_owned())).unwrap())
        .collect();
    columns.sort();
    columns
}

fn as_text(name: &str, kind: &str) -> String {
    match kind {
        "bytea" => format!("upper(encode({name}, 'hex'))"),
        "BLOB" => format!("hex({name})"),
        "boolean" => format!("CAST({name}::integer AS text)"),
        "timestamp with time zone" => {
            format!(r#"to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"#)
        }
        _ => format!("CAST({name} AS TEXT)"),
    }
}

/// Every row of every table, as sorted lines of `column=value`.
pub fn dump(db: &Db) -> BTreeMap<String, Vec<String>> {
    db.read_now(|conn| {
        let mut dump = BTreeMap::new();
        for table in tables(conn) {
            let fields: Vec<String> = columns(conn, &table)
                .iter()
                .map(|(name, kind)| format!("'{name}=' || coalesce({}, 'NULL')", as_text(name, kind)))
                .collect();
            let mut rows = lines(conn, &format!("SELECT {} AS line FROM {table}", fields.join(" || ' | ' || ")));
            rows.sort();
            dump.insert(table, rows);
        }
        Ok(dump)
    })
    .unwrap()
}
