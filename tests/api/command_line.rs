//! The command line: exit codes that scripts can use, errors in one line that say what to do, and a log without secrets.

use std::process::Output;

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use utblick::clock::Clock;
use utblick::db::Db;
use utblick::journal::Origin;

use crate::support::service::{Ground, Service, free_address, printed, run, run_with, utblick};
use crate::support::{Backend, Client, partner};

crate::tests! {
    a_user_is_added_with_a_password_from_standard_input_or_one_that_is_made,
    a_token_is_printed_and_nothing_else,
    a_report_is_printed_as_it_is_served,
    verify_tells_an_altered_journal,
    verify_is_not_misled_by_writes_of_the_same_moment,
    a_secret_comes_from_a_file_and_never_from_two_places,
    the_log_has_a_line_a_request_and_no_secret;
    once every_command_has_a_help_worth_reading, wrong_usage_and_wrong_settings_are_told_in_one_line,
    a_database_that_does_not_answer_is_exit_code_3, a_file_of_settings_is_read,
    what_only_reads_makes_no_database,
    the_key_and_the_database_are_for_their_owner_alone, postgres_asks_for_a_signing_key,
    the_contract_is_printed, health_tells_whether_the_service_is_ready,
}

/// Demands a failure: the exit code, and one line on standard error that holds some words.
#[track_caller]
fn refused(output: &Output, code: i32, words: &[&str]) {
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{complaint}");
    assert_eq!(complaint.lines().count(), 1, "{complaint}");
    assert!(complaint.starts_with("utblick: "), "{complaint}");
    for word in words {
        assert!(complaint.contains(word), "{word} in {complaint}");
    }
    assert!(output.stdout.is_empty(), "nothing on standard output: a script reads it");
}

/// The binary in an empty folder, with settings.
fn alone(arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    run(utblick(folder.path(), arguments).envs(settings.iter().copied()))
}

fn every_command_has_a_help_worth_reading() {
    let help = printed(&alone(&["--help"], &[]));
    for command in [
        "serve", "migrate", "openapi", "user", "token", "report", "import", "export", "listen", "digest", "verify",
        "health",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{command} in {help}");
        let own = printed(&alone(&[command, "--help"], &[]));
        assert!(own.contains("Usage: utblick"), "{own}");
        let about = own.lines().next().unwrap_or_default();
        assert!(about.len() > 8 && help.contains(about), "{command}: {about}");
    }
    assert!(help.contains("Exit codes: 0 done, 1 refused or failed, 2 wrong usage or setting, 3 the database"));
    let add = printed(&alone(&["user", "add", "--help"], &[]));
    assert!(add.contains("--role") && add.contains("coordination_unit") && add.contains("--unit"), "{add}");
    // Secrets in the environment are not shown.
    let secret = [("DATABASE_URL", "postgres://me:s3cret@host/db"), ("UTBLICK_SIGNING_KEY", "s3cret")];
    assert!(!printed(&alone(&["serve", "--help"], &secret)).contains("s3cret"));
    assert_eq!(alone(&[], &[]).status.code(), Some(2));
}

