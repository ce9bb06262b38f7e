-- What was seen of the European Union and the world, and what became of it.
CREATE TABLE monitoring_items (
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
    source_url text COLLATE "C",
    published_on date,
    level text COLLATE "C" NOT NULL,
    reach text COLLATE "C" NOT NULL,
    strategy_area_ids text COLLATE "C" NOT NULL,
    framework_links text COLLATE "C" NOT NULL,
    topics text COLLATE "C" NOT NULL,
    procedure_reference text COLLATE "C",
    importance text COLLATE "C",
    deadline_on date,
    assessment text COLLATE "C",
    call_id uuid,
    owner_unit_id uuid,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT monitoring_items_pkey PRIMARY KEY (id),
    CONSTRAINT monitoring_items_version CHECK (version >= 1),
    CONSTRAINT monitoring_items_times CHECK (created_at <= updated_at),
    CONSTRAINT monitoring_items_archived CHECK (archived IN (false, true)),
    CONSTRAINT monitoring_items_state CHECK (state IN ('new', 'assessed', 'used', 'parked', 'no_action')),
    CONSTRAINT monitoring_items_level CHECK (level IN ('strategic', 'tactical')),
    CONSTRAINT monitoring_items_reach CHECK (reach IN ('eu_general', 'strategy_area')),
    CONSTRAINT monitoring_items_importance CHECK (importance IN ('low', 'medium', 'high')),
    CONSTRAINT monitoring_items_call FOREIGN KEY (call_id) REFERENCES calls (id),
    CONSTRAINT monitoring_items_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id)
);

CREATE INDEX monitoring_items_updated_at ON monitoring_items (updated_at);
CREATE INDEX monitoring_items_state_published_on ON monitoring_items (state, published_on);
CREATE INDEX monitoring_items_level_state ON monitoring_items (level, state);
CREATE INDEX monitoring_items_deadline_on ON monitoring_items (deadline_on);
CREATE INDEX monitoring_items_call_id ON monitoring_items (call_id);
CREATE INDEX monitoring_items_owner_unit_id ON monitoring_items (owner_unit_id);

-- Information and training for politicians, officials and municipalities.
CREATE TABLE knowledge_activities (
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
    held_on date,
    ends_on date,
    place text COLLATE "C",
    description text COLLATE "C",
    audiences text COLLATE "C" NOT NULL,
    competences text COLLATE "C" NOT NULL,
    topics text COLLATE "C" NOT NULL,
    monitoring_item_ids text COLLATE "C" NOT NULL,
    call_ids text COLLATE "C" NOT NULL,
    strategy_area_ids text COLLATE "C" NOT NULL,
    municipality_codes text COLLATE "C" NOT NULL,
    politicians integer,
    officials integer,
    others integer,
    evaluation text COLLATE "C",
    cost_minor bigint,
    cost_currency text COLLATE "C",
    owner_unit_id uuid,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT knowledge_activities_pkey PRIMARY KEY (id),
    CONSTRAINT knowledge_activities_version CHECK (version >= 1),
    CONSTRAINT knowledge_activities_times CHECK (created_at <= updated_at),
    CONSTRAINT knowledge_activities_archived CHECK (archived IN (false, true)),
    CONSTRAINT knowledge_activities_state CHECK (state IN ('planned', 'held', 'cancelled')),
    CONSTRAINT knowledge_activities_kind CHECK (kind IN ('information', 'training', 'briefing', 'study_visit', 'newsletter')),
    CONSTRAINT knowledge_activities_politicians CHECK (politicians >= 0),
    CONSTRAINT knowledge_activities_officials CHECK (officials >= 0),
    CONSTRAINT knowledge_activities_others CHECK (others >= 0),
    CONSTRAINT knowledge_activities_held CHECK (held_on IS NOT NULL OR state <> 'held'),
    CONSTRAINT knowledge_activities_cost CHECK ((cost_minor IS NULL) = (cost_currency IS NULL)),
    CONSTRAINT knowledge_activities_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id)
);

CREATE INDEX knowledge_activities_updated_at ON knowledge_activities (updated_at);
CREATE INDEX knowledge_activities_state_held_on ON knowledge_activities (state, held_on);
CREATE INDEX knowledge_activities_owner_unit_id ON knowledge_activities (owner_unit_id);

