"""Generate: choose how many payments and how much fraud, press the button, look, download."""

import streamlit as st

from synfin_core.studio import controls, results, session, shell

shell.frame("Generate")
with st.container(border=True):
    settings = controls.draw()
    with st.container(horizontal=True, vertical_alignment="center"):
        pressed = st.button("Generate", type="primary", key="generate", icon=":material/play_arrow:")
        st.caption(controls.expected(settings["count"], settings["fraud_rate"]))
if pressed:
    session.start(settings)

run = session.current()
if run:
    session.show_in_link(run)
    results.draw(run)
elif session.lost():
    st.info("The dataset of this link is no longer kept. Press Generate: the same settings make the same data.")
elif not pressed:
    st.info("No dataset yet. Press Generate: the first one takes about a second.")
