"""Images as half blocks: every kind, in their proportions, and bombs that cost little."""

from __future__ import annotations

import asyncio
import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from reader.engine.jobs import DrawImage, InkImage
from reader.engine.workers import WorkerPool, WorkError
from reader.parse.drawing import drawing_of, fitted
from reader.parse.imagehead import ImageError

Image = pytest.importorskip("PIL.Image", reason="the extra telex[images] is not installed")


def saved(mode: str, size: tuple[int, int], kind: str, **more: object) -> bytes:
    """An image whose left half is dark and whose right half is light."""
    image = Image.new("L", size, 0)
    image.paste(255, (size[0] // 2, 0, size[0], size[1]))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        *(("RGB", kind) for kind in ("PNG", "JPEG", "GIF", "WEBP")),
        *((mode, "PNG") for mode in ("1", "L", "LA", "P", "RGBA", "I;16")),
        *((mode, "JPEG") for mode in ("L", "CMYK")),
    ],
)
def test_every_kind_is_drawn_in_its_colours(mode: str, kind: str) -> None:
    if mode == "I;16":
        out = io.BytesIO()
        image = Image.new("I;16", (320, 160), 0)
        image.paste(65_535, (160, 0, 320, 160))
        image.save(out, kind)
        data = out.getvalue()
    else:
        data = saved(mode, (320, 160), kind)
    drawn = drawing_of(data, 20, 24)
    assert (drawn.columns, drawn.lines) == (20, 5)
    for row in range(10):
        dots = drawn.pixels[60 * row : 60 * row + 60]
        assert max(dots[:24]) < 60
        assert min(dots[-24:]) > 195


def test_what_is_transparent_lies_on_grey() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (64, 64), (255, 0, 0, 0)).save(out, "PNG")
    assert set(drawing_of(out.getvalue(), 8, 8).pixels) == {0x80}


@pytest.mark.parametrize(
    ("pixels", "room", "found"),
    [
        ((1_600, 900), (72, 24), (72, 20)),
        ((900, 1_600), (72, 24), (27, 24)),
        ((32, 32), (72, 24), (4, 2)),
        ((1, 1), (72, 24), (1, 1)),
        ((10_000, 10), (72, 24), (72, 1)),
        ((10, 10_000), (72, 24), (1, 24)),
    ],
)
def test_proportions_are_kept_and_small_images_not_blown_up(
    pixels: tuple[int, int], room: tuple[int, int], found: tuple[int, int]
) -> None:
    assert fitted(*pixels, *room) == found


def bomb(width: int, height: int, kind: int = 2, depth: int = 8) -> bytes:
    """A PNG of zeros that is small as a file."""
    row = 1 + width * {0: 1, 2: 3, 6: 4}[kind] * depth // 8
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(row)) for _ in range(height)) + packer.flush()
    parts = b"\x89PNG\r\n\x1a\n"
    for name, body in (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)),
        (b"IDAT", data),
    ):
        parts += struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    return parts + struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize(
    "call",
    [
        "drawing.drawing_of(data, 72, 24)",
        "inking.ink_of(data, 72, 24, 'kitty', (10, 20))",
        "inking.ink_of(data, 72, 24, 'sixel', (10, 20))",
    ],
)
def test_ten_bombs_take_little_memory_and_time(tmp_path: Path, call: str) -> None:
    lying = bytearray(bomb(64, 64))
    lying[16:24] = struct.pack(">II", 4_900, 5_000)
    frames = saved("RGB", (5_000, 4_999), "WEBP", lossless=True, quality=0, method=0)
    bombs = [
        *(bomb(60_000, 60), bomb(5_000, 5_000), bomb(4_900, 4_900, 6), bomb(4_999, 4_999, 0, 16)),
        *(bomb(5_001, 5_000), bytes(lying), bytes(lying[:40]), frames),
        *(saved("RGB", (5_000, 5_000), "JPEG", progressive=True), saved("P", (5_000, 5_000), "GIF")),
    ]
    assert len(bombs) == 10

    for place, data in enumerate(bombs):
        (tmp_path / f"{place}").write_bytes(data)
    script = (
        "import pathlib, resource, sys\n"
        "from reader.parse import drawing, inking\n"
        "from reader.parse.imagehead import ImageError\n"
        "refused = 0\n"
        "for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):\n"
        f"    data = file.read_bytes()\n    try:\n        {call}\n"
        "    except ImageError as error:\n        refused += 1\n"
        "spent = resource.getrusage(resource.RUSAGE_SELF)\n"
        "peak = next(one for one in open('/proc/self/status') if one.startswith('VmHWM'))\n"
        "print(refused, spent.ru_utime + spent.ru_stime, int(peak.split()[1]) / 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    refused, seconds, peak = map(float, done.stdout.split())
    print(f"{refused:.0f} refused, {seconds:.2f} s of work, {peak:.0f} MiB at most")
    assert 3 <= refused < 10
    assert seconds < 5
    assert peak < 200


def test_a_worker_draws_and_says_what_is_wrong() -> None:
    async def work() -> None:
        async with WorkerPool(1) as pool:
            drawn = await pool.draw(DrawImage(saved("RGB", (320, 160), "PNG"), 20, 24))
            assert (drawn.columns, drawn.lines) == (20, 5)
            ink = await pool.ink(InkImage(saved("RGB", (320, 160), "PNG"), 20, 24, "sixel", (10, 20)))
            assert (ink.form, ink.columns, ink.lines, len(ink.data)) == ("sixel", 20, 5, 5)
            with pytest.raises(WorkError, match="million pixels"):
                await pool.draw(DrawImage(bomb(5_001, 5_000), 20, 24))
            with pytest.raises(WorkError, match="million pixels"):
                await pool.ink(InkImage(bomb(5_001, 5_000), 20, 24, "kitty", (10, 20)))

    asyncio.run(work())


def test_what_is_no_image_is_refused() -> None:
    for data in (b"", b"<svg/>", saved("RGB", (64, 64), "PNG")[:80]):
        with pytest.raises(ImageError):
            drawing_of(data, 20, 20)
