-- Every living record of every register: what any record may refer to, whatever its register.
CREATE TABLE records (
    id uuid NOT NULL,
    resource_type text COLLATE "C" NOT NULL,
    CONSTRAINT records_pkey PRIMARY KEY (id)
);

INSERT INTO records (id, resource_type)
    SELECT id, 'unit' FROM units
    UNION ALL SELECT id, 'user' FROM users
    UNION ALL SELECT id, 'strategy_area' FROM strategy_areas
    UNION ALL SELECT id, 'partner' FROM partners;

-- Which record refers to which, by which reference: an index over the records' own fields.
CREATE TABLE record_references (
    from_id uuid NOT NULL,
    reference text COLLATE "C" NOT NULL,
    to_id uuid NOT NULL,
    CONSTRAINT record_references_pkey PRIMARY KEY (from_id, reference, to_id),
    CONSTRAINT record_references_from FOREIGN KEY (from_id) REFERENCES records (id) ON DELETE CASCADE,
    CONSTRAINT record_references_to FOREIGN KEY (to_id) REFERENCES records (id)
);

CREATE INDEX record_references_to_id ON record_references (to_id, reference, from_id);

INSERT INTO record_references (from_id, reference, to_id)
    SELECT id, 'user.unit', unit_id FROM users WHERE unit_id IS NOT NULL
    UNION ALL SELECT id, 'partner.createdByUnit', created_by_unit_id FROM partners WHERE created_by_unit_id IS NOT NULL
    UNION ALL SELECT partner_id, 'partner.predecessors', predecessor_id FROM partner_predecessors
    UNION ALL SELECT partner_id, 'partner.strategyAreas', strategy_area_id FROM partner_strategy_areas;

DROP TABLE partner_predecessors;
DROP TABLE partner_strategy_areas;

-- The elements of the policy frameworks that strategy areas and activities link to.
CREATE TABLE framework_elements (
    code text COLLATE "C" NOT NULL,
    framework text COLLATE "C" NOT NULL,
    name_sv text COLLATE "C" NOT NULL,
    name_en text COLLATE "C" NOT NULL,
    position integer NOT NULL,
    CONSTRAINT framework_elements_pkey PRIMARY KEY (code),
    CONSTRAINT framework_elements_framework CHECK (framework IN ('regional_programme', 'national_strategy', 'eu_agendas'))
);

-- The regional development programme's five areas and the two agendas as the strategy of 2008-2011 names them; the
-- national strategy's priorities 2007-2013 as the government's document names them.
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

-- Which body decides what, from when to when (R-15); open ends hold for ever.
CREATE TABLE competences (
    body_code text COLLATE "C" NOT NULL,
    decision_kind text COLLATE "C" NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    CONSTRAINT competences_pkey PRIMARY KEY (body_code, decision_kind, valid_from),
    CONSTRAINT competences_period CHECK (valid_from <= valid_to)
);

-- The strategy's own words: the board adopts it and decides which areas are prioritised.
INSERT INTO competences (body_code, decision_kind, valid_from, valid_to) VALUES
    ('board', 'adopt_strategy', '1900-01-01', NULL),
    ('board', 'prioritise_area', '1900-01-01', NULL),
    ('board', 'deprioritise_area', '1900-01-01', NULL);

