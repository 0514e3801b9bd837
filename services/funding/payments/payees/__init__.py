"""Accounts that awards are paid to, which schemas call by their whole name."""

NOUN = "payee_account"
