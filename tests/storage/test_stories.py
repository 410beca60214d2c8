from monitor.model.article import ArticleId
from monitor.storage import Store
from monitor.storage.rows import StoryRow
from tests.support.stored import MINUTE, NOW


async def test_stories_are_found_by_fingerprint_oldest_first(store: Store) -> None:
    later = StoryRow("s1", "same", "Shell profit up", ArticleId("wire", "2.txt"), NOW + MINUTE)
    first = StoryRow("s2", "same", "BP profit up", ArticleId("wire", "1.txt"), NOW)
    short = StoryRow("s3", None, "Flash", ArticleId("wire", "3.txt"), NOW)
    async with store.begin() as tx:
        await tx.stories.add([later, first, short])
        await tx.stories.add([])
    async with store.read() as tx:
        assert await tx.stories.find(["same", "same", "none"]) == {"same": [first, later]}
