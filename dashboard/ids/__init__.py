"""The id of each component that is filled live or by a callback."""

LOCATION = "location"
PAGE = "page"
DOCUMENT_TITLE = "document-title"

CAMPAIGNS = "campaigns"
CAMPAIGNS_NONE = "campaigns-none"
CAMPAIGN_ROWS = "campaign-rows"
ALL_CAMPAIGNS = "all"
NO_ALERTS = "no-alerts"
SIFT_TEXT = "sift-text"
SIFT_RESULT = "sift-result"

CAMPAIGN = "campaign"
CAMPAIGN_NONE = "campaign-none"
CAMPAIGN_EMPTY = "campaign-empty"
CAMPAIGN_NAME = "campaign-name"
CAMPAIGN_MODE = "campaign-mode"
CAMPAIGN_STATUS = "campaign-status"
CAMPAIGN_ZONE = "campaign-zone"

FUNNEL = "funnel-chart"
PACE = "pace-chart"
PACE_WINDOW = "pace-window"


def row(campaign_id: int) -> str:
    """The row of a campaign."""
    return f"c{campaign_id}"


def kpi(key: str) -> str:
    """The value of a key figure."""
    return f"kpi-{key}"


def kpi_fraction(key: str) -> str:
    """The fraction beside a key figure that is a rate."""
    return f"kpi-{key}-fraction"


def step(number: int) -> str:
    """The contacts that reached a step of the funnel."""
    return f"funnel-{number}"


def step_of_all(number: int) -> str:
    """The share of all contacts that reached a step."""
    return f"funnel-{number}-of-all"


def step_of_before(number: int) -> str:
    """The share of the step before that reached this one."""
    return f"funnel-{number}-of-before"


def count(code: str) -> str:
    """The contacts in a state."""
    return f"count-{code}"


def bar(code: str) -> str:
    """The bar of a state."""
    return f"bar-{code}"


def group(key: str) -> str:
    """The contacts in all states of a group."""
    return f"group-{key}"


def pace(key: str) -> str:
    """The last whole minute of one line of the pace chart."""
    return f"pace-{key}"
