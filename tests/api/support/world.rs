//! The running service of a test.

use std::net::TcpListener;
use std::sync::mpsc;
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use actix_web::web;
use clap::Parser;
use serde_json::{Value, json};
use utblick::app::App;
use utblick::clock::Clock;
use utblick::config::{Config, Settings};
use utblick::db::Db;
use utblick::db::migrations::{MigrateMode, migrate};
use utblick::governance::units::Unit;
use utblick::identity::caller::Caller;
use utblick::identity::keys::{Holder, Keys};
use utblick::identity::users::{User, find_generation};
use utblick::journal::Origin;
use utblick::register::{Record, Register, write};

use super::client::{Answer, Client};
use super::database::{Backend, Database};

/// A service with a user of every role. The roles' users are named as the roles; those of the coordination unit and the
/// area unit belong to units with the codes `coordination` and `area`, and `other_area` is an area unit's user of another.
pub struct World {
    pub app: web::Data<App>,
    pub url: String,
    pub clock: Clock,
    pub database: Database,
    more: Vec<String>,
    _running: Running,
}

/// A service that runs; it stops when this is dropped.
struct Running {
    handle: Option<ServerHandle>,
    thread: Option<JoinHandle<()>>,
}

/// Another instance of a world's service, on the same database.
pub struct Instance {
    pub url: String,
    _running: Running,
}

/// The users of every world: name, roles, code of the unit.
const USERS: [(&str, &str, Option<&str>); 8] = [
    ("board", "board", None),
    ("working_committee", "working_committee", None),
    ("coordination_unit", "coordination_unit", Some("coordination")),
    ("area_unit", "area_unit", Some("area")),
    ("other_area", "area_unit", Some("other-area")),
    ("registrar", "registrar", None),
    ("reader", "reader", None),
    ("administrator", "administrator", None),
];

#[derive(Parser)]
struct SettingsOnly {
    #[command(flatten)]
    settings: Settings,
}

/// The settings of a test: none but the defaults and what is given here.
pub fn config(database: &Database, url: &str, more: &[&str]) -> Config {
    let database_url = database.url();
    let mut arguments = vec!["test", "--database-url", &database_url, "--public-url", url];
    arguments.extend_from_slice(more);
    Config::new(SettingsOnly::parse_from(arguments).settings).unwrap()
}

impl World {
    /// A world on the system's clock.
    pub fn new(backend: Backend) -> Self {
        Self::with(backend, Clock::default(), &[])
    }

    /// A world on a clock, with settings.
    pub fn with(backend: Backend, clock: Clock, settings: &[&str]) -> Self {
        let database = Database::new(&backend);
        migrate(&database.backing, MigrateMode::Auto).unwrap();
        let more: Vec<String> = ["--workers", "1"].iter().chain(settings).map(|word| (*word).to_owned()).collect();
        let (app, listener) = make(&database, &clock, &more);
        populate(&app);
        let url = app.config.public_url.clone();
        let _running = serve(&app, listener);
        Self { app, url, clock, database, more, _running }
    }

    /// Another instance on the same database and clock.
    pub fn beside(&self) -> Instance {
        let (app, listener) = make(&self.database, &self.clock, &self.more);
        let url = app.config.public_url.clone();
        let _running = serve(&app, listener);
        Instance { url, _running }
    }

    /// Nobody.
    pub fn anonymous(&self) -> Client {
        Client::new(&self.url, None)
    }

    /// A user by name.
    pub fn user(&self, name: &str) -> Client {
        Client::new(&self.url, Some(self.token(name)))
    }

    /// A token of a user, valid for an hour.
    pub fn token(&self, name: &str) -> String {
        let id = self.user_id(name);
        let generation = self.app.db.read_now(|conn| Ok(find_generation(conn, id.into())?)).unwrap();
        self.app.keys.issue(Holder::User(id, None), generation, self.clock.now().0.timestamp(), 3_600).unwrap()
    }

    /// The id of a user.
    pub fn user_id(&self, name: &str) -> uuid::Uuid {
        self.app.db.read_now(|conn| Ok(utblick::identity::users::find_by_name(conn, name)?)).unwrap().unwrap().uuid()
    }

    pub fn coordination_unit(&self) -> Client {
        self.user("coordination_unit")
    }

    pub fn area_unit(&self) -> Client {
        self.user("area_unit")
    }

    pub fn reader(&self) -> Client {
        self.user("reader")
    }

    pub fn administrator(&self) -> Client {
        self.user("administrator")
    }

    /// A partner with a name and nothing else, by the coordination unit.
    pub fn partner(&self, name: &str) -> Answer {
        self.coordination_unit().post("/partners", &partner(name)).expect(201)
    }

    /// A strategy area's id: a draft that belongs to no strategy yet.
    pub fn strategy_area(&self, code: &str) -> String {
        let body = json!({"code": code, "name": {"sv": code}, "order": 1});
        self.coordination_unit().post("/strategy-areas", &body).expect(201).id()
    }

    /// The number of the last change.
    pub fn head(&self) -> i64 {
        self.app.db.read_now(|conn| Ok(utblick::journal::head(conn)?)).unwrap().0
    }

    /// What the journal's chain looks like.
    pub fn verify(&self) -> utblick::journal::Verdict {
        self.app.db.read_now(|conn| Ok(utblick::journal::verify(conn)?)).unwrap()
    }
}

/// The least that makes a partner.
pub fn partner(name: &str) -> Value {
    json!({"name": name, "kind": "company", "partnershipKind": "project"})
}

fn make(database: &Database, clock: &Clock, more: &[String]) -> (web::Data<App>, TcpListener) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let more: Vec<&str> = more.iter().map(String::as_str).collect();
    let config = config(database, &url, &more);
    let keys = Keys::from_file(&database.folder.path().join("key.pem")).unwrap();
    let db = Db::new(&config.backing, clock.clone());
    (web::Data::new(App::new(config, db, clock.clone(), keys).unwrap()), listener)
}

fn serve(app: &web::Data<App>, listener: TcpListener) -> Running {
    let (sender, receiver) = mpsc::channel();
    let served = app.clone();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = utblick::server::start(served, listener).unwrap();
            sender.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    Running { handle: Some(receiver.recv().unwrap()), thread: Some(thread) }
}

fn populate(app: &App) {
    let mut units = std::collections::HashMap::new();
    for (code, kind) in [("coordination", "coordination_unit"), ("area", "area_unit"), ("other-area", "area_unit")] {
        let unit: Record<Unit> = create(app, json!({"code": code, "name": {"sv": code}, "kind": kind}));
        units.insert(code, unit.meta.id);
    }
    for (name, role, unit) in USERS {
        let unit = unit.map(|code| units[code]);
        let _: Record<User> = create(app, json!({"username": name, "roles": [role], "unitId": unit}));
    }
}

/// A record by the operator, as the command line makes one.
pub fn create<R: Register>(app: &App, body: Value) -> Record<R> {
    let input = write::read_new::<R>(&app.schemas, body.as_object().unwrap().clone()).unwrap();
    app.db.write_now(Origin::service(), |tx| write::create(tx, &Caller::operator(), input)).unwrap()
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(handle) = self.handle.take() {
            // Not gracefully: a test that failed may have left a request hanging.
            drop(handle.stop(false));
        }
        // A connection that a test left open may keep the server; it then ends with the process.
        if let Some(thread) = self.thread.take() {
            for _ in 0..100 {
                if thread.is_finished() {
                    let ended = thread.join();
                    if !std::thread::panicking() {
                        ended.unwrap();
                    }
                    return;
                }
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
        }
    }
}
