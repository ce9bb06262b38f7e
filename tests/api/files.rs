//! Files in and out by the command line, and by the script in `examples`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::identity::clients::credentials;
use crate::support::service::{Ground, free_address, printed, run, run_with};
use crate::support::{Backend, World};

crate::tests! {
    files_go_in_and_out_at_the_database,
    files_go_in_and_out_over_the_api,
    faults_are_told_by_row_and_nothing_is_written,
    an_export_that_fails_leaves_the_file_as_it_was,
    the_python_script_does_what_another_system_would;
    once whose_work_it_is_must_be_said,
}

const PARTNERS: &str = "name,kind,partnershipKind,externalIds\n\
    Hedmark fylkeskommune,regional_authority,project,ekonomi:1\n\
    Østfold fylkeskommune,regional_authority,project,ekonomi:2\n";

/// A file beside the database.
fn file(ground: &Ground, name: &str, text: &str) -> String {
    let path = ground.database.folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Demands an exit code; gives what was written to standard output and to standard error.
#[track_caller]
fn ended(output: &Output, code: i32) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}{err}");
    (out, err)
}

/// Loads, loads again, exports, and loads what was exported; `whose` says where and as whom.
fn in_and_out(ground: &Ground, whose: &[&str]) {
    let file = file(ground, "partners.csv", PARTNERS);
    let command = |arguments: &[&str]| {
        let mut command = ground.command(arguments);
        command.args(whose);
        command
    };
    let import = |file: &str, more: &[&str]| {
        let mut command = command(&["import", file, "--as", "partners"]);
        printed(&run(command.args(more)))
    };
    let would = "2 rows, would be: create 2, update 0, unchanged 0, skip 0, error 0\n";
    assert_eq!(import(&file, &["--check"]), would);
    assert_eq!(import(&file, &[]), "2 rows, create 2, update 0, unchanged 0, skip 0, error 0\n");
    let same = "2 rows, create 0, update 0, unchanged 2, skip 0, error 0\n";
    assert_eq!(printed(&run_with(&mut command(&["import", "-", "--as", "partners"]), PARTNERS)), same);
    let filtered = ["export", "partners", "--format", "ndjson", "--parameter", "q=hedmark"];
    let lines = printed(&run(&mut command(&filtered)));
    let record: Value = serde_json::from_str(lines.trim_end()).expect("one line");
    assert_eq!(record["externalIds"][0]["value"], "1");
    let book = ground.database.folder.path().join("partners.xlsx");
    let out = book.to_str().unwrap();
    let export = ["export", "partners", "--format", "xlsx", "--profile", "excel-sv", "--out", out];
    assert_eq!(printed(&run(&mut command(&export))), "");
    assert!(import(out, &[]).starts_with("2 rows, create 0, update 0, unchanged 2,"));
}

fn files_go_in_and_out_at_the_database(backend: Backend) {
    let ground = Ground::new(&backend);
    ground.user("anna", "coordination_unit");
    in_and_out(&ground, &["--user", "anna"]);
    // The journal says who did it.
    let service = ground.serve();
    let client = service.client(printed(&run(&mut ground.command(&["token", "--user", "anna"]))).trim());
    let me = client.get("/me").expect(200).json();
    let partner = client.get("/partners?q=hedmark").expect(200).json()["items"][0].clone();
    assert_eq!((&partner["updatedBy"], &partner["version"]), (&me["id"], &Value::from(1)));
}

fn files_go_in_and_out_over_the_api(backend: Backend) {
    let ground = Ground::new(&backend);
    let token = ground.user("anna", "coordination_unit");
    let service = ground.serve();
    in_and_out(&ground, &["--url", &service.url, "--token", &token]);
    // The address that the document gives is taken too, and a token from the environment.
    let base = format!("{}/international-strategy/v1", service.url);
    let mut export = ground.command(&["export", "partners", "--url", &base]);
    assert!(printed(&run(export.env("UTBLICK_TOKEN", &token))).contains("Østfold"));
    let refused = run(&mut ground.command(&["export", "partners", "--url", &service.url, "--token", "wrong"]));
    assert!(ended(&refused, 1).1.contains("401"), "{refused:?}");
    let nowhere = format!("http://{}", free_address());
    let away = run(&mut ground.command(&["export", "partners", "--url", &nowhere, "--token", &token]));
    assert!(ended(&away, 3).1.contains("does not answer"), "{away:?}");
}

