"""Text of users in Streamlit's Markdown."""


def plain(text: str) -> str:
    """Text for Markdown with nothing in it read as mark-up."""
    return "".join(
        f"\\{letter}" if letter in "\\`*_{}[]()#+-.!|<>~$:^" else letter for letter in text.replace("\n", " ")
    )
