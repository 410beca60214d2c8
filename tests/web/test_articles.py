"""`POST /articles`, from a real client to the store: accepted means stored, and once."""

from __future__ import annotations

import asyncio
import gzip
import json
from datetime import timedelta

import pytest

from monitor.clock import SystemClock
from monitor.model.alert import NotificationState
from monitor.model.article import ArticleId, RawArticle
from monitor.storage import Store
from tests.support.door import TOKEN, Door, door

CHOLERA = "Fever\n\nTwelve people fell ill with cholera in Hodeida on Monday."


async def kept(store: Store, path: str) -> int:
    """How many versions are kept."""
    async with store.read() as tx:
        return len(await tx.articles.versions(ArticleId("wire", path)))


async def told(store: Store) -> int:
    async with store.read() as tx:
        return len(await tx.outbox.list(state=NotificationState.PENDING))


async def test_accepted_means_stored(store: Store) -> None:
    async with door(store) as open_door:
        status, answer, _ = await open_door.post(json.dumps({"id": "a-1", "title": "Fever", "text": CHOLERA}))
        assert (status, answer) == (201, {"articles": [{"id": "a-1"}], "held": [], "refused": []})
        assert (await kept(store, "a-1"), await told(store)) == (1, 1)


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        (CHOLERA, ["key/k"]),
        ("\n".join(json.dumps({"id": str(n), "text": f"{CHOLERA} It is case {n}."}) for n in (1, 2)), ["1", "2"]),
        (f"<html><head><title>Fever</title></head><body><p>{CHOLERA}</p><p>{CHOLERA}</p></body></html>", ["key/k"]),
        (f"From: a@example.org\nTo: b@example.org\nSubject: Fever\nMessage-ID: <7@x>\n\n{CHOLERA}\n", ["<7@x>"]),
        (gzip.compress(json.dumps({"id": "z", "text": CHOLERA}).encode()), ["z"]),
    ],
    ids=["text", "json lines", "html", "mail", "gzip"],
)  # fmt: skip
async def test_any_format_is_taken_by_its_content(store: Store, body: str | bytes, ids: list[str]) -> None:
    async with door(store) as open_door:
        status, answer, _ = await open_door.post(body, "k")
    assert (status, [one["id"] for one in answer["articles"]], answer["refused"]) == (201, ids, [])


@pytest.mark.parametrize("key", ["k-1", '"k-1"', None])
async def test_a_repeated_request_is_one_article_and_the_same_answer(store: Store, key: str | None) -> None:
    async with door(store) as open_door:
        first, again = await open_door.post(CHOLERA, key), await open_door.post(CHOLERA, key)
        assert first[:2] == again[:2]
        assert first[0] == 201
        assert (await kept(store, first[1]["articles"][0]["id"]), await told(store)) == (1, 1)


async def test_two_at_once_are_one_article(store: Store) -> None:
    async with door(store, flows=False) as open_door:
        posts = [asyncio.create_task(open_door.post(CHOLERA, "k")) for _ in range(3)]
        await waiting(open_door, 1)
        other = await open_door.post("Something else", "k")
        open_door.flow()
        assert {(await post)[0] for post in posts} == {201}
        assert other[0] == 422
        assert open_door.pipeline.taken == 1


async def waiting(open_door: Door, many: int) -> None:
    async with asyncio.timeout(10):
        while open_door.source.waiting < many:  # noqa: ASYNC110 - the server reads when it does
            await asyncio.sleep(0.01)


async def test_a_key_is_for_one_body(store: Store) -> None:
    async with door(store) as open_door:
        await open_door.post(CHOLERA, "k")
        status, answer, headers = await open_door.post(f"{CHOLERA} More.", "k")
        assert (status, headers["Content-Type"]) == (422, "application/problem+json")
        assert "Idempotency-Key" in answer["detail"]
        assert (await open_door.post(CHOLERA, "k"))[0] == 201  # and stays so


async def test_an_article_that_names_itself_gets_new_versions(store: Store) -> None:
    async with door(store) as open_door:
        for number, key in enumerate(("k1", "k2", "a-1")):
            await open_door.post(json.dumps({"id": "a-1", "text": f"{CHOLERA} Update {number}."}), key)
        assert await kept(store, "a-1") == 3
        assert (await open_door.post(json.dumps({"id": "a-1", "text": f"{CHOLERA} Update 0."}), "k1"))[0] == 201


async def test_what_is_no_article_is_refused_with_the_reason(store: Store) -> None:
    async with door(store) as open_door:
        status, answer, headers = await open_door.post(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00", "k")
        assert (status, headers["Content-Type"]) == (422, "application/problem+json")
        assert answer["status"] == 422
        assert [one["reason"] for one in answer["refused"]] == ["no_article"]
        assert (await open_door.post('{"id": "x", "text": '))[1]["refused"][0]["reason"] == "broken"


async def test_of_several_the_good_ones_are_taken(store: Store) -> None:
    lines = (
        f'{json.dumps({"id": "1", "text": CHOLERA})}\n{{"id": "2", "text": \n{json.dumps({"id": "3", "text": CHOLERA})}'
    )
    async with door(store) as open_door:
        status, answer, _ = await open_door.post(lines, "k")
        assert (status, [one["id"] for one in answer["articles"]]) == (201, ["1", "3"])
        assert [one["id"] for one in answer["refused"]] == ["key/k!/2"]


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ü"]
)
async def test_without_its_token_nobody_is_heard(lite: Store, header: str | None) -> None:
    async with door(lite) as open_door:
        headers = {} if header is None else {"Authorization": header}
        async with open_door.client.post("/articles", data=CHOLERA, headers=headers) as answer:
            assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="News Monitor"')
        assert open_door.source.waiting == open_door.pipeline.taken == 0


