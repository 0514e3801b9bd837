"""A Kafka client that is not ours (librdkafka), for what a ROM's own system would see."""

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition

from deploy.local.kafka import Kafka

SECONDS = 60


def send(bootstrap: str, topic: str, value: bytes, **login: str) -> None:
    """Send one message and wait for the broker's word; KafkaException when it refuses."""
    outcome: list[KafkaError | None] = []
    producer = Producer(
        {"bootstrap.servers": bootstrap, "acks": "all", "message.timeout.ms": SECONDS * 1000, "log_level": 0}
        | login
    )
    producer.produce(topic, value, on_delivery=lambda error, _: outcome.append(error))
    producer.flush(SECONDS + 5)
    error = outcome[0] if outcome else KafkaError(KafkaError._TIMED_OUT)
    if error is not None:
        raise KafkaException(error)


def read(bootstrap: str, topic: str, **login: str) -> list[bytes]:
    """All messages of a topic's partition 0, until the end of it."""
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": "rom-bom-test",
            "enable.partition.eof": True,
            "log_level": 0,
        }
        | login
    )
    found: list[bytes] = []
    try:
        hidden = consumer.list_topics(topic, SECONDS).topics[topic].error
        if hidden is not None:
            raise KafkaException(hidden)
        consumer.assign([TopicPartition(topic, 0, 0)])
        while True:
            message = consumer.poll(SECONDS)
            assert message is not None, "the broker did not answer in time"
            error = message.error()
            if error is None:
                found.append(message.value() or b"")
            elif error.code() == KafkaError._PARTITION_EOF:
                return found
            else:
                raise KafkaException(error)
    finally:
        consumer.close()


def login(kafka: Kafka, rom_code: str, password: str | None = None) -> dict[str, str]:
    """How a ROM's back-office logs in, with its own password unless stated."""
    return {
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": f"rom-{rom_code.lower()}",
        "sasl.password": password or kafka.rom_password(rom_code),
    }
