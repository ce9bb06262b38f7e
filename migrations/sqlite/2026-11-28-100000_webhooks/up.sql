-- Addresses of other systems that are told what has changed.
CREATE TABLE webhooks (
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
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    description TEXT,
    created_by TEXT,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT webhooks_pkey PRIMARY KEY (id),
    CONSTRAINT webhooks_version CHECK (version >= 1),
    CONSTRAINT webhooks_times CHECK (created_at <= updated_at),
    CONSTRAINT webhooks_archived CHECK (archived IN (0, 1)),
    CONSTRAINT webhooks_state CHECK (state IN ('paused', 'active'))
) STRICT;

CREATE INDEX webhooks_updated_at ON webhooks (updated_at);
CREATE INDEX webhooks_state ON webhooks (state);

-- What they sign with: readable, as it must be to sign, and nowhere else.
CREATE TABLE webhook_secrets (
    webhook_id TEXT NOT NULL,
    secret TEXT NOT NULL,
    previous TEXT,
    previous_until TEXT,
    CONSTRAINT webhook_secrets_pkey PRIMARY KEY (webhook_id),
    CONSTRAINT webhook_secrets_webhook FOREIGN KEY (webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE,
    CONSTRAINT webhook_secrets_previous CHECK ((previous IS NULL) = (previous_until IS NULL))
) STRICT;

-- Up to which number of the journal each has been turned into deliveries.
CREATE TABLE webhook_cursors (
    webhook_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT webhook_cursors_pkey PRIMARY KEY (webhook_id),
    CONSTRAINT webhook_cursors_webhook FOREIGN KEY (webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE
) STRICT;

-- What is sent, until some time after it was: no event twice for a webhook.
CREATE TABLE webhook_deliveries (
    id TEXT NOT NULL,
    webhook_id TEXT NOT NULL,
    seq INTEGER,
    event TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    gives_up_at TEXT NOT NULL,
    finished_at TEXT,
    last_status INTEGER,
    last_error TEXT,
    CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (id),
    CONSTRAINT webhook_deliveries_webhook_id_seq_key UNIQUE (webhook_id, seq),
    CONSTRAINT webhook_deliveries_webhook FOREIGN KEY (webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE,
    CONSTRAINT webhook_deliveries_state CHECK (state IN ('pending', 'delivered', 'failed')),
    CONSTRAINT webhook_deliveries_attempts CHECK (attempts >= 0),
    CONSTRAINT webhook_deliveries_finished CHECK ((state = 'pending') = (finished_at IS NULL))
) STRICT;

CREATE INDEX webhook_deliveries_state_due_at ON webhook_deliveries (state, due_at);
CREATE INDEX webhook_deliveries_webhook_id_created_at ON webhook_deliveries (webhook_id, created_at);
CREATE INDEX webhook_deliveries_finished_at ON webhook_deliveries (finished_at);

-- Who does a piece of work in the background, and until when it is theirs.
CREATE TABLE leases (
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    until TEXT NOT NULL,
    CONSTRAINT leases_pkey PRIMARY KEY (name)
) STRICT;
