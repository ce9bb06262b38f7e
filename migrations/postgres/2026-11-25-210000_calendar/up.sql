-- Where a user's digest goes.
ALTER TABLE users ADD COLUMN email text COLLATE "C";

-- Addresses under which a calendar can be subscribed to: the hash of the secret, and whose it is.
CREATE TABLE calendar_subscriptions (
    id uuid NOT NULL,
    secret_hash text COLLATE "C" NOT NULL,
    user_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    kinds text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT calendar_subscriptions_pkey PRIMARY KEY (id),
    CONSTRAINT calendar_subscriptions_secret_hash_key UNIQUE (secret_hash),
    CONSTRAINT calendar_subscriptions_user FOREIGN KEY (user_id) REFERENCES users (id)
);

CREATE INDEX calendar_subscriptions_user_id ON calendar_subscriptions (user_id);
