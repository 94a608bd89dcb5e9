### Semua ayat yang dibaca orang, dalam bahasa Melayu. Bahasa lain mempunyai kunci yang sama dalam
### urutan yang sama; docs/translating.md menerangkan cara menambah atau mengubahnya.
###
### { $count } dan sebagainya diganti dengan isinya. Bilangan ditulis dengan { NUMBER($count) }:
### dengan pemisah dan paling banyak satu perpuluhan. Bahasa Melayu mempunyai satu bentuk jamak
### sahaja. Teksnya biasa: tanpa Markdown, tanpa HTML.
### /perintah, KUTIP_TETAPAN, judul: dan sumber:, OR, serta contoh selepas /subscribe ditulis
### seperti orang menaipnya. Artikel dan soalan dalam bahasa Indonesia atau Inggeris.

# Nama bahasa ini menurut penuturnya
language_name = Bahasa Melayu

## Introduction

start_title = Helo, saya Kutip.
start_body = Tanyalah sesuatu tentang berita. Saya mencari artikel yang menjawabnya, lalu memetik kata-kata artikel itu sendiri, bersama tajuk, tarikh dan sumbernya. Jika tiada artikel yang menjawab, saya akan beritahu.
start_samples = Mahu cuba? Pilih satu, atau tulis soalan anda sendiri:
start_group = Untuk bertanya di sini: /ask dan soalan anda, atau sebut @{ $username }, atau balas salah satu mesej saya. Mesej lain saya biarkan.
help_title = Cara bertanya
help_body =
    Tulis sahaja soalan anda dengan ayat biasa, contohnya: { $example }
    Tersilap taip? Sunting mesej anda dan jawapan saya turut berubah.
help_alerts = Mahu dimaklumkan apabila ada berita? /subscribe dan topiknya, atau tekan 🔔 di bawah jawapan.
help_groups = Dalam kumpulan, saya menjawab /ask, mesej yang menyebut @{ $username } dan balasan kepada mesej saya. Mesej lain saya biarkan.
help_commands = Perintah
help_line = /{ $command } – { $description }

## Commands, as Telegram's menu describes them

command_start = Kenali saya, dengan contoh soalan
command_ask = Bertanya: /ask dan soalan anda
command_news = Berita terkini, atau /news ebola, /news 29 Mei
command_latest = Artikel terkini
command_article = Baca satu artikel: /article dan nombornya
command_quotes = Petikan seseorang: /quotes Anwar beras
command_subscribe = Makluman tentang satu topik: /subscribe banjir
command_topics = Topik dan jadualnya
command_unsubscribe = Padam satu topik
command_digest = Hantar apa yang terkumpul sekarang
command_quiet = Waktu senyap: /quiet 22:00-06:00
command_timezone = Zon waktu
command_language = Tukar bahasa
command_privacy = Apa yang disimpan tentang anda
command_forget = Padam apa yang disimpan tentang anda
command_help = Cara menggunakan Kutip
command_reload = Muat semula artikel
command_status = Keadaan bot

## Answers

ask_how =
    Tulis soalan anda selepas perintah, contohnya:
    /ask { $example }
    Atau balas mesej yang berisi soalan dengan /ask.
ask_example = Siapa yang menulis lagu Indonesia Raya?
searched_for = Dicari: { $question }
as_typed = Cari tepat seperti yang ditaip
empty = Saya tidak menangkap soalannya. Cuba tulis dengan beberapa perkataan.
no_articles = Belum ada artikel yang dimuatkan, jadi saya belum boleh menjawab. Cuba lagi nanti.
not_text = Saya hanya boleh membaca teks. Sila tulis soalan anda.
unknown_command = Saya tidak kenal perintah itu. Semua yang saya boleh buat ada di /help.

## Articles

read = 📖 Baca
read_titled = 📖 { $title }
latest_title = Artikel terkini
latest_range = { $first }–{ $last } daripada { $total }
latest_how = Tekan nombor untuk membaca.
newer = « Lebih baharu
older = Lebih lama »
article_how = Tulis nombor artikel, contohnya /article { $example }, atau alamatnya. Senarainya di /latest.
article_not_found = Artikel nombor { $id } tidak ada. Senarainya di /latest.
article_page = Halaman { $page } daripada { $pages }
previous_page = « { $page }
next_page = { $page } »

## Subscribing

follow = 🔔 Maklumkan saya
follow_here = 🔔 Maklumkan kumpulan ini
subscribe_title = Langgan topik
subscribe_how = Tulis topik selepas perintah. Apabila ada artikel baharu yang sepadan, saya hantar petikannya.
subscribe_words = semua perkataan mesti ada
subscribe_phrase = mengikut urutan ini
subscribe_either = salah satu sudah cukup
subscribe_without = tanpa perkataan ini
subscribe_group = tanda kurung untuk mengumpulkan
subscribe_field = dalam tajuk, daripada sumber ini
subscribe_channel = Untuk saluran yang anda urus: /subscribe @namasaluran dan topiknya.
topic_example = Contoh:
topic_means = Maksudnya: { $words }
topic_said_and = { $left } dan { $right }
topic_said_or = { $left } atau { $right }
topic_said_without = tanpa { $part }
topic_said_title = { $part } dalam tajuk
topic_said_source = { $part } sebagai sumber
preview_matching = { NUMBER($count) } artikel sepadan dalam 30 hari terakhir, contohnya:
preview_none = Tiada yang sepadan dalam 30 hari terakhir.

## Topics and their schedules

when_ask = Bila saya patut maklumkan anda?
when_at_once = Serta-merta
when_hourly = Setiap jam
when_daily = Setiap hari
when_weekly = Setiap minggu
when_daily_at = Setiap hari pukul { $time }
when_weekly_at = Setiap { $day } pukul { $time }
when_day_ask = Hari apa?
when_hour_ask = Pukul berapa? ({ $zone })
chosen = ✓ { $name }
topic_in_channel = Saluran: { $title }
topic_elsewhere = dalam topik forum lain
topic_paused = ⏸ Dijeda
topic_snoozed = ⏸ Dijeda hingga { $moment }, kemudian dihantar sekali gus
topic_muted = ⏸ Dijeda hingga { $moment }
topic_due = Makluman seterusnya: { $moment }.
topic_schedule = 🕒 Jadual
topic_pause = ⏸ Jeda
topic_resume = ▶️ Sambung
topic_snooze = ⏸ Jeda hingga…
topic_edit = ✏️ Sunting
topic_delete = 🗑 Padam
topic_all = « Semua topik
back = « Kembali
snooze_ask = Jeda berapa lama? Yang baharu saya hantar selepas itu.
topic_edit_ask = ✏️ Apa topik baharunya? Balas mesej ini, atau tulis { $command } dan topiknya.
topic_edit_now = Sekarang:
topic_changed = Topik sudah ditukar.
topic_deleted = Sudah dipadam:
topic_restore = ↩ Buat asal
topic_restored = Sudah dikembalikan.
topics_title = Topik
topics_none = Anda belum melanggan apa-apa. Jika mahu dimaklumkan nanti, lihat /subscribe.
topics_how = Tekan nombor untuk mengubah topik itu.
unsubscribe_ask = Yang mana hendak dipadam?
unsubscribe_all_ask = Padam kesemua { NUMBER($count) } topik? Ini tidak boleh dibuat asal.
unsubscribe_all = 🗑 Padam semua
unsubscribed_all = { NUMBER($count) } topik dipadam. Tiada lagi makluman di sini.
topic_nearest = Topik itu tidak ada. Maksud anda:
topic_unknown = Topik itu tidak ada. Senarainya di /topics.
nothing_to_cancel = Tiada apa-apa untuk dibatalkan. Untuk menghentikan makluman: /unsubscribe
which_topic = Topik yang mana?
narrow_ask = Untuk mengurangkan makluman, pilih pengganti bagi:
narrow_none = Saya tidak menemui perkataan untuk mengecilkannya. Anda boleh menyuntingnya di /topics.

## When it is quiet

quiet_now = Waktu senyap: { $start }–{ $end } ({ $zone }).
quiet_none = Tiada waktu senyap.
quiet_how = Makluman menunggu sehingga waktu senyap tamat. Pilih, atau tulis contohnya /quiet 22:00-06:00.
quiet_off = Matikan
zone_now = Zon waktu: { $zone }. Sekarang pukul { $time }.
zone_how = Pilih, atau tulis bandar atau beza masanya: /timezone Tokyo, /timezone UTC+8.
digest_coming = Saya sedang menghantar apa yang terkumpul.
digest_nothing = Belum ada apa-apa yang terkumpul.

## Who may change topics

topics_admins_only = Dalam kumpulan dan saluran, hanya pentadbir boleh mengubahnya.
channel_unknown = Saya tidak boleh menghantar ke { $name }. Jadikan saya pentadbir di sana dengan kebenaran menghantar mesej, kemudian cuba lagi.
channel_not_yours = Hanya pentadbir { $name } boleh mengubah topiknya.
channel_in_private = Topik saluran diuruskan dalam sembang peribadi dengan saya: @{ $username }

## Alerts and digests

alert_topics = Topik:
alert_mute = ⏸ 24 jam
alert_narrow = ➖ Kurangkan
alert_unsubscribe = 🗑 Henti
alert_others = +{ NUMBER($count) } sumber lain
alert_muted = Dijeda hingga { $moment }. Sambung di /topics.
others_title = Berita yang sama daripada sumber lain
digest_title = Ringkasan: { NUMBER($count) } berita
digest_more = { $count } lagi »
digest_left_out = … dan { $count } lagi.

## Language and privacy

