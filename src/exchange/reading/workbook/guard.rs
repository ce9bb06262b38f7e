//! Looks through the zip file of a workbook before it is opened: every entry is inflated with a counter, and thrown away.
//! What an archive says of its own sizes is not believed.

use std::fs::File;
use std::io::{BufReader, Read, Seek as _, SeekFrom};

use zip::ZipArchive;

use super::markup::Markup;
use crate::exchange::reading::Refusal;
use crate::text::Text;

const MAX_ENTRIES: usize = 10_000;
const MAX_INFLATED: u64 = 1024 * 1024 * 1024;
const MAX_STRINGS: u64 = 64 * 1024 * 1024;
/// How much larger an entry may become, once it is larger than a megabyte.
const MAX_RATIO: u64 = 200;
const RATIO_FROM: u64 = 1024 * 1024;
const CHUNK: usize = 64 * 1024;

/// Whether the file is a zip archive by its first bytes.
pub(in crate::exchange::reading) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

/// Whether the file is an Excel file of before 2007, or one with a password: both are the same kind of container.
pub(in crate::exchange::reading) fn is_legacy(head: &[u8]) -> bool {
    head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// Refuses what would use memory or time without end.
pub(super) fn check(file: &mut File) -> Result<(), Refusal> {
    check_signatures(file)?;
    file.rewind()?;
    let mut archive = ZipArchive::new(BufReader::new(&mut *file)).map_err(|_| broken())?;
    if archive.len() > MAX_ENTRIES {
        return Err(too_many());
    }
    let mut inflated = 0;
    for place in 0..archive.len() {
        inflated += check_entry(&mut archive, place, inflated)?;
    }
    Ok(())
}

/// Counts the headers of entries in the whole file, so that opening the archive cannot make more of them; and refuses the
/// large form of an archive, whose numbers a reader would make room for.
fn check_signatures(file: &mut File) -> Result<(), Refusal> {
    const LOCATOR: &[u8] = b"PK\x06\x07";
    const END: &[u8] = b"PK\x05\x06";
    const BETWEEN: usize = 20;
    file.rewind()?;
    let (mut chunk, mut entries) = (Vec::with_capacity(CHUNK + BETWEEN + 4), 0);
    loop {
        let read = file.take(CHUNK as u64).read_to_end(&mut chunk)?;
        if read == 0 {
            return Ok(());
        }
        for window in chunk.windows(BETWEEN + 4) {
            if window.starts_with(LOCATOR) && window.ends_with(END) {
                return Err(Refusal::unreadable(
                    "Arbetsboken är packad som zip64: spara om den i Excel",
                    "The workbook is packed as zip64: save it again in Excel",
                ));
            }
            entries += usize::from(window.starts_with(b"PK\x01\x02"));
        }
        if entries > MAX_ENTRIES + 100 {
            return Err(too_many());
        }
        chunk.drain(..chunk.len().saturating_sub(BETWEEN + 3));
    }
}

/// Inflates an entry; how large it was.
fn check_entry(archive: &mut ZipArchive<BufReader<&mut File>>, place: usize, before: u64) -> Result<u64, Refusal> {
    let (name, packed) = {
        let entry = archive.by_index_raw(place).map_err(|_| broken())?;
        if entry.encrypted() {
            return Err(Refusal::unreadable(
                "Arbetsboken är krypterad: spara den utan lösenord",
                "The workbook is encrypted: save it without a password",
            ));
        }
        (entry.name().map_err(|_| broken())?.to_lowercase(), entry.compressed_size())
    };
    let mut entry = archive.by_index(place).map_err(|_| broken())?;
    let is_xml = [".xml", ".rels", ".vml"].iter().any(|end| name.ends_with(end));
    let is_strings = name.ends_with("sharedstrings.xml");
    let (mut chunk, mut size, mut markup) = (vec![0; CHUNK], 0, None);
    loop {
        let read = entry.read(&mut chunk).map_err(|_| broken())?;
        let bytes = chunk.get(..read).unwrap_or_default();
        if size == 0 {
            if is_zip(bytes) || is_legacy(bytes) {
                return Err(Refusal::unreadable(
                    "Arbetsboken har ett annat arkiv i sig: sådana tas inte emot",
                    "The workbook has another archive inside: such are not taken",
                ));
            }
            let begins = bytes.iter().find(|byte| !byte.is_ascii_whitespace() && !b"\xEF\xBB\xBF".contains(byte));
            markup = (is_xml || begins == Some(&b'<')).then(Markup::default);
        }
        if read == 0 {
            break;
        }
        size += read as u64;
        let ratio = size > RATIO_FROM && size / packed.max(1) > MAX_RATIO;
        if ratio || before + size > MAX_INFLATED || (is_strings && size > MAX_STRINGS) {
            return Err(bomb());
        }
        if let Some(markup) = &mut markup {
            markup.pass(bytes).map_err(refused)?;
        }
    }
    markup.map_or(Ok(()), |markup| markup.finish()).map_err(refused)?;
    Ok(size)
}

fn refused(reason: Text) -> Refusal {
    Refusal::Unreadable(reason.into())
}

fn broken() -> Refusal {
    Refusal::unreadable("Filen är ingen hel Excel-arbetsbok", "The file is no whole Excel workbook")
}

fn bomb() -> Refusal {
    Refusal::too_large(
        "Arbetsboken blir för stor när den packas upp: högst 1 GB, 64 MB text och 200 gånger sin storlek",
        "The workbook becomes too large when unpacked: at most 1 GB, 64 MB of text, and 200 times its size",
    )
}

fn too_many() -> Refusal {
    Refusal::too_large(
        format!("Arbetsboken har fler än {MAX_ENTRIES} delar"),
        format!("The workbook has more than {MAX_ENTRIES} parts"),
    )
}

/// The file from its beginning, once it was looked through.
pub(super) fn guarded(mut file: File) -> Result<BufReader<File>, Refusal> {
    check(&mut file)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(BufReader::new(file))
}
