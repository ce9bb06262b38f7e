//! The operations of profiling actions: those that all registers share.

use super::ProfilingAction;
use crate::http::endpoint::Endpoint;
use crate::register;

/// The endpoints.
pub(super) fn endpoints() -> Vec<Endpoint> {
    register::endpoints::<ProfilingAction>()
}
