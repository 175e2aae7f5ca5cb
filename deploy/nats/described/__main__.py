"""Writes docs/asyncapi.yaml."""

from pathlib import Path

from deploy.nats.described import written

(Path(__file__).parents[3] / "docs" / "asyncapi.yaml").write_text(written(), encoding="utf-8")
