"""The AsyncAPI 3 document of our events (standards.md 5.1), made from one example of each."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic.json_schema import models_json_schema

from shared.bus.cloudevent import CONTENT_TYPE, NlgovEvent, envelope, system_urn
from shared.contracts.data_schema import Plain, mode
from shared.contracts.known import AT, KVK_NUMBER, MESSAGE
from shared.kernel.events import Event, inbound_topic

VERSION = "1.0.0"  # of the document
OIN = "00000099000000001000"  # the one that is free to use in examples (standards.md 2.1)
MEDIA_TYPE = CONTENT_TYPE.partition(";")[0]
PARTITIONS, ROM_PARTITIONS, REPLICAS = 6, 1, 3  # one partition keeps the order over all loans of a ROM
RETENTION_MS = 60 * 24 * 3600 * 1000  # a back-office may be closed over the summer
INBOUND = inbound_topic("{rom}")

Json = dict[str, Any]


def document(examples: Sequence[Event]) -> Json:
    """Every kind of event among `examples`, with the topics it is found on."""
    channels = _channels(examples)
    references, definitions = models_json_schema(
        [(NlgovEvent, "validation"), *((type(example), mode(type(example))) for example in examples)],
        ref_template="#/components/schemas/{model}",
        schema_generator=Plain,
    )
    schemas = definitions["$defs"]
    del schemas["NlgovEvent"]["additionalProperties"]  # we add no attribute lightly, but readers stay open
    del schemas["NlgovEvent"]["properties"]["data_base64"]
    return {
        "asyncapi": "3.0.0",
        "id": system_urn(OIN, "groeikracht"),
        "info": INFO,
        "defaultContentType": MEDIA_TYPE,
        "servers": {"kafka": SERVER},
        "channels": channels,
        "operations": dict(_operation(name, channel) for name, channel in channels.items()),
        "components": {
            "messages": {
                example.type(): _message(example, references[type(example), mode(type(example))])
                for example in examples
            },
            "schemas": schemas,
            "securitySchemes": {
                "scram": {"type": "scramSha512", "description": "Your own name and password."}
            },
        },
    }


INFO: Json = {
    "title": "Groeikracht events",
    "version": VERSION,
    "description": (
        "Facts of regional economic acceleration programmes: agendas, co-funding, and loans under a state "
        "guarantee. CloudEvents 1.0 by the NL GOV profile 1.1, structured mode, one event per record, keyed "
        "by the aggregate. Delivered at least once: `source` and `id` together tell repeats apart. Ignore "
        "fields and attributes that you do not know."
    ),
    "contact": {
        "name": "Groeikracht team",
        "url": "https://groeikracht.example/contact",
        "email": "team@groeikracht.example",
    },
}
SERVER: Json = {
    "host": "kafka.groeikracht.example:9093",
    "protocol": "kafka-secure",
    "description": "Kafka over TLS. A ROM reads its own outbound and writes its own inbound topic only.",
    "security": [{"$ref": "#/components/securitySchemes/scram"}],
}


def _channels(examples: Sequence[Event]) -> Json:
    channels: Json = {}
    for example in examples:
        for topic in example.topics() or (INBOUND,):  # what we do not publish, a ROM sends us
            address = re.sub(r"^groeikracht\.rom\.[^.]+", "groeikracht.rom.{rom}", topic)
            name = address.removeprefix("groeikracht.").replace(".{rom}.", "-")
            channel = channels.setdefault(name, _channel(address))
            channel["messages"][example.type()] = {"$ref": f"#/components/messages/{example.type()}"}
    return channels


def _channel(address: str) -> Json:
    kafka: Json = {
        "partitions": ROM_PARTITIONS if "{rom}" in address else PARTITIONS,
        "replicas": REPLICAS,
        "topicConfiguration": {"cleanup.policy": ["delete"], "retention.ms": RETENTION_MS},
        "bindingVersion": "0.5.0",
    }
    channel: Json = {"address": address, "messages": {}, "bindings": {"kafka": kafka}}
    if "{rom}" in address:
        about = "Code of the regional development company, in lower case."
        return {**channel, "parameters": {"rom": {"description": about, "examples": ["bom"]}}}
    kafka["topic"] = address
    return channel


def _operation(name: str, channel: Json) -> tuple[str, Json]:
    action = "receive" if channel["address"] == INBOUND else "send"
    return f"{action}-{name}", {
        "action": action,
        "channel": {"$ref": f"#/channels/{name}"},
        "messages": [{"$ref": f"#/channels/{name}/messages/{kind}"} for kind in channel["messages"]],
    }


def _message(example: Event, data: Json) -> Json:
    return {
        "name": example.type(),
        "title": type(example).__name__,
        "contentType": MEDIA_TYPE,
        "headers": {
            "type": "object",
            "required": ["content-type"],
            "properties": {
                "content-type": {"type": "string", "const": CONTENT_TYPE},
                "traceparent": {"type": "string", "description": "W3C Trace Context of the last hop."},
            },
        },
        "payload": {
            "allOf": [
                {"$ref": "#/components/schemas/NlgovEvent"},
                {"properties": {"type": {"const": example.type()}, "data": data}},
            ]
        },
        "bindings": {"kafka": {"key": {"type": "string", "format": "uuid"}, "bindingVersion": "0.5.0"}},
        "examples": [{"headers": {"content-type": CONTENT_TYPE}, "payload": _enveloped(example)}],
    }


def _enveloped(example: Event) -> Json:
    ours = system_urn(OIN, f"groeikracht-{example.service}")
    return envelope(
        id=UUID(MESSAGE),
        type=example.type(),
        subject=example.subject,
        data=example.payload(),
        schema_path=example.schema_path(),
        time=AT,
        sequence=1234,
        source=f"urn:nld:kvknr:{KVK_NUMBER}:systeem:rom-bom" if example.service == "rom" else ours,
        public_url="https://api.groeikracht.example",
    )
