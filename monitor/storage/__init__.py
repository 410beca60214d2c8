"""The store: everything that must survive a kill -9. The only importer of SQLAlchemy.

`Store.begin()` gives a `Transaction` with one small object for each topic; what is written in one transaction is on
disk as a whole, or not at all. SQLite and PostgreSQL behave alike: one suite of tests runs over both.
"""

from monitor.storage.store import Store
from monitor.storage.transaction import Transaction

__all__ = ["Store", "Transaction"]
