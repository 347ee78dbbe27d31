"""Invented news pages for measuring how fast they are read: the same for the same number, none of them real.

A page has a head with its day as JSON-LD, a menu, some 350 words of report in ten paragraphs, a list of other reports
and a footer, about 6 kB. Names of people, towns and ships are made of syllables, sentences of parts, so that no page
is a copy of another; every page tells another day.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

FIRST = date(2022, 1, 1)
_SYLLABLES = [consonant + vowel for consonant in "bdklmnrst" for vowel in "aeio"]
_SENTENCES = (
    "{role} {person} visited the {quality} port of {town} on {weekday} and met the crews of {number} {matter} there",
    "The {quality} ministry said that {number} soldiers had been sent to {town}, where rebels shelled a {matter}",
    "“We will not leave the {matter} before the {quality} talks end,” {person} told reporters in {town}",
    "According to a {quality} spokesman, the {matter} of the patrol ship {ship} was damaged near {town}",
    "{other}, the {role} of {town}, denied that {quality} money had been received for the {matter}",
    "At least {number} people were killed when a {quality} missile struck a {matter} in {town}",
    "The {quality} countries signed an agreement on {matter} in {town}, the state news agency reported",
    "{quality} police arrested {number} people near the {matter} of {town} after {weekday}'s clashes",
    "{person} is expected to inspect a {quality} {matter} in {town} next month",
    "Officials in {town} blamed the {quality} {role} for the attack on the {matter}",
    "The {quality} navy tested a missile near the {matter} of {town} on {weekday}, experts believe",
    "Prices of {matter} rose again in {town}, and {quality} traders warned of {number} days without supplies",
    "A {quality} court in {town} sentenced the {role} {other} to {number} months for fraud with {matter}",
    "{quality} residents said that they had heard the {matter} explode, but the {role} could not confirm it",
)
_TAILS = (
    "",
    "",
    "",
    ", and nothing more was told",
    ", a day after the {quality} {matter} was closed",
    ", while {other} waited in {town}",
    ", as it had been agreed with the {role}",
    " before the {quality} winter",
    ", which the {role} called {quality}",
    ", without a word about the {matter}",
    " for the first time in {number} years",
)
_ROLES = (
    "Defence Minister",
    "Foreign Minister",
    "governor",
    "mayor",
    "ambassador",
    "general staff",
    "army",
    "admiral",
    "prosecutor",
    "envoy",
    "president",
    "union",
    "commander",
    "opposition",
    "council",
    "prime minister",
)
_QUALITIES = (
    "northern",
    "southern",
    "eastern",
    "western",
    "local",
    "regional",
    "federal",
    "military",
    "civil",
    "temporary",
    "wounded",
    "hungry",
    "retired",
    "foreign",
    "maritime",
    "rural",
    "armed",
    "divided",
    "private",
    "wealthy",
    "former",
    "loyal",
    "young",
    "nervous",
    "crowded",
    "narrow",
    "frozen",
    "flooded",
    "heavy",
    "modern",
    "ruined",
    "quiet",
    "busy",
    "famous",
    "disputed",
    "empty",
    "coastal",
    "mountainous",
    "guarded",
    "secret",
)
_MATTERS = (
    "frigates", "bridge", "market", "grain", "gas deliveries", "radar", "hospital", "railway", "school", "harbour",
    "barracks", "depot", "power station", "dam", "embassy", "factory", "airfield", "border post", "pipeline", "mine",
    "prison", "stadium", "tunnel", "warehouse", "customs house", "water supply", "television tower", "archive",
    "bakery", "ferry", "cement", "fuel", "medicine", "ammunition", "tanks", "drones", "helicopters", "trucks", "boats",
    "uniforms",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="canonical" href="https://{site}.example/news/{number}">
<script type="application/ld+json">{about}</script><style>body {{ margin: 0 }}</style></head>
<body><nav><ul>{menu}</ul></nav><main><article><h1>{title}</h1><p class="byline">By {author}</p>
{paragraphs}
</article><aside><h2>More news</h2><ul>{more}</ul></aside></main>
<footer><p>© {site} example. All rights reserved.</p></footer></body></html>
"""


def pages(number: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of so many pages."""
    return ((f"{n:07}.html", _page(n).encode()) for n in range(number))


def _page(number: int) -> str:
    chance = random.Random(number)
    title = f"{_name(chance)} and {_name(chance)} meet in {_name(chance)}"
    day = FIRST + timedelta(days=number % 1000)
    about = {"@type": "NewsArticle", "headline": title, "datePublished": day.isoformat()}
    return _PAGE.format(
        title=title,
        site=f"paper{number % 40}",
        number=number,
        author=f"{_name(chance)} {_name(chance)}",
        about=json.dumps(about),
        menu="".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(25)),
        more="".join(f'<li><a href="/news/{n}">{_name(chance)} goes to {_name(chance)}</a></li>' for n in range(30)),
        paragraphs="\n".join(f"<p>{_paragraph(chance)}</p>" for _ in range(10)),
    )


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(2))


def _sentence(chance: random.Random) -> str:
    told = (chance.choice(_SENTENCES) + chance.choice(_TAILS)).format_map(_Words(chance))
    return f"{told[0].upper()}{told[1:]}."


class _Words(Mapping[str, str]):
    """A word for each place of a sentence, drawn whenever it is asked for."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._lists = {"role": _ROLES, "quality": _QUALITIES, "matter": _MATTERS, "weekday": _DAYS}

    def __getitem__(self, place: str) -> str:
        if place in self._lists:
            return self._chance.choice(self._lists[place])
        if place == "number":
            return str(self._chance.randint(3, 90))
        first, last = _name(self._chance), _name(self._chance)
        return f"{first} {last}" if place in ("person", "other") else first

    def __iter__(self) -> Iterator[str]:
        return iter(self._lists)

    def __len__(self) -> int:
        return len(self._lists)


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 2, 3)))).capitalize()
