"""Rows of the agenda service as older versions left them."""

from tests.routes.migrations.walking import COMPARED, KEYS, Case, Row, audited, known, of

ADOPTED = "nl.groeikracht.agenda.agenda-adopted"
NIGHT, SUMMER, LATE, LONG_AGO, DRAFT, NO_TRAIL, LADDER, CLUSTER, PROJECT, INITIATIVE, REPORT = (
    f"0000000{n:x}-0000-4000-8000-00000000000{n:x}" for n in range(1, 12)
)
ADVICE, BOARD, FIRST, SECOND, AMENDMENT = (f"0000001{n}-0000-4000-8000-00000000001{n}" for n in range(5))


def agenda(id: str, region: str, adopted_at: str | None) -> Row:
    """An agenda of the first version; without a time of adoption a draft."""
    held = {
        "title": "Agenda van ’s-Hertogenbosch",
        "starts_on": "2014-01-01",
        "ends_on": "2099-12-31",
        "goals": [{"name": "Banen", "baseline": 0, "target": 10**12}],
        "helix": ["GOVERNMENT", "BUSINESS", "KNOWLEDGE"],
        "status": "ADOPTED" if adopted_at else "DRAFT",
    }
    return "agenda", {"id": id, "region_code": region, "adopted_at": adopted_at, **held}


