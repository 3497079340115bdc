"""Single pages kept from the command line: the work behind `telex add --page`."""

from __future__ import annotations

from reader.cli.engine import Workshop
from reader.cli.errors import DONE, FAILED
from reader.cli.output import complain, say, say_json
from reader.engine.find import NoFeed, spellings
from reader.engine.saving import Saved
from reader.newsroom import Newsroom


async def save_pages(newsroom: Newsroom, urls: list[str], *, as_json: bool) -> int:
    """Save the article of each address and say what came of it. Raises `StoreError`."""
    failed = False
    async with Workshop(newsroom, lambda event: None) as workshop:
        for typed in urls:
            try:
                url = spellings(newsroom.put_away(typed))[0]
                saved = await workshop.save(url)
            except NoFeed as error:
                url, saved = typed, Saved(error=str(error))
            failed |= bool(saved.error)
            if as_json:
                say_json(
                    {
                        "url": url,
                        "id": saved.entry_id or None,
                        "title": saved.title or None,
                        "new": saved.new,
                        "changed": saved.changed,
                        "error": saved.error or None,
                    }
                )
            elif not saved.error:
                how = "saved" if saved.new else "brought up to date" if saved.changed else "as it was"
                say(f"{saved.entry_id}  {saved.title}: {how}.")
            if saved.error:
                complain(f"{url}: {saved.error}")
        await workshop.finish()
    return FAILED if failed else DONE
