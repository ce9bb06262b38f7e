//! The digest: an e-mail with their tasks to those who have an address and something to do.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use serde_json::json;

use crate::support::service::{printed, run, utblick};
use crate::support::{Backend, World};

crate::tests! {
    who_has_an_address_and_something_to_do_gets_one_letter,
    a_refused_recipient_does_not_stop_the_others,
    a_server_that_is_away_is_told_at_once,
    the_letters_are_printed_when_that_is_asked_for,
    an_address_is_shown_to_the_administrator_and_to_its_user;
    once the_settings_that_are_missing_or_wrong_are_named,
}

/// An e-mail as a server took it.
#[derive(Clone, Debug)]
struct Taken {
    from: String,
    to: Vec<String>,
    headers: String,
    text: String,
}

/// A small mail server (RFC 5321) that refuses one recipient and keeps what it takes.
struct MailServer {
    address: String,
    taken: Arc<Mutex<Vec<Taken>>>,
}

impl MailServer {
    fn new(refused: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&taken);
        // It ends with the process.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                talk(&stream, refused, &kept);
            }
        });
        Self { address, taken }
    }

    /// What it has taken, by recipient.
    fn taken(&self) -> Vec<Taken> {
        let mut taken = self.taken.lock().unwrap().clone();
        taken.sort_by(|one, other| one.to.cmp(&other.to));
        taken
    }
}

/// One connection, until the caller quits.
fn talk(stream: &TcpStream, refused: &str, taken: &Mutex<Vec<Taken>>) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let say = |line: &str| (&mut &*stream).write_all(format!("{line}\r\n").as_bytes()).unwrap();
    let (mut from, mut to) = (String::new(), Vec::new());
    say("220 test");
    while let Some(line) = lines.next() {
        let word = line.split(' ').next().unwrap_or_default().to_uppercase();
        let named = || line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        match word.as_str() {
            "EHLO" => {
                say("250-test greets you");
                say("250 8BITMIME");
            }
            "HELO" | "NOOP" | "RSET" => say("250 fine"),
            "MAIL" => {
                (from, to) = (named(), Vec::new());
                say("250 fine");
            }
            "RCPT" if named() == refused => say(&format!("550 no such user <{refused}>")),
            "RCPT" => {
                to.push(named());
                say("250 fine");
            }
            "DATA" => {
                say("354 go on");
                let message: Vec<String> = lines.by_ref().take_while(|line| line != ".").collect();
                taken.lock().unwrap().push(read(&from, &to, &message));
                say("250 taken");
            }
            "QUIT" => {
                say("221 bye");
                return;
            }
            _ => say("500 what?"),
        }
    }
}

/// A message with its text decoded.
fn read(from: &str, to: &[String], message: &[String]) -> Taken {
    let end = message.iter().position(String::is_empty).unwrap();
    let headers = message[..end].join("\n");
    let body: Vec<&str> = message[end + 1..].iter().map(|line| line.strip_prefix('.').unwrap_or(line)).collect();
    let text = match headers.to_lowercase() {
        kind if kind.contains("content-transfer-encoding: base64") => {
            use base64::Engine as _;
            let bytes = base64::engine::general_purpose::STANDARD.decode(body.concat()).unwrap();
            String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
        }
        kind if kind.contains("content-transfer-encoding: quoted-printable") => unquoted(&body.join("\n")),
        _ => body.join("\n"),
    };
    Taken { from: from.to_owned(), to: to.to_vec(), headers, text }
}

