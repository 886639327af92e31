"""What it costs that a stretch of text has a role, by its cues, its place, its style and its repetition."""

from __future__ import annotations

from generator import cues
from generator.cues import Cues, page
from generator.cues.closing import closing_start
from generator.model import Role
from generator.roles import aside, front
from generator.roles.chain import ANNEX, BELOW, BODY, FOOT, HEAD, INF, LIST, STATE, TAIL, UNDER
from generator.roles.evidence import Evidence, Put
from generator.roles.readings import NEAR_END, Unit, remark_start
from generator.roles.repetition import key_of


class Emissions(Evidence):
    """The costs of one manuscript."""

    def of(self, unit: Unit, seen: Cues, begun: bool = False) -> dict[int, float]:
        """The costs of the roles that a unit can have, by state; once the text has ``begun``, none of its front."""
        c = seen
        out: dict[int, float] = {}
        key = key_of(c.text)
        count = self.seen.get(key, 0)
        last = len(self.lines) - 1 - unit.line
        wrapped = unit.start == 0 and self.wrapped_from(unit.line)
        plain = c.end == "" or c.end in "，、"
        w = self.costs["role_text"]

        def put(zone: int, role: Role, cost: float) -> None:
            if begun and zone <= UNDER:
                return
            state = STATE[zone, role]
            if cost < out.get(state, INF):
                out[state] = cost

        body = self._body(unit, c, key, count, plain, wrapped)
        if last < NEAR_END and closing_start(c.text):
            body += w["closing_behind"]
        if self.sites and unit.line != self.zones.title and self.named_site(c.text[-40:]):
            body += w["remark"]
        if cut := remark_start(c.text):
            body += w["remark"]
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
            body += w["in_contents"]
        elif unit.line >= self.zones.foot:
            role = Role.PROMOTION if c.contact and not c.chrome else Role.FURNITURE
            put(FOOT, role, w["foot"] if unit.start == 0 else w["foot_rest"])
            body += w["in_foot"]
        elif self.endings and unit.start and c.text in self.endings:
            put(BODY, Role.PROMOTION, w["stamp"])
            body += w["is_stamp"]
        elif self.endings and c.text.endswith(tuple(self.endings)):
            body += w["stamped"]
        elif unit.line < self.zones.top:
            # Above the title stands what does not belong to the text, whatever its words; a line directly above may
            # be the title's own first line.
            directly = unit.line + 1 == self.zones.title and plain and not c.words and not c.fragments
            put(HEAD, Role.PROMOTION, w["directly_above"] if directly else w["above"])
        put(BODY, Role.BODY, body)
        if unit.line == self.zones.addressee:
            self.salutation = unit.line if self.salutation < 0 else self.salutation
            put(BODY, Role.SALUTATION, w["addressee"])
        if c.end_of_page:
            put(FOOT, Role.FURNITURE, 0.0)
        put(
            BELOW,
            Role.FURNITURE,
            w["below_page"] if c.chrome or c.contact else w["below"] if c.short else w["below_long"],
        )
        if c.opening and not c.marker:
            put(BODY, Role.OPENING, max(0.0, body - w["opening"]))
        if not c.short:
            aside.of_long(self, put, c)
            if unit.line == 0:
                front.title(self, put, unit, c, self.lines[0], key)
            return out
        aside.of_short(self, put, unit, c, count, plain, wrapped)
        if wrapped:
            return out
        front.repeat(self, put, c, key)
        if not begun:
            front.byline(self, put, unit, c, plain)
            front.title(self, put, unit, c, self.lines[unit.line], key)
        if c.salutation:
            if self.salutation < 0:
                self.salutation = unit.line
            put(BODY, Role.SALUTATION, 0.0 if c.end in ("：", ":") else w["salutation_unmarked"])
        self._end(put, unit, c, last, plain)
        return out

    def _body(self, unit: Unit, c: Cues, key: str, count: int, plain: bool, wrapped: bool) -> float:
        """What running text costs."""
        w = self.costs["role_text"]
        if not c.short:
            return w["long_sells"] if c.contact and c.words > 1 else 0.0
        body = 0.0
        if not c.marker and c.end not in ("。", "！", "？", "；"):
            body = w["short"]
        if c.page_number or c.secrecy:
            body += w["page_number"]
        elif c.chrome or c.contents:
            body += w["chrome"]
        elif c.fragments:
            body += w["fragments"]
        if c.contact:
            body += w["contact_sentence"] if c.end == "。" else w["contact"]
        if c.date or c.closing or c.editor:
            body += w["date"]
        if c.salutation or c.attachment:
            body += w["salutation"]
        if c.notice and plain:
            body += w["notice"]
        if count > 1 and plain and not c.marker and not c.salutation:
            if c.words or key in self.headers:
                body += w["repeated"] * min(count - 1, 3)
            if unit.line <= self.first_body:
                body += w["repeated_front"]
        if c.genre and c.end == "" and not c.marker and cues.SPEECH.search(c.text):
            body += w["title_front"] if unit.line < self.first_body else w["title"]
        return min(body, w["wrapped"]) if wrapped else body

    def _end(self, put: Put, unit: Unit, c: Cues, last: int, plain: bool) -> None:
        """Costs of closing, signature and attachments."""
        w = self.costs["role_end"]
        if c.closing:
            self.closed = unit.line
            put(TAIL, Role.CLOSING, w["closing_behind"] if closing_start(c.text) else w["closing"])
        if c.attachment:
            self.attached = unit.line if self.attached < 0 else self.attached
            put(TAIL, Role.ATTACHMENT, w["attachment"])
        elif plain and not c.marker and c.text[0] not in "（(" and len(c.text) <= 40 and not (c.row or c.chrome):
            if self._after_signature(unit.line):
                # The title of what is attached.
                put(ANNEX, Role.ATTACHMENT, w["annex"] if c.genre or c.text[-1] in "表单" else w["annex_plain"])
        elif c.marker and c.end in ("", "；") and len(c.text) < 40:
            put(LIST, Role.ATTACHMENT, w["listed"])
        if c.date or (c.text[0] in "（(" and c.text[-1] in "）)" and self._after_signature(unit.line)):
            # A note in brackets stands below the date (GB/T 9704-2012 7.3.6).
            put(TAIL, Role.SIGNATURE, w["date"])
        elif c.copied and last <= NEAR_END:
            put(TAIL, Role.SIGNATURE, w["copied"])
        elif plain and len(c.text) <= 30 and not (c.marker or c.row or c.fragments or self.is_cell(unit.line)):
            following = self.lines[unit.line + 1].text.strip() if last else ""
            dated = 0 < len(following) < 24 and page.DATE.search(following) is not None
            near_end = last <= 3
            if self.set_right(unit.line) and (near_end or dated):
                put(TAIL, Role.SIGNATURE, w["set_right"])
            elif near_end and (c.name or len(c.text) < 24) and page.DATE.search(c.text):
                put(TAIL, Role.SIGNATURE, w["who_and_when"])
            elif c.name or c.organisation or (c.speaker and len(c.text.split()) < 3):
                put(TAIL, Role.SIGNATURE, w["who"] if dated or near_end else w["who_far"])
            elif dated or near_end:
                put(TAIL, Role.SIGNATURE, w["above_date"] if dated else w["near_end"])

    def _after_signature(self, i: int) -> bool:
        """Whether a line follows a date that stands alone, or one more line behind it."""
        for line in self.lines[max(0, i - 3) : i]:
            text = line.text.strip()
            if len(text) < 30 and (page.DATE.fullmatch(text) or cues.ATTACHMENT.match(text)):
                return True
        return False