language_ask = Pilih bahasa:
language_current = ✓ { $name }
language_chosen = Baik, mulai sekarang saya guna bahasa Melayu. Soalan boleh ditulis dalam bahasa Indonesia atau Inggeris juga.
privacy_title = Apa yang saya simpan
privacy_body =
    • Bahasa anda, jika anda memilihnya dengan /language; bagi kumpulan, bahasa tujuh mesej terakhirnya, bukan kandungannya.
    • Soalan terakhir anda dalam setiap sembang, artikel jawapannya dan nombor kedua-dua mesej itu, selama 48 jam: supaya anda boleh bertanya lanjut (“kenapa?”) dan soalan yang disunting mendapat jawapan yang disunting.
    • Topik yang anda langgan dengan jadual, zon waktu dan waktu senyapnya, dan berita mana yang sudah saya hantar. Bilik berita melihat topik dan bilangan sembangnya, bukan milik siapa.
    • Jika anda membantu mengurus bot: nama, nombor dan peranan anda, dan selama { $audit_days } hari apa yang anda buat dalam peranan itu; ini kekal selepas /forget.

    Selain itu tiada apa-apa tentang anda. Padam semuanya dengan /forget.

    Jika anda menilai jawapan dengan 👍 atau 👎, saya menyimpan hari, soalan dan petikannya selama { $feedback_days } hari, tanpa anda: untuk mengukur dan memperbaiki jawapan. Selama 48 jam saya masih tahu jawapan mana milik anda, dan /forget memadamkan penilaiannya juga.

    Tanpa mencatat siapa dan pukul berapa, saya mengira soalan setiap hari, dan menyimpan teks soalan yang tidak terjawab selama { $unanswered_days } hari, supaya bilik berita tahu apa yang kurang; topik /quotes selama 30 hari, supaya butangnya terus berfungsi. Alamat e-mel, pautan, @nama dan nombor panjang di dalamnya dibuang dahulu. Soalan yang terjawab dan petikannya disimpan selama { $answers_days } hari tanpa nama, seadanya, supaya butang di bawah jawapan terus berfungsi. Dalam 48 jam pertama /forget masih memadamkan kedua-duanya; selebihnya tidak dicatat milik siapa dan tidak dapat dipadam oleh /forget: jangan tulis rahsia.

    Selepas /forget masih ada salinan sandaran bilik berita, sehingga diganti yang lebih baharu, dan sembang ini di Telegram, yang hanya anda boleh padam.
forgotten = Selesai. Semua yang saya simpan tentang anda sudah dipadam.

## Administration

reload_how = Tulis /reload folder, /reload feeds atau /reload all.
reload_feeds = Memeriksa { NUMBER($count) } suapan. Hasilnya di /feeds.
reload_no_feeds = Tiada suapan untuk diperiksa. Untuk memantau suapan: /feed
reload_started = Memuat semula artikel…
reload_reading = Membaca artikel: { $done }
reload_indexing = Membina indeks { NUMBER($total) } artikel…
reload_pace = { NUMBER($rate) } artikel sesaat
reload_left = kira-kira { $span } lagi
reload_saving = Menyimpan perubahan…
reload_running = Muat semula sedang berjalan. Tunggu hingga selesai.
reload_failed = Muat semula gagal dan tiada apa-apa yang berubah. Puncanya ada dalam log.
reload_incomplete = Pemuatan terhenti selepas { NUMBER($count) } artikel. Muat sekali lagi untuk bakinya. Puncanya ada dalam log.
reload_done = Artikel sudah dimuat semula.
reload_added = Ditambah: { $count }
reload_changed = Berubah: { $count }
reload_removed = Dibuang: { $count }
reload_unchanged = Tidak berubah: { $count }
reload_duplicates = Pendua: { $count }
reload_mojibake = Huruf rosak dibaiki (Ã© menjadi é): { NUMBER($count) } artikel
reload_unreadable = Tidak dapat dibaca: { $count }
reload_unreadable_item = { $where }: { $reason }
reload_unreadable_more = … dan { $count } lagi
reload_took = Masa: { NUMBER($seconds) } saat
status_title = Keadaan
status_articles = Artikel: { $count }
status_passages = Bahagian teks: { $count }
status_last_reload = Muat semula terakhir: { $ago }
status_never_reloaded = Muat semula terakhir: belum pernah
status_reloading = Muat semula sedang berjalan.
status_uptime = Berjalan selama: { $span }
status_version = Versi: { $version }

## What went wrong

stale_button = Butang ini tidak berfungsi lagi. Cuba /latest, atau tulis soalan anda.
trouble = Maaf, ada masalah di pihak saya. Cuba lagi sebentar lagi.
bot_rejected = Telegram menolak token bot, atau KUTIP_API_URL salah. Semak KUTIP_TOKEN, atau minta token baharu daripada @BotFather.
telegram_conflict = Program lain sedang menggunakan token yang sama. Hentikan program itu, kemudian mulakan yang ini semula.

## Topics that cannot be understood, and how to do it right

topic_empty = Tiada perkataan di dalamnya.
topic_too_long = Terlalu panjang: paling banyak { $most } aksara.
topic_too_many_words = Terlalu banyak perkataan: paling banyak { $most }.
topic_too_deep = Terlalu berlapis: paling banyak { $most } kurungan, tanda tolak dan medan.
topic_open_quote = Tanda petik ini tidak ditutup.
topic_empty_phrase = Tiada perkataan di antara tanda petik ini.
topic_open_parenthesis = Kurungan ini tidak ditutup.
topic_stray_parenthesis = Kurungan ini tidak pernah dibuka.
topic_empty_group = Tiada perkataan di dalam kurungan ini.
topic_lonely_or = OR memerlukan perkataan di kiri dan kanannya.
topic_lone_minus = Letakkan tanda tolak betul-betul di hadapan perkataan yang dikecualikan.
topic_lone_field = Perkataan yang dicari tiada di sini.
topic_unknown_field = Guna judul: atau sumber: menggantikan { $field }: di sini.
topic_wildcard = Tanda * tidak boleh digunakan. Tulis perkataan penuh; bentuk lain saya cari sendiri.
topic_address = Itu alamat. Topik terdiri daripada perkataan, seperti yang ditulis dalam berita.
topic_only_excluded = Ini hanya mengecualikan. Tambah perkataan yang mesti ada.
topic_only_common = Perkataan ini ada dalam hampir semua artikel. Tambah perkataan yang lebih khusus.
topic_example_words = ukraine nato
topic_example_phrase = "peluru berpandu"
topic_example_either = erdogan OR zelensky
topic_example_without = piala -bola
topic_example_group = nato (ukraine OR rusia)
topic_example_field = judul:banjir sumber:bernama

## Topics that cannot be had

schedule_wrong = Saya tidak dapat membacanya. Tulis dari pukul berapa hingga pukul berapa, contohnya /quiet 22:00-06:00.
time_zone_unknown = Saya tidak kenal zon { $name }. Tulis bandar atau beza masa: Kuala Lumpur, UTC+8.
topic_not_found = Topik itu sudah tiada.
topic_known = Topik ini sudah ada dalam senarai: { $topic }
topics_too_many = Paling banyak { NUMBER($limit) } topik di sini. Padam satu di /topics dahulu.
topic_too_broad = { $topic } ada dalam { $percent }% artikel. Tambah perkataan untuk mengecilkannya.

## Staff

role_needed = Hanya { $roles } boleh menggunakan /{ $command }.
help_of_staff = Untuk { $roles }
admin_in_private = Perintah ini hanya berfungsi dalam sembang peribadi dengan saya: @{ $username }
command_admins = Siapa yang mengurus bot
command_promote = Lantik admin atau editor
command_demote = Gugurkan admin atau editor
command_audit = Siapa membuat apa, dan bila
role_owner = pemilik
role_admin = admin
role_editor = editor
roles_owner = pemilik
roles_admin = pemilik dan admin
roles_editor = pemilik, admin dan editor
as_owner = pemilik
as_admin = admin
as_editor = editor
people_title = Pengurus bot
people_how = Lantik dengan /promote, gugurkan dengan /demote.
person_since = sejak { $day }
person_how =
    Siapa? Pilih satu cara:
    • /promote 123456789 editor — dengan nombor penggunanya;
    • majukan satu mesejnya ke sini, atau kongsi kenalannya, kemudian balas mesej itu dengan /promote editor.

    Peranannya editor atau admin; tanpa perkataan itu, editor.

    Dia mendapat nombornya dengan membuka pautan ini: { $link }
person_contact = Untuk melantik orang ini, balas kenalannya dengan /promote editor.
person_username = Saya tidak boleh mencari orang melalui @nama. Minta dia membuka pautan ini, kemudian hantar nombor yang dia dapat: { $link }
person_hidden = Mesej itu tidak menunjukkan siapa orangnya: mungkin dia menyembunyikannya di Telegram. Minta dia membuka pautan ini, kemudian hantar nombor yang dia dapat: { $link }
person_above = Anda hanya boleh mengubah peranan di bawah peranan anda. Pemilik ditetapkan dalam KUTIP_OWNERS.
person_no_role = Tiada peranan "{ $word }". Pilihannya: editor atau admin.
person_dismiss_how =
    Siapa yang digugurkan? Pilih satu cara:
    • /demote 123456789 — dengan nombor daripada /admins;
    • balas mesej yang dimajukan atau kenalannya dengan /demote.
person_unknown = Saya tidak kenal nombor { $id }: belum ada sesiapa yang menulis kepada saya dengan nombor itu. Jadikan { $role } juga?
person_unknown_yes = Ya, lantik { $id }
person_unknown_no = Batal
person_unknown_left = Tiada sesiapa dilantik.
person_has_role = Orang itu ({ $id }) sudah mempunyai peranan ini.
person_without_role = Orang itu ({ $id }) tiada peranan. Senarainya di /admins.
person_number = Nombor pengguna anda: { $id }
promoted = { $name } kini { $role }.
demoted = { $name } bukan lagi { $role }.
person_not_told = Saya tidak dapat memaklumkannya: dia belum pernah menulis kepada saya, atau menyekat saya.
you_promoted = Anda kini { $role } bot ini. Perintah anda ada di /help.
you_demoted = Anda bukan lagi { $role } bot ini. Terima kasih atas bantuan anda.
audit_title = Siapa membuat apa
audit_none = Belum ada catatan.
audit_how = Tulis nombor halaman: /audit 2
audit_pages = Halaman itu tidak ada. Halaman terakhir: /audit { $pages }
audit_range = { $first }–{ $last } daripada { $total }
did_promote = melantik
did_demote = menggugurkan
did_reload = memuat semula artikel
error_report = Ada ralat: { $kind } di { $place }. Butirannya ada dalam log.
error_report_again = Sejak laporan sebelum ini, ia berlaku { NUMBER($count) } kali lagi.

## Articles

command_add = Tambah artikel daripada alamat web: /add https://…
command_remove = Buang artikel: /remove dan nombornya
command_edit = Betulkan tajuk, tarikh atau sumber: /edit dan nombornya

## Articles: pages

add_how =
    Tulis alamat halaman selepas perintah, contohnya:
    /add https://example.org/berita
    Fail (txt, md, pdf, docx, html, csv, jsonl, zip, OPML) hantar sahaja sebagai dokumen.
draft_title = Isi halaman itu
draft_date = Tarikh: { $value }
draft_source = Sumber: { $value }
draft_length = { NUMBER($words) } perkataan, { NUMBER($paragraphs) } perenggan
draft_unknown = tidak diketahui
draft_short = ⚠ Teksnya sangat pendek: mungkin bukan artikel.
draft_known = ⚠ Halaman ini sudah ada sebagai artikel { $id }.
draft_save = 💾 Simpan
draft_discard = Buang
draft_discarded = Tidak disimpan: { $title }
draft_gone = Halaman ini sudah disimpan atau dibuang, atau terlalu lama menunggu. Ulangi /add.
page_added = Disimpan sebagai artikel { $id }: { $title }
page_changed = Artikel { $id } diganti dengan isi baharu: { $title }
page_known = Halaman ini sudah ada sebagai artikel { $id }: { $title }
page_is_feed = Itu suapan, bukan halaman. Untuk memantaunya: /feed { $url }

