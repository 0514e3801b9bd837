"""What runs where: the file that `status`, `down` and the fault tests find processes by."""

import os
from pathlib import Path
from typing import Literal

import psutil
from pydantic import BaseModel, Field, ValidationError

from deploy.local.processes import free_port, is_free
from deploy.local.program import CHECKOUT


class Part(BaseModel):
    """One running process and the address it answers on (empty when it answers nowhere)."""

    pid: int
    port: int | None
    url: str


class State(BaseModel):
    """The suite on one folder, as its supervisor last wrote it.

    `ports` outlive a run, so that addresses stay the same; `environments` is what each program was told
    beyond the developer's own environment.
    """

    pid: int
    phase: Literal["starting", "ready", "stopped"] = "starting"
    kafka_bootstrap: str = ""
    kafka_rom_bootstrap: str = ""
    processes: dict[str, Part] = Field(default_factory=dict)
    ports: dict[str, int] = Field(default_factory=dict)
    environments: dict[str, dict[str, str]] = Field(default_factory=dict)

    @classmethod
    def read(cls, home: Path) -> "State | None":
        """The state of a folder, or None when nothing ever ran there that this version knows how to read."""
        try:
            return cls.model_validate_json((home / "state.json").read_text())
        except (FileNotFoundError, ValidationError):
            return None

    def write(self, home: Path) -> None:
        """Replace the file in one step; it holds local passwords, so only its owner may read it."""
        unfinished = home / "state.json.unfinished"
        unfinished.touch(mode=0o600)
        unfinished.write_text(self.model_dump_json(indent=2))
        unfinished.replace(home / "state.json")

    def supervisor(self) -> psutil.Process | None:
        """The process that wrote this, if it still is that process and not another of its number."""
        if not psutil.pid_exists(self.pid):
            return None
        process = psutil.Process(self.pid)
        return process if "deploy.local" in process.cmdline() else None

    def port(self, name: str) -> int:
        """The port of this name: as before when it is still free, otherwise another one from now on."""
        kept = self.ports.get(name)
        if kept is None or not is_free(kept):
            self.ports[name] = free_port()
        return self.ports[name]


def home_folder() -> Path:
    """Where everything of a local run is kept: GROEIKRACHT_HOME, or `.groeikracht` in the checkout."""
    return Path(os.environ.get("GROEIKRACHT_HOME") or CHECKOUT / ".groeikracht").resolve()
