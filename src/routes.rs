//! The whole URL map, and the registers behind it.

use crate::cooperation::partners::{self, Partner};
use crate::governance::units::{self, Unit};
use crate::http::endpoint::Endpoint;
use crate::identity::users::{self, User};
use crate::identity::{me, tokens};
use crate::reference::{code_lists, municipalities};
use crate::register::{AnyRegister, Erased};
use crate::strategy::strategy_areas::{self, StrategyArea};
use crate::{health, openapi, reports};

/// Every register, what is referred to before what refers to it: in this order a register is rebuilt.
pub const REGISTERS: &[&dyn AnyRegister] =
    &[&Erased::<Unit>::NEW, &Erased::<User>::NEW, &Erased::<StrategyArea>::NEW, &Erased::<Partner>::NEW];

/// Everything below the API's base.
pub fn api() -> Vec<Endpoint> {
    [
        partners::endpoints(),       // /partners
        strategy_areas::endpoints(), // /strategy-areas
        units::endpoints(),          // /units
        municipalities::endpoints(), // /municipalities
        code_lists::endpoints(),     // /code-lists
        reports::endpoints(),        // /reports, /report-links
        users::endpoints(),          // /users
        me::endpoints(),             // /me
        tokens::endpoints(),         // /tokens
        openapi::endpoints(),        // /api-info, /openapi.json, /openapi.yaml
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Everything beside it, open to all: `/`, health, the key set, the problems' pages.
pub fn beside() -> Vec<Endpoint> {
    health::endpoints()
}
