//! Who calls, and what they may do.

pub mod caller;
pub mod clients;
pub mod keys;
pub mod me;
pub mod passwords;
pub mod policy;
pub mod sessions;
pub mod tokens;
pub mod users;
