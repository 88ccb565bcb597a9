"""A query in the words of the window: what was understood, and what was not."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QObject

from supportdesk_desktop.core.query_language import (
    AgeFilter,
    DayFilter,
    Flag,
    FlagFilter,
    Key,
    MetaFilter,
    Node,
    Op,
    PriorityFilter,
    QueryFault,
    QueryNotice,
    StatusFilter,
    Text,
    TextFilter,
)
from supportdesk_desktop.ui import texts

_SIGNS = {Op.IS: "=", Op.LT: "<", Op.LE: "≤", Op.GT: ">", Op.GE: "≥"}


class SearchWords(QObject):
    """Phrases for the chips under the search field and for what it did not understand."""

    def term(self, node: Node, now_ms: int) -> str:
        """Return what one term means, "sans …" where it is left out."""
        said = self._said(node, now_ms)
        return self.tr("sans {what}").format(what=said) if node.negated else said

    def notice(self, notice: QueryNotice) -> str:
        """Return a sentence on what was not understood."""
        match notice.fault:
            case QueryFault.UNKNOWN_KEY:
                text = self.tr("« {what} » n’est pas un filtre, cherché comme un mot.")
            case QueryFault.BAD_VALUE:
                text = self.tr("« {what} » n’est pas une de ses valeurs, cherché comme un mot.")
            case QueryFault.NO_VALUE:
                text = self.tr("Il manque une valeur à « {what} ».")
        return text.format(what=texts.one_line(notice.text))

    def _said(self, node: Node, now_ms: int) -> str:
        match node:
            case Text():
                return self.tr("« {text} »").format(text=texts.one_line(node.text))
            case TextFilter():
                return self._field(node.key, self._either(node.values))
            case PriorityFilter():
                names = self._either(tuple(texts.priority_name(value) for value in node.values))
                if node.op is Op.IS:
                    return self.tr("priorité : {values}").format(values=names)
                text = self.tr("priorité {sign} {value}")
                return text.format(sign=_SIGNS[node.op], value=names)
            case StatusFilter():
                names = self._either(tuple(texts.status_name(value) for value in node.values))
                return self.tr("statut : {values}").format(values=names)
            case FlagFilter():
                return self._either(tuple(self._flag(flag) for flag in node.flags))
            case AgeFilter():
                return self._age(node)
            case DayFilter():
                return self._day(node, now_ms)
            case MetaFilter():
                values = self._either(node.values)
                return f"{node.path} {_SIGNS[node.op]} {values}"

    def _field(self, key: Key, values: str) -> str:
        names = {
            Key.CUSTOMER: self.tr("client : {values}"),
            Key.TAG: self.tr("étiquette : {values}"),
            Key.CATEGORY: self.tr("catégorie : {values}"),
            Key.CHANNEL: self.tr("canal : {values}"),
            Key.NUMBER: self.tr("numéro : {values}"),
            Key.NOTE: self.tr("note privée : {values}"),
        }
        return names[key].format(values=values)

    def _either(self, values: tuple[str, ...]) -> str:
        return self.tr(" ou ").join(texts.one_line(value) for value in values)

    def _flag(self, flag: Flag) -> str:
        return {
            Flag.UNREAD: self.tr("non lu"),
            Flag.READ: self.tr("lu"),
            Flag.PINNED: self.tr("épinglé"),
            Flag.NOTIFIED: self.tr("notifié"),
            Flag.WITHHELD: self.tr("notification retenue"),
            Flag.SNOOZED: self.tr("reporté"),
            Flag.NOTED: self.tr("avec note privée"),
        }[flag]

    def _age(self, node: AgeFilter) -> str:
        length = self._length(node.count, node.unit)
        if node.op in (Op.LT, Op.LE):
            return self.tr("reçu depuis {length}").format(length=length)
        return self.tr("reçu il y a plus de {length}").format(length=length)

    def _length(self, count: int, unit: str) -> str:
        match unit:
            case "s":
                return self.tr("%n seconde(s)", "", count)
            case "min":
                return self.tr("%n minute(s)", "", count)
            case "h":
                return self.tr("%n heure(s)", "", count)
            case "d":
                return self.tr("%n jour(s)", "", count)
            case "w":
                return self.tr("%n semaine(s)", "", count)
            case _:
                return self.tr("%n mois", "", count)

    def _day(self, node: DayFilter, now_ms: int) -> str:
        today = datetime.fromtimestamp(now_ms / 1000).date()
        if node.days_ago == 0:
            day = self.tr("aujourd’hui")
        elif node.days_ago == 1:
            day = self.tr("hier")
        else:
            day = texts.short_day(date.fromisoformat(node.day or ""), today)
        phrases = {
            Op.IS: self.tr("reçu : {day}"),
            Op.LT: self.tr("reçu avant : {day}"),
            Op.LE: self.tr("reçu jusqu’à : {day}"),
            Op.GT: self.tr("reçu après : {day}"),
            Op.GE: self.tr("reçu depuis : {day}"),
        }
        return phrases[node.op].format(day=day)
