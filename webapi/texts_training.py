"""What is said about training: code -> (Chinese, English). See texts.py."""

ALL: dict[str, tuple[str, str]] = {
    "library_not_yours": (
        "资料库由培训管理员、售前产品和市场维护。",
        "Training, presales and marketing keep the library.",
    ),
    "library_invalid": ("请写明标题、种类,并至少给一个标签。", "It needs a title, a kind and a tag at least."),
    "library_unknown": ("没有这份资料。", "There is no such item in the library."),
    "exam_needed": (
        "办理这一步要先通过课程“{course}”的考试,请到“我的培训”学习并考试。",
        "This step takes having passed the course “{course_en}” first: see My training.",
    ),
    "exam_is_personal": ("考试须本人参加。", "An exam is sat by the person whose training it is."),
    "exam_no_more": (
        "已经考了 {attempts} 次,不能再考。",
        "It has been sat {attempts} times; there are no more attempts.",
    ),
    "exam_no_questions": ("课程“{course}”还没有题目。", "The course “{course}” has no questions yet."),
    "exam_time_over": (
        "考试时间已到,请交卷;之前保存的答案都算数。",
        "The time is up: hand in. What was kept before counts.",
    ),
    "exam_not_begun": ("还没有开始考试,或已经交卷。", "The exam has not begun, or is handed in already."),
    "exam_not_sat": ("请先完成考试并交卷。", "Sit the exam and hand it in first."),
    "exam_answer_unknown": ("卷面上没有这道题或这个选项。", "There is no such question or option on the paper."),
    "training_not_yours": ("只有培训管理员可以这样做。", "Only training administrators may do this."),
    "training_unknown": ("这个案件不是培训。", "This case is no training."),
    "training_past": ("日期已经过去。", "The day is over already."),
    "training_started": ("这次培训已经开始,不能取消。", "This training has begun already."),
    "planned_training_unknown": ("计划里没有这一行。", "There is no such line in the plan."),
    "case_unknown": ("没有编号为“{number}”的案件,或您无权查看。", "There is no case “{number}” that you may see."),
    "course_unknown": ("没有课程“{course}”。", "There is no course “{course}”."),
    "course_invalid": ("课程的这一项填写有误。", "This does not suit a course."),
    "course_key_invalid": (
        "课程编号只用小写字母、数字和下划线。",
        "A course's key takes small letters, digits and underscores.",
    ),
    "question_unknown": ("没有这道题。", "There is no such question."),
    "question_invalid": ("题目填写有误。", "The question cannot be asked like this."),
    "question_kind": ("题型须是单选、多选或判断。", "A question has one right option, several, or is true or false."),
    "question_text": ("题目不能空着。", "A question needs its text."),
    "question_options": ("至少两个不同且有文字的选项。", "At least two different options with a text."),
    "question_right": (
        "须标出正确选项;单选和判断只有一个。",
        "Mark the right options; exactly one unless several may be right.",
    ),
    "question_sheet_invalid": ("第 {row} 行:{reason}", "Row {row}: {reason}"),
}
