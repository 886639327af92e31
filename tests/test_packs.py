"""Packs as a keeper downloads them, and as an attacker makes them."""

from __future__ import annotations

import io
import json
import os
import stat
import struct
import subprocess
import sys
import tarfile
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path, PureWindowsPath

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.__main__ import main
from generator.model import Severity
from generator.packs import Imported, Limits, Outcome, Store, import_pack, tools
from generator.packs.names import NAME_LIMIT, decode_names, drop_top, folder_name, place, printable
from generator.sources import unsupported

MEGABYTE = 1024 * 1024
WHEN = (2023, 4, 6, 9, 30, 10)
TEXT = "把借书证办到村口的发言提纲\n一是办得近。\n二是办得快。\n"


def text(number: int) -> bytes:
    return f"第{number}次读书会的发言提纲\n一是读得慢。\n".encode()


class Raw(zipfile.ZipInfo):
    """An entry whose name is written as these bytes; ``flag`` says that they are UTF-8."""

    def __init__(self, name: bytes, *, flag: bool = False) -> None:
        super().__init__(name.decode("cp437"), WHEN)
        self.raw = name
        self.flag = flag
        self.compress_type = zipfile.ZIP_DEFLATED

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.raw, self.flag_bits | (0x800 if self.flag else 0)


Entry = tuple[str | bytes | zipfile.ZipInfo, bytes]


def entry(name: str | bytes | zipfile.ZipInfo) -> zipfile.ZipInfo:
    if isinstance(name, zipfile.ZipInfo):
        return name
    return Raw(name) if isinstance(name, bytes) else Raw(name.encode("utf-8", "replace"), flag=True)


def zipped(*entries: Entry) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in entries:
            pack.writestr(entry(name), data)
    return stream.getvalue()


