-- Programmes that fund projects.
CREATE TABLE funding_programmes (
    id uuid NOT NULL,
    version integer NOT NULL,
    archived boolean NOT NULL,
    external_ids text COLLATE "C" NOT NULL,
    documents text COLLATE "C" NOT NULL,
    note text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    name text COLLATE "C" NOT NULL,
    strand text COLLATE "C" NOT NULL,
    valid_from date,
    valid_to date,
    cci text COLLATE "C",
    eligible_area text COLLATE "C",
    minimum_partners integer,
    typical_budget_minor bigint,
    typical_budget_currency text COLLATE "C",
    description text COLLATE "C",
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT funding_programmes_pkey PRIMARY KEY (id),
    CONSTRAINT funding_programmes_version CHECK (version >= 1),
    CONSTRAINT funding_programmes_times CHECK (created_at <= updated_at),
    CONSTRAINT funding_programmes_archived CHECK (archived IN (false, true)),
    CONSTRAINT funding_programmes_strand CHECK (strand IN ('cross_border', 'transnational', 'interregional', 'sector', 'national')),
    CONSTRAINT funding_programmes_period CHECK (valid_from <= valid_to),
    CONSTRAINT funding_programmes_minimum_partners CHECK (minimum_partners >= 1),
    CONSTRAINT funding_programmes_typical_budget CHECK ((typical_budget_minor IS NULL) = (typical_budget_currency IS NULL))
);

CREATE INDEX funding_programmes_updated_at ON funding_programmes (updated_at);
CREATE INDEX funding_programmes_strand_valid_from ON funding_programmes (strand, valid_from);

-- Calls of funding programmes.
CREATE TABLE calls (
    id uuid NOT NULL,
    version integer NOT NULL,
    archived boolean NOT NULL,
    external_ids text COLLATE "C" NOT NULL,
    documents text COLLATE "C" NOT NULL,
    note text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    funding_programme_id uuid NOT NULL,
    title text COLLATE "C" NOT NULL,
    theme text COLLATE "C",
    target text COLLATE "C",
    opens_on date,
    closes_on date,
    budget_minor bigint,
    budget_currency text COLLATE "C",
    minimum_partners integer,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT calls_pkey PRIMARY KEY (id),
    CONSTRAINT calls_version CHECK (version >= 1),
    CONSTRAINT calls_times CHECK (created_at <= updated_at),
    CONSTRAINT calls_archived CHECK (archived IN (false, true)),
    CONSTRAINT calls_period CHECK (opens_on <= closes_on),
    CONSTRAINT calls_minimum_partners CHECK (minimum_partners >= 1),
    CONSTRAINT calls_budget CHECK ((budget_minor IS NULL) = (budget_currency IS NULL)),
    CONSTRAINT calls_funding_programme FOREIGN KEY (funding_programme_id) REFERENCES funding_programmes (id)
);

CREATE INDEX calls_updated_at ON calls (updated_at);
CREATE INDEX calls_closes_on ON calls (closes_on);
CREATE INDEX calls_funding_programme_id ON calls (funding_programme_id);

-- Ideas for projects, and who joins them.
CREATE TABLE project_ideas (
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
    call_id uuid,
    initiator_id uuid,
    partner_ids text COLLATE "C" NOT NULL,
    municipality_codes text COLLATE "C" NOT NULL,
    strategy_area_ids text COLLATE "C" NOT NULL,
    framework_links text COLLATE "C" NOT NULL,
    owner_unit_id uuid,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT project_ideas_pkey PRIMARY KEY (id),
    CONSTRAINT project_ideas_version CHECK (version >= 1),
    CONSTRAINT project_ideas_times CHECK (created_at <= updated_at),
    CONSTRAINT project_ideas_archived CHECK (archived IN (false, true)),
    CONSTRAINT project_ideas_state CHECK (state IN ('idea', 'mobilising', 'applied', 'dropped')),
    CONSTRAINT project_ideas_call FOREIGN KEY (call_id) REFERENCES calls (id),
    CONSTRAINT project_ideas_initiator FOREIGN KEY (initiator_id) REFERENCES partners (id),
    CONSTRAINT project_ideas_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id)
);

CREATE INDEX project_ideas_updated_at ON project_ideas (updated_at);
CREATE INDEX project_ideas_call_id ON project_ideas (call_id);
CREATE INDEX project_ideas_initiator_id ON project_ideas (initiator_id);
CREATE INDEX project_ideas_owner_unit_id ON project_ideas (owner_unit_id);

