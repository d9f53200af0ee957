
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
                ('user_id', models.BigIntegerField()),
                ('key', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=32)),
                ('title', models.CharField(max_length=120)),
                ('url', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['user_id', '-id'], name='notice_by_user'), models.Index(condition=models.Q(('read_at', None)), fields=['user_id'], name='notice_unread')],
                'constraints': [models.UniqueConstraint(fields=('user_id', 'key'), name='one_notice_per_event_and_user')],
            },
        ),
    ]
