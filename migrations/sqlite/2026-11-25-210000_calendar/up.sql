-- Where a user's digest goes.
ALTER TABLE users ADD COLUMN email TEXT;

-- Addresses under which a calendar can be subscribed to: the hash of the secret, and whose it is.
CREATE TABLE calendar_subscriptions (
    id TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    kinds TEXT NOT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT calendar_subscriptions_pkey PRIMARY KEY (id),
    CONSTRAINT calendar_subscriptions_secret_hash_key UNIQUE (secret_hash),
    CONSTRAINT calendar_subscriptions_user FOREIGN KEY (user_id) REFERENCES users (id)
) STRICT;

CREATE INDEX calendar_subscriptions_user_id ON calendar_subscriptions (user_id);
