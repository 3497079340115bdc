"""The worker pool: killable, time-boxed, replaced when lost, and gone when its parent is."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time

import msgspec
import psutil
import pytest

from reader.engine import jobs, process, replies, workers
from reader.engine.children import command
from reader.engine.process import Worker
from reader.engine.worker import serve
from reader.engine.workers import WorkerPool, WorkKilled


def raw(number: int, html: str = "<p>La pluie revient sur Port-Lune.</p>") -> jobs.Raw:
    return jobs.Raw(number, f"Titre {number}", "Ève Á.", "La Gazette", "fr", html, "https://p.example/1")


def batch(*numbers: int) -> jobs.FinishEntries:
    return jobs.FinishEntries(tuple(raw(number) for number in numbers), ("fr", "ar"))


def hostile() -> jobs.FinishEntries:
    """Work for many seconds: several megabytes of markup."""
    return jobs.FinishEntries(tuple(raw(number, "<p>mot <b>gras</b></p>" * 200_000) for number in range(5)))


def test_work_comes_back_in_order() -> None:
    async def main() -> list[int]:
        async with WorkerPool(2) as pool:
            found = await asyncio.gather(*(pool.finish(batch(n, n + 1)) for n in range(0, 40, 2)))
        return [one.entry_id for ready in found for one in ready]

    assert asyncio.run(main()) == list(range(40))


def test_a_worker_that_takes_too_long_is_replaced() -> None:
    async def main() -> tuple[str, float, int]:
        async with WorkerPool(1, time_box=3.0) as pool:
            await pool.finish(batch(1))
            started = time.perf_counter()
            with pytest.raises(WorkKilled) as caught:
                await pool.finish(hostile())
            spent = time.perf_counter() - started
            return str(caught.value), spent, len(await pool.finish(batch(1, 2, 3)))

    sentence, spent, after = asyncio.run(main())
    assert sentence.endswith("seconds to read.")
    assert spent < 60
    assert after == 3


needs_cpu_time = pytest.mark.skipif(
    process.cpu_seconds(os.getpid()) is None,
    reason="this system does not tell what other processes have used",
)


@needs_cpu_time
def test_the_time_box_is_the_workers_own_time() -> None:
    """A harmless document whose worker gets nothing of a busy machine for a while is read all the same."""

    async def main() -> int:
        async with WorkerPool(1, time_box=2.0) as pool:
            await pool.finish(batch(1))
            (child,) = psutil.Process().children()
            child.suspend()
            waiting = asyncio.create_task(pool.finish(batch(2)))
            await asyncio.sleep(2.5)
            child.resume()
            return len(await waiting)

    assert asyncio.run(main()) == 1


@needs_cpu_time
def test_a_worker_that_could_run_is_waited_for_as_long_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine has other things to do, far longer than a worker that gets nowhere would be given."""
    looks, child = 0, psutil.Process()

    def wants(pid: int) -> bool:
        nonlocal looks
        looks += 1
        if looks == 3 * process.PATIENCE:
            child.resume()
        return True

    monkeypatch.setattr(process, "wants_processor", wants)

    async def main() -> int:
        nonlocal child
        async with WorkerPool(1, time_box=0.2) as pool:
            await pool.finish(batch(1))
            (child,) = psutil.Process().children()
            child.suspend()
            return len(await pool.finish(batch(2)))

    assert asyncio.run(main()) == 1
    assert looks >= 3 * process.PATIENCE


@needs_cpu_time
def test_whether_a_process_wants_a_processor_is_told() -> None:
    assert process.wants_processor(os.getpid())
    with subprocess.Popen((sys.executable, "-c", "input()"), stdin=subprocess.PIPE) as child:
        while process.wants_processor(child.pid):
            time.sleep(0.01)
        child.kill()
    assert not process.wants_processor(child.pid)


@needs_cpu_time
def test_a_worker_that_gets_nowhere_has_an_end_too() -> None:
    async def main() -> tuple[int, int]:
        async with WorkerPool(1, time_box=0.8) as pool:
            await pool.finish(batch(1))
            (child,) = psutil.Process().children()
            child.suspend()
            with pytest.raises(WorkKilled):
                await pool.finish(batch(2))
            return pool.killed, len(await pool.finish(batch(3)))

    assert asyncio.run(main()) == (1, 1)


@needs_cpu_time
def test_a_hostile_document_gets_its_time_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    spent: list[float] = []
    kill = Worker.kill

    async def counted(worker: Worker) -> None:
        spent.append(process.cpu_seconds(worker.pid) or 0.0)
        await kill(worker)

    monkeypatch.setattr(Worker, "kill", counted)

    async def main() -> None:
        async with WorkerPool(1) as pool:
            await pool.finish(batch(1))
            (child,) = psutil.Process().children()
            before = process.cpu_seconds(child.pid)
            assert before is not None
            with pytest.raises(WorkKilled):
                await pool.finish(hostile())
            assert spent[0] - before <= 6.0

    asyncio.run(main())


