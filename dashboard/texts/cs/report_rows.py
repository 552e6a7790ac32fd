"""Columns of reports: their headings, what they mean, and the words in their cells."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    # What many of them have.
    "Campaign no.": "Č. kampaně",
    "The number of the campaign.": "Číslo kampaně.",
    "The name of the campaign, as it is now.": "Název kampaně, jak zní teď.",
    "No.": "Č.",
    "Contact no.": "Č. kontaktu",
    "The number of the contact.": "Číslo kontaktu.",
    "What another system calls the contact; masked where that is its phone number.": (
        "Jak kontaktu říká jiný systém; skryté, kde je to jeho telefonní číslo."
    ),
    "Phone": "Telefon",
    "The phone number, masked; empty where the person was erased or the contact deleted.": (
        "Telefonní číslo, skryté; prázdné, kde byla osoba vymazána nebo kontakt smazán."
    ),
    "At": "Kdy",
    "Count": "Počet",
    "Numerator": "Čitatel",
    "Denominator": "Jmenovatel",
    # Summary.
    "The number of the campaign; empty for all campaigns of the report together.": (
        "Číslo kampaně; prázdné pro všechny kampaně výkazu dohromady."
    ),
    "Section": "Část",
    "What the row is of: state, funnel or figure.": (
        "Čeho se řádek týká: state je stav, funnel trychtýř, figure klíčové číslo."
    ),
    "What programs call it.": "Jak tomu říkají programy.",
    "What people call it.": "Jak tomu říkají lidé.",
    "Which state a row of a campaign counts; empty in all other rows, those of all campaigns "
    "together, too: so that a sum counts nobody twice.": (
        "Který stav řádek kampaně počítá; ve všech ostatních řádcích prázdné, i v těch za všechny "
        "kampaně dohromady: aby součet nikoho nepočítal dvakrát."
    ),
    "How many, where it is something that is counted.": "Kolik, jde-li o něco, co se počítá.",
    "Value": "Hodnota",
    "The value, in its unit; empty where nothing is known.": (
        "Hodnota ve své jednotce; prázdná, kde není nic známo."
    ),
    "Unit": "Jednotka",
    "count, rate (0 to 1), ratio, per_minute or seconds.": (
        "count je počet, rate podíl (0 až 1), ratio poměr, per_minute za minutu, seconds sekundy."
    ),
    "Of a rate: what is divided.": "U podílu: co se dělí.",
    "Of a rate: by what it is divided; of a mean: how many cases there were.": (
        "U podílu: čím se dělí; u průměru: kolik bylo případů."
    ),
    "Meaning": "Význam",
    "What the row tells. What is so “now” was so when the span ended; what is said of the last "
    "minutes, hours or days is said of those before its end.": (
        "Co řádek říká. Co je tak „teď“, bylo tak na konci období; co se říká o posledních "
        "minutách, hodinách nebo dnech, platí o těch před jeho koncem."
    ),
    "Calls that reached an operator, divided by attempts that ended: both in the span of the "
    "report.": "Hovory, které se dostaly k operátorovi, děleno skončenými pokusy: obojí v období "
    "výkazu.",
    "Times a contact entered Calling in the span of the report.": (
        "Kolikrát kontakt vstoupil do stavu Volání v období výkazu."
    ),
    "Times an attempt ended in Retry scheduled in the span of the report.": (
        "Kolikrát pokus skončil stavem Naplánováno opakování v období výkazu."
    ),
    "Mean time in Calling, over all attempts that ended in the span of the report.": (
        "Průměrná doba ve stavu Volání, ze všech pokusů skončených v období výkazu."
    ),
    "Mean time in Call in progress, over all calls that ended in the span of the report.": (
        "Průměrná doba ve stavu Probíhá hovor, ze všech hovorů skončených v období výkazu."
    ),
    "Mean time in ACW, over all that ended in the span of the report.": (
        "Průměrná doba ve stavu ACW, ze všech skončených v období výkazu."
    ),
    "Mean time in BCW, over all that ended in the span of the report.": (
        "Průměrná doba ve stavu BCW, ze všech skončených v období výkazu."
    ),
    "Mean talking plus mean wrap-up, in preview campaigns plus mean preparation, over all that "
    "ended in the span of the report. For campaigns of different modes together it is left out.": (
        "Průměrný hovor plus průměrné dokončení, v preview kampaních plus průměrná příprava, ze "
        "všech skončených v období výkazu. Za kampaně různých režimů dohromady se neuvádí."
    ),
    "Contacts that had reached this step, or one after it, when the span ended.": (
        "Kontakty, které na konci období už tento krok, nebo některý další, měly za sebou."
    ),
    # States over time.
    "Local time": "Místní čas",
    "The same instant as clocks in the time zone of the report show it, with its distance to "
    "UTC: an hour that clocks show twice stands here twice.": (
        "Týž okamžik, jak jej ukazují hodiny v časovém pásmu výkazu, s posunem od UTC: hodina, "
        "kterou hodiny ukážou dvakrát, tu stojí dvakrát."
    ),
    "Instant": "Okamžik",
    "When it was counted: when the span begins, when each quarter of an hour begins in it (in "
    "spans over 2 days each hour, in spans over 62 days each day), and when it ends.": (
        "Kdy se počítalo: na začátku období, na začátku každé čtvrthodiny v něm (v obdobích nad "
        "2 dny každé hodiny, nad 62 dnů každého dne) a na jeho konci."
    ),
    "The state of contacts that was counted.": "Stav kontaktů, který se počítal.",
    "How many contacts stood in the state just then.": "Kolik kontaktů právě tehdy ve stavu bylo.",
    # Moves.
    "The number of the move in the log; it only grows.": ("Číslo přechodu v záznamu; jen roste."),
    "From state": "Ze stavu",
    "The state it left; empty for one that was loaded.": (
        "Stav, který kontakt opustil; prázdný u toho, který byl nahrán."
    ),
    "To state": "Do stavu",
    "The state it entered; empty for one that was deleted.": (
        "Stav, do kterého kontakt vstoupil; prázdný u toho, který byl smazán."
    ),
    "When it moved, by the clock of the database.": "Kdy přešel, podle hodin databáze.",
    "Stayed": "Zdržel se",
    "How long it had been in the state that it left.": "Jak dlouho byl ve stavu, který opustil.",
    "How often it had been dialed, this move included.": (
        "Kolikrát už byl vytočen, včetně tohoto přechodu."
    ),
    "Who was busy with it, as the dialer says.": "Kdo se jím zabýval, jak říká dialer.",
    "Why it moved, as the dialer says; phone numbers are masked.": (
        "Proč přešel, jak říká dialer; telefonní čísla jsou skrytá."
    ),
    "Operation no.": "Č. operace",
    "The deed of a person that moved it; empty where its dialer did.": (
        "Čin osoby, který jím pohnul; prázdné, kde to byl jeho dialer."
    ),
    "Verdict": "Posudek",
    "How the move is to be taken in a campaign of this mode: expected, tolerated or unexpected; "
    "empty where the campaign was deleted.": (
        "Jak přechod v kampani tohoto režimu brát: expected je čekaný, tolerated trpěný, "
        "unexpected nečekaný; prázdné, kde byla kampaň smazána."
    ),
    # Contacts.
    "Where it stood when the span ended.": "Kde byl na konci období.",
    "When it had come there.": "Kdy se tam dostal.",
    "How often it had been dialed when the span ended, since it was loaded.": (
        "Kolikrát byl do konce období vytočen, od nahrání."
    ),
    "Dials": "Vytáčení",
    "How often it was dialed in the span.": "Kolikrát byl vytočen v období.",
    "Talk time": "Doba hovorů",
    "How long calls with an operator lasted that ended in the span.": (
        "Jak dlouho trvaly hovory s operátorem, které skončily v období."
    ),
    "First dial": "První vytočení",
    "When it was dialed first in the span.": "Kdy byl v období vytočen poprvé.",
    "Last dial": "Poslední vytočení",
    "When it was dialed last in the span.": "Kdy byl v období vytočen naposled.",
    "Reached": "Dosáhl",
    "The furthest step of the funnel that it had ever reached when the span ended.": (
        "Nejvzdálenější krok trychtýře, kterého do konce období kdy dosáhl."
    ),
    # Attempts.
    "Hour": "Hodina",
    "The hour of the day, 0 to 23, as clocks in the time zone of the report show it. Each count "
    "stands in the hour in which it happened.": (
        "Hodina dne, 0 až 23, jak ji ukazují hodiny v časovém pásmu výkazu. Každý počet stojí "
        "v hodině, kdy se to stalo."
    ),
    "How often the contact had been dialed, that time included; 10 is 10 or more.": (
        "Kolikrát už byl kontakt vytočen, včetně této chvíle; 10 je 10 nebo víc."
    ),
    "Times a contact entered Calling.": "Kolikrát kontakt vstoupil do stavu Volání.",
    "Times a contact entered Call in progress.": (
        "Kolikrát kontakt vstoupil do stavu Probíhá hovor."
    ),
    "Times a contact entered Success.": "Kolikrát kontakt vstoupil do stavu Úspěch.",
    "Times a contact entered Canceled by client. A lower bound: calls that the dialer itself "
    "dropped are not in the states.": (
        "Kolikrát kontakt vstoupil do stavu Klient zavěsil. Dolní mez: hovory, které ukončil "
        "sám dialer, ve stavech nejsou."
    ),
    "Times a contact entered Dial failed.": (
        "Kolikrát kontakt vstoupil do stavu Nepodařilo se spojit."
    ),
    "Connects of dials": "Spojení z vytáčení",
    "Connects divided by dials of the same hour and attempt. Calls that still rang when the hour "
    "ended count as connects of the next one.": (
        "Spojení dělená vytáčeními téže hodiny a téhož pokusu. Hovory, které na konci hodiny ještě "
        "zvonily, se počítají mezi spojení té další."
    ),
    # Alerts.
    "The number of the alert.": "Číslo upozornění.",
    "Cause": "Příčina",
    "What kind of alert it is, as programs call it.": "Druh upozornění, jak mu říkají programy.",
    "Alert": "Upozornění",
    "What was wrong.": "Co bylo v nepořádku.",
    "The state it is about; empty if it is about none.": (
        "Stav, kterého se týká; prázdný, netýká-li se žádného."
    ),
    "Severity": "Závažnost",
    "How bad it was in the end: warn or critical.": (
        "Jak zlé to nakonec bylo: warn je varování, critical kritické."
    ),
    "Firing, acknowledged or resolved, when the file was made.": (
        "Když soubor vznikl: firing trvá, acknowledged převzaté, resolved vyřešené."
    ),
    "Since when the condition held.": "Odkdy to tak bylo.",
    "Opened": "Ohlášeno",
    "When people were told.": "Kdy se to lidé dozvěděli.",
    "Acknowledged": "Převzato",
    "When somebody took it up.": "Kdy se toho někdo ujal.",
    "Who took it up.": "Kdo se toho ujal.",
    "Note": "Poznámka",
    "What they said to it; phone numbers are masked.": (
        "Co k tomu řekl; telefonní čísla jsou skrytá."
    ),
    "Resolved": "Vyřešeno",
    "When it was over; empty while it is not.": "Kdy to skončilo; prázdné, dokud neskončí.",
    "Open for": "Trvalo",
    "How long it stood, until it was over or until the end of the span.": (
        "Jak dlouho to trvalo, do vyřešení nebo do konce období."
    ),
    "How many contacts, or moves, it was about in the end.": (
        "Kolika kontaktů nebo přechodů se to nakonec týkalo."
    ),
    "The limit that was passed, where it is a time.": "Překročená mez, je-li to doba.",
    "Of a rate: how many.": "U podílu: kolik.",
    "Of a rate: of how many.": "U podílu: z kolika.",
    # Audit.
    "The number of the entry.": "Číslo záznamu.",
    "When it was done.": "Kdy se to stalo.",
    "The name of the person or program.": "Jméno osoby nebo programu.",
    "Means": "Cesta",
    "How they came in: session, token, console, …": (
        "Jak se dostali dovnitř: session je přihlášení, token přístupový klíč, console příkazová "
        "řádka, …"
    ),
    "Their role at that moment.": "Jejich role v té chvíli.",
    "What was done, as programs call it.": "Co se udělalo, jak tomu říkají programy.",
    "Done or refused.": "done je provedeno, refused odmítnuto.",
    "The long deed that it was a part of.": "Dlouhá operace, jejíž to bylo částí.",
    "Subject": "Předmět",
    "What else it was done to; phone numbers are masked.": (
        "S čím jiným se to udělalo; telefonní čísla jsou skrytá."
    ),
    "Why, in their own words; phone numbers are masked.": (
        "Proč, jejich slovy; telefonní čísla jsou skrytá."
    ),
    "The state that the contact left.": "Stav, který kontakt opustil.",
    "The state that it entered.": "Stav, do kterého vstoupil.",
    "What was there before, as JSON; numbers are masked.": (
        "Co tam bylo předtím, jako JSON; čísla jsou skrytá."
    ),
    "What more is known, as JSON; numbers are masked.": (
        "Co je známo navíc, jako JSON; čísla jsou skrytá."
    ),
    # Abandonment.
    "Period": "Doba",
    "24 hours": "24 hodin",
    "A day, the last 24 hours or the last 30 days. The last two are whole hours and the one that "
    "was running at the end of the span, as on the page of the campaign.": (
        "Den, posledních 24 hodin nebo posledních 30 dní. Poslední dvě jsou celé hodiny a ta, "
        "která na konci období běžela, jako na stránce kampaně."
    ),
    "Which day, in the time zone of the report; the first and the last may be cut short by the "
    "span. Empty for the last 24 hours and 30 days.": (
        "Který den, v časovém pásmu výkazu; první a poslední může období zkrátit. Prázdné u "
        "posledních 24 hodin a 30 dní."
    ),
    "When the period begins.": "Kdy doba začíná.",
    "Before which instant it ends.": "Před kterým okamžikem končí.",
    "Clients who hung up before an operator was there.": (
        "Klienti, kteří zavěsili dřív, než se připojil operátor."
    ),
    "Those, and the calls that reached an operator.": (
        "Ti, a hovory, které se dostaly k operátorovi."
    ),
    "Abandoned divided by answered; empty without any.": (
        "Opuštěné děleno zvednutými; prázdné, nebyly-li žádné."
    ),
    "What the abandonment is not to exceed.": "Co podíl opuštěných nemá překročit.",
    "Method": "Metoda",
    "How it was counted.": "Jak se počítalo.",
    "Blind spot": "Slepé místo",
    "What could not be counted.": "Co se počítat nedalo.",
    "Calls that the client answered and hung up before an operator was there, divided by these "
    "and the calls that reached an operator. Both are counted from moves of contacts: into "
    "Canceled by client, and into Call in progress. Each counts when it happened.": (
        "Hovory, které klient přijal a zavěsil dřív, než se připojil operátor, děleno těmito a "
        "hovory, které se dostaly k operátorovi. Obojí se počítá z přechodů kontaktů: do stavu "
        "Klient zavěsil a do stavu Probíhá hovor. Každý se počítá, kdy se stal."
    ),
    "A lower bound: calls that the dialer itself dropped, silent calls and calls to answering "
    "machines that it hung up on leave no trace in the states, and are not counted.": (
        "Dolní mez: hovory, které ukončil sám dialer, tiché hovory a hovory se záznamníky, které "
        "zavěsil, nezanechají ve stavech stopu a nepočítají se."
    ),
}
