
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DayNumber',
            fields=[
                ('pk', models.CompositePrimaryKey('venue_id', 'day', blank=True, editable=False, primary_key=True, serialize=False)),
                ('venue_id', models.BigIntegerField()),
                ('day', models.DateField()),
                ('last', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=40)),
                ('venue_id', models.BigIntegerField()),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('prefecture_code', models.CharField(db_collation='C', max_length=4)),
                ('county_code', models.CharField(db_collation='C', max_length=6)),
                ('township_code', models.CharField(db_collation='C', max_length=9)),
                ('reach', models.PositiveSmallIntegerField(default=6)),
                ('channel', models.CharField(choices=[('venue_plate', 'venue_plate'), ('deputy_plate', 'deputy_plate'), ('web', 'web'), ('counter', 'counter')], max_length=16)),
                ('wanted_person_id', models.BigIntegerField(null=True)),
                ('topic', models.CharField(choices=[('road', 'road'), ('water', 'water'), ('power', 'power'), ('housing', 'housing'), ('environment', 'environment'), ('school', 'school'), ('health', 'health'), ('farming', 'farming'), ('safety', 'safety'), ('welfare', 'welfare'), ('work', 'work'), ('other', 'other')], max_length=16)),
                ('title', models.CharField(max_length=60)),
                ('text', models.TextField()),
                ('place_text', models.CharField(blank=True, max_length=120)),
                ('received_at', models.DateTimeField()),
                ('may_publish', models.BooleanField(default=False)),
                ('has_contact', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('received', 'received'), ('claimed', 'claimed'), ('assigned', 'assigned'), ('handling', 'handling'), ('answered', 'answered'), ('confirmed', 'confirmed'), ('rated', 'rated'), ('closed', 'closed'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='received', max_length=12)),
                ('outcome', models.CharField(blank=True, choices=[('answered_on_spot', 'answered_on_spot'), ('by_unit', 'by_unit'), ('not_accepted', 'not_accepted'), ('withdrawn', 'withdrawn')], max_length=20)),
                ('version', models.PositiveIntegerField(default=1)),
                ('due_kind', models.CharField(blank=True, choices=[('claim', 'claim'), ('triage', 'triage'), ('accept', 'accept'), ('handle', 'handle'), ('confirm', 'confirm'), ('rate', 'rate')], max_length=12)),
                ('due_on', models.DateField(null=True)),
                ('claimed_by', models.BigIntegerField(null=True)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('unit_id', models.BigIntegerField(null=True)),
                ('assigned_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('rated_at', models.DateTimeField(null=True)),
                ('is_solved', models.BooleanField(null=True)),
                ('satisfaction', models.CharField(blank=True, choices=[('satisfied', 'satisfied'), ('basically', 'basically'), ('dissatisfied', 'dissatisfied')], max_length=16)),
                ('rating_text', models.CharField(blank=True, max_length=500)),
                ('reopened_count', models.PositiveSmallIntegerField(default=0)),
                ('is_supervised', models.BooleanField(default=False)),
                ('closed_at', models.DateTimeField(null=True)),
                ('decline_reason', models.CharField(blank=True, max_length=16)),
                ('published_at', models.DateTimeField(null=True)),
                ('public_title', models.CharField(blank=True, max_length=60)),
                ('public_text', models.TextField(blank=True)),
                ('public_answer', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(fields=['county_code', '-id'], name='case_by_county'), models.Index(fields=['county_code', 'state', '-id'], name='case_by_county_state'), models.Index(fields=['prefecture_code', '-id'], name='case_by_prefecture'), models.Index(fields=['township_code', '-id'], name='case_by_township'), models.Index(fields=['venue_id', '-id'], name='case_by_venue'), models.Index(condition=models.Q(('unit_id__isnull', False)), fields=['unit_id', '-id'], name='case_by_unit'), models.Index(condition=models.Q(('claimed_by__isnull', False)), fields=['claimed_by', '-id'], name='case_by_claimer'), models.Index(condition=models.Q(('state__in', ['received', 'claimed', 'assigned', 'handling', 'answered', 'confirmed', 'rated'])), fields=['county_code', 'due_on'], name='case_by_due'), models.Index(condition=models.Q(('published_at__isnull', False)), fields=['-id'], name='case_published'), models.Index(condition=models.Q(('published_at__isnull', False)), fields=['county_code', '-id'], name='case_published_by_county'), models.Index(condition=models.Q(('published_at__isnull', False)), fields=['venue_id', '-id'], name='case_published_by_venue')],
                'constraints': [models.UniqueConstraint(fields=('venue_id', 'number'), name='case_number_once_per_venue'), models.CheckConstraint(condition=models.Q(('state__in', ['received', 'claimed', 'assigned', 'handling', 'answered', 'confirmed', 'rated', 'closed', 'declined', 'withdrawn'])), name='case_state_known'), models.CheckConstraint(condition=models.Q(('prefecture_code', django.db.models.functions.text.Left('division_code', 4)), ('county_code', django.db.models.functions.text.Left('division_code', 6)), ('township_code', django.db.models.functions.text.Left('division_code', 9))), name='case_place_columns_follow_division'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'received'), _negated=True), models.Q(('claimed_by__isnull', True), ('unit_id__isnull', True)), _connector='OR'), name='case_received_has_no_claimer'), models.CheckConstraint(condition=models.Q(('state__in', ['received', 'declined', 'withdrawn']), models.Q(('claimed_at__isnull', False), ('claimed_by__isnull', False)), _connector='OR'), name='case_claimed_has_claimer'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['assigned', 'handling', 'answered']), _negated=True), models.Q(('assigned_at__isnull', False), ('unit_id__isnull', False)), _connector='OR'), name='case_assigned_has_unit'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['handling', 'answered']), _negated=True), ('accepted_at__isnull', False), _connector='OR'), name='case_handling_was_accepted'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['answered', 'confirmed', 'rated', 'closed']), _negated=True), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='case_answered_has_answer'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['confirmed', 'rated', 'closed']), _negated=True), models.Q(('confirmed_at__isnull', False), ('outcome__in', ['answered_on_spot', 'by_unit'])), _connector='OR'), name='case_confirmed_has_date_and_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'rated'), _negated=True), models.Q(('is_solved__isnull', False), ('rated_at__isnull', False), models.Q(('satisfaction', ''), _negated=True)), _connector='OR'), name='case_rated_has_rating'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ['closed', 'declined', 'withdrawn'])), models.Q(('closed_at__isnull', True), ('state__in', ['received', 'claimed', 'assigned', 'handling', 'answered', 'confirmed', 'rated'])), _connector='OR'), name='case_closed_at_iff_ended'), models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', True), ('state__in', ['closed', 'declined', 'withdrawn'])), models.Q(('due_on__isnull', False), ('state__in', ['received', 'claimed', 'assigned', 'handling', 'answered', 'confirmed', 'rated'])), _connector='OR'), name='case_due_iff_open'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('decline_reason', ''), _negated=True), _connector='OR'), name='case_declined_has_reason'), models.CheckConstraint(condition=models.Q(('reopened_count__lte', 1)), name='case_reopened_at_most_once'), models.CheckConstraint(condition=models.Q(('reopened_count', 0), ('is_supervised', True), _connector='OR'), name='case_reopened_is_supervised'), models.CheckConstraint(condition=models.Q(('published_at__isnull', True), models.Q(('may_publish', True), ('state', 'closed'), models.Q(('public_title', ''), _negated=True), models.Q(('public_answer', ''), _negated=True)), _connector='OR'), name='case_published_is_complete_and_allowed'), models.CheckConstraint(condition=models.Q(('reach__in', [2, 4, 6, 9, 12])), name='case_reach_is_a_level')],
            },
        ),
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(blank=True, db_collation='C', max_length=12)),
                ('valid_from', models.DateField()),
                ('name', models.CharField(max_length=40)),
                ('version', models.PositiveSmallIntegerField()),
                ('claim_days', models.PositiveSmallIntegerField()),
                ('triage_days', models.PositiveSmallIntegerField()),
                ('accept_days', models.PositiveSmallIntegerField()),
                ('handle_days', models.PositiveSmallIntegerField()),
                ('confirm_days', models.PositiveSmallIntegerField()),
                ('rate_days', models.PositiveSmallIntegerField()),
                ('source', models.CharField(max_length=200)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division_code', 'valid_from'), name='one_profile_per_place_and_day')],
            },
        ),
        migrations.CreateModel(
            name='QueryCode',
            fields=[
                ('tag', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('hash', models.CharField(max_length=128)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='query_code', to='voices.case')),
            ],
        ),
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('claim', 'claim'), ('triage', 'triage'), ('accept', 'accept'), ('handle', 'handle'), ('confirm', 'confirm'), ('rate', 'rate')], max_length=12)),
                ('started_on', models.DateField()),
                ('amount', models.PositiveSmallIntegerField()),
                ('unit', models.CharField(max_length=12)),
                ('place', models.CharField(db_collation='C', max_length=12)),
                ('due_on', models.DateField()),
                ('rule', models.CharField(max_length=60)),
                ('calendar_version', models.CharField(max_length=40)),
                ('is_provisional', models.BooleanField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to='voices.case')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'id'], name='deadline_by_case')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case',), name='one_running_clock_per_case')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=24)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=80)),
                ('by_role', models.CharField(max_length=24)),
                ('text', models.TextField(blank=True)),
                ('for_citizen', models.BooleanField(default=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='voices.case')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'id'], name='step_by_case')],
            },
        ),
    ]
