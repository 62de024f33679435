"""Catalogue entries of the reconciliation (突合): what was delivered against what the target system holds: M."""

from __future__ import annotations

from chukan.rules.rule import Rule
from chukan.severity import Severity

RECONCILIATION = (
    Rule(
        "M01",
        "移行先にないレコード",
        "Delivered, but not loaded",
        checks="提出されたレコードが、移行先にキーで見つかるか。移行対象から除くと決めたレコード（left_out の規則）は、その規則の件数に数えます。",
        why="一件の取りこぼしは、一人の住民、一つの課税がなくなることです。",
        example="提出データの 1,024 件目の住民が、移行先の出力にいない。",
        remedy="移行先の事業者が取込みの記録でこのレコードの扱いを確かめ、取り込み直してください。移さないと決めたものなら、突合の規則に left_out を書いてください。",
    ),
    Rule(
        "M02",
        "移行元にないレコード",
        "Loaded, but not delivered",
        checks="移行先にあるレコードが、提出データにキーで見つかるか。移行先で加えると決めたレコード（added の規則）は、その規則の件数に数えます。",
        why="試験用のデータの残りや、二度取り込んだもののことがあります。",
        example="移行先に、提出していない宛名番号のレコードがある。",
        remedy="移行先の事業者が、いつ・なぜ作られたレコードかを確かめ、要らなければ消してください。必要なものなら、突合の規則に added を書いてください。",
    ),
    Rule(
        "M03",
        "移行元と移行先で違う値",
        "Values that differ between delivered and loaded",
        checks="キーで対応したレコードの項目の値が同じか。違いを認める規則（空白、全角・半角、日付、コードの変換など）で同じになるものは、その規則の件数に数えます。",
        why="件数と合計が合っていても、項目の取り違えや変換の誤りは、値を比べなければ見つかりません。",
        example="異動日が 20230401 のレコードが、移行先では 20230410。",
        remedy="移行先の事業者が変換と取込みを確かめ、直してください。違ってよいと合意したものなら、合意した人と理由を添えて突合の規則を書いてください。",
    ),
    Rule(
        "M04",
        "突合のキーの重複",
        "Keys that more than one record has",
        checks="移行元か移行先で同じキーが二つ以上あり、中身を比べても対応が一つに決まらないレコード。",
        why="どれがどれに当たるか分からないレコードは、移ったとも移らなかったとも言えません。",
        example="同じ宛名番号・履歴番号のレコードが移行元に1件、移行先に2件。",
        remedy="二重の取込みがないかを移行先の事業者が確かめてください。キーが足りないときは、突合の規則の key に項目を書き足してください。",
    ),
    Rule(
        "M05",
        "移行先の件数の不一致",
        "Number of records other than the target system says",
        checks="プロジェクトに書かれた取込件数（loaded の records）と、移行先の出力にあるレコードの件数が一致するか。",
        why="出力が途中で切れていると、突合の結果も途中までのものになります。",
        example="取込件数は 61,234 件だが、移行先の出力は 61,000 件。",
        remedy="移行先の事業者が出力をやり直すか、取込件数を確かめてください。",
    ),
    Rule(
        "M06",
        "対になるファイルがない",
        "A file without its counterpart",
        checks="提出されたファイルごとに、移行先の出力があるか。移行先のファイルに、どの提出データにも当たらないものがないか。",
        why="ファイルごと取り込み忘れると、件数の表にも現れません。",
        example="提出した世帯ファイルに対する移行先の出力がない。",
        remedy="移行先の事業者に出力を頼むか、プロジェクトの loaded のパスを確かめてください。",
    ),
    Rule(
        "M07",
        "変換表にない値",
        "Values that a conversion table lacks",
        checks="コード・番号・外字の変換表を決めた項目に、表にない値や文字がないか。",
        why="表にないものをどう変換したかは、移行先の判断で決まってしまいます。",
        example="変換表にない外字 U+E05A が氏名に 3 件。",
        remedy="移行元・移行先の事業者が変換先を決め、変換表に書き足してください。変えないものは、同じ値を新旧に書いてください。",
        severity=Severity.WARNING,
    ),
    Rule(
        "M08",
        "一つにまとまるコード",
        "Several old codes that became one",
        checks="変換表で、移行元の二つ以上のコードが移行先の一つのコードになり、区別が失われたもの。",
        why="移行先のデータからは、もとがどちらだったか分からなくなります。",
        example="異動事由「11 転入」「12 国外転入」が、移行先ではどちらも「1」。",
        remedy="区別が要らないことを所管課が確かめてください。要るなら、移行先の事業者が残し方を決めてください。",
        severity=Severity.INFO,
    ),
    Rule(
        "M09",
        "除いたはずのレコードの取込み",
        "Loaded although it was to be left out",
        checks="移行対象から除くと決めたレコード（left_out の規則）が、移行先にないか。",
        why="保存年限を過ぎたデータを持ち続けることになります。",
        example="保管に回した除票が、移行先にもある。",
        remedy="移行先の事業者が、取り込んだファイルが分割後のものかを確かめ、取り込み直してください。",
    ),
)
