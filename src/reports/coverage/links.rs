//! What links to each element, by its code.

use std::collections::HashMap;

use super::data::{CoverageArea, CoverageElement, CoverageFramework};
use crate::cooperation::agreements::CooperationAgreement;
use crate::cooperation::memberships::Membership;
use crate::db::types::Id;
use crate::planning::activities::Linked;
use crate::register::Record;
use crate::strategy::framework_elements::{FrameworkElement, FrameworkLink, LinkStrength};
use crate::strategy::policy_frameworks::{PolicyFramework, PolicyFrameworkIn};
use crate::strategy::strategy_areas::StrategyArea;

/// What links to an element.
#[derive(Clone, Debug, Default)]
struct Found {
    areas: Vec<CoverageArea>,
    activities: i64,
    by_area: i64,
    agreements: usize,
    memberships: usize,
    strength: Option<LinkStrength>,
}

/// What links to the elements, by their codes.
#[derive(Clone, Debug, Default)]
pub(super) struct Links(HashMap<String, Found>);

impl Links {
    fn to(&mut self, link: &FrameworkLink) -> &mut Found {
        let found = self.0.entry(link.code.clone()).or_default();
        // The codes stand in their order: the stronger comes first.
        found.strength = Some(found.strength.map_or(link.strength, |strength| strength.min(link.strength)));
        found
    }

    /// The columns of the year.
    pub(super) fn add_areas(&mut self, columns: &[Record<StrategyArea>]) {
        for area in columns {
            for link in &area.content.framework_links {
                let named = CoverageArea { id: area.uuid(), name: area.content.name.clone() };
                self.to(link).areas.push(named);
            }
        }
    }

    /// Activities, and what their areas link to beside their own links.
    pub(super) fn add_activities(
        &mut self,
        linked: &[Linked],
        areas: &HashMap<Id<StrategyArea>, Record<StrategyArea>>,
    ) {
        for Linked { links, strategy_area_id, count } in linked {
            for link in links {
                self.to(link).activities += count;
            }
            let area = strategy_area_id.and_then(|id| areas.get(&id));
            let through = area.map(|area| area.content.framework_links.as_slice()).unwrap_or_default();
            for link in through.iter().filter(|link| links.iter().all(|own| own.code != link.code)) {
                self.to(link).by_area += count;
            }
        }
    }

    /// Agreements.
    pub(super) fn add_agreements(&mut self, agreements: &[Record<CooperationAgreement>]) {
        for link in agreements.iter().flat_map(|agreement| &agreement.content.framework_links) {
            self.to(link).agreements += 1;
        }
    }

    /// Memberships.
    pub(super) fn add_memberships(&mut self, memberships: &[Record<Membership>]) {
        for link in memberships.iter().flat_map(|membership| &membership.content.framework_links) {
            self.to(link).memberships += 1;
        }
    }

    /// A framework with those of the elements that are its own.
    pub(super) fn framework(
        &self,
        framework: Record<PolicyFramework>,
        elements: &[Record<FrameworkElement>],
    ) -> CoverageFramework {
        let (key, id) = (framework.meta.id, framework.uuid());
        let own = elements.iter().filter(|element| element.content.framework_id == key);
        let elements = own.map(|element| self.element(element)).collect();
        let PolicyFrameworkIn { code, title, level, valid_from, valid_to, superseded_by_id: _ } = framework.content;
        CoverageFramework { id, code, title, level, valid_from, valid_to, elements }
    }

    fn element(&self, element: &Record<FrameworkElement>) -> CoverageElement {
        let found = self.0.get(&element.content.code).cloned().unwrap_or_default();
        let Found { areas, activities, by_area, agreements, memberships, strength } = found;
        CoverageElement {
            id: element.uuid(),
            code: element.content.code.clone(),
            name: element.content.name.clone(),
            strategy_areas: areas,
            activity_count: activities,
            activity_count_by_area: by_area,
            agreement_count: agreements,
            membership_count: memberships,
            strength,
            gap: strength.is_none(),
        }
    }
}
