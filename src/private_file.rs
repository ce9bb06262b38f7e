//! Files that only their owner can read.

use std::io::Write as _;
use std::path::Path;

/// Writes a file that only its owner can read, whole or not at all, and never over another.
///
/// # Errors
/// `AlreadyExists` when there is one; else as the system says.
pub fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Temporary files are made with mode 600.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path).map(|_| ()).map_err(|error| error.error)
}
