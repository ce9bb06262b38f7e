//! International cooperation: programmes and their calls, ideas that mobilise, and projects with the money in them.

pub mod calls;
pub mod funding_programmes;
pub mod project_ideas;
pub mod projects;
