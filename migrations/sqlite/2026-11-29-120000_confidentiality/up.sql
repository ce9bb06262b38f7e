-- Which law keeps a record from those who have no right to it; empty for what is public (R-38).
ALTER TABLE units ADD COLUMN confidentiality TEXT;
ALTER TABLE users ADD COLUMN confidentiality TEXT;
ALTER TABLE strategies ADD COLUMN confidentiality TEXT;
ALTER TABLE strategy_areas ADD COLUMN confidentiality TEXT;
ALTER TABLE partners ADD COLUMN confidentiality TEXT;
ALTER TABLE activities ADD COLUMN confidentiality TEXT;
ALTER TABLE bodies ADD COLUMN confidentiality TEXT;
ALTER TABLE competences ADD COLUMN confidentiality TEXT;
ALTER TABLE meetings ADD COLUMN confidentiality TEXT;
ALTER TABLE cooperation_agreements ADD COLUMN confidentiality TEXT;
ALTER TABLE memberships ADD COLUMN confidentiality TEXT;
ALTER TABLE membership_fees ADD COLUMN confidentiality TEXT;
ALTER TABLE mandates ADD COLUMN confidentiality TEXT;
ALTER TABLE benefit_reviews ADD COLUMN confidentiality TEXT;
ALTER TABLE visits ADD COLUMN confidentiality TEXT;
ALTER TABLE introductions ADD COLUMN confidentiality TEXT;
ALTER TABLE decisions ADD COLUMN confidentiality TEXT;
ALTER TABLE policy_frameworks ADD COLUMN confidentiality TEXT;
ALTER TABLE framework_elements ADD COLUMN confidentiality TEXT;
ALTER TABLE operational_plans ADD COLUMN confidentiality TEXT;
ALTER TABLE matrix_cells ADD COLUMN confidentiality TEXT;
ALTER TABLE profile_areas ADD COLUMN confidentiality TEXT;
ALTER TABLE progress_updates ADD COLUMN confidentiality TEXT;
ALTER TABLE indicators ADD COLUMN confidentiality TEXT;
ALTER TABLE indicator_values ADD COLUMN confidentiality TEXT;
ALTER TABLE status_reports ADD COLUMN confidentiality TEXT;
ALTER TABLE report_snapshots ADD COLUMN confidentiality TEXT;
ALTER TABLE integration_statements ADD COLUMN confidentiality TEXT;
ALTER TABLE roll_overs ADD COLUMN confidentiality TEXT;
ALTER TABLE funding_programmes ADD COLUMN confidentiality TEXT;
ALTER TABLE calls ADD COLUMN confidentiality TEXT;
ALTER TABLE project_ideas ADD COLUMN confidentiality TEXT;
ALTER TABLE projects ADD COLUMN confidentiality TEXT;
ALTER TABLE monitoring_items ADD COLUMN confidentiality TEXT;
ALTER TABLE knowledge_activities ADD COLUMN confidentiality TEXT;
ALTER TABLE influence_cases ADD COLUMN confidentiality TEXT;
ALTER TABLE profiling_actions ADD COLUMN confidentiality TEXT;
ALTER TABLE engagements ADD COLUMN confidentiality TEXT;
ALTER TABLE clients ADD COLUMN confidentiality TEXT;
ALTER TABLE webhooks ADD COLUMN confidentiality TEXT;

-- Whether the record is confidential after a change; of a deletion, whether it was so before.
ALTER TABLE journal ADD COLUMN confidential INTEGER NOT NULL DEFAULT 0;

-- What is confidential now, of all registers; what was so when it was deleted stays here.
CREATE TABLE confidential_records (
    id TEXT NOT NULL,
    CONSTRAINT confidential_records_pkey PRIMARY KEY (id)
) STRICT;