/// Quoted-printable decoded (RFC 2045, 6.7).
fn unquoted(text: &str) -> String {
    let text = text.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'=' {
            let digits = [rest.next().unwrap(), rest.next().unwrap()];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The command on the database of a world, by its public address, with settings.
fn digest(world: &World, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    let mut all = vec!["digest"];
    all.extend_from_slice(arguments);
    let mut command: Command = utblick(world.database.folder.path(), &all);
    command.env("DATABASE_URL", world.database.url()).env("UTBLICK_PUBLIC_URL", "https://utblick.example.se");
    run(command.envs(settings.iter().copied()))
}

/// Sends by a server.
fn sent(world: &World, server: &MailServer) -> Output {
    let url = format!("smtp://{}", server.address);
    let settings = [("UTBLICK_SMTP_URL", url.as_str()), ("UTBLICK_SMTP_FROM", "Utblick <utblick@example.se>")];
    digest(world, &[], &settings)
}

fn set_address(world: &World, user: &str, address: &str) {
    let path = format!("/users/{}", world.user_id(user));
    world.administrator().patch(&path, "*", &json!({"email": address})).expect(200);
}

/// A world in which the area unit's user has a draft to complete, and the units their statements to write.
fn world(backend: Backend) -> World {
    let world = World::new(backend);
    let year = chrono::Datelike::year(&world.app.clock.today());
    let body = json!({"title": "Teaterutbyte på Åland", "year": year, "kind": "project", "cooperationLevel": "local"});
    world.area_unit().post("/activities", &body).expect(201);
    world
}

fn who_has_an_address_and_something_to_do_gets_one_letter(backend: Backend) {
    let world = world(backend);
    for (user, address) in [
        ("area_unit", "omrade@example.se"),
        ("other_area", "annat@example.se"),
        ("reader", "lasare@example.se"),
        ("coordination_unit", "samordning@example.se"),
    ] {
        set_address(&world, user, address);
    }
    let account = |user: &str| format!("/users/{}", world.user_id(user));
    world.administrator().patch(&account("area_unit"), "*", &json!({"displayName": "Åsa Öberg"})).expect(200);
    // Shut, or put away.
    world.administrator().patch(&account("other_area"), "*", &json!({"disabled": true})).expect(200);
    world.administrator().patch(&account("coordination_unit"), "*", &json!({"archived": true})).expect(200);
    let server = MailServer::new("");
    assert_eq!(printed(&sent(&world, &server)), "sent 1, failed 0\n");
    let [letter] = server.taken().try_into().unwrap();
    assert_eq!((letter.from.as_str(), letter.to), ("utblick@example.se", vec!["omrade@example.se".to_owned()]));
    let (today, year) = (world.app.clock.today(), chrono::Datelike::year(&world.app.clock.today()));
    for header in [
        "From: Utblick <utblick@example.se>".to_owned(),
        "To: omrade@example.se".to_owned(),
        format!("Subject: Utblick: 2 uppgifter den {today}"),
        "Auto-Submitted: auto-generated".to_owned(),
        "Content-Type: text/plain; charset=utf-8".to_owned(),
    ] {
        assert!(letter.headers.contains(&header), "{header} in {}", letter.headers);
    }
    let expected = format!(
        "Hej Åsa Öberg!\n\nDu har 2 uppgifter i Utblick.\n\nUtan bestämd dag\n- Gör klart utkastet: Teaterutbyte på Åland\n\
         - Skriv enhetens integreringsredovisning {year}\n\nhttps://utblick.example.se"
    );
    assert_eq!(letter.text.trim_end(), expected);
    // Whoever is done is not written to.
    world.administrator().patch(&account("area_unit"), "*", &json!({"email": null})).expect(200);
    assert_eq!(printed(&sent(&world, &server)), "sent 0, failed 0\n");
    assert_eq!(server.taken().len(), 1);
}

fn a_refused_recipient_does_not_stop_the_others(backend: Backend) {
    let world = world(backend);
    for (user, address) in
        [("area_unit", "a@example.se"), ("coordination_unit", "nobody@example.se"), ("other_area", "z@example.se")]
    {
        set_address(&world, user, address);
    }
    let server = MailServer::new("nobody@example.se");
    let output = sent(&world, &server);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "sent 2, failed 1\n");
    let to: Vec<String> = server.taken().into_iter().flat_map(|letter| letter.to).collect();
    assert_eq!(to, ["a@example.se", "z@example.se"]);
    let user = world.user_id("coordination_unit").to_string();
    assert!(told.contains(&user) && told.contains("550") && !told.contains("nobody@example.se"), "{told}");
    assert!(told.lines().last().unwrap().starts_with("utblick: 1 of 3 e-mails"), "{told}");
}

fn a_server_that_is_away_is_told_at_once(backend: Backend) {
    let world = world(backend);
    let nowhere = crate::support::service::free_address();
    let settings =
        [("UTBLICK_SMTP_URL", format!("smtp://{nowhere}")), ("UTBLICK_SMTP_FROM", "a@example.se".to_owned())];
    let settings = settings.each_ref().map(|(name, value)| (*name, value.as_str()));
    // Nothing to send asks for no server.
    assert_eq!(printed(&digest(&world, &[], &settings)), "sent 0, failed 0\n");
    set_address(&world, "area_unit", "a@example.se");
    let output = digest(&world, &[], &settings);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), told.lines().count()), (Some(1), 1), "{told}");
    assert!(told.starts_with("utblick: the mail server takes nothing:"), "{told}");
    assert!(output.stdout.is_empty());
}

