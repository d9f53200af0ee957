"""Open cases that others may join, as a view of checked words: it runs as its owner, who alone has the policy.

The same way as the public side of closed cases (0004). Source: ADR-0008; ADR-0016 §7.
"""

from __future__ import annotations

from django.db import migrations, models

VIEW = """
create view voices_openmatter as
select id, county_code, township_code, division_code, topic, open_title, state, received_at
from voices_case
where open_title <> ''
  and state in ('received', 'claimed', 'assigned', 'arbitration', 'handling', 'referred', 'answered')
"""


class Migration(migrations.Migration):

    dependencies = [
        ('voices', '0007_cards'),
    ]

    operations = [
        migrations.CreateModel(
            name='OpenMatter',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('county_code', models.CharField(max_length=6)),
                ('township_code', models.CharField(max_length=9)),
                ('division_code', models.CharField(max_length=12)),
                ('topic', models.CharField(max_length=16)),
                ('open_title', models.CharField(max_length=60)),
                ('state', models.CharField(max_length=12)),
                ('received_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'voices_openmatter',
                'managed': False,
            },
        ),
        migrations.AddField(
            model_name='case',
            name='open_title',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('open_title', ''), _negated=True), fields=['township_code', '-id'], name='case_open_to_join'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('open_title', ''), ('may_publish', True), _connector='OR'), name='case_joined_with_consent'),
        ),
        migrations.RunSQL(
            [
                "create policy open_for_the_view on voices_case for select to current_user "
                "using (open_title <> '')",
                VIEW,
            ],
            ["drop view voices_openmatter", "drop policy open_for_the_view on voices_case"],
        ),
    ]
