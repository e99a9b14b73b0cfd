"""What a run came to: the verdict in a sentence, the tickets, and the charts of the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.messages import describe
from app.qualification_protocol import PricesStage, RunRead
from app.window import theme
from app.window.chart_strip import ChartStrip
from app.window.ticket_table import TicketTable

_DOUBTFUL = frozenset({PricesStage.EXAMPLES, PricesStage.WRONG})


class QualifyResults(QScrollArea):
    """Scrolls down only; charts become smaller or wrap where the window is narrow."""

    prices_wanted = Signal()

    def __init__(self, owner: QWidget | None = None) -> None:
        super().__init__(owner)
        self.setObjectName("qualifyResults")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._run: RunRead | None = None
        self._at = 0
        self.headline = _paragraph()
        self.headline.setFont(theme.scaled(self.font(), 1.25, weight=QFont.Weight.DemiBold))
        self.sentences = _paragraph()
        self.table = TicketTable(self)
        self.notes = _paragraph()
        self.notes.setObjectName("muted")
        self.bars, self.heatmaps, self.scale, self.speed, self.cost = (
            ChartStrip() for _ in range(5)
        )
        self.prices_note = _paragraph()
        self.prices = QPushButton()
        self.prices.clicked.connect(self.prices_wanted)
        self._titles = [_section(self.font()) for _ in range(4)]
        self._lay_out()
        self.table.chosen.connect(self.show_ticket)
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("qualifyResultsInside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.WIDE, theme.GAP, theme.WIDE, theme.WIDE)
        column.setSpacing(theme.SPACE)
        abilities, needles, speed, cost = self._titles
        for part in (
            self.headline,
            self.sentences,
            self.table,
            abilities,
            self.bars,
            self.notes,
            needles,
            self.heatmaps,
            self.scale,
            speed,
            self.speed,
            cost,
            self.prices_note,
            self.cost,
        ):
            if part in (*self._titles, self.table):
                column.addSpacing(theme.SPACE)
            column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.prices)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.setWidget(inside)

    def show_run(self, run: RunRead) -> None:
        """Show what a run came to so far; the chosen ticket stays chosen."""
        is_other = self._run is None or self._run.folder != run.folder
        self._run = run
        self.headline.setText(run.headline)
        self.sentences.setText("\n".join(run.sentences))
        self.sentences.setVisible(bool(run.sentences))
        self.table.show_tickets(run.summary.tickets, run.names)
        if is_other:
            self.verticalScrollBar().setValue(0)

    def show_ticket(self, at: int) -> None:
        """The charts of one ticket, by its place in the run."""
        if self._run is None:
            return
        self._at = max(at, 0)
        charts = self._run.charts
        one = self._run.summary.tickets[self._at]
        self.bars.show_charts([charts[f"bars-{self._at}"]])
        notes = self._run.notes[one.ticket.id]
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))
        keys = [f"needle-{self._at}-{found.condition}" for found in one.heatmaps]
        self.heatmaps.show_charts([charts[key] for key in keys])
        self.scale.show_charts([charts["scale"]] if keys else [])
        self.speed.show_charts([charts[key] for key in ("prefill", "decode") if key in charts])
        self.cost.show_charts([charts["cost"]] if "cost" in charts else [])
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """All words again; those of the run come with it, in the language it is asked in."""
        self.setAccessibleName(self.tr("What the qualification came to"))
        name = ""
        if self._run is not None:
            ticket = self._run.summary.tickets[self._at].ticket
            name = self._run.names.get(ticket.id, "")
        titles = (
            (self.tr("Abilities"), name, self.bars),
            (self.tr("Needles in your documents"), name, self.heatmaps),
            (self.tr("Speed of all tickets"), "", self.speed),
            (self.tr("Cost"), "", self.prices_note),
        )
        for label, (title, of, strip) in zip(self._titles, titles, strict=True):
            label.setText(f"{title} — {of}" if of else title)
            label.setVisible(not strip.isHidden())
        self.prices.setText(self.tr("Edit the prices…"))
        self.prices.setToolTip(self.tr("Opens the file of prices in its own program."))
        self.prices_note.setText(self._prices_in_words())
        is_doubtful = self._run is not None and self._run.prices in _DOUBTFUL
        self.prices_note.setObjectName("warning" if is_doubtful else "muted")
        self.prices_note.style().unpolish(self.prices_note)
        self.prices_note.style().polish(self.prices_note)

    def _prices_in_words(self) -> str:
        if self._run is None:
            return ""
        match self._run.prices:
            case PricesStage.NONE:
                return self.tr(
                    "Put in the prices of your shop to see what answers cost beside searching by "
                    "hand, a model paid by the token, or a server."
                )
            case PricesStage.EXAMPLES:
                return self.tr(
                    "Some prices are still examples that nobody offers. No decision should rest "
                    "on them."
                )
            case PricesStage.WRONG if self._run.prices_failure is not None:
                return describe(self._run.prices_failure).text
            case _:
                return self.tr("With the prices of your shop.")


def _paragraph() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _section(font: QFont) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setFont(theme.scaled(font, 1.1, weight=QFont.Weight.DemiBold))
    return label
