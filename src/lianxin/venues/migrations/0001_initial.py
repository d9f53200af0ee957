
import django.db.models.deletion
import lianxin.venues.words
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Venue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.CharField(choices=[('home', 'home'), ('station', 'station'), ('room', 'room'), ('point', 'point'), ('professional', 'professional')], max_length=12)),
                ('name', models.CharField(max_length=60)),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('address', models.CharField(blank=True, max_length=120)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('opening_hours', models.CharField(blank=True, max_length=80)),
                ('reception_rule', models.CharField(blank=True, max_length=80)),
                ('liaison_name', models.CharField(blank=True, max_length=60)),
                ('committee', models.CharField(blank=True, max_length=60)),
                ('field', models.CharField(blank=True, max_length=40)),
                ('opened_on', models.DateField()),
                ('closed_on', models.DateField(null=True)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='venues.venue')),
            ],
        ),
        migrations.CreateModel(
            name='Serves',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division_code', models.CharField(db_collation='C', db_index=True, max_length=12)),
                ('venue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='serves', to='venues.venue')),
            ],
        ),
        migrations.CreateModel(
            name='Plate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(db_collation='C', max_length=6, unique=True)),
                ('kind', models.CharField(choices=[('venue', 'venue'), ('deputy', 'deputy')], max_length=8)),
                ('person_id', models.BigIntegerField(null=True)),
                ('issued_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoke_reason', models.CharField(blank=True, max_length=120)),
                ('venue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plates', to='venues.venue')),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('home', 'home'), ('professional', 'professional')], max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('venue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='venues.venue')),
            ],
        ),
        migrations.CreateModel(
            name='ScanDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('scans', models.PositiveIntegerField(default=0)),
                ('plate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scan_days', to='venues.plate')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plate', 'day'), name='one_scan_row_per_day')],
            },
        ),
        migrations.AddIndex(
            model_name='venue',
            index=models.Index(fields=['division_code', 'tier'], name='venue_by_place'),
        ),
        migrations.AddConstraint(
            model_name='venue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('tier', lianxin.venues.words.Tier['PROFESSIONAL']), _negated=True), models.Q(models.Q(('committee', ''), _negated=True), models.Q(('field', ''), _negated=True)), _connector='OR'), name='professional_station_names_committee_and_field'),
        ),
        migrations.AddConstraint(
            model_name='venue',
            constraint=models.UniqueConstraint(fields=('division_code', 'name'), name='one_venue_per_name_and_place'),
        ),
        migrations.AddConstraint(
            model_name='serves',
            constraint=models.UniqueConstraint(fields=('venue', 'division_code'), name='venue_serves_once'),
        ),
        migrations.AddConstraint(
            model_name='plate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', lianxin.venues.words.PlateKind['VENUE']), ('person_id__isnull', True)), models.Q(('kind', lianxin.venues.words.PlateKind['DEPUTY']), ('person_id__isnull', False)), _connector='OR'), name='deputy_plate_names_person'),
        ),
        migrations.AddConstraint(
            model_name='plate',
            constraint=models.CheckConstraint(condition=models.Q(('revoked_at__isnull', True), models.Q(('revoke_reason', ''), _negated=True), _connector='OR'), name='plate_revoked_with_reason'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(condition=models.Q(('until', None)), fields=['person_id'], name='membership_by_person'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('venue', 'person_id'), name='one_open_membership_per_venue'),
        ),
    ]
