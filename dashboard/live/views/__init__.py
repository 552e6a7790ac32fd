"""From a sight to what is on the screens: one file for each page, pure.

A view is `{component id: {prop: value}}`, computed once for all who watch in one language. `text`,
`hidden`, `title`, `data-*`, `style.--*` are set on the element itself, `series` goes to a chart,
`cells` is for a row of a table;
anything else is a property of the Dash component.
"""

APP_TITLE = "Campaigns"
