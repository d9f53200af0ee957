"""Accounts: /accounts/…"""

from __future__ import annotations

from django.urls import path

from lianxin.accounts.views import entry, factor, grants, me

app_name = "accounts"
urlpatterns = [
    path("sign-in", entry.sign_in, name="sign_in"),
    path("second-factor", entry.second_factor, name="second_factor"),
    path("sign-out", entry.sign_out, name="sign_out"),
    path("posts", entry.switch_post, name="switch_post"),
    path("me", me.show, name="me"),
    path("me/password", me.password, name="password"),
    path("me/sessions/end-others", me.end_other_sessions, name="end_other_sessions"),
    path("me/sessions/<slug:reference>/end", me.end_session, name="end_session"),
    path("me/factor", factor.show, name="factor"),
    path("me/factor/remove", factor.remove, name="factor_remove"),
    path("grants", grants.show, name="grants"),
    path("grants/new", grants.give, name="give_grant"),
    path("grants/<int:grant_id>/revoke", grants.revoke, name="revoke_grant"),
    path("users/new", grants.new_user, name="new_user"),
    path("users/<int:user_id>/password", grants.reset_password, name="reset_password"),
]
