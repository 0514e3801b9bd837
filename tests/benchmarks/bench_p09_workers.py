"""P9: a second worker."""

import asyncio
import uuid
from itertools import repeat

from tests.benchmarks import bench_p02_command
from tests.benchmarks.bench import Bench, Figures, at_least, require
from tests.benchmarks.load import Answer, Request, ask, rate

CLIENTS, TWINS = 32, 50
NAMED = "select count(*) from cluster where name = $1"


class Workers(Bench):
    """P2's commands to two processes of one service beside the same to one of them; and 50 commands that are
    sent to both at once under one key, each carried out once.
    """

    id = "P9"
    goals = (at_least("two beside one", 1.7, cores=6),)  # two for the workers, as many for the database

    async def prepare(self) -> None:
        self.mark = f"A command of {uuid.uuid4()}"
        self.made = 0

    async def round(self) -> Figures:
        with self.world.another("agenda") as (port, _):
            await self.world.answers(port)
            both = f"{self.world.url('agenda')} http://127.0.0.1:{port}"
            await self._commands(both, 1)  # warm
            two = await self._commands(both, self.world.seconds)
            one = await self._commands(self.world.url("agenda"), self.world.seconds)
            await self._twins(both.split())
        return {
            "two beside one": rate(two) / rate(one),
            "two workers /s": rate(two),
            "one worker /s": rate(one),
        }

    async def check(self) -> None:
        async with self.world.rows("agenda") as rows:
            there = await rows.fetchval(NAMED, self.mark)
        require(there == self.made, "nothing is doubled", there, self.made)

    def _request(self, **headers: str) -> Request:
        told = self.world.bearer("region-brainport") | headers
        body = bench_p02_command.BODY | {"name": self.mark}
        return Request("POST", bench_p02_command.PATH, told, body)

    async def _commands(self, url: str, seconds: float) -> list[Answer]:
        answers = await ask(url, repeat(self._request()), CLIENTS, seconds)
        require({found.status for found in answers} == {201}, "taken", {found.status for found in answers})
        self.made += len(answers)
        return answers

    async def _twins(self, urls: list[str]) -> None:
        """Each command to both; the second is told to come again, or gets the answer of the first."""
        for _ in range(TWINS):
            twin = self._request(**{"Idempotency-Key": f'"{uuid.uuid4()}"'})
            answers = await asyncio.gather(*(ask(url, [twin], 1) for url in urls))
            statuses = sorted(found.status for (found,) in answers)
            require(statuses in ([201, 201], [201, 409]), "carried out once", statuses)
            self.made += 1
