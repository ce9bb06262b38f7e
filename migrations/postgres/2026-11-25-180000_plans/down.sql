-- Only decisions of the kinds that were known before fit; with others this step stops, and nothing is changed.
DROP TABLE roll_overs;
DROP TABLE integration_statements;
DROP TABLE report_snapshots;
DROP TABLE status_reports;
DROP TABLE indicator_values;
DROP TABLE indicators;
DROP TABLE progress_updates;
DROP TABLE profile_areas;
DROP TABLE matrix_cells;
DROP TABLE operational_plans;
DROP TABLE framework_elements;
DROP TABLE policy_frameworks;

DELETE FROM external_ids WHERE resource_type IN ('policy_framework', 'framework_element', 'operational_plan', 'matrix_cell', 'profile_area', 'progress_update', 'indicator', 'indicator_value', 'status_report', 'report_snapshot', 'integration_statement', 'roll_over');
DELETE FROM record_references WHERE from_id IN (SELECT id FROM records WHERE resource_type IN ('policy_framework', 'framework_element', 'operational_plan', 'matrix_cell', 'profile_area', 'progress_update', 'indicator', 'indicator_value', 'status_report', 'report_snapshot', 'integration_statement', 'roll_over'));
DELETE FROM record_references WHERE to_id IN (SELECT id FROM records WHERE resource_type IN ('policy_framework', 'framework_element', 'operational_plan', 'matrix_cell', 'profile_area', 'progress_update', 'indicator', 'indicator_value', 'status_report', 'report_snapshot', 'integration_statement', 'roll_over'));
DELETE FROM records WHERE resource_type IN ('policy_framework', 'framework_element', 'operational_plan', 'matrix_cell', 'profile_area', 'progress_update', 'indicator', 'indicator_value', 'status_report', 'report_snapshot', 'integration_statement', 'roll_over');

DELETE FROM competences WHERE decision_kind = 'adopt_plan';
DELETE FROM records WHERE resource_type = 'competence' AND id NOT IN (SELECT id FROM competences);

ALTER TABLE decisions
    DROP CONSTRAINT decisions_kind,
    ADD CONSTRAINT decisions_kind CHECK (kind IN ('adopt_strategy', 'prioritise_area', 'deprioritise_area', 'approve_agreement', 'terminate_agreement', 'join_membership', 'leave_membership', 'other'));
ALTER TABLE competences
    DROP CONSTRAINT competences_decision_kind,
    ADD CONSTRAINT competences_decision_kind CHECK (decision_kind IN ('adopt_strategy', 'prioritise_area', 'deprioritise_area', 'approve_agreement', 'terminate_agreement', 'join_membership', 'leave_membership'));

ALTER TABLE strategies DROP COLUMN max_prioritised_areas;

DROP INDEX activities_next_update_due_on;
DROP INDEX activities_matrix;
CREATE INDEX activities_matrix ON activities (year, archived, strategy_area_id, priority, state, cost_estimate_currency, cost_actual_currency, cost_estimate_minor, cost_actual_minor);
ALTER TABLE activities DROP COLUMN next_update_due_on;
ALTER TABLE activities DROP COLUMN last_update_period;
ALTER TABLE activities DROP COLUMN last_update_on;
ALTER TABLE activities DROP COLUMN percent_total;
ALTER TABLE activities DROP COLUMN status;
ALTER TABLE activities DROP COLUMN profile_area_ids;

UPDATE strategy_areas SET framework_links = coalesce((SELECT string_agg('"' || (link ->> 'code') || '"', ',') FROM json_array_elements(framework_links::json) AS link), '');
UPDATE strategy_areas SET framework_links = '[' || framework_links || ']';
UPDATE activities SET framework_links = coalesce((SELECT string_agg('"' || (link ->> 'code') || '"', ',') FROM json_array_elements(framework_links::json) AS link), '');
UPDATE activities SET framework_links = '[' || framework_links || ']';
UPDATE cooperation_agreements SET framework_links = coalesce((SELECT string_agg('"' || (link ->> 'code') || '"', ',') FROM json_array_elements(framework_links::json) AS link), '');
UPDATE cooperation_agreements SET framework_links = '[' || framework_links || ']';
UPDATE memberships SET framework_links = coalesce((SELECT string_agg('"' || (link ->> 'code') || '"', ',') FROM json_array_elements(framework_links::json) AS link), '');
UPDATE memberships SET framework_links = '[' || framework_links || ']';
ALTER TABLE strategy_areas RENAME COLUMN framework_links TO framework_elements;
ALTER TABLE activities RENAME COLUMN framework_links TO framework_elements;
ALTER TABLE cooperation_agreements RENAME COLUMN framework_links TO framework_elements;
ALTER TABLE memberships RENAME COLUMN framework_links TO framework_elements;

CREATE TABLE framework_elements (
    code text COLLATE "C" NOT NULL,
    framework text COLLATE "C" NOT NULL,
    name_sv text COLLATE "C" NOT NULL,
    name_en text COLLATE "C" NOT NULL,
    position integer NOT NULL,
    CONSTRAINT framework_elements_pkey PRIMARY KEY (code),
    CONSTRAINT framework_elements_framework CHECK (framework IN ('regional_programme', 'national_strategy', 'eu_agendas'))
);

INSERT INTO framework_elements (code, framework, name_sv, name_en, position) VALUES
    ('RUP-1', 'regional_programme', 'Rörlighet', 'Mobility', 1),
    ('RUP-2', 'regional_programme', 'Näringslivsutveckling', 'Business development', 2),
    ('RUP-3', 'regional_programme', 'Kompetensutveckling', 'Skills development', 3),
    ('RUP-4', 'regional_programme', 'Attraktiva livsmiljöer', 'Attractive living environments', 4),
    ('RUP-5', 'regional_programme', 'Regionalt ledarskap', 'Regional leadership', 5),
    ('NS07-1', 'national_strategy', 'Innovation och förnyelse', 'Innovation and renewal', 6),
    ('NS07-2', 'national_strategy', 'Kompetensförsörjning och ökat arbetskraftsutbud', 'Skills supply and increased labour supply', 7),
    ('NS07-3', 'national_strategy', 'Tillgänglighet', 'Accessibility', 8),
    ('NS07-4', 'national_strategy', 'Strategiskt gränsöverskridande samarbete', 'Strategic cross-border cooperation', 9),
    ('EU-1', 'eu_agendas', 'Lissabonagendan', 'Lisbon agenda', 10),
    ('EU-2', 'eu_agendas', 'Göteborgsagendan', 'Gothenburg agenda', 11);
