//! The municipalities of the county.

/// Their names, in Swedish order.
pub const TOWNS: [&str; 16] = [
    "Arvika",
    "Eda",
    "Filipstad",
    "Forshaga",
    "Grums",
    "Hagfors",
    "Hammarö",
    "Karlstad",
    "Kil",
    "Kristinehamn",
    "Munkfors",
    "Storfors",
    "Sunne",
    "Säffle",
    "Torsby",
    "Årjäng",
];

/// Their codes.
pub const TOWN_CODES: [&str; 16] = [
    "1715", "1730", "1737", "1760", "1761", "1762", "1763", "1764", "1765", "1766", "1780", "1781", "1782", "1783",
    "1784", "1785",
];
