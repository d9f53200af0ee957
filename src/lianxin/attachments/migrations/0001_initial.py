import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Kept',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
            ],
            options={
                'db_table': 'attachments_kept',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('subject_kind', models.CharField(max_length=32)),
                ('subject_id', models.BigIntegerField()),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=8)),
                ('sha256', models.CharField(max_length=64)),
                ('size_bytes', models.PositiveIntegerField()),
                ('width', models.PositiveSmallIntegerField(default=0)),
                ('height', models.PositiveSmallIntegerField(default=0)),
                ('seconds', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject_kind', 'subject_id', 'position'), name='attachment_has_its_own_position'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$'), ('subject_kind__regex', '^[a-z_.]+$')), name='attachment_names_its_subject_and_hash'), models.CheckConstraint(condition=models.Q(models.Q(('height__range', (1, 1600)), ('kind', 'photo'), ('seconds', 0), ('width__range', (1, 1600))), models.Q(('height', 0), ('kind', 'voice'), ('seconds__range', (1, 60)), ('width', 0)), _connector='OR'), name='attachment_is_a_photo_or_a_minute_of_voice')],
            },
        ),
    ]
