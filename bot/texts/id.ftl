### Semua kalimat yang dibaca orang, dalam bahasa Indonesia. Bahasa lain punya kunci yang sama
### dalam urutan yang sama; docs/translating.md menjelaskan cara menambah atau mengubahnya.
###
### { $count } dan sejenisnya diganti isinya. Bilangan yang dihitung ditulis dengan
### { NUMBER($count) }: dengan pemisah ribuan dan paling banyak satu desimal. Bahasa Indonesia punya
### satu bentuk jamak saja. Teksnya polos: tanpa Markdown, tanpa HTML.
### /perintah, KUTIP_PENGATURAN, title: dan source:, OR, serta contoh sesudah /subscribe ditulis
### seperti orang mengetiknya.

# Nama bahasa ini menurut penuturnya
language_name = Bahasa Indonesia

## Introduction

start_title = Halo, saya Kutip.
start_body = Tanyakan sesuatu tentang berita. Saya mencari artikel yang menjawabnya, lalu mengutip kata-katanya sendiri, lengkap dengan judul, tanggal, dan sumbernya. Kalau artikel yang ada tidak menjawab, saya bilang apa adanya.
start_samples = Mau coba? Pilih salah satu, atau tulis pertanyaan sendiri:
start_group = Bertanya di sini: /ask lalu pertanyaannya, atau sebut @{ $username }, atau balas salah satu pesan saya. Yang lain saya biarkan.
help_title = Cara bertanya
help_body =
    Tulis saja pertanyaannya dengan kalimat biasa, misalnya: { $example }
    Salah ketik? Sunting pesannya, jawaban saya ikut berubah.
help_alerts = Mau dikabari kalau ada berita baru? /subscribe lalu topiknya, atau tekan 🔔 di bawah jawaban.
help_groups = Di grup saya menjawab /ask, pesan yang menyebut @{ $username }, dan balasan ke pesan saya. Pesan lain saya biarkan.
help_commands = Perintah
help_line = /{ $command } – { $description }

## Commands, as Telegram's menu describes them

command_start = Kenalan dan contoh pertanyaan
command_ask = Bertanya: /ask lalu pertanyaannya
command_news = Berita terbaru, atau /news kemarin, /news ebola
command_latest = Artikel terbaru
command_article = Baca satu artikel: /article lalu nomornya
command_quotes = Kutipan seseorang: /quotes Prabowo beras
command_subscribe = Kabar tentang satu topik: /subscribe banjir
command_topics = Topik dan jadwalnya
command_unsubscribe = Hapus satu topik
command_digest = Kirim yang terkumpul sekarang
command_quiet = Jam tenang: /quiet 22:00-06:00
command_timezone = Zona waktu
command_language = Ganti bahasa
command_privacy = Apa yang disimpan tentang Anda
command_forget = Hapus yang disimpan tentang Anda
command_help = Cara memakai Kutip
command_reload = Muat ulang artikel
command_status = Keadaan bot

## Answers

ask_how =
    Tulis pertanyaan setelah perintahnya, misalnya:
    /ask { $example }
    Bisa juga dengan membalas pesan berisi pertanyaan dengan /ask.
ask_example = Siapa yang menulis lagu Indonesia Raya?
searched_for = Saya cari: { $question }
as_typed = Cari persis seperti yang diketik
empty = Saya belum menangkap pertanyaannya. Coba tulis dengan beberapa kata.
no_articles = Belum ada artikel yang dimuat, jadi saya belum bisa menjawab. Coba lagi nanti.
not_text = Saya hanya bisa membaca teks. Tulis pertanyaannya, ya.
unknown_command = Saya tidak kenal perintah itu. Semua yang saya bisa ada di /help.

## Articles

read = 📖 Baca
read_titled = 📖 { $title }
latest_title = Artikel terbaru
latest_range = { $first }–{ $last } dari { $total }
latest_how = Tekan nomornya untuk membaca.
newer = « Lebih baru
older = Lebih lama »
article_how = Tulis nomor artikelnya, misalnya /article { $example }, atau alamatnya. Daftarnya ada di /latest.
article_not_found = Artikel nomor { $id } tidak ada. Daftarnya ada di /latest.
article_page = Halaman { $page } dari { $pages }
previous_page = « { $page }
next_page = { $page } »

## Subscribing

follow = 🔔 Kabari
follow_here = 🔔 Kabari grup ini
subscribe_title = Berlangganan topik
subscribe_how = Tulis topiknya setelah perintah. Kalau ada artikel baru yang cocok, saya kirim kutipannya.
subscribe_words = semua kata harus ada
subscribe_phrase = berurutan seperti ini
subscribe_either = salah satu cukup
subscribe_without = tanpa kata ini
subscribe_group = kurung untuk mengelompokkan
subscribe_field = di judul, dari sumber ini
subscribe_channel = Untuk kanal yang Anda kelola: /subscribe @namakanal lalu topiknya.
topic_example = Contoh:
topic_means = Artinya: { $words }
topic_said_and = { $left } dan { $right }
topic_said_or = { $left } atau { $right }
topic_said_without = tanpa { $part }
topic_said_title = { $part } di judul
topic_said_source = { $part } sebagai sumber
preview_matching = { NUMBER($count) } artikel cocok dalam 30 hari terakhir, misalnya:
preview_none = Dalam 30 hari terakhir belum ada yang cocok.

## Topics and their schedules

when_ask = Kapan saya kabari?
when_at_once = Langsung
when_hourly = Tiap jam
when_daily = Tiap hari
when_weekly = Tiap minggu
when_daily_at = Tiap hari pukul { $time }
when_weekly_at = Tiap { $day } pukul { $time }
when_day_ask = Hari apa?
when_hour_ask = Pukul berapa? ({ $zone })
chosen = ✓ { $name }
topic_in_channel = Kanal: { $title }
topic_elsewhere = di topik forum lain
topic_paused = ⏸ Dijeda
topic_snoozed = ⏸ Dijeda sampai { $moment }, lalu dikirim sekaligus
topic_muted = ⏸ Dijeda sampai { $moment }
topic_due = Kabar berikutnya: { $moment }.
topic_schedule = 🕒 Jadwal
topic_pause = ⏸ Jeda
topic_resume = ▶️ Lanjutkan
topic_snooze = ⏸ Jeda sampai…
topic_edit = ✏️ Ubah
topic_delete = 🗑 Hapus
topic_all = « Semua topik
back = « Kembali
snooze_ask = Jeda berapa lama? Yang baru saya simpan dulu, lalu saya kirim sesudahnya.
topic_edit_ask = ✏️ Apa topik barunya? Balas pesan ini, atau tulis { $command } lalu topiknya.
topic_edit_now = Sekarang:
topic_changed = Topiknya sudah diganti.
topic_deleted = Sudah dihapus:
topic_restore = ↩ Kembalikan
topic_restored = Sudah dikembalikan.
topics_title = Topik
topics_none = Anda belum berlangganan apa pun. Kalau nanti mau dikabari, lihat /subscribe.
topics_how = Tekan nomornya untuk mengatur.
unsubscribe_ask = Mana yang dihapus?
unsubscribe_all_ask = Hapus semua, { NUMBER($count) } topik? Tidak bisa dibatalkan.
unsubscribe_all = 🗑 Hapus semua
unsubscribed_all = { NUMBER($count) } topik dihapus. Tidak ada kabar lagi di sini.
topic_nearest = Topik itu tidak ada. Maksudnya:
topic_unknown = Topik itu tidak ada. Daftarnya ada di /topics.
nothing_to_cancel = Tidak ada yang perlu dibatalkan. Berhenti menerima kabar: /unsubscribe
which_topic = Topik yang mana?
narrow_ask = Supaya lebih sedikit, pilih gantinya untuk:
narrow_none = Saya tidak menemukan kata untuk mempersempitnya. Ubah sendiri di /topics.

## When it is quiet

quiet_now = Jam tenang: { $start }–{ $end } ({ $zone }).
quiet_none = Tidak ada jam tenang.
quiet_how = Kabar yang datang pada jam tenang saya kirim sesudahnya. Pilih, atau tulis misalnya /quiet 22:00-06:00.
quiet_off = Matikan
zone_now = Zona waktu: { $zone }. Sekarang pukul { $time }.
zone_how = Pilih, atau tulis kota atau selisihnya: /timezone Tokyo, /timezone UTC+7.
digest_coming = Yang terkumpul sedang saya kirim.
digest_nothing = Belum ada yang terkumpul.

## Who may change topics

topics_admins_only = Di grup dan kanal, hanya admin yang bisa mengubah itu.
channel_unknown = Saya tidak bisa mengirim ke { $name }. Jadikan saya admin kanal itu dengan izin mengirim pesan, lalu coba lagi.
channel_not_yours = Hanya admin { $name } yang bisa mengatur topiknya.
channel_in_private = Topik kanal diatur di obrolan pribadi dengan saya: @{ $username }

## Alerts and digests

alert_topics = Topik:
alert_mute = ⏸ 24 jam
alert_narrow = ➖ Kurangi
alert_unsubscribe = 🗑 Berhenti
alert_others = +{ NUMBER($count) } sumber lain
alert_muted = Dijeda sampai { $moment }. Lanjutkan di /topics.
others_title = Berita yang sama dari sumber lain
digest_title = Rangkuman: { NUMBER($count) } berita
digest_more = { $count } lagi »
digest_left_out = … dan { $count } lagi yang tidak muat.

## Language and privacy

language_ask = Pilih bahasa:
language_current = ✓ { $name }
language_chosen = Baik, mulai sekarang saya berbahasa Indonesia.
privacy_title = Yang saya simpan
privacy_body =
    • Bahasa pilihan Anda, kalau Anda memilihnya di /language; dari sebuah grup, bahasa tujuh pesan terakhirnya, bukan isinya.
    • Pertanyaan terakhir Anda di tiap obrolan, artikel jawabannya, dan nomor kedua pesan itu selama 48 jam: supaya Anda bisa bertanya lanjut (“kenapa?”) dan pertanyaan yang disunting mendapat jawaban yang disunting.
    • Topik langganan Anda dengan jadwal, zona waktu, dan jam tenangnya, dan berita mana yang sudah saya kabarkan. Redaksi melihat topik dan jumlah obrolannya, bukan milik siapa.
    • Kalau Anda ikut mengelola bot: nama, nomor, dan peran Anda, dan selama { $audit_days } hari apa yang Anda lakukan sebagai pengelola; ini tetap ada setelah /forget.

    Selain itu tidak ada tentang Anda. Hapus semuanya dengan /forget.

    Kalau Anda menilai jawaban dengan 👍 atau 👎, saya menyimpan hari, pertanyaan, dan kutipannya selama { $feedback_days } hari, tanpa Anda: untuk mengukur dan memperbaiki jawaban. Selama 48 jam saya masih tahu jawaban mana milik Anda, dan /forget menghapus penilaiannya juga.

    Tanpa mencatat siapa dan pukul berapa, saya menghitung pertanyaan tiap hari dan menyimpan isi pertanyaan yang tidak terjawab selama { $unanswered_days } hari, supaya redaksi tahu apa yang kurang; topik di /quotes selama 30 hari, supaya tombolnya tetap bekerja. Alamat email, tautan, @nama, dan nomor panjang di dalamnya dihapus dulu. Pertanyaan yang terjawab dan kutipannya tersimpan { $answers_days } hari tanpa nama, apa adanya, supaya tombol di bawah jawaban tetap bekerja. Dalam 48 jam pertama /forget masih menghapus keduanya; selebihnya tidak tercatat milik siapa dan tidak terjangkau /forget: jangan tulis rahasia.

    Setelah /forget masih ada cadangan data redaksi, sampai diganti yang lebih baru, dan obrolan ini di Telegram, yang hanya bisa Anda hapus sendiri.
