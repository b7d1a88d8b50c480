"""What the tests of the core share."""

from hypothesis import settings

# How long an example takes says nothing here: the machine may be busy with other things.
settings.register_profile("core", deadline=None, print_blob=True)
settings.load_profile("core")
