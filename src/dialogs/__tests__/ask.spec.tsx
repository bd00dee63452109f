// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Dialog } from '@jupyterlab/apputils';
import {
  acceptDialog,
  dismissDialog,
  waitForDialog
} from '@jupyterlab/testing';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import * as React from 'react';

import { askQuestion, isAgreed, type IQuestion } from '../ask';
import { DialogBody, drawnBody } from '../body';
import { MessageText, NameList } from '../parts';

const trans = nullTranslator.load('jupyterlab_s3_drive');

const QUESTION: IQuestion<'left' | 'right'> = {
  title: trans.__('Where to?'),
  body: 'There are two ways.',
  decline: 'Stay',
  choices: [
    { label: trans.__('Left'), answer: 'left' },
    { label: trans.__('Right'), answer: 'right', isWarning: true }
  ],
  preferred: 'left'
};

/** The buttons of the dialog, by their labels. */
const buttons = () =>
  new Map(
    Array.from(
      document.querySelectorAll<HTMLElement>('.jp-Dialog-footer button'),
      button => [button.textContent ?? '', button]
    )
  );

// A failed test must not leave its dialog to the next one.
afterEach(() => Dialog.flush());

describe('a question', () => {
  it.each([
    ['Left', 'left'],
    ['Right', 'right'],
    ['Stay', null]
  ])('is answered by the button %s', async (label, answer) => {
    const asked = askQuestion(QUESTION);
    await waitForDialog();
    buttons().get(label)!.click();
    expect(await asked).toEqual({ answer, isRemembered: false });
  });

  it('takes Enter as the preferred answer, and Escape as declining', async () => {
    const first = askQuestion(QUESTION);
    await acceptDialog();
    expect((await first).answer).toBe('left');
    const second = askQuestion(QUESTION);
    await dismissDialog();
    expect((await second).answer).toBeNull();
  });

  it('marks what warns, and nothing else', async () => {
    const asked = askQuestion(QUESTION);
    await waitForDialog();
    const marked = Array.from(buttons())
      .filter(([, button]) => button.classList.contains('jp-mod-warn'))
      .map(([label]) => label);
    expect(marked).toEqual(['Right']);
    await dismissDialog();
    await asked;
  });

  it('has the focus on declining where nothing is preferred', async () => {
    const asked = askQuestion({ ...QUESTION, preferred: null });
    await waitForDialog();
    expect(document.activeElement).toBe(buttons().get('Stay'));
    await acceptDialog();
    expect((await asked).answer).toBeNull();
  });

  it('remembers the answer if the person says so', async () => {
    const remember = { label: trans.__('Always'), caption: '' };
    const asked = askQuestion({ ...QUESTION, remember });
    await waitForDialog();
    document.querySelector<HTMLInputElement>(
      '.jp-Dialog-checkbox input'
    )!.checked = true;
    await acceptDialog();
    expect(await asked).toEqual({ answer: 'left', isRemembered: true });
  });

  it('may have one button alone, and agrees or not', async () => {
    const { choices, ...rest } = QUESTION;
    expect(choices).toHaveLength(2);
    const accept = { label: trans.__('Go') };
    const asked = isAgreed({ ...rest, decline: null, preferred: true, accept });
    await waitForDialog();
    expect(Array.from(buttons().keys())).toEqual(['Go']);
    await acceptDialog();
    expect(await asked).toBe(true);
    const again = isAgreed({ ...rest, preferred: true, accept });
    await dismissDialog();
    expect(await again).toBe(false);
  });
});

describe('the body of a dialog', () => {
  it('is there, and the focus is taken, as soon as the dialog is', () => {
    const dialog = new Dialog({
      body: drawnBody('one', () => <input defaultValue="text" />),
      focusNodeSelector: 'input'
    });
    Widget.attach(dialog, document.body);
    const input = dialog.node.querySelector('.one.jp-Dialog-body > input');
    expect(input).not.toBeNull();
    expect(document.activeElement).toBe(input);
    dialog.dispose();
  });

  it('follows what it shows', async () => {
    let text = 'first';
    const changed = new Signal<object, void>({});
    const body = drawnBody(null, () => <p>{text}</p>, changed);
    Widget.attach(body, document.body);
    const paragraph = body.node.querySelector('p')!;
    text = 'second';
    changed.emit();
    await Promise.resolve();
    expect(paragraph.textContent).toBe('second');
    expect(body.node.querySelector('p')).toBe(paragraph);
    body.dispose();
    changed.emit();
    expect(body.node.textContent).toBe('');
  });

  it('takes what is typed into a field', () => {
    class Form extends DialogBody {
      text = 'abc';

      protected render(): React.ReactElement {
        const onChange = (event: React.ChangeEvent<HTMLInputElement>) => {
          this.text = event.target.value;
          this.redraw();
        };
        return <input value={this.text} onChange={onChange} />;
      }
    }
    const form = new Form(null);
    Widget.attach(form, document.body);
    const input = form.node.querySelector('input')!;
    // As the browser does, behind React's back.
    const prototype = HTMLInputElement.prototype;
    Object.getOwnPropertyDescriptor(prototype, 'value')!.set!.call(
      input,
      'aXbc'
    );
    input.setSelectionRange(2, 2);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    expect(form.text).toBe('aXbc');
    expect(input.value).toBe('aXbc');
    expect(input.selectionStart).toBe(2);
    form.dispose();
  });
});

describe('the parts', () => {
  const nodeOf = (draw: () => React.ReactNode) => {
    const body = drawnBody(null, draw);
    Widget.attach(body, document.body);
    const { innerHTML } = body.node;
    body.dispose();
    return innerHTML;
  };

  it.each([
    [3, ''],
    [2, '<li>and 1 more</li>'],
    [1, '<li>and 2 more</li>']
  ])('are %i names, and how many more', (limit, rest) => {
    const names = ['a', 'b', 'c'];
    const shown = names.slice(0, limit).map(name => `<li>${name}</li>`);
    expect(
      nodeOf(() => <NameList names={names} limit={limit} trans={trans} />)
    ).toBe(`<ul>${shown.join('')}${rest}</ul>`);
  });

  it('are lines of text, with details if there are any', () => {
    const html = (details: string) =>
      nodeOf(() => (
        <MessageText message={'one\ntwo <b>'} details={details} trans={trans} />
      ));
    expect(html('')).toBe('<p>one</p><p>two &lt;b&gt;</p>');
    expect(html('why')).toContain('<summary>Show details</summary>');
    expect(html('why')).toContain('<pre>why</pre>');
  });
});
