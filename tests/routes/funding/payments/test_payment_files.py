"""Payment orders leave in one file each, which says what it holds, always in the same words (ISO 20022)."""

import asyncio
from hashlib import sha256
from xml.etree import ElementTree as ET

from stdnum import iban

from shared.testing.callers import caller
from tests.routes.funding.conftest import OFFICER, made, refused
from tests.routes.funding.payments.conftest import FIRST, Treasury

NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


async def content(treasury: Treasury, id: str) -> bytes:
    answer = await treasury.api.get(f"/payment-files/{id}/content", OFFICER)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    assert answer.headers["etag"] == f'"{sha256(answer.content).hexdigest()}"'
    return answer.content


async def test_a_file_orders_each_advance_once_and_says_what_they_come_to(treasury: Treasury) -> None:
    await treasury.clear()
    awards = [await treasury.awarded(400_000_00) for _ in range(3)]
    advances = []
    for award, cents in zip(awards, (40_000_00, 12_345_67, 1), strict=True):
        await treasury.verified(award)
        advances.append(await treasury.approved(award, cents))
    file = made(await treasury.orders(), 201)
    assert (file["transactions"], file["controlSumCents"]) == (3, 52_345_68)
    refused(await treasury.orders(), "payment-file.something-due")
    found = await content(treasury, file["id"])
    assert found == await content(treasury, file["id"])
    root = ET.fromstring(found)  # noqa: S314  # it is our own
    assert root.findtext(".//p:MsgId", "", NS) == file["id"].replace("-", "")
    for part in ("GrpHdr", "PmtInf"):
        assert root.findtext(f".//p:{part}/p:NbOfTxs", "", NS) == "3"
        assert root.findtext(f".//p:{part}/p:CtrlSum", "", NS) == "52345.68"
    assert root.findtext(".//p:ReqdExctnDt/p:Dt", "", NS) == "2015-03-09"
    orders = root.findall(".//p:CdtTrfTxInf", NS)
    said = {
        each.findtext(".//p:EndToEndId", "", NS): each.findtext(".//p:InstdAmt", "", NS) for each in orders
    }
    ids = [each["id"].replace("-", "") for each in advances]
    assert said == dict(zip(ids, ("40000.00", "12345.67", "0.01"), strict=True))
    assert {each.findtext(".//p:CdtrAcct//p:IBAN", "", NS) for each in orders} == {FIRST}
    assert iban.is_valid(root.findtext(".//p:DbtrAcct//p:IBAN", "", NS))
    for advance in advances:
        assert (await treasury.office.shown("advances", advance["id"]))["status"] == "ORDERED"


async def test_two_files_at_once_share_no_order(treasury: Treasury) -> None:
    await treasury.clear()
    for _ in range(4):
        award = await treasury.awarded(400_000_00)
        await treasury.verified(award)
        await treasury.approved(award, 10_000_00)
    answers = await asyncio.gather(*(treasury.orders(atMost=3) for _ in range(6)))
    files = [each.json() for each in answers if each.status_code == 201]
    ids: list[str] = []
    for file in files:
        root = ET.fromstring(await content(treasury, file["id"]))  # noqa: S314  # it is our own
        ids += [each.text or "" for each in root.iterfind(".//p:EndToEndId", NS)]
    assert len(ids) == len(set(ids)) == sum(file["transactions"] for file in files)
    while (more := await treasury.orders()).status_code == 201:
        ids += ["more"] * more.json()["transactions"]
    assert len(ids) == 4


async def test_no_file_for_yesterday_and_none_for_others_to_see(treasury: Treasury) -> None:
    refused(await treasury.orders("2015-03-08"), "payment-file.executed-ahead", today="2015-03-09")
    award = await treasury.awarded(400_000_00)
    await treasury.verified(award)
    await treasury.approved(award, 1)
    file = made(await treasury.orders(), 201)
    for body in ("region:CR36", "rom:BOM", "public"):
        for path in (f"/payment-files/{file['id']}", f"/payment-files/{file['id']}/content"):
            assert (await treasury.api.get(path, caller(body, "funding:read"))).status_code == 404
