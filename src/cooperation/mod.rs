//! With whom the region works.

pub mod agreements;
pub mod benefit_reviews;
pub mod deadlines;
pub mod engagements;
pub mod mandates;
pub mod membership_fees;
pub mod memberships;
pub mod partners;
pub mod terms;
