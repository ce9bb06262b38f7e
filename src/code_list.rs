//! Enumerations: codes with labels in both languages. One definition gives the Rust type, its column, its place in the
//! document, the check of what comes in, and the drop-down list at `/code-lists`.

use crate::text::{Text, fold};

/// A code and what it is called.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// The stable code, lower snake case.
    pub code: &'static str,
    /// What people call it.
    pub label: Text,
    /// Other words that mean it in files that come in.
    pub words: &'static [&'static str],
}

impl Code {
    /// The code that a text is or means: by its code, by what people call it, or by another word. Case and underscores do not
    /// count.
    pub fn meant<'a>(codes: &'a [Self], written: &str) -> Option<&'a Self> {
        let plain = |name: &str| fold(&name.replace('_', " "));
        let wanted = plain(written);
        let names = |code: &&Self| {
            let own = [code.code, code.label.sv, code.label.en];
            own.iter().chain(code.words).any(|name| plain(name) == wanted)
        };
        codes.iter().find(|code| code.code == written).or_else(|| codes.iter().find(names))
    }
}

/// An enumeration.
#[derive(Clone, Copy, Debug)]
pub struct CodeList {
    /// Its name in the address, such as `partner-kinds`.
    pub name: &'static str,
    /// What it lists.
    pub title: Text,
    /// Its codes, in their order.
    pub codes: &'static [Code],
}

impl CodeList {
    /// The label of a code; the code itself when it is unknown.
    pub fn label<'a>(&self, code: &'a str, lang: crate::text::Lang) -> &'a str {
        self.codes.iter().find(|entry| entry.code == code).map_or(code, |entry| entry.label.get(lang))
    }
}

/// Defines an enumeration:
/// `code_list! { /// doc pub enum Name "list-name" ("sv", "en") { Variant = "code" ("sv", "en") ["another word", …], … } }`
#[macro_export]
macro_rules! code_list {
    ($(#[$doc:meta])* pub enum $name:ident $list:literal ($sv:literal, $en:literal) {
        $($variant:ident = $code:literal ($label_sv:literal, $label_en:literal) $([$($word:literal),* $(,)?])?),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub enum $name {
            $(#[doc = $label_en] #[serde(rename = $code)] $variant,)*
        }

        impl $name {
            /// All of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Codes and labels.
            pub const LIST: $crate::code_list::CodeList = $crate::code_list::CodeList {
                name: $list,
                title: $crate::text::text($sv, $en),
                codes: &[$($crate::code_list::Code {
                    code: $code,
                    label: $crate::text::text($label_sv, $label_en),
                    words: &[$($($word,)*)?],
                },)*],
            };

            /// What people call it.
            pub const fn label(self) -> $crate::text::Text {
                match self { $(Self::$variant => $crate::text::text($label_sv, $label_en),)* }
            }

            /// The stable code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();

            fn from_str(code: &str) -> Result<Self, ()> {
                Self::ALL.iter().copied().find(|value| value.as_str() == code).ok_or(())
            }
        }

        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                String::from_sql(bytes)?.parse().map_err(|()| concat!("unknown code of ", $list).into())
            }
        }

        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, DB>,
            ) -> diesel::serialize::Result {
                diesel::serialize::ToSql::<diesel::sql_types::Text, DB>::to_sql(self.as_str(), out)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $crate::code_list::schema_of(&Self::LIST)
            }
        }

        impl utoipa::ToSchema for $name {}

        impl $crate::http::query::Value for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $crate::code_list::schema_of(&Self::LIST)
            }
        }
    };
}

/// The schema of an enumeration; its description names every code.
#[expect(deprecated, reason = "DIGG's linter looks for `example` (DOK.15)")]
pub fn schema_of(list: &CodeList) -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
    use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
    let meanings: Vec<String> =
        list.codes.iter().map(|code| format!("`{}` {}", code.code, code.label.en.to_lowercase())).collect();
    ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .enum_values(Some(list.codes.iter().map(|code| code.code)))
        .description(Some(format!("{}: {}.", list.title.en, meanings.join(", "))))
        .example(list.codes.first().map(|code| serde_json::Value::from(code.code)))
        .into()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::reference::code_lists::LISTS;

    #[test]
    fn a_text_means_one_code_at_most() {
        for list in LISTS {
            let mut meaning: HashMap<String, &str> = HashMap::new();
            for code in list.codes {
                for name in [code.code, code.label.sv, code.label.en].iter().chain(code.words) {
                    assert_eq!(Code::meant(list.codes, name).map(|meant| meant.code), Some(code.code), "{name}");
                    let other = meaning.insert(fold(&name.replace('_', " ")), code.code);
                    assert!(other.is_none_or(|other| other == code.code), "{}: {name} is {other:?} too", list.name);
                }
            }
        }
    }

    #[test]
    fn case_and_underscores_do_not_count() {
        let codes = crate::cooperation::partners::PartnerKind::LIST.codes;
        let meant = |written: &str| Code::meant(codes, written).map(|code| code.code);
        assert_eq!(meant("Regional Authority"), Some("regional_authority"));
        assert_eq!(meant("STATLIG MYNDIGHET"), Some("state_authority"));
        assert_eq!(meant("Cluster organisation"), Some("cluster"));
        assert_eq!((meant("universty"), meant("")), (None, None));
    }
}
