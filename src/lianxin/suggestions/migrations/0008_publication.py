"""公开: the public side of a suggestion, seen by everybody while it is published. Source: ADR-0032 §6."""

from importlib import import_module

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from lianxin.kit.rls import SCOPE, Policy, SecureTable

security = import_module("lianxin.suggestions.migrations.0002_row_security")
_PARENT = (
    "exists (select 1 from suggestions_suggestion s where s.id = suggestion_id "
    f"and ({security.in_scope('s.')}))"
)


class Migration(migrations.Migration):

    dependencies = [
        ('suggestions', '0007_motions'),
    ]

    operations = [
        migrations.AddField(
            model_name='handling',
            name='publish_objection',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.CreateModel(
            name='PublicSuggestion',
            fields=[
                ('suggestion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='public', serialize=False, to='suggestions.suggestion')),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('number', models.PositiveIntegerField()),
                ('phase', models.CharField(choices=[('in_session', 'in_session'), ('inter_session', 'inter_session')], max_length=16)),
                ('session_name', models.CharField(blank=True, max_length=60)),
                ('category', models.CharField(max_length=16)),
                ('category_label', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=60)),
                ('text', models.TextField()),
                ('answer', models.TextField()),
                ('raised_by', models.CharField(max_length=60)),
                ('signers', models.PositiveSmallIntegerField()),
                ('unit_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('result_class', models.CharField(max_length=4)),
                ('result_label', models.CharField(max_length=40)),
                ('attitude', models.CharField(blank=True, choices=[('satisfied', 'satisfied'), ('basically', 'basically'), ('dissatisfied', 'dissatisfied')], max_length=16)),
                ('result', models.CharField(blank=True, choices=[('satisfied', 'satisfied'), ('basically', 'basically'), ('dissatisfied', 'dissatisfied')], max_length=16)),
                ('handed_on', models.DateField()),
                ('replied_on', models.DateField()),
                ('published_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('published_at__isnull', False)), fields=['division_code', '-suggestion'], name='public_suggestion_by_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('text', ''), _negated=True), models.Q(('answer', ''), _negated=True)), name='public_suggestion_has_words')],
            },
        ),
        SecureTable(
            "suggestions_publicsuggestion",
            [
                # Only the office shows something; whoever has a switch may take it off.
                Policy("shown_by_the_office", "insert", check=f"division_code = {SCOPE} and {_PARENT}"),
                Policy("published_is_seen", "select", using=f"published_at is not null or {_PARENT}"),
                Policy(
                    "changed_in_scope",
                    "update",
                    using=_PARENT,
                    check=f"(published_at is null or division_code = {SCOPE}) and {_PARENT}",
                ),
            ],
        ),
    ]
