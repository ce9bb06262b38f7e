#![no_main]

use libfuzzer_sys::fuzz_target;
use utblick::exchange::reading::FileFormat;

fuzz_target!(|data: &[u8]| {
    utblick_fuzz::read(data, Some(FileFormat::Json));
    utblick_fuzz::read(data, Some(FileFormat::Ndjson));
});