## Articles: documents

document_started = Membaca { $name }…
document_done = { $name } sudah dibaca.
document_nothing = Tiada artikel baharu dalam { $name }.
document_too_large = { $name } lebih besar daripada { $megabytes } MB, had muat turun bot di Telegram. Mampatkan dengan .gz, .xz atau .zip, bahagikan kepada beberapa fail, atau guna kutip import di pelayan.
document_failed = { $name } tidak dapat dimuat turun daripada Telegram. Cuba hantar lagi.

## Articles: files on the command line

import_done = { NUMBER($count) } fail sudah dibaca.
import_folder = { $path } ialah folder. Namakan failnya, atau tetapkan KUTIP_ARTICLES={ $path }.
import_nothing = Tiada apa-apa yang dapat dibaca, jadi tiada apa-apa yang ditambah. Sebabnya tertulis di atas; betulkan failnya, kemudian ulangi.
export_done = { NUMBER($count) } artikel ditulis ke { $path }
export_there = { $path } sudah ada. Untuk menggantikannya: --overwrite
export_ending = Saya menulis JSON lines. Namakan { $path } dengan .jsonl, .jsonl.gz atau .jsonl.xz.

## Articles: removing

remove = 🗑 Buang
remove_how = Tulis nombor artikel: /remove { $example }. Sehingga 10 sekali gus: /remove 26 27. Atau balas petikan saya dengan /remove. Ini boleh dibuat asal selama sehari.
remove_which = Artikel mana yang hendak dibuang?
removed =
    Artikel { $id } dibuang: { $title }
    Boleh dikembalikan selama sehari.
undo = ↩ Kembalikan
undo_gone = Artikel itu sudah dikembalikan, atau sudah lebih sehari sejak dibuang.
restored = Artikel { $id } dikembalikan: { $title }

## Articles: editing

edit_how = Tulis nombor artikel: /edit { $example }. Saya tunjukkan apa yang boleh dibetulkan.
edit_how_fields = Yang boleh dibetulkan: tajuk, tarikh, sumber dan kategori, satu sebaris, setiap satu dengan titik bertindih.
edit_example = Untuk mengubahnya, salin dan sesuaikan:
edit_done = Artikel { $id } sudah dibetulkan.
edit_same = Artikel { $id } memang begitu; tiada apa-apa yang berubah.
edit_field_title = tajuk
edit_field_date = tarikh
edit_field_source = sumber
edit_field_section = kategori
edit_date_unclear = Tarikh itu tidak jelas. Tulis contohnya 2026-03-01.
edit_empty = Tajuk, sumber dan kategori tidak boleh kosong.
edit_which = Mesej itu memetik lebih daripada satu artikel. Tulis nombornya: /edit { $example }
edit_undo = ↩ Buat asal
edit_undo_gone = Pembetulan itu sudah dibuat asal, atau sudah lebih sehari. Guna /edit.
edit_undone = Pembetulan artikel { $id } dibuat asal.

## Articles: what went wrong

change_failed = Gagal, dan tiada apa-apa yang berubah. Puncanya ada dalam log.
load_forbidden = Kutip tidak dibenarkan membacanya; semak kebenaran fail
load_is_folder = ini folder, bukan fail
load_gone = tidak ada, atau sudah tiada
load_name_too_long = namanya terlalu panjang
load_too_many_open = terlalu banyak fail sedang dibuka; cuba lagi nanti
load_unreadable = tidak dapat dibaca: semak cakera atau pemacu rangkaian ({ $code })
load_no_process = pembaca fail tidak dapat dimulakan: memori mungkin penuh; cuba lagi nanti
load_too_complex = terlalu panjang atau terlalu rumit untuk dibaca
load_bad_row = bukan soalan, artikel dan kaitannya
load_too_many_files = lebih daripada { NUMBER($count) } fail di dalam arkib
load_not_a_file = bukan fail biasa, atau menuju ke luar arkib
load_encrypted = dikunci dengan kata laluan
load_nested_archive = arkib di dalam arkib tidak dibuka
load_too_many_rows = hanya { $count } yang pertama dibaca; selebihnya dengan kutip import
load_bomb = kandungannya mengembang jauh melebihi teks biasa
load_failed = tidak dapat dibaca kerana ralat pada bot; butirannya dalam log
load_too_many_failures = { NUMBER($count) } baris berturut-turut tidak dapat dibaca; bakinya dilangkau
load_too_slow = terlalu lama untuk dibaca; bakinya dilangkau

## Articles: audit log

did_add = menyimpan halaman
did_import = menghantar dokumen
did_remove = membuang artikel
did_restore = mengembalikan artikel
did_edit = membetulkan artikel

## Feeds

command_feeds = Suapan berita yang dipantau
command_feed = Pantau satu suapan berita
command_opml = Senarai suapan sebagai fail OPML
feeds_title = Suapan berita: { $count }
feeds_none = Belum ada suapan yang dipantau.
feed_how = Untuk memantau suapan, hantar alamatnya atau alamat lamannya: /feed bernama.com
feed_watched = Dipantau mulai sekarang. { NUMBER($count) } artikelnya sedang diambil.
feed_empty = Dipantau mulai sekarang. Suapan ini masih kosong.
feed_known = Suapan ini sudah dipantau.
feed_removed = Dibuang: { $title }. Artikelnya kekal. Untuk memantaunya semula: /feed { $url }
feed_new = belum diperiksa
feed_paused = dijeda
feed_gone = sudah tiada
feed_succeeded = diperiksa { $ago }
feed_next = pemeriksaan seterusnya { $when }
feed_soon = akan diperiksa lagi sebentar lagi
feed_rate = { NUMBER($count) } artikel sehari
feed_problem = Masalah: { $reason }
feed_pause = ⏸ { $name }
feed_fetch = 🔄 { $name }
feed_resume = ▶ { $name }
feed_remove = 🗑 { $name }
feed_remove_ask = Berhenti memantau { $title }? Artikelnya kekal.
feed_remove_yes = 🗑 Ya, buang
feed_fetching = Sedang diperiksa.
feed_pausing = Dijeda; ▶ menyambungnya.
feeds_fetching = Suapan dalam { $name }: { $done } daripada { $total } sudah diambil…
feeds_imported = { $name }: { NUMBER($count) } suapan baharu.
feeds_known = Sudah dipantau sebelum ini: { NUMBER($count) } suapan.
feeds_fetched = { NUMBER($count) } suapan berjaya diambil
feeds_brought = { $fetched }, dengan { NUMBER($count) } artikel baharu.
feeds_waiting = { NUMBER($count) } suapan masih diambil; lihat /feeds.
feeds_failed = { NUMBER($count) } suapan tidak dapat diambil:
opml_title = Suapan Kutip
opml_file = { NUMBER($count) } suapan. Pembaca suapan lain boleh mengimport fail ini.

## Feeds: audit log

feed_deed_added = menambah suapan
feed_deed_paused = menjeda suapan
feed_deed_fetched = memeriksa suapan
feed_deed_removed = membuang suapan

## Feeds: what went wrong

feed_none = Tiada suapan RSS, Atom atau JSON di sana. Cuba alamat suapan itu sendiri.
feed_cut_off = Suapan itu terpotong: penghujungnya tiada. Cuba lagi nanti.
feed_not_found = Suapan ini sudah dibuang.
feed_oversized = { NUMBER($count) } artikel dilangkau kerana terlalu panjang
feed_trouble = tidak dapat dibaca kerana ralat di sini; butirannya ada dalam log
fetch_scheme = Hanya alamat http dan https boleh diambil.
fetch_address = Alamat web itu tidak lengkap. Contoh: https://laman.example/rss
fetch_private = Alamat ini tidak berada di web awam. KUTIP_FETCH_ALLOW boleh membukanya.
fetch_gone = Lamannya mengatakan ini sudah dipadam.
fetch_proxy = Proksinya tidak dapat dihubungi, atau tidak menjawab seperti proksi.
fetch_proxy_password = Proksinya menolak nama dan kata laluan dalam tetapan.
fetch_proxy_refused = Proksinya menolak untuk menghubungi laman itu.
fetch_unreachable = Lamannya tidak dapat dihubungi.
fetch_slow = Lamannya terlalu lambat menjawab.
fetch_too_large = Kandungannya lebih besar daripada 10 MB.
fetch_broken = Jawapan laman itu tidak dapat dibaca.
fetch_status = Laman itu menjawab dengan ralat { $status }.
fetch_type = Itu bukan halaman web, tetapi { $type }.
fetch_redirects = Laman itu terlalu kerap mengubah hala.
load_hung = terlalu lama atau terlalu rumit untuk dibaca
load_bad_opml = bukan senarai suapan OPML
load_too_many_feeds = lebih daripada { NUMBER($count) } suapan dalam satu senarai; hantar dalam beberapa bahagian

## Channels

command_channel = Saluran bilik berita sebagai sumber
channels_title = Saluran yang menjadi sumber: { $count }
channels_none = Belum ada saluran yang menjadi sumber.
channel_how = Supaya hantaran saluran anda menjadi artikel: jadikan saya pentadbir di sana, kemudian hantar /channel @namasaluran. Saluran peribadi: majukan satu hantarannya ke sini, kemudian balas dengan /channel.
channel_named = Mulai sekarang hantaran { $name } menjadi artikel sebaik sahaja disiarkan, dengan baris pertama sebagai tajuk. Jika disunting, artikelnya turut berubah.
channel_left_out = Tidak diambil: hantaran lama, yang dimajukan, undian, dan yang tanpa perkataan. Saya tidak tahu hantaran yang dipadam di Telegram; buang artikelnya dengan /remove.
channel_known = { $name } sudah menjadi sumber. Senarainya: /channel
channel_listed = { NUMBER($count) } artikel · sejak { $day }
channel_unreadable = saya bukan lagi pentadbir di sana
channel_stop = ⏹ { $name }
channel_stop_ask = Berhenti mengambil hantaran { $name }? Daripadanya ada { NUMBER($count) } artikel.
channel_keep = Henti, simpan artikel
channel_delete = Henti, padam artikel
channel_stopped = Hantaran { $name } tidak diambil lagi. Artikelnya kekal.
channel_deleted = Hantaran { $name } tidak diambil lagi. { NUMBER($count) } artikel dipadam.

## Channels: to whoever named them

