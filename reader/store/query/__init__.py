"""The query language: text to syntax tree to SQL. One language for lists, search, marks, the ticker and the command line."""

from reader.store.query.compile import Lookup, Plan, compile_query
from reader.store.query.lookup import StoreLookup
from reader.store.query.match import terms
from reader.store.query.parse import parse
from reader.store.query.syntax import Query, QueryError, render

__all__ = [
    "Lookup",
    "Plan",
    "Query",
    "QueryError",
    "StoreLookup",
    "compile_query",
    "parse",
    "render",
    "terms",
]
