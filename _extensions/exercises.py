"""Exercises as sphinx-exercise writes them, each with its solution, words and code, in a fold that needs no script.

Where a notebook says `<!-- exercises by chapter -->` or `<!-- exercises with an error -->`, their list is written.
"""

import json

from sphinx_exercise.nodes import exercise_enumerable_node, is_extension_node, solution_node

from texproof.book import Book

FOLD = '<details class="solution"><summary>{}</summary>\n'


def entry(exercise, title):
    """Return the line of a list that names an exercise and leads to it and to its solution."""
    name = exercise.options["label"].removeprefix("ex-")
    effort = exercise.text.partition("\n")[0]
    mark = " · a cell checks the answer" if exercise.below else ""
    return f"- {{numref}}`ex-{name}` {title} · {effort}{mark} ({{ref}}`solution <sol-{name}>`)"


def write_lists(app, page, source):
    """Put the lists of the exercises, as the chapters have them now, into the notebook that asks for them."""
    if "<!-- exercises " not in source[0]:
        return
    by_chapter, with_an_error = [], []
    for chapter in Book(app.srcdir).numbered:
        by_chapter.append(f"\n**[]({chapter.path.name})**\n")
        for exercise in chapter.directives("exercise", "solution"):
            if exercise.name == "exercise":
                by_chapter.append(entry(exercise, exercise.title))
                kind, _, thought = exercise.title.partition(": ")
                with_an_error += [entry(exercise, thought.capitalize())] if kind == "Find the error" else []
    for name, entries in (("by chapter", by_chapter), ("with an error", with_an_error)):
        text = json.dumps("\n".join(entries))[1:-1]  # the source is that of a notebook
        source[0] = source[0].replace(f"<!-- exercises {name} -->", text)


def with_their_code(app, doctree):
    """Move the code cells that JupyterLab keeps closed below a solution into it."""
    for solution in list(doctree.findall(solution_node)):
        below = solution.next_node(descend=False, siblings=True)
        while below is not None and below.get("cell_metadata", {}).get("jupyter", {}).get("source_hidden"):
            below.parent.remove(below)
            solution[1] += below
            below = solution.next_node(descend=False, siblings=True)


def with_names_of_their_own(app, doctree):
    """Name the contents of each exercise and solution after it; they come with one id for all."""
    for node in doctree.findall(is_extension_node):
        node[1]["ids"] = [f"{node['label']}-content"]


def without_parentheses(app, doctree, page):
    """Let an exercise's title follow its number as a heading does, not in parentheses."""
    for node in doctree.findall(exercise_enumerable_node):
        title = node[0]
        title.remove(title[0])
        title.remove(title[-1])


def open_solution(self, node):
    """Write the fold; the name that links lead to stands inside, where following it opens the fold."""
    self.body.append(FOLD.format(node.pop(0).astext()) + self.starttag(node, "div"))


def close_solution(self, node):
    self.body.append("</div></details>\n")


def setup(app):
    app.setup_extension("sphinx_exercise")
    app.add_node(solution_node, override=True, html=(open_solution, close_solution))
    app.connect("source-read", write_lists)
    app.connect("doctree-read", with_their_code)
    app.connect("doctree-read", with_names_of_their_own)
    app.connect("doctree-resolved", without_parentheses)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
