"""What every fact of the loans service has in common."""

from shared.kernel.events import Event, outbound_topic


class LoansEvent(Event):
    service = "loans"


class RomEvent(LoansEvent):
    """A fact about one ROM's loan: also sent on the topic that only this ROM may read."""

    to_rom = True

    rom_code: str

    def topics(self) -> tuple[str, ...]:
        """The service's topic and the ROM's own outbound topic."""
        return (*super().topics(), outbound_topic(self.rom_code))
