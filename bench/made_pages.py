"""Invented news pages for measuring how fast they are read: the same for the same number, none of them real.

A page has a head with its day as JSON-LD, a menu, some 350 words of report in ten paragraphs, a list of other reports
and a footer, about 9 kB. Names of people, towns and ships are made of syllables; every page tells another day.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta

FIRST = date(2022, 1, 1)
_SYLLABLES = [consonant + vowel for consonant in "bdklmnrst" for vowel in "aeio"]
_SENTENCES = (
    "Defence Minister {person} visited the port of {town} on {weekday} and met the crews of two frigates there.",
    "The ministry said that {number} soldiers had been sent to {town}, where rebels shelled a bridge last week.",
    "“We will not leave {town} before the talks end,” {person} told reporters after a meeting with {other}.",
    "According to a spokesman for the coast guard, the patrol ship {ship} was damaged near {town} in the night.",
    "{other}, who leads the opposition, denied that his party had received money from abroad.",
    "At least {number} people were killed and dozens were wounded when a missile struck a market in {town}.",
    "The two countries signed an agreement on gas deliveries in {town}, the state news agency reported.",
    "Police arrested {number} protesters in the centre of {town} after clashes that went on until the morning.",
    "{person} is expected to travel to {town} next month, although no date has been announced so far.",
    "Officials in {town} blamed the army for the attack, which the general staff has not commented on.",
    "The navy tested an anti-ship missile off the coast near {town} earlier this year, experts believe.",
    "Prices of grain rose again in {town}, and traders warned that the harvest would be a poor one.",
    "A court in {town} sentenced the former governor {other} to {number} months in prison for fraud.",
    "Residents said that they had heard explosions, but the claim could not be verified independently.",
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
    return chance.choice(_SENTENCES).format(
        person=f"{_name(chance)} {_name(chance)}",
        other=f"{_name(chance)} {_name(chance)}",
        town=_name(chance),
        ship=_name(chance),
        number=chance.randint(3, 90),
        weekday=chance.choice(_DAYS),
    )


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 2, 3)))).capitalize()
