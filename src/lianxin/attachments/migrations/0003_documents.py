"""Documents beside photos and voices, each with its name. Source: ADR-0031 §1."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('attachments', '0002_row_security'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='attachment',
            name='attachment_is_a_photo_or_a_minute_of_voice',
        ),
        migrations.AddField(
            model_name='attachment',
            name='name',
            field=models.CharField(blank=True, default='', max_length=120),
        ),
        # Code of before adds rows without a name. Not db_default: Django would ask the value back (RETURNING),
        # and whoever attaches may not read the row yet.
        migrations.RunSQL(
            "alter table attachments_attachment alter column name set default ''",
            "alter table attachments_attachment alter column name drop default",
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('height__range', (1, 1600)), ('kind', 'photo'), ('seconds', 0), ('width__range', (1, 1600))), models.Q(('height', 0), ('kind', 'voice'), ('seconds__range', (1, 60)), ('width', 0)), models.Q(('height', 0), ('kind__in', ['docx', 'pdf', 'xlsx']), ('seconds', 0), ('width', 0), models.Q(('name', ''), _negated=True)), _connector='OR'), name='attachment_is_a_photo_a_minute_of_voice_or_a_named_document'),
        ),
    ]
