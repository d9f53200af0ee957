
import datetime
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.db.models.lookups
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SealedItem',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('subject_kind', models.CharField(max_length=32)),
                ('subject_id', models.BigIntegerField()),
                ('kind', models.CharField(max_length=32)),
                ('sealed', models.BinaryField()),
                ('key_id', models.CharField(max_length=32)),
                ('created_at', models.DateTimeField()),
                ('erased_at', models.DateTimeField(null=True)),
            ],
            options={
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['subject_kind', 'subject_id'], name='sealed_item_by_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(django.db.models.lookups.GreaterThan(django.db.models.functions.text.Length('sealed'), 0), ('erased_at__isnull', True)), models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('sealed'), 0), ('erased_at__isnull', False)), _connector='OR'), name='sealed_item_is_empty_iff_erased'), models.CheckConstraint(condition=models.Q(('kind__regex', '^[a-z_]+$'), ('subject_kind__regex', '^[a-z_.]+$')), name='sealed_item_names_its_subject_and_kind')],
            },
        ),
        migrations.CreateModel(
            name='Reveal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=16)),
                ('reason', models.CharField(max_length=300)),
                ('by_user_id', models.BigIntegerField()),
                ('by_name', models.CharField(max_length=64)),
                ('by_role', models.CharField(max_length=24)),
                ('by_place', models.CharField(blank=True, db_collation='C', max_length=12)),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('is_unusual', models.BooleanField(default=False)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reveals', to='vault.sealeditem')),
            ],
            options={
                'indexes': [models.Index(fields=['by_user_id', 'asked_at'], name='reveal_by_person'), models.Index(fields=['opened_at'], name='reveal_by_opening')],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', ['verify', 'tell_result', 'visit', 'safety'])), name='reveal_purpose_is_on_the_list'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length(django.db.models.functions.text.Trim('reason')), 4)), name='reveal_gives_a_reason'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('asked_at')), ('expires_at__lte', django.db.models.expressions.CombinedExpression(models.F('asked_at'), '+', models.Value(datetime.timedelta(days=1))))), name='reveal_lives_at_most_a_day'), models.CheckConstraint(condition=models.Q(('opened_at__isnull', True), ('opened_at__lte', models.F('expires_at')), _connector='OR'), name='reveal_is_opened_before_it_expires')],
            },
        ),
    ]
