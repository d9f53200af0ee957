"""议案: motions with their sponsors and steps, seen by sponsors and by the congress. Source: ADR-0032 §4."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import lianxin.suggestions.motion_flow
import lianxin.suggestions.motion_words
from django.db import migrations, models

from lianxin.kit.rls import PERSON, SCOPE, USER, Policy, SecureTable


def in_scope(of: str) -> str:
    """SQL for "the acting grant reads this motion", with `of` the table's alias and a dot."""
    return (
        f"({of}division_code = {SCOPE} and {of}submitted_at is not null "
        f"and {of}state not in ('draft', 'cosigning')) or {PERSON} = any({of}signer_ids)"
    )


_PARENT = f"exists (select 1 from suggestions_motion m where m.id = motion_id and ({in_scope('m.')}))"
_HISTORY = (
    f"subject_kind = 'suggestions.motion' and {USER} is not null and "
    f"exists (select 1 from suggestions_motion m where m.id = subject_id and ({in_scope('m.')}))"
)
# The office writes a suggestion in one case: it is what became of a motion of its own congress.
_FROM_MOTION = (
    f"division_code = {SCOPE} and number is null and state = 'submitted' "
    "and exists (select 1 from suggestions_motion m "
    f"where m.id = suggestions_suggestion.from_motion_id and m.division_code = {SCOPE} "
    "and m.lead_person_id = suggestions_suggestion.lead_person_id)"
)


