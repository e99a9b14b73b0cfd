"""The style sheet of the window, made from the theme's colours. Shapes only; words elsewhere."""

from __future__ import annotations

from app.window import theme
from app.window.theme import Colours


def style_sheet(colours: Colours) -> str:
    """For the main window; set it again when the palette changes."""
    names = {name: getattr(colours, name).name() for name in Colours.__slots__ if name != "is_dark"}
    return _SHEET.format(radius=theme.RADIUS, half=theme.HALF, space=theme.SPACE, **names)


# Objects are addressed by name ("#primary") where one role has several looks.
_SHEET = """
QMainWindow, QStatusBar, QMenuBar {{ background: {window}; color: {text}; }}
QMenuBar {{ border-bottom: 1px solid {line}; padding: 2px {half}px; }}
QMenuBar::item {{ padding: {half}px {space}px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenu {{ background: {base}; color: {text}; border: 1px solid {line}; padding: {half}px; }}
QMenu::item {{ padding: 6px 24px 6px 24px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent_soft}; color: {text}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: {half}px {space}px; }}
QToolTip {{ background: {base}; color: {text}; border: 1px solid {line}; padding: {half}px; }}
QStatusBar {{ border-top: 1px solid {line}; }}
QStatusBar::item {{ border: none; }}

QSplitter::handle {{ background: {line}; }}
QSplitter::handle:hover {{ background: {accent}; }}

QPushButton {{
    background: {base}; color: {text}; border: 1px solid {edge}; border-radius: {radius}px;
    padding: 0 14px; min-height: 30px;
}}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {accent_soft}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 0 13px; min-height: 28px; }}
QPushButton:disabled {{ color: {muted}; background: {window}; }}
QPushButton#primary {{
    background: {accent}; color: {on_accent}; border: 1px solid {accent}; font-weight: 600;
}}
QPushButton#primary:focus {{ border: 2px solid {text}; }}
QPushButton#primary:disabled {{ background: {line}; border-color: {line}; color: {muted}; }}
QPushButton#quiet {{ background: transparent; }}
QPushButton#quiet:hover {{ background: {hover}; }}

QToolButton {{
    background: transparent; color: {text}; border: 2px solid transparent;
    border-radius: {radius}px; padding: {half}px; min-width: 20px; min-height: 20px;
}}
QToolButton:hover {{ background: {hover}; }}
QToolButton:pressed, QToolButton:checked {{ background: {accent_soft}; }}
QToolButton#segment {{ padding: 0 {space}px; color: {muted}; }}
QToolButton#segment:checked {{ color: {text}; font-weight: 600; }}
QToolButton#disclosure:checked {{ background: transparent; }}
QToolButton#disclosure:hover {{ background: {hover}; }}
QToolButton#chip {{
    background: {accent_soft}; border: 1px solid {edge}; border-radius: 14px;
    padding: 0 {half}px;
}}
QToolButton#chip:hover {{ background: {hover}; border-color: {edge}; }}
QToolButton#chip:focus {{ border: 2px solid {accent}; }}
QToolButton:focus {{ border-color: {accent}; }}
QToolButton:disabled {{ color: {muted}; }}
QToolButton::menu-indicator {{ image: none; }}

QLineEdit {{
    background: {base}; color: {text}; border: 1px solid {edge}; border-radius: {radius}px;
    padding: {half}px {space}px; selection-background-color: {accent};
    selection-color: {on_accent};
}}
QLineEdit#pageNumber {{ padding: {half}px; }}
QLineEdit#pageNumber:focus {{ padding: 3px; }}
QLineEdit:focus {{ border: 2px solid {accent}; padding: 3px 7px; }}

QPlainTextEdit#patterns, QPlainTextEdit#codeEditor {{
    background: {base}; color: {text}; border: 1px solid {edge}; border-radius: {radius}px;
    padding: {half}px; selection-background-color: {accent}; selection-color: {on_accent};
}}
QPlainTextEdit#patterns:focus, QPlainTextEdit#codeEditor:focus {{
    border: 2px solid {accent}; padding: 3px;
}}
QComboBox {{
    background: {base}; color: {text}; border: 1px solid {edge}; border-radius: {radius}px;
    padding: {half}px {space}px; min-height: 20px;
}}
QDateEdit {{
    background: {base}; color: {text}; border: 1px solid {edge}; border-radius: {radius}px;
    padding: {half}px; min-height: 20px; selection-background-color: {accent};
    selection-color: {on_accent};
}}
QDateEdit QLineEdit {{ border: none; padding: 0 {half}px; background: transparent; }}
QDateEdit::up-button, QDateEdit::down-button {{ width: 0; border: none; }}
QDateEdit:focus {{ border: 2px solid {accent}; padding: 3px; }}
QComboBox:focus {{ border: 2px solid {accent}; padding: 3px 7px; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{
    background: {base}; color: {text}; border: 1px solid {line}; outline: none;
    selection-background-color: {accent_soft}; selection-color: {text};
}}
QCheckBox {{ color: {text}; spacing: {space}px; background: transparent; }}
QCheckBox::indicator {{
    width: 14px; height: 14px; background: {base}; border: 1px solid {edge}; border-radius: 3px;
}}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; }}
QCheckBox::indicator:focus {{ border: 2px solid {text}; width: 12px; height: 12px; }}
QDialog {{ background: {window}; color: {text}; }}

QFrame#askFrame {{ background: {base}; border: 1px solid {edge}; border-radius: {space}px; }}
QFrame#askFrame[hasFocus="true"] {{ border: 2px solid {accent}; }}
QPlainTextEdit#askText {{
    background: transparent; color: {text}; border: none;
    selection-background-color: {accent}; selection-color: {on_accent};
}}

QTextBrowser {{
    background: {base}; color: {text}; border: 2px solid transparent;
    selection-background-color: {accent}; selection-color: {on_accent};
}}
QTextBrowser:focus {{ border-color: {accent}; }}
QListView {{ background: transparent; color: {text}; border: none; outline: none; }}
QTreeView#stepTree {{
    background: {base}; color: {text}; border: 2px solid transparent; outline: none;
    selection-background-color: {accent_soft}; selection-color: {text};
}}
QTreeView#stepTree:focus {{ border-color: {accent}; }}
QTreeView#stepTree::item {{ padding: 2px {half}px; }}
QTableView {{
    background: {base}; color: {text}; border: none; gridline-color: {line};
    selection-background-color: {accent_soft}; selection-color: {text};
}}
QTableView::item {{ padding: 0 {space}px; }}
QHeaderView::section {{
    background: {window}; color: {muted}; border: none; border-right: 1px solid {line};
    border-bottom: 1px solid {line}; padding: {half}px {space}px;
}}
QTableCornerButton::section {{ background: {window}; border: none; }}

QProgressBar {{
    background: {line}; border: none; border-radius: 2px; min-height: 4px; max-height: 4px;
}}
QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}

QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {edge}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QWidget#settingsPage, QWidget#settingsInside, QScrollArea#settingsArea {{ background: {window}; }}
QWidget#guideInside, QScrollArea#guideArea {{ background: {window}; }}
QFrame#settingsCard {{ background: {base}; border: 1px solid {line}; border-radius: {radius}px; }}
QFrame#settingRow {{ border: none; border-top: 1px solid {line}; }}
QFrame#settingRow[isFirst="true"] {{ border-top: none; }}
QPushButton#place {{
    background: transparent; border: 2px solid transparent; text-align: left; min-width: 120px;
}}
QPushButton#place:hover {{ background: {hover}; }}
QPushButton#place:focus {{ border-color: {accent}; padding: 0 14px; min-height: 30px; }}
QToolButton#question {{ border: 1px solid {edge}; text-align: left; }}
QToolButton#question:hover {{ background: {accent_soft}; border-color: {accent}; }}
QToolButton#question:focus {{ border: 2px solid {accent}; }}
QSpinBox {{
    background: {base}; color: {text}; border: 1px solid {edge}; border-radius: {radius}px;
    padding: {half}px {space}px; min-height: 20px; selection-background-color: {accent};
    selection-color: {on_accent};
}}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QSpinBox QLineEdit, QSpinBox QLineEdit:focus {{ border: none; padding: 0; }}
QSpinBox:focus {{ border: 2px solid {accent}; padding: 3px 7px; }}
QWidget#libraryPanel {{ background: {window}; }}
QWidget#middlePanel {{ background: {base}; }}
QWidget#evidencePanel, QWidget#emptyState, QWidget#keysInside {{ background: {window}; }}
QWidget#qualifyPage, QWidget#qualifyResultsInside {{ background: {base}; }}
QWidget#qualifySetup, QWidget#qualifySetupInside {{ background: {window}; }}
QWidget#qualifySetup {{ border-right: 1px solid {line}; }}
QWidget#runPanel {{ border-bottom: 1px solid {line}; }}
QWidget#rowBar {{ background: {window}; border-bottom: 1px solid {line}; }}
QWidget#panelHeader {{ border-bottom: 1px solid {line}; }}
QFrame#recallBar {{ background: {accent_soft}; border-top: 1px solid {line}; }}
QFrame#recallBar {{ border-bottom: 1px solid {line}; }}
QWidget#judgeBar {{ background: {base}; }}
QWidget#progressPanel, QWidget#stepsPanel, QWidget#folderPanel {{ border-top: 1px solid {line}; }}
QLabel {{ color: {text}; background: transparent; }}
QLabel#muted {{ color: {muted}; }}
QLabel#warning {{ color: {warning}; }}
QLabel#good {{ color: {good}; }}
QLabel#danger {{ color: {danger}; }}
QLabel#offlineSeal {{
    color: {good}; border: 1px solid {good}; border-radius: 9px; padding: 0 {space}px;
}}
QFrame#popover {{ background: {base}; border: 1px solid {edge}; border-radius: {radius}px; }}
QFrame#dropArea {{ background: {base}; border: 2px dashed {edge}; border-radius: 12px; }}
QFrame#dropArea[isActive="true"] {{ border-color: {accent}; background: {accent_soft}; }}
QFrame#dropOverlay {{
    background: {accent_soft}; border: 3px dashed {accent}; border-radius: 12px;
}}
QWidget#editedBar {{ background: {warning_soft}; border-bottom: 1px solid {line}; }}
QFrame#fileCard {{ background: {base}; border: 1px solid {edge}; border-radius: {space}px; }}
QScrollArea#fileCardScroll, QWidget#fileCardInside {{ background: transparent; }}
QPushButton#link {{
    background: transparent; color: {accent}; border: 1px solid transparent; text-align: left;
    padding: 0 {half}px; min-height: 26px;
}}
QPushButton#link:hover {{ background: {hover}; }}
QPushButton#link:focus {{ border: 2px solid {accent}; padding: 0 3px; min-height: 24px; }}
QFrame#notice {{ border-bottom: 1px solid {line}; background: {accent_soft}; }}
QFrame#notice[severity="warning"] {{ background: {warning_soft}; }}
QFrame#notice[severity="danger"] {{ background: {danger_soft}; }}
"""
