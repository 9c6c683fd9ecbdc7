"""What a first visit to each page of the built book loads, in kB as they travel, text compressed: `make weight`."""

from urllib.parse import unquote, urlsplit

from built_book import COMPRESSED, HTML, PAGES, compressed, serve, start_chromium, wait_until_typeset

# A file is of the first kind whose mark its address contains, or else an image.
MARKS = {
    "fonts": ".woff",
    "MathJax": "/mathjax/",
    "charts": "charts.js",
    "scripts": ".js",
    "styles": ".css",
    "HTML": ".html",
}


HEADERS = 200  # bytes that a server sends before a file


def weigh(requests):
    """Return the kB of each kind that a page loads by these requests, from a server, or from disk as from a server."""
    weight = dict.fromkeys([*MARKS, "images"], 0.0)
    for path in {unquote(urlsplit(request.url).path) for request in requests if not request.url.startswith("data:")}:
        kind = next((kind for kind, mark in MARKS.items() if mark in path), "images")
        file = HTML / path.removeprefix(str(HTML)).removeprefix("/")
        changed, size = file.stat().st_mtime_ns, file.stat().st_size
        weight[kind] += (HEADERS + (len(compressed(file, changed)) if file.suffix in COMPRESSED else size)) / 1000
    return weight


def limit(weight):
    """Return the kB that the page may have: more if it loads a chart."""
    return 1100 if weight["charts"] else 700


def first_visit(browser, address):
    """Open the address with nothing stored, look at all of the page, and return its weight."""
    context = browser.new_context()
    page = context.new_page()
    requests = []
    page.on("request", lambda request: requests.append(request))  # noqa: PLW0108 (Playwright takes no builtin)
    page.goto(address)
    wait_until_typeset(page)
    page.keyboard.press("End")
    page.wait_for_load_state("networkidle")
    weight = weigh(requests)
    context.close()
    return weight


def main():
    print(f"{'kB':20}" + "".join(f"{head:>8}" for head in [*MARKS, "images", "total", "limit"]))
    with start_chromium() as browser, serve() as address:
        for page in PAGES:
            weight = first_visit(browser, f"{address}/{page.relative_to(HTML).as_posix()}")
            numbers = [*weight.values(), sum(weight.values()), limit(weight)]
            print(f"{page.stem:20}" + "".join(f"{number:8.0f}" for number in numbers))


if __name__ == "__main__":
    main()
