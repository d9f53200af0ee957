import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        # A trusted extension: the owner of the database may create it.
        migrations.RunSQL("create extension if not exists pg_trgm", migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Division',
            fields=[
                ('code', models.CharField(db_collation='C', max_length=12, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
                ('short_name', models.CharField(max_length=40)),
                ('level', models.PositiveSmallIntegerField()),
                ('pinyin', models.CharField(db_collation='C', max_length=160)),
                ('initials', models.CharField(db_collation='C', max_length=40)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('replaced_by', models.CharField(blank=True, db_collation='C', max_length=12)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='divisions.division')),
            ],
            options={
                'indexes': [models.Index(fields=['pinyin'], name='division_by_pinyin'), models.Index(fields=['initials'], name='division_by_initials'), django.contrib.postgres.indexes.GinIndex(fields=['name'], name='division_by_name_part', opclasses=['gin_trgm_ops'])],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('code__length', 2), ('level', 1)), models.Q(('code__length', 4), ('level', 2)), models.Q(('code__length', 6), ('level', 3)), models.Q(('code__length', 9), ('level', 4)), models.Q(('code__length', 12), ('level', 5)), _connector='OR'), name='division_code_fits_level'), models.CheckConstraint(condition=models.Q(('code__regex', '^[0-9]+$')), name='division_code_is_digits'), models.CheckConstraint(condition=models.Q(models.Q(('level', 1), ('parent__isnull', True)), models.Q(('level__gt', 1), ('parent__isnull', False)), _connector='OR'), name='division_has_parent_below_province')],
            },
        ),
    ]
