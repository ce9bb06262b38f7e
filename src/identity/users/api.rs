//! The operations of users: those that all registers share, and setting a password.

use std::sync::Arc;

use actix_web::{HttpResponse, web};

use super::{PasswordIn, User, set_password};
use crate::app::App;
use crate::http::body::{self, Body};
use crate::http::context::Ctx;
use crate::http::endpoint::{Endpoint, Op};
use crate::http::query::Params;
use crate::identity::caller::{Allowed, may};
use crate::journal::Tx;
use crate::register::api::{Answer, IdPath};
use crate::register::{self, Register, write};

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = register::endpoints::<User>();
    endpoints.push(
        Endpoint::at(format!("/{}/{{id}}/password", User::PATH)).put(
            Op::new(
                "set_user_password",
                User::PATH,
                "Set a user's password",
                "Sets the password of any user. The user's tokens until now are void within two seconds.",
            )
            .body("PasswordIn")
            .answers_nothing("The password is set."),
            set_user_password,
        ),
    );
    endpoints
}

async fn set_user_password(
    allowed: Allowed<User, may::SetPassword>,
    ctx: Ctx,
    id: IdPath<User>,
    body: Body,
    app: web::Data<App>,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let wanted: PasswordIn = body::read(&app.schemas, "PasswordIn", body.0)?;
    let hash = app.passwords.hash(wanted.new_password).await?;
    let (caller, origin) = (Arc::clone(&allowed.caller), ctx.by(allowed.caller.id));
    let set = move |tx: &mut Tx<'_>| {
        write::find_for(tx.conn()?, &caller, id.0)?;
        set_password(tx, id.0, &hash)
    };
    app.db.write(origin, set).await?;
    Ok(HttpResponse::NoContent().finish())
}
