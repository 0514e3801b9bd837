"""Comments on records of the agenda service."""

from sqlalchemy import Index

from services.agenda.entity import Entity
from shared.records.comments import models


class Comment(models.Comment, Entity):
    """A comment (opmerking) on a record of the agenda service."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_subject", "subject_kind", "subject_id", "id"),)
