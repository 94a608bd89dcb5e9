"""Texts about the staff, their roles, and errors that the owners are told of."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTexts(Catalog):
    """Roles, appointments and the audit log."""

    role_needed: str
    help_of_staff: str
    admin_in_private: str

    command_admins: str
    command_promote: str
    command_demote: str
    command_audit: str

    role_owner: str
    role_admin: str
    role_editor: str
    roles_owner: str
    roles_admin: str
    roles_editor: str
    as_owner: str
    as_admin: str
    as_editor: str
    people_title: str
    people_how: str
    person_since: str

    person_how: str
    person_contact: str
    person_username: str
    person_hidden: str
    person_above: str
    person_no_role: str
    person_dismiss_how: str
    person_unknown: str
    person_unknown_yes: str
    person_unknown_no: str
    person_unknown_left: str
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
    audit_how: str
    audit_pages: str
    audit_range: str
    did_promote: str
    did_demote: str
    did_reload: str

    error_report: str
    error_report_again: str


_INDONESIAN = StaffTexts(
    language=Language.INDONESIAN,
    help_of_staff="Untuk {roles}",
    role_needed="Hanya {roles} yang bisa memakai /{command}.",
    admin_in_private="Perintah ini hanya berlaku di obrolan pribadi dengan saya: @{username}",
    command_admins="Siapa saja pengelola bot",
    command_promote="Mengangkat admin atau editor",
    command_demote="Memberhentikan admin atau editor",
    command_audit="Siapa melakukan apa, dan kapan",
    role_owner="pemilik",
    role_admin="admin",
    role_editor="editor",
    roles_owner="pemilik",
    roles_admin="pemilik dan admin",
    roles_editor="pemilik, admin, dan editor",
    as_owner="pemilik",
    as_admin="admin",
    as_editor="editor",
    people_title="Pengelola bot",
    people_how="Angkat dengan /promote, berhentikan dengan /demote.",
    person_since="sejak {day}",
    person_how=(
        "Siapa? Pilih satu cara:\n"
        "• /promote 123456789 editor — dengan nomor penggunanya;\n"
        "• teruskan satu pesannya ke sini, atau bagikan kontaknya, lalu balas pesan itu dengan "
        "/promote editor.\n\n"
        "Perannya editor atau admin; tanpa kata itu, editor.\n\n"
        "Ia mendapat nomornya dengan membuka tautan ini: {link}"
    ),
    person_contact="Untuk mengangkat orang ini, balas kontaknya dengan /promote editor.",
    person_username=(
        "Saya tidak bisa mencari orang lewat @nama. Minta ia membuka tautan ini, lalu kirim "
        "nomor yang ia dapat: {link}"
    ),
    person_hidden=(
        "Pesan itu tidak menunjukkan siapa orangnya: mungkin ia menyembunyikannya di Telegram. "
        "Minta ia membuka tautan ini, lalu kirim nomor yang ia dapat: {link}"
    ),
    person_above=("Anda hanya bisa mengubah peran di bawah Anda. Pemilik diatur di KUTIP_OWNERS."),
    person_no_role='Tidak ada peran "{word}". Pilihannya: editor atau admin.',
    person_dismiss_how=(
        "Siapa yang diberhentikan? Pilih satu cara:\n"
        "• /demote 123456789 — dengan nomor dari /admins;\n"
        "• balas pesan terusan atau kontaknya dengan /demote."
    ),
    person_unknown=(
        "Saya tidak mengenal nomor {id}: belum pernah ada yang menulis kepada saya dengan nomor "
        "itu. Tetap jadikan {role}?"
    ),
    person_unknown_yes="Ya, angkat {id}",
    person_unknown_no="Batal",
    person_unknown_left="Tidak ada yang diangkat.",
    person_has_role="Orang itu ({id}) sudah punya peran ini.",
    person_without_role="Orang itu ({id}) tidak punya peran. Daftarnya ada di /admins.",
    person_number="Nomor pengguna Anda: {id}",
    promoted="{name} sekarang menjadi {role}.",
    demoted="{name} bukan {role} lagi.",
    person_not_told=(
        "Saya tidak bisa mengabarinya: ia belum pernah menulis kepada saya, atau memblokir saya."
    ),
    you_promoted="Anda sekarang menjadi {role} bot ini. Perintah Anda ada di /help.",
    you_demoted="Anda bukan {role} bot ini lagi. Terima kasih atas bantuannya.",
    audit_title="Siapa melakukan apa",
    audit_none="Belum ada catatan.",
    audit_how="Tulis nomor halamannya: /audit 2",
    audit_pages="Halaman itu tidak ada. Halaman terakhir: /audit {pages}",
    audit_range="{first}–{last} dari {total}",
    did_promote="mengangkat",
    did_demote="memberhentikan",
    did_reload="memuat ulang artikel",
    error_report="Ada yang salah: {kind} di {place}. Rinciannya di log.",
    error_report_again="Sejak laporan sebelumnya terjadi {count:kali lagi}.",
)

_ENGLISH = StaffTexts(
    language=Language.ENGLISH,
    help_of_staff="For {roles}",
    role_needed="Only {roles} can use /{command}.",
    admin_in_private="This command works only in a private chat with me: @{username}",
    command_admins="Who runs the bot",
    command_promote="Appoint an admin or editor",
    command_demote="Dismiss an admin or editor",
    command_audit="Who did what, and when",
    role_owner="owner",
    role_admin="admin",
    role_editor="editor",
    roles_owner="owners",
    roles_admin="owners and admins",
    roles_editor="owners, admins and editors",
    as_owner="an owner",
    as_admin="an admin",
    as_editor="an editor",
    people_title="Who runs the bot",
    people_how="Appoint with /promote, dismiss with /demote.",
    person_since="since {day}",
    person_how=(
        "Who? There are two ways:\n"
        "• /promote 123456789 editor — by their user number;\n"
        "• forward one of their messages here, or share their contact, then reply to it with "
        "/promote editor.\n\n"
        "The role is editor or admin; without the word, editor.\n\n"
        "They get their number by opening this link: {link}"
    ),
    person_contact="To appoint this person, reply to the contact with /promote editor.",
    person_username=(
        "I can't look people up by @name. Ask them to open this link, then send the number that "
        "they get: {link}"
    ),
    person_hidden=(
        "That message does not show who wrote it: they may hide that on Telegram. Ask them to "
        "open this link, then send the number that they get: {link}"
    ),
    person_above="You can change only roles below yours. Owners are set in KUTIP_OWNERS.",
    person_no_role='There is no role "{word}". Choose editor or admin.',
    person_dismiss_how=(
        "Dismiss whom? There are two ways:\n"
        "• /demote 123456789 — by their number in /admins;\n"
        "• reply to their forwarded message or contact with /demote."
    ),
    person_unknown=(
        "I don't know the number {id}: nobody with that number has ever written to me. Make them "
        "{role} anyway?"
    ),
    person_unknown_yes="Yes, appoint {id}",
    person_unknown_no="Cancel",
    person_unknown_left="Nobody was appointed.",
    person_has_role="That person ({id}) has this role already.",
    person_without_role="That person ({id}) has no role. The list is in /admins.",
    person_number="Your user number: {id}",
    promoted="{name} is now {role}.",
    demoted="{name} is no longer {role}.",
    person_not_told="I couldn't tell them: they have never written to me, or have blocked me.",
    you_promoted="You are now {role} of this bot. Your commands are in /help.",
    you_demoted="You are no longer {role} of this bot. Thanks for your help.",
    audit_title="Who did what",
    audit_none="Nothing yet.",
    audit_how="Write the number of a page: /audit 2",
    audit_pages="There is no such page. The last one: /audit {pages}",
    audit_range="{first}–{last} of {total}",
    did_promote="appointed",
    did_demote="dismissed",
    did_reload="reloaded the articles",
    error_report="Something went wrong: {kind} at {place}. The log has the details.",
    error_report_again="It happened {count:more time|more times} since the last report.",
)

STAFF: Mapping[Language, StaffTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
