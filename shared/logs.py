"""JSON log lines to standard output, one per event, with the service's name."""

import json
import logging
import sys
from datetime import UTC, datetime

import structlog

TOLD = ("trace_id", "method", "route", "status", "milliseconds", "client")  # of a request, beside the event


class Lines(structlog.stdlib.ProcessorFormatter):
    """Every record as JSON: those of requests, which are many, in one go; all others through structlog."""

    def __init__(self, process: str) -> None:
        self._process = process
        super().__init__(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.format_exc_info,
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                lambda _, __, entry: {"process": process, **entry},
                structlog.processors.JSONRenderer(),
            ],
        )

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        if not hasattr(record, "trace_id"):
            return super().format(record)
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="microseconds")
        told = {name: getattr(record, name) for name in TOLD}
        named = {"event": record.msg, "level": record.levelname.lower(), "logger": record.name}
        return json.dumps({"process": self._process, **named, **told, "timestamp": at.replace("+00:00", "Z")})


def configure(process: str) -> None:
    """Send every log record of this process, the libraries' too, to standard output."""
    # what no line tells is not looked up for each (the logging manual, "Optimization")
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Lines(process))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("aiokafka").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)
