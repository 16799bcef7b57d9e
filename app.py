"""The studio's entry: the server imports this file for its routes, then runs it as the script of every screen."""

from pathlib import Path

import streamlit as st

from synfin_core.studio import desk, routes, shell

if __name__ == "__main__":
    with desk.visit():
        shell.navigation(Path(__file__).parent / "pages").run()
else:
    shell.own_the_menu()
    app = st.App(__file__, routes=routes.routes(), lifespan=routes.lifespan, on_script_error=shell.failed)
