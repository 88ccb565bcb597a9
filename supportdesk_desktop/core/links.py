"""Links in a text and the pages outside that the product leads to."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from supportdesk_desktop.core.text import one_line

TICKET_LINK = "supportdesk://ticket/"
VIEW_LINK = "supportdesk://view?q="
LONGEST_QUERY = 500
"""Characters of a query that are read (``DESIGN.md`` section 6: ``view?q=``)."""

_LONGEST_ENCODED = LONGEST_QUERY * 12
_TICKET = re.compile(r"supportdesk://ticket/([A-Z0-9-]{1,32})/?")
_VIEW = re.compile(r"supportdesk://view/?\?q=([^&#]*)")


def ticket_of(link: str) -> str | None:
    """Return the number of the ticket that a link leads to, None where it leads to none."""
    found = _TICKET.fullmatch(link)
    return None if found is None else found[1]


def query_of(link: str) -> str | None:
    """Return the query that a link shows, on one line; None where it shows none or is too long."""
    if len(link) > len(VIEW_LINK) + _LONGEST_ENCODED + 1:
        return None
    found = _VIEW.fullmatch(link)
    if found is None:
        return None
    try:
        text = unquote(found[1], errors="strict")
    except UnicodeDecodeError:
        return None
    query = one_line(text)
    return query if query and len(query) <= LONGEST_QUERY else None


def view_link(query: str) -> str:
    """Return the link that shows a query; only its first ``LONGEST_QUERY`` characters travel."""
    return VIEW_LINK + quote(one_line(query)[:LONGEST_QUERY], safe="")


LONGEST_SUBJECT = 200
"""Characters of a subject in an address: more than mail programs show."""

_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%'*+/=^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+"
)
_PHONE = re.compile(r"(?:\+|00)[1-9][0-9]{6,14}")
_SPACING = re.compile(r"[\s.()\-\u00a0\u202f]")


def mail_link(email: str | None, number: str, subject: str) -> str | None:
    """Return the ``mailto:`` that answers a ticket; None where the address is no plain one."""
    if email is None or not _EMAIL.fullmatch(email):
        return None
    title = f"[{one_line(number)}] {one_line(subject)}"[:LONGEST_SUBJECT]
    return f"mailto:{quote(email, safe='@')}?subject={quote(title, safe='')}"


def whatsapp_link(phone: str | None) -> str | None:
    """Return the ``wa.me`` address of a phone; None unless it begins with its country."""
    bare = _SPACING.sub("", phone or "")
    if not _PHONE.fullmatch(bare):
        return None
    return "https://wa.me/" + bare.removeprefix("+").removeprefix("00")


def dashboard_link(template: str, number: str, ticket_id: str) -> str | None:
    """Return the page of a ticket in the web dashboard; None where the template is not usable.

    That is an https address with ``{number}`` or ``{id}`` after its host.
    """
    if not is_dashboard_template(template):
        return None
    # One pass: a number that says "{id}" stays what it is.
    facts = {"{number}": number, "{id}": ticket_id}
    return re.sub(r"\{number\}|\{id\}", lambda found: quote(facts[found[0]], safe=""), template)


def is_dashboard_template(template: str) -> bool:
    """Return whether a template is an https address that names the ticket after its host."""
    try:
        parts = urlsplit(template)
        named = bool(parts.hostname) and parts.username is None
    except ValueError:
        return False
    rest = template.removeprefix(f"{parts.scheme}://{parts.netloc}")
    plain = template.isascii() and not re.search(r"[\s\\]", template)
    placed = any(mark in rest for mark in ("{number}", "{id}")) and "{" not in parts.netloc
    return parts.scheme == "https" and named and plain and placed
