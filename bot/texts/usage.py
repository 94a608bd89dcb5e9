"""Texts of the command line's help and usage errors."""

from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.text_fields import TextFields
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageTexts(TextFields):
    """Commands, options and arguments, and what can be wrong with them."""

    # The frame of the help
    usage: str
    usage_hint: str
    options: str
    commands: str
    options_metavar: str
    command_metavar: str
    required: str

    # The program and its commands
    help_kutip: str
    help_ask: str
    help_backup: str
    help_chat: str
    help_check: str
    help_eval: str
    help_export: str
    help_import: str
    help_move: str
    help_reload: str
    help_restore: str
    help_run: str
    help_status: str

    # Options by their parameters' names
    option_help: str
    option_version: str
    option_verbose: str
    option_as_json: str
    option_articles: str
    option_queries: str
    option_qrels: str
    option_typos: str
    option_limit_first: str
    option_reader: str
    option_run_file: str
    option_answers_file: str
    option_overwrite: str
    option_remove: str
    option_delete_webhook: str
    option_to: str

    # Arguments by their parameters' names, and the values of options
    argument_question: str
    argument_file: str
    argument_files: str
    value_file: str
    value_number: str
    value_address: str

    # What is wrong
    usage_no_option: str
    usage_no_command: str
    usage_similar: str
    usage_missing: str
    usage_needs_value: str
    usage_takes_no_value: str
    usage_number: str
    usage_extra: str
    interrupted: str


INDONESIAN = UsageTexts(
    language=Language.INDONESIAN,
    usage="Cara pakai:",
    usage_hint="Lihat {command} --help.",
    options="Opsi",
    commands="Perintah",
    options_metavar="[OPSI]",
    command_metavar="PERINTAH [ARGUMEN]...",
    required="[wajib]",
    help_kutip=(
        "Bertanya kepada berita, dijawab dengan kutipan.\n\n"
        "Pengaturan dibaca dari lingkungan dan dari .env; daftarnya ada di .env.example."
    ),
    help_ask="Menjawab satu PERTANYAAN.",
    help_backup=(
        "Menyalin basis data ke BERKAS, dipadatkan kalau namanya berakhir .gz; bot boleh tetap "
        "berjalan."
    ),
    help_chat="Mengobrol di terminal; lewat pipa, menjawab baris demi baris.",
    help_check="Memeriksa pengaturan, penyimpanan, artikel, dan token, lalu memberi saran.",
    help_eval=(
        "Mengukur urutan, kutipan, dan penolakan dengan pertanyaan yang jawabannya diketahui."
    ),
    help_export=(
        "Menulis semua artikel ke BERKAS sebagai baris JSON, dipadatkan kalau namanya berakhir .gz "
        "atau .xz.\n\nTanda - berarti keluaran standar."
    ),
    help_import=(
        "Menambahkan artikel dari BERKAS ke artikel yang sudah ada.\n\n"
        "txt, md, html, pdf, docx, csv, jsonl (dua yang terakhir juga gz atau xz), dan zip."
    ),
    help_move="Menyalin semua isi ke basis data PostgreSQL yang kosong, atau kembali ke berkas.",
    help_reload="Menyamakan isi penyimpanan dengan folder artikel.",
    help_restore=(
        "Mengganti basis data dengan cadangan di BERKAS; yang lama disimpan. Bot harus berhenti."
    ),
    help_run="Menjalankan bot Telegram, atau obrolan di sini selama belum ada token.",
    help_status="Menunjukkan berapa banyak yang dimuat.",
    option_help="Menampilkan bantuan ini.",
    option_version="Menampilkan versi.",
    option_verbose="Menampilkan log, termasuk jejak galat.",
    option_as_json="Mencetak satu objek JSON.",
    option_articles="Folder atau berkas.",
    option_queries="JSONL: id, text, answers, date.",
    option_qrels="Dipisah tab: pertanyaan, artikel, relevansi.",
    option_typos="Setiap pertanyaan diberi satu salah ketik, menurut angka ini.",
    option_limit_first="Panjang kutipan pertama, dalam karakter, kalau tidak ada yang ditolak.",
    option_reader="Folder model pembaca, seperti KUTIP_READER.",
    option_run_file="Menulis urutan sebagai TREC run.",
    option_answers_file="Menulis semua jawaban sebagai baris JSON.",
    option_overwrite="Menggantikan berkas yang sudah ada.",
    option_remove="Menghapus artikel walaupun sebagian besar isi folder hilang.",
    option_delete_webhook="Menghapus webhook yang menghalangi.",
    option_to="postgresql://NAMA:SANDI@HOST/BASISDATA, atau berkas baru.",
    argument_question="PERTANYAAN...",
    argument_file="BERKAS",
    argument_files="BERKAS...",
    value_file="BERKAS",
    value_number="ANGKA",
    value_address="ALAMAT",
    usage_no_option="Opsi {name} tidak ada.",
    usage_no_command="Perintah {name} tidak ada.",
    usage_similar="{text} Maksudnya {similar}?",
    usage_missing="{name} belum ditulis.",
    usage_needs_value="{name} perlu diberi nilai.",
    usage_takes_no_value="{name} tidak diberi nilai.",
    usage_number="{name} diisi bilangan bulat.",
    usage_extra="Tidak dimengerti: {words}",
    interrupted="Dihentikan.",
)

