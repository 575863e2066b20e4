"""The static site: one folder of pages that need no server and no network.

material, fresh    everything that the pages are made from, and is it still true?
home, concern_pages, matrix, request, contract_pages, method
                   a module a page: turns material into what its template shows
evidence, results, checks, cases, places, code, icicles
                   what several pages show, or what their scripts draw
pages              a page, its address, and the templates' environment
build, command     `fourways site`
screenshots        the pictures of the README

templates/ holds the HTML, static/css and static/js what the pages load. Scripts are
classic ones, and data are scripts too: a page that was opened as a file may load
neither modules nor JSON.
"""
