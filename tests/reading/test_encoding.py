from __future__ import annotations

import pytest

from monitor.errors import Unreadable, UnreadableReason
from monitor.reading.encoding import decode

ENGLISH = "“Rebels” took Hama — the army’s loss at the café, said an officer."
SPANISH = "El año pasado España vio mañana: la situación empeoró según el niño, dijo el Gobierno este jueves en Madrid."
POLISH = "Powstańcy zajęli miasto Hama, poinformowała armia. Źródła mówią, że żołnierze uciekli przed ich nadejściem."
RUSSIAN = "Повстанцы захватили стратегический город Хама, сообщила армия в четверг."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "utf-32"),
        (ENGLISH, "cp1252"),
        (SPANISH, "cp1252"),
        (SPANISH, "iso-8859-1"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "iso8859-5"),
        ("استولى المتمردون على مدينة حماة يوم الخميس", "cp1256"),
        ("反政府武装占领了哈马市，叙利亚军队周四说。", "gb18030"),
        ("反体制派がハマを制圧した。", "shift_jis"),
        ("반군이 하마를 점령했다", "euc_kr"),
    ],
)
def test_encoding_is_found(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


def test_a_few_broken_bytes_cost_only_themselves() -> None:
    assert decode(RUSSIAN.encode() + b"\xd0") == (RUSSIAN + "\ufffd", ("1 broken characters in UTF-8",))


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04word",
        b"text \0 text",
        b"a NUL in a long text: \0 " + b"word " * 200,
        b"\x01\x02\x03\x04abc",
        b"{\\rtf1 x}",
    ],
)
def test_binary_is_refused_by_content(content: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        decode(content)
    assert refusal.value.reason is UnreadableReason.BINARY


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"GIF89a", "a picture"),
        (b"RIFF\x10\n\0\0WEBPVP8 ", "a picture"),
        (b"RIFF\x10\n\0\0WAVEfmt ", "sound"),
        (b"ID3\x04\0", "sound"),
        (b"\0\0\0\x18ftypmp42", "a video"),
    ],
)
def test_pictures_sound_and_video_are_no_article_and_no_fault(content: bytes, what: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        decode(content)
    assert (refusal.value.reason, refusal.value.detail) == (UnreadableReason.NO_ARTICLE, f"it is {what}")


@pytest.mark.parametrize("text", ["ID3 is a format of tags.", "RIFF wrote WAVE.", "See ftyp."])
def test_words_are_no_media(text: str) -> None:
    assert decode(text.encode())[0] == text


def test_an_encoding_that_cannot_be_told_is_refused() -> None:
    noise = bytes((n * 89 + n * n * 7) % 255 + 1 for n in range(600))
    with pytest.raises(Unreadable) as refusal:
        decode(noise)
    assert refusal.value.reason is UnreadableReason.UNKNOWN_ENCODING
