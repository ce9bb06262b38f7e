//! The caller: who a token belongs to, and the typed argument by which a handler says who may call it.

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use diesel::QueryResult;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::keys::Keys;
use super::policy::{Grant, Right, Role, Verb, grant, permission, right};
use super::users::{self, User};
use super::{clients, sessions};
use crate::clock::Clock;
use crate::db::types::Id;
use crate::db::{Conn, Db};
use crate::error::{ApiError, ErrorCode};
use crate::governance::units::Unit;
use crate::http::negotiate;
use crate::text::text;

/// The most tokens and callers remembered; about 2 MB when full.
const REMEMBERED: usize = 10_000;
/// How long a caller's row is believed: so soon does a demotion or disabling bite.
const ROW_AGE: Duration = Duration::from_secs(2);

/// Who calls: from the row of the user or the client, never from the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// By which the journal knows who acts: the id of the user or of the client.
    pub id: Uuid,
    /// A person or a machine.
    pub who: Who,
    /// The unit.
    pub unit_id: Option<Id<Unit>>,
    /// Tokens made under another are void: it changes with the password, and with signing out everywhere.
    pub generation: i64,
}

/// Who a caller is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A user, whose rights come from roles.
    Person(Person),
    /// A client, whose rights come from scopes.
    Machine(Machine),
}

/// A user who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name to sign in with.
    pub username: String,
    /// What people call the user.
    pub display_name: Option<String>,
    /// The address for e-mail.
    pub email: Option<String>,
    /// The roles.
    pub roles: Vec<Role>,
}

/// A client that calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Its name.
    pub name: String,
    /// The role of its unit: what a unit may not do, its client may not either.
    pub role: Role,
    /// What it may do.
    pub scopes: Vec<Right>,
}

impl Caller {
    /// The operator at the command line, who has the machine anyway: sets up users and units, and passes no gate.
    pub fn operator() -> Self {
        Self::without_account("operator", vec![Role::Administrator, Role::CoordinationUnit])
    }

    /// Anybody: reads what every reader may. For what is published.
    pub fn anybody() -> Self {
        Self::without_account("anybody", vec![Role::Reader])
    }

    fn without_account(username: &str, roles: Vec<Role>) -> Self {
        Self {
            id: Uuid::nil(),
            who: Who::Person(Person { username: username.to_owned(), display_name: None, email: None, roles }),
            unit_id: None,
            generation: 0,
        }
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        match &self.who {
            Who::Person(person) => person.display_name.as_deref().unwrap_or(&person.username),
            Who::Machine(machine) => &machine.name,
        }
    }

    /// The roles; a client has none.
    pub fn roles(&self) -> &[Role] {
        match &self.who {
            Who::Person(person) => &person.roles,
            Who::Machine(_) => &[],
        }
    }

    /// The user.
    ///
    /// # Errors
    /// `forbidden` for a client, of what only people have.
    pub fn user(&self) -> Result<Id<User>, ApiError> {
        match self.who {
            Who::Person(_) => Ok(Id::from(self.id)),
            Who::Machine(_) => Err(ErrorCode::Forbidden.into()),
        }
    }

    /// Whether it is a client, which passes no gate.
    pub fn is_machine(&self) -> bool {
        matches!(self.who, Who::Machine(_))
    }

    /// How far a right of this caller reaches.
    pub fn grant(&self, subject: &str, verb: Verb) -> Grant {
        match &self.who {
            Who::Person(person) => grant(&person.roles, subject, verb),
            Who::Machine(machine) if machine.scopes.contains(&(subject, verb)) => grant(&[machine.role], subject, verb),
            Who::Machine(_) => Grant::No,
        }
    }

    /// The refusal of a right, which names it.
    pub fn refusal(&self, subject: &str, verb: Verb) -> ApiError {
        let mut error = ApiError::forbidden(permission(subject, verb));
        error.0.rule = Some("R-22").filter(|_| self.is_machine());
        error
    }

    /// Whether this caller may do something with what belongs to `owner`.
    pub fn may(&self, subject: &str, verb: Verb, owner: Option<Id<Unit>>) -> bool {
        match self.grant(subject, verb) {
            Grant::All => true,
            Grant::Own => owner.is_some() && owner == self.unit_id,
            Grant::No => false,
        }
    }

