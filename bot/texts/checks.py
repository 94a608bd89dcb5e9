"""Texts of `kutip check` about several machines: database, search engine, webhook."""

from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTexts(Catalog):
    """Results of looking at what several machines share, and what to do."""

    # The database
    database_usable: str
    database_led: str
    database_new: str
    database_migrates: str
    database_unreachable: str
    database_refused: str
    database_absent: str
    database_foreign: str
    database_encoding: str
    database_read_only: str
    database_clock: str
    database_old: str

    # The search engine
    label_engine: str
    cluster_usable: str
    cluster_fewer: str
    cluster_yellow: str
    cluster_red: str
    cluster_unreachable: str
    cluster_refused: str
    cluster_certificate: str
    cluster_strange: str
    cluster_old: str
    index_usable: str
    index_missing: str
    index_rebuilt: str
    index_behind: str
    index_other_shards: str

    # The webhook
    label_webhook: str
    webhook_free: str
    webhook_here: str
    webhook_reached: str
    webhook_no_bot: str
    webhook_elsewhere: str
    webhook_certificate: str
    webhook_unreachable: str
    webhook_unset: str
    webhook_other: str
    webhook_error: str
    webhook_set: str


INDONESIAN = CheckTexts(
    language=Language.INDONESIAN,
    database_usable=(
        "PostgreSQL {version} di {host} bisa dibaca dan ditulis; tidak ada bot yang memimpin "
        "sekarang ({count:bot} tersambung)"
    ),
    database_led=(
        "PostgreSQL {version} di {host} bisa dibaca dan ditulis; satu bot memimpin "
        "({count:bot} tersambung)"
    ),
    database_new=(
        "PostgreSQL {version} di {host} masih kosong. kutip run membuat tabelnya; isi yang lama "
        "dibawa dengan kutip move, sebelum itu."
    ),
    database_migrates=(
        "PostgreSQL {version} di {host} punya skema {schema}; kutip run memperbaruinya ke {newest}."
    ),
    database_unreachable=(
        "PostgreSQL tidak terjangkau di {host} ({reason}). Periksa servernya, jaringan, dan "
        "KUTIP_DATABASE."
    ),
    database_refused="PostgreSQL di {host} menolak nama atau sandi di KUTIP_DATABASE.",
    database_absent="PostgreSQL di {host} tidak punya basis data {name}. Buat: createdb {name}",
    database_foreign=(
        "basis datanya berisi tabel yang bukan dari Kutip: {tables}. Beri Kutip yang kosong."
    ),
    database_encoding=(
        "basis datanya memakai {encoding}, bukan UTF8. Buat yang lain: "
        "createdb -E UTF8 -T template0 {name}"
    ),
    database_read_only=(
        "PostgreSQL di {host} hanya bisa dibaca: salinan (standby), atau penggunanya tidak boleh "
        "membuat tabel. KUTIP_DATABASE harus menunjuk server utama, dengan pemilik basis data."
    ),
    database_clock=(
        "jam mesin ini dan jam PostgreSQL berselisih {seconds} detik. Selaraskan dengan NTP."
    ),
    database_old="PostgreSQL {version} lebih lama dari {least}, yang terlama yang sudah dicoba.",
    label_engine="Pencarian",
    cluster_usable="OpenSearch {release}, {nodes:simpul}, hijau",
    cluster_fewer=(
        "OpenSearch {release}, hijau, tetapi hanya {nodes:simpul} dari {named} di "
        "KUTIP_OPENSEARCH. Nyalakan yang mati."
    ),
    cluster_yellow=(
        "OpenSearch {release}, {nodes:simpul}, kuning: {count:salinan shard} belum punya simpul. "
        "Kalau tak ada simpul yang sedang mati, KUTIP_OPENSEARCH_REPLICAS terlalu besar."
    ),
    cluster_red=(
        "OpenSearch {release}, {nodes:simpul}, merah: {count:shard} tidak ada, jadi pencarian "
        "bisa gagal. Nyalakan simpul yang mati."
    ),
    cluster_unreachable=(
        "OpenSearch tidak terjangkau di {hosts} ({reason}). Periksa simpulnya, jaringan, dan "
        "KUTIP_OPENSEARCH."
    ),
    cluster_refused=(
        "OpenSearch di {hosts} menolak KUTIP_OPENSEARCH_USER atau KUTIP_OPENSEARCH_PASSWORD."
    ),
    cluster_certificate=(
        "sertifikat OpenSearch di {hosts} tidak diterima. KUTIP_OPENSEARCH_CA harus berisi "
        "sertifikat yang menandatanganinya."
    ),
    cluster_strange="yang menjawab bukan OpenSearch ({reason}). Periksa KUTIP_OPENSEARCH.",
    cluster_old="{name} tidak bisa dipakai; perlu OpenSearch {least} atau yang lebih baru.",
    index_usable=(
        "indeks {name} sesuai dengan basis data: {passages:bagian}, {shards:shard}, "
        "{replicas:salinan}"
    ),
    index_missing="indeks {name} belum ada; kutip run membuatnya dari basis data.",
    index_rebuilt="indeks {name} dari versi Kutip lain; kutip run membuatnya lagi.",
    index_behind=(
        "indeks {name} belum sesuai dengan basis data. Bot yang berjalan menyusulkannya dalam "
        "beberapa detik; kalau tidak ada yang berjalan, kutip run."
    ),
    index_other_shards=(
        "indeks {name}: {passages:bagian}, {shards:shard}, {replicas:salinan}. "
        "KUTIP_OPENSEARCH_SHARDS={wanted} baru berlaku untuk indeks berikutnya."
    ),
    label_webhook="Webhook",
    webhook_free="{where} bebas; kutip run mendengarkan di sana",
    webhook_here="{where} dipakai bot yang sedang berjalan di sini",
    webhook_reached="{host} sampai ke Kutip",
    webhook_no_bot=(
        "{host} menjawab {answer}: proksinya ada, tetapi tidak ada bot di belakangnya sekarang."
    ),
    webhook_elsewhere=(
        "{url} menjawab {answer}, jadi bukan Kutip yang di sana. Proksi harus meneruskan alamat "
        "itu, dengan jalur yang sama, ke KUTIP_WEBHOOK_PORT."
    ),
    webhook_certificate=(
        "sertifikat {host} tidak berlaku. Telegram hanya mengirim kalau sertifikatnya sah, atau "
        "diberikan di KUTIP_WEBHOOK_CERTIFICATE."
    ),
    webhook_unreachable=(
        "{host} tidak terjangkau dari mesin ini. Telegram harus bisa, di port 443, 80, 88, atau "
        "8443; kalau dari luar bisa, abaikan ini."
    ),
    webhook_unset="Telegram belum tahu alamatnya; kutip run memberitahukannya",
    webhook_other="Telegram mengirim ke {host}, bukan ke KUTIP_WEBHOOK_URL; kutip run mengubahnya",
    webhook_error=("Telegram terakhir gagal mengirim {when}: {message}. {count:pesan} menunggu."),
    webhook_set="Telegram mengirim ke sini tanpa galat; {count:pesan} menunggu",
)