forgotten = Sudah. Semua yang saya simpan tentang Anda telah dihapus.

## Administration

reload_how = Tulis /reload folder, /reload feeds, atau /reload all.
reload_feeds = Memeriksa { NUMBER($count) } umpan. Hasilnya ada di /feeds.
reload_no_feeds = Tidak ada umpan yang perlu diperiksa. Untuk memantau umpan: /feed
reload_started = Memuat ulang artikel…
reload_reading = Membaca artikel: { $done }
reload_indexing = Menyusun indeks dari { NUMBER($total) } artikel…
reload_pace = { NUMBER($rate) } artikel per detik
reload_left = kira-kira { $span } lagi
reload_saving = Menyimpan perubahan…
reload_running = Pemuatan ulang sedang berjalan. Tunggu sampai selesai, ya.
reload_failed = Pemuatan ulang gagal dan tidak ada yang berubah. Penyebabnya ada di log.
reload_incomplete = Pemuatan terhenti setelah { NUMBER($count) } artikel. Muat sekali lagi untuk sisanya. Penyebabnya ada di log.
reload_done = Artikel sudah dimuat ulang.
reload_added = Baru: { $count }
reload_changed = Berubah: { $count }
reload_removed = Dihapus: { $count }
reload_unchanged = Tetap: { $count }
reload_duplicates = Kembar: { $count }
reload_mojibake = Huruf rusak diperbaiki (Ã© jadi é): { NUMBER($count) } artikel
reload_unreadable = Tidak terbaca: { $count }
reload_unreadable_item = { $where }: { $reason }
reload_unreadable_more = … dan { $count } lagi
reload_took = Waktu: { NUMBER($seconds) } detik
status_title = Keadaan
status_articles = Artikel: { $count }
status_passages = Bagian teks: { $count }
status_last_reload = Terakhir dimuat: { $ago }
status_never_reloaded = Terakhir dimuat: belum pernah
status_reloading = Pemuatan ulang sedang berjalan.
status_uptime = Berjalan selama: { $span }
status_version = Versi: { $version }

## What went wrong

stale_button = Tombol ini sudah tidak berlaku. Coba /latest atau tulis pertanyaannya.
trouble = Maaf, ada yang salah di pihak saya. Coba lagi sebentar lagi.
bot_rejected = Telegram menolak token bot, atau KUTIP_API_URL salah. Periksa KUTIP_TOKEN, atau minta token baru ke @BotFather.
telegram_conflict = Program lain sedang memakai token yang sama. Hentikan yang satu itu, lalu jalankan lagi.

## Topics that cannot be understood, and how to do it right

topic_empty = Belum ada katanya.
topic_too_long = Terlalu panjang: paling banyak { $most } karakter.
topic_too_many_words = Terlalu banyak kata: paling banyak { $most }.
topic_too_deep = Terlalu bertumpuk: paling banyak { $most } kurung, minus, dan bidang.
topic_open_quote = Tanda kutip ini tidak punya pasangan.
topic_empty_phrase = Tidak ada kata di antara tanda kutip ini.
topic_open_parenthesis = Kurung ini tidak ditutup.
topic_stray_parenthesis = Kurung ini tidak pernah dibuka.
topic_empty_group = Tidak ada kata di dalam kurung ini.
topic_lonely_or = OR perlu kata di kiri dan kanannya.
topic_lone_minus = Tanda minus harus menempel di depan kata yang dikecualikan.
topic_lone_field = Kata yang dicari belum ada di sini.
topic_unknown_field = Pakai judul: atau sumber: sebagai ganti { $field }: di sini.
topic_wildcard = Tanda * tidak bisa dipakai. Tulis katanya utuh; bentuk lain saya cari sendiri.
topic_address = Itu alamat. Topik terdiri dari kata-kata, seperti yang ditulis berita.
topic_only_excluded = Ini hanya mengecualikan. Tambahkan kata yang harus ada.
topic_only_common = Kata-kata ini ada di hampir semua artikel. Tambahkan kata yang lebih khas.
topic_example_words = ukraina nato
topic_example_phrase = "rudal javelin"
topic_example_either = erdogan OR zelensky
topic_example_without = piala -bola
topic_example_group = nato (ukraina OR rusia)
topic_example_field = judul:pemilu sumber:antara

## Topics that cannot be had

schedule_wrong = Jamnya tidak terbaca. Tulis dari dan sampai jam berapa: /quiet 22:00-06:00.
time_zone_unknown = Zona { $name } tidak saya kenal. Tulis kota atau selisih: Jakarta, UTC+7.
topic_not_found = Topik itu sudah tidak ada.
topic_known = Topik ini sudah ada di daftar: { $topic }
topics_too_many = Paling banyak { NUMBER($limit) } topik di sini. Hapus dulu satu lewat /topics.
topic_too_broad = { $topic } ada di { $percent }% artikel. Tambahkan kata yang mempersempitnya.

## Staff

role_needed = Hanya { $roles } yang bisa memakai /{ $command }.
help_of_staff = Untuk { $roles }
admin_in_private = Perintah ini hanya berlaku di obrolan pribadi dengan saya: @{ $username }
command_admins = Siapa saja pengelola bot
command_promote = Mengangkat admin atau editor
command_demote = Memberhentikan admin atau editor
command_audit = Siapa melakukan apa, dan kapan
role_owner = pemilik
role_admin = admin
role_editor = editor
roles_owner = pemilik
roles_admin = pemilik dan admin
roles_editor = pemilik, admin, dan editor
as_owner = pemilik
as_admin = admin
as_editor = editor
people_title = Pengelola bot
people_how = Angkat dengan /promote, berhentikan dengan /demote.
person_since = sejak { $day }
person_how =
    Siapa? Pilih satu cara:
    • /promote 123456789 editor — dengan nomor penggunanya;
    • teruskan satu pesannya ke sini, atau bagikan kontaknya, lalu balas pesan itu dengan /promote editor.

    Perannya editor atau admin; tanpa kata itu, editor.

    Ia mendapat nomornya dengan membuka tautan ini: { $link }
person_contact = Untuk mengangkat orang ini, balas kontaknya dengan /promote editor.
person_username = Saya tidak bisa mencari orang lewat @nama. Minta ia membuka tautan ini, lalu kirim nomor yang ia dapat: { $link }
person_hidden = Pesan itu tidak menunjukkan siapa orangnya: mungkin ia menyembunyikannya di Telegram. Minta ia membuka tautan ini, lalu kirim nomor yang ia dapat: { $link }
person_above = Anda hanya bisa mengubah peran di bawah Anda. Pemilik diatur di KUTIP_OWNERS.
person_no_role = Tidak ada peran "{ $word }". Pilihannya: editor atau admin.
person_dismiss_how =
    Siapa yang diberhentikan? Pilih satu cara:
    • /demote 123456789 — dengan nomor dari /admins;
    • balas pesan terusan atau kontaknya dengan /demote.
person_unknown = Saya tidak mengenal nomor { $id }: belum pernah ada yang menulis kepada saya dengan nomor itu. Tetap jadikan { $role }?
person_unknown_yes = Ya, angkat { $id }
person_unknown_no = Batal
person_unknown_left = Tidak ada yang diangkat.
person_has_role = Orang itu ({ $id }) sudah punya peran ini.
person_without_role = Orang itu ({ $id }) tidak punya peran. Daftarnya ada di /admins.
person_number = Nomor pengguna Anda: { $id }
promoted = { $name } sekarang menjadi { $role }.
demoted = { $name } bukan { $role } lagi.
person_not_told = Saya tidak bisa mengabarinya: ia belum pernah menulis kepada saya, atau memblokir saya.
you_promoted = Anda sekarang menjadi { $role } bot ini. Perintah Anda ada di /help.
you_demoted = Anda bukan { $role } bot ini lagi. Terima kasih atas bantuannya.
audit_title = Siapa melakukan apa
audit_none = Belum ada catatan.
audit_how = Tulis nomor halamannya: /audit 2
audit_pages = Halaman itu tidak ada. Halaman terakhir: /audit { $pages }
audit_range = { $first }–{ $last } dari { $total }
did_promote = mengangkat
did_demote = memberhentikan
did_reload = memuat ulang artikel
error_report = Ada yang salah: { $kind } di { $place }. Rinciannya di log.
error_report_again = Sejak laporan sebelumnya terjadi { NUMBER($count) } kali lagi.

## Articles

command_add = Menambah artikel dari alamat web: /add https://…
command_remove = Menghapus artikel: /remove dan nomornya
command_edit = Memperbaiki judul, tanggal, atau sumber: /edit dan nomornya

## Articles: pages

add_how =
    Tulis alamat halamannya setelah perintah, misalnya:
    /add https://example.org/berita
    Berkas (txt, md, pdf, docx, html, csv, jsonl, zip, OPML) cukup dikirim sebagai dokumen.
draft_title = Isi halaman itu
draft_date = Tanggal: { $value }
draft_source = Sumber: { $value }
draft_length = { NUMBER($words) } kata, { NUMBER($paragraphs) } paragraf
draft_unknown = tidak diketahui
draft_short = ⚠ Teksnya pendek sekali: mungkin bukan artikel.
draft_known = ⚠ Halaman ini sudah ada sebagai artikel { $id }.
draft_save = 💾 Simpan
draft_discard = Buang
draft_discarded = Tidak disimpan: { $title }
draft_gone = Halaman ini sudah disimpan atau dibuang, atau terlalu lama menunggu. Ulangi /add.
page_added = Disimpan sebagai artikel { $id }: { $title }
page_changed = Artikel { $id } diganti dengan isi yang baru: { $title }
page_known = Halaman ini sudah ada sebagai artikel { $id }: { $title }
page_is_feed = Itu umpan, bukan halaman. Untuk memantaunya: /feed { $url }

