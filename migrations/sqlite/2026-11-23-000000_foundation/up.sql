-- The writers' lock, the gapless counter, the clock that never runs back, and the end of the hash chain: one row.
CREATE TABLE journal_head (
    id INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT journal_head_pkey PRIMARY KEY (id),
    CONSTRAINT journal_head_one CHECK (id = 1),
    CONSTRAINT journal_head_seq CHECK (seq >= 0)
) STRICT;

INSERT INTO journal_head (id, seq, at, hash) VALUES (1, 0, '1970-01-01T00:00:00.000000Z', '0000000000000000000000000000000000000000000000000000000000000000');

-- One row per change of any record, appended and never altered.
CREATE TABLE journal (
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    actor_id TEXT,
    action TEXT NOT NULL,
    resource_type TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    format INTEGER NOT NULL,
    snapshot TEXT,
    cause_type TEXT,
    cause_id TEXT,
    trace_id TEXT NOT NULL,
    salt TEXT NOT NULL,
    snapshot_hash TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT journal_pkey PRIMARY KEY (seq),
    CONSTRAINT journal_seq CHECK (seq >= 1),
    CONSTRAINT journal_version CHECK (version >= 1),
    CONSTRAINT journal_record UNIQUE (resource_type, resource_id, version),
    CONSTRAINT journal_cause CHECK ((cause_type IS NULL) = (cause_id IS NULL))
) STRICT;

CREATE INDEX journal_at ON journal (at);

-- Ids that other systems have given to records: unique per system and type. An index over the records' own columns.
CREATE TABLE external_ids (
    resource_type TEXT NOT NULL,
    system TEXT NOT NULL,
    value TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    CONSTRAINT external_ids_pkey PRIMARY KEY (resource_type, system, value)
) STRICT;

CREATE INDEX external_ids_resource_type_resource_id ON external_ids (resource_type, resource_id);

-- Units of the organisation.
CREATE TABLE units (
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
    kind TEXT NOT NULL,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT units_pkey PRIMARY KEY (id),
    CONSTRAINT units_version CHECK (version >= 1),
    CONSTRAINT units_times CHECK (created_at <= updated_at),
    CONSTRAINT units_code_key UNIQUE (code),
    CONSTRAINT units_kind CHECK (kind IN ('board', 'working_committee', 'coordination_unit', 'area_unit')),
    CONSTRAINT units_archived CHECK (archived IN (0, 1))
) STRICT;

CREATE INDEX units_updated_at ON units (updated_at);

-- Accounts. Passwords are kept apart, so that no snapshot can hold one.
CREATE TABLE users (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    external_ids TEXT NOT NULL,
    documents TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT,
    username TEXT NOT NULL,
    username_folded TEXT NOT NULL,
    display_name TEXT,
    roles TEXT NOT NULL,
    unit_id TEXT,
    disabled INTEGER NOT NULL,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_version CHECK (version >= 1),
    CONSTRAINT users_times CHECK (created_at <= updated_at),
    CONSTRAINT users_username_folded_key UNIQUE (username_folded),
    CONSTRAINT users_unit FOREIGN KEY (unit_id) REFERENCES units (id),
    CONSTRAINT users_archived CHECK (archived IN (0, 1)),
    CONSTRAINT users_disabled CHECK (disabled IN (0, 1))
) STRICT;

CREATE INDEX users_updated_at ON users (updated_at);

CREATE INDEX users_unit_id ON users (unit_id);

-- Argon2id hashes of passwords (PHC strings).
CREATE TABLE credentials (
    user_id TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    CONSTRAINT credentials_pkey PRIMARY KEY (user_id),
    CONSTRAINT credentials_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) STRICT;

