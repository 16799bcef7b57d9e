"""Write config/pools/people.yaml: common names by language and gender, from Faker and people.yaml (`make pools`).

Faker's lists for India stand in their own scripts; they come in as they are usually spelled in Latin letters. A given name is
common when two of the lists know it, and is left out where any list knows it for the other gender. `ta_IN` (literary names),
`en_PK` and `bn_BD` (other countries) are not used; `ne_NP` is only asked whether it knows a name too.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from faker import VERSION, Faker

from docs.romanise import romanise, sound
from synfin_core.calibration import load_calibration
from synfin_core.world.pools import FOLDER, PEOPLE

SEED = 2025
LOCALES = ("en_IN", "hi_IN", "mr_IN", "gu_IN", "or_IN", "ne_NP")
DRAWS = 12_000  # of each list; the longest holds 600 names, so that none is missed
OWN_LIST = {"Marathi": "mr_IN", "Gujarati": "gu_IN"}  # short lists of common names, taken whole
APART = ("Urdu", "Kashmiri", "Khasi", "Nyishi", "Manipuri", "Nagamese", "Mizo", "Ladakhi")  # share no names with the others
HOME_OF_SHARED, SHARED_ELSEWHERE = 60, 12  # names of all India in a pool: Hindi's, and any other language's, assumed
GENDERS = {"male": "m", "female": "f"}
HONORIFICS = ("Shrimati", "Shrimti", "Kumari", "Mahatma", "Babu", "Babi")  # a list holds them among given names
MEN_ONLY, WOMEN_ONLY = {"Punjabi": ("Singh",)}, {"Punjabi": ("Kaur",)}
FAMILY_NAMES = {  # Faker's en_IN surnames by the language they are usual in, recollected
    "Hindi": "Agarwal Bansal Bhardwaj Bhargava Bhatnagar Chaudhary Chauhan Dixit Dubey Garg Goel Goyal Jain Jha Kashyap "
    "Khare Mittal Nigam Pandey Pathak Rastogi Saxena Shukla Singhal Sinha Srivastava Thakur Tripathi Upadhyay",
    "Marathi": "Apte Gokhale Kale Karnik Nadkarni Pingle Rege Salvi Sathe Sule",
    "Bengali": "Basak Basu Bhattacharyya Biswas Bose Chakraborty Dasgupta Datta Dey Dutta Ganguly Guha Halder Majumdar "
    "Mitra Mukherjee Mukhopadhyay Sen Sengupta",
    "Telugu": "Konda Golla Bandi Sastry Murthy Peri",
    "Tamil": "Balakrishnan Balan Balasubramanian Chandran Ganesan Iyengar Iyer Jayaraman Kannan Mani Nagarajan "
    "Padmanabhan Raghavan Rajagopalan Ramachandran Ramakrishnan Raman Ramanathan Ramaswamy Ranganathan "
    "Sankaran Seshadri Srinivasan Sundaram Swaminathan Venkataraman Viswanathan",
    "Gujarati": "Bhavsar Chokshi Dave Doshi Jani Jhaveri Kothari Oza Panchal Pandya Parekh Parikh Raval Sanghvi Sheth "
    "Thakkar Vora Vyas",
    "Kannada": "Nadig Pai Prabhu Setty Shenoy",
    "Malayalam": "Chacko Cherian Koshy Kuruvilla Mammen Nayar Oommen Soman Varkey Varughese Zachariah",
    "Odia": "Acharya Baral Dash Nanda Pradhan Rout",
    "Punjabi": "Atwal Bains Bajwa Bedi Chahal Cheema Dhaliwal Mann Minhas Randhawa Sekhon Sodhi Toor Uppal Virk Walia",
    "Assamese": "Barman Bora Choudhury Sarma",
    "Urdu": "Memon Mallick",
    "Kashmiri": "Wali",
}
HEADER = (
    "# Names by language and gender. Frozen: `make pools` rebuilds this file from Faker {version} (seed {seed}) and people.yaml.\n"
)


class Lists:
    """What Faker's lists for India hold, in Latin letters."""

    def __init__(self, known: Iterable[Mapping[str, Any]]) -> None:
        self.faker = {locale: Faker(locale) for locale in LOCALES}
        for one in self.faker.values():
            one.seed_instance(SEED)
        self.given = {gender: {loc: self._names(loc, f"first_name_{gender}") for loc in LOCALES} for gender in GENDERS}
        self.family = {locale: self._names(locale, "last_name") for locale in ("en_IN", *OWN_LIST.values())}
        own = {gender: [name for pool in known for name in pool[key]] for gender, key in GENDERS.items()}
        heard = {gender: {sound(name) for name in (*own[gender], *self._all(gender))} for gender in GENDERS}
        self.refused = heard["male"] & heard["female"] | {sound(name) for name in HONORIFICS}
        self.spelling = {sound(name): name for gender in GENDERS for name in (*self.given[gender]["en_IN"], *own[gender])}

    def _names(self, locale: str, what: str) -> list[str]:
        draw = getattr(self.faker[locale], what)
        native = sorted({draw() for _ in range(DRAWS)})
        names = native if locale == "en_IN" else map(romanise, native)
        return sorted({name for name in names if re.fullmatch("[A-Z][a-z]{2,15}", name)})

    def _all(self, gender: str) -> Iterator[str]:
        for names in self.given[gender].values():
            yield from names

    def usual(self, names: Iterable[str]) -> list[str]:
        """Names of one gender only, no honorifics, one spelling each."""
        sounds = {sound(name): name for name in names}
        return sorted(self.spelling.get(heard, name) for heard, name in sounds.items() if heard not in self.refused)

    def shared(self, gender: str) -> list[str]:
        """Names that at least two lists know."""
        witnesses = Counter(heard for names in self.given[gender].values() for heard in {sound(name) for name in names})
        return self.usual(name for name in self._all(gender) if witnesses[sound(name)] > 1)

    def of_all_india(self, gender: str, most: int) -> list[str]:
        """At most so many of the shared names, drawn by Faker."""
        names = self.shared(gender)
        return self.faker["en_IN"].random_elements(names, length=min(most, len(names)), unique=True)


