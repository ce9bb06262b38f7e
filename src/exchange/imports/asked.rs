//! What is asked of an import.

use std::str::FromStr;

use utoipa::openapi::RefOr;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::Schema;

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

/// The address of a register that takes files in.
#[derive(Clone, Copy)]
struct Resource(&'static dyn AnyRegister);

impl FromStr for Resource {
    type Err = ();

    fn from_str(path: &str) -> Result<Self, ()> {
        importable().find(|register| register.path() == path).map(Self).ok_or(())
    }
}

impl Value for Resource {
    fn schema() -> RefOr<Schema> {
        <String as Value>::schema()
    }
}

/// What a file is: a format, or one of another system's files.
#[derive(Clone, Copy)]
enum Format {
    File(FileFormat),
    Foreign(ForeignFormat),
}

impl FromStr for Format {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        FileFormat::from_str(word).map(Self::File).or_else(|()| ForeignFormat::from_str(word).map(Self::Foreign))
    }
}

impl Value for Format {
    fn schema() -> RefOr<Schema> {
        <String as Value>::schema()
    }
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
        let resource: Option<String> = params.one("resource");
        let register = resource.as_deref().and_then(|path| Resource::from_str(path).ok());
        if register.is_none() {
            let reason = text(
                "ska vara adressen till ett register som tar emot filer, som partners",
                "must be the address of a register that takes files in, such as partners",
            );
            let code = if resource.is_none() { FaultCode::Missing } else { FaultCode::WrongFormat };
            params.fault(Fault::query("resource", code, reason));
        }
        let format: Option<Format> = params.one("format");
        let foreign = match format {
            Some(Format::Foreign(foreign)) => Some(foreign),
            _ => None,
        };
        if foreign.is_some() && register.is_some_and(|register| register.0.path() != Project::PATH) {
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
                format: match format {
                    Some(Format::File(format)) => Some(format),
                    _ => None,
                },
                encoding: params.one::<FileEncoding>("encoding"),
                delimiter: params.one::<Delimiter>("delimiter"),
                decimal: params.one::<DecimalSign>("decimal"),
                sheet: params.one("sheet"),
                kept_columns: Vec::new(),
            },
        );
        params.finish()?;
        let (mode, on_error, declared) = asked;
        let register = register.ok_or_else(|| ApiError::internal("a resource was read and is none"))?.0;
        Ok(Self { register, mode, on_error, system, foreign, declared, fill })
    }

    /// The parameters in the document.
    pub(super) fn document() -> Vec<Parameter> {
        let mut resource = parameter("resource", "The register that takes the file in. Required.", Resource::schema());
        resource.required = utoipa::openapi::Required::True;
        vec![
            resource,
            parameter(
                "format",
                "What the file is; found out otherwise. Files of other systems are taken as they are, with `resource=projects`: the project bank of Tillväxtverket (`project_bank`), keep.eu, Kohesio, the Swedish ESF Council (`esf`), and lists of projects with their budgets (`project_list`).",
                Format::schema(),
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
