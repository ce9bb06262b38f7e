-- Files that were sent to be imported, and how far each has come.
CREATE TABLE imports (
    id TEXT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    unit_id TEXT,
    trace_id TEXT NOT NULL,
    resource TEXT NOT NULL,
    mode TEXT NOT NULL,
    on_error TEXT NOT NULL,
    system TEXT NOT NULL,
    foreign_format TEXT,
    declared TEXT NOT NULL,
    fill TEXT NOT NULL,
    scopes TEXT,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    found TEXT NOT NULL,
    mapping TEXT NOT NULL,
    state TEXT NOT NULL,
    done INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    problem TEXT,
    finished_at TEXT,
    CONSTRAINT imports_pkey PRIMARY KEY (id),
    CONSTRAINT imports_mode CHECK (mode IN ('check', 'apply')),
    CONSTRAINT imports_on_error CHECK (on_error IN ('abort', 'skip')),
    CONSTRAINT imports_state CHECK (state IN ('receiving', 'waiting', 'running', 'finished', 'failed')),
    CONSTRAINT imports_finished CHECK ((state IN ('finished', 'failed')) = (finished_at IS NOT NULL))
) STRICT;

CREATE INDEX imports_state_created_at ON imports (state, created_at);
CREATE INDEX imports_created_by_created_at ON imports (created_by, created_at);

-- A file in pieces, until its import is over: whichever instance takes it up reads it here.
CREATE TABLE import_chunks (
    import_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT import_chunks_pkey PRIMARY KEY (import_id, number),
    CONSTRAINT import_chunks_import FOREIGN KEY (import_id) REFERENCES imports (id) ON DELETE CASCADE
) STRICT;

-- What became of each row.
CREATE TABLE import_rows (
    import_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    row_number INTEGER NOT NULL,
    sheet TEXT,
    action TEXT NOT NULL,
    resource_id TEXT,
    faults TEXT NOT NULL,
    notices TEXT NOT NULL,
    CONSTRAINT import_rows_pkey PRIMARY KEY (import_id, ordinal),
    CONSTRAINT import_rows_import FOREIGN KEY (import_id) REFERENCES imports (id) ON DELETE CASCADE,
    CONSTRAINT import_rows_action CHECK (action IN ('create', 'update', 'unchanged', 'skip', 'error'))
) STRICT;

CREATE INDEX import_rows_import_id_action ON import_rows (import_id, action, ordinal);
