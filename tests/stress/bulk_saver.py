"""A process that saves all that the journal of a folder holds, until it is done or killed. Started by the tests."""

import sys
from pathlib import Path

from editor_app.core.backup import Backups
from editor_app.core.folder import ItemFolder
from editor_app.core.journal import Journal
from editor_app.core.store import Store

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    journal = Journal(folder)
    pending = journal.replay()
    print("go", flush=True)
    store = Store(ItemFolder(folder), Backups(folder))
    results = list(store.save(pending.items()))
    # As in the window: only once all of it is on the disk for good may it leave the journal.
    journal.append([(result.path, type(pending[result.path])()) for result in results if result.done])
    journal.close()
    print("done", flush=True)
