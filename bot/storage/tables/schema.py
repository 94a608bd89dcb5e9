"""The metadata that all tables belong to, and their column type for points in time."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, TypeDecorator

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
)

NUMBER = BigInteger().with_variant(Integer(), "sqlite")
"""Whole numbers; SQLite's have eight bytes anyway, and its ids have to be called INTEGER."""


class Moment(TypeDecorator[datetime]):
    """A point in time, stored in UTC; SQLite itself has no time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Convert to UTC without a zone; raises ValueError for a naive datetime."""
        if value is not None and value.tzinfo is None:
            raise ValueError(value)
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the stored value as an aware datetime in UTC."""
        return value and value.replace(tzinfo=UTC)
