ALTER TABLE activities DROP COLUMN bases;
ALTER TABLE decisions DROP COLUMN eu_impact;

DROP TABLE engagements;
DROP TABLE profiling_actions;
DROP TABLE influence_cases;
DROP TABLE knowledge_activities;
DROP TABLE monitoring_items;

DELETE FROM external_ids WHERE resource_type IN ('monitoring_item', 'knowledge_activity', 'influence_case', 'profiling_action', 'engagement');
DELETE FROM record_references WHERE from_id IN (SELECT id FROM records WHERE resource_type IN ('monitoring_item', 'knowledge_activity', 'influence_case', 'profiling_action', 'engagement'));
DELETE FROM record_references WHERE to_id IN (SELECT id FROM records WHERE resource_type IN ('monitoring_item', 'knowledge_activity', 'influence_case', 'profiling_action', 'engagement'));
DELETE FROM records WHERE resource_type IN ('monitoring_item', 'knowledge_activity', 'influence_case', 'profiling_action', 'engagement');
