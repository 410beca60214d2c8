"""How notifications leave: their text (`render`), their bytes (`letters`), and one file for each kind of receiver.

Every deliverer sends bytes that were stored before the first attempt, and says by the type of its error whether another
try is worth it (`monitor.errors.DeliveryError`). None of them writes to the store or decides when to send.
"""
