-- What earlier migrations of the same run left to be checked in the end is checked now: a table with open checks is not altered.
SET CONSTRAINTS ALL IMMEDIATE;

-- Which law keeps a record from those who have no right to it; empty for what is public (R-38).
ALTER TABLE units ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE users ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE strategies ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE strategy_areas ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE partners ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE activities ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE bodies ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE competences ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE meetings ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE cooperation_agreements ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE memberships ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE membership_fees ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE mandates ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE benefit_reviews ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE visits ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE introductions ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE decisions ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE policy_frameworks ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE framework_elements ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE operational_plans ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE matrix_cells ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE profile_areas ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE progress_updates ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE indicators ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE indicator_values ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE status_reports ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE report_snapshots ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE integration_statements ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE roll_overs ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE funding_programmes ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE calls ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE project_ideas ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE projects ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE monitoring_items ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE knowledge_activities ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE influence_cases ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE profiling_actions ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE engagements ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE clients ADD COLUMN confidentiality text COLLATE "C";
ALTER TABLE webhooks ADD COLUMN confidentiality text COLLATE "C";

-- Whether the record is confidential after a change; of a deletion, whether it was so before.
ALTER TABLE journal ADD COLUMN confidential boolean NOT NULL DEFAULT FALSE;

-- What is confidential now, of all registers; what was so when it was deleted stays here.
CREATE TABLE confidential_records (
    id uuid NOT NULL,
    CONSTRAINT confidential_records_pkey PRIMARY KEY (id)
);