ENGLISH = CheckTexts(
    language=Language.ENGLISH,
    database_usable=(
        "PostgreSQL {version} at {host} can be read and written; no bot leads now "
        "({count:bot|bots} connected)"
    ),
    database_led=(
        "PostgreSQL {version} at {host} can be read and written; one bot leads "
        "({count:bot|bots} connected)"
    ),
    database_new=(
        "PostgreSQL {version} at {host} is empty. kutip run makes the tables; kutip move, before "
        "that, brings an installation along."
    ),
    database_migrates=(
        "PostgreSQL {version} at {host} has schema {schema}; kutip run updates it to {newest}."
    ),
    database_unreachable=(
        "PostgreSQL can't be reached at {host} ({reason}). Check the server, the network and "
        "KUTIP_DATABASE."
    ),
    database_refused="PostgreSQL at {host} refuses the name or password in KUTIP_DATABASE.",
    database_absent="PostgreSQL at {host} has no database {name}. Make it: createdb {name}",
    database_foreign=(
        "the database has tables that aren't Kutip's: {tables}. Give Kutip an empty one."
    ),
    database_encoding=(
        "the database is in {encoding}, not UTF8. Make another: "
        "createdb -E UTF8 -T template0 {name}"
    ),
    database_read_only=(
        "PostgreSQL at {host} can only be read: it is a standby, or the user may not make tables. "
        "KUTIP_DATABASE has to name the primary, and the database's owner."
    ),
    database_clock=(
        "this machine's clock and PostgreSQL's differ by {seconds} seconds. Set both by NTP."
    ),
    database_old="PostgreSQL {version} is older than {least}, the oldest that was tried.",
    label_engine="Search",
    cluster_usable="OpenSearch {release}, {nodes:node|nodes}, green",
    cluster_fewer=(
        "OpenSearch {release}, green, but only {nodes:node|nodes} of {named} in KUTIP_OPENSEARCH. "
        "Start those that are down."
    ),
    cluster_yellow=(
        "OpenSearch {release}, {nodes:node|nodes}, yellow: {count:copy of a shard has|copies of "
        "shards have} no node. If no node is down, KUTIP_OPENSEARCH_REPLICAS is too large."
    ),
    cluster_red=(
        "OpenSearch {release}, {nodes:node|nodes}, red: {count:shard is|shards are} missing, and "
        "searches may fail. Start the nodes that are down."
    ),
    cluster_unreachable=(
        "OpenSearch can't be reached at {hosts} ({reason}). Check the nodes, the network and "
        "KUTIP_OPENSEARCH."
    ),
    cluster_refused=(
        "OpenSearch at {hosts} refuses KUTIP_OPENSEARCH_USER or KUTIP_OPENSEARCH_PASSWORD."
    ),
    cluster_certificate=(
        "the certificate of OpenSearch at {hosts} isn't accepted. KUTIP_OPENSEARCH_CA has to "
        "hold the one that signed it."
    ),
    cluster_strange="what answers is not OpenSearch ({reason}). Check KUTIP_OPENSEARCH.",
    cluster_old="{name} can't be used; OpenSearch {least} or newer is needed.",
    index_usable=(
        "index {name} is as the database: {passages:passage|passages}, {shards:shard|shards}, "
        "{replicas:replica|replicas}"
    ),
    index_missing="there is no index {name} yet; kutip run makes it from the database.",
    index_rebuilt="index {name} is of another version of Kutip; kutip run makes it again.",
    index_behind=(
        "index {name} is not yet as the database. A running bot brings it up to date within "
        "seconds; if none runs, kutip run."
    ),
    index_other_shards=(
        "index {name}: {passages:passage|passages}, {shards:shard|shards}, "
        "{replicas:replica|replicas}. KUTIP_OPENSEARCH_SHARDS={wanted} is for the next one."
    ),
    label_webhook="Webhook",
    webhook_free="{where} is free; kutip run listens there",
    webhook_here="{where} is used by the bot that is running here",
    webhook_reached="{host} leads to Kutip",
    webhook_no_bot="{host} says {answer}: the proxy is there, but no bot behind it now.",
    webhook_elsewhere=(
        "{url} says {answer}, so it isn't Kutip that answers. The proxy has to pass this address "
        "on, with the same path, to KUTIP_WEBHOOK_PORT."
    ),
    webhook_certificate=(
        "the certificate of {host} is not valid. Telegram sends only if it is, or if it was given "
        "in KUTIP_WEBHOOK_CERTIFICATE."
    ),
    webhook_unreachable=(
        "{host} can't be reached from this machine. Telegram has to, on port 443, 80, 88 or 8443; "
        "if it can be reached from outside, never mind."
    ),
    webhook_unset="Telegram does not know the address yet; kutip run tells it",
    webhook_other="Telegram sends to {host}, not to KUTIP_WEBHOOK_URL; kutip run changes that",
    webhook_error=("Telegram failed to send at {when}: {message}. {count:update|updates} waiting."),
    webhook_set="Telegram sends here without an error; {count:update|updates} waiting",
)

_TEXTS = MappingProxyType({Language.INDONESIAN: INDONESIAN, Language.ENGLISH: ENGLISH})


def check_texts_for(language: Language) -> CheckTexts:
    """Return the texts of ``language``."""
    return _TEXTS[language]
