//! `utblick export`: the records of a register as a file, whole or not at all.

use std::fs::Permissions;
use std::io::{IsTerminal as _, Read, Write as _, copy};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::import::bar;
use super::parse_pair;
use super::remote::{Remote, Target};
use crate::config::Config;
use crate::exchange::exports::{Format, Profile};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The register, by its address, such as partners
    resource: String,
    /// The format
    #[arg(long, default_value = "csv")]
    format: Format,
    /// For whom tables are written
    #[arg(long, default_value = "plain")]
    profile: Profile,
    /// A filter or another parameter of the list, as NAME=VALUE, such as country=NO; may be repeated
    #[arg(long = "parameter", value_name = "NAME=VALUE", value_parser = parse_pair)]
    parameters: Vec<(String, String)>,
    /// The file, which is written when all is there [default: standard output]
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    target: Target,
}

pub(super) fn run(config: Config, arguments: Arguments) -> Result<(), Failure> {
    let Arguments { resource, format, profile, parameters, out, target } = arguments;
    if out.is_none() && format == Format::Xlsx && std::io::stdout().is_terminal() {
        return Err(Failure::Usage("a workbook is nothing for a terminal: give --out".into()));
    }
    let resource: String = url::form_urlencoded::byte_serialize(resource.as_bytes()).collect();
    let mut query = vec![("format", format.word()), ("profile", profile.word())];
    query.extend(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let query = serde_urlencoded::to_string(query).map_err(|error| Failure::Usage(error.to_string()))?;
    let remote = Remote::open(config, target)?;
    let answer = remote.get(&format!("/{resource}/export?{query}"))?;
    let size = answer.body().content_length();
    let received =
        bar(size, "{bar:30} {bytes} of {total_bytes}, {bytes_per_sec}", "{spinner} {bytes}, {bytes_per_sec}");
    let mut body = received.wrap_read(answer.into_body().into_reader());
    match out {
        Some(path) => write(&path, &mut body)?,
        None => {
            copy(&mut body, &mut std::io::stdout().lock())?;
        }
    }
    received.finish_and_clear();
    Ok(())
}

/// Writes a file in one stroke, over one that is there.
fn write(path: &Path, body: &mut impl Read) -> Result<(), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let wrong = |error: std::io::Error| Failure::Refused(format!("{}: {error}", path.display()));
    // As the umask has it: an export is read by others too.
    let file = tempfile::Builder::new().permissions(Permissions::from_mode(0o666)).tempfile_in(folder);
    let mut file = file.map_err(wrong)?;
    copy(body, &mut file).map_err(wrong)?;
    file.flush().map_err(wrong)?;
    file.persist(path).map_err(|error| wrong(error.error))?;
    Ok(())
}