ENGLISH = UsageTexts(
    language=Language.ENGLISH,
    usage="Usage:",
    usage_hint="See {command} --help.",
    options="Options",
    commands="Commands",
    options_metavar="[OPTIONS]",
    command_metavar="COMMAND [ARGS]...",
    required="[required]",
    help_kutip=(
        "Ask the news, get quotes.\n\n"
        "Settings are read from the environment and from .env; .env.example lists them."
    ),
    help_ask="Answer one QUESTION.",
    help_backup=(
        "Write a copy of the database to FILE, compressed if it ends in .gz; the bot may go on."
    ),
    help_chat="Chat in the terminal; fed by a pipe, answer line by line.",
    help_check="Check settings, storage, articles and token, and say what to do.",
    help_eval="Measure ranking, quotes and refusals with questions whose answers are known.",
    help_export=(
        "Write all articles to FILE as JSON lines, compressed if it ends in .gz or .xz.\n\n"
        "- stands for the standard output."
    ),
    help_import=(
        "Add the articles in FILE to those already stored.\n\n"
        "txt, md, html, pdf, docx, csv, jsonl (the last two also as gz or xz), and zip."
    ),
    help_move="Copy everything to an empty PostgreSQL database, or back to a file.",
    help_reload="Bring what is stored up to date with the folder of articles.",
    help_restore=(
        "Replace the database by the backup in FILE; the old one is kept. Stop the bot first."
    ),
    help_run="Start the Telegram bot, or a chat here while there is no token.",
    help_status="Show how much is loaded.",
    option_help="Show this message.",
    option_version="Show the version.",
    option_verbose="Show the log, and tracebacks with it.",
    option_as_json="Print one JSON object.",
    option_articles="Folder or file.",
    option_queries="JSONL: id, text, answers, date.",
    option_qrels="Tab-separated: query, article, relevance.",
    option_typos="Ask with one mistake per question, chosen by this number.",
    option_limit_first="Characters of the first quote at most, where nothing is refused.",
    option_reader="Folder of a model that judges sentences, as KUTIP_READER.",
    option_run_file="Write the ranking as a TREC run.",
    option_answers_file="Write every answer as JSON lines.",
    option_overwrite="Replace the file if it exists.",
    option_remove="Remove articles even if most of the folder is gone.",
    option_delete_webhook="Delete a webhook that stands in the way.",
    option_to="postgresql://NAME:PASSWORD@HOST/DATABASE, or a new file.",
    argument_question="QUESTION...",
    argument_file="FILE",
    argument_files="FILE...",
    value_file="FILE",
    value_number="NUMBER",
    value_address="ADDRESS",
    usage_no_option="No such option: {name}.",
    usage_no_command="No such command: {name}.",
    usage_similar="{text} Did you mean {similar}?",
    usage_missing="{name} is missing.",
    usage_needs_value="{name} needs a value.",
    usage_takes_no_value="{name} takes no value.",
    usage_number="{name} takes a whole number.",
    usage_extra="Not understood: {words}",
    interrupted="Stopped.",
)

_TEXTS = MappingProxyType({Language.INDONESIAN: INDONESIAN, Language.ENGLISH: ENGLISH})


def usage_texts_for(language: Language) -> UsageTexts:
    """Return the texts of help and usage errors in ``language``."""
    return _TEXTS[language]
