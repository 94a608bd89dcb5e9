"""Indonesian stems join the forms of a word and keep different words apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import indonesian

# A family a line. The letter that meN- and peN- swallow is k, p, s or t, or none.
FAMILIES = """
merdeka kemerdekaan memerdekakan
terbang penerbangan menerbangkan penerbang diterbangkan
kembang mengembangkan pengembangan dikembangkan perkembangan
tembak tembakan menembak penembakan ditembak
olah diolah mengolah pengolahan olahan
laku pelaku dilakukan melakukan perilaku berlaku
kerja bekerja pekerja pekerjaan mengerjakan dikerjakan
kelola mengelola pengelola pengelolaan dikelola
teliti meneliti penelitian peneliti diteliti
milik memiliki pemilik kepemilikan dimiliki
kirim mengirim dikirim mengirimkan dikirimkan pengiriman pengirim kiriman terkirim
kumpul mengumpulkan dikumpulkan pengumpulan kumpulan berkumpul
kunjung mengunjungi dikunjungi pengunjung kunjungan berkunjung
kuasa menguasai dikuasai penguasa penguasaan kekuasaan
kurang mengurangi dikurangi pengurangan berkurang kekurangan
korban mengorbankan dikorbankan pengorbanan
kutip mengutip dikutip pengutipan kutipan
kait mengaitkan dikaitkan kaitan terkait
kaji mengkaji dikaji pengkajian kajian
kisah mengisahkan dikisahkan
kubur mengubur dikubur penguburan kuburan
kontrol mengontrol dikontrol pengontrolan
karang mengarang dikarang pengarang karangan
kawal mengawal dikawal pengawal pengawalan
tulis menulis ditulis menuliskan dituliskan penulis penulisan tulisan tertulis
tangkap menangkap ditangkap penangkapan penangkap tangkapan tertangkap
temu menemukan ditemukan penemuan penemu temuan pertemuan bertemu
tanda menandai ditandai penanda pertanda
tanam menanam ditanam penanaman tanaman tertanam
tinggal meninggal meninggalkan ditinggalkan peninggalan
tumbuh menumbuhkan ditumbuhkan pertumbuhan tumbuhan bertumbuh
tutup menutup ditutup penutupan penutup tertutup
turun menurun menurunkan diturunkan penurunan turunan keturunan
tambah menambah ditambah penambahan tambahan bertambah
tugas menugaskan ditugaskan penugasan petugas bertugas
tuntut menuntut dituntut tuntutan penuntut penuntutan
tanggung menanggung ditanggung tanggungan penanggung
tetap menetapkan ditetapkan penetapan ketetapan
tempat menempatkan ditempatkan penempatan
tahan menahan ditahan penahanan tahanan bertahan pertahanan
tari menari penari tarian
pukul memukul dipukul memukuli pemukul pemukulan pukulan
pilih memilih dipilih pemilih pemilihan pilihan terpilih
pimpin memimpin dipimpin pemimpin pimpinan kepemimpinan
periksa memeriksa diperiksa pemeriksaan pemeriksa
perintah memerintah memerintahkan diperintahkan pemerintah pemerintahan
panggil memanggil dipanggil panggilan pemanggilan
pisah memisahkan dipisahkan pemisahan terpisah
pindah memindahkan dipindahkan pemindahan berpindah
pasang memasang dipasang pemasangan terpasang
potong memotong dipotong pemotongan potongan
pengaruh mempengaruhi dipengaruhi berpengaruh terpengaruh
percaya mempercayai dipercaya kepercayaan
penuh memenuhi dipenuhi pemenuhan
putus memutuskan diputuskan putusan keputusan pemutusan
pulih memulihkan dipulihkan pemulihan
sapu menyapu disapu penyapu sapuan
sebut menyebut disebut menyebutkan penyebutan sebutan
serang menyerang diserang penyerangan serangan penyerang
selamat menyelamatkan diselamatkan penyelamatan keselamatan
serah menyerahkan diserahkan penyerahan
siap menyiapkan disiapkan persiapan bersiap kesiapan
simpan menyimpan disimpan penyimpanan simpanan tersimpan
susun menyusun disusun penyusunan susunan tersusun
sebar menyebar menyebarkan disebarkan penyebaran tersebar
sebab menyebabkan disebabkan penyebab
sewa menyewa disewa penyewa penyewaan
saksi menyaksikan disaksikan kesaksian
satu menyatukan disatukan penyatuan persatuan bersatu
sumbang menyumbang menyumbangkan disumbangkan penyumbang sumbangan
ambil mengambil diambil pengambilan
ajar mengajar diajarkan pengajar pengajaran pelajar pelajaran belajar
ubah mengubah diubah pengubahan perubahan berubah
umum mengumumkan diumumkan pengumuman
ungkap mengungkapkan diungkapkan pengungkapan ungkapan terungkap
angkat mengangkat diangkat pengangkatan angkatan
akhir mengakhiri diakhiri berakhir terakhir
adil mengadili diadili pengadilan keadilan peradilan
undang mengundang diundang undangan
uji menguji diuji pengujian penguji ujian
alam mengalami dialami pengalaman
aman mengamankan diamankan pengamanan keamanan
atur mengatur diatur peraturan pengaturan aturan
ikut mengikuti diikuti pengikut
operasi mengoperasikan dioperasikan pengoperasian beroperasi
evakuasi mengevakuasi dievakuasi pengevakuasian
ukur mengukur diukur pengukuran ukuran
usaha mengusahakan diusahakan pengusaha perusahaan
gali menggali digali penggalian galian
guna menggunakan digunakan pengguna penggunaan kegunaan
ganti mengganti diganti penggantian pengganti
hitung menghitung dihitung penghitungan hitungan perhitungan
hasil menghasilkan dihasilkan penghasilan berhasil
hancur menghancurkan dihancurkan kehancuran penghancuran
baca membaca dibaca pembaca pembacaan bacaan terbaca
bangun membangun dibangun pembangunan bangunan pembangun
bantu membantu dibantu bantuan pembantu
bunuh membunuh dibunuh pembunuhan pembunuh terbunuh
beri memberi diberi memberikan diberikan pemberian
berita memberitakan diberitakan pemberitaan
beli membeli dibeli pembelian pembeli
buka membuka dibuka pembukaan terbuka
bakar membakar dibakar kebakaran pembakaran terbakar
dengar mendengar didengar pendengar terdengar
daftar mendaftar didaftarkan pendaftaran terdaftar
duduk menduduki diduduki penduduk pendudukan kedudukan
dukung mendukung didukung dukungan pendukung
dapat mendapat mendapatkan didapatkan pendapatan
jual menjual dijual penjual penjualan
jalan menjalankan dijalankan perjalanan berjalan
jelas menjelaskan dijelaskan penjelasan
cari mencari dicari pencarian
cipta menciptakan diciptakan pencipta penciptaan ciptaan
luncur meluncurkan diluncurkan peluncuran
lapor melaporkan dilaporkan pelaporan laporan pelapor
latih melatih dilatih pelatih pelatihan latihan
lahir melahirkan dilahirkan kelahiran
letus meletus letusan
warna mewarnai diwarnai pewarna pewarnaan berwarna
wajib mewajibkan diwajibkan kewajiban
makan memakan dimakan makanan pemakan
main memainkan dimainkan pemain permainan bermain
minta meminta diminta permintaan
menang memenangkan dimenangkan pemenang kemenangan
muat memuat dimuat pemuatan termuat
mati mematikan dimatikan kematian
muncul memunculkan dimunculkan kemunculan
naik menaikkan dinaikkan kenaikan
nikah menikah dinikahkan pernikahan menikahi
nyata menyatakan dinyatakan pernyataan kenyataan
nyanyi menyanyi dinyanyikan penyanyi nyanyian
gempa gempanya gempalah
kota kotanya kotalah kotakah
""".strip().splitlines()


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_one_stem(family: str) -> None:
    words = family.split()
    assert len(words) >= 3
    assert {word: indonesian.stem(word) for word in words} == dict.fromkeys(
        words, indonesian.stem(words[0])
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("makan", "makna"),
        ("menteri", "teri"),
        ("menteri", "mentah"),
        ("pena", "nama"),
        ("menu", "tua"),
        ("menit", "nilai"),
        ("kirim", "kira"),
        ("tari", "tani"),
        ("pemain", "pemaaf"),
        ("pemilih", "pemilik"),
        ("menara", "tara"),
        ("perang", "rangka"),
        ("mengali", "menggali"),
        ("menyanyi", "menyani"),
        ("meninggal", "tunggal"),
    ],
)
def test_other_words_keep_other_stems(one: str, other: str) -> None:
    assert indonesian.stem(one) != indonesian.stem(other)


@pytest.mark.parametrize(
    ("word", "root"),
    [
        # a swallowed letter comes back, before Snowball takes what is left
        ("mengirimkan", "kirimkan"),
        ("penulis", "tulis"),
        ("memukul", "pukul"),
        ("menyapu", "sapu"),
        # nothing was swallowed
        ("mengambil", "ambil"),
        ("memasak", "masak"),
        ("menilai", "nilai"),
        ("menyanyi", "nyanyi"),
        # no nasal prefix, or too short to be one
        ("membaca", "membaca"),
        ("menu", "menu"),
        ("pena", "pena"),
        ("jakarta", "jakarta"),
        ("", ""),
    ],
)
def test_the_replaced_letter_is_restored(word: str, root: str) -> None:
    assert indonesian.restore_root(word) == root


@pytest.mark.parametrize("number", ["100.000", "14.000", "3,5", "10:30", "1945", "7"])
def test_a_number_is_its_own_stem(number: str) -> None:
    assert indonesian.stem(number) == number


@given(st.text(alphabet=st.sampled_from("aiueokptsmnygrbdln-'1."), max_size=20))
def test_every_word_has_a_stem(word: str) -> None:
    assert bool(indonesian.stem(word)) == bool(word)


def test_word_lists_are_normalised_words() -> None:
    assert all(word == word.lower() for word in indonesian.QUESTION_WORDS | indonesian.STOP_WORDS)
