"""The ledger's tables, as SQLite reads them."""

VERSION = 4
"""Raised whenever a table changes; a store with a higher number was made by a newer program, one with a lower number
gets the new tables and columns when it is opened."""

DDL = """
create table if not exists snapshot (
    id integer primary key autoincrement, at text not null, reason text not null
);
create table if not exists load (
    sha256 text primary key, label text not null, kind text not null, bytes integer not null,
    rows_in integer not null, rows_ok integer not null, rows_bad integer not null, rows_dup integer not null,
    cents_charge integer not null, cents_paid integer not null,
    schema_version integer not null, app_version text not null, loaded_at text not null,
    state text not null check (state in ('live', 'voided')),
    snap integer not null references snapshot (id),
    reading text not null
);
create table if not exists interchange (
    load_sha text not null references load (sha256),
    sender text, receiver text, isa13 text, isa_date text, st02 text, trn02 text, payer_id text
);
create index if not exists interchange_control on interchange (isa13, sender);
create index if not exists interchange_load on interchange (load_sha);
create table if not exists trace (
    load_sha text not null references load (sha256), key text not null, primary key (key, load_sha)
) without rowid;
create table if not exists part (
    path text primary key, tbl text not null, month text, rows integer, cents integer,
    bytes integer not null, mtime_ns integer not null, sha256 text not null,
    added_snap integer not null references snapshot (id), removed_snap integer references snapshot (id),
    added_build integer references build (id), removed_build integer references build (id)
);
create table if not exists part_load (
    path text not null references part (path) on delete cascade, load_sha text not null references load (sha256),
    rows integer not null, cents integer, primary key (path, load_sha)
) without rowid;
create index if not exists part_load_load on part_load (load_sha);
create table if not exists build (
    id integer primary key autoincrement, snap integer not null references snapshot (id),
    at text not null, info text not null
);
create table if not exists head (
    only_row integer primary key check (only_row = 1), snap integer references snapshot (id)
);
create table if not exists built (
    only_row integer primary key check (only_row = 1),
    snap integer references snapshot (id), build integer references build (id)
);
create table if not exists quarantine (
    load_sha text not null references load (sha256),
    position integer, reason_code text not null, reason text not null, next_step text not null
);
create index if not exists quarantine_load on quarantine (load_sha);
create table if not exists refusal (
    at text not null, label text not null, sha256 text, position integer,
    reason_code text not null, reason text not null, next_step text not null
);
create table if not exists mark (
    line_id text not null, at text not null,
    kind text not null check (kind in ('worked', 'appealed', 'refiled', 'written_off', 'closed')),
    amount integer, owner text, note text,
    as_of text, snap integer, follow_up text, who text
);
create index if not exists mark_line on mark (line_id);
create table if not exists payer (
    source_id text not null default '', source_name text not null default '',
    filing_indicator text not null default '', payer_id text not null, name text not null,
    class text not null, confirmed integer not null default 0, accepted_from text,
    primary key (source_id, source_name, filing_indicator)
);
create table if not exists payer_limit (
    payer_id text not null, valid_from text not null default '',
    appeal_days integer, appeal_from text, second_appeal_days integer,
    corrected_days integer, corrected_from text, filing_days integer, filing_from text, source text,
    primary key (payer_id, valid_from)
);
create table if not exists provider (npi text primary key, name text, taxonomy text, site text);
create table if not exists reference_file (
    sha256 text primary key, label text not null, kind text not null, bytes integer not null,
    source text not null, release text not null, edition text not null,
    effective_from text, effective_to text, rows integer not null,
    path text not null, path_sha256 text not null, added_at text not null
);
create table if not exists site_setting (npi text primary key, locality text, is_qp integer);
create table if not exists saved_view (
    owner text not null, name text not null, page text not null, query text not null, at text not null,
    primary key (owner, name)
);
create table if not exists report (
    id integer primary key autoincrement, month text not null, made_at text not null,
    snap integer not null references snapshot (id), build integer not null, asked text not null, model text not null
);
create index if not exists report_month on report (month);
create table if not exists column_map (name text primary key, at text not null, map text not null);
insert or ignore into head values (1, null);
insert or ignore into built values (1, null, null);
"""
"""added_snap ≤ s < removed_snap shows a raw part to snapshot s; added_build ≤ b < removed_build a built one to build b.
The trace index names the payments and transactions of a load, so that only loads that share one are compared.
A report is kept as what was asked (JSON) and the model it said (JSON); a column map as the TOML that reads a file."""

LATER = {
    ("payer", "accepted_from"): "alter table payer add column accepted_from text",
    ("mark", "as_of"): "alter table mark add column as_of text",
    ("mark", "snap"): "alter table mark add column snap integer",
    ("mark", "follow_up"): "alter table mark add column follow_up text",
    ("mark", "who"): "alter table mark add column who text",
}
"""Table and column that an older store lacks: they are added, empty, when it is opened."""
MARKED = f"pragma user_version={VERSION}"
