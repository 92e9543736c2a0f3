"""The concepts of the domain and their words: terms/concepts.yaml and terms/<locale>.yaml."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from bot.knowledge import nodes
from bot.knowledge.nodes import Nodes, Plain
from bot.knowledge.problems import Problem, Severity
from bot.language.normalize import normalize
from bot.model import BASE_LOCALE, Concept, Facet, Term

CONCEPTS_FILE = "concepts.yaml"
_CONCEPT_KEYS = frozenset({"group", "ours", "facet", "implies"})
_TERM_KEYS = frozenset({"term", "variants", "forbidden"})
_SHORTEST_STEM = 2


def read_concepts(folder: Path) -> Mapping[str, Concept]:
    """Concepts by id, each with its terms by locale; whatever is faulty is left out (see `check_terms`). Empty without a folder."""
    trees = {file.name: nodes.read(f"knowledge/terms/{file.name}", file.read_bytes())[0] for file in sorted(folder.glob("*.yaml"))}
    described = _mapping(trees.pop(CONCEPTS_FILE, Nodes("", {})).data)
    terms: dict[str, dict[str, Term]] = {concept: {} for concept in described}
    for name, tree in trees.items():
        for concept, words in _mapping(tree.data).items():
            preferred = _mapping(words).get("term")
            if concept in terms and isinstance(preferred, str):
                terms[concept][Path(name).stem] = _term(concept, preferred, _mapping(words))
    return {concept: _concept(concept, _mapping(values), terms[concept]) for concept, values in described.items()}


def check_terms(contents: Mapping[str, bytes]) -> Iterator[Problem]:
    """Problems in the files of the folder, given by name ("fr.yaml")."""
    if CONCEPTS_FILE not in contents:
        return
    trees: dict[str, Nodes] = {}
    for name, content in contents.items():
        trees[name], problems = nodes.read(f"knowledge/terms/{name}", content)
        yield from problems
    concepts = trees.pop(CONCEPTS_FILE)
    known = _mapping(concepts.data)
    yield from _faulty_concepts(concepts, known)
    for tree in trees.values():
        yield from _faulty_terms(tree, known)


def _concept(concept: str, values: Mapping[str, Plain], terms: Mapping[str, Term]) -> Concept:
    facet = values.get("facet")
    return Concept(
        id=concept,
        group=str(values.get("group") or ""),
        ours=values.get("ours") != "no",
        facet=Facet(facet) if isinstance(facet, str) and facet in set(Facet) else None,
        terms=terms,
        implies=_texts(values.get("implies")),
    )


def _term(concept: str, preferred: str, words: Mapping[str, Plain]) -> Term:
    return Term(concept, preferred, _texts(words.get("variants")), _texts(words.get("forbidden")))


def _faulty_concepts(tree: Nodes, known: Mapping[str, Plain]) -> Iterator[Problem]:
    for concept, values in known.items():
        if not isinstance(values, dict) or not values.get("group"):
            yield tree.problem("concept-shape", f"{concept} needs a group", concept)
            continue
        for key in values.keys() - _CONCEPT_KEYS:
            yield tree.problem(
                "unknown-key", f"{key} is not known here; known are {', '.join(sorted(_CONCEPT_KEYS))}", concept, key, key=True
            )
        if values.get("ours") not in ("yes", "no"):
            yield tree.problem("concept-shape", "write ours: yes or ours: no", concept, "ours")
        if "facet" in values and values["facet"] not in set(Facet):
            yield tree.problem("unknown-facet", f"{values['facet']} is none of {', '.join(Facet)}", concept, "facet")
        for implied in _texts(values.get("implies")):
            if implied not in known:
                yield tree.problem("unknown-concept", f"{implied} is not a concept{_closest(implied, known)}", concept, "implies")


def _faulty_terms(tree: Nodes, known: Mapping[str, Plain]) -> Iterator[Problem]:
    data = _mapping(tree.data)
    seen: dict[str, str] = {}
    for concept, words in data.items():
        if concept not in known:
            yield tree.problem("unknown-concept", f"{concept} is not in {CONCEPTS_FILE}{_closest(concept, known)}", concept, key=True)
        elif not isinstance(words, dict) or not isinstance(words.get("term"), str):
            yield tree.problem("no-term", f"{concept} needs a term", concept)
        else:
            for key in words.keys() - _TERM_KEYS:
                yield tree.problem(
                    "unknown-key", f"{key} is not known here; known are {', '.join(sorted(_TERM_KEYS))}", concept, key, key=True
                )
            yield from _faulty_words(tree, concept, words, seen)
    if BASE_LOCALE not in tree.path:
        for concept in known.keys() - data.keys():
            problem = tree.problem("missing-term", f"{concept} has no term in this language")
            yield Problem(problem.path, problem.line, problem.column, problem.rule, problem.message, Severity.WARNING)


def _faulty_words(tree: Nodes, concept: str, words: Mapping[str, Plain], seen: dict[str, str]) -> Iterator[Problem]:
    for number, word in enumerate((str(words["term"]), *_texts(words.get("variants")))):
        place = (concept, "variants", number - 1) if number else (concept, "term")
        normal = normalize(word)
        if len(normal.replace(" ", "")) < (_SHORTEST_STEM if word.endswith("*") else 1):
            yield tree.problem("short-term", f"{word!r} is too short to be found safely", *place)
        elif seen.setdefault(normal, concept) != concept:
            yield tree.problem("ambiguous-term", f"{word!r} stands under {seen[normal]} already; a word names one concept", *place)


def _closest(name: str, known: Mapping[str, Plain]) -> str:
    found = get_close_matches(name, known, 1)
    return f"; did you mean {found[0]}?" if found else ""


def _mapping(data: Plain) -> Mapping[str, Plain]:
    return data if isinstance(data, dict) else {}


def _texts(data: Plain) -> tuple[str, ...]:
    return tuple(item for item in data if isinstance(item, str)) if isinstance(data, list) else ()
