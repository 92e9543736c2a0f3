"""What people of five languages write, and what they should read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """`hint` is the app's language code; `title` the entry's heading that answers `question`; `vague` questions that fit several
    entries, of which at least one must bring a choice; `language` the button that chooses this language."""

    locale: str
    hint: str
    question: str
    title: str
    vague: tuple[str, ...]
    language: str


WORDS = (
    Words(
        "en",
        "en",
        "How do I extend my residence permit?",
        "Extending a residence permit",
        ("visa", "registration", "permit", "extend permit"),
        "English",
    ),
    Words("zh-Hans", "zh-hans", "居留许可延期", "居留许可延期", ("工作许可", "丢了证件", "签证", "居留", "登记"), "简体中文"),
    Words(
        "fr",
        "fr",
        "renouvellement titre de séjour",
        "Renouveler son titre de séjour",
        ("visa", "titre de séjour", "mon permis", "changer"),
        "Français",
    ),
    Words("ja", "ja", "居留許可の延長 いつから申請できる", "居留許可の延長", ("ビザ", "延長したい", "許可の更新"), "日本語"),
    Words("ar", "ar", "تجديد الاقامة", "تمديد تصريح الإقامة", ("تجديد", "تأشيرة", "تسجيل", "تمديد", "تصريح", "إقامة"), "العربية"),
)