channel_lost = Saya bukan lagi pentadbir { $name }, jadi hantarannya tidak lagi menjadi artikel. Yang sudah ada kekal. Apabila saya menjadi pentadbir semula, hantaran baharu diambil semula.
channel_back = Saya pentadbir { $name } semula: hantaran baharunya menjadi artikel. Yang disiarkan dalam tempoh itu tidak diambil.
channel_renamed = Saluran { $before } kini { $name }. Sumber dan pautan artikelnya turut berubah.
channel_edit_ignored = Satu hantaran { $name } disunting, tetapi artikelnya telah dibuang oleh bilik berita dan kekal terbuang: { $url }

## Channels: status and audit log

status_channels = Saluran: { $named } menjadi sumber ({ $lost } tidak terbaca)
channel_deed_added = menjadikan saluran sumber
channel_deed_stopped = menghentikan saluran
channel_deed_deleted = menghentikan saluran dan memadam artikelnya

## Channels: what went wrong

channel_out_of_reach = Saya bukan pentadbir { $name }. Jadikan saya pentadbir di sana (tanpa hak khas pun cukup), kemudian hantar perintah ini semula.
channel_no_channel = { $name } bukan saluran.
channel_not_run = Hanya pentadbir { $name } boleh menjadikannya sumber.
channel_too_many = Paling banyak { NUMBER($count) } saluran. Hentikan yang lain dahulu: /channel
channel_not_found = Saluran ini bukan sumber lagi.

## Statistics

command_stats = Angka: soalan, makluman, artikel
command_gaps = Soalan yang belum terjawab
stats_title = { NUMBER($days) } hari terakhir
stats_period = { NUMBER($days) } hari
stats_range = { $first } – { $last }
stats_questions = Soalan setiap hari
stats_answered = terjawab
stats_refused = tidak terjawab
stats_alerts = Makluman dihantar setiap hari
stats_articles = Artikel baharu setiap hari
stats_topics = Topik yang paling banyak diikuti
stats_replies = Masa menjawab, dalam saat
stats_half = median
stats_nearly_all = 95 %
stats_tile_questions = soalan
stats_tile_answered = terjawab
stats_tile_alerts = makluman
stats_tile_replies = masa menjawab
stats_seconds = { $seconds } saat
stats_instant = < 1 saat
stats_unknown = –
stats_nothing = Belum ada
stats_others = lain-lain
stats_no_source = tanpa sumber
stats_said_questions = Soalan: { $count }, terjawab { $percent }%
stats_said_no_questions = Soalan: belum ada
stats_said_replies = Masa menjawab: median { $half }, 95 % { $nearly_all }
stats_said_alerts = Makluman dihantar: { $count }
stats_said_articles = Artikel baharu: { $count }
stats_said_topics = Topik (bilangan sembang):
stats_said_item = { $name }: { $count }
stats_how = Ada angka untuk { $periods } hari. Contohnya: /stats 7
gaps_how = Soalan disimpan selama { $most } hari. Contohnya: /gaps { $most }
gaps_title = Belum terjawab, { NUMBER($days) } hari terakhir
gaps_none = Semua soalan { NUMBER($days) } hari terakhir terjawab.
gaps_item = { $question } (×{ $count })
gaps_range = { $first }–{ $last } daripada { $total }
gaps_whose = Siapa yang bertanya tidak dicatat. Alamat, pautan dan nombor diganti …

## Announcements

command_broadcast = Hantar pengumuman kepada sembang yang melanggan
broadcast_how =
    Tulis pengumuman selepas perintah:
    /broadcast Esok kami menukar pelayan.

    Hanya untuk pelanggan satu topik: tulis topik itu pada baris pertama:
    /broadcast topik: banjir
    Pusat pemindahan banjir dibuka di dewan bandaran.
broadcast_over = Pengumuman ini sudah dihantar, dihentikan atau dibatalkan.
broadcast_ask = Hantar pengumuman ini?
broadcast_exactly = Mesej di atas dihantar tepat seperti itu.
broadcast_chats = { NUMBER($count) } sembang ({ $audience })
broadcast_nobody = Belum ada pelanggan ({ $audience }).
audience_all = semua pelanggan
audience_language = dalam { $language }
audience_topic = topik yang mengandungi "{ $topic }"
audience_only = topik "{ $topic }"
audience_topic_count = { $topic } · { NUMBER($count) } sembang
audience_choose = 👥 Pilih penerima
audience_title = Siapa yang menerima pengumuman ini?
audience_chosen = Itu sudah dipilih.
audience_back = ‹ Kembali
broadcast_topic_nobody = Belum ada pelanggan topik "{ $topic }".
broadcast_topics_said = Topik yang mengandungi "{ $topic }":
broadcast_topics = Topik yang ada:
broadcast_topic = • { $topic }: { NUMBER($count) } sembang
broadcast_topics_left = • dan { NUMBER($count) } topik lain
broadcast_everyone = Semua
broadcast_send = 📣 Hantar kepada { $count }
broadcast_cancel = Batal
broadcast_cancelled = Dibatalkan. Tiada apa-apa yang dihantar.
broadcast_begun = Mula dihantar kepada { NUMBER($count) } sembang.
broadcast_stop = ■ Hentikan
broadcast_stopping = Dihentikan. Bakinya tidak dihantar.
broadcast_going = Pengumuman sedang dihantar
broadcast_done = Pengumuman selesai dihantar
broadcast_stopped = Pengumuman dihentikan
broadcast_sent = Dihantar: { $count } daripada { $total }
broadcast_blocked = Disekat atau tidak dapat dihubungi: { $count }
broadcast_failed = Gagal: { $count }
broadcast_waiting = Menunggu: { $count }
broadcast_paused = Dalam sembang yang dijeda: { $count }, dihantar sebaik saya boleh menulis di sana
broadcast_unsent = Tidak dihantar: { $count }
did_broadcast = menghantar pengumuman
did_stop_broadcast = menghentikan pengumuman

## Delivery

topics_no_rights = ⏸ Makluman dijeda: saya tidak boleh menulis dalam sembang ini. Saya cuba lagi { $moment }, atau sebaik ada orang menulis di sini.
topics_closed = ⏸ Makluman untuk topik forum yang ditutup menunggu sehingga topik itu dibuka semula.
topics_unreachable = ⏸ Makluman dijeda kerana sembang ini tidak dapat dihubungi. Mulai sekarang ia dihantar semula.
status_feeds = Suapan: { $watched } dipantau ({ $failing } gagal) · { $paused } dijeda · { $gone } ditutup
status_queue =
    Makluman: { $waiting } menunggu · { $done } dihantar · { $failed } batal · { $dead_letter } diketepikan
    Sembang: { $unreachable } tidak dapat dihubungi · { $suspended } dijeda
status_sizes = Cakera: pangkalan data { $database } MB · indeks { $index } MB · kosong { $free } MB
status_meaning = Bahagian teks: perenggan yang dicari untuk menjawab. Pendua: artikel yang isinya sama. Dihantar: dalam 30 hari. Batal: sembangnya tidak dapat dihubungi. Diketepikan: ditolak Telegram, butirannya dalam log. Dijeda: tidak boleh menulis di sana, atau topik forumnya ditutup; dicuba lagi. Suapan ditutup: lamannya menghentikannya. Senarainya di /feeds.
message_plain = Telegram menolak format satu mesej, jadi mesej itu dihantar sebagai teks biasa. Butirannya dalam log.
message_refused = Telegram menolak satu mesej, jadi mesej itu diketepikan. Butirannya dalam log.
message_gave_up = Satu mesej terus gagal dihantar dan diketepikan. Butirannya dalam log.
message_unreadable = Satu mesej dalam barisan tidak dapat dibaca dan diketepikan. Butirannya dalam log.

## Backup

command_backup = Hantar sandaran pangkalan data
backup_caption =
    Sandaran pangkalan data. Kandungannya termasuk topik dan pilihan pembaca: simpan baik-baik.
    Untuk memulihkan: hentikan bot, kemudian kutip restore { $name }
backup_unsent = Sandaran tidak dapat dihantar. Di pelayan: kutip backup NAMA.gz
backup_made = Sandaran disimpan di { $path }.
backup_restored = Pangkalan data dipulihkan daripada { $path }.
backup_kept = Yang lama disimpan di { $path }.
backup_offer = Sandaran terbaharu: { $name }, daripada { $time }, { $megabytes } MB. Apa yang disimpan selepas itu tiada di dalamnya; pangkalan data sekarang tetap disimpan di sebelahnya.
backup_confirm = Pulihkan? (y/t)
backup_not_restored = Tiada apa-apa yang dipulihkan. Untuk sandaran ini: kutip restore { $path }
backup_none = Di { $path } tiada sandaran yang dapat dipulihkan oleh Kutip ini. Jika ada di tempat lain: kutip restore NAMA.gz
backup_running = Sandaran sedang dibuat. Tunggu sebentar.
backup_unreadable = Fail tidak ada: { $path }
backup_foreign = { $path } bukan sandaran Kutip.
backup_broken = { $path } rosak atau terpotong.
backup_newer = { $path } dibuat oleh Kutip yang lebih baharu. Kemas kini Kutip dahulu.
backup_in_use = Bot sedang berjalan dengan folder { $path }. Hentikan dahulu.
folder_in_use = Proses lain sedang menggunakan { $path }. Setiap proses mempunyai foldernya sendiri: KUTIP_DATA.
backup_there = { $path } sudah ada. Pilih nama lain.
backup_no_folder = Folder tidak ada: { $path }
backup_ending = Saya tidak menulis { $ending }. Guna nama yang berakhir dengan .gz atau .db: { $path }
backup_server = Data berada dalam PostgreSQL, yang mempunyai alatnya sendiri. Untuk menyandarkan: pg_dump -Fc -f kutip.dump "$KUTIP_DATABASE". Untuk memulihkan: docs/cluster.md.
backup_too_large = Sandaran itu { $megabytes } MB, lebih daripada 50 MB yang boleh dihantar bot. Di pelayan: kutip backup NAMA.gz
backup_no_space = Sandaran memerlukan { $needed } MB ruang kosong di { $path }; yang ada { $free } MB. Kosongkan sebahagian, atau pilih folder lain dengan KUTIP_BACKUPS.
backup_disk_full = Cakera penuh; { $path } tidak dapat ditulis.
backup_forbidden = Tiada kebenaran: { $path }
backup_disk = { $path } tidak dapat dibaca atau ditulis.
did_backup = mengambil sandaran

## Notices

