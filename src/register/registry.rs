//! Registry numbers: kept as printed, compared without what one writes and another does not.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use crate::http::query::Value;

/// A registry number as it is compared: upper case, without white space.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct RegistryKey(String);

impl RegistryKey {
    /// The key of a printed number.
    pub fn of(printed: &str) -> Self {
        Self(printed.split_whitespace().collect::<String>().to_uppercase())
    }
}

impl fmt::Display for RegistryKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromStr for RegistryKey {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::of(text))
    }
}

impl Value for RegistryKey {
    fn schema() -> RefOr<Schema> {
        <String as Value>::schema()
    }
}

impl<DB: Backend> FromSql<Text, DB> for RegistryKey
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        String::from_sql(bytes).map(Self)
    }
}

impl<DB: Backend> ToSql<Text, DB> for RegistryKey
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.as_str().to_sql(out)
    }
}
