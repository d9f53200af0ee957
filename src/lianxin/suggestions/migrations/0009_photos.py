"""Whoever sees a suggestion sees its photos: of the draft, of talks, of promises. Source: ADR-0012, ADR-0032 §7."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from lianxin.kit.rls import USER

_in_scope = import_module("lianxin.suggestions.migrations.0002_row_security").in_scope
# Talks and promises are read under their own policies: who sees the suggestion sees them.
_PHOTOS = (
    f"{USER} is not null and ("
    f"(subject_kind = 'suggestions.suggestion' and exists (select 1 from suggestions_suggestion s "
    f"where s.id = subject_id and ({_in_scope('s.')}))) or "
    "(subject_kind = 'suggestions.talk' and exists (select 1 from suggestions_talk t where t.id = subject_id)) or "
    "(subject_kind = 'suggestions.promise' and exists "
    "(select 1 from suggestions_promised p where p.id = subject_id)))"
)


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0008_publication"), ("attachments", "0002_row_security")]

    operations = [
        migrations.RunSQL(
            f"create policy seen_with_its_suggestion on attachments_attachment for select to public "
            f"using ({_PHOTOS})",
            "drop policy seen_with_its_suggestion on attachments_attachment",
        ),
    ]
