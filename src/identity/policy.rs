//! The policy: one table on one screen. What is not in it is denied.

use Grant::{All, No, Own};
use Verb::{Create, Delete, Edit, History, Merge, Read, SetPassword, Transition};

crate::code_list! {
    /// The roles. A user may hold several; rights add up.
    pub enum Role "roles" ("Roller", "Roles") {
        Board = "board" ("Regionstyrelsen", "Board"),
        WorkingCommittee = "working_committee" ("Arbetsutskottet", "Working committee"),
        CoordinationUnit = "coordination_unit" ("Samordnande enhet (Strategi & Analys)", "Coordination unit"),
        AreaUnit = "area_unit" ("Områdesenhet", "Area unit"),
        Registrar = "registrar" ("Registrator", "Registrar"),
        Reader = "reader" ("Läsare", "Reader"),
        Administrator = "administrator" ("Administratör", "Administrator"),
    }
}

/// What is done with a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// List and read.
    Read,
    /// Create.
    Create,
    /// Change fields.
    Edit,
    /// Delete.
    Delete,
    /// Move to another state.
    Transition,
    /// Read the history of a record.
    History,
    /// Make one of two.
    Merge,
    /// Set another's password.
    SetPassword,
}

impl Verb {
    /// The word in a permission such as `partners:create`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Create => "create",
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Transition => "transition",
            Self::History => "history",
            Self::Merge => "merge",
            Self::SetPassword => "set_password",
        }
    }
}

/// How far a right reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grant {
    /// Not at all.
    No,
    /// To what belongs to the caller's own unit.
    Own,
    /// To everything.
    All,
}

