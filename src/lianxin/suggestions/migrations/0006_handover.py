"""集中交办: reviewed lists, seen by the office of their place. Source: ADR-0032 §1."""

import django.contrib.postgres.fields
import django.db.models.deletion
import lianxin.suggestions.words
from django.db import migrations, models

from lianxin.kit.rls import SCOPE, USER, Policy, SecureTable

_OWN = f"division_code = {SCOPE} or user_id = {USER}"
_OF_OWN = (
    "exists (select 1 from suggestions_handover h where h.id = handover_id "
    f"and (h.division_code = {SCOPE} or h.user_id = {USER}))"
)


class Migration(migrations.Migration):

    dependencies = [
        ('suggestions', '0005_year_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField()),
                ('grant_id', models.BigIntegerField()),
                ('role', models.CharField(max_length=24)),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('title', models.CharField(max_length=60)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('state', models.CharField(choices=[('review', 'review'), ('running', 'running'), ('done', 'done'), ('cancelled', 'cancelled'), ('stopped', 'stopped')], default=lianxin.suggestions.words.HandoverState['REVIEW'], max_length=12)),
                ('made_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['division_code', '-id'], name='handover_by_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', [lianxin.suggestions.words.HandoverState['RUNNING'], lianxin.suggestions.words.HandoverState['DONE']]), _negated=True), ('started_at__isnull', False), _connector='OR'), name='handover_running_was_started'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state__in', [lianxin.suggestions.words.HandoverState['REVIEW'], lianxin.suggestions.words.HandoverState['RUNNING']])), models.Q(models.Q(('state__in', [lianxin.suggestions.words.HandoverState['REVIEW'], lianxin.suggestions.words.HandoverState['RUNNING']]), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='handover_ended_at_iff_ended')],
            },
        ),
        migrations.CreateModel(
            name='HandoverLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('is_left_out', models.BooleanField(default=False)),
                ('lead_unit_id', models.BigIntegerField(null=True)),
                ('co_unit_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('proposed_unit_id', models.BigIntegerField(null=True)),
                ('proposed_co_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('basis', models.CharField(choices=[('history', 'history'), ('words', 'words'), ('wish', 'wish'), ('doubt', 'doubt'), ('none', 'none')], max_length=12)),
                ('times', models.PositiveSmallIntegerField(default=0)),
                ('out_of', models.PositiveSmallIntegerField(default=0)),
                ('words', models.CharField(blank=True, max_length=80)),
                ('result', models.CharField(blank=True, choices=[('done', 'done'), ('refused', 'refused')], max_length=8)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('handover', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='suggestions.handover')),
                ('suggestion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='suggestions.suggestion')),
            ],
            options={
                'indexes': [models.Index(fields=['suggestion'], name='handover_line_by_suggestion')],
                'constraints': [models.UniqueConstraint(fields=('handover', 'suggestion'), name='one_line_per_suggestion'), models.CheckConstraint(condition=models.Q(models.Q(('result', lianxin.suggestions.words.LineResult['REFUSED']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='line_refused_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('result', lianxin.suggestions.words.LineResult['DONE']), _negated=True), ('lead_unit_id__isnull', False), _connector='OR'), name='line_done_has_lead'), models.CheckConstraint(condition=models.Q(('times__lte', models.F('out_of'))), name='line_counts_part_of_all')],
            },
        ),
        SecureTable("suggestions_handover", [Policy("of_its_place", using=_OWN, check=_OWN)]),
        SecureTable("suggestions_handoverline", [Policy("of_its_list", using=_OF_OWN, check=_OF_OWN)]),
    ]
