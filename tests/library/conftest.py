"""What tests of the library share."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """ibis 12 still calls two methods that DuckDB 2 has renamed; no code of ours can change that."""
    for name in ("fetch_arrow_table", "fetch_record_batch"):
        config.addinivalue_line("filterwarnings", f"ignore:{name}.. is deprecated:DeprecationWarning")
