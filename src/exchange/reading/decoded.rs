//! The letters of a text file: which encoding it has, and the file as UTF-8.
//!
//! The encoding must hold for the whole file, so the whole file is looked at before its first row is read.

use std::fs::File;
use std::io::{BufReader, Read, Seek as _};

use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};

use super::{Declared, FileEncoding, Refusal};

/// The file as UTF-8, without a byte order mark.
pub(super) type Decoded = BufReader<DecodeReaderBytes<File, Vec<u8>>>;

const CHUNK: usize = 64 * 1024;

/// Finds the encoding: the byte order mark, what is declared, strict UTF-8, or else Windows-1252.
pub(super) fn encoding_of(file: &mut File, declared: &Declared) -> Result<FileEncoding, Refusal> {
    let marked = mark_of(file)?;
    if let Some(marked) = marked.filter(|marked| *marked != FileEncoding::Utf8) {
        return Ok(declared.encoding.unwrap_or(marked));
    }
    if let Some(wide) =
        declared.encoding.filter(|encoding| matches!(encoding, FileEncoding::Utf16le | FileEncoding::Utf16be))
    {
        return Ok(wide);
    }
    let broken = first_broken_line(file)?;
    match (declared.encoding, broken) {
        (Some(FileEncoding::Utf8), Some(line)) => Err(Refusal::unreadable(
            format!("Filen är inte UTF-8: rad {line} har andra tecken. Ange rätt encoding eller spara om den"),
            format!("The file is not UTF-8: line {line} has other letters. Declare its encoding or save it again"),
        )),
        (Some(encoding), _) => Ok(encoding),
        (None, Some(_)) if marked.is_none() => Ok(FileEncoding::Windows1252),
        (None, Some(line)) => Err(Refusal::unreadable(
            format!("Filen säger sig vara UTF-8, men rad {line} är det inte. Spara om den"),
            format!("The file says that it is UTF-8, but line {line} is not. Save it again"),
        )),
        (None, None) => Ok(FileEncoding::Utf8),
    }
}

/// The file from its beginning, as UTF-8.
pub(super) fn decode(mut file: File, encoding: FileEncoding) -> Result<Decoded, Refusal> {
    file.rewind()?;
    let from = match encoding {
        FileEncoding::Utf8 => encoding_rs::UTF_8,
        FileEncoding::Windows1252 => encoding_rs::WINDOWS_1252,
        FileEncoding::Utf16le => encoding_rs::UTF_16LE,
        FileEncoding::Utf16be => encoding_rs::UTF_16BE,
    };
    let reader = DecodeReaderBytesBuilder::new().encoding(Some(from)).strip_bom(true).build(file);
    Ok(BufReader::with_capacity(CHUNK, reader))
}

fn mark_of(file: &mut File) -> Result<Option<FileEncoding>, Refusal> {
    file.rewind()?;
    let mut first = Vec::new();
    file.take(3).read_to_end(&mut first)?;
    Ok(match first.as_slice() {
        [0xEF, 0xBB, 0xBF, ..] => Some(FileEncoding::Utf8),
        [0xFF, 0xFE, ..] => Some(FileEncoding::Utf16le),
        [0xFE, 0xFF, ..] => Some(FileEncoding::Utf16be),
        _ => None,
    })
}

/// The first line that is no UTF-8.
fn first_broken_line(file: &mut File) -> Result<Option<u64>, Refusal> {
    file.rewind()?;
    let mut chunk = Vec::with_capacity(CHUNK + 4);
    let mut line = 1;
    loop {
        // What is left is the beginning of a letter that the next chunk completes.
        let left = chunk.len();
        let read = file.take((CHUNK - left) as u64).read_to_end(&mut chunk)?;
        if chunk.contains(&0) {
            return Err(Refusal::unreadable(
                "Filen är ingen textfil: den har nolltecken",
                "The file is no text: it has NUL characters",
            ));
        }
        let (whole, broken) = match std::str::from_utf8(&chunk) {
            Ok(_) => (chunk.len(), false),
            Err(error) => (error.valid_up_to(), error.error_len().is_some() || read == 0),
        };
        let rest = chunk.split_off(whole);
        line += chunk.iter().filter(|byte| **byte == b'\n').count() as u64;
        if broken {
            return Ok(Some(line));
        }
        if read == 0 {
            return Ok(None);
        }
        chunk = rest;
    }
}
