-- Codes were unique over all strategies before: where two have the same one, this step stops, and nothing is changed.
DROP TABLE activities;
DROP TABLE decisions;
DROP TABLE strategy_area_periods;

DROP INDEX strategy_areas_strategy_id;
DROP INDEX strategy_areas_owner_unit_id;
DROP INDEX strategy_areas_carried_from_id;

ALTER TABLE strategy_areas
    DROP CONSTRAINT strategy_areas_code_key,
    DROP COLUMN state,
    DROP COLUMN state_reason,
    DROP COLUMN strategy_id,
    DROP COLUMN owner_unit_id,
    DROP COLUMN framework_elements,
    DROP COLUMN link_justification,
    DROP COLUMN carried_from_id,
    DROP COLUMN periods,
    ADD CONSTRAINT strategy_areas_code_key UNIQUE (code);

DROP TABLE strategies;
DROP TABLE competences;
DROP TABLE framework_elements;

-- Who came after whom: an index with foreign keys over partners.predecessor_ids.
CREATE TABLE partner_predecessors (
    partner_id uuid NOT NULL,
    predecessor_id uuid NOT NULL,
    CONSTRAINT partner_predecessors_pkey PRIMARY KEY (partner_id, predecessor_id),
    CONSTRAINT partner_predecessors_not_itself CHECK (partner_id <> predecessor_id),
    CONSTRAINT partner_predecessors_partner FOREIGN KEY (partner_id) REFERENCES partners (id) ON DELETE CASCADE,
    CONSTRAINT partner_predecessors_predecessor FOREIGN KEY (predecessor_id) REFERENCES partners (id)
);

CREATE INDEX partner_predecessors_predecessor_id ON partner_predecessors (predecessor_id);

INSERT INTO partner_predecessors (partner_id, predecessor_id)
    SELECT from_id, to_id FROM record_references WHERE reference = 'partner.predecessors';

-- What a partner gives to which area: an index with foreign keys over partners.strategy_areas.
CREATE TABLE partner_strategy_areas (
    partner_id uuid NOT NULL,
    strategy_area_id uuid NOT NULL,
    contribution text COLLATE "C" NOT NULL,
    CONSTRAINT partner_strategy_areas_pkey PRIMARY KEY (partner_id, strategy_area_id),
    CONSTRAINT partner_strategy_areas_contribution CHECK (contribution IN ('supports', 'develops', 'strengthens')),
    CONSTRAINT partner_strategy_areas_partner FOREIGN KEY (partner_id) REFERENCES partners (id) ON DELETE CASCADE,
    CONSTRAINT partner_strategy_areas_area FOREIGN KEY (strategy_area_id) REFERENCES strategy_areas (id)
);

CREATE INDEX partner_strategy_areas_strategy_area_id ON partner_strategy_areas (strategy_area_id);

INSERT INTO partner_strategy_areas (partner_id, strategy_area_id, contribution)
    SELECT partners.id, (link ->> 'id')::uuid, link ->> 'contribution' FROM partners, jsonb_array_elements(partners.strategy_areas::jsonb) AS link;

DROP TABLE record_references;
DROP TABLE records;
