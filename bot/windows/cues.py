"""Words that stand beside a place in a sentence, in the spelling of `spelling.py`.

A misspelt or short name counts only beside one of them, or when the message is hardly more than the name: "changing my visa" is not
Changping, "near changpin" is.
"""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


BEFORE = _words(
    "near nearby in at around from to by live living stay staying beside next toward towards between of",
    "a pres de du des dans vers chez depuis proche quartier en cerca desde hacia zona barrio bei nahe im aus beim der dem",
    "vicino nel al da perto no na em ao do gan o tai tu den quan khu di dekat sekitar dari ke daerah",
    "в на около возле рядом с у из от до станция метро районе район вокзал",
    "في قرب من الي عند منطقه محطه حي در نزديك نزديكي از به محله ايستگاه",
)
AFTER = _words(
    "district distict distric area station subway metro stop town township subdistrict street road village zone qu zhan lu soho mall hotel",
    "ke university campus airport bezirk bahnhof viertel stadtbezirk में के से को पास स्टेशन जिला जिले",
)
FILLERS = _words(
    "beijing bejing beijng peking pekin pequim pechino china chine chinas the please pls hi hello ok my i we me and city stadt ville",
    "ciudad citta cidade пекин пекине пожалуйста я мы بكين الصين پكن چين बीजिंग मैं हूँ",
)
BEIJING = ("beijing", "peking", "pekin", "pechino", "pequim", "пекин", "北京", "베이징", "북경", "ปักกิง", "بكين", "پكن", "बीजिंग", "backinh")
STATION = _words(
    "station subway metro stop gare estacion bahnhof stazione estacao вокзал станция метро ga stasiun محطه ايستگاه स्टेशन 站 驿 역"
)
DISTRICT = _words("district distict distric qu bezirk stadtbezirk distrito distretto район районе quan distrik जिला जिले حي 区 구")
TOWN = _words("town township subdistrict zhen xiang jiedao 镇 乡")
HAN_BEFORE = frozenset("在住到去从离近于来往距靠")
HAN_AFTER = (
    *("附近", "站", "驿", "地铁", "区", "镇", "街道", "乡", "旁", "周边", "这边", "那边", "一带", "那里", "这里", "周围", "边上"),
    *("近く", "に", "の", "で", "から", "에", "역"),
)
ORDINARY = _words(
    "landmark village bfu",
    "安定 永宁 温泉 清水 胜利 新村 向阳 四海 东风 上岸 草房 城子 城南 城北 旧县 高岭 果园 化工 天桥 石门 古城",
    "小园 双合 国展 国贸 上地 康庄 万安 双桥 人大 法大 二外 南站 西局 民大 北影 北化 北林 华电 中财 滨河 渤海 看丹 前门",
)
"""Names that are also ordinary words or parts of them: only beside another word for a place, or alone."""
ALONE = _words("pekinsur")
"""Names that count only when a message says nothing else: Spanish "Pekín Sur" stands in French "à Pékin sur rendez-vous"."""
INDEFINITE = _words("une una uma un um ein eine einer einem an")
"""What follows is one of many ("une université de Pékin"), not a name."""
NEVER_MISSPELT = _words(
    "hukou hutong hutongs terminal terminals changing share adding wanting datum suche hanzi jingtong landing tangshan single dongguan"
)
"""Ordinary words one letter away from a name."""
