"""Evaluations in the matrix."""

from services.agenda.accountability.evaluations import rules
from services.agenda.accountability.evaluations.models import Evaluation, Status
from tests.routes.matrix import EVERYONE, Kept, Slice, Steps

EVALUATION = {
    "objectKind": "POLICY",
    "objectName": "Spatial economic policy",
    "title": "Ten years of spatial economic policy",
    "periodFrom": "2004-01-01",
    "periodUntil": "2013-12-31",
    "question": "What did two shifts do?",
    "method": "Comparison of clusters",
    "treated": ["BRAINPORT"],
    "compared": [],
    "basis": "33 400 XIII, nr. 2",
    "lastReportOn": "2010-01-01",
}
ACTION = {"action": "Change the law", "responsible": "EZ", "dueOn": "2100-01-01"}
SLICE = Slice(
    kept=tuple(
        Kept(
            "agenda",
            "evaluations",
            Evaluation,
            ("state",),
            EVERYONE,
            values={"status": status, "object_kind": "POLICY"},
        )
        for status in Status
    ),
    changes={
        "agenda:govern": "schedule_evaluation commission_evaluation begin_evaluation deliver_evaluation "
        "appreciate_evaluation plan_follow_up complete_action close_evaluation"
    },
    bodies={
        "commission_evaluation": {"evaluator": "Ecorys"},
        "deliver_evaluation": {
            "document": "Bijlage",
            "deliveredOn": "2016-01-04",
            "conclusion": "POSITIVE",
            "summary": "The shifts worked.",
            "recommendations": [],
            "appreciationDueOn": "2016-06-01",
        },
        "appreciate_evaluation": {"document": "Brief", "answers": []},
        "plan_follow_up": {"actions": [ACTION]},
        "complete_action": {"action": 1},
    },
    made=(("state", "/evaluations", EVALUATION),),
    steps=(
        Steps(
            rules.LIFE,
            Evaluation,
            "evaluations",
            {
                "commission": "state:commission_evaluation",
                "begin": "state:begin_evaluation",
                "deliver": "state:deliver_evaluation",
                "appreciate": "state:appreciate_evaluation",
                "plan_follow_up": "state:plan_follow_up",
                "complete_action": "state:complete_action",
                "close": "state:close_evaluation",
            },
            owner="state",
            values={"object_kind": "POLICY"},
        ),
    ),
    public="list_evaluations get_evaluation",
)
