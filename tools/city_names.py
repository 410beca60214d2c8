# ruff: noqa: E501 (tables of names)
"""Names of cities that no count can tell: what newsrooms write, small places known from the news, and which of two cities
of one name is meant. Keys are GeoNames' names without diacritics."""

# What counts cannot tell: the name newsrooms use, and older or other names readers still write.
NAMES = {
    "Kyiv": "Kyiv|Kiev", "Odesa": "Odesa|Odessa", "Kharkiv": "Kharkiv|Kharkov", "Lviv": "Lviv|Lvov",
    "Chernihiv": "Chernihiv|Chernigov", "Mykolaiv": "Mykolaiv|Nikolaev", "Dnipro": "Dnipro|Dnipropetrovsk",
    "Zaporizhzhia": "Zaporizhzhia|Zaporizhia|Zaporozhye", "Zaporizhzhya": "Zaporizhzhia|Zaporizhzhya|Zaporozhye",
    "Aleppo": "Aleppo|Halab", "Hamah": "Hama|Hamah", "Ar Raqqah": "Raqqa|Raqqah|Ar Raqqah|Rakka",
    "Al Hasakah": "Hasakah|Al Hasakah|Hasaka|Hassakeh|Hasakeh", "Deir ez-Zor": "Deir ez-Zor|Deir al-Zor|Deir Ezzor|Deir al-Zour",
    "Dayr az Zawr": "Deir ez-Zor|Deir al-Zor|Deir Ezzor", "Dar`a": "Daraa|Deraa|Dara'a", "Dar'a": "Daraa|Deraa|Dara'a",
    "As Suwayda'": "Suwayda|Sweida|Suweida", "As Suwayda": "Suwayda|Sweida|Suweida",
    "Tartus": "Tartus|Tartous", "Latakia": "Latakia|Lattakia", "Manbij": "Manbij|Membij", "Al Bab": "Al-Bab",
    "Mumbai": "Mumbai|Bombay", "Kolkata": "Kolkata|Calcutta", "Chennai": "Chennai|Madras",
    "Bengaluru": "Bengaluru|Bangalore", "Beijing": "Beijing|Peking", "Yangon": "Yangon|Rangoon",
    "Ho Chi Minh City": "Ho Chi Minh City|Saigon", "Saint Petersburg": "Saint Petersburg|St Petersburg|St. Petersburg",
    "Makkah": "Mecca|Makkah", "Tadmur": "Palmyra|Tadmur", "'Ayn al 'Arab": "Kobani|Kobane|Ayn al-Arab",
    "'Afrin": "Afrin", "Izyum": "Izium|Izyum", "Kupyansk": "Kupiansk|Kupyansk", "Makiyivka": "Makiivka|Makiyivka|Makeevka",
    "Berdyansk": "Berdiansk|Berdyansk", "Slovyansk": "Sloviansk|Slovyansk|Slavyansk", "Sa'dah": "Saada|Sa'dah|Sadah",
    "Mocha": "Mokha|Mocha", "Marka": "Merca|Marka", "El Daein": "El Daein|Ed Daein|Ed-Daein|Al-Daein",
    "Zalinjay": "Zalingei|Zalinjay", "Babanusah": "Babanusa|Babanusah", "Shibirghan": "Sheberghan|Shibirghan|Shebergan",
    "Marawi City": "Marawi|Marawi City", "Nabatiye et Tahta": "Nabatieh|Nabatiyeh", "As-Suwayda": "Suwayda|Sweida|Suweida|As-Suwayda",
    "Al Qunaytirah": "Quneitra|Qunaitra", "Arish": "El-Arish|Arish|El Arish|Al-Arish", "Aksum": "Axum|Aksum",
    "Nay Pyi Taw": "Naypyidaw|Nay Pyi Taw|Naypyitaw", "Saraqib": "Saraqib|Saraqeb", "Khan Shaykhun": "Khan Sheikhoun|Khan Shaykhun",
    "Jisr ash Shughur": "Jisr al-Shughour|Jisr ash Shughur|Jisr al-Shughur", "Az Zawiyah": "Zawiya|Zawiyah|Zawia",
    "Al Bayda'": "Bayda|Al-Bayda", "Siverskodonetsk": "Sievierodonetsk|Severodonetsk|Siverskodonetsk", "Mykolayiv": "Mykolaiv|Nikolaev", "Lysychansk": "Lysychansk|Lisichansk", "New York City": "New York|New York City", "Sanaa": "Sanaa|Sana'a|Sana", "Mecca": "Mecca|Makkah",
    "Medina": "Medina|Al Madinah", "Al Basrah al Qadimah": "Basra|Basrah", "Al Basrah": "Basra|Basrah",
    "Basrah": "Basra|Basrah", "Al Fallujah": "Fallujah|Falluja", "Al Mawsil al Jadidah": "", "Mosul": "Mosul",
    "Kirkuk": "Kirkuk", "Bayt Lahm": "Bethlehem", "Halle (Saale)": "Halle|Halle (Saale)", "Erbil": "Erbil|Irbil|Arbil", "Al Hudaydah": "Hodeidah|Hudaydah|Al Hudaydah|Hodeida",
    "`Adan": "Aden", "Ta`izz": "Taiz|Taizz", "Taiz": "Taiz|Taizz", "Ma'rib": "Marib|Ma'rib", "Marib": "Marib|Ma'rib",
    "Khan Yunis": "Khan Younis|Khan Yunis", "Rafah": "Rafah", "Gaza": "Gaza City", "Jabalya": "Jabalia|Jabaliya|Jabalya",
    "Al Fashir": "El Fasher|Al Fashir|Al-Fashir|El-Fasher", "El Fasher": "El Fasher|Al Fashir|Al-Fashir|El-Fasher",
    "Nyala": "Nyala", "El Geneina": "El Geneina|Geneina|El-Geneina|Al-Junaynah", "Geneina": "El Geneina|Geneina",
    "Omdurman": "Omdurman", "El Obeid": "El Obeid|Al-Ubayyid|El-Obeid", "Al Qadarif": "Gedaref|Gadarif",
    "Wad Medani": "Wad Madani|Wad Medani", "Wad Madani": "Wad Madani|Wad Medani", "Port Sudan": "Port Sudan",
    "Mek'ele": "Mekelle|Mek'ele|Mekele", "Mekele": "Mekelle|Mekele", "Bukavu": "Bukavu", "Goma": "Goma",
    "Banghazi": "Benghazi", "Benghazi": "Benghazi", "Misratah": "Misrata|Misratah", "Misrata": "Misrata|Misratah",
    "Surt": "Sirte|Surt", "Darnah": "Derna|Darnah", "Ajdabiya": "Ajdabiya|Ajdabiyah", "Sabha": "Sebha|Sabha",
    "Cox's Bazar": "Cox's Bazar", "Herat": "Herat", "Kandahar": "Kandahar|Qandahar", "Mazar-e Sharif": "Mazar-i-Sharif|Mazar-e-Sharif|Mazar-e Sharif",
    "Mazar-i-Sharif": "Mazar-i-Sharif|Mazar-e-Sharif", "Jalalabad": "Jalalabad", "Kunduz": "Kunduz", "Washington": "Washington|Washington, D.C.|Washington DC",
    "Washington, D.C.": "Washington|Washington, D.C.|Washington DC", "Stepanakert": "Stepanakert|Khankendi", "Xankandi": "Stepanakert|Khankendi",
    "Pokrovs'k": "Pokrovsk", "Pokrovsk": "Pokrovsk", "Bakhmut": "Bakhmut|Artemivsk|Artyomovsk", "Avdiyivka": "Avdiivka|Avdeevka",
    "Severodonetsk": "Sievierodonetsk|Severodonetsk|Syeverodonetsk",
    # what GeoNames transliterates otherwise
    "I'zaz": "Azaz|A'zaz|Aazaz", "Kafranbel": "Kafranbel|Kafr Nabl", "Tall Rif'at": "Tel Rifaat|Tal Rifaat", "Bayt Lahya": "Beit Lahia|Beit Lahiya",
    "Bayt Hanun": "Beit Hanoun|Beit Hanun", "Dayr al Balah": "Deir al-Balah|Deir el-Balah", "Qiryat Shmona": "Kiryat Shmona|Kiryat Shemona",
    "Aarsal": "Arsal", "Al Qa'im": "Al-Qaim|al-Qaim|Qaim", "Al Qamishli": "Qamishli|Al-Qamishli",
    "Kanyobagonga": "Kanyabayonga", "Hyosha": "Oicha", "Weldiya": "Woldia|Weldiya|Woldiya",
    "Gaalkacyo": "Galkayo|Gaalkacyo|Galkacyo", "Laascaanood": "Las Anod|Laascaanood", "Aghdam": "Agdam|Aghdam", "Ad-Damazin": "Damazin|Ad-Damazin|Ed Damazin",
    "Al-Junaynah": "El Geneina|Geneina|El-Geneina|Al-Junaynah", "El Geneina Fort": "", "Faya-Largeau": "Faya-Largeau|Faya", "Kyaukpyu": "Kyaukphyu|Kyaukpyu",
    "Khorugh": "Khorog|Khorugh", "'Amran": "Amran|'Amran", "Xarardheere": "Harardhere|Xarardheere|Haradheere", "Tarinkot": "Tarin Kowt|Tarinkot|Tarin Kot|Tirin Kot", "Cadale": "Adale|Cadale",
    "An Nuhud": "El Nahud|An Nahud|Al-Nahud|En Nahud", "Kassab": "Kessab|Kassab", "Waajid": "Wajid|Waajid",
    "Baardheere": "Bardera|Baardheere|Bardhere", "Afgooye": "Afgoye|Afgooye", "Jabrayil": "Jabrayil|Jebrail",
    "Liege": "Liege|Liège",
    # what English calls otherwise
    "Koln": "Cologne|Köln|Koeln", "Frankfurt am Main": "Frankfurt|Frankfurt am Main", "Brugge": "Bruges|Brugge", "Fes": "Fez|Fes|Fès",
    "Acapulco de Juarez": "Acapulco|Acapulco de Juarez", "Chattogram": "Chittagong|Chattogram", "Cebu City": "Cebu City|Cebu",
    "Quebec": "Quebec City|Quebec", "Lodz": "Lodz|Łódź", "Hargeysa": "Hargeisa|Hargeysa", "Ulan Bator": "Ulaanbaatar|Ulan Bator", "Ulaanbaatar": "Ulaanbaatar|Ulan Bator",
    "Sokhumi": "Sukhumi|Sokhumi", "Sevilla": "Seville|Sevilla", "Gent": "Ghent|Gent", "Dessie": "Dessie", "Hannover": "Hanover|Hannover", "Dortmund": "Dortmund", "Murcia": "Murcia", "Norwich": "Norwich", "Hartford": "Hartford", "Constantine": "Constantine",
}  # fmt: skip