fn the_letters_are_printed_when_that_is_asked_for(backend: Backend) {
    let world = world(backend);
    set_address(&world, "area_unit", "omrade@example.se");
    let text = printed(&digest(&world, &["--to-stdout"], &[]));
    assert!(text.starts_with("To: omrade@example.se\nSubject: Utblick: 2 uppgifter den "), "{text}");
    assert!(text.contains("\n- Gör klart utkastet: Teaterutbyte på Åland\n"), "{text}");
    assert!(text.ends_with("\nhttps://utblick.example.se\n\n"), "{text}");
}

fn an_address_is_shown_to_the_administrator_and_to_its_user(backend: Backend) {
    let world = World::new(backend);
    let administrator = world.administrator();
    set_address(&world, "reader", "lasare@example.se");
    let path = format!("/users/{}", world.user_id("reader"));
    assert_eq!(administrator.get(&path).expect(200).json()["email"], "lasare@example.se");
    assert_eq!(world.reader().get("/me").expect(200).json()["email"], "lasare@example.se");
    assert_eq!(world.user("board").get("/me").expect(200).json()["email"], json!(null));
    for role in ["board", "working_committee", "coordination_unit", "area_unit", "registrar", "reader"] {
        world.user(role).get(&path).problem(403, "forbidden");
    }
    for (address, fault) in [("not an address", "/email wrong_format"), ("a@b@c", "/email wrong_format")] {
        let refused = administrator.patch(&path, "*", &json!({"email": address})).problem(400, "invalid_request");
        assert_eq!(refused.faults(), [fault]);
    }
    let long = format!("{}@example.se", "x".repeat(250));
    assert!(administrator.patch(&path, "*", &json!({"email": long})).status >= 400);
    // Nor where others see the user's name.
    let staff = world.coordination_unit();
    let mut body = crate::support::activity("Teater", 2026, None, &world.unit("area"));
    body["responsibleUserId"] = json!(world.user_id("reader"));
    staff.post("/activities", &body).expect(201);
    staff.get("/activities?expand=responsibleUser").problem(403, "forbidden");
    let expanded = administrator.get("/activities?expand=responsibleUser").expect(200).json();
    let named = &expanded["items"][0]["_embedded"]["responsibleUser"];
    assert_eq!((&named[0]["name"], &named[0]["email"]), (&json!("reader"), &json!(null)));
}

fn the_settings_that_are_missing_or_wrong_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let told = |settings: &[(&str, &str)]| {
        let output = run(utblick(folder.path(), &["digest"]).envs(settings.iter().copied()));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), told.lines().count()), (Some(2), 1), "{told}");
        told
    };
    let (url, from) = (("UTBLICK_SMTP_URL", "smtp://localhost:25"), ("UTBLICK_SMTP_FROM", "a@example.se"));
    assert!(told(&[]).contains("UTBLICK_SMTP_URL and UTBLICK_SMTP_FROM"));
    assert!(!told(&[url]).contains("UTBLICK_SMTP_URL"));
    assert!(!told(&[from]).contains("UTBLICK_SMTP_FROM"));
    assert!(told(&[("UTBLICK_SMTP_FROM", "nobody"), url]).contains("UTBLICK_SMTP_FROM: expected an address"));
    for wrong in ["http://u:s3cret@host", "localhost:25", "smtp://u:s3cret@host?tls=perhaps"] {
        let told = told(&[("UTBLICK_SMTP_URL", wrong), from]);
        assert!(told.contains("UTBLICK_SMTP_URL: expected smtp://host:port") && !told.contains("s3cret"), "{told}");
    }
    // From a file, and never from two places.
    let file = folder.path().join("smtp");
    std::fs::write(&file, "smtp://localhost:25\n").unwrap();
    let file = ("UTBLICK_SMTP_URL_FILE", file.to_str().unwrap());
    assert!(!told(&[file]).contains("UTBLICK_SMTP_URL"));
    assert!(told(&[file, url, from]).contains("not both"));
    let output = run(utblick(folder.path(), &["digest"]).envs([file, from]));
    assert_eq!(output.status.code(), Some(1), "there is no database");
}
