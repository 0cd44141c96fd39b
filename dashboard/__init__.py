"""The Streamlit app: pages, charts, state, jobs. `stanceboard` never imports it."""
