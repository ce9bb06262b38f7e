//! Nobody waits for ever: when writing is not possible, callers are told so in time, and readers notice nothing.

use std::time::{Duration, Instant};

use super::lock::Lock;
use crate::support::{Answer, Backend, Client, World, partner};

crate::tests! {
    writers_who_cannot_write_in_time_are_told_to_come_back,
    the_service_writes_again_when_the_lock_is_free,
}

/// More writers than any pool has connections.
const WRITERS: usize = 12;

fn timed(client: &Client, number: usize) -> (Answer, Duration) {
    let started = Instant::now();
    let answer = client.post("/partners", &partner(&format!("Väntar {number}")));
    (answer, started.elapsed())
}

fn writers_who_cannot_write_in_time_are_told_to_come_back(backend: Backend) {
    let world = World::new(backend.clone());
    let (staff, reader) = (world.coordination_unit(), world.reader());
    reader.get("/partners").expect(200);
    staff.get("/me").expect(200);
    let lock = Lock::hold(&world.database.backing);
    let answers: Vec<(Answer, Duration)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..WRITERS)
            .map(|number| {
                let staff = &staff;
                scope.spawn(move || timed(staff, number))
            })
            .collect();
        std::thread::sleep(Duration::from_millis(500));
        let started = Instant::now();
        reader.get("/partners").expect(200);
        assert!(started.elapsed() < Duration::from_secs(1), "a reader waited for the writers");
        if backend != Backend::Sqlite {
            // Those that hold a connection wait for the lock; the others have been told before it is free.
            std::thread::sleep(Duration::from_secs(4));
            lock.release();
        }
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let refused = answers.iter().filter(|(answer, _)| answer.status == 503).count();
    let statuses: Vec<_> = answers.iter().map(|(answer, took)| (answer.status, took)).collect();
    assert!(if backend == Backend::Sqlite { refused == WRITERS } else { refused >= WRITERS / 2 }, "{statuses:?}");
    for (answer, took) in answers {
        if backend != Backend::Sqlite && answer.status == 201 {
            continue;
        }
        // One SQLite writer waits for the file itself (5 s), all others for a connection (3 s).
        assert!(took < Duration::from_millis(6_500), "told after {took:?}");
        let answer = answer.problem(503, "unavailable");
        assert!(answer.header("retry-after").is_some_and(|seconds| seconds.parse::<u32>().is_ok_and(|s| s > 0)));
        let text = answer.text();
        assert!(!text.contains("locked") && !text.contains("pool"), "nothing internal: {text}");
    }
    assert_eq!(world.verify().faults, Vec::<String>::new());
}

fn the_service_writes_again_when_the_lock_is_free(backend: Backend) {
    let world = World::new(backend);
    let staff = world.coordination_unit();
    staff.get("/me").expect(200);
    let lock = Lock::hold(&world.database.backing);
    let (answer, took) = std::thread::scope(|scope| {
        let thread = scope.spawn(|| timed(&staff, 1));
        std::thread::sleep(Duration::from_millis(1_000));
        lock.release();
        thread.join().unwrap()
    });
    answer.expect(201);
    assert!(took >= Duration::from_millis(900), "it did not wait for the lock: {took:?}");
    assert_eq!(world.verify().faults, Vec::<String>::new());
}
