"""The shipped lists name a source that their readers can open: offices see it on the page of standards."""

from __future__ import annotations

from django.db import migrations

_OLD, _NEW = "domain.md §2.2 [REC]", "平台带的清单（ADR-0028），请按本地文件定自己的"
_OLD_QUOTA, _NEW_QUOTA = "domain.md §0 (楚雄: 1 家 2–3 站 5–15 室)", "楚雄州的做法：每县 1 个家、2–3 个站、5–15 个室"


def _rename(apps, standard, quota):
    """Repeatable: rows that an office has set have another source."""
    for model, (before, after) in (("Standard", standard), ("Quota", quota)):
        apps.get_model("assessments", model).objects.filter(division_code="53", source=before).update(source=after)


def forward(apps, schema_editor):
    _rename(apps, (_OLD, _NEW), (_OLD_QUOTA, _NEW_QUOTA))


def backward(apps, schema_editor):
    _rename(apps, (_NEW, _OLD), (_NEW_QUOTA, _OLD_QUOTA))


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_provincial_standards")]
    operations = [migrations.RunPython(forward, backward)]
