"""Errors that are written for people say the same wherever they are caught."""

import pickle

from storage.engines.errors import DatabaseAway
from tests.words import words_of


def test_an_error_of_another_process_comes_back_with_its_words() -> None:
    error = DatabaseAway(reason="ECONNREFUSED")
    back = pickle.loads(pickle.dumps(error))
    assert isinstance(back, DatabaseAway)
    assert back.texts == error.texts
    assert "does not answer (ECONNREFUSED)" in words_of(back)
    assert "не отвечает (ECONNREFUSED)" in words_of(back, "ru")


def test_a_log_has_the_id_of_the_text_and_what_fills_it() -> None:
    assert str(DatabaseAway(reason="ECONNREFUSED")) == "database-away (reason: ECONNREFUSED)"
