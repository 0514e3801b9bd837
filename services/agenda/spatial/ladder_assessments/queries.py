"""Selections of conditions."""

from datetime import date

from sqlalchemy import Select, select

from services.agenda.spatial.ladder_assessments.models import (
    ConditionStatus,
    LadderAssessment,
    LadderCondition,
    Status,
)

AT_ONCE = 100


def announced_by(last_day: date, today: date) -> Select[LadderCondition]:
    """Open conditions of concluded assessments that are due soon and were not over when they were stated.

    A condition that was entered long after its day is in the list of tasks, but nobody is told anew.
    """
    return (
        select(LadderCondition)
        .join(LadderAssessment, LadderAssessment.id == LadderCondition.assessment_id)
        .where(
            LadderCondition.status == ConditionStatus.OPEN,
            LadderCondition.due_on.between(today, last_day),
            LadderAssessment.status == Status.CONCLUDED,
        )
        .order_by(LadderCondition.due_on)
        .limit(AT_ONCE)
    )
