DROP TABLE mfa_challenge;
DROP TABLE account;
