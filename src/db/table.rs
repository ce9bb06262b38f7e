//! What every register's table has in common, written once.

/// Defines the row of a register's table, with the columns that all registers share put before its own, and the
/// statements that are the same for all: insert, update, delete, by id, and a page with its total.
///
/// ```text
/// register_table! {
///     strategy_areas for StrategyArea, row StrategyAreaRow { code: String, name: Json<Bilingual>, … }
///     sort { "code" => code, "name" => name_key, "endsOn" => ends_on optional }
/// }
/// ```
///
/// Beside it the room writes `to_row` and `from_row`. The table must have the columns `name_key` (what `sort=name` and the default order use) and `search` (folded text
/// for `q`).
#[macro_export]
macro_rules! register_table {
    (
        $table:ident for $register:ty, row $row:ident { $($field:ident : $ty:ty),* $(,)? }
        sort { $($sort:literal => $column:ident $($optional:ident)?),* $(,)? }
    ) => {
        /// The columns that are the table's own.
        struct Columns {
            $($field: $ty,)*
        }

        /// A row of the table.
        #[derive(Clone, Debug, diesel::Queryable, diesel::Selectable, diesel::Insertable, diesel::AsChangeset)]
        #[diesel(table_name = $table, treat_none_as_null = true, treat_none_as_default_value = false)]
        #[diesel(check_for_backend($crate::db::MultiBackend))]
        pub struct $row {
            id: $crate::db::types::Id<$register>,
            version: i32,
            archived: bool,
            external_ids: $crate::db::types::Json<Vec<$crate::register::ExternalId>>,
            documents: $crate::db::types::Json<Vec<$crate::register::Document>>,
            note: Option<String>,
            confidentiality: Option<$crate::db::types::Json<$crate::register::Confidentiality>>,
            created_at: $crate::db::types::Instant,
            updated_at: $crate::db::types::Instant,
            updated_by: Option<$crate::db::types::Id<$crate::identity::users::User>>,
            $($field: $ty,)*
        }

        impl $row {
            /// The row of the shared part and the table's own columns.
            fn new(meta: $crate::register::Meta<$register>, columns: Columns) -> Self {
                let $crate::register::Meta {
                    id, version, state: _, state_reason: _, archived, external_ids, documents, note,
                    confidentiality, created_at, updated_at, updated_by,
                } = meta;
                let Columns { $($field,)* } = columns;
                Self {
                    id, version, archived,
                    external_ids: $crate::db::types::Json(external_ids),
                    documents: $crate::db::types::Json(documents),
                    note,
                    confidentiality: confidentiality.map($crate::db::types::Json),
                    created_at, updated_at, updated_by,
                    $($field,)*
                }
            }

            /// Takes out the part that all registers share; the state is added where there is one.
            fn take_meta(&mut self) -> $crate::register::Meta<$register> {
                $crate::register::Meta {
                    id: self.id,
                    version: self.version,
                    state: None,
                    state_reason: None,
                    archived: self.archived,
                    external_ids: std::mem::take(&mut self.external_ids.0),
                    documents: std::mem::take(&mut self.documents.0),
                    note: self.note.take(),
                    confidentiality: self.confidentiality.take().map(|json| json.0),
                    created_at: self.created_at,
                    updated_at: self.updated_at,
                    updated_by: self.updated_by,
                }
            }
        }

        impl $crate::register::Table for $register {
            type Row = $row;
            const TABLE: &'static str = stringify!($table);
            const SORTS: &'static [&'static str] = &[$($sort,)* "createdAt", "updatedAt"];

            fn to_row(record: $crate::register::Record<Self>) -> $row {
                to_row(record)
            }

            fn from_row(row: $row) -> $crate::register::Record<Self> {
                from_row(row)
            }

            fn insert_rows(conn: &mut $crate::db::Conn, rows: &[$row]) -> diesel::QueryResult<()> {
                $crate::insert_all!(conn, $table::table, rows)
            }

            fn update_row(conn: &mut $crate::db::Conn, row: &$row) -> diesel::QueryResult<usize> {
                use diesel::prelude::*;
                diesel::update($table::table.find(row.id)).set(row.clone()).execute(conn)
            }

            fn delete_row(conn: &mut $crate::db::Conn, id: $crate::db::types::Id<$register>) -> diesel::QueryResult<usize> {
                use diesel::prelude::*;
                diesel::delete($table::table.find(id)).execute(conn)
            }

            fn row_by_id(
                conn: &mut $crate::db::Conn,
                id: $crate::db::types::Id<$register>,
            ) -> diesel::QueryResult<Option<$row>> {
                use diesel::prelude::*;
                // `=` and not `IN`, and without the `LIMIT` of `first`: only so is the prepared statement kept (SQLite
                // plans a statement anew whenever another value is bound to its LIMIT).
                $table::table.find(id).select(<$row>::as_select()).get_result(conn).optional()
            }

            fn rows_by_id(
                conn: &mut $crate::db::Conn,
                ids: &[$crate::db::types::Id<$register>],
            ) -> diesel::QueryResult<Vec<$row>> {
                use diesel::prelude::*;
                $table::table.filter($table::id.eq_any(ids.iter().copied())).select(<$row>::as_select()).load(conn)
            }

            fn page_of_rows(
                conn: &mut $crate::db::Conn,
                query: &$crate::register::ListQuery<$register>,
            ) -> diesel::QueryResult<(Vec<$row>, i64)> {
                use diesel::prelude::*;
                // One function narrows both, so that the total cannot count what the page leaves out.
                let mut rows = narrowed(query);
                for sort in &query.sort {
                    rows = match (sort.key, sort.descending) {
                        $(($sort, descending) => {
                            // Empty ones last, either way and on both databases.
                            $(
                                let _ = stringify!($optional);
                                let rows = rows.then_order_by($table::$column.is_null().asc());
                            )?
                            if descending {
                                rows.then_order_by($table::$column.desc())
                            } else {
                                rows.then_order_by($table::$column.asc())
                            }
                        })*
                        ("createdAt", false) => rows.then_order_by($table::created_at.asc()),
                        ("createdAt", true) => rows.then_order_by($table::created_at.desc()),
                        ("updatedAt", false) => rows.then_order_by($table::updated_at.asc()),
                        ("updatedAt", true) => rows.then_order_by($table::updated_at.desc()),
                        _ => rows,
                    };
                }
                if query.sort.is_empty() {
                    rows = rows.then_order_by($table::name_key.asc());
                }
                let total = narrowed(query).count().get_result(conn)?;
                let page = rows
                    .then_order_by($table::id.asc())
                    .select(<$row>::as_select())
                    .offset(query.offset())
                    .limit(query.limit())
                    .load(conn)?;
                Ok((page, total))
            }

            fn rows_after(
                conn: &mut $crate::db::Conn,
                query: &$crate::register::ListQuery<$register>,
                after: Option<$crate::db::types::Id<$register>>,
                limit: i64,
            ) -> diesel::QueryResult<Vec<$row>> {
                use diesel::prelude::*;
                let mut rows = narrowed(query);
                if let Some(after) = after {
                    rows = rows.filter($table::id.gt(after));
                }
                rows.order($table::id.asc()).select(<$row>::as_select()).limit(limit).load(conn)
            }
        }

        /// The rows of a list, by the register's own filters and by those that all registers share.
        fn narrowed(
            query: &$crate::register::ListQuery<$register>,
        ) -> $table::BoxedQuery<'static, $crate::db::MultiBackend> {
            use diesel::prelude::*;
            let mut rows = <$register>::filtered(query);
            $crate::narrow!(rows, $table::archived, query.archived);
            if !query.ids.is_empty() {
                rows = rows.filter($table::id.eq_any(query.ids.clone()));
            }
            for word in &query.words {
                let pattern = $crate::text::contains_pattern(word);
                rows = rows.filter($table::search.like(pattern).escape('\\'));
            }
            $crate::narrow_range!(rows, $table::updated_at, query.updated_at);
            $crate::narrow_range!(rows, $table::created_at, query.created_at);
            rows
        }
    };
}

