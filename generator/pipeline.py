"""Run the stages over one document: from its bytes to its record.

The stages know nothing of one another; their order stands here. :func:`understand` is a pure function of a document's
bytes, its directions and the options, which is what makes it safe to run in any worker and to keep its results.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath

from . import article, contacts, directions, facts, naming, pages, readers, roles, screening, structure
from .cache import digest
from .catalogue import Card, Entry, Profile, Status
from .facts import organisation
from .markers import DEFAULT, Families
from .model import Directions, Manuscript, Note, Outline, Record, Screening, Severity, Verdict
from .screening import Policy
from .wording import Wording


@dataclass(frozen=True, slots=True)
class Options:
    """What the keeper set that changes how a document is understood."""

    policy: Policy = Policy()
    families: tuple[str, ...] = ()
    """Further families of markers, such as ``措施{一}：``."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the keeper said of a document outside its file."""

    defaults: Directions = Directions()
    """Of its folders: yields to the file's own front matter."""
    sidecar: Directions = Directions()
    """``NAME.yml`` beside it: the last word."""
    notes: tuple[Note, ...] = ()
    """What is wrong in it."""


def read(file: Path, data: bytes, said: Said = Said()) -> Manuscript:
    """The manuscript of a source with all of the keeper's directions. Raises :class:`~generator.readers.ReadError`."""
    manuscript = readers.read(file, data)
    own = directions.merge(said.defaults, manuscript.directions)
    return replace(manuscript, directions=directions.merge(own, said.sidecar))


def understand(
    path: str, file: Path, data: bytes, options: Options, said: Said = Said(), wording: Wording | None = None
) -> Record:
    """The record of one document. Never raises: what fails becomes a record with a note that says why.

    Its words are left in ``wording``.
    """
    own = digest(data)
    try:
        manuscript = read(file, data, said)
        broken = next((note for note in manuscript.notes if note.code == "broken-yaml"), None)
        if broken:  # it may have said that this must not be published
            return _failed(path, own, replace(broken, text=f"{broken.text}这篇没有发布。"))
        families = _families(options.families)
        name = PurePosixPath(path).stem
        draft = roles.assign(manuscript, families, name)
        outline, screened = screening.screen(structure.parse(draft, families), draft, options.policy, name)
        if screened.verdict is Verdict.WITHHOLD:
            # Nothing of the text goes on: no title, no note that might quote it.
            kept = Screening(verdict=Verdict.WITHHOLD, reason=screened.reason)
            return Record(path=path, digest=own, format=manuscript.format, screening=kept, notes=said.notes)
        # Facts are drawn from screened words, so that no contact can slip into them.
        given = screening.hide_in(manuscript.directions, options.policy)
        known = facts.describe(outline, replace(manuscript, directions=given), name=name, wording=wording)
    except readers.ReadError as error:
        return _failed(path, own, Note(error.code, error.text, severity=Severity.PROBLEM))
    except MemoryError:
        return _failed(path, own, Note("too-large", "处理时内存超过限度，没有读取", severity=Severity.PROBLEM))
    except Exception as error:
        return _failed(path, own, Note("internal-error", f"处理时出错：{type(error).__name__}", 0, Severity.PROBLEM))
    said_of_it = (*said.notes, *manuscript.notes, *draft.notes, *outline.notes)
    hidden = (replace(note, text=screening.hide(note.text, options.policy)) for note in said_of_it)
    notes = dict.fromkeys((*hidden, *_page_notes(path, outline, screened)))
    return Record(
        path=path,
        digest=own,
        format=manuscript.format,
        encoding=manuscript.encoding,
        outline=outline,
        facts=known,
        directions=given,
        screening=screened,
        notes=tuple(notes),
    )


def searched(record: Record, wording: Wording | None = None) -> bytes:
    """What the search index needs of a published record; ``wording`` has its words, as far as they are known."""
    # Imported where it is used: a build that changes nothing needs neither numpy nor the dictionaries.
    from . import search

    return search.entry(search.searchable(record, wording))


@cache
def _families(templates: tuple[str, ...]) -> Families:
    return DEFAULT.extended(templates) if templates else DEFAULT


def _failed(path: str, own: str, note: Note) -> Record:
    return Record(path=path, digest=own, notes=(note,))


def _page_notes(path: str, outline: Outline, screened: Screening) -> list[Note]:
    notes = []
    if reason := naming.hindrance(path):
        notes.append(Note("unportable-name", f"{reason}；网站要放到 Windows 上的，请改名"))
    if not outline.title:
        notes.append(Note("no-title", "没有找到标题，以文件名为标题"))
    deep = [section for section in outline.sections if section.depth + 1 > article.DEEPEST]
    if deep:
        notes.append(Note("too-deep", f"{len(deep)} 个标题深于六级，按六级显示", deep[0].line))
    if screened.masks:
        kinds = Counter(mask.kind for mask in screened.masks)
        said = "、".join(f"{contacts.KIND_NAMES[kind]} {count} 处" for kind, count in sorted(kinds.items()))
        notes.append(Note("masked", f"隐去联系方式：{said}", screened.masks[0].line))
    return notes


def entry_of(record: Record, address: str, key: str) -> Entry:
    """What the main process keeps of a record."""
    problems = tuple(note for note in record.notes if note.severity is Severity.PROBLEM)
    if record.screening.verdict is Verdict.WITHHOLD:
        return Entry(record.path, address, key, Status.WITHHELD, problems=problems, reason=record.screening.reason)
    if record.outline is None:
        return Entry(record.path, address, key, Status.FAILED, problems=problems)
    return Entry(
        path=record.path,
        address=address,
        key=key,
        status=Status.PUBLISHED,
        card=card_of(record, address),
        profile=_profile_of(record),
        problems=problems,
        reason=record.screening.reason,
        codes=tuple(note.code for note in record.notes),
        set_aside=len(record.outline.set_aside),
        masked=len(record.screening.masks),
        confidence=record.outline.confidence,
        digest=record.digest,
    )


def _profile_of(record: Record) -> Profile:
    # Imported where it is used: a build that changes nothing does not need numpy.
    from .relations.profiles import profile

    return profile(record)


def card_of(record: Record, address: str) -> Card:
    """What lists show of a published record."""
    outline = record.outline
    assert outline is not None, record.path
    return Card(
        path=record.path,
        address=address,
        title=pages.title_of(outline, record.path),
        genre=record.facts.genre,
        date=record.facts.date,
        characters=record.facts.characters,
        minutes=record.facts.minutes,
        headings=tuple(
            (section.text[: section.marker].strip(), section.text[section.marker :].strip().rstrip("。；：:;."))
            for section in outline.sections
            if section.depth == 1
        ),
        section_count=len(outline.sections),
        organisation=organisation(record.facts.speaker),
        restricted=bool(record.screening.notices),
        was=record.directions.was,
    )
