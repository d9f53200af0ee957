"""Kept views and bulk runs: only the person who made them reads or changes them. Source: ADR-0020."""

import django.db.models.deletion
import lianxin.voices.words
from django.db import migrations, models

from lianxin.kit.rls import USER, Policy, SecureTable

_OWN = f"user_id = {USER}"
_OF_OWN_RUN = f"run_id in (select r.id from voices_bulkrun r where r.user_id = {USER})"


class Migration(migrations.Migration):

    dependencies = [
        ('voices', '0012_photos_of_steps'),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField()),
                ('grant_id', models.BigIntegerField()),
                ('verb', models.CharField(max_length=24)),
                ('facts', models.JSONField()),
                ('total', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('running', 'running'), ('done', 'done'), ('cancelled', 'cancelled'), ('stopped', 'stopped')], default=lianxin.voices.words.RunState['RUNNING'], max_length=12)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['grant_id', '-id'], name='run_by_post')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', lianxin.voices.words.RunState['RUNNING'])), models.Q(models.Q(('state', lianxin.voices.words.RunState['RUNNING']), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='run_ended_at_iff_ended')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField()),
                ('grant_id', models.BigIntegerField()),
                ('name', models.CharField(max_length=20)),
                ('query', models.CharField(max_length=500)),
                ('is_default', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('grant_id', 'name'), name='one_view_of_a_name_per_post'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('grant_id',), name='one_first_view_per_post')],
            },
        ),
        migrations.CreateModel(
            name='BulkItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40)),
                ('version', models.PositiveIntegerField()),
                ('result', models.CharField(blank=True, choices=[('done', 'done'), ('refused', 'refused')], max_length=8)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='voices.case')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='voices.bulkrun')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'case'), name='one_item_per_case_and_run'), models.CheckConstraint(condition=models.Q(models.Q(('result', lianxin.voices.words.RunResult['REFUSED']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='item_refused_with_reason')],
            },
        ),
        SecureTable("voices_savedview", [Policy("own", using=_OWN, check=_OWN)]),
        SecureTable("voices_bulkrun", [Policy("own", using=_OWN, check=_OWN)]),
        SecureTable("voices_bulkitem", [Policy("of_own_run", using=_OF_OWN_RUN, check=_OF_OWN_RUN)]),
    ]
