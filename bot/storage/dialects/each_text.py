"""The texts of a JSON array as rows, however many there are."""

from typing import Any

from sqlalchemy import Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class EachText(FunctionElement[str]):
    """A function of a JSON array of texts, for ``table_valued("value")``."""

    name = "each_text"
    type = Text()
    inherit_cache = True


@compiles(EachText, "sqlite")
def _on_sqlite(element: EachText, compiler: Any, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(EachText, "postgresql")
def _on_postgresql(element: EachText, compiler: Any, **options: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS JSON))"
