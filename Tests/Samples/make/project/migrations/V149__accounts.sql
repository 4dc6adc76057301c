CREATE TABLE account (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL UNIQUE,
    password text NOT NULL,
    mfa_secret bytea,
    mfa_last_step bigint NOT NULL DEFAULT -1,
    display_name text NOT NULL DEFAULT '',
    locale text NOT NULL DEFAULT 'en',
    time_zone text NOT NULL DEFAULT 'UTC'
);
CREATE TABLE mfa_challenge (
    fingerprint text PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account
);
