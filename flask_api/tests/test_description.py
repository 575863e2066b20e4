"""openapi.json is written by hand: it must not forget a path, nor make one up."""

import re

from flask import Flask


def test_the_document_has_the_paths_and_methods_of_the_routes(app: Flask) -> None:
    routed = {
        (re.sub(r"<id:\w+>", "{id}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    document = app.test_client().get("/openapi.json").json
    written = {
        (path, method)
        for path, item in document["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert written == routed


def test_every_reference_leads_somewhere(app: Flask) -> None:
    answer = app.test_client().get("/openapi.json")
    for target in re.findall(r'"#/([^"]*)"', answer.text):
        place = answer.json
        for step in target.split("/"):
            place = place[step]
