"""Many people at once in the real application, each over the protocol of Streamlit itself."""
