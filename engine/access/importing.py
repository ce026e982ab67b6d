"""A company's people and departments from a table: all rows or none, every refused row with its reason.

Two kinds of table, told apart by their header: departments (部门编号 …) and people (用户名 …), columns as named below.
A department written as a path (总公司/销售部) is made where it is missing. Who exists already keeps the password and is
moved; roles and groups are only ever added.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.access import commands, queries
from engine.access.rules import require
from engine.kernel import Context, Invalid, NotFound, Rejected

Rows = Iterable[tuple[int, list[Any]]]

COLUMNS = {
    "name": ("用户名", "登录名", "账号", "username", "login"),
    "display_name": ("姓名", "display_name", "full_name"),
    "department": ("部门", "department"),
    "manager": ("上级", "直属上级", "manager"),
    "roles": ("角色", "roles", "role"),
    "groups": ("组", "用户组", "groups", "group"),
    "region": ("区域", "地区", "门店", "region", "store"),
    "number": ("工号", "employee_no", "number"),
    "email": ("邮箱", "email", "mail"),
    "language": ("语言", "language"),
    "password": ("初始密码", "password"),
    "heads": ("负责部门", "heads"),
}
DEPARTMENT_COLUMNS = {
    "key": ("部门编号", "key"),
    "name": ("部门名称", "name"),
    "name_en": ("英文名", "name_en"),
    "parent": ("上级部门", "parent"),
    "head": ("负责人", "head"),
    "deputy": ("副职", "deputy"),
}
ROLE_WORDS = {"员工": "staff", "流程负责人": "process_owner", "审计员": "auditor", "管理员": "admin"}
LANGUAGE_WORDS = {"中文": "zh", "英文": "en", "english": "en", "zh-cn": "zh"}


@dataclass(slots=True)
class Imported:
    """What an import did; `rows` says of each row that was taken whom it was about and whether that was new."""

    people: int = 0
    departments: int = 0
    existing: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)


def load(ctx: Context, header: list[str], rows: Rows, *, dry_run: bool = False, partial: bool = False) -> Imported:
    """Take a table and say what became of each row; a dry run does the same and undoes it.

    A refused row undoes everything, unless `partial` takes the good ones: what is told then are the good rows under
    `rows` and the others under `refused`. Raises Invalid as `import_people` does, of a dry run only for its header.
    """
    kept, refused = list(rows), list[dict[str, Any]]()
    while True:  # without a refused row others may be refused that lean on it; each turn leaves fewer
        held = ctx.session.begin_nested()
        trial = Context(ctx.session, ctx.actor, ctx.now, ctx.wiring, zone=ctx.zone, vault=ctx.vault)
        try:
            done = import_people(trial, header, kept)
        except Invalid as refusal:
            held.rollback()
            bad = {error["path"][0] for error in refusal.errors}
            if not bad or not (partial or dry_run):
                raise
            refused += refusal.errors
            kept = [row for row in kept if row[0] not in bad]
            continue
        except BaseException:
            held.rollback()
            raise
        break
    if dry_run:
        held.rollback()
    else:
        trial.seal()
        held.commit()
    done.refused = sorted(refused, key=lambda error: error["path"][0])
    return done


def import_people(ctx: Context, header: list[str], rows: Rows) -> Imported:
    """Take a table of people or of departments. Raises Invalid `import_refused` with one error a refused row
    ({path: [row, column], code, params}) and leaves it to the owner of the transaction to undo what was done before.
    """
    require(ctx.actor, "manage", "person")
    columns = _columns(header, COLUMNS)
    if "name" in columns:
        return _Import(ctx, columns).people(rows)
    columns = _columns(header, DEPARTMENT_COLUMNS)
    if "key" not in columns:
        raise Invalid("header_unknown", header=", ".join(header), wanted="用户名 (username) | 部门编号 (key)")
    return _Import(ctx, columns).departments(rows)


def _columns(header: list[str], known: Mapping[str, Sequence[str]]) -> dict[str, int]:
    places = {str(word).strip().lower(): place for place, word in enumerate(header)}
    return {field: places[word] for field, words in known.items() for word in words if word in places}


class _Import:
    """One import under way: rows that failed are kept, the rest goes on so that all reasons are told at once."""

    def __init__(self, ctx: Context, columns: dict[str, int]) -> None:
        self.ctx = ctx
        self.columns = columns
        self.done = Imported()
        self.errors: list[dict[str, Any]] = []

    def people(self, rows: Rows) -> Imported:
        read = self._read(rows)
        for number, row in read:
            self._try(number, "name", self._taken, number, row)
        for number, row in read:  # who manages and heads may stand further down than those below
            if row["manager"] and not self.errors:
                self._try(number, "manager", self._manager, row)
            for department in _words(row["heads"]):
                self._try(number, "heads", self._head, department, row["name"])
        return self._finished()

    def departments(self, rows: Rows) -> Imported:
        read = self._read(rows)
        waiting = read
        while waiting:  # a parent may stand further down than its children
            later = [(number, row) for number, row in waiting if not self._placed(number, row)]
            if len(later) == len(waiting):
                for number, row in later:
                    self._refuse(number, "parent", NotFound("department_unknown", department=row["parent"]))
                break
            waiting = later
        for number, row in read:
            if row["head"] or row["deputy"]:
                self._try(number, "head", self._heads, row)
        return self._finished()

    def _finished(self) -> Imported:
        if self.errors:
            raise Invalid("import_refused", sorted(self.errors, key=lambda e: e["path"][0]), rows=len(self.errors))
        return self.done

    def _read(self, rows: Rows) -> list[tuple[int, dict[str, str]]]:
        fields = [*COLUMNS, *DEPARTMENT_COLUMNS]
        empty = dict.fromkeys(fields, "")
        read = [(number, empty | {f: _text(cells, at) for f, at in self.columns.items()}) for number, cells in rows]
        return [(number, row) for number, row in read if any(row.values())]

    def _try(self, number: int, column: str, verb: Any, *args: Any) -> None:
        try:
            verb(*args)
        except Rejected as refusal:
            self._refuse(number, column, refusal)

    def _refuse(self, number: int, column: str, refusal: Rejected) -> None:
        self.errors.append({"path": [number, column], "code": refusal.code, "params": refusal.params})

    def _taken(self, number: int, row: dict[str, str]) -> None:
        new = self._person(row)
        self._tell(number, row["name"], row["display_name"], new)

    def _tell(self, number: int, who: str, name: str, new: bool) -> None:
        self.done.rows.append({"row": number, "who": who, "name": name, "new": new})

    def _person(self, row: dict[str, str]) -> bool:
        ctx, name = self.ctx, row["name"]
        department = self._path(row["department"]) if row["department"] else None
        groups = _words(row["groups"])
        commands.ensure_groups(ctx, groups)
        roles = [ROLE_WORDS.get(word, word) for word in _words(row["roles"])]
        if queries.people(ctx.session, tenant=ctx.tenant, name=name, disabled=True, limit=1):
            commands.move_person(ctx, name, department=department, region=row["region"] or None)
            for role in roles:
                commands.grant(ctx, name, role=role)
            for group in groups:
                commands.grant(ctx, name, group=group)
            self.done.existing += 1
            return False
        commands.add_person(
            ctx,
            name,
            display_name=row["display_name"],
            roles=roles or ("staff",),
            groups=groups,
            department=department,
            region=row["region"] or None,
            number=row["number"] or None,
            email=row["email"] or None,
            language=LANGUAGE_WORDS.get(row["language"].lower(), row["language"]) or None,
            password=row["password"] or None,
        )
        self.done.people += 1
        return True

    def _manager(self, row: dict[str, str]) -> None:
        commands.move_person(self.ctx, row["name"], manager=row["manager"])

    def _head(self, department: str, name: str) -> None:
        at = queries.department(self.ctx.session, self._path(department), tenant=self.ctx.tenant)
        deputy = queries.names_of(self.ctx.session, [at.deputy_id] if at.deputy_id else [], tenant=self.ctx.tenant)
        commands.set_head(self.ctx, at.key, name, deputy=deputy.get(at.deputy_id or ""))

    def _heads(self, row: dict[str, str]) -> None:
        commands.set_head(self.ctx, row["key"], row["head"] or None, deputy=row["deputy"] or None)

    def _placed(self, number: int, row: dict[str, str]) -> bool:
        if row["parent"] and not self._known(row["parent"]):
            return False
        if self._known(row["key"]):
            self.done.existing += 1
            self._tell(number, row["key"], row["name"], False)
        else:
            self._try(number, "key", self._department, number, row)
        return True

    def _department(self, number: int, row: dict[str, str]) -> None:
        above = row["parent"] or None
        commands.add_department(self.ctx, row["key"], name=row["name"], name_en=row["name_en"], parent=above)
        self.done.departments += 1
        self._tell(number, row["key"], row["name"], True)

    def _known(self, which: str) -> bool:
        try:
            queries.department(self.ctx.session, which, tenant=self.ctx.tenant)
        except NotFound:
            return False
        return True

    def _path(self, text: str) -> str:
        """The last department of a path, the missing ones made on the way; a single word must be known."""
        *above, last = (part.strip() for part in text.split("/"))
        if not above:
            return queries.department(self.ctx.session, last, tenant=self.ctx.tenant).key
        parent = None
        for part in (*above, last):
            if not self._known(part):
                commands.add_department(self.ctx, part, parent=parent)
                self.done.departments += 1
            parent = part
        return last


def _text(cells: list[Any], at: int) -> str:
    value = cells[at] if at < len(cells) else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # an employee number that a spreadsheet took for a quantity
    return "" if value is None else str(value).strip()


def _words(text: str) -> list[str]:
    return [word for word in re.split("[,;、\uff0c\uff1b]\\s*", text) if word]
