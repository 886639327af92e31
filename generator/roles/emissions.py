"""What it costs that a stretch of text has a role, by its cues, its place, its style and its repetition."""

from __future__ import annotations

from collections import Counter
from typing import Protocol

from generator import cues
from generator.cues import Cues
from generator.markers import Families
from generator.model import Line, Manuscript, Role
from generator.roles.chain import BELOW, BODY, FOOT, HEAD, INF, LIST, MORE, STATE, TAIL, TITLE, UNDER
from generator.roles.readings import NEAR_END, Unit
from generator.roles.repetition import key_of, running_headers
from generator.unwrap import Joiner, is_indented, page_width

MAX_TITLES = 6
"""Lines that are remembered as titles, so that a second copy is known."""


class Put(Protocol):
    """Offers a role in a zone at a cost; the cheapest offer stands."""

    def __call__(self, zone: int, role: Role, cost: float) -> None:
        """Offer it."""


class Emissions:
    """The costs of one manuscript."""

    def __init__(self, manuscript: Manuscript, families: Families) -> None:
        self.manuscript = manuscript
        self.lines = manuscript.lines
        self.families = families
        self.seen = Counter(key for line in self.lines if len(key := key_of(line.text)) <= cues.SHORT)
        self.first_seen: dict[str, int] = {}
        for i, line in enumerate(self.lines):
            self.first_seen.setdefault(key_of(line.text), i)
        self.headers = running_headers(self.lines, self.seen)
        self.salutation = -1
        self.width = page_width([line.text for line in self.lines if not line.style.level])
        self.joiner = Joiner(self.width, families, is_indented([line.text for line in self.lines]))
        sizes = Counter(line.style.size for line in self.lines if line.style.size)
        self.size = sizes.most_common(1)[0][0] if sizes else 0.0
        self.first_body = next((i for i, line in enumerate(self.lines) if len(line.text) > cues.SHORT), len(self.lines))
        self.titles: set[str] = set()
        self.title_line = self._title_line()
        self.declared = {key_of(t) for t in (manuscript.directions.title, manuscript.properties.title) if t}

    def _title_line(self) -> int:
        """The first line that names a speech; 0 where none does."""
        for i, line in enumerate(self.lines[:60]):
            text = line.text.strip()
            if 5 < len(text) < 50 and cues.SPEECH.search(text) and cues.GENRE.search(text):
                return i
        return 0

    def wrapped_from(self, i: int) -> bool:
        """Whether line ``i`` goes on with the sentence of the line before."""
        if i == 0 or not self.width or cues.gap(self.lines[i - 1], self.lines[i]):
            return False
        before = self.lines[i - 1].text
        full = cues.display_width(before.rstrip()) >= self.width - 4
        return full and self.joiner.wrapped(before, self.lines[i].text)

    def of(self, unit: Unit, seen: Cues) -> dict[int, float]:
        """The costs of the roles that a unit can have, by state."""
        line = self.lines[unit.line]
        c = seen
        out: dict[int, float] = {}
        key = key_of(c.text)
        count = self.seen.get(key, 0)
        last = len(self.lines) - 1 - unit.line
        wrapped = self.wrapped_from(unit.line) and unit.start == 0
        plain = c.end == "" or c.end in "，、"

        def put(zone: int, role: Role, cost: float) -> None:
            state = STATE[zone, role]
            if cost < out.get(state, INF):
                out[state] = cost

        # Running text.
        body = 0.0
        if c.short:
            if not c.marker and c.end not in ("。", "！", "？", "；"):
                body = 0.6
            if c.page_number or c.secrecy:
                body += 4.0
            elif c.chrome or c.contents:
                body += 2.0
            if c.contact:
                body += 0.8 if c.end == "。" else 2.0
            if c.date or c.closing:
                body += 1.2
            if c.salutation or c.attachment:
                body += 1.5
            if c.notice and plain:
                body += 1.5
            if count > 1 and plain and not c.marker and not c.salutation and (c.words or key in self.headers):
                body += 0.8 * min(count - 1, 3)
            if count > 1 and plain and not c.marker and unit.line <= self.first_body and not c.salutation:
                body += 0.8
            if c.genre and c.end == "" and not c.marker and cues.SPEECH.search(c.text):
                body += 6.0 if unit.line < self.first_body else 1.5
            if wrapped:
                body = min(body, 0.3)
        elif c.contact and c.words > 1:
            body = 2.0
        if last < NEAR_END and cues.closing_start(c.text):
            body += 0.6
        put(BODY, Role.BODY, body)
        if c.end_of_page:
            put(FOOT, Role.FURNITURE, 0.0)
        put(BELOW, Role.FURNITURE, 0.1 if c.chrome or c.contact else 0.5 if c.short else 0.9)
        if c.opening and not c.marker:
            put(BODY, Role.OPENING, max(0.0, body - 0.3))
        if not c.short:
            weight = c.words + 2 * c.contact
            if weight >= 3:
                for zone in (HEAD, UNDER, TAIL):
                    put(zone, Role.PROMOTION, 1.0 if weight < 5 else 0.3)
            if c.chrome:
                put(TAIL, Role.FURNITURE, 0.3)
            if c.editor:
                for zone in (HEAD, UNDER, TAIL):
                    put(zone, Role.EDITOR, 0.3)
            if unit.line == 0:
                self._title(put, unit, c, line, key)
            return out
        self._set_aside(put, unit, c, count, plain, last, wrapped)
        if wrapped:
            return out
        self._byline(put, unit, c, key, plain)
        self._title(put, unit, c, line, key)
        if c.salutation:
            if self.salutation < 0:
                self.salutation = unit.line
            put(BODY, Role.SALUTATION, 0.0 if c.end in ("：", ":") else 0.3)
        if c.closing:
            put(TAIL, Role.CLOSING, 0.6 if cues.closing_start(c.text) else 0.2)
        if c.attachment:
            put(TAIL, Role.ATTACHMENT, 0.1)
        elif (
            plain
            and not c.marker
            and len(c.text) <= 40
            and not c.row
            and not c.chrome
            and self._after_signature(unit.line)
        ):
            # The title of what is attached.
            put(TAIL, Role.ATTACHMENT, 0.3 if c.genre or c.text[-1] in "表单" else 1.0)
        elif c.marker and c.end in ("", "；") and len(c.text) < 40:
            put(LIST, Role.ATTACHMENT, -0.2)
        if c.date:
            put(TAIL, Role.SIGNATURE, 0.2)
        elif plain and len(c.text) <= 30 and not c.marker and not c.row:
            following = self.lines[unit.line + 1].text.strip() if last else ""
            dated = bool(following) and len(following) < 24 and cues.DATE.search(following) is not None
            near_end = last <= 3
            if cues.DATE.search(c.text) and (c.name or len(c.text) < 24) and near_end:
                put(TAIL, Role.SIGNATURE, 0.5)
            elif c.name or c.organisation or (c.speaker and len(c.text.split()) < 3):
                put(TAIL, Role.SIGNATURE, 0.3 if dated or near_end else 2.0)
            elif dated or near_end:
                put(TAIL, Role.SIGNATURE, 1.2 if dated else 2.5)
        return out

    def _after_signature(self, i: int) -> bool:
        """Whether a line follows a date that stands alone, or one more line behind it."""
        for line in self.lines[max(0, i - 3) : i]:
            text = line.text.strip()
            if len(text) < 30 and (cues.DATE.fullmatch(text) or cues.ATTACHMENT.match(text)):
                return True
        return False

    def _set_aside(self, put: Put, unit: Unit, c: Cues, count: int, plain: bool, last: int, wrapped: bool) -> None:
        """Costs of notices, secrecy marks, promotion and furniture."""
        outer = (HEAD, UNDER, TAIL)
        if c.notice and not c.marker:
            for zone in outer:
                put(zone, Role.NOTICE, 0.1 if c.end in ("", "，") or len(c.text) < 40 else 0.6)
        if c.secrecy:
            put(HEAD, Role.SECRECY, 0.0)
            put(UNDER, Role.SECRECY, 0.0)
        elif cues.COPY_NUMBER.match(c.text) and unit.line < 3:
            put(HEAD, Role.SECRECY, 0.6)
        weight = c.words + 2 * c.contact + (count > 1 and self.first_seen[key_of(c.text)] <= self.first_body)
        if not c.marker:
            cost = (2.4, 0.9, 0.4)[min(weight, 2)]
            if c.contact:
                cost = 0.2
            if c.date or c.speaker or c.salutation:
                cost += 1.5
            for zone in outer:
                far = 1.0 if zone == TAIL and weight == 0 else 0.0
                # Before a title stands what does not belong to the text, whatever its words.
                near = -0.9 if zone == HEAD and unit.line < self.title_line and "关于" not in c.text else 0.0
                put(zone, Role.PROMOTION, cost + far + near + (0.8 if c.end == "。" and not c.contact else 0.0))
            if c.contact and unit.start > 0 and self.lines[unit.line].text[: unit.start].strip():
                put(BODY, Role.PROMOTION, 0.2)
            elif c.contact and c.words and (c.end != "。" or count > 1):
                put(BODY, Role.PROMOTION, 0.8)
            elif count > 1 and weight > 2 and plain:
                put(BODY, Role.PROMOTION, 0.9)
        if c.page_number:
            put(BODY, Role.FURNITURE, 0.0)
        if c.chrome or c.contents:
            for zone in outer:
                put(zone, Role.FURNITURE, 0.1)
            if (c.chrome and c.end_of_page) or (c.contents and "…" in c.text):
                put(BODY, Role.FURNITURE, 0.6)
        if c.contents and c.text[-1:].isdigit():
            put(HEAD, Role.FURNITURE, 0.1)
            put(BODY, Role.FURNITURE, 0.6)
        if plain and not c.marker and not c.salutation and not c.row and not wrapped and key_of(c.text) in self.headers:
            put(BODY, Role.FURNITURE, 0.9 if count > 2 else 1.6)
            put(HEAD, Role.FURNITURE, 1.2)
        if c.editor:
            for zone in outer:
                put(zone, Role.EDITOR, 0.2)

    def _title(self, put: Put, unit: Unit, c: Cues, line: Line, key: str) -> None:
        """Cost of a line as a title, or as a further line of one."""
        text = c.text
        cost = 1.7
        if c.genre:
            cost -= 1.5
        if text.startswith("关于") or "关于" in text:
            cost -= 0.2
        if unit.line == 0 and unit.start == 0:
            cost -= 0.5
        if key in self.declared:
            cost -= 3.0
        if line.style.level and not c.marker:
            cost += -1.0 if line.style.level == 1 else 2.0
        if line.style.align == "center":
            cost -= 0.6
        if self.size and line.style.size > self.size * 1.15:
            cost -= 0.8
        if self.seen.get(key, 0) > 1 and not c.words:
            cost -= 0.5
        if len(text) > 60:
            cost += 2.0 if c.short else 5.0
        if len(text) < 4:
            cost += 2.5
        if c.end:
            cost += {"，": 2.5, "、": 2.5, "：": 3.5, ":": 3.5, "？": 0.8, "！": 0.8}.get(c.end, 4.5)
        if c.marker and not (c.genre and cues.SPEECH.search(text)):
            cost += 4.0
        if c.chrome or (c.contents and not c.genre) or c.date or (c.salutation and c.end) or c.secrecy or c.row:
            cost += 4.0
        if c.contact:
            cost += 4.0
        elif c.notice:
            cost += 2.5
        elif c.words and not c.genre:
            cost += 1.2 if unit.line or len(text) < 16 else 0.3
        if text[0] in "【[（(《" and text[-1] in "】]）)":
            cost += 2.6
        if c.dashed:
            cost += 4.0
        elif (c.occasion and not c.genre) or c.name:
            cost += 2.5
        elif c.speaker or c.organisation:
            cost += 0.8
        if c.closing or c.attachment:
            cost += 3.0
        put(TITLE, Role.TITLE, cost)
        put(MORE, Role.TITLE, cost - 1.2 if not c.genre else cost)
        if cost < 1.0 and len(self.titles) < MAX_TITLES:
            self.titles.add(key)

    def _byline(self, put: Put, unit: Unit, c: Cues, key: str, plain: bool) -> None:
        """Costs of what stands under a title."""
        if c.occasion and not (c.dashed and c.genre):
            put(UNDER, Role.OCCASION, 0.1)
        elif c.dashed and c.end == "":
            put(UNDER, Role.SUBTITLE, 0.2)
        if c.number:
            put(UNDER, Role.SUBTITLE, 0.1)
        if c.date:
            put(UNDER, Role.DATE, 0.3 if c.clock else 0.0)
            put(HEAD, Role.DATE, 0.8)
            if c.clock:
                put(UNDER, Role.FURNITURE, 0.1)
        if (plain or c.name) and not c.marker and len(c.text) <= 40:
            if c.name and c.end:
                put(HEAD, Role.SPEAKER, 0.6)
            elif c.speaker or c.name:
                put(UNDER, Role.SPEAKER, 0.2)
                put(HEAD, Role.SPEAKER, 1.6)
            elif c.organisation:
                put(UNDER, Role.SPEAKER, 0.6)
            elif (date := cues.DATE.search(c.text)) and (c.text[0] in "（(" or len(c.text) - len(date[0]) <= 8):
                put(UNDER, Role.DATE, 0.4 if c.text[0] in "（(" else 1.0)
            elif c.text[0] in "（(" and c.text[-1] in "）)" and len(c.text) < 30:
                put(UNDER, Role.SUBTITLE, 0.8)
        # A caption or a report's sentence between title and salutation.
        if c.end == "。" and len(c.text) < 30:
            put(UNDER, Role.FURNITURE, 1.5)
        if not c.marker and len(key) >= 5 and any(t.endswith(key) or t.startswith(key) for t in self.titles):
            put(UNDER, Role.REPEAT, 0.0 if key in self.titles else 0.2)
            if key in self.titles:
                put(TAIL, Role.REPEAT, 0.3)
            if self.seen.get(key, 0) > 1:
                put(BODY, Role.REPEAT, 0.7)

    def title_goes_on(self, before: Unit, after: Unit, a: Cues, b: Cues) -> float:
        """Cost of a title that goes on in the next line: its first line is not complete."""
        cost = 0.9 + 0.8 * min(cues.gap(self.lines[before.line], self.lines[after.line]), 3)
        begun = a.text[-1] in "的和与及、，在为" or ("关于" in a.text and not a.genre) or a.organisation
        kind = "".join(b.text.split())
        if b.genre and not a.words and len(kind) <= 6 and not a.genre:
            # 工作汇报, 发言提纲 alone name no matter.
            return max(0.0, cost - 1.6)
        if a.genre and not b.text.startswith("暨"):
            cost += 1.5
        elif begun or b.text.startswith(("关于", "在", "的", "和", "暨")):
            # The first line alone is no title: what made it dear is the second line's to say.
            cost -= 1.2 if b.genre else 0.4
        else:
            cost += 0.7
        if len(a.text) < 6 and not a.organisation:
            cost += 1.2
        if a.words or b.words:
            cost += 0.8
        return cost
