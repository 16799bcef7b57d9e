"""What the screens share: shell, settings, runs, results and words. The only room that imports Streamlit."""
