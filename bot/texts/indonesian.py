"""The texts in Indonesian."""

from bot.texts.announcements import ANNOUNCEMENTS
from bot.texts.articles import ARTICLES
from bot.texts.attachments import ATTACHMENTS
from bot.texts.backup import BACKUP
from bot.texts.cluster import CLUSTER
from bot.texts.conversation import CONVERSATION
from bot.texts.delivery import DELIVERY
from bot.texts.feeds import FEEDS
from bot.texts.language import Texts
from bot.texts.notices import NOTICES
from bot.texts.problems import PROBLEMS
from bot.texts.staff import STAFF
from bot.texts.statistics import STATISTICS
from bot.texts.waiting import WAITING
from index.types import Language

INDONESIAN = Texts(
    language=Language.INDONESIAN,
    staff=STAFF[Language.INDONESIAN],
    articles=ARTICLES[Language.INDONESIAN],
    feeds=FEEDS[Language.INDONESIAN],
    statistics=STATISTICS[Language.INDONESIAN],
    announcements=ANNOUNCEMENTS[Language.INDONESIAN],
    delivery=DELIVERY[Language.INDONESIAN],
    backup=BACKUP[Language.INDONESIAN],
    notices=NOTICES[Language.INDONESIAN],
    problems=PROBLEMS[Language.INDONESIAN],
    waiting=WAITING[Language.INDONESIAN],
    cluster=CLUSTER[Language.INDONESIAN],
    conversation=CONVERSATION[Language.INDONESIAN],
    attachments=ATTACHMENTS[Language.INDONESIAN],
    language_name="Bahasa Indonesia",
    start_title="Halo, saya Kutip.",
    start_body=(
        "Tanyakan sesuatu tentang berita. Saya mencari artikel yang menjawabnya, lalu mengutip "
        "kata-katanya sendiri, lengkap dengan judul, tanggal, dan sumbernya. "
        "Kalau artikel yang ada tidak menjawab, saya bilang apa adanya."
    ),
    start_samples="Mau coba? Pilih salah satu, atau tulis pertanyaan sendiri:",
    start_group=(
        "Bertanya di sini: /ask lalu pertanyaannya, atau sebut @{username}, atau balas salah satu "
        "pesan saya. Yang lain saya biarkan."
    ),
    help_title="Cara bertanya",
    help_body=(
        "Tulis saja pertanyaannya dengan kalimat biasa, misalnya: {example}\n"
        "Salah ketik? Sunting pesannya, jawaban saya ikut berubah."
    ),
    help_alerts=(
        "Mau dikabari kalau ada berita baru? /subscribe lalu topiknya, atau tekan 🔔 di bawah "
        "jawaban."
    ),
    help_groups=(
        "Di grup saya menjawab /ask, pesan yang menyebut @{username}, "
        "dan balasan ke pesan saya. Pesan lain saya biarkan."
    ),
    help_commands="Perintah",
    help_line="/{command} – {description}",
    command_start="Kenalan dan contoh pertanyaan",
    command_ask="Bertanya: /ask lalu pertanyaannya",
    command_news="Berita terbaru, atau /news kemarin, /news ebola",
    command_latest="Artikel terbaru",
    command_article="Baca satu artikel: /article lalu nomornya",
    command_subscribe="Kabar tentang satu topik: /subscribe banjir",
    command_topics="Topik dan jadwalnya",
    command_unsubscribe="Hapus satu topik",
    command_digest="Kirim yang terkumpul sekarang",
    command_quiet="Jam tenang: /quiet 22:00-06:00",
    command_timezone="Zona waktu",
    command_language="Ganti bahasa",
    command_privacy="Apa yang disimpan tentang Anda",
    command_forget="Hapus yang disimpan tentang Anda",
    command_help="Cara memakai Kutip",
    command_reload="Muat ulang artikel",
    command_status="Keadaan bot",
    ask_how=(
        "Tulis pertanyaan setelah perintahnya, misalnya:\n/ask {example}\n"
        "Bisa juga dengan membalas pesan berisi pertanyaan dengan /ask."
    ),
    ask_example="Siapa yang menulis lagu Indonesia Raya?",
    searched_for="Saya cari: {question}",
    as_typed="Cari persis seperti yang diketik",
    empty="Saya belum menangkap pertanyaannya. Coba tulis dengan beberapa kata.",
    no_articles="Belum ada artikel yang dimuat, jadi saya belum bisa menjawab. Coba lagi nanti.",
    not_text="Saya hanya bisa membaca teks. Tulis pertanyaannya, ya.",
    unknown_command="Saya tidak kenal perintah itu. Semua yang saya bisa ada di /help.",
    read="📖 Baca",
    read_titled="📖 {title}",
    latest_title="Artikel terbaru",
    latest_range="{first}–{last} dari {total}",
    latest_how="Tekan nomornya untuk membaca.",
    newer="« Lebih baru",
    older="Lebih lama »",
    article_how=(
        "Tulis nomor artikelnya, misalnya /article {example}, atau alamatnya. "
        "Daftarnya ada di /latest."
    ),
    article_not_found="Artikel nomor {id} tidak ada. Daftarnya ada di /latest.",
    article_page="Halaman {page} dari {pages}",
    previous_page="« {page}",
    next_page="{page} »",
    follow="🔔 Kabari saya tentang ini",
    follow_here="🔔 Kabari grup ini",
    subscribe_title="Berlangganan topik",
    subscribe_how=(
        "Tulis topiknya setelah perintah. Kalau ada artikel baru yang cocok, saya kirim kutipannya."
    ),
    subscribe_words="semua kata harus ada",
    subscribe_phrase="berurutan seperti ini",
    subscribe_either="salah satu cukup",
    subscribe_without="tanpa kata ini",
    subscribe_group="kurung untuk mengelompokkan",
    subscribe_field="di judul, dari sumber ini",
    subscribe_channel="Untuk kanal yang Anda kelola: /subscribe @namakanal lalu topiknya.",
    topic_example="Contoh:",
    topic_means="Artinya: {words}",
    topic_said_and="{left} dan {right}",
    topic_said_or="{left} atau {right}",
    topic_said_without="tanpa {part}",
    topic_said_title="{part} di judul",
    topic_said_source="{part} sebagai sumber",
    preview_matching="{count:artikel cocok} dalam 30 hari terakhir, misalnya:",
    preview_none="Dalam 30 hari terakhir belum ada yang cocok.",
    when_ask="Kapan saya kabari?",
    when_at_once="Langsung",
    when_hourly="Tiap jam",
    when_daily="Tiap hari",
    when_weekly="Tiap minggu",
    when_daily_at="Tiap hari pukul {time}",
    when_weekly_at="Tiap {day} pukul {time}",
    when_day_ask="Hari apa?",
    when_hour_ask="Pukul berapa? ({zone})",
    chosen="✓ {name}",
    topic_in_channel="Kanal: {title}",
    topic_elsewhere="di topik forum lain",
    topic_paused="⏸ Dijeda",
    topic_snoozed="⏸ Dijeda sampai {moment}, lalu dikirim sekaligus",
    topic_muted="⏸ Dijeda sampai {moment}",
    topic_due="Kabar berikutnya: {moment}.",
    topic_schedule="🕒 Jadwal",
    topic_pause="⏸ Jeda",
    topic_resume="▶️ Lanjutkan",
    topic_snooze="⏸ Jeda sampai…",
    topic_edit="✏️ Ubah",
    topic_delete="🗑 Hapus",
    topic_all="« Semua topik",
    back="« Kembali",
    snooze_ask="Jeda berapa lama? Yang baru saya simpan dulu, lalu saya kirim sesudahnya.",
    topic_edit_ask="✏️ Apa topik barunya? Balas pesan ini, atau tulis {command} lalu topiknya.",
    topic_edit_now="Sekarang:",
    topic_changed="Topiknya sudah diganti.",
    topic_deleted="Sudah dihapus:",
    topic_restore="↩ Kembalikan",
    topic_restored="Sudah dikembalikan.",
    topics_title="Topik",
    topics_none="Anda belum berlangganan apa pun. Kalau nanti mau dikabari, lihat /subscribe.",
    topics_how="Tekan nomornya untuk mengatur.",
    unsubscribe_ask="Mana yang dihapus?",
    unsubscribe_all_ask="Hapus semua, {count:topik}? Tidak bisa dibatalkan.",
    unsubscribe_all="🗑 Hapus semua",
    unsubscribed_all="{count:topik} dihapus. Tidak ada kabar lagi di sini.",
    topic_nearest="Topik itu tidak ada. Maksudnya:",
    topic_unknown="Topik itu tidak ada. Daftarnya ada di /topics.",
    nothing_to_cancel="Tidak ada yang perlu dibatalkan. Berhenti menerima kabar: /unsubscribe",
    which_topic="Topik yang mana?",
    narrow_ask="Supaya lebih sedikit, pilih gantinya untuk:",
    narrow_none="Saya tidak menemukan kata untuk mempersempitnya. Ubah sendiri di /topics.",
    quiet_now="Jam tenang: {start}–{end} ({zone}).",
    quiet_none="Tidak ada jam tenang.",
    quiet_how=(
        "Kabar yang datang pada jam tenang saya kirim sesudahnya. Pilih, atau tulis misalnya "
        "/quiet 22:00-06:00."
    ),
    quiet_off="Matikan",
    zone_now="Zona waktu: {zone}. Sekarang pukul {time}.",
    zone_how="Pilih, atau tulis kota atau selisihnya: /timezone Tokyo, /timezone UTC+7.",
    digest_coming="Yang terkumpul sedang saya kirim.",
    digest_nothing="Belum ada yang terkumpul.",
    topics_admins_only="Di grup dan kanal, hanya admin yang bisa mengubah itu.",
    channel_unknown=(
        "Saya tidak bisa mengirim ke {name}. Jadikan saya admin kanal itu dengan izin "
        "mengirim pesan, lalu coba lagi."
    ),
    channel_not_yours="Hanya admin {name} yang bisa mengatur topiknya.",
    channel_in_private="Topik kanal diatur di obrolan pribadi dengan saya: @{username}",
    alert_topics="Topik:",
    alert_mute="⏸ 24 jam",
    alert_narrow="➖ Kurangi",
    alert_unsubscribe="🗑 Berhenti",
    alert_others="+{count:sumber lain}",
    alert_muted="Dijeda sampai {moment}. Lanjutkan di /topics.",
    others_title="Berita yang sama dari sumber lain",
    digest_title="Rangkuman: {count:berita}",
    digest_more="{count} lagi »",
    digest_left_out="… dan {count} lagi yang tidak muat.",
    language_ask="Pilih bahasa:",
    language_current="✓ {name}",
    language_chosen="Baik, mulai sekarang saya berbahasa Indonesia.",
    privacy_title="Yang saya simpan",
    privacy_body=(
        "• Bahasa pilihan Anda, kalau Anda memilihnya di /language; dari sebuah grup, bahasa tujuh "
        "pesan terakhirnya, bukan isinya.\n"
        "• Pertanyaan terakhir Anda di tiap obrolan, artikel jawabannya, dan nomor kedua pesan itu "
        "selama 48 jam: supaya Anda bisa bertanya lanjut (“kenapa?”) dan pertanyaan yang disunting "
        "mendapat jawaban yang disunting.\n"
        "• Topik langganan Anda dengan jadwal, zona waktu, dan jam tenangnya, dan berita mana yang "
        "sudah saya kabarkan. Redaksi melihat topik dan jumlah obrolannya, bukan milik siapa.\n"
        "• Kalau Anda ikut mengelola bot: nama, nomor, dan peran Anda, dan selama setahun apa yang "
        "Anda lakukan sebagai pengelola; ini tetap ada setelah /forget.\n\n"
        "Selain itu tidak ada tentang Anda. Hapus semuanya dengan /forget.\n\n"
        "Tanpa mencatat siapa dan pukul berapa, saya menghitung pertanyaan tiap hari dan "
        "menyimpan isi pertanyaan yang tidak terjawab selama 30 hari, supaya redaksi tahu apa yang "
        "kurang. Alamat email, tautan, @nama, dan nomor panjang di dalamnya dihapus dulu. Karena "
        "tidak tercatat milik siapa, /forget tidak menjangkaunya: jangan tulis rahasia."
    ),
    forgotten="Sudah. Semua yang saya simpan tentang Anda telah dihapus.",
    reload_how="Tulis /reload folder, /reload feeds, atau /reload all.",
    reload_feeds="Memeriksa {count:umpan}. Hasilnya ada di /feeds.",
    reload_no_feeds="Tidak ada umpan yang perlu diperiksa. Untuk memantau umpan: /feed",
    reload_started="Memuat ulang artikel…",
    reload_reading="Membaca artikel: {done}",
    reload_indexing="Menyusun indeks dari {total:artikel}…",
    reload_pace="{rate:artikel} per detik",
    reload_left="kira-kira {span} lagi",
    reload_saving="Menyimpan perubahan…",
    reload_running="Pemuatan ulang sedang berjalan. Tunggu sampai selesai, ya.",
    reload_failed="Pemuatan ulang gagal dan tidak ada yang berubah. Penyebabnya ada di log.",
    reload_incomplete="Pemuatan terhenti setelah {count:artikel}. Muat sekali lagi untuk sisanya. "
    "Penyebabnya ada di log.",
    reload_done="Artikel sudah dimuat ulang.",
    reload_added="Baru: {count}",
    reload_changed="Berubah: {count}",
    reload_removed="Dihapus: {count}",
    reload_unchanged="Tetap: {count}",
    reload_duplicates="Kembar: {count}",
    reload_mojibake="Huruf rusak diperbaiki (Ã© jadi é): {count:artikel}",
    reload_unreadable="Tidak terbaca: {count}",
    reload_unreadable_item="{where}: {reason}",
    reload_unreadable_more="… dan {count} lagi",
    reload_took="Waktu: {seconds:detik}",
    status_title="Keadaan",
    status_articles="Artikel: {count}",
    status_passages="Bagian teks: {count}",
    status_last_reload="Terakhir dimuat: {ago}",
    status_never_reloaded="Terakhir dimuat: belum pernah",
    status_reloading="Pemuatan ulang sedang berjalan.",
    status_uptime="Berjalan selama: {span}",
    status_version="Versi: {version}",
    stale_button="Tombol ini sudah tidak berlaku. Coba /latest atau tulis pertanyaannya.",
    trouble="Maaf, ada yang salah di pihak saya. Coba lagi sebentar lagi.",
    bot_rejected=(
        "Telegram menolak token bot, atau KUTIP_API_URL salah. "
        "Periksa KUTIP_TOKEN, atau minta token baru ke @BotFather."
    ),
    telegram_conflict=(
        "Program lain sedang memakai token yang sama. Hentikan yang satu itu, lalu jalankan lagi."
    ),
    topic_empty="Belum ada katanya.",
    topic_too_long="Terlalu panjang: paling banyak {most} karakter.",
    topic_too_many_words="Terlalu banyak kata: paling banyak {most}.",
    topic_too_deep="Terlalu bertumpuk: paling banyak {most} kurung, minus, dan bidang.",
    topic_open_quote="Tanda kutip ini tidak punya pasangan.",
    topic_empty_phrase="Tidak ada kata di antara tanda kutip ini.",
    topic_open_parenthesis="Kurung ini tidak ditutup.",
    topic_stray_parenthesis="Kurung ini tidak pernah dibuka.",
    topic_empty_group="Tidak ada kata di dalam kurung ini.",
    topic_lonely_or="OR perlu kata di kiri dan kanannya.",
    topic_lone_minus="Tanda minus harus menempel di depan kata yang dikecualikan.",
    topic_lone_field="Kata yang dicari belum ada di sini.",
    topic_unknown_field="Pakai judul: atau sumber: sebagai ganti {field}: di sini.",
    topic_wildcard="Tanda * tidak bisa dipakai. Tulis katanya utuh; bentuk lain saya cari sendiri.",
    topic_address="Itu alamat. Topik terdiri dari kata-kata, seperti yang ditulis berita.",
    topic_only_excluded="Ini hanya mengecualikan. Tambahkan kata yang harus ada.",
    topic_only_common="Kata-kata ini ada di hampir semua artikel. Tambahkan kata yang lebih khas.",
    topic_example_words="ukraina nato",
    topic_example_phrase='"rudal javelin"',
    topic_example_either="erdogan OR zelensky",
    topic_example_without="piala -bola",
    topic_example_group="nato (ukraina OR rusia)",
    topic_example_field="judul:pemilu sumber:antara",
    schedule_wrong="Jamnya tidak terbaca. Tulis dari dan sampai jam berapa: /quiet 22:00-06:00.",
    time_zone_unknown="Zona {name} tidak saya kenal. Tulis kota atau selisih: Jakarta, UTC+7.",
    topic_not_found="Topik itu sudah tidak ada.",
    topic_known="Topik ini sudah ada di daftar: {topic}",
    topics_too_many="Paling banyak {limit:topik} di sini. Hapus dulu satu lewat /topics.",
    topic_too_broad="{topic} ada di {percent}% artikel. Tambahkan kata yang mempersempitnya.",
)
