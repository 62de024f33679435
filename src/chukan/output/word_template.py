"""Filling a Word template (docxtpl): sandboxed, and strict about names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from chukan.errors import ProjectError, did_you_mean, reason

PICTURE_WIDTH = 165
"""Millimetres: A4 less its margins."""
_MAX_UNPACKED = 200 << 20


class UnknownPlaceholder(TemplateError):
    """A template has a placeholder that there is no value for."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.known = name, known


class Strict(StrictUndefined):
    """An unknown name, which raises `UnknownPlaceholder` whatever is done with it."""

    __slots__ = ()

    def _raise(self, *_: Any, **__: Any) -> NoReturn:
        if self._undefined_exception is SecurityError:
            raise SecurityError(str(self._undefined_name))
        holder = self._undefined_obj
        known = tuple(str(k) for k in holder) if isinstance(holder, Mapping) else ()
        raise UnknownPlaceholder(str(self._undefined_name), known)

    # as StrictUndefined has them: each must be named, or the base class answers with its own error
    __str__ = __iter__ = __len__ = __bool__ = __contains__ = __call__ = __getitem__ = __int__ = __float__ = _raise
    __add__ = __radd__ = __sub__ = __mul__ = __lt__ = __gt__ = __le__ = __ge__ = __eq__ = __ne__ = __mod__ = _raise
    __hash__ = _raise

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self._raise()


def fill(template: Path, context: Mapping[str, Any], pictures: Mapping[str, bytes | None] | None = None) -> bytes:
    """Fill a template.

    Args:
        template: a `.docx` whose placeholders are names of `context`.
        context: name -> text, number, or rows (mappings); every name that a template may use.
        pictures: name -> PNG, which takes the place of the text of that name; None leaves the text as it is.

    Returns:
        The document's bytes, with the clock and the author that libraries put into it.

    Raises:
        ProjectError: the template can't be read, or asks for something unknown; names the file, the placeholder and
            the nearest known one.
    """
    document = _opened(template)
    values = dict(context)
    for name, png in (pictures or {}).items():
        if png is not None:
            values[name] = InlineImage(document, io.BytesIO(png), width=Mm(PICTURE_WIDTH))
    environment = SandboxedEnvironment(undefined=Strict, autoescape=True, finalize=_display)
    try:
        document.render(values, environment, autoescape=True)
    except UnknownPlaceholder as e:
        raise _unknown(template, tuple(context), e) from None
    except TemplateSyntaxError as e:
        raise ProjectError(
            f"様式の差込の書き方が正しくありません: {e.message}{_near(e)}",
            place=str(template),
            hint="{{ 名前 }} と {%tr for 行 in 表 %} … {%tr endfor %} の対応を確かめてください。",
        ) from None
    except SecurityError:
        raise ProjectError(
            "様式の差込に、許されない式があります", place=str(template), hint="{{ 名前 }} だけを使ってください。"
        ) from None
    except Exception as e:  # noqa: BLE001 - jinja2 lets whatever a template does through (TypeError, ZeroDivisionError ...)
        raise ProjectError(
            f"様式に差し込めません（{type(e).__name__}: {e}）",
            place=str(template),
            hint="「chukan evidence templates」で付属の様式を書き出し、比べてください。",
        ) from None
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _display(value: Any) -> Any:
    """Write numbers with thousands separators; codes are texts and stay."""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value


def _opened(template: Path) -> DocxTemplate:
    try:
        with zipfile.ZipFile(template) as archive:
            unpacked = sum(i.file_size for i in archive.infolist())
        if unpacked <= _MAX_UNPACKED:
            document = DocxTemplate(str(template))
            document.init_docx()
    except OSError as e:
        raise ProjectError(f"様式を読めません: {reason(e)}", place=str(template)) from None
    except Exception as e:  # noqa: BLE001 - python-docx lets KeyError, ValueError, XMLSyntaxError and others through
        raise ProjectError(
            f"様式を Word 文書として読めません（{type(e).__name__}）",
            place=str(template),
            hint="Word で開き、「Word 文書（*.docx）」で保存し直してください。",
        ) from None
    if unpacked > _MAX_UNPACKED:
        raise ProjectError("様式が大きすぎます", place=str(template), hint="画像を小さくしてください。")
    return document


def _unknown(template: Path, names: tuple[str, ...], e: UnknownPlaceholder) -> ProjectError:
    known = e.known or names
    hint = did_you_mean(e.name, known) or f"使える名前: {'、'.join(known)}"
    return ProjectError(f"様式に知らない差込項目「{e.name}」があります", place=str(template), hint=hint)


def _near(e: TemplateSyntaxError) -> str:
    """Return the text around a mistake, as docxtpl reports it."""
    text = "".join(getattr(e, "docx_context", ())).strip()
    return f"（「{text[:60]}」のあたり）" if text else ""
