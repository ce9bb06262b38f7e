-- Other systems that call, with scopes instead of roles.
CREATE TABLE clients (
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
    name_folded TEXT NOT NULL,
    description TEXT,
    owner_unit_id TEXT NOT NULL,
    scopes TEXT NOT NULL,
    disabled INTEGER NOT NULL,
    name_key BLOB NOT NULL,
    search TEXT NOT NULL,
    CONSTRAINT clients_pkey PRIMARY KEY (id),
    CONSTRAINT clients_version CHECK (version >= 1),
    CONSTRAINT clients_times CHECK (created_at <= updated_at),
    CONSTRAINT clients_name_folded_key UNIQUE (name_folded),
    CONSTRAINT clients_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id),
    CONSTRAINT clients_archived CHECK (archived IN (0, 1)),
    CONSTRAINT clients_disabled CHECK (disabled IN (0, 1))
) STRICT;

CREATE INDEX clients_updated_at ON clients (updated_at);
CREATE INDEX clients_owner_unit_id ON clients (owner_unit_id);

-- The hashes of their secrets.
CREATE TABLE client_secrets (
    id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    description TEXT,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    last_used_at TEXT,
    CONSTRAINT client_secrets_pkey PRIMARY KEY (id),
    CONSTRAINT client_secrets_secret_hash_key UNIQUE (secret_hash),
    CONSTRAINT client_secrets_client FOREIGN KEY (client_id) REFERENCES clients (id)
) STRICT;

CREATE INDEX client_secrets_client_id ON client_secrets (client_id);

-- Where people are signed in.
CREATE TABLE sessions (
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_used_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    CONSTRAINT sessions_pkey PRIMARY KEY (id),
    CONSTRAINT sessions_user FOREIGN KEY (user_id) REFERENCES users (id)
) STRICT;

CREATE INDEX sessions_user_id ON sessions (user_id);

-- The hashes of refresh tokens, those that are spent too: one that comes a second time ends its session.
CREATE TABLE refresh_tokens (
    token_hash TEXT NOT NULL,
    session_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    used_at TEXT,
    CONSTRAINT refresh_tokens_pkey PRIMARY KEY (token_hash),
    CONSTRAINT refresh_tokens_session FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX refresh_tokens_session_id ON refresh_tokens (session_id);

-- When every token that a user or a client had was made void.
CREATE TABLE sign_outs (
    holder_id TEXT NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT sign_outs_pkey PRIMARY KEY (holder_id),
    CONSTRAINT sign_outs_holder FOREIGN KEY (holder_id) REFERENCES records (id)
) STRICT;

-- The keys under which requests are carried out once, with the record that each changed first.
CREATE TABLE idempotency_keys (
    caller_id TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    resource_type TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (caller_id, key)
) STRICT;

CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);
