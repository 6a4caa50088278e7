"""The rows of the inbox as ready strings, so that drawing hundreds of them costs little."""

from collections.abc import Iterable
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from complaints.inboxpage import Row


def drawn(rows: Iterable[Row], chosen: int | None) -> SafeString:
    """One `<li>` a case; the one that stands beside the list is marked."""
    url = reverse("complaints:inbox_case", args=[0])
    choose = _("Choose %(title)s")
    untaken = f'<span class="is-warn">{escape(_("not taken on yet"))}</span>'
    begin, end = url.split("/0/")
    lines = [_row(row, f"{begin}/{row.pk}/{end}", row.pk == chosen, choose, untaken) for row in rows]
    return mark_safe("".join(lines))  # noqa: S308 (every part is escaped below)


def _row(row: Row, url: str, here: bool, choose: str, untaken: str) -> str:
    title = escape(row.title)
    over = ' class="is-danger"' if row.over else ""
    about = (untaken if row.untaken else "") + "".join(f"<span>{escape(part)}</span>" for part in row.about)
    return (
        f'<li data-row id="case-{row.pk}"{" class=is-cursor" if here else ""}>'
        f'<a class="item" href="{url}" data-row-open data-case="{row.pk}" hx-get="{url}"'
        f' hx-trigger="case:show" hx-target="#case" hx-replace-url="true"'
        f"{' aria-current=true' if here else ''}>"
        f'<span class="item-top"><b title="{title}">{title}</b><span{over}>{escape(row.left)}</span></span>'
        f'<small class="dot-list clip">{_tag(row)}{about}</small></a>{_box(row, choose)}</li>\n'
    )


def _tag(row: Row) -> str:
    if not row.tag:
        return ""
    kind = f" tag-{row.tag_kind}" if row.tag_kind else ""
    return f'<span class="tag-part"><span class="tag{kind}">{escape(row.tag)}</span></span>'


def _box(row: Row, choose: str) -> str:
    if not row.bulk:
        return ""
    return (
        '<input class="form-check-input inbox-choose" type="checkbox" name="case" form="bulk" data-row-select'
        f' value="{row.pk}:{row.version}" aria-label="{escape(choose % {"title": row.title})}">'
    )
