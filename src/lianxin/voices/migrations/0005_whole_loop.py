"""The loop in full: tiers with a clock each, exits, merging, objections and arbitration. Source: ADR-0016.

The public view is rebuilt because a column it shows grows. Cases from before get the clock of their tier from
their running one, and the exit that the level of their unit stands for.
"""

from importlib import import_module

import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

VIEW = import_module("lianxin.voices.migrations.0004_publication_view").VIEW
EARLIER_CASES = [
    "alter table voices_case no force row level security",
    "alter table voices_deadline no force row level security",
    """
    update voices_case c set outcome = case length(u.division_code)
        when 12 then 'village' when 9 then 'township_dept' when 6 then 'county_unit' else 'higher_unit' end
    from people_unit u where u.id = c.unit_id and c.outcome = 'by_unit'
    """,
    "update voices_case set outcome = 'to_petition_office' where state = 'declined' and decline_reason = 'petition'",
    "update voices_case set tier_due_on = due_on where state in ('received', 'claimed')",
    """
    insert into voices_deadline (id, case_id, kind, started_on, amount, unit, place, due_on, rule, calendar_version,
                                 is_provisional)
    select (random() * 4611686018427387903)::bigint, d.case_id, 'tier', d.started_on, d.amount, d.unit, d.place,
           d.due_on, d.rule, d.calendar_version, d.is_provisional
    from voices_deadline d join voices_case c on c.id = d.case_id
    where d.ended_at is null and c.state in ('received', 'claimed')
    """,
    "set constraints all immediate",
    "alter table voices_case force row level security",
    "alter table voices_deadline force row level security",
]


