-- Only decisions of the kinds, outcomes and bodies that were known before fit; with others this step stops, and nothing is changed.
DROP TABLE introductions;
DROP TABLE visits;
DROP TABLE benefit_reviews;
DROP TABLE mandates;
DROP TABLE membership_fees;
DROP TABLE memberships;
DROP TABLE cooperation_agreements;

CREATE TABLE decisions_next (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    external_ids TEXT NOT NULL,
    documents TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT,
    body_code TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    decided_year INTEGER NOT NULL,
    section TEXT,
    registry_number TEXT,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    subjects TEXT NOT NULL,
    outcome TEXT NOT NULL,
    adjusted_on TEXT,
    minutes_url TEXT,
    historic INTEGER NOT NULL,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT decisions_pkey PRIMARY KEY (id),
    CONSTRAINT decisions_version CHECK (version >= 1),
    CONSTRAINT decisions_times CHECK (created_at <= updated_at),
    CONSTRAINT decisions_archived CHECK (archived IN (0, 1)),
    CONSTRAINT decisions_historic CHECK (historic IN (0, 1)),
    CONSTRAINT decisions_section_key UNIQUE (body_code, decided_year, section),
    CONSTRAINT decisions_body_code CHECK (body_code IN ('board', 'working_committee')),
    CONSTRAINT decisions_kind CHECK (kind IN ('adopt_strategy', 'prioritise_area', 'deprioritise_area')),
    CONSTRAINT decisions_outcome CHECK (outcome IN ('approved')),
    CONSTRAINT decisions_adjusted_on CHECK (decided_on <= adjusted_on)
) STRICT;

INSERT INTO decisions_next
    SELECT id, version, archived, external_ids, documents, note, created_at, updated_at, updated_by, body_code, decided_on, decided_year, section, registry_number, title, kind, subjects, outcome, adjusted_on, minutes_url, historic, name_key, search FROM decisions;

DROP TABLE decisions;
ALTER TABLE decisions_next RENAME TO decisions;

CREATE INDEX decisions_updated_at ON decisions (updated_at);
CREATE INDEX decisions_decided_on ON decisions (decided_on);

DROP TABLE meetings;
DROP TABLE competences;
DROP TABLE bodies;

DELETE FROM external_ids WHERE resource_type IN ('body', 'competence', 'meeting', 'cooperation_agreement', 'membership', 'membership_fee', 'mandate', 'benefit_review', 'visit', 'introduction');
DELETE FROM record_references WHERE from_id IN (SELECT id FROM records WHERE resource_type IN ('body', 'competence', 'meeting', 'cooperation_agreement', 'membership', 'membership_fee', 'mandate', 'benefit_review', 'visit', 'introduction'));
DELETE FROM record_references WHERE to_id IN (SELECT id FROM records WHERE resource_type IN ('body', 'competence', 'meeting', 'cooperation_agreement', 'membership', 'membership_fee', 'mandate', 'benefit_review', 'visit', 'introduction'));
DELETE FROM records WHERE resource_type IN ('body', 'competence', 'meeting', 'cooperation_agreement', 'membership', 'membership_fee', 'mandate', 'benefit_review', 'visit', 'introduction');

CREATE TABLE competences (
    body_code TEXT NOT NULL,
    decision_kind TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    CONSTRAINT competences_pkey PRIMARY KEY (body_code, decision_kind, valid_from),
    CONSTRAINT competences_period CHECK (valid_from <= valid_to)
) STRICT;

INSERT INTO competences (body_code, decision_kind, valid_from, valid_to) VALUES
    ('board', 'adopt_strategy', '1900-01-01', NULL),
    ('board', 'prioritise_area', '1900-01-01', NULL),
    ('board', 'deprioritise_area', '1900-01-01', NULL);
