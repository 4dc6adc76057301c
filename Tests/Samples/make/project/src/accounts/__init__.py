"""Accounts API: sign-in, refresh, multi-factor challenge, profile and consent."""