# Where the same name means another place elsewhere, and places that are smaller, or without a number in GeoNames, and known
# from the news: its name there and its country → ours.
KNOWN = {
    ("Tall Abyad", "SY"): "Tal Abyad|Tell Abyad", ("Tall 'Afar", "IQ"): "Tal Afar|Tall Afar",
    ("Vuhledar", "UA"): "Vuhledar|Ugledar", ("Chasiv Yar", "UA"): "Chasiv Yar|Chasov Yar", ("Bentiu", "SS"): "Bentiu",
    ("Al Burayqah", "LY"): "Brega|Al Burayqah", ("Ma'arrat an Nu'man", "SY"): "Maarat al-Numan|Maarrat al-Numan",
    ("Srebrenica", "BA"): "Srebrenica", ("Khankendi", "AZ"): "Stepanakert|Khankendi",
    ("Metula", "IL"): "Metula", ("Majdal Shams", "SY"): "Majdal Shams", ("Bent Jbail", "LB"): "Bint Jbeil|Bent Jbail",
    ("Marjayoun", "LB"): "Marjayoun|Marjeyoun", ("Al Hawijah", "IQ"): "Hawija|Hawijah|al-Hawija", ("Rawah", "IQ"): "Rawa|Rawah",
    ("Orikhiv", "UA"): "Orikhiv|Orekhov", ("Hulyaypole", "UA"): "Huliaipole|Hulyaipole|Gulyaipole",
    ("Velyka Novosilka", "UA"): "Velyka Novosilka", ("Soledar", "UA"): "Soledar", ("Sudzha", "RU"): "Sudzha", ("Tessalit", "ML"): "Tessalit",
    ("Menaka", "ML"): "Menaka|Ménaka", ("Chibok", "NG"): "Chibok", ("Dapchi", "NG"): "Dapchi", ("Sangin", "AF"): "Sangin",
    ("Musa Qal'ah", "AF"): "Musa Qala", ("Miran Shah", "PK"): "Miranshah|Miran Shah", ("Parachinar", "PK"): "Parachinar",
    ("Pauktaw", "MM"): "Pauktaw", ("Lacin", "AZ"): "Lachin", ("Kalbajar", "AZ"): "Kelbajar|Kalbajar", ("Ra's al 'Ayn", "SY"): "Ras al-Ayn|Ras al-Ain",
    ("'Ayn 'Isa", "SY"): "Ain Issa", ("Birao", "CF"): "Birao", ("Pahalgam", "IN"): "Pahalgam", ("Tibu", "CO"): "Tibu",
    ("Amatrice", "IT"): "Amatrice", ("Lahaina", "US"): "Lahaina", ("Ghat", "LY"): "Ghat",
    ("George Town", "MY"): "George Town|Penang", ("Tyre", "LB"): "Tyre|Sour", ("Lyman", "UA"): "Lyman|Krasnyi Lyman",
    ("Al Jawf", "LY"): "Kufra|Al Jawf", ("Al Qusayr", "SY"): "Qusayr|Al-Qusayr|Qusair", ("Jawhar", "SO"): "Jowhar", ("Al Mayadin", "SY"): "Mayadin|al-Mayadin|Mayadeen", ("Abu Kamal", "SY"): "Abu Kamal|Al-Bukamal|Albu Kamal",
}  # fmt: skip


