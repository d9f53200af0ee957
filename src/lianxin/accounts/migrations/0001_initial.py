
import django.db.models.deletion
import lianxin.kernel.actor
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('login', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('phone', models.CharField(max_length=16, null=True, unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('citizen', 'citizen'), ('deputy', 'deputy'), ('liaison', 'liaison'), ('venue_head', 'venue_head'), ('group_leader', 'group_leader'), ('delegation_staff', 'delegation_staff'), ('presidium', 'presidium'), ('street_committee', 'street_committee'), ('deputy_affairs', 'deputy_affairs'), ('special_committee', 'special_committee'), ('standing_leader', 'standing_leader'), ('dispatcher', 'dispatcher'), ('unit_handler', 'unit_handler'), ('unit_leader', 'unit_leader'), ('evaluator', 'evaluator'), ('publisher', 'publisher'), ('auditor', 'auditor'), ('tenant_admin', 'tenant_admin'), ('system_admin', 'system_admin')], max_length=24)),
                ('division_code', models.CharField(db_collation='C', max_length=12)),
                ('unit_id', models.BigIntegerField(null=True)),
                ('venue_id', models.BigIntegerField(null=True)),
                ('person_id', models.BigIntegerField(null=True)),
                ('label', models.CharField(max_length=80)),
                ('valid_from', models.DateTimeField()),
                ('valid_to', models.DateTimeField(null=True)),
                ('given_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=200)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoke_reason', models.CharField(blank=True, max_length=200)),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.user')),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.user')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='accounts.user')),
            ],
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('device', models.CharField(blank=True, max_length=120)),
                ('signed_in_at', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField(null=True)),
                ('grant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.grant')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='accounts.user')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(fields=['user', 'revoked_at'], name='grant_by_user'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='grant_period_runs_forward'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('revoked_at__isnull', True), models.Q(('revoke_reason', ''), _negated=True), _connector='OR'), name='grant_revoked_with_reason'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role__in', [lianxin.kernel.actor.Role['UNIT_HANDLER'], lianxin.kernel.actor.Role['UNIT_LEADER']]), _negated=True), ('unit_id__isnull', False), _connector='OR'), name='grant_of_unit_role_names_unit'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', lianxin.kernel.actor.Role['DEPUTY']), _negated=True), ('person_id__isnull', False), _connector='OR'), name='grant_of_deputy_names_person'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', lianxin.kernel.actor.Role['LIAISON']), _negated=True), ('venue_id__isnull', False), _connector='OR'), name='grant_of_liaison_names_venue'),
        ),
    ]
