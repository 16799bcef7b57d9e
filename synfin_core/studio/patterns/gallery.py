"""The gallery: a card for each typology, by family, searchable."""

import pandas as pd
import streamlit as st

from synfin_core.analytics.catalogue import FAMILY_NAMES, Card, cards, presence, segment_words
from synfin_core.store.entry import Entry
from synfin_core.studio import desk
from synfin_core.studio.patterns import choice
from synfin_core.studio.words import literal, money, percent, plural

_KEPT = 16
_ALL = "All"
_SEARCH_HELP = "Looks in names, stories, signals, victims and rails."
_CONFIDENCE = {
    "quoted": "printed in the source",
    "derived": "reckoned from printed figures",
    "recollected": "general knowledge",
    "assumed": "a choice of ours",
}


def draw(entry: Entry | None) -> None:
    """Search, family, and the cards that are left."""
    words, family = _filters()
    found = sorted(
        (one for one in cards() if one.matches(words) and family in (_ALL, one.family)),
        key=lambda one: list(FAMILY_NAMES.values()).index(one.family),
    )
    st.caption(f"{plural(len(found), 'kind')} of fraud" + (f", shares of {entry.name or entry.id}" if entry else ""))
    if not found:
        st.info(f"No kind of fraud has '{literal(words[:60])}' on its card. Take a word away, or choose all families.")
    here = _presence(entry.id, str(entry.manifest["schema_version"])) if entry else pd.DataFrame()
    for name in dict.fromkeys(one.family for one in found):
        st.subheader(name, anchor=False)
        with st.grid(3, min_column_width=290):
            for one in found:
                if one.family == name:
                    _card(one, here)


def _filters() -> tuple[str, str]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input(
            "Search", key="search", type="search", live=True, placeholder="new device, pensioner, RTGS …", bind="query-params",
            max_chars=60, width=320, help=_SEARCH_HELP,
        )  # fmt: skip
        families = [_ALL, *FAMILY_NAMES.values()]
        family = st.segmented_control("Family", families, default=_ALL, required=True, key="family", bind="query-params")
    return words or "", str(family)


@st.cache_resource(max_entries=_KEPT, show_spinner="Reading the dataset")
def _presence(id: str, version: str) -> pd.DataFrame:
    return presence(desk.library().open(id)).set_index("typology")


def _card(card: Card, here: pd.DataFrame) -> None:
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{card.name}**")
        st.markdown(card.story)
        st.caption(_share(card, here))
        st.markdown("\n".join(f"- {signal}" for signal in card.signals[:3]))
        st.caption(f"{' · '.join(_rails(card))} · {', '.join(map(segment_words, card.victims[:3]))}")
        with st.container(horizontal=True):
            st.button("Tell a case", key=f"tell_{card.id}", on_click=choice.take, args=(card.id,), icon=":material/auto_stories:")
            with st.popover("Figures", key=f"figures_{card.id}"):
                _figures(card)


def _share(card: Card, here: pd.DataFrame) -> str:
    if card.id not in here.index:
        return "None in this dataset."
    row = here.loc[card.id]
    return f"{plural(int(row['cases']), 'case')} here, {percent(row['share'])} of fraud payments, {money(row['lost_inr'])} lost"


def _rails(card: Card) -> list[str]:
    return [f"{rail} {share:.0%}" for rail, share in card.rails[:3]]


def _figures(card: Card) -> None:
    """All that the card knows, with where it comes from."""
    low, high = card.payment_inr
    st.markdown(
        f"- a case takes {money(card.mean_case_inr)} on average, in {card.steps[0]} to {card.steps[1]} payments\n"
        f"- a payment is {money(low)} to {money(high)}\n- {card.timing}"
        + (f"\n- for example: {card.example}" if card.example else "")
        + f"\n- all signals: {'; '.join(card.signals)}\n- victims: {', '.join(map(segment_words, card.victims))}"
    )
    if card.published:
        st.markdown("**Published**\n" + "\n".join(f"- {literal(one)}" for one in card.published))
    st.markdown("**Sources**\n" + "\n".join(f"- {id}: {literal(said)}" for id, said in card.sources))
    st.caption(f"Published figures are {_CONFIDENCE[card.confidence]}; averages, shares by rail, steps and victims are assumed.")