article_damaged = Artikel yang rosak dalam pangkalan data: { $numbers }. Saya tidak memetiknya lagi. /reload mengambilnya daripada folder atau suapan; halaman dan dokumen perlu ditambah semula. Semak juga cakera pelayan.
article_repaired = Artikel yang rosak dalam pangkalan data dan sudah dibaca semula daripada asalnya: { $numbers }. Semak cakera pelayan.
indexes_rebuilt = Indeks pangkalan data rosak dan sudah dibina semula; tiada apa-apa yang hilang. Jalankan kutip check, dan semak cakera pelayan: { $path }
storage_gone = Pangkalan data hilang semasa saya berjalan: { $path }. Foldernya dipadam, dipindahkan atau terlepas. Kembalikan folder itu, kemudian mulakan saya semula; sehingga itu tiada apa-apa yang disimpan.
storage_missing = Belum ada pangkalan data: { $path }
database_lost = Pangkalan data di { $path } kosong atau hilang, sedangkan indeks artikelnya masih ada: topik, peranan dan pilihan pembaca hilang. Saya mula dari awal. Jika ada sandaran: hentikan bot, kemudian kutip restore NAMA.gz
telegram_webhook = Mesej untuk bot ini dihantar ke webhook, bukan ke sini. Jika webhook itu tidak digunakan lagi: kutip run --delete-webhook
owner_missing = belum ada, jadi tiada sesiapa boleh mengurus bot. Buka { $link }, kemudian tulis nombor yang disebut di sana dalam .env: KUTIP_OWNERS=…
folder_shrunk = Hampir semua isi folder { $path } hilang: { $removed } daripada { NUMBER($stored) } artikel. Saya tidak membuang apa-apa. Jika memang begitu kehendaknya: /reload folder, atau di pelayan kutip reload --remove. Jika tidak, semak sama ada folder itu dilekapkan.
reload_confirm = { $removed } daripada { NUMBER($stored) } artikel sudah tiada dalam folder { $path }. Belum ada yang dibuang. Buang daripada bot juga?
reload_confirm_button = 🗑 Buang { $removed }

## Problems: the database and the folder of articles

folder_missing = Folder artikel tidak ada: { $path }
storage_unwritable = Pangkalan data tidak dapat ditulis: { $path }. Semak kebenaran foldernya.
storage_damaged = Pangkalan data rosak: { $path }. Pulihkan sandaran dengan kutip restore, atau alihkan failnya, kemudian mulakan semula.
storage_newer = Pangkalan data dibuat oleh versi Kutip yang lebih baharu: { $path } (skema { $schema }, versi ini mengenali { $newest }). Tiada apa-apa yang saya ubah. Kemas kini Kutip, atau pulihkan pangkalan data sebelumnya dengan kutip restore.
storage_full = Storan penuh: { $path }. Kosongkan sebahagian, kemudian cuba lagi.
storage_busy = Pangkalan data sedang digunakan program lain: { $path }. Cuba lagi sebentar lagi.
storage_failed = Pangkalan data tidak dapat dibaca atau ditulis: { $path }
migration_running = Bot daripada versi Kutip yang lebih lama sedang berjalan dengan { $path }. Mulakan semula bot itu dengan versi ini dahulu: pangkalan datanya akan dikemas kini.
migration_space = Sebelum pangkalan data dikemas kini saya membuat sandaran, dan ruangnya tidak cukup di { $path }: perlu { $needed } MB, kosong { $free } MB. Kosongkan sebahagian, atau pilih folder lain dengan KUTIP_BACKUPS. Tiada apa-apa yang berubah.
migration_backup = Sebelum pangkalan data dikemas kini saya membuat sandaran, dan sandaran itu tidak dapat ditulis ke { $path }. Semak cakera dan kebenaran foldernya, atau pilih folder lain dengan KUTIP_BACKUPS. Tiada apa-apa yang berubah.
migration_failed = Pangkalan data tidak dapat dikemas kini daripada skema { $schema } kepada { $newest } ({ $reason }) dan masih seperti sebelumnya: { $path }. Teruskan dengan Kutip yang lama; kutip --verbose status menunjukkan apa yang salah. Sandarannya ada di { $backup }.
migration_failed_on_server = Pangkalan data tidak dapat dikemas kini daripada skema { $schema } kepada { $newest } ({ $reason }) dan masih seperti sebelumnya: { $path }. Teruskan dengan Kutip yang lama; kutip --verbose status menunjukkan apa yang salah.
storage_unreadable = Cakera tidak dapat dibaca atau ditulis: { $path }. Periksa cakera itu, kemudian jalankan kutip check.
files_exhausted = Terlalu banyak fail dibuka; sistem tidak memberi saya lagi. Naikkan hadnya (LimitNOFILE dalam systemd, ulimit -n dalam terminal), kemudian mulakan saya semula.
memory_exhausted = Memori sudah habis. Tutup program lain atau beri saya lebih banyak; sementara itu perubahan mungkin gagal, dan apa yang sudah disimpan kekal ada.
worker_killed = Proses yang membaca artikel dihentikan oleh sistem, biasanya kerana memori habis. Artikel yang lama masih ada. Tambah memori, kemudian /reload.

## Problems: files that cannot be loaded

load_empty = kosong
load_undecodable = bukan teks UTF-8, UTF-16 atau Windows-1252
load_too_large = lebih besar daripada { $megabytes } MB
load_unknown_format = { $suffix } tidak dapat dibaca. Yang boleh: { $formats }
load_no_suffix = namanya tidak berakhir dengan format: { $formats }
load_no_text = tiada teks di dalamnya
load_no_article = tiada artikel di halaman ini
load_script_wall = halaman ini meminta JavaScript atau menolak penyekat iklan
load_browser_check = laman ini memeriksa pelawatnya dan tidak menunjukkan artikel
load_login_wall = halaman ini meminta log masuk atau langganan
load_site_error = laman itu sedang mengalami gangguan
load_consent_wall = halaman ini hanya bertanya tentang kuki
load_missing_page = menurut laman itu, halaman ini tidak ditemui
load_link_list = senarai pautan, bukan artikel
load_bad_json = bukan objek JSON
load_bad_csv = ada tanda petik yang tidak ditutup
load_extra_values = nilainya lebih banyak daripada lajurnya; beri tanda petik pada teks yang ada koma
load_no_text_column = tiada lajur text
load_bad_document = dokumennya rosak
load_bad_archive = arkibnya rosak atau terpotong
load_repeated_id = id { $id } sudah digunakan dalam fail ini

## Problems: settings that cannot be used

settings_wrong = { NUMBER($count) } tetapan perlu dibetulkan
settings_token = bukan token. Bentuknya 123456:ABC…, daripada @BotFather.
settings_url = bukan alamat pelayan Bot API. Contoh: https://api.telegram.org/bot
settings_path = folder tidak dikenali: { $value }
settings_owners = bukan nombor pengguna: { $value }. Tulis angka, dipisahkan dengan koma.
settings_choice = { $value } bukan salah satu daripada: { $choices }.
settings_number = { $value } bukan nombor bulat dari { $least } hingga { $most }.
settings_zone = { $value } bukan zon waktu. Contoh: Asia/Kuala_Lumpur.
reader_file_damaged = Satu fail Kutip rosak atau hilang ({ $cause }). Pasang Kutip sekali lagi.
cross_encoder_packages = KUTIP_READER memerlukan pakej lain: .venv/bin/pip install '.[reader]'.
cross_encoder_missing = KUTIP_READER: { $file } tidak ada.
cross_encoder_damaged = KUTIP_READER: model di { $folder } tidak dapat dibaca.
settings_proxy = bukan alamat proksi. Contoh: socks5h://nama:laluan@proksi.example:1080
settings_hosts = { $value } bukan hos. Tulis hos atau hos:port, dipisahkan koma.
settings_listen = { $value } bukan alamat mesin ini. Contoh: 127.0.0.1, atau 0.0.0.0 untuk semuanya.
settings_database = bukan alamat PostgreSQL. Contoh: postgresql://kutip:KATALALUAN@db.example/kutip
settings_database_option = { $value } dalam alamat PostgreSQL tidak dikenali. Contoh: ?sslmode=require
settings_addresses = bukan alamat OpenSearch. Contoh: https://s1.example:9200, dipisahkan koma.
settings_index = { $value } bukan nama indeks: huruf kecil, angka, - dan _, bermula dengan huruf.
settings_webhook = { $value } bukan alamat webhook. Contoh: https://bot.example/telegram
settings_secret = bukan rahsia: huruf, angka, - dan _, paling banyak 256.
settings_webhook_missing = perlu diisi, kerana KUTIP_MODE=webhook.
settings_package = memerlukan pakej { $package }: .venv/bin/pip install '.[cluster]'.
settings_file = tidak dapat dibaca. Simpan sebagai teks UTF-8.
settings_line = baris { $line } tidak difahami. Bentuknya NAMA=nilai.
settings_misspelt = tidak dikenali. Mungkin maksudnya { $suggestion }?
settings_unknown = tidak dikenali. Senarainya: kutip settings.

## Waiting

flood = Banyak mesej sekali gus. Saya jawab yang terkini sahaja, ya.
backlog = Tadi saya tidak aktif. Saya jawab mesej terakhir sahaja; hantar semula yang lain jika masih perlu.
limit_person = Banyak sungguh soalan dalam seminit ini. Beri saya masa sebentar, kemudian tanya lagi.
limit_group = Kumpulan ini banyak bertanya dalam seminit ini. Beri saya masa sebentar, kemudian tanya lagi.
limit_uploads = Banyak sungguh fail dan halaman dalam satu jam ini. Hantar bakinya kemudian, atau guna kutip import di pelayan.

## Cluster

engine_unavailable = Carian tidak dapat dihubungi buat masa ini. Cuba lagi sebentar lagi.
storage_unavailable = Pangkalan data tidak dapat dihubungi buat masa ini. Cuba lagi sebentar lagi.
index_late = Perubahan artikel sudah disimpan, tetapi enjin carian tidak dapat dihubungi. Artikel itu boleh ditemui sebaik enjin itu kembali.
status_leading = Proses: { $count } berjalan · yang menjawab ini memimpin (suapan, folder, makluman)
status_following = Proses: { $count } berjalan · yang menjawab ini mengikut
webhook_listen = { $host }:{ $port } tidak dapat digunakan untuk webhook ({ $reason }). Tukar KUTIP_WEBHOOK_LISTEN atau KUTIP_WEBHOOK_PORT.
webhook_tls = KUTIP_WEBHOOK_CERTIFICATE dan KUTIP_WEBHOOK_KEY tidak dapat digunakan ({ $reason }). Isinya mesti sijil PEM dan kuncinya.
move_address = --to bukan alamat PostgreSQL. Contoh: postgresql://kutip:KATALALUAN@db.example/kutip
move_files = Sumber dan sasarannya kedua-duanya fail. Untuk menyalin fail: kutip backup NAMA.db
move_target_foreign = Pangkalan data sasaran mengandungi jadual yang bukan milik Kutip: { $tables }. Beri yang kosong, contohnya dengan createdb kutip.
move_target_used = Pangkalan data sasaran sudah berisi: { NUMBER($count) } baris dalam jadual { $table }. Tiada apa-apa yang diubah. Beri yang kosong; jika isinya tidak diperlukan lagi, dropdb dan createdb mengosongkannya.
move_target_there = { $path } sudah ada. Pilih nama lain.
move_in_use = Kutip masih bersambung ke PostgreSQL ({ NUMBER($count) } sambungan). Hentikan semua bot dahulu.
move_differs = Isi jadual { $table } tidak sama selepas disalin. Penyalinan dibatalkan; sasarannya kosong.

