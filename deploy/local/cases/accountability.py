"""What the letter of 2014 promised and answered: commitments, an evaluation, issues (B1–B5, B19, B49–B53)."""

from deploy.local.story.player import Json, Player

STATE, SECOND = "state-policy", "state-policy-second"
AT = "2014-10-20T09:00:00Z"
COMMITMENTS: tuple[Json, ...] = (
    {
        "kind": "MOTION",
        "title": "Motie Samsom c.s.: steun voor regionale initiatieven die werkgelegenheid op peil houden",
        "text": "De motie vraagt hoe het Rijk regionale initiatieven ondersteunt.",
        "kamerstuk": "34 000, nr. 10",
        "madeOn": "2014-09-18",
        "dueOn": "2014-10-31",
        "soft": False,
    },
    {
        "kind": "MOTION",
        "title": "Motie Slob/Samsom: regionale actieplannen innovatie",
        "text": "Overleg van Rijk en regio over instrumenten voor innovatie in het mkb.",
        "kamerstuk": "27 406, nr. 214",
        "madeOn": "2014-07-01",
        "dueOn": "2014-12-31",
        "soft": False,
    },
    {
        "kind": "COMMITMENT",
        "title": "Informatie over mkb-innovatie-instrumenten",
        "text": "Hierover zal ik uw Kamer zo mogelijk nog dit jaar informeren.",
        "kamerstuk": "32 637, nr. 151",
        "madeOn": "2014-10-20",
        "dueOn": "2014-12-31",
        "soft": True,
    },
)
ISSUES = (
    ("SUPRA_REGIONAL", "Samenwerking over de grenzen van regio's"),
    ("CROSS_OVER", "Cross-overs tussen topsectoren"),
    ("PRECONDITION", "Randvoorwaarden: onderwijs, infrastructuur, vestigingsklimaat"),
    ("LEGAL_BOTTLENECK", "Knelpunten in wet- en regelgeving"),
)


def play(player: Player) -> None:
    """Enter what parliament was promised and told."""
    player.chapter("Accountability")
    common: Json = {"minister": "Minister van Economische Zaken", "leadMinistry": "EZ", "ministries": ["SZW"]}
    made = [
        player.do(
            f"commitment-{number}", STATE, "/agenda/v1/commitments", {**common, **body, "linked": []}, at=AT
        )
        for number, body in enumerate(COMMITMENTS)
    ]
    motion = made[0]
    path = f"/agenda/v1/commitments/{motion['id']}/fulfilments"
    fulfilment = {"document": "Brief van 20 oktober 2014", "fulfilledOn": "2014-10-20"}
    done = player.do("commitment-fulfil", STATE, path, fulfilment, on=motion, at=AT)
    player.tell(f"{done['kamerstuk']} is fulfilled after {done['daysOpen']} days → CommitmentFulfilled")
    soft, path = made[2], f"/agenda/v1/commitments/{made[2]['id']}/reminders"
    for event, day in (("come_due", "2014-12-01T09:00:00Z"), ("pass_due", "2015-01-01T09:00:00Z")):
        soft = player.do(f"commitment-{event}", STATE, path, {"event": event}, on=soft, at=day)
    player.tell(f"“zo mogelijk nog dit jaar”: soft, and {soft['status'].lower()} in 2015 → CommitmentDue")
    _consult(player)
    _evaluate(player)
    for kind, title in ISSUES:
        law = {"law": "BWBR0024779"} if kind == "LEGAL_BOTTLENECK" else {}
        issue = {
            "kind": kind,
            "title": title,
            "description": title,
            "regionCodes": [],
            "commitments": ["32 637, nr. 151"],
            "reportedOn": "2014-10-20",
        }
        player.do(f"issue-{kind}", STATE, "/agenda/v1/bottlenecks", {**issue, **law}, at=AT)
    player.tell("four issues for the State are on the register → BottleneckReported")
    _report(player)


