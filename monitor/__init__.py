"""News Monitor: tells the right people once, quickly, with the sentence that proves it.

source → raw article → article → story → matches → alerts → notifications → deliveries
 folder    bytes       text in   same    rule ×    rule ×    alert ×          one attempt
 feed                  zones     event   article   happening receiver         each

`monitor.pipeline` is the flow up to the notifications, `monitor.outbox.worker` the rest; `monitor.app` puts the parts
together. `docs/architecture.md` says which package may import which.
"""
