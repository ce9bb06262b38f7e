//! The caller's own account: who am I, what may I do, change my password.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::caller::{Allowed, Caller, Subject, Who, may};
use super::policy::{Grant, POLICY, Role, permission};
use super::users::{find_password, set_password};
use crate::app::App;
use crate::db::types::Id;
use crate::error::{ApiError, Fault, FaultCode};
use crate::http::answer;
use crate::http::body::{self, Body};
use crate::http::context::{Ctx, client_address};
use crate::http::endpoint::{Endpoint, Op};
use crate::http::query::Params;
use crate::register::api::Answer;
use crate::register::represent::Link;
use crate::text::text;

/// The caller's own account, as a subject of the policy.
pub struct Me;

impl Subject for Me {
    const NAME: &'static str = "me";
}

/// Who the caller is.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MeOut {
    /// The id of the user or the client.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub id: Uuid,
    /// Whether it is a client: another system, with scopes instead of roles.
    #[schema(example = false)]
    pub is_client: bool,
    /// The name to sign in with; of a client, its name.
    #[schema(example = "samordnare")]
    pub username: String,
    /// What people call the user.
    #[schema(example = "Samordnaren")]
    pub display_name: Option<String>,
    /// The address to which the digest of the caller's tasks is sent.
    #[schema(format = "email", example = "samordnare@example.se")]
    pub email: Option<String>,
    /// The roles.
    #[schema(example = json!(["coordination_unit"]))]
    pub roles: Vec<Role>,
    /// The unit.
    #[schema(example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub unit_id: Option<Uuid>,
    /// What the caller may do.
    pub permissions: Vec<Permission>,
    /// Where this is.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

/// A link to the answer itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SelfLink {
    /// This answer.
    #[serde(rename = "self")]
    pub this: Link,
}

impl SelfLink {
    /// The link of an address.
    pub fn to(href: String) -> Self {
        Self { this: Link { href, rel: "self", method: "GET" } }
    }
}

/// A permission and how far it reaches.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Permission {
    /// Its name.
    #[schema(example = "partners:edit")]
    pub name: String,
    /// `all`, or `own` for what belongs to the caller's unit.
    #[schema(example = "all")]
    pub reach: &'static str,
}

/// The caller's own new password.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnPasswordIn {
    /// The password until now.
    #[schema(max_length = 200, format = "password", example = "norrsken-over-klaralven")]
    pub current_password: String,
    /// The new password: 12 to 200 characters.
    #[schema(min_length = 12, max_length = 200, format = "password", example = "vinterljus-over-vanern")]
    pub new_password: String,
}

/// The endpoints.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::at("/me").get(
            Op::new("get_me", "me", "Who am I", "The caller's account, roles and permissions.")
                .answers(200, "The caller.", "MeOut")
                .conditional(),
            get_me,
        ),
        Endpoint::at("/me/password").put(
            Op::new(
                "set_own_password",
                "me",
                "Change my password",
                "Sets the caller's own password; the current one must be given. All tokens until now are void within two seconds: sign in again.",
            )
            .body("OwnPasswordIn")
            .answers_nothing("The password is changed.")
            .problem(crate::error::ErrorCode::TooManyRequests),
            set_own_password,
        ),
    ]
}

async fn get_me(allowed: Allowed<Me, may::Read>, ctx: Ctx, request: HttpRequest) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let caller = allowed.caller;
    let reach = |grant| match grant {
        Grant::All => Some("all"),
        Grant::Own => Some("own"),
        Grant::No => None,
    };
    let permissions = POLICY.iter().filter_map(|(subject, verb, _)| {
        let reach = reach(caller.grant(subject, *verb))?;
        Some(Permission { name: permission(subject, *verb), reach })
    });
    let Caller { id, who, unit_id, generation: _ } = (*caller).clone();
    let is_client = caller.is_machine();
    let (username, display_name, email, roles) = match who {
        Who::Person(person) => (person.username, person.display_name, person.email, person.roles),
        Who::Machine(machine) => (machine.name, None, None, Vec::new()),
    };
    let me = MeOut {
        id,
        is_client,
        username,
        display_name,
        email,
        roles,
        unit_id: unit_id.map(Id::uuid),
        permissions: permissions.collect(),
        links: SelfLink::to(ctx.link("/me")),
    };
    answer::by_content(&request, &me)
}

async fn set_own_password(
    allowed: Allowed<Me, may::SetPassword>,
    ctx: Ctx,
    body: Body,
    app: web::Data<App>,
    request: HttpRequest,
) -> Answer {
    Params::parse(&ctx.query).finish()?;
    let wanted: OwnPasswordIn = body::read(&app.schemas, "OwnPasswordIn", body.0)?;
    let id = allowed.caller.user()?;
    // Counted apart from sign-ins (no name has a space), which anybody can fail in another's name.
    app.passwords.count_try(&format!("own {id}"), &client_address(&request, &app.config))?;
    let hash = app.db.read(move |conn| Ok(find_password(conn, id)?)).await?;
    if !app.passwords.verify(wanted.current_password, hash).await? {
        let reason = text("är inte det nuvarande lösenordet", "is not the current password");
        return Err(ApiError::faults(vec![Fault::body("/currentPassword", FaultCode::Rule, reason)]));
    }
    let hash = app.passwords.hash(wanted.new_password).await?;
    app.db.write(ctx.by(id.uuid()), move |tx| set_password(tx, id, &hash)).await?;
    Ok(HttpResponse::NoContent().finish())
}