class Keeper:
    """A keeper's folder, with packs beside content/."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.content.mkdir(parents=True)

    def pack(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path

    def zip(self, *entries: Entry, name: str = "包.zip") -> Path:
        return self.pack(name, zipped(*entries))

    def bring(self, pack: Path, limits: Limits | None = None) -> Imported:
        return import_pack(pack, Store(self.content), limits=limits)

    def files(self) -> dict[str, bytes]:
        """Every file below the content folder."""
        found = (path for path in sorted(self.content.rglob("*")) if not path.is_dir())
        return {path.relative_to(self.content).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return Keeper(tmp_path / "网站")


def outcomes(done: Imported) -> dict[str, Outcome]:
    return {step.file: step.outcome for step in done.steps}


# --- names ------------------------------------------------------------------------------------------------------

NAMES = [
    "读书/把书箱送到村口的发言提纲.txt",
    "读书/总结.docx",
    "工作总结/2024年上半年.txt",
    "防汛.txt",
    "会议纪要（一）.doc",
]
TRADITIONAL = ["讀書/把書箱送到村口的發言提綱.txt", "工作總結/2024年上半年.txt", "會議紀要（一）.doc", "防汛準備.txt"]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
def test_names_of_a_pack_in_one_encoding(encoding: str) -> None:
    assert decode_names([name.encode(encoding) for name in NAMES]) == NAMES
    for name in NAMES:
        assert decode_names([name.encode(encoding)]) == [name]


def test_names_in_big5() -> None:
    assert decode_names([name.encode("big5") for name in TRADITIONAL]) == TRADITIONAL


def test_names_in_several_encodings() -> None:
    raw = [NAMES[0].encode("gbk"), TRADITIONAL[0].encode("big5"), NAMES[2].encode(), b"2024/readme.txt"]
    assert decode_names(raw) == [NAMES[0], TRADITIONAL[0], NAMES[2], "2024/readme.txt"]


def test_names_in_cp437() -> None:
    names = ["Résumé für Müller.txt", "Übersicht.txt"]
    assert decode_names([name.encode("cp437") for name in names]) == names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("甲/乙.txt", "甲/乙.txt"),
        ("甲\\乙.txt", "甲/乙.txt"),
        ("./甲//./乙.txt", "甲/乙.txt"),
        ('甲:乙?"<>|*.txt', "甲乙.txt"),
        ("甲. /乙 .txt. ", "甲/乙 .txt"),
        ("甲\u202etxt.exe", "甲txt.exe"),
        ("甲\x00\x1b[2J乙.txt", "甲[2J乙.txt"),
        ("con.txt", "_con.txt"),
        ("AUX/LPT¹.a.txt", "_AUX/_LPT¹.a.txt"),
        ("nul .txt", "_nul .txt"),
        ("console.txt", "console.txt"),
        ("甲/?/乙.txt", "甲/_/乙.txt"),
        ("甲/.?./乙.txt", "甲/_/乙.txt"),
        ("cafe\u0301.txt", "caf\u00e9.txt"),
        ("甲/..", None),
        ("../甲.txt", None),
        ("甲/../../乙.txt", None),
        ("甲\\..\\乙.txt", None),
        ("甲/.. /乙.txt", None),
        ("/etc/甲.txt", None),
        ("\\\\host\\share\\甲.txt", None),
        ("C:\\甲.txt", None),
        ("c:甲.txt", None),
        ("", None),
        (".", None),
        ("甲/" * 100 + "乙.txt", None),
    ],
)
def test_places(name: str, expected: str | None) -> None:
    assert place(name) == expected


@pytest.mark.parametrize("suffix", [".txt", ".docx", "." + "后" * 99])
def test_long_names_keep_their_suffix(suffix: str) -> None:
    names = {"长" * 120 + end + suffix for end in ("一", "二")}
    places = {place(f"{'夹' * 100}/{name}") for name in names}
    assert len(places) == 2
    for path in places:
        assert path is not None
        assert all(len(part.encode()) <= NAME_LIMIT for part in path.split("/"))
        assert path.endswith(suffix) or len(suffix) > 9


@pytest.mark.filterwarnings(
    "ignore:.*is_reserved:DeprecationWarning"
)  # the other name for it is newer than Python 3.12
@given(st.text(alphabet=st.one_of(st.sampled_from("./\\: 甲aC\x00\u202e?"), st.characters()), max_size=40))
def test_a_place_is_a_name_on_every_system(name: str) -> None:
    path = place(name)
    if path is not None:
        parts = path.split("/")
        assert not set(parts) & {"", ".", ".."}
        windows = PureWindowsPath(path)
        assert (windows.drive, windows.root, len(windows.parts)) == ("", "", len(parts))
        assert not windows.is_reserved()
        assert all(part == part.rstrip(" .") and not set(part) & set('<>:"|?*\\') for part in parts)
    assert set(folder_name(name)).isdisjoint("/\\:") and folder_name(name) not in ("", ".", "..")
    assert not {unicodedata.category(character) for character in printable(name)} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_the_folder_that_is_called_as_the_pack_is_dropped() -> None:
    assert drop_top(["包/甲.txt", "包/乙/丙.txt"], "包") == "包/"
    assert drop_top(["A/甲.txt"], "a") == "A/"
    assert drop_top(["包/甲.txt"], "另一包") == ""
    assert drop_top(["包/甲.txt", "乙.txt"], "包") == ""
    assert drop_top(["包"], "包") == ""
    assert drop_top([], "包") == ""


# --- copying ----------------------------------------------------------------------------------------------------


def test_outlines_are_copied_with_their_folders_and_dates(keeper: Keeper) -> None:
    done = keeper.bring(keeper.zip(("包/读书/甲.txt".encode("gbk"), text(1)), ("包/乙.md".encode("gbk"), text(2))))
    assert keeper.files() == {"包/读书/甲.txt": text(1), "包/乙.md": text(2)}
    assert (keeper.content / "包/乙.md").stat().st_mtime == time.mktime((*WHEN, 0, 0, -1))
    assert done.counts == {Outcome.COPIED: 2}
    assert [step.target for step in done.steps] == [
        str(keeper.content / "包/读书/甲.txt"),
        str(keeper.content / "包/乙.md"),
    ]


def test_what_the_archive_has_is_passed_over(keeper: Keeper) -> None:
    (keeper.content / "旧").mkdir()
    (keeper.content / "旧/原名.txt").write_bytes(text(1))
    pack = keeper.zip(("甲.txt", text(1)), ("乙.txt", text(2)), ("丙.txt", text(2)))
    done = keeper.bring(pack)
    assert set(keeper.files()) == {"旧/原名.txt", "包/乙.txt"}
    assert outcomes(done) == {"甲.txt": Outcome.PRESENT, "乙.txt": Outcome.COPIED, "丙.txt": Outcome.PRESENT}
    assert done.steps[0].target.endswith("旧/原名.txt")
    assert keeper.bring(pack).counts == {Outcome.PRESENT: 3}


def test_no_file_is_written_over(keeper: Keeper) -> None:
    target = keeper.content / "包"
    target.mkdir()
    (target / "甲.txt").write_bytes(text(1))
    (target / "乙.txt").symlink_to(keeper.folder / "没有")
    pack = keeper.zip(
        ("甲.txt", text(2)), ("甲.TXT", text(3)), ("乙.txt", text(4)), ("con.txt", text(5)), ("_CON.txt", text(6))
    )
    keeper.bring(pack)
    (target / "乙.txt").unlink()
    assert keeper.files() == {
        "包/甲.txt": text(1),
        "包/甲-2.txt": text(2),
        "包/甲.TXT": text(3),
        "包/乙-2.txt": text(4),
        "包/_con.txt": text(5),
        "包/_CON-2.txt": text(6),
    }


def test_many_files_of_one_name(keeper: Keeper) -> None:
    keeper.bring(keeper.zip(*((f"甲{'?' * number}.txt", text(number)) for number in range(1, 300))))
    assert len(keeper.files()) == 299
    assert keeper.files()["包/甲-299.txt"] == text(299)


def test_what_is_no_outline_is_passed_over(keeper: Keeper) -> None:
    junk = ["__MACOSX/._甲.txt", "Thumbs.db", "~$甲.docx", ".DS_Store", "宣传.exe", "图.png", "无后缀"]
    done = keeper.bring(keeper.zip(*((name, b"?") for name in junk), ("甲.txt", text(1)), ("空.txt", b"")))
    assert set(keeper.files()) == {"包/甲.txt"}
    assert list(outcomes(done).values()) == [Outcome.IGNORED] * 4 + [Outcome.UNKNOWN] * 3 + [
        Outcome.COPIED,
        Outcome.EMPTY,
    ]


def test_settings_come_with_their_outlines(keeper: Keeper) -> None:
    (keeper.content / "包").mkdir()
    (keeper.content / "包/甲.txt").write_bytes(text(1))
    (keeper.content / "有.txt").write_bytes(text(2))
    pack = keeper.zip(
        ("甲.yml", b"genre: a"),
        ("甲.txt", text(3)),
        ("乙.txt", text(2)),
        ("乙.txt.yml", b"genre: b"),
        ("丙.yml", b"genre: c"),
        ("collection.yml", b"title: d"),
        ("空/collection.yml", b"title: e"),
    )
    done = keeper.bring(pack)
    files = keeper.files()
    assert files["包/甲-2.txt"] == text(3)
    assert files["包/甲-2.yml"] == b"genre: a"
    assert files["包/collection.yml"] == b"title: d"
    assert len(files) == 5
    said = outcomes(done)
    assert (said["乙.txt.yml"], said["丙.yml"]) == (Outcome.PRESENT, Outcome.STRAY)
    assert said["空/collection.yml"] is Outcome.STRAY
    again = keeper.bring(keeper.zip(("甲.txt", text(4)), ("collection.yml", b"title: x")))
    assert outcomes(again)["collection.yml"] is Outcome.CLASH
    assert keeper.files()["包/collection.yml"] == b"title: d"


def test_zips_are_opened_one_level_deep(keeper: Keeper) -> None:
    deep = zipped(("丙.txt", text(3)))
    inner = zipped(
        ("乙/乙.txt".encode("gbk"), text(2)), ("乙/深.zip".encode("gbk"), deep), ("广告.url".encode("gbk"), b"x")
    )
    done = keeper.bring(keeper.zip(("夹/乙.zip", inner), ("甲.txt", text(1)), ("坏.zip", b"PK??"), ("丁.rar", b"Rar!")))
    assert keeper.files() == {"包/夹/乙/乙.txt": text(2), "包/甲.txt": text(1)}
    assert outcomes(done) == {
        "夹/乙.zip/乙/乙.txt": Outcome.COPIED,
        "夹/乙.zip/乙/深.zip": Outcome.NESTED,
        "夹/乙.zip/广告.url": Outcome.UNKNOWN,
        "甲.txt": Outcome.COPIED,
        "坏.zip": Outcome.DAMAGED,
        "丁.rar": Outcome.NESTED,
    }


def test_the_unicode_path_field_is_honoured(keeper: Keeper) -> None:
    def with_field(raw: bytes, name: str, checksum: int) -> Raw:
        made = Raw(raw)
        field = struct.pack("<BI", 1, checksum) + name.encode()
        made.extra = struct.pack("<HH", 0x7075, len(field)) + field
        return made

    good = with_field(b"a.txt", "守城.txt", zlib.crc32(b"a.txt"))
    stale = with_field(b"b.txt", "旧名.txt", zlib.crc32(b"before.txt"))
    keeper.bring(keeper.zip((good, text(1)), (stale, text(2))))
    assert set(keeper.files()) == {"包/守城.txt", "包/b.txt"}


def test_the_exact_date_wins(keeper: Keeper) -> None:
    info = Raw(b"a.txt")
    info.extra = struct.pack("<HHBi", 0x5455, 5, 1, 1_600_000_001)
    keeper.bring(keeper.zip((info, text(1))))
    assert (keeper.content / "包/a.txt").stat().st_mtime == 1_600_000_001


def test_a_date_that_is_none_is_left(keeper: Keeper) -> None:
    info = Raw(b"a.txt")
    info.date_time = (1980, 0, 0, 0, 0, 0)
    keeper.bring(keeper.zip((info, text(1))))
    assert (keeper.content / "包/a.txt").stat().st_mtime == pytest.approx(time.time(), abs=60)


def test_a_folder_is_a_pack(keeper: Keeper) -> None:
    folder = keeper.folder / "下载"
    (folder / "读书").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / ".git/说明.txt").write_bytes(text(9))
    (folder / "读书/甲.txt").write_bytes(text(1))
    os.utime(folder / "读书/甲.txt", (1_500_000_000, 1_500_000_000))
    (folder / "包.zip").write_bytes(zipped(("乙.txt", text(2))))
    done = keeper.bring(folder)
    assert keeper.files() == {"下载/读书/甲.txt": text(1), "下载/包/乙.txt": text(2)}
    assert (keeper.content / "下载/读书/甲.txt").stat().st_mtime == 1_500_000_000
    assert outcomes(done)[".git"] is Outcome.IGNORED
    assert keeper.bring(keeper.content).counts == {Outcome.PRESENT: 2}


@pytest.mark.skipif(os.name != "posix", reason="names that are bytes")
def test_a_folder_with_names_in_gbk(keeper: Keeper) -> None:
    folder = keeper.folder / "下载"
    folder.mkdir()
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + "发言提纲.txt".encode("gbk"))).write_bytes(text(1))
    except OSError:
        pytest.skip("the file system takes no such name")
    keeper.bring(folder)
    assert set(keeper.files()) == {"下载/发言提纲.txt"}


@pytest.mark.parametrize("suffix", ["tar", "tar.gz", "tar.bz2", "tar.xz", "tgz"])
def test_tars(keeper: Keeper, suffix: str) -> None:
    pack = keeper.folder / f"包.{suffix}"
    packing = {"tar": "", "tgz": "gz"}.get(suffix, suffix.removeprefix("tar."))
    with tarfile.open(pack, f"w:{packing}", format=tarfile.GNU_FORMAT, encoding="gbk") as tar:  # type: ignore[call-overload]
        for name, data in (("包/甲.yml", b"genre: a"), ("包/甲.txt", text(1)), ("包/夹/发言.txt", text(2))):
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_500_000_000
            tar.addfile(info, io.BytesIO(data))
    keeper.bring(pack)
    assert keeper.files() == {"包/甲.txt": text(1), "包/甲.yml": b"genre: a", "包/夹/发言.txt": text(2)}
    assert (keeper.content / "包/甲.txt").stat().st_mtime == 1_500_000_000


# --- hostile packs ----------------------------------------------------------------------------------------------


def with_mode(name: str, mode: int) -> Raw:
    made = Raw(name.encode(), flag=True)
    made.create_system = 3
    made.external_attr = mode << 16
    return made


def test_nothing_leaves_the_folder(keeper: Keeper) -> None:
    names = ["../甲.txt", "/tmp/乙.txt", "C:\\丙.txt", "夹\\..\\..\\丁.txt", "夹/../../../戊.txt", "..\\己.txt"]
    before = sorted(keeper.folder.parent.rglob("*"))
    pack = keeper.zip(*((name, text(number)) for number, name in enumerate(names)))
    done = keeper.bring(pack)
    assert done.counts == {Outcome.OUTSIDE: len(names)}
    assert sorted(keeper.folder.parent.rglob("*")) == sorted([*before, pack])


def test_links_and_devices_in_a_zip(keeper: Keeper) -> None:
    done = keeper.bring(
        keeper.zip(
            (with_mode("链.txt", stat.S_IFLNK | 0o777), b"/etc/passwd"),
            (with_mode("夹", stat.S_IFLNK | 0o777), b"/tmp"),
            (with_mode("管.txt", stat.S_IFIFO | 0o644), b"x"),
            (with_mode("甲.txt", stat.S_IFREG | 0o644), text(1)),
        )
    )
    assert list(outcomes(done).values()) == [Outcome.LINK, Outcome.LINK, Outcome.SPECIAL, Outcome.COPIED]
    assert keeper.files() == {"包/甲.txt": text(1)}


def test_links_and_devices_in_a_tar(keeper: Keeper) -> None:
    pack = keeper.folder / "包.tar.gz"
    with tarfile.open(pack, "w:gz") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"{kind!r}.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
        for name in ("../外.txt", "/外.txt", "甲.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(text(1))
            tar.addfile(info, io.BytesIO(text(1)))
    done = keeper.bring(pack)
    assert list(outcomes(done).values()) == [
        *(Outcome.LINK, Outcome.LINK, Outcome.SPECIAL, Outcome.SPECIAL, Outcome.OUTSIDE, Outcome.OUTSIDE),
        Outcome.COPIED,
    ]
    assert keeper.files() == {"包/甲.txt": text(1)}


@pytest.mark.skipif(os.name != "posix", reason="needs links and pipes")
def test_links_and_pipes_in_a_folder(keeper: Keeper) -> None:
    folder = keeper.folder / "下载"
    folder.mkdir()
    (keeper.folder / "私.txt").write_bytes(text(9))
    (folder / "链.txt").symlink_to(keeper.folder / "私.txt")
    (folder / "上").symlink_to(keeper.folder)
    os.mkfifo(folder / "管.txt")
    done = keeper.bring(folder)
    assert outcomes(done) == {"上": Outcome.LINK, "管.txt": Outcome.SPECIAL, "链.txt": Outcome.LINK}
    assert keeper.files() == {}


def test_a_link_in_the_archive_is_not_followed_out_of_it(keeper: Keeper) -> None:
    (keeper.folder / "外").mkdir()
    (keeper.content / "包").mkdir()
    (keeper.content / "包/夹").symlink_to(keeper.folder / "外")
    done = keeper.bring(keeper.zip(("夹/甲.txt", text(1))))
    assert done.counts == {Outcome.OUTSIDE: 1}
    assert list((keeper.folder / "外").iterdir()) == []


def test_a_high_ratio_costs_the_entry(keeper: Keeper) -> None:
    done = keeper.bring(
        keeper.zip(("大.txt", bytes(4 * MEGABYTE)), ("巨.txt", bytes(60 * MEGABYTE)), ("甲.txt", text(1)))
    )
    assert list(outcomes(done).values()) == [Outcome.RATIO, Outcome.TOO_LARGE, Outcome.COPIED]


def test_a_pack_that_unpacks_to_too_much_is_given_up(keeper: Keeper) -> None:
    limits = Limits(free=3 * MEGABYTE, ratio=10)
    done = keeper.bring(keeper.zip(*((f"{number}.txt", bytes([number]) * MEGABYTE) for number in range(9))), limits)
    assert done.counts == {Outcome.COPIED: 3}
    assert "大得不正常" in done.problem


def test_too_many_entries(keeper: Keeper) -> None:
    limits = Limits(members=5)
    many = zipped(*((f"{number}.txt", text(number)) for number in range(6)))
    done = keeper.bring(keeper.pack("包.zip", many), limits)
    assert (done.steps, "超过 5 个" in done.problem) == ([], True)
    assert "超过 5 个" in keeper.bring(keeper.zip(("内.zip", many)), limits).problem
    (keeper.folder / "夹").mkdir()
    for number in range(6):
        (keeper.folder / f"夹/{number}.txt").write_bytes(text(number))
    assert "超过 5 个" in keeper.bring(keeper.folder / "夹", limits).problem
    assert keeper.files() == {}


@pytest.mark.parametrize("size", [0, 10, 100 * MEGABYTE, 0xFFFFFFF0])
def test_a_declared_size_is_not_believed(keeper: Keeper, size: int) -> None:
    data = bytearray(zipped(("大.txt", bytes(8 * MEGABYTE)), ("甲.txt", text(1))))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<I", data, data.index(signature) + offset, size)
    done = keeper.bring(keeper.pack("包.zip", bytes(data)))
    assert set(keeper.files()) == {"包/甲.txt"}
    assert done.counts[Outcome.COPIED] == 1


def test_a_table_of_contents_that_claims_too_much(keeper: Keeper) -> None:
    data = bytearray(zipped(("甲.txt", text(1))))
    struct.pack_into("<I", data, data.index(b"PK\x05\x06") + 12, 0x7FFFFFFF)
    assert keeper.bring(keeper.pack("包.zip", bytes(data))).problem


def test_a_tar_that_unpacks_to_too_much(keeper: Keeper) -> None:
    pack = keeper.folder / "包.tgz"
    with tarfile.open(pack, "w:gz") as tar:
        info = tarfile.TarInfo("甲.txt")
        info.size = len(text(1))
        tar.addfile(info, io.BytesIO(text(1)))
        info = tarfile.TarInfo("大.iso")
        info.size = 40 * MEGABYTE
        tar.addfile(info, io.BytesIO(bytes(info.size)))
        tar.addfile(tarfile.TarInfo("乙.txt"))
    done = keeper.bring(pack, Limits(free=8 * MEGABYTE))
    assert "大得不正常" in done.problem
    assert keeper.files() == {}


def test_a_tar_header_that_claims_too_much(keeper: Keeper) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 1 << 30
    data = info.tobuf(tarfile.USTAR_FORMAT) + bytes(2048)
    done = keeper.bring(keeper.pack("包.tar", data))
    assert "大得不正常" in done.problem


def test_encrypted_damaged_and_odd_entries_cost_themselves(keeper: Keeper) -> None:
    odd = Raw("怪.txt".encode(), flag=True)
    odd.compress_type = zipfile.ZIP_BZIP2
    data = bytearray(zipped(("密.txt", text(1)), ("坏.txt", text(2)), (odd, text(3)), ("甲.txt", text(4))))
    central = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, central + 8, 0x801)
    second = data.index("坏.txt".encode()) + len("坏.txt".encode())
    data[second + 4] ^= 0xFF
    done = keeper.bring(keeper.pack("包.zip", bytes(data)))
    assert list(outcomes(done).values()) == [Outcome.ENCRYPTED, Outcome.DAMAGED, Outcome.METHOD, Outcome.COPIED]
    assert done.problem == ""


def test_truncated_packs(keeper: Keeper) -> None:
    whole = zipped(("甲.txt", text(1)))
    assert keeper.bring(keeper.pack("包.zip", whole[:-30])).problem
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as made:
        for number in (1, 2):
            info = tarfile.TarInfo(f"{number}.txt")
            info.size = len(text(number))
            made.addfile(info, io.BytesIO(text(number)))
    done = keeper.bring(keeper.pack("半.tar", tar.getvalue()[: 512 * 3 + 9]))
    assert outcomes(done) == {"1.txt": Outcome.COPIED, "2.txt": Outcome.DAMAGED}


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("甲.docx", zipped(("a.xml", b"x")), "文稿"),
        ("坏.zip", b"PK\x03\x04" + bytes(99), "打不开"),
        ("空.zip", b"", "打不开"),
        ("别.zip", b"hello", "打不开"),
        ("没有.zip", None, "打不开"),
    ],
)
def test_what_cannot_be_opened_says_why(keeper: Keeper, name: str, data: bytes | None, words: str) -> None:
    path = keeper.pack(name, data) if data is not None else keeper.folder / name
    assert words in keeper.bring(path).problem


def test_a_full_disk_gives_up_the_pack(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("generator.storage.write", fail)
    done = keeper.bring(keeper.zip(("甲.txt", text(1)), ("乙.txt", text(2))))
    assert "磁盘满了" in done.problem
    assert done.steps == []


def test_a_file_where_a_folder_should_be(keeper: Keeper) -> None:
    done = keeper.bring(keeper.zip(("甲.txt", text(1)), ("甲.txt/乙.txt", text(2)), ("丙.txt", text(3))))
    assert list(outcomes(done).values()) == [Outcome.COPIED, Outcome.UNWRITABLE, Outcome.COPIED]


PIECES = ["/", "\\", "..", ".", "C:", " ", "甲", "a", "?", "\u202e", "~", "é"]
ODD = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@settings(max_examples=80)
@given(st.lists(st.tuples(st.one_of(st.binary(max_size=12), ODD, st.text(max_size=9)), st.booleans()), max_size=8))
def test_every_file_lies_below_the_target(
    tmp_path_factory: pytest.TempPathFactory, names: list[tuple[bytes | str, bool]]
) -> None:
    top = tmp_path_factory.mktemp("任意")
    keeper = Keeper(top / "甲/乙/网站")
    entries: list[Entry] = []
    for number, (name, outline) in enumerate(names):
        raw = (name if isinstance(name, bytes) else name.encode("utf-8", "replace")) + (b".txt" if outline else b"")
        entries.append((Raw(raw or b"?", flag=isinstance(name, str)), text(number)))
    pack = keeper.zip(*entries)
    done = keeper.bring(pack)
    written = {path for path in top.rglob("*") if path.is_file()} - {pack}
    assert written == {Path(step.target) for step in done.steps if step.outcome is Outcome.COPIED}
    assert all(path.resolve().is_relative_to(keeper.content / "包") for path in written)
    assert all(path.read_bytes() in {data for _, data in entries} for path in written)


# --- other programs ---------------------------------------------------------------------------------------------

SEVEN = b"7z\xbc\xaf\x27\x1c" + bytes(99)

Program = Callable[[str], None]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Puts a script in the place of 7z: it gets the folder to unpack into as ``folder``."""
    if os.name != "posix":
        pytest.skip("the stand-in is a script")

    def make(lines: str) -> None:
        path = tmp_path / "7z"
        first = "import os, sys, time; folder = next(a[2:] for a in sys.argv if a.startswith('-o'))"
        path.write_text(f"#!{sys.executable}\n{first}\n{lines}\n", "utf-8")
        path.chmod(0o755)
        monkeypatch.setattr(tools, "find_program", lambda name: str(path) if name == "7z" else None)

    return make


