"""How I want to be told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.kit.forms import attempt
from lianxin.kit.http import Request, go, layout_for, render, signed_in
from lianxin.notices import actions, reads
from lianxin.notices.forms import SettingsForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in()
def settings(request: Request) -> HttpResponse:
    """Which notices also come by SMS or mail, and when."""
    own = reads.own_settings(request.actor, at=request.now)
    form = SettingsForm(request.POST if request.method == "POST" else None, own=own)
    if form.is_valid() and attempt(form, lambda: _chosen(request, form)):
        messages.success(request, _("记下了，从下一条通知起就这样告诉您。"))
        return go("notices:settings")
    context = {"layout": layout_for(request.actor), "form": form, "own": own}
    return render(request, "notices/settings.html", context)


def _chosen(request: Request, form: SettingsForm) -> bool:
    actions.choose_channels(wishes=form.wishes, actor=request.actor, at=request.now)
    return True
