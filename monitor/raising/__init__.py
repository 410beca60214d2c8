"""From matches to alerts, within the transaction of the articles: what is known is read, `alerting` decides, and what
it decided is written.

    await raise_alerts(tx, arrived, rules, office)   # articles that came
    await tick(tx, rules, office)                    # time that passed

`book` holds what is known while a batch is decided, `articles` goes through it, `counting` asks `when`, `ticking` looks
at the clock.
"""

from monitor.raising.articles import Arrived, raise_alerts
from monitor.raising.ticking import Ticker, tick

__all__ = ["Arrived", "Ticker", "raise_alerts", "tick"]
