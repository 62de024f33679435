@echo off
chcp 932 >nul
setlocal
set "FOUND="
py -@PYTHON@ -c "" >nul 2>nul && set "FOUND=py -@PYTHON@"
if not defined FOUND python -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '@PYTHON@')" >nul 2>nul && set "FOUND=python"
if not defined FOUND goto nopython
%FOUND% "%~dp0install.py" %*
set "CODE=%ERRORLEVEL%"
goto end
:nopython
echo Python @PYTHON@ が見つかりません。
echo 対処: Python @PYTHON@ の 64 ビット版を入れてから、もう一度 install.cmd を実行してください。
set "CODE=2"
:end
rem a window that was opened by a double click would be gone before anybody has read it
if "%~1"=="" pause
exit /b %CODE%
