"""What is shown to whom, as a courtesy: whether a deed is allowed is checked where it is done."""

from flask import has_request_context

from dashboard.visitor import known
from data.domain.access import LOCAL, Permission


def is_offered(permission: Permission) -> bool:
    """Whether whoever asks for the page may do what a control on it does."""
    visitor = known() if has_request_context() else LOCAL
    return visitor is not None and visitor.may(permission)
