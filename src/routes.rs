//! The whole URL map, and the registers behind it.

use crate::cooperation::agreements::{self, CooperationAgreement};
use crate::cooperation::benefit_reviews::{self, BenefitReview};
use crate::cooperation::mandates::{self, Mandate};
use crate::cooperation::membership_fees::{self, MembershipFee};
use crate::cooperation::memberships::{self, Membership};
use crate::cooperation::partners::{self, Partner};
use crate::governance::bodies::{self, Body};
use crate::governance::competences::{self, Competence};
use crate::governance::decisions::{self, Decision};
use crate::governance::introductions::{self, Introduction};
use crate::governance::meetings::{self, Meeting};
use crate::governance::units::{self, Unit};
use crate::governance::visits::{self, Visit};
use crate::http::endpoint::Endpoint;
use crate::identity::users::{self, User};
use crate::identity::{me, tokens};
use crate::planning::activities::{self, Activity};
use crate::reference::code_lists::{self, CodeLists};
use crate::reference::fixed;
use crate::reference::municipalities::{self, Municipalities};
use crate::register::{AnyRegister, Erased};
use crate::strategy::framework_elements::{self, FrameworkElements};
use crate::strategy::priorities::{self, Priorities};
use crate::strategy::strategies::{self, Strategy};
use crate::strategy::strategy_areas::{self, StrategyArea};
use crate::{health, openapi, reports};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

/// Every register, what is referred to before what refers to it: in this order a register is rebuilt.
pub const REGISTERS: &[&dyn AnyRegister] = &[
    &Erased::<Unit>::NEW,
    &Erased::<User>::NEW,
    &Erased::<Strategy>::NEW,
    &Erased::<StrategyArea>::NEW,
    &Erased::<Partner>::NEW,
    &Erased::<Activity>::NEW,
    &Erased::<CooperationAgreement>::NEW,
    &Erased::<Membership>::NEW,
    &Erased::<Body>::NEW,
    &Erased::<Competence>::NEW,
    &Erased::<Meeting>::NEW,
    &Erased::<Decision>::NEW,
    &Erased::<MembershipFee>::NEW,
    &Erased::<Mandate>::NEW,
    &Erased::<BenefitReview>::NEW,
    &Erased::<Visit>::NEW,
    &Erased::<Introduction>::NEW,
];

/// What the small lists that are read only add to the document's schemas.
pub fn fixed_schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    fixed::schemas::<Priorities>(schemas);
    fixed::schemas::<FrameworkElements>(schemas);
    fixed::schemas::<Municipalities>(schemas);
    fixed::schemas::<CodeLists>(schemas);
}

/// Everything below the API's base.
pub fn api() -> Vec<Endpoint> {
    [
        strategies::endpoints(),         // /strategies, /strategies/current
        priorities::endpoints(),         // /priorities
        framework_elements::endpoints(), // /framework-elements
        strategy_areas::endpoints(),     // /strategy-areas
        activities::endpoints(),         // /activities
        bodies::endpoints(),             // /bodies
        competences::endpoints(),        // /competences
        meetings::endpoints(),           // /meetings
        decisions::endpoints(),          // /decisions
        agreements::endpoints(),         // /cooperation-agreements
        memberships::endpoints(),        // /memberships
        membership_fees::endpoints(),    // /membership-fees
        mandates::endpoints(),           // /mandates
        benefit_reviews::endpoints(),    // /benefit-reviews
        visits::endpoints(),             // /visits
        introductions::endpoints(),      // /introductions
        partners::endpoints(),           // /partners
        units::endpoints(),              // /units
        municipalities::endpoints(),     // /municipalities
        code_lists::endpoints(),         // /code-lists
        reports::endpoints(),            // /reports, /report-links
        users::endpoints(),              // /users
        me::endpoints(),                 // /me
        tokens::endpoints(),             // /tokens
        openapi::endpoints(),            // /api-info, /openapi.json, /openapi.yaml
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Everything beside it, open to all: `/`, health, the key set, the problems' pages.
pub fn beside() -> Vec<Endpoint> {
    health::endpoints()
}