-- The municipalities of the county (Statistics Sweden's codes).
CREATE TABLE municipalities (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    official_name TEXT NOT NULL,
    county_code TEXT NOT NULL,
    county_name TEXT NOT NULL,
    nuts_code TEXT NOT NULL,
    nuts_version TEXT NOT NULL,
    organisation_number TEXT,
    CONSTRAINT municipalities_pkey PRIMARY KEY (code),
    CONSTRAINT municipalities_code CHECK (length(code) = 4)
) STRICT;

-- Their population by date.
CREATE TABLE municipality_populations (
    municipality_code TEXT NOT NULL,
    counted_on TEXT NOT NULL,
    population INTEGER NOT NULL,
    CONSTRAINT municipality_populations_pkey PRIMARY KEY (municipality_code, counted_on),
    CONSTRAINT municipality_populations_municipality FOREIGN KEY (municipality_code) REFERENCES municipalities (code),
    CONSTRAINT municipality_populations_population CHECK (population >= 0)
) STRICT;

INSERT INTO municipalities (code, name, official_name, county_code, county_name, nuts_code, nuts_version, organisation_number) VALUES
    ('1715', 'Kil', 'Kils kommun', '17', 'Värmlands län', 'SE311', '2021', NULL),
    ('1730', 'Eda', 'Eda kommun', '17', 'Värmlands län', 'SE311', '2021', NULL),
    ('1737', 'Torsby', 'Torsby kommun', '17', 'Värmlands län', 'SE311', '2021', NULL),
    ('1760', 'Storfors', 'Storfors kommun', '17', 'Värmlands län', 'SE311', '2021', NULL),
    ('1761', 'Hammarö', 'Hammarö kommun', '17', 'Värmlands län', 'SE311', '2021', NULL),
    ('1762', 'Munkfors', 'Munkfors kommun', '17', 'Värmlands län', 'SE311', '2021', NULL),
    ('1763', 'Forshaga', 'Forshaga kommun', '17', 'Värmlands län', 'SE311', '2021', NULL),
    ('1764', 'Grums', 'Grums kommun', '17', 'Värmlands län', 'SE311', '2021', NULL),
    ('1765', 'Årjäng', 'Årjängs kommun', '17', 'Värmlands län', 'SE311', '2021', NULL),
    ('1766', 'Sunne', 'Sunne kommun', '17', 'Värmlands län', 'SE311', '2021', NULL),
    ('1780', 'Karlstad', 'Karlstads kommun', '17', 'Värmlands län', 'SE311', '2021', '212000-1850'),
    ('1781', 'Kristinehamn', 'Kristinehamns kommun', '17', 'Värmlands län', 'SE311', '2021', NULL),
    ('1782', 'Filipstad', 'Filipstads kommun', '17', 'Värmlands län', 'SE311', '2021', NULL),
    ('1783', 'Hagfors', 'Hagfors kommun', '17', 'Värmlands län', 'SE311', '2021', NULL),
    ('1784', 'Arvika', 'Arvika kommun', '17', 'Värmlands län', 'SE311', '2021', NULL),
    ('1785', 'Säffle', 'Säffle kommun', '17', 'Värmlands län', 'SE311', '2021', NULL);

-- Population on 31 December 2023, from regionfakta.com.
INSERT INTO municipality_populations (municipality_code, counted_on, population) VALUES
    ('1715', '2023-12-31', 12085),
    ('1730', '2023-12-31', 8499),
    ('1737', '2023-12-31', 11387),
    ('1760', '2023-12-31', 3801),
    ('1761', '2023-12-31', 16940),
    ('1762', '2023-12-31', 3669),
    ('1763', '2023-12-31', 11538),
    ('1764', '2023-12-31', 9057),
    ('1765', '2023-12-31', 9893),
    ('1766', '2023-12-31', 13366),
    ('1780', '2023-12-31', 97233),
    ('1781', '2023-12-31', 23817),
    ('1782', '2023-12-31', 10034),
    ('1783', '2023-12-31', 11536),
    ('1784', '2023-12-31', 25682),
    ('1785', '2023-12-31', 15011);

-- The strategy's areas: the columns of the matrix.
CREATE TABLE strategy_areas (
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
    CONSTRAINT strategy_areas_pkey PRIMARY KEY (id),
    CONSTRAINT strategy_areas_version CHECK (version >= 1),
    CONSTRAINT strategy_areas_times CHECK (created_at <= updated_at),
    CONSTRAINT strategy_areas_code_key UNIQUE (code),
    CONSTRAINT strategy_areas_position CHECK (position >= 1),
    CONSTRAINT strategy_areas_archived CHECK (archived IN (0, 1))
) STRICT;

CREATE INDEX strategy_areas_updated_at ON strategy_areas (updated_at);

-- The region's partners.
CREATE TABLE partners (
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
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    aliases TEXT NOT NULL,
    kind TEXT NOT NULL,
    country TEXT,
    municipality_code TEXT,
    nuts_code TEXT,
    nuts_version TEXT,
    organisation_number TEXT,
    foreign_id TEXT,
    website TEXT,
    partnership_kind TEXT NOT NULL,
    alliance INTEGER NOT NULL,
    cross_border INTEGER NOT NULL,
    strategy_areas TEXT NOT NULL,
    predecessor_ids TEXT NOT NULL,
    valid_from TEXT,
    valid_from_precision TEXT,
    valid_to TEXT,
    valid_to_precision TEXT,
    exception_reason TEXT,
    description TEXT,
    contacts TEXT NOT NULL,
    created_by_unit_id TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT partners_pkey PRIMARY KEY (id),
    CONSTRAINT partners_version CHECK (version >= 1),
    CONSTRAINT partners_times CHECK (created_at <= updated_at),
    CONSTRAINT partners_name_folded_key UNIQUE (name_folded),
    CONSTRAINT partners_state CHECK (state IN ('identified', 'assessed', 'strategic', 'dormant', 'ended')),
    CONSTRAINT partners_kind CHECK (kind IN ('regional_authority', 'municipality', 'state_authority', 'university', 'research_institute', 'cluster', 'company', 'association', 'network', 'border_committee', 'eu_body', 'other')),
    CONSTRAINT partners_partnership_kind CHECK (partnership_kind IN ('strategic', 'project', 'twin_region', 'other')),
    CONSTRAINT partners_country CHECK (length(country) = 2),
    CONSTRAINT partners_nuts CHECK ((nuts_code IS NULL) = (nuts_version IS NULL)),
    CONSTRAINT partners_period CHECK (valid_from <= valid_to),
    CONSTRAINT partners_valid_from_precision CHECK ((valid_from IS NULL) = (valid_from_precision IS NULL) AND valid_from_precision IN ('day', 'month', 'year')),
    CONSTRAINT partners_valid_to_precision CHECK ((valid_to IS NULL) = (valid_to_precision IS NULL) AND valid_to_precision IN ('day', 'month', 'year')),
    CONSTRAINT partners_twin_region CHECK (partnership_kind <> 'twin_region' OR state <> 'strategic' OR exception_reason IS NOT NULL),
    CONSTRAINT partners_municipality FOREIGN KEY (municipality_code) REFERENCES municipalities (code),
    CONSTRAINT partners_created_by_unit FOREIGN KEY (created_by_unit_id) REFERENCES units (id),
    CONSTRAINT partners_archived CHECK (archived IN (0, 1)),
    CONSTRAINT partners_alliance CHECK (alliance IN (0, 1)),
    CONSTRAINT partners_cross_border CHECK (cross_border IN (0, 1))
) STRICT;

CREATE INDEX partners_updated_at ON partners (updated_at);

CREATE INDEX partners_municipality_code ON partners (municipality_code);
CREATE INDEX partners_created_by_unit_id ON partners (created_by_unit_id);
-- Whole answers for the report and for totals: neither reads the rows themselves.
CREATE INDEX partners_tally ON partners (archived, country, kind, state, partnership_kind, valid_from, valid_to);
CREATE INDEX partners_state ON partners (state);
CREATE INDEX partners_name_key ON partners (name_key);

-- Who came after whom: an index with foreign keys over partners.predecessor_ids.
CREATE TABLE partner_predecessors (
    partner_id TEXT NOT NULL,
    predecessor_id TEXT NOT NULL,
    CONSTRAINT partner_predecessors_pkey PRIMARY KEY (partner_id, predecessor_id),
    CONSTRAINT partner_predecessors_not_itself CHECK (partner_id <> predecessor_id),
    CONSTRAINT partner_predecessors_partner FOREIGN KEY (partner_id) REFERENCES partners (id) ON DELETE CASCADE,
    CONSTRAINT partner_predecessors_predecessor FOREIGN KEY (predecessor_id) REFERENCES partners (id)
) STRICT;

CREATE INDEX partner_predecessors_predecessor_id ON partner_predecessors (predecessor_id);

-- What a partner gives to which area: an index with foreign keys over partners.strategy_areas.
CREATE TABLE partner_strategy_areas (
    partner_id TEXT NOT NULL,
    strategy_area_id TEXT NOT NULL,
    contribution TEXT NOT NULL,
    CONSTRAINT partner_strategy_areas_pkey PRIMARY KEY (partner_id, strategy_area_id),
    CONSTRAINT partner_strategy_areas_contribution CHECK (contribution IN ('supports', 'develops', 'strengthens')),
    CONSTRAINT partner_strategy_areas_partner FOREIGN KEY (partner_id) REFERENCES partners (id) ON DELETE CASCADE,
    CONSTRAINT partner_strategy_areas_area FOREIGN KEY (strategy_area_id) REFERENCES strategy_areas (id)
) STRICT;

CREATE INDEX partner_strategy_areas_strategy_area_id ON partner_strategy_areas (strategy_area_id);

-- Addresses that open one report once, for a minute.
CREATE TABLE report_links (
    secret_hash TEXT NOT NULL,
    user_id TEXT NOT NULL,
    report TEXT NOT NULL,
    query TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    CONSTRAINT report_links_pkey PRIMARY KEY (secret_hash),
    CONSTRAINT report_links_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX report_links_user_id ON report_links (user_id);
CREATE INDEX report_links_expires_at ON report_links (expires_at);
