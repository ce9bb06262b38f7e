//! Columns with personal data: project leaders, telephone numbers, e-mail addresses. They are dropped before a row is made,
//! so that no later step can keep, log or answer what is in them.

use serde_json::Value;

use super::fold_header;

/// Words that tell of a person, folded; a header is compared word by word.
const WORDS: &[&str] = &[
    "ansprechpartner",
    "birthdate",
    "cellphone",
    "courriel",
    "email",
    "emailaddress",
    "emails",
    "epost",
    "epostadress",
    "epostadresse",
    "fax",
    "fodelsedatum",
    "fornamn",
    "födelsedatum",
    "förnamn",
    "handläggare",
    "hemadress",
    "kontakt",
    "kontaktperson",
    "kontaktpersoner",
    "mail",
    "mailadress",
    "mobil",
    "mobile",
    "mobilnr",
    "mobilnummer",
    "mobiltelefon",
    "personnr",
    "personnummer",
    "phone",
    "projektansvarig",
    "projektledare",
    "projektleiter",
    "projektleder",
    "prosjektansvarlig",
    "prosjektleder",
    "saksbehandler",
    "surname",
    "tel",
    "telefon",
    "telefonnr",
    "telefonnummer",
    "telefone",
    "telephone",
    "tfn",
    "tlf",
    "tlfnr",
    "telnr",
    "téléphone",
];

/// The same in two words.
const PAIRS: &[(&str, &str)] = &[
    ("e", "mail"),
    ("e", "post"),
    ("e", "postadress"),
    ("e", "postadresse"),
    ("e", "mailadress"),
    ("contact", "person"),
    ("contact", "name"),
    ("contact", "persons"),
    ("contact", "details"),
    ("first", "name"),
    ("last", "name"),
    ("family", "name"),
    ("project", "leader"),
    ("project", "manager"),
    ("project", "coordinator"),
    ("date", "of"),
    ("legal", "representative"),
    ("responsible", "person"),
];

/// Whether a column holds personal data, by its header in any language that the files come in.
pub(super) fn is_personal(header: &str, kept: &[String]) -> bool {
    if kept.iter().any(|name| fold_header(name) == fold_header(header)) {
        return false;
    }
    let words = words_of(header);
    let pair = |pair: &[String]| matches!(pair, [first, second] if PAIRS.contains(&(first.as_str(), second.as_str())) && first != "date");
    words.iter().any(|word| WORDS.contains(&word.as_str()))
        || words.windows(2).any(pair)
        || WORDS.contains(&words.concat().as_str())
        || words.windows(3).any(|three| matches!(three, [a, b, c] if a == "date" && b == "of" && c == "birth"))
}

/// Leaves personal data out of nested JSON. An official address is one of an office, and a field of our own.
pub(super) fn strip(value: &mut Value, kept: &[String]) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| name == "officialEmail" || !is_personal(name, kept));
            fields.values_mut().for_each(|value| strip(value, kept));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| strip(value, kept)),
        _ => {}
    }
}

/// The words of a header: parted by everything that is no letter or digit, and where a small letter meets a capital.
fn words_of(header: &str) -> Vec<String> {
    let mut parted = String::new();
    let mut before = ' ';
    for letter in header.chars() {
        if before.is_lowercase() && letter.is_uppercase() {
            parted.push(' ');
        }
        parted.push(if letter.is_alphanumeric() || is_mark(letter) { letter } else { ' ' });
        before = letter;
    }
    crate::text::fold(&parted).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The combining marks of decomposed letters.
fn is_mark(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_columns_are_known_in_every_spelling() {
        for header in [
            "projektledare",
            "PROJEKTLEDARE",
            "Projekt-ledare",
            "telnr",
            "Tel.nr",
            "e-post",
            "E_post",
            "E-postadress",
            "epost",
            "Email",
            "contactEmail",
            "Lead partner e-mail",
            "Contact person",
            "Kontaktperson / Contact person",
            "Phone number",
            "Telefon (arbete)",
            "Mobil",
            "Project manager",
            "Date of birth",
            "Fo\u{308}rnamn",
        ] {
            assert!(is_personal(header, &[]), "{header}");
        }
        for header in [
            "Lead partner",
            "Projektnamn",
            "Project name in English",
            "Partner\u{2019}s ID if not PIC",
            "Projektägare ort / Beneficiary city",
            "Total budget",
            "Start date",
            "Date of decision",
            "contacts",
            "Hotell",
            "emailed_reports_count_x",
        ] {
            assert!(!is_personal(header, &[]), "{header}");
        }
        assert!(!is_personal("email", &["email".to_owned()]));
    }

    #[test]
    fn nested_personal_data_is_left_out() {
        let mut value = serde_json::json!([{"name": "X", "e-post": "hemligt", "contacts": [{"officialEmail": "a@b.se", "phone": "1"}]}]);
        strip(&mut value, &[]);
        assert_eq!(value, serde_json::json!([{"name": "X", "contacts": [{"officialEmail": "a@b.se"}]}]));
    }
}