## Articles: documents

document_started = Membaca { $name }…
document_done = { $name } sudah dibaca.
document_nothing = Tidak ada artikel baru di { $name }.
document_too_large = { $name } lebih besar dari { $megabytes } MB, batas unduhan bot di Telegram. Kemas dengan .gz, .xz, atau .zip, bagi menjadi beberapa berkas, atau pakai kutip import di server.
document_failed = { $name } tidak bisa diunduh dari Telegram. Coba kirim lagi.

## Articles: files on the command line

import_done = { NUMBER($count) } berkas sudah dibaca.
import_folder = { $path } adalah folder. Sebutkan berkasnya, atau atur KUTIP_ARTICLES={ $path }.
import_nothing = Tidak ada yang terbaca, jadi tidak ada yang ditambahkan. Alasannya tertulis di atas; perbaiki berkasnya, lalu ulangi.
export_done = { NUMBER($count) } artikel ditulis ke { $path }
export_there = { $path } sudah ada. Untuk menggantinya: --overwrite
export_ending = Saya menulis JSON lines. Namai { $path } dengan .jsonl, .jsonl.gz, atau .jsonl.xz.

## Articles: removing

remove = 🗑 Hapus
remove_how = Tulis nomor artikelnya: /remove { $example }. Sampai 10 sekaligus: /remove 26 27. Atau balas kutipan saya dengan /remove. Menghapus bisa dibatalkan selama sehari.
remove_which = Artikel mana yang dihapus?
removed =
    Artikel { $id } dihapus: { $title }
    Bisa dikembalikan selama sehari.
undo = ↩ Kembalikan
undo_gone = Artikel itu sudah dikembalikan, atau sudah lebih dari sehari sejak dihapus.
restored = Artikel { $id } dikembalikan: { $title }

## Articles: editing

edit_how = Tulis nomor artikelnya: /edit { $example }. Saya tunjukkan apa yang bisa diperbaiki.
edit_how_fields = Yang bisa diperbaiki: judul, tanggal, sumber, dan rubrik, satu per baris, masing-masing dengan titik dua.
edit_example = Untuk mengubahnya, salin dan sesuaikan:
edit_done = Artikel { $id } diperbaiki.
edit_same = Artikel { $id } sudah begitu; tidak ada yang berubah.
edit_field_title = judul
edit_field_date = tanggal
edit_field_source = sumber
edit_field_section = rubrik
edit_date_unclear = Tanggal itu tidak jelas. Tulis misalnya 2026-03-01 atau 1 Maret 2026.
edit_empty = Judul, sumber, dan rubrik tidak boleh kosong.
edit_which = Pesan itu mengutip lebih dari satu artikel. Tulis nomornya: /edit { $example }
edit_undo = ↩ Batalkan
edit_undo_gone = Perbaikan itu sudah dibatalkan, atau sudah lebih dari sehari. Pakai /edit.
edit_undone = Perbaikan artikel { $id } dibatalkan.

## Articles: what went wrong

change_failed = Gagal, dan tidak ada yang berubah. Penyebabnya ada di log.
load_forbidden = Kutip tidak diizinkan membacanya; periksa izin berkasnya
load_is_folder = ini folder, bukan berkas
load_gone = tidak ada, atau sudah tidak ada lagi
load_name_too_long = namanya terlalu panjang
load_too_many_open = terlalu banyak berkas sedang terbuka; coba lagi nanti
load_unreadable = tidak bisa dibaca: periksa diska atau drive jaringannya ({ $code })
load_no_process = pembaca berkas tidak bisa dijalankan: memori mungkin penuh; coba lagi nanti
load_too_complex = terlalu panjang atau terlalu rumit untuk dibaca
load_bad_row = bukan pertanyaan, artikel, dan relevansi
load_too_many_files = lebih dari { NUMBER($count) } berkas di dalam arsip
load_not_a_file = bukan berkas biasa, atau menunjuk ke luar arsipnya
load_encrypted = dikunci dengan kata sandi
load_nested_archive = arsip di dalam arsip tidak dibuka
load_too_many_rows = hanya { $count } yang pertama dibaca; selebihnya lewat kutip import
load_bomb = isinya mengembang jauh melebihi teks biasa
load_failed = tidak terbaca karena kesalahan pada bot; rinciannya di log
load_too_many_failures = { NUMBER($count) } baris berturut-turut tidak terbaca; sisanya dilewati
load_too_slow = terlalu lama untuk dibaca; sisanya dilewati

## Articles: audit log

did_add = menyimpan halaman
did_import = mengirim dokumen
did_remove = menghapus artikel
did_restore = mengembalikan artikel
did_edit = memperbaiki artikel

## Feeds

command_feeds = Umpan berita yang dipantau
command_feed = Pantau sebuah umpan berita
command_opml = Daftar umpan sebagai berkas OPML
feeds_title = Umpan berita: { $count }
feeds_none = Belum ada umpan yang dipantau.
feed_how = Untuk memantau umpan, kirim alamatnya atau alamat situsnya: /feed kompas.com
feed_watched = Dipantau mulai sekarang. { NUMBER($count) } artikelnya sedang diambil.
feed_empty = Dipantau mulai sekarang. Umpan ini masih kosong.
feed_known = Umpan ini sudah dipantau.
feed_removed = Dihapus: { $title }. Artikelnya tetap ada. Untuk memantaunya lagi: /feed { $url }
feed_new = belum diperiksa
feed_paused = dijeda
feed_gone = sudah tidak ada
feed_succeeded = diperiksa { $ago }
feed_next = pemeriksaan berikutnya { $when }
feed_soon = segera diperiksa lagi
feed_rate = { NUMBER($count) } artikel sehari
feed_problem = Masalah: { $reason }
feed_pause = ⏸ { $name }
feed_fetch = 🔄 { $name }
feed_resume = ▶ { $name }
feed_remove = 🗑 { $name }
feed_remove_ask = Berhenti memantau { $title }? Artikelnya tetap ada.
feed_remove_yes = 🗑 Ya, hapus
feed_fetching = Sedang diperiksa.
feed_pausing = Dijeda; ▶ melanjutkannya.
feeds_fetching = Umpan di { $name }: { $done } dari { $total } sudah diambil…
feeds_imported = { $name }: { NUMBER($count) } umpan baru.
feeds_known = Sudah dipantau sebelumnya: { NUMBER($count) } umpan.
feeds_fetched = { NUMBER($count) } umpan berhasil diambil
feeds_brought = { $fetched }, dengan { NUMBER($count) } artikel baru.
feeds_waiting = { NUMBER($count) } umpan masih diambil; lihat /feeds.
feeds_failed = { NUMBER($count) } umpan tidak bisa diambil:
opml_title = Umpan Kutip
opml_file = { NUMBER($count) } umpan. Pembaca umpan lain bisa mengimpor berkas ini.

## Feeds: audit log

feed_deed_added = menambah umpan
feed_deed_paused = menjeda umpan
feed_deed_fetched = memeriksa umpan
feed_deed_removed = menghapus umpan

## Feeds: what went wrong

feed_none = Tidak ada umpan RSS, Atom atau JSON di sana. Coba alamat umpannya sendiri.
feed_cut_off = Umpan itu terpotong: akhirnya tidak ada. Coba lagi nanti.
feed_not_found = Umpan ini sudah dihapus.
feed_oversized = { NUMBER($count) } artikel dilewati karena terlalu panjang
feed_trouble = tidak bisa dibaca karena kesalahan di sini; rinciannya ada di log
fetch_scheme = Hanya alamat http dan https yang bisa diambil.
fetch_address = Alamat web itu tidak lengkap. Contoh: https://situs.example/rss
fetch_private = Alamat ini tidak berada di web umum. KUTIP_FETCH_ALLOW bisa membukanya.
fetch_gone = Situsnya menyatakan ini sudah dihapus.
fetch_proxy = Proksinya tidak bisa dihubungi, atau menjawab tidak seperti proksi.
fetch_proxy_password = Proksinya menolak nama dan kata sandi di pengaturan.
fetch_proxy_refused = Proksinya menolak menghubungi situs itu.
fetch_unreachable = Situsnya tidak bisa dihubungi.
fetch_slow = Situsnya terlalu lambat menjawab.
fetch_too_large = Isinya lebih besar dari 10 MB.
fetch_broken = Jawaban situsnya tidak bisa dibaca.
fetch_status = Situsnya menjawab dengan kesalahan { $status }.
fetch_type = Itu bukan halaman web, melainkan { $type }.
fetch_redirects = Situsnya terlalu sering mengalihkan.
load_hung = terlalu lama atau terlalu rumit untuk dibaca
load_bad_opml = bukan daftar umpan OPML
load_too_many_feeds = lebih dari { NUMBER($count) } umpan dalam satu daftar; kirim dalam beberapa bagian

## Channels

command_channel = Kanal redaksi sebagai sumber
channels_title = Kanal yang menjadi sumber: { $count }
channels_none = Belum ada kanal yang menjadi sumber.
channel_how = Agar kiriman kanal Anda menjadi artikel: jadikan saya admin di sana, lalu kirim /channel @namakanal. Kanal privat: teruskan satu kirimannya ke sini, lalu balas dengan /channel.
channel_named = Mulai sekarang kiriman { $name } menjadi artikel begitu tayang, dengan baris pertama sebagai judul. Kalau disunting, artikelnya ikut.
channel_left_out = Tidak diambil: kiriman lama, terusan, jajak pendapat, dan yang tanpa kata. Kiriman yang dihapus di Telegram tidak saya ketahui; hapus artikelnya dengan /remove.
channel_known = { $name } sudah menjadi sumber. Daftarnya: /channel
channel_listed = { NUMBER($count) } artikel · sejak { $day }
channel_unreadable = saya bukan lagi admin di sana
channel_stop = ⏹ { $name }
channel_stop_ask = Berhenti mengambil kiriman { $name }? Dari sana ada { NUMBER($count) } artikel.
channel_keep = Berhenti, artikel tetap
channel_delete = Berhenti, hapus artikel
channel_stopped = Kiriman { $name } tidak diambil lagi. Artikelnya tetap ada.
channel_deleted = Kiriman { $name } tidak diambil lagi. { NUMBER($count) } artikel dihapus.

## Channels: to whoever named them