## Pemantauan

monitoring_listen = { $host }:{ $port } tidak dapat digunakan untuk pemantauan ({ $reason }). Tukar KUTIP_MONITORING_LISTEN atau KUTIP_MONITORING_PORT.
service_opening = bermula: membuka pangkalan data dan indeks
service_starting = bermula: membaca artikel
service_answering = menjawab sebagai @{ $name }
service_unready = belum sedia: { $parts }
service_dead = satu tugas latar belakang mati ({ $jobs }); bot akan dimulakan semula oleh pengurus perkhidmatan
service_stopping = berhenti
part_storage = pangkalan data tidak dapat dibaca
part_index = belum ada yang dapat dicari
part_telegram = Telegram tidak menjawab
part_jobs = satu tugas latar belakang mati

## Conversation

abilities = Saya menjawab soalan tentang berita dengan petikan daripada artikelnya, dan memaklumkan anda apabila ada berita baharu. Tulis sahaja soalan anda, atau lihat /help.
acknowledgement = Baik. Jika ada lagi yang hendak ditanya, tulis sahaja.
advice = Saya tidak boleh memberi nasihat; saya hanya memetik berita. Cuba tanya tentang faktanya.
apology = Tidak mengapa. Mahu tanya apa?
chat = Saya kurang pandai bersembang, tetapi boleh mencarikan berita. Mahu tahu tentang apa?
complaint = Maaf. Maksud anda tentang apa? Tulis dengan perkataan lain, saya cari semula.
emoji = Ada yang hendak ditanya? Tulis sahaja dengan beberapa perkataan.
farewell = Jumpa lagi! Tulislah bila-bila masa.
forecast = Saya tidak boleh meneka apa yang belum berlaku; saya hanya tahu apa yang sudah diberitakan.
greeting = Helo! Mahu tanya apa tentang berita?
identity = Saya Kutip, bot yang menjawab soalan dengan petikan daripada artikel berita. Caranya ada di /help.
insult = Maaf jika saya mengecewakan. Apa yang hendak saya cari?
list_ended = Senarainya setakat ini. Artikel lain ada di /latest.
quotes_ended = Tiada lagi petikan lain.
invitation = Sila tanya! Tentang apa?
languages = Soalan: bahasa Indonesia dan Inggeris; bahasa Melayu biasanya saya faham juga. Saya sendiri menulis dalam ketiga-tiganya: /language.
laughter = Hehe. Ada lagi yang hendak ditanya?
machine = Saya program komputer, bukan orang atau ChatGPT. Saya tidak mereka-reka: saya hanya memetik artikel berita.
no_such_number = Nombor itu tiada dalam jawapan terakhir.
nothing_before = Belum ada jawapan sebelum ini. Mahu tanya apa?
press_to_save = Tekan ✓ di bawah pratonton tadi, kemudian saya simpan.
opinion = Saya tiada pendapat; saya hanya memetik berita. Cuba tanya tentang faktanya.
page_add = ➕ Tambah
page_fetching = Saya ambil halaman itu dahulu…
page_there = Ada dalam koleksi: { $title }
page_unknown = Belum ada dalam koleksi: { $address }
pages_left = { NUMBER($count) } pautan lain tidak saya periksa.
passage_known = Artikel ini ada dalam koleksi: { $title }
passage_nearest = Yang paling hampir:
passage_related = Yang berkaitan:
passage_unknown = Artikel ini belum ada dalam koleksi.
praise = Gembira dapat membantu!
presence = Ya, saya di sini. Mahu tanya apa?
salam = Waalaikumussalam! Mahu tanya apa tentang berita?
sources = Semua yang saya petik datang daripada artikel berita; sumber dan pautannya ada di bawah setiap petikan. Artikel terkini ada di /latest.
task = Itu di luar kemampuan saya; saya hanya mencari dan memetik berita.
telegram_only = Makluman hanya boleh saya hantar melalui Telegram; di sini saya hanya menjawab.
translation = Saya tidak boleh menterjemah; saya hanya memetik berita seadanya.
unclear = Saya belum faham. Cuba tulis soalannya dengan beberapa perkataan.
weather = Saya tiada ramalan cuaca; cuba met.gov.my atau bmkg.go.id. Yang boleh saya cari: berita tentang cuaca.
wellbeing = Baik, terima kasih. Mahu tanya apa tentang berita?
which_number = Nombor berapa? Tulis angkanya, atau lihat semua di /latest.
wish = Amin, terima kasih banyak.
other_language = bahasa Inggeris
other_language_only = Yang saya temui dalam bahasa Inggeris.
answered_instead = Daripada { $conditions } tiada yang menjawab itu. Yang terkini:
days_future = Berita { $words } belum ada: hari itu belum tiba.
days_no_such_day = Tiada tarikh { $words }.
days_reversed = Tarikhnya terbalik: { $words }. Tulis yang lebih awal dahulu.
news_instead = Tiada berita untuk { $conditions }. Yang terkini pada saya: { $day }
news_instead_undated = Tiada berita untuk { $conditions }. Yang terkini pada saya:
news_of = Berita: { $conditions }
news_old = Tiada berita baharu untuk { $conditions }. Yang terkini pada saya: { $day }
news_section_empty = Belum ada artikel dalam kategori { $section }.
news_title = Berita terkini
refused_of = Artikel daripada { $conditions } tidak menjawab itu.
take_back = ✕ { $label }
proposal_ask = Belum disimpan. Tekan ✓ jika sudah sesuai, atau pilih topik dan jadual lain.
proposal_done = Baik, saya akan maklumkan.
proposal_in_title = Dalam tajuk sahaja
proposal_yes = ✓ Ya, maklumkan
refused = Artikel yang ada tidak menjawab itu. Lihat apa yang ada di /latest.
refused_about = Ada artikel tentang { $about }, tetapi tidak menjawab itu. Yang paling hampir:
refused_beside = Ada artikel tentang { $about }, tetapi belum ada yang menyebut { $missing }. Yang paling hampir:
refused_closest = Belum tentu ini yang dicari, tetapi yang paling hampir:
refused_missing = Belum ada artikel tentang { $missing }.
subject_missing = Tentang apa? Sila tulis soalan dengan nama atau topiknya.
subject_which = Tentang apa?
thanks = Sama-sama! Tanyalah lagi bila-bila masa.

## Answers: their buttons

more_quotes = ➕ Petikan lain
quotes_back = ⬅ Kembali
quotes_title = Petikan lain
answer_gone = Jawapan ini tidak lagi disimpan. Tulis soalan itu sekali lagi.
asker_only = Butang ini hanya untuk orang yang bertanya. Balas sahaja mesej ini, misalnya: ada lagi?
read_numbered = 📖 { $number }
source_page = 🔗 Halaman asal
source_numbered = 🔗 { $number }
links_title = Halaman asalnya, tepat pada petikannya:
quote_moved = Artikel ini sudah diubah: petikannya tiada lagi di dalamnya.
article_gone = Artikel ini sudah tiada.

## Quotations

quotations_of = Petikan { $name }
quotations_about = Petikan { $name } tentang { $topic }
quotations_others = juga di { NUMBER($count) } tempat lain
quotations_none = Belum ada petikan langsung daripada { $name } di sana.
quotations_none_about = Belum ada petikan langsung daripada { $name } tentang { $topic }.
quotations_which = { $name } yang mana?
quotations_unknown = Belum ada petikan langsung daripada { $name }.
quotations_nearest = Belum ada petikan langsung daripada { $name }. Maksudnya:
quotations_how = Tulis namanya, dan topiknya jika perlu: /quotes { $example }
quotations_reading = Sebahagian artikel masih saya baca; cuba lagi sebentar.
quotations_read_as = Saya cari: { $name }
spoken_words = Kata-kata { $name } sendiri:
spoken_missing = Petikan langsung daripada { $name } tentang itu tidak saya temui. Yang ditulis:
spoken_elsewhere = Yang ditulis tentang itu; kata-kata { $name } sendiri ada di /quotes { $name }:

## Attachments

unread_photo = Saya belum boleh melihat gambar. Sila tulis soalan anda.
unread_video = Saya belum boleh menonton video. Sila tulis soalan anda.
unread_gif = Saya belum boleh melihat GIF. Sila tulis soalan anda.
unread_sticker = Saya belum boleh melihat pelekat. Sila tulis soalan anda.
unread_voice = Saya belum boleh mendengar mesej suara. Sila tulis soalan anda.
unread_audio = Saya belum boleh mendengar audio. Sila tulis soalan anda.
unread_document = Saya tidak membaca fail yang dihantar. Sila tulis soalan anda.
unread_location = Saya tidak membaca lokasi. Sila tulis nama tempatnya dan apa yang anda mahu tahu.
unread_contact = Saya tidak membaca atau menyimpan kenalan. Sila tulis soalan anda.
unread_poll = Saya tidak boleh menyertai undian. Sila tulis soalan anda.
unread_dice = Seronok! Tetapi saya hanya boleh membaca teks. Mahu tanya berita apa?

## Chats that are not the bot's own

ask_in_private = Tanya dalam sembang peribadi
only_in_private = Itu boleh diatur dalam sembang peribadi dengan saya.
guest_how =
    Tulis soalan anda selepas nama saya, contohnya:
    @{ $username } { $example }
stats_said_inline = Petikan dihantar dalam sembang lain: { $count }

## Timeline

command_timeline = Urutan kejadian: /timeline ebola
timeline_title = Urutan kejadian: { $subject }
timeline_range = { $first }–{ $last } daripada { NUMBER($total) } hari
timeline_older = « Lebih lama
timeline_newer = Lebih baharu »
timeline_button = 🗓 Urutan kejadian
timeline_none = Belum ada artikel tentang “{ $subject }”, jadi belum ada urutan kejadiannya.
timeline_one_day = Artikel tentang ini hanya daripada satu hari, jadi belum ada urutannya.
timeline_how =
    Tulis topiknya selepas /timeline, contohnya: /timeline ebola
    Saya susun satu ayat untuk setiap hari, dari yang lama ke yang baharu.

## Feedback

