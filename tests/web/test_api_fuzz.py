"""Whatever a program sends to the API, in the form that is described or against it, it gets an answer and no fault."""

import json
import uuid
from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings

from findings_made import finding
from licences_made import licence
from offices import agency, person
from tradewind_web.agencies.tokens import make_token
from tradewind_web.cases.actions.opening import open_case
from tradewind_web.sources.models import Batch
from tradewind_web.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EXAMPLES = 15
SCOPES = (
    "findings:read",
    "findings:write",
    "sources:read",
    "sources:write",
    "licensing:read",
    "licensing:write",
    "cases:read",
    "cases:write",
)


@pytest.fixture(autouse=True)
def _one_connection():
    """The database of the test stays open between requests, as Django's own test client keeps it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("known", [True, pytest.param(False, marks=pytest.mark.long)])
def test_nothing_that_is_sent_is_answered_with_a_fault(known):
    """`known`: about records that exist, else about whatever is made up."""
    nou = agency("NOU")
    found = finding(nou)
    amina = person("Amina", nou)
    _token, secret = make_token(acting=amina, name="targeting", scopes=SCOPES, life=timedelta(days=1))
    ours = {
        "finding_id": str(found.pk), "batch_id": str(Batch.objects.get().pk), "number": licence(nou).number,
        "reservation_id": str(uuid.uuid4()), "step": "detect", "fact": "suspicion",
        "case_id": str(open_case(acting=amina, title="Truck", origin="control").pk),
    }  # fmt: skip
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    walked, seen = [], set()
    for offered in schema.get_all_operations():
        operation = offered.ok()
        walked.append(operation.label)

        @settings(
            max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def send(case):
            if known:
                case.path_parameters = {name: ours[name] for name in case.path_parameters or {}}
            response = case.call(headers={"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"})
            assert response.status_code < 500, case.as_curl_command()
            seen.add(response.status_code)
            if "json" in response.headers.get("content-type", [""])[0]:
                json.loads(response.content)

        send()
    assert len(walked) > 4
    assert 200 in seen and 401 not in seen  # it was let in
