"""Texts about what several machines share: the search engine, the database, the webhook."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterTexts(Catalog):
    """Parts of the installation that can't be reached for now, or not be started."""

    engine_unavailable: str
    storage_unavailable: str
    cluster_missing: str
    webhook_listen: str
    webhook_tls: str


_INDONESIAN = ClusterTexts(
    language=Language.INDONESIAN,
    engine_unavailable="Pencarian sedang tidak terjangkau. Coba lagi sebentar, ya.",
    storage_unavailable="Basis data sedang tidak terjangkau. Coba lagi sebentar, ya.",
    cluster_missing="{package} belum terpasang: pip install 'kutip[cluster]'",
    webhook_listen=(
        "{host}:{port} tidak bisa dipakai untuk webhook ({reason}). Ubah KUTIP_WEBHOOK_LISTEN "
        "atau KUTIP_WEBHOOK_PORT."
    ),
    webhook_tls=(
        "KUTIP_WEBHOOK_CERTIFICATE dan KUTIP_WEBHOOK_KEY tidak bisa dipakai ({reason}). Isinya "
        "harus sertifikat PEM dan kuncinya."
    ),
)

_ENGLISH = ClusterTexts(
    language=Language.ENGLISH,
    engine_unavailable="The search can't be reached just now. Please try again in a moment.",
    storage_unavailable="The database can't be reached just now. Please try again in a moment.",
    cluster_missing="{package} is not installed: pip install 'kutip[cluster]'",
    webhook_listen=(
        "The webhook can't use {host}:{port} ({reason}). Change KUTIP_WEBHOOK_LISTEN or "
        "KUTIP_WEBHOOK_PORT."
    ),
    webhook_tls=(
        "KUTIP_WEBHOOK_CERTIFICATE and KUTIP_WEBHOOK_KEY can't be used ({reason}). They have to be "
        "a PEM certificate and its key."
    ),
)

CLUSTER: Mapping[Language, ClusterTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
