"""What the built pages lack: right names for screen readers, and on the first page one title, not two."""

NAMES = {
    'role="doc-biblioentry"': 'role="listitem"',  # the withdrawn role for an entry of a bibliography, which is a list
    ' aria-label="Toggle hidden content"': "",  # a fold is called by the line that it shows
}


def mend_names(app, pagename, templatename, context, doctree):
    """Mend what screen readers are told, in every page's text."""
    for name, better in NAMES.items():
        if "body" in context:
            context["body"] = context["body"].replace(name, better)


def leave_title_to_heading(app, pagename, templatename, context, doctree):
    """Show the sign alone above the first page's contents: the heading beside it is the title."""
    if pagename == app.config.root_doc:
        context["theme_logo"] = {**context["theme_logo"], "text": ""}


def setup(app):
    app.connect("html-page-context", leave_title_to_heading)
    app.connect("html-page-context", mend_names)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
