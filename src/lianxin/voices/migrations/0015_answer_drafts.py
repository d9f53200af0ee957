"""Answers drafted and signed inside the unit, and templates to begin them with. Source: ADR-0021.

A draft is its unit's alone; a template of a place holds no personal data and is read by all its units.
"""

import django.db.models.deletion
import lianxin.voices.words
import lianxin.voices.workflow
from django.db import migrations, models

from lianxin.kit.rls import SCOPE, UNIT, Policy, SecureTable

_OF_THE_UNIT = f"exists (select 1 from voices_case c where c.id = case_id and c.unit_id = {UNIT})"
_KEPT = f"unit_id = {UNIT} or (unit_id is null and division_code = {SCOPE})"


class Migration(migrations.Migration):

    dependencies = [
        ('voices', '0014_lists_and_runs'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField(null=True)),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('name', models.CharField(max_length=40)),
                ('text', models.TextField(max_length=2000)),
                ('version', models.PositiveIntegerField(default=1)),
                ('retired_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField()),
                ('state', models.CharField(choices=[('drafting', 'drafting'), ('waiting', 'waiting'), ('returned', 'returned'), ('issued', 'issued')], default=lianxin.voices.workflow.DraftState['DRAFTING'], max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('text', models.TextField(blank=True)),
                ('result', models.CharField(blank=True, choices=[('solved', 'solved'), ('partly', 'partly'), ('planned', 'planned'), ('cannot', 'cannot')], max_length=8)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('written_by', models.BigIntegerField(null=True)),
                ('writer_name', models.CharField(max_length=80)),
                ('written_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(null=True)),
                ('remark', models.CharField(blank=True, max_length=500)),
                ('signer_name', models.CharField(blank=True, max_length=80)),
                ('signed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='case',
            name='answer_reason',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='case',
            name='answer_result',
            field=models.CharField(blank=True, choices=[('solved', 'solved'), ('partly', 'partly'), ('planned', 'planned'), ('cannot', 'cannot')], max_length=8),
        ),
        migrations.AddField(
            model_name='profile',
            name='needs_signature',
            field=models.BooleanField(default=True),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('answer_result__in', ['', 'solved', 'partly', 'planned', 'cannot'])), name='case_answer_result_known'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('answer_result__in', ['', lianxin.voices.words.AnswerResult['SOLVED']]), models.Q(('answer_reason', ''), _negated=True), _connector='OR'), name='case_unsolved_answer_says_why'),
        ),
        migrations.AddIndex(
            model_name='answertemplate',
            index=models.Index(fields=['division_code', 'id'], name='template_by_place'),
        ),
        migrations.AddConstraint(
            model_name='answertemplate',
            constraint=models.UniqueConstraint(condition=models.Q(('retired_at', None)), fields=('division_code', 'unit_id', 'name'), name='one_template_per_name_and_owner', nulls_distinct=False),
        ),
        migrations.AddField(
            model_name='draft',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='voices.case'),
        ),
        migrations.AddIndex(
            model_name='draft',
            index=models.Index(condition=models.Q(('state', lianxin.voices.workflow.DraftState['WAITING'])), fields=['unit_id', 'submitted_at'], name='draft_waiting_by_unit'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('case', 'unit_id'), name='one_draft_per_case_and_unit'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['drafting', 'waiting', 'returned', 'issued'])), name='draft_state_known'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', lianxin.voices.workflow.DraftState['WAITING']), _negated=True), models.Q(('submitted_at__isnull', False), models.Q(('text', ''), _negated=True), models.Q(('result', ''), _negated=True)), _connector='OR'), name='draft_waiting_is_complete'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', lianxin.voices.workflow.DraftState['RETURNED']), _negated=True), models.Q(('remark', ''), _negated=True), _connector='OR'), name='draft_returned_says_why'),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', False), ('state', lianxin.voices.workflow.DraftState['ISSUED'])), models.Q(models.Q(('state', lianxin.voices.workflow.DraftState['ISSUED']), _negated=True), ('signed_at', None)), _connector='OR'), name='draft_signed_at_iff_issued'),
        ),
        SecureTable(
            "voices_draft",
            [
                Policy("written_by_the_unit", "insert", check=f"unit_id = {UNIT} and {_OF_THE_UNIT}"),
                Policy("seen_in_the_unit", "select", using=f"unit_id = {UNIT}"),
                Policy("changed_in_the_unit", "update", using=f"unit_id = {UNIT}", check=f"unit_id = {UNIT}"),
            ],
        ),
        SecureTable(
            "voices_answertemplate",
            [
                Policy("recorded_by_its_keeper", "insert", check=_KEPT),
                Policy("seen_by_its_units", "select", using=f"unit_id is null or unit_id = {UNIT}"),
                Policy("changed_by_its_keeper", "update", using=_KEPT, check=_KEPT),
            ],
        ),
    ]
