"""What changed since somebody last looked."""

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "Since you last looked": "Od vašeho posledního pohledu",
    "Seen": "Viděno",
    "Alerts: {fired} fired, {resolved} over": "Poplachy: {fired} nových, {resolved} skončilo",
    "Biggest shifts": "Největší posuny",
    "No campaign began, paused or ended.": "Žádná kampaň nezačala, nezastavila se ani neskončila.",
    "No alert fired.": "Žádný poplach nenastal.",
    "No rate changed more than by chance.": "Žádný podíl se nezměnil víc, než je náhoda.",
    "over": "skončil",
    "open": "trvá",
    "{before} → {after}": "{before} → {after}",
    "What changed cannot be told at the moment.": "Co se změnilo, teď nelze říci.",
    "Abandoned calls": "Zavěšené hovory",
}
