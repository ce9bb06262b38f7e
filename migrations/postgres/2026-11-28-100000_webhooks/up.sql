-- Addresses of other systems that are told what has changed.
CREATE TABLE webhooks (
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
    url text COLLATE "C" NOT NULL,
    events text COLLATE "C" NOT NULL,
    description text COLLATE "C",
    created_by uuid,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT webhooks_pkey PRIMARY KEY (id),
    CONSTRAINT webhooks_version CHECK (version >= 1),
    CONSTRAINT webhooks_times CHECK (created_at <= updated_at),
    CONSTRAINT webhooks_archived CHECK (archived IN (false, true)),
    CONSTRAINT webhooks_state CHECK (state IN ('paused', 'active'))
);

CREATE INDEX webhooks_updated_at ON webhooks (updated_at);
CREATE INDEX webhooks_state ON webhooks (state);

-- What they sign with: readable, as it must be to sign, and nowhere else.
CREATE TABLE webhook_secrets (
    webhook_id uuid NOT NULL,
    secret text COLLATE "C" NOT NULL,
    previous text COLLATE "C",
    previous_until timestamptz,
    CONSTRAINT webhook_secrets_pkey PRIMARY KEY (webhook_id),
    CONSTRAINT webhook_secrets_webhook FOREIGN KEY (webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE,
    CONSTRAINT webhook_secrets_previous CHECK ((previous IS NULL) = (previous_until IS NULL))
);

-- Up to which number of the journal each has been turned into deliveries.
CREATE TABLE webhook_cursors (
    webhook_id uuid NOT NULL,
    seq bigint NOT NULL,
    CONSTRAINT webhook_cursors_pkey PRIMARY KEY (webhook_id),
    CONSTRAINT webhook_cursors_webhook FOREIGN KEY (webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE
);

-- What is sent, until some time after it was: no event twice for a webhook.
CREATE TABLE webhook_deliveries (
    id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    seq bigint,
    event text COLLATE "C" NOT NULL,
    body text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    attempts integer NOT NULL,
    created_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    gives_up_at timestamptz NOT NULL,
    finished_at timestamptz,
    last_status integer,
    last_error text COLLATE "C",
    CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (id),
    CONSTRAINT webhook_deliveries_webhook_id_seq_key UNIQUE (webhook_id, seq),
    CONSTRAINT webhook_deliveries_webhook FOREIGN KEY (webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE,
    CONSTRAINT webhook_deliveries_state CHECK (state IN ('pending', 'delivered', 'failed')),
    CONSTRAINT webhook_deliveries_attempts CHECK (attempts >= 0),
    CONSTRAINT webhook_deliveries_finished CHECK ((state = 'pending') = (finished_at IS NULL))
);

CREATE INDEX webhook_deliveries_state_due_at ON webhook_deliveries (state, due_at);
CREATE INDEX webhook_deliveries_webhook_id_created_at ON webhook_deliveries (webhook_id, created_at);
CREATE INDEX webhook_deliveries_finished_at ON webhook_deliveries (finished_at);

-- Who does a piece of work in the background, and until when it is theirs.
CREATE TABLE leases (
    name text COLLATE "C" NOT NULL,
    owner text COLLATE "C" NOT NULL,
    until timestamptz NOT NULL,
    CONSTRAINT leases_pkey PRIMARY KEY (name)
);
