-- Every living record of every register: what any record may refer to, whatever its register.
CREATE TABLE records (
    id TEXT NOT NULL,
    resource_type TEXT NOT NULL,
    CONSTRAINT records_pkey PRIMARY KEY (id)
) STRICT;

INSERT INTO records (id, resource_type)
    SELECT id, 'unit' FROM units
    UNION ALL SELECT id, 'user' FROM users
    UNION ALL SELECT id, 'strategy_area' FROM strategy_areas
    UNION ALL SELECT id, 'partner' FROM partners;

-- Which record refers to which, by which reference: an index over the records' own fields.
CREATE TABLE record_references (
    from_id TEXT NOT NULL,
    reference TEXT NOT NULL,
    to_id TEXT NOT NULL,
    CONSTRAINT record_references_pkey PRIMARY KEY (from_id, reference, to_id),
    CONSTRAINT record_references_from FOREIGN KEY (from_id) REFERENCES records (id) ON DELETE CASCADE,
    CONSTRAINT record_references_to FOREIGN KEY (to_id) REFERENCES records (id)
) STRICT;

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
    code TEXT NOT NULL,
    framework TEXT NOT NULL,
    name_sv TEXT NOT NULL,
    name_en TEXT NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT framework_elements_pkey PRIMARY KEY (code),
    CONSTRAINT framework_elements_framework CHECK (framework IN ('regional_programme', 'national_strategy', 'eu_agendas'))
) STRICT;

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
    body_code TEXT NOT NULL,
    decision_kind TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    CONSTRAINT competences_pkey PRIMARY KEY (body_code, decision_kind, valid_from),
    CONSTRAINT competences_period CHECK (valid_from <= valid_to)
) STRICT;

-- The strategy's own words: the board adopts it and decides which areas are prioritised.
INSERT INTO competences (body_code, decision_kind, valid_from, valid_to) VALUES
    ('board', 'adopt_strategy', '1900-01-01', NULL),
    ('board', 'prioritise_area', '1900-01-01', NULL),
    ('board', 'deprioritise_area', '1900-01-01', NULL);

