//! What happens when something goes away: the process, or the database under it.

use crate::support::Test;

mod away;
mod blocked;
mod kill;
mod lock;
mod stop;

pub fn tests() -> Vec<Test> {
    [away::tests(), blocked::tests(), kill::tests(), stop::tests()].into_iter().flatten().collect()
}
