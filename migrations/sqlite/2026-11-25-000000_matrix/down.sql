-- Codes were unique over all strategies before: where two have the same one, this step stops, and nothing is changed.
DROP TABLE activities;
DROP TABLE decisions;
DROP TABLE strategy_area_periods;

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
    CONSTRAINT strategy_areas_pkey PRIMARY KEY (id),
    CONSTRAINT strategy_areas_version CHECK (version >= 1),
    CONSTRAINT strategy_areas_times CHECK (created_at <= updated_at),
    CONSTRAINT strategy_areas_code_key UNIQUE (code),
    CONSTRAINT strategy_areas_position CHECK (position >= 1),
    CONSTRAINT strategy_areas_archived CHECK (archived IN (0, 1))
) STRICT;

INSERT INTO strategy_areas_next
    SELECT id, version, archived, external_ids, documents, note, created_at, updated_at, updated_by, code, name, description, position,
        name_key, search FROM strategy_areas;

DROP TABLE strategy_areas;
ALTER TABLE strategy_areas_next RENAME TO strategy_areas;

CREATE INDEX strategy_areas_updated_at ON strategy_areas (updated_at);

DROP TABLE strategies;
DROP TABLE competences;
DROP TABLE framework_elements;

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

INSERT INTO partner_predecessors (partner_id, predecessor_id)
    SELECT from_id, to_id FROM record_references WHERE reference = 'partner.predecessors';

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

INSERT INTO partner_strategy_areas (partner_id, strategy_area_id, contribution)
    SELECT partners.id, link.value ->> 'id', link.value ->> 'contribution' FROM partners, json_each(partners.strategy_areas) AS link;

DROP TABLE record_references;
DROP TABLE records;
