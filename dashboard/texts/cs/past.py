"""The time machine."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Time machine": "Stroj času",
    "Campaign in the past": "Kampaň v minulosti",
    "{name}, in the past": "{name}, v minulosti",
    "Name, mode and limits as they are today": "Název, režim a limity podle dneška",
    "In the past": "V minulosti",
    "Date and time in the campaign's zone": "Datum a čas v pásmu kampaně",
    "Time in the campaign's life": "Čas v životě kampaně",
    "Back to live": "Zpět k živému",
    "Back one hour": "O hodinu zpět",
    "Back one minute": "O minutu zpět",
    "On one minute": "O minutu dál",
    "On one hour": "O hodinu dál",
    "Steps in time": "Kroky v čase",
    "Play": "Přehrát",
    "Speed of replay": "Rychlost přehrávání",
    "Reading the past…": "Načítá se minulost…",
    "That lies ahead. This is the newest moment there is.": "To teprve přijde. Toto je "
    "nejnovější okamžik.",
    "The campaign was not there yet. This is where it begins.": "Kampaň tehdy ještě nebyla. Zde "
    "začíná.",
    "The address holds no time that can be read.": "Čas v adrese nelze přečíst.",
    "Clocks were set forward: {time} did not exist. This is the first moment after.": "Hodiny se "
    "posouvaly vpřed: čas {time} nenastal. Toto je první okamžik po něm.",
    "Clocks were set back: {time} came twice. This is the first one;": "Hodiny se vracely: čas "
    "{time} nastal dvakrát. Toto je poprvé;",
    "show the second": "ukázat podruhé",
    "Of that time only whole minutes are kept.": "Z té doby se uchovávají jen celé minuty.",
    "This is the newest moment there is.": "Toto je nejnovější okamžik.",
    "The past could not be read: {reason}": "Minulost se nepodařilo načíst: {reason}",
    "Space plays, arrows go one minute, with Shift one hour.": "Mezerník přehrává, šipky jdou o "
    "minutu, s klávesou Shift o hodinu.",
    "All contacts of the campaign, at that moment": "Všechny kontakty kampaně v tu chvíli",
    "Open at that moment. How many contacts each was about is not kept.": "Otevřené v tu chvíli. "
    "Kolika kontaktů se které týkalo, se neuchovává.",
    "See the contacts as they are now": "Zobrazit kontakty, jak jsou nyní",
    "Contacts of the past are not listed; each contact's own page tells its history.": "Kontakty "
    "z minulosti se nevypisují; historii každého vypráví jeho vlastní stránka.",
    "Those of more than 90 days ago are not kept.": "Starší než 90 dní se neuchovávají.",
}
