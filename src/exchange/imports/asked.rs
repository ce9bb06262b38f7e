//! What is asked of an import.

use std::str::FromStr;

use utoipa::openapi::path::Parameter;

use super::{ImportMode, OnError, importable};
use crate::error::{ApiError, Fault, FaultCode};
use crate::exchange::reading::formats::ForeignFormat;
use crate::exchange::reading::{DecimalSign, Declared, Delimiter, FileEncoding, FileFormat};
use crate::funding::projects::Project;
use crate::http::query::{Params, Value, parameter, repeated};
use crate::register::{AnyRegister, Register as _};
use crate::text::text;

/// The system whose ids stand alone in cells, when nothing is said.
const SYSTEM: &str = "import";

/// The words for what a file is: a format, or one of another system's files.
fn formats() -> impl Iterator<Item = &'static str> {
    let foreign = ForeignFormat::ALL.iter().map(|format| format.as_str());
    FileFormat::ALL.iter().map(|format| format.as_str()).chain(foreign)
}

/// What is asked of an import.
#[derive(Clone)]
pub(super) struct Asked {
    pub(super) register: &'static dyn AnyRegister,
    pub(super) mode: ImportMode,
    pub(super) on_error: OnError,
    pub(super) system: String,
    pub(super) foreign: Option<ForeignFormat>,
    pub(super) declared: Declared,
    /// What rows say in columns that they do not have: header and text.
    pub(super) fill: Vec<(String, String)>,
}

impl Asked {
    /// Reads the query.
    ///
    /// # Errors
    /// `invalid_request` with every fault.
    pub(super) fn read(query: &str) -> Result<Self, ApiError> {
        let mut params = Params::parse(query);
        let paths: Vec<&'static str> = importable().map(|register| register.path()).collect();
        let register = match params.one_of("resource", &paths) {
            Some(path) => importable().find(|register| register.path() == path),
            None if params.is_faulty("resource") => None,
            None => {
                let reason = text(
                    "krävs: adressen till ett register, som partners",
                    "is needed: the address of a register, such as partners",
                );
                params.fault(Fault::query("resource", FaultCode::Missing, reason));
                None
            }
        };
        let format = params.one_of("format", &formats().collect::<Vec<_>>()).unwrap_or_default();
        let foreign = ForeignFormat::from_str(format).ok();
        if foreign.is_some() && register.is_some_and(|register| register.path() != Project::PATH) {
            let reason =
                text("filen har projekt: ange resource=projects", "the file has projects: give resource=projects");
            params.fault(Fault::query("format", FaultCode::Rule, reason));
        }
        let system = params.one::<String>("system").unwrap_or_else(|| SYSTEM.to_owned());
        if system.is_empty() || system.contains(':') || system.chars().count() > 100 {
            let reason = text("ska ha 1 till 100 tecken och inget kolon", "must have 1 to 100 letters and no colon");
            params.fault(Fault::query("system", FaultCode::WrongFormat, reason));
        }
        let fill: Vec<String> = params.all("fill");
        let parted: Vec<_> = fill.iter().filter_map(|one| one.split_once(':')).collect();
        if parted.len() < fill.len() {
            let reason = text("ska vara en rubrik, ett kolon och en text", "must be a header, a colon and a text");
            params.fault(Fault::query("fill", FaultCode::WrongFormat, reason));
        }
        let fill = parted.into_iter().map(|(header, text)| (header.to_owned(), text.to_owned())).collect();
        let asked = (
            params.one("mode").unwrap_or(ImportMode::Check),
            params.one("onError").unwrap_or(OnError::Abort),
            Declared {
                format: FileFormat::from_str(format).ok(),
                encoding: params.one::<FileEncoding>("encoding"),
                delimiter: params.one::<Delimiter>("delimiter"),
                decimal: params.one::<DecimalSign>("decimal"),
                sheet: params.one("sheet"),
                kept_columns: Vec::new(),
            },
        );
        params.finish()?;
        let (mode, on_error, declared) = asked;
        let register = register.ok_or_else(|| ApiError::internal("a resource was read and is none"))?;
        Ok(Self { register, mode, on_error, system, foreign, declared, fill })
    }

    /// The parameters in the document.
    pub(super) fn document() -> Vec<Parameter> {
        let formats = formats().collect::<Vec<_>>().join(", ");
        vec![
            parameter(
                "resource",
                "The register that takes the file in, by its address, such as `partners`. Without it 400.",
                <String as Value>::schema(),
            ),
            parameter(
                "format",
                &format!(
                    "What the file is: {formats}; found out otherwise. Files of other systems are taken as they are, with `resource=projects`: those of the project bank of Tillväxtverket, keep.eu, Kohesio and the Swedish ESF Council, and lists of projects with their budgets."
                ),
                <String as Value>::schema(),
            ),
            parameter(
                "mode",
                "`check`, the default, writes nothing and says what `apply` would do.",
                ImportMode::schema(),
            ),
            parameter(
                "onError",
                "`abort`, the default, writes all rows or none, of 50,000 at most; `skip` leaves out the rows with faults.",
                OnError::schema(),
            ),
            parameter(
                "system",
                "The system whose ids stand alone in cells of external ids and references: `import` otherwise.",
                <String as Value>::schema(),
            ),
            repeated(
                "fill",
                "What rows say in a column that the file lacks, such as `partnershipKind:project`; may stand several times.",
                <String as Value>::schema(),
            ),
            parameter(
                "encoding",
                "How the letters of a text file are written; found out otherwise.",
                FileEncoding::schema(),
            ),
            parameter("delimiter", "What stands between the fields of CSV; found out otherwise.", Delimiter::schema()),
            parameter("decimal", "What stands before decimals; found out otherwise.", DecimalSign::schema()),
            parameter("sheet", "The sheet of a workbook; the first otherwise.", <String as Value>::schema()),
        ]
    }
}
