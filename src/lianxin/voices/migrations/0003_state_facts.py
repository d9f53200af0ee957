
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
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['confirmed', 'rated', 'closed']), _negated=True), ('confirmed_at__isnull', False), _connector='OR'), name='case_confirmed_has_date'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('state__in', ['received', 'claimed', 'assigned', 'handling', 'answered'])), models.Q(('outcome__in', ['answered_on_spot', 'by_unit']), ('state__in', ['confirmed', 'rated', 'closed'])), models.Q(('outcome', 'not_accepted'), ('state', 'declined')), models.Q(('outcome', 'withdrawn'), ('state', 'withdrawn')), _connector='OR'), name='case_outcome_follows_state'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'assigned'), _negated=True), ('accepted_at', None), _connector='OR'), name='case_assigned_waits_for_unit'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['received', 'claimed', 'assigned', 'handling']), _negated=True), ('answered_at', None), _connector='OR'), name='case_in_work_is_not_answered'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['received', 'claimed', 'assigned', 'handling', 'answered']), _negated=True), models.Q(('confirmed_at', None), ('rated_at', None)), _connector='OR'), name='case_unconfirmed_has_no_result'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('rated_at', None), _connector='OR'), name='case_confirmed_waits_for_rating'),
        ),
    ]