channel_lost = Saya bukan lagi admin di { $name }, jadi kirimannya tidak lagi menjadi artikel. Yang sudah ada tetap. Kalau saya dijadikan admin lagi, kiriman baru terambil lagi.
channel_back = Saya admin lagi di { $name }: kiriman barunya menjadi artikel. Yang tayang selama itu tidak terambil.
channel_renamed = Kanal { $before } kini { $name }. Sumber dan tautan artikelnya ikut berganti.
channel_edit_ignored = Kiriman di { $name } disunting, tetapi artikelnya sudah dihapus redaksi dan tetap terhapus: { $url }

## Channels: status and audit log

status_channels = Kanal: { $named } menjadi sumber ({ $lost } tak terbaca)
channel_deed_added = menjadikan kanal sumber
channel_deed_stopped = menghentikan kanal
channel_deed_deleted = menghentikan kanal dan menghapus artikelnya

## Channels: what went wrong

channel_out_of_reach = Saya bukan admin di { $name }. Jadikan saya admin di sana (tanpa hak khusus pun cukup), lalu kirim perintah ini lagi.
channel_no_channel = { $name } bukan kanal.
channel_not_run = Hanya admin { $name } yang bisa menjadikannya sumber.
channel_too_many = Paling banyak { NUMBER($count) } kanal. Hentikan dulu yang lain di /channel.
channel_not_found = Kanal ini bukan sumber lagi.

## Statistics

command_stats = Angka: pertanyaan, kabar, artikel
command_gaps = Yang ditanyakan dan belum terjawab
stats_title = { NUMBER($days) } hari terakhir
stats_period = { NUMBER($days) } hari
stats_range = { $first } – { $last }
stats_questions = Pertanyaan per hari
stats_answered = terjawab
stats_refused = tidak terjawab
stats_alerts = Kabar terkirim per hari
stats_articles = Artikel baru per hari
stats_topics = Topik yang paling banyak diikuti
stats_replies = Waktu jawab, dalam detik
stats_half = median
stats_nearly_all = 95 %
stats_tile_questions = pertanyaan
stats_tile_answered = terjawab
stats_tile_alerts = kabar
stats_tile_replies = waktu jawab
stats_seconds = { $seconds } dtk
stats_instant = < 1 dtk
stats_unknown = –
stats_nothing = Belum ada
stats_others = lainnya
stats_no_source = tanpa sumber
stats_said_questions = Pertanyaan: { $count }, terjawab { $percent }%
stats_said_no_questions = Pertanyaan: belum ada
stats_said_replies = Waktu jawab: median { $half }, 95 % { $nearly_all }
stats_said_alerts = Kabar terkirim: { $count }
stats_said_articles = Artikel baru: { $count }
stats_said_topics = Topik (jumlah obrolan):
stats_said_item = { $name }: { $count }
stats_how = Angka ada untuk { $periods } hari. Misalnya: /stats 7
gaps_how = Pertanyaan disimpan selama { $most } hari. Misalnya: /gaps { $most }
gaps_title = Belum terjawab, { NUMBER($days) } hari terakhir
gaps_none = Semua pertanyaan { NUMBER($days) } hari terakhir terjawab.
gaps_item = { $question } (×{ $count })
gaps_range = { $first }–{ $last } dari { $total }
gaps_whose = Siapa yang bertanya tidak dicatat. Alamat, tautan, dan nomor diganti …

## Announcements

command_broadcast = Mengirim pengumuman ke obrolan yang berlangganan
broadcast_how =
    Tulis pengumumannya setelah perintah:
    /broadcast Besok kami pindah server.

    Hanya untuk pelanggan sebuah topik: tulis topik itu di baris pertama:
    /broadcast topik: banjir
    Posko banjir dibuka di balai kota.
broadcast_over = Pengumuman ini sudah dikirim, dihentikan, atau dibatalkan.
broadcast_ask = Kirim pengumuman ini?
broadcast_exactly = Pesan di atas dikirim persis seperti itu.
broadcast_chats = { NUMBER($count) } obrolan ({ $audience })
broadcast_nobody = Belum ada pelanggan ({ $audience }).
audience_all = semua pelanggan
audience_language = berbahasa { $language }
audience_topic = topik yang memuat "{ $topic }"
audience_only = topik "{ $topic }"
audience_topic_count = { $topic } · { NUMBER($count) } obrolan
audience_choose = 👥 Pilih penerima
audience_title = Siapa yang menerima pengumuman ini?
audience_chosen = Itu sudah dipilih.
audience_back = ‹ Kembali
broadcast_topic_nobody = Belum ada pelanggan topik "{ $topic }".
broadcast_topics_said = Topik yang memuat "{ $topic }":
broadcast_topics = Topik yang ada:
broadcast_topic = • { $topic }: { NUMBER($count) } obrolan
broadcast_topics_left = • dan { NUMBER($count) } topik lain
broadcast_everyone = Semua
broadcast_send = 📣 Kirim ke { $count }
broadcast_cancel = Batal
broadcast_cancelled = Dibatalkan. Tidak ada yang dikirim.
broadcast_begun = Mulai dikirim ke { NUMBER($count) } obrolan.
broadcast_stop = ■ Hentikan
broadcast_stopping = Dihentikan. Sisanya tidak dikirim.
broadcast_going = Pengumuman sedang dikirim
broadcast_done = Pengumuman selesai dikirim
broadcast_stopped = Pengumuman dihentikan
broadcast_sent = Terkirim: { $count } dari { $total }
broadcast_blocked = Diblokir atau tidak terjangkau: { $count }
broadcast_failed = Gagal: { $count }
broadcast_waiting = Menunggu: { $count }
broadcast_paused = Di obrolan yang dijeda: { $count }, dikirim begitu saya boleh menulis di sana
broadcast_unsent = Tidak dikirim: { $count }
did_broadcast = mengirim pengumuman
did_stop_broadcast = menghentikan pengumuman

## Delivery

topics_no_rights = ⏸ Kabar dijeda: saya tidak boleh menulis di obrolan ini. Saya coba lagi { $moment }, atau begitu ada yang menulis di sini.
topics_closed = ⏸ Kabar untuk topik forum yang ditutup menunggu sampai topik itu dibuka lagi.
topics_unreachable = ⏸ Kabar sempat dijeda karena obrolan ini tidak terjangkau. Mulai sekarang dikirim lagi.
status_feeds = Umpan: { $watched } dipantau ({ $failing } gagal) · { $paused } dijeda · { $gone } ditutup
status_queue =
    Kabar: { $waiting } menunggu · { $done } terkirim · { $failed } batal · { $dead_letter } disisihkan
    Obrolan: { $unreachable } tak terjangkau · { $suspended } dijeda
status_sizes = Disk: basis data { $database } MB · indeks { $index } MB · kosong { $free } MB
status_meaning = Bagian teks: paragraf yang dicari untuk menjawab. Kembar: artikel yang isinya sama. Terkirim: dalam 30 hari. Batal: obrolannya tidak terjangkau. Disisihkan: ditolak Telegram, rinciannya di log. Dijeda: tidak boleh menulis di sana, atau topik forumnya ditutup; dicoba lagi. Umpan ditutup: situsnya menghentikannya. Daftarnya ada di /feeds.
message_plain = Telegram menolak format sebuah pesan, jadi pesan itu dikirim sebagai teks biasa. Rinciannya di log.
message_refused = Telegram menolak sebuah pesan, jadi pesan itu disisihkan. Rinciannya di log.
message_gave_up = Sebuah pesan terus gagal dikirim dan disisihkan. Rinciannya di log.
message_unreadable = Sebuah pesan di antrean tidak terbaca dan disisihkan. Rinciannya di log.

## Backup

command_backup = Kirim cadangan basis data
backup_caption =
    Cadangan basis data. Isinya termasuk topik dan pilihan pembaca: simpan baik-baik.
    Memulihkan: hentikan bot, lalu kutip restore { $name }
backup_unsent = Cadangannya tidak bisa dikirim. Di server: kutip backup NAMA.gz
backup_made = Cadangan disimpan di { $path }.
backup_restored = Basis data dipulihkan dari { $path }.
backup_kept = Yang lama disimpan di { $path }.
backup_offer = Cadangan terbaru: { $name }, dari { $time }, { $megabytes } MB. Yang tersimpan sesudah itu tidak ada di dalamnya; basis data yang sekarang tetap disimpan di sebelahnya.
backup_confirm = Pulihkan? (y/t)
backup_not_restored = Tidak ada yang dipulihkan. Untuk cadangan ini: kutip restore { $path }
backup_none = Di { $path } tidak ada cadangan yang bisa dipulihkan oleh Kutip ini. Kalau ada di tempat lain: kutip restore NAMA.gz
backup_running = Cadangan sedang dibuat. Tunggu sebentar.
backup_unreadable = Berkas tidak ada: { $path }
backup_foreign = { $path } bukan cadangan Kutip.
backup_broken = { $path } rusak atau terpotong.
backup_newer = { $path } dibuat oleh Kutip yang lebih baru. Perbarui Kutip dulu.
backup_in_use = Bot sedang berjalan dengan folder { $path }. Hentikan dulu.
folder_in_use = Proses lain sudah memakai { $path }. Setiap proses punya foldernya sendiri: KUTIP_DATA.
backup_there = { $path } sudah ada. Pilih nama lain.
backup_no_folder = Foldernya tidak ada: { $path }
backup_ending = Saya tidak menulis { $ending }. Pakai nama yang berakhir .gz atau .db: { $path }
backup_server = Datanya ada di PostgreSQL, yang punya alat sendiri. Mencadangkan: pg_dump -Fc -f kutip.dump "$KUTIP_DATABASE". Memulihkan: docs/cluster.md.
backup_too_large = Cadangannya { $megabytes } MB, lebih dari 50 MB yang boleh dikirim bot. Di server: kutip backup NAMA.gz
backup_no_space = Cadangan perlu { $needed } MB ruang kosong di { $path }; yang ada { $free } MB. Kosongkan sebagian, atau pilih folder lain dengan KUTIP_BACKUPS.
backup_disk_full = Disk penuh; { $path } tidak bisa ditulis.
backup_forbidden = Tidak ada izin: { $path }
backup_disk = { $path } tidak bisa dibaca atau ditulis.
did_backup = mengambil cadangan

## Notices

