"""What it costs that a stretch of text has a role, by its cues, its place, its style and its repetition."""

from __future__ import annotations

from generator import cues
from generator.cues import Cues, page
from generator.model import Role
from generator.roles import front
from generator.roles.chain import ANNEX, BELOW, BODY, FOOT, HEAD, INF, LIST, STATE, TAIL, UNDER
from generator.roles.evidence import Evidence, Put
from generator.roles.readings import NEAR_END, Unit, remark_start
from generator.roles.repetition import key_of


class Emissions(Evidence):
    """The costs of one manuscript."""

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
            elif c.fragments:
                body += 0.8
            if c.contact:
                body += 0.8 if c.end == "。" else 2.0
            if c.date or c.closing or c.editor:
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
        if cut := remark_start(c.text):
            body += 1.5
            head = self.look(c.text[:cut].rstrip())
            if (head.marker or head.end in ("。", "！", "？", "；")) and not (
                head.words or head.contact or head.chrome
            ):
                # The text before the remark is nobody's but its own.
                put(BODY, Role.BODY, body)
                return out
        if unit.line in self.zones.contents:
            for zone in (HEAD, UNDER, BODY):
                put(zone, Role.FURNITURE, 0.0)
            body += 3.0
        elif unit.line >= self.zones.foot:
            role = Role.PROMOTION if c.contact and not c.chrome else Role.FURNITURE
            put(FOOT, role, 0.1 if unit.start == 0 else 0.4)
            body += 1.5
        elif c.text in self.endings and unit.start:
            put(BODY, Role.PROMOTION, 0.2)
            body += 2.0
        elif self.endings and c.text.endswith(tuple(self.endings)):
            body += 1.0
        elif unit.line < self.zones.title:
            # Above the title stands what does not belong to the text, whatever its words; a line directly above may
            # be the title's own first line.
            directly = unit.line + 1 == self.zones.title and plain and not c.words and not c.fragments
            if unit.line < self.zones.top:
                put(HEAD, Role.PROMOTION, 1.0 if directly else 0.5)
        put(BODY, Role.BODY, body)
        if unit.line == self.zones.addressee:
            self.salutation = unit.line if self.salutation < 0 else self.salutation
            put(BODY, Role.SALUTATION, 0.1)
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
                front.title(self, put, unit, c, line, key)
            return out
        self._set_aside(put, unit, c, count, plain, last, wrapped)
        if wrapped:
            return out
        front.byline(self, put, unit, c, key, plain)
        front.title(self, put, unit, c, line, key)
        if c.salutation:
            if self.salutation < 0:
                self.salutation = unit.line
            put(BODY, Role.SALUTATION, 0.0 if c.end in ("：", ":") else 0.3)
        if c.closing:
            put(TAIL, Role.CLOSING, 0.6 if cues.closing_start(c.text) else 0.2)
        if c.attachment:
            self.attached = unit.line if self.attached < 0 else self.attached
            put(TAIL, Role.ATTACHMENT, 0.1)
        elif (
            plain
            and not c.marker
            and c.text[0] not in "（("
            and len(c.text) <= 40
            and not c.row
            and not c.chrome
            and self._after_signature(unit.line)
        ):
            # The title of what is attached.
            put(ANNEX, Role.ATTACHMENT, 0.3 if c.genre or c.text[-1] in "表单" else 1.0)
        elif c.marker and c.end in ("", "；") and len(c.text) < 40:
            put(LIST, Role.ATTACHMENT, -0.2)
        if c.date or (c.text[0] in "（(" and c.text[-1] in "）)" and self._after_signature(unit.line)):
            # A note in brackets stands below the date (GB/T 9704-2012 7.3.6).
            put(TAIL, Role.SIGNATURE, 0.2)
        elif plain and len(c.text) <= 30 and not c.marker and not c.row and not c.fragments:
            following = self.lines[unit.line + 1].text.strip() if last else ""
            dated = bool(following) and len(following) < 24 and page.DATE.search(following) is not None
            near_end = last <= 3
            if page.DATE.search(c.text) and (c.name or len(c.text) < 24) and near_end:
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
            if len(text) < 30 and (page.DATE.fullmatch(text) or cues.ATTACHMENT.match(text)):
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
        elif page.COPY_NUMBER.match(c.text) and unit.line < 3:
            put(HEAD, Role.SECRECY, 0.6)
        weight = c.words + 2 * c.contact + (count > 1 and self.first_seen[key_of(c.text)] <= self.first_body)
        if not c.marker:
            cost = (2.4, 0.9, 0.4)[min(weight, 2)]
            if c.contact:
                cost = 0.2
            if c.date or c.speaker or c.salutation:
                cost += 1.5
            if weight == 1 and plain and self.zones.title < unit.line < self.zones.prose:
                cost = 0.5
            begins = 2.0 if self.zones.top <= unit.line < self.zones.title else 0.0
            for zone in outer:
                far = 1.0 if zone == TAIL and weight == 0 else 0.0
                put(zone, Role.PROMOTION, cost + begins + far + (0.8 if c.end == "。" and not c.contact else 0.0))
            if c.contact and unit.start > 0 and self.lines[unit.line].text[: unit.start].strip():
                put(BODY, Role.PROMOTION, 0.2)
            elif c.contact and c.words and (c.end != "。" or count > 1):
                put(BODY, Role.PROMOTION, 0.8)
            elif count > 1 and weight > 2 and plain:
                put(BODY, Role.PROMOTION, 0.9)
            elif (c.set_off or c.framed) and (weight or c.disclaimer or c.notice):
                # A remark set off from the text it stands in.
                put(BODY, Role.PROMOTION, 0.4)
        if c.clock and plain and count > 1:
            # What a browser prints on every page.
            put(BODY, Role.FURNITURE, 0.1)
        if c.page_number:
            put(BODY, Role.FURNITURE, 0.0)
        if c.chrome or c.contents or c.fragments:
            for zone in outer:
                # Words side by side behind 附件 are the rows of a table.
                if zone != TAIL or c.chrome or (c.fragments and self.attached < 0):
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
