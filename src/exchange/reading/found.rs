//! What a caller declares of a file, and what is found out about it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

crate::code_list! {
    /// What a file is.
    pub enum FileFormat "file-formats" ("Filformat", "File formats") {
        Csv = "csv" ("CSV", "CSV"),
        Xlsx = "xlsx" ("Excel-arbetsbok", "Excel workbook"),
        Json = "json" ("JSON", "JSON"),
        Ndjson = "ndjson" ("JSON, ett objekt per rad", "JSON, one object a line"),
    }
}

crate::code_list! {
    /// How the letters of a text file are written.
    pub enum FileEncoding "file-encodings" ("Teckenkodningar", "Encodings of text") {
        Utf8 = "utf_8" ("UTF-8", "UTF-8"),
        Windows1252 = "windows_1252" ("Windows-1252", "Windows-1252"),
        Utf16le = "utf_16le" ("UTF-16 LE", "UTF-16 LE"),
        Utf16be = "utf_16be" ("UTF-16 BE", "UTF-16 BE"),
    }
}

crate::code_list! {
    /// What stands between the fields of a CSV file.
    pub enum Delimiter "delimiters" ("Fältavgränsare", "Delimiters") {
        Semicolon = "semicolon" ("Semikolon", "Semicolon"),
        Comma = "comma" ("Komma", "Comma"),
        Tab = "tab" ("Tabb", "Tab"),
    }
}

impl Delimiter {
    /// The letter.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Semicolon => b';',
            Self::Comma => b',',
            Self::Tab => b'\t',
        }
    }
}

crate::code_list! {
    /// What stands before the decimals of a number.
    pub enum DecimalSign "decimal-signs" ("Decimaltecken", "Decimal signs") {
        Comma = "comma" ("Komma", "Comma"),
        Point = "point" ("Punkt", "Point"),
    }
}

/// What the caller declares of a file. What is absent is guessed; what is declared wins.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Declared {
    /// What it is.
    pub format: Option<FileFormat>,
    /// How its letters are written.
    pub encoding: Option<FileEncoding>,
    /// What stands between fields.
    pub delimiter: Option<Delimiter>,
    /// What stands before decimals.
    pub decimal: Option<DecimalSign>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Columns that stay although their names sound like personal data, such as a register's own field `email`.
    pub kept_columns: Vec<String>,
}

crate::code_list! {
    /// What can be guessed of a file.
    pub enum Guess "file-guesses" ("Vad som kan gissas om en fil", "What can be guessed of a file") {
        Format = "format" ("Vad den är", "What it is"),
        Encoding = "encoding" ("Teckenkodningen", "The encoding"),
        Delimiter = "delimiter" ("Fältavgränsaren", "The delimiter"),
        Decimal = "decimal" ("Decimaltecknet", "The decimal sign"),
        Sheet = "sheet" ("Bladen i en arbetsbok", "The sheets of a workbook"),
    }
}

/// What was found out about a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// What it is.
    #[schema(inline = false, example = "csv")]
    pub format: FileFormat,
    /// How its letters are written; null for a workbook.
    #[schema(inline = false, example = "windows_1252")]
    pub encoding: Option<FileEncoding>,
    /// What stands between the fields of a CSV file.
    #[schema(inline = false, example = "semicolon")]
    pub delimiter: Option<Delimiter>,
    /// What stands before decimals; null where the file does not tell: numbers such as 1,234 then ask for it.
    #[schema(inline = false, example = "comma")]
    pub decimal: Option<DecimalSign>,
    /// Which of these were guessed, not declared.
    #[schema(max_items = 5)]
    pub guesses: Vec<Guess>,
    /// The tables that are read, in their order: one, or some sheets of a workbook.
    #[schema(max_items = 10)]
    pub tables: Vec<FoundTable>,
    /// All sheets of a workbook.
    #[schema(max_items = 1000, example = json!(["Blad1"]))]
    pub sheets: Vec<String>,
}

/// A table of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FoundTable {
    /// The sheet of a workbook.
    #[schema(example = "project_export")]
    pub sheet: Option<String>,
    /// The headers as written; of JSON the names in its first objects.
    #[schema(max_items = 500, example = json!(["Projektnamn", "Total budget"]))]
    pub columns: Vec<String>,
    /// The columns that are left out because they hold personal data.
    #[schema(max_items = 500, example = json!(["e-post"]))]
    pub dropped_columns: Vec<String>,
}
