"""Texts about the running program, for its operator: the monitoring port, the service manager."""

from bot.texts.catalog import Catalog


class MonitoringTexts(Catalog):
    """The state of the program, in a line, and why it cannot be monitored."""

    monitoring_listen: str
    service_opening: str
    service_starting: str
    service_answering: str
    service_unready: str
    service_dead: str
    service_stopping: str
    part_storage: str
    part_index: str
    part_telegram: str
    part_jobs: str
