// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import { closeIcon, ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';

import { comparable, kindsFor } from './columnreading';
import type { ConditionKind, ICondition } from './query';
import type { QueryModel } from './querymodel';
import { QueryTexts } from './querytexts';

/**
 * Lines above the grid with the conditions on rows, their order, and what was
 * found.
 */
export class QueryBar extends ReactWidget {
  /**
   * @param number - Writes a number as the person's language does.
   * @param closed - Called when the person closes it.
   */
  constructor(
    number: (value: number) => string,
    private readonly _closed: () => void,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this._texts = new QueryTexts(number, _trans);
    this.addClass('jp-S3Query');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _trans.__('Filter and order'));
    this.node.addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        this._closed();
      }
    });
    this.hide();
  }

  /** The query that it shows; `null` for none. */
  set model(model: QueryModel | null) {
    this._model?.changed.disconnect(this.update, this);
    this._model = model;
    model?.changed.connect(this.update, this);
    this._column = 0;
    this._kind = null;
    this.update();
  }

  /**
   * Show it, with the focus on what is compared.
   *
   * @param column - The column of the next condition.
   */
  open(column: number): void {
    this._choose(column);
    this.show();
    this.update();
    void this.renderPromise?.then(() => {
      const fields = this.node.querySelectorAll<HTMLElement>('input, select');
      (this.node.querySelector<HTMLElement>('input') ?? fields[0])?.focus();
    });
  }

  protected render(): React.ReactElement | null {
    const { _model: model, _trans: trans } = this;
    if (!model) {
      return null;
    }
    return (
      <>
        {this._form(model)}
        <button
          className="jp-S3Query-close jp-Button jp-mod-minimal"
          title={trans.__('Close')}
          aria-label={trans.__('Close')}
          onClick={() => this._closed()}
        >
          <closeIcon.react tag={null} stylesheet="toolbarButton" />
        </button>
        {this._chosen(model)}
        {this._state(model)}
      </>
    );
  }

  /** Where the next condition is put together. */
  private _form(model: QueryModel): React.ReactElement {
    const { _column: column, _texts: texts, _trans: trans } = this;
    const { columns } = model.source;
    const kinds = this._kinds(model);
    const kind = this._kindIn(kinds);
    const isReady = this._isReady(model, kind);
    return (
      <form
        onSubmit={event => {
          event.preventDefault();
          if (isReady) {
            void this._add(model, kind);
          }
        }}
      >
        <select
          className="jp-mod-styled"
          aria-label={trans.__('Column')}
          value={column}
          onChange={event => this._choose(Number(event.target.value))}
        >
          {columns.map(({ name }, index) => (
            <option key={index} value={index}>
              {name || index + 1}
            </option>
          ))}
        </select>
        <select
          className="jp-mod-styled"
          aria-label={trans.__('Condition')}
          value={kind}
          onChange={event => {
            this._kind =
              kinds.find(each => each === event.target.value) ?? null;
            this.update();
          }}
        >
          {kinds.map(each => (
            <option key={each} value={each}>
              {texts.kind(each)}
            </option>
          ))}
        </select>
        {this._values(kind)}
        <button
          type="submit"
          className="jp-mod-styled jp-mod-accept"
          disabled={!isReady}
        >
          {trans.__('Filter')}
        </button>
        <button
          type="button"
          className="jp-mod-styled"
          onClick={() => void model.sort({ column, isDescending: false })}
        >
          {trans.__('Sort Up')}
        </button>
        <button
          type="button"
          className="jp-mod-styled"
          onClick={() => void model.sort({ column, isDescending: true })}
        >
          {trans.__('Sort Down')}
        </button>
      </form>
    );
  }

  private _values(kind: ConditionKind): React.ReactElement | null {
    const { _trans: trans } = this;
    switch (kind) {
      case 'equals':
      case 'contains':
        return this._field('value', trans.__('Value'));
      case 'range':
        return (
          <>
            {this._field('value', trans.__('From'))}
            {this._field('to', trans.__('To'))}
          </>
        );
      default:
        return null;
    }
  }

  private _field(name: 'value' | 'to', label: string): React.ReactElement {
    return (
      <input
        type="text"
        className="jp-mod-styled"
        placeholder={label}
        aria-label={label}
        value={this._typed[name]}
        onChange={event => {
          this._typed = { ...this._typed, [name]: event.target.value };
          this.update();
        }}
      />
    );
  }

  /** The conditions and the order that hold, each with a button to end it. */
  private _chosen(model: QueryModel): React.ReactElement | null {
    const { _texts: texts } = this;
    const { conditions, order } = model.query;
    const nameOf = (column: number) =>
      model.source.columns[column].name || String(column + 1);
    const chips = [
      ...conditions.map(each => ({
        text: texts.condition(nameOf(each.column), each),
        remove: () => model.remove(each)
      })),
      ...(order
        ? [
            {
              text: texts.order(nameOf(order.column), order.isDescending),
              remove: () => model.sort(null)
            }
          ]
        : [])
    ];
    return chips.length ? (
      <ul>
        {chips.map(({ remove, text }, index) => (
          <li key={index} className="jp-S3Query-chip">
            <span className="jp-S3Query-text" title={text}>
              {text}
            </span>
            <button
              className="jp-Button jp-mod-minimal"
              title={this._trans.__('Remove')}
              aria-label={this._trans.__('Remove: %1', text)}
              onClick={() => void remove()}
            >
              <closeIcon.react tag={null} width="12px" height="12px" />
            </button>
          </li>
        ))}
      </ul>
    ) : null;
  }

  /** What is found, or how far the query is. */
  private _state(model: QueryModel): React.ReactElement {
    const { _texts: texts, _trans: trans } = this;
    const { result, running } = model;
    return (
      <p>
        <span role="status">
          {running !== null
            ? texts.running(running)
            : result
              ? texts.result(result)
              : ''}
        </span>
        {running !== null && (
          <button
            className="jp-mod-styled jp-mod-reject"
            onClick={() => model.stop()}
          >
            {trans.__('Stop')}
          </button>
        )}
        {running === null && result && !result.isWhole && (
          <button
            className="jp-mod-styled"
            onClick={() => void model.continue()}
          >
            {trans.__('Look Further')}
          </button>
        )}
      </p>
    );
  }

  private _choose(column: number): void {
    this._column = column;
    this._kind = null;
    this._typed = NOTHING;
    this.update();
  }

  private _kinds(model: QueryModel): ConditionKind[] {
    const { type } = model.reading(this._column);
    return kindsFor(type, model.example(this._column));
  }

  private _kindIn(kinds: readonly ConditionKind[]): ConditionKind {
    return kinds.find(each => each === this._kind) ?? kinds[0];
  }

  /** Whether what is typed can be compared with the cells. */
  private _isReady(model: QueryModel, kind: ConditionKind): boolean {
    const reading = model.reading(this._column);
    const { to, value } = this._typed;
    const isValue = (text: string) => comparable(text, reading) !== null;
    switch (kind) {
      case 'equals':
        return value !== '' && isValue(value);
      case 'contains':
        return value !== '';
      case 'range':
        return (
          value + to !== '' &&
          [value, to].every(text => text === '' || isValue(text))
        );
      default:
        return true;
    }
  }

  private async _add(model: QueryModel, kind: ConditionKind): Promise<void> {
    const condition: ICondition = {
      column: this._column,
      kind,
      value: this._typed.value,
      to: kind === 'range' ? this._typed.to : ''
    };
    this._typed = NOTHING;
    await model.add(condition);
  }

  private readonly _texts: QueryTexts;
  private _model: QueryModel | null = null;
  private _column = 0;
  private _kind: ConditionKind | null = null;
  private _typed = NOTHING;
}

/** Nothing is typed. */
const NOTHING = { value: '', to: '' };