def pools() -> dict[str, dict[str, list[str]]]:
    """{language: {male, female, male_family, female_family: sorted names}}."""
    raw = load_calibration().raw["people"]["names"]
    known = {language: pool for language, pool in raw.items() if isinstance(pool, dict)}
    lists = Lists(known.values())
    return {language: _pool(language, pool, lists) for language, pool in known.items()}


def _pool(language: str, own: Mapping[str, list[str]], lists: Lists) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for gender, key in GENDERS.items():
        theirs = lists.given[gender][OWN_LIST[language]] if language in OWN_LIST else []
        most = 0 if language in APART else HOME_OF_SHARED if language == "Hindi" else SHARED_ELSEWHERE
        made[gender] = _distinct(own[key], lists.usual(theirs), lists.of_all_india(gender, most))
    family = _distinct(own["s"], _sorted_out(language, lists), lists.family.get(OWN_LIST.get(language, ""), []))
    for gender, others in (("male", WOMEN_ONLY), ("female", MEN_ONLY)):
        made[f"{gender}_family"] = [name for name in family if name not in others.get(language, ())]
    return made


def _sorted_out(language: str, lists: Lists) -> list[str]:
    """Faker's surnames of the language; stops when Faker no longer knows one."""
    names = FAMILY_NAMES.get(language, "").split()
    if strangers := sorted(set(names) - set(lists.family["en_IN"])):
        sys.exit(f"docs/make_pools.py: FAMILY_NAMES of {language} holds {', '.join(strangers)}, not a surname of Faker's en_IN.")
    return names


def _distinct(*lists: Iterable[str]) -> list[str]:
    """All names once, sorted; the first spelling of a sound stays."""
    found: dict[str, str] = {}
    for name in (name for names in lists for name in names):
        found.setdefault(sound(name), name)
    return sorted(found.values())


def write(folder: Path) -> Path:
    """Write people.yaml into `folder`; the same bytes each time."""
    path = folder / PEOPLE
    text = yaml.safe_dump(pools(), sort_keys=False, default_flow_style=None, width=128)
    path.write_text(HEADER.format(version=VERSION, seed=SEED) + text, encoding="utf-8")
    return path


if __name__ == "__main__":
    print(f"wrote {write(FOLDER)}")