def _consult(player: Player) -> None:
    body = {
        "kind": "ADMINISTRATIVE",
        "title": "Overleg Rijk–regio over mkb-innovatie-instrumenten",
        "heldOn": "2014-09-25",
        "parties": ["Ministerie van Economische Zaken", "Interprovinciaal Overleg"],
        "points": ["Regionale actieplannen innovatie"],
        "commitments": ["27 406, nr. 214"],
    }
    held = player.do("consultation", STATE, "/agenda/v1/consultations", body, at=AT)
    action = {"action": "Actieplan per landsdeel", "responsible": "Provincies", "dueOn": "2014-12-31"}
    conclusion = {"conclusions": "Rijk en regio stemmen hun instrumenten af.", "actions": [action]}
    path = f"/agenda/v1/consultations/{held['id']}/conclusions"
    player.do("consultation-conclude", STATE, path, conclusion, on=held, at=AT)


def _evaluate(player: Player) -> None:
    body = {
        "objectKind": "POLICY",
        "objectName": "Ruimtelijk-economisch beleid",
        "title": "Evaluatie van tien jaar ruimtelijk-economisch beleid",
        "periodFrom": "2004-01-01",
        "periodUntil": "2013-12-31",
        "question": "Wat deden twee verschuivingen, naar sterke regio's en naar de regio zelf, met clusters?",
        "method": "Vergelijking van clusters met en zonder beleid over de tijd",
        "treated": ["BRAINPORT", "WAGENINGEN"],
        "compared": [],
        "basis": "33 400 XIII, nr. 2",
        "lastReportOn": "2009-12-31",
    }
    found = player.do("evaluation", STATE, "/agenda/v1/evaluations", body, at="2014-01-10T09:00:00Z")
    path = f"/agenda/v1/evaluations/{found['id']}"
    early = "2014-02-03T09:00:00Z"
    commission = {"evaluator": "Extern bureau"}
    found = player.do("evaluation-commission", STATE, f"{path}/commissions", commission, on=found, at=early)
    found = player.do("evaluation-start", STATE, f"{path}/starts", on=found, at=early)
    delivery = {
        "document": "Bijlage bij de brief van 20 oktober 2014",
        "deliveredOn": "2014-10-01",
        "conclusion": "POSITIVE",
        "summary": "De verschuivingen hielpen de ontwikkeling van regionale clusters.",
        "recommendations": [title for _, title in ISSUES],
        "appreciationDueOn": "2014-12-31",
    }
    found = player.do("evaluation-deliver", STATE, f"{path}/deliveries", delivery, on=found, at=AT)
    answers = [
        {"recommendation": number, "judgement": "AGREE", "action": "Opgave voor het Rijk", "ministry": "EZ"}
        for number in range(1, len(ISSUES) + 1)
    ]
    appreciation = {"document": "Brief van 20 oktober 2014", "answers": answers}
    found = player.do("evaluation-appreciate", STATE, f"{path}/appreciations", appreciation, on=found, at=AT)
    player.tell(
        f"the evaluation, due on {found['dueOn']}, is {found['conclusion'].lower()} and answered "
        "→ EvaluationDelivered, EvaluationAppreciated"
    )


def _report(player: Player) -> None:
    body = {
        "subjectKind": "PROGRAMME",
        "subjectCode": "BEDRIJVENBELEID",
        "title": "Voortgangsrapportage bedrijvenbeleid 2013 (32 637, nr. 151)",
        "year": 2013,
        "dueOn": "2014-10-31",
    }
    found = player.do("report", STATE, "/agenda/v1/reports", body, at=AT)
    path = f"/agenda/v1/reports/{found['id']}"
    found = player.do("report-collect", STATE, f"{path}/collections", on=found, at=AT)
    sections = {"sections": [{"heading": "Voortgang", "text": "Zie de Monitor Bedrijvenbeleid 2014."}]}
    found = player.do("report-write", STATE, f"{path}/drafts", sections, on=found, at=AT)
    adoption = {"decidingBody": "Minister van Economische Zaken"}
    found = player.do("report-adopt", SECOND, f"{path}/adoptions", adoption, on=found, at=AT)
    found = player.do("report-publish", SECOND, f"{path}/publications", on=found, at=AT)
    player.tell(f"“{found['title']}” is published, adopted by another than its writer → ReportPublished")
