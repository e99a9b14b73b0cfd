"""Signs that a text speaks to the program that reads it, and not to the people of a shop.

A sure sign says so by itself: a chat template's control token, "ignore all previous instructions".
The others are words that manuals have too ("System:", "answer with", "tell the user"); two kinds of
them in one sentence say it together. Patterns see text as ``engine.addressed`` folds it: one width,
nothing invisible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto


class Sign(Enum):
    """What kind of sign it is; ``CONTROL``, ``EXAMPLE`` and ``ORDER`` are sure."""

    CONTROL = auto()
    EXAMPLE = auto()
    ORDER = auto()
    ROLE = auto()
    ANSWER = auto()
    ASKED = auto()
    MODEL = auto()
    IGNORE = auto()
    TOOL = auto()
    CONDUCT = auto()

    @property
    def is_sure(self) -> bool:
        """Whether it needs no other beside it."""
        return self in (Sign.CONTROL, Sign.EXAMPLE, Sign.ORDER)


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign at the characters ``start`` to ``end``."""

    sign: Sign
    start: int
    end: int


def marks(text: str) -> Iterator[Mark]:
    """Every sign in the text, of one kind after the other."""
    for sign, patterns in _PATTERNS.items():
        for pattern in patterns:
            for match in pattern.finditer(text):
                # What stands before an order says that it is one, and is not part of it.
                start = match.start("at") if "at" in pattern.groupindex else match.start()
                yield Mark(sign, start, match.end())


# English: an order stands at the beginning of a clause. "Do not ignore the instructions above" and
# "operators who ignore the instructions above" are none.
_ORDERED = (
    r"(?:^|[\n.!?:;,\"'“”(\[<>*#=|{}—–-]\s{0,8}"
    r"|\b(?:and|then|please|now|must|should|shall|will|immediately|simply|just|always|only|also"
    r"|instead|you(?:'re|\s+are|\s+have)\s+to)\s+)"
)
_IGNORE = (
    r"(?:ignore|disregard|forget|override|overrule|bypass|(?:do\s+not|don't|stop)\s+follow(?:ing)?)"
)
_FILLER = r"(?:(?:all|any|every|each|of|the|your|these|those|my|other)\s+){0,4}"
_EARLIER = (
    r"(?:previous|prior|preceding|earlier|above|former|foregoing|existing|original|initial|system"
    r"|developer)(?:ly)?"
)
_RULES = (
    r"(?:instructions?|prompts?|rules?|directions?|directives?|guidelines?|commands?|orders?)\b"
    r"(?!\s+(?:sheets?|manuals?|leaflets?|books?|labels?|plates?|cards?))"
)
_EARLIER_RULES = (
    rf"(?:{_FILLER}{_EARLIER}\s+(?:(?:and|or)\s+\w+\s+)?(?:\w+\s+)?{_RULES}"
    rf"|{_FILLER}{_RULES}\s+(?:above|before|(?:that\s+)?you\s+(?:were|have\s+been|are)\s+given)"
    rf"|{_FILLER}your\s+(?:\w+\s+)?{_RULES})"
)
_SAY = (
    r"(?:answer|reply|respond|say|tell|output|print|write|state|report|return|give|claim|repeat"
    r"|act|behave|pretend|obey|you\s+(?:are|must|will|should))\b"
)
_MODEL = (
    r"(?:(?:(?-i:AI)|artificial\s+intelligence)[\s-]*(?:assistants?|models?|agents?|bots?|readers?"
    r"|chat\s?bots?)|(?:large\s+)?language\s+models?|(?-i:LLMs?)|chat\s?bots?|chat\s?GPT)\b"
    r"(?!\s+(?:developers?|users?|engineers?))"
)
# AI is the analogue input of a controller, too.
_BARE_AI = (
    r"(?-i:AI)\b(?!\s*(?:modules?|cards?|channels?|inputs?|terminals?|signals?|values?|ports?"
    r"|[\d(/]))"
)
_VALUE = r"[\"'“”]?(?:-?\d|(?-i:NOT\s+FOUND)|the\s+(?:values?|words?|numbers?|text)\b)"

