"""An office whose files can be sent, read and looked at: what the tests of sources share."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tradewind.reference.cases import cases_path
from tradewind_web.jobs import worker
from tradewind_web.sources.models import Batch, Upload

#: A register in headings that no layout fits, so that its columns are asked for.
REGISTER = (
    "Licence no;Importer;Gas;Net weight kg;Valid from;Colour\n"
    "L-1;Acme Cooling;R-134a;1200;2024-03-15;red\n"
    "L-2;Brill Gases;R-404A;800;2024-04-20;red\n"
)
CANONICAL = (
    "declaration_id,item,lodged_on,regime,importer_id,importer,origin,hs_edition,hs_code,description,net_mass_g\n"
    "D-1,1,2024-03-01,import,T-1,Acme Cooling,CHN,2022,290342,R-32,1000\n"
    "D-2,1,2024-03-xx,import,T-2,=Brill Gases,CHN,2022,290342,R-32,oops\n"
    "D-3,1,2024-03-03,import,T-3,Cold Ltd,CHN,2022,290342,R-32,-5x\n"
)


def cases(count: int = 3) -> str:
    """The first lines of the register of public cases, as a file of its own layout."""
    return "\n".join(cases_path().read_text("utf-8").splitlines()[:count]) + "\n"


def file(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def form(**more: object) -> dict[str, object]:
    return {"tlp": "amber+strict", "permitted": "use", "purpose": "risk analysis", **more}


def send(client: Client, *files: SimpleUploadedFile, **more: object):
    """Send files through the page."""
    return client.post(reverse("sources:send"), form(upload=list(files), **more))


def sent(client: Client, name: str, text: str, **more: object) -> Upload:
    """A file sent and read."""
    response = send(client, file(name, text), **more)
    assert response.status_code == 302, response.content.decode()[-3000:]
    upload = Upload.objects.order_by("-sent_at").first()
    worker.run_all()
    upload.refresh_from_db()
    return upload


def loaded(client: Client, name: str, text: str, **more: object) -> Batch:
    upload = sent(client, name, text, **more)
    assert upload.state == "loaded", (upload.trouble, upload.mend)
    return Batch.objects.get(upload=upload)
