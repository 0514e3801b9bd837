"""How words are found: the database cuts what is asked by the rule that it cut what is indexed by.

The rule is in `words.sql` (decision 0021): letters without case and marks, abbreviations and numbers however
they are written, Dutch words by their stem, and in the forms that the stemmer keeps apart.
"""

from typing import Any

from sqlalchemy import ColumnElement, func, select


def asked(words: str) -> ColumnElement[Any]:
    """A query for rows that hold all of these words; made once in a statement, for all its searches."""
    query = select(func.asked_words(words).label("query")).cte("asked")
    return select(query.c.query).scalar_subquery()


def found_by(search: Any, query: ColumnElement[Any]) -> ColumnElement[bool]:
    """Rows whose `search` column (see `searchable`) is what was `asked` for; none when that held no word."""
    matches: ColumnElement[bool] = search.bool_op("@@")(query)
    return matches
