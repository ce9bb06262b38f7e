DROP TABLE idempotency_keys;

DROP TABLE sign_outs;

DROP TABLE refresh_tokens;

DROP TABLE sessions;

DROP TABLE client_secrets;

DROP TABLE clients;
