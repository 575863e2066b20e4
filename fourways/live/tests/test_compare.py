"""What differs is marked, and what must differ is not."""

from fourways.live.answer import segments
from fourways.live.compare import Comparison, compared


def compare(*texts: str) -> Comparison:
    values = [{"token": f"token-{n}", "host": f"h:{n}"} for n in range(len(texts))]
    return compared([segments(text.encode(), "GET") for text in texts], values)


def marks(comparison: Comparison, number: int = 0) -> dict[str, str]:
    answer = comparison.answers[number]
    return {each.text.strip(): each.mark for each in answer if each.mark}


def answer(more: str = "", body: str = "", date: str = "Mon") -> str:
    return f"HTTP/1.1 200 OK\r\nDate: {date}\r\n{more}\r\n{body}"


def test_the_odd_one_is_marked_and_listed() -> None:
    found = compare(answer("A: 1\r\n"), answer("a:1\r\n"), answer("A: 2\r\n"))
    assert marks(found, 0) == {"Date: Mon": "varies"}
    assert marks(found, 2) == {"Date: Mon": "varies", "A: 2": "differs"}
    [row] = found.rows
    assert (row.part, row.values) == ("0 header a", ("1", "1", "2"))


def test_without_a_majority_all_are_marked() -> None:
    found = compare(answer("A: 1\r\n"), answer("A: 2\r\n"))
    assert marks(found, 0)["A: 1"] == marks(found, 1)["A: 2"] == "differs"


def test_what_others_have_not_is_marked() -> None:
    found = compare(answer(), answer("Server: x\r\n"), answer())
    assert marks(found, 1)["Server: x"] == "differs"
    assert found.rows[0].values == ("", "x", "")


def test_times_ids_and_tokens_are_left_aside() -> None:
    bodies = [
        f'{{"id": {n}, "at": "2030-01-0{n}T00:00:00.00000{n}Z", "token": "t{n}"}}'
        for n in (1, 2)
    ]
    heads = [
        f'ETag: "{n}"\r\nLocation: /bookmarks/{n}\r\nX: h:{n - 1} token-{n - 1}\r\n'
        f"Link: </bookmarks?limit=1&cursor=a{n}>\r\n"
        for n in (1, 2)
    ]
    found = compare(
        answer(heads[0], bodies[0]), answer(heads[1], bodies[1], date="Tue")
    )
    assert found.rows == ()
    assert set(marks(found).values()) == {"varies"}
    assert len(marks(found)) == 8


def test_a_weak_etag_is_not_a_strong_one() -> None:
    found = compare(answer('ETag: "1"\r\n'), answer('ETag: W/"1"\r\n'))
    assert found.rows[0].values == ("{etag}", "W/{etag}")


def test_no_cursor_is_not_a_cursor() -> None:
    found = compare(answer(body='{"next": null}'), answer(body='{"next": "abc"}'))
    assert found.rows[0].values == ("null", "{cursor}")


def test_spaces_and_order_of_a_body_say_nothing() -> None:
    found = compare(answer(body='{"a":1,"b":2}'), answer(body='{"b": 2, "a": 1}'))
    assert found.rows == ()


def test_the_order_of_allow_says_nothing_and_its_methods_do() -> None:
    first, second = "Allow: GET, POST\r\n", "Allow: POST,GET\r\n"
    found = compare(answer(first), answer(second))
    assert found.rows == ()
    assert first.strip() not in marks(found)
    [row] = compare(answer(first), answer("Allow: GET\r\n")).rows
    assert row.values == ("GET, POST", "GET")


def test_one_answer_alone_differs_from_nothing() -> None:
    assert compare(answer("A: 1\r\n")).rows == ()


def test_no_answer_at_all_differs_in_everything() -> None:
    found = compare(answer(), answer(), "")
    assert [row.part for row in found.rows] == ["0 status", "0 header date"]
    assert found.answers[2] == ()
