
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('event', models.CharField(max_length=64)),
                ('subject_kind', models.CharField(max_length=32)),
                ('subject_id', models.BigIntegerField()),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('actor_user_id', models.BigIntegerField(null=True)),
                ('actor_role', models.CharField(max_length=24)),
                ('actor_place', models.CharField(blank=True, db_collation='C', max_length=12)),
                ('actor_unit_id', models.BigIntegerField(null=True)),
                ('source', models.CharField(default='web', max_length=12)),
                ('before', models.CharField(blank=True, max_length=64)),
                ('after', models.CharField(blank=True, max_length=64)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('request_id', models.CharField(blank=True, max_length=32)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', 'id'], name='journal_by_subject'), models.Index(fields=['division_code', '-id'], name='journal_by_place')],
            },
        ),
    ]
