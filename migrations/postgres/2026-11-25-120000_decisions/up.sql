DROP TABLE competences;

-- Bodies that decide or represent, each with its period in office.
CREATE TABLE bodies (
    id uuid NOT NULL,
    version integer NOT NULL,
    archived boolean NOT NULL,
    external_ids text COLLATE "C" NOT NULL,
    documents text COLLATE "C" NOT NULL,
    note text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    code text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    valid_from date,
    valid_to date,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT bodies_pkey PRIMARY KEY (id),
    CONSTRAINT bodies_version CHECK (version >= 1),
    CONSTRAINT bodies_times CHECK (created_at <= updated_at),
    CONSTRAINT bodies_archived CHECK (archived IN (false, true)),
    CONSTRAINT bodies_code_key UNIQUE (code),
    CONSTRAINT bodies_period CHECK (valid_from <= valid_to)
);

CREATE INDEX bodies_updated_at ON bodies (updated_at);

-- Which body decides what, from when to when (R-15); open ends hold for ever.
CREATE TABLE competences (
    id uuid NOT NULL,
    version integer NOT NULL,
    archived boolean NOT NULL,
    external_ids text COLLATE "C" NOT NULL,
    documents text COLLATE "C" NOT NULL,
    note text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    body_code text COLLATE "C" NOT NULL,
    decision_kind text COLLATE "C" NOT NULL,
    valid_from date,
    valid_to date,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT competences_pkey PRIMARY KEY (id),
    CONSTRAINT competences_version CHECK (version >= 1),
    CONSTRAINT competences_times CHECK (created_at <= updated_at),
    CONSTRAINT competences_archived CHECK (archived IN (false, true)),
    CONSTRAINT competences_body FOREIGN KEY (body_code) REFERENCES bodies (code),
    CONSTRAINT competences_decision_kind CHECK (decision_kind IN ('adopt_strategy', 'prioritise_area', 'deprioritise_area', 'approve_agreement', 'terminate_agreement', 'join_membership', 'leave_membership')),
    CONSTRAINT competences_period CHECK (valid_from <= valid_to)
);

CREATE INDEX competences_updated_at ON competences (updated_at);
CREATE INDEX competences_body_code ON competences (body_code);

-- What the strategy says: two bodies, and what the board decides. Their history begins with the first change.
INSERT INTO records (id, resource_type) VALUES
    ('018cc251-f400-7000-8000-000000000001', 'body'),
    ('018cc251-f400-7000-8000-000000000002', 'body'),
    ('018cc251-f400-7000-8000-000000000010', 'competence'),
    ('018cc251-f400-7000-8000-000000000011', 'competence'),
    ('018cc251-f400-7000-8000-000000000012', 'competence'),
    ('018cc251-f400-7000-8000-000000000013', 'competence'),
    ('018cc251-f400-7000-8000-000000000014', 'competence'),
    ('018cc251-f400-7000-8000-000000000015', 'competence'),
    ('018cc251-f400-7000-8000-000000000016', 'competence');

