"""A client that holds all its places is told so, and leaves those of others."""

import pytest

from shared.web import shares
from shared.web.problems import Unserved


async def test_a_client_whose_requests_take_long_is_told_in_both_languages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shares, "WAIT_SECONDS", 0.01)
    places = shares.Shares(6)
    async with places.one("a"), places.one("a"), places.one("b"):
        with pytest.raises(Unserved) as refused:
            async with places.one("a"):
                pytest.fail("a third place of two")
    assert (refused.value.status_code, refused.value.headers) == (429, {"Retry-After": "5"})
    assert "2 verzoeken die lang duren" in refused.value.said.told("nl")
    assert "2 requests running" in refused.value.said.told("en")


async def test_the_files_of_one_client_leave_room_for_those_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shares, "WAIT_SECONDS", 0.01)
    places = shares.Shares(12)
    async with places.upload("a"), places.upload("a"), places.one("a"), places.one("a"):
        with pytest.raises(Unserved, match="429"):
            async with places.upload("a"):
                pytest.fail("a third of the four places for files")
        async with places.upload("b"), places.upload("b"):
            with pytest.raises(Unserved) as full:
                async with places.upload("c"):
                    pytest.fail("a fifth place of four")
    assert "many files are being read" in full.value.said.told("en")
    async with places.upload("a"), places.upload("a"):
        pass
