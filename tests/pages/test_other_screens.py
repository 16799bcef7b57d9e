"""The screens to come: each opens, says what will be there, and leads to Generate."""

import pytest
from streamlit.testing.v1 import AppTest

from synfin_core.studio.screens import SCREENS, Screen


@pytest.mark.parametrize("screen", SCREENS[1:], ids=lambda screen: screen.address)
def test_an_empty_screen_is_honest(studio: AppTest, screen: Screen) -> None:
    """It says that it is not built, names its purpose, and shows no made-up content."""
    studio.switch_page(f"pages/{screen.file}").run()

    assert not studio.exception
    assert studio.title[0].value == screen.title
    assert any(screen.purpose == text.value for text in studio.markdown)
    assert any("Not built yet" in text.value for text in studio.markdown)
    assert len(studio.get("page_link")) == 1
    assert not studio.metric and not studio.get("plotly_chart")