-- What the region wants of others, what it did for it, and how it went.
CREATE TABLE influence_cases (
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
    procedure_reference text COLLATE "C",
    arena text COLLATE "C" NOT NULL,
    wanted_position text COLLATE "C",
    favours text COLLATE "C",
    monitoring_item_ids text COLLATE "C" NOT NULL,
    strategy_area_ids text COLLATE "C" NOT NULL,
    actions text COLLATE "C" NOT NULL,
    decision_id uuid,
    outcome text COLLATE "C",
    favourability integer,
    outcome_text text COLLATE "C",
    closed_on date,
    owner_unit_id uuid,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT influence_cases_pkey PRIMARY KEY (id),
    CONSTRAINT influence_cases_version CHECK (version >= 1),
    CONSTRAINT influence_cases_times CHECK (created_at <= updated_at),
    CONSTRAINT influence_cases_archived CHECK (archived IN (false, true)),
    CONSTRAINT influence_cases_state CHECK (state IN ('watching', 'position_prepared', 'position_decided', 'acting', 'closed')),
    CONSTRAINT influence_cases_arena CHECK (arena IN ('european_commission', 'european_parliament', 'council', 'committee_of_the_regions', 'government', 'interregional_network', 'neighbouring_region', 'other')),
    CONSTRAINT influence_cases_outcome CHECK (outcome IN ('won', 'partly', 'lost', 'unknown')),
    CONSTRAINT influence_cases_favourability CHECK (favourability BETWEEN -2 AND 2),
    CONSTRAINT influence_cases_closing CHECK (outcome IS NOT NULL OR state <> 'closed'),
    CONSTRAINT influence_cases_decision FOREIGN KEY (decision_id) REFERENCES decisions (id),
    CONSTRAINT influence_cases_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id)
);

CREATE INDEX influence_cases_updated_at ON influence_cases (updated_at);
CREATE INDEX influence_cases_state_arena ON influence_cases (state, arena);
CREATE INDEX influence_cases_decision_id ON influence_cases (decision_id);
CREATE INDEX influence_cases_owner_unit_id ON influence_cases (owner_unit_id);

-- How the region was seen.
CREATE TABLE profiling_actions (
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
    kind text COLLATE "C" NOT NULL,
    held_on date NOT NULL,
    ends_on date,
    place text COLLATE "C",
    description text COLLATE "C",
    strategy_area_ids text COLLATE "C" NOT NULL,
    profile_area_ids text COLLATE "C" NOT NULL,
    influence_case_ids text COLLATE "C" NOT NULL,
    reach integer,
    cost_minor bigint,
    cost_currency text COLLATE "C",
    owner_unit_id uuid,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT profiling_actions_pkey PRIMARY KEY (id),
    CONSTRAINT profiling_actions_version CHECK (version >= 1),
    CONSTRAINT profiling_actions_times CHECK (created_at <= updated_at),
    CONSTRAINT profiling_actions_archived CHECK (archived IN (false, true)),
    CONSTRAINT profiling_actions_kind CHECK (kind IN ('event', 'stand', 'publication', 'media', 'campaign')),
    CONSTRAINT profiling_actions_reach CHECK (reach >= 0),
    CONSTRAINT profiling_actions_cost CHECK ((cost_minor IS NULL) = (cost_currency IS NULL)),
    CONSTRAINT profiling_actions_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id)
);

CREATE INDEX profiling_actions_updated_at ON profiling_actions (updated_at);
CREATE INDEX profiling_actions_held_on ON profiling_actions (held_on);
CREATE INDEX profiling_actions_owner_unit_id ON profiling_actions (owner_unit_id);

-- When the region was in touch with a partner.
CREATE TABLE engagements (
    id uuid NOT NULL,
    version integer NOT NULL,
    archived boolean NOT NULL,
    external_ids text COLLATE "C" NOT NULL,
    documents text COLLATE "C" NOT NULL,
    note text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    partner_id uuid NOT NULL,
    held_on date NOT NULL,
    kind text COLLATE "C" NOT NULL,
    summary text COLLATE "C" NOT NULL,
    unit_id uuid,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT engagements_pkey PRIMARY KEY (id),
    CONSTRAINT engagements_version CHECK (version >= 1),
    CONSTRAINT engagements_times CHECK (created_at <= updated_at),
    CONSTRAINT engagements_archived CHECK (archived IN (false, true)),
    CONSTRAINT engagements_kind CHECK (kind IN ('meeting', 'visit', 'message', 'event', 'joint_application')),
    CONSTRAINT engagements_partner FOREIGN KEY (partner_id) REFERENCES partners (id),
    CONSTRAINT engagements_unit FOREIGN KEY (unit_id) REFERENCES units (id)
);

CREATE INDEX engagements_updated_at ON engagements (updated_at);
CREATE INDEX engagements_partner_id_held_on ON engagements (partner_id, held_on);
CREATE INDEX engagements_unit_id ON engagements (unit_id);

-- What an activity rests on: projects, ideas, items, cases and actions.
ALTER TABLE activities ADD COLUMN bases text COLLATE "C" NOT NULL DEFAULT '[]';

-- How decisions of the European Union bear on a decision.
ALTER TABLE decisions ADD COLUMN eu_impact text COLLATE "C"
    CONSTRAINT decisions_eu_impact CHECK (eu_impact IN ('none', 'indirect', 'direct'));
