"""The verbs of a claim's story: send, answer, pend, reverse. Each adds one record, dated after the one before."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from analytics.demo.adjudication import Adjudicator, Decision, Rates, Terms, draw_terms, everything
from analytics.demo.corrections import Correction
from analytics.demo.objections import OBJECTIONS
from analytics.demo.payers import Payer
from analytics.demo.plan import next_weekday
from analytics.demo.story import Response, Story, Submission
from analytics.demo.visits import Service

SHORTEST_LAG, HURRIED_LAG, LONGEST_LAG = 4, 9, 150


@dataclass(slots=True)
class Clock:
    """Draws waiting times; a hurried one keeps them short, so that small worlds live to see the end of a story."""

    rnd: Random
    is_hurried: bool = False

    def between(self, low: int, high: int) -> int:
        return low if self.is_hurried else low + int(self.rnd.random() * (high - low + 1))

    def lag(self, payer: Payer, *, is_denial: bool) -> int:
        if self.is_hurried:
            return HURRIED_LAG
        drawn = payer.median_lag * self.rnd.lognormvariate(0.0, payer.spread)
        return max(SHORTEST_LAG, min(LONGEST_LAG, int(drawn * payer.denial_lag if is_denial else drawn)))


def batch_day(day: date) -> date:
    """Claims leave on Tuesdays and Fridays."""
    return min(next_weekday(day, 1), next_weekday(day, 4))


class Teller:
    """Tells the story of one claim."""

    def __init__(self, story: Story, rates: Rates, rnd: Random, clock: Clock) -> None:
        self.story, self.rates, self.rnd, self.clock = story, rates, rnd, clock
        self.terms: dict[str, Terms] = {}

    def chance(self, percent: int) -> bool:
        return self.rnd.random() * 100 < percent

    def send(
        self,
        day: date,
        services: tuple[Service, ...],
        *,
        claim_id: str = "",
        payer: Payer | None = None,
        replaces: Response | None = None,
        correction: Correction | None = None,
        frequency: str = "1",
    ) -> Submission:
        """The practice submits these lines on the next batch day."""
        visit = correction.visit if correction else self.story.visit
        sent = Submission(
            day=batch_day(day),
            visit=visit,
            claim_id=claim_id or visit.claim_id,
            payer=payer or self.story.payer,
            services=services,
            diagnoses=visit.diagnoses,
            place=visit.place,
            frequency=frequency,
            original=replaces.icn if replaces else "",
            is_authorized=bool(correction and correction.is_authorized),
            has_attachment=bool(correction and correction.has_attachment),
        )
        self.story.submissions.append(sent)
        return sent

    def later(self, response: Response, low: int, high: int) -> date:
        """A payment run of the same payer, some days on and never the same run."""
        return next_weekday(response.day + timedelta(days=self.clock.between(low, high)), response.payer.weekday)

    def run_after(self, sent: Submission, *, is_denial: bool) -> date:
        lag = self.clock.lag(sent.payer, is_denial=is_denial)
        return next_weekday(sent.day + timedelta(days=lag), sent.payer.weekday)

    def answer(self, sent: Submission, objection: str = "", *, day: date | None = None) -> Response:
        """The payer decides the submission, hurt by the objection if one is given."""
        decisions = self._decide(sent, objection)
        is_denial = any(decision.denied for decision in decisions)
        rule = OBJECTIONS.get(objection)
        response = self._record(
            sent, day or self.run_after(sent, is_denial=is_denial), rule.kind if rule else "answer", decisions
        )
        response.status = rule.status if rule else "1"
        if rule and rule.at_claim:
            response.remarks = rule.at_claim
        response.without_lines = bool(rule and rule.without_lines and self.story.visit.number % 2)
        return response

    def everything(self, sent: Submission, kind: str, group: str, reason: str) -> Response:
        """All lines under one code that is no decision: pended (133), or our own duplicate (18)."""
        day = self.run_after(sent, is_denial=False)
        return self._record(sent, day, kind, everything(sent.services, group, reason))

    def reverse(self, response: Response, day: date) -> Response:
        """The payer takes the earlier answer back, with every amount negated."""
        reversal = Response(
            day=day, payer=response.payer, visit=response.visit, claim_id=response.claim_id, kind="reversal",
            status="22", icn=response.icn, decisions=response.decisions, frequency=response.frequency,
            original=response.original, cancels=response, claim_cuts=response.claim_cuts,
            without_lines=response.without_lines,
        )  # fmt: skip
        self.story.responses.append(reversal)
        return reversal

    def _decide(self, sent: Submission, objection: str) -> tuple[Decision, ...]:
        payer = sent.payer
        if payer.key not in self.terms:
            self.terms[payer.key] = draw_terms(self.rnd, payer, self.story.visit)
        return Adjudicator(self.rates, payer, sent.visit, self.terms[payer.key]).decide(sent.services, objection)

    def _record(self, sent: Submission, day: date, kind: str, decisions: tuple[Decision, ...]) -> Response:
        response = Response(
            day=day, payer=sent.payer, visit=sent.visit, claim_id=sent.claim_id, kind=kind, status="1",
            icn=self.control_number(sent.payer, day), decisions=decisions, frequency=sent.frequency,
            original=sent.original, remarks=("MA01",) if sent.payer.key == "medicare" else (),
        )  # fmt: skip
        self.story.responses.append(response)
        return response

    def control_number(self, payer: Payer, day: date) -> str:
        return f"{payer.payer_id[1:]}{day:%y%j}{self.story.visit.number:07d}{len(self.story.responses)}"
