CREATE TABLE refresh_token (
    fingerprint text PRIMARY KEY,
    family text NOT NULL,
    account_id bigint NOT NULL REFERENCES account,
    used boolean NOT NULL DEFAULT false
);
CREATE INDEX refresh_token_family ON refresh_token (family);