    /// The caller's unit, where the right to create reaches no further: what it creates is its own.
    pub fn own_unit(&self, subject: &str) -> Option<Id<Unit>> {
        self.unit_id.filter(|_| self.grant(subject, Verb::Create) == Grant::Own)
    }

    /// Demands that this caller may do something, if only with what is the caller's own.
    ///
    /// # Errors
    /// `forbidden`, naming the permission.
    pub fn demand_any(&self, subject: &str, verb: Verb) -> Result<(), ApiError> {
        match self.grant(subject, verb) {
            Grant::No => Err(self.refusal(subject, verb)),
            Grant::Own | Grant::All => Ok(()),
        }
    }

    /// Demands that this caller may do something with what belongs to `owner`.
    ///
    /// # Errors
    /// `forbidden`, naming the permission.
    pub fn demand(&self, subject: &str, verb: Verb, owner: Option<Id<Unit>>) -> Result<(), ApiError> {
        if self.may(subject, verb, owner) {
            return Ok(());
        }
        let mut error = self.refusal(subject, verb);
        if self.grant(subject, verb) == Grant::Own {
            error.0.detail = Some(
                text(
                    "Rätten gäller bara den egna enhetens poster.",
                    "The right reaches only to your own unit's records.",
                )
                .into(),
            );
        }
        Err(error)
    }
}

/// What is remembered of a verified token.
struct Remembered {
    bearer: Bearer,
    /// What a client's token is narrowed to.
    narrowed: Option<Vec<Right>>,
    generation: i64,
    /// In seconds since 1970.
    expires_at: i64,
}

/// Whose token it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Bearer {
    /// A user's; of a session, unless it was made on the command line.
    User(Uuid, Option<Uuid>),
    /// A client's.
    Client(Uuid),
}

/// Tells who a token belongs to. Verified tokens are remembered until they expire, keyed by a hash and bounded in
/// number, because checking a signature costs as much as the query behind it.
pub struct Authenticator {
    db: Db,
    clock: Clock,
    keys: Arc<Keys>,
    tokens: Cache<[u8; 32], Arc<Remembered>>,
    callers: Cache<Bearer, (Instant, Arc<Caller>)>,
}

impl Authenticator {
    /// One that knows nobody yet.
    pub fn new(db: Db, clock: Clock, keys: Arc<Keys>) -> Self {
        Self { db, clock, keys, tokens: Cache::new(REMEMBERED), callers: Cache::new(REMEMBERED) }
    }

    /// The caller of a request.
    ///
    /// # Errors
    /// `unauthenticated` without a token that is valid now for a user or client that is not disabled.
    pub async fn caller(&self, headers: &HeaderMap) -> Result<Arc<Caller>, ApiError> {
        let denied = || ApiError::from(ErrorCode::Unauthenticated);
        let token = bearer(headers).ok_or_else(denied)?;
        let known = self.verify(token).ok_or_else(denied)?;
        let caller = self.find(known.bearer).await?.filter(|caller| caller.generation == known.generation);
        let caller = caller.ok_or_else(denied)?;
        Ok(match &known.narrowed {
            Some(scopes) => Arc::new(narrowed(&caller, scopes)),
            None => caller,
        })
    }

    fn verify(&self, token: &str) -> Option<Arc<Remembered>> {
        let now = self.clock.now().0.timestamp();
        let key: [u8; 32] = Sha256::digest(token).into();
        if let Some(known) = self.tokens.get(&key) {
            if known.expires_at > now {
                return Some(known);
            }
            self.tokens.remove(&key);
            return None;
        }
        let claims = self.keys.verify(token, now)?;
        let known = Arc::new(Remembered {
            bearer: match claims.client_id {
                Some(client) => Bearer::Client(client),
                None => Bearer::User(claims.sub, claims.sid),
            },
            narrowed: claims.scope.map(|scope| scope.split(' ').filter_map(right).collect()),
            generation: claims.generation,
            expires_at: claims.exp,
        });
        self.tokens.insert(key, Arc::clone(&known));
        Some(known)
    }