FIRST_VERSIONS = Case(
    rows=[
        agenda(NIGHT, "CR36", "2026-01-15T23:30:00Z"),
        audited(NIGHT, ADOPTED, "anna", "2026-01-15T23:30:00.000000+00:00"),
        agenda(SUMMER, "CR21", "2025-07-01T22:30:00Z"),
        audited(SUMMER, ADOPTED, "anna", "2025-07-01T22:30:00.000000+00:00"),
        agenda(LATE, "CR29", "2025-07-01T21:59:59Z"),
        agenda(LONG_AGO, "CR10", "2014-03-10T11:00:00Z"),  # entered for long ago, in the night to 21 November
        audited(LONG_AGO, ADOPTED, "anna", "2026-11-20T23:30:00.000000+00:00"),
        agenda(DRAFT, "CR36", None),
        (
            "partner",
            {"agenda_id": NIGHT, "name": "Gemeente", "kvk_number": "17278704", "helix": "GOVERNMENT"},
        ),
        (
            "partner",
            {"agenda_id": SUMMER, "name": "Gemeente", "kvk_number": "17278704", "helix": "GOVERNMENT"},
        ),
    ],
    means={
        "select agenda_id::text, edition, adopted_on::text from agenda_version order by agenda_id": [
            (NIGHT, 1, "2026-01-16"),
            (SUMMER, 1, "2025-07-02"),
            (LATE, 1, "2025-07-01"),
            (LONG_AGO, 1, "2014-03-10"),
        ],
        "select id::text, edition, adopted_on_record::text from agenda where edition > 0 order by id": [
            (NIGHT, 1, "2026-01-16"),
            (SUMMER, 1, "2025-07-02"),
            (LATE, 1, "2025-07-01"),
            (LONG_AGO, 1, "2026-11-21"),
        ],
        of("agenda", "adopted_on_record", DRAFT): [None],
        of("agenda", "edition", DRAFT): ["0"],
        "select distinct title, content ->> 'starts_on', content ->> 'ends_on',"
        " (content #>> '{goals,0,target}')::bigint, decisions::text, content ->> 'economic_chapter'"
        " from agenda_version": [
            ("Agenda van ’s-Hertogenbosch", "2014-01-01", "2099-12-31", 10**12, "[]", None)
        ],
        "select status, left_on, count(*) from partner group by 1, 2": [("ACTIVE", None, 2)],
    },
)
AUTHORS = Case(
    rows=[
        audited(NIGHT, "agenda.drafted", "zoë"),
        audited(NIGHT, "agenda.revised", "anna"),
        audited(NIGHT, "agenda.revised", "zoë"),
        audited(NIGHT, "agenda.returned", "state-officer"),  # no hand in what is written there
        audited(SUMMER, "amendment.drafted", "another"),  # an act on something else
        ("amendment", {"id": AMENDMENT, "agenda_id": NIGHT, "status": "DRAFT"}),
        audited(AMENDMENT, "amendment.drafted", "bas"),
        audited(AMENDMENT, "amendment.revised", "anna"),
    ],
    means={
        of("agenda", "drafted_by", NIGHT, SUMMER): [
            "{anna,zoë}",
            "{}",
        ],
        "select drafted_by::text from amendment": ["{anna,bas}"],
    },
)
WRITTEN = "De regio’s en Fryslân"
SEARCHED: dict[str, dict[str, object]] = {
    "board": {"name": WRITTEN},
    "bottleneck": {"title": WRITTEN},
    "commitment": {"title": WRITTEN},
    "consultation": {"title": WRITTEN},
    "evaluation": {"title": WRITTEN},
    "indicator": {"name": WRITTEN},
    "initiative": {"title": WRITTEN, "support": []},
    "innovation_strategy": {"title": WRITTEN},
    "instrument": {"name": WRITTEN, "generic": True},
    "ladder_assessment": {"title": WRITTEN},
    "mirt_item": {"title": WRITTEN},
    "opportunity": {"title": WRITTEN},
    "organisation": {"name": WRITTEN},
    "project": {"title": WRITTEN, "status": "IDEA"},
    "region": {"name": WRITTEN, "code": "ZZ01"},
    "site": {"name": WRITTEN},
    "spatial_instrument": {"title": WRITTEN},
}
SEARCH = Case(
    rows=[
        *SEARCHED.items(),
        ("organisation", {"name": "De van het"}),
        ("project", {"title": "", "status": "IDEA"}),
    ],
    means={
        " union all ".join(
            f"select '{table} ' || count(*) from {table} where owner = 'x'"  # noqa: S608  # named above
            f" and search @@ asked_words('{asked}')"
            for table in SEARCHED
            for asked in ("regio fryslan", "de regio")
        ): [f"{table} 1" for table in SEARCHED for _ in range(2)],
        "select name from organisation where search @@ asked_words('de van het')": ["De van het"],
    },
)
CHAIRS = Case(
    rows=[
        ("board", {"id": BOARD}),
        ("board_member", {"id": FIRST, "board_id": BOARD}),
        ("advice", {"id": ADVICE, "board_id": BOARD}),
    ],
    means={
        of("advice", "chair_id", ADVICE): [None],
        of("board_member", "chair", FIRST): ["false"],
    },
)
NAMES = Case(
    rows=[
        ("site", {"name": name})
        for name in ("’t Zand", "Ĳmuiden", "aalsmeer", "Zwolle", "ÅÅ", "'s-Gravenhage", "", "a" * 3000)
    ],
    means={
        "select left(name, 13) from site where name not like 'De %' order by name_key": [
            "",
            "ÅÅ",
            "a" * 13,
            "aalsmeer",
            "'s-Gravenhage",
            "Ĳmuiden",
            "’t Zand",
            "Zwolle",
        ]
    },
)
EVERYBODY = Case(
    rows=[
        ("ladder_assessment", {"id": LADDER}),
        audited(LADDER, "ladder-assessment.drafted", "bas"),
        audited(LADDER, "ladder-assessment.condition-stated", "anna"),
        ("cluster", {"id": CLUSTER, "status": "CANDIDATE"}),
        audited(CLUSTER, "cluster.registered", "anna"),
        audited(CLUSTER, "cluster.described", "anna"),
        audited(CLUSTER, "cluster.scored", "carla"),
        ("project", {"id": PROJECT, "status": "IDEA", "described_by": ["anna", "zoë"]}),
        audited(PROJECT, "project.financed", "bas"),
        audited(PROJECT, "project.financed", "anna"),
        ("initiative", {"id": INITIATIVE, "support": []}),
        audited(INITIATIVE, "nl.groeikracht.agenda.initiative-registered", "region-officer"),
        audited(INITIATIVE, "initiative.taken-in", "state-officer"),
        ("assessment", {"id": FIRST, "initiative_id": INITIATIVE, "conflicted": ["carla"]}),
        audited(FIRST, "assessment.opened", "opener"),
        audited(FIRST, "assessment.reviewed", "dirk"),
        audited(FIRST, "assessment.reviewed", "carla"),
        ("report", {"id": REPORT, "edition": 0, "written_by": ["writer"]}),
        audited(REPORT, "report.planned", "planner"),
        ("report", {"id": SECOND, "year": 2, "edition": 1, "written_by": []}),
        audited(SECOND, "report.planned", "planner", "2026-01-01T12:00:00.000000+00:00"),
        audited(SECOND, "report.revised", "reviser", "2026-02-01T12:00:00.000000+00:00"),
    ],
    means={
        of("ladder_assessment", "written_by", LADDER): ["{anna,bas}"],
        of("cluster", "written_by", CLUSTER): ["{anna}"],
        of("project", "described_by", PROJECT): ["{anna,bas,zoë}"],
        of("initiative", "written_by", INITIATIVE): ["{opener,region-officer,state-officer}"],
        "select written_by::text from initiative where title like 'De %'": ["{}"],
        of("assessment", "reviewers", FIRST): ["{dirk}"],
        "select written_by::text from report order by edition": ["{planner,writer}", "{reviser}"],
    },
)
CASES = {
    "agendas": FIRST_VERSIONS,
    "whose_key": KEYS,
    "compared_before_it_is_written": COMPARED,
    "authors_of_agendas": AUTHORS,
    "words_cut_alike": SEARCH,
    "chairs_of_boards": CHAIRS,
    "names_sorted_as_they_are_read": NAMES,
    "everybody_who_wrote": EVERYBODY,
    "legal_days_of_first_versions": known("the rows that 0004 filled"),
}
