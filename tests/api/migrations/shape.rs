//! The shape of a database, in terms that both databases share.

use std::collections::{BTreeMap, BTreeSet};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use utblick::db::{Conn, Db};
use utblick::error::ApiError;
use utblick::journal::Origin;

/// A table: columns with type and nullability, constraints and indexes by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub columns: BTreeMap<String, (String, bool)>,
    /// `PRIMARYKEY(a,b)`, `UNIQUE(a)`, `FOREIGNKEY(a)REFERENCESb(id)`, without white space; a CHECK as each writes it.
    pub constraints: BTreeMap<String, String>,
    /// The columns of each index made by its own statement.
    pub indexes: BTreeMap<String, String>,
}

pub type Shape = BTreeMap<String, Table>;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    a: String,
    #[diesel(sql_type = Text)]
    b: String,
    #[diesel(sql_type = Text)]
    c: String,
    #[diesel(sql_type = Text)]
    d: String,
}

fn rows(conn: &mut Conn, sql: &str) -> Vec<[String; 4]> {
    let query = diesel::sql_query(sql);
    let rows: Vec<Row> = match conn {
        Conn::Postgres(conn) => query.load(conn),
        Conn::Sqlite(conn) => query.load(conn),
    }
    .unwrap_or_else(|error| panic!("{error}: {sql}"));
    rows.into_iter().map(|row| [row.a, row.b, row.c, row.d]).collect()
}

/// One text of one row.
pub fn one(conn: &mut Conn, expression: &str) -> String {
    let sql = format!("SELECT CAST(({expression}) AS TEXT) AS a, '' AS b, '' AS c, '' AS d");
    rows(conn, &sql).remove(0)[0].clone()
}

/// Runs statements, and keeps or undoes what they did.
pub fn with<T>(db: &Db, keep: bool, f: impl FnOnce(&mut Conn) -> T) -> T {
    let mut result = None;
    let ended: Result<(), ApiError> = db.write_now(Origin::service(), |tx| {
        result = Some(f(tx.conn()?));
        if keep { Ok(()) } else { Err(utblick::error::ErrorCode::NotFound.into()) }
    });
    assert_eq!(ended.is_ok(), keep);
    result.unwrap()
}

/// Without white space outside of quotes.
pub fn tight(sql: &str) -> String {
    let mut quoted = false;
    sql.chars()
        .filter(|letter| {
            quoted ^= *letter == '\'';
            quoted || !letter.is_whitespace()
        })
        .collect()
}

pub fn shape(db: &Db) -> Shape {
    db.read_now(|conn| {
        let mut shape = match conn {
            Conn::Postgres(_) => postgres(conn),
            Conn::Sqlite(_) => sqlite(conn),
        };
        shape.remove("__diesel_schema_migrations");
        Ok(shape)
    })
    .unwrap()
}

fn postgres(conn: &mut Conn) -> Shape {
    let mut shape = Shape::new();
    let columns = "SELECT table_name::text AS a, column_name::text AS b, data_type::text AS c, is_nullable::text AS d \
                   FROM information_schema.columns WHERE table_schema = 'public'";
    for [table, column, kind, nullable] in rows(conn, columns) {
        shape.entry(table).or_default().columns.insert(column, (kind, nullable == "YES"));
    }
    let constraints = "SELECT conrelid::regclass::text AS a, conname::text AS b, pg_get_constraintdef(oid) AS c, '' AS d \
                       FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f', 'c')";
    for [table, name, definition, _] in rows(conn, constraints) {
        shape.entry(table).or_default().constraints.insert(name, tight(&definition));
    }
    let indexes = "SELECT i.indrelid::regclass::text AS a, i.indexrelid::regclass::text AS b, \
                   string_agg(a.attname, ',' ORDER BY place) AS c, i.indisunique::text AS d FROM pg_index i \
                   CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS key(number, place) \
                   JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = key.number \
                   JOIN pg_class t ON t.oid = i.indrelid AND t.relnamespace = 'public'::regnamespace \
                   WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u')) \
                   GROUP BY 1, 2, 4";
    for [table, name, columns, unique] in rows(conn, indexes) {
        shape.entry(table).or_default().indexes.insert(name, format!("{columns} unique={unique}"));
    }
    shape
}