article_damaged = Artikel yang rusak di basis data: { $numbers }. Saya tidak mengutipnya lagi. /reload mengambilnya dari folder atau umpan; halaman dan dokumen perlu ditambahkan lagi. Periksa juga disk server.
article_repaired = Artikel yang tadinya rusak di basis data dan sudah dibaca ulang dari asalnya: { $numbers }. Periksa disk server.
indexes_rebuilt = Indeks basis data rusak dan sudah dibuat ulang; tidak ada yang hilang. Jalankan kutip check, dan periksa disk server: { $path }
storage_gone = Basis data hilang selagi saya berjalan: { $path }. Foldernya dihapus, dipindahkan, atau terlepas. Kembalikan, lalu jalankan saya lagi; sampai itu tidak ada yang tersimpan.
storage_missing = Belum ada basis data: { $path }
database_lost = Basis data di { $path } kosong atau hilang, padahal indeks artikelnya masih ada: topik, peran, dan pilihan pembaca hilang. Saya mulai dari awal. Kalau ada cadangan: hentikan bot, lalu kutip restore NAMA.gz
telegram_webhook = Pesan untuk bot ini dikirim ke sebuah webhook, bukan ke sini. Kalau webhook itu tidak dipakai lagi: kutip run --delete-webhook
owner_missing = belum ada, jadi tidak ada yang bisa mengatur bot. Buka { $link }, lalu tulis nomor yang disebut di sana di .env: KUTIP_OWNERS=…
folder_shrunk = Hampir semua isi folder { $path } hilang: { $removed } dari { NUMBER($stored) } artikel. Saya tidak menghapus apa-apa. Kalau memang begitu maksudnya: /reload folder, atau di server kutip reload --remove. Kalau tidak, periksa apakah foldernya terpasang.
reload_confirm = { $removed } dari { NUMBER($stored) } artikel tidak ada lagi di folder { $path }. Belum ada yang dihapus. Hapus dari bot juga?
reload_confirm_button = 🗑 Hapus { $removed }

## Problems: the database and the folder of articles

folder_missing = Folder artikel tidak ada: { $path }
storage_unwritable = Basis data tidak bisa ditulis: { $path }. Periksa izin foldernya.
storage_damaged = Basis data rusak: { $path }. Pulihkan cadangan dengan kutip restore, atau pindahkan berkasnya, lalu jalankan lagi.
storage_newer = Basis data dibuat oleh versi Kutip yang lebih baru: { $path } (skema { $schema }, yang ini mengenal { $newest }). Tidak ada yang saya ubah. Perbarui Kutip, atau kembalikan basis data sebelumnya dengan kutip restore.
storage_full = Penyimpanan penuh: { $path }. Kosongkan sebagian, lalu coba lagi.
storage_busy = Basis data sedang dipakai program lain: { $path }. Coba lagi sebentar lagi.
storage_failed = Basis data tidak bisa dibaca atau ditulis: { $path }
migration_running = Bot dari versi Kutip yang lebih lama sedang berjalan dengan { $path }. Jalankan dulu bot itu dengan versi ini: basis datanya akan diperbarui.
migration_space = Sebelum basis data diperbarui saya membuat cadangan, dan tempatnya tidak cukup di { $path }: perlu { $needed } MB, kosong { $free } MB. Kosongkan sebagian, atau pilih folder lain dengan KUTIP_BACKUPS. Tidak ada yang berubah.
migration_backup = Sebelum basis data diperbarui saya membuat cadangan, dan cadangan itu tidak bisa ditulis ke { $path }. Periksa disk dan izin foldernya, atau pilih folder lain dengan KUTIP_BACKUPS. Tidak ada yang berubah.
migration_failed = Basis data tidak bisa diperbarui dari skema { $schema } ke { $newest } ({ $reason }) dan masih seperti semula: { $path }. Pakai dulu Kutip yang lama; kutip --verbose status menunjukkan apa yang salah. Cadangannya ada di { $backup }.
migration_failed_on_server = Basis data tidak bisa diperbarui dari skema { $schema } ke { $newest } ({ $reason }) dan masih seperti semula: { $path }. Pakai dulu Kutip yang lama; kutip --verbose status menunjukkan apa yang salah.
storage_unreadable = Disk tidak bisa dibaca atau ditulis: { $path }. Periksa disknya, lalu jalankan kutip check.
files_exhausted = Terlalu banyak berkas terbuka; sistem tidak memberi saya lagi. Naikkan batasnya (LimitNOFILE di systemd, ulimit -n di terminal), lalu jalankan saya lagi.
memory_exhausted = Memori habis. Tutup program lain atau beri saya lebih banyak; sampai itu perubahan bisa gagal, dan yang sudah tersimpan tetap ada.
worker_killed = Proses yang membaca artikel dihentikan sistem, biasanya karena memori habis. Artikel yang lama masih ada. Tambah memorinya, lalu /reload.

## Problems: files that cannot be loaded

load_empty = kosong
load_undecodable = bukan teks UTF-8, UTF-16, atau Windows-1252
load_too_large = lebih besar dari { $megabytes } MB
load_unknown_format = { $suffix } tidak bisa dibaca. Yang bisa: { $formats }
load_no_suffix = namanya tidak berakhir dengan format: { $formats }
load_no_text = tidak ada teksnya
load_no_article = tidak ada artikel di halaman ini
load_script_wall = halaman ini meminta JavaScript atau menolak pemblokir iklan
load_browser_check = situs ini memeriksa pengunjungnya dan tidak menampilkan artikel
load_login_wall = halaman ini meminta masuk atau berlangganan
load_site_error = situsnya sedang mengalami gangguan
load_consent_wall = halaman ini hanya menanyakan cookie
load_missing_page = kata situsnya, halaman ini tidak ditemukan
load_link_list = daftar tautan, bukan artikel
load_bad_json = bukan objek JSON
load_bad_csv = ada tanda kutip yang tidak ditutup
load_extra_values = nilainya lebih banyak daripada kolomnya; beri kutip pada teks berkoma
load_no_text_column = tidak ada kolom text
load_bad_document = dokumennya rusak
load_bad_archive = arsipnya rusak atau terpotong
load_repeated_id = id { $id } sudah dipakai di berkas ini

## Problems: settings that cannot be used

settings_wrong = { NUMBER($count) } pengaturan perlu diperbaiki
settings_token = bukan token. Bentuknya 123456:ABC…, dari @BotFather.
settings_url = bukan alamat server Bot API. Contoh: https://api.telegram.org/bot
settings_path = folder tidak dikenal: { $value }
settings_owners = bukan nomor pengguna: { $value }. Tulis angka, pisahkan dengan koma.
settings_choice = { $value } bukan salah satu dari: { $choices }.
settings_number = { $value } bukan bilangan bulat dari { $least } sampai { $most }.
settings_zone = { $value } bukan zona waktu. Contoh: Asia/Jakarta.
reader_file_damaged = Berkas milik Kutip rusak atau hilang ({ $cause }). Pasang Kutip sekali lagi.
cross_encoder_packages = KUTIP_READER memerlukan paket lain: .venv/bin/pip install '.[reader]'.
cross_encoder_missing = KUTIP_READER: { $file } tidak ada.
cross_encoder_damaged = KUTIP_READER: model di { $folder } tidak bisa dibaca.
settings_proxy = bukan alamat proksi. Contoh: socks5h://nama:sandi@proksi.example:1080
settings_hosts = { $value } bukan host. Tulis host atau host:port, dipisahkan koma.
settings_listen = { $value } bukan alamat mesin ini. Contoh: 127.0.0.1, atau 0.0.0.0 untuk semuanya.
settings_database = bukan alamat PostgreSQL. Contoh: postgresql://kutip:SANDI@db.example/kutip
settings_database_option = { $value } di alamat PostgreSQL tidak dikenal. Contoh: ?sslmode=require
settings_addresses = bukan alamat OpenSearch. Contoh: https://s1.example:9200, pisahkan koma.
settings_index = { $value } bukan nama indeks: huruf kecil, angka, - dan _, diawali huruf.
settings_webhook = { $value } bukan alamat webhook. Contoh: https://bot.example/telegram
settings_secret = bukan rahasia: huruf, angka, - dan _, paling banyak 256.
settings_webhook_missing = perlu diisi, karena KUTIP_MODE=webhook.
settings_package = memerlukan paket { $package }: .venv/bin/pip install '.[cluster]'.
settings_file = tidak bisa dibaca. Simpan sebagai teks UTF-8.
settings_line = baris { $line } tidak dimengerti. Bentuknya NAMA=nilai.
settings_misspelt = tidak dikenal. Mungkin maksudnya { $suggestion }?
settings_unknown = tidak dikenal. Daftarnya: kutip settings.

## Waiting

flood = Banyak sekali sekaligus. Saya jawab yang terbaru saja, ya.
backlog = Tadi saya tidak aktif. Saya jawab pesan terakhir saja; kirim lagi yang lain kalau masih perlu.
limit_person = Banyak sekali pertanyaannya dalam semenit ini. Beri saya waktu sebentar, lalu tanya lagi, ya.
limit_group = Grup ini banyak sekali bertanya dalam semenit ini. Beri saya waktu sebentar, lalu tanya lagi, ya.
limit_uploads = Banyak sekali berkas dan halaman dalam satu jam ini. Kirim sisanya nanti, atau pakai kutip import di server.

## Cluster

engine_unavailable = Pencarian sedang tidak terjangkau. Coba lagi sebentar, ya.
storage_unavailable = Basis data sedang tidak terjangkau. Coba lagi sebentar, ya.
index_late = Perubahan artikel sudah tersimpan, tetapi mesin pencari sedang tidak terjangkau. Artikelnya bisa ditemukan begitu mesin itu kembali.
status_leading = Proses: { $count } berjalan · yang menjawab ini memimpin (umpan, folder, kabar)
status_following = Proses: { $count } berjalan · yang menjawab ini mengikuti
webhook_listen = { $host }:{ $port } tidak bisa dipakai untuk webhook ({ $reason }). Ubah KUTIP_WEBHOOK_LISTEN atau KUTIP_WEBHOOK_PORT.
webhook_tls = KUTIP_WEBHOOK_CERTIFICATE dan KUTIP_WEBHOOK_KEY tidak bisa dipakai ({ $reason }). Isinya harus sertifikat PEM dan kuncinya.
move_address = --to bukan alamat PostgreSQL. Contoh: postgresql://kutip:SANDI@db.example/kutip
move_files = Asal dan tujuannya sama-sama berkas. Untuk menyalin berkas: kutip backup NAMA.db
move_target_foreign = Basis data tujuan berisi tabel yang bukan dari Kutip: { $tables }. Beri yang kosong, misalnya dengan createdb kutip.
move_target_used = Basis data tujuan sudah berisi: { NUMBER($count) } baris di tabel { $table }. Tidak ada yang diubah. Beri yang kosong; kalau isinya tidak dipakai lagi, dropdb dan createdb mengosongkannya.
move_target_there = { $path } sudah ada. Pilih nama lain.
move_in_use = Kutip masih tersambung ke PostgreSQL ({ NUMBER($count) } sambungan). Hentikan semua bot dulu.
move_differs = Isi tabel { $table } tidak sama setelah disalin. Penyalinan dibatalkan; tujuannya kosong.