# Japanese: an order ends its clause. 無視すると危険です is none.
_PLEASE = r"(?:ください|下さい|くれ)"
_NOT_A_NOUN = r"こと(?!は|が|も|に|を|で|の)"
_SAY_JA = (
    rf"(?:(?:答え|述べ|伝え)(?:る{_NOT_A_NOUN}|よ|なさい|ろ|て)"
    rf"|(?:回答|返答|応答|出力|報告|主張|返信)(?:せよ|し(?:ろ|なさい|て)|する{_NOT_A_NOUN})"
    r"|(?:言っ|書い|返し)て)"
)
_SAY_JA_ORDER = (
    rf"(?:(?:答え|述べ|伝え)(?:る{_NOT_A_NOUN}|よ|なさい|ろ|て{_PLEASE})"
    rf"|(?:回答|返答|応答|出力|報告|主張|返信)(?:せよ|し(?:ろ|なさい|て{_PLEASE})|する{_NOT_A_NOUN})"
    rf"|(?:言っ|書い|返し)て{_PLEASE})"
)
_RULES_JA = r"(?:指示|命令|プロンプト|ルール|指令|規則|制約)"
_EARLIER_JA = (
    r"(?:以前|これまで|今まで|上記|前記|上述|以上|先ほど|それまで|直前|前|既存|すべて|全て|あらゆる"
    r"|システム|元|あなたへ)の?(?:すべての|全ての|全|あらゆる)?"
)
_MODEL_JA = (
    r"(?:(?:生成)?AI(?:アシスタント|モデル|エージェント|ボット)|人工知能|(?:大規模)?言語モデル|LLM"
    r"|チャットボット|ChatGPT)"
)


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE | re.MULTILINE) for pattern in patterns)


