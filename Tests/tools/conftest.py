"""What the tests of the tools share."""

import pathlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture
def root():
    """The folder of the repository."""
    return ROOT