/// Arguments, settings, and words of the complaint.
type Case = (&'static [&'static str], &'static [(&'static str, &'static str)], &'static [&'static str]);

fn wrong_usage_and_wrong_settings_are_told_in_one_line() {
    let cases: [Case; 19] = [
        (&["sevre"], &[], &["sevre", "--help"]),
        (&["serve", "--dmo"], &[], &["--dmo"]),
        (&["user", "add", "anna", "--role", "king"], &[], &["king", "coordination_unit"]),
        (&["user", "add", "anna"], &[], &["--role"]),
        (&["token", "--user", "anna", "--ttl", "1d"], &[], &["1d", "90s, 15m or 1h"]),
        (&["report", "nonsense"], &[], &["partners"]),
        (&["report", "partners", "--parameter", "om=2009-01-01"], &[], &["om", "unknown parameter"]),
        (&["report", "leverage", "--year", "2009"], &[], &["year", "unknown parameter"]),
        (&["migrate"], &[("DATABASE_URL", "mysql://x")], &["DATABASE_URL", "sqlite://PATH or postgres://"]),
        (&["migrate"], &[("DATABASE_URL", "data/utblick.db")], &["DATABASE_URL"]),
        (&["migrate"], &[("DATABASE_URL_FILE", "no/such/file")], &["DATABASE_URL", "no/such/file"]),
        (&["serve"], &[("UTBLICK_SIGNING_KEY", "no key")], &["UTBLICK_SIGNING_KEY", "openssl genpkey"]),
        (&["serve"], &[("UTBLICK_BIND", "nowhere")], &["UTBLICK_BIND", "ADDRESS:PORT"]),
        (&["serve"], &[("UTBLICK_PUBLIC_URL", "https://a.se/path")], &["UTBLICK_PUBLIC_URL", "without a path"]),
        (&["serve"], &[("UTBLICK_CORS_ORIGINS", "https://a.se,*")], &["UTBLICK_CORS_ORIGINS"]),
        (&["serve"], &[("UTBLICK_MIGRATE", "maybe")], &["UTBLICK_MIGRATE", "auto", "check"]),
        (&["serve"], &[("UTBLICK_WORKERS", "0")], &["UTBLICK_WORKERS", "1..=256"]),
        (&["serve"], &[("UTBLICK_LOG", "xml")], &["UTBLICK_LOG", "text", "json"]),
        (&["serve", "--demo"], &[("UTBLICK_BIND", "0.0.0.0:0")], &["UTBLICK_BIND", "loopback"]),
    ];
    for (arguments, settings, words) in cases {
        refused(&alone(arguments, settings), 2, words);
    }
    // A port that somebody else has.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    refused(&alone(&["serve"], &[("UTBLICK_BIND", &address)]), 2, &["UTBLICK_BIND", &address, "listened on"]);
}

fn a_database_that_does_not_answer_is_exit_code_3() {
    let nowhere = format!("postgres://nobody:s3cret@{}/nothing", free_address());
    let key = key();
    for arguments in [&["migrate"][..], &["serve"], &["verify"], &["token", "--user", "x"], &["report", "partners"]] {
        let settings =
            [("DATABASE_URL", nowhere.as_str()), ("UTBLICK_SIGNING_KEY", &key), ("UTBLICK_BIND", "127.0.0.1:0")];
        let output = alone(arguments, &settings);
        refused(&output, 3, &["cannot be opened"]);
        assert!(!String::from_utf8_lossy(&output.stderr).contains("s3cret"));
    }
    // A folder where the file should be.
    refused(&alone(&["migrate"], &[("DATABASE_URL", "sqlite:///proc/version/x.db")]), 3, &["/proc/version"]);
}

fn key() -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.pem");
    utblick::identity::keys::Keys::from_file(&path).unwrap();
    std::fs::read_to_string(path).unwrap()
}

