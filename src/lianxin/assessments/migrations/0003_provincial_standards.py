"""The lists an office begins with: 十有 for homes, stations and rooms, and what "informatised" means.

The official texts of Yunnan's 七有 and 八有 could not be read in full (domain.md §12.2): these are the ten items of
domain.md §2.2 [REC], of which 大理's two additions (study materials, a dedicated manager) are the last. An office sets
its own number beside them; nothing here is changed afterwards.
"""

from __future__ import annotations

from datetime import date

from django.db import migrations

_TEN = (
    ("有固定场所", "有专门的或者合用的房间，方便群众进出。", True, ""),
    ("有统一标识", "门口挂统一的牌子。", True, ""),
    ("有公示栏和二维码", "代表姓名、照片、联系方式和二维码都公示。", True, "plate"),
    ("有制度上墙", "阵地管理、联系群众、代表活动、意见办理四类制度。", True, ""),
    ("有台账和档案", "接待、活动、意见办理都有记录。", False, ""),
    ("有计划有活动", "有年度计划，活动按计划开展。", False, "members"),
    ("有必要设施", "桌椅、柜子、电脑。", True, ""),
    ("有经费保障", "经费列入预算。", False, ""),
    ("有学习资料", "法律、文件和学习材料。", True, ""),
    ("有专人管理", "有联络员或者专门的管理人。", False, ""),
)
_INFORMATISED = (
    ("公开页面上地址、电话、开放时间齐全", "", False, "page"),
    ("有终端", "有电脑或者手机可以用平台。", False, ""),
    ("有网络", "能上网。", False, ""),
    ("近 90 天有人扫过牌子", "", False, "scans"),
)
_SOURCE = "domain.md §2.2 [REC]"


def add(apps, schema_editor):
    Standard = apps.get_model("assessments", "Standard")
    StandardItem = apps.get_model("assessments", "StandardItem")
    Quota = apps.get_model("assessments", "Quota")
    lists = [("building", "“十有”清单", _TEN, tier) for tier in ("home", "station", "room")]
    lists += [
        ("informatised", "信息化清单", _INFORMATISED, tier)
        for tier in ("home", "station", "room", "point", "professional")
    ]
    for kind, name, items, tier in lists:
        standard = Standard.objects.create(
            kind=kind, tier=tier, division_code="53", name=name, number=1, valid_from=date(2019, 1, 1),
            source=_SOURCE, star_thresholds=[60, 70, 80, 90, 95],
        )
        StandardItem.objects.bulk_create(
            StandardItem(
                standard=standard, position=position, title=title, hint=hint, points=10 if kind == "building" else 1,
                needs_photo=photo, measure=measure,
            )
            for position, (title, hint, photo, measure) in enumerate(items, start=1)
        )
    for tier, least, most in (("home", 1, 1), ("station", 2, 3), ("room", 5, 15)):
        Quota.objects.create(
            division_code="53", kind="demonstration", level="county", tier=tier, at_least=least, at_most=most,
            valid_from=date(2023, 1, 1), source="domain.md §0 (楚雄: 1 家 2–3 站 5–15 室)",
        )


def remove(apps, schema_editor):
    apps.get_model("assessments", "Standard").objects.filter(division_code="53", number=1).delete()
    apps.get_model("assessments", "Quota").objects.filter(division_code="53", valid_from=date(2023, 1, 1)).delete()


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_row_security")]

    operations = [migrations.RunPython(add, remove)]
