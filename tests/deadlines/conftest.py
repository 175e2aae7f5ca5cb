"""A district under either law: what national law asks holds in both."""

import pytest

from tests.given import Given
from tests.words import huancui, xinzhou


@pytest.fixture(params=[xinzhou, huancui])
def either(request: pytest.FixtureRequest) -> Given:
    """Return a district under the law of Xinzhou, then one under that of Huancui."""
    given: Given = request.param()
    return given
