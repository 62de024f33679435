"""Catalogue entries about what needs more than one record, and about what people settle: K, S, A, W."""

from __future__ import annotations

from chukan.rules.rule import Rule
from chukan.severity import Severity

DELIVERIES = (
    Rule(
        "K01",
        "キーの重複・空白",
        "Key not unique, or blank",
        checks="キー項目の組がファイルの中でただ一つか。キーが空でないか。定義にある一意の組も同じく。",
        why="移行先では後のレコードが前のレコードを上書きします。",
        example="同じ宛名番号・履歴番号のレコードが2件。",
        remedy="重複したレコードのどれが正しいかを移行元で確かめてください。",
    ),
    Rule(
        "K02",
        "参照先のないレコード",
        "Reference without its parent",
        checks="参照する相手のレコードがあるか。定義によっては、相手から参照されているかも確かめます。",
        why="世帯のない住民、住民のない課税台帳は、移行先で取り込めません。",
        example="世帯番号 000123 の世帯が household にない。",
        remedy="移行元で相手のレコードの抽出条件を確かめてください。",
    ),
    Rule(
        "K03",
        "履歴の連番・期間",
        "History numbers and periods",
        checks="履歴番号の欠番・重複、日付との順序、最新レコードがただ一つか、期間の重なり。",
        why="最新が二つあると、どの住所・資格が今のものか決まりません。",
        example="履歴番号が 1、2、4。最新フラグ「1」が2件。",
        remedy="移行元の履歴を確かめ、欠けた履歴を出力するか番号を振り直してください。",
    ),
    Rule(
        "K04",
        "二つの台帳にある番号",
        "The same number in two registers",
        checks="住民と住登外など、番号を共有してはいけない台帳に同じ番号がないか。",
        why="別の人どうしが移行先で一人になります。",
        example="宛名番号 000000000000019 が住民にも住登外者にもある。",
        remedy="どちらの番号を付け替えるかを決めてください。",
    ),
    Rule(
        "K05",
        "世帯主",
        "Head of household",
        checks="世帯主のいない世帯、二人以上いる世帯、世帯主が別の世帯にいる世帯。",
        why="世帯単位の通知・給付の宛先が決まりません。",
        example="3人世帯の続柄がすべて「子」。",
        remedy="移行元で続柄と世帯番号を確かめてください。",
    ),
    Rule(
        "S01",
        "金額の合計",
        "Control totals of amounts",
        checks="金額項目の合計が、送付票の値と一致するか。",
        why="件数が合っていても、金額の桁ずれは合計でしか見つからないことがあります。",
        example="送付票の所得金額の合計は 123,456 円だが、ファイルは 123,356 円。",
        remedy="差額に当たるレコードを移行元と突き合わせてください。",
    ),
    Rule(
        "S02",
        "値の分布",
        "Plausibility",
        checks="いつも空の項目、いつも同じ値の項目、多くのレコードが同じ値を持つ項目。",
        why="既定値の埋め込みや、列のずれのしるしのことがあります。",
        example="61,234 件すべての電話番号が同じ。",
        remedy="移行元でその項目を使っていないのか、出力の誤りかを確かめてください。",
        severity=Severity.INFO,
    ),
    Rule(
        "A01",
        "移行条件未定",
        "Agreement undecided",
        checks="文字コード・改行・区切り・見出し・桁数の単位・日付の形などのうち、移行条件で決められていないもの。",
        why="決めていないものはファイルから推定して読んでいます。推定は、黙って前提にしてよいものではありません。",
        example="移行条件に encoding がなく、CP932 と推定した。",
        remedy="移行元・移行先の事業者と合意し、移行条件（agreement.yaml）に書いてください。",
        severity=Severity.WARNING,
    ),
    Rule(
        "W01",
        "了承の不備",
        "Waiver that does not hold",
        checks="了承のうち、上限や期限を過ぎたもの、理由・氏名・日付のないもの、日付が検証より後のもの、ない項目や範囲を指すもの（エラー）。当たる指摘がもうないもの、件数だけの古い形のもの（情報）。",
        why="古い了承が残っていると、次に起きた本当の誤りを隠します。",
        example="V10 を 100 件まで了承したが、120 件ある。",
        remedy="指摘が示す行・セルを直してください。当たる指摘がなくなった行は消してください。",
    ),
)
