// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import type { IHit } from './searchbelow';
import { hitRow } from './resultrow';

/**
 * The height of a row before one was measured.
 */
const ROW_HEIGHT = 40;

/**
 * The number of rows drawn above and below the visible ones.
 */
const OVERSCAN = 8;

/**
 * An action requested on a hit.
 */
export interface IHitRequest {
  readonly hit: IHit;
  readonly action: 'open' | 'reveal';
}

/**
 * The results of a search below a folder. Only the rows near the viewport
 * exist.
 *
 * `Enter` or a double click opens a hit; `Shift Enter` or the button of a row
 * goes to its folder.
 */
export class SearchResults extends Widget {
  /**
   * @param iconOf - The icon of a path in the drive.
   */
  constructor(iconOf: (hit: IHit) => LabIcon | null, trans: TranslationBundle) {
    super();
    this._iconOf = iconOf;
    this._trans = trans;
    this.addClass('jp-S3Results');
    this.node.tabIndex = 0;
    this.node.setAttribute('role', 'listbox');
    this.node.setAttribute('aria-label', trans.__('Found below this folder'));
    this._space.className = 'jp-S3Results-space';
    this._space.setAttribute('role', 'presentation');
    this.node.append(this._space);
    this.hide();
  }

  /** A signal emitted when a hit should be opened or revealed. */
  get requested(): ISignal<this, IHitRequest> {
    return this._requested;
  }

  /** A signal emitted when the person presses `Escape` in the list. */
  get left(): ISignal<this, void> {
    return this._left;
  }

  /** The path of the selected hit, or `null`. */
  get selectedPath(): string | null {
    return this._hits[this._at]?.path ?? null;
  }

  dispose(): void {
    if (this.isDisposed) {
      return;
    }
    Signal.clearData(this);
    super.dispose();
  }

  /** Show these hits, which extend the previous ones. */
  setHits(hits: readonly IHit[]): void {
    if (hits.length < this._count) {
      this._at = -1;
      this.node.scrollTop = 0;
      this._rows.forEach(row => row.remove());
      this._rows.clear();
    }
    this._hits = hits;
    this._count = hits.length;
    this.update();
  }

  /** Focus the list; the first hit is selected if none is. */
  activateList(): void {
    this.node.focus();
    if (this._at < 0 && this._count > 0) {
      this._select(0);
    }
  }

  handleEvent(event: Event): void {
    switch (event.type) {
      case 'scroll':
        this._render();
        break;
      case 'keydown':
        this._onKey(event as KeyboardEvent);
        break;
      case 'mousedown':
        this._onMouse(event as MouseEvent);
        break;
      case 'dblclick':
        this._request('open');
        break;
    }
  }

  protected onBeforeAttach(msg: Message): void {
    super.onBeforeAttach(msg);
    for (const type of EVENTS) {
      this.node.addEventListener(type, this);
    }
  }

  protected onAfterDetach(msg: Message): void {
    super.onAfterDetach(msg);
    for (const type of EVENTS) {
      this.node.removeEventListener(type, this);
    }
  }

  protected onUpdateRequest(msg: Message): void {
    super.onUpdateRequest(msg);
    this._render();
  }

  protected onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._render();
  }

  protected onResize(msg: Widget.ResizeMessage): void {
    super.onResize(msg);
    this._render();
  }

  private _render(): void {
    const { clientHeight, scrollTop } = this.node;
    const height = this._height;
    const first = Math.max(0, Math.floor(scrollTop / height) - OVERSCAN);
    const seen = Math.ceil((clientHeight || 20 * height) / height);
    const end = Math.min(this._count, first + seen + 2 * OVERSCAN);
    this._space.style.height = `${this._count * height}px`;
    this._rows.forEach((row, index) => {
      if (index < first || index >= end) {
        row.remove();
        this._rows.delete(index);
      }
    });
    for (let index = first; index < end; index++) {
      this._place(index);
    }
    const measured = this._rows.get(first)?.offsetHeight ?? 0;
    if (measured > 0 && measured !== height) {
      this._height = measured;
      this._render();
    }
  }

  private _place(index: number): void {
    let row = this._rows.get(index);
    if (!row) {
      const hit = this._hits[index];
      row = hitRow(hit, this._iconOf(hit), this._trans);
      row.id = `${this.id}-${index}`;
      row.dataset.index = String(index);
      row.setAttribute('aria-posinset', String(index + 1));
      this._rows.set(index, row);
      const next = this._rows.get(index + 1);
      this._space.insertBefore(row, next ?? null);
    }
    row.style.top = `${index * this._height}px`;
    row.setAttribute('aria-setsize', String(this._count));
    row.setAttribute('aria-selected', String(index === this._at));
    row.classList.toggle('jp-mod-selected', index === this._at);
  }

  private _select(index: number): void {
    this._at = Math.min(Math.max(0, index), this._count - 1);
    const top = this._at * this._height;
    const { clientHeight, scrollTop } = this.node;
    if (top < scrollTop) {
      this.node.scrollTop = top;
    } else if (top + this._height > scrollTop + clientHeight) {
      this.node.scrollTop = top + this._height - clientHeight;
    }
    this._render();
    this.node.setAttribute('aria-activedescendant', `${this.id}-${this._at}`);
  }

  private _onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.node.clientHeight / this._height));
    const steps: { [key: string]: number } = {
      ArrowDown: this._at + 1,
      ArrowUp: this._at - 1,
      PageDown: this._at + page,
      PageUp: this._at - page,
      Home: 0,
      End: this._count - 1
    };
    if (event.key in steps) {
      this._select(steps[event.key]);
    } else if (event.key === 'Enter') {
      this._request(event.shiftKey ? 'reveal' : 'open');
    } else if (event.key === 'Escape') {
      this._left.emit();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private _onMouse(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>('.jp-S3Hit');
    if (row) {
      this._select(Number(row.dataset.index));
      if (target.closest('.jp-S3Hit-reveal') && event.button === 0) {
        event.preventDefault();
        this._request('reveal');
      }
    }
  }

  private _request(action: IHitRequest['action']): void {
    const hit = this._hits[this._at];
    if (hit && !hit.isBlocked) {
      this._requested.emit({ hit, action });
    }
  }

  private readonly _iconOf: (hit: IHit) => LabIcon | null;
  private readonly _trans: TranslationBundle;
  private readonly _space = document.createElement('div');
  private readonly _rows = new Map<number, HTMLElement>();
  private readonly _requested = new Signal<this, IHitRequest>(this);
  private readonly _left = new Signal<this, void>(this);
  private _hits: readonly IHit[] = [];
  /** The same array of hits may grow. */
  private _count = 0;
  private _height = ROW_HEIGHT;
  private _at = -1;
}

/**
 * The events that the list listens to.
 */
const EVENTS = ['scroll', 'keydown', 'mousedown', 'dblclick'];