## Pemantauan

monitoring_listen = { $host }:{ $port } tidak bisa dipakai untuk pemantauan ({ $reason }). Ubah KUTIP_MONITORING_LISTEN atau KUTIP_MONITORING_PORT.
service_opening = mulai: membuka basis data dan indeks
service_starting = mulai: membaca artikel
service_answering = menjawab sebagai @{ $name }
service_unready = belum siap: { $parts }
service_dead = sebuah tugas latar mati ({ $jobs }); bot akan dimulai ulang oleh pengelola layanan
service_stopping = berhenti
part_storage = basis data tidak bisa dibaca
part_index = belum ada yang bisa dicari
part_telegram = Telegram tidak menjawab
part_jobs = sebuah tugas latar mati

## Conversation

abilities = Saya menjawab pertanyaan tentang berita dengan kutipan dari artikelnya, dan mengabari Anda kalau ada berita baru. Tulis saja pertanyaannya, atau lihat /help.
acknowledgement = Baik. Kalau ada lagi yang mau ditanyakan, tulis saja.
advice = Saya tidak bisa memberi saran; saya hanya mengutip berita. Coba tanyakan faktanya.
apology = Tidak apa-apa. Mau tanya apa?
chat = Saya kurang pandai mengobrol, tapi bisa mencarikan berita. Mau tahu tentang apa?
complaint = Maaf. Maksudnya tentang apa? Tulis dengan kata lain, saya cari lagi.
emoji = Ada yang mau ditanyakan? Tulis saja dengan beberapa kata.
farewell = Sampai jumpa! Tulis lagi kapan saja.
forecast = Saya tidak bisa menebak yang belum terjadi; saya hanya tahu yang sudah diberitakan.
greeting = Halo! Mau tanya apa tentang berita?
identity = Saya Kutip, bot yang menjawab pertanyaan dengan kutipan dari artikel berita. Caranya ada di /help.
insult = Maaf kalau saya mengecewakan. Mau saya carikan apa?
list_ended = Daftarnya sampai di sini. Artikel lainnya ada di /latest.
quotes_ended = Tidak ada kutipan lain lagi.
invitation = Silakan! Tentang apa?
languages = Bahasa Indonesia dan Inggris. Tulis saja, atau pilih dengan /language; di sana juga ada Melayu.
laughter = Hehe. Ada lagi yang mau ditanyakan?
machine = Saya program komputer, bukan orang atau ChatGPT. Saya tidak mengarang: saya hanya mengutip artikel berita.
no_such_number = Nomor itu tidak ada di jawaban terakhir.
nothing_before = Belum ada jawaban sebelumnya. Mau tanya apa?
press_to_save = Tekan ✓ di bawah pratinjau tadi, lalu saya simpan.
opinion = Saya tidak punya pendapat; saya hanya mengutip berita. Coba tanyakan faktanya.
page_add = ➕ Tambahkan
page_fetching = Halamannya saya ambil dulu…
page_there = Ada di koleksi: { $title }
page_unknown = Belum ada di koleksi: { $address }
pages_left = { NUMBER($count) } tautan lain tidak saya periksa.
passage_known = Artikel ini ada di koleksi: { $title }
passage_nearest = Yang paling dekat:
passage_related = Yang berkaitan:
passage_unknown = Artikel ini belum ada di koleksi.
praise = Senang bisa membantu!
presence = Ya, saya di sini. Mau tanya apa?
salam = Waalaikumsalam! Mau tanya apa tentang berita?
sources = Semua yang saya kutip dari artikel berita; sumber dan tautannya ada di bawah tiap kutipan. Artikel terbaru ada di /latest.
task = Itu di luar kemampuan saya; saya hanya mencari dan mengutip berita.
telegram_only = Kabar hanya bisa saya kirim lewat Telegram; di sini saya cuma menjawab.
translation = Saya tidak bisa menerjemahkan; saya hanya mengutip berita apa adanya.
unclear = Saya belum mengerti. Coba tulis pertanyaannya dengan beberapa kata.
weather = Saya tidak punya prakiraan cuaca; coba bmkg.go.id. Yang bisa saya cari: berita tentang cuaca.
wellbeing = Baik, terima kasih. Mau tanya apa tentang berita?
which_number = Yang nomor berapa? Tulis angkanya, atau lihat semua di /latest.
wish = Amin, terima kasih.
other_language = bahasa Inggris
other_language_only = Yang saya temukan berbahasa Inggris.
answered_instead = Dari { $conditions } tidak ada yang menjawab itu. Yang terbaru:
days_future = Berita { $words } belum ada: itu belum terjadi.
days_no_such_day = Tidak ada tanggal { $words }.
days_reversed = Tanggalnya terbalik: { $words }. Tulis yang lebih awal dulu.
news_instead = Tidak ada berita untuk { $conditions }. Terbaru yang saya punya: { $day }
news_instead_undated = Tidak ada berita untuk { $conditions }. Terbaru yang saya punya:
news_of = Berita: { $conditions }
news_old = Tidak ada berita baru untuk { $conditions }. Terbaru yang saya punya: { $day }
news_section_empty = Belum ada artikel di rubrik { $section }.
news_title = Berita terbaru
refused_of = Artikel dari { $conditions } tidak menjawab itu.
take_back = ✕ { $label }
proposal_ask = Belum disimpan. Tekan ✓ kalau sudah pas, atau pilih topik dan jadwal lain.
proposal_done = Siap, saya kabari.
proposal_in_title = Hanya di judul
proposal_yes = ✓ Ya, kabari
refused = Artikel yang saya punya tidak menjawab itu. Lihat apa saja yang ada di /latest.
refused_about = Ada artikel tentang { $about }, tapi tidak menjawab itu. Yang paling dekat:
refused_beside = Ada artikel tentang { $about }, tapi belum ada yang menyebut { $missing }. Yang paling dekat:
refused_closest = Belum tentu ini yang dicari, tapi yang paling dekat:
refused_missing = Belum ada artikel tentang { $missing }.
subject_missing = Tentang apa? Tulis pertanyaannya dengan nama atau topiknya, ya.
subject_which = Tentang apa?
thanks = Sama-sama! Silakan tanya lagi kapan saja.

## Answers: their buttons

more_quotes = ➕ Kutipan lain
quotes_back = ⬅ Kembali
quotes_title = Kutipan lain
answer_gone = Jawaban ini sudah tidak tersimpan. Tulis pertanyaannya sekali lagi, ya.
asker_only = Tombol ini hanya untuk yang bertanya. Balas saja pesan ini, misalnya: ada lagi?
read_numbered = 📖 { $number }
source_page = 🔗 Halaman asal
source_numbered = 🔗 { $number }
links_title = Halaman asalnya, tepat di kutipannya:
quote_moved = Artikel ini sudah diubah: kutipannya tidak ada lagi di dalamnya.
article_gone = Artikel ini sudah tidak ada.

## Quotations

quotations_of = Kutipan { $name }
quotations_about = Kutipan { $name } tentang { $topic }
quotations_others = juga di { NUMBER($count) } tempat lain
quotations_none = Belum ada kutipan langsung dari { $name } di sana.
quotations_none_about = Belum ada kutipan langsung dari { $name } tentang { $topic }.
quotations_which = { $name } yang mana?
quotations_unknown = Belum ada kutipan langsung dari { $name }.
quotations_nearest = Belum ada kutipan langsung dari { $name }. Maksudnya:
quotations_how = Tulis namanya, dan topiknya kalau perlu: /quotes { $example }
quotations_reading = Sebagian artikel masih saya baca; coba lagi sebentar.
quotations_read_as = Saya cari: { $name }
spoken_words = Kata-kata { $name } sendiri:
spoken_missing = Kutipan langsung dari { $name } tentang itu tidak saya temukan. Yang tertulis:
spoken_elsewhere = Yang tertulis tentang itu; kata-kata { $name } sendiri ada di /quotes { $name }:

## Attachments

unread_photo = Saya belum bisa melihat foto. Tulis pertanyaannya, ya.
unread_video = Saya belum bisa menonton video. Tulis pertanyaannya, ya.
unread_gif = Saya belum bisa melihat GIF. Tulis pertanyaannya, ya.
unread_sticker = Saya belum bisa melihat stiker. Tulis pertanyaannya, ya.
unread_voice = Saya belum bisa mendengar pesan suara. Tulis pertanyaannya, ya.
unread_audio = Saya belum bisa mendengar audio. Tulis pertanyaannya, ya.
unread_document = Saya tidak membaca berkas kiriman. Tulis pertanyaannya, ya.
unread_location = Saya tidak membaca lokasi. Tulis nama tempatnya dan apa yang mau diketahui, ya.
unread_contact = Saya tidak membaca atau menyimpan kontak. Tulis pertanyaannya, ya.
unread_poll = Saya tidak bisa ikut jajak pendapat. Tulis pertanyaannya, ya.
unread_dice = Seru! Tapi saya hanya bisa membaca teks. Mau tanya berita apa?

## Chats that are not the bot's own

ask_in_private = Tanya di obrolan pribadi
only_in_private = Itu bisa diatur di obrolan pribadi dengan saya.
guest_how =
    Tulis pertanyaannya setelah nama saya, misalnya:
    @{ $username } { $example }
stats_said_inline = Kutipan terkirim di obrolan lain: { $count }

## Timeline

command_timeline = Urutan kejadian: /timeline ebola
timeline_title = Urutan kejadian: { $subject }
timeline_range = { $first }–{ $last } dari { NUMBER($total) } hari
timeline_older = « Lebih lama
timeline_newer = Lebih baru »
timeline_button = 🗓 Urutan kejadian
timeline_none = Belum ada artikel tentang “{ $subject }”, jadi belum ada urutan kejadiannya.
timeline_one_day = Artikel tentang ini hanya dari satu hari, jadi belum ada urutannya.
timeline_how =
    Tulis topiknya sesudah /timeline, misalnya: /timeline ebola
    Saya susun satu kalimat per hari, dari yang lama ke yang baru.

## Feedback

