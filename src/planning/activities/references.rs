//! Where activities lead.

use super::Activity;
use super::bases::{BasisType, of_type};
use crate::cooperation::partners::Partner;
use crate::funding::project_ideas::ProjectIdea;
use crate::funding::projects::Project;
use crate::governance::units::Unit;
use crate::identity::users::User;
use crate::monitoring::influence_cases::InfluenceCase;
use crate::monitoring::knowledge_activities::KnowledgeActivity;
use crate::monitoring::monitoring_items::MonitoringItem;
use crate::monitoring::profiling_actions::ProfilingAction;
use crate::register::references::pointers;
use crate::register::{Erased, Reference};
use crate::strategy::profile_areas::ProfileArea;
use crate::strategy::strategy_areas::StrategyArea;

/// Where activities lead.
pub(super) const REFERENCES: &[Reference<Activity>] = &[
    Reference {
        name: "strategyArea",
        target: &Erased::<StrategyArea>::NEW,
        ids: |record| pointers("/strategyAreaId", record.content.strategy_area_id),
    },
    Reference {
        name: "profileAreas",
        target: &Erased::<ProfileArea>::NEW,
        ids: |record| pointers("/profileAreaIds/{}", record.content.profile_area_ids.iter().copied()),
    },
    Reference {
        name: "ownerUnit",
        target: &Erased::<Unit>::NEW,
        ids: |record| pointers("/ownerUnitId", record.content.owner_unit_id),
    },
    Reference {
        name: "responsibleUser",
        target: &Erased::<User>::NEW,
        ids: |record| pointers("/responsibleUserId", record.content.responsible_user_id),
    },
    Reference {
        name: "partners",
        target: &Erased::<Partner>::NEW,
        ids: |record| pointers("/partnerIds/{}", record.content.partner_ids.iter().copied()),
    },
    Reference {
        name: "continuedFrom",
        target: &Erased::<Activity>::NEW,
        ids: |record| pointers("/continuedFromId", record.content.continued_from_id),
    },
    Reference { name: "projects", target: &Erased::<Project>::NEW, ids: |record| of_type(record, BasisType::Project) },
    Reference {
        name: "projectIdeas",
        target: &Erased::<ProjectIdea>::NEW,
        ids: |record| of_type(record, BasisType::ProjectIdea),
    },
    Reference {
        name: "monitoringItems",
        target: &Erased::<MonitoringItem>::NEW,
        ids: |record| of_type(record, BasisType::MonitoringItem),
    },
    Reference {
        name: "knowledgeActivities",
        target: &Erased::<KnowledgeActivity>::NEW,
        ids: |record| of_type(record, BasisType::KnowledgeActivity),
    },
    Reference {
        name: "influenceCases",
        target: &Erased::<InfluenceCase>::NEW,
        ids: |record| of_type(record, BasisType::InfluenceCase),
    },
    Reference {
        name: "profilingActions",
        target: &Erased::<ProfilingAction>::NEW,
        ids: |record| of_type(record, BasisType::ProfilingAction),
    },
];
