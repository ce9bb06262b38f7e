DROP TABLE framework_elements;

-- SQLite changes no constraint of a table that others refer to, but lets its text be written ("Making other kinds of
-- table schema changes" in its documentation).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''join_membership'', ''leave_membership'', ''other''', '''join_membership'', ''leave_membership'', ''adopt_plan'', ''other''') WHERE name = 'decisions';
UPDATE sqlite_schema SET sql = replace(sql, '''join_membership'', ''leave_membership'')', '''join_membership'', ''leave_membership'', ''adopt_plan'')') WHERE name = 'competences';
PRAGMA writable_schema = RESET;

-- A link to a framework's element has a strength, and may say why; until now it was the element's code.
ALTER TABLE strategy_areas RENAME COLUMN framework_elements TO framework_links;
ALTER TABLE activities RENAME COLUMN framework_elements TO framework_links;
ALTER TABLE cooperation_agreements RENAME COLUMN framework_elements TO framework_links;
ALTER TABLE memberships RENAME COLUMN framework_elements TO framework_links;
UPDATE strategy_areas SET framework_links = replace(replace(replace(framework_links, '["', '[{"code":"'), '","', '","strength":"primary","text":null},{"code":"'), '"]', '","strength":"primary","text":null}]');
UPDATE activities SET framework_links = replace(replace(replace(framework_links, '["', '[{"code":"'), '","', '","strength":"primary","text":null},{"code":"'), '"]', '","strength":"primary","text":null}]');
UPDATE cooperation_agreements SET framework_links = replace(replace(replace(framework_links, '["', '[{"code":"'), '","', '","strength":"primary","text":null},{"code":"'), '"]', '","strength":"primary","text":null}]');
UPDATE memberships SET framework_links = replace(replace(replace(framework_links, '["', '[{"code":"'), '","', '","strength":"primary","text":null},{"code":"'), '"]', '","strength":"primary","text":null}]');

-- What the last progress update said, and when the next is due.
ALTER TABLE activities ADD COLUMN profile_area_ids TEXT NOT NULL DEFAULT '[]';
ALTER TABLE activities ADD COLUMN status TEXT
    CONSTRAINT activities_status CHECK (status IN ('not_started', 'on_track', 'at_risk', 'off_track', 'achieved', 'partly_achieved', 'not_achieved', 'cancelled'));
ALTER TABLE activities ADD COLUMN percent_total INTEGER
    CONSTRAINT activities_percent_total CHECK (percent_total BETWEEN 0 AND 100);
ALTER TABLE activities ADD COLUMN last_update_on TEXT;
ALTER TABLE activities ADD COLUMN last_update_period INTEGER;
ALTER TABLE activities ADD COLUMN next_update_due_on TEXT;
DROP INDEX activities_matrix;
CREATE INDEX activities_matrix ON activities (year, archived, strategy_area_id, priority, state, status, next_update_due_on, cost_estimate_currency, cost_actual_currency, cost_estimate_minor, cost_actual_minor);
CREATE INDEX activities_next_update_due_on ON activities (state, archived, next_update_due_on);

-- How many areas a strategy means to prioritise at most (W11).
ALTER TABLE strategies ADD COLUMN max_prioritised_areas INTEGER NOT NULL DEFAULT 5
    CONSTRAINT strategies_max_prioritised_areas CHECK (max_prioritised_areas >= 1);

-- Policy frameworks that the strategy serves, each with its period.
CREATE TABLE policy_frameworks (
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
    title TEXT NOT NULL,
    level TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    superseded_by_id TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT policy_frameworks_pkey PRIMARY KEY (id),
    CONSTRAINT policy_frameworks_version CHECK (version >= 1),
    CONSTRAINT policy_frameworks_times CHECK (created_at <= updated_at),
    CONSTRAINT policy_frameworks_archived CHECK (archived IN (0, 1)),
    CONSTRAINT policy_frameworks_code_key UNIQUE (code),
    CONSTRAINT policy_frameworks_level CHECK (level IN ('regional', 'national', 'eu', 'global')),
    CONSTRAINT policy_frameworks_period CHECK (valid_from <= valid_to),
    CONSTRAINT policy_frameworks_superseded_by FOREIGN KEY (superseded_by_id) REFERENCES policy_frameworks (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE INDEX policy_frameworks_updated_at ON policy_frameworks (updated_at);
CREATE INDEX policy_frameworks_superseded_by_id ON policy_frameworks (superseded_by_id);

-- The elements of the policy frameworks that strategy areas and activities link to.
CREATE TABLE framework_elements (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    external_ids TEXT NOT NULL,
    documents TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT,
    framework_id TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    parent_id TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT framework_elements_pkey PRIMARY KEY (id),
    CONSTRAINT framework_elements_version CHECK (version >= 1),
    CONSTRAINT framework_elements_times CHECK (created_at <= updated_at),
    CONSTRAINT framework_elements_archived CHECK (archived IN (0, 1)),
    CONSTRAINT framework_elements_code_key UNIQUE (code),
    CONSTRAINT framework_elements_position CHECK (position >= 1),
    CONSTRAINT framework_elements_framework FOREIGN KEY (framework_id) REFERENCES policy_frameworks (id),
    CONSTRAINT framework_elements_parent FOREIGN KEY (parent_id) REFERENCES framework_elements (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE INDEX framework_elements_updated_at ON framework_elements (updated_at);
CREATE INDEX framework_elements_framework_id ON framework_elements (framework_id);
CREATE INDEX framework_elements_parent_id ON framework_elements (parent_id);

-- The plan of a year: what the matrix becomes (R-10).
CREATE TABLE operational_plans (
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
    year INTEGER NOT NULL,
    title TEXT NOT NULL,
    strategy_id TEXT,
    cadence TEXT NOT NULL,
    update_days INTEGER NOT NULL,
    budget_ceiling_minor INTEGER,
    budget_ceiling_currency TEXT,
    previous_plan_id TEXT,
    adopted_on TEXT,
    closed_on TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT operational_plans_pkey PRIMARY KEY (id),
    CONSTRAINT operational_plans_version CHECK (version >= 1),
    CONSTRAINT operational_plans_times CHECK (created_at <= updated_at),
    CONSTRAINT operational_plans_archived CHECK (archived IN (0, 1)),
    CONSTRAINT operational_plans_state CHECK (state IN ('draft', 'proposed', 'adopted', 'in_follow_up', 'closed')),
    CONSTRAINT operational_plans_cadence CHECK (cadence IN ('month', 'quarter', 'tertial')),
    CONSTRAINT operational_plans_update_days CHECK (update_days BETWEEN 0 AND 60),
    CONSTRAINT operational_plans_budget_ceiling CHECK ((budget_ceiling_minor IS NULL) = (budget_ceiling_currency IS NULL)),
    CONSTRAINT operational_plans_gate CHECK (adopted_on IS NOT NULL OR state IN ('draft', 'proposed')),
    CONSTRAINT operational_plans_strategy FOREIGN KEY (strategy_id) REFERENCES strategies (id),
    CONSTRAINT operational_plans_previous_plan FOREIGN KEY (previous_plan_id) REFERENCES operational_plans (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE INDEX operational_plans_updated_at ON operational_plans (updated_at);
CREATE INDEX operational_plans_year_archived ON operational_plans (year, archived);
CREATE INDEX operational_plans_strategy_id ON operational_plans (strategy_id);
CREATE INDEX operational_plans_previous_plan_id ON operational_plans (previous_plan_id);

-- What is meant for a cell of the matrix in a plan (R-08).
CREATE TABLE matrix_cells (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    external_ids TEXT NOT NULL,
    documents TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT,
    operational_plan_id TEXT NOT NULL,
    priority TEXT NOT NULL,
    strategy_area_id TEXT NOT NULL,
    direction TEXT,
    intentionally_empty INTEGER NOT NULL,
    empty_reason TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT matrix_cells_pkey PRIMARY KEY (id),
    CONSTRAINT matrix_cells_version CHECK (version >= 1),
    CONSTRAINT matrix_cells_times CHECK (created_at <= updated_at),
    CONSTRAINT matrix_cells_archived CHECK (archived IN (0, 1)),
    CONSTRAINT matrix_cells_intentionally_empty CHECK (intentionally_empty IN (0, 1)),
    CONSTRAINT matrix_cells_priority CHECK (priority IN ('international_cooperation', 'monitoring_and_knowledge', 'influence_and_profiling')),
    CONSTRAINT matrix_cells_operational_plan FOREIGN KEY (operational_plan_id) REFERENCES operational_plans (id),
    CONSTRAINT matrix_cells_strategy_area FOREIGN KEY (strategy_area_id) REFERENCES strategy_areas (id)
) STRICT;

CREATE INDEX matrix_cells_updated_at ON matrix_cells (updated_at);
CREATE INDEX matrix_cells_operational_plan_id_strategy_area_id_priority ON matrix_cells (operational_plan_id, strategy_area_id, priority);
CREATE INDEX matrix_cells_strategy_area_id ON matrix_cells (strategy_area_id);

-- What is in focus within a strategy area in a year (R-09).
CREATE TABLE profile_areas (
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
    strategy_area_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    rank INTEGER NOT NULL,
    carried_from_id TEXT,
    owner_unit_id TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT profile_areas_pkey PRIMARY KEY (id),
    CONSTRAINT profile_areas_version CHECK (version >= 1),
    CONSTRAINT profile_areas_times CHECK (created_at <= updated_at),
    CONSTRAINT profile_areas_archived CHECK (archived IN (0, 1)),
    CONSTRAINT profile_areas_state CHECK (state IN ('current', 'dropped')),
    CONSTRAINT profile_areas_rank CHECK (rank >= 1),
    CONSTRAINT profile_areas_strategy_area FOREIGN KEY (strategy_area_id) REFERENCES strategy_areas (id),
    CONSTRAINT profile_areas_carried_from FOREIGN KEY (carried_from_id) REFERENCES profile_areas (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT profile_areas_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id)
) STRICT;

CREATE INDEX profile_areas_updated_at ON profile_areas (updated_at);
CREATE INDEX profile_areas_year_strategy_area_id ON profile_areas (year, strategy_area_id);
CREATE INDEX profile_areas_strategy_area_id ON profile_areas (strategy_area_id);
CREATE INDEX profile_areas_carried_from_id ON profile_areas (carried_from_id);
CREATE INDEX profile_areas_owner_unit_id ON profile_areas (owner_unit_id);

-- How an activity goes: the only way that its status changes (R-11).
CREATE TABLE progress_updates (
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
    activity_id TEXT NOT NULL,
    period INTEGER NOT NULL,
    reported_on TEXT NOT NULL,
    status TEXT NOT NULL,
    percent_total INTEGER NOT NULL,
    text TEXT NOT NULL,
    deviation TEXT,
    measure TEXT,
    unit_id TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT progress_updates_pkey PRIMARY KEY (id),
    CONSTRAINT progress_updates_version CHECK (version >= 1),
    CONSTRAINT progress_updates_times CHECK (created_at <= updated_at),
    CONSTRAINT progress_updates_archived CHECK (archived IN (0, 1)),
    CONSTRAINT progress_updates_state CHECK (state IN ('submitted', 'returned')),
    CONSTRAINT progress_updates_period CHECK (period BETWEEN 1 AND 12),
    CONSTRAINT progress_updates_status CHECK (status IN ('not_started', 'on_track', 'at_risk', 'off_track', 'achieved', 'partly_achieved', 'not_achieved', 'cancelled')),
    CONSTRAINT progress_updates_percent_total CHECK (percent_total BETWEEN 0 AND 100),
    CONSTRAINT progress_updates_activity FOREIGN KEY (activity_id) REFERENCES activities (id),
    CONSTRAINT progress_updates_unit FOREIGN KEY (unit_id) REFERENCES units (id)
) STRICT;

CREATE INDEX progress_updates_updated_at ON progress_updates (updated_at);
CREATE INDEX progress_updates_activity_id_reported_on ON progress_updates (activity_id, reported_on);
CREATE INDEX progress_updates_unit_id_state ON progress_updates (unit_id, state);

-- What is measured of an activity, a strategy area or a strategy.
CREATE TABLE indicators (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    external_ids TEXT NOT NULL,
    documents TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT,
    name TEXT NOT NULL,
    measure TEXT NOT NULL,
    activity_id TEXT,
    strategy_area_id TEXT,
    strategy_id TEXT,
    baseline TEXT,
    target TEXT,
    direction TEXT NOT NULL,
    source TEXT,
    carried_from_id TEXT,
    owner_unit_id TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT indicators_pkey PRIMARY KEY (id),
    CONSTRAINT indicators_version CHECK (version >= 1),
    CONSTRAINT indicators_times CHECK (created_at <= updated_at),
    CONSTRAINT indicators_archived CHECK (archived IN (0, 1)),
    CONSTRAINT indicators_direction CHECK (direction IN ('increase', 'decrease', 'maintain')),
    CONSTRAINT indicators_activity FOREIGN KEY (activity_id) REFERENCES activities (id),
    CONSTRAINT indicators_strategy_area FOREIGN KEY (strategy_area_id) REFERENCES strategy_areas (id),
    CONSTRAINT indicators_strategy FOREIGN KEY (strategy_id) REFERENCES strategies (id),
    CONSTRAINT indicators_carried_from FOREIGN KEY (carried_from_id) REFERENCES indicators (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT indicators_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id)
) STRICT;

CREATE INDEX indicators_updated_at ON indicators (updated_at);
CREATE INDEX indicators_activity_id ON indicators (activity_id);
CREATE INDEX indicators_strategy_area_id ON indicators (strategy_area_id);
CREATE INDEX indicators_strategy_id ON indicators (strategy_id);
CREATE INDEX indicators_carried_from_id ON indicators (carried_from_id);
CREATE INDEX indicators_owner_unit_id ON indicators (owner_unit_id);

-- What an indicator was on a day.
CREATE TABLE indicator_values (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    external_ids TEXT NOT NULL,
    documents TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT,
    indicator_id TEXT NOT NULL,
    observed_on TEXT NOT NULL,
    value TEXT NOT NULL,
    comment TEXT,
    unit_id TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT indicator_values_pkey PRIMARY KEY (id),
    CONSTRAINT indicator_values_version CHECK (version >= 1),
    CONSTRAINT indicator_values_times CHECK (created_at <= updated_at),
    CONSTRAINT indicator_values_archived CHECK (archived IN (0, 1)),
    CONSTRAINT indicator_values_indicator FOREIGN KEY (indicator_id) REFERENCES indicators (id),
    CONSTRAINT indicator_values_unit FOREIGN KEY (unit_id) REFERENCES units (id)
) STRICT;

CREATE INDEX indicator_values_updated_at ON indicator_values (updated_at);
CREATE INDEX indicator_values_indicator_id_observed_on ON indicator_values (indicator_id, observed_on);
CREATE INDEX indicator_values_unit_id ON indicator_values (unit_id);

-- What a unit reports of a period of the plan.
CREATE TABLE status_reports (
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
    operational_plan_id TEXT NOT NULL,
    unit_id TEXT NOT NULL,
    period INTEGER NOT NULL,
    text TEXT NOT NULL,
    submitted_by_id TEXT,
    approved_by_id TEXT,
    approved_on TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT status_reports_pkey PRIMARY KEY (id),
    CONSTRAINT status_reports_version CHECK (version >= 1),
    CONSTRAINT status_reports_times CHECK (created_at <= updated_at),
    CONSTRAINT status_reports_archived CHECK (archived IN (0, 1)),
    CONSTRAINT status_reports_state CHECK (state IN ('draft', 'submitted', 'returned', 'approved')),
    CONSTRAINT status_reports_period CHECK (period BETWEEN 1 AND 12),
    CONSTRAINT status_reports_operational_plan FOREIGN KEY (operational_plan_id) REFERENCES operational_plans (id),
    CONSTRAINT status_reports_unit FOREIGN KEY (unit_id) REFERENCES units (id),
    CONSTRAINT status_reports_approval CHECK ((approved_on IS NOT NULL) = (state = 'approved'))
) STRICT;

CREATE INDEX status_reports_updated_at ON status_reports (updated_at);
CREATE INDEX status_reports_operational_plan_id_unit_id_period ON status_reports (operational_plan_id, unit_id, period);
CREATE INDEX status_reports_unit_id ON status_reports (unit_id);

-- Reports as they were when they were approved, with the hash of their text.
CREATE TABLE report_snapshots (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    external_ids TEXT NOT NULL,
    documents TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT,
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    operational_plan_id TEXT NOT NULL,
    status_report_id TEXT,
    data TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT report_snapshots_pkey PRIMARY KEY (id),
    CONSTRAINT report_snapshots_version CHECK (version >= 1),
    CONSTRAINT report_snapshots_times CHECK (created_at <= updated_at),
    CONSTRAINT report_snapshots_archived CHECK (archived IN (0, 1)),
    CONSTRAINT report_snapshots_kind CHECK (kind IN ('follow_up', 'status_report')),
    CONSTRAINT report_snapshots_sha256 CHECK (length(sha256) = 64),
    CONSTRAINT report_snapshots_operational_plan FOREIGN KEY (operational_plan_id) REFERENCES operational_plans (id),
    CONSTRAINT report_snapshots_status_report FOREIGN KEY (status_report_id) REFERENCES status_reports (id)
) STRICT;

CREATE INDEX report_snapshots_updated_at ON report_snapshots (updated_at);
CREATE INDEX report_snapshots_year_kind ON report_snapshots (year, kind);
CREATE INDEX report_snapshots_operational_plan_id ON report_snapshots (operational_plan_id);
CREATE INDEX report_snapshots_status_report_id ON report_snapshots (status_report_id);

-- How a unit lets the international perspective pervade its work in a year.
CREATE TABLE integration_statements (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    external_ids TEXT NOT NULL,
    documents TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT,
    unit_id TEXT NOT NULL,
    year INTEGER NOT NULL,
    stage TEXT NOT NULL,
    text TEXT NOT NULL,
    self_grade TEXT,
    next_step TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT integration_statements_pkey PRIMARY KEY (id),
    CONSTRAINT integration_statements_version CHECK (version >= 1),
    CONSTRAINT integration_statements_times CHECK (created_at <= updated_at),
    CONSTRAINT integration_statements_archived CHECK (archived IN (0, 1)),
    CONSTRAINT integration_statements_stage CHECK (stage IN ('none', 'wishes', 'running')),
    CONSTRAINT integration_statements_self_grade CHECK (self_grade IN ('achieved', 'partly_achieved', 'not_achieved')),
    CONSTRAINT integration_statements_unit FOREIGN KEY (unit_id) REFERENCES units (id)
) STRICT;

CREATE INDEX integration_statements_updated_at ON integration_statements (updated_at);
CREATE INDEX integration_statements_unit_id_year ON integration_statements (unit_id, year);

-- How the plan of one year became that of the next.
CREATE TABLE roll_overs (
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
    from_plan_id TEXT NOT NULL,
    to_plan_id TEXT,
    choices TEXT NOT NULL,
    items TEXT NOT NULL,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT roll_overs_pkey PRIMARY KEY (id),
    CONSTRAINT roll_overs_version CHECK (version >= 1),
    CONSTRAINT roll_overs_times CHECK (created_at <= updated_at),
    CONSTRAINT roll_overs_archived CHECK (archived IN (0, 1)),
    CONSTRAINT roll_overs_state CHECK (state IN ('applied', 'undone')),
    CONSTRAINT roll_overs_from_plan FOREIGN KEY (from_plan_id) REFERENCES operational_plans (id)
) STRICT;

CREATE INDEX roll_overs_updated_at ON roll_overs (updated_at);
CREATE INDEX roll_overs_from_plan_id ON roll_overs (from_plan_id);

-- What the strategy of 2008-2011 names: the regional development programme's five areas and the two agendas; and the
-- national strategy's priorities as the government's document names them. Their history begins with the first change.
INSERT INTO records (id, resource_type) VALUES
    ('018cc251-f400-7000-8000-000000000040', 'policy_framework'),
    ('018cc251-f400-7000-8000-000000000041', 'policy_framework'),
    ('018cc251-f400-7000-8000-000000000042', 'policy_framework'),
    ('018cc251-f400-7000-8000-000000000050', 'framework_element'),
    ('018cc251-f400-7000-8000-000000000051', 'framework_element'),
    ('018cc251-f400-7000-8000-000000000052', 'framework_element'),
    ('018cc251-f400-7000-8000-000000000053', 'framework_element'),
    ('018cc251-f400-7000-8000-000000000054', 'framework_element'),
    ('018cc251-f400-7000-8000-000000000055', 'framework_element'),
    ('018cc251-f400-7000-8000-000000000056', 'framework_element'),
    ('018cc251-f400-7000-8000-000000000057', 'framework_element'),
    ('018cc251-f400-7000-8000-000000000058', 'framework_element'),
    ('018cc251-f400-7000-8000-000000000059', 'framework_element'),
    ('018cc251-f400-7000-8000-00000000005a', 'framework_element'),
    ('018cc251-f400-7000-8000-000000000017', 'competence');

INSERT INTO policy_frameworks (id, version, archived, external_ids, documents, created_at, updated_at, code, title, level, valid_from, valid_to, name_key, search) VALUES
    ('018cc251-f400-7000-8000-000000000040', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'RUP', '{"sv":"Regionala utvecklingsprogrammet för Värmland","en":"The regional development programme for Värmland"}', 'regional', NULL, NULL, X'4d33373b47452b412b04535155332f3f413b45374f494d47374d2b4343335104355e7f044d04555e7f034d43412b453101250f01dca3dc0b', 'rup regionala utvecklingsprogrammet för värmland the regional development programme for värmland'),
    ('018cc251-f400-7000-8000-000000000041', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'NS07', '{"sv":"Nationell strategi för regional konkurrenskraft, entreprenörskap och sysselsättning","en":"National strategy for regional competitiveness, entrepreneurship and employment"}', 'national', '2007-01-01', '2013-12-31', X'452b513b4745334141044f514d2b5133373b04355e7f044d044d33373b47452b41043f47453f534d4d33454f3f4d2b355106043345514d33494d33455e7f044d4f3f2b4904472f39044f5b4f4f33414f5e7f035151453b45370125251501dc56', 'ns07 nationell strategi för regional konkurrenskraft, entreprenörskap och sysselsättning national strategy for regional competitiveness, entrepreneurship and employment'),
    ('018cc251-f400-7000-8000-000000000042', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'EU', '{"sv":"Lissabon- och Göteborgsagendan","en":"The Lisbon and Gothenburg agendas"}', 'eu', '2000-01-01', '2010-12-31', X'413b4f4f2b2d4745050e04472f3904375e7f0451332d474d374f2b373345312b45012201dcb9dc13', 'eu lissabon- och göteborgsagendan the lisbon and gothenburg agendas');

INSERT INTO framework_elements (id, version, archived, external_ids, documents, created_at, updated_at, framework_id, code, name, position, name_key, search) VALUES
    ('018cc251-f400-7000-8000-000000000050', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', '018cc251-f400-7000-8000-000000000040', 'RUP-1', '{"sv":"Rörlighet","en":"Mobility"}', 1, X'4d5e7f044d413b37393351010d01dc0c', 'rup-1 rörlighet mobility'),
    ('018cc251-f400-7000-8000-000000000051', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', '018cc251-f400-7000-8000-000000000040', 'RUP-2', '{"sv":"Näringslivsutveckling","en":"Business development"}', 2, X'455e7f034d3b45374f413b554f535155332f3f413b4537011901dc18', 'rup-2 näringslivsutveckling business development'),
    ('018cc251-f400-7000-8000-000000000052', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', '018cc251-f400-7000-8000-000000000040', 'RUP-3', '{"sv":"Kompetensutveckling","en":"Skills development"}', 3, X'3f474349335133454f535155332f3f413b4537011701dc16', 'rup-3 kompetensutveckling skills development'),
    ('018cc251-f400-7000-8000-000000000053', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', '018cc251-f400-7000-8000-000000000040', 'RUP-4', '{"sv":"Attraktiva livsmiljöer","en":"Attractive living environments"}', 4, X'2b51514d2b3f513b552b04413b554f433b413d5e7f04334d011a01dc19', 'rup-4 attraktiva livsmiljöer attractive living environments'),
    ('018cc251-f400-7000-8000-000000000054', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', '018cc251-f400-7000-8000-000000000040', 'RUP-5', '{"sv":"Regionalt ledarskap","en":"Regional leadership"}', 5, X'4d33373b47452b4151044133312b4d4f3f2b49011701dc16', 'rup-5 regionalt ledarskap regional leadership'),
    ('018cc251-f400-7000-8000-000000000055', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', '018cc251-f400-7000-8000-000000000041', 'NS07-1', '{"sv":"Innovation och förnyelse","en":"Innovation and renewal"}', 6, X'3b454547552b513b474504472f3904355e7f044d455b33414f33011c01dc1b', 'ns07-1 innovation och förnyelse innovation and renewal'),
    ('018cc251-f400-7000-8000-000000000056', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', '018cc251-f400-7000-8000-000000000041', 'NS07-2', '{"sv":"Kompetensförsörjning och ökat arbetskraftsutbud","en":"Skills supply and increased labour supply"}', 7, X'3f474349335133454f355e7f044d4f5e7f044d3d453b453704472f39045e7f043f2b51042b4d2d33514f3f4d2b35514f53512d533101251201dc32', 'ns07-2 kompetensförsörjning och ökat arbetskraftsutbud skills supply and increased labour supply'),
    ('018cc251-f400-7000-8000-000000000057', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', '018cc251-f400-7000-8000-000000000041', 'NS07-3', '{"sv":"Tillgänglighet","en":"Accessibility"}', 8, X'513b4141375e7f034537413b37393351011201dc11', 'ns07-3 tillgänglighet accessibility'),
    ('018cc251-f400-7000-8000-000000000058', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', '018cc251-f400-7000-8000-000000000041', 'NS07-4', '{"sv":"Strategiskt gränsöverskridande samarbete","en":"Strategic cross-border cooperation"}', 9, X'4f514d2b5133373b4f3f5104374d5e7f03454f5e7f0455334d4f3f4d3b312b453133044f2b432b4d2d33513301250b01dc2b', 'ns07-4 strategiskt gränsöverskridande samarbete strategic cross-border cooperation'),
    ('018cc251-f400-7000-8000-000000000059', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', '018cc251-f400-7000-8000-000000000042', 'EU-1', '{"sv":"Lissabonagendan","en":"Lisbon agenda"}', 10, X'413b4f4f2b2d47452b373345312b45011301dc12', 'eu-1 lissabonagendan lisbon agenda'),
    ('018cc251-f400-7000-8000-00000000005a', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', '018cc251-f400-7000-8000-000000000042', 'EU-2', '{"sv":"Göteborgsagendan","en":"Gothenburg agenda"}', 11, X'375e7f0451332d474d374f2b373345312b45011401dc13', 'eu-2 göteborgsagendan gothenburg agenda');

-- The board adopts the yearly plan (G5), as long as this competence holds.
INSERT INTO competences (id, version, archived, external_ids, documents, created_at, updated_at, body_code, decision_kind, name_key, search) VALUES
    ('018cc251-f400-7000-8000-000000000017', 1, 0, '[]', '[]', '1970-01-01T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z', 'board', 'adopt_plan', X'626f6172642061646f70745f706c616e', 'board adopt_plan');
