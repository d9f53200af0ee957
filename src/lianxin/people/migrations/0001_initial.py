
import django.db.models.deletion
import lianxin.people.words
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Congress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(choices=[(0, '0'), (1, '1'), (2, '2'), (3, '3'), (4, '4')])),
                ('division_code', models.CharField(blank=True, db_collation='C', max_length=12)),
                ('name', models.CharField(max_length=60)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division_code',), name='one_congress_per_division')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('sort_key', models.CharField(db_collation='C', max_length=120)),
                ('initials', models.CharField(db_collation='C', max_length=40)),
                ('sex', models.CharField(choices=[('f', '女'), ('m', '男')], max_length=1)),
                ('ethnic_group', models.CharField(max_length=20)),
                ('occupation', models.CharField(blank=True, max_length=80)),
                ('introduction', models.CharField(blank=True, max_length=400)),
                ('slug', models.CharField(db_collation='C', max_length=12, unique=True)),
            ],
            options={
                'indexes': [models.Index(fields=['initials'], name='person_by_initials'), models.Index(fields=['sort_key'], name='person_by_sort_key')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('congress', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='people.congress')),
            ],
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('electoral_district', models.CharField(blank=True, max_length=80)),
                ('home_code', models.CharField(db_collation='C', db_index=True, max_length=12)),
                ('card_no', models.CharField(blank=True, max_length=20)),
                ('state', models.CharField(choices=[(lianxin.people.words.MandateState['ACTIVE'], 'active'), (lianxin.people.words.MandateState['SUSPENDED'], 'suspended'), (lianxin.people.words.MandateState['TERMINATED'], 'terminated'), (lianxin.people.words.MandateState['EXPIRED'], 'expired')], default=lianxin.people.words.MandateState['ACTIVE'], max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('end_reason', models.CharField(blank=True, max_length=120)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='people.person')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='people.term')),
            ],
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('short_name', models.CharField(max_length=24)),
                ('kind', models.CharField(choices=[('government', 'government'), ('township', 'township'), ('party', 'party'), ('court', 'court'), ('procuratorate', 'procuratorate'), ('supervision', 'supervision'), ('enterprise', 'enterprise')], max_length=16)),
                ('division_code', models.CharField(db_collation='C', db_index=True, max_length=12)),
                ('topics', models.CharField(blank=True, max_length=200)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('division_code', 'name'), name='one_unit_per_name_and_place')],
            },
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.UniqueConstraint(fields=('congress', 'number'), name='one_term_per_number'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='term_runs_forward'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.UniqueConstraint(fields=('person', 'term'), name='one_mandate_per_person_and_term'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['active', 'suspended']), ('until__isnull', True)), models.Q(('state__in', ['terminated', 'expired']), ('until__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='mandate_ended_has_date_and_reason'),
        ),
    ]
