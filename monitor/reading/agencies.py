"""News agencies as datelines and credits name them, to tell `(Reuters) -` from any other bracket."""

from __future__ import annotations

import re

_KNOWN = frozenset(
    " ".join(name.split()).casefold()
    for name in """
    360info, AAP, Aawsat, AA, Adnkronos, AFP, Agence France-Presse, AGI, Agencia EFE, AKI, Al Jazeera, ANA, Anadolu,
    Anadolu Agency, ANI, ANSA, Antara, AP, APA, APS, Associated Press, ATS, AWP, BBC, Belga, Bernama, Bloomberg, BNS,
    BTA, BusinessDesk, CNA, CNN, CNS, CP, Canadian Press, CTK, ČTK, DDP, DJ, Dow Jones, DPA, DPA-AFX, DW, EFE,
    Europa Press, GNA, HINA, Gracenote, IANS, IFR, Interfax, Interfax.ru, Interfax-Ukraine, IPS, IRIN, IRNA, ISNA,
    ITAR-TASS, Jiji, KNA, KUNA, Kyodo, Kyodo News, LUSA, MENA, MTI, NAN, NHK, Notimex, NPR, NTB, PA, PA Media, PAP,
    Petra, PNA, Press Association, PTI, QNA, Reuters, Reuters Life!, Reuters Health, RFE/RL, RIA, RIA Novosti,
    RIA-Novosti, Ritzau, SANA, SAPA, SDA, Opta, SID, SIR, SITA, SPA, STT, STA, Tanjug, TCA, TASS, Thomson Reuters,
    Thomson Reuters Foundation, The Associated Press, The Canadian Press, TT, UKRINFORM, UNI, UPI, Unian, VOA, WAM,
    Wafa, Xinhua, Yonhap, Zenit, ZUMA, РИА Новости, ТАСС, ИТАР-ТАСС, Интерфакс, Рейтер, Reuters Foundation, AFX,
    رويترز, أ ف ب, ا ف ب, أ.ف.ب, د ب أ, الأناضول, واس, سانا, وفا, قنا, وام, كونا, بترا,
    新华社, 中新社, 中新网, 共同社, 路透社, 法新社, 美联社
    """.split(",")
)
_BETWEEN = re.compile(r"\s*(?:[/,;&+|]|(?<=\s)(?:and|und|et|y|e|и|with|mit|avec|con)(?=\s)|(?<=\s)[-–](?=\s))\s*")
_LONGEST = 120


def are_agencies(text: str) -> bool:
    """Whether the text names known agencies and nothing else: `Reuters`, `Reuters/AP/AFP`, `AFP and dpa`."""
    if len(text) > _LONGEST:
        return False
    folded = text.strip().casefold()
    return folded in _KNOWN or all(part.strip(" .") in _KNOWN for part in _BETWEEN.split(folded))
