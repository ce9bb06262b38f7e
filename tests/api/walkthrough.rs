//! The README's walk-throughs, replayed to the letter.

use std::process::Command;

use crate::support::Backend;
use crate::support::service::{Ground, free_address, have_curl};

crate::tests! { the_readme_keeps_its_word, another_system_does_as_the_readme_says }

const README: &str = include_str!("../../README.md");

/// The fenced block with a mark.
fn block(mark: &str) -> &'static str {
    let start = README.split_once(&format!("```sh {mark}\n")).expect("a marked block in the README").1;
    start.split_once("```").expect("an end of the block").0
}

/// Runs a block against the demo, in the database's folder; it must print what it promises.
fn replay(ground: &Ground, mark: &str) {
    let demo = ground.serve_with(&["--demo"], &[]);
    let binary = env!("CARGO_BIN_EXE_utblick");
    let script = block(mark).replace("target/release/utblick", binary).replace("http://127.0.0.1:8080", &demo.url);
    let script = script.replace("127.0.0.1:9000", &free_address());
    let mut bash = Command::new("bash");
    bash.args(["-euc", &script]).current_dir(ground.database.folder.path()).env("DATABASE_URL", ground.database.url());
    let output = bash.env("UTBLICK_SIGNING_KEY_FILE", &ground.key).output().expect("bash");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}{}", String::from_utf8_lossy(&output.stderr));
    let promised: Vec<&str> =
        block(mark).lines().filter_map(|line| line.rsplit_once(" # ").map(|(_, code)| code.trim())).collect();
    assert_eq!(printed.lines().collect::<Vec<_>>(), promised);
    assert!(promised.len() > 10, "{promised:?}");
}

fn another_system_does_as_the_readme_says(backend: Backend) {
    if !have_curl() {
        return;
    }
    let ground = Ground::new(&backend);
    replay(&ground, "other-systems");
    let book = std::fs::read(ground.database.folder.path().join("partners.xlsx")).expect("a workbook");
    assert!(book.starts_with(b"PK"), "a workbook is a zip file");
}

fn the_readme_keeps_its_word(backend: Backend) {
    if !have_curl() {
        return;
    }
    let ground = Ground::new(&backend);
    replay(&ground, "walkthrough");
    let folder = ground.database.folder.path();
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect(name);
    assert!(read("matrix.csv").contains("International cooperation,Culture,1,0,1,"), "the matrix is a table");
    assert!(read("matrix.html").contains("</span> Teaterutbyte över gränsen (planerad)</li>"), "the matrix is a page");
    let follow_up = read("follow-up.html");
    for said in
        ["Teaterutbyte över gränsen", "▲ Delvis uppnådd", "Den norska scenen byggs om.", "Fyra föreställningar flyttas"]
    {
        assert!(follow_up.contains(said), "{said}: {follow_up}");
    }
    assert!(read("calendar.ics").contains("BEGIN:VEVENT"), "the calendar has events");
    let brief = read("brief.html");
    assert!(brief.contains("Samarbetsavtal om yrkesutbildning") && brief.contains("RV 31"), "{brief}");
}
