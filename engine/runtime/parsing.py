"""From a file to models and findings: reading, checking and building, process by process."""

from engine.feel import Finding
from engine.runtime import dialects
from engine.runtime.drawing import Unreadable, Xml, child, read, tag, text
from engine.runtime.graph import Builder
from engine.runtime.lint import remarks, whole_file
from engine.runtime.model import Model, Parsed
from engine.runtime.reading import Roots, read_elements, read_starts, references, roots


def parse(xml: bytes) -> Parsed:
    """The processes of a BPMN file and what is wrong or doubtful about it. Never raises for what a file holds."""
    try:
        root = read(xml)
    except Unreadable as unreadable:
        return Parsed((), (unreadable.finding,), False)
    found = roots(root)
    processes = [node for node in root if tag(node) == "process"]
    models, findings = [], []
    for process in processes:
        model, problems = _process(process, found)
        models.append(model)
        findings += problems
    findings = whole_file(root, processes, models) + findings
    return Parsed(tuple(models), tuple(findings), bool(models) and not any(model.executable for model in models))


def _process(process: Xml, found: Roots) -> tuple[Model, list[Finding]]:
    """One process. As other engines do, a process without the attribute `isExecutable` counts as executable."""
    key = process.get("id") or ""
    executable = process.get("isExecutable", "true").strip() not in ("false", "0")
    elements = read_elements(process)
    builder = Builder(elements, found)
    graph = builder.build(process) if executable and key else None
    model = Model(
        key=key,
        name=(process.get("name") or "").strip(),
        name_en=dialects.settings(process).get("name:en", ""),
        executable=executable,
        elements=elements,
        starts=read_starts(process, elements, found) if executable else (),
        references=references(elements),
        graph=graph,
        description=text(child(process, "documentation")),
        description_en=dialects.settings(process).get("description:en", ""),
        calendar=dialects.settings(process).get("calendar", "").strip(),
    )
    return model, remarks(process, elements, found) + builder.findings if executable else []
