//! A database per test, dropped afterwards.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use tempfile::TempDir;
use utblick::db::Backing;

/// Which database a test runs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    /// With the address of a server on which databases may be made.
    Postgres(String),
}

impl Backend {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }
}

/// A database that goes when this is dropped.
pub struct Database {
    pub backing: Backing,
    pub folder: TempDir,
    server: Option<(String, String)>,
}

impl Database {
    /// An empty one; the folder is for keys and other files of the test.
    pub fn new(backend: &Backend) -> Self {
        let folder = tempfile::tempdir().unwrap();
        match backend {
            Backend::Sqlite => {
                let backing = Backing::Sqlite(folder.path().join("test.db"));
                Self { backing, folder, server: None }
            }
            Backend::Postgres(url) => {
                let name = format!("utblick_test_{}", uuid::Uuid::now_v7().simple());
                execute(url, &format!("CREATE DATABASE {name}"));
                let (server, _) = url.rsplit_once('/').unwrap();
                let backing = Backing::Postgres(format!("{server}/{name}"));
                Self { backing, folder, server: Some((url.clone(), name)) }
            }
        }
    }

    /// The address, for the command line.
    pub fn url(&self) -> String {
        match &self.backing {
            Backing::Sqlite(path) => format!("sqlite://{}", path.display()),
            Backing::Postgres(url) => url.clone(),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((url, name)) = &self.server {
            execute(url, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// Runs a statement on a PostgreSQL server. Making databases at once can collide on the template, so it is tried again.
pub fn execute(url: &str, statement: &str) {
    let mut last = String::new();
    for _ in 0..20 {
        let done = PgConnection::establish(url)
            .map_err(|error| error.to_string())
            .and_then(|mut conn| conn.batch_execute(statement).map_err(|error| error.to_string()));
        match done {
            Ok(()) => return,
            Err(error) => last = error,
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("{statement}: {last}");
}