-- The board's documents, each with its period.
CREATE TABLE strategies (
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
    purpose text COLLATE "C" NOT NULL,
    strategic_goal text COLLATE "C" NOT NULL,
    period_start date NOT NULL,
    period_end date NOT NULL,
    premises text COLLATE "C" NOT NULL,
    delimitations text COLLATE "C" NOT NULL,
    sections text COLLATE "C" NOT NULL,
    next_review_on date,
    supersedes_id uuid,
    adopted_on date,
    superseded_on date,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT strategies_pkey PRIMARY KEY (id),
    CONSTRAINT strategies_version CHECK (version >= 1),
    CONSTRAINT strategies_times CHECK (created_at <= updated_at),
    CONSTRAINT strategies_state CHECK (state IN ('draft', 'proposed', 'adopted', 'superseded')),
    CONSTRAINT strategies_period CHECK (period_start <= period_end),
    CONSTRAINT strategies_adopted_on CHECK ((adopted_on IS NULL) = (state IN ('draft', 'proposed'))),
    CONSTRAINT strategies_supersedes FOREIGN KEY (supersedes_id) REFERENCES strategies (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT strategies_archived CHECK (archived IN (false, true))
);

CREATE INDEX strategies_updated_at ON strategies (updated_at);
CREATE INDEX strategies_supersedes_id ON strategies (supersedes_id);

-- Strategy areas belong to a strategy (R-03) and have a life cycle; a code is unique within its strategy.
ALTER TABLE strategy_areas
    ADD COLUMN state text COLLATE "C" NOT NULL DEFAULT 'draft',
    ADD COLUMN state_reason text COLLATE "C",
    ADD COLUMN strategy_id uuid,
    ADD COLUMN owner_unit_id uuid,
    ADD COLUMN framework_elements text COLLATE "C" NOT NULL DEFAULT '[]',
    ADD COLUMN link_justification text COLLATE "C",
    ADD COLUMN carried_from_id uuid,
    ADD COLUMN periods text COLLATE "C" NOT NULL DEFAULT '[]',
    DROP CONSTRAINT strategy_areas_code_key,
    ADD CONSTRAINT strategy_areas_code_key UNIQUE (strategy_id, code),
    ADD CONSTRAINT strategy_areas_state CHECK (state IN ('draft', 'proposed', 'prioritised', 'deprioritised', 'dropped')),
    ADD CONSTRAINT strategy_areas_strategy FOREIGN KEY (strategy_id) REFERENCES strategies (id),
    ADD CONSTRAINT strategy_areas_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id),
    ADD CONSTRAINT strategy_areas_carried_from FOREIGN KEY (carried_from_id) REFERENCES strategy_areas (id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE strategy_areas
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN framework_elements DROP DEFAULT,
    ALTER COLUMN periods DROP DEFAULT;

CREATE INDEX strategy_areas_strategy_id ON strategy_areas (strategy_id);
CREATE INDEX strategy_areas_owner_unit_id ON strategy_areas (owner_unit_id);
CREATE INDEX strategy_areas_carried_from_id ON strategy_areas (carried_from_id);

-- When an area was prioritised: an index with foreign keys over strategy_areas.periods.
CREATE TABLE strategy_area_periods (
    strategy_area_id uuid NOT NULL,
    prioritised_on date NOT NULL,
    deprioritised_on date,
    CONSTRAINT strategy_area_periods_pkey PRIMARY KEY (strategy_area_id, prioritised_on),
    CONSTRAINT strategy_area_periods_area FOREIGN KEY (strategy_area_id) REFERENCES strategy_areas (id) ON DELETE CASCADE,
    CONSTRAINT strategy_area_periods_period CHECK (prioritised_on <= deprioritised_on)
);

-- What a body decided: the only door through a gate. Appended, never changed (R-17).
CREATE TABLE decisions (
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
    decided_on date NOT NULL,
    decided_year integer NOT NULL,
    section text COLLATE "C",
    registry_number text COLLATE "C",
    title text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    subjects text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    adjusted_on date,
    minutes_url text COLLATE "C",
    historic boolean NOT NULL,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT decisions_pkey PRIMARY KEY (id),
    CONSTRAINT decisions_version CHECK (version >= 1),
    CONSTRAINT decisions_times CHECK (created_at <= updated_at),
    CONSTRAINT decisions_section_key UNIQUE (body_code, decided_year, section),
    CONSTRAINT decisions_body_code CHECK (body_code IN ('board', 'working_committee')),
    CONSTRAINT decisions_kind CHECK (kind IN ('adopt_strategy', 'prioritise_area', 'deprioritise_area')),
    CONSTRAINT decisions_outcome CHECK (outcome IN ('approved')),
    CONSTRAINT decisions_adjusted_on CHECK (decided_on <= adjusted_on),
    CONSTRAINT decisions_archived CHECK (archived IN (false, true)),
    CONSTRAINT decisions_historic CHECK (historic IN (false, true))
);

CREATE INDEX decisions_updated_at ON decisions (updated_at);
CREATE INDEX decisions_decided_on ON decisions (decided_on);

-- What is done, each within one year.
CREATE TABLE activities (
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
    description text COLLATE "C",
    year integer NOT NULL,
    priority text COLLATE "C",
    strategy_area_id uuid,
    framework_elements text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    cooperation_level text COLLATE "C" NOT NULL,
    owner_unit_id uuid,
    responsible text COLLATE "C",
    responsible_user_id uuid,
    starts_on date,
    ends_on date,
    partner_ids text COLLATE "C" NOT NULL,
    municipality_codes text COLLATE "C" NOT NULL,
    citizen_benefit text COLLATE "C",
    effects text COLLATE "C" NOT NULL,
    sustainability text COLLATE "C" NOT NULL,
    target_groups text COLLATE "C" NOT NULL,
    eu_focus boolean NOT NULL,
    cross_border boolean NOT NULL,
    aid_character boolean NOT NULL,
    exception_reason text COLLATE "C",
    cost_estimate_minor bigint,
    cost_estimate_currency text COLLATE "C",
    cost_actual_minor bigint,
    cost_actual_currency text COLLATE "C",
    continued_from_id uuid,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT activities_pkey PRIMARY KEY (id),
    CONSTRAINT activities_version CHECK (version >= 1),
    CONSTRAINT activities_times CHECK (created_at <= updated_at),
    CONSTRAINT activities_state CHECK (state IN ('draft', 'planned', 'ongoing', 'completed', 'cancelled')),
    CONSTRAINT activities_priority CHECK (priority IN ('international_cooperation', 'monitoring_and_knowledge', 'influence_and_profiling')),
    CONSTRAINT activities_kind CHECK (kind IN ('project', 'visit', 'event', 'monitoring', 'information', 'training', 'influence', 'profiling', 'study', 'other')),
    CONSTRAINT activities_cooperation_level CHECK (cooperation_level IN ('local', 'regional', 'national', 'international')),
    CONSTRAINT activities_period CHECK (starts_on <= ends_on),
    CONSTRAINT activities_year CHECK (year >= 1900),
    CONSTRAINT activities_cost_estimate CHECK ((cost_estimate_minor IS NULL) = (cost_estimate_currency IS NULL) AND cost_estimate_minor >= 0),
    CONSTRAINT activities_cost_actual CHECK ((cost_actual_minor IS NULL) = (cost_actual_currency IS NULL) AND cost_actual_minor >= 0),
    CONSTRAINT activities_strategy_area FOREIGN KEY (strategy_area_id) REFERENCES strategy_areas (id),
    CONSTRAINT activities_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id),
    CONSTRAINT activities_responsible_user FOREIGN KEY (responsible_user_id) REFERENCES users (id),
    CONSTRAINT activities_continued_from FOREIGN KEY (continued_from_id) REFERENCES activities (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT activities_archived CHECK (archived IN (false, true)),
    CONSTRAINT activities_eu_focus CHECK (eu_focus IN (false, true)),
    CONSTRAINT activities_cross_border CHECK (cross_border IN (false, true)),
    CONSTRAINT activities_aid_character CHECK (aid_character IN (false, true))
);

CREATE INDEX activities_updated_at ON activities (updated_at);
-- The orders in which lists are asked for: by title, whole or narrowed, and a year's in the order of their dates, empty
-- ones last. SQLite, which counts no values, takes the index with the most columns that are named.
CREATE INDEX activities_strategy_area_id ON activities (strategy_area_id, archived, name_key, id);
CREATE INDEX activities_owner_unit_id ON activities (owner_unit_id, archived, name_key, id);
CREATE INDEX activities_responsible_user_id ON activities (responsible_user_id, archived, name_key, id);
CREATE INDEX activities_continued_from_id ON activities (continued_from_id, archived, name_key, id);
CREATE INDEX activities_state ON activities (state, archived, name_key, id);
CREATE INDEX activities_name_key ON activities (archived, name_key, id);
CREATE INDEX activities_starts_on ON activities (year, state, archived, (starts_on IS NULL), starts_on, id);
-- Whole answers for the matrix: its counts and sums, and the titles of a cell in their order.
CREATE INDEX activities_matrix ON activities (year, archived, strategy_area_id, priority, state, cost_estimate_currency, cost_actual_currency, cost_estimate_minor, cost_actual_minor);
CREATE INDEX activities_cell ON activities (year, strategy_area_id, priority, archived, name_key, id, title, state);
