-- Only decisions of the kinds, outcomes and bodies that were known before fit; with others this step stops, and nothing is changed.
DROP TABLE introductions;
DROP TABLE visits;
DROP TABLE benefit_reviews;
DROP TABLE mandates;
DROP TABLE membership_fees;
DROP TABLE memberships;
DROP TABLE cooperation_agreements;

DROP INDEX decisions_body_code_decided_year_section;
DROP INDEX decisions_registry_key;
DROP INDEX decisions_corrects_id;
DROP INDEX decisions_meeting_id;

ALTER TABLE decisions
    DROP CONSTRAINT decisions_body,
    DROP CONSTRAINT decisions_kind,
    DROP CONSTRAINT decisions_outcome,
    DROP COLUMN meeting_id,
    DROP COLUMN decided_on_precision,
    DROP COLUMN registry_key,
    DROP COLUMN corrects_id,
    ADD CONSTRAINT decisions_section_key UNIQUE (body_code, decided_year, section),
    ADD CONSTRAINT decisions_body_code CHECK (body_code IN ('board', 'working_committee')),
    ADD CONSTRAINT decisions_kind CHECK (kind IN ('adopt_strategy', 'prioritise_area', 'deprioritise_area')),
    ADD CONSTRAINT decisions_outcome CHECK (outcome IN ('approved'));

DROP TABLE meetings;
DROP TABLE competences;
DROP TABLE bodies;

DELETE FROM external_ids WHERE resource_type IN ('body', 'competence', 'meeting', 'cooperation_agreement', 'membership', 'membership_fee', 'mandate', 'benefit_review', 'visit', 'introduction');
DELETE FROM record_references WHERE from_id IN (SELECT id FROM records WHERE resource_type IN ('body', 'competence', 'meeting', 'cooperation_agreement', 'membership', 'membership_fee', 'mandate', 'benefit_review', 'visit', 'introduction'));
DELETE FROM record_references WHERE to_id IN (SELECT id FROM records WHERE resource_type IN ('body', 'competence', 'meeting', 'cooperation_agreement', 'membership', 'membership_fee', 'mandate', 'benefit_review', 'visit', 'introduction'));
DELETE FROM records WHERE resource_type IN ('body', 'competence', 'meeting', 'cooperation_agreement', 'membership', 'membership_fee', 'mandate', 'benefit_review', 'visit', 'introduction');

CREATE TABLE competences (
    body_code text COLLATE "C" NOT NULL,
    decision_kind text COLLATE "C" NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    CONSTRAINT competences_pkey PRIMARY KEY (body_code, decision_kind, valid_from),
    CONSTRAINT competences_period CHECK (valid_from <= valid_to)
);

INSERT INTO competences (body_code, decision_kind, valid_from, valid_to) VALUES
    ('board', 'adopt_strategy', '1900-01-01', NULL),
    ('board', 'prioritise_area', '1900-01-01', NULL),
    ('board', 'deprioritise_area', '1900-01-01', NULL);
