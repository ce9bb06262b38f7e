//! What part of their projects municipalities make up.

use std::collections::BTreeMap;

/// The parts of some projects that one of those has which take part in them: a project of three is a third of each.
#[derive(Clone, Debug, Default)]
pub(super) struct Share(BTreeMap<i128, i128>);

impl Share {
    /// Adds a project in which some take part.
    pub(super) fn add(&mut self, taking_part: usize) {
        if let Some(parts) = i128::try_from(taking_part).ok().filter(|parts| *parts > 0) {
            *self.0.entry(parts).or_default() += 1;
        }
    }

    /// The sum of the parts with four decimals, rounded half up. It is added up exactly before it is rounded: a county has
    /// too few municipalities for the common denominator to grow large.
    pub(super) fn printed(&self) -> String {
        let whole = self.0.keys().fold(1, |whole, parts| whole / divisor(whole, *parts) * parts);
        let sum: i128 = self.0.iter().map(|(parts, projects)| projects * (whole / parts)).sum();
        let rounded = (sum * 20_000 + whole) / (2 * whole);
        format!("{}.{:04}", rounded / 10_000, rounded % 10_000)
    }
}

/// The largest number that divides both.
fn divisor(one: i128, other: i128) -> i128 {
    if other == 0 { one } else { divisor(other, one % other) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(projects: &[usize]) -> String {
        let mut share = Share::default();
        projects.iter().for_each(|taking_part| share.add(*taking_part));
        share.printed()
    }

    #[test]
    fn parts_are_added_up_exactly_and_rounded_once() {
        assert_eq!(printed(&[]), "0.0000");
        assert_eq!(printed(&[1, 1]), "2.0000");
        assert_eq!(printed(&[3]), "0.3333");
        // Rounded one by one, they would be 0.9999.
        assert_eq!(printed(&[3, 3, 3]), "1.0000");
        assert_eq!(printed(&[2, 3, 7]), "0.9762");
        assert_eq!(printed(&[16]), "0.0625");
        assert_eq!(printed(&[32]), "0.0313", "half is up");
        assert_eq!(printed(&(1..=16).collect::<Vec<_>>()), "3.3807");
        assert_eq!(printed(&[6; 50_000]), "8333.3333");
    }
}