INSERT INTO bodies (id, version, archived, external_ids, documents, created_at, updated_at, code, name, name_key, search) VALUES
    ('018cc251-f400-7000-8000-000000000001', 1, false, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', '{"sv":"Regionstyrelsen","en":"Regional Board"}', '\x4d33373b47454f515b4d33414f3345011301dc12', 'board regionstyrelsen regional board'),
    ('018cc251-f400-7000-8000-000000000002', 1, false, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'working_committee', '{"sv":"Arbetsutskottet","en":"Working Committee"}', '\x2b4d2d33514f53514f3f4751513351011301dc12', 'working_committee arbetsutskottet working committee');

INSERT INTO competences (id, version, archived, external_ids, documents, created_at, updated_at, body_code, decision_kind, name_key, search) VALUES
    ('018cc251-f400-7000-8000-000000000010', 1, false, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', 'adopt_strategy', '\x626f6172642061646f70745f7374726174656779', 'board adopt_strategy'),
    ('018cc251-f400-7000-8000-000000000011', 1, false, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', 'prioritise_area', '\x626f617264207072696f7269746973655f61726561', 'board prioritise_area'),
    ('018cc251-f400-7000-8000-000000000012', 1, false, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', 'deprioritise_area', '\x626f6172642064657072696f7269746973655f61726561', 'board deprioritise_area'),
    ('018cc251-f400-7000-8000-000000000013', 1, false, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', 'approve_agreement', '\x626f61726420617070726f76655f61677265656d656e74', 'board approve_agreement'),
    ('018cc251-f400-7000-8000-000000000014', 1, false, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', 'terminate_agreement', '\x626f617264207465726d696e6174655f61677265656d656e74', 'board terminate_agreement'),
    ('018cc251-f400-7000-8000-000000000015', 1, false, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', 'join_membership', '\x626f617264206a6f696e5f6d656d62657273686970', 'board join_membership'),
    ('018cc251-f400-7000-8000-000000000016', 1, false, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', 'leave_membership', '\x626f617264206c656176655f6d656d62657273686970', 'board leave_membership');

-- Meetings of the bodies.
CREATE TABLE meetings (
    id uuid NOT NULL,
    version integer NOT NULL,
    archived boolean NOT NULL,
    external_ids text COLLATE "C" NOT NULL,
    documents text COLLATE "C" NOT NULL,
    note text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    body_code text COLLATE "C" NOT NULL,
    held_on date NOT NULL,
    agenda_deadline_on date,
    place text COLLATE "C",
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT meetings_pkey PRIMARY KEY (id),
    CONSTRAINT meetings_version CHECK (version >= 1),
    CONSTRAINT meetings_times CHECK (created_at <= updated_at),
    CONSTRAINT meetings_archived CHECK (archived IN (false, true)),
    CONSTRAINT meetings_body FOREIGN KEY (body_code) REFERENCES bodies (code),
    CONSTRAINT meetings_agenda_deadline_on CHECK (agenda_deadline_on <= held_on)
);

CREATE INDEX meetings_updated_at ON meetings (updated_at);
CREATE INDEX meetings_body_code_held_on ON meetings (body_code, held_on);

-- Decisions of any body and kind; a section may stand again in a correction.
ALTER TABLE decisions
    DROP CONSTRAINT decisions_section_key,
    DROP CONSTRAINT decisions_body_code,
    DROP CONSTRAINT decisions_kind,
    DROP CONSTRAINT decisions_outcome,
    ADD COLUMN meeting_id uuid,
    ADD COLUMN decided_on_precision text COLLATE "C",
    ADD COLUMN registry_key text COLLATE "C",
    ADD COLUMN corrects_id uuid,
    ADD CONSTRAINT decisions_decided_on_precision CHECK (decided_on_precision IN ('day', 'month', 'year')),
    ADD CONSTRAINT decisions_body FOREIGN KEY (body_code) REFERENCES bodies (code),
    ADD CONSTRAINT decisions_meeting FOREIGN KEY (meeting_id) REFERENCES meetings (id),
    ADD CONSTRAINT decisions_corrects FOREIGN KEY (corrects_id) REFERENCES decisions (id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT decisions_kind CHECK (kind IN ('adopt_strategy', 'prioritise_area', 'deprioritise_area', 'approve_agreement', 'terminate_agreement', 'join_membership', 'leave_membership', 'other')),
    ADD CONSTRAINT decisions_outcome CHECK (outcome IN ('approved', 'rejected', 'referred', 'tabled', 'noted'));

UPDATE decisions SET registry_key = upper(replace(registry_number, ' ', '')) WHERE registry_number IS NOT NULL;

CREATE INDEX decisions_body_code_decided_year_section ON decisions (body_code, decided_year, section);
CREATE INDEX decisions_registry_key ON decisions (registry_key);
CREATE INDEX decisions_corrects_id ON decisions (corrects_id);
CREATE INDEX decisions_meeting_id ON decisions (meeting_id);

-- Agreements, as their parties signed them.
CREATE TABLE cooperation_agreements (
    id uuid NOT NULL,
    version integer NOT NULL,
    archived boolean NOT NULL,
    external_ids text COLLATE "C" NOT NULL,
    documents text COLLATE "C" NOT NULL,
    note text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    state text COLLATE "C" NOT NULL,
    state_reason text COLLATE "C",
    title text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    partner_ids text COLLATE "C" NOT NULL,
    master_id uuid,
    relation text COLLATE "C" NOT NULL,
    valid_from date,
    valid_from_precision text COLLATE "C",
    valid_to date,
    valid_to_precision text COLLATE "C",
    open_ended boolean NOT NULL,
    notice_months integer,
    focus_areas text COLLATE "C" NOT NULL,
    strategy_area_ids text COLLATE "C" NOT NULL,
    framework_elements text COLLATE "C" NOT NULL,
    obligations text COLLATE "C" NOT NULL,
    signed_on date,
    signed_on_precision text COLLATE "C",
    signatories text COLLATE "C" NOT NULL,
    registry_number text COLLATE "C",
    registry_key text COLLATE "C",
    approved_on date,
    notice_given_on date,
    terminated_on date,
    in_force_from date,
    in_force_to date,
    last_notice_day date,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT cooperation_agreements_pkey PRIMARY KEY (id),
    CONSTRAINT cooperation_agreements_version CHECK (version >= 1),
    CONSTRAINT cooperation_agreements_times CHECK (created_at <= updated_at),
    CONSTRAINT cooperation_agreements_archived CHECK (archived IN (false, true)),
    CONSTRAINT cooperation_agreements_open_ended CHECK (open_ended IN (false, true)),
    CONSTRAINT cooperation_agreements_valid_from_precision CHECK (valid_from_precision IN ('day', 'month', 'year')),
    CONSTRAINT cooperation_agreements_valid_to_precision CHECK (valid_to_precision IN ('day', 'month', 'year')),
    CONSTRAINT cooperation_agreements_signed_on_precision CHECK (signed_on_precision IN ('day', 'month', 'year')),
    CONSTRAINT cooperation_agreements_state CHECK (state IN ('draft', 'proposed', 'approved', 'signed', 'notice_given', 'terminated')),
    CONSTRAINT cooperation_agreements_kind CHECK (kind IN ('cooperation', 'letter_of_intent', 'project_partnership', 'domestic', 'other')),
    CONSTRAINT cooperation_agreements_relation CHECK (relation IN ('original', 'amendment', 'renewal')),
    CONSTRAINT cooperation_agreements_validity CHECK (valid_from <= valid_to),
    CONSTRAINT cooperation_agreements_notice_months CHECK (notice_months >= 0),
    CONSTRAINT cooperation_agreements_master FOREIGN KEY (master_id) REFERENCES cooperation_agreements (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT cooperation_agreements_approved_on CHECK (approved_on IS NOT NULL OR state IN ('draft', 'proposed'))
);

CREATE INDEX cooperation_agreements_updated_at ON cooperation_agreements (updated_at);
CREATE INDEX cooperation_agreements_state ON cooperation_agreements (state);
CREATE INDEX cooperation_agreements_master_id ON cooperation_agreements (master_id);
CREATE INDEX cooperation_agreements_in_force_to ON cooperation_agreements (in_force_to);
CREATE INDEX cooperation_agreements_last_notice_day ON cooperation_agreements (last_notice_day);

-- Memberships of the region, or of others that it takes part through.
CREATE TABLE memberships (
    id uuid NOT NULL,
    version integer NOT NULL,
    archived boolean NOT NULL,
    external_ids text COLLATE "C" NOT NULL,
    documents text COLLATE "C" NOT NULL,
    note text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    state text COLLATE "C" NOT NULL,
    state_reason text COLLATE "C",
    organisation_id uuid NOT NULL,
    member_id uuid,
    level text COLLATE "C" NOT NULL,
    via_organisation_id uuid,
    starts_on date,
    starts_on_precision text COLLATE "C",
    ends_on date,
    ends_on_precision text COLLATE "C",
    notice_months integer,
    responsible_unit_id uuid,
    purpose text COLLATE "C" NOT NULL,
    strategy_area_ids text COLLATE "C" NOT NULL,
    framework_elements text COLLATE "C" NOT NULL,
    registry_number text COLLATE "C",
    registry_key text COLLATE "C",
    approved_on date,
    notice_given_on date,
    in_force_from date,
    in_force_to date,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT memberships_pkey PRIMARY KEY (id),
    CONSTRAINT memberships_version CHECK (version >= 1),
    CONSTRAINT memberships_times CHECK (created_at <= updated_at),
    CONSTRAINT memberships_archived CHECK (archived IN (false, true)),
    CONSTRAINT memberships_starts_on_precision CHECK (starts_on_precision IN ('day', 'month', 'year')),
    CONSTRAINT memberships_ends_on_precision CHECK (ends_on_precision IN ('day', 'month', 'year')),
    CONSTRAINT memberships_state CHECK (state IN ('proposed', 'approved', 'active', 'notice_given', 'ended', 'withdrawn')),
    CONSTRAINT memberships_level CHECK (level IN ('direct', 'indirect', 'municipal')),
    CONSTRAINT memberships_period CHECK (starts_on <= ends_on),
    CONSTRAINT memberships_notice_months CHECK (notice_months >= 0),
    CONSTRAINT memberships_organisation FOREIGN KEY (organisation_id) REFERENCES partners (id),
    CONSTRAINT memberships_member FOREIGN KEY (member_id) REFERENCES partners (id),
    CONSTRAINT memberships_via_organisation FOREIGN KEY (via_organisation_id) REFERENCES partners (id),
    CONSTRAINT memberships_responsible_unit FOREIGN KEY (responsible_unit_id) REFERENCES units (id),
    CONSTRAINT memberships_gate CHECK (approved_on IS NOT NULL OR level <> 'direct' OR state IN ('proposed', 'withdrawn'))
);

CREATE INDEX memberships_updated_at ON memberships (updated_at);
CREATE INDEX memberships_organisation_id ON memberships (organisation_id);
CREATE INDEX memberships_member_id ON memberships (member_id);
CREATE INDEX memberships_via_organisation_id ON memberships (via_organisation_id);
CREATE INDEX memberships_responsible_unit_id ON memberships (responsible_unit_id);
CREATE INDEX memberships_state ON memberships (state);

-- What a membership costs, year by year.
CREATE TABLE membership_fees (
    id uuid NOT NULL,
    version integer NOT NULL,
    archived boolean NOT NULL,
    external_ids text COLLATE "C" NOT NULL,
    documents text COLLATE "C" NOT NULL,
    note text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    membership_id uuid NOT NULL,
    year integer NOT NULL,
    amount_minor bigint NOT NULL,
    amount_currency text COLLATE "C" NOT NULL,
    basis text COLLATE "C" NOT NULL,
    population_count integer,
    paid_on date,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT membership_fees_pkey PRIMARY KEY (id),
    CONSTRAINT membership_fees_version CHECK (version >= 1),
    CONSTRAINT membership_fees_times CHECK (created_at <= updated_at),
    CONSTRAINT membership_fees_archived CHECK (archived IN (false, true)),
    CONSTRAINT membership_fees_membership FOREIGN KEY (membership_id) REFERENCES memberships (id),
    CONSTRAINT membership_fees_basis CHECK (basis IN ('fixed', 'by_population', 'other')),
    CONSTRAINT membership_fees_amount CHECK (amount_minor >= 0),
    CONSTRAINT membership_fees_population_count CHECK (population_count >= 0)
);

CREATE INDEX membership_fees_updated_at ON membership_fees (updated_at);
CREATE INDEX membership_fees_membership_id_year ON membership_fees (membership_id, year);

-- Seats that someone holds for the region, by a membership or given by the state (R-36).
CREATE TABLE mandates (
    id uuid NOT NULL,
    version integer NOT NULL,
    archived boolean NOT NULL,
    external_ids text COLLATE "C" NOT NULL,
    documents text COLLATE "C" NOT NULL,
    note text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    membership_id uuid,
    body_name text COLLATE "C" NOT NULL,
    holder text COLLATE "C" NOT NULL,
    seat text COLLATE "C" NOT NULL,
    starts_on date,
    ends_on date,
    elected_by_decision_id uuid,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT mandates_pkey PRIMARY KEY (id),
    CONSTRAINT mandates_version CHECK (version >= 1),
    CONSTRAINT mandates_times CHECK (created_at <= updated_at),
    CONSTRAINT mandates_archived CHECK (archived IN (false, true)),
    CONSTRAINT mandates_membership FOREIGN KEY (membership_id) REFERENCES memberships (id),
    CONSTRAINT mandates_seat CHECK (seat IN ('chair', 'vice_chair', 'member', 'substitute', 'other')),
    CONSTRAINT mandates_period CHECK (starts_on <= ends_on),
    CONSTRAINT mandates_elected_by_decision FOREIGN KEY (elected_by_decision_id) REFERENCES decisions (id)
);

CREATE INDEX mandates_updated_at ON mandates (updated_at);
CREATE INDEX mandates_membership_id ON mandates (membership_id);
CREATE INDEX mandates_elected_by_decision_id ON mandates (elected_by_decision_id);

-- What a membership gave, year by year.
CREATE TABLE benefit_reviews (
    id uuid NOT NULL,
    version integer NOT NULL,
    archived boolean NOT NULL,
    external_ids text COLLATE "C" NOT NULL,
    documents text COLLATE "C" NOT NULL,
    note text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    membership_id uuid NOT NULL,
    year integer NOT NULL,
    meetings_held integer,
    meetings_attended integer,
    projects integer,
    contacts integer,
    influence_results text COLLATE "C",
    grade integer,
    recommendation text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT benefit_reviews_pkey PRIMARY KEY (id),
    CONSTRAINT benefit_reviews_version CHECK (version >= 1),
    CONSTRAINT benefit_reviews_times CHECK (created_at <= updated_at),
    CONSTRAINT benefit_reviews_archived CHECK (archived IN (false, true)),
    CONSTRAINT benefit_reviews_membership FOREIGN KEY (membership_id) REFERENCES memberships (id),
    CONSTRAINT benefit_reviews_recommendation CHECK (recommendation IN ('stay', 'renegotiate', 'leave')),
    CONSTRAINT benefit_reviews_grade CHECK (grade BETWEEN 1 AND 5),
    CONSTRAINT benefit_reviews_meetings CHECK (meetings_attended <= meetings_held)
);

CREATE INDEX benefit_reviews_updated_at ON benefit_reviews (updated_at);
CREATE INDEX benefit_reviews_membership_id_year ON benefit_reviews (membership_id, year);

-- Visits to and from the region.
CREATE TABLE visits (
    id uuid NOT NULL,
    version integer NOT NULL,
    archived boolean NOT NULL,
    external_ids text COLLATE "C" NOT NULL,
    documents text COLLATE "C" NOT NULL,
    note text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    title text COLLATE "C" NOT NULL,
    direction text COLLATE "C" NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    place text COLLATE "C" NOT NULL,
    country text COLLATE "C",
    partner_ids text COLLATE "C" NOT NULL,
    representatives text COLLATE "C" NOT NULL,
    purpose text COLLATE "C",
    strategy_area_ids text COLLATE "C" NOT NULL,
    cost_minor bigint,
    cost_currency text COLLATE "C",
    report text COLLATE "C",
    follow_up_ids text COLLATE "C" NOT NULL,
    owner_unit_id uuid,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT visits_pkey PRIMARY KEY (id),
    CONSTRAINT visits_version CHECK (version >= 1),
    CONSTRAINT visits_times CHECK (created_at <= updated_at),
    CONSTRAINT visits_archived CHECK (archived IN (false, true)),
    CONSTRAINT visits_direction CHECK (direction IN ('incoming', 'outgoing')),
    CONSTRAINT visits_period CHECK (starts_on <= ends_on),
    CONSTRAINT visits_cost CHECK ((cost_minor IS NULL) = (cost_currency IS NULL)),
    CONSTRAINT visits_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id)
);

CREATE INDEX visits_updated_at ON visits (updated_at);
CREATE INDEX visits_starts_on ON visits (starts_on);
CREATE INDEX visits_owner_unit_id ON visits (owner_unit_id);

-- Who opened which door to whom, and what came of it.
CREATE TABLE introductions (
    id uuid NOT NULL,
    version integer NOT NULL,
    archived boolean NOT NULL,
    external_ids text COLLATE "C" NOT NULL,
    documents text COLLATE "C" NOT NULL,
    note text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    visit_id uuid,
    introduced_on date NOT NULL,
    opened_by text COLLATE "C" NOT NULL,
    partner_id uuid NOT NULL,
    contact text COLLATE "C",
    introduced_to text COLLATE "C" NOT NULL,
    result text COLLATE "C",
    owner_unit_id uuid,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT introductions_pkey PRIMARY KEY (id),
    CONSTRAINT introductions_version CHECK (version >= 1),
    CONSTRAINT introductions_times CHECK (created_at <= updated_at),
    CONSTRAINT introductions_archived CHECK (archived IN (false, true)),
    CONSTRAINT introductions_visit FOREIGN KEY (visit_id) REFERENCES visits (id),
    CONSTRAINT introductions_partner FOREIGN KEY (partner_id) REFERENCES partners (id),
    CONSTRAINT introductions_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id)
);

CREATE INDEX introductions_updated_at ON introductions (updated_at);
CREATE INDEX introductions_introduced_on ON introductions (introduced_on);
CREATE INDEX introductions_visit_id ON introductions (visit_id);
CREATE INDEX introductions_partner_id ON introductions (partner_id);
CREATE INDEX introductions_owner_unit_id ON introductions (owner_unit_id);