class Migration(migrations.Migration):

    dependencies = [
        ('suggestions', '0006_handover'),
        ("journal", "0002_row_security"),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='motions_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='from_motion_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.CreateModel(
            name='Motion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('congress_id', models.BigIntegerField()),
                ('term_number', models.PositiveSmallIntegerField()),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('phase', models.CharField(blank=True, choices=[('in_session', 'in_session'), ('inter_session', 'inter_session')], max_length=16)),
                ('proposer', models.CharField(choices=[('deputies', 'deputies'), ('presidium', 'presidium'), ('standing', 'standing'), ('special', 'special'), ('government', 'government')], default=lianxin.suggestions.motion_words.MotionProposer['DEPUTIES'], max_length=12)),
                ('proposer_name', models.CharField(blank=True, max_length=60)),
                ('lead_person_id', models.BigIntegerField(null=True)),
                ('signer_ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('category', models.CharField(max_length=16)),
                ('title', models.CharField(max_length=60)),
                ('grounds', models.TextField()),
                ('plan', models.TextField()),
                ('state', models.CharField(choices=[('draft', 'draft'), ('cosigning', 'cosigning'), ('submitted', 'submitted'), ('committee', 'committee'), ('agenda', 'agenda'), ('after_session', 'after_session'), ('voted', 'voted'), ('closed', 'closed'), ('converted', 'converted'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn')], default=lianxin.suggestions.motion_flow.MotionState['DRAFT'], max_length=16)),
                ('version', models.PositiveIntegerField(default=1)),
                ('number', models.PositiveIntegerField(null=True)),
                ('created_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(null=True)),
                ('committee', models.CharField(blank=True, max_length=40)),
                ('opinion', models.TextField(blank=True)),
                ('favours_agenda', models.BooleanField(null=True)),
                ('decided_by', models.CharField(blank=True, max_length=80)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason_code', models.CharField(blank=True, max_length=20)),
                ('withdrawal_asked_at', models.DateTimeField(null=True)),
                ('votes_for', models.PositiveIntegerField(null=True)),
                ('votes_against', models.PositiveIntegerField(null=True)),
                ('votes_abstained', models.PositiveIntegerField(null=True)),
                ('deputies_total', models.PositiveIntegerField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('report', models.TextField(blank=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('session', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='motions', to='suggestions.session')),
                ('suggestion', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='motion', to='suggestions.suggestion')),
            ],
        ),
        migrations.CreateModel(
            name='MotionSigner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField()),
                ('is_lead', models.BooleanField(default=False)),
                ('asked_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('refused_at', models.DateTimeField(null=True)),
                ('left_at', models.DateTimeField(null=True)),
                ('motion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signers', to='suggestions.motion')),
            ],
        ),
        migrations.CreateModel(
            name='MotionStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=24)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=80)),
                ('by_role', models.CharField(max_length=24)),
                ('text', models.TextField(blank=True)),
                ('motion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='suggestions.motion')),
            ],
        ),
        migrations.AddIndex(
            model_name='motion',
            index=models.Index(fields=['division_code', '-id'], name='motion_by_place'),
        ),
        migrations.AddIndex(
            model_name='motion',
            index=models.Index(fields=['lead_person_id', '-id'], name='motion_by_lead'),
        ),
        migrations.AddIndex(
            model_name='motion',
            index=django.contrib.postgres.indexes.GinIndex(fields=['signer_ids'], name='motion_by_signer'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'cosigning', 'submitted', 'committee', 'agenda', 'after_session', 'voted', 'closed', 'converted', 'rejected', 'withdrawn'])), name='motion_state_known'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', [lianxin.suggestions.motion_flow.MotionState['SUBMITTED'], lianxin.suggestions.motion_flow.MotionState['COMMITTEE'], lianxin.suggestions.motion_flow.MotionState['AGENDA'], lianxin.suggestions.motion_flow.MotionState['AFTER_SESSION'], lianxin.suggestions.motion_flow.MotionState['VOTED'], lianxin.suggestions.motion_flow.MotionState['CLOSED'], lianxin.suggestions.motion_flow.MotionState['CONVERTED'], lianxin.suggestions.motion_flow.MotionState['REJECTED']]), _negated=True), models.Q(('number__isnull', False), ('submitted_at__isnull', False), models.Q(('phase', ''), _negated=True)), _connector='OR'), name='motion_in_has_number_and_day'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('congress_id', 'term_number', 'session', 'number'), name='motion_number_once_per_session', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lead_person_id__isnull', False), ('proposer', lianxin.suggestions.motion_words.MotionProposer['DEPUTIES'])), models.Q(models.Q(('proposer', lianxin.suggestions.motion_words.MotionProposer['DEPUTIES']), _negated=True), models.Q(('proposer_name', ''), _negated=True)), _connector='OR'), name='motion_of_deputies_has_lead'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', [lianxin.suggestions.motion_flow.MotionState['DRAFT'], lianxin.suggestions.motion_flow.MotionState['COSIGNING'], lianxin.suggestions.motion_flow.MotionState['SUBMITTED'], lianxin.suggestions.motion_flow.MotionState['WITHDRAWN']]), models.Q(('decided_by', ''), _negated=True), _connector='OR'), name='motion_decided_names_meeting'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', lianxin.suggestions.motion_flow.MotionState['REJECTED']), _negated=True), models.Q(('reason_code', ''), _negated=True), _connector='OR'), name='motion_rejected_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', lianxin.suggestions.motion_flow.MotionState['CONVERTED']), ('suggestion__isnull', False)), models.Q(models.Q(('state', lianxin.suggestions.motion_flow.MotionState['CONVERTED']), _negated=True), ('suggestion__isnull', True)), _connector='OR'), name='motion_converted_iff_suggestion'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', lianxin.suggestions.motion_flow.MotionState['VOTED']), _negated=True), models.Q(('deputies_total__isnull', False), ('votes_for__gt', django.db.models.expressions.CombinedExpression(models.F('deputies_total'), '-', models.F('votes_for'))), ('votes_for__isnull', False)), _connector='OR'), name='motion_passed_by_majority_of_all'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(('deputies_total__isnull', True), ('deputies_total__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('votes_for'), '+', models.F('votes_against')), '+', models.F('votes_abstained'))), _connector='OR'), name='motion_votes_are_within_all'),
        ),
        migrations.AddConstraint(
            model_name='motion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', [lianxin.suggestions.motion_flow.MotionState['CLOSED'], lianxin.suggestions.motion_flow.MotionState['CONVERTED'], lianxin.suggestions.motion_flow.MotionState['REJECTED'], lianxin.suggestions.motion_flow.MotionState['WITHDRAWN']]), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='motion_ended_has_date'),
        ),
        migrations.AddConstraint(
            model_name='motionsigner',
            constraint=models.UniqueConstraint(fields=('motion', 'person_id'), name='one_signer_per_motion'),
        ),
        migrations.AddConstraint(
            model_name='motionsigner',
            constraint=models.UniqueConstraint(condition=models.Q(('is_lead', True)), fields=('motion',), name='one_lead_per_motion'),
        ),
        migrations.AddConstraint(
            model_name='motionsigner',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at__isnull', True), ('refused_at__isnull', True), _connector='OR'), name='motion_signer_answers_once'),
        ),
        migrations.AddConstraint(
            model_name='motionsigner',
            constraint=models.CheckConstraint(condition=models.Q(('left_at__isnull', True), models.Q(('confirmed_at__isnull', False), ('is_lead', False)), _connector='OR'), name='motion_signer_leaves_what_was_signed'),
        ),
        migrations.AddIndex(
            model_name='motionstep',
            index=models.Index(fields=['motion', 'id'], name='motion_step_by_parent'),
        ),
        SecureTable(
            "suggestions_motion",
            [
                Policy(
                    "a_deputy_begins",
                    "insert",
                    check=f"state = 'draft' and lead_person_id = {PERSON} and {PERSON} = any(signer_ids)",
                ),
                Policy(
                    "an_organ_s_is_entered",
                    "insert",
                    check=f"state = 'submitted' and lead_person_id is null and division_code = {SCOPE}",
                ),
                Policy("seen_in_scope", "select", using=in_scope("")),
                Policy("changed_in_scope", "update", using=in_scope(""), check=in_scope("")),
            ],
        ),
        SecureTable(
            "suggestions_motionsigner",
            [
                Policy("added_in_scope", "insert", check=_PARENT),
                Policy("seen_in_scope", "select", using=_PARENT),
                Policy("changed_in_scope", "update", using=_PARENT, check=_PARENT),
                Policy("taken_back_by_its_lead", "delete", using=_PARENT),
            ],
        ),
        SecureTable(
            "suggestions_motionstep",
            [
                Policy("added_in_scope", "insert", check=_PARENT),
                Policy("seen_in_scope", "select", using=_PARENT),
            ],
        ),
        migrations.RunSQL(
            [
                f"create policy made_from_a_motion on suggestions_suggestion for insert to public "
                f"with check ({_FROM_MOTION})",
                f"create policy seen_with_its_motion on journal_entry for select to public using ({_HISTORY})",
            ],
            [
                "drop policy seen_with_its_motion on journal_entry",
                "drop policy made_from_a_motion on suggestions_suggestion",
            ],
        ),
    ]
