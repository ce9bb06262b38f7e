-- Files that were sent to be imported, and how far each has come.
CREATE TABLE imports (
    id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL,
    unit_id uuid,
    trace_id text COLLATE "C" NOT NULL,
    resource text COLLATE "C" NOT NULL,
    mode text COLLATE "C" NOT NULL,
    on_error text COLLATE "C" NOT NULL,
    system text COLLATE "C" NOT NULL,
    foreign_format text COLLATE "C",
    declared text COLLATE "C" NOT NULL,
    fill text COLLATE "C" NOT NULL,
    scopes text COLLATE "C",
    bytes bigint NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    found text COLLATE "C" NOT NULL,
    mapping text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    done bigint NOT NULL,
    created bigint NOT NULL,
    updated bigint NOT NULL,
    unchanged bigint NOT NULL,
    skipped bigint NOT NULL,
    errors bigint NOT NULL,
    problem text COLLATE "C",
    finished_at timestamptz,
    CONSTRAINT imports_pkey PRIMARY KEY (id),
    CONSTRAINT imports_mode CHECK (mode IN ('check', 'apply')),
    CONSTRAINT imports_on_error CHECK (on_error IN ('abort', 'skip')),
    CONSTRAINT imports_state CHECK (state IN ('receiving', 'waiting', 'running', 'finished', 'failed')),
    CONSTRAINT imports_finished CHECK ((state IN ('finished', 'failed')) = (finished_at IS NOT NULL))
);

CREATE INDEX imports_state_created_at ON imports (state, created_at);
CREATE INDEX imports_created_by_created_at ON imports (created_by, created_at);

-- A file in pieces, until its import is over: whichever instance takes it up reads it here.
CREATE TABLE import_chunks (
    import_id uuid NOT NULL,
    number integer NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT import_chunks_pkey PRIMARY KEY (import_id, number),
    CONSTRAINT import_chunks_import FOREIGN KEY (import_id) REFERENCES imports (id) ON DELETE CASCADE
);

-- What became of each row.
CREATE TABLE import_rows (
    import_id uuid NOT NULL,
    ordinal bigint NOT NULL,
    row_number bigint NOT NULL,
    sheet text COLLATE "C",
    action text COLLATE "C" NOT NULL,
    resource_id uuid,
    faults text COLLATE "C" NOT NULL,
    notices text COLLATE "C" NOT NULL,
    CONSTRAINT import_rows_pkey PRIMARY KEY (import_id, ordinal),
    CONSTRAINT import_rows_import FOREIGN KEY (import_id) REFERENCES imports (id) ON DELETE CASCADE,
    CONSTRAINT import_rows_action CHECK (action IN ('create', 'update', 'unchanged', 'skip', 'error'))
);

CREATE INDEX import_rows_import_id_action ON import_rows (import_id, action, ordinal);
