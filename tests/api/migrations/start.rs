//! Migrations when the real binary starts.

use diesel::connection::SimpleConnection;
use utblick::clock::Clock;
use utblick::db::Db;
use utblick::journal::Origin;

use crate::support::Backend;
use crate::support::service::{Ground, printed, run};

crate::tests! {
    a_newer_database_stops_the_start,
    check_mode_refuses_a_fresh_database_until_it_is_migrated,
    two_processes_that_start_at_once_on_a_fresh_database_both_come_up,
}

fn a_newer_database_stops_the_start(backend: Backend) {
    let ground = Ground::new(&backend);
    printed(&run(&mut ground.command(&["migrate"])));
    let db = Db::new(&ground.database.backing, Clock::default());
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000000')";
    db.write_now(Origin::service(), |tx| Ok(tx.conn()?.batch_execute(newer)?)).unwrap();
    for arguments in [&["serve"][..], &["migrate"], &["verify"], &["token", "--user", "x"]] {
        let output = run(&mut ground.command(arguments));
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {complaint}");
        assert_eq!(
            complaint.trim(),
            "utblick: the database is newer than this binary (it holds migration 99990101000000): start a newer version"
        );
    }
}

fn check_mode_refuses_a_fresh_database_until_it_is_migrated(backend: Backend) {
    let ground = Ground::new(&backend);
    let check = [("UTBLICK_MIGRATE", "check")];
    let refused = run(ground.command(&["serve"]).envs(check).env("UTBLICK_BIND", "127.0.0.1:0"));
    let complaint = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{complaint}");
    assert!(complaint.contains("run `utblick migrate`") && complaint.lines().count() == 1, "{complaint}");
    assert!(printed(&run(&mut ground.command(&["migrate"]))).starts_with("Migrated: "));
    assert!(printed(&run(&mut ground.command(&["migrate"]))).starts_with("Nothing to do"));
    ground.serve_with(&[], &check);
}

fn two_processes_that_start_at_once_on_a_fresh_database_both_come_up(backend: Backend) {
    for _ in 0..4 {
        let ground = Ground::new(&backend);
        // On SQLite the signing key is made at the same time too.
        let own_key = [("UTBLICK_SIGNING_KEY_FILE", "")];
        let settings: &[(&str, &str)] = if backend == Backend::Sqlite { &own_key } else { &[] };
        let mut services: Vec<_> = (0..3).map(|_| ground.spawn(&[], settings)).collect();
        services.iter_mut().for_each(|service| service.await_ready());
        let keys: Vec<_> = services
            .iter()
            .map(|service| service.client("").get(&format!("{}/.well-known/jwks.json", service.url)).expect(200).json())
            .collect();
        assert!(keys.iter().all(|key| *key == keys[0]), "they sign with different keys");
    }
}
