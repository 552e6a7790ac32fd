"""Reports: their page, and what they are asked."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Reports": "Výkazy",
    "Download a report": "Stáhnout výkaz",
    "Export a report": "Export výkazu",
    "Stop a report": "Zastavit výkaz",
    "What the report is about": "O čem výkaz je",
    "Download": "Stáhnout",
    "On their way": "Na cestě",
    "The first rows": "První řádky",
    "Rows of the report": "Řádky výkazu",
    "Span": "Období",
    "Up to, not included": "Do (už bez něj)",
    "File": "Soubor",
    "Language": "Jazyk",
    "From … up to …": "Od … do …",
    "{n} campaigns": "kampaní: {n}",
    "Find a campaign": "Najít kampaň",
    "There is no campaign yet.": "Zatím není žádná kampaň.",
    "No campaign has such a name.": "Takto se žádná kampaň nejmenuje.",
    "No row: nothing of this kind happened in this time.": (
        "Žádný řádek: nic takového se v tomto období nestalo."
    ),
    "The preview could not be made: {reason}": "Náhled nelze ukázat: {reason}",
    "Mend what is marked, then the report can be had.": (
        "Opravte, co je označeno, pak lze výkaz stáhnout."
    ),
    "{n} rows": "řádků: {n}",
    "{n} rows or more": "řádků: nejméně {n}",
    "the first {n} of {rows}": "prvních {n}, {rows}",
    "as of {time}, {zone}": "k okamžiku {time}, {zone}",
    "{report}, {format}: {n} rows so far": "{report}, {format}: zatím řádků {n}",
    "{who}: {what}": "{who}: {what}",
    "{report}, {format}: done, {n} rows": "{report}, {format}: hotovo, řádků {n}",
    "{report}, {format}: stopped. What was saved of it is not whole.": (
        "{report}, {format}: zastaveno. Co se z něj uložilo, není celé."
    ),
    "{report}, {format}: failed. {reason}": "{report}, {format}: nepodařilo se. {reason}",
    "Stop": "Zastavit",
    "Stop {report}": "Zastavit {report}",
    "It could not be stopped: {reason}": "Nelze zastavit: {reason}",
    "A report of yours is on its way already: wait for it, or stop it.": (
        "Jeden váš výkaz je už na cestě: počkejte na něj, nebo jej zastavte."
    ),
    "The download did not begin: {reason}": "Stahování nezačalo: {reason}",
    "nothing came of it.": "nic se nestalo.",
    "Take {time}": "Vzít {time}",
    # Named spans.
    "Today so far": "Dnes",
    "Last 7 whole days": "Posledních 7 celých dní",
    "This month so far": "Tento měsíc",
    "Last month": "Minulý měsíc",
    # What can be wrong.
    "means nothing here, {known} do.": "zde nic neznamená, lze {known}.",
    "there is no {given}, only {known}.": "{given} není, jen {known}.",
    "expected ids with commas between, or all, not {given}.": (
        "čekají se čísla oddělená čárkami, nebo all, ne {given}."
    ),
    "{count} campaigns are more than the {most} that can be named: choose all.": (
        "kampaní je {count}, vyjmenovat jich lze {most}: vyberte všechny."
    ),
    "this report comes as {known}, not as {given}.": "tento výkaz je jako {known}, ne {given}.",
    "nobody knows the zone {given}, it is one such as Europe/Prague.": (
        "pásmo {given} nikdo nezná, je to třeba Europe/Prague."
    ),
    "expected a day or a time such as 2026-01-31 or 2026-01-31T14:00, not {given}.": (
        "čeká se den nebo čas jako 2026-01-31 nebo 2026-01-31T14:00, ne {given}."
    ),
    "{given} is no offset such as +01:00.": "{given} není posun jako +01:00.",
    "the year has to be one from {first} to {last}.": "rok musí být od {first} do {last}.",
    "there was no {given} in {zone}: clocks went past that day.": (
        "den {given} v pásmu {zone} nebyl: hodiny jej přeskočily."
    ),
    "clocks in {zone} are set forward past {given}.": "hodiny v {zone} čas {given} přeskočí.",
    "clocks in {zone} show {given} twice.": "hodiny v {zone} ukážou {given} dvakrát.",
    "stands for a from and a to: leave {known} out.": "je místo začátku a konce: vynechte {known}.",
    "has to lie after from: what happens before it is in the report.": (
        "musí být po začátku: ve výkazu je, co se stane před ním."
    ),
    # The reports.
    "Summary": "Souhrn",
    "States, funnel and key figures, by campaign and in total.": (
        "Stavy, trychtýř a klíčová čísla, po kampaních a celkem."
    ),
    "States over time": "Stavy v čase",
    "How many contacts stood in each state, by quarters of an hour, hours or days.": (
        "Kolik kontaktů bylo v kterém stavu, po čtvrthodinách, hodinách nebo dnech."
    ),
    "Moves": "Přechody",
    "Every move of every contact, in the order of the log.": (
        "Každý přechod každého kontaktu, v pořadí záznamu."
    ),
    "Every contact: its state at the end, its attempts, its talk time.": (
        "Každý kontakt: jeho stav na konci, pokusy, doba hovorů."
    ),
    "Dials and what became of them, by hour of the day and by attempt.": (
        "Vytáčení a jak dopadla, podle hodiny a podle pokusu."
    ),
    "What was wrong, when, for how long, and who took it up. Alerts are not in the log: what "
    "becomes of one later, and that old ones are forgotten, changes the answer.": (
        "Co bylo v nepořádku, kdy, jak dlouho a kdo se toho ujal. Upozornění nejsou v záznamu: "
        "co se s nimi stane později a že se stará zapomínají, odpověď mění."
    ),
    "Who did what, and what was refused. It is not in the log of moves: what is written while "
    "the file is made is not in it.": (
        "Kdo co udělal a co bylo odmítnuto. Není v záznamu přechodů: co se zapíše, zatímco soubor "
        "vzniká, v něm není."
    ),
    "Abandonment": "Opuštěné hovory",
    "For the regulator: abandoned calls of predictive campaigns by day, and in the last 24 "
    "hours and 30 days, with numerator, denominator, method and blind spot.": (
        "Pro regulátora: opuštěné hovory prediktivních kampaní po dnech a za posledních 24 hodin "
        "a 30 dní, s čitatelem, jmenovatelem, metodou a slepým místem."
    ),
}
