ALTER TABLE partners DROP COLUMN merged_into_id;
DROP TABLE project_idea_municipalities;
DROP TABLE project_participations;
DROP TABLE project_municipalities;
DROP TABLE project_figures;
DROP TABLE projects;
DROP TABLE project_ideas;
DROP TABLE calls;
DROP TABLE funding_programmes;

DELETE FROM external_ids WHERE resource_type IN ('funding_programme', 'call', 'project_idea', 'project');
DELETE FROM record_references WHERE from_id IN (SELECT id FROM records WHERE resource_type IN ('funding_programme', 'call', 'project_idea', 'project'));
DELETE FROM record_references WHERE to_id IN (SELECT id FROM records WHERE resource_type IN ('funding_programme', 'call', 'project_idea', 'project'));
DELETE FROM records WHERE resource_type IN ('funding_programme', 'call', 'project_idea', 'project');