-- Projects with partners, and the money in them.
CREATE TABLE projects (
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
    name text COLLATE "C" NOT NULL,
    acronym text COLLATE "C",
    funding_programme_id uuid,
    call_id uuid,
    project_idea_id uuid,
    local_id text COLLATE "C",
    participations text COLLATE "C" NOT NULL,
    starts_on date,
    starts_on_precision text COLLATE "C",
    ends_on date,
    ends_on_precision text COLLATE "C",
    decided_on date,
    decided_on_precision text COLLATE "C",
    decision_ids text COLLATE "C" NOT NULL,
    stated_totals text COLLATE "C" NOT NULL,
    funding_lines text COLLATE "C" NOT NULL,
    exchange_rates text COLLATE "C" NOT NULL,
    strategy_area_ids text COLLATE "C" NOT NULL,
    framework_links text COLLATE "C" NOT NULL,
    municipality_codes text COLLATE "C" NOT NULL,
    value_kinds text COLLATE "C" NOT NULL,
    sustainability text COLLATE "C" NOT NULL,
    description text COLLATE "C",
    results text COLLATE "C",
    owner_unit_id uuid,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT projects_pkey PRIMARY KEY (id),
    CONSTRAINT projects_version CHECK (version >= 1),
    CONSTRAINT projects_times CHECK (created_at <= updated_at),
    CONSTRAINT projects_archived CHECK (archived IN (false, true)),
    CONSTRAINT projects_state CHECK (state IN ('idea', 'applied', 'granted', 'running', 'closed', 'rejected', 'withdrawn')),
    CONSTRAINT projects_starts_on_precision CHECK (starts_on_precision IN ('day', 'month', 'year')),
    CONSTRAINT projects_ends_on_precision CHECK (ends_on_precision IN ('day', 'month', 'year')),
    CONSTRAINT projects_decided_on_precision CHECK (decided_on_precision IN ('day', 'month', 'year')),
    CONSTRAINT projects_period CHECK (starts_on <= ends_on),
    CONSTRAINT projects_funding_programme FOREIGN KEY (funding_programme_id) REFERENCES funding_programmes (id),
    CONSTRAINT projects_call FOREIGN KEY (call_id) REFERENCES calls (id),
    CONSTRAINT projects_project_idea FOREIGN KEY (project_idea_id) REFERENCES project_ideas (id),
    CONSTRAINT projects_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id)
);

CREATE INDEX projects_updated_at ON projects (updated_at);
CREATE INDEX projects_funding_programme_id ON projects (funding_programme_id);
CREATE INDEX projects_call_id ON projects (call_id);
CREATE INDEX projects_project_idea_id ON projects (project_idea_id);
CREATE INDEX projects_owner_unit_id ON projects (owner_unit_id);
CREATE INDEX projects_state_starts_on ON projects (state, starts_on);

-- What the money of a project comes to, for the reports: by kind of funding in the currency of its total. It follows from the
-- project and is written with it.
CREATE TABLE project_figures (
    project_id uuid NOT NULL,
    year integer,
    currency text COLLATE "C" NOT NULL,
    total_minor bigint,
    region_own_minor bigint,
    municipality_minor bigint,
    state_minor bigint,
    eu_minor bigint,
    norwegian_state_minor bigint,
    other_public_minor bigint,
    private_minor bigint,
    in_kind_minor bigint,
    CONSTRAINT project_figures_pkey PRIMARY KEY (project_id),
    CONSTRAINT project_figures_project FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
);

CREATE INDEX project_figures_year ON project_figures (year);

-- Which municipalities are named by which projects, and with how much in the currency of the project's figures. It follows from
-- the projects.
CREATE TABLE project_municipalities (
    project_id uuid NOT NULL,
    municipality_code text COLLATE "C" NOT NULL,
    amount_minor bigint,
    CONSTRAINT project_municipalities_pkey PRIMARY KEY (project_id, municipality_code),
    CONSTRAINT project_municipalities_project FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
);

CREATE INDEX project_municipalities_municipality_code ON project_municipalities (municipality_code, project_id);

-- Which partners take part in which projects, and as what. It follows from the projects.
CREATE TABLE project_participations (
    project_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    role text COLLATE "C" NOT NULL,
    CONSTRAINT project_participations_pkey PRIMARY KEY (project_id, partner_id, role),
    CONSTRAINT project_participations_role CHECK (role IN ('lead', 'owner', 'partner', 'associated', 'financier')),
    CONSTRAINT project_participations_project FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE,
    CONSTRAINT project_participations_partner FOREIGN KEY (partner_id) REFERENCES partners (id)
);

CREATE INDEX project_participations_partner_id ON project_participations (partner_id, project_id);

-- Which municipalities are interested in which ideas. It follows from those.
CREATE TABLE project_idea_municipalities (
    project_idea_id uuid NOT NULL,
    municipality_code text COLLATE "C" NOT NULL,
    CONSTRAINT project_idea_municipalities_pkey PRIMARY KEY (project_idea_id, municipality_code),
    CONSTRAINT project_idea_municipalities_project_idea FOREIGN KEY (project_idea_id) REFERENCES project_ideas (id) ON DELETE CASCADE
);

CREATE INDEX project_idea_municipalities_municipality_code ON project_idea_municipalities (municipality_code, project_idea_id);

-- The partner that one became part of.
ALTER TABLE partners ADD COLUMN merged_into_id uuid;
