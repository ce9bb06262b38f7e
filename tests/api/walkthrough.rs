//! The README's walk-through, replayed to the letter.

use std::process::Command;

use crate::support::service::{Service, free_address, have_curl, utblick};

crate::tests! { ; once the_readme_keeps_its_word }

const README: &str = include_str!("../../README.md");

/// The fenced block that is marked `walkthrough`.
fn block() -> &'static str {
    let start = README.split_once("```sh walkthrough\n").expect("a walk-through in the README").1;
    start.split_once("```").expect("an end of the walk-through").0
}

fn the_readme_keeps_its_word() {
    if !have_curl() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let address = free_address();
    let mut demo = utblick(folder.path(), &["serve", "--demo"]);
    let mut demo = Service::spawn(demo.env("UTBLICK_BIND", &address), folder.path(), &address);
    demo.await_ready();
    let binary = env!("CARGO_BIN_EXE_utblick");
    let script = block().replace("target/release/utblick", binary).replace("http://127.0.0.1:8080", &demo.url);
    let output = Command::new("bash").args(["-euc", &script]).current_dir(folder.path()).output().expect("bash");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    let promised: Vec<&str> =
        block().lines().filter_map(|line| line.rsplit_once(" # ").map(|(_, code)| code.trim())).collect();
    assert_eq!(printed.lines().collect::<Vec<_>>(), promised);
    assert!(promised.len() > 15, "{promised:?}");
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect(name);
    assert!(read("answer.json").contains("International cooperation,Culture,1,0,1,"), "the report is the last answer");
    assert!(read("matrix.html").contains("<li>Teaterutbyte över gränsen (planerad)</li>"), "the matrix is a page");
}
