from monitor.errors import Problem, Severity
from monitor.storage import Store
from monitor.storage.rows import BrokenFile, FileKind, GoodFile
from tests.support.stored import MINUTE, NOW

GOOD = GoodFile("rules/a.yml", FileKind.RULE, "title: A", "d1")
PROBLEM = Problem("rules/a.yml", 2, 1, "unknown-key", "unknown key `anny`", "anny: [x]", "any?", Severity.WARNING)
BROKEN = BrokenFile("rules/a.yml", FileKind.RULE, "d2", (PROBLEM,), NOW)


async def test_the_last_good_version_outlives_a_broken_one(store: Store) -> None:
    async with store.begin() as tx:
        await tx.rulefiles.save_good([GOOD, GoodFile("b.txt", FileKind.LIST, "x", "d")])
        assert await tx.rulefiles.save_broken(BROKEN)
        assert await tx.rulefiles.good(FileKind.RULE) == {GOOD.path: GOOD}
        assert await tx.rulefiles.broken() == {BROKEN.path: BROKEN}


async def test_each_broken_version_is_news_once(store: Store) -> None:
    async with store.begin() as tx:
        assert await tx.rulefiles.save_broken(BROKEN)
        assert not await tx.rulefiles.save_broken(BROKEN)
        assert await tx.rulefiles.save_broken(BrokenFile(BROKEN.path, FileKind.RULE, "d3", (), NOW + MINUTE))


async def test_a_mended_file_is_broken_no_more(store: Store) -> None:
    async with store.begin() as tx:
        await tx.rulefiles.save_good([])
        await tx.rulefiles.save_good([GOOD])
        await tx.rulefiles.save_broken(BROKEN)
        mended = GoodFile(GOOD.path, FileKind.RULE, "title: B", "d3")
        await tx.rulefiles.save_good([mended])
        assert await tx.rulefiles.broken() == {}
        assert await tx.rulefiles.good(FileKind.RULE) == {GOOD.path: mended}


async def test_a_removed_file_is_forgotten(store: Store) -> None:
    async with store.begin() as tx:
        await tx.rulefiles.save_good([GOOD])
        await tx.rulefiles.save_broken(BROKEN)
        await tx.rulefiles.forget([GOOD.path])
        assert (await tx.rulefiles.good(FileKind.RULE), await tx.rulefiles.broken()) == ({}, {})