feedback_thanks = Terima kasih! Dicatat tanpa nama anda.
feedback_noted = Dicatat tanpa nama anda. Bilik berita nampak bahawa jawapan ini tidak membantu.
feedback_taken_back = Penilaian anda dipadamkan.
feedback_only_asker = Hanya orang yang bertanya boleh menilai jawapan ini.
gaps_unhelpful = { $question } · 👎 { $count }
feedback_exported = { NUMBER($count) } soalan yang dinilai ditulis ke { $path }
feedback_left_out = { NUMBER($count) } tidak disertakan: artikelnya sudah tiada.
feedback_none = Belum ada jawapan yang dinilai. Pembaca menilai jawapan dengan 👍 dan 👎.

## Operating

faults_title = ⚠️ Ada yang perlu disemak:
faults_over_title = ✅ Sudah pulih:
faults_now_title = Perlu disemak:
faults_label = Perlu disemak
faults_more = … dan { $count } lagi: /status
fault_feed = Suapan { $name } gagal dibaca selama { $span }: { $reason }. Beritanya tidak masuk. Lihat /feeds: betulkan alamatnya, jeda atau buang suapan itu.
fault_feed_gone = Suapan { $name } telah ditutup oleh lamannya. Buang suapan itu di /feeds, atau pantau yang lain dengan /feed.
fault_disk = Ruang cakera tinggal { $free } MB, kurang daripada { $least } MB (KUTIP_FREE_MB). Padam apa yang tidak diperlukan atau besarkan cakera: apabila penuh, tiada yang baharu disimpan.
fault_telegram = Telegram tidak dapat dihubungi selama { $span }. Sementara itu tiada siapa dijawab, tetapi tiada yang hilang. Semak rangkaian mesin ini: kutip check.
fault_outbox = Mesej tersekat: { $count } menunggu untuk dihantar, yang paling lama sejak { $span }. Mungkin Telegram melambatkan bot; sebabnya ada dalam log.
fault_backup = Tiada sandaran dibuat selama { $span }. Sebabnya ada dalam log (kutip backup membuatnya secara manual).
fault_backup_failing = Sandaran pangkalan data tidak dapat ditulis ke { $path }. Semak cakera dan kebenaran foldernya; di pelayan, kutip backup menunjukkan apa yang salah. Saya cuba lagi setiap jam.
fault_backup_full = Tiada ruang pada cakera untuk sandaran pangkalan data: { $path }. Kosongkan sebahagian, atau pilih folder lain dengan KUTIP_BACKUPS. Saya cuba lagi setiap jam.
fault_folder = Folder artikel tiada: { $path }. Artikelnya kekal seperti kali terakhir dibaca. Pasang semula folder itu, atau betulkan KUTIP_ARTICLES.
fault_clock_ahead = Jam mesin ini { $difference } lebih awal daripada jam Telegram. Betulkannya (timedatectl): makluman dan ringkasan mengikut jam ini.
fault_clock_behind = Jam mesin ini { $difference } lebih lewat daripada jam Telegram. Betulkannya (timedatectl): makluman dan ringkasan mengikut jam ini.
over_feed = Suapan { $name } dapat dibaca semula, selepas { $span }.
over_disk = Ruang cakera mencukupi semula.
over_telegram = Telegram tidak dapat dihubungi selama { $span }. Apa yang ditulis pada masa itu dijawab sekarang.
over_outbox = Mesej yang tersekat sudah dihantar.
over_backup = Sandaran dibuat semula.
over_folder = Folder artikel ada semula, selepas { $span }.
over_clock = Jam mesin ini sudah betul.
state_running = Bot: berjalan selama { $span } · { $mode }
state_starting = Bot: sedang bermula
state_stopping = Bot: sedang berhenti
state_hung = Bot: ada, tetapi tiada tanda hidup selama { $span }. Mulakan semula; apa yang dibuatnya kali terakhir ada dalam log.
state_stopped = Bot: tidak berjalan, kali terakhir dilihat { $ago }
state_never = Bot: tidak berjalan
state_leading = mengetuai
state_following = mengikut
state_telegram = Telegram: menjawab { $ago }
state_telegram_none = Telegram: belum dapat dihubungi
state_index = Indeks: ditulis { $ago }
state_failing = { $name }: { $reason }
state_last_read = kali terakhir dibaca { $ago }
state_never_read = belum pernah dibaca
state_oldest = Mesej paling lama yang menunggu: { $span }
state_topics = Topik: { $count }
state_backups = Sandaran: { $count } · terbaharu { $ago }
state_schema = Pangkalan data: skema { $schema }, program ini { $newest }. kutip run yang berikut memindahkannya.

## Terminal: the chat

telegram_how = Belum ada token bot, jadi kita bersembang di terminal. Untuk Telegram: minta token daripada @BotFather, tulis KUTIP_TOKEN=… dalam fail .env, kemudian mulakan semula.
page_here = Kutip terbuka di { $url }
page_how = Hanya untuk komputer ini. Berhenti dengan Ctrl-C; apa yang berlaku di sana tidak disimpan. Untuk Telegram: minta token daripada @BotFather, tulis KUTIP_TOKEN=… dalam fail .env, kemudian mulakan semula.
page_port_in_use = Port { $port } sedang digunakan. Tulis yang lain, atau tidak perlu.
welcome = Helo, saya Kutip, dengan { NUMBER($count) } artikel. Tulis soalan, atau /help.
samples = Contohnya:
terminal_help_body = Tulis sahaja soalan anda dengan ayat biasa, contohnya: { $example }
command_quit = Keluar (juga dengan Ctrl-D)
terminal_latest_how = Tulis nombornya untuk membaca, contohnya 1.
terminal_more_how = Ada petikan lain: tulis “ada lagi?”.
terminal_article_how = Tulis nombor atau alamat artikel: /article 3. Senarainya di /latest.
language_how = Tulis /language id, /language en atau /language ms.
terminal_unknown_command = Saya tidak kenal { $command }. Semua yang saya boleh buat ada di /help.

## Terminal: labels and results of `check`

label_settings = Tetapan
settings_read = dibaca daripada { $path }
settings_without_file = tanpa fail .env di { $path }
label_storage = Storan
storage_usable = boleh dibaca dan ditulis: { $path }
storage_new = akan dibuat di { $path }
storage_migrates = utuh, dengan skema { $schema }. Apabila dimulakan nanti dikemas kini kepada { $newest }, selepas disandarkan di { $folder }, yang memerlukan { $needed } MB; kosong { $free } MB.
storage_how = Folder data ditetapkan dengan KUTIP_DATA.
label_reader = Pembaca
reader_usable = model boleh digunakan: { $path }
label_articles = Artikel
articles_readable = { $count } dapat dibaca di { $path }
articles_none = tiada di { $path }. Letakkan artikel di sana, atau tetapkan KUTIP_ARTICLES.
articles_unreadable = { $count } tidak dapat dibaca. Sebabnya: kutip reload
label_backups = Sandaran
backups_there = yang terbaharu dibuat { $ago }, { $count } buah di { $path }; kosong { $free } MB
backups_none = belum ada di { $path }, kosong { $free } MB. Bot membuatnya setiap { $hours } jam semasa berjalan; kutip backup membuatnya sekarang.
backups_off = tiada di { $path }, dan dengan KUTIP_BACKUP_HOURS=0 tidak dibuat. Secara manual: kutip backup
label_versions = Versi
versions = Kutip { $version }, skema { $schema }, Python { $python }
label_bot = Token
bot_missing = belum ada. Minta daripada @BotFather, kemudian tulis KUTIP_TOKEN=… dalam .env.
bot_accepted = diterima Telegram: @{ $username }
label_proxy = Proksi
proxy_usable = { $host } dihubungi melalui { $proxy } ({ $setting }); halaman dan suapan juga diambil melaluinya
proxy_bypassed = halaman dan suapan diambil melalui { $proxy } ({ $setting }); { $host } dihubungi tanpa proksi
proxy_unreachable = { $proxy } ({ $setting }) tidak dapat dihubungi. Semak alamat dan rangkaian.
proxy_silent = { $proxy } ({ $setting }) tidak menjawab.
proxy_strange = { $proxy } ({ $setting }) tidak menjawab seperti proksi jenis itu. Semak http, https atau socks5 dalam alamatnya.
proxy_password = { $proxy } ({ $setting }) menolak nama dan kata laluan dalam alamatnya.
proxy_refused = { $proxy } ({ $setting }) menolak untuk menghubungi { $host }.
proxy_lost = { $proxy } ({ $setting }) menjawab, tetapi tidak sampai ke { $host }.
telegram_unreachable = Telegram tidak dapat dihubungi di { $host }. Semak rangkaian atau KUTIP_API_URL.
telegram_strange = { $host } tidak menjawab seperti Telegram ({ $status }). Semak KUTIP_API_URL.
label_updates = Mesej masuk
updates_here = diambil oleh bot yang sedang berjalan di sini
updates_free = tiada program lain yang mengambilnya
updates_webhook = dihantar ke webhook di { $host }, bukan ke sini. Jika tidak digunakan lagi: kutip run --delete-webhook
label_owners = Pemilik

## Terminal: articles to try it on

samples_written = Artikel untuk mencuba Kutip kini ada di { $path }. Tanyalah sesuatu: kutip run
samples_there = Semua artikel untuk mencuba Kutip sudah ada di { $path }.

## Terminal: after a reload or an import

bot_follows = Bot yang sedang berjalan menggunakannya dalam beberapa saat.

## Terminal: what went wrong

terminal_reload_failed = Muat semula gagal dan tiada apa-apa yang berubah.
terminal_reload_incomplete = Pemuatan terhenti selepas { NUMBER($count) } artikel; muat sekali lagi untuk bakinya.
failed = Ada ralat di dalam Kutip.
more_with_verbose = Butirannya dengan kutip --verbose.
why_with_check = Puncanya ditunjukkan oleh kutip check.

## The command line's help: the frame of the help

usage = Cara guna:
usage_hint = Lihat { $command } --help.
options = Pilihan
commands = Perintah
options_metavar = [PILIHAN]
command_metavar = PERINTAH [ARGUMEN]...
required = [wajib]

## The command line's help: the program and its commands

help_kutip =
    Bertanya kepada berita, dijawab dengan petikan.

    Tetapan dibaca daripada persekitaran dan daripada .env; senarainya: kutip settings.
help_ask = Menjawab satu SOALAN.
help_backup = Menyalin pangkalan data ke FAIL, dimampatkan jika namanya berakhir dengan .gz; bot boleh terus berjalan. Tanpa FAIL: ke folder sandaran.
help_chat = Bersembang di terminal; melalui paip, menjawab baris demi baris.
help_check = Memeriksa tetapan, storan, artikel dan token, kemudian memberi cadangan.
help_eval = Mengukur susunan, petikan dan penolakan dengan soalan yang jawapannya diketahui.
help_export =
    Menulis semua artikel ke FAIL sebagai baris JSON, dimampatkan jika namanya berakhir dengan .gz atau .xz.

    Tanda - bermaksud output standard.