/// Narrows a boxed query to the values of a filter on a column that always has one.
#[macro_export]
macro_rules! narrow {
    ($rows:ident, $column:expr, $filter:expr) => {
        // One value is compared with `=`: only so does an index also give the order.
        match $filter.values() {
            None => {}
            Some([one]) => $rows = $rows.filter($column.eq(one.clone())),
            Some(values) => $rows = $rows.filter($column.eq_any(values.to_vec())),
        }
    };
}

/// Narrows a boxed query to the values of a filter on a column that may be empty; `none` asks for the empty ones.
#[macro_export]
macro_rules! narrow_optional {
    ($rows:ident, $column:expr, $filter:expr) => {
        match $filter.values() {
            None => {}
            Some([one]) if !$filter.none() => $rows = $rows.filter($column.eq(one.clone())),
            Some(values) => {
                let values = values.to_vec();
                $rows = if $filter.none() {
                    $rows.filter($column.eq_any(values).or($column.is_null()))
                } else {
                    $rows.filter($column.eq_any(values))
                };
            }
        }
    };
}

/// Narrows a boxed query to records that refer to any of a filter's, by a reference such as `partner.strategyAreas`;
/// `none` asks for those that refer to nothing by it.
#[macro_export]
macro_rules! narrow_reference {
    ($rows:ident, $id:expr, $reference:literal, $filter:expr) => {
        if let Some(ids) = $filter.values() {
            use $crate::db::schema::record_references;
            let of = || record_references::table.filter(record_references::reference.eq($reference));
            let ids: Vec<$crate::db::types::Id<()>> = ids.iter().map($crate::db::types::Id::erased).collect();
            let linked = of().filter(record_references::to_id.eq_any(ids)).select(record_references::from_id);
            $rows = if $filter.none() {
                $rows.filter($id.eq_any(linked).or($id.ne_all(of().select(record_references::from_id))))
            } else {
                $rows.filter($id.eq_any(linked))
            };
        }
    };
}

