//! What users look like on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::types::Id;
use crate::governance::units::Unit;
use crate::http::query::{Any, AnyOrNone};
use crate::identity::policy::Role;

/// The fields of a user that the administrator sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserIn {
    /// The name to sign in with, unique whatever its case: letters, digits, dot, hyphen and underscore.
    #[schema(pattern = "^[A-Za-zÅÄÖåäö0-9][A-Za-zÅÄÖåäö0-9._-]*$", max_length = 60, example = "samordnare")]
    pub username: String,
    /// What people call the user.
    #[schema(min_length = 1, max_length = 200, example = "Samordnaren")]
    pub display_name: Option<String>,
    /// The address to which the digest of the user's tasks is sent; without one, none is sent. It is shown to administrators
    /// and to the user alone.
    #[schema(format = "email", max_length = 254, example = "samordnare@example.se")]
    pub email: Option<String>,
    /// The roles; rights add up. `administrator` is never held together with `board` or `registrar`.
    #[schema(min_items = 1, max_items = 7, example = json!(["coordination_unit"]))]
    pub roles: Vec<Role>,
    /// The unit; needed for `area_unit`.
    #[schema(value_type = Option<uuid::Uuid>, example = "0198c5a2-7d3e-7b1a-9f00-2a6b1c4d5e6f")]
    pub unit_id: Option<Id<Unit>>,
    /// Whether the account is shut.
    #[serde(default)]
    #[schema(example = false)]
    pub disabled: bool,
}

/// A new password.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasswordIn {
    /// The new password: 12 to 200 characters.
    #[schema(min_length = 12, max_length = 200, format = "password", example = "norrsken-over-klaralven")]
    pub new_password: String,
}

crate::filter! {
    /// The filters of the list of users.
    pub struct UserFilter {
        /// The name to sign in with, as it is written.
        username: "username" => Any<String>,
        /// The unit.
        unit_id: "unitId" => AnyOrNone<Id<Unit>>,
        /// Whether the account is shut.
        disabled: "disabled" => Any<bool>,
    }
}
