"""A document and a comment on the adopted agenda of Zuidoost-Brabant, its history, and what is still due."""

import hashlib

from deploy.local.story.player import Json, Player

REGION, STATE = "region-brainport", "state-policy"
EVENT = "nl.groeikracht.agenda."
DECISION = b"""Vaststelling van de versnellingsagenda

Het bestuur van Brainport heeft in zijn vergadering van 15 december 2014 de regionale economische
versnellingsagenda van Zuidoost-Brabant vastgesteld.
"""


def play(player: Player) -> None:
    """Play it on the first adopted agenda there is."""
    player.chapter("Documents, comments, history and tasks")
    adopted = player.get(REGION, "/agenda/v1/agendas", regionCode="CR36", status="ADOPTED")["items"][0]
    subject = {"subjectKind": "AGENDA", "subjectId": adopted["id"]}
    _attach(player, subject)
    comment = {"text": "The spatial chapter can serve as an example to others.", "visibility": "PARTNERS"}
    player.do("documents-comment", STATE, "/agenda/v1/comments", {**subject, **comment})
    player.tell("the State commented on it, for the region and itself")
    acts = player.get(REGION, "/agenda/v1/histories", **subject)["items"]
    player.tell(f"its history for the region: {', '.join(act['act'].removeprefix(EVENT) for act in acts)}")
    tasks = player.get(REGION, "/agenda/v1/tasks")["items"]
    due = ", ".join(f"{task['step']} “{task['title']}” by {task['dueOn']}" for task in tasks)
    player.tell(f"due for the region: {due or 'nothing'}")


def _attach(player: Player, subject: Json) -> None:
    announced = player.do(
        "documents-announce",
        REGION,
        "/agenda/v1/documents",
        {
            **subject,
            "title": "Vaststellingsbesluit",
            "fileName": "vaststellingsbesluit 2014-12-15.txt",
            "mediaType": "text/plain",
            "sizeBytes": len(DECISION),
            "sha256": hashlib.sha256(DECISION).hexdigest(),
            "visibility": "PUBLIC",
        },
    )
    path = f"/agenda/v1/documents/{announced['id']}/content"
    sent = player.send("documents-send", REGION, path, DECISION, on=announced)
    player.expect("the document", sent["status"], "AVAILABLE")
    player.tell(f"attached “{sent['fileName']}”, {sent['sizeBytes']} bytes, for everybody to read")