/// Inserts rows: many are copied in on PostgreSQL, and go one by one on SQLite, for which diesel has no other way through a
/// connection to either, and where a statement costs no journey. Of one alone the prepared statement is kept.
#[macro_export]
macro_rules! insert_all {
    ($conn:expr, $table:expr, $rows:expr) => {{
        use diesel::prelude::*;
        let rows = &$rows[..];
        match ($conn, rows) {
            ($crate::db::Conn::Postgres(conn), [_, _, ..]) => {
                diesel::copy_from($table).from_insertable(rows).execute(conn).map(|_| ())
            }
            (conn, rows) => {
                rows.iter().try_for_each(|row| diesel::insert_into($table).values(row).execute(conn).map(|_| ()))
            }
        }
    }};
}

/// The most rows that are gathered, and the most values in a list of a statement.
pub const AT_ONCE: usize = 500;

/// Loads what a query finds for some values of a column. One is asked for most often, and only with `=` is the prepared
/// statement kept.
#[macro_export]
macro_rules! load_of {
    ($conn:expr, $rows:expr, $column:expr, $values:expr) => {
        match $values {
            [] => Ok(Vec::new()),
            [one] => $rows.filter($column.eq(*one)).load($conn),
            many => $rows.filter($column.eq_any(many.to_vec())).load($conn),
        }
    };
}

/// Narrows a boxed query to rows whose list of codes, kept as JSON, holds any of a filter's; `none` asks for empty lists.
/// What is looked for in the JSON may be given, for lists of other things.
#[macro_export]
macro_rules! narrow_list {
    ($rows:ident, $column:expr, $filter:expr) => {
        $crate::narrow_list!($rows, $column, $filter, |code| Some(format!("\"{code}\"")))
    };
    ($rows:ident, $column:expr, $filter:expr, $sought:expr) => {
        if let Some(codes) = $filter.values() {
            use diesel::sql_types::Bool;
            let mut any: Box<dyn diesel::BoxableExpression<_, $crate::db::MultiBackend, SqlType = Bool>> =
                if $filter.none() { Box::new($column.eq("[]")) } else { Box::new(false.into_sql::<Bool>()) };
            for sought in codes.iter().filter_map($sought) {
                let sought: String = sought;
                any = Box::new(any.or($column.like($crate::text::contains_pattern(&sought)).escape('\\')));
            }
            $rows = $rows.filter(any);
        }
    };
}

/// As [`narrow_list!`](crate::narrow_list), for a list of links to framework elements, each of which begins with its code.
#[macro_export]
macro_rules! narrow_links {
    ($rows:ident, $column:expr, $filter:expr) => {
        $crate::narrow_list!($rows, $column, $filter, $crate::strategy::framework_elements::as_written)
    };
}

/// Narrows a boxed query to an inclusive range.
#[macro_export]
macro_rules! narrow_range {
    ($rows:ident, $column:expr, $range:expr) => {
        if let Some(from) = $range.from {
            $rows = $rows.filter($column.ge(from));
        }
        if let Some(to) = $range.to {
            $rows = $rows.filter($column.le(to));
        }
    };
}

/// Narrows a boxed query to what was in force a day: open ends hold for ever, and the ends are included.
#[macro_export]
macro_rules! narrow_in_force {
    ($rows:ident, $from:expr, $to:expr, $day:expr) => {
        if let Some(day) = $day {
            $rows = $rows.filter($from.is_null().or($from.le(day))).filter($to.is_null().or($to.ge(day)));
        }
    };
}

/// Narrows a boxed query by the days on which something holds: on the day of `on`, or with `inForce=` as it says, on that
/// day or today.
/// Without a first day it never holds; both ends belong to it.
#[macro_export]
macro_rules! narrow_holding {
    ($rows:ident, $from:expr, $to:expr, $query:expr) => {
        let day = $query.on.unwrap_or($query.today);
        match ($query.filter.in_force.values(), $query.on) {
            (Some([true]), _) | (None, Some(_)) => {
                $rows = $rows.filter($from.le(day)).filter($to.is_null().or($to.ge(day)));
            }
            (Some([false]), _) => $rows = $rows.filter($from.is_null().or($from.gt(day)).or($to.lt(day))),
            _ => {}
        }
    };
}
