//! Users, and tokens for them.

use std::io::{BufRead as _, IsTerminal as _, Read as _};

use serde_json::json;

use super::database::{open, open_existing};
use super::failure::Failure;
use super::print;
use crate::app::App;
use crate::config::Config;
use crate::db::types::Id;
use crate::governance;
use crate::http::body::unwanted;
use crate::identity::caller::Caller;
use crate::identity::keys::Holder;
use crate::identity::passwords;
use crate::identity::policy::Role;
use crate::identity::users::{self, User};
use crate::journal::Origin;
use crate::register::write;

/// A token for a user, without a password: whoever is at the command line has the key anyway.
pub(super) fn issue(app: &App, user: Id<User>, now: i64, seconds: i64) -> Result<String, Failure> {
    let generation = app.db.read_now(|conn| Ok(users::find_generation(conn, user)?))?;
    app.keys
        .issue(Holder::User(user.uuid(), None), generation, now, seconds)
        .map_err(|error| Failure::Refused(error.to_string()))
}

pub(super) fn add(config: Config, name: &str, roles: &[Role], unit: Option<String>) -> Result<(), Failure> {
    let app = open(config)?;
    let (password, invented) = read_password()?;
    let hash = passwords::hash_now(&password).map_err(|error| Failure::Refused(error.to_string()))?;
    let unit_id = match unit {
        Some(code) => {
            let found = app.db.read_now(|conn| Ok(governance::units::find_by_code(conn, &code)?))?;
            Some(found.ok_or_else(|| Failure::Refused(format!("--unit: no unit has the code {code}")))?)
        }
        None => None,
    };
    let body = json!({"username": name, "roles": roles, "unitId": unit_id});
    let serde_json::Value::Object(body) = body else { return Err(Failure::Refused("no object".into())) };
    let input = write::read_new::<User>(&app.schemas, body)?;
    app.db.write_now(Origin::service(), |tx| {
        let user = write::create::<User>(tx, &Caller::operator(), input)?;
        users::set_password(tx, user.meta.id, &hash)
    })?;
    if invented { print(&format!("{password}\n")) } else { Ok(()) }
}

/// The password from standard input, or one that is made when there is none.
fn read_password() -> Result<(String, bool), Failure> {
    let mut line = String::new();
    if !std::io::stdin().is_terminal() {
        std::io::stdin().lock().take(1_000).read_line(&mut line)?;
    }
    let password = crate::text::normalise(&line);
    if password.is_empty() {
        return Ok((passwords::invent(), true));
    }
    if let Some(reason) = unwanted(&password) {
        return Err(Failure::Usage(format!("the password {}", reason.en)));
    }
    if !(passwords::MIN_LENGTH..=passwords::MAX_LENGTH).contains(&password.chars().count()) {
        return Err(Failure::Usage("the password: expected 12 to 200 characters on standard input".into()));
    }
    Ok((password, false))
}

pub(super) fn print_token(config: Config, username: &str, seconds: i64) -> Result<(), Failure> {
    let token = token_for(&open_existing(config)?, username, seconds)?;
    print(&format!("{token}\n"))
}

/// A token for the user of a name.
pub(super) fn token_for(app: &App, username: &str, seconds: i64) -> Result<String, Failure> {
    let id = app.db.read_now(|conn| Ok(users::find_by_name(conn, username)?))?;
    let id = id.ok_or_else(|| Failure::Refused(format!("--user: there is no user {username}")))?;
    issue(app, id, app.clock.now().0.timestamp(), seconds)
}

pub(super) fn parse_role(code: &str) -> Result<Role, String> {
    let known = || Role::ALL.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ");
    code.parse().map_err(|()| format!("expected one of {}", known()))
}

/// Seconds of a time such as 90s, 15m or 1h.
pub(super) fn parse_ttl(text: &str) -> Result<i64, String> {
    let expected = || "expected a time such as 90s, 15m or 1h, at most 24h".to_owned();
    let unit = text.chars().last().ok_or_else(expected)?;
    let factor = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        _ => return Err(expected()),
    };
    let number: i64 = text.trim_end_matches(unit).parse().map_err(|_| expected())?;
    number.checked_mul(factor).filter(|seconds| (1..=86_400).contains(seconds)).ok_or_else(expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_unit_and_a_bound() {
        assert_eq!((parse_ttl("90s"), parse_ttl("1h")), (Ok(90), Ok(3_600)));
        for wrong in ["", "1", "0s", "25h", "-1h", "h", "9223372036854775807h"] {
            assert!(parse_ttl(wrong).is_err(), "{wrong}");
        }
    }
}
