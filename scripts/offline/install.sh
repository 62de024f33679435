#!/bin/sh
# Finds Python @PYTHON@ and has it install chukan from this folder.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 2
for python in python@PYTHON@ python3 python; do
    if "$python" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '@PYTHON@')" >/dev/null 2>&1; then
        exec "$python" "$here/install.py" "$@"
    fi
done
echo "Python @PYTHON@ が見つかりません。" >&2
echo "対処: Python @PYTHON@ を入れ、PATH から見えるようにしてから、もう一度 install.sh を実行してください。" >&2
exit 2