def test_without_such_figures_the_time_box_is_wall_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "PATIENCE", 1_000)

    async def main() -> int:
        async with WorkerPool(1, time_box=1.0) as pool:
            await pool.finish(batch(1))
            monkeypatch.setattr(process, "cpu_seconds", lambda pid: None)
            (child,) = psutil.Process().children()
            child.suspend()
            with pytest.raises(WorkKilled):
                await pool.finish(batch(2))
            return pool.killed

    assert asyncio.run(main()) == 1


def test_a_worker_that_dies_is_replaced() -> None:
    async def main() -> tuple[str, int]:
        async with WorkerPool(1, time_box=20) as pool:
            await pool.finish(batch(1))
            (child,) = psutil.Process().children()
            waiting = asyncio.create_task(pool.finish(hostile()))
            await asyncio.sleep(0.2)
            child.send_signal(signal.SIGKILL)
            with pytest.raises(WorkKilled) as caught:
                await waiting
            return str(caught.value), len(await pool.finish(batch(7)))

    assert asyncio.run(main()) == ("The document made its reader fail, so it was left out.", 1)


def page(number: int) -> jobs.ReadPage:
    return jobs.ReadPage(b"<title>La Gazette %d</title>" % number)


def test_what_a_worker_was_given_and_did_not_get_to_is_read_by_the_next() -> None:
    async def main() -> tuple[str, list[str], int]:
        async with WorkerPool(1, time_box=20) as pool:
            await pool.page(page(0))
            (child,) = psutil.Process().children()
            child.suspend()
            first, *others = [asyncio.create_task(pool.page(page(number))) for number in range(1, 4)]
            async with asyncio.timeout(60):
                while pool.waiting:
                    await asyncio.sleep(0)
            child.send_signal(signal.SIGKILL)
            with pytest.raises(WorkKilled) as caught:
                await first
            async with asyncio.timeout(60):
                return str(caught.value), [(await other).title for other in others], pool.killed

    sentence, titles, killed = asyncio.run(main())
    assert sentence == "The document made its reader fail, so it was left out."
    assert titles == ["La Gazette 2", "La Gazette 3"]
    assert killed == 1


def test_a_tired_worker_leaves_nothing_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    answer, seen = Worker.answer, set()

    async def tired(worker: Worker, time_box: float) -> jobs.Reply:
        seen.add(worker.pid)
        return msgspec.structs.replace(await answer(worker, time_box), tired=True)

    monkeypatch.setattr(Worker, "answer", tired)

    async def main() -> list[str]:
        async with WorkerPool(1) as pool, asyncio.timeout(60):
            return [one.title for one in await asyncio.gather(*(pool.page(page(n)) for n in range(4)))]

    assert asyncio.run(main()) == [f"La Gazette {number}" for number in range(4)]
    assert len(seen) == 4


def test_a_document_as_large_as_the_pipe_is_waited_for_alone() -> None:
    large = jobs.ReadPage(b"<title>La Gazette</title>" + b" " * (5 << 20))

    async def main() -> list[str]:
        async with WorkerPool(1) as pool:
            pages = (pool.page(one) for one in (large, page(1), large, large, page(2)))
            return [one.title for one in await asyncio.gather(*pages)]

    assert asyncio.run(main()) == ["La Gazette", "La Gazette 1", "La Gazette", "La Gazette", "La Gazette 2"]


def test_what_can_wait_is_not_given_before_its_turn() -> None:
    """A batch in the pipe of a worker would hold up whatever comes for somebody who waits."""

    async def main() -> int:
        async with WorkerPool(1) as pool:
            await pool.finish(batch(1))
            (child,) = psutil.Process().children()
            child.suspend()
            tasks = [asyncio.create_task(pool.finish(batch(number))) for number in range(3)]
            for _ in range(20):
                await asyncio.sleep(0)
            waiting = pool.waiting
            child.resume()
            await asyncio.gather(*tasks)
            return waiting

    assert asyncio.run(main()) == 2


def test_nothing_is_put_into_a_batch_that_is_on_its_way() -> None:
    """A document that comes while the worker for a batch larger than the pipe is being started."""
    large = jobs.FinishEntries(tuple(raw(number, "<p>mot</p>" * 60_000) for number in range(3)), ("fr",))

    async def main() -> tuple[int, int, str]:
        async with WorkerPool(1) as pool, asyncio.timeout(60):
            first = asyncio.create_task(pool.finish(large))
            while pool.waiting or not pool._places:
                await asyncio.sleep(0)
            second = asyncio.create_task(pool.page(page(1)))
            return len(await first), pool.killed, (await second).title

    assert asyncio.run(main()) == (3, 0, "La Gazette 1")


def test_feeds_go_before_what_can_wait() -> None:
    async def main() -> list[str]:
        order: list[str] = []

        async def later(number: int) -> None:
            await pool.finish(batch(number))
            order.append("later")

        async def first() -> None:
            await pool.page(jobs.ReadPage(b"<html><title>T</title></html>", "https://p.example/"))
            order.append("first")

        async with WorkerPool(1) as pool:
            tasks = [asyncio.create_task(later(n)) for n in range(5)]
            await asyncio.sleep(0)
            tasks += [asyncio.create_task(first()) for _ in range(3)]
            await asyncio.gather(*tasks)
        return order

    order = asyncio.run(main())
    assert order.index("first") <= 1
    assert order[1:4].count("first") >= 2
    assert order.count("later") == 5


