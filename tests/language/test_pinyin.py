"""Chinese typed by its sound: read where it is clear, left alone where it is not."""

import pickle
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.snapshot import Snapshot
from bot.language.pinyin import MOST_LETTERS, PinyinReader, Words
from bot.language.syllables import is_sound, readings


@pytest.fixture(scope="module")
def reader(snapshot: Snapshot) -> PinyinReader:
    return snapshot.pinyin


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wo de hu zhao diu le zen me ban", "我的护照丢了怎么办"),
        ("juliu xuke zenme yanqi", "居留许可怎么延期"),
        ("juliuxuke daoqi le zenmeban?", "居留许可到期了怎么办"),
        ("juliuxukedaoqilezenmeban", "居留许可到期了怎么办"),
        ("WO DE QIANZHENG DIU LE", "我的签证丢了"),
        ("Wǒ de hùzhào diū le, zěnme bàn?", "我的护照丢了怎么办"),
        ("wo3 de hu4zhao4 diu1 le5 zen3me ban4", "我的护照丢了怎么办"),
        ("wo xiang ban lvyou qianzheng", "我想办旅游签证"),
        ("wo xiang ban luyou qianzheng", "我想办旅游签证"),
        ("wǒ xiǎng bàn lǚyóu qiānzhèng", "我想办旅游签证"),
        ("shei keyi bang wo ban juliu", "谁可以帮我办居留"),
        ("juliu xuke zai nar ban", "居留许可在哪办"),
    ],
)
def test_sentences_are_read_however_they_are_typed(reader: PinyinReader, typed: str, meant: str) -> None:
    assert reader.read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wo de Z qianzheng daoqi le", "我的 z 签证到期了"),
        ("wo de Zqianzheng daoqi le", "我的 z 签证到期了"),
        ("wo de visa daoqi le zenme ban", "我的 visa 到期了怎么办"),
        ("canada ren xuyao qianzheng ma", "canada 人需要签证吗"),
        ("wo 60 sui le, keyi ban gongzuo xuke ma", "我 60 岁了可以办工作许可吗"),
        ("我的 juliu xuke 到期了 zenme ban", "我的居留许可到期了怎么办"),
        ("wo zhu zai Wudaokou, qu nali ban juliu xuke", "我住在 wudaokou 去哪里办居留许可"),
    ],
)
def test_what_stands_between_stays(reader: PinyinReader, typed: str, meant: str) -> None:
    assert reader.read(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "can men she he long bang fan sang",
        "can he change me",
        "do you like me more than a man",
        "how do I renew my juliu xuke",
        "what is the zhusu dengji for",
        "de la chine a la ville",
        "tu me manges le pain",
        "da li li dai la mano",
        "como se dirige a ti la gente",
        "bagaimana cara memperpanjang izin tinggal",
        "di mana saya bisa lapor",
        "toi can gia han the tam tru",
        "lam sao de xin the cu tru",
        "bao hiem tai nan lao dong",
        "cu dan hong kong ma cao dai loan",
        "bảo hiểm tai nạn lao động",
        "wie du meine gedanken lesen kannst",
        "watashi wa sensei ni naritai",
        "ma lo sai che ti amo",
        "mama mia la macchina",
        "la li lu le lo",
        "ding ding ding",
        "Zhang Wei, Li Na, Wang Fang",
        "Wang Xiaoming he Li Hua",
    ],
)
def test_other_languages_and_names_are_left_alone(reader: PinyinReader, text: str) -> None:
    assert reader.read(text) is None


@pytest.mark.parametrize(
    "text", ["juliuxuke", "ju liu xu ke", "zhusu dengji", "huzhao", "hukou", "fapiao", "xueli renzheng", "beijing hukou"]
)
def test_single_terms_are_left_to_the_terms(reader: PinyinReader, text: str) -> None:
    assert reader.read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "wudaokou",
        "wu dao kou",
        "chaoyang",
        "near Wudaokou",
        "Shijingshan Gucheng",
        "beijingdaxuedongmen",
        "Beijiao Nongchang Qiao",
        "Huixinxijie Beikou",
    ],
)
def test_names_of_places_are_left_to_the_places(reader: PinyinReader, text: str) -> None:
    assert reader.read(text) is None