fn a_user_is_added_with_a_password_from_standard_input_or_one_that_is_made(backend: Backend) {
    let ground = Ground::new(&backend);
    let add = |name: &str, more: &[&str]| {
        let mut arguments = vec!["user", "add", name, "--role"];
        arguments.extend_from_slice(more);
        ground.command(&arguments)
    };
    assert_eq!(printed(&run_with(&mut add("anna", &["coordination_unit"]), "en lång hemlighet\n")), "");
    let made = printed(&run(&mut add("bo", &["reader", "--role", "registrar"])));
    assert_eq!((made.trim().len(), made.lines().count()), (24, 1), "{made}");
    refused(&run_with(&mut add("eva", &["reader"]), "kort\n"), 2, &["12 to 200"]);
    refused(&run_with(&mut add("eva", &["reader"]), "osynligt\u{200b} tecken\n"), 2, &["cannot be seen"]);
    // Characters are counted, as everywhere else.
    printed(&run_with(&mut add("lang", &["reader"]), &"å".repeat(200)));
    refused(&run(&mut add("ANNA", &["reader"])), 1, &["another user has the name"]);
    refused(&run(&mut add("eva", &["administrator", "--role", "board"])), 1, &["administrator is never held together"]);
    refused(&run(&mut add("eva", &["area_unit"])), 1, &["belongs to a unit"]);
    refused(&run(&mut add("eva", &["area_unit", "--unit", "nowhere"])), 1, &["no unit has the code nowhere"]);
    refused(&run(&mut add("a b", &["reader"])), 1, &["/username"]);
    let service = ground.serve();
    let sign_in = |name: &str, password: &str| {
        let body = json!({"grant_type": "password", "username": name, "password": password});
        Client::new(&service.url, None).post("/tokens", &body)
    };
    sign_in("anna", "en lång hemlighet").expect(200);
    let token = sign_in("bo", made.trim()).expect(200).json()["access_token"].as_str().unwrap().to_owned();
    let me = service.client(&token).get("/me").expect(200).json();
    assert_eq!((&me["username"], &me["roles"]), (&json!("bo"), &json!(["reader", "registrar"])));
    sign_in("eva", "kort").expect(400);
}

fn a_token_is_printed_and_nothing_else(backend: Backend) {
    let ground = Ground::new(&backend);
    let token = ground.user("anna", "reader");
    assert_eq!(token.split('.').count(), 3, "{token}");
    assert!(!token.contains(char::is_whitespace), "{token}");
    refused(&run(&mut ground.command(&["token", "--user", "nobody"])), 1, &["no user nobody"]);
    let short = printed(&run(&mut ground.command(&["token", "--user", "anna", "--ttl", "1s"])));
    let service = ground.serve();
    service.client(&token).get("/me").expect(200);
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    service.client(short.trim()).get("/me").problem(401, "unauthenticated");
}

fn a_report_is_printed_as_it_is_served(backend: Backend) {
    let ground = Ground::new(&backend);
    let token = ground.user("anna", "coordination_unit");
    let service = ground.serve();
    let client = service.client(&token);
    for country in ["SE", "NO", "NO"] {
        let mut body = partner(&format!("Partner {}", uuid::Uuid::now_v7()));
        body["country"] = country.into();
        client.post("/partners", &body).expect(201);
    }
    for format in ["json", "csv", "html"] {
        for lang in ["sv", "en"] {
            let arguments = ["report", "partners", "--format", format, "--lang", lang, "--parameter", "on=2009-06-01"];
            let served = client.get(&format!("/reports/partners?format={format}&lang={lang}&on=2009-06-01"));
            assert_eq!(printed(&run(&mut ground.command(&arguments))), served.expect(200).text());
        }
    }
    let data: Value = serde_json::from_str(&printed(&run(&mut ground.command(&["report", "partners"])))).unwrap();
    assert_eq!(data["totals"]["partners"], 3);
    refused(&run(&mut ground.command(&["report", "partners", "--parameter", "on=2009-02-30"])), 2, &["on", "a date"]);
}

fn verify_tells_an_altered_journal(backend: Backend) {
    let ground = Ground::new(&backend);
    ground.user("anna", "reader");
    let whole = printed(&run(&mut ground.command(&["verify"])));
    assert_eq!(whole, "2 rows: the chain holds.\n");
    let db = Db::new(&ground.database.backing, Clock::default());
    let forged = "UPDATE journal SET snapshot = replace(snapshot, 'reader', 'board') WHERE seq = 1";
    db.write_now(Origin::service(), |tx| Ok(tx.conn()?.batch_execute(forged)?)).unwrap();
    refused(&run(&mut ground.command(&["verify"])), 1, &["row 1: its snapshot was altered"]);
}