fn faults_are_told_by_row_and_nothing_is_written(backend: Backend) {
    let ground = Ground::new(&backend);
    ground.user("anna", "coordination_unit");
    ground.user("bo", "reader");
    let faulty = file(&ground, "faulty.csv", &format!("{PARTNERS}Akershus,fylke,project,ekonomi:3\n"));
    let import = |more: &[&str]| {
        let mut command = ground.command(&["import", &faulty, "--as", "partners", "--user", "anna"]);
        run(command.args(more))
    };
    let (out, err) = ended(&import(&[]), 1);
    assert_eq!(out, "3 rows, create 0, update 0, unchanged 0, skip 2, error 1\n");
    assert!(err.starts_with("row 4, kind \"fylke\": "), "{err}");
    assert!(err.ends_with("utblick: the import failed: 1 rows have faults, and nothing was written.\n"), "{err}");
    let (out, err) = ended(&import(&["--skip-errors"]), 1);
    assert_eq!(out, "3 rows, create 2, update 0, unchanged 0, skip 0, error 1\n");
    assert!(err.ends_with("utblick: 1 rows have faults\n"), "{err}");
    let missing = ended(&run(&mut ground.command(&["import", "none.csv", "--as", "partners", "--user", "anna"])), 2);
    assert!(missing.1.contains("none.csv"), "{missing:?}");
    let unknown = run(&mut ground.command(&["import", &faulty, "--as", "nothing", "--user", "anna"]));
    assert!(ended(&unknown, 1).1.contains("resource"), "{unknown:?}");
    let reader = run(&mut ground.command(&["import", &faulty, "--as", "partners", "--user", "bo"]));
    assert!(ended(&reader, 1).1.contains("403"), "{reader:?}");
    let nobody = run(&mut ground.command(&["import", &faulty, "--as", "partners", "--user", "eva"]));
    assert!(ended(&nobody, 1).1.contains("there is no user eva"), "{nobody:?}");
}

fn an_export_that_fails_leaves_the_file_as_it_was(backend: Backend) {
    let ground = Ground::new(&backend);
    ground.user("anna", "coordination_unit");
    let kept = file(&ground, "kept.csv", "as it was");
    let export = ["export", "partners", "--parameter", "colour=red", "--out", &kept, "--user", "anna"];
    assert!(ended(&run(&mut ground.command(&export)), 1).1.contains("colour"));
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), "as it was");
    let path = ["export", "partners/../users", "--user", "anna"];
    assert!(ended(&run(&mut ground.command(&path)), 1).1.contains("404"));
}

fn whose_work_it_is_must_be_said() {
    let ground = Ground::new(&Backend::Sqlite);
    let export = |arguments: &[&str]| ended(&run(ground.command(&["export", "partners"]).args(arguments)), 2).1;
    assert!(export(&[]).contains("--user"));
    assert!(export(&["--url", "http://127.0.0.1:1"]).contains("UTBLICK_TOKEN"));
    assert!(export(&["--url", "ftp://127.0.0.1", "--token", "x"]).contains("UTBLICK_URL"));
    assert!(export(&["--url", "http://127.0.0.1:1", "--user", "anna"]).contains("--user"));
    assert!(export(&["--format", "pdf", "--user", "anna"]).contains("pdf"));
}

/// Python, where there is one.
fn python() -> Option<Command> {
    Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success()).then(|| {
        let mut python = Command::new("python3");
        python.arg(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/import_file.py"));
        python
    })
}

fn the_python_script_does_what_another_system_would(backend: Backend) {
    if python().is_none() {
        return;
    }
    let world = World::new(backend);
    let scopes = ["partners:read", "partners:create", "partners:edit", "imports:read", "imports:create"];
    let (id, secret) = credentials(&world, "coordination", &scopes);
    let folder = tempfile::tempdir().unwrap();
    let import = |text: &str, more: &[&str]| {
        let path: &Path = &folder.path().join("partners.csv");
        std::fs::write(path, text).unwrap();
        let origin = world.url.split("/international-strategy").next().unwrap();
        let mut command = python().unwrap();
        command.arg(path).arg("partners").args(more).env("UTBLICK_URL", origin);
        command.env("UTBLICK_CLIENT_ID", &id).env("UTBLICK_CLIENT_SECRET", &secret);
        run(&mut command)
    };
    let counts = |rows, create, unchanged, skip, error| {
        format!("rows {rows}, create {create}, update 0, unchanged {unchanged}, skip {skip}, error {error}\n")
    };
    assert_eq!(ended(&import(PARTNERS, &[]), 0).0, counts(2, 2, 0, 0, 0));
    assert_eq!(ended(&import(PARTNERS, &["apply"]), 0).0, counts(2, 2, 0, 0, 0));
    assert_eq!(ended(&import(PARTNERS, &["apply"]), 0).0, counts(2, 0, 2, 0, 0));
    let (out, err) = ended(
        &import(&PARTNERS.replace("regional_authority,project,ekonomi:1", "fylke,project,ekonomi:1"), &["apply"]),
        1,
    );
    assert_eq!(out, counts(2, 0, 0, 1, 1));
    assert!(err.starts_with("row 2, kind, 'fylke': "), "{err}");
    assert!(ended(&import(PARTNERS, &["perhaps"]), 2).1.contains("Exit codes"));
}
