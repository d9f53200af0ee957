"""Where a citizen stood, to about 100 m; and what history proposed when a case was assigned. Source: ADR-0021."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from lianxin.kit.rls import Policy, SecureTable

tiers = import_module("lianxin.voices.migrations.0006_row_security_of_tiers")
_PARENT = f"exists (select 1 from voices_case c where c.id = case_id and ({tiers.in_scope('c.')}))"


class Migration(migrations.Migration):

    dependencies = [
        ('voices', '0015_answer_drafts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField()),
                ('chosen_id', models.BigIntegerField()),
                ('times', models.PositiveSmallIntegerField()),
                ('out_of', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='case',
            name='latitude',
            field=models.DecimalField(decimal_places=3, max_digits=6, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='longitude',
            field=models.DecimalField(decimal_places=3, max_digits=6, null=True),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='case_position_is_on_earth'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='voices.case'),
        ),
        migrations.AddIndex(
            model_name='proposal',
            index=models.Index(fields=['case', 'id'], name='proposal_by_case'),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('times__gte', 1), ('times__lte', models.F('out_of'))), name='proposal_counts_part_of_all'),
        ),
        SecureTable(
            "voices_proposal",
            [
                Policy("noted_in_scope", "insert", check=_PARENT),
                Policy("seen_with_its_case", "select", using=_PARENT),
            ],
        ),
    ]
