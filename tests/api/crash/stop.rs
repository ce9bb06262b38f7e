//! Told to stop (SIGTERM): what runs is finished, nothing new begins.

use std::net::TcpStream;
use std::time::Duration;

use super::lock::Lock;
use crate::support::service::Ground;
use crate::support::{Backend, partner};

crate::tests! {
    requests_that_run_when_it_is_told_to_stop_are_finished,
    it_stops_at_once_when_nothing_runs,
}

fn requests_that_run_when_it_is_told_to_stop_are_finished(backend: Backend) {
    let ground = Ground::new(&backend);
    let token = ground.user("staff", "coordination_unit");
    let mut service = ground.serve();
    let clients: Vec<_> = (0..6).map(|_| service.client(&token)).collect();
    // Signed in and connected once, so that only the writes below wait.
    clients.iter().for_each(|client| drop(client.get("/me").expect(200)));
    let lock = Lock::hold(&ground.database.backing);
    let answers = std::thread::scope(|scope| {
        let threads: Vec<_> = clients
            .iter()
            .enumerate()
            .map(|(number, client)| scope.spawn(move || client.post("/partners", &partner(&format!("Sent {number}")))))
            .collect();
        std::thread::sleep(Duration::from_millis(500));
        service.terminate();
        assert!(refuses_within(&service.address, Duration::from_secs(2)), "new connections are still taken");
        // The server looks once a second whether it may end: one that would not wait has ended by then.
        std::thread::sleep(Duration::from_millis(1_500));
        lock.release();
        threads.into_iter().map(|thread| thread.join().expect("a whole answer")).collect::<Vec<_>>()
    });
    for answer in answers {
        let created = answer.expect(201);
        assert!(!created.id().is_empty(), "a whole body");
    }
    let status = service.ended_within(Duration::from_secs(20));
    assert_eq!(status.code(), Some(0), "{}", service.log());
    assert!(service.log().contains("stopped"), "{}", service.log());
    let service = ground.serve();
    let page = service.client(&token).get("/partners?limit=1").expect(200).json();
    assert_eq!(page["_meta"]["totalRecords"], 6, "what was answered 201 is there");
}

fn it_stops_at_once_when_nothing_runs(backend: Backend) {
    let ground = Ground::new(&backend);
    let token = ground.user("staff", "coordination_unit");
    let mut service = ground.serve();
    // An idle connection that is kept alive must not keep the service.
    let idle = service.client(&token);
    idle.get("/me").expect(200);
    service.terminate();
    let status = service.ended_within(Duration::from_secs(10));
    assert_eq!(status.code(), Some(0), "{}", service.log());
    drop(idle);
}

fn refuses_within(address: &str, time: Duration) -> bool {
    let address = address.parse().unwrap();
    for _ in 0..time.as_millis() / 20 {
        if TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_err() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}
