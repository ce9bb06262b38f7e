//! A short run of the fuzz targets (`fuzz/`) over their kept inputs, mutated at random: no panic, no hang. `cargo fuzz`
//! looks longer, and where the coverage grows.

use std::path::Path;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use utblick::exchange::reading::FileFormat;

#[path = "../../fuzz/src/lib.rs"]
mod targets;

crate::tests! {
    ; once csv_is_read_whatever_it_holds,
    json_is_read_whatever_it_holds,
    workbooks_are_read_whatever_they_hold,
    files_of_other_systems_are_read_whatever_they_hold,
}

/// How long each target runs.
const TIME: Duration = Duration::from_secs(5);
/// The longest that one input of a few kilobytes may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// What breaks formats.
const WORDS: [&[u8]; 16] = [
    b"\"",
    b"\"\"",
    b";",
    b",",
    b"\r\n",
    b"\n\n",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\0",
    b"{",
    b"]",
    b"sep=;\n",
    b"1e999",
    b"<!DOCTYPE a [<!ENTITY b \"c\">]>",
    b"PK\x03\x04",
    b"\xc3",
];

/// The kept inputs of a target.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let files = std::fs::read_dir(folder).unwrap();
    files.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

/// An input with some bytes changed, cut, doubled, or something put in.
fn mutated(random: &mut StdRng, input: &[u8]) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..random.random_range(1..=8) {
        let place = random.random_range(0..=bytes.len());
        let end = (place + random.random_range(0..=64)).min(bytes.len());
        match random.random_range(0..5) {
            0 => drop(bytes.drain(place..end)),
            1 => drop(bytes.splice(place..place, bytes[place..end].to_vec())),
            2 => drop(bytes.splice(place..place, WORDS[random.random_range(0..WORDS.len())].iter().copied())),
            3 => bytes.truncate(place),
            _ => bytes[place..end].iter_mut().for_each(|byte| *byte = random.random()),
        }
    }
    bytes
}

/// Runs a target over its inputs as they are, and then mutated, until the time is over.
fn run(name: &str, target: impl Fn(&[u8])) {
    let seed: u64 = rand::random();
    let mut random = StdRng::seed_from_u64(seed);
    let corpus = corpus(name);
    corpus.iter().for_each(|input| target(input));
    let began = Instant::now();
    while began.elapsed() < TIME {
        let one = random.random_range(0..corpus.len());
        let input = mutated(&mut random, &corpus[one]);
        let since = Instant::now();
        let whole = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| target(&input)));
        assert!(whole.is_ok() && since.elapsed() < PATIENCE, "{name}, seed {seed}: {}", input.escape_ascii());
    }
}

fn csv_is_read_whatever_it_holds() {
    run("csv", |input| targets::read(input, Some(FileFormat::Csv)));
}

fn json_is_read_whatever_it_holds() {
    run("json", |input| {
        targets::read(input, Some(FileFormat::Json));
        targets::read(input, Some(FileFormat::Ndjson));
    });
}

fn workbooks_are_read_whatever_they_hold() {
    run("xlsx", |input| targets::read(input, Some(FileFormat::Xlsx)));
}

fn files_of_other_systems_are_read_whatever_they_hold() {
    run("formats", targets::projects);
}