async def test_bodies_are_bounded(lite: Store) -> None:
    async def drip() -> object:
        for _ in range(20):
            yield b"x" * 1_000

    async with door(lite) as open_door:
        assert (await open_door.post("x" * 10_001))[0] == 413
        assert (await open_door.post(drip()))[0] == 413  # type: ignore[arg-type]  # a body of unknown length
        assert (await open_door.post("  \n"))[0] == 400
        assert (await open_door.post("x" * 10_000))[0] == 201


async def test_a_body_that_does_not_come_is_not_waited_for(lite: Store) -> None:
    never = asyncio.Event()

    async def stuck() -> object:
        yield b"x"
        await never.wait()

    async with door(lite, body_seconds=0.2) as open_door:
        assert (await open_door.post(stuck()))[0] == 408  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["", '""', "x" * 201, "clé", '"é"'])
async def test_a_key_is_short_and_plain(lite: Store, key: str) -> None:
    async with door(lite) as open_door:
        assert (await open_door.post(CHOLERA, key))[0] == 400


async def test_too_many_at_once_are_sent_away_and_none_is_lost(lite: Store) -> None:
    async with door(lite, flows=False, most_waiting=4) as open_door:
        posts = [asyncio.create_task(open_door.post(f"{CHOLERA} Case {n}.", f"k{n}")) for n in range(4)]
        await waiting(open_door, 4)
        status, answer, headers = await open_door.post(CHOLERA, "k9")
        assert (status, headers["Retry-After"]) == (429, "1")
        assert "wait" in answer["detail"]
        open_door.flow()
        assert [(await post)[0] for post in posts] == [201] * 4
        assert (await open_door.post(CHOLERA, "k9"))[0] == 201
        assert open_door.pipeline.taken == 5


async def test_a_store_that_is_down_means_later(lite: Store) -> None:
    async with door(lite, flows=False) as open_door:
        post = asyncio.create_task(open_door.post(CHOLERA, "k"))
        await waiting(open_door, 1)
        given = open_door.pipeline.intake.get_nowait()
        assert isinstance(given, RawArticle)
        open_door.source.failed([given])
        status, _, headers = await post
        assert (status, headers["Retry-After"]) == (503, "5")


async def test_at_a_stop_what_was_given_is_answered_and_nothing_else_is_taken(lite: Store) -> None:
    async with door(lite, flows=False) as open_door:
        post = asyncio.create_task(open_door.post(CHOLERA, "k"))
        await waiting(open_door, 1)
        open_door.stop.set()
        async with asyncio.timeout(10):
            while (late := await open_door.post(CHOLERA, "late"))[0] != 503:
                pass
        assert "Retry-After" in late[2]
        open_door.drained.set()
        await open_door.flow()
        assert (await post)[0] == 201


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/articles", 405), ("GET", "/", 404), ("PUT", "/articles", 405)]
)
async def test_what_is_not_there_is_a_problem_too(lite: Store, method: str, path: str, status: int) -> None:
    async with door(lite) as open_door, open_door.client.request(method, path) as answer:
        assert (answer.status, answer.content_type) == (status, "application/problem+json")
        assert (await answer.json(content_type=None))["status"] == status


async def test_a_request_that_comes_late_again_takes_nothing_back(store: Store) -> None:
    """Its sender heard no answer; meanwhile a correction came."""
    async with door(store) as open_door:
        said = [
            json.dumps({"id": "a", "title": "Fever", "text": f"{CHOLERA}{more}"}) for more in ("", " They are well.")
        ]
        for body, key in ((said[0], "k1"), (said[1], "k2"), (said[0], "k1")):
            status, answer, _ = await open_door.post(body, key)
            assert (status, answer["articles"]) == (201, [{"id": "a"}])
        assert await kept(store, "a") == 2


async def test_an_article_under_embargo_is_held(store: Store) -> None:
    async with door(store) as open_door:
        until = SystemClock().now() + timedelta(hours=1)
        body = json.dumps({"id": "a", "title": "Fever", "text": CHOLERA, "embargo": until.isoformat()})
        for _ in range(2):
            status, answer, _ = await open_door.post(body)
            assert status == 202
            assert answer == {"articles": [], "held": [{"id": "a", "until": until.isoformat()}], "refused": []}
        async with store.read() as tx:
            [held] = await tx.quarantine.due(until, 9)
        assert (held.id.path, await kept(store, "a"), await told(store)) == ("a", 0, 0)
