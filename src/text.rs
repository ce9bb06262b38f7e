//! Languages, and text made comparable: what people sort and search by is computed here and stored, so that both
//! databases, whose own collations differ, give the same answer.

use std::sync::LazyLock;

use actix_web::http::header::{HeaderValue, Quality, QualityItem, from_comma_delimited};
use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

/// A language that the service answers in. Swedish is the first choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Swedish.
    #[default]
    Sv,
    /// English.
    En,
}

impl Lang {
    /// The ISO 639-1 code, as used in `lang=` and `Content-Language`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// The language of a code such as `sv`; `None` for any other.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Sv, Self::En].into_iter().find(|lang| lang.code() == code)
    }

    /// The language that a query string asks for with `lang=`.
    pub fn of_query(query: &str) -> Option<Self> {
        query.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(Self::from_code)
    }

    /// The best language for an `Accept-Language` header (RFC 9110, 12.5.4); Swedish when nothing fits.
    pub fn negotiate<'a>(accept_language: impl Iterator<Item = &'a HeaderValue> + 'a) -> Self {
        // What is malformed is passed over.
        let ranges: Vec<QualityItem<String>> = from_comma_delimited(accept_language).unwrap_or_default();
        let mut best = (Quality::ZERO, Self::default());
        for range in ranges {
            // `en-GB` is English (RFC 4647, 3.4: a range is looked up by its beginning).
            let code = range.item.split('-').next().unwrap_or_default().to_ascii_lowercase();
            // The first of equals wins.
            if let Some(lang) = Self::from_code(&code).filter(|_| range.quality > best.0) {
                best = (range.quality, lang);
            }
        }
        best.1
    }
}

/// A fixed text of the service in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// Swedish.
    pub sv: &'static str,
    /// English.
    pub en: &'static str,
}

impl Text {
    /// The text in one language.
    pub const fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Sv => self.sv,
            Lang::En => self.en,
        }
    }
}

/// Both languages of a fixed text, Swedish first.
pub const fn text(sv: &'static str, en: &'static str) -> Text {
    Text { sv, en }
}

/// A text that the service composes, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Swedish.
    pub sv: String,
    /// English.
    pub en: String,
}

impl Message {
    /// Both languages of a composed text, Swedish first.
    pub fn new(sv: impl Into<String>, en: impl Into<String>) -> Self {
        Self { sv: sv.into(), en: en.into() }
    }

    /// The text in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Sv => &self.sv,
            Lang::En => &self.en,
        }
    }
}

impl From<Text> for Message {
    fn from(text: Text) -> Self {
        Self::new(text.sv, text.en)
    }
}

/// A text in Swedish, English or both; at least one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// The text in Swedish.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 4000, example = "Kultur")]
    pub sv: Option<String>,
    /// The text in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 4000, example = "Culture")]
    pub en: Option<String>,
}

impl Bilingual {
    /// The text in the wanted language, or else in the other one.
    pub fn get(&self, lang: Lang) -> &str {
        let (first, second) = match lang {
            Lang::Sv => (&self.sv, &self.en),
            Lang::En => (&self.en, &self.sv),
        };
        first.as_deref().or(second.as_deref()).unwrap_or_default()
    }
}

impl From<Text> for Bilingual {
    fn from(text: Text) -> Self {
        Self { sv: Some(text.sv.to_owned()), en: Some(text.en.to_owned()) }
    }
}

/// The Swedish collation of CLDR: å, ä and ö after z.
static SWEDISH: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| {
    let mut options = CollatorOptions::default();
    options.strength = Some(Strength::Tertiary);
    Collator::try_new(locale!("sv").into(), options).ok()
});

/// Bytes that sort as Swedish readers expect when compared one by one.
///
/// The bytes belong to the collation data compiled in: when that data changes, the stored keys are computed anew.
pub fn sort_key(text: &str) -> Vec<u8> {
    let mut key = Vec::new();
    match SWEDISH.as_ref() {
        Some(collator) => {
            let Ok(()) = collator.write_sort_key_to(text, &mut key);
        }
        None => key.extend_from_slice(fold(text).as_bytes()),
    }
    key
}

/// Text folded for searching: composed (NFC), lower case, white space as single spaces. å, ä, ö, æ and ø stay letters
/// of their own.
pub fn fold(text: &str) -> String {
    let lower: String = text.nfc().flat_map(char::to_lowercase).collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text as it is stored: composed (NFC), without white space around it.
pub fn normalise(text: &str) -> String {
    text.trim().nfc().collect()
}

/// The pattern for `LIKE … ESCAPE '\\'` that finds `word` anywhere in a folded text.
pub fn contains_pattern(word: &str) -> String {
    let mut pattern = String::from("%");
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swedish_letters_come_after_z() {
        let mut names = ["Östersund", "Zürich", "Ängelholm", "Åmål", "Arvika", "arvika", "Viken"];
        names.sort_by_key(|name| sort_key(name));
        assert_eq!(names, ["arvika", "Arvika", "Viken", "Zürich", "Åmål", "Ängelholm", "Östersund"]);
    }

    #[test]
    fn the_first_language_that_is_known_wins() {
        for (header, lang) in [
            ("en-GB, sv;q=0.5", Lang::En),
            ("sv;q=0.5, en", Lang::En),
            ("de, SV-fi", Lang::Sv),
            ("de, *;q=0.1", Lang::Sv),
            ("", Lang::Sv),
            ("de, en;q=0", Lang::Sv),
            ("en;q=nan, sv;q=inf, en;q=-1, sv;q=2, en;q=0.1", Lang::En),
        ] {
            assert_eq!(Lang::negotiate([HeaderValue::from_static(header)].iter()), lang, "{header}");
        }
    }

    #[test]
    fn folding_composes_and_lowers() {
        assert_eq!(fold("  A\u{30a}mål   ØSTFOLD "), "åmål østfold");
        assert_eq!(contains_pattern("50%_\\"), "%50\\%\\_\\\\%");
    }
}
