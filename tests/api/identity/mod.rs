//! Signing in, accounts and tokens.

use serde_json::json;

use crate::support::{Answer, Test, World};

mod accounts;
pub mod clients;
mod sessions;
mod sign_in;
mod tokens;

pub fn tests() -> Vec<Test> {
    [accounts::tests(), clients::tests(), sessions::tests(), sign_in::tests(), tokens::tests()].concat()
}

/// A password of a user, set by the administrator.
fn set_password(world: &World, name: &str, password: &str) {
    let path = format!("/users/{}/password", world.user_id(name));
    world.administrator().put(&path, &json!({"newPassword": password})).expect(204);
}

fn sign_in(world: &World, name: &str, password: &str) -> Answer {
    world.anonymous().post("/tokens", &json!({"grant_type": "password", "username": name, "password": password}))
}

/// `pointer rule` of every fault that names a rule.
fn rules(answer: &Answer) -> Vec<String> {
    let problem = answer.json();
    let faults = problem["invalidParameters"].as_array().into_iter().flatten();
    let named = faults.filter(|fault| fault["rule"].is_string());
    named.map(|fault| format!("{} {}", fault["pointer"].as_str().unwrap(), fault["rule"].as_str().unwrap())).collect()
}