fn a_secret_comes_from_a_file_and_never_from_two_places(backend: Backend) {
    let ground = Ground::new(&backend);
    let file = ground.database.folder.path().join("url");
    std::fs::write(&file, format!("{}\n", ground.database.url())).unwrap();
    let mut from_file = ground.command(&["migrate"]);
    from_file.env_remove("DATABASE_URL").env("DATABASE_URL_FILE", &file);
    assert!(printed(&run(&mut from_file)).starts_with("Migrated: "));
    let both = run(ground.command(&["migrate"]).env("DATABASE_URL_FILE", &file));
    refused(&both, 2, &["DATABASE_URL", "not both"]);
    let both = run(ground.command(&["migrate"]).env("UTBLICK_SIGNING_KEY", key()));
    refused(&both, 2, &["UTBLICK_SIGNING_KEY", "not both"]);
}

fn a_file_of_settings_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let settings = |text: &str| std::fs::write(folder.path().join(".env"), text).unwrap();
    settings("# where the data is\nDATABASE_URL=sqlite://own/place.db\n");
    assert!(printed(&run(&mut utblick(folder.path(), &["migrate"]))).starts_with("Migrated: "));
    assert!(folder.path().join("own/place.db").is_file());
    // The environment counts before the file, a flag before both.
    let mut other = utblick(folder.path(), &["migrate", "--database-url", "sqlite://flag.db"]);
    printed(&run(other.env("DATABASE_URL", "sqlite://environment.db")));
    assert!(folder.path().join("flag.db").is_file() && !folder.path().join("environment.db").exists());
    // The file of the folder above is another's.
    let below = folder.path().join("below");
    std::fs::create_dir(&below).unwrap();
    printed(&run(&mut utblick(&below, &["migrate"])));
    assert!(below.join("data/utblick.db").is_file());
    settings("DATABASE_URL=\"sqlite://open.db\n");
    refused(&run(&mut utblick(folder.path(), &["migrate"])), 2, &[".env"]);
}

fn the_key_and_the_database_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let add = ["user", "add", "anna", "--role", "reader"];
    printed(&run(&mut utblick(folder.path(), &add)));
    let path = folder.path().join("data/utblick.signing-key.pem");
    let made = std::fs::read_to_string(&path).unwrap();
    assert!(made.starts_with("-----BEGIN PRIVATE KEY-----"));
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    // The database holds hashes of passwords.
    assert_eq!(mode(&folder.path().join("data/utblick.db")), 0o600);
    printed(&run(&mut utblick(folder.path(), &["token", "--user", "anna"])));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), made);
    std::fs::write(&path, "rubbish").unwrap();
    refused(&run(&mut utblick(folder.path(), &["token", "--user", "anna"])), 2, &["signing key"]);
}

fn postgres_asks_for_a_signing_key() {
    let nowhere = format!("postgres://{}/nothing", free_address());
    let output = alone(&["token", "--user", "x"], &[("DATABASE_URL", &nowhere)]);
    refused(&output, 2, &["UTBLICK_SIGNING_KEY", "required on PostgreSQL", "openssl genpkey"]);
}

fn the_contract_is_printed() {
    // Without any setting that works: it is made in builds, where there is no database.
    let settings = [("DATABASE_URL", "nonsense"), ("UTBLICK_SIGNING_KEY", "nonsense")];
    let document = printed(&alone(&["openapi"], &settings));
    assert_eq!(document, include_str!("../../openapi/openapi.json"));
}

fn health_tells_whether_the_service_is_ready() {
    let ground = Ground::new(&Backend::Sqlite);
    let service = ground.serve();
    let ask = || run(ground.command(&["health"]).env("UTBLICK_BIND", &service.address));
    assert!(ask().status.success());
    // As in a container, where it listens on all addresses.
    let port = service.address.rsplit(':').next().unwrap();
    assert!(run(ground.command(&["health"]).env("UTBLICK_BIND", format!("0.0.0.0:{port}"))).status.success());
    refused(&run(ground.command(&["health"]).env("UTBLICK_BIND", free_address())), 1, &["refused"]);
}

/// What the service has logged about one kind of request.
fn lines(service: &Service, part: &str) -> Vec<String> {
    service.log().lines().filter(|line| line.contains(part)).map(str::to_owned).collect()
}

