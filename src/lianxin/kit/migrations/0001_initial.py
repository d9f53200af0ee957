
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Once',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('body_hash', models.CharField(max_length=64)),
                ('result', models.CharField(max_length=200)),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Throttle',
            fields=[
                ('pk', models.CompositePrimaryKey('key', 'window_start', blank=True, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=32)),
                ('window_start', models.DateTimeField()),
                ('tries', models.PositiveIntegerField()),
            ],
        ),
    ]
