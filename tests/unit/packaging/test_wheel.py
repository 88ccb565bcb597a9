"""A wheel takes along every resource that runs and the licences; no sources of translations."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_resource_but_the_sources_of_translations_is_in_the_wheel() -> None:
    included = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    resources = [path for path in (ROOT / "resources").rglob("*") if path.is_file()]
    left_out = []
    for path in resources:
        place = path.relative_to(ROOT)
        sources = [one for one in (place, *place.parents) if one.as_posix() in included]
        if "__pycache__" not in path.parts and not sources:
            left_out.append(place.as_posix())
        for source in sources:
            assert included[source.as_posix()] == f"supportdesk_desktop/{source.as_posix()}"
    assert sorted(left_out) == ["resources/translations/en.ts", "resources/translations/fr.ts"]


def test_the_licences_of_others_go_along() -> None:
    files = PROJECT["project"]["license-files"]
    assert {"LICENSE", "docs/third-party.md", "resources/fonts/Inter-OFL.txt"} <= set(files)
    assert [name for name in files if not (ROOT / name).is_file()] == []
