"""Bits that a disk flips lead to no wrong quote and to no error that nobody is told of.

``python -m tests.bench.bit_flips`` flips more of them.
"""

from pathlib import Path

import pytest

from tests.bench.bit_flips import FlipOutcome, run

FLIPS, SEED = 16, 11


@pytest.mark.sqlite("bits of a file are flipped")
async def test_no_flipped_bit_leads_to_a_wrong_quote(tmp_path: Path) -> None:
    outcomes = await run(FLIPS, SEED, tmp_path)
    assert len(outcomes) == FLIPS
    harmful = {FlipOutcome.WRONG, FlipOutcome.CRASHED}
    assert [place for place, outcome in outcomes if outcome in harmful] == []
