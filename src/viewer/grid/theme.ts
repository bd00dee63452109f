// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { CellRenderer, GraphicsContext, TextRenderer } from '@lumino/datagrid';
import type { DataGrid } from '@lumino/datagrid';

/**
 * The colours and letters of JupyterLab's theme, for a canvas.
 */
export interface IGridTheme {
  readonly style: DataGrid.Style;
  readonly body: TextRenderer;
  readonly header: CellRenderer;
  readonly rowHeader: TextRenderer;
}

/**
 * Read JupyterLab's theme.
 *
 * @param node - Where its variables hold.
 */
export function gridTheme(node: HTMLElement): IGridTheme {
  const style = getComputedStyle(node);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const family = read('--jp-ui-font-family') || 'sans-serif';
  const size = read('--jp-ui-font-size1') || '13px';
  const colors = {
    text: read('--jp-ui-font-color1'),
    muted: read('--jp-ui-font-color2'),
    header: read('--jp-layout-color2')
  };
  return {
    style: styleOf(read),
    body: new TextRenderer({
      font: `${size} ${family}`,
      textColor: colors.text,
      // A number whose first digits are cut off would be read as another one.
      elideDirection: 'right',
      horizontalAlignment: ({ metadata }) =>
        isRight(metadata.type) ? 'right' : 'left'
    }),
    header: new HeaderRenderer({ ...colors, family, size }),
    rowHeader: new TextRenderer({
      font: `${size} ${family}`,
      textColor: colors.muted,
      backgroundColor: colors.header,
      horizontalAlignment: 'right'
    })
  };
}

/**
 * Whether cells of a type are shown at the right.
 */
export function isRight(type: unknown): boolean {
  return type === 'integer' || type === 'number';
}

function styleOf(read: (name: string) => string): DataGrid.Style {
  const [back, stripe] = [
    read('--jp-layout-color0'),
    read('--jp-layout-color1')
  ];
  const line = read('--jp-border-color3');
  const accent = read('--jp-brand-color1');
  const faint = withAlpha(accent, 0.2);
  return {
    voidColor: read('--jp-layout-color1'),
    backgroundColor: back,
    rowBackgroundColor: row => (row % 2 === 0 ? back : stripe),
    gridLineColor: line,
    headerBackgroundColor: read('--jp-layout-color2'),
    headerGridLineColor: read('--jp-border-color2'),
    selectionFillColor: faint,
    selectionBorderColor: accent,
    cursorFillColor: faint,
    cursorBorderColor: accent,
    headerSelectionFillColor: withAlpha(accent, 0.15),
    headerSelectionBorderColor: accent
  };
}

/** A colour that lets some of what is below it through. */
function withAlpha(color: string, alpha: number): string {
  return `color-mix(in srgb, ${color} ${100 * alpha}%, transparent)`;
}

/**
 * Draws the header of a column: its name, and its type in a second line.
 */
class HeaderRenderer extends CellRenderer {
  constructor(private readonly _look: HeaderRenderer.ILook) {
    super();
  }

  paint(gc: GraphicsContext, config: CellRenderer.CellConfig): void {
    const { family, header, muted, size, text } = this._look;
    const { height, metadata, value, width, x, y } = config;
    gc.fillStyle = header;
    gc.fillRect(x, y, width, height);
    const right = isRight(metadata.type);
    const at = right ? x + width - PADDING : x + PADDING;
    gc.save();
    gc.beginPath();
    gc.rect(x, y, width, height);
    gc.clip();
    gc.textAlign = right ? 'right' : 'left';
    gc.textBaseline = 'middle';
    gc.font = `600 ${size} ${family}`;
    gc.fillStyle = text;
    gc.fillText(fitting(gc, String(value), width), at, y + height * 0.33);
    gc.font = `${parseFloat(size) - 2}px ${family}`;
    gc.fillStyle = muted;
    gc.fillText(String(metadata.typeName ?? ''), at, y + height * 0.74);
    gc.restore();
  }
}

namespace HeaderRenderer {
  export interface ILook {
    readonly family: string;
    readonly size: string;
    readonly text: string;
    readonly muted: string;
    readonly header: string;
  }
}

/** A text, cut so that it has room. */
function fitting(gc: GraphicsContext, text: string, width: number): string {
  const room = width - 2 * PADDING;
  let shown = text.slice(0, LONGEST);
  if (gc.measureText(shown).width <= room) {
    return shown;
  }
  while (shown && gc.measureText(`${shown}…`).width > room) {
    shown = shown.slice(0, -1);
  }
  return `${shown}…`;
}

const PADDING = 8;

/** No column is as wide as so many letters. */
const LONGEST = 200;
