"""The description itself."""

from dashboard.api.description import Operation
from dashboard.api.schema import Schema

TAG = "Description"
ABOUT = "What you are reading."

SCHEMAS: dict[str, Schema] = {}
OPERATIONS = {
    "GET /api/v1/openapi.json": Operation(
        "This description, as OpenAPI 3.1",
        TAG,
        {200: {"type": "object", "description": "With an ETag."}},
    ),
}
