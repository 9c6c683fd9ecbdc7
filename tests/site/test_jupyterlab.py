"""What `make lab` shows: the chapters as in the book, through jupyterlab-myst, with links that lead on."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

CHAPTERS = Path(__file__).parents[2] / "chapters"
SOURCE = """[":::", "$$", "{eq}", "{exercise}", "<!--", "test_"].some((part) =>
  [...document.querySelectorAll(".jp-MarkdownCell")].some((cell) => cell.innerText.includes(part)))"""
SHOWS_EXERCISES_AND_NO_SOURCE = f"""() =>
  document.querySelector(".jp-Notebook").innerText.includes("Exercise 1") && !{SOURCE}"""
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Return the address of JupyterLab over a copy of the chapters, with settings of its own."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(CHAPTERS, home / "chapters")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kinds = ("JUPYTER_CONFIG_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR", "JUPYTER_RUNTIME_DIR")
    options = [
        f"--port={port}",
        "--no-browser",
        "--allow-root",
        "--IdentityProvider.token=",
        "--ServerApp.port_retries=0",
    ]
    command = [sys.executable, "-m", "jupyterlab", *options, f"--ServerApp.root_dir={home / 'chapters'}"]
    own = os.environ | {kind: str(home / kind) for kind in kinds}
    log = home / "log"
    with log.open("w") as said, subprocess.Popen(command, stderr=said, env=own) as server:
        while "is running at" not in log.read_text():
            assert server.poll() is None, "JupyterLab did not start"
            sleep(0.1)
        yield f"http://127.0.0.1:{port}/lab"
        server.kill()  # asked to stop while a kernel starts, it may wait for that for ever


@pytest.fixture
def chapter(lab, browser):
    """Return the page of JupyterLab with chapter 5 in it."""
    page = browser.new_page(viewport={"width": 1300, "height": 1200})
    page.set_default_timeout(60_000)
    page.goto(f"{lab}/tree/05-weighted-average.ipynb")
    page.locator(".jp-Notebook .katex").first.wait_for()
    yield page
    page.close()


def test_a_chapter_reads_as_in_the_book_its_solutions_closed_and_its_links_lead_on(chapter):
    notebook = chapter.locator(".jp-Notebook")
    notebook.get_by_text("(1)", exact=True).first.wait_for()  # the first equation's number
    for step in range(12):  # JupyterLab draws what is in view: from the top, past what holds the sentences
        chapter.evaluate(f"document.querySelector('.jp-WindowedPanel-outer').scrollTop = {500 * step}")
        chapter.wait_for_function(f"() => !{SOURCE}")
    last = notebook.locator(".myst-exercise-title", has_text="Find the error: weighted by sample size")
    last.wait_for(state="attached")
    chapter.evaluate("document.querySelector('.myst-exercise-title').scrollIntoView()")
    chapter.wait_for_function(SHOWS_EXERCISES_AND_NO_SOURCE)
    words = notebook.locator("p", has_text="Equal numbers of houses mean")
    assert not words.is_visible() and "np.triu_indices" not in notebook.inner_text()
    notebook.get_by_text("Solution to").first.click()
    words.wait_for()
    notebook.get_by_role("link", name="07-five-roads").first.click()
    chapter.locator(".lm-TabBar-tabLabel", has_text="07-five-roads.ipynb").wait_for()
