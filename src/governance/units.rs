//! Units: the board, its working committee, the coordination unit, and the area units that run their own part.

/// A unit of the organisation; users and partners belong to one by its id.
pub struct Unit;