/// A row: subject, verb, and the grant of each role in the order of [`Role::ALL`].
pub type Row = (&'static str, Verb, [Grant; 7]);

/// The whole policy.
#[rustfmt::skip]
pub const POLICY: &[Row] = &[
    //                                        bord wc   cu   area regi read admin
    ("activities",             Read,        [ All, All, All, All, All, All, All ]),
    ("activities",             Create,      [ No,  No,  All, Own, No,  No,  No  ]),
    ("activities",             Edit,        [ No,  No,  All, Own, No,  No,  No  ]),
    ("activities",             Delete,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("activities",             Transition,  [ No,  No,  All, Own, No,  No,  No  ]),
    ("activities",             History,     [ All, All, All, All, All, No,  All ]),
    ("benefit-reviews",        Read,        [ All, All, All, All, All, All, All ]),
    ("benefit-reviews",        Create,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("benefit-reviews",        Edit,        [ No,  No,  All, No,  No,  No,  No  ]),
    ("benefit-reviews",        History,     [ All, All, All, All, All, No,  All ]),
    ("bodies",                 Read,        [ All, All, All, All, All, All, All ]),
    ("bodies",                 Create,      [ All, No,  All, No,  All, No,  No  ]),
    ("bodies",                 Edit,        [ All, No,  All, No,  All, No,  No  ]),
    ("bodies",                 History,     [ All, All, All, All, All, No,  All ]),
    ("calendar",               Read,        [ All, All, All, All, All, All, All ]),
    ("calendar-subscriptions", Read,        [ All, All, All, All, All, All, All ]),
    ("calendar-subscriptions", Create,      [ All, All, All, All, All, All, All ]),
    ("calendar-subscriptions", Delete,      [ All, All, All, All, All, All, All ]),
    ("calls",                  Read,        [ All, All, All, All, All, All, All ]),
    ("calls",                  Create,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("calls",                  Edit,        [ No,  No,  All, No,  No,  No,  No  ]),
    ("calls",                  History,     [ All, All, All, All, All, No,  All ]),
    ("clients",                Read,        [ No,  No,  No,  No,  No,  No,  All ]),
    ("clients",                Create,      [ No,  No,  No,  No,  No,  No,  All ]),
    ("clients",                Edit,        [ No,  No,  No,  No,  No,  No,  All ]),
    ("clients",                History,     [ No,  No,  No,  No,  No,  No,  All ]),
    ("client-secrets",         Read,        [ No,  No,  No,  No,  No,  No,  All ]),
    ("client-secrets",         Create,      [ No,  No,  No,  No,  No,  No,  All ]),
    ("client-secrets",         Delete,      [ No,  No,  No,  No,  No,  No,  All ]),
    ("changes",                Read,        [ All, All, All, All, All, No,  All ]),
    ("code-lists",             Read,        [ All, All, All, All, All, All, All ]),
    ("competences",            Read,        [ All, All, All, All, All, All, All ]),
    ("competences",            Create,      [ No,  No,  No,  No,  No,  No,  All ]),
    ("competences",            Edit,        [ No,  No,  No,  No,  No,  No,  All ]),
    ("competences",            History,     [ All, All, All, All, All, No,  All ]),
    ("confidential",           Read,        [ All, All, All, No,  All, No,  No  ]),
    ("cooperation-agreements", Read,        [ All, All, All, All, All, All, All ]),
    ("cooperation-agreements", Create,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("cooperation-agreements", Edit,        [ No,  No,  All, No,  No,  No,  No  ]),
    ("cooperation-agreements", Delete,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("cooperation-agreements", Transition,  [ No,  No,  All, No,  All, No,  No  ]),
    ("cooperation-agreements", History,     [ All, All, All, All, All, No,  All ]),
    ("decisions",              Read,        [ All, All, All, All, All, All, All ]),
    ("decisions",              Create,      [ All, No,  No,  No,  All, No,  No  ]),
    ("decisions",              History,     [ All, All, All, All, All, No,  All ]),
    ("engagements",            Read,        [ All, All, All, All, All, All, All ]),
    ("engagements",            Create,      [ No,  All, All, Own, No,  No,  No  ]),
    ("engagements",            Edit,        [ No,  All, All, Own, No,  No,  No  ]),
    ("engagements",            History,     [ All, All, All, All, All, No,  All ]),
    ("framework-elements",     Read,        [ All, All, All, All, All, All, All ]),
    ("framework-elements",     Create,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("framework-elements",     Edit,        [ No,  No,  All, No,  No,  No,  No  ]),
    ("framework-elements",     History,     [ All, All, All, All, All, No,  All ]),
    ("funding-programmes",     Read,        [ All, All, All, All, All, All, All ]),
    ("funding-programmes",     Create,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("funding-programmes",     Edit,        [ No,  No,  All, No,  No,  No,  No  ]),
    ("funding-programmes",     History,     [ All, All, All, All, All, No,  All ]),
    ("imports",                Read,        [ All, All, All, All, All, No,  All ]),
    ("imports",                Create,      [ All, All, All, All, All, No,  All ]),
    ("indicator-values",       Read,        [ All, All, All, All, All, All, All ]),
    ("indicator-values",       Create,      [ No,  No,  All, Own, No,  No,  No  ]),
    ("indicator-values",       Edit,        [ No,  No,  All, Own, No,  No,  No  ]),
    ("indicator-values",       History,     [ All, All, All, All, All, No,  All ]),
    ("indicators",             Read,        [ All, All, All, All, All, All, All ]),
    ("indicators",             Create,      [ No,  No,  All, Own, No,  No,  No  ]),
    ("indicators",             Edit,        [ No,  No,  All, Own, No,  No,  No  ]),
    ("indicators",             Delete,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("indicators",             History,     [ All, All, All, All, All, No,  All ]),
    ("influence-cases",        Read,        [ All, All, All, All, All, All, All ]),
    ("influence-cases",        Create,      [ No,  No,  All, Own, No,  No,  No  ]),
    ("influence-cases",        Edit,        [ No,  No,  All, Own, No,  No,  No  ]),
    ("influence-cases",        Delete,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("influence-cases",        Transition,  [ No,  No,  All, No,  No,  No,  No  ]),
    ("influence-cases",        History,     [ All, All, All, All, All, No,  All ]),
    ("integration-statements", Read,        [ All, All, All, All, All, All, All ]),
    ("integration-statements", Create,      [ No,  No,  Own, Own, No,  No,  No  ]),
    ("integration-statements", Edit,        [ No,  No,  Own, Own, No,  No,  No  ]),
    ("integration-statements", History,     [ All, All, All, All, All, No,  All ]),
    ("introductions",          Read,        [ All, All, All, All, All, All, All ]),
    ("introductions",          Create,      [ No,  All, All, Own, No,  No,  No  ]),
    ("introductions",          Edit,        [ No,  All, All, No,  No,  No,  No  ]),
    ("introductions",          History,     [ All, All, All, All, All, No,  All ]),
    ("knowledge-activities",   Read,        [ All, All, All, All, All, All, All ]),
    ("knowledge-activities",   Create,      [ No,  No,  All, Own, No,  No,  No  ]),
    ("knowledge-activities",   Edit,        [ No,  No,  All, Own, No,  No,  No  ]),
    ("knowledge-activities",   Delete,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("knowledge-activities",   Transition,  [ No,  No,  All, Own, No,  No,  No  ]),
    ("knowledge-activities",   History,     [ All, All, All, All, All, No,  All ]),
    ("mandates",               Read,        [ All, All, All, All, All, All, All ]),
    ("mandates",               Create,      [ No,  No,  All, No,  All, No,  No  ]),
    ("mandates",               Edit,        [ No,  No,  All, No,  All, No,  No  ]),
    ("mandates",               History,     [ All, All, All, All, All, No,  All ]),
    ("matrix-cells",           Read,        [ All, All, All, All, All, All, All ]),
    ("matrix-cells",           Create,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("matrix-cells",           Edit,        [ No,  No,  All, No,  No,  No,  No  ]),
    ("matrix-cells",           History,     [ All, All, All, All, All, No,  All ]),
    ("me",                     Read,        [ All, All, All, All, All, All, All ]),
    ("me",                     SetPassword, [ All, All, All, All, All, All, All ]),
    ("meetings",               Read,        [ All, All, All, All, All, All, All ]),
    ("meetings",               Create,      [ All, No,  All, No,  All, No,  No  ]),
    ("meetings",               Edit,        [ All, No,  All, No,  All, No,  No  ]),
    ("meetings",               History,     [ All, All, All, All, All, No,  All ]),
    ("membership-fees",        Read,        [ All, All, All, All, All, All, All ]),
    ("membership-fees",        Create,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("membership-fees",        Edit,        [ No,  No,  All, No,  No,  No,  No  ]),
    ("membership-fees",        History,     [ All, All, All, All, All, No,  All ]),
    ("memberships",            Read,        [ All, All, All, All, All, All, All ]),
    ("memberships",            Create,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("memberships",            Edit,        [ No,  No,  All, No,  No,  No,  No  ]),
    ("memberships",            Transition,  [ No,  No,  All, No,  No,  No,  No  ]),
    ("memberships",            History,     [ All, All, All, All, All, No,  All ]),
    ("monitoring-items",       Read,        [ All, All, All, All, All, All, All ]),
    ("monitoring-items",       Create,      [ No,  No,  All, Own, No,  No,  No  ]),
    ("monitoring-items",       Edit,        [ No,  No,  All, Own, No,  No,  No  ]),
    ("monitoring-items",       Delete,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("monitoring-items",       Transition,  [ No,  No,  All, No,  No,  No,  No  ]),
    ("monitoring-items",       History,     [ All, All, All, All, All, No,  All ]),
    ("municipalities",         Read,        [ All, All, All, All, All, All, All ]),
    ("operational-plans",      Read,        [ All, All, All, All, All, All, All ]),
    ("operational-plans",      Create,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("operational-plans",      Edit,        [ No,  No,  All, No,  No,  No,  No  ]),
    ("operational-plans",      Delete,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("operational-plans",      Transition,  [ No,  No,  All, No,  No,  No,  No  ]),
    ("operational-plans",      History,     [ All, All, All, All, All, No,  All ]),
    ("partners",               Read,        [ All, All, All, All, All, All, All ]),
    ("partners",               Create,      [ No,  No,  All, All, No,  No,  No  ]),
    ("partners",               Edit,        [ No,  No,  All, Own, No,  No,  No  ]),
    ("partners",               Delete,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("partners",               Transition,  [ No,  No,  All, No,  No,  No,  No  ]),
    ("partners",               History,     [ All, All, All, All, All, No,  All ]),
    ("partners",               Merge,       [ No,  No,  All, No,  No,  No,  No  ]),
    ("policy-frameworks",      Read,        [ All, All, All, All, All, All, All ]),
    ("policy-frameworks",      Create,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("policy-frameworks",      Edit,        [ No,  No,  All, No,  No,  No,  No  ]),
    ("policy-frameworks",      History,     [ All, All, All, All, All, No,  All ]),
    ("priorities",             Read,        [ All, All, All, All, All, All, All ]),
    ("profile-areas",          Read,        [ All, All, All, All, All, All, All ]),
    ("profile-areas",          Create,      [ No,  No,  All, Own, No,  No,  No  ]),
    ("profile-areas",          Edit,        [ No,  No,  All, Own, No,  No,  No  ]),
    ("profile-areas",          Delete,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("profile-areas",          Transition,  [ No,  No,  All, Own, No,  No,  No  ]),
    ("profile-areas",          History,     [ All, All, All, All, All, No,  All ]),
    ("profiling-actions",      Read,        [ All, All, All, All, All, All, All ]),
    ("profiling-actions",      Create,      [ No,  No,  All, Own, No,  No,  No  ]),
    ("profiling-actions",      Edit,        [ No,  No,  All, Own, No,  No,  No  ]),
    ("profiling-actions",      History,     [ All, All, All, All, All, No,  All ]),
    ("progress-updates",       Read,        [ All, All, All, All, All, All, All ]),
    ("progress-updates",       Create,      [ No,  No,  Own, Own, No,  No,  No  ]),
    ("progress-updates",       Edit,        [ No,  No,  Own, Own, No,  No,  No  ]),
    ("progress-updates",       Transition,  [ No,  No,  All, Own, No,  No,  No  ]),
    ("progress-updates",       History,     [ All, All, All, All, All, No,  All ]),
    ("project-ideas",          Read,        [ All, All, All, All, All, All, All ]),
    ("project-ideas",          Create,      [ No,  No,  All, Own, No,  No,  No  ]),
    ("project-ideas",          Edit,        [ No,  No,  All, Own, No,  No,  No  ]),
    ("project-ideas",          Delete,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("project-ideas",          Transition,  [ No,  No,  All, Own, No,  No,  No  ]),
    ("project-ideas",          History,     [ All, All, All, All, All, No,  All ]),
    ("projects",               Read,        [ All, All, All, All, All, All, All ]),
    ("projects",               Create,      [ No,  No,  All, Own, No,  No,  No  ]),
    ("projects",               Edit,        [ No,  No,  All, Own, No,  No,  No  ]),
    ("projects",               Delete,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("projects",               Transition,  [ No,  No,  All, Own, No,  No,  No  ]),
    ("projects",               History,     [ All, All, All, All, All, No,  All ]),
    ("report-links",           Create,      [ All, All, All, All, All, All, All ]),
    ("report-snapshots",       Read,        [ All, All, All, All, All, All, All ]),
    ("report-snapshots",       History,     [ All, All, All, All, All, No,  All ]),
    ("reports",                Read,        [ All, All, All, All, All, All, All ]),
    ("reports",                History,     [ All, All, All, All, All, No,  All ]),
    ("roll-overs",             Read,        [ All, All, All, All, All, All, All ]),
    ("roll-overs",             Create,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("roll-overs",             Transition,  [ No,  No,  All, No,  No,  No,  No  ]),
    ("roll-overs",             History,     [ All, All, All, All, All, No,  All ]),
    ("sessions",               Read,        [ All, All, All, All, All, All, All ]),
    ("sessions",               Delete,      [ All, All, All, All, All, All, All ]),
    ("status-reports",         Read,        [ All, All, All, All, All, All, All ]),
    ("status-reports",         Create,      [ No,  No,  Own, Own, No,  No,  No  ]),
    ("status-reports",         Edit,        [ No,  No,  Own, Own, No,  No,  No  ]),
    ("status-reports",         Delete,      [ No,  No,  Own, Own, No,  No,  No  ]),
    ("status-reports",         Transition,  [ No,  No,  All, Own, No,  No,  No  ]),
    ("status-reports",         History,     [ All, All, All, All, All, No,  All ]),
    ("strategies",             Read,        [ All, All, All, All, All, All, All ]),
    ("strategies",             Create,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("strategies",             Edit,        [ No,  No,  All, No,  No,  No,  No  ]),
    ("strategies",             Delete,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("strategies",             Transition,  [ No,  No,  All, No,  No,  No,  No  ]),
    ("strategies",             History,     [ All, All, All, All, All, No,  All ]),
    ("strategy-areas",         Read,        [ All, All, All, All, All, All, All ]),
    ("strategy-areas",         Create,      [ No,  No,  All, Own, No,  No,  No  ]),
    ("strategy-areas",         Edit,        [ No,  No,  All, Own, No,  No,  No  ]),
    ("strategy-areas",         Delete,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("strategy-areas",         Transition,  [ No,  No,  All, Own, No,  No,  No  ]),
    ("strategy-areas",         History,     [ All, All, All, All, All, No,  All ]),
    ("units",                  Read,        [ All, All, All, All, All, All, All ]),
    ("units",                  Create,      [ No,  No,  All, No,  No,  No,  No  ]),
    ("units",                  Edit,        [ No,  No,  All, No,  No,  No,  No  ]),
    ("units",                  History,     [ All, All, All, All, All, No,  All ]),
    ("users",                  Read,        [ No,  No,  No,  No,  No,  No,  All ]),
    ("users",                  Create,      [ No,  No,  No,  No,  No,  No,  All ]),
    ("users",                  Edit,        [ No,  No,  No,  No,  No,  No,  All ]),
    ("users",                  SetPassword, [ No,  No,  No,  No,  No,  No,  All ]),
    ("users",                  History,     [ No,  No,  No,  No,  No,  No,  All ]),
    ("visits",                 Read,        [ All, All, All, All, All, All, All ]),
    ("visits",                 Create,      [ No,  All, All, Own, No,  No,  No  ]),
    ("visits",                 Edit,        [ No,  All, All, No,  No,  No,  No  ]),
    ("visits",                 History,     [ All, All, All, All, All, No,  All ]),
    ("webhooks",               Read,        [ No,  No,  All, No,  No,  No,  All ]),
    ("webhooks",               Create,      [ No,  No,  All, No,  No,  No,  All ]),
    ("webhooks",               Edit,        [ No,  No,  All, No,  No,  No,  All ]),
    ("webhooks",               Delete,      [ No,  No,  All, No,  No,  No,  All ]),
    ("webhooks",               Transition,  [ No,  No,  All, No,  No,  No,  All ]),
    ("webhooks",               History,     [ No,  No,  All, No,  No,  No,  All ]),
];

/// A subject and what is done with it: what a permission is about.
pub type Right = (&'static str, Verb);

/// What no client's scope may name: what opens a gate, and what is a person's own.
const FOR_PEOPLE: [Right; 7] = [
    ("decisions", Create),
    ("me", SetPassword),
    ("sessions", Read),
    ("sessions", Delete),
    ("report-links", Create),
    ("calendar-subscriptions", Create),
    ("calendar-subscriptions", Delete),
];

/// The right that a permission's name is of, such as `partners:create`.
pub fn right(name: &str) -> Option<Right> {
    let (subject, word) = name.split_once(':')?;
    let mut rights = POLICY.iter().map(|(subject, verb, _)| (*subject, *verb));
    rights.find(|(one, verb)| *one == subject && verb.word() == word)
}

/// Whether a client of a unit with a role may have a scope.
pub fn may_be_scope(role: Role, (subject, verb): Right) -> bool {
    !FOR_PEOPLE.contains(&(subject, verb)) && grant(&[role], subject, verb) != No
}

/// How far the right of some roles reaches; rights add up, and what is not in the table is denied.
pub fn grant(roles: &[Role], subject: &str, verb: Verb) -> Grant {
    let Some((_, _, grants)) = POLICY.iter().find(|(name, word, _)| *name == subject && *word == verb) else {
        return No;
    };
    let of = |role: &Role| Role::ALL.iter().position(|one| one == role).and_then(|place| grants.get(place));
    roles.iter().filter_map(of).copied().max().unwrap_or(No)
}

/// The name of a permission, such as `partners:create`.
pub fn permission(subject: &str, verb: Verb) -> String {
    format!("{subject}:{}", verb.word())
}
