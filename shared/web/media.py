"""Which media types a client accepts (RFC 9110 12.5.1)."""

from fastapi import Request

from shared.kernel.sentences import Sentence
from shared.web.problems import Unserved

ANSWERS = Sentence("This address answers with {media_type}.", "Dit adres antwoordt met {media_type}.")


def require_acceptable(request: Request, media_type: str | None) -> None:
    """406 unless the client accepts what the route answers with; None is a route that answers with any type.

    Every client accepts problem documents: whoever asks for nothing else gets its answer as JSON too.
    """
    accept = ",".join(request.headers.getlist("accept")) or "*/*"
    if media_type is not None and not acceptable(accept, media_type):
        raise Unserved(406, ANSWERS.of(media_type=media_type))


def acceptable(accept: str, media_type: str) -> bool:
    """Whether an Accept header leaves room for a media type: q=0 means no, the most exact range decides."""
    kind = media_type.partition("/")[0]
    ranges = ["*/*", "*", f"{kind}/*", media_type]  # a bare star is what Java sends
    if media_type == "application/json":
        ranges.append("application/problem+json")
    said: dict[str, bool] = {}
    for part in accept.split(","):
        asked, _, parameters = part.strip().lower().partition(";")
        weight = dict(p.strip().partition("=")[::2] for p in parameters.split(";")).get("q", "1")
        said[asked.strip()] = weight.strip("0.") != "" or said.get(asked.strip(), False)
    return next((said[each] for each in reversed(ranges) if each in said), False)
