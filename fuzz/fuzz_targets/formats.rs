#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| utblick_fuzz::projects(data));
