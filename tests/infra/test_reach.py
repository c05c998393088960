"""How an operator's command finds its stage."""

from collections.abc import Callable
from pathlib import Path

import pytest
from botocore.exceptions import NoCredentialsError

from infra.reach import enter
from infra.stage import Stage
from infra.terminal import stage_named


@pytest.mark.parametrize("reach", [enter, lambda name: stage_named(name).outputs()], ids=["enter", "stage_named"])
def test_a_stage_lies_in_seoul_where_nobody_says_otherwise(
    reach: Callable[[str], Stage], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It comes as far as to miss the credentials, and misses no region."""
    for name in ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / name))
    with pytest.raises(NoCredentialsError):
        reach("prod")
