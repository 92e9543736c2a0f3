"""The commonest small words of each language: they tell languages apart, and carry no subject of their own.

Written as people type them; compare after `normalize`. Languages without spaces list pieces of sentences instead.
"""

from collections.abc import Mapping
from functools import cache

from bot.language.normalize import normalize

FUNCTION_WORDS: Mapping[str, str] = {
    "en": (
        "the a an of to in on at for from with by and or but if is are am was were be been do does did have has had i "
        "you he she it we they my your his her its our their me him us them this that these those there here what which "
        "who when where why how can could will would should must may might shall not no yes as so than then too also "
        "just about into after before during until while because any some all more most other only own same very need "
        "want get got im ive dont doesnt cant whats isnt please one still already now again yet am been being each "
        "every both either neither such over under out up down off through against between without within"
    ),
    "fr": (
        "le la les l un une des du de d au aux a et ou mais si est sont suis es sommes etes etre etait ai as avons avez "
        "ont avoir je j tu il elle on nous vous ils elles mon ma mes ton ta tes son sa ses notre nos votre vos leur "
        "leurs me m te t se s lui y en ce c cet cette ces ca cela que qu qui quoi dont ou quand comment pourquoi "
        "combien quel quelle quels quelles ne n pas plus non oui pour par sur sous dans avec sans chez vers apres avant "
        "pendant depuis faut dois doit peut peux puis veux faire fait est-ce quelqu bien tres aussi encore deja"
    ),
    "es": (
        "el la los las un una unos unas lo al de del a y e o u pero si es son soy eres somos esta estan estoy ser estar "
        "he has ha hemos han haber yo tu usted el ella nosotros ustedes ellos mi mis tu tus su sus nuestro me te se le "
        "les nos que cual cuales quien como cuando donde por porque cuanto cuanta cuantos cuantas no si para con sin en "
        "sobre entre hasta desde hacia tras antes despues tengo tiene tienes hay puedo puede quiero debo debe necesito "
        "muy mas tambien ya aun este esta estos estas eso esto ese esa aqui alli"
    ),
    "pt": (
        "o a os as um uma uns umas do da dos das de no na nos nas em ao aos e ou mas se eh sao sou esta estao estou ser "
        "estar foi tem tenho temos eu tu voce ele ela nos voces eles meu minha meus minhas teu seu sua seus suas nosso "
        "me te se lhe que qual quais quem como quando onde por porque quanto quanta quantos quantas nao sim para com "
        "sem sobre entre ate desde pelo pela depois antes posso pode quero devo preciso muito mais tambem ja ainda este "
        "esta isso isto esse essa aqui ali ha fazer"
    ),
    "de": (
        "der die das den dem des ein eine einen einem einer eines und oder aber wenn ist sind bin bist war waren sein "
        "haben habe hat hast ich du er sie es wir ihr mein meine meinen meinem meiner dein sein ihre unser mich dich "
        "sich uns euch mir dir ihm ihnen dies diese dieser dieses was welche welcher welches wer wann wo warum wie viel "
        "kann kannst konnen muss mussen soll sollte darf will mochte wird werden nicht kein keine ja nein zu zum zur im "
        "in am an auf aus bei mit nach von vor fur uber unter durch gegen ohne bis um als auch noch schon nur sehr man "
        "es gibt"
    ),
    "it": (
        "il lo la i gli le l un uno una di del della dei delle dello degli d a al alla ai alle allo in nel nella nei "
        "nelle da dal dalla e ed o ma se sono sei siamo siete essere era ho hai ha abbiamo hanno avere io tu lui lei "
        "noi voi loro mio mia miei mie tuo suo sua nostro mi ti si ci vi che chi cosa quale quali come quando dove "
        "perche quanto quanta quanti quante non si no per con senza su sul sulla tra fra fino dopo prima posso puo devo "
        "deve voglio serve bisogna fare molto piu anche gia ancora questo questa questi quello quella"
    ),
    "id": (
        "yang dan di ke dari untuk dengan pada adalah ini itu saya aku anda kamu dia kami kita mereka nya apa siapa "
        "kapan dimana mana mengapa kenapa bagaimana gimana berapa tidak bukan tak ya bisa dapat harus akan sudah telah "
        "belum sedang ada atau tetapi tapi jika kalau karena agar supaya oleh dalam luar setelah sebelum selama sampai "
        "hingga sangat juga lagi masih hanya saja semua lebih mau ingin perlu apakah para"
    ),
    "vi": (
        "la va cua co cho toi ban anh chi em minh chung ta ho no nay do kia gi nao ai khi dau sao the nhu bao nhieu "
        "khong chua da dang se phai duoc bi can muon thi ma neu vi hoac hay nhung voi tu den trong ngoai tren duoi sau "
        "truoc o tai ve cac mot hai rat cung van chi lam ra vao lai roi a nhe xin lam on the nao bao lau"
    ),
    "ru": (
        "и в во не на я с со что как это а но по к ко у из за от до для о об при без над под мне меня мой моя мое мои "
        "моего моей мы вы он она они оно ты его ее их нас вас нам вам ли же бы если или то так уже еще только тоже где "
        "когда куда почему зачем какой какая какие каких сколько кто чем есть был была было были быть буду будет нужно "
        "надо можно нельзя могу может хочу должен должна этот эта эти все после перед чтобы да нет"
    ),
    "mn": (
        "нь вэ бэ уу үү юу би чи та бид тэр энэ эдгээр миний минь таны түүний манай хаана хэзээ яаж хэрхэн хэд хэдэн "
        "ямар хэн яагаад ба болон эсвэл гэж гэдэг байна байгаа байсан болох болно бол үгүй тийм хэрэгтэй ёстой чадах "
        "авах өгөх дээр дотор гадна өмнө дараа хүртэл тухай бас ч л шаардлагатай вэ юм надад намайг хийх гэсэн хувьд "
        "учир"
    ),
    "ar": (
        "في من الى على عن مع هذا هذه ذلك التي الذي ما ماذا متى اين كيف لماذا كم هل لا لم لن ليس نعم او و ثم اذا ان انا "
        "انت هو هي نحن هم لي لك له لها كان كانت يكون يمكن يمكنني يجب اريد احتاج عند بعد قبل حتى كل بعض غير عندي لدي علي "
        "اي قد منذ بين حول بدون هناك هنا ايضا فقط"
    ),
    "fa": (
        "و در به از که این را با است برای آن یک تا من تو او ما شما آنها چه چی کی کجا چطور چگونه چرا چند چقدر آیا نه بله "
        "یا اگر هم هر باید می ام ای ایم اید اند هست هستم نیست شود شده شد کنم کند کنیم کرد کرده دارم دارد باشد بود خود "
        "پس بعد قبل روی برای بدون هنوز فقط همه میشود"
    ),
    "ur": (
        "کا کی کے میں ہے ہیں ہوں ہو تھا تھی تھے اور سے کو پر نے یہ وہ کہ جو کیا کب کہاں کیسے کیوں کتنا کتنی کتنے کون "
        "مجھے میرا میری میرے ہم آپ تم ان اس اسے نہیں ہاں یا اگر بھی تو ہی لیے لئے تک ساتھ بعد پہلے کر کرنا کرنے کریں "
        "کرتے سکتا سکتی سکتے چاہیے چاہئے گا گی گے رہا رہی ہوا ہوئی بغیر"
    ),
    "hi": (
        "का की के में है हैं हूँ हूं हो था थी थे और से को पर ने यह ये वह वो कि जो क्या कब कहाँ कहां कैसे क्यों कितना "
        "कितनी कितने कौन मुझे मेरा मेरी मेरे हम आप तुम उस इस नहीं हाँ या अगर भी तो ही लिए तक साथ बाद पहले कर करना करने "
        "करें करते सकता सकती सकते चाहिए गा गी गे रहा रही हुआ हुई बिना एक"
    ),
    "ja": (
        "の は が を に で と も から まで より へ や か ね よ です ます でした ました ません ない たい する した して "
        "いる ある これ それ あれ この その あの 何 なに どこ いつ どう なぜ 誰 いくら どれ どの 私 僕 場合 とき ため "
        "について ください でしょうか ですか ますか"
    ),
    "zh-Hans": (
        "的 了 吗 呢 吧 啊 是 在 我 你 您 他 她 它 们 我们 这 那 哪 有 没 没有 不 不是 和 跟 与 或 也 都 就 要 会 能 可以 "
        "可 得 到 从 对 把 被 给 让 为 因为 所以 如果 但是 还 还是 已经 再 又 很 太 最 更 个 什么 怎么 怎样 为什么 谁 "
        "多少 几 时候 想 需要 应该 必须 去 来 上 下 里 之 后 前 请"
    ),
    "ko": (
        "은 는 이 가 을 를 의 에 에서 로 으로 와 과 도 만 부터 까지 하고 나 저 제 우리 이것 그것 저것 이 그 저 무엇 뭐 "
        "어디 언제 어떻게 왜 누구 얼마 몇 어떤 있나요 있어요 없어요 하나요 해요 합니다 입니다 인가요 되나요 돼요 싶어요 "
        "수 할 하는 하면 때 및 또는 그리고 그런데 안 못 더 다시"
    ),
    "th": (
        "ที่ และ ใน ของ เป็น มี ได้ ไม่ ให้ จะ ว่า กับ การ ไป มา ก็ จาก อยู่ นี้ นั้น แล้ว หรือ ถ้า ต้อง ฉัน ผม ดิฉัน "
        "คุณ เขา เรา อะไร ไหน เมื่อไร เมื่อไหร่ อย่างไร ยังไง ทำไม เท่าไร เท่าไหร่ ใคร ไหม มั้ย ครับ ค่ะ คะ นะ โดย "
        "เพื่อ ก่อน หลัง ต่อ แต่ เพราะ ยัง คือ"
    ),
}


@cache
def function_words(locale: str) -> frozenset[str]:
    """Normalised; empty for a language that is not listed."""
    return frozenset(word for text in FUNCTION_WORDS.get(locale, "").split() for word in normalize(text).split())
