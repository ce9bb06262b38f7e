DROP TABLE competences;

-- Bodies that decide or represent, each with its period in office.
CREATE TABLE bodies (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    external_ids TEXT NOT NULL,
    documents TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT bodies_pkey PRIMARY KEY (id),
    CONSTRAINT bodies_version CHECK (version >= 1),
    CONSTRAINT bodies_times CHECK (created_at <= updated_at),
    CONSTRAINT bodies_archived CHECK (archived IN (0, 1)),
    CONSTRAINT bodies_code_key UNIQUE (code),
    CONSTRAINT bodies_period CHECK (valid_from <= valid_to)
) STRICT;

CREATE INDEX bodies_updated_at ON bodies (updated_at);

-- Which body decides what, from when to when (R-15); open ends hold for ever.
CREATE TABLE competences (
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
    decision_kind TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT competences_pkey PRIMARY KEY (id),
    CONSTRAINT competences_version CHECK (version >= 1),
    CONSTRAINT competences_times CHECK (created_at <= updated_at),
    CONSTRAINT competences_archived CHECK (archived IN (0, 1)),
    CONSTRAINT competences_body FOREIGN KEY (body_code) REFERENCES bodies (code),
    CONSTRAINT competences_decision_kind CHECK (decision_kind IN ('adopt_strategy', 'prioritise_area', 'deprioritise_area', 'approve_agreement', 'terminate_agreement', 'join_membership', 'leave_membership')),
    CONSTRAINT competences_period CHECK (valid_from <= valid_to)
) STRICT;

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
    ('018cc251-f400-7000-8000-000000000001', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', '{"sv":"Regionstyrelsen","en":"Regional Board"}', X'4d33373b47454f515b4d33414f3345011301dc12', 'board regionstyrelsen regional board'),
    ('018cc251-f400-7000-8000-000000000002', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'working_committee', '{"sv":"Arbetsutskottet","en":"Working Committee"}', X'2b4d2d33514f53514f3f4751513351011301dc12', 'working_committee arbetsutskottet working committee');

INSERT INTO competences (id, version, archived, external_ids, documents, created_at, updated_at, body_code, decision_kind, name_key, search) VALUES
    ('018cc251-f400-7000-8000-000000000010', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', 'adopt_strategy', X'626f6172642061646f70745f7374726174656779', 'board adopt_strategy'),
    ('018cc251-f400-7000-8000-000000000011', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', 'prioritise_area', X'626f617264207072696f7269746973655f61726561', 'board prioritise_area'),
    ('018cc251-f400-7000-8000-000000000012', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', 'deprioritise_area', X'626f6172642064657072696f7269746973655f61726561', 'board deprioritise_area'),
    ('018cc251-f400-7000-8000-000000000013', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', 'approve_agreement', X'626f61726420617070726f76655f61677265656d656e74', 'board approve_agreement'),
    ('018cc251-f400-7000-8000-000000000014', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', 'terminate_agreement', X'626f617264207465726d696e6174655f61677265656d656e74', 'board terminate_agreement'),
    ('018cc251-f400-7000-8000-000000000015', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', 'join_membership', X'626f617264206a6f696e5f6d656d62657273686970', 'board join_membership'),
    ('018cc251-f400-7000-8000-000000000016', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', 'leave_membership', X'626f617264206c656176655f6d656d62657273686970', 'board leave_membership');

-- Meetings of the bodies.
CREATE TABLE meetings (
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
    held_on TEXT NOT NULL,
    agenda_deadline_on TEXT,
    place TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT meetings_pkey PRIMARY KEY (id),
    CONSTRAINT meetings_version CHECK (version >= 1),
    CONSTRAINT meetings_times CHECK (created_at <= updated_at),
    CONSTRAINT meetings_archived CHECK (archived IN (0, 1)),
    CONSTRAINT meetings_body FOREIGN KEY (body_code) REFERENCES bodies (code),
    CONSTRAINT meetings_agenda_deadline_on CHECK (agenda_deadline_on <= held_on)
) STRICT;

CREATE INDEX meetings_updated_at ON meetings (updated_at);
CREATE INDEX meetings_body_code_held_on ON meetings (body_code, held_on);

-- Decisions of any body and kind; a section may stand again in a correction.
ALTER TABLE decisions RENAME TO decisions_before;

CREATE TABLE decisions (
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
    meeting_id TEXT,
    decided_on TEXT NOT NULL,
    decided_on_precision TEXT,
    decided_year INTEGER NOT NULL,
    section TEXT,
    registry_number TEXT,
    registry_key TEXT,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    subjects TEXT NOT NULL,
    outcome TEXT NOT NULL,
    adjusted_on TEXT,
    minutes_url TEXT,
    corrects_id TEXT,
    historic INTEGER NOT NULL,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT decisions_pkey PRIMARY KEY (id),
    CONSTRAINT decisions_version CHECK (version >= 1),
    CONSTRAINT decisions_times CHECK (created_at <= updated_at),
    CONSTRAINT decisions_archived CHECK (archived IN (0, 1)),
    CONSTRAINT decisions_historic CHECK (historic IN (0, 1)),
    CONSTRAINT decisions_decided_on_precision CHECK (decided_on_precision IN ('day', 'month', 'year')),
    CONSTRAINT decisions_body FOREIGN KEY (body_code) REFERENCES bodies (code),
    CONSTRAINT decisions_meeting FOREIGN KEY (meeting_id) REFERENCES meetings (id),
    CONSTRAINT decisions_corrects FOREIGN KEY (corrects_id) REFERENCES decisions (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT decisions_kind CHECK (kind IN ('adopt_strategy', 'prioritise_area', 'deprioritise_area', 'approve_agreement', 'terminate_agreement', 'join_membership', 'leave_membership', 'other')),
    CONSTRAINT decisions_outcome CHECK (outcome IN ('approved', 'rejected', 'referred', 'tabled', 'noted')),
    CONSTRAINT decisions_adjusted_on CHECK (decided_on <= adjusted_on)
) STRICT;

INSERT INTO decisions (id, version, archived, external_ids, documents, note, created_at, updated_at, updated_by, body_code, decided_on, decided_year, section, registry_number, title, kind, subjects, outcome, adjusted_on, minutes_url, historic, name_key, search, registry_key)
    SELECT id, version, archived, external_ids, documents, note, created_at, updated_at, updated_by, body_code, decided_on, decided_year, section, registry_number, title, kind, subjects, outcome, adjusted_on, minutes_url, historic, name_key, search, upper(replace(registry_number, ' ', '')) FROM decisions_before;

DROP TABLE decisions_before;

CREATE INDEX decisions_updated_at ON decisions (updated_at);
CREATE INDEX decisions_decided_on ON decisions (decided_on);
CREATE INDEX decisions_body_code_decided_year_section ON decisions (body_code, decided_year, section);
CREATE INDEX decisions_registry_key ON decisions (registry_key);
CREATE INDEX decisions_corrects_id ON decisions (corrects_id);
CREATE INDEX decisions_meeting_id ON decisions (meeting_id);

-- Agreements, as their parties signed them.
CREATE TABLE cooperation_agreements (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    external_ids TEXT NOT NULL,
    documents TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT,
    state TEXT NOT NULL,
    state_reason TEXT,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    partner_ids TEXT NOT NULL,
    master_id TEXT,
    relation TEXT NOT NULL,
    valid_from TEXT,
    valid_from_precision TEXT,
    valid_to TEXT,
    valid_to_precision TEXT,
    open_ended INTEGER NOT NULL,
    notice_months INTEGER,
    focus_areas TEXT NOT NULL,
    strategy_area_ids TEXT NOT NULL,
    framework_elements TEXT NOT NULL,
    obligations TEXT NOT NULL,
    signed_on TEXT,
    signed_on_precision TEXT,
    signatories TEXT NOT NULL,
    registry_number TEXT,
    registry_key TEXT,
    approved_on TEXT,
    notice_given_on TEXT,
    terminated_on TEXT,
    in_force_from TEXT,
    in_force_to TEXT,
    last_notice_day TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT cooperation_agreements_pkey PRIMARY KEY (id),
    CONSTRAINT cooperation_agreements_version CHECK (version >= 1),
    CONSTRAINT cooperation_agreements_times CHECK (created_at <= updated_at),
    CONSTRAINT cooperation_agreements_archived CHECK (archived IN (0, 1)),
    CONSTRAINT cooperation_agreements_open_ended CHECK (open_ended IN (0, 1)),
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
) STRICT;

CREATE INDEX cooperation_agreements_updated_at ON cooperation_agreements (updated_at);
CREATE INDEX cooperation_agreements_state ON cooperation_agreements (state);
CREATE INDEX cooperation_agreements_master_id ON cooperation_agreements (master_id);
CREATE INDEX cooperation_agreements_in_force_to ON cooperation_agreements (in_force_to);
CREATE INDEX cooperation_agreements_last_notice_day ON cooperation_agreements (last_notice_day);

-- Memberships of the region, or of others that it takes part through.
CREATE TABLE memberships (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    external_ids TEXT NOT NULL,
    documents TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT,
    state TEXT NOT NULL,
    state_reason TEXT,
    organisation_id TEXT NOT NULL,
    member_id TEXT,
    level TEXT NOT NULL,
    via_organisation_id TEXT,
    starts_on TEXT,
    starts_on_precision TEXT,
    ends_on TEXT,
    ends_on_precision TEXT,
    notice_months INTEGER,
    responsible_unit_id TEXT,
    purpose TEXT NOT NULL,
    strategy_area_ids TEXT NOT NULL,
    framework_elements TEXT NOT NULL,
    registry_number TEXT,
    registry_key TEXT,
    approved_on TEXT,
    notice_given_on TEXT,
    in_force_from TEXT,
    in_force_to TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT memberships_pkey PRIMARY KEY (id),
    CONSTRAINT memberships_version CHECK (version >= 1),
    CONSTRAINT memberships_times CHECK (created_at <= updated_at),
    CONSTRAINT memberships_archived CHECK (archived IN (0, 1)),
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
) STRICT;

CREATE INDEX memberships_updated_at ON memberships (updated_at);
CREATE INDEX memberships_organisation_id ON memberships (organisation_id);
CREATE INDEX memberships_member_id ON memberships (member_id);
CREATE INDEX memberships_via_organisation_id ON memberships (via_organisation_id);
CREATE INDEX memberships_responsible_unit_id ON memberships (responsible_unit_id);
CREATE INDEX memberships_state ON memberships (state);

-- What a membership costs, year by year.
CREATE TABLE membership_fees (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    external_ids TEXT NOT NULL,
    documents TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT,
    membership_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    amount_minor INTEGER NOT NULL,
    amount_currency TEXT NOT NULL,
    basis TEXT NOT NULL,
    population_count INTEGER,
    paid_on TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT membership_fees_pkey PRIMARY KEY (id),
    CONSTRAINT membership_fees_version CHECK (version >= 1),
    CONSTRAINT membership_fees_times CHECK (created_at <= updated_at),
    CONSTRAINT membership_fees_archived CHECK (archived IN (0, 1)),
    CONSTRAINT membership_fees_membership FOREIGN KEY (membership_id) REFERENCES memberships (id),
    CONSTRAINT membership_fees_basis CHECK (basis IN ('fixed', 'by_population', 'other')),
    CONSTRAINT membership_fees_amount CHECK (amount_minor >= 0),
    CONSTRAINT membership_fees_population_count CHECK (population_count >= 0)
) STRICT;

CREATE INDEX membership_fees_updated_at ON membership_fees (updated_at);
CREATE INDEX membership_fees_membership_id_year ON membership_fees (membership_id, year);

-- Seats that someone holds for the region, by a membership or given by the state (R-36).
CREATE TABLE mandates (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    external_ids TEXT NOT NULL,
    documents TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT,
    membership_id TEXT,
    body_name TEXT NOT NULL,
    holder TEXT NOT NULL,
    seat TEXT NOT NULL,
    starts_on TEXT,
    ends_on TEXT,
    elected_by_decision_id TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT mandates_pkey PRIMARY KEY (id),
    CONSTRAINT mandates_version CHECK (version >= 1),
    CONSTRAINT mandates_times CHECK (created_at <= updated_at),
    CONSTRAINT mandates_archived CHECK (archived IN (0, 1)),
    CONSTRAINT mandates_membership FOREIGN KEY (membership_id) REFERENCES memberships (id),
    CONSTRAINT mandates_seat CHECK (seat IN ('chair', 'vice_chair', 'member', 'substitute', 'other')),
    CONSTRAINT mandates_period CHECK (starts_on <= ends_on),
    CONSTRAINT mandates_elected_by_decision FOREIGN KEY (elected_by_decision_id) REFERENCES decisions (id)
) STRICT;

CREATE INDEX mandates_updated_at ON mandates (updated_at);
CREATE INDEX mandates_membership_id ON mandates (membership_id);
CREATE INDEX mandates_elected_by_decision_id ON mandates (elected_by_decision_id);

-- What a membership gave, year by year.
CREATE TABLE benefit_reviews (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    external_ids TEXT NOT NULL,
    documents TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT,
    membership_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    meetings_held INTEGER,
    meetings_attended INTEGER,
    projects INTEGER,
    contacts INTEGER,
    influence_results TEXT,
    grade INTEGER,
    recommendation TEXT NOT NULL,
    text TEXT NOT NULL,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT benefit_reviews_pkey PRIMARY KEY (id),
    CONSTRAINT benefit_reviews_version CHECK (version >= 1),
    CONSTRAINT benefit_reviews_times CHECK (created_at <= updated_at),
    CONSTRAINT benefit_reviews_archived CHECK (archived IN (0, 1)),
    CONSTRAINT benefit_reviews_membership FOREIGN KEY (membership_id) REFERENCES memberships (id),
    CONSTRAINT benefit_reviews_recommendation CHECK (recommendation IN ('stay', 'renegotiate', 'leave')),
    CONSTRAINT benefit_reviews_grade CHECK (grade BETWEEN 1 AND 5),
    CONSTRAINT benefit_reviews_meetings CHECK (meetings_attended <= meetings_held)
) STRICT;

CREATE INDEX benefit_reviews_updated_at ON benefit_reviews (updated_at);
CREATE INDEX benefit_reviews_membership_id_year ON benefit_reviews (membership_id, year);

-- Visits to and from the region.
CREATE TABLE visits (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    external_ids TEXT NOT NULL,
    documents TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT,
    title TEXT NOT NULL,
    direction TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    place TEXT NOT NULL,
    country TEXT,
    partner_ids TEXT NOT NULL,
    representatives TEXT NOT NULL,
    purpose TEXT,
    strategy_area_ids TEXT NOT NULL,
    cost_minor INTEGER,
    cost_currency TEXT,
    report TEXT,
    follow_up_ids TEXT NOT NULL,
    owner_unit_id TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT visits_pkey PRIMARY KEY (id),
    CONSTRAINT visits_version CHECK (version >= 1),
    CONSTRAINT visits_times CHECK (created_at <= updated_at),
    CONSTRAINT visits_archived CHECK (archived IN (0, 1)),
    CONSTRAINT visits_direction CHECK (direction IN ('incoming', 'outgoing')),
    CONSTRAINT visits_period CHECK (starts_on <= ends_on),
    CONSTRAINT visits_cost CHECK ((cost_minor IS NULL) = (cost_currency IS NULL)),
    CONSTRAINT visits_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id)
) STRICT;

CREATE INDEX visits_updated_at ON visits (updated_at);
CREATE INDEX visits_starts_on ON visits (starts_on);
CREATE INDEX visits_owner_unit_id ON visits (owner_unit_id);

-- Who opened which door to whom, and what came of it.
CREATE TABLE introductions (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    external_ids TEXT NOT NULL,
    documents TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT,
    visit_id TEXT,
    introduced_on TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    partner_id TEXT NOT NULL,
    contact TEXT,
    introduced_to TEXT NOT NULL,
    result TEXT,
    owner_unit_id TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT introductions_pkey PRIMARY KEY (id),
    CONSTRAINT introductions_version CHECK (version >= 1),
    CONSTRAINT introductions_times CHECK (created_at <= updated_at),
    CONSTRAINT introductions_archived CHECK (archived IN (0, 1)),
    CONSTRAINT introductions_visit FOREIGN KEY (visit_id) REFERENCES visits (id),
    CONSTRAINT introductions_partner FOREIGN KEY (partner_id) REFERENCES partners (id),
    CONSTRAINT introductions_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id)
) STRICT;

CREATE INDEX introductions_updated_at ON introductions (updated_at);
CREATE INDEX introductions_introduced_on ON introductions (introduced_on);
CREATE INDEX introductions_visit_id ON introductions (visit_id);
CREATE INDEX introductions_partner_id ON introductions (partner_id);
CREATE INDEX introductions_owner_unit_id ON introductions (owner_unit_id);
