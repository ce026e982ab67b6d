"""Sentences about the rights of people whose data the house keeps."""

ALL: dict[str, tuple[str, str]] = {
    "legal_hold": ("依法暂不能删除:{reason}(至 {until})。", "By law this must stay for now: {reason} (until {until})."),
    "hold_reason_missing": ("请写明保留的依据。", "Say on what ground the data are held."),
    "hold_unknown": ("没有这项保留,或已解除。", "There is no such hold, or it was lifted."),
    "privacy_officers_only": ("只有隐私负责人可以这样做。", "Only who looks after privacy may do that."),
    "person_erased": (
        "此人已要求删除个人信息,不再导入。",
        "This person asked to be erased; the row is not taken in again.",
    ),
    "copy_gone": ("副本已取走或已过期,请再次申请。", "This copy was fetched or is too old; please ask for another."),
    "notice_incomplete": ("隐私告知要写中文和英文。", "The notice needs a text in Chinese and in English."),
    "notice_unchanged": ("与第 {version} 版相同,没有新内容。", "It says what version {version} says."),
    "notice_unknown": ("没有第 {version} 版隐私告知。", "There is no version {version} of the notice."),
    "nothing_to_correct": ("请写明要更正成什么。", "Say what it should be instead."),
    "setting_unknown": ("没有“{setting}”这项设置。", "There is no setting “{setting}”."),
    "law_unknown": ("没有“{law}”;可选:{laws}。", "There is no “{law}”; choose of: {laws}."),
    "retention_wrong": ("“{name}”的保存期限不能是 {months} 个月。", "“{name}” cannot be kept for {months} months."),
    "mechanism_unknown": (
        "跨境机制须是下列之一并写明文号:{mechanisms}。",
        "The mechanism must be one of these, with its reference: {mechanisms}.",
    ),
    "abroad_without_basis": (
        "“{name}”在境外(数据存放于 {hosting}):先登记出境机制与文号,才能向其提供个人信息。",
        "“{name}” is abroad (the data are kept in {hosting}): record the mechanism and its reference first.",
    ),
    "processor_incomplete": ("受托人要写明名称和用途。", "A processor needs a name and a purpose."),
}
