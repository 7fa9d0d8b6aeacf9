from django.db import migrations

AT_ONCE = 500


def empty(apps, schema_editor):
    """What a custody asked stood there in words, with holders and places, and forgetting left it at first."""
    Custody, Ending = apps.get_model("seizures", "Custody"), apps.get_model("sources", "Ending")
    over = Ending.objects.filter(subject_kind="seizure", state__in=("blanked", "done"))
    keys = list(over.order_by("pk").values_list("subject_id", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        Custody.objects.filter(seizure__in=keys[start : start + AT_ONCE]).update(
            asks=[], open_kinds="", open_since=None, open_marks=0, missing_originals=0
        )


class Migration(migrations.Migration):
    dependencies = [
        ("seizures", "0011_time_stamps"),
        ("sources", "0005_the_end_of_a_case"),
    ]

    operations = [migrations.RunPython(empty, migrations.RunPython.noop)]
