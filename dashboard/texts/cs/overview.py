"""The overview of all campaigns."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Problems": "Problémy",
    "Mode": "Režim",
    "Status": "Stav",
    "All contacts": "Všechny kontakty",
    "Closed / min, last hour": "Uzavřeno / min, poslední hodina",
    "All campaigns": "Všechny kampaně",
    "Find campaigns": "Hledání kampaní",
    "Name": "Název",
    "All": "Vše",
    "With problems only": "Jen s problémy",
    "Problems cannot be told at the moment.": "Problémy teď nelze zjistit.",
    "No campaign yet": "Zatím žádná kampaň",
    "Each campaign gets a line here as soon as a dialer, or anybody with SQL, adds it to the "
    "database. Nothing has to be reloaded.": (
        "Každá kampaň tu dostane řádek, jakmile ji dialer nebo kdokoli pomocí SQL přidá do "
        "databáze. Nic není třeba načítat znovu."
    ),
    "shows how to connect a dialer.": "popisuje, jak připojit dialer.",
    "starts example campaigns and a dialer simulator.": (
        "spustí ukázkové kampaně a simulátor dialeru."
    ),
}
