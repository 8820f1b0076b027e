"""Every page in Streamlit's app test, in each state that a user can meet."""
