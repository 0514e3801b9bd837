"""Comments in the matrix."""

from services.agenda.records.comments.models import Comment
from shared.records.comments import rules
from shared.records.subjects.models import Visibility
from tests.routes.agenda.slices.records.documents import BODIES, parents
from tests.routes.matrix import EVERYONE, Kept, Slice, Steps

SLICE = Slice(
    kept=(
        Kept("agenda", "comments", Comment, BODIES, frozenset()),
        Kept("agenda", "comments", Comment, BODIES, values={"visibility": Visibility.PARTNERS}),
        Kept("agenda", "comments", Comment, BODIES, EVERYONE, values={"visibility": Visibility.PUBLIC}),
    ),
    parents={Comment: parents},
    changes={"agenda:contribute": "place_comment withdraw_comment"},
    bodies={"withdraw_comment": {"reason": "Said elsewhere"}},
    steps=(Steps(rules.LIFE, Comment, "comments", {"withdraw": "withdraw_comment"}),),
    public="list_comments get_comment",
)