fn the_log_has_a_line_a_request_and_no_secret(backend: Backend) {
    let ground = Ground::new(&backend);
    let password = "en mycket hemlig mening";
    printed(&run_with(&mut ground.command(&["user", "add", "anna", "--role", "coordination_unit"]), password));
    for form in ["text", "json"] {
        let service = ground.serve_with(&[], &[("UTBLICK_LOG", form), ("RUST_LOG", "debug")]);
        let sign_in = |password: &str| {
            let body = json!({"grant_type": "password", "username": "anna", "password": password});
            Client::new(&service.url, None).post("/tokens", &body)
        };
        let token = sign_in(password).expect(200).json()["access_token"].as_str().unwrap().to_owned();
        sign_in("fel lösenord helt").expect(400);
        let client = service.client(&token);
        let id = client.get("/me").expect(200).json()["id"].as_str().unwrap().to_owned();
        let body = partner(&format!("Hemlig partner {form}"));
        let created = client.post("/partners", &body).expect(201);
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        let parent = format!("00-{trace}-00f067aa0ba902b7-01");
        client.get_with(&format!("/partners/{}?fields=name", created.id()), &[("traceparent", &parent)]).expect(200);
        let link = json!({"report": "partners", "parameters": {"format": "html"}});
        let href = client.post("/report-links", &link).expect(201).json()["href"].as_str().unwrap().to_owned();
        Client::new(&service.url, None).get(&href).expect(200);
        let subscription = client.post("/calendar-subscriptions", &json!({"name": "Outlook"})).expect(201).json();
        let feed = subscription["href"].as_str().unwrap();
        Client::new(&service.url, None).get(feed).expect(200);
        let told = lines(&service, trace);
        assert_eq!(told.len(), 1, "{}", service.log());
        if form == "json" {
            let line: Value = serde_json::from_str(&told[0]).unwrap();
            assert_eq!(line["method"], "GET");
            assert_eq!(line["path"], "/international-strategy/v1/partners/{id}");
            assert_eq!((&line["status"], &line["caller"]), (&json!(200), &json!(id)));
            assert!(line["millis"].as_f64().is_some_and(|millis| millis > 0.0), "{line}");
            assert!(service.log().lines().all(|line| serde_json::from_str::<Value>(line).is_ok()), "{}", service.log());
        } else {
            let wanted = "GET /international-strategy/v1/partners/{id} 200 ";
            assert!(told[0].contains(wanted) && told[0].contains(&format!("caller={id}")), "{}", told[0]);
        }
        let (log, secret) = (service.log(), href.rsplit('/').next().unwrap());
        let shared = feed.rsplit('/').next().unwrap().trim_end_matches(".ics");
        for hidden in [password, "fel lösenord", &token, secret, shared, "Hemlig partner", "fields=name", "argon2"] {
            assert!(!log.contains(hidden), "{hidden} in {log}");
        }
    }
}

fn verify_is_not_misled_by_writes_of_the_same_moment(backend: Backend) {
    let ground = Ground::new(&backend);
    let token = ground.user("anna", "coordination_unit");
    let service = ground.serve();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let client = service.client(&token);
            for number in 0.. {
                if stop.load(std::sync::atomic::Ordering::SeqCst) {
                    return;
                }
                client.post("/partners", &partner(&format!("Nummer {number}"))).expect(201);
            }
        });
        let verdicts: Vec<Output> = (0..6).map(|_| run(&mut ground.command(&["verify"]))).collect();
        stop.store(true, std::sync::atomic::Ordering::SeqCst);
        verdicts.iter().for_each(|verdict| assert!(printed(verdict).ends_with("the chain holds.\n")));
    });
}

fn what_only_reads_makes_no_database() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["token", "--user", "x"][..], &["report", "partners"], &["verify"]] {
        refused(&run(&mut utblick(folder.path(), arguments)), 1, &["there is no database data/utblick.db"]);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
}
