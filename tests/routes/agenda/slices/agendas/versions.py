"""Versions of agendas in the matrix: they are shown under their agenda, once it was adopted."""

from shared.kernel.rules import NOT_FOUND
from tests.routes.matrix import Slice

SLICE = Slice(
    unread={
        "/agendas/{id}/versions/1": NOT_FOUND,
        "/agendas/{id}/versions/1/page": NOT_FOUND,
        "/agendas/{id}/differences": NOT_FOUND,
    },
    public="list_agenda_versions get_agenda_version compare_agenda_versions print_agenda_version",
)
