"""Runs of projects, which schemas call by their whole name."""

NOUN = "project_run"
