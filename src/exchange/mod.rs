//! What goes in and out: [`exports`] of every list, and the [`columns`] of their tables.

pub mod cells;
pub mod columns;
pub mod exports;
pub mod labels;