@pytest.mark.parametrize(("name", "data"), [("包.7z", SEVEN), ("包.rar", b"Rar!\x1a\x07\x00" + bytes(99))])
def test_a_missing_program_is_named(keeper: Keeper, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes) -> None:
    monkeypatch.setattr(tools, "find_program", lambda _: None)
    problem = keeper.bring(keeper.pack(name, data)).problem
    assert "请安装 7-Zip" in problem


def test_what_a_program_unpacks_is_copied(keeper: Keeper, program: Program) -> None:
    program("os.makedirs(folder + '/包'); open(folder + '/包/甲.txt', 'w').write('发言提纲')")
    done = keeper.bring(keeper.pack("包.7z", SEVEN))
    assert keeper.files() == {"包/甲.txt": "发言提纲".encode()}
    assert done.problem == ""


def test_links_that_a_program_makes_are_not_followed(keeper: Keeper, program: Program) -> None:
    secret = keeper.pack("私.txt", text(9))
    program(f"os.symlink({str(secret)!r}, folder + '/甲.txt'); os.link({str(secret)!r}, folder + '/乙.txt')")
    done = keeper.bring(keeper.pack("包.7z", SEVEN))
    assert outcomes(done) == {"乙.txt": Outcome.LINK, "甲.txt": Outcome.LINK}


