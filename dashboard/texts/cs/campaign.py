"""The campaign page and the key figures."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    # What the states mean.
    "On the list, ready to be called.": "Na seznamu, připraven k volání.",
    "Every operator is busy; the routing looks for the next free one.": (
        "Všichni operátoři jsou obsazeni; směrování hledá nejbližšího volného."
    ),
    "Offered to an operator, who has yet to accept it in the console and may refuse.": (
        "Nabídnut operátorovi, který ho musí v konzoli přijmout a může ho odmítnout."
    ),
    "Before Call Work: the operator prepares. The call starts when the countdown ends, "
    "or sooner when the operator clicks Call.": (
        "Before Call Work: operátor se připravuje. Hovor začne, až doběhne odpočet, nebo dříve, "
        "když operátor klikne na Volat."
    ),
    "It is ringing: the client will answer, reject or stay out of reach.": (
        "Vyzvání se: klient hovor přijme, odmítne, nebo nebude dostupný."
    ),
    "Client and operator are talking.": "Klient a operátor spolu hovoří.",
    "After Call Work: the call is over, the operator writes down its details.": (
        "After Call Work: hovor skončil, operátor doplňuje jeho údaje."
    ),
    "The client has been contacted.": "Klient byl kontaktován.",
    "An attempt did not connect (rejected or out of reach); the next one has its time.": (
        "Pokus se nespojil (odmítnuto nebo nedostupný); další má svůj čas."
    ),
    "The call could not be started: trouble with a workstation, the PBX or the system.": (
        "Hovor nešlo zahájit: potíže se stanicí, ústřednou nebo systémem."
    ),
    "Predictive only: the client answered and hung up before an operator was there.": (
        "Jen prediktivní: klient hovor přijal a zavěsil dřív, než se připojil operátor."
    ),
    "Preview only: the operator called the dialing off.": (
        "Jen preview: operátor vytáčení zrušil."
    ),
    "The number is on the blacklist; an administrator can take it off.": (
        "Číslo je na blacklistu; administrátor ho může odebrat."
    ),
    "The phone number is blank or holds letters or other signs.": (
        "Telefonní číslo je prázdné nebo obsahuje písmena či jiné znaky."
    ),
    "The campaign was ended, by an administrator or through the Public API; "
    "nobody will call this contact any more.": (
        "Kampaň byla ukončena administrátorem nebo přes Public API; tomuto kontaktu už nikdo "
        "nezavolá."
    ),
    "The contact was deleted, by an administrator or through the Public API.": (
        "Kontakt byl smazán administrátorem nebo přes Public API."
    ),
    "A state this version does not know. It is counted, and open, until it moves on.": (
        "Stav, který tato verze nezná. Počítá se, a to jako otevřený, dokud se nezmění."
    ),
    # What the groups have in common.
    "Nothing happens to them until the dialer acts.": "Nic se s nimi neděje, dokud dialer nezačne.",
    "The dialer, the PBX or an operator is busy with them.": (
        "Zabývá se jimi dialer, ústředna nebo operátor."
    ),
    "Closed, unless a rule or an administrator opens them again.": (
        "Uzavřené, pokud je znovu neotevře pravidlo nebo administrátor."
    ),
    "Closed for good, without success.": "Uzavřené natrvalo, bez úspěchu.",
    "In a state this version does not know.": "Ve stavu, který tato verze nezná.",
    # Key figures.
    "In a call": "V hovoru",
    "Clients waiting": "Čekající klienti",
    "Connect rate": "Míra spojení",
    "Contact rate": "Míra kontaktu",
    "Penetration": "Provolanost",
    "Success of loaded": "Úspěch z nahraných",
    "Success of dialed": "Úspěch z vytočených",
    "Success of connects": "Úspěch ze spojení",
    "Retries": "Opakování",
    "Attempts per contact": "Pokusů na kontakt",
    "Attempts per success": "Pokusů na úspěch",
    "Ringing": "Vyzvánění",
    "Talking": "Hovor",
    "Wrap-up": "Dokončení",
    "Preparation": "Příprava",
    "Handling": "Obsluha",
    "Abandoned, 24 h": "Ztraceno, 24 h",
    "Abandoned, 30 days": "Ztraceno, 30 dní",
    "Dial failures": "Chyby vytáčení",
    "Attempts per minute": "Pokusů za minutu",
    "Closed per minute": "Uzavřeno za minutu",
    "Left": "Zbývá",
    "Progress": "Hotovo",
    "Time to finish": "Do konce",
    "of {n}": "z {n}",
    "limit {limit}": "limit {limit}",
    "over {limit}": "nad {limit}",
    "{least} or more": "{least} nebo víc",
    "Contacts that are in Success now.": "Kontakty, které jsou teď ve stavu Úspěch.",
    "Contacts that are in Call in progress now.": (
        "Kontakty, které jsou teď ve stavu Probíhá hovor."
    ),
    "Clients on the line without an operator now: contacts in Awaiting for free operator or "
    "Operator assigned.": (
        "Klienti, kteří jsou teď na lince bez operátora: kontakty ve stavu Čeká se na volného "
        "operátora nebo Operátor přiřazen."
    ),
    "Calls that reached an operator, divided by attempts that have ended; "
    "attempts still ringing are left out. Since the campaign began.": (
        "Hovory spojené s operátorem, děleno skončenými pokusy; pokusy, které ještě vyzvánějí, se "
        "nepočítají. Od začátku kampaně."
    ),
    "Contacts that have ever talked with an operator, divided by contacts that have ever been "
    "dialed. All contacts of the campaign.": (
        "Kontakty, které někdy hovořily s operátorem, děleno kontakty, které byly někdy vytočeny. "
        "Všechny kontakty kampaně."
    ),
    "Contacts that have ever been dialed, divided by all contacts of the campaign; those that "
    "are now in Invalid record, Blacklisted or Removed are left out of both.": (
        "Kontakty, které byly někdy vytočeny, děleno všemi kontakty kampaně; ty, které jsou teď ve "
        "stavu Neplatný záznam, Klient je zabanován nebo Odstraněno, se nepočítají v obou."
    ),
    "Contacts that have ever reached Success, divided by all contacts of the campaign.": (
        "Kontakty, které někdy dosáhly stavu Úspěch, děleno všemi kontakty kampaně."
    ),
    "Contacts that have ever reached Success, divided by contacts that have ever been dialed.": (
        "Kontakty, které někdy dosáhly stavu Úspěch, děleno kontakty, které byly někdy vytočeny."
    ),
    "Contacts that have ever reached Success, divided by the times a contact entered Call in "
    "progress since the campaign began.": (
        "Kontakty, které někdy dosáhly stavu Úspěch, děleno počtem vstupů do stavu Probíhá hovor "
        "od začátku kampaně."
    ),
    "Times a contact entered Calling, since the campaign began.": (
        "Kolikrát kontakt vstoupil do stavu Volání, od začátku kampaně."
    ),
    "Times an attempt ended in Retry scheduled, since the campaign began.": (
        "Kolikrát pokus skončil stavem Naplánováno opakování, od začátku kampaně."
    ),
    "Times a contact entered Calling since the campaign began, divided by contacts that have "
    "ever been dialed.": (
        "Kolikrát kontakt vstoupil do stavu Volání od začátku kampaně, děleno kontakty, které byly "
        "někdy vytočeny."
    ),
    "Times a contact entered Calling since the campaign began, divided by contacts that have "
    "ever reached Success.": (
        "Kolikrát kontakt vstoupil do stavu Volání od začátku kampaně, děleno kontakty, které "
        "někdy dosáhly stavu Úspěch."
    ),
    "Mean time in Calling, over all attempts that have ended since the campaign began.": (
        "Průměrná doba ve stavu Volání, ze všech pokusů skončených od začátku kampaně."
    ),
    "Mean time in Call in progress, over all calls that have ended since the campaign began.": (
        "Průměrná doba ve stavu Probíhá hovor, ze všech hovorů skončených od začátku kampaně."
    ),
    "Mean time in ACW, over all that have ended since the campaign began.": (
        "Průměrná doba ve stavu ACW, ze všech skončených od začátku kampaně."
    ),
    "Mean time in BCW, over all that have ended since the campaign began.": (
        "Průměrná doba ve stavu BCW, ze všech skončených od začátku kampaně."
    ),
    "Mean talking plus mean wrap-up, in preview campaigns plus mean preparation, over all that "
    "have ended since the campaign began. The number of calls stands beside it.": (
        "Průměrný hovor plus průměrné dokončení, v preview kampaních plus průměrná příprava, ze "
        "všech skončených od začátku kampaně. Vedle stojí počet hovorů."
    ),
    "Clients who hung up before an operator was there, divided by these and the calls that "
    "reached an operator: in the last 24 whole hours and the running one. The limit is 3 %. "
    "A lower bound: calls that the dialer itself dropped are not in the states.": (
        "Klienti, kteří zavěsili dřív, než se připojil operátor, děleno jimi a hovory spojenými s "
        "operátorem: za posledních 24 celých hodin a tu běžící. Limit je 3 %. Spodní mez: hovory, "
        "které ukončil sám dialer, ve stavech vidět nejsou."
    ),
    "Clients who hung up before an operator was there, divided by these and the calls that "
    "reached an operator: in the last 720 whole hours and the running one. The limit is 3 %. "
    "A lower bound: calls that the dialer itself dropped are not in the states.": (
        "Klienti, kteří zavěsili dřív, než se připojil operátor, děleno jimi a hovory spojenými s "
        "operátorem: za posledních 720 celých hodin a tu běžící. Limit je 3 %. Spodní mez: hovory, "
        "které ukončil sám dialer, ve stavech vidět nejsou."
    ),
    "Times a contact entered Dial failed, divided by the times one entered Calling, in the "
    "last five whole minutes: the health of workstations, PBX and system.": (
        "Kolikrát kontakt vstoupil do stavu Nepodařilo se spojit, děleno vstupy do stavu Volání, "
        "za posledních pět celých minut: zdraví stanic, ústředny a systému."
    ),
    "Times a contact entered Calling, per minute: the mean of the last five whole minutes.": (
        "Kolikrát za minutu kontakt vstoupil do stavu Volání: průměr posledních pěti celých minut."
    ),
    "Contacts that reached a closed state, per minute: the mean of the last five whole minutes.": (
        "Kolik kontaktů za minutu dosáhlo uzavřeného stavu: průměr posledních pěti celých minut."
    ),
    "Contacts that are still open: waiting, or somebody is busy with them.": (
        "Kontakty, které jsou ještě otevřené: čekají, nebo se jimi někdo zabývá."
    ),
    "Contacts in a closed state, divided by all contacts of the campaign.": (
        "Kontakty v uzavřeném stavu, děleno všemi kontakty kampaně."
    ),
    "Contacts that are still open, divided by the contacts closed per minute in the minutes of the "
    "last hour in which an attempt began or a contact was closed. Where the pace itself is "
    "uncertain, so is the time: the range holds it 19 times of 20. Breaks come on top. Unknown "
    "while the campaign is not in progress, for one that runs for ever, and before five such "
    "minutes.": (
        "Otevřené kontakty děleno kontakty uzavřenými za minutu, v těch minutách poslední hodiny, "
        "kdy začal pokus nebo se uzavřel kontakt. Tempo kolísá, proto i odhad: v rozmezí leží "
        "19krát z 20. Přestávky se přičítají. Neznámé, když kampaň neprobíhá, když běží bez konce "
        "a dokud není pět takových minut."
    ),
    # Why nothing is moving.
    "Why is nothing moving?": "Proč se nic neděje?",
    "No contact is loaded: there is nobody to call.": (
        "Není nahrán žádný kontakt: není komu volat."
    ),
    "The campaign is paused: no new contact is taken until it goes on.": (
        "Kampaň je pozastavena: dokud nebude pokračovat, žádný nový kontakt se nevezme."
    ),
    "The campaign is being canceled: the last calls come to their end.": (
        "Kampaň se ruší: dobíhají poslední hovory."
    ),
    "The campaign was canceled: nobody is called any more.": (
        "Kampaň byla zrušena: už se nikomu nevolá."
    ),
    "The campaign is finished: nobody is called any more.": (
        "Kampaň je dokončena: už se nikomu nevolá."
    ),
    "The campaign has not been started yet.": "Kampaň ještě nebyla spuštěna.",
    "None of the {n} contacts can be called: {invalid} are invalid records, {blacklisted} are "
    "blacklisted.": (
        "Žádnému z kontaktů ({n}) nelze volat: neplatných záznamů {invalid}, zabanovaných "
        "{blacklisted}."
    ),
    "All {n} contacts are closed: nobody is left to call.": (
        "Všechny kontakty ({n}) jsou uzavřené: není už komu volat."
    ),
    "Calls cannot be started: {n} failed to dial in the last hour, nearly all that were tried. "
    "Look at the PBX and the workstations.": (
        "Hovory nelze zahájit: za poslední hodinu se jich nepodařilo vytočit {n}, skoro všechny. "
        "Podívejte se na ústřednu a stanice."
    ),
    "All {n} contacts in flight wait for an operator who is free and accepts: everyone is "
    "busy, or nobody is logged in.": (
        "Všechny rozpracované kontakty ({n}) čekají na operátora, který je volný a přijme je: "
        "všichni jsou obsazeni, nebo nikdo není přihlášen."
    ),
    "All {n} contacts in flight are in after-call work: no operator is free for the next call.": (
        "Všechny rozpracované kontakty ({n}) jsou v ACW: žádný operátor není volný pro další hovor."
    ),
    "All {n} contacts in flight are in before-call work: no countdown has ended.": (
        "Všechny rozpracované kontakty ({n}) jsou v BCW: žádný odpočet ještě nedoběhl."
    ),
    "All {n} contacts in flight are in long calls: no operator is free for the next one.": (
        "Všechny rozpracované kontakty ({n}) jsou v dlouhých hovorech: žádný operátor není volný "
        "pro další."
    ),
    "All {n} contacts in flight are still ringing: the dialer has not reported how they ended.": (
        "Všechny rozpracované kontakty ({n}) ještě vyzvánějí: dialer neoznámil, jak dopadly."
    ),
    "No contact is Initial any more: {n} wait for their next attempt.": (
        "Žádný kontakt už není ve stavu Počáteční: na další pokus jich čeká {n}."
    ),
    "{n} contacts are ready and none is taken: the dialer may have stopped, have no operators, "
    "or be outside its calling hours.": (
        "Připravených kontaktů je {n} a žádný se nebere: dialer možná stojí, nemá operátory nebo "
        "je mimo dobu volání."
    ),
    "{n} contacts are in states that this version does not know.": (
        "Kontaktů ve stavech, které tato verze nezná, je {n}."
    ),
    # The page.
    "No campaign {id}": "Kampaň {id} není",
    "There is no campaign {id}": "Kampaň {id} neexistuje",
    "It was deleted, or the number in the address is wrong.": (
        "Byla smazána, nebo je číslo v adrese chybné."
    ),
    "No contacts yet": "Zatím žádné kontakty",
    "The numbers start to move with the first contact that is loaded.": (
        "Čísla se dají do pohybu s prvním nahraným kontaktem."
    ),
    " shows how to load contacts.": " ukazuje, jak kontakty nahrát.",
    "Funnel: contacts reached": "Trychtýř: kam kontakty došly",
    "All contacts of the campaign, now": "Všechny kontakty kampaně, teď",
    "Contacts by state": "Kontakty podle stavu",
    "Open now, the worst first": "Teď otevřená, nejhorší první",
    "Moves per minute": "Pohyby za minutu",
    "Whole minutes of the last hour, to ": "Celé minuty poslední hodiny, do ",
    "Minute": "Minuta",
    "Connects": "Spojení",
    "Closed": "Uzavřeno",
    "Contacts that entered Calling.": "Kontakty, které vstoupily do stavu Volání.",
    "Contacts that entered Call in progress.": (
        "Kontakty, které vstoupily do stavu Probíhá hovor."
    ),
    "Contacts that were open and reached a closed state.": (
        "Kontakty, které byly otevřené a dosáhly uzavřeného stavu."
    ),
    "Taller than the chart: up to {n} in one minute.": ("Přesahuje graf: až {n} za jednu minutu."),
    "As a table": "Jako tabulka",
    "Time in state": "Doba ve stavu",
    "All completed stays since the campaign began": "Všechny skončené pobyty od začátku kampaně",
    "Stays": "Pobyty",
    "Half within": "Polovina do",
    "9 of 10 within": "9 z 10 do",
    "99 of 100 within": "99 ze 100 do",
    "Warning after": "Varování po",
    "Times a contact has left the state since the campaign began.": (
        "Kolikrát kontakt stav opustil od začátku kampaně."
    ),
    "Half of all stays were no longer. Each length is right to within an eighth.": (
        "Polovina pobytů nebyla delší. Každá délka je přesná na osminu."
    ),
    "Nine of ten stays were no longer. Each length is right to within an eighth.": (
        "Devět z deseti pobytů nebylo delších. Každá délka je přesná na osminu."
    ),
    "Ninety-nine of a hundred stays were no longer. Each length is right to within an eighth.": (
        "Devadesát devět ze sta pobytů nebylo delších. Každá délka je přesná na osminu."
    ),
    "A contact that is in the state for longer than this is reported as stuck.": (
        "Kontakt, který je ve stavu déle, se hlásí jako zaseknutý."
    ),
    "Yield by attempt": "Výtěžnost podle pokusu",
    "Connects ÷ attempts, since the campaign began": "Spojení ÷ pokusy, od začátku kampaně",
    "Attempt": "Pokus",
    "Yield": "Výtěžnost",
    "{n} and more": "{n} a další",
    "Flow between states": "Tok mezi stavy",
    "Moves between states; those to and from Retry scheduled stand out": (
        "Přechody mezi stavy; ty do a ze stavu Naplánováno opakování jsou zvýrazněny"
    ),
    "Window": "Okno",
    "Last 5 minutes": "Posledních 5 minut",
    "Last hour": "Poslední hodina",
    "Since the beginning": "Od začátku",
    "No contact has moved in this window.": "V tomto okně se žádný kontakt nepohnul.",
    "Move": "Přechod",
    "Any other move": "Jiný přechod",
    "All key figures": "Všechny ukazatele",
    "What each counts, and in which window: behind its ?": (
        "Co který počítá a v jakém okně: za jeho ?"
    ),
}
