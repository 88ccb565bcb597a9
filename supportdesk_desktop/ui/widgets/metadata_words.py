"""Sentences for what is wrong with metadata."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from supportdesk_desktop.core.metadata import JsonFault, JsonKind, RowFault


def json_sentence(fault: JsonFault) -> str:
    """Return what is wrong with a JSON text, and where."""
    translate = QCoreApplication.translate
    if fault.kind is JsonKind.NOT_JSON:
        text = translate("MetadataEditor", "JSON invalide, ligne {line}, colonne {column}.")
        return text.format(line=fault.line, column=fault.column)
    if fault.kind is JsonKind.NOT_OBJECT:
        return translate("MetadataEditor", "Un objet JSON est attendu, entre accolades.")
    if fault.kind is JsonKind.KEY_TWICE:
        return row_sentence(RowFault.KEY_TWICE, fault.key)
    return translate(
        "MetadataEditor", "Ce JSON contient un nombre, un texte ou une profondeur hors limites."
    )


def row_sentence(fault: RowFault, key: str) -> str:
    """Return what is wrong with the row of a key."""
    translate = QCoreApplication.translate
    sentences = {
        RowFault.NO_KEY: translate("MetadataEditor", "Cette ligne n’a pas de clé."),
        RowFault.KEY_TWICE: translate("MetadataEditor", "La clé « {key} » est en double."),
        RowFault.NOT_A_NUMBER: translate(
            "MetadataEditor",
            "« {key} » : un nombre s’écrit 48500 ou 12.5, sans espace ni virgule.",
        ),
        RowFault.NOT_A_BOOLEAN: translate(
            "MetadataEditor", "« {key} » : un booléen est true ou false."
        ),
        RowFault.NOT_JSON: translate(
            "MetadataEditor", "« {key} » : cette valeur n’est pas du JSON."
        ),
    }
    return sentences[fault].format(key=key)
