"""Takes a page out of the window: copied, dragged, saved, printed, opened elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePath

from PySide6.QtCore import QMimeData, QObject, QPoint, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QDrag, QGuiApplication, QImage, QPixmap
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from app.messages import describe
from app.page_protocol import DocumentLocated, LocateDocument, RenderTile
from app.protocol import JobFailed, RenderPage
from app.window import outside
from app.window.drawn import PageDrawn, TileDrawn
from app.window.engine_link import EngineLink
from app.window.evidence_panel import EvidencePanel
from app.window.page_menu import PageMenu
from app.window.page_printing import PRINT_SCALE, ask_printer, print_image
from app.window.sights import Sight

IMAGE_SCALE = 200 / 72  # Pixels per point of what is copied and saved.
AROUND_PT = 12.0  # Of a marked place: it is known by what stands beside it.
DRAGGED_PX = 240


class PageOutFlow(QObject):
    """Acts on the page that the evidence panel shows."""

    def __init__(
        self, link: EngineLink, panel: EvidencePanel, owner: QObject | None = None
    ) -> None:
        super().__init__(owner)
        self._link = link
        self._panel = panel
        self.menu = PageMenu(panel)
        panel.header.more.setMenu(self.menu)
        page = panel.page
        page.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        page.customContextMenuRequested.connect(self._show_menu)
        page.copy_wanted.connect(self.copy_text)
        page.hand.carried_off.connect(self._drag_selection)
        panel.header.carried_off.connect(self._drag_citation)
        menu = self.menu
        menu.aboutToShow.connect(self._bring_menu_up_to_date)
        for action, act in (
            (menu.copy_text, self.copy_text),
            (menu.copy_citation, self.copy_citation),
            (menu.copy_image, self.copy_image),
            (menu.save_image, self.save_image),
            (menu.find_words, panel.find_bar.open),
            (menu.print_page, self.print_page),
            (menu.open_outside, self.open_outside),
            (menu.show_in_folder, self.show_in_folder),
        ):
            action.triggered.connect(act)

    # Text.
    @Slot()
    def copy_text(self) -> None:
        """The selected text to the clipboard."""
        text = self._panel.page.hand.selected_text()
        if text:
            QGuiApplication.clipboard().setText(text)

    @Slot()
    def copy_citation(self) -> None:
        """What is cited, with where it stands, to the clipboard."""
        if text := self.citation():
            QGuiApplication.clipboard().setText(text)

    def citation(self, words: str = "") -> str:
        """Words (those that are cited, if none are given) with document and page."""
        sight = self._panel.sight
        if not isinstance(sight, Sight):
            return ""
        if not words and sight.rects.get(sight.page):
            words = " ".join(sight.quote.split())
        document = PurePath(sight.document).name or sight.document
        place = self.tr("{document}, page {page}").format(document=document, page=sight.page)
        return f"{words} — {place}" if words else place

    # Pictures.
    @Slot()
    def copy_image(self) -> None:
        """The marked place, or the page, to the clipboard as a picture."""
        self._with_image(lambda image: QGuiApplication.clipboard().setImage(image))

    @Slot()
    def save_image(self) -> None:
        """The marked place, or the page, into a file that is asked for."""
        sight = self._panel.sight
        if not isinstance(sight, Sight):
            return
        dialog = QFileDialog(self._panel, self.tr("Save image"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Pictures (*.png)"))
        dialog.setDefaultSuffix("png")
        dialog.selectFile(f"{PurePath(sight.document).stem}-{sight.page}.png")
        dialog.fileSelected.connect(lambda name: self.save_image_as(Path(name)))
        dialog.open()

    def save_image_as(self, path: Path) -> None:
        """The marked place, or the page, into this file."""

        def save(image: QImage) -> None:
            if image.save(str(path)):
                self._panel.tell(self.tr("Saved: {path}").format(path=path))
            else:
                text = self.tr("The image could not be written to {path}. Choose another folder.")
                self._panel.tell(text.format(path=path))

        self._with_image(save)

    def _with_image(self, use: Callable[[QImage], None]) -> None:
        """Have the marked place drawn, or the page if there is none, and do something with it."""
        sight = self._panel.sight
        if not isinstance(sight, Sight):
            return
        place = self._marked()

        def show(drawn: PageDrawn | TileDrawn) -> None:
            use(drawn.image)

        if place is None:
            self._link.begin(
                lambda job: RenderPage(job, sight.document_id, sight.page, IMAGE_SCALE),
                on_event=show,
                on_failed=self._tell_failure,
            )
            return
        x, y = max(0, round(place.x() * IMAGE_SCALE)), max(0, round(place.y() * IMAGE_SCALE))
        width, height = round(place.width() * IMAGE_SCALE), round(place.height() * IMAGE_SCALE)

        self._link.begin(
            lambda job: RenderTile(
                job, sight.document_id, sight.page, IMAGE_SCALE, x, y, width, height
            ),
            on_event=show,
            on_failed=self._tell_failure,
        )

    def _marked(self) -> QRectF | None:
        """All marked places of the page with what is around them, in points."""
        around = QRectF()
        for rect in self._panel.page.rects:
            around |= QRectF(rect.x0, rect.y0, rect.x1 - rect.x0, rect.y1 - rect.y0)
        if around.isEmpty():
            return None
        return around.adjusted(-AROUND_PT, -AROUND_PT, AROUND_PT, AROUND_PT)

    # Dragging.
    @Slot()
    def _drag_selection(self) -> None:
        hand = self._panel.page.hand
        if hand.selection is not None:
            around = QRectF()
            for rect in hand.text.rects(hand.selection):
                around |= rect
            self._drag(self.dragged(self.citation(hand.selected_text()), around))

    @Slot()
    def _drag_citation(self) -> None:
        if self.citation():
            self._drag(self.dragged(self.citation(), self._marked()))

    def dragged(self, text: str, place: QRectF | None) -> QMimeData:
        """What is dragged out: a text, and the picture of a place on the page if it is shown."""
        data = QMimeData()
        data.setText(text)
        page = self._panel.page
        if place is not None and page.picture is not None:
            data.setImageData(page.image_of(place))
        return data

    def _drag(self, data: QMimeData) -> None:
        drag = QDrag(self._panel)
        drag.setMimeData(data)
        image = data.imageData()
        if isinstance(image, QImage) and not image.isNull():
            room = QSize(DRAGGED_PX, DRAGGED_PX).boundedTo(image.size())
            small = image.scaled(
                room,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            drag.setPixmap(QPixmap.fromImage(small))
        drag.exec(Qt.DropAction.CopyAction)

    # Paper.
    @Slot()
    def print_page(self) -> None:
        """The page to a printer that is asked for."""
        sight, picture = self._panel.sight, self._panel.page.picture
        if isinstance(sight, Sight) and picture is not None:
            ask_printer(
                self._panel,
                picture.size_pt,
                self.citation(),
                lambda printer: self.print_on(printer, sight),
            )

    def print_on(self, printer: QPrinter, sight: Sight) -> None:
        """A page to this printer, drawn for it by the engine."""

        def put(drawn: PageDrawn) -> None:
            rendered = drawn.rendered
            size_pt = QRectF(0, 0, rendered.width_px, rendered.height_px).size() / rendered.scale
            if not print_image(printer, drawn.image, size_pt):
                self._panel.tell(self.tr("The printer did not take the page."))

        self._link.begin(
            lambda job: RenderPage(job, sight.document_id, sight.page, PRINT_SCALE),
            on_event=put,
            on_failed=self._tell_failure,
        )

    # Other programs.
    @Slot()
    def open_outside(self) -> None:
        """The file in the system's viewer, at this page if that can be told one."""
        sight = self._panel.sight
        if isinstance(sight, Sight):
            self._locate(
                sight,
                lambda path: outside.open_at_page(
                    path,
                    sight.page,
                    owner=self,
                    on_opened=lambda is_opened, is_at_page: self._tell_opened(
                        sight.page, is_opened=is_opened, is_at_page=is_at_page
                    ),
                ),
            )

    @Slot()
    def show_in_folder(self) -> None:
        """The file where it lies."""

        def show(path: Path) -> None:
            if not outside.show_in_folder(path):
                self._panel.tell(str(path))

        sight = self._panel.sight
        if isinstance(sight, Sight):
            self._locate(sight, show)

    def _locate(self, sight: Sight, use: Callable[[Path], None]) -> None:
        def show(located: DocumentLocated) -> None:
            use(located.path)

        self._link.begin(
            lambda job: LocateDocument(job, sight.document_id),
            on_event=show,
            on_failed=self._tell_failure,
        )

    def _tell_opened(self, page: int, *, is_opened: bool, is_at_page: bool) -> None:
        if not is_opened:
            self._panel.tell(self.tr("No program was found that opens this file."))
        elif not is_at_page and page > 1:
            text = self.tr("Opened. This viewer cannot be told the page: go to page {page}.")
            self._panel.tell(text.format(page=page))

    def _tell_failure(self, failed: JobFailed) -> None:
        message = describe(failed.failure)
        self._panel.tell(f"{message.what} {message.action}")

    # The menu.
    @Slot(QPoint)
    def _show_menu(self, where: QPoint) -> None:
        self.menu.popup(self._panel.page.viewport().mapToGlobal(where))

    @Slot()
    def _bring_menu_up_to_date(self) -> None:
        page = self._panel.page
        self.menu.show_state(
            is_page=page.picture is not None,
            is_marked=bool(page.rects),
            is_selected=page.hand.selection is not None,
        )
