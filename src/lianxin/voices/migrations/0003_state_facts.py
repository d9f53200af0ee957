
import lianxin.voices.workflow
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('voices', '0002_row_security'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='case',
            name='case_confirmed_has_date_and_outcome',
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', [lianxin.voices.workflow.CaseState['CONFIRMED'], lianxin.voices.workflow.CaseState['RATED'], lianxin.voices.workflow.CaseState['CLOSED']]), _negated=True), ('confirmed_at__isnull', False), _connector='OR'), name='case_confirmed_has_date'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('state__in', [lianxin.voices.workflow.CaseState['RECEIVED'], lianxin.voices.workflow.CaseState['CLAIMED'], lianxin.voices.workflow.CaseState['ASSIGNED'], lianxin.voices.workflow.CaseState['HANDLING'], lianxin.voices.workflow.CaseState['ANSWERED']])), models.Q(('outcome__in', [lianxin.voices.workflow.Outcome['ANSWERED_ON_SPOT'], lianxin.voices.workflow.Outcome['BY_UNIT']]), ('state__in', [lianxin.voices.workflow.CaseState['CONFIRMED'], lianxin.voices.workflow.CaseState['RATED'], lianxin.voices.workflow.CaseState['CLOSED']])), models.Q(('outcome', lianxin.voices.workflow.Outcome['NOT_ACCEPTED']), ('state', lianxin.voices.workflow.CaseState['DECLINED'])), models.Q(('outcome', lianxin.voices.workflow.Outcome['WITHDRAWN']), ('state', lianxin.voices.workflow.CaseState['WITHDRAWN'])), _connector='OR'), name='case_outcome_follows_state'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', lianxin.voices.workflow.CaseState['ASSIGNED']), _negated=True), ('accepted_at', None), _connector='OR'), name='case_assigned_waits_for_unit'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', [lianxin.voices.workflow.CaseState['RECEIVED'], lianxin.voices.workflow.CaseState['CLAIMED'], lianxin.voices.workflow.CaseState['ASSIGNED'], lianxin.voices.workflow.CaseState['HANDLING']]), _negated=True), ('answered_at', None), _connector='OR'), name='case_in_work_is_not_answered'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', [lianxin.voices.workflow.CaseState['RECEIVED'], lianxin.voices.workflow.CaseState['CLAIMED'], lianxin.voices.workflow.CaseState['ASSIGNED'], lianxin.voices.workflow.CaseState['HANDLING'], lianxin.voices.workflow.CaseState['ANSWERED']]), _negated=True), models.Q(('confirmed_at', None), ('rated_at', None)), _connector='OR'), name='case_unconfirmed_has_no_result'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', lianxin.voices.workflow.CaseState['CONFIRMED']), _negated=True), ('rated_at', None), _connector='OR'), name='case_confirmed_waits_for_rating'),
        ),
    ]
