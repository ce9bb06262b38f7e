//! With whom the region works.

pub mod partners;
