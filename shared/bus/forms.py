"""What is told of a record that is no event, before anything of it is read."""

from shared.kernel.sentences import Sentence

NO_JSON = Sentence("the data cannot be written as JSON", "de gegevens zijn niet als JSON te schrijven")
TOO_LARGE = Sentence("larger than {most} bytes", "groter dan {most} bytes")
ONE_A_RECORD = Sentence(
    "send one event per record, as application/cloudevents+json in UTF-8",
    "stuur één event per record, als application/cloudevents+json in UTF-8",
)
TOMBSTONE = Sentence("the record has no value (a tombstone)", "het record heeft geen waarde (een tombstone)")
NO_MODE = Sentence(
    "no content-type application/cloudevents+json and no ce_ header",
    "geen content-type application/cloudevents+json en geen ce_-header",
)
DATA_IN_HEADER = Sentence(
    "data and its content type travel in the value and in the content-type header",
    "de gegevens en hun mediatype staan in de waarde en in de header content-type",
)
HEADER_TWICE = Sentence(
    "a header that carries the event occurs twice", "een header die het event draagt komt twee keer voor"
)
HEADER_EMPTY = Sentence(
    "a header that carries the event has no value", "een header die het event draagt heeft geen waarde"
)
HEADER_CODING = Sentence(
    "a header that carries the event is not UTF-8", "een header die het event draagt is geen UTF-8"
)
JSON_CODING = Sentence(
    "JSON is in UTF-8: the content-type says another charset",
    "JSON is in UTF-8: de header content-type noemt een andere codering",
)
TIME = Sentence(
    "must be an RFC 3339 time with seconds and offset",
    "moet een tijdstip volgens RFC 3339 zijn, met seconden en tijdzone",
)
AN_OBJECT = Sentence("an event is a JSON object", "een event is een JSON-object")
DATA_TWICE = Sentence("data and data_base64 exclude each other", "data en data_base64 sluiten elkaar uit")
NAMES = Sentence(
    "attribute names are lower-case letters and digits",
    "namen van attributen bestaan uit kleine letters en cijfers",
)
CONTROL = Sentence("attributes hold no control characters", "attributen bevatten geen stuurtekens")
VALUES = Sentence(
    "attributes are text, true or false, or 32-bit whole numbers",
    "attributen zijn tekst, true of false, of gehele getallen van 32 bits",
)
NOT_KEPT_WHOLE = Sentence(
    "larger than what is kept of a message", "groter dan wat van een bericht wordt bewaard"
)
