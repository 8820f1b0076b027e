"""Amounts of money as whole cents, and as Dutch readers write them."""

from fractions import Fraction


def euros(cents: int | None, with_cents: bool = False) -> str:
    """`€ 180.000`, with `with_cents` `€ 180.000,00`; rounded half away from zero, an en dash for None."""
    if cents is None:
        return "–"
    sign, size = ("-" if cents < 0 else ""), abs(cents)
    whole, rest = divmod(size, 100) if with_cents else ((size + 50) // 100, 0)
    text = f"{whole:,}".replace(",", ".") + (f",{rest:02}" if with_cents else "")
    return f"€\N{NO-BREAK SPACE}{sign if whole or rest else ''}{text}"


def part(cents: int, share: Fraction) -> int:
    """A share of an amount in whole cents, rounded half to even."""
    return round(cents * share)
