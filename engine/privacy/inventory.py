"""What personal data the house keeps, field by field: why, on which ground, how sensitive, how long. Shown, exported,
and compared with the code by a test, so that a new sealed field cannot be forgotten.
"""

from dataclasses import dataclass

from engine.kernel import Context
from engine.privacy import queries


@dataclass(frozen=True, slots=True)
class Kept:
    """One field: where it stands, its class of table D20, purpose and legal basis, and whose retention time it has."""

    place: str
    name: str
    name_en: str
    field_class: str
    purpose: str
    purpose_en: str
    basis: str
    retention: str
    sensitive: bool = False


INVENTORY = (
    Kept(
        "contact.name",
        "联系人姓名",
        "Contact's name",
        "name",
        "履行合同、答复",
        "To perform the contract, to answer",
        "contract",
        "contact",
    ),
    Kept("contact.phone", "手机", "Phone", "phone", "联系", "To be in touch", "contract", "contact"),
    Kept("contact.mail", "邮箱", "Mail", "mail", "联系", "To be in touch", "contract", "contact"),
    Kept(
        "contact.birthday",
        "生日(不含年份)",
        "Birthday, without a year",
        "text",
        "生日祝福",
        "To greet",
        "consent",
        "contact",
    ),
    Kept(
        "contact.corrected",
        "更正前的值",
        "Value before a correction",
        "text",
        "证明已更正",
        "To prove the correction",
        "legal_duty",
        "contact",
    ),
    Kept(
        "contact.reveal_note",
        "查看原文的用途说明",
        "Why it was read in clear",
        "text",
        "查看留痕",
        "To account for access",
        "legal_duty",
        "contact",
    ),
    Kept(
        "interaction.participants",
        "互动参与人",
        "Who took part",
        "name",
        "延续服务",
        "To keep up the service",
        "contract",
        "interaction",
    ),
    Kept(
        "personal_value.sealed",
        "表单里的个人答复",
        "Personal answers in forms",
        "text",
        "办理本人提出的事",
        "To do what the person asked",
        "contract",
        "case",
    ),
    Kept("task.draft", "未提交的草稿", "Drafts of answers", "text", "办理中", "While at work", "contract", "case"),
    Kept("attachment.name", "附件及文件名", "Files and their names", "text", "证据", "Evidence", "contract", "case"),
    Kept(
        "customer_message.sealed",
        "发给客户的消息",
        "Messages to customers",
        "text",
        "证明告知过什么",
        "To prove what was told",
        "contract",
        "message",
    ),
    Kept(
        "privacy_copy.sealed",
        "本人索取的副本",
        "Copies that people asked for",
        "text",
        "交付副本",
        "To hand the copy over",
        "legal_duty",
        "copy",
    ),
    Kept(
        "customer_merge.kept",
        "合并前的客户档案",
        "Records before they were merged",
        "text",
        "可撤销合并",
        "To undo a merge",
        "contract",
        "contact",
    ),
    Kept(
        "ledger.data",
        "账本引用的原话",
        "Words that the ledger quotes",
        "text",
        "处理记录可查证",
        "To prove what was done",
        "legal_duty",
        "case",
    ),
    Kept(
        "person.email", "员工邮箱", "Staff's mail", "mail", "内部通知", "Notices inside the house", "contract", "notice"
    ),
)


def told(ctx: Context) -> list[dict[str, object]]:
    """The inventory with the time that the house has set for each class (months; 0 is for ever)."""
    months = queries.settings(ctx)["retention_months"]
    return [
        {
            "place": kept.place,
            "name": kept.name,
            "name_en": kept.name_en,
            "field_class": kept.field_class,
            "purpose": kept.purpose,
            "purpose_en": kept.purpose_en,
            "basis": kept.basis,
            "sensitive": kept.sensitive,
            "retention": kept.retention,
            "months": months.get(kept.retention, 0),
        }
        for kept in INVENTORY
    ]
