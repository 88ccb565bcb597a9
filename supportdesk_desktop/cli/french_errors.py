"""What ``argparse`` says of a wrong command line, in French."""

from __future__ import annotations

import re

from supportdesk_desktop.cli.language import spaced

_SENTENCES = (
    (r"the following arguments are required: (.*)", "il manque : {0}"),
    (r"unrecognized arguments: (.*)", "arguments inconnus : {0}"),
    (r"argument (.*?): expected one argument", "{0} attend une valeur"),
    (r"argument (.*?): expected at least one argument", "{0} attend au moins une valeur"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", "{0} : {1} n’est pas dans {2}"),
    (r"argument (.*?): invalid (?:\w+) value: (.*)", "{0} : valeur refusée, {1}"),
    (r"argument (.*?): not allowed with argument (.*)", "{0} ne va pas avec {1}"),
    (r"argument (.*?): ignored explicit argument (.*)", "{0} n’attend pas de valeur ({1})"),
    (r"one of the arguments (.*) is required", "il faut l’un de : {0}"),
    (r"ambiguous option: (.*) could match (.*)", "{0} est ambigu : {1}"),
    (r"argument (.*?): (.*)", "{0} : {1}"),
)


def in_french(message: str) -> str:
    """Return the sentence in French; one that is not known stays as it is."""
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return spaced(sentence.format(*found.groups()))
    return message
