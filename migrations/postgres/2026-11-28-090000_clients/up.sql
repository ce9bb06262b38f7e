-- Other systems that call, with scopes instead of roles.
CREATE TABLE clients (
    id uuid NOT NULL,
    version integer NOT NULL,
    archived boolean NOT NULL,
    external_ids text COLLATE "C" NOT NULL,
    documents text COLLATE "C" NOT NULL,
    note text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by uuid,
    name text COLLATE "C" NOT NULL,
    name_folded text COLLATE "C" NOT NULL,
    description text COLLATE "C",
    owner_unit_id uuid NOT NULL,
    scopes text COLLATE "C" NOT NULL,
    disabled boolean NOT NULL,
    name_key bytea NOT NULL,
    search text COLLATE "C" NOT NULL,
    CONSTRAINT clients_pkey PRIMARY KEY (id),
    CONSTRAINT clients_version CHECK (version >= 1),
    CONSTRAINT clients_times CHECK (created_at <= updated_at),
    CONSTRAINT clients_name_folded_key UNIQUE (name_folded),
    CONSTRAINT clients_owner_unit FOREIGN KEY (owner_unit_id) REFERENCES units (id),
    CONSTRAINT clients_archived CHECK (archived IN (false, true)),
    CONSTRAINT clients_disabled CHECK (disabled IN (false, true))
);

CREATE INDEX clients_updated_at ON clients (updated_at);
CREATE INDEX clients_owner_unit_id ON clients (owner_unit_id);

-- The hashes of their secrets.
CREATE TABLE client_secrets (
    id uuid NOT NULL,
    client_id uuid NOT NULL,
    secret_hash text COLLATE "C" NOT NULL,
    description text COLLATE "C",
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    CONSTRAINT client_secrets_pkey PRIMARY KEY (id),
    CONSTRAINT client_secrets_secret_hash_key UNIQUE (secret_hash),
    CONSTRAINT client_secrets_client FOREIGN KEY (client_id) REFERENCES clients (id)
);

CREATE INDEX client_secrets_client_id ON client_secrets (client_id);

-- Where people are signed in.
CREATE TABLE sessions (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT sessions_pkey PRIMARY KEY (id),
    CONSTRAINT sessions_user FOREIGN KEY (user_id) REFERENCES users (id)
);

CREATE INDEX sessions_user_id ON sessions (user_id);

-- The hashes of refresh tokens, those that are spent too: one that comes a second time ends its session.
CREATE TABLE refresh_tokens (
    token_hash text COLLATE "C" NOT NULL,
    session_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT refresh_tokens_pkey PRIMARY KEY (token_hash),
    CONSTRAINT refresh_tokens_session FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE
);

CREATE INDEX refresh_tokens_session_id ON refresh_tokens (session_id);

-- When every token that a user or a client had was made void.
CREATE TABLE sign_outs (
    holder_id uuid NOT NULL,
    at timestamptz NOT NULL,
    CONSTRAINT sign_outs_pkey PRIMARY KEY (holder_id),
    CONSTRAINT sign_outs_holder FOREIGN KEY (holder_id) REFERENCES records (id)
);

-- The keys under which requests are carried out once, with the record that each changed first.
CREATE TABLE idempotency_keys (
    caller_id uuid NOT NULL,
    key text COLLATE "C" NOT NULL,
    fingerprint text COLLATE "C" NOT NULL,
    resource_type text COLLATE "C" NOT NULL,
    resource_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (caller_id, key)
);

CREATE INDEX idempotency_keys_created_at ON idempotency_keys (created_at);
