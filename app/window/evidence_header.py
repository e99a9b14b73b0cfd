"""The line above the evidence: which document, which page, how large."""

from __future__ import annotations

from itertools import pairwise
from pathlib import PurePath

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QFont, QGuiApplication, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QWidget,
)

from app.window import icons, theme
from app.window.appearance import is_font_change
from app.window.elided_label import ElidedLabel
from app.window.tool_tips import plain_tip

WIDE_PX = 460  # All tools fit, and a few letters of the name.


class EvidenceHeader(QWidget):
    """Buttons and fields; knows nothing of documents."""

    turned = Signal(int)
    page_chosen = Signal(int)
    zoomed_in = Signal()
    zoomed_out = Signal()
    fitted = Signal()
    carried_off = Signal()  # The name of the document is dragged out: the citation.

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("panelHeader")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(theme.HEADER_HEIGHT)
        self.name = ElidedLabel(self)
        self.name.setFont(theme.scaled(self.font(), 1.0, weight=QFont.Weight.DemiBold))
        self.name.setCursor(Qt.CursorShape.OpenHandCursor)
        self.name.installEventFilter(self)
        self._carry_from: QPointF | None = None
        self._is_page = False
        self.thumbnails = self._button("thumbnails")
        self.thumbnails.setCheckable(True)
        self.more = self._button("more")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.previous = self._button("previous")
        self.next = self._button("next")
        self.zoom_in = self._button("zoom-in")
        self.zoom_out = self._button("zoom-out")
        self.fit = self._button("fit")
        self.number = QLineEdit(self)
        self.number.setObjectName("pageNumber")
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.setMaxLength(5)
        self._page = 0
        self.total = QLabel(self)
        self.total.setObjectName("muted")
        self._percent = QLabel(self)
        self._percent.setObjectName("muted")
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._fit()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.GAP, 0, theme.SPACE, 0)
        layout.setSpacing(2)
        layout.addWidget(self.thumbnails)
        layout.addWidget(self.name, 1)
        layout.addSpacing(theme.SPACE)
        for widget in (self.previous, self.number, self.total, self.next):
            layout.addWidget(widget)
        layout.addSpacing(theme.SPACE)
        for widget in (self.zoom_out, self._percent, self.zoom_in, self.fit, self.more):
            layout.addWidget(widget)
        turning = (self.thumbnails, self.previous, self.number, self.next)
        in_order = (*turning, self.zoom_out, self.zoom_in, self.fit, self.more)
        for before, behind in pairwise(in_order):
            self.setTabOrder(before, behind)
        self.previous.clicked.connect(lambda: self.turned.emit(-1))
        self.next.clicked.connect(lambda: self.turned.emit(1))
        self.number.editingFinished.connect(self._choose_page)
        self.zoom_in.clicked.connect(self.zoomed_in)
        self.zoom_out.clicked.connect(self.zoomed_out)
        self.fit.clicked.connect(self.fitted)
        self.retranslate()

    def show_page(self, document: str, page: int, n_pages: int) -> None:
        """A page of a document."""
        self._show_name(document)
        self._page = page
        self.number.setText(str(page))
        self.total.setText(f"/ {n_pages}" if n_pages else "")
        self.previous.setEnabled(page > 1)
        self.next.setEnabled(page < n_pages)
        self._set_tools_visible(True)

    def show_rows(self, document: str, place: str) -> None:
        """Rows of a log table: there is nothing to turn."""
        self._show_name(document)
        self._set_tools_visible(False)
        self.total.setText(place)
        self.total.setVisible(True)

    def show_nothing(self) -> None:
        """No evidence yet."""
        self.name.set_text(self.tr("Evidence"))
        self.name.setToolTip("")
        self._set_tools_visible(False)

    @Slot(float)
    def show_zoom(self, share: float) -> None:
        """How large the page is, as a share of its actual size."""
        self._percent.setText(f"{share * 100:.0f} %")

    @Slot()
    def _choose_page(self) -> None:
        """A page that was typed. What is no page of the document is put back."""
        typed = self.number.text()
        self.number.setText(str(self._page))
        if typed.isdecimal() and int(typed) != self._page:
            self.page_chosen.emit(int(typed))

    def _show_name(self, document: str) -> None:
        self.name.set_text(PurePath(document).name or document)
        self.name.setToolTip(plain_tip(document))

    def _set_tools_visible(self, are_visible: bool) -> None:
        self._is_page = are_visible
        for widget in (
            self.previous,
            self.number,
            self.total,
            self.next,
            self.zoom_out,
            self.zoom_in,
            self.more,
        ):
            widget.setVisible(are_visible)
        self._make_room()

    def _make_room(self) -> None:
        """In a narrow panel some tools are left to the menus and the keys."""
        is_wide = self.width() >= WIDE_PX
        for widget in (self.thumbnails, self._percent, self.fit):
            widget.setVisible(self._is_page and is_wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self._make_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The name can be dragged out."""
        if watched is self.name and isinstance(event, QMouseEvent):
            if event.type() is QEvent.Type.MouseButtonPress and self._is_page:
                self._carry_from = event.position()
            elif event.type() is QEvent.Type.MouseButtonRelease:
                self._carry_from = None
            elif event.type() is QEvent.Type.MouseMove and self._carry_from is not None:
                moved = (event.position() - self._carry_from).manhattanLength()
                if moved >= QGuiApplication.styleHints().startDragDistance():
                    self._carry_from = None
                    self.carried_off.emit()
        return super().eventFilter(watched, event)

    def _button(self, icon_name: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("iconName", icon_name)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _fit(self) -> None:
        """Room for the widest numbers, so that nothing moves when they change."""
        advance = self.fontMetrics().horizontalAdvance
        self.number.setFixedWidth(max(44, advance("0000") + 2 * theme.SPACE))
        self._percent.setMinimumWidth(advance("0000 %"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow language, palette and the size of text."""
        if is_font_change(event):
            self._fit()
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words and icons again."""
        words = {
            self.previous: self.tr("Previous page (Page Up)"),
            self.next: self.tr("Next page (Page Down)"),
            self.zoom_in: self.tr("Zoom in"),
            self.zoom_out: self.tr("Zoom out"),
            self.fit: self.tr("Fit to width"),
            self.thumbnails: self.tr("Pages of the document"),
            self.more: self.tr("More for this page"),
        }
        for button, text in words.items():
            button.setToolTip(text)
            button.setAccessibleName(text)
            button.setIcon(icons.icon(str(button.property("iconName")), theme.current().text))
        self.number.setAccessibleName(self.tr("Page number"))