fn sqlite(conn: &mut Conn) -> Shape {
    let mut shape = Shape::new();
    let tables = "SELECT name AS a, sql AS b, '' AS c, '' AS d FROM sqlite_schema \
                  WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    for [name, sql, _, _] in rows(conn, tables) {
        let mut table = Table::default();
        let columns = format!(
            "SELECT name AS a, type AS b, CAST(\"notnull\" AS TEXT) AS c, '' AS d FROM pragma_table_info('{name}')"
        );
        for [column, kind, not_null, _] in rows(conn, &columns) {
            table.columns.insert(column, (kind, not_null == "0"));
        }
        for part in parts(&sql) {
            // The constraint of a column that was added later stands behind its type.
            let named = part.split_once("CONSTRAINT ").and_then(|(_, rest)| rest.split_once(' '));
            if let Some((name, definition)) = named {
                // A CHECK is compared as PostgreSQL would write it, so its words are kept apart.
                let definition = definition.trim();
                let kept = if definition.starts_with("CHECK") { definition.to_owned() } else { tight(definition) };
                table.constraints.insert(name.to_owned(), kept);
            }
        }
        let indexes = format!(
            "SELECT i.name AS a, group_concat(c.name, ',' ORDER BY c.seqno) AS b, iif(i.\"unique\", 'true', 'false') AS c, '' AS d \
             FROM pragma_index_list('{name}') i JOIN pragma_index_info(i.name) c WHERE i.origin = 'c' GROUP BY 1"
        );
        for [index, columns, unique, _] in rows(conn, &indexes) {
            table.indexes.insert(index, format!("{columns} unique={unique}"));
        }
        shape.insert(name, table);
    }
    shape
}

/// The parts of a CREATE TABLE between its outermost parentheses.
fn parts(sql: &str) -> Vec<String> {
    let body = &sql[sql.find('(').unwrap() + 1..sql.rfind(')').unwrap()];
    let (mut depth, mut quoted, mut parts) = (0_i32, false, vec![String::new()]);
    for letter in body.chars() {
        quoted ^= letter == '\'';
        match letter {
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().unwrap().push(letter);
    }
    parts.into_iter().map(|part| part.trim().to_owned()).collect()
}

/// The names of the tables that are STRICT; SQLite alone.
pub fn strict_tables(db: &Db) -> BTreeSet<String> {
    let sql = "SELECT name AS a, '' AS b, '' AS c, '' AS d FROM pragma_table_list WHERE schema = 'main' AND strict";
    db.read_now(|conn| Ok(rows(conn, sql).into_iter().map(|[name, ..]| name).collect())).unwrap()
}

/// How PostgreSQL itself writes a CHECK of SQLite: it is added to a scratch table with the same columns and read back.
pub fn as_postgres_writes(conn: &mut Conn, table: &str, check: &str) -> String {
    let Conn::Postgres(inner) = conn else { panic!("PostgreSQL alone") };
    // What SQLite keeps as a number is a boolean there.
    let check = check.replace("IN (0, 1)", "IN (false, true)");
    inner
        .batch_execute(&format!(
            "CREATE TABLE scratch (LIKE {table}); ALTER TABLE scratch ADD CONSTRAINT scratch_check {check}"
        ))
        .unwrap_or_else(|error| panic!("{error}: {check}"));
    let written = one(conn, "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'scratch_check'");
    let Conn::Postgres(inner) = conn else { panic!("PostgreSQL alone") };
    inner.batch_execute("DROP TABLE scratch").unwrap();
    tight(&written)
}