    async fn find(&self, bearer: Bearer) -> Result<Option<Arc<Caller>>, ApiError> {
        if let Some((at, caller)) = self.callers.get(&bearer)
            && at.elapsed() < ROW_AGE
        {
            return Ok(Some(caller));
        }
        let now = self.clock.now();
        let find = move |conn: &mut Conn| match bearer {
            Bearer::Client(id) => clients::find_caller(conn, Id::from(id)),
            Bearer::User(id, Some(session)) if !sessions::is_open(conn, session, id, now)? => Ok(None),
            Bearer::User(id, _) => users::find_caller(conn, Id::from(id)),
        };
        let found = self.db.read(move |conn| Ok(find(conn)?)).await?.map(Arc::new);
        match &found {
            Some(caller) => self.callers.insert(bearer, (Instant::now(), Arc::clone(caller))),
            None => {
                self.callers.remove(&bearer);
            }
        }
        Ok(found)
    }
}

/// Who a user or a client is; none when there is no such one, or it is shut out or put away.
///
/// # Errors
/// When the database refuses.
pub fn find_caller(conn: &mut Conn, id: Uuid) -> QueryResult<Option<Caller>> {
    match users::find_caller(conn, Id::from(id))? {
        None => clients::find_caller(conn, Id::from(id)),
        user => Ok(user),
    }
}

/// A client with no more than the scopes that its token asked for.
fn narrowed(caller: &Caller, scopes: &[Right]) -> Caller {
    let mut caller = caller.clone();
    if let Who::Machine(machine) = &mut caller.who {
        machine.scopes.retain(|scope| scopes.contains(scope));
    }
    caller
}

/// The token of `Authorization: Bearer` (RFC 6750); the scheme's case does not matter.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Something that permissions are about.
pub trait Subject: 'static {
    /// Its name in the policy.
    const NAME: &'static str;
}

impl<R: crate::register::Register> Subject for R {
    const NAME: &'static str = R::PATH;
}

/// A verb as a type.
pub trait VerbType: 'static {
    /// The verb.
    const VERB: Verb;
}

/// The verbs as types, for signatures.
pub mod may {
    use super::{Verb, VerbType};

    macro_rules! verbs {
        ($($name:ident),*) => { $(
            #[doc = concat!("[`Verb::", stringify!($name), "`] as a type.")]
            #[derive(Debug)]
            pub enum $name {}
            impl VerbType for $name { const VERB: Verb = Verb::$name; }
        )* };
    }
    verbs!(Read, Create, Edit, Delete, Transition, History, Merge, SetPassword);
}

/// The first argument of a handler that only some may call: `Allowed<Partner, may::Create>`. Where the policy grants
/// nothing, the handler does not run.
pub struct Allowed<S, V> {
    /// The caller.
    pub caller: Arc<Caller>,
    right: PhantomData<fn() -> (S, V)>,
}

impl<S: Subject, V: VerbType> FromRequest for Allowed<S, V> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let allow = || {
            let caller = request.extensions().get::<Arc<Caller>>().cloned();
            let caller = caller.ok_or_else(|| ApiError::from(ErrorCode::Unauthenticated))?;
            caller.demand_any(S::NAME, V::VERB)?;
            negotiate::check(request)?;
            Ok(Self { caller, right: PhantomData })
        };
        ready(allow())
    }
}

/// The first argument of a handler that anybody may call.
pub struct Open;

impl FromRequest for Open {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(negotiate::check(request).map(|()| Self))
    }
}

/// Who may call a handler, read off its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Anybody.
    Open,
    /// Those whom the policy grants this.
    Permission(&'static str, Verb),
}

/// An argument that says who may call.
pub trait GuardArgument {
    /// Who.
    const GUARD: Guard;
}

impl GuardArgument for Open {
    const GUARD: Guard = Guard::Open;
}

impl<S: Subject, V: VerbType> GuardArgument for Allowed<S, V> {
    const GUARD: Guard = Guard::Permission(S::NAME, V::VERB);
}

/// The arguments of a handler, the first of which says who may call: a handler without it cannot be registered.
pub trait Guarded {
    /// Who may call.
    const GUARD: Guard;
}

macro_rules! guarded {
    ($($rest:ident),*) => {
        impl<A: GuardArgument, $($rest),*> Guarded for (A, $($rest,)*) {
            const GUARD: Guard = A::GUARD;
        }
    };
}
guarded!();
guarded!(B);
guarded!(B, C);
guarded!(B, C, D);
guarded!(B, C, D, E);
guarded!(B, C, D, E, F);
