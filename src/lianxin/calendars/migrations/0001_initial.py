
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('body', models.JSONField()),
                ('source', models.CharField(max_length=120)),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.BigIntegerField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['year', '-id'], name='calendar_notice_by_year')],
            },
        ),
    ]
