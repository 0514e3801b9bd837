"""Comments on records of the funding service."""

from sqlalchemy import Index

from services.funding.entity import Entity
from shared.records.comments import models


class Comment(models.Comment, Entity):
    """A comment (opmerking) on a record of the funding service."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_subject", "subject_kind", "subject_id", "id"),)
