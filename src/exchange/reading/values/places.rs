//! Countries and municipalities, by their codes or names.

use std::collections::BTreeMap;

use super::{Cell, Wrong, line};
use crate::exchange::reading::fold_header;
use crate::reference::countries;
use crate::text::text;

/// A country, ISO 3166-1 alpha-2: by its code, by the codes that the EU has of its own, or by a name.
///
/// # Errors
/// When there is no such country.
pub fn country(cell: &Cell) -> Result<Option<String>, Wrong> {
    let Some(written) = line(cell) else { return Ok(None) };
    let upper = written.to_uppercase();
    let code = match upper.as_str() {
        "UK" => Some("GB"),
        "EL" => Some("GR"),
        code if countries::is_known(code) => Some(code),
        _ => countries::code_of(&written),
    };
    code.map(|code| Some(code.to_owned())).ok_or_else(|| {
        Wrong::new(
            cell,
            text("är inget land", "is no country"),
            text("Skriv landets kod eller namn, som SE eller Sverige", "Write its code or name, as SE or Sweden"),
        )
    })
}

/// Municipalities that were named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Municipalities {
    /// The codes of those that are known, in the order of the codes.
    pub codes: Vec<String>,
    /// What was named beside them: municipalities of other counties, for the most.
    pub others: Vec<String>,
}

/// The municipalities among some names or codes; what is known comes as name by code.
pub fn municipalities<'a>(
    names: impl IntoIterator<Item = &'a str>,
    known: &BTreeMap<String, String>,
) -> Municipalities {
    let mut found = Municipalities::default();
    for name in names.into_iter().map(str::trim).filter(|name| !name.is_empty()) {
        let folded = fold_header(name);
        // `Karlstads kommun` is Karlstad.
        let bare = folded.strip_suffix("kommun").unwrap_or(&folded);
        let is = |code: &str, own: &str| {
            let own = fold_header(own);
            code == format!("{folded:0>4}") || bare == own || bare.strip_suffix('s') == Some(&own)
        };
        match known.iter().find(|(code, own)| is(code, own)) {
            Some((code, _)) if found.codes.contains(code) => {}
            Some((code, _)) => found.codes.push(code.clone()),
            None => found.others.push(name.to_owned()),
        }
    }
    found.codes.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_by_code_and_name() {
        for (written, code) in [
            ("SE", "SE"),
            ("se", "SE"),
            ("UK", "GB"),
            ("EL", "GR"),
            ("Sverige", "SE"),
            ("SWEDEN", "SE"),
            ("Norge", "NO"),
            ("Norway", "NO"),
            ("Storbritannien", "GB"),
            ("United Kingdom", "GB"),
            ("Tyskland", "DE"),
            ("Czech Republic", "CZ"),
        ] {
            assert_eq!(country(&Cell::text(written)).unwrap().as_deref(), Some(code), "{written}");
        }
        for wrong in ["XX", "Värmland", "S"] {
            assert!(country(&Cell::text(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn municipalities_by_name_and_code() {
        let known: BTreeMap<String, String> =
            [("1780", "Karlstad"), ("1785", "Säffle"), ("1730", "Eda"), ("0180", "Stockholm")]
                .map(|(code, name)| (code.to_owned(), name.to_owned()))
                .into();
        let names = [
            "Säffle",
            "karlstads kommun",
            "Sa\u{308}ffle",
            "UpplandsVäsby",
            "Eda kommun",
            "180",
            "ÖstraGöinge",
            "",
            "Edane",
        ];
        let found = municipalities(names, &known);
        assert_eq!(found.codes, ["0180", "1730", "1780", "1785"]);
        assert_eq!(found.others, ["UpplandsVäsby", "ÖstraGöinge", "Edane"]);
    }
}