@pytest.mark.parametrize(
    "text", ["", " ", "?!", "1234", "的", "我的护照丢了怎么办", "パスポート wo nakushi mashita", "wo de паспорт diu le", "qwrtpsdf"]
)
def test_what_cannot_be_pinyin_is_none(reader: PinyinReader, text: str) -> None:
    assert reader.weigh(text) is None


def test_no_question_or_phrase_of_another_language_is_taken_for_pinyin(snapshot: Snapshot) -> None:
    """But for phrases that are Chinese typed by its sound ("gongzuo xuke yanqi"), which staff may write under any language."""
    phrases = [
        phrase
        for of_subject in (*(entry.phrases for entry in snapshot.knowledge.entries.values()), *snapshot.knowledge.beside.values())
        for locale in ("en", "fr", "zh-Hans")
        for phrase in of_subject.get(locale, ())
    ]
    terms = [
        word
        for concept in snapshot.knowledge.concepts.values()
        for locale in ("en", "fr", "de", "es", "it", "pt", "id", "vi")
        if locale in concept.terms
        for word in (concept.terms[locale].preferred, *concept.terms[locale].variants)
    ]
    assert [term for term in terms if snapshot.pinyin.read(term)] == []
    taken = [phrase for phrase in phrases if snapshot.pinyin.read(phrase)]
    assert all(is_sound(word) for phrase in taken for word in phrase.lower().split() if not word.isdigit()), taken
    assert len(taken) < len(phrases) / 1000


@given(st.text(max_size=200) | st.text("abeghinouzü1 'I我的ǚ", max_size=200) | st.lists(st.sampled_from(sorted(readings()))).map("".join))
def test_nothing_makes_it_fail(snapshot: Snapshot, text: str) -> None:
    read = snapshot.pinyin.read(text)
    assert read == snapshot.pinyin.read(text)
    assert read is None or read == " ".join(read.split())


@pytest.mark.parametrize("knowing", [(), ("居留许可", "我的")])
@pytest.mark.parametrize("text", ["wo de juliu xuke", "wo de hu zhao diu le zen me ban", "z", "zhuang" * 20])
def test_little_knowledge_is_no_trouble(knowing: tuple[str, ...], text: str) -> None:
    assert PinyinReader(knowing, Words()).read(text) in (None, "我的居留许可")


@pytest.mark.parametrize("piece", ["zhuang", "an", "wo de hu zhao ", "i", "a b c ", "ju1", "我an", "nǚ", "q", "9", "a'"])
def test_a_hundred_thousand_characters_cost_no_time(reader: PinyinReader, piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    assert reader.read(text) is None
    assert time.process_time() - started < 0.05


@pytest.mark.parametrize("syllable", ["yi", "shi", "zhuang ", "an", "ji yi "])
def test_forty_syllables_are_read_in_a_moment(reader: PinyinReader, syllable: str) -> None:
    text = (syllable * 40)[:MOST_LETTERS]
    reader.weigh(text)
    started = time.process_time()
    reader.weigh(text)
    assert time.process_time() - started < 0.02  # about 3 ms; machines differ


def test_a_kept_reader_reads_as_the_fresh_one(reader: PinyinReader) -> None:
    kept = pickle.loads(pickle.dumps(reader))  # noqa: S301 - our own
    for text in ("wo de hu zhao diu le zen me ban", "wo de Z visa daoqi le", "can he change me"):
        assert kept.weigh(text) == reader.weigh(text)


def test_every_common_character_has_a_sound() -> None:
    table = readings()
    assert len({character for characters in table.values() for character, _ in characters}) > 6700
    sounds = {"行": ("xing", "hang"), "绿": ("lv", "lu"), "女": ("nv", "nu"), "了": ("le", "liao"), "得": ("de", "dei"), "局": ("ju", "jv")}
    for character, syllables in sounds.items():
        assert all(character in dict(table[syllable]) for syllable in syllables)


@pytest.mark.parametrize(("word", "expected"), [("juliuxuke", True), ("xian", True), ("visa", False), ("permit", False), ("", True)])
def test_whether_letters_are_syllables(word: str, expected: bool) -> None:
    assert is_sound(word) is expected