class Migration(migrations.Migration):

    dependencies = [
        ('voices', '0004_publication_view'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL("drop view voices_publication", VIEW),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_number_once_per_venue',
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_claimed_has_claimer',
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_assigned_has_unit',
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_closed_at_iff_ended',
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_due_iff_open',
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_reach_is_a_level',
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_outcome_follows_state',
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_assigned_waits_for_unit',
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_in_work_is_not_answered',
        ),
        migrations.RemoveConstraint(
            model_name='case',
            name='case_unconfirmed_has_no_result',
        ),
        migrations.RemoveConstraint(
            model_name='deadline',
            name='one_running_clock_per_case',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='case_by_due',
        ),
        migrations.AddField(
            model_name='case',
            name='about_person_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='about_unit_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='depth',
            field=models.PositiveSmallIntegerField(default=12),
        ),
        migrations.AddField(
            model_name='case',
            name='extended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='is_arbitrated',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='case',
            name='is_protected',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='case',
            name='merged_into',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='voices.case'),
        ),
        migrations.AddField(
            model_name='case',
            name='objection_count',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='case',
            name='origin_venue_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='referral',
            field=models.CharField(blank=True, choices=[('hotline_12345', 'hotline_12345'), ('suggestion', 'suggestion'), ('higher_deputy', 'higher_deputy')], max_length=16),
        ),
        migrations.AddField(
            model_name='case',
            name='referral_to',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='case',
            name='referred_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='tier_due_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='via_venue_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='profile',
            name='arbitrate_days',
            field=models.PositiveSmallIntegerField(default=2),
        ),
        migrations.AddField(
            model_name='profile',
            name='extension_days',
            field=models.PositiveSmallIntegerField(default=10),
        ),
        migrations.AddField(
            model_name='profile',
            name='home_days',
            field=models.PositiveSmallIntegerField(default=15),
        ),
        migrations.AddField(
            model_name='profile',
            name='result_days',
            field=models.PositiveSmallIntegerField(default=30),
        ),
        migrations.AddField(
            model_name='profile',
            name='room_days',
            field=models.PositiveSmallIntegerField(default=5),
        ),
        migrations.AddField(
            model_name='profile',
            name='station_days',
            field=models.PositiveSmallIntegerField(default=10),
        ),
        migrations.AlterField(
            model_name='case',
            name='channel',
            field=models.CharField(choices=[('venue_plate', 'venue_plate'), ('deputy_plate', 'deputy_plate'), ('web', 'web'), ('counter', 'counter'), ('phone', 'phone'), ('paper', 'paper'), ('visit', 'visit')], max_length=16),
        ),
        migrations.AlterField(
            model_name='case',
            name='due_kind',
            field=models.CharField(blank=True, choices=[('claim', 'claim'), ('triage', 'triage'), ('accept', 'accept'), ('handle', 'handle'), ('confirm', 'confirm'), ('rate', 'rate'), ('arbitrate', 'arbitrate'), ('result', 'result'), ('tier', 'tier')], max_length=12),
        ),
        migrations.AlterField(
            model_name='case',
            name='outcome',
            field=models.CharField(blank=True, choices=[('answered_on_spot', 'answered_on_spot'), ('village', 'village'), ('township_dept', 'township_dept'), ('county_unit', 'county_unit'), ('higher_unit', 'higher_unit'), ('to_12345', 'to_12345'), ('convert_to_suggestion', 'convert_to_suggestion'), ('hand_to_higher_deputy', 'hand_to_higher_deputy'), ('merged', 'merged'), ('to_petition_office', 'to_petition_office'), ('not_accepted', 'not_accepted'), ('withdrawn', 'withdrawn')], max_length=24),
        ),
        migrations.AlterField(
            model_name='case',
            name='state',
            field=models.CharField(choices=[('received', 'received'), ('claimed', 'claimed'), ('assigned', 'assigned'), ('arbitration', 'arbitration'), ('handling', 'handling'), ('referred', 'referred'), ('merged', 'merged'), ('answered', 'answered'), ('confirmed', 'confirmed'), ('rated', 'rated'), ('closed', 'closed'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='received', max_length=12),
        ),
        migrations.AlterField(
            model_name='deadline',
            name='kind',
            field=models.CharField(choices=[('claim', 'claim'), ('triage', 'triage'), ('accept', 'accept'), ('handle', 'handle'), ('confirm', 'confirm'), ('rate', 'rate'), ('arbitrate', 'arbitrate'), ('result', 'result'), ('tier', 'tier')], max_length=12),
        ),
        migrations.RunSQL(EARLIER_CASES, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('state__in', ['received', 'claimed', 'assigned', 'arbitration', 'handling', 'referred', 'merged', 'answered', 'confirmed', 'rated'])), fields=['county_code', 'due_on'], name='case_by_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('origin_venue_id__isnull', False)), fields=['origin_venue_id', '-id'], name='case_by_origin'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('via_venue_id__isnull', False)), fields=['via_venue_id', '-id'], name='case_by_via'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='case_by_main'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('tier_due_on__isnull', False)), fields=['county_code', 'tier_due_on'], name='case_by_tier_due'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Coalesce('origin_venue_id', 'venue_id'), models.F('number'), name='case_number_once_per_venue'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['received', 'claimed', 'assigned', 'arbitration', 'handling', 'referred', 'merged', 'answered', 'confirmed', 'rated', 'closed', 'declined', 'withdrawn'])), name='case_state_known'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['received', 'merged', 'declined', 'withdrawn']), models.Q(('claimed_at__isnull', False), ('claimed_by__isnull', False)), _connector='OR'), name='case_claimed_has_claimer'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['assigned', 'arbitration', 'handling', 'answered']), _negated=True), models.Q(('assigned_at__isnull', False), ('unit_id__isnull', False)), _connector='OR'), name='case_assigned_has_unit'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ['closed', 'declined', 'withdrawn'])), models.Q(('closed_at__isnull', True), ('state__in', ['received', 'claimed', 'assigned', 'arbitration', 'handling', 'referred', 'merged', 'answered', 'confirmed', 'rated'])), _connector='OR'), name='case_closed_at_iff_ended'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', True), ('state__in', ['closed', 'declined', 'withdrawn'])), models.Q(('due_on__isnull', False), ('state__in', ['received', 'claimed', 'assigned', 'arbitration', 'handling', 'referred', 'merged', 'answered', 'confirmed', 'rated'])), _connector='OR'), name='case_due_iff_open'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('state__in', ['received', 'claimed', 'assigned', 'arbitration', 'handling', 'referred', 'merged', 'answered'])), models.Q(('outcome__in', ['answered_on_spot', 'village', 'township_dept', 'county_unit', 'higher_unit', 'to_12345', 'convert_to_suggestion', 'hand_to_higher_deputy', 'merged']), ('state__in', ['confirmed', 'rated', 'closed'])), models.Q(('outcome__in', ['not_accepted', 'to_petition_office']), ('state', 'declined')), models.Q(('outcome', 'withdrawn'), ('state', 'withdrawn')), _connector='OR'), name='case_outcome_follows_state'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['assigned', 'arbitration']), _negated=True), ('accepted_at', None), _connector='OR'), name='case_assigned_waits_for_unit'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['received', 'claimed', 'assigned', 'arbitration', 'handling', 'referred', 'merged']), _negated=True), ('answered_at', None), _connector='OR'), name='case_in_work_is_not_answered'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['received', 'claimed', 'assigned', 'arbitration', 'handling', 'referred', 'merged', 'answered']), _negated=True), models.Q(('confirmed_at', None), ('rated_at', None)), _connector='OR'), name='case_unconfirmed_has_no_result'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('depth__in', [6, 9, 12]), ('reach__in', [2, 4, 6, 9, 12]), ('reach__lte', models.F('depth'))), name='case_reach_is_a_level'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('is_protected', False), models.Q(('depth', 6), ('may_publish', False), ('wanted_person_id', None)), _connector='OR'), name='case_protected_is_hidden_below'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'referred'), _negated=True), models.Q(('referred_at__isnull', False), models.Q(('referral', ''), _negated=True)), _connector='OR'), name='case_referred_says_where'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), models.Q(('merged_into', None), models.Q(('state__in', ['received', 'claimed', 'assigned', 'arbitration', 'handling', 'referred', 'merged', 'answered']), _negated=True), _connector='OR')), _connector='OR'), name='case_merged_has_main'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='case_merged_into_another'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['received', 'claimed']), ('tier_due_on__isnull', False)), models.Q(models.Q(('state__in', ['received', 'claimed']), _negated=True), ('tier_due_on', None)), _connector='OR'), name='case_tier_clock_while_with_venue'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'arbitration'), _negated=True), ('objection_count__gte', 2), _connector='OR'), name='case_arbitration_follows_two_objections'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('via_venue_id', None), ('origin_venue_id__isnull', False), _connector='OR'), name='case_via_has_origin'),
        ),
        migrations.AddConstraint(
            model_name='deadline',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None), models.Q(('kind', 'tier'), _negated=True)), fields=('case',), name='one_running_clock_per_case'),
        ),
        migrations.AddConstraint(
            model_name='deadline',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None), ('kind', 'tier')), fields=('case',), name='one_running_tier_clock'),
        ),
        migrations.RunSQL(VIEW, "drop view voices_publication"),
    ]