_PATTERNS: dict[Sign, tuple[re.Pattern[str], ...]] = {
    Sign.CONTROL: _compiled(
        r"<\s?\|\s?/?[a-z_▁ ]{1,40}\|\s?>(?:\s*(?:system|user|assistant|tool)\b)?",
        r"</?(?:start|end)_of_turn>(?:\s*(?:system|user|model)\b)?",
        r"<</?SYS>>|(?-i:\[/?INST\])|\[/?(?:SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS)\]",
        r"</?(?:tool|function)_(?:call|response|result)s?>|</?(?:think|bos|eos)>",
    ),
    Sign.EXAMPLE: _compiled(
        # The form of our own worked examples; a page of questions and answers has no passages.
        r"^\W{0,8}(?:Passage|パッセージ)\s*\d*\s*:[\s\S]{0,400}?\b(?:Question|質問)\s*:[^\n]{0,300}?\s"
        r"(?:Answer|Formula|SQL|回答|答え?)\s*:[^\n]*",
        r"\bQuestion\s*:[^\n]{0,300}?\s(?:Formula|SQL|Kind|Parts)\s*:[^\n]*",
        r"\b(?:Answer|回答|答え)\s*:\s*(?-i:NOT\s+FOUND)\b",
        r"[{,]\s*[\"']?(?:tool|tool_calls?|tool_name|function_call)[\"']?\s*:\s*[\[{\"'][^\n]*",
        r"\{[^\n{}]{0,80}\"name\"\s*:\s*\"(?:sql|calculator|calculate|search|python|query)\"[^\n]*",
    ),
    Sign.ORDER: _compiled(
        # Bare or followed by what to say. "Ignore the above instructions and go to step 5" is for
        # people, and so is what goes on with "regarding", "if" or "when". A log's profile cuts
        # values off and puts " / " between them.
        rf"{_ORDERED}(?P<at>{_IGNORE}\s+{_EARLIER_RULES}"
        rf"(?=(?:\s+(?:completely|entirely|now|immediately|above|below))?\s*(?:$|[.!?;:\"')\]}}>*—–-])"
        rf"|(?:\s+\w+){{0,3}}\s/\s"
        rf"|[^.!?\n]{{0,80}}?(?:\band|\bthen|,|\binstead)\s+(?:\w+\s+){{0,2}}?{_SAY}))",
        rf"\b(?:attention|note|notice|message|instructions?|hint|hey|hello|dear|important|to|for)\b"
        rf"[\s:,-]*(?:(?:to|for)\s+)?(?:(?:the|any|all|every)\s+)?(?:{_MODEL}|{_BARE_AI}\s*[:,])"
        rf"(?=[^.!?\n]{{0,60}}[:,!—–-])",
        rf"(?:{_MODEL}|{_BARE_AI})[^.!?\n]{{0,60}}?\b(?:must|should|shall|ha(?:s|ve)\s+to|is\s+to|are\s+to"
        rf"|needs?\s+to)\s+(?:\w+\s+){{0,2}}?(?:{_SAY}|{_IGNORE})",
        rf"\byou\s+are\s+(?:now\s+)?(?:an?\s+|the\s+|no\s+longer\s+)(?:\w+\s+){{0,3}}?"
        rf"(?:(?-i:AI)\b|{_MODEL}|assistant\b(?!\s+\w*(?:manager|operator|engineer)))",
        r"\b(?:reveal|print|repeat|show|output|leak|ignore|forget)\b[^.!?\n]{0,30}"
        r"\b(?:system|hidden|initial)\s+prompt\b",
        rf"{_ORDERED}(?P<at>(?:answer|reply|respond|say|write)\b(?:\s+(?:with|only|just|exactly|the"
        rf"|words?|that|always)){{0,4}}\s*[:\"'“]?\s*(?-i:NOT\s+FOUND)\b)",
        r"\banswers?\b[^.!?\n]{0,60}\b(?:is|are|be)\s*(?:always\s+)?[\"'“]?(?-i:NOT\s+FOUND)\b",
        rf"{_EARLIER_JA}{_RULES_JA}[をはに]?(?:すべて|全て|一切|完全に)?(?:"
        rf"(?:無視|破棄)(?:して{_PLEASE}|せよ|しろ|しなさい|する{_NOT_A_NOUN}"
        rf"|(?:して|し、)[^。\n]{{0,80}}?{_SAY_JA})"
        rf"|忘れ(?:て{_PLEASE}|ろ|なさい|て?[^。\n]{{0,80}}?{_SAY_JA})"
        rf"|従わ(?:ず|ないで)[^。\n]{{0,80}}?{_SAY_JA})",
        rf"(?:{_MODEL_JA}|(?<![A-Za-z])AI|アシスタント)(?:さん)?(?:へ(?:の(?:指示|命令|メッセージ|連絡"
        r"|お願い))?|に(?:対する)?(?:告ぐ|指示|命令)|よ|宛て?|向けの?(?:指示|命令|メッセージ))"
        r"\s*[:、。\]】)」]",
        r"(?:あなた|君|お前)は[^。\n]{0,20}(?:AI|アシスタント|言語モデル|ボット)"
        r"(?:です|だ|である|として|では)",
        r"(?:NOT\s*FOUND|見つかりません|見つからない|記載(?:[がは])?(?:ありません|なし)|記載されていません)"
        rf"[」』\"”']?\s*と(?:だけ|のみ)?{_SAY_JA}",
    ),
    Sign.ROLE: _compiled(
        r"(?:^|(?<=[.!?。|,])\s{0,8})(?P<at>[#>*\s-]{0,6}[\[(<【*]{0,3}\s{0,3}(?:system|assistant"
        r"|developer|(?-i:AI)|(?-i:LLM)|chat\s?bot|instruction"
        r"|(?:(?:new|important|updated|hidden|secret|additional|real|system)\s+)+instructions?"
        r"|system\s+(?:prompt|message|override|note|notice|update)"
        r"|システム(?:プロンプト|メッセージ|指示|命令|通知)?|アシスタント|(?:新しい|重要な)指示)"
        r"\s{0,3}[\])>】*]{0,3}\s{0,3}[:\]】])",
    ),
    Sign.ANSWER: _compiled(
        rf"{_ORDERED}(?P<at>(?:answer|reply|respond)\b(?:\s+(?:only|exactly|always|just|simply"
        rf"|instead)){{0,2}}\s*(?:with\b|that\b|by\s+saying|[:=\"“]|{_VALUE}|to\s+(?:the|every|any|all"
        rf"|each)\b[^.!?\n]{{0,30}}\b(?:questions?|users?)\b))",
        rf"{_ORDERED}(?P<at>answer\s+(?:every|any|all|each)\s+[^.!?\n]{{0,60}}?\bwith\s+{_VALUE})",
        rf"{_ORDERED}(?P<at>(?:say|state|claim|pretend|insist|report)\s+(?:only\s+|exactly\s+)?"
        rf"(?:that\b|[\"“:]|{_VALUE}))",
        rf"{_ORDERED}(?P<at>(?:output|print|write|return)\s+(?:(?:only|exactly|just)\s+{_VALUE}"
        rf"|(?:only\s+)?the\s+words?\b|[\"'“]?(?-i:NOT\s+FOUND)\b))",
        rf"{_ORDERED}(?P<at>(?:tell|inform|convince|assure|advise)\s+(?:(?:the|every|any)\s+)?"
        rf"(?:users?|readers?|person|questioner|asker|human|whoever|anyone)\b)",
        r"\bas\s+(?:the|your)\s+(?:final\s+|only\s+|correct\s+)?answer\b",
        rf"(?:と|を|だけ|のみ)\s*(?:必ず|常に|のみ|だけ)?{_SAY_JA_ORDER}",
        rf"(?:利用者|ユーザー?|質問者|読者)[にへ]は?[^。\n]{{0,60}}{_SAY_JA_ORDER}",
    ),
    Sign.ASKED: _compiled(
        r"\b(?:every|any|all|each|whatever|no\s+matter\s+(?:what|which))\s+(?:other\s+|such\s+|the\s+"
        r"|user'?s?\s+)*questions?\b|\b(?:to|of)\s+th(?:e|is)\s+question\b",
        r"\b(?:when|if|whenever|once)\b[^.!?\n]{0,40}?\b(?:asked|asks?)\s+(?:about|what|which|how"
        r"|any|a\s+question|this)\b",
        r"\bthe\s+(?:correct|right|only|final|true)\s+answer\b|\byour\s+(?:\w+\s+)?(?:answer|reply"
        r"|response|output)s?\b|\bthe\s+user'?s?\s+(?:asks?|wants?|question)\b",
        r"(?:質問|問い合わせ|問い)(?:には|に対し|が(?:来|あっ)たら|され(?:たら|た場合))"
        r"|(?:聞かれ|尋ねられ|問われ)(?:たら|た場合)",
        r"(?:どんな|どのような|いかなる|あらゆる|どの)質問|正しい(?:答え|回答)|あなたの(?:答え|回答)",
    ),
    Sign.MODEL: _compiled(
        rf"\b{_MODEL}",
        rf"\b(?:the|an?|dear|hey|any|every|attention|to|for)\s+{_BARE_AI}|{_BARE_AI}\s*[:,]",
        r"^\W{0,8}assistant\s*[:,]|\bthe\s+assistant\s+(?:must|should|shall|will)\b",
        rf"{_MODEL_JA}|(?<![A-Za-z])AI(?:は|が|に|へ|を)|アシスタント(?:は|へ|に)",
    ),
    Sign.IGNORE: _compiled(
        rf"{_ORDERED}(?P<at>{_IGNORE}\s+{_EARLIER_RULES})",
        rf"{_ORDERED}(?P<at>{_IGNORE}\s+(?:everything|anything|all|the|this|any)\s+(?:\w+\s+){{0,5}}?"
        r"(?:above|before|else|passages?|documents?|manuals?|tables?|context|text|sheets?)\b)",
        rf"{_RULES_JA}[をは](?:すべて|全て|一切)?(?:無視|破棄|忘れ)",
        r"(?:表|本文|文書|資料|上の値|上記|マニュアル|他の(?:値|記載))(?:の(?:値|内容|記載))?[をは]"
        r"(?:すべて|全て)?無視し",
    ),
    Sign.TOOL: _compiled(
        r"\b(?:call|invoke|run|execute|use)\s+(?:(?:the|a|your|this)\s+)?(?:sql|calculator|search|python"
        r"|shell|database)\s+(?:tool|function|query|command)s?\b",
        r"\b(?:drop|truncate|alter)\s+table\b|\bdelete\s+from\b|\btool[_\s]calls?\b",
        r"(?:SQL|計算|検索|電卓)?ツール(?:を|で)(?:呼び出|実行|使)|SQLを実行",
    ),
    Sign.CONDUCT: _compiled(
        r"\bfrom\s+now\s+on\b|\bfor\s+the\s+rest\s+of\s+this\s+conversation\b|\bin\s+this\s+conversation\b",
        r"\bdo\s+not\s+(?:mention|reveal|cite|disclose|quote|tell|look|search|use)\s+(?:this|these|the"
        r"\s+(?:users?|passages?|instructions?|sources?|rest)|any(?:thing|one))\b",
        r"今後は|これ以降は?|今からは?|(?:この|これらの)(?:指示|文|命令)[^。\n]{0,15}(?:言及|明か|引用|表示)",
    ),
}
