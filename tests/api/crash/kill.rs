//! Ended without warning, in the middle of writes.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::service::{Ground, Service, printed, run};
use crate::support::{Backend, Client, partner};

crate::tests! { after_a_kill_every_acknowledged_write_is_there_and_the_chain_holds }

const WRITERS: usize = 8;
/// The service is killed when so many writes have been acknowledged, once each round.
const ROUNDS: [usize; 3] = [1, 60, 150];

fn after_a_kill_every_acknowledged_write_is_there_and_the_chain_holds(backend: Backend) {
    let ground = Ground::new(&backend);
    let token = ground.user("staff", "coordination_unit");
    let mut acknowledged: Vec<String> = Vec::new();
    for (round, wanted) in ROUNDS.into_iter().enumerate() {
        let mut service = ground.serve();
        acknowledged.extend(write_until_killed(&mut service, &token, round, wanted));
        let verdict = printed(&run(&mut ground.command(&["verify"])));
        assert!(verdict.ends_with("rows: the chain holds.\n"), "{verdict}");
    }
    let service = ground.serve();
    let client = service.client(&token);
    for id in &acknowledged {
        let record = client.get(&format!("/partners/{id}")).expect(200).json();
        let history = client.get(&format!("/partners/{id}/history?version=1")).expect(200).json();
        assert_eq!(history["action"], "create");
        assert_eq!(history["snapshot"]["name"], record["name"]);
    }
    // No half-written change: as many partners as the journal says.
    let stored = client.get("/partners?limit=1").expect(200).json()["_meta"]["totalRecords"].as_u64().unwrap();
    let verdict = printed(&run(&mut ground.command(&["verify"])));
    let rows: u64 = verdict.split(' ').next().unwrap().parse().unwrap();
    // The user was created and given a password.
    assert_eq!(rows, stored + 2);
    assert!(stored >= acknowledged.len() as u64);
}

/// The ids of what was acknowledged before the kill.
fn write_until_killed(service: &mut Service, token: &str, round: usize, wanted: usize) -> Vec<String> {
    let acknowledged = Mutex::new(Vec::new());
    let count = AtomicUsize::new(0);
    let url = service.url.clone();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (acknowledged, count, url) = (&acknowledged, &count, &url);
            scope.spawn(move || {
                let client = Client::new(url, Some(token.to_owned()));
                for number in 0.. {
                    let body = partner(&format!("Runda {round} skrivare {writer} nummer {number}")).to_string();
                    let headers = [("Content-Type", "application/json")];
                    let Ok(answer) = client.try_send("POST", "/partners", &headers, Some(body.as_bytes())) else {
                        return;
                    };
                    acknowledged.lock().unwrap().push(answer.expect(201).id());
                    count.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        for _ in 0..6_000 {
            if count.load(Ordering::SeqCst) >= wanted {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        service.kill();
    });
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() >= wanted, "only {} writes: {}", acknowledged.len(), service.log());
    acknowledged
}
