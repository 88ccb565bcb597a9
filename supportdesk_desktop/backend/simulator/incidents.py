"""Incidents drawn from a seed: the same seed and language give the same ones, in the same order."""

from __future__ import annotations

import random
from dataclasses import dataclass

from supportdesk_desktop.backend.simulator.people import Shopper, shoppers
from supportdesk_desktop.backend.simulator.stories_payment import PAYMENT_STORIES
from supportdesk_desktop.backend.simulator.stories_shop import SHOP_STORIES
from supportdesk_desktop.backend.simulator.story import Facts, Story
from supportdesk_desktop.backend.simulator.wording import Lang

STORIES = PAYMENT_STORIES + SHOP_STORIES


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident, ready to be filed; ``tags`` are keys of ``tag_names.TAGS``."""

    shopper: Shopper
    subject: str
    description: str
    priority: str
    category: str
    metadata: dict[str, str | int | bool]
    tags: tuple[str, ...]
    event: str | None


class Incidents:
    """A source of incidents among the sixty customers of the demo shop."""

    def __init__(self, seed: int, lang: Lang) -> None:
        self._lang: Lang = lang
        self._chance = random.Random(seed)
        self._shoppers = shoppers(lang)
        self._deck: list[Story] = []

    def next(self) -> Incident:
        """Draw one incident; no story comes again before all others have."""
        if not self._deck:
            self._deck = list(STORIES)
            self._chance.shuffle(self._deck)
        return self._tell(self._deck.pop(), self._chance.choice(self._shoppers))

    def opening(self, count: int) -> list[Incident]:
        """Draw a first day's work; its newest incident is the first customer's double debit."""
        drawn = [self.next() for _ in range(count - 1)]
        return [*drawn, self._tell(STORIES[0], self._shoppers[0])]

    def _tell(self, story: Story, shopper: Shopper) -> Incident:
        facts = Facts(self._chance, self._lang, shopper.name.split()[-1])
        return Incident(
            shopper=shopper,
            subject=story.subject.text(self._lang).format_map(facts.texts),
            description=story.body.text(self._lang).format_map(facts.texts),
            priority=self._chance.choice(story.priorities),
            category=story.category.text(self._lang),
            metadata=facts.metadata(story.facts),
            tags=story.tags,
            event=story.event,
        )