def test_files_that_a_program_names_are_not_copied(keeper: Keeper, program: Program) -> None:
    lines = """
for name in ("坏.txt", "甲.txt"):
    open(f"{folder}/{name}", "w").write(name)
print("ERROR: Data Error in encrypted file. Wrong password? : 密.txt\\nERROR: CRC Failed : 坏.txt", file=sys.stderr)
sys.exit(2)"""
    program(lines)
    done = keeper.bring(keeper.pack("包.7z", SEVEN))
    assert outcomes(done) == {"坏.txt": Outcome.DAMAGED, "密.txt": Outcome.ENCRYPTED, "甲.txt": Outcome.COPIED}
    assert done.problem == ""


@pytest.mark.parametrize("name", ["7z", "7zz", "7za", "bsdtar"])
def test_a_damaged_7z_leaves_no_part_of_a_file(keeper: Keeper, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    pack = packed(keeper, monkeypatch, name)
    data = bytearray(pack.read_bytes())
    data[40] ^= 0xFF
    pack.write_bytes(data)
    keeper.bring(pack)
    assert keeper.files() == {}


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("time.sleep(99)", "0 秒"),
        (
            "f = open(folder + '/a', 'wb')\nwhile True: f.write(bytes(1 << 16)); f.flush(); time.sleep(0.01)",
            "大得不正常",
        ),
        ("for n in range(99): open(f'{folder}/{n}', 'w')", "超过 50 个"),
        ("print('Wrong password'); sys.exit(2)", "密码"),
        ("sys.exit(2)", "打不开"),
        ("open(folder + '/甲.txt', 'w').write('x'); sys.exit(2)", "可能不全"),
    ],
)
def test_a_program_is_held_to_the_limits(keeper: Keeper, program: Program, lines: str, words: str) -> None:
    program(lines)
    limits = Limits(members=50, seconds=0.4 if "sleep(99)" in lines else 60, free=MEGABYTE // 4)
    started = time.monotonic()
    assert words in keeper.bring(keeper.pack("包.7z", SEVEN), limits).problem
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("name", ["7z", "7zz", "7za", "bsdtar"])
def test_7z_with_a_program_that_is_installed(keeper: Keeper, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    keeper.bring(packed(keeper, monkeypatch, name))
    assert keeper.files() == {"包/发言提纲.txt": text(1)}
    assert (keeper.content / "包/发言提纲.txt").stat().st_mtime == 1_500_000_000


def packed(keeper: Keeper, monkeypatch: pytest.MonkeyPatch, name: str) -> Path:
    """A 7z made by a program, which is then the only one there is."""
    found = tools.find_program(name)
    if not found:
        pytest.skip(f"{name} is not installed")
    monkeypatch.setattr(tools, "find_program", lambda other: found if other == name else None)
    source = keeper.folder / "源"
    source.mkdir()
    (source / "发言提纲.txt").write_bytes(text(1))
    os.utime(source / "发言提纲.txt", (1_500_000_000, 1_500_000_000))
    pack = keeper.folder / "包.7z"
    command = f"-c -f {pack} --format 7zip" if name == "bsdtar" else f"a {pack}"
    subprocess.run([found, *command.split(), "发言提纲.txt"], cwd=source, check=True, capture_output=True)
    return pack


# --- the command ------------------------------------------------------------------------------------------------


def run(keeper: Keeper, monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> Result:
    monkeypatch.chdir(keeper.folder)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    return CliRunner().invoke(main, ["import", *map(str, arguments)])


def test_the_command_says_what_it_did(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper.zip(("甲.txt", text(1)), ("乙.txt", text(1)), (".DS_Store", b"x"), ("图.png", b"x"))
    said = run(keeper, monkeypatch, "包.zip")
    assert said.exit_code == 0
    assert said.output == (
        "  不认识的文件：图.png\n包.zip → content/包：复制 1，已有 1，略过 2（系统或临时文件 1、不认识的文件 1）。\n"
        f"每个文件的去向见 {Path('.cache/report/imports.html')}。接着运行 mkdocs build。\n"
    )
    again = run(keeper, monkeypatch, "包.zip", "--verbose")
    assert "  已有：甲.txt（content/包/甲.txt）\n" in again.output
    assert "复制 0，已有 2" in again.output


def test_the_list_of_the_command_ends(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper.zip(*((f"{number}.png", b"x") for number in range(50)))
    lines = run(keeper, monkeypatch, "包.zip").output.splitlines()
    assert len(lines) == 23
    assert "还有 30 个" in lines[-3]


def test_a_dry_run_writes_nothing(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper.zip(("甲.txt", text(1)), ("甲?.txt", text(2)), ("乙.txt", text(1)))
    said = run(keeper, monkeypatch, "包.zip", "--dry-run", "--verbose")
    assert (said.exit_code, keeper.files()) == (0, {})
    assert not (keeper.folder / ".cache").exists()
    assert "content/包/甲-2.txt" in said.output
    assert "将复制 2，已有 1，略过 0。" in said.output


def test_a_line_of_json_for_each_file(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper.zip(("甲.txt", text(1)), ("../乙.txt", text(2)))
    said = run(keeper, monkeypatch, "包.zip", "没有.zip", "--json")
    assert said.exit_code == 1
    rows = [json.loads(row) for row in said.output.splitlines()]
    assert rows[:3] == [
        {"pack": "包.zip", "file": "甲.txt", "outcome": "copied", "target": "content/包/甲.txt"},
        {"pack": "包.zip", "file": "../乙.txt", "outcome": "outside", "target": None},
        {"pack": "包.zip", "into": "content/包", "counts": {"copied": 1, "outside": 1}, "problem": None},
    ]
    assert rows[3]["pack"] == "没有.zip"
    assert rows[3]["problem"] == "打不开：没有这个文件或文件夹。"
    told = (keeper.folder / ".cache/report/imports.html").read_text("utf-8")
    assert "包.zip" in told
    assert "没有.zip" not in told


def test_into_a_folder(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper.zip(("甲.txt", text(1)), name="一.zip")
    keeper.zip(("甲.txt", text(2)), name="二.zip")
    assert run(keeper, monkeypatch, "一.zip", "二.zip", "--into", "content/收").exit_code == 0
    assert keeper.files() == {"收/甲.txt": text(1), "收/甲-2.txt": text(2)}
    outside = run(keeper, monkeypatch, "一.zip", "--into", "别处")
    assert "不在 content 里" in outside.output


def test_where_no_archive_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(main, ["import", "包.zip"])
    assert said.exit_code == 1
    assert "content" in said.output


def test_a_name_does_not_move_the_cursor(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper.zip(("\x1b[2J\u202e甲.png", b"x"))
    said = run(keeper, monkeypatch, "包.zip")
    assert "\x1b" not in said.output
    assert "\u202e" not in said.output


@pytest.mark.parametrize("suffix", [".zip", ".rar", ".7z"])
def test_a_pack_in_the_archive_is_named_with_the_command(suffix: str) -> None:
    note = unsupported(f"甲{suffix}")
    assert note.severity is Severity.PROBLEM
    assert f"tigang import 文件{suffix}" in note.text


def test_other_files_stay_as_they_are(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    def state() -> dict[Path, tuple[int, bytes]]:
        return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in others}

    others: Iterable[Path] = [keeper.content / "index.md", keeper.folder / ".cache/entries.msgpack"]
    for path in others:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text(8))
    before = state()
    keeper.zip(("index.md", text(1)))
    run(keeper, monkeypatch, "包.zip", "--into", "content")
    assert state() == before
    assert keeper.files()["index-2.md"] == text(1)
