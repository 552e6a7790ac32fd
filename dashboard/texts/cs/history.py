"""The history of a campaign."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "History": "Historie",
    "Refresh": "Obnovit",
    "Span of the history": "Období historie",
    "Today": "Dnes",
    "Yesterday": "Včera",
    "7 days": "7 dní",
    "Since the start": "Od začátku",
    "Own range": "Vlastní období",
    "Compare with": "Porovnat s",
    "Nothing": "Ničím",
    "One day earlier": "O den dříve",
    "One week earlier": "O týden dříve",
    "Another campaign…": "Jinou kampaní…",
    "Choose a campaign": "Vyberte kampaň",
    "per minute": "po minutě",
    "per 5 minutes": "po 5 minutách",
    "per 15 minutes": "po 15 minutách",
    "per hour": "po hodině",
    "per 3 hours": "po 3 hodinách",
    "per 6 hours": "po 6 hodinách",
    "per day": "po dnech",
    "per week": "po týdnech",
    "per month": "po měsících",
    "Successes": "Úspěchy",
    "Abandoned": "Opuštěno",
    "What the chart counts": "Co graf počítá",
    "Moves over time": "Přechody v čase",
    "Moves as a table": "Přechody jako tabulka",
    "Connect rate: connects ÷ attempts that ended": "Míra spojení: spojení ÷ ukončené pokusy",
    "Connect rate as a table": "Míra spojení jako tabulka",
    "Contacts by state, at the end of each bucket": "Kontakty podle stavu, na konci každého úseku",
    "States as a table": "Stavy jako tabulka",
    "Time in state, of stays that ended": "Doba ve stavu, z ukončených pobytů",
    "No stay was completed in this span.": "V tomto období žádný pobyt neskončil.",
    "Answer rate by local hour: connects ÷ attempts that ended": (
        "Míra přijetí podle místní hodiny: spojení ÷ ukončené pokusy"
    ),
    "Answer rate as a table": "Míra přijetí jako tabulka",
    "Percent of attempts that ended; pale where fewer than {n} did.": (
        "Procenta z ukončených pokusů; bledě tam, kde jich bylo méně než {n}."
    ),
    "The history could not be read: {reason}": "Historii se nepodařilo načíst: {reason}",
    "Nothing moved in this span.": "V tomto období se nic nepohnulo.",
    "Clocks showed this time twice; the earlier one is meant.": (
        "Hodiny tento čas ukázaly dvakrát; míní se ten dřívější."
    ),
    "As of {time}": "Stav k {time}",
    "{age} ago": "před {age}",
    "{bucket} · {from} – {to} · {zone}": "{bucket} · {from} – {to} · {zone}",
    "{from} – {to} · {zone}": "{from} – {to} · {zone}",
    "Time": "Čas",
    "Attempts that ended": "Ukončené pokusy",
    "Weekday": "Den",
    "Dotted: {what}": "Tečkovaně: {what}",
    "{what}: {n}": "{what}: {n}",
    "one day earlier, by local time": "o den dříve, podle místního času",
    "one week earlier, by local time": "o týden dříve, podle místního času",
    "campaign {id}, as long after its start": "kampaň {id}, stejně dlouho po jejím začátku",
    "{connects} of {ended} answered": "přijato {connects} z {ended}",
    "The answer rate covers a year at most: choose a shorter span.": (
        "Míra přijetí zabírá nejvýše rok: zvolte kratší období."
    ),
}
