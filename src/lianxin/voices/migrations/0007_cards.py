import django.db.models.deletion
from importlib import import_module

from django.db import migrations, models

from lianxin.kit.rls import UNIT, Policy, SecureTable

tiers = import_module("lianxin.voices.migrations.0006_row_security_of_tiers")
_PARENT = f"exists (select 1 from voices_case c where c.id = case_id and ({tiers.in_scope('c.')}))"


class Migration(migrations.Migration):

    dependencies = [
        ('voices', '0006_row_security_of_tiers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit_id', models.BigIntegerField()),
                ('colour', models.CharField(choices=[('yellow', 'yellow'), ('red', 'red')], max_length=6)),
                ('reason', models.CharField(choices=[('overdue', 'overdue'), ('two_yellow', 'two_yellow'), ('unsolved', 'unsolved')], max_length=12)),
                ('given_on', models.DateField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='voices.case')),
            ],
            options={
                'indexes': [models.Index(fields=['unit_id', 'given_on'], name='card_by_unit')],
                'constraints': [models.UniqueConstraint(fields=('case', 'unit_id', 'reason'), name='one_card_per_case_and_reason')],
            },
        ),
        SecureTable(
            "voices_card",
            [
                Policy("given_in_scope", "insert", check=_PARENT),
                Policy("seen_with_its_case", "select", using=f"unit_id = {UNIT} or {_PARENT}"),
            ],
        ),
    ]
