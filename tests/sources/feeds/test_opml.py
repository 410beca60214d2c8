"""The list of feeds: as others write it, and edited without loss."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.sources.feeds import listing, opml
from monitor.sources.feeds.headers import address
from monitor.sources.feeds.opml import Feed, NoList

EXPORTED = b"""\
<?xml version="1.0" encoding="UTF-8"?>
<!-- exported by a reader -->
<opml version="1.0" xmlns:x="urn:other">
  <head><title>Mine</title></head>
  <body>
    <outline text="World" x:open="yes">
      <outline type="rss" text="A" xmlUrl="https://a.test/feed" htmlUrl="https://a.test" x:seen="7"/>
      <!-- the slow one -->
      <outline type="rss" title="B &amp; co" xmlurl="HTTPS://B.test"/>
    </outline>
    <outline text="A again" xmlUrl="https://a.test/feed#top"/>
    <outline text="none" htmlUrl="https://c.test/"/>
  </body>
</opml>
"""


def test_what_other_programs_export_is_read() -> None:
    listed = opml.read(EXPORTED)
    assert listed.feeds == (
        Feed("https://a.test/feed", "A", ("World",)),
        Feed("https://B.test/", "B & co", ("World",)),
    )
    assert listed.faults == ()


def test_a_feed_is_added_and_removed_and_the_rest_stays_as_it_is() -> None:
    feed = Feed("https://d.test/?a=1&b=2", 'D "daily"', ("World", "Asia"), timedelta(minutes=5))
    added = opml.add(EXPORTED, [feed, Feed("https://a.test/feed")])
    assert feed in opml.read(added).feeds
    assert len(opml.read(added).feeds) == 3
    for line in EXPORTED.splitlines()[3:]:
        assert line.strip() in added
    assert b'monitor:every="5m"' in opml.add(None, [feed])
    assert opml.read(opml.add(None, [Feed("https://e.test/", pages=True)])).feeds[0].pages
    without = opml.remove(added, "https://a.test/feed")
    assert without is not None
    assert {one.url for one in opml.read(without).feeds} == {feed.url, "https://B.test/"}
    assert b"the slow one" in without
    assert opml.remove(without, "https://a.test/feed") is None


def test_a_new_list_is_laid_out_for_people() -> None:
    made = opml.add(None, [Feed("https://a.test/", "A"), Feed("https://b.test/", "B", ("World",))]).decode()
    assert made.splitlines()[6:] == [
        '    <outline type="rss" text="A" title="A" xmlUrl="https://a.test/"/>',
        '    <outline text="World">',
        '      <outline type="rss" text="B" title="B" xmlUrl="https://b.test/"/>',
        "    </outline>",
        "  </body>",
        "</opml>",
    ]


@pytest.mark.parametrize(
    ("outline", "fault"),
    [
        ('xmlUrl="ftp://a.test/feed"', "line 3: `ftp://a.test/feed` is no address of the web"),
        ('xmlUrl=""', "line 3: `` is no address of the web"),
        ('xmlUrl="https://[::1/"', "line 3: `https://[::1/` is no address of the web"),
        ('xmlUrl="https://a.test/" m:every="often"', "line 3: `often` is no duration such as `5m` or `2h`"),
        ('xmlUrl="https://a.test/" m:pages="some"', "line 3: `some` is neither `true` nor `false`"),
        ('xmlUrl="https://a.test/" m:every="0s"', "line 3: `0s` is no duration such as `5m` or `2h`"),
    ],
)
def test_one_that_cannot_be_asked_keeps_no_other_from_it(outline: str, fault: str) -> None:
    text = f'<opml xmlns:m="{opml.NAMESPACE}">\n<body>\n<outline {outline}/><outline xmlUrl="https://b.test/"/></body></opml>'
    listed = opml.read(text.encode())
    assert listed.faults == (fault,)
    assert [feed.url for feed in listed.feeds] == ["https://b.test/"]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"feeds: []",
        b"<html/>",
        b"<opml><body>",
        b'<!DOCTYPE o [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss>&b;</rss>',
    ],
)
def test_what_is_no_list_says_so(text: bytes) -> None:
    with pytest.raises(NoList):
        opml.read(text)


def test_entities_bring_nothing_in(tmp_path: object) -> None:
    text = b'<!DOCTYPE o [<!ENTITY f SYSTEM "file:///etc/hostname">]><opml><body><outline text="&f;" xmlUrl="https://a.test/"/></body></opml>'
    try:
        found = opml.read(text).feeds
    except NoList:
        return
    assert all(len(feed.title) < 4 for feed in found)


_WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), max_codepoint=0xFFFD), max_size=12).map(str.strip)
_FEEDS = st.lists(
    st.builds(
        Feed,
        st.from_regex(r"https?://[a-z]{1,8}\.test/[a-z0-9?&=%+]{0,12}", fullmatch=True).map(address).filter(bool),
        _WORDS.filter(bool),
        st.lists(_WORDS.filter(bool), max_size=2).map(tuple),
        st.none() | st.integers(1, 999).map(lambda minutes: timedelta(minutes=minutes)),
    ),
    max_size=6,
    unique_by=lambda feed: feed.url,
)


@settings(max_examples=50)
@given(_FEEDS)
def test_what_is_listed_is_read_back(feeds: list[Feed]) -> None:
    made = opml.add(None, feeds)
    assert set(opml.read(made).feeds) == set(feeds)
    assert opml.add(made, feeds) == made
    for feed in feeds:
        after = opml.remove(made, feed.url)
        assert after is not None
        made = after
    assert opml.read(made).feeds == ()


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("https://a.test", "https://a.test/"),
        (" http://a.test:8080/x?y#z ", "http://a.test:8080/x?y"),
        ("https://a.test/ü", "https://a.test/ü"),
        ("a.test/feed", None),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://a.test:x/", None),
        ("https://a.test/\x00", None),
        ("https://a.test/" + "x" * 5_000, None),
    ],
)
def test_what_is_an_address(written: str, asked: str | None) -> None:
    assert address(written) == asked


def test_a_list_is_replaced_as_a_whole_and_keeps_its_mode(tmp_path: object) -> None:
    from pathlib import Path

    file = Path(str(tmp_path)) / "real.opml"
    link = file.with_name("feeds.opml")
    file.write_bytes(EXPORTED)
    file.chmod(0o640)
    link.symlink_to(file)
    assert listing.edit(link, lambda text: opml.add(text, [Feed("https://d.test/")]))
    assert not listing.edit(link, lambda text: opml.add(text, [Feed("https://d.test/")]))
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert len(opml.read(file.read_bytes()).feeds) == 3
    assert sorted(path.name for path in file.parent.iterdir()) == ["feeds.opml", "real.opml"]