feedback_thanks = Terima kasih! Dicatat tanpa nama Anda.
feedback_noted = Dicatat tanpa nama Anda. Redaksi melihat bahwa jawaban ini belum membantu.
feedback_taken_back = Penilaian Anda dihapus.
feedback_only_asker = Hanya yang bertanya yang bisa menilai jawaban ini.
gaps_unhelpful = { $question } · 👎 { $count }
feedback_exported = { NUMBER($count) } pertanyaan yang dinilai ditulis ke { $path }
feedback_left_out = { NUMBER($count) } tidak ikut: artikelnya sudah tidak ada.
feedback_none = Belum ada jawaban yang dinilai. Pembaca menilai jawaban dengan 👍 dan 👎.

## Operating

faults_title = ⚠️ Ada yang perlu diperiksa:
faults_over_title = ✅ Sudah beres:
faults_now_title = Perlu diperiksa:
faults_label = Perlu diperiksa
faults_more = … dan { $count } lagi: /status
fault_feed = Umpan { $name } gagal dibaca selama { $span }: { $reason }. Beritanya tidak masuk. Lihat /feeds: betulkan alamatnya, jeda, atau hapus.
fault_feed_gone = Umpan { $name } ditutup oleh situsnya. Hapus di /feeds, atau pantau yang lain dengan /feed.
fault_disk = Ruang disk tinggal { $free } MB, kurang dari { $least } MB (KUTIP_FREE_MB). Hapus yang tidak perlu atau perbesar: kalau penuh, tidak ada yang baru yang tersimpan.
fault_telegram = Telegram tidak terjangkau selama { $span }. Sementara itu tidak ada yang dijawab, tetapi tidak ada yang hilang. Periksa jaringan mesin ini: kutip check.
fault_outbox = Pesan tersendat: { $count } menunggu dikirim, yang tertua sejak { $span }. Mungkin Telegram memperlambat bot; alasannya ada di log.
fault_backup = Tidak ada cadangan yang dibuat selama { $span }. Alasannya ada di log (kutip backup membuatnya dengan tangan).
fault_backup_failing = Cadangan basis data tidak bisa ditulis ke { $path }. Periksa disk dan izin foldernya; di server, kutip backup menunjukkan apa yang salah. Saya coba lagi setiap jam.
fault_backup_full = Tidak ada tempat di disk untuk cadangan basis data: { $path }. Kosongkan sebagian, atau pilih folder lain dengan KUTIP_BACKUPS. Saya coba lagi setiap jam.
fault_folder = Folder artikel hilang: { $path }. Artikelnya tetap seperti terakhir dibaca. Pasang lagi foldernya, atau betulkan KUTIP_ARTICLES.
fault_clock_ahead = Jam mesin ini { $difference } lebih cepat dari jam Telegram. Betulkan (timedatectl): kabar dan rangkuman mengikutinya.
fault_clock_behind = Jam mesin ini { $difference } lebih lambat dari jam Telegram. Betulkan (timedatectl): kabar dan rangkuman mengikutinya.
over_feed = Umpan { $name } bisa dibaca lagi, setelah { $span }.
over_disk = Ruang disk cukup lagi.
over_telegram = Telegram tidak terjangkau selama { $span }. Yang ditulis selama itu dijawab sekarang.
over_outbox = Pesan yang tersendat sudah terkirim.
over_backup = Cadangan dibuat lagi.
over_folder = Folder artikel ada lagi, setelah { $span }.
over_clock = Jam mesin ini sudah benar.
state_running = Bot: berjalan selama { $span } · { $mode }
state_starting = Bot: sedang mulai
state_stopping = Bot: sedang berhenti
state_hung = Bot: ada, tetapi tanpa tanda hidup selama { $span }. Jalankan ulang; yang terakhir dilakukannya ada di log.
state_stopped = Bot: tidak berjalan, terakhir terlihat { $ago }
state_never = Bot: tidak berjalan
state_leading = memimpin
state_following = mengikuti
state_telegram = Telegram: menjawab { $ago }
state_telegram_none = Telegram: belum terjangkau
state_index = Indeks: ditulis { $ago }
state_failing = { $name }: { $reason }
state_last_read = terakhir terbaca { $ago }
state_never_read = belum pernah terbaca
state_oldest = Pesan tertua yang menunggu: { $span }
state_topics = Topik: { $count }
state_backups = Cadangan: { $count } · terbaru { $ago }
state_schema = Basis data: skema { $schema }, program ini { $newest }. kutip run berikutnya memindahkannya.

## Terminal: the chat

telegram_how = Belum ada token bot, jadi kita mengobrol di terminal. Untuk Telegram: minta token ke @BotFather, tulis KUTIP_TOKEN=… di berkas .env, lalu jalankan lagi.
page_here = Kutip terbuka di { $url }
page_how = Hanya untuk komputer ini. Berhenti dengan Ctrl-C; yang terjadi di sana tidak disimpan. Untuk Telegram: minta token ke @BotFather, tulis KUTIP_TOKEN=… di berkas .env, lalu jalankan lagi.
page_port_in_use = Porta { $port } sedang dipakai. Tulis yang lain, atau tidak usah.
welcome = Halo, saya Kutip, dengan { NUMBER($count) } artikel. Tulis pertanyaan, atau /help.
samples = Misalnya:
terminal_help_body = Tulis saja pertanyaannya dengan kalimat biasa, misalnya: { $example }
command_quit = Selesai (juga dengan Ctrl-D)
terminal_latest_how = Tulis nomornya untuk membaca, misalnya 1.
terminal_more_how = Masih ada kutipan lain: tulis “ada lagi?”.
terminal_article_how = Tulis nomor atau alamat artikelnya: /article 3. Daftarnya ada di /latest.
language_how = Tulis /language id, /language en, atau /language ms.
terminal_unknown_command = Saya tidak kenal { $command }. Semua yang saya bisa ada di /help.

## Terminal: labels and results of `check`

label_settings = Pengaturan
settings_read = dibaca dari { $path }
settings_without_file = tanpa berkas .env di { $path }
label_storage = Penyimpanan
storage_usable = bisa dibaca dan ditulis: { $path }
storage_new = akan dibuat di { $path }
storage_migrates = utuh, dengan skema { $schema }. Saat dijalankan berikutnya diperbarui ke { $newest }, sesudah dicadangkan di { $folder }, yang perlu { $needed } MB; kosong { $free } MB.
storage_how = Folder data diatur dengan KUTIP_DATA.
label_reader = Pembaca
reader_usable = model bisa dipakai: { $path }
label_articles = Artikel
articles_readable = { $count } terbaca di { $path }
articles_none = tidak ada di { $path }. Taruh artikel di sana, atau atur KUTIP_ARTICLES.
articles_unreadable = { $count } tidak terbaca. Alasannya: kutip reload
label_backups = Cadangan
backups_there = yang terbaru dibuat { $ago }, { $count } buah di { $path }; kosong { $free } MB
backups_none = belum ada di { $path }, kosong { $free } MB. Bot membuatnya setiap { $hours } jam selama berjalan; kutip backup membuatnya sekarang.
backups_off = tidak ada di { $path }, dan dengan KUTIP_BACKUP_HOURS=0 tidak dibuat. Dengan tangan: kutip backup
label_versions = Versi
versions = Kutip { $version }, skema { $schema }, Python { $python }
label_bot = Token
bot_missing = belum ada. Minta ke @BotFather, lalu tulis KUTIP_TOKEN=… di .env.
bot_accepted = diterima Telegram: @{ $username }
label_proxy = Proksi
proxy_usable = { $host } dihubungi lewat { $proxy } ({ $setting }); halaman dan umpan juga diambil lewat situ
proxy_bypassed = halaman dan umpan diambil lewat { $proxy } ({ $setting }); { $host } dihubungi tanpa proksi
proxy_unreachable = { $proxy } ({ $setting }) tak terjangkau. Periksa alamat dan jaringannya.
proxy_silent = { $proxy } ({ $setting }) tidak menjawab.
proxy_strange = { $proxy } ({ $setting }) tidak menjawab seperti proksi jenis itu. Periksa http, https, atau socks5 di alamatnya.
proxy_password = { $proxy } ({ $setting }) menolak nama dan kata sandi di alamatnya.
proxy_refused = { $proxy } ({ $setting }) menolak menghubungi { $host }.
proxy_lost = { $proxy } ({ $setting }) menjawab, tetapi tidak menjangkau { $host }.
telegram_unreachable = Telegram tak terjangkau di { $host }. Periksa jaringan atau KUTIP_API_URL.
telegram_strange = { $host } tidak menjawab seperti Telegram ({ $status }). Periksa KUTIP_API_URL.
label_updates = Pesan masuk
updates_here = diambil bot yang sedang berjalan di sini
updates_free = tidak ada program lain yang mengambilnya
updates_webhook = dikirim ke webhook di { $host }, bukan ke sini. Kalau tidak dipakai lagi: kutip run --delete-webhook
label_owners = Pemilik

## Terminal: articles to try it on

samples_written = Artikel untuk mencoba Kutip kini ada di { $path }. Tanyakan sesuatu: kutip run
samples_there = Semua artikel untuk mencoba Kutip sudah ada di { $path }.

## Terminal: after a reload or an import

bot_follows = Bot yang sedang berjalan memakainya dalam beberapa detik.

## Terminal: what went wrong

terminal_reload_failed = Pemuatan ulang gagal dan tidak ada yang berubah.
terminal_reload_incomplete = Pemuatan terhenti setelah { NUMBER($count) } artikel; muat sekali lagi untuk sisanya.
failed = Ada yang salah di dalam Kutip.
more_with_verbose = Rinciannya dengan kutip --verbose.
why_with_check = Sebabnya ditunjukkan kutip check.

## The command line's help: the frame of the help

usage = Cara pakai:
usage_hint = Lihat { $command } --help.
options = Opsi
commands = Perintah
options_metavar = [OPSI]
command_metavar = PERINTAH [ARGUMEN]...
required = [wajib]

## The command line's help: the program and its commands

help_kutip =
    Bertanya kepada berita, dijawab dengan kutipan.

    Pengaturan dibaca dari lingkungan dan dari .env; daftarnya: kutip settings.
help_ask = Menjawab satu PERTANYAAN.
help_backup = Menyalin basis data ke BERKAS, dipadatkan kalau namanya berakhir .gz; bot boleh tetap berjalan. Tanpa BERKAS: ke folder cadangan.
help_chat = Mengobrol di terminal; lewat pipa, menjawab baris demi baris.
help_check = Memeriksa pengaturan, penyimpanan, artikel, dan token, lalu memberi saran.
help_eval = Mengukur urutan, kutipan, dan penolakan dengan pertanyaan yang jawabannya diketahui.
help_export =
    Menulis semua artikel ke BERKAS sebagai baris JSON, dipadatkan kalau namanya berakhir .gz atau .xz.

    Tanda - berarti keluaran standar.
