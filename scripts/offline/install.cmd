@echo off
chcp 932 >nul
setlocal
rem a double click inside the ZIP unpacks this file alone
if not exist "%~dp0install.py" goto notwhole
set "FOUND="
py -@PYTHON@ -c "" >nul 2>nul && set "FOUND=py -@PYTHON@"
if not defined FOUND python -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '@PYTHON@')" >nul 2>nul && set "FOUND=python"
if not defined FOUND goto nopython
%FOUND% "%~dp0install.py" %*
set "CODE=%ERRORLEVEL%"
goto end
:notwhole
echo 同じフォルダに install.py がありません。ZIP の中で開いているか、一部だけを展開しています。
echo 対処: ZIP をすべて展開し、展開したフォルダの install.cmd を実行してください。
set "CODE=2"
goto end
:nopython
echo Python @PYTHON@ が見つかりません。
echo 対処: Python @PYTHON@ の 64 ビット版を入れてから、もう一度 install.cmd を実行してください。
set "CODE=2"
:end
rem a window that was opened by a double click would be gone before anybody has read it
if "%~1"=="" pause
exit /b %CODE%