def test_closing_leaves_no_process_and_no_waiter() -> None:
    async def main() -> list[object]:
        pool = WorkerPool(2)
        waiting = [asyncio.create_task(pool.finish(hostile())) for _ in range(6)]
        async with asyncio.timeout(60):
            while not psutil.Process().children():
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.5)
        await pool.aclose()
        return list(await asyncio.gather(*waiting, return_exceptions=True))

    results = asyncio.run(main())
    assert all(isinstance(result, WorkKilled) for result in results)
    assert not [
        child for child in psutil.Process().children() if "reader.engine.worker" in " ".join(child.cmdline())
    ]


def test_a_worker_ends_with_its_input() -> None:
    with subprocess.Popen(
        command("reader.engine.worker"), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.read(1) == b"\n"
        process.stdin.close()
        assert process.wait(60) == 0


def test_nothing_from_the_current_folder_runs(tmp_path: object) -> None:
    """A folder with a module named like ours, or like Python's own, is not where workers look first."""
    folder = os.fspath(str(tmp_path))
    for name in ("reader.py", "msgspec.py", "signal.py"):
        with open(os.path.join(folder, name), "w") as file:
            file.write("raise SystemExit(7)")
    done = subprocess.run(
        command("reader.engine.worker"), cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, b"\n")


def test_a_worker_that_reads_a_feed_loads_nothing_of_the_store_or_the_engine() -> None:
    code = (
        "import sys; from reader.engine import jobs, worker;"
        "data = '<rss version=\"2.0\"><channel><title>Le Quai</title><item><title>La criée ouvre</title>'"
        "'<description>&lt;p&gt;Mardi.&lt;/p&gt;</description></item></channel></rss>'.encode();"
        "assert 'ouvre'.encode() in worker.serve(jobs.encode(jobs.TakeFeed(data)));"
        "print(sorted({'apsw', 'reader.engine.events', 'reader.engine.replies', 'asyncio'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_what_fails_inside_is_a_sentence() -> None:
    reply = replies.reply(serve(jobs.encode(jobs.ParseFeed(b"<html><body>no feed</body></html>"))))
    assert reply.error.endswith(".")
    assert "Traceback" not in reply.error
    assert replies.reply(serve(b"\xc1nonsense")).error


def test_memory_has_an_end() -> None:
    """A worker may not take the machine's memory: its own is capped where the system can."""
    pytest.importorskip("resource")
    code = "import reader.engine.worker as w; w._limit(); x = bytearray(2 << 30)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert b"MemoryError" in done.stderr


def test_every_place_works_when_much_comes_at_once() -> None:
    async def main() -> tuple[int, int]:
        async with WorkerPool(3) as pool:
            await pool.finish(batch(1))
            first = len(psutil.Process().children())
            await asyncio.gather(*(pool.finish(batch(n)) for n in range(200)))
            return first, len(psutil.Process().children())

    assert asyncio.run(main()) == (1, 3)


def test_the_last_worker_is_started_only_where_one_is_missed() -> None:
    async def main() -> tuple[int, int]:
        async with WorkerPool(3) as pool:
            await asyncio.gather(*(pool.page(page(number)) for number in range(40)))
            first = len(psutil.Process().children())
            batches = [asyncio.create_task(pool.finish(batch(number))) for number in range(2)]
            await asyncio.gather(*(pool.page(page(number)) for number in range(40)), *batches)
            return first, len(psutil.Process().children())

    assert asyncio.run(main()) == (2, 3)


@pytest.mark.parametrize("turns", range(8))
def test_a_job_that_comes_as_a_worker_goes_is_not_forgotten(
    monkeypatch: pytest.MonkeyPatch, turns: int
) -> None:
    """Jobs at the very moment when an idle place gives up, some turns of the loop after the last one was done."""
    monkeypatch.setattr(workers, "IDLE", 0.0)

    async def main() -> str:
        async with WorkerPool(1) as pool, asyncio.timeout(60):
            for _ in range(2):
                page = await pool.page(jobs.ReadPage(b"<title>La Gazette</title>"))
                for _ in range(turns):
                    await asyncio.sleep(0)
        return page.title

    assert asyncio.run(main()) == "La Gazette"


def test_a_feed_known_to_be_arabic_is_read_as_windows_1256_where_nothing_else_is_said() -> None:
    title = "عودة الصيادين إلى الميناء"
    data = (
        f"<rss version='2.0'><channel><title>x</title><item><title>{title}</title>"
        "<link>https://rasif.example/1</link></item></channel></rss>"
    ).encode("cp1256")
    reply = replies.reply(serve(jobs.encode(jobs.ParseFeed(data, language="ar"))))
    assert title.encode() in bytes(reply.result)