help_export_feedback =
    Menulis pertanyaan yang jawabannya dinilai pembaca dengan 👍 atau 👎 ke BERKAS, seperti yang dibaca kutip eval.

    Tanda - berarti keluaran standar.
help_import =
    Menambahkan artikel dari BERKAS ke artikel yang sudah ada.

    txt, md, html, pdf, docx, csv, jsonl (dua yang terakhir juga gz atau xz), dan zip.
help_move = Menyalin semua isi ke basis data PostgreSQL yang kosong, atau kembali ke berkas.
help_playground = Membuka halaman di peramban yang mirip Telegram, untuk mencoba bot tanpa token.
help_reload = Menyamakan isi penyimpanan dengan folder artikel.
help_restore = Mengganti basis data dengan cadangan di BERKAS, tanpa BERKAS dengan yang terbaru di folder cadangan; yang lama disimpan. Bot harus berhenti.
help_run = Menjalankan bot Telegram; tanpa token, halaman untuk mencobanya, atau obrolan di sini.
help_samples = Menaruh artikel bawaan Kutip di folder artikel, untuk mencobanya.
help_settings = Mencetak semua pengaturan dengan arti dan nilai bawaannya, sebagai berkas awal: kutip settings > .env
help_status = Menunjukkan apakah bot berjalan, berapa yang dimuat, dan apa yang perlu diperiksa.

## The command line's help: options by their parameters' names

option_help = Menampilkan bantuan ini.
option_version = Menampilkan versi.
option_verbose = Menampilkan log, termasuk jejak galat.
option_as_json = Mencetak satu objek JSON.
option_articles = Folder atau berkas.
option_queries = JSONL: id, text, answers, date.
option_qrels = Dipisah tab: pertanyaan, artikel, relevansi.
option_typos = Setiap pertanyaan diberi satu salah ketik, menurut angka ini.
option_limit_first = Panjang kutipan pertama, dalam karakter, kalau tidak ada yang ditolak.
option_reader = Folder model pembaca, seperti KUTIP_READER.
option_run_file = Menulis urutan sebagai TREC run.
option_answers_file = Menulis semua jawaban sebagai baris JSON.
option_of_language = Hanya pertanyaan dalam bahasa ini: id atau en.
option_overwrite = Menggantikan berkas yang sudah ada.
option_remove = Menghapus artikel walaupun sebagian besar isi folder hilang.
option_delete_webhook = Menghapus webhook yang menghalangi.
option_no_browser = Tidak membuka peramban, hanya mencetak alamatnya.
option_port = Porta halaman; kalau tidak ditulis, yang kosong.
option_to = postgresql://NAMA:SANDI@HOST/BASISDATA, atau berkas baru.
option_yes = Memulihkan cadangan terbaru tanpa bertanya.

## The command line's help: arguments by their parameters' names, and the values of options

argument_question = PERTANYAAN...
argument_file = BERKAS
argument_files = BERKAS...
value_file = BERKAS
value_number = ANGKA
value_address = ALAMAT

## The command line's help: what is wrong

usage_no_option = Opsi { $name } tidak ada.
usage_no_command = Perintah { $name } tidak ada.
usage_similar = { $text } Maksudnya { $similar }?
usage_missing = { $name } belum ditulis.
usage_needs_value = { $name } perlu diberi nilai.
usage_takes_no_value = { $name } tidak diberi nilai.
usage_number = { $name } diisi bilangan bulat.
usage_extra = Tidak dimengerti: { $words }
interrupted = Dihentikan.

## kutip check: the database

database_usable = PostgreSQL { $version } di { $host } bisa dibaca dan ditulis; tidak ada bot yang memimpin sekarang ({ NUMBER($count) } bot tersambung)
database_led = PostgreSQL { $version } di { $host } bisa dibaca dan ditulis; satu bot memimpin ({ NUMBER($count) } bot tersambung)
database_new = PostgreSQL { $version } di { $host } masih kosong. kutip run membuat tabelnya; isi yang lama dibawa dengan kutip move, sebelum itu.
database_migrates = PostgreSQL { $version } di { $host } punya skema { $schema }; kutip run memperbaruinya ke { $newest }.
database_unreachable = PostgreSQL tidak terjangkau di { $host } ({ $reason }). Periksa servernya, jaringan, dan KUTIP_DATABASE.
database_refused = PostgreSQL di { $host } menolak nama atau sandi di KUTIP_DATABASE.
database_absent = PostgreSQL di { $host } tidak punya basis data { $name }. Buat: createdb { $name }
database_foreign = basis datanya berisi tabel yang bukan dari Kutip: { $tables }. Beri Kutip yang kosong.
database_encoding = basis datanya memakai { $encoding }, bukan UTF8. Buat yang lain: createdb -E UTF8 -T template0 { $name }
database_read_only = PostgreSQL di { $host } hanya bisa dibaca: salinan (standby), atau penggunanya tidak boleh membuat tabel. KUTIP_DATABASE harus menunjuk server utama, dengan pemilik basis data.
database_clock = jam mesin ini dan jam PostgreSQL berselisih { $seconds } detik. Selaraskan dengan NTP.
database_old = PostgreSQL { $version } lebih lama dari { $least }, yang terlama yang sudah dicoba.

## kutip check: the search engine

label_engine = Pencarian
cluster_usable = OpenSearch { $release }, { NUMBER($nodes) } simpul, hijau
cluster_fewer = OpenSearch { $release }, hijau, tetapi hanya { NUMBER($nodes) } simpul dari { $named } di KUTIP_OPENSEARCH. Nyalakan yang mati.
cluster_yellow = OpenSearch { $release }, { NUMBER($nodes) } simpul, kuning: { NUMBER($count) } salinan shard belum punya simpul. Kalau tak ada simpul yang sedang mati, KUTIP_OPENSEARCH_REPLICAS terlalu besar.
cluster_red = OpenSearch { $release }, { NUMBER($nodes) } simpul, merah: { NUMBER($count) } shard tidak ada, jadi pencarian bisa gagal. Nyalakan simpul yang mati.
cluster_unreachable = OpenSearch tidak terjangkau di { $hosts } ({ $reason }). Periksa simpulnya, jaringan, dan KUTIP_OPENSEARCH.
cluster_refused = OpenSearch di { $hosts } menolak KUTIP_OPENSEARCH_USER atau KUTIP_OPENSEARCH_PASSWORD.
cluster_certificate = sertifikat OpenSearch di { $hosts } tidak diterima. KUTIP_OPENSEARCH_CA harus berisi sertifikat yang menandatanganinya.
cluster_strange = yang menjawab bukan OpenSearch ({ $reason }). Periksa KUTIP_OPENSEARCH.
cluster_old = { $name } tidak bisa dipakai; perlu OpenSearch { $least } atau yang lebih baru.
index_usable = indeks { $name } sesuai dengan basis data: { NUMBER($passages) } bagian, { NUMBER($shards) } shard, { NUMBER($replicas) } salinan
index_missing = indeks { $name } belum ada; kutip run membuatnya dari basis data.
index_rebuilt = indeks { $name } dari versi Kutip lain; kutip run membuatnya lagi.
index_behind = indeks { $name } belum sesuai dengan basis data. Bot yang berjalan menyusulkannya dalam beberapa detik; kalau tidak ada yang berjalan, kutip run.
index_other_shards = indeks { $name }: { NUMBER($passages) } bagian, { NUMBER($shards) } shard, { NUMBER($replicas) } salinan. KUTIP_OPENSEARCH_SHARDS={ $wanted } baru berlaku untuk indeks berikutnya.

## kutip check: the webhook

label_webhook = Webhook
webhook_free = { $where } bebas; kutip run mendengarkan di sana
webhook_here = { $where } dipakai bot yang sedang berjalan di sini
webhook_reached = { $host } sampai ke Kutip
webhook_no_bot = { $host } menjawab { $answer }: proksinya ada, tetapi tidak ada bot di belakangnya sekarang.
webhook_elsewhere = { $url } menjawab { $answer }, jadi bukan Kutip yang di sana. Proksi harus meneruskan alamat itu, dengan jalur yang sama, ke KUTIP_WEBHOOK_PORT.
webhook_certificate = sertifikat { $host } tidak berlaku. Telegram hanya mengirim kalau sertifikatnya sah, atau diberikan di KUTIP_WEBHOOK_CERTIFICATE.
webhook_unreachable = { $host } tidak terjangkau dari mesin ini. Telegram harus bisa, di port 443, 80, 88, atau 8443; kalau dari luar bisa, abaikan ini.
webhook_unset = Telegram belum tahu alamatnya; kutip run memberitahukannya
webhook_other = Telegram mengirim ke { $host }, bukan ke KUTIP_WEBHOOK_URL; kutip run mengubahnya
webhook_error = Telegram terakhir gagal mengirim { $when }: { $message }. { NUMBER($count) } pesan menunggu.
webhook_set = Telegram mengirim ke sini tanpa galat; { NUMBER($count) } pesan menunggu

## kutip check: pemantauan

label_monitoring = Pemantauan
monitoring_free = { $where } bebas; kutip run menyajikan /healthz, /readyz, dan /metrics di sana
monitoring_ready = menurut { $where }, bot siap
monitoring_unready = menurut { $where }, bot belum siap: { $parts }
monitoring_starting = menurut { $where }, bot sedang mulai atau berhenti
monitoring_silent = bot berjalan di sini, tetapi { $where } tidak menjawab. Mungkin bot dimulai dengan KUTIP_MONITORING_PORT lain.

## kutip move

move_begins = Menyalin { $source } ke { $target } …
move_progress = {"  "}{ $table }: { $rows } dari { $total }
move_table = {"  "}{ $table }: { $rows }
move_done = { NUMBER($rows) } baris dalam { NUMBER($tables) } tabel disalin dan dibandingkan: sama dengan asalnya.
move_damaged = { $table }: { NUMBER($count) } teks punya byte rusak, yang kini menjadi �.
move_with_nul = { $table }: { NUMBER($count) } teks memuat karakter NUL; tetap utuh.
move_left_out = { $table }: { NUMBER($count) } baris tidak terbaca dan tidak ikut. Yang berasal dari folder atau umpan dimuat lagi oleh kutip reload.
move_source_stays = { $source } tetap seperti semula.
move_next_postgresql = Berikutnya: tulis alamat di --to ke .env sebagai KUTIP_DATABASE=postgresql://…, periksa dengan kutip check, lalu kutip run.
move_next_file = Berikutnya: kosongkan KUTIP_DATABASE= di .env, atur KUTIP_DATA={ $folder } (berkasnya harus bernama kutip.db), periksa dengan kutip check, lalu kutip run.
