//! The command line of Utblick.

use std::process::ExitCode;

/// Gives memory back faster and shares it better between threads than the system's allocator. Without huge pages
/// (`no_thp`), which doubled the resident memory and made nothing faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    utblick::cli::run()
}
