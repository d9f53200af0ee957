"""Files, limited places, the calendar address. Source: ADR-0031."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0006_bulletin_row_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_id', models.BigIntegerField(unique=True)),
                ('secret_hash', models.CharField(db_collation='C', max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Spot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='bulletin',
            name='file_count',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='places',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='receipt',
            name='downloaded_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.CheckConstraint(condition=models.Q(('places', None), models.Q(('asks_sign_up', True), ('places__range', (1, 5000))), _connector='OR'), name='only_a_sign_up_has_places'),
        ),
        migrations.AddConstraint(
            model_name='calendaraddress',
            constraint=models.CheckConstraint(condition=models.Q(('secret_hash__regex', '^[0-9a-f]{64}$')), name='calendar_address_is_kept_as_a_hash'),
        ),
        migrations.AddField(
            model_name='spot',
            name='bulletin',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='spots', to='notices.bulletin'),
        ),
        migrations.AddField(
            model_name='spot',
            name='receipt',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='spot', to='notices.receipt'),
        ),
        migrations.AddConstraint(
            model_name='spot',
            constraint=models.UniqueConstraint(fields=('bulletin', 'number'), name='one_spot_per_bulletin_and_number'),
        ),
        migrations.AddConstraint(
            model_name='spot',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='spots_count_from_one'),
        ),
    ]