help_export_feedback =
    Menulis soalan yang jawapannya dinilai pembaca dengan 👍 atau 👎 ke FAIL, seperti yang dibaca kutip eval.

    Tanda - bermaksud output standard.
help_import =
    Menambah artikel daripada FAIL kepada artikel yang sudah ada.

    txt, md, html, pdf, docx, csv, jsonl (dua yang terakhir juga gz atau xz), dan zip.
help_move = Menyalin semua isi ke pangkalan data PostgreSQL yang kosong, atau kembali ke fail.
help_playground = Membuka halaman dalam pelayar yang serupa Telegram, untuk mencuba bot tanpa token.
help_reload = Menyamakan isi storan dengan folder artikel.
help_restore = Mengganti pangkalan data dengan sandaran dalam FAIL, tanpa FAIL dengan yang terbaharu dalam folder sandaran; yang lama disimpan. Bot mesti dihentikan.
help_run = Menjalankan bot Telegram; tanpa token, halaman untuk mencubanya, atau sembang di sini.
help_samples = Meletakkan artikel yang disertakan dengan Kutip dalam folder artikel, untuk mencubanya.
help_settings = Mencetak semua tetapan dengan makna dan nilai lalainya, sebagai fail permulaan: kutip settings > .env
help_status = Menunjukkan sama ada bot berjalan, berapa banyak yang dimuatkan dan apa yang perlu disemak.

## The command line's help: options by their parameters' names

option_help = Menunjukkan bantuan ini.
option_version = Menunjukkan versi.
option_verbose = Menunjukkan log, termasuk jejak ralat.
option_as_json = Mencetak satu objek JSON.
option_articles = Folder atau fail.
option_queries = JSONL: id, text, answers, date.
option_qrels = Dipisahkan tab: soalan, artikel, kaitan.
option_typos = Setiap soalan diberi satu salah taip, mengikut nombor ini.
option_limit_first = Panjang petikan pertama, dalam aksara, jika tiada yang ditolak.
option_reader = Folder model pembaca, seperti KUTIP_READER.
option_run_file = Menulis susunan sebagai TREC run.
option_answers_file = Menulis semua jawapan sebagai baris JSON.
option_of_language = Hanya soalan dalam bahasa ini: id atau en.
option_overwrite = Menggantikan fail yang sudah ada.
option_remove = Membuang artikel walaupun sebahagian besar isi folder hilang.
option_delete_webhook = Membuang webhook yang menghalang.
option_no_browser = Tidak membuka pelayar, hanya mencetak alamatnya.
option_port = Port halaman; jika tidak ditulis, yang kosong.
option_to = postgresql://NAMA:KATALALUAN@HOS/PANGKALANDATA, atau fail baharu.
option_yes = Memulihkan sandaran terbaharu tanpa bertanya.

## The command line's help: arguments by their parameters' names, and the values of options

argument_question = SOALAN...
argument_file = FAIL
argument_files = FAIL...
value_file = FAIL
value_number = NOMBOR
value_address = ALAMAT

## The command line's help: what is wrong

usage_no_option = Pilihan { $name } tidak ada.
usage_no_command = Perintah { $name } tidak ada.
usage_similar = { $text } Maksudnya { $similar }?
usage_missing = { $name } belum ditulis.
usage_needs_value = { $name } perlu diberi nilai.
usage_takes_no_value = { $name } tidak diberi nilai.
usage_number = { $name } diisi nombor bulat.
usage_extra = Tidak difahami: { $words }
interrupted = Dihentikan.

## kutip check: the database

database_usable = PostgreSQL { $version } di { $host } boleh dibaca dan ditulis; tiada bot yang memimpin sekarang ({ NUMBER($count) } bot bersambung)
database_led = PostgreSQL { $version } di { $host } boleh dibaca dan ditulis; satu bot memimpin ({ NUMBER($count) } bot bersambung)
database_new = PostgreSQL { $version } di { $host } masih kosong. kutip run membuat jadualnya; isi yang lama dibawa dengan kutip move, sebelum itu.
database_migrates = PostgreSQL { $version } di { $host } mempunyai skema { $schema }; kutip run mengemas kininya ke { $newest }.
database_unreachable = PostgreSQL tidak dapat dihubungi di { $host } ({ $reason }). Semak pelayan, rangkaian dan KUTIP_DATABASE.
database_refused = PostgreSQL di { $host } menolak nama atau kata laluan dalam KUTIP_DATABASE.
database_absent = PostgreSQL di { $host } tiada pangkalan data { $name }. Buat: createdb { $name }
database_foreign = pangkalan data itu mengandungi jadual yang bukan milik Kutip: { $tables }. Beri Kutip yang kosong.
database_encoding = pangkalan data itu menggunakan { $encoding }, bukan UTF8. Buat yang lain: createdb -E UTF8 -T template0 { $name }
database_read_only = PostgreSQL di { $host } hanya boleh dibaca: ia salinan (standby), atau penggunanya tidak boleh membuat jadual. KUTIP_DATABASE mesti menuju pelayan utama, dengan pemilik pangkalan data.
database_clock = jam mesin ini dan jam PostgreSQL berbeza { $seconds } saat. Selaraskan dengan NTP.
database_old = PostgreSQL { $version } lebih lama daripada { $least }, yang paling lama pernah dicuba.

## kutip check: the search engine

label_engine = Carian
cluster_usable = OpenSearch { $release }, { NUMBER($nodes) } nod, hijau
cluster_fewer = OpenSearch { $release }, hijau, tetapi hanya { NUMBER($nodes) } nod daripada { $named } dalam KUTIP_OPENSEARCH. Hidupkan yang mati.
cluster_yellow = OpenSearch { $release }, { NUMBER($nodes) } nod, kuning: { NUMBER($count) } salinan shard belum mempunyai nod. Jika tiada nod yang mati, KUTIP_OPENSEARCH_REPLICAS terlalu besar.
cluster_red = OpenSearch { $release }, { NUMBER($nodes) } nod, merah: { NUMBER($count) } shard tiada, jadi carian mungkin gagal. Hidupkan nod yang mati.
cluster_unreachable = OpenSearch tidak dapat dihubungi di { $hosts } ({ $reason }). Semak nodnya, rangkaian dan KUTIP_OPENSEARCH.
cluster_refused = OpenSearch di { $hosts } menolak KUTIP_OPENSEARCH_USER atau KUTIP_OPENSEARCH_PASSWORD.
cluster_certificate = sijil OpenSearch di { $hosts } tidak diterima. KUTIP_OPENSEARCH_CA mesti mengandungi sijil yang menandatanganinya.
cluster_strange = yang menjawab bukan OpenSearch ({ $reason }). Semak KUTIP_OPENSEARCH.
cluster_old = { $name } tidak dapat digunakan; OpenSearch { $least } atau yang lebih baharu diperlukan.
index_usable = indeks { $name } sepadan dengan pangkalan data: { NUMBER($passages) } bahagian, { NUMBER($shards) } shard, { NUMBER($replicas) } salinan
index_missing = indeks { $name } belum ada; kutip run membuatnya daripada pangkalan data.
index_rebuilt = indeks { $name } daripada versi Kutip lain; kutip run membuatnya semula.
index_behind = indeks { $name } belum sepadan dengan pangkalan data. Bot yang berjalan mengemas kininya dalam beberapa saat; jika tiada yang berjalan, kutip run.
index_other_shards = indeks { $name }: { NUMBER($passages) } bahagian, { NUMBER($shards) } shard, { NUMBER($replicas) } salinan. KUTIP_OPENSEARCH_SHARDS={ $wanted } hanya untuk indeks seterusnya.

## kutip check: the webhook

label_webhook = Webhook
webhook_free = { $where } kosong; kutip run mendengar di sana
webhook_here = { $where } digunakan oleh bot yang sedang berjalan di sini
webhook_reached = { $host } sampai ke Kutip
webhook_no_bot = { $host } menjawab { $answer }: proksinya ada, tetapi tiada bot di belakangnya sekarang.
webhook_elsewhere = { $url } menjawab { $answer }, jadi bukan Kutip yang menjawab. Proksi mesti meneruskan alamat ini, dengan laluan yang sama, ke KUTIP_WEBHOOK_PORT.
webhook_certificate = sijil { $host } tidak sah. Telegram hanya menghantar jika sijilnya sah, atau diberikan dalam KUTIP_WEBHOOK_CERTIFICATE.
webhook_unreachable = { $host } tidak dapat dihubungi dari mesin ini. Telegram mesti boleh, pada port 443, 80, 88 atau 8443; jika dari luar boleh, abaikan.
webhook_unset = Telegram belum tahu alamatnya; kutip run memberitahunya
webhook_other = Telegram menghantar ke { $host }, bukan ke KUTIP_WEBHOOK_URL; kutip run mengubahnya
webhook_error = Telegram gagal menghantar pada { $when }: { $message }. { NUMBER($count) } mesej menunggu.
webhook_set = Telegram menghantar ke sini tanpa ralat; { NUMBER($count) } mesej menunggu

## kutip check: pemantauan

label_monitoring = Pemantauan
monitoring_free = { $where } kosong; kutip run menyajikan /healthz, /readyz dan /metrics di sana
monitoring_ready = menurut { $where }, bot sedia
monitoring_unready = menurut { $where }, bot belum sedia: { $parts }
monitoring_starting = menurut { $where }, bot sedang bermula atau berhenti
monitoring_silent = bot berjalan di sini, tetapi { $where } tidak menjawab. Mungkin bot dimulakan dengan KUTIP_MONITORING_PORT lain.

## kutip move

move_begins = Menyalin { $source } ke { $target } …
move_progress = {"  "}{ $table }: { $rows } daripada { $total }
move_table = {"  "}{ $table }: { $rows }
move_done = { NUMBER($rows) } baris dalam { NUMBER($tables) } jadual disalin dan dibandingkan: sama dengan asalnya.
move_damaged = { $table }: { NUMBER($count) } teks mempunyai bait rosak, yang kini menjadi �.
move_with_nul = { $table }: { NUMBER($count) } teks mengandungi aksara NUL; ia kekal utuh.
move_left_out = { $table }: { NUMBER($count) } baris tidak dapat dibaca dan tidak disertakan. Yang berasal daripada folder atau suapan dimuatkan semula oleh kutip reload.
move_source_stays = { $source } kekal seperti sedia ada.
move_next_postgresql = Seterusnya: tulis alamat dalam --to ke .env sebagai KUTIP_DATABASE=postgresql://…, semak dengan kutip check, kemudian kutip run.
move_next_file = Seterusnya: kosongkan KUTIP_DATABASE= dalam .env, tetapkan KUTIP_DATA={ $folder } (failnya mesti bernama kutip.db), semak dengan kutip check, kemudian kutip run.
