"""Indian names are spelled in Latin letters as people spell them."""

import pytest

from docs.romanise import romanise, sound


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("अमित", "Amit"),
        ("आदित्य", "Aditya"),
        ("कृष्ण", "Krishna"),
        ("अरविन्द", "Arvind"),
        ("राजेन्द्र", "Rajendra"),
        ("ऐश्वर्या", "Aishwarya"),
        ("दमयंती", "Damayanti"),
        ("रजनी", "Rajni"),
        ("प्रज्ञा", "Pragya"),
        ("पूजा", "Puja"),
        ("દિલીપ", "Dilip"),
        ("ଅରୁଣ", "Arun"),
        ("ଗୌରୀ", "Gauri"),
    ],
)
def test_a_name_is_spelled_as_usual(native: str, latin: str) -> None:
    """Silent vowels stay silent, in Devanagari, Gujarati and Odia."""
    assert romanise(native) == latin


@pytest.mark.parametrize("native", ["िनशा", "उदय;"])
def test_what_the_script_does_not_allow_is_no_name(native: str) -> None:
    """A vowel sign without its consonant, a mark: nothing."""
    assert romanise(native) == ""


@pytest.mark.parametrize(("one", "other"), [("Pooja", "Puja"), ("Sandeep", "Sandip"), ("Swati", "Svati"), ("Anjali", "Anjalee")])
def test_two_spellings_sound_the_same(one: str, other: str) -> None:
    """So that a name enters a pool once."""
    assert sound(one) == sound(other)