# Known from the news, and in no table of GeoNames that we have: other names, country, and degrees rounded to a tenth.
ADDED = {
    "Khiam": ("Al-Khiam", "LB", 33.3, 35.6), "Baghuz": ("Baghouz|Al-Baghuz", "SY", 34.5, 41.0), "Robotyne": ("Rabotino", "UA", 47.4, 35.8),
    "Baga": ("", "NG", 13.1, 13.8), "Minova": ("", "CD", -1.7, 29.0), "Masisi": ("", "CD", -1.4, 28.8), "Bunagana": ("", "CD", -1.3, 29.6),
    "Walikale": ("", "CD", -1.4, 28.1), "Pibor": ("", "SS", 6.8, 33.1), "Humera": ("", "ET", 14.3, 36.6), "Mir Ali": ("", "PK", 33.0, 70.3),
    "Torkham": ("", "AF", 34.1, 71.1), "Maungdaw": ("", "MM", 20.8, 92.4), "Ras Lanuf": ("Ra's Lanuf", "LY", 30.5, 18.6),
    "Barawe": ("Baraawe|Baraawa", "SO", 1.1, 44.0), "Rubaya": ("", "CD", -1.5, 28.9), "Kitchanga": ("Kichanga", "CD", -1.2, 29.0),
    "Hsipaw": ("Thibaw", "MM", 22.6, 97.3), "Paletwa": ("", "MM", 21.3, 92.9), "Kawlin": ("", "MM", 23.8, 95.7), "Minbya": ("", "MM", 20.4, 93.2),
    "Um Rawaba": ("Umm Rawaba|Um Ruwaba", "SD", 12.9, 31.2), "Konna": ("", "ML", 14.9, -3.9), "Diabaly": ("", "ML", 14.7, -6.0),
    "Tinzaouaten": ("Tin Zaouatine|Tinzawaten", "ML", 20.0, 3.0),
}  # fmt: skip

PREFERRED = {("Bethlehem", "PS"), ("Halle", "DE")}
"""A smaller city that news means by the name."""

SURE = {names.split("|")[0] for names in (*NAMES.values(), *KNOWN.values(), *ADDED) if names}
"""Names that count without a context: somebody has thought about them."""
