//! Filters: what a list is narrowed to, as a register declares it.

use std::fmt::Debug;

use utoipa::openapi::path::Parameter;

use super::{Params, Value, parameter, repeated};

/// The values that a list is narrowed to; several mean any of them.
#[derive(Clone, Debug)]
pub struct Any<T>(Option<Vec<T>>);

impl<T> Any<T> {
    /// Any of these.
    pub(super) fn of(values: Vec<T>) -> Self {
        Self(Some(values))
    }

    /// The values, if the parameter was given.
    pub fn values(&self) -> Option<&[T]> {
        self.0.as_deref()
    }
}

/// As [`Any`], for fields that may be empty: `none` asks for the empty ones.
#[derive(Clone, Debug)]
pub struct AnyOrNone<T> {
    values: Option<Vec<T>>,
    none: bool,
}

impl<T> AnyOrNone<T> {
    /// The values, if the parameter was given.
    pub fn values(&self) -> Option<&[T]> {
        self.values.as_deref()
    }

    /// Whether the empty ones are asked for.
    pub fn none(&self) -> bool {
        self.none
    }
}

/// An inclusive range: `{name}From` and `{name}To`.
#[derive(Clone, Debug)]
pub struct Range<T> {
    /// Not below.
    pub from: Option<T>,
    /// Not above.
    pub to: Option<T>,
}

/// One filter of a list.
pub trait FilterField: Sized {
    /// Reads it.
    fn read(name: &str, params: &mut Params) -> Self;
    /// Its parameters in the document.
    fn document(name: &str, about: &str) -> Vec<Parameter>;
}

impl<T: Value + Clone + Debug> FilterField for Any<T> {
    fn read(name: &str, params: &mut Params) -> Self {
        let values = params.all(name);
        Self((!values.is_empty()).then_some(values))
    }

    fn document(name: &str, about: &str) -> Vec<Parameter> {
        vec![repeated(name, &format!("{about} Repeated: any of them."), T::schema())]
    }
}

impl<T: Value + Clone + Debug> FilterField for AnyOrNone<T> {
    fn read(name: &str, params: &mut Params) -> Self {
        let given = params.take(name);
        let none = given.iter().any(|value| value == "none");
        let values: Vec<T> =
            given.iter().filter(|value| *value != "none").filter_map(|value| params.value(name, value)).collect();
        Self { values: (!given.is_empty()).then_some(values), none }
    }

    fn document(name: &str, about: &str) -> Vec<Parameter> {
        let about = format!("{about} Repeated: any of them; `none`: those without.");
        // `none` stands beside the values, so the schema is plain text.
        vec![repeated(name, &about, <String as Value>::schema())]
    }
}

impl<T: Value + Clone + Debug> FilterField for Range<T> {
    fn read(name: &str, params: &mut Params) -> Self {
        Self { from: params.one(&format!("{name}From")), to: params.one(&format!("{name}To")) }
    }

    fn document(name: &str, about: &str) -> Vec<Parameter> {
        vec![
            parameter(&format!("{name}From"), &format!("{about} Not before this."), T::schema()),
            parameter(&format!("{name}To"), &format!("{about} Not after this."), T::schema()),
        ]
    }
}

/// The filters of a register's list.
pub trait Filter: Clone + Debug + Send + Sync + 'static {
    /// Reads them.
    fn read(params: &mut Params) -> Self;
    /// Their parameters in the document.
    fn document() -> Vec<Parameter>;
}

/// Defines the filters of a register's list: `filter! { pub struct F { /// What it is. field: "name" => Any<T>, … } }`
#[macro_export]
macro_rules! filter {
    ($(#[$doc:meta])* pub struct $name:ident {
        $($(#[doc = $about:literal])+ $field:ident : $param:literal => $ty:ty),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name { $($(#[doc = $about])+ pub $field: $ty,)* }

        impl $crate::http::query::Filter for $name {
            fn read(params: &mut $crate::http::query::Params) -> Self {
                $(let $field = <$ty as $crate::http::query::FilterField>::read($param, params);)*
                let _ = params;
                Self { $($field,)* }
            }

            fn document() -> Vec<utoipa::openapi::path::Parameter> {
                let fields: Vec<Vec<utoipa::openapi::path::Parameter>> = vec![$(
                    <$ty as $crate::http::query::FilterField>::document($param, concat!($($about),+).trim()),
                )*];
                fields.into_iter().flatten().collect()
            }
        }
    };
}
