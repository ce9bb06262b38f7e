//! The real binary as a process, on a test's database and in its folder, with no settings but those given.

use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use utblick::identity::keys::Keys;

use super::{Backend, Client, Database};

/// The binary with an empty environment, in a folder.
pub fn utblick(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_utblick"));
    command.args(arguments).current_dir(folder).env_clear().stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Output {
    command.output().expect("the binary starts")
}

/// Runs a command to its end, with a text on its standard input.
pub fn run_with(command: &mut Command, input: &str) -> Output {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary starts");
    // A command that refused before it read has closed the pipe.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    child.wait_with_output().expect("an end")
}

/// Standard output of a command that must have gone well.
#[track_caller]
pub fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Whether the tests that paste `curl` lines can run.
pub fn have_curl() -> bool {
    Command::new("curl").arg("--version").output().is_ok_and(|output| output.status.success())
}

/// An address that nobody listens on.
pub fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// A database with a signing key beside it, and what is started on it.
pub struct Ground {
    pub database: Database,
    pub key: PathBuf,
}

impl Ground {
    pub fn new(backend: &Backend) -> Self {
        let database = Database::new(backend);
        let key = database.folder.path().join("key.pem");
        Keys::from_file(&key).unwrap();
        Self { database, key }
    }

    /// The binary on this database.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = utblick(self.database.folder.path(), arguments);
        command.env("DATABASE_URL", self.database.url()).env("UTBLICK_SIGNING_KEY_FILE", &self.key);
        command
    }

    /// A user by the command line; gives a token.
    pub fn user(&self, name: &str, role: &str) -> String {
        printed(&run(&mut self.command(&["user", "add", name, "--role", role])));
        printed(&run(&mut self.command(&["token", "--user", name]))).trim().to_owned()
    }

    /// Starts the service and waits until it is ready.
    pub fn serve(&self) -> Service {
        self.serve_with(&[], &[])
    }

    /// Starts the service with more arguments and settings.
    pub fn serve_with(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Service {
        let mut service = self.spawn(arguments, settings);
        service.await_ready();
        service
    }

    /// Starts the service and does not wait.
    pub fn spawn(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Service {
        let address = free_address();
        let mut command = self.command(&["serve"]);
        command.args(arguments).env("UTBLICK_BIND", &address).env("UTBLICK_WORKERS", "2");
        command.envs(settings.iter().copied());
        Service::spawn(&mut command, self.database.folder.path(), &address)
    }
}

/// A running service; it is killed when this is dropped.
pub struct Service {
    pub url: String,
    pub address: String,
    log: PathBuf,
    out: PathBuf,
    child: Child,
}

impl Service {
    /// Spawns a command that serves at an address; what it writes is kept in files of the folder.
    pub fn spawn(command: &mut Command, folder: &Path, address: &str) -> Self {
        let port = address.rsplit(':').next().unwrap_or_default();
        let (log, out) = (folder.join(format!("stderr-{port}")), folder.join(format!("stdout-{port}")));
        let file = |path: &Path| std::fs::File::create(path).unwrap();
        let child = command.stdout(file(&out)).stderr(file(&log)).spawn().expect("the binary starts");
        Self { url: format!("http://{address}"), address: address.to_owned(), log, out, child }
    }

    pub fn client(&self, token: &str) -> Client {
        Client::new(&self.url, Some(token.to_owned()))
    }

    /// What it has written to standard error.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.log).unwrap()).into_owned()
    }

    /// What it has written to standard output.
    pub fn out(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.out).unwrap()).into_owned()
    }

    #[track_caller]
    pub fn await_ready(&mut self) {
        let client = Client::new(&self.url, None);
        let deadline = Instant::now() + Duration::from_secs(60);
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("it ended with {status}: {}", self.log());
            }
            let ready = client.try_send("GET", &format!("{}/health/ready", self.url), &[], None);
            if ready.is_ok_and(|answer| answer.status == 200) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("it is not ready: {}", self.log());
    }

    /// Asks it to stop, as a service manager does.
    pub fn terminate(&self) {
        let kill = format!("kill -TERM {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    /// Ends it with no chance to tidy up (SIGKILL).
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// How it ended; fails when it has not within the time.
    #[track_caller]
    pub fn ended_within(&mut self, time: Duration) -> ExitStatus {
        let deadline = Instant::now() + time;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "it still runs: {}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
