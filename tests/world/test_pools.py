"""The frozen pools: complete, of letters only, one gender a name; a damaged file is told in one sentence."""

import re
import shutil
from pathlib import Path

import pytest

from synfin_core.calibration import load_calibration
from synfin_core.errors import CalibrationError
from synfin_core.world.merchants import ONLINE_SELLERS
from synfin_core.world.pools import FEMALE, FOLDER, MALE, PEOPLE, PEOPLE_LISTS, SHOPS, people_pools, shop_pools

LATIN_NAME = re.compile("[A-Z][a-z]+")
TITLES = {"Shri", "Sri", "Shrimati", "Kumari", "Smt", "Dr", "Mr", "Mrs", "Ms", "Prof", "Er", "Ji"}


def test_every_language_of_a_state_or_of_the_census_has_names() -> None:
    """Each with enough for people of both genders to differ."""
    calibration = load_calibration()
    census = calibration.raw["people"]["languages"]
    spoken = {state.language for state in calibration.states} | set(census["rows"]) | set(census["rest"])

    assert spoken - {"others", "source", "confidence"} <= set(people_pools())
    assert min(len(pool[key]) for pool in people_pools().values() for key in PEOPLE_LISTS) >= 6


def test_names_are_plain_words_in_latin_letters() -> None:
    """No honorifics, digits, initials or marks."""
    names = {name for pool in people_pools().values() for key in PEOPLE_LISTS for name in pool[key]}

    assert {name for name in names if not LATIN_NAME.fullmatch(name)} == set()
    assert names & TITLES == set()


def test_a_given_name_has_one_gender_in_all_languages() -> None:
    """Nobody's gender is at odds with the name."""
    men, women = ({name for pool in people_pools().values() for name in pool[key]} for key in (MALE, FEMALE))

    assert men & women == set()


def test_the_words_of_shops_cover_every_category_and_language() -> None:
    """No merchant category and no state is left without words."""
    calibration = load_calibration()

    assert {category.mcc for category in calibration.categories} == set(shop_pools()["categories"])
    assert {state.language for state in calibration.states} == set(shop_pools()["blessings"])


def test_online_names_are_enough_to_tell_sellers_apart() -> None:
    """At least as many made-up names as a category has online sellers."""
    assert min(len(shop_pools()[key]) for key in ("made_up", "abroad")) >= ONLINE_SELLERS


@pytest.mark.parametrize("name", [PEOPLE, SHOPS])
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    """The message says which file cannot be read."""
    with pytest.raises(CalibrationError, match=rf"{name}: cannot be read"):
        (people_pools if name == PEOPLE else shop_pools)(tmp_path)


@pytest.mark.parametrize(
    ("name", "was", "becomes", "says"),
    [
        (PEOPLE, "male: [", "males: [", "'Hindi/male' must be a list of words"),
        (PEOPLE, "male: [A", "male: [7, A", "'Hindi/male' must be a list of words"),
        (SHOPS, "[Cart, Basket", "[Cart, Cart", "'categories/5411/online' must be a list of words without digits, each once"),
        (SHOPS, "{named: area", "{named: street", "is named 'street'; allowed are owner, made_up, area"),
        (SHOPS, '"5411": [Kirana', '"0001": [Kirana', "no category for 0001"),
        (SHOPS, "blessings:", "blessing:", "'blessings' must hold names by key"),
    ],
)
def test_a_damaged_file_is_told_in_one_sentence(name: str, was: str, becomes: str, says: str, tmp_path: Path) -> None:
    """File, place, and what is allowed."""
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(text.replace(was, becomes, 1), encoding="utf-8")

    with pytest.raises(CalibrationError, match=re.escape(says)) as told:
        (people_pools if name == PEOPLE else shop_pools)(tmp_path)
    assert str(told.value).startswith(str(tmp_path / name))
    assert "\n" not in str(told.value)
