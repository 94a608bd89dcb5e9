"""Texts about the staff, their roles, and errors that the owners are told of."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTexts(Catalog):
    """Roles, appointments and the audit log."""

    admins_only: str
    admin_in_private: str

    command_admins: str
    command_promote: str
    command_demote: str
    command_audit: str

    role_owner: str
    role_admin: str
    role_editor: str
    people_title: str
    people_how: str
    person_since: str

    person_how: str
    person_username: str
    person_hidden: str
    person_above: str
    person_has_role: str
    person_without_role: str
    person_number: str
    promoted: str
    demoted: str
    person_not_told: str
    you_promoted: str
    you_demoted: str

    audit_title: str
    audit_none: str
    audit_range: str
    did_promote: str
    did_demote: str
    did_reload: str

    error_report: str
    error_report_again: str


_INDONESIAN = StaffTexts(
    admins_only="Perintah ini hanya untuk pengelola bot. Yang lain ada di /help.",
    admin_in_private="Perintah ini hanya berlaku di obrolan pribadi dengan saya: @{username}",
    command_admins="Siapa saja pengelola bot",
    command_promote="Mengangkat admin atau editor",
    command_demote="Memberhentikan admin atau editor",
    command_audit="Siapa melakukan apa, dan kapan",
    role_owner="pemilik",
    role_admin="admin",
    role_editor="editor",
    people_title="Pengelola bot",
    people_how="Angkat dengan /promote, berhentikan dengan /demote.",
    person_since="sejak {day}",
    person_how=(
        "Siapa? Pilih satu cara:\n"
        "• /promote 123456789 editor — dengan nomor penggunanya;\n"
        "• teruskan satu pesannya ke sini, atau bagikan kontaknya, lalu balas pesan itu dengan "
        "/promote editor.\n\n"
        "Perannya editor atau admin; tanpa kata itu, editor. Untuk memberhentikan, sama dengan "
        "/demote.\n\n"
        "Nomor penggunanya saya sebutkan kepadanya kalau ia membuka tautan ini: {link}"
    ),
    person_username=(
        "Nama @ tidak memberi tahu saya siapa orangnya: saya tidak menyimpan daftar pembaca. "
        "Minta ia membuka tautan ini, lalu kirim nomor yang saya sebutkan kepadanya: {link}"
    ),
    person_hidden=(
        "Pesan itu tidak menunjukkan siapa orangnya: mungkin ia menyembunyikannya di Telegram. "
        "Minta ia membuka tautan ini, lalu kirim nomor yang saya sebutkan kepadanya: {link}"
    ),
    person_above=(
        "Anda hanya bisa mengubah peran di bawah Anda. Pemilik ditentukan di pengaturan bot."
    ),
    person_has_role="Orang itu ({id}) sudah punya peran ini.",
    person_without_role="Orang itu ({id}) tidak punya peran. Daftarnya ada di /admins.",
    person_number="Nomor pengguna Anda: {id}",
    promoted="{name} sekarang {role}.",
    demoted="{name} sekarang pembaca biasa.",
    person_not_told=(
        "Saya tidak bisa mengabarinya: ia belum pernah menulis kepada saya, atau memblokir saya."
    ),
    you_promoted="Anda sekarang {role} bot ini. Perintah Anda ada di /help.",
    you_demoted="Anda tidak lagi ikut mengelola bot ini. Terima kasih atas bantuannya.",
    audit_title="Siapa melakukan apa",
    audit_none="Belum ada catatan.",
    audit_range="{first}–{last} dari {total}",
    did_promote="mengangkat",
    did_demote="memberhentikan",
    did_reload="memuat ulang artikel",
    error_report="Ada yang salah: {kind} di {place}. Rinciannya di log.",
    error_report_again="Sejak laporan sebelumnya terjadi {count} kali lagi.",
)

_ENGLISH = StaffTexts(
    admins_only="This command is for the bot's admins. For everything else, see /help.",
    admin_in_private="This command works only in a private chat with me: @{username}",
    command_admins="Who runs the bot",
    command_promote="Appoint an admin or editor",
    command_demote="Dismiss an admin or editor",
    command_audit="Who did what, and when",
    role_owner="owner",
    role_admin="admin",
    role_editor="editor",
    people_title="Who runs the bot",
    people_how="Appoint with /promote, dismiss with /demote.",
    person_since="since {day}",
    person_how=(
        "Who? There are two ways:\n"
        "• /promote 123456789 editor — by their user number;\n"
        "• forward one of their messages here, or share their contact, then reply to it with "
        "/promote editor.\n\n"
        "The role is editor or admin; without the word, editor. To dismiss somebody, do the same "
        "with /demote.\n\n"
        "I tell them their number when they open this link: {link}"
    ),
    person_username=(
        "A @name does not tell me who that is: I keep no list of readers. Ask them to open this "
        "link, then send the number that I tell them: {link}"
    ),
    person_hidden=(
        "That message does not show who it is: they may hide it on Telegram. Ask them to open "
        "this link, then send the number that I tell them: {link}"
    ),
    person_above=("You can change only roles below yours. Owners stand in the bot's settings."),
    person_has_role="That person ({id}) has this role already.",
    person_without_role="That person ({id}) has no role. The list is in /admins.",
    person_number="Your user number: {id}",
    promoted="{name} is now {role}.",
    demoted="{name} is a reader like others now.",
    person_not_told="I could not tell them: they have never written to me, or have blocked me.",
    you_promoted="You are now {role} of this bot. Your commands are in /help.",
    you_demoted="You no longer help to run this bot. Thank you for what you did.",
    audit_title="Who did what",
    audit_none="Nothing has been noted yet.",
    audit_range="{first}–{last} of {total}",
    did_promote="appointed",
    did_demote="dismissed",
    did_reload="reloaded the articles",
    error_report="Something went wrong: {kind} at {place}. The log has the details.",
    error_report_again="It happened {count} more times since the last report.",
)

STAFF: Mapping[Language, StaffTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
