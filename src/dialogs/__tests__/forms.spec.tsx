// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog } from '@jupyterlab/apputils';
import {
  acceptDialog,
  dismissDialog,
  waitForDialog
} from '@jupyterlab/testing';
import { nullTranslator } from '@jupyterlab/translation';
import { VDomModel } from '@jupyterlab/ui-components';
import * as React from 'react';

import { askForm } from '../ask';
import { DialogBody, drawnBody, ModelBody } from '../body';
import { showUntilClosed } from '../formdialog';
import { Field, Select } from '../parts';

const trans = nullTranslator.load('jupyterlab_s3_drive');

/** A list, a field, and a value. */
class Form extends DialogBody {
  getValue(): string {
    return 'its value';
  }

  /** Say on the button what it does. */
  name(label: string, isWarning: boolean): void {
    this.nameAccept(label, isWarning);
  }

  protected render(): React.ReactElement {
    return (
      <>
        <select />
        <Field label={trans.__('Name')}>
          <input className="field" />
        </Field>
      </>
    );
  }
}

const ask = (body: Form) =>
  askForm({
    title: trans.__('Save'),
    body,
    decline: trans.__('Cancel'),
    accept: trans.__('Save')
  });

/** The button that accepts. */
const accept = () => document.querySelector('.jp-Dialog-footer .jp-mod-accept');

// A failed test must not leave its dialog to the next one.
afterEach(() => Dialog.flush());

describe('a form', () => {
  it('has the focus in its field, and Enter there takes its value', async () => {
    const asked = ask(new Form(null));
    await waitForDialog();
    expect(document.activeElement).toBe(document.querySelector('.field'));
    await acceptDialog();
    expect(await asked).toBe('its value');
  });

  it('has no value when it is declined', async () => {
    const asked = ask(new Form(null));
    await dismissDialog();
    expect(await asked).toBeNull();
  });

  it('says on its button what that does now', async () => {
    const form = new Form(null);
    const asked = ask(form);
    await waitForDialog();
    expect(accept()?.textContent).toBe('Save');
    form.name('Save and Publish', true);
    expect(accept()?.textContent).toBe('Save and Publish');
    expect(accept()?.getAttribute('aria-label')).toBe('Save and Publish');
    expect(accept()?.classList.contains('jp-mod-warn')).toBe(true);
    form.name('Save', false);
    expect(accept()?.classList.contains('jp-mod-warn')).toBe(false);
    await dismissDialog();
    await asked;
  });
});

describe('a body with buttons of its own', () => {
  it('is shown until it is closed, and keeps Enter for itself', async () => {
    let presses = 0;
    const onKeyDown = () => {
      presses += 1;
    };
    const body = drawnBody('own', () => <button onKeyDown={onKeyDown} />);
    const shown = showUntilClosed('Its title', body, trans, 'jp-S3Its');
    await waitForDialog();
    expect(
      document.querySelector('.jp-S3Its .jp-Dialog-header')
    ).not.toBeNull();
    document
      .querySelector('.own button')!
      .dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })
      );
    expect(presses).toBe(1);
    expect(body.isDisposed).toBe(false);
    document.querySelector<HTMLElement>('.jp-Dialog-footer button')!.click();
    await shown;
    expect(body.isDisposed).toBe(true);
  });

  it('shows its model, which ends with it', async () => {
    class Model extends VDomModel {
      text = 'first';
    }
    class View extends ModelBody<Model> {
      protected render(): React.ReactElement {
        return <p>{this.model.text}</p>;
      }
    }
    const model = new Model();
    const body = new View('jp-S3View', model);
    const shown = showUntilClosed('Its title', body, trans);
    await waitForDialog();
    const text = () => document.querySelector('.jp-S3View > p')?.textContent;
    expect(text()).toBe('first');
    model.text = 'second';
    model.stateChanged.emit();
    await Promise.resolve();
    expect(text()).toBe('second');
    await acceptDialog();
    await shown;
    expect(model.isDisposed).toBe(true);
  });
});

describe('a list to choose from', () => {
  it('shows names, and passes on the value', async () => {
    const chosen: string[] = [];
    const names = { a: 'Anna', b: 'Berta' };
    const body = drawnBody('who', () => (
      <Select
        label={trans.__('Who')}
        value="a"
        values={['a', 'b'] as const}
        nameOf={each => names[each]}
        choose={each => chosen.push(each)}
      />
    ));
    const shown = showUntilClosed('Its title', body, trans);
    await waitForDialog();
    const select = document.querySelector<HTMLSelectElement>('.who select')!;
    expect(select.getAttribute('aria-label')).toBe('Who');
    expect(select.selectedOptions[0].textContent).toBe('Anna');
    select.value = 'b';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    expect(chosen).toEqual(['b']);
    await dismissDialog();
    await shown;
  });
});
