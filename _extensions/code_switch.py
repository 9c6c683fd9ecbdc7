"""The switch beside a page's other buttons that hides all its code, or shows what is folded too; book.js is what turns.

A page without code has none, and neither has a reader without JavaScript.
"""

WAYS = {"hidden": "Hide code", "all": "Show all code"}


def add_switch(app, pagename, templatename, context, doctree):
    if "cell_input" in context.get("body", ""):
        buttons = [
            {"type": "javascript", "javascript": f"turnCode('{way}')", "text": text, "label": f"code-{way}"}
            for way, text in WAYS.items()
        ]
        switch = {"type": "group", "buttons": buttons, "tooltip": "Code on this page", "icon": "fas fa-code"}
        context["header_buttons"].append({**switch, "label": "code", "classes": "pst-js-only"})


def setup(app):
    app.connect("html-page-context", add_switch, priority=600)  # after the theme's own buttons
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