-- The board's documents, each with its period.
CREATE TABLE strategies (
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
    purpose TEXT NOT NULL,
    strategic_goal TEXT NOT NULL,
    period_start TEXT NOT NULL,
    period_end TEXT NOT NULL,
    premises TEXT NOT NULL,
    delimitations TEXT NOT NULL,
    sections TEXT NOT NULL,
    next_review_on TEXT,
    supersedes_id TEXT,
    adopted_on TEXT,
    superseded_on TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT strategies_pkey PRIMARY KEY (id),
    CONSTRAINT strategies_version CHECK (version >= 1),
    CONSTRAINT strategies_times CHECK (created_at <= updated_at),
    CONSTRAINT strategies_state CHECK (state IN ('draft', 'proposed', 'adopted', 'superseded')),
    CONSTRAINT strategies_period CHECK (period_start <= period_end),
    CONSTRAINT strategies_adopted_on CHECK ((adopted_on IS NULL) = (state IN ('draft', 'proposed'))),
    CONSTRAINT strategies_supersedes FOREIGN KEY (supersedes_id) REFERENCES strategies (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT strategies_archived CHECK (archived IN (0, 1))
) STRICT;

CREATE INDEX strategies_updated_at ON strategies (updated_at);
CREATE INDEX strategies_supersedes_id ON strategies (supersedes_id);

-- Strategy areas belong to a strategy (R-03) and have a life cycle; a code is unique within its strategy.
CREATE TABLE strategy_areas_next (
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
    description TEXT,
    position INTEGER NOT NULL,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    state TEXT NOT NULL,
    state_reason TEXT,
    strategy_id TEXT,
    owner_unit_id TEXT,
    framework_elements TEXT NOT NULL,
    link_justification TEXT,
    carried_from_id TEXT,
    periods TEXT NOT NULL,
    CONSTRAINT strategy_areas_pkey PRIMARY KEY (id),
    CONSTRAINT strategy_areas_version CHECK (version >= 1),
    CONSTRAINT strategy_areas_times CHECK (created_at <= updated_at),
    CONSTRAINT strategy_areas_code_key UNIQUE (strategy_id, code),
    CONSTRAINT strategy_areas_position CHECK (position >= 1),
    CONSTRAINT strategy_areas_archived CHECK (archived IN (0, 1)),
    CONSTRAINT strategy_areas_state CHECK (state IN ('draft', 'proposed', 'prioritised', 'deprioritised', 'dropped')),
    CONSTRAINT strategy_areas_strategy FOREIGN KEY (strategy_id) REFERENCES strategies (id),
    CONSTRAINT strategy_areas_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id),
    CONSTRAINT strategy_areas_carried_from FOREIGN KEY (carried_from_id) REFERENCES strategy_areas (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

INSERT INTO strategy_areas_next
    SELECT id, version, archived, external_ids, documents, note, created_at, updated_at, updated_by, code, name, description, position,
        name_key, search, 'draft', NULL, NULL, NULL, '[]', NULL, NULL, '[]' FROM strategy_areas;

DROP TABLE strategy_areas;
ALTER TABLE strategy_areas_next RENAME TO strategy_areas;

CREATE INDEX strategy_areas_updated_at ON strategy_areas (updated_at);
CREATE INDEX strategy_areas_strategy_id ON strategy_areas (strategy_id);
CREATE INDEX strategy_areas_owner_unit_id ON strategy_areas (owner_unit_id);
CREATE INDEX strategy_areas_carried_from_id ON strategy_areas (carried_from_id);

-- When an area was prioritised: an index with foreign keys over strategy_areas.periods.
CREATE TABLE strategy_area_periods (
    strategy_area_id TEXT NOT NULL,
    prioritised_on TEXT NOT NULL,
    deprioritised_on TEXT,
    CONSTRAINT strategy_area_periods_pkey PRIMARY KEY (strategy_area_id, prioritised_on),
    CONSTRAINT strategy_area_periods_area FOREIGN KEY (strategy_area_id) REFERENCES strategy_areas (id) ON DELETE CASCADE,
    CONSTRAINT strategy_area_periods_period CHECK (prioritised_on <= deprioritised_on)
) STRICT;

-- What a body decided: the only door through a gate. Appended, never changed (R-17).
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
    CONSTRAINT decisions_section_key UNIQUE (body_code, decided_year, section),
    CONSTRAINT decisions_body_code CHECK (body_code IN ('board', 'working_committee')),
    CONSTRAINT decisions_kind CHECK (kind IN ('adopt_strategy', 'prioritise_area', 'deprioritise_area')),
    CONSTRAINT decisions_outcome CHECK (outcome IN ('approved')),
    CONSTRAINT decisions_adjusted_on CHECK (decided_on <= adjusted_on),
    CONSTRAINT decisions_archived CHECK (archived IN (0, 1)),
    CONSTRAINT decisions_historic CHECK (historic IN (0, 1))
) STRICT;

CREATE INDEX decisions_updated_at ON decisions (updated_at);
CREATE INDEX decisions_decided_on ON decisions (decided_on);

-- What is done, each within one year.
CREATE TABLE activities (
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
    description TEXT,
    year INTEGER NOT NULL,
    priority TEXT,
    strategy_area_id TEXT,
    framework_elements TEXT NOT NULL,
    kind TEXT NOT NULL,
    cooperation_level TEXT NOT NULL,
    owner_unit_id TEXT,
    responsible TEXT,
    responsible_user_id TEXT,
    starts_on TEXT,
    ends_on TEXT,
    partner_ids TEXT NOT NULL,
    municipality_codes TEXT NOT NULL,
    citizen_benefit TEXT,
    effects TEXT NOT NULL,
    sustainability TEXT NOT NULL,
    target_groups TEXT NOT NULL,
    eu_focus INTEGER NOT NULL,
    cross_border INTEGER NOT NULL,
    aid_character INTEGER NOT NULL,
    exception_reason TEXT,
    cost_estimate_minor INTEGER,
    cost_estimate_currency TEXT,
    cost_actual_minor INTEGER,
    cost_actual_currency TEXT,
    continued_from_id TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
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
    CONSTRAINT activities_archived CHECK (archived IN (0, 1)),
    CONSTRAINT activities_eu_focus CHECK (eu_focus IN (0, 1)),
    CONSTRAINT activities_cross_border CHECK (cross_border IN (0, 1)),
    CONSTRAINT activities_aid_character CHECK (aid_character IN (0, 1))
) STRICT;

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
