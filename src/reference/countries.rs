//! The countries of ISO 3166-1 with their names, from the `keshvar` library.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use keshvar::{Alpha2, CountryIterator};

use crate::text::{Bilingual, Lang, fold};

static COUNTRIES: LazyLock<BTreeMap<String, Bilingual>> = LazyLock::new(|| {
    CountryIterator::new()
        .map(|country| {
            let alpha2: Alpha2 = country.alpha2();
            let names = country.translations();
            let name = |lang: Lang| names.get(lang.code()).map_or(country.iso_short_name(), |name| *name).to_owned();
            (format!("{alpha2:?}").to_uppercase(), Bilingual { sv: Some(name(Lang::Sv)), en: Some(name(Lang::En)) })
        })
        .collect()
});

/// The codes by every name that the library knows, folded; a name of two countries is nobody's.
static NAMED: LazyLock<BTreeMap<String, Option<&'static str>>> = LazyLock::new(|| {
    let mut named = BTreeMap::new();
    for country in CountryIterator::new() {
        let alpha2: Alpha2 = country.alpha2();
        let upper = format!("{alpha2:?}").to_uppercase();
        let Some((code, own)) = COUNTRIES.get_key_value(&upper) else { continue };
        let own = [own.get(Lang::Sv), own.get(Lang::En), country.iso_short_name(), country.iso_long_name()];
        for name in own.into_iter().chain(country.unofficial_name_list().iter().copied()) {
            named
                .entry(fold(name))
                .and_modify(|of: &mut Option<&str>| *of = of.filter(|of| of == code))
                .or_insert(Some(code.as_str()));
        }
    }
    named
});

/// The code of a country by one of its names, whatever its case.
pub fn code_of(name: &str) -> Option<&'static str> {
    NAMED.get(&fold(name)).copied().flatten()
}

/// Whether a code is one of ISO 3166-1 alpha-2.
pub fn is_known(code: &str) -> bool {
    COUNTRIES.contains_key(code)
}

/// The name of a country; the code itself when it is unknown.
pub fn name(code: &str, lang: Lang) -> &str {
    COUNTRIES.get(code).map_or("", |name| name.get(lang))
}

/// All codes with their names, in the order of the codes.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Bilingual)> {
    COUNTRIES.iter().map(|(code, name)| (code.as_str(), name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_neighbours_are_there_in_both_languages() {
        assert_eq!((name("NO", Lang::Sv), name("NO", Lang::En)), ("Norge", "Norway"));
        assert_eq!((name("SE", Lang::Sv), name("BE", Lang::Sv)), ("Sverige", "Belgien"));
        assert!(!is_known("UK") && !is_known("EL") && !is_known("se") && !is_known("XX"));
        assert!(all().count() > 240);
        for (code, name) in all() {
            assert_eq!(code_of(name.get(Lang::Sv)), Some(code), "{name:?}");
        }
        assert_eq!((code_of("norge"), code_of("Sweden"), code_of("Ruritania")), (Some("NO"), Some("SE"), None));
    }
}
