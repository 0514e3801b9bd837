"""Comments on records of the loans service."""

from sqlalchemy import Index

from services.loans.entity import Entity
from shared.records.comments import models


class Comment(models.Comment, Entity):
    """A comment (opmerking) on a record of the loans service."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_subject", "subject_kind", "subject_id", "id"),)
