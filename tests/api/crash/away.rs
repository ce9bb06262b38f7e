//! The database goes away and comes back: 503 meanwhile, and no restart.

use std::time::{Duration, Instant};

use utblick::db::Backing;

use crate::support::{Answer, Backend, World, execute, partner};

crate::tests! {
    a_database_that_is_away_gives_503_and_the_service_recovers_by_itself,
    a_terminated_idle_connection_is_not_even_noticed,
}

/// The test's own database on the server.
struct Remote {
    server: String,
    name: String,
}

impl Remote {
    /// None on SQLite, which cannot go away.
    fn of(backend: &Backend, world: &World) -> Option<Self> {
        let (Backend::Postgres(server), Backing::Postgres(url)) = (backend, &world.database.backing) else {
            return None;
        };
        Some(Self { server: server.clone(), name: url.rsplit('/').next().unwrap().to_owned() })
    }

    fn allow(&self, allow: bool) {
        execute(&self.server, &format!("ALTER DATABASE {} ALLOW_CONNECTIONS {allow}", self.name));
    }

    fn terminate_all(&self) {
        let name = &self.name;
        execute(
            &self.server,
            &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"),
        );
    }
}

#[track_caller]
fn told_to_come_back(answer: Answer) {
    let answer = answer.problem(503, "unavailable");
    assert!(answer.header("retry-after").is_some_and(|seconds| seconds.parse::<u32>().is_ok_and(|s| s > 0)));
    let text = answer.text();
    for inside in ["postgres", "127.0.0.1:", "connection to server", "terminating"] {
        // The problem's own address may name the host.
        assert!(!text.replace("http://127.0.0.1:", "").contains(inside), "{inside} in {text}");
    }
}

fn a_database_that_is_away_gives_503_and_the_service_recovers_by_itself(backend: Backend) {
    let world = World::new(backend.clone());
    let Some(remote) = Remote::of(&backend, &world) else { return };
    let (staff, anonymous) = (world.coordination_unit(), world.anonymous());
    let kept = world.partner("Kvar");
    let path = format!("/partners/{}", kept.id());
    let (ready, live) = (format!("{}/health/ready", world.url), format!("{}/health/live", world.url));
    remote.allow(false);
    remote.terminate_all();
    for _ in 0..3 {
        let started = Instant::now();
        told_to_come_back(staff.get(&path));
        told_to_come_back(staff.get("/partners"));
        told_to_come_back(staff.post("/partners", &partner("Förgäves")));
        told_to_come_back(staff.patch(&path, "*", &serde_json::json!({"country": "NO"})));
        assert!(started.elapsed() < Duration::from_secs(10));
        anonymous.get(&ready).expect(503);
        anonymous.get(&live).expect(200);
    }
    remote.allow(true);
    anonymous.get(&ready).expect(200);
    assert_eq!(staff.get(&path).expect(200).json()["version"], 1);
    world.partner("Förgäves");
    assert_eq!(world.verify().faults, Vec::<String>::new());
}

fn a_terminated_idle_connection_is_not_even_noticed(backend: Backend) {
    let world = World::new(backend.clone());
    let Some(remote) = Remote::of(&backend, &world) else { return };
    let staff = world.coordination_unit();
    let path = format!("/partners/{}", world.partner("Kvar").id());
    let anonymous = world.anonymous();
    for round in 0..3 {
        remote.terminate_all();
        staff.get(&path).expect(200);
        remote.terminate_all();
        staff.get("/partners?sort=name").expect(200);
        remote.terminate_all();
        anonymous.get(&format!("{}/health/ready", world.url)).expect(200);
        remote.terminate_all();
        // A write that has not begun yet is no different.
        staff.patch(&path, "*", &serde_json::json!({"note": format!("runda {round}")})).expect(200);
        remote.terminate_all();
        world.partner(&format!("Ny {round}"));
    }
    let verdict = world.verify();
    assert_eq!(verdict.faults, Vec::<String>::new());
}
